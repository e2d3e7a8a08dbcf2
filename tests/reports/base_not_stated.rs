//! Polls that do not say of what their shares are, and leave votes for others: of all ballots or of valid votes.

use exitpoll::model::Base;
use exitpoll::render::Detail;
use exitpoll::report::{Reason, Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};

/// 960,000 valid votes, 10,000 of them for others, and so many invalid ballots.
fn compared(invalid: &str, polls: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"],"thresholds":{{"majority":"50"}}}},"counts":[{{"name":"c",
        "status":"final","votes":{{"A":"500000","B":"400000","C":"50000"}},"valid":"960000"{invalid}}}],
        "polls":[{polls}]}}"#
    ))
}

const INVALID: &str = r#","invalid":"60000""#;

/// 500 of 1,020 is 49.02, 400 is 39.22; of valid votes 52.08 and 41.67.
fn poll(pollster: &str, base: &str, a: &str, b: &str) -> String {
    format!(
        r#"{{"pollster":"{pollster}",{base}"shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"15000",
        "design_effect":"1"}}}}"#
    )
}

#[test]
fn a_poll_that_equals_the_count_of_all_ballots_depends_on_its_base() {
    let report = compared(INVALID, &poll("Y", "", "49.0", "39.2"));
    let of = report.reference().poll("Y").unwrap();
    let (ballots, valid) = (of.as_printed().unwrap(), of.reading().unwrap());
    assert_eq!(
        (ballots.base, valid.base),
        (Base::AllBallots, Base::ValidVotes)
    );
    assert_eq!(ballots.verdict, Verdict::WithinSampling);
    assert_eq!(valid.verdict, Verdict::BeyondSampling);
    assert_eq!(of.verdict, Verdict::DependsOnBase);
    assert!((ballots.row("A").unwrap().count.value - 500.0 / 1020.0).abs() < 1e-12);
    let brief = text(&report, Detail::Brief);
    lacks(&brief, "more than chance");
    has(&brief, "52.08 or 49.02");
    // 88.2 left by the poll against 1.2 + 5 of valid votes, and 11.76 of all ballots.
    has(&brief, "if its shares are of valid votes");
    let full = text(&report, Detail::Full);
    has(&full, "As printed, against shares of all ballots.");
    has(&full, "As printed, against shares of valid votes.");
    // 49.0 is under 50 percent of the valid votes only if it is of them.
    has(&full, "thresholds are shares of the valid votes");
}

#[test]
fn a_poll_that_says_its_base_has_one_reading() {
    for (base, verdict) in [
        (r#""base":"all_ballots","#, Verdict::WithinSampling),
        (r#""base":"valid_votes","#, Verdict::BeyondSampling),
    ] {
        let report = compared(INVALID, &poll("Y", base, "49.0", "39.2"));
        let of = report.reference().poll("Y").unwrap();
        assert_eq!((of.readings().count(), of.verdict), (1, verdict));
    }
}

#[test]
fn without_known_ballots_a_poll_without_a_base_is_read_as_of_valid_votes() {
    let report = compared("", &poll("Y", "", "49.0", "39.2"));
    let of = report.reference().poll("Y").unwrap();
    assert_eq!(
        (of.readings().count(), of.verdict),
        (1, Verdict::BeyondSampling)
    );
    has(
        &text(&report, Detail::Full),
        "the poll does not say what its shares are shares of; read as valid votes",
    );
}

#[test]
fn a_poll_whose_choices_are_all_its_shares_is_of_valid_votes() {
    // Of all ballots it would have no invalid ones.
    let report = compared(INVALID, &poll("Y", "", "55.0", "45.0"));
    let mut readings = report.reference().poll("Y").unwrap().readings();
    assert!(readings.all(|of| of.base == Base::ValidVotes));
}

#[test]
fn both_readings_that_differ_from_the_count_are_one_verdict() {
    // 60 is neither 49.02 nor 52.08.
    let report = compared(INVALID, &poll("Y", "", "60.0", "30.0"));
    let of = report.reference().poll("Y").unwrap();
    assert_eq!(
        (of.readings().count(), of.verdict),
        (2, Verdict::BeyondSampling)
    );
}

#[test]
fn ranges_that_hold_the_count_of_all_ballots_depend_on_their_base() {
    let ranges = r#"{"pollster":"X","shares":{"A":"47–50","B":"38–41"}}"#;
    let report = compared(INVALID, ranges);
    let of = report.reference().poll("X").unwrap();
    assert_eq!(of.as_printed().unwrap().verdict, Verdict::RangeInside);
    assert_eq!(of.verdict, Verdict::DependsOnBase);
}

#[test]
fn what_its_base_decides_of_a_poll_enters_nothing_that_is_said_of_several() {
    let of_valid = r#""base":"valid_votes","#;
    let polls = [
        poll("Y", "", "49.0", "39.2"),
        poll("V", of_valid, "52.0", "41.7"),
        poll("W", of_valid, "52.2", "41.6"),
    ];
    let report = compared(INVALID, &polls.join(","));
    let of = report.reference().poll("Y").unwrap();
    assert_eq!(of.left_out_of_the_whole, Some(Reason::BaseOpen));
    assert!(of.rank.is_none());
    let pool = report.reference().pool.as_ref().unwrap();
    assert_eq!(pool.polls, ["V", "W"]);
    lacks(
        &text(&report, Detail::Brief),
        "Furthest from the count is Y",
    );
}
