//! What sampling explains, and what it does not.

use super::*;

/// One of 100 for a choice of .1 percent: 2·(1 − .999¹⁰⁰), exact for respondents drawn singly; 200 with a design
/// effect of 2 are worth 100, but no 100 who were drawn singly.
#[test]
fn only_respondents_drawn_singly_have_an_exact_test() {
    let sampling = |sample: SampleBuilder| {
        let report = Comparison::new(contest(&["A", "B"]))
            .count(count(&[("A", 999_000), ("B", 1000)]))
            .poll(poll(
                "P",
                &[("A", "99.00000"), ("B", "1.00000")],
                Some(sample),
            ))
            .run()
            .expect("a report");
        row(&report, "P", "B").sampling.expect("a test")
    };
    let singly = sampling(Sample::builder().respondents(100_u32).design_effect("1"));
    let clusters = sampling(Sample::builder().respondents(200_u32).design_effect("2"));
    let by_hand = 2.0 * (1.0 - 0.999_f64.powi(100));
    near(singly.p_value.expect("a figure"), by_hand, 1e-4);
    near(clusters.p_value.expect("a figure"), by_hand, 1e-4);
    assert_eq!(singly.test, RowTestMethod::ExactBinomial);
    assert_eq!(clusters.test, RowTestMethod::BinomialAtEffectiveSize);
}

/// A declared bias of three points: 1/n = 1/1000 + 4·.03², n = 217.391; Wilson's interval of .4 at that size has
/// centre (.4 + z²/2n)/(1 + z²/n) and half-width z/(1 + z²/n)·√(.24/n + z²/4n²).
#[test]
fn the_interval_of_sampling_and_bias_is_wilsons_at_the_size_of_both() {
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll(
            "P",
            &[("A", "40.0"), ("B", "60.0")],
            drawn_singly(1000),
        ))
        .bias_sd(3.0)
        .run()
        .expect("a report");
    let interval = row(&report, "P", "A")
        .sampling
        .expect("a test")
        .total_error_interval;
    let interval = interval.expect("a bias is declared");
    let (n, z) = (1.0 / 0.0046, 1.959_963_984_540_054_f64);
    let scale = 1.0 + z * z / n;
    let centre = (0.4 + z * z / (2.0 * n)) / scale;
    let half = z / scale * (0.24 / n + z * z / (4.0 * n * n)).sqrt();
    near(interval.low(), centre - half, 1e-9);
    near(interval.high(), centre + half, 1e-9);
}

/// The same deviation needs a larger sample where six stations leave five degrees of freedom: n = q²·.25/.05² with
/// q = 2.570582 instead of 1.959964.
#[test]
fn few_stations_ask_more_of_a_deviation() {
    let sample = |stations: Option<u32>| {
        let sample = Sample::builder().respondents(1000_u32).design_effect("2");
        let sample = match stations {
            Some(stations) => sample.stations(stations),
            None => sample,
        };
        Some(sample)
    };
    let shares = [("A", "55.0"), ("B", "45.0")];
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll("many", &shares, sample(None)))
        .poll(poll("six", &shares, sample(Some(6))))
        .run()
        .expect("a report");
    let size = |poll: &str| {
        row(&report, poll, "A")
            .break_even
            .expect("it deviates")
            .size
    };
    near(size("many"), 100.0 * 1.959_963_985_f64.powi(2), 1e-6);
    near(size("six"), 100.0 * 2.570_581_836_f64.powi(2), 1e-6);
}

/// "51" and "50" are shares of 101: X² = Σ n (p − p̄)²/(p̄(1 − p̄)) with p = 51/101 and 45/101.
#[test]
fn scatter_is_that_of_shares_scaled_to_one() {
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll("one", &[("A", "51"), ("B", "50")], drawn_singly(1000)))
        .poll(poll("two", &[("A", "45"), ("B", "56")], drawn_singly(1000)))
        .run()
        .expect("a report");
    let pool = report.reference().pool.as_ref().expect("a pool");
    let scatter = pool.scatter.as_ref().expect("two polls of two choices");
    near(scatter.test.statistic, 18_000.0 / (48.0 * 53.0), 1e-9);
}

/// 51 to 49 of 100 is well within what sampling does; 70 to 30 is not.
#[test]
fn a_lead_within_sampling_error_is_no_call() {
    let votes = [("A", 490_000), ("B", 510_000)];
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&votes))
        .poll(poll(
            "close",
            &[("A", "51.0"), ("B", "49.0")],
            drawn_singly(100),
        ))
        .poll(poll(
            "clear",
            &[("A", "70.0"), ("B", "30.0")],
            drawn_singly(100),
        ))
        .run()
        .expect("a report");
    let leader = |poll: &str| {
        let poll = report.reference().poll(poll).expect("the poll");
        let mut calls = poll.calls.iter();
        let call = calls
            .find(|call| call.question == Question::Leader)
            .expect("a call");
        (call.beyond_sampling, call.outcome)
    };
    assert_eq!(leader("close"), (Some(false), CallOutcome::Open));
    assert_eq!(leader("clear"), (Some(true), CallOutcome::Wrong));
}

/// Of three choices, too: with 40 to 38 of 200 either can be first, and the other second.
#[test]
fn nobody_is_called_second_where_either_can_be_first() {
    let votes = [("A", 390_000), ("B", 400_000), ("C", 210_000)];
    let shares = [("A", "40.0"), ("B", "38.0"), ("C", "22.0")];
    let report = Comparison::new(contest(&["A", "B", "C"]))
        .count(count(&votes))
        .poll(poll("P", &shares, drawn_singly(200)))
        .run()
        .expect("a report");
    let poll = report.reference().poll("P").expect("the poll");
    let asked = [Question::Leader, Question::Place(2), Question::Order];
    for question in asked {
        let call = poll.calls.iter().find(|call| call.question == question);
        let call = call.expect("three choices are ordered");
        assert_eq!(
            (call.beyond_sampling, call.outcome),
            (Some(false), CallOutcome::Open),
            "{question:?}"
        );
    }
}

/// A thousand billion over a design effect of 1e-300 is no number: the size stays unknown, and nothing is tested.
#[test]
fn a_size_beyond_all_numbers_is_no_size() {
    let sample = Sample::builder()
        .respondents(1_000_000_000_000_u64)
        .design_effect("1e-300");
    let shares = [("A", "51.0"), ("B", "49.0")];
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll("P", &shares, Some(sample)))
        .run()
        .expect("a report");
    let facts = report.poll("P").expect("its facts");
    assert_eq!(facts.size.effective_size, None);
    assert!(row(&report, "P", "A").sampling.is_none());
}
