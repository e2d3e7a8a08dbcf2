//! What a reader of every bundled document sees, as it stands today: a change of words is then seen and
//! wanted. A snapshot is read before it is accepted (`cargo insta review`).
#![cfg(feature = "io")]

#[cfg(feature = "html")]
#[path = "shared/consulates.rs"]
mod consulates;

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

/// A few charts, one element a line, without the style that all have.
#[cfg(feature = "html")]
#[test]
fn charts() {
    use exitpoll::chart::{self, Chart};

    let drawn = [
        ("azerbaijan_2024_article", Chart::Shares),
        ("azerbaijan_2024_article", Chart::Deviations),
        ("azerbaijan_2024", Chart::Forest),
        ("azerbaijan_2024", Chart::Funnel),
        ("georgia_2024", Chart::Shares),
        ("georgia_2024", Chart::Night),
        ("west_bengal_2026", Chart::Seats),
        ("consulates_2024", Chart::Stations),
        ("consulates_2024", Chart::Response),
    ];
    for (name, chart) in drawn {
        let report = report_of(name);
        let svg = chart::svg(&report, chart).expect("the report has it");
        let (before, rest) = svg.split_once("<style>").expect("a style");
        let (_, after) = rest.split_once("</style>\n").expect("its end");
        let name = format!("{name}-{}-svg", chart.name());
        insta::assert_snapshot!(name, format!("{before}{after}"));
    }
}

/// Pages without style and charts, an element a line; that of the founding case stands in `html`.
#[cfg(feature = "html")]
#[test]
fn pages() {
    for name in ["west_bengal_2026", "consulates_2024"] {
        let page = render::html(&report_of(name)).replace("><", ">\n<");
        let mut kept = String::new();
        let mut left_out: Option<&str> = None;
        for line in page.lines() {
            let begins = [("<style>", "</style>"), ("<svg ", "</svg>")];
            match left_out {
                Some(end) => left_out = Some(end).filter(|end| !line.contains(end)),
                None => {
                    let found = begins.iter().find(|(begin, _)| line.starts_with(begin));
                    left_out = found.map(|(_, end)| *end).filter(|end| !line.contains(end));
                    if found.is_none() {
                        kept.push_str(line);
                        kept.push('\n');
                    }
                }
            }
        }
        insta::assert_snapshot!(format!("{name}-html"), kept);
    }
}

#[cfg(feature = "html")]
fn report_of(name: &str) -> Report {
    match name {
        "consulates_2024" => consulates::report(),
        _ => {
            let path = format!("{}/examples/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
            compare(Path::new(&path))
        }
    }
}
