//! Whose votes a poll and a count are of, and what may be said of it.

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
        rounded.contains("P did not cover 3 percent of the votes counted"),
        "{rounded}"
    );
    assert!(!rounded.contains("Up to"));
    let limit = words(&compared("", &poll("0–0.4")));
    assert!(
        limit.contains(
            "Up to 0.4 percent of the votes counted may be of voters that P did not cover"
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

#[test]
fn where_all_others_are_published_apart_the_poll_is_compared_with_what_they_leave() {
    let postal = r#","population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]"#;
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"58.0","B":"42.0"},
        "sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let report = compared(postal, poll);
    let poll = report.reference().poll("P").unwrap();
    // 350,000 of the 600,000 who voted in person chose A: 58.33 percent.
    let row = poll.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 350_000.0 / 600_000.0).abs() < 1e-12);
    assert_eq!(poll.verdict, Verdict::WithinSampling);
    assert_eq!(
        poll.segment.as_deref(),
        Some(&[exitpoll::VoterGroup::InPerson][..])
    );
}

#[test]
fn a_part_that_lists_only_some_choices_or_leaves_voters_unknown_is_not_subtracted() {
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"58.0","B":"42.0"},
        "sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let some = r#","population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000"}}]"#;
    let others = r#","population":{"voters":["in_person","early","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]"#;
    for count in [some, others] {
        let report = compared(count, poll);
        let poll = report.reference().poll("P").unwrap();
        assert_eq!(poll.segment, None, "{count}");
        let row = poll.reading().unwrap().row("A").unwrap();
        assert!((row.count.value - 0.5).abs() < 1e-12, "{count}");
    }
}

#[test]
fn romania_2025_without_the_votes_abroad_is_nearer_to_the_exit_polls() {
    let text = include_str!("../../examples/data/romania_2025.json");
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let poll = report.reference().poll("CURS").unwrap();
    let row = poll.reading().unwrap().row("Nicușor Dan").unwrap();
    // 6,168,642 − 721,683 of 6,168,642 + 5,339,053 − 721,683 − 908,929 votes: 55.15 percent; 53.60 of all.
    assert!((row.count.value - 5_446_959.0 / 9_877_083.0).abs() < 1e-12);
    assert!((row.deviation - (0.541 - 5_446_959.0 / 9_877_083.0)).abs() < 1e-12);
}

#[test]
fn portugal_2025_is_compared_with_the_votes_of_the_country() {
    let text = include_str!("../../examples/data/portugal_2025.json");
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let poll = report.reference().poll("CESOP–Católica").unwrap();
    let row = poll.reading().unwrap().row("IL").unwrap();
    // 330,149 of the 5,820,426 votes for a list that were cast in the country.
    assert!((row.count.value - 330_149.0 / 5_820_426.0).abs() < 1e-12);
}

#[test]
fn the_short_form_says_with_whose_votes_polls_are_compared() {
    let text = include_str!("../../examples/data/romania_2025.json");
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let brief = render::text(&report, 80);
    let brief = brief.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        brief.contains(
            "All polls are compared with the votes cast in person on the day only, not with the whole count."
        ),
        "{brief}"
    );
}

fn report(polls: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{"A":"480000","B":"520000"}}}}],"polls":[{polls}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn asked_in_person(pollster: &str, a: &str, b: &str, outside: &str) -> String {
    format!(
        r#"{{"pollster":"{pollster}","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"4000","design_effect":"1.2"}},
        "population":{{"voters":["in_person"],"outside":"{outside}"}}}}"#
    )
}

#[test]
fn the_poll_that_leaves_out_most_is_named_first_and_polls_that_leave_out_the_same_together() {
    let polls = [
        asked_in_person("X", "48.5", "51.5", "1"),
        asked_in_person("Y", "52.0", "48.0", "45"),
        asked_in_person("Z", "53.0", "47.0", "45"),
    ];
    let brief = render::text(&report(&polls.join(",")), 80);
    let brief = brief.split_whitespace().collect::<Vec<_>>().join(" ");
    // "45" is at most 45.5.
    assert!(
        brief.contains(
            "Y and Z did not cover 45 percent of the votes counted, which can explain at most 45.50 points"
        ),
        "{brief}"
    );
    assert!(!brief.contains("X did not cover"), "{brief}");
}

#[test]
fn a_part_outside_is_said_with_the_digits_of_its_source() {
    let range = words(&report(&asked_in_person("X", "53.0", "47.0", "3–5")));
    assert!(
        range.contains("X did not cover 3 to 5 percent of the votes counted"),
        "{range}"
    );
}

#[test]
fn nobody_is_outside_where_a_poll_is_compared_with_its_own_voters() {
    let text = r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"480000","B":"520000"},"population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]}],
        "polls":[{"pollster":"Z","shares":{"A":"55.3","B":"44.7"},"sample":{"respondents":"4000","design_effect":"1.2"},
        "population":{"voters":["in_person"],"outside":"40.0"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let poll = report.reference().poll("Z").unwrap();
    // 330,000 of 600,000 in person: 55.0 percent.
    assert!((poll.reading().unwrap().row("A").unwrap().count.value - 0.55).abs() < 1e-12);
    assert_eq!(poll.reading().unwrap().coverage, None);
    assert!(!words(&report).contains("did not cover"));
}

#[test]
fn what_the_votes_outside_gave_stands_beside_what_they_would_have_had_to_give() {
    // (.48 − .53·.53)/.47 = .4236; the postal votes gave A 200,000 of 470,000, .4255.
    let text = r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"final","status":"final","votes":{"A":"480000","B":"520000"},
        "segments":[{"voters":["postal"],"votes":{"A":"200000","B":"270000"}}]}],
        "polls":[{"pollster":"P","shares":{"A":"53.0","B":"47.0"},"population":{"voters":["in_person"]},
        "sample":{"respondents":"10000","design_effect":"1.5"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let coverage = report
        .reference()
        .poll("P")
        .unwrap()
        .reading()
        .unwrap()
        .coverage
        .clone();
    let needs = coverage.unwrap().needs;
    assert!((needs[0].share - (0.48 - 0.53 * 0.53) / 0.47).abs() < 1e-12);
    assert!((needs[0].counted.unwrap() - 20.0 / 47.0).abs() < 1e-12);
    let printed = render::text_with(&report, 400, Detail::Full);
    assert!(
        printed.contains("would have had to give A 42.36 percent (and gave it 42.55) and B 57.64 percent (and gave it 57.45)"),
        "{printed}"
    );
}
