//! Whose votes a poll and a count are of, and what may be said of it.
#![cfg(feature = "io")]

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::{Comparison, Report, Verdict};

fn compared(count: &str, poll: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"500000","B":"500000"}}{count}}}],"polls":[{{"pollster":"P",{poll}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn words(report: &Report) -> String {
    let text = render::text_with(report, 200, Detail::Full);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_part_of_the_count_that_others_cast_is_outside_the_poll_also_where_valid_votes_are_a_sum() {
    let postal = r#","segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]"#;
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"58.0","B":"42.0"},
        "sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let report = compared(postal, poll);
    let poll = report.reference().poll("P").unwrap();
    // 400,000 of 1,000,000 voted by post; they would have had to give A (.5 − .6 · .58)/.4 = 38 percent.
    assert_eq!(poll.verdict, Verdict::DifferentPopulations);
    let coverage = poll.reading().unwrap().coverage.clone().unwrap();
    assert!((coverage.outside - 0.4).abs() < 1e-12);
    assert!((coverage.needs[0].share - 0.38).abs() < 1e-12);
}

#[test]
fn a_rounded_proportion_outside_is_said_as_the_figure_and_one_that_may_be_none_as_a_limit() {
    let poll = |outside: &str| {
        format!(
            r#""population":{{"voters":["in_person"],"outside":"{outside}"}},"shares":{{"A":"58.0","B":"42.0"}},
            "sample":{{"respondents":"2500","design_effect":"1.6"}}"#
        )
    };
    let rounded = words(&compared("", &poll("3")));
    assert!(
        rounded.contains("P did not cover 3.00 percent of the votes counted"),
        "{rounded}"
    );
    assert!(!rounded.contains("Up to"));
    let limit = words(&compared("", &poll("0–0.4")));
    assert!(
        limit.contains(
            "Up to 0.40 percent of the votes counted may be of voters that P did not cover"
        ),
        "{limit}"
    );
    assert!(!limit.contains("0.20 percent"), "{limit}");
}

#[test]
fn the_distance_of_a_range_is_said_to_be_of_its_middle() {
    let report = compared("", r#""shares":{"A":"30–40","B":"60–70"}"#);
    assert!(words(&report).contains("at the middle of its range"));
}
