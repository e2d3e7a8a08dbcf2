//! What chance explains beside single rows: fit with small cells, ranks, scatter, two polls' errors, observation.

use exitpoll::accuracy::{
    effective_size_of_margin, expected_total_variation, finite_population_size, times_chance,
    total_error_size,
};
use exitpoll::agreement::PollPair;
use exitpoll::hypothesis::{
    ExactMethod, ExactMultinomial, ExactTest, FitMethod, FitStatistic, Precision, fit,
    violations_upper_bound,
};
use exitpoll::interval::{RankInterval, RankMethod};
use exitpoll::pooling::{herding_design_effect, multinomial_homogeneity};
use exitpoll::rounding::homogeneity_bounds;
use exitpoll::{Bounds, Confidence, ErrorKind, OneSidedConfidence};

fn between(low: f64, high: f64) -> Bounds {
    Bounds::new(low, high).expect("low first")
}

fn near(ours: f64, reference: f64, tolerance: f64) {
    let error = (ours - reference).abs() / reference.abs();
    assert!(
        error <= tolerance,
        "{ours:e} against {reference:e}: {error:e}"
    );
}

#[test]
fn fit_with_small_cells_is_what_all_tables_give() {
    // Exact fractions over all tables, in Python.
    let (poll, count) = ([0.97, 0.02, 0.01], [0.979, 0.02, 0.001]);
    for (statistic, size, value, p_value) in [
        (
            FitStatistic::Pearson,
            100.0,
            8.108_273_748_723_187,
            0.109_279_492_161_530_28,
        ),
        (
            FitStatistic::LikelihoodRatio,
            100.0,
            2.813_469_405_570_215,
            0.261_107_324_820_366_6,
        ),
        // Half respondents of a design: no table has these shares.
        (
            FitStatistic::Pearson,
            50.0,
            4.054_136_874_361_593_5,
            0.123_568_678_981_094_91,
        ),
    ] {
        let ours = fit(statistic, &poll, &count, size, 0).expect("valid");
        near(ours.test.statistic, value, 1e-12);
        near(ours.test.p_value, p_value, 1e-12);
        assert_eq!(
            ours.method,
            FitMethod::Multinomial(ExactMethod::Enumeration)
        );
    }
    let (poll, count) = ([0.55, 0.25, 0.15, 0.05], [0.5, 0.3, 0.1, 0.1]);
    for (statistic, p_value) in [
        (FitStatistic::Pearson, 0.767_113_479_173_828_1),
        (FitStatistic::LikelihoodRatio, 0.717_438_036_351_953_1),
    ] {
        // 20.9 effective respondents are a multinomial of 20.
        let ours = fit(statistic, &poll, &count, 20.9, 0).expect("valid");
        near(ours.test.p_value, p_value, 1e-12);
    }
}

#[test]
fn fit_without_small_cells_is_chi_squared() {
    let (poll, count) = ([0.5, 0.3, 0.2], [0.45, 0.35, 0.2]);
    let ours = fit(FitStatistic::Pearson, &poll, &count, 25.0, 0).expect("valid");
    assert_eq!(ours.method, FitMethod::ChiSquared);
    let plain = FitStatistic::Pearson.test(&poll, &count, 25.0);
    assert_eq!(Ok(ours.test), plain);
    // Below 25 a fifth is fewer than five.
    let ours = fit(FitStatistic::Pearson, &poll, &count, 24.9, 0).expect("valid");
    assert!(matches!(ours.method, FitMethod::Multinomial(_)));
    let divergence = fit(FitStatistic::CressieRead, &poll, &count, 10.0, 0).expect("valid");
    assert_eq!(divergence.method, FitMethod::ChiSquared);
    let refused = fit(FitStatistic::Pearson, &poll, &count, 0.5, 0);
    assert!(matches!(refused, Err(error) if error.kind() == ErrorKind::OutOfRange));
}

#[test]
fn random_tables_agree_with_all_tables() {
    let (poll, count) = ([0.55, 0.25, 0.15, 0.05], [0.5, 0.3, 0.1, 0.1]);
    let drawn = ExactMultinomial::new(ExactTest::Pearson)
        .method(ExactMethod::MonteCarlo)
        .seed(7)
        .test_shares(&poll, &count, 20.0)
        .expect("valid");
    let Precision::Sampled { interval, .. } = drawn.precision else {
        panic!("drawn by random tables");
    };
    assert!(interval.contains(0.767_113_479_173_828_1) && interval.width() < 0.01);
    // Counts and the shares that they are give one answer.
    let test = ExactMultinomial::new(ExactTest::Pearson).ties_within(1e-9);
    let of_counts = test.test(&[11.0, 5.0, 3.0, 1.0], &count).expect("valid");
    let of_shares = test.test_shares(&poll, &count, 20.0).expect("valid");
    near(of_shares.p_value, of_counts.p_value, 1e-13);
}

#[test]
fn a_large_sparse_table_is_drawn_and_says_so() {
    let count: Vec<f64> = [0.5, 0.3, 0.1].into_iter().chain([0.0125; 8]).collect();
    let poll: Vec<f64> = [0.49, 0.31, 0.1]
        .into_iter()
        .chain([0.02, 0.01, 0.01, 0.015, 0.005, 0.02, 0.01, 0.01])
        .collect();
    let ours = fit(FitStatistic::Pearson, &poll, &count, 300.0, 11).expect("valid");
    assert_eq!(ours.method, FitMethod::Multinomial(ExactMethod::MonteCarlo));
    let Some(Precision::Sampled { interval, seed, .. }) = ours.precision else {
        panic!("drawn by random tables");
    };
    assert!(seed == 11 && interval.contains(ours.test.p_value));
    // Cells of 3.75 are not far from the limit.
    let chi_squared = FitStatistic::Pearson
        .test(&poll, &count, 300.0)
        .expect("valid");
    assert!((ours.test.p_value - chi_squared.p_value).abs() < 0.05);
    let again = |seed| {
        ExactMultinomial::new(ExactTest::Pearson)
            .replicates(200)
            .seed(seed)
            .test_shares(&poll, &count, 300.0)
    };
    assert_eq!(again(3), again(3));
}

#[test]
fn five_to_nothing_does_not_rank() {
    let both = RankInterval { best: 1, worst: 2 };
    // P(X ≥ 5) = 1/32 of 5, against .025.
    let ranks = RankMethod::StepDown.ranks(&[5.0, 0.0], Confidence::P95);
    assert_eq!(ranks, Ok(vec![both, both]));
    // 6 to 0 has 1/64.
    let ranks = RankMethod::StepDown.ranks(&[6.0, 0.0], Confidence::P95);
    let (first, second) = (
        RankInterval { best: 1, worst: 1 },
        RankInterval { best: 2, worst: 2 },
    );
    assert_eq!(ranks, Ok(vec![first, second]));
    // Nobody for either says nothing.
    let ranks = RankMethod::SingleStep
        .ranks(&[0.0, 0.0, 9.0], Confidence::P95)
        .expect("valid");
    assert_eq!(
        ranks.first().map(|rank| (rank.best, rank.worst)),
        Some((2, 3))
    );
}

#[test]
fn ranks_of_few_respondents_are_wrong_no_more_often_than_they_may() {
    // All splits of n between two equal choices, with their probabilities.
    for n in 1..=230_u32 {
        let mut wrong = 0.0;
        let mut weight = 0.5_f64.powi(n as i32);
        for x in 0..=n {
            let counts = [f64::from(x), f64::from(n - x)];
            let ranks = RankMethod::StepDown
                .ranks(&counts, Confidence::P95)
                .expect("valid");
            if ranks.iter().any(|rank| rank.best == rank.worst) {
                wrong += weight;
            }
            weight *= f64::from(n - x) / f64::from(x + 1);
        }
        // From 200 on the test is that of large samples, which is a little liberal.
        let most = if n < 200 { 0.05 } else { 0.0585 };
        assert!(wrong <= most, "{n} respondents: {wrong}");
    }
}

#[test]
fn scatter_that_would_be_a_finding_only_from_a_design_effect() {
    let design_effect = herding_design_effect(6.0150, 6.0, Confidence::P95).expect("valid");
    near(design_effect, 3.678_037_737_13, 1e-11);
    // cases/scatter_like_chance.json at its printed digits: four polls of 1,000.
    let polls = [
        [0.450, 0.350, 0.200],
        [0.472, 0.329, 0.199],
        [0.432, 0.356, 0.212],
        [0.454, 0.364, 0.182],
    ];
    let test = multinomial_homogeneity(&polls, &[1000.0; 4], Confidence::P95).expect("valid");
    assert!((test.statistic - 6.0150).abs() < 5e-5 && test.degrees_of_freedom == 6.0);
    // At its own design effect the lower tail is exactly five percent.
    let from = herding_design_effect(test.statistic, 6.0, Confidence::P95).expect("valid");
    let sizes = [1000.0 / from; 4];
    let there = multinomial_homogeneity(&polls, &sizes, Confidence::P95).expect("valid");
    near(there.lower_tail, 0.05, 1e-10);
    // Rounding leaves a larger statistic, and so needs a larger design effect.
    let boxes = polls.map(|row| row.map(|p| between(p - 0.0005, p + 0.0005)));
    let bounds = homogeneity_bounds(&boxes, &[1000.0; 4])
        .expect("valid")
        .bounds;
    assert!(herding_design_effect(bounds.high(), 6.0, Confidence::P95).expect("valid") > from);
    assert!(herding_design_effect(-1.0, 6.0, Confidence::P95).is_err());
}

#[test]
fn violations_that_may_be_there_unseen() {
    // Exact fractions, in Python.
    for (stations, observed, violations, most) in [
        (4_000, 200, 0, 57),
        (30_000, 900, 0, 98),
        (4_000, 200, 3, 150),
        (6_537, 50, 0, 378),
        (6_537, 200, 0, 95),
        (6_537, 500, 0, 37),
        (6_537, 2_000, 0, 8),
        (6_537, 6_537, 0, 0),
        (100, 10, 1, 38),
        (10, 10, 2, 2),
        (10, 0, 0, 10),
    ] {
        let bound = violations_upper_bound(stations, observed, violations, OneSidedConfidence::P95);
        assert_eq!(bound, Ok(most), "{violations} of {observed} of {stations}");
    }
    for (stations, observed, violations) in [(0, 0, 0), (10, 11, 0), (10, 5, 6)] {
        let bound = violations_upper_bound(stations, observed, violations, OneSidedConfidence::P95);
        assert!(bound.is_err());
    }
}

#[test]
fn a_stated_margin_stands_for_a_size() {
    let margin = (0.02, between(0.015, 0.025));
    let (size, bounds) = effective_size_of_margin(margin, 0.5, Confidence::P95).expect("valid");
    assert_eq!(
        format!("{size:.2} {:.2} {:.2}", bounds.low(), bounds.high()),
        "2400.91 1536.58 4268.29"
    );
    // 49.7 against 50.886.
    let z = (0.497 - 0.508_86) / (0.508_86_f64 * (1.0 - 0.508_86) / size).sqrt();
    assert_eq!(format!("{z:.2}"), "-1.16");
    // The margin of one choice goes with its share: ±1 at 10 percent is 9/25 of ±1 at one half.
    let exact = (0.01, Bounds::exact(0.01));
    let size = |share| {
        effective_size_of_margin(exact, share, Confidence::P95)
            .expect("valid")
            .0
    };
    near(size(0.1) / size(0.5), 0.36, 1e-13);
    for (margin, share) in [
        (0.0, 0.5),
        (2.0, 0.5),
        (f64::NAN, 0.5),
        (0.02, 0.0),
        (0.02, 1.0),
    ] {
        let stated = (margin, Bounds::exact(margin));
        assert!(effective_size_of_margin(stated, share, Confidence::P95).is_err());
    }
}

#[test]
fn a_sample_that_is_a_part_of_the_ballots_is_worth_more() {
    // The variance of a hypergeometric share over that of a binomial, by hand: (N − n)/(N − 1) = 20/79 for 60 of 80.
    let size = finite_population_size(60.0, 60, 80).expect("valid");
    near(60.0 / size, 20.0 / 79.0, 1e-14);
    // One respondent is a sample with or without replacement.
    assert_eq!(finite_population_size(1.0, 1, 80), Ok(1.0));
    assert!(matches!(
        finite_population_size(9.0, 81, 80),
        Err(error) if error.kind() == ErrorKind::Inconsistent
    ));
    assert!(matches!(
        finite_population_size(80.0, 80, 80),
        Err(error) if error.kind() == ErrorKind::Undefined
    ));
}

#[test]
fn bias_and_sampling_together() {
    // At one half the standard error is √(s² + τ²).
    let size = total_error_size(1000.0, 0.0305).expect("valid");
    near(0.25 / size, 0.25 / 1000.0 + 0.0305 * 0.0305, 1e-14);
    assert_eq!(total_error_size(1000.0, 0.0), Ok(1000.0));
    for bias in [-0.01, 0.5, 3.0, f64::NAN] {
        assert!(total_error_size(1000.0, bias).is_err());
    }
}

#[test]
fn one_perfect_poll_in_twenty_has_two_and_a_half_times_chance() {
    // Two choices: TV is |p − v|, half-normal; 1.96 standard errors over √(2/π) of them.
    let count = [0.3, 0.7];
    let expected = expected_total_variation(&count, 900.0).expect("valid");
    let at_95 = 1.959_963_984_540_054 * (0.21_f64 / 900.0).sqrt();
    let times = times_chance(at_95, expected).expect("valid");
    assert_eq!(format!("{times:.2}"), "2.46");
    assert!(matches!(
        times_chance(0.1, 0.0),
        Err(error) if error.kind() == ErrorKind::Undefined
    ));
    assert!(times_chance(-0.1, 0.1).is_err());
}

#[test]
fn errors_of_two_polls() {
    let count = [0.5, 0.3, 0.2];
    let (one, other) = ([0.56, 0.29, 0.15], [0.47, 0.31, 0.22]);
    let pair = PollPair::of((&one, 2000.0), (&other, 3000.0), &count, Confidence::P95);
    let pair = pair.expect("valid");
    near(pair.difference, 0.03, 1e-12);
    // The quadratic form of the multinomial covariance, term by term.
    let variance = |p: [f64; 3], n: f64| {
        let signs = [0, 1, 2].map(|i: usize| 0.5 * (p[i] - count[i]).signum());
        let mut total = 0.0;
        for i in 0..3 {
            for j in 0..3 {
                let covariance = if i == j {
                    p[i] * (1.0 - p[i])
                } else {
                    -p[i] * p[j]
                };
                total += signs[i] * signs[j] * covariance / n;
            }
        }
        total
    };
    let error = (variance(one, 2000.0) + variance(other, 3000.0)).sqrt();
    near(pair.standard_error, error, 1e-12);
    near(
        pair.interval.width(),
        2.0 * 1.959_963_984_540_054 * error,
        1e-12,
    );
    let swapped = PollPair::of((&other, 3000.0), (&one, 2000.0), &count, Confidence::P95);
    let swapped = swapped.expect("valid");
    assert_eq!(
        (swapped.difference, swapped.p_value),
        (-pair.difference, pair.p_value)
    );
    let same = PollPair::of((&one, 2000.0), (&one, 2000.0), &count, Confidence::P95);
    assert_eq!(same.map(|pair| pair.p_value), Ok(1.0));
    // All respondents for one choice: nothing is known of the error.
    let all = PollPair::of(
        (&[1.0, 0.0], 10.0),
        (&[0.0, 1.0], 10.0),
        &[0.8, 0.2],
        Confidence::P95,
    );
    assert!(matches!(all, Err(error) if error.kind() == ErrorKind::Undefined));
}
