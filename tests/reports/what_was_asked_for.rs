//! What a caller asks for beside the verdict, a margin of equivalence or a declared bias, is answered in the first lines.

use exitpoll::Comparison;
use exitpoll::io::json;
use exitpoll::render::Detail;
use exitpoll::report::Report;

use super::words_of_reports::{has, lacks, text};

/// Three polls of different sizes and distances against 50 : 50.
fn document() -> String {
    let poll = |name: &str, a: &str, b: &str, respondents: u32| {
        format!(
            r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}"}},
            "sample":{{"respondents":"{respondents}","design_effect":"1"}}}}"#
        )
    };
    format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},
        "counts":[{{"name":"f","status":"final","votes":{{"A":"500000","B":"500000"}}}}],"polls":[{},{},{}]}}"#,
        poll("Near", "50.5", "49.5", 10_000),
        poll("Far", "55.0", "45.0", 10_000),
        poll("Small", "51.0", "49.0", 400),
    )
}

fn try_asked(change: impl Fn(Comparison) -> Comparison) -> exitpoll::Result<Report> {
    change(Comparison::from(json::read(&document()).unwrap())).run()
}

fn asked(change: impl Fn(Comparison) -> Comparison) -> Report {
    try_asked(change).unwrap()
}

#[test]
fn a_margin_that_was_asked_for_is_answered_at_the_head() {
    // Standard error .5 points at 10,000: .5 ± .98 lies within ±2, 5 ± .98 beyond it; 2.5 points at 400 leave 1 ± 4.9 open.
    let report = asked(|comparison| comparison.equivalence_margin(2.0));
    has(
        &text(&report, Detail::Brief),
        "By the margin of 2 points that was asked for, tested at 5 percent, Near is within 2 points of the count in every \
         row tested; Far is more than 2 points off for A, tested by itself; for Small that is open.",
    );
    let plain = asked(|comparison| comparison);
    lacks(&text(&plain, Detail::Brief), "margin of");
}

#[test]
fn a_declared_bias_names_each_poll_whose_verdict_it_changes() {
    // 1/10,000 + 4·.03² is 1/270.27: Far's 5 points have z = 10 alone and 1.64 with the bias.
    let report = asked(|comparison| comparison.bias_sd(3.0));
    let printed = text(&report, Detail::Brief);
    has(
        &printed,
        "Allowing for a bias with a standard deviation of 3 points, as declared, Far differs by no more than sampling and bias explain.",
    );
    lacks(&printed, "the verdicts are the same");
    // A standard deviation is not the bias; and the z of both stands in the table of rows.
    let full = text(&report, Detail::Full);
    // 5 points over √(.25/270.27) = 3.0414 points.
    has(&full, "+1.64");
    for printed in [&printed, &full] {
        lacks(printed, "the bias of 3 points");
    }
    lacks(
        &text(&asked(|comparison| comparison), Detail::Full),
        "+1.64",
    );
    // With a bias too small to matter they are.
    let report = asked(|comparison| comparison.bias_sd(0.1));
    has(
        &text(&report, Detail::Brief),
        "Allowing for a bias with a standard deviation of 0.1 points, as declared, the verdicts are the same.",
    );
}

#[test]
fn points_below_a_tenth_are_refused_as_proportions_and_a_bias_is_printed_as_it_was_given() {
    let refused = |with: fn(Comparison, f64) -> Comparison, points: f64| {
        let error = try_asked(|comparison| with(comparison, points)).expect_err("it is refused");
        assert_eq!(error.kind(), exitpoll::ErrorKind::OutOfRange);
        error.to_string()
    };
    assert_eq!(
        refused(Comparison::bias_sd, 0.03),
        "`bias_sd` is 0.03: this looks like a proportion; write percentage points, 3 instead of 0.03"
    );
    assert_eq!(
        refused(Comparison::equivalence_margin, 0.02),
        "`equivalence_margin` is 0.02: this looks like a proportion; write percentage points, 2 instead of 0.02"
    );
    // METHODS 10: the two deviations of all 4,221 polls, √(2.6562867837² + 1.4920234108²) = 3.0466, are no proportion.
    for (points, printed) in [
        (3.0466, "3.0466 points"),
        (1.0, "1 point"),
        (0.125, "0.125 points"),
    ] {
        let report = asked(|comparison| comparison.bias_sd(points));
        has(
            &text(&report, Detail::Full),
            &format!("a standard deviation of {printed}, as declared, at a share of one half"),
        );
        has(
            &text(&report, Detail::Brief),
            &format!("Allowing for a bias with a standard deviation of {printed}, as declared,"),
        );
    }
}

#[test]
fn a_poll_that_rounding_leaves_open_can_be_within_with_a_bias() {
    // At n = 2,401 the test of ½ is at ±2.00 points, and "52" may be 51.5 or 52.5.
    let document = r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"f","status":"final","votes":{"A":"500000","B":"500000"}}],
        "polls":[{"pollster":"P","shares":{"A":"52","B":"48"},
            "sample":{"respondents":"2401","design_effect":"1"}}]}"#;
    let report = Comparison::from(json::read(document).unwrap())
        .bias_sd(3.0)
        .run()
        .unwrap();
    has(
        &text(&report, Detail::Brief),
        "Allowing for a bias with a standard deviation of 3 points, as declared, P differs by no more than sampling and bias explain.",
    );
}

#[test]
fn p_values_that_are_not_adjusted_are_not_said_to_be() {
    use exitpoll::hypothesis::Adjustment;
    // Three rows that are no mirror images of one another.
    let document = document()
        .replace(r#""choices":["A","B"]"#, r#""choices":["A","B","C"]"#)
        .replace(r#""B":"500000""#, r#""B":"400000","C":"100000""#)
        .replace(r#""B":"49.5""#, r#""B":"40.5","C":"9.0""#);
    let run = |adjustment| {
        let comparison = Comparison::from(json::read(&document).unwrap());
        comparison.adjustment(adjustment).run().unwrap()
    };
    let near = |report: &Report| {
        let poll = report.reference().poll("Near").unwrap();
        poll.reading().unwrap().clone()
    };
    let holm = run(Adjustment::Holm);
    has(&text(&holm, Detail::Full), "after adjustment for 3 tests");
    assert_eq!(near(&holm).tests, 3);
    let none = run(Adjustment::None);
    let full = text(&none, Detail::Full);
    lacks(&full, "after adjustment for 3 tests");
    lacks(&full, "adjusted p");
    has(&full, "it is not adjusted for the number of rows of a poll");
    for row in near(&none).rows {
        let of = row.sampling.unwrap();
        assert_eq!(of.adjusted_p_value, of.p_value, "{}", row.label);
    }
}

#[test]
fn with_a_bias_a_verdict_has_its_own_condition_on_invalid_ballots() {
    let document = r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"p","completeness":{"of":"ballots",
        "percent":"90.0"},"votes":{"A":"500000","B":"400000"}}],"polls":[{"pollster":"P","shares":{"A":"70.0","B":"30.0"},
        "sample":{"respondents":"2000","design_effect":"1"}}]}"#;
    let report = Comparison::from(json::read(document).unwrap())
        .bias_sd(2.0)
        .run()
        .unwrap();
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    let plain = reading.condition.unwrap().unless_invalid;
    let with_bias = reading.condition_with_bias.unwrap().unless_invalid;
    // A bias excuses more, so that fewer invalid ballots undo it.
    assert!(0.1 <= with_bias && with_bias < plain, "{with_bias} {plain}");
    // At just so many: of 900,000 valid votes among 900,000/(1 − q) ballots counted, which are 90 percent, a ninth of these
    // is still to come, and all can be for A.
    let counted = 900_000.0 / (1.0 - with_bias);
    let to_come = counted * (1.0 / 0.8995 - 1.0);
    let most = (500_000.0 + to_come) / (900_000.0 + to_come);
    let size = 1.0 / (1.0 / 2000.0 + 4.0 * 0.02_f64.powi(2));
    let z = (0.6995 - most) / (most * (1.0 - most) / size).sqrt();
    assert!((z - 1.959_964).abs() < 1e-3, "{z}");
    has(
        &text(&report, Detail::Full),
        "more than sampling and bias explain",
    );
    has(
        &text(&report, Detail::Brief),
        "the verdicts are the same, unless ",
    );
}
