//! Official sums that miss one another by a slip: both figures are named, and polls are judged.

use exitpoll::Verdict;
use exitpoll::io::json;
use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, PollReport, Reason, Report};

use super::words_of_reports::{has, lacks, report, text};

fn document(count: &str, poll: &str) -> String {
    format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"600000","B":"350000"}},{count}}}],
        "polls":[{{"pollster":"P",{poll},"sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
    )
}

fn compared(count: &str, poll: &str) -> Report {
    report(&document(count, poll))
}

fn poll(report: &Report) -> &PollReport {
    report.reference().poll("P").unwrap()
}

fn contradictions(report: &Report) -> Vec<&Contradiction> {
    let all = report.findings.iter();
    all.filter_map(|finding| match finding {
        Finding::FiguresContradict(of) => Some(of),
        _ => None,
    })
    .collect()
}

const OF_VALID: &str = r#""base":"valid_votes","shares":{"A":"63.2","B":"36.8"}"#;
const OF_ALL: &str = r#""base":"all_ballots","shares":{"A":"60.0","B":"35.0","(invalid)":"5.0"}"#;

#[test]
fn a_few_more_votes_than_ballots_are_named_with_both_figures_and_every_poll_is_judged() {
    // 950,000 and 50,000 are 30 more than were cast.
    let count = r#""invalid":"50000","ballots_cast":"999970""#;
    for of in [OF_VALID, OF_ALL] {
        let report = compared(count, of);
        assert_eq!(poll(&report).verdict, Verdict::WithinSampling, "{of}");
        let a = poll(&report).reading().unwrap().row("A").unwrap();
        let of_a: f64 = if of == OF_VALID { 60.0 / 95.0 } else { 0.6 };
        assert!((a.count.value - of_a).abs() < 1e-12, "{}", a.count.value);
        let expected = Contradiction::VotesExceedBallots {
            count: "c".into(),
            votes: 950_000,
            invalid: Some(50_000),
            ballots_cast: 999_970,
        };
        assert_eq!(contradictions(&report), [&expected]);
        // 30 of 949,970 are .00316 percent.
        has(
            &text(&report, Detail::Full),
            "c: 950,000 votes and 50,000 invalid ones are 1,000,000, more than the 999,970 ballots cast; shares are of \
             the votes listed, and none is off by more than 0.0032 points for that.",
        );
    }
}

#[test]
fn ballots_that_miss_by_more_than_a_printed_digit_leave_valid_votes_alone() {
    // 5,000 of 995,000 are half a percent.
    let count = r#""invalid":"50000","ballots_cast":"995000""#;
    let of_valid = compared(count, OF_VALID);
    assert_eq!(poll(&of_valid).verdict, Verdict::WithinSampling);
    has(
        &text(&of_valid, Detail::Brief),
        "more than the 995,000 ballots cast",
    );
    // 5,000 of 945,000 are .5291 percent.
    has(
        &text(&of_valid, Detail::Brief),
        "off by more than 0.53 points",
    );
    let of_all = compared(count, OF_ALL);
    let reason = Reason::FiguresContradict { choice: None };
    assert_eq!(poll(&of_all).not_compared, Some(reason));
}

#[test]
fn votes_of_choices_that_exceed_the_valid_ones_by_a_slip_stand() {
    let report = compared(r#""valid":"949900""#, OF_VALID);
    assert_eq!(poll(&report).verdict, Verdict::WithinSampling);
    let a = poll(&report).reading().unwrap().row("A").unwrap();
    assert!((a.count.value - 60.0 / 95.0).abs() < 1e-12);
    let full = text(&report, Detail::Full);
    has(
        &full,
        "the votes of its choices are 950,000, more than the 949,900 valid ones",
    );
    lacks(&full, "nothing is compared of all ballots");
}

#[test]
fn what_is_no_slip_is_refused() {
    for count in [
        r#""invalid":"50000","ballots_cast":"990000""#,
        r#""ballots_cast":"940000""#,
        r#""valid":"940000""#,
    ] {
        assert!(json::read(&document(count, OF_VALID)).is_err(), "{count}");
    }
    // A hundredth is one, exactly.
    let edge = r#""invalid":"59900","ballots_cast":"1000000""#;
    assert!(json::read(&document(edge, OF_VALID)).is_ok());
}
