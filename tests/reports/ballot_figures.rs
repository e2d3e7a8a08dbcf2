//! Turnout and invalid ballots, compared as figures of their own.

use exitpoll::render::Detail;
use exitpoll::report::{ComputedFigure, Report};

use crate::words_of_reports::{has, lacks, report, text};

fn of(count: &str, polls: &[&str]) -> Report {
    let polls: Vec<String> = (polls.iter().enumerate())
        .map(|(place, poll)| {
            format!(
                r#"{{"pollster":"P{place}","shares":{{"A":"55.2","B":"44.8"}},{poll},
                "sample":{{"respondents":"10000","design_effect":"1"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"],"registered":"2000000"}},
        "counts":[{{"name":"f","status":"final","votes":{{"A":"550000","B":"450000"}},{count}}}],
        "polls":[{}]}}"#,
        polls.join(",")
    ))
}

#[test]
fn a_range_of_turnout_that_the_count_misses_is_said_to_miss_it_and_by_how_much() {
    // 1,020,000 of 2,000,000 are 51 percent, 4 below 55; 20,000 of 1,020,000 are 1.96, .96 above 1.
    let report = of(
        r#""invalid":"20000","ballots_cast":"1020000""#,
        &[
            r#""turnout":"55–57","invalid":"<1""#,
            r#""turnout":"50–52","invalid":"1–2""#,
        ],
    );
    let polls = &report.reference().polls;
    let turnout = polls[0].turnout.as_ref().unwrap();
    let range = turnout.range.unwrap();
    assert_eq!(range.inside, Some(false));
    assert!((range.outside_by + 0.04).abs() < 1e-12);
    let invalid = polls[0].invalid.as_ref().unwrap().range.unwrap();
    assert_eq!(invalid.inside, Some(false));
    assert!((invalid.outside_by - (20.0 / 1020.0 - 0.01)).abs() < 1e-12);
    for inside in [&polls[1].turnout, &polls[1].invalid] {
        let range = inside.as_ref().unwrap().range.unwrap();
        assert_eq!((range.inside, range.outside_by), (Some(true), 0.0));
    }
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Turnout: 55 to 57 percent in the poll, 51.00 in the count (1,020,000 ballots cast of 2,000,000 registered \
         voters): the count is outside, 4.00 points below.",
    );
    has(
        &full,
        "Invalid ballots: less than 1 percent of all ballots in the poll, 1.96 in the count (20,000 of 1,020,000 ballots): \
         the count is outside, 0.96 points above.",
    );
    has(&full, "The verdict is of the shares alone.");
    has(
        &text(&report, Detail::Brief),
        "Turnout: 51.00 percent in the count; P0 55 to 57 (the count is outside, 4.00 points below) and P1 50 to 52 (the \
         count is inside).",
    );
}

#[test]
fn a_printed_official_turnout_leaves_open_by_its_rounding_whether_a_range_holds_it() {
    // "50" is 49.5 to 50.5: across the end of "46–50".
    let report = of(
        r#""turnout":"50""#,
        &[r#""turnout":"46–50""#, r#""turnout":"50.4""#],
    );
    let polls = &report.reference().polls;
    let range = polls[0].turnout.as_ref().unwrap().range.unwrap();
    assert_eq!(range.inside, None);
    let full = text(&report, Detail::Full);
    has(&full, "rounding leaves open whether the count is inside");
    has(
        &full,
        "50.4 percent in the poll, 50 in the count: equal within rounding.",
    );
    lacks(&full, "outside");
}

#[test]
fn invalid_ballots_far_off_are_seen_whatever_the_shares_say() {
    // 100,000 of 1,100,000 are 9.09 percent; 3.0 is 6.09 too low.
    let report = of(
        r#""invalid":"100000""#,
        &[r#""invalid":"3.0","turnout":"60.0""#],
    );
    let poll = &report.reference().polls[0];
    let invalid = poll.invalid.as_ref().unwrap();
    assert!((invalid.deviation - (0.03 - 1.0 / 11.0)).abs() < 1e-12);
    assert!((invalid.deviation_bounds.high() - (0.0305 - 1.0 / 11.0)).abs() < 1e-12);
    let brief = text(&report, Detail::Brief);
    has(&brief, "3.0 (6.09 points too low, ±0.05 for rounding)");
    // 1,100,000 of 2,000,000: from the votes of all choices and the invalid ballots.
    let turnout = poll.turnout.as_ref().unwrap();
    assert_eq!(turnout.count.value, 0.55);
    let computed: ComputedFigure = turnout.computed.unwrap();
    assert_eq!((computed.part, computed.whole), (1_100_000, 2_000_000));
    assert!(computed.ballots_are_a_sum);
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Turnout: 60.0 percent in the poll, 55.00 in the count (1,100,000 valid and invalid votes of 2,000,000 registered \
         voters): 5.00 points too high, ±0.05 for rounding.",
    );
    lacks(&full, "Not compared: turnout");
}

#[test]
fn turnout_is_not_made_of_votes_without_the_invalid_ones() {
    let report = of(r#""valid":"1000000""#, &[r#""turnout":"60.0""#]);
    assert!(report.reference().polls[0].turnout.is_none());
    has(
        &text(&report, Detail::Full),
        "Not compared: turnout 60.0 (the count gives no figure for it)",
    );
}

#[test]
fn invalid_ballots_of_everyone_approached_are_compared_among_those_who_said_how_they_voted() {
    // 3 of 100 − 12 − 5 are 3.61 percent; 20,000 of 1,020,000 are 1.96: 1.65 more.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"f","status":"final","votes":{"A":"500000","B":"300000","C":"200000"},"invalid":"20000",
        "ballots_cast":"1020000"}],
        "polls":[{"pollster":"P","base":"approached","shares":{"A":"40.0","B":"27.0","C":"13.0","(refused)":"12.0",
        "(invalid)":"3.0","(undecided)":"5.0"},"sample":{"respondents":"3000","design_effect":"1"}}]}"#,
    );
    let invalid = report.reference().polls[0].invalid.as_ref().unwrap();
    assert!((invalid.deviation - (3.0 / 83.0 - 2.0 / 102.0)).abs() < 1e-12);
    has(
        &text(&report, Detail::Full),
        "Invalid ballots: 3.6 percent of those who said how they voted (3.0 of everyone approached, as printed) in the \
         poll, 1.96 in the count (20,000 of 1,020,000 ballots): 1.65 points too high",
    );
}

#[test]
fn a_verdict_that_takes_in_invalid_ballots_is_not_said_to_be_of_the_shares_alone() {
    // 13 of 1,000 ballots are invalid, outside "<1".
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"],"registered":"2000"},"counts":[{"name":"c","status":"final",
        "votes":{"A":"500","B":"487"},"invalid":"13","ballots_cast":"1000"}],"polls":[{"pollster":"Y",
        "base":"all_ballots","shares":{"A":"50.0","B":"49.3"},"invalid":"<1","turnout":"51",
        "sample":{"respondents":"500","design_effect":"1"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "the share of invalid ballots lies 0.30 points above");
    has(
        &text(&report, Detail::Brief),
        "lies outside Y's less than 1 percent for invalid ballots.",
    );
    lacks(&full, "The verdict is of the shares alone.");
    has(
        &full,
        "The verdict is of the shares and the invalid ballots, and not of the turnout.",
    );
}

#[test]
fn a_limit_that_the_numbers_behind_a_printed_turnout_reach_is_missed_by_them() {
    // 1,200,000 of 2,000,000 are 60 percent to the last voter, which "less than 60" leaves out.
    let report = of(
        r#""invalid":"200000","ballots_cast":"1200000","turnout":"60.0""#,
        &[r#""turnout":"<60""#, r#""turnout":"60–62""#],
    );
    let polls = &report.reference().polls;
    let inside = |poll: usize| polls[poll].turnout.as_ref().unwrap().range.unwrap().inside;
    assert_eq!((inside(0), inside(1)), (Some(false), Some(true)));
    has(
        &text(&report, Detail::Brief),
        "the count is at its limit, outside",
    );
    // Without those numbers the printed digits leave it open.
    let printed = of(r#""turnout":"60.0""#, &[r#""turnout":"<60""#]);
    let turnout = printed.reference().polls[0].turnout.as_ref().unwrap();
    assert_eq!(turnout.range.unwrap().inside, None);
}
