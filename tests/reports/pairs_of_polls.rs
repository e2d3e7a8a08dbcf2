//! Over which rows two polls are compared with one another.

use exitpoll::Report;
use exitpoll::render::{self, Detail};

/// Polls of A, B, C and D against 40, 30, 20 and 10 percent of all votes.
fn compared(polls: &[(&str, &str)]) -> Report {
    let polls: Vec<String> = (polls.iter())
        .map(|(name, rest)| format!(r#"{{"pollster":"{name}",{rest}}}"#))
        .collect();
    super::words_of_reports::report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C","D"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"400000","B":"300000","C":"200000","D":"100000"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

/// The part of the full form about the polls against one another, each line with single spaces.
fn section(report: &Report) -> Vec<String> {
    let text = render::text_with(report, 200, Detail::Full);
    let lines = text
        .lines()
        .skip_while(|line| !line.ends_with("against one another"));
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

const WHOLE: &str = r#""shares":{"A":"41.0","B":"29.0","C":"20.0","D":"10.0"}"#;

#[test]
fn a_pair_that_is_compared_over_some_rows_only_names_them() {
    // P and Q agree on A and B; on C and D together, of which Q has a limit, they do not.
    let sum = r#""shares":{"A":"39.0","B":"31.0","C+D":"30.0"},"merged":[{"label":"C+D","choices":["C","D"]}]"#;
    let limit = r#""shares":{"A":"39.0","B":"31.0","C":"26.0","D":"<6"}"#;
    let report = compared(&[("P", sum), ("Q", limit)]);
    let lines = section(&report);
    let text = lines.join(" ");
    assert!(text.contains("over, beside"), "{text}");
    assert!(
        lines.iter().any(|line| line == "P Q A and B 0.00"),
        "{lines:#?}"
    );
    let between = report.between_polls.as_ref().unwrap();
    assert_eq!(between.pairs.as_ref().unwrap().compared(0, 1), ["A", "B"]);
}

#[test]
fn a_row_that_one_of_two_polls_leaves_out_is_not_among_those_compared() {
    // A 41 and 39, B 29 and 31; what is left is 30 in both: total variation 2.
    let report = compared(&[("P", WHOLE), ("Q", r#""shares":{"A":"39.0","B":"31.0"}"#)]);
    let lines = section(&report);
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("P Q A and B 2.00")),
        "{lines:#?}"
    );
}

#[test]
fn polls_of_the_same_rows_are_compared_without_naming_them() {
    let other = r#""shares":{"A":"39.0","B":"31.0","C":"19.0","D":"11.0"}"#;
    let lines = section(&compared(&[("P", WHOLE), ("Q", other)]));
    let text = lines.join(" ");
    assert!(!text.contains("over, beside"), "{text}");
    // 2, 2, 1 and 1 points: half of their sum.
    assert!(
        lines.iter().any(|line| line.starts_with("P Q 3.00")),
        "{lines:#?}"
    );
}

#[test]
fn a_range_of_which_no_two_polls_are_compared_is_said_to_be_so() {
    let range = r#""shares":{"A":"38–40","B":"31.0","C":"19.0","D":"11.0"}"#;
    let lines = section(&compared(&[("P", WHOLE), ("Q", range)]));
    let text = lines.join(" ");
    assert!(
        text.contains("which nobody published; no two are compared by it."),
        "{text}"
    );
    assert!(
        lines.iter().any(|line| line.starts_with("P Q B, C and D ")),
        "{lines:#?}"
    );
}

#[test]
fn how_alike_polls_are_is_asked_of_figures_and_not_of_the_middles_of_ranges() {
    let range = r#""shares":{"A":"38–40","B":"31.0","C":"19.0","D":"11.0"}"#;
    let report = compared(&[("P", WHOLE), ("Q", range)]);
    let between = report.between_polls.as_ref().unwrap();
    let reliability = between.reliability.as_ref().unwrap();
    assert_eq!(reliability.choices, ["B", "C", "D"]);
    // Both order them alike.
    assert_eq!(reliability.kendall_w, 1.0);
    // Two figures each are too few.
    let two = r#""shares":{"A":"38–40","B":"29–33","C":"19.0","D":"11.0"}"#;
    let report = compared(&[("P", WHOLE), ("Q", two)]);
    assert!(report.between_polls.unwrap().reliability.is_none());
}
