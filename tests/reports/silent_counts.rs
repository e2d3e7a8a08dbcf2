//! Polls that say whom they asked, against counts that do not say whose votes they have.

use exitpoll::Verdict;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, PollReport, Report};

use super::words_of_reports::{has, lacks, report, text};

/// Austria 2016, second round: 50.35 percent of all valid votes, 48.2 of those in person.
fn against(count: &str, population: &str, a: &str) -> Report {
    let b = 100.0 - a.parse::<f64>().unwrap();
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{"A":"2254484","B":"2223458"}}{count}}}],"polls":[{{"pollster":"P",{population}
        "shares":{{"A":"{a}","B":"{b:.1}"}},"base":"valid_votes","sample":{{"respondents":"15000","design_effect":"1"}}}}]}}"#
    ))
}

fn poll(report: &Report) -> &PollReport {
    &report.reference().polls[0]
}

const IN_PERSON: &str = r#""population":{"voters":["in_person"]},"#;

#[test]
fn what_the_count_does_not_say_of_its_voters_decides_nothing_against_a_poll_of_some() {
    for voters in [
        r#""in_person""#,
        r#""in_person","early""#,
        r#""in_person","early","postal""#,
    ] {
        let population = format!(r#""population":{{"voters":[{voters}]}},"#);
        let report = against("", &population, "48.2");
        assert_eq!(poll(&report).verdict, Verdict::DifferentPopulations);
        for call in &poll(&report).calls {
            assert_eq!(call.outcome, CallOutcome::Unknown, "{call:?}");
        }
        for detail in [Detail::Brief, Detail::Full] {
            let said = text(&report, detail);
            has(
                &said,
                "the count does not say whose votes it has, and if it has others, nothing bounds what those can explain",
            );
            lacks(&said, "more than chance");
        }
    }
}

#[test]
fn a_poll_of_some_that_is_within_chance_is_so_if_the_others_voted_alike() {
    let report = against("", IN_PERSON, "50.3");
    assert_eq!(poll(&report).verdict, Verdict::WithinSampling);
    has(
        &text(&report, Detail::Full),
        "the comparison assumes that those voters voted as the others did",
    );
}

#[test]
fn polls_of_all_voters_or_of_those_whom_the_count_names_or_that_are_silent_are_judged() {
    let all = r#""population":{"voters":["in_person","early","postal","abroad"]},"#;
    let same = r#","population":{"voters":["in_person"]}"#;
    for (count, population) in [("", all), ("", ""), (same, IN_PERSON)] {
        let report = against(count, population, "48.2");
        assert_eq!(
            poll(&report).verdict,
            Verdict::BeyondSampling,
            "{count} {population}"
        );
        let wrong = |call: &&exitpoll::report::Call| call.outcome == CallOutcome::Wrong;
        assert!(poll(&report).calls.iter().any(|call| wrong(&call)));
        lacks(&text(&report, Detail::Full), "if it has others");
    }
}

#[test]
fn of_a_poll_of_some_a_night_says_nothing_where_its_counts_are_silent() {
    // Moldova 2020: the count of the night has the votes abroad and does not say so; the final one gives them apart.
    let document = |counts: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{counts}],"polls":[{{"pollster":"P",
            "shares":{{"A":"51.2","B":"48.8"}},"population":{{"voters":["in_person"]}},"sample":{{"respondents":"8000"}}}}]}}"#
        ))
    };
    let night = r#"{"name":"night","status":"partial","votes":{"A":"940000","B":"700000"},"outstanding_registered":"3000",
        "completeness":{"of":"stations","counted":"2137","total":"2143"},"as_of":"2020-11-16T05:00"}"#;
    let last = r#"{"name":"CEC","status":"final","votes":{"A":"943006","B":"690615"},"as_of":"2020-11-20",
        "population":{"voters":["in_person","abroad"]},
        "segments":[{"voters":["abroad"],"votes":{"A":"243605","B":"18966"}}]}"#;
    for counts in [night.to_owned(), format!("{night},{last}")] {
        let report = document(&counts);
        let full = text(&report, Detail::Full);
        for said in [
            "not reached: P",
            "No longer possible: P",
            "can no longer come",
            "impossible",
        ] {
            lacks(&full, said);
        }
    }
}
