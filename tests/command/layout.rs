//! Tables that have no format of their own, by a layout beside them.

use std::fs;

use super::{exitpoll, folder, text};

const TABLE: &str = "Institute;Ada, %;Ben, %;asked\nAlpha;51,5;48,5;1200\nCommission;52,0;48,0;\n";

/// The layout that the help shows.
fn shown() -> String {
    let help = exitpoll(&["convert", "--help"]).good();
    let from = help.find("{\"shape\": {\"wide\"").expect("a layout");
    let rest = &help[from..];
    let to = rest.find("\"comma\"}").expect("its end");
    rest[..to + "\"comma\"}".len()].to_owned()
}

/// What is printed where all went well; what was assumed stands on standard error.
fn read(arguments: &[&str]) -> String {
    let run = exitpoll(arguments);
    assert_eq!(run.status, 0, "{}", run.error);
    assert!(run.error.starts_with("note: "), "{}", run.error);
    run.out
}

#[test]
fn the_layout_of_the_help_reads_its_table() {
    let folder = folder("layout");
    let (table, layout) = (folder.join("table.csv"), folder.join("layout.json"));
    fs::write(&table, TABLE).unwrap();
    fs::write(&layout, shown()).unwrap();
    let options = [text(&table), "--layout", text(&layout)];
    let converted = read(&[&["convert"], &options[..]].concat());
    let document = exitpoll::io::json::read(&converted).expect("a document");
    assert_eq!(document.contest.name(), "Mayor");
    assert_eq!(document.contest.choices(), ["Ada", "Ben"]);
    assert_eq!(document.counts[0].name(), "Commission");
    let poll = &document.polls[0];
    assert_eq!(
        (poll.pollster(), poll.sample().respondents()),
        ("Alpha", Some(1200))
    );
    // 51.5 against 52.0.
    let report = read(&[&["compare"], &options[..]].concat());
    assert!(report.contains("0.5 points too low for Ada"), "{report}");
    let many = read(&[&["compare", "--many", "--format", "csv"], &options[..]].concat());
    assert!(many.contains("Mayor"), "{many}");
}

#[test]
fn a_layout_that_cannot_be_read_is_named_with_its_place() {
    let folder = folder("layout_wrong");
    let (table, layout) = (folder.join("table.csv"), folder.join("layout.json"));
    fs::write(&table, TABLE).unwrap();
    let options = ["convert", text(&table), "--layout", text(&layout)];
    for (wrong, said) in [
        (
            shown().replace("\"decimal_mark\"", "\"decimal\""),
            "unknown field `decimal`",
        ),
        (
            shown().replace("\"percent\"", "\"points\""),
            "unknown variant `points`",
        ),
        (shown().replace("Ada, %", "Adam, %"), "Adam, %"),
    ] {
        fs::write(&layout, wrong).unwrap();
        let message = exitpoll(&options).failed(1);
        assert!(message.contains(said), "{message}");
    }
    let missing = exitpoll(&["convert", text(&table), "--layout", "nothing.json"]).failed(1);
    assert!(missing.contains("nothing.json"), "{missing}");
    let both = exitpoll(&[&options[..], &["--from", "medsl"]].concat()).failed(2);
    assert!(both.contains("--from"), "{both}");
}
