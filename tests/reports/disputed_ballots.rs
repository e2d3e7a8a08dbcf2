//! Valid, invalid and cast ballots that contradict one another: valid votes stand, and nothing is made of the others.

use exitpoll::Verdict;
use exitpoll::render::Detail;
use exitpoll::report::{PollReport, Reason, Report};

use super::words_of_reports::{report, text};

/// 95,000 valid and 3,500 invalid of 100,000.
fn compared(count: &str, poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",{count},
        "valid":"95000","invalid":"3500","ballots_cast":"100000"}}],
        "polls":[{{"pollster":"P",{poll},"sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
    ))
}

fn poll(report: &Report) -> &PollReport {
    report.reference().poll("P").unwrap()
}

const VOTES: &str = r#""votes":{"A":"57000","B":"38000"}"#;
const SHARES: &str = r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0"}"#;

#[test]
fn a_poll_of_valid_votes_is_compared_where_only_the_ballots_are_in_dispute() {
    for count in [VOTES, SHARES] {
        for of in [
            r#""shares":{"A":"60.0","B":"40.0"}"#,
            r#""base":"valid_votes","shares":{"A":"60.0","B":"40.0"}"#,
            r#""base":"valid_votes","shares":{"A":"60.0","B":"40.0"},"invalid":"4.0""#,
        ] {
            let report = compared(count, of);
            let of_poll = poll(&report);
            assert_eq!(of_poll.verdict, Verdict::WithinSampling, "{count} {of}");
            // 57 of 95, whoever is invalid.
            let a = of_poll.reading().unwrap().row("A").unwrap();
            assert!((a.count.value - 0.6).abs() < 1e-9, "{count} {of}");
            assert!(of_poll.invalid.is_none());
            let full = text(&report, Detail::Full);
            assert!(!full.contains("3.50 in the count"), "{full}");
            assert!(!full.contains("its own invalid ballots"), "{full}");
        }
    }
}

#[test]
fn a_poll_of_all_ballots_stays_uncompared_where_they_are_in_dispute() {
    for count in [VOTES, SHARES] {
        for of in [
            r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0"}"#,
            r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0","(invalid)":"5.0"}"#,
            r#""base":"all_ballots","shares":{"A":"60.0","B":"40.0"}"#,
        ] {
            let report = compared(count, of);
            let reason = Reason::FiguresContradict { choice: None };
            assert_eq!(poll(&report).not_compared, Some(reason), "{count} {of}");
            let full = text(&report, Detail::Full);
            assert!(!full.contains("percent in the count"), "{full}");
        }
    }
}

#[test]
fn a_turnout_is_not_made_of_ballots_in_dispute() {
    let registered = format!(r#"{VOTES},"registered":"200000""#);
    let of = r#""shares":{"A":"60.0","B":"40.0"},"turnout":"50.0""#;
    assert!(poll(&compared(&registered, of)).turnout.is_none());
    let printed = format!(r#"{registered},"turnout":"50.0""#);
    assert!(poll(&compared(&printed, of)).turnout.is_some());
}
