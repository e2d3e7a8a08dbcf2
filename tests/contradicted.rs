//! No decision is built on figures of a count that contradict one another.
#![cfg(feature = "io")]

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::Reason;
use exitpoll::{Comparison, Report, Verdict};

fn compared(count: &str, polls: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",{count}}}],
        "polls":[{polls}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn verdict(report: &Report, poll: &str) -> Verdict {
    report.reference().poll(poll).expect("the poll").verdict
}

const POLL: &str = r#"{"pollster":"P","shares":{"A":"50.0","B":"30.0","C":"20.0"},"sample":{"respondents":"1000"}}"#;

#[test]
fn votes_that_contradict_the_printed_share_of_a_polled_choice_leave_the_poll_uncompared() {
    let count =
        r#""votes":{"A":"700","B":"200","C":"100"},"shares":{"A":"20.0","B":"70.0","C":"10.0"}"#;
    let leader_of_c = r#"{"pollster":"Q","shares":{"C":"10.5"},"sample":{"respondents":"1000"}}"#;
    let report = compared(count, &format!("{POLL},{leader_of_c}"));
    let poll = report.reference().poll("P").unwrap();
    assert_eq!(verdict(&report, "P"), Verdict::NotComparable);
    assert!(matches!(
        &poll.not_compared,
        Some(Reason::FiguresContradict { choice: Some(choice) }) if choice == "A"
    ));
    assert!(poll.reading().is_none() && poll.rank.is_none());
    assert!(poll.calls.iter().all(|call| call.beyond_sampling.is_none()));
    // What rests on a figure that nothing contradicts is compared: 10.5 against 10.0.
    assert_eq!(verdict(&report, "Q"), Verdict::WithinSimpleRandomSampling);
    let text = render::text_with(&report, 200, Detail::Full);
    assert!(text.contains("votes and its printed share of A contradict one another"));
    assert!(!text.contains("P differs"));
}

#[test]
fn a_share_cut_off_or_misprinted_in_its_last_digit_does_not_stop_a_comparison() {
    // 53.57 percent, cut off: 53.5. One unit of the last digit is not beyond printing.
    let count =
        r#""votes":{"A":"5357","B":"2643","C":"2000"},"shares":{"A":"53.5","B":"26.4","C":"20.0"}"#;
    let report = compared(count, POLL);
    assert_eq!(verdict(&report, "P"), Verdict::BeyondSimpleRandomSampling);
    let text = render::text_with(&report, 200, Detail::Full);
    assert!(
        text.contains("prints 53.5 percent for A, but its votes give 53.570"),
        "{text}"
    );
    // Two units are.
    let count =
        r#""votes":{"A":"5372","B":"2628","C":"2000"},"shares":{"A":"53.5","B":"26.5","C":"20.0"}"#;
    assert_eq!(verdict(&compared(count, POLL), "P"), Verdict::NotComparable);
}

#[test]
fn ballots_that_nobody_accounts_for_stop_what_is_of_all_ballots_and_nothing_else() {
    let count = |cast: &str| {
        format!(
            r#""base":"all_ballots","votes":{{"A":"600","B":"300","C":"100"}},"valid":"1000","invalid":"10",
            "ballots_cast":"{cast}""#
        )
    };
    let all = r#"{"pollster":"P","base":"all_ballots","shares":{"A":"50.0","B":"30.0","C":"10.0","(invalid)":"10.0"},
        "sample":{"respondents":"1000"}}"#;
    let valid = r#"{"pollster":"Q","base":"valid_votes","shares":{"A":"60.0","B":"30.0","C":"10.0"},
        "sample":{"respondents":"1000"}}"#;
    let report = compared(&count("2000"), &format!("{all},{valid}"));
    assert_eq!(verdict(&report, "P"), Verdict::NotComparable);
    assert_eq!(
        report.reference().poll("P").unwrap().not_compared,
        Some(Reason::FiguresContradict { choice: None })
    );
    assert_eq!(verdict(&report, "Q"), Verdict::WithinSimpleRandomSampling);
    // All 1,010 accounted for.
    let report = compared(&count("1010"), &format!("{all},{valid}"));
    assert_eq!(verdict(&report, "P"), Verdict::BeyondSimpleRandomSampling);
}

#[test]
fn a_lead_that_digits_decide_is_neither_inside_nor_outside() {
    // "51" is 50.5 to 51.5: the lead of 1.77 is inside the interval around 2 and outside that around 3.
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/cases/poland_2025_runoff.json"
    ));
    let report = Comparison::from(json::read(&text.unwrap()).unwrap())
        .run()
        .unwrap();
    let late = report
        .reference()
        .poll("Ipsos (late poll, 90 percent)")
        .unwrap();
    assert_eq!(late.verdict, Verdict::UndecidedByRounding);
    assert_eq!(
        late.reading().unwrap().lead.as_ref().unwrap().count_inside,
        None
    );
}

#[test]
fn a_final_count_that_fills_too_few_seats_decides_only_what_the_missing_ones_cannot_change() {
    let counted = |votes: &str, poll: &str| {
        let text = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"],"seats":"100"}},"counts":[{{"name":"c","status":"final",
            {votes}"seats":{{"A":"54","B":"36"}}}}],"polls":[{{"pollster":"P","seats":{poll}}}]}}"#
        );
        Comparison::from(json::read(&text).unwrap()).run().unwrap()
    };
    let seats = |poll: &str| counted(r#""votes":{"A":"600","B":"400"},"#, poll);
    // Nobody else got a vote, so that ten seats are nobody's: A has 54 to 64.
    assert_eq!(
        verdict(&seats(r#"{"A":"60","B":"40"}"#), "P"),
        Verdict::SeatsOpen
    );
    assert_eq!(
        verdict(&seats(r#"{"A":"70","B":"30"}"#), "P"),
        Verdict::SeatsOutside
    );
    // Without votes, others can have them: A has 54.
    let report = counted("", r#"{"A":"60","B":"40"}"#);
    assert_eq!(verdict(&report, "P"), Verdict::SeatsOutside);
    let text = render::text_with(&seats(r#"{"A":"60","B":"40"}"#), 100, Detail::Full);
    assert!(
        text.contains("fills 90 of the 100 seats of the house"),
        "{text}"
    );
}
