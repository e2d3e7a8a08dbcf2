//! What a reader of every bundled document sees, as it stands today: a change of words is then seen and
//! wanted. A snapshot is read before it is accepted (`cargo insta review`).
#![cfg(feature = "io")]

use std::fs;
use std::path::{Path, PathBuf};

use exitpoll::render::{self, Detail};
use exitpoll::{Comparison, Report, io};

/// Every JSON document of the examples, by name.
fn documents() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .expect("the examples' data stand beside the tests")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into();
            (name, path)
        })
        .collect();
    found.sort();
    assert!(found.len() >= 5, "only {} documents", found.len());
    found
}

fn compare(path: &Path) -> Report {
    let text = fs::read_to_string(path).expect("a readable document");
    let document = io::json::read(&text).expect("a bundled document reads");
    Comparison::from(document)
        .run()
        .expect("a bundled document is compared")
}

#[test]
fn text() {
    for (name, path) in documents() {
        let report = compare(&path);
        for width in [80, 120] {
            let brief = render::text(&report, width);
            insta::assert_snapshot!(format!("{name}-brief-{width}"), brief);
            let full = render::text_with(&report, width, Detail::Full);
            insta::assert_snapshot!(format!("{name}-{width}"), full);
        }
    }
}

#[test]
fn markdown() {
    for (name, path) in documents() {
        let printed = render::markdown_with(&compare(&path), Detail::Full);
        insta::assert_snapshot!(format!("{name}-markdown"), printed);
    }
}

#[test]
fn json() {
    for (name, path) in documents() {
        let json = serde_json::to_string_pretty(&compare(&path)).expect("a report serialises");
        insta::assert_snapshot!(format!("{name}-json"), json);
    }
}
