//! Designs that are known of single choices, samples that are a sizeable part of the ballots, and what tests of several
//! polls leave out.

use exitpoll::Report;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, Finding, ReadingReport, Reason};

use super::words_of_reports::{has, report, text};

fn of_three(votes: &str, polls: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
        "votes":{votes}}}],"polls":[{polls}]}}"#
    ))
}

const MILLION: &str = r#"{"A":"500000","B":"400000","C":"100000"}"#;

fn poll(name: &str, sample: &str) -> String {
    format!(
        r#"{{"pollster":"{name}","shares":{{"A":"54.0","B":"36.0","C":"10.0"}},"sample":{{{sample}}}}}"#
    )
}

fn reading<'a>(report: &'a Report, poll: &str) -> &'a ReadingReport {
    report.reference().poll(poll).unwrap().reading().unwrap()
}

fn near(value: f64, expected: f64) {
    assert!(
        (value / expected - 1.0).abs() < 1e-9,
        "{value} is not {expected}"
    );
}

#[test]
fn designs_of_all_choices_make_the_fit_and_the_chance_of_all_rows_but_no_lead() {
    let of_choices = r#""respondents":"1000","design_effects":{"A":"2","B":"3","C":"1.5"}"#;
    let report = of_three(MILLION, &poll("P", of_choices));
    let own = reading(&report, "P");
    // X² = 1,000·(.04²/.5 + .04²/.4) = 7.2, over the mean of the design effects of Rao and Scott (METHODS 4).
    let mean = (0.54 / 0.5 * 0.46 * 2.0 + 0.36 / 0.4 * 0.64 * 3.0 + 0.1 / 0.1 * 0.9 * 1.5) / 2.0;
    near(own.measures.pearson.unwrap().statistic, 7.2 / mean);
    // ½ Σ √(2 v (1 − v) deff/(π n)).
    let of = |v: f64, deff: f64| (2.0 * v * (1.0 - v) * deff / (std::f64::consts::PI * 1e3)).sqrt();
    let expected = 0.5 * (of(0.5, 2.0) + of(0.4, 3.0) + of(0.1, 1.5));
    near(own.measures.times_chance.unwrap(), 0.04 / expected);
    // Var(p_A − p_B) does not follow from the two variances.
    let lead = own.lead.as_ref().unwrap();
    assert!(lead.interval.is_none() && lead.standard_error.is_none());
    assert!(
        own.rows
            .iter()
            .all(|row| row.sampling.unwrap().ranks.is_none())
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "those of leads and ranks, and of rows without one, are not known",
    );
    assert!(!full.contains("its design effect is not known"), "{full}");
    assert!(!full.contains("right, more than chance"), "{full}");
}

#[test]
fn with_designs_of_some_choices_nothing_is_said_of_all_rows_together() {
    let report = of_three(
        MILLION,
        &poll("P", r#""respondents":"1000","design_effects":{"A":"4"}"#),
    );
    let own = reading(&report, "P");
    assert!(own.measures.pearson.is_none() && own.measures.times_chance.is_none());
    assert!(own.lead.as_ref().unwrap().interval.is_none());
    assert!(own.row("B").unwrap().sampling.is_some());
}

#[test]
fn a_pool_takes_each_choice_at_its_own_design() {
    let two = |sample: &str| of_three(MILLION, &[poll("P", sample), poll("Q", sample)].join(","));
    let own = two(r#""respondents":"1000","design_effects":{"A":"4","B":"4","C":"4"}"#);
    let whole = two(r#""respondents":"1000","design_effect":"4""#);
    let pool = |report: &Report| report.reference().pool.clone().unwrap();
    assert!(pool(&own).designs_known);
    for (a, b) in pool(&own).choices.iter().zip(&pool(&whole).choices) {
        near(a.interval.low(), b.interval.low());
        near(a.interval.high(), b.interval.high());
    }
}

#[test]
fn a_poll_without_a_test_of_its_own_is_not_pooled() {
    let one_station = r#""respondents":"1000","stations":"1","design_effect":"2""#;
    let others = r#""respondents":"1000","stations":"20","design_effect":"2""#;
    let polls = [poll("P", one_station), poll("Q", others), poll("R", others)];
    let report = of_three(MILLION, &polls.join(","));
    let pool = report.reference().pool.as_ref().unwrap();
    assert_eq!(pool.polls, ["Q", "R"]);
    let (left, reason) = &pool.left_out[0];
    assert_eq!(left, "P");
    assert!(matches!(reason, Reason::Undefined { why } if why.contains("one station")));
}

#[test]
fn a_pool_is_not_tested_against_figures_that_can_still_change() {
    let sample = r#""respondents":"1000","design_effect":"1""#;
    let polls = [
        poll("P", sample),
        poll("Q", sample)
            .replace("54.0", "53.0")
            .replace("36.0", "37.0"),
    ]
    .join(",");
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","ballots_cast":"600000",
        "completeness":{{"of":"ballots","percent":"60"}},
        "votes":{{"A":"300000","B":"240000","C":"60000"}}}}],"polls":[{polls}]}}"#
    ));
    let pool = report.reference().pool.as_ref().unwrap();
    for choice in &pool.choices {
        assert!(choice.p_value.is_none() && choice.adjusted_p_value.is_none());
        assert!(choice.p_value_bounds.is_none() && choice.finding.is_none());
        assert!(
            choice
                .without
                .iter()
                .all(|without| without.p_value.is_none())
        );
    }
    has(
        &exitpoll::render::markdown_with(&report, Detail::Full),
        "less the count so far, points",
    );
}

#[test]
fn respondents_that_are_a_sizeable_part_of_the_ballots_are_said_to_be() {
    let small = r#"{"A":"500","B":"400","C":"100"},"valid":"1000""#;
    let report = of_three(small, &poll("P", r#""respondents":"500""#));
    let own = reading(&report, "P");
    assert_eq!(own.drawn_from, Some(1_000));
    // (N − n)/(N − 1) of the variance (METHODS 2).
    let variance = 0.25 / 500.0 * 500.0 / 999.0;
    near(
        own.row("A").unwrap().sampling.unwrap().z.unwrap(),
        0.04 / f64::sqrt(variance),
    );
    has(
        &text(&report, Detail::Full),
        "a sizeable part of the 1,000 ballots that the count has of these voters",
    );
}

#[test]
fn a_sample_of_stations_is_not_one_of_their_ballots() {
    let small = r#"{"A":"500","B":"400","C":"100"},"valid":"1000""#;
    for design in [r#""design_effect":"2","#, ""] {
        let sample = format!(r#"{design}"respondents":"500","stations":"10""#);
        let report = of_three(small, &poll("P", &sample));
        let own = reading(&report, "P");
        assert_eq!(own.drawn_from, None);
        let size = if design.is_empty() { 500.0 } else { 250.0 };
        near(own.effective_size.unwrap(), size);
    }
}

#[test]
fn one_poll_that_can_be_compared_is_not_the_furthest_of_two() {
    let with_seats = r#"{"pollster":"Q","seats":{"A":"100"}}"#;
    let report = of_three(
        MILLION,
        &[poll("P", r#""respondents":"1000""#), with_seats.into()].join(","),
    );
    let brief = text(&report, Detail::Brief);
    has(
        &brief,
        "The largest deviation of P is 4.00 points too high for A",
    );
    assert!(!brief.contains("Furthest"), "{brief}");
}

#[test]
fn a_range_that_holds_the_count_is_off_by_nothing() {
    let report = of_three(
        MILLION,
        r#"{"pollster":"P","shares":{"A":"50.5","B":"40.2","C":"<20"}},
        {"pollster":"Q","shares":{"A":"49.0","B":"41.0","C":"10.0"}}"#,
    );
    // The middle of "<20" is 10, that of "0-20" too; a limit that holds the count is not the largest deviation.
    let own = reading(&report, "P");
    assert_eq!(own.largest().unwrap().label, "A");
    let wide = of_three(
        MILLION,
        r#"{"pollster":"P","shares":{"A":"50.5","B":"40.2","C":"5-25"}},
        {"pollster":"Q","shares":{"A":"49.0","B":"41.0","C":"10.0"}}"#,
    );
    assert_eq!(reading(&wide, "P").largest().unwrap().label, "A");
    let common = &wide.reference().common_deviations;
    let of_c = common.iter().find(|of| of.label == "C").unwrap();
    assert_eq!((of_c.above, of_c.below), (0, 0));
}

#[test]
fn a_range_beyond_what_is_still_to_be_counted_says_the_least_that_remains() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
        "completeness":{"of":"ballots","percent":"90.00"},"shares":{"A":"50.0","B":"50.0"}}],
        "polls":[{"pollster":"P","shares":{"A":"60-65","B":"35-40"}}]}"#,
    );
    // A ends between .89995·.4995 and that, and 1 − .89995: at most 55.05 of 100 (METHODS 8).
    let high = 0.89995 * 0.5005 + (1.0 - 0.89995);
    let row = reading(&report, "P").row("A").unwrap();
    near(row.range.unwrap().outside_by, high - 0.60);
    let full = text(&report, Detail::Full);
    has(&full, "ends at least 4.95 points");
    // f′ = .4/.4995, so 1 − q = f′/(1 − f′)·(1 − f)/f with f = .9 as printed (METHODS 8).
    let needed: f64 = 0.4 / 0.4995;
    let invalid = 1.0 - needed / (1.0 - needed) * 0.1 / 0.9;
    near(
        reading(&report, "P").condition.unwrap().unless_invalid,
        invalid,
    );
    has(&full, "by the stated share of the ballots counted");
    has(
        &full,
        "That takes invalid ballots to be as frequent among those still to be counted as among those counted, and holds \
         unless 55.33 percent of the ballots counted were invalid.",
    );
}

#[test]
fn a_break_even_size_against_a_partial_count_is_one_of_that_count_as_it_stands() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
        "completeness":{"of":"ballots","percent":"60.0"},"shares":{"A":"50.0","B":"50.0"}}],
        "polls":[{"pollster":"P","shares":{"A":"54.0","B":"46.0"}}]}"#,
    );
    // z²·¼/.04² (METHODS 2).
    has(
        &text(&report, Detail::Full),
        "so far +4.0 points for A; were the count final as it stands, that would be more than chance at 95 % with more \
         than 600 effective respondents",
    );
}

#[test]
fn refusals_bound_what_a_share_among_those_asked_can_be() {
    let refused = |refusals: &str| {
        of_three(
            MILLION,
            &poll(
                "P",
                &format!(r#""respondents":"3000","refusals":"{refusals}","misses":"500""#),
            ),
        )
    };
    let many = refused("1000");
    let bounds = reading(&many, "P").row("A").unwrap().with_refusals.unwrap();
    // 1,620 of 4,000 to 2,620 of 4,000.
    near(bounds.low(), 0.405);
    near(bounds.high(), 0.655);
    let full = text(&many, Detail::Full);
    has(
        &full,
        "so that 66.7 percent of the 4,500 approached answered",
    );
    has(
        &full,
        "refusals alone could explain the deviation, and nothing here says whether they do",
    );
    // 1,620 of 3,050 is 53.1 percent: still over 50.
    has(
        &text(&refused("50"), Detail::Full),
        "refusals alone cannot explain the deviation",
    );
}

#[test]
fn a_margin_is_said_to_be_that_of_single_draws_only_within_its_rounding() {
    // ±2 at 90 percent of 3,000: 1.50 drawn singly, which implies a design effect of 1.77 as printed.
    let report = of_three(
        MILLION,
        &poll(
            "P",
            r#""respondents":"3000","stated_margin":"2","stated_confidence":"90""#,
        ),
    );
    has(
        &text(&report, Detail::Brief),
        "which is within rounding that of a simple random sample of the same size",
    );
    assert!(report.findings.iter().any(|of| matches!(of,
        Finding::JudgedByStatedMargin { as_drawn_singly, .. } if as_drawn_singly == &["P"])));
}

#[test]
fn a_range_that_is_missed_is_said_of_a_poll_without_a_size_too() {
    let report = of_three(
        MILLION,
        r#"{"pollster":"P","shares":{"A":"52.0","B":"42.0","C":"<8"}}"#,
    );
    let brief = text(&report, Detail::Brief);
    has(&brief, "chance cannot be judged");
    has(
        &brief,
        "The official share lies outside P's less than 8 percent for C.",
    );
}

#[test]
fn a_poll_that_equals_the_count_as_printed_has_no_largest_deviation() {
    let report = of_three(
        MILLION,
        r#"{"pollster":"P","shares":{"A":"50.0","B":"40.0","C":"10.0"},"sample":{"respondents":"1000"}}"#,
    );
    let brief = text(&report, Detail::Brief);
    has(&brief, "P does not deviate from the count as printed;");
    assert!(!brief.contains("0.0 A"), "{brief}");
}

#[test]
fn a_tie_of_the_count_makes_a_sole_leader_wrong() {
    let level = r#"{"A":"450000","B":"450000","C":"100000"}"#;
    let of = |a: &str, b: &str| {
        of_three(
            level,
            &format!(
                r#"{{"pollster":"P","shares":{{"A":"{a}","B":"{b}","C":"10.0"}},
                "sample":{{"respondents":"3000","design_effect":"1"}}}}"#
            ),
        )
    };
    let outcome = |report: &Report| report.reference().poll("P").unwrap().calls[0].outcome;
    // A lead of 10 points with a standard error of √(.9 − .01)/√3,000 = 1.7.
    assert_eq!(outcome(&of("50.0", "40.0")), CallOutcome::Wrong);
    // One of 1 point could be chance: who leads in the poll is open.
    assert_eq!(outcome(&of("45.5", "44.5")), CallOutcome::Open);
}

#[test]
fn a_count_without_invalid_ballots_needs_no_condition_on_them() {
    let of = |invalid: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c",
            "completeness":{{"of":"ballots","percent":"90.00"}},"shares":{{"A":"50.0","B":"40.0","C":"10.0"}}{invalid}}}],
            "polls":[{},{}]}}"#,
            poll("P", r#""respondents":"3000""#)
                .replace("54.0", "62.0")
                .replace("36.0", "28.0"),
            poll("Q", "")
        ))
    };
    let unknown = text(&of(""), Detail::Full);
    has(&unknown, "percent were invalid");
    has(&unknown, "That takes invalid ballots to be as frequent");
    let none = text(&of(r#","invalid":"0""#), Detail::Full);
    assert!(
        !none.contains("were invalid") && !none.contains("That takes invalid"),
        "{none}"
    );
    has(&none, "P can no longer come exactly true");
    // Of figures that can still change no design effect would excuse a deviation.
    assert!(!none.contains("with a design effect above"), "{none}");
}

#[test]
fn where_every_station_was_asked_at_no_degrees_of_freedom_are_of_stations() {
    let sample =
        |every: &str| format!(r#""respondents":"500","stations":"10","design_effect":"2"{every}"#);
    let drawn = of_three(MILLION, &poll("P", &sample("")));
    let whole = of_three(MILLION, &poll("P", &sample(r#","every_station":true"#)));
    let freedom = |report: &Report| report.polls[0].size.degrees_of_freedom;
    assert_eq!((freedom(&drawn), freedom(&whole)), (Some(9.0), None));
    // z = .04/√(.25/250) = 1.26, by the normal distribution: .206.
    let p = reading(&whole, "P")
        .row("A")
        .unwrap()
        .sampling
        .unwrap()
        .p_value;
    assert!((p.unwrap() - 0.2059).abs() < 1e-4);
}

#[test]
fn rounding_that_decides_is_of_the_row_that_it_can_turn() {
    // Nobody voted for C, and the poll's 0 is anything below half a percent.
    let report = of_three(
        r#"{"A":"600000","B":"400000","C":"0"}"#,
        r#"{"pollster":"P","shares":{"A":"60","B":"40","C":"0"},"sample":{"respondents":"2000"}}"#,
    );
    let own = reading(&report, "P");
    assert_eq!(own.verdict, exitpoll::Verdict::UndecidedByRounding);
    assert_eq!(own.decided_by.as_deref(), Some("C"));
}

#[test]
fn of_choices_equally_far_off_the_one_that_chance_explains_least_is_named() {
    let report = of_three(
        r#"{"A":"600000","B":"400000","C":"0"}"#,
        r#"{"pollster":"P","shares":{"A":"59.0","B":"40.0","C":"1.0"},"sample":{"respondents":"2000"}}"#,
    );
    has(&text(&report, Detail::Brief), "1.00 points too high for C");
}

#[test]
fn a_poll_of_ranges_is_not_pooled() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c","ballots_cast":"800000",
        "completeness":{"of":"ballots","percent":"80.00"},"votes":{"A":"400000","B":"400000"}}],
        "polls":[{"pollster":"P","shares":{"A":"<52","B":"48-55"},"sample":{"respondents":"1000"}},
        {"pollster":"Q","shares":{"A":"50.0","B":"50.0"},"sample":{"respondents":"1000"}}]}"#,
    );
    let count = report.reference();
    assert!(count.pool.is_none());
}
