//! Reasons, conditions and measures that a report gave of the wrong thing: each is of the row, the poll or the votes that it
//! names.

use exitpoll::Comparison;
use exitpoll::Verdict;
use exitpoll::io::json;
use exitpoll::render::Detail;
use exitpoll::report::{PairNotTested, Report};

use super::words_of_reports::{has, lacks, report, text};

fn document(choices: &str, count: &str, polls: &str) -> String {
    format!(
        r#"{{"contest":{{"name":"c","choices":[{choices}]}},"counts":[{{"name":"f",{count}}}],"polls":[{polls}]}}"#
    )
}

/// The short form of A and B with a declared bias of 3 points.
fn with_bias(count: &str, poll: &str) -> String {
    let document = document(r#""A","B""#, count, poll);
    let comparison = Comparison::from(json::read(&document).unwrap()).bias_sd(3.0);
    text(&comparison.run().unwrap(), Detail::Brief)
}

fn verdict(report: &Report, poll: &str) -> Verdict {
    report.reference().poll(poll).expect("the poll").verdict
}

#[test]
fn two_polls_of_ranges_are_not_tested_for_their_ranges() {
    let range = |name: &str| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"39.0–43.0","B":"50.0–54.0"}}}}"#)
    };
    let polls = [range("P"), range("Q")].join(",");
    let count = r#""status":"final","votes":{"A":"450000","B":"550000"}"#;
    let report = report(&document(r#""A","B""#, count, &polls));
    let between = report.between_polls.as_ref().expect("two polls");
    let not_tested = &between.pairs.as_ref().expect("one pair").not_tested;
    assert_eq!(not_tested[..], [Some(PairNotTested::PublishedRange)]);
    let full = text(&report, Detail::Full);
    lacks(&full, "in common");
    // Columns in which nothing can stand are left out, and why is said.
    has(&full, "apart, total variation in points");
    lacks(&full, "z of which is further from the count");
    lacks(&full, "its adjusted p");
    lacks(&full, "correlation of their deviations");
    has(
        &full,
        "There is no z of any pair: one of the two polls published a range.",
    );
    // Nor has anybody published by how much one of them is off.
    lacks(&full, "urthest from the count");
}

#[test]
fn one_condition_of_a_range_has_one_figure() {
    // "46.8" is 46.75 at least: <20 is impossible from 20/46.75 of the votes on.
    let count = r#""completeness":{"of":"ballots","percent":"55"},"shares":{"A":"46.8","B":"38.9","C":"11.1"}"#;
    let poll = r#"{"pollster":"P","shares":{"A":"<20","B":"60–64"}}"#;
    let report = report(&document(r#""A","B","C""#, count, poll));
    let full = text(&report, Detail::Full);
    assert!(full.matches("37.58").count() >= 3, "{full}");
    lacks(&full, "37.70");
}

#[test]
fn what_is_open_until_counted_is_said_of_a_row_that_the_count_can_still_put_beyond_chance() {
    // 96 percent counted and A at 50: it ends at 48 to 52, and 48 percent of 600 is within whatever comes. C ends at
    // .96 to 4.96: 5 percent is beyond chance at the least and within at the most.
    let count = r#""completeness":{"of":"ballots","percent":"96.0"},"invalid":"0","valid":"1000000",
        "votes":{"A":"500000","B":"490000","C":"10000"}"#;
    let poll = r#"{"pollster":"P","shares":{"A":"48.0","B":"49.2","C":"2.8"},
        "sample":{"respondents":"600","design_effect":"1"}}"#;
    let report = report(&document(r#""A","B","C""#, count, poll));
    assert_eq!(verdict(&report, "P"), Verdict::OpenUntilCounted);
    has(
        &text(&report, Detail::Full),
        "Open until all is counted: so far +1.80 points for C,",
    );
}

#[test]
fn two_rows_that_are_all_there_is_are_one_test_however_their_digits_sum() {
    // 1,000 respondents, z = −2.15: p = .031, and .063 were the two rows two tests.
    let count = r#""status":"final","votes":{"A":"534000","B":"466000"}"#;
    for (a, b) in [("50.0", "50.0"), ("50.0", "50.1"), ("50.0", "49.9")] {
        let poll = format!(
            r#"{{"pollster":"P","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"1000","design_effect":"1"}}}}"#
        );
        let report = report(&document(r#""A","B""#, count, &poll));
        let reading = report.reference().poll("P").unwrap().reading().unwrap();
        assert_eq!(reading.tests, 1, "{a} {b}");
        assert_eq!(verdict(&report, "P"), Verdict::BeyondSampling, "{a} {b}");
    }
}

#[test]
fn a_sizeable_part_of_the_votes_listed_is_drawn_from_them() {
    // 900 of 1,000: √(.25/900·100/999) = .527 points; 3 points are z = 5.7, and 1.8 of an endless number.
    let count = r#""status":"final","votes":{"A":"500","B":"500"}"#;
    let poll = r#"{"pollster":"P","shares":{"A":"53.0","B":"47.0"},"sample":{"respondents":"900","design_effect":"1"}}"#;
    let report = report(&document(r#""A","B""#, count, poll));
    assert_eq!(verdict(&report, "P"), Verdict::BeyondSampling);
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    assert_eq!(reading.drawn_from, Some(1_000));
    let error = reading.rows[0].sampling.unwrap().standard_error;
    assert!((error - (0.25_f64 / 900.0 * 100.0 / 999.0).sqrt()).abs() < 1e-12);
}

#[test]
fn the_error_of_the_winner_is_not_that_of_whom_a_poll_names() {
    // C won with 40 percent, and the poll has A and B alone.
    let count = r#""status":"final","votes":{"A":"350000","B":"250000","C":"400000"}"#;
    let polls = r#"{"pollster":"P","shares":{"A":"36.0","B":"24.0"}},{"pollster":"Q","shares":{"C":"41.0","B":"24.0"}}"#;
    let report = report(&document(r#""A","B","C""#, count, polls));
    let reading = |name: &str| report.reference().poll(name).unwrap().reading().unwrap();
    let without = &reading("P").measures;
    assert!(without.mosteller_1.is_none() && without.mosteller_5.is_none());
    assert!(reading("P").lead.is_none());
    // The winner, not the runner-up.
    let winner = &reading("Q").measures;
    assert!((winner.mosteller_1.unwrap().value - 0.01).abs() < 1e-12);
    assert!(winner.mosteller_5.is_none());
    has(
        &text(&report, Detail::Full),
        "P: Mosteller 1: the poll gives no share of its own to a choice that leads the count.",
    );
}

#[test]
fn invalid_ballots_of_a_poll_stay_beside_those_who_had_not_decided() {
    let count = r#""status":"final","votes":{"A":"540000","B":"440000"},"invalid":"20000","ballots_cast":"1000000""#;
    let poll = r#"{"pollster":"P","base":"all_ballots","shares":{"A":"49.5","B":"44.0","(invalid)":"3.0","(undecided)":"3.5"},
        "sample":{"respondents":"4000","design_effect":"1"}}"#;
    let report = report(&document(r#""A","B""#, count, poll));
    let full = text(&report, Detail::Full);
    lacks(&full, "(not accounted for)");
    // 93.5 percent of 4,000.
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    assert!((reading.effective_size.unwrap() - 3_740.0).abs() < 1e-9);
}

#[test]
fn a_bias_can_leave_a_verdict_to_the_ballots_still_to_be_counted() {
    // 90 percent counted: A ends at 45 to 55. 60 percent of 4,000 is beyond that, and with a bias of 3 points (n = 260) not
    // beyond 55.
    let count = r#""completeness":{"of":"ballots","percent":"90.0"},"invalid":"0","valid":"1000000",
        "votes":{"A":"500000","B":"500000"}"#;
    let poll = r#"{"pollster":"P","shares":{"A":"60.0","B":"40.0"},"sample":{"respondents":"4000","design_effect":"1"}}"#;
    has(
        &with_bias(count, poll),
        "Allowing for a bias with a standard deviation of 3 points, as declared, P cannot be judged until more is counted.",
    );
}

#[test]
fn a_bias_allows_for_no_design_that_is_not_known() {
    let count = r#""status":"final","votes":{"A":"500000","B":"500000"}"#;
    let poll =
        r#"{"pollster":"P","shares":{"A":"53.0","B":"47.0"},"sample":{"respondents":"4000"}}"#;
    has(
        &with_bias(count, poll),
        "P differs by no more than sampling and bias would explain if respondents had been drawn singly.",
    );
}

#[test]
fn an_assumed_design_effect_is_said_beside_the_verdict_that_rests_on_it() {
    let count = r#""status":"final","votes":{"A":"500000","B":"500000"}"#;
    let poll =
        r#"{"pollster":"P","shares":{"A":"56.0","B":"44.0"},"sample":{"respondents":"2000"}}"#;
    let document = document(r#""A","B""#, count, poll);
    let report = Comparison::from(json::read(&document).unwrap())
        .assume_design_effect(2.5)
        .run()
        .unwrap();
    has(
        &text(&report, Detail::Brief),
        "A design effect of 2.5 was assumed for P, whose own is not published.",
    );
}

#[test]
fn shares_that_sum_to_too_much_are_said_to_be_misprinted_where_they_are_judged() {
    // 100.5, of which rounding explains .15.
    let count = r#""status":"final","votes":{"A":"451000","B":"342000","C":"207000"}"#;
    let poll = |c: &str| {
        let poll = format!(
            r#"{{"pollster":"P","shares":{{"A":"47.0","B":"34.0","C":"{c}"}},"sample":{{"respondents":"1000"}}}}"#
        );
        text(
            &report(&document(r#""A","B","C""#, count, &poll)),
            Detail::Brief,
        )
    };
    let words =
        "The printed shares of P sum to more than 100 percent by more than rounding explains";
    has(&poll("19.5"), words);
    lacks(&poll("19.1"), words);
}

#[test]
fn why_nothing_can_be_judged_stands_beside_it() {
    // 520,000 of 1,000,000 are 52.00 percent, not 55.00.
    let count = r#""status":"final","votes":{"A":"520000","B":"480000"},"shares":{"A":"55.00","B":"45.00"}"#;
    let poll = |name: &str, more: &str| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"54.6","B":"45.4"}}{more}}}"#)
    };
    let says = |count: &str, polls: &str| {
        text(
            &report(&document(r#""A","B""#, count, polls)),
            Detail::Brief,
        )
    };
    let why = "the count's figures contradict one another";
    has(
        &says(count, &poll("P", "")),
        &format!("P cannot be judged against the count: {why}."),
    );
    has(
        &says(count, &[poll("P", ""), poll("Q", "")].join(",")),
        &format!("Neither poll can be judged against the count: {why}."),
    );
    let weighted = r#","weighted_to_count":true"#;
    let mixed = [poll("P", weighted), poll("Q", weighted), poll("R", "")];
    has(
        &says(count, &mixed.join(",")),
        &format!(
            "None of the three polls can be judged against the count: P and Q (they were weighted to the official count, so \
             their agreement would mean nothing) and R ({why})."
        ),
    );
}

#[test]
fn what_is_not_comparable_is_called_by_its_figures_alone() {
    // Nothing says how many of all ballots are invalid, or what C has.
    let full = |base: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"f","status":"final","base":"{base}",
            "shares":{{"A":"54.7","B":"32.8"}}}}],"polls":[{{"pollster":"P","base":"valid_votes",
            "shares":{{"A":"58.0","B":"33.0","C":"9.0"}},"sample":{{"respondents":"18000"}}}}]}}"#
        ));
        (verdict(&report, "P"), text(&report, Detail::Full))
    };
    let (of_ballots, said) = full("all_ballots");
    assert_eq!(of_ballots, Verdict::NotComparable);
    has(&said, "who leads A A right, by the figures alone");
    lacks(&said, "more than chance");
    let (of_votes, said) = full("valid_votes");
    assert_ne!(of_votes, Verdict::NotComparable);
    has(&said, "right, more than chance if drawn singly");
}

#[test]
fn that_a_poll_gives_no_size_does_not_change_with_what_is_counted() {
    let count =
        r#""completeness":{"of":"ballots","percent":"90.0"},"shares":{"A":"55.00","B":"45.00"}"#;
    let poll = |name: &str, sample: &str| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"54.6","B":"45.4"}}{sample}}}"#)
    };
    let says = |polls: &[String]| {
        text(
            &report(&document(r#""A","B""#, count, &polls.join(","))),
            Detail::Brief,
        )
    };
    let none = says(&[poll("P", ""), poll("Q", "")]);
    has(
        &none,
        "Neither poll gives its sample size, so that chance cannot be judged.",
    );
    lacks(&none, "So far, ");
    // What is judged against the count can change.
    let sized = r#","sample":{"respondents":"1000"}"#;
    has(
        &says(&[poll("P", ""), poll("Q", sized)]),
        "So far, of two polls",
    );
}
