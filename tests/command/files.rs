//! Files are written whole, and none is overwritten unless that is asked for.

use std::fs;

use exitpoll::render;

use super::{ARTICLE, GEORGIA, exitpoll, folder, report, text};

/// The names in a folder: also of what should not be left there.
fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_overwritten_only_by_force() {
    let folder = folder("force");
    let path = folder.join("report.txt");
    let to = |options: &[&str]| {
        exitpoll(&[&["compare", GEORGIA, "--out", text(&path)], options].concat())
    };
    assert_eq!(to(&[]).good(), "");
    let expected = render::text(&report(GEORGIA), 80);
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);

    fs::write(&path, "mine").unwrap();
    let message = to(&[]).failed(1);
    assert!(
        message.contains("the file exists; --force overwrites it"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");

    assert_eq!(to(&["--force"]).good(), "");
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(names(&folder), ["report.txt"]);
}

#[test]
fn what_fails_leaves_the_old_file_and_no_other() {
    let folder = folder("failed");
    let path = folder.join("report.txt");
    fs::write(&path, "mine").unwrap();
    let run = exitpoll(&[
        "compare",
        "--many",
        GEORGIA,
        "nothing.json",
        "--out",
        text(&folder),
    ]);
    assert!(run.failed(1).contains("it is a folder"));
    exitpoll(&["compare", "nothing.json", "--out", text(&path), "--force"]).failed(1);
    exitpoll(&["night", ARTICLE, "--out", text(&path), "--force"]).failed(1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(names(&folder), ["report.txt"]);

    let nowhere = folder.join("no/such/folder/report.txt");
    exitpoll(&["compare", GEORGIA, "--out", text(&nowhere)]).failed(1);
}

#[test]
fn a_folder_gets_a_file_for_each_contest() {
    let folder = folder("reports");
    let out = format!("{}/new/", text(&folder));
    let arguments = [
        "compare", GEORGIA, ARTICLE, GEORGIA, "--format", "html", "--out", &out,
    ];
    exitpoll(&arguments).good();
    let new = folder.join("new");
    assert_eq!(
        names(&new),
        [
            "azerbaijan_2024_article.html",
            "georgia_2024-2.html",
            "georgia_2024.html"
        ]
    );
    let page = fs::read_to_string(new.join("georgia_2024.html")).unwrap();
    assert_eq!(page, render::html(&report(GEORGIA)));
    exitpoll(&arguments).failed(1);
}

#[cfg(unix)]
#[test]
fn links_lead_to_the_file_and_rights_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = folder("links");
    let (real, link) = (folder.join("real.txt"), folder.join("link.txt"));
    fs::write(&real, "mine").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    let arguments = ["compare", GEORGIA, "--force", "--out", text(&link)];
    exitpoll(&arguments).good();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        fs::read_to_string(&real).unwrap(),
        render::text(&report(GEORGIA), 80)
    );
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o640);
    // A device is written to, not replaced.
    exitpoll(&["compare", GEORGIA, "--out", "/dev/null"]).good();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_folder_that_is_not_there_is_named_and_no_temporary_file() {
    let path = folder("missing").join("none").join("report.txt");
    let message = exitpoll(&["compare", GEORGIA, "--out", text(&path)]).failed(1);
    assert!(
        message.contains("report.txt: no file can be made in that folder, which may not exist"),
        "{message}"
    );
    assert!(!message.contains("partial"), "{message}");
}
