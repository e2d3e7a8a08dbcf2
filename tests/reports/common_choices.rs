//! Polls compared by the choices that both list: of everyone approached, whose figures leave refusals and votes for others
//! together, and those that leave no room for others, who have votes.

use exitpoll::render::Detail;
use exitpoll::report::{Reason, Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};

/// A count with votes for others, and a poll of everyone approached of whom four in five answered.
fn approached(contest: &str, count: &str, shares: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]{contest}}},"counts":[{{"name":"c",{count}}}],
        "polls":[{{"pollster":"X","base":"approached","shares":{{{shares}}},
        "sample":{{"respondents":"5000","design_effect":"1.5","response_rate":"80"}}}}]}}"#
    ))
}

/// 0.1 percent for others; the poll is .8 times the count of A, B and C.
const VOTES: &str =
    r#""status":"final","votes":{"A":"504000","B":"404000","C":"91000"},"valid":"1000000""#;
const SHARES: &str = r#""A":"40.4","B":"32.3","C":"7.3""#;

#[test]
fn what_everyone_approached_leaves_is_never_votes_for_others() {
    let report = approached("", VOTES, SHARES);
    let poll = report.reference().poll("X").unwrap();
    let reading = poll.reading().unwrap();
    // 40.4 of 80.0 who named A, B or C, against 504 of 999.
    let a = reading.row("A").unwrap();
    assert!((a.poll.value - 0.505).abs() < 1e-12);
    assert!((a.count.value - 504.0 / 999.0).abs() < 1e-12);
    assert!(reading.row("everyone else").is_none());
    assert_eq!(poll.verdict, Verdict::WithinSampling);
    // 999 of 1,000 of the 5,000 are of these three, at design effect 1.5.
    assert!((reading.effective_size.unwrap() - 5000.0 * 0.999 / 1.5).abs() < 1e-6);
    let brief = text(&report, Detail::Brief);
    has(
        &brief,
        "X is compared by the choices that it lists alone: what the figures leave of everyone approached is refusals and \
         votes for others together.",
    );
    lacks(&brief, "too high for everyone else");
    let full = text(&report, Detail::Full);
    has(
        &full,
        "the poll's shares divided by 0.8 and the count's by 0.999",
    );
    // What was counted of all votes stands first.
    has(&brief, "50.40 or 50.45");
}

#[test]
fn a_poll_of_everyone_approached_that_is_off_is_found_so() {
    // 44.4 of 80: 55.5 against 50.45, z over 5.
    let report = approached("", VOTES, r#""A":"44.4","B":"28.3","C":"7.3""#);
    assert_eq!(
        report.reference().poll("X").unwrap().verdict,
        Verdict::BeyondSampling
    );
}

#[test]
fn refusals_that_are_printed_leave_the_others_apart() {
    // Of 80 who answered .1 named others, as counted.
    let report = approached(
        "",
        VOTES,
        r#""A":"40.3","B":"32.3","C":"7.3","(refused)":"20.0""#,
    );
    let poll = report.reference().poll("X").unwrap();
    let rest = poll.reading().unwrap().row("everyone else").unwrap();
    assert!((rest.poll.value - 0.001 / 0.8).abs() < 1e-12);
}

#[test]
fn against_a_partial_count_all_that_is_to_come_can_be_for_the_choices_compared() {
    let count = r#""completeness":{"of":"ballots","percent":"98"},"shares":{"A":"50.0","B":"40.0","C":"9.0"}"#;
    let of = |shares: &str| approached(r#","registered":"1000000""#, count, shares);
    // .8 times the count: nothing makes it impossible.
    let report = of(r#""A":"40.0","B":"32.0","C":"7.2""#);
    let brief = text(&report, Detail::Brief);
    lacks(&brief, "can no longer come exactly true");
    lacks(&brief, "more than chance");
    // 44 of 79.2 is 55.6 percent: the ballots to come cannot raise 50.5 by more than 2 in 99 points.
    let report = of(r#""A":"44.0","B":"28.0","C":"7.2""#);
    has(
        &text(&report, Detail::Brief),
        "X can no longer come exactly true",
    );
}

#[test]
fn thresholds_are_not_called_by_shares_of_some_choices() {
    // 50.5 percent of those who named A, B or C; 40.4 to 50.5 of the valid votes.
    let report = approached(r#","thresholds":{"majority":"50"}"#, VOTES, SHARES);
    let full = text(&report, Detail::Full);
    has(&full, "thresholds are shares of the valid votes");
}

#[test]
fn of_one_choice_of_everyone_approached_nothing_is_judged() {
    let report = approached("", VOTES, r#""A":"40.4""#);
    let poll = report.reference().poll("X").unwrap();
    assert_eq!(poll.verdict, Verdict::NotComparable);
    let reading = poll.reading().unwrap();
    let mut rows = reading.rows.iter();
    assert!(rows.all(|row| row.sampling.is_none()));
    let mut reasons = reading.rows.iter().filter_map(|row| row.not_tested.clone());
    assert_eq!(reasons.next(), Some(Reason::OtherBase));
}

/// A poll of valid votes beside 500,000 for A, 497,000 for B and 3,000 for others.
fn beside_few_others(shares: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"500000","B":"497000"}},"valid":"1000000"}}],"polls":[{{"pollster":"X","base":"valid_votes",
        "shares":{{{shares}}},"sample":{{"respondents":"5000","design_effect":"1"}}}}]}}"#
    ))
}

#[test]
fn what_no_poll_printed_of_others_does_not_decide_alone() {
    // Both figures sum to 100: of A and B alone the count is 500 of 997, 50.15 percent. None of 5,000 for others would be
    // beyond chance by itself, where .3 percent are expected.
    let report = beside_few_others(r#""A":"50.1","B":"49.9""#);
    let poll = report.reference().poll("X").unwrap();
    let reading = poll.reading().unwrap();
    assert!((reading.row("A").unwrap().count.value - 500.0 / 997.0).abs() < 1e-12);
    assert_eq!(reading.verdict, Verdict::WithinSampling);
    let printed = poll.as_printed().unwrap();
    assert!((printed.row("A").unwrap().count.value - 0.5).abs() < 1e-12);
    assert_eq!(printed.verdict, Verdict::BeyondSampling);
    assert_eq!(poll.verdict, Verdict::DependsOnBase);
    has(
        &text(&report, Detail::Brief),
        "X is judged one way or the other depending on whether it left out the votes for everyone it does not list.",
    );
    has(
        &text(&report, Detail::Brief),
        "The printed shares of X sum to 100 percent and leave nothing for everyone else, who has votes in the count, so that \
         it is compared by the choices that it lists alone, too.",
    );
    has(
        &text(&report, Detail::Full),
        "leave no room for everyone else, who has 0.3 percent in the count",
    );
}

#[test]
fn what_differs_by_either_reading_is_beyond() {
    // 53 of 100 is neither 50 nor 50.15.
    let report = beside_few_others(r#""A":"53.0","B":"47.0""#);
    let poll = report.reference().poll("X").unwrap();
    assert_eq!(poll.verdict, Verdict::BeyondSampling);
    assert_eq!(poll.readings().count(), 2);
}

#[test]
fn where_the_figures_leave_room_for_others_there_is_one_reading() {
    // 99.7 leaves .3; and a figure of others is one that was printed.
    for shares in [
        r#""A":"50.1","B":"49.6""#,
        r#""A":"50.1","B":"49.9","(other)":"0.0""#,
    ] {
        let report = beside_few_others(shares);
        let poll = report.reference().poll("X").unwrap();
        assert_eq!(poll.readings().count(), 1, "{shares}");
        lacks(
            &text(&report, Detail::Brief),
            "leave nothing for everyone else",
        );
    }
}

#[test]
fn a_poll_that_may_have_left_others_out_is_not_the_furthest_by_what_it_leaves_them() {
    let polls = r#"{"pollster":"P","shares":{"A":"51","B":"49"},"sample":{"respondents":"2000","design_effect":"1.3"}},
        {"pollster":"Q","shares":{"A":"49.5","B":"45.5","C":"5.0"},"sample":{"respondents":"2000","design_effect":"1.3"}}"#;
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"490000","B":"460000","C":"50000"}}}}],"polls":[{polls}]}}"#
    ));
    let poll = report.reference().poll("P").unwrap();
    assert_eq!(poll.verdict, Verdict::DependsOnBase);
    assert!(poll.rank.is_none());
    let brief = text(&report, Detail::Brief);
    lacks(&brief, "Furthest from the count is P");
    // By one of its readings it is beyond chance: nothing is said of what it could have missed.
    has(&brief, "could easily have been missed by Q.");
}
