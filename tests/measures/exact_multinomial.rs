//! The exact tests of fit: the ways to compute them against each other and against independent figures.

use exitpoll::Bounds;
use exitpoll::hypothesis::{
    ExactFit, ExactMethod, ExactMultinomial, ExactTest, Precision, likelihood_ratio,
};
use exitpoll::numeric::binomial_probability;
use exitpoll::{Confidence, ErrorKind};
use proptest::prelude::*;

use crate::seeded::seeded;

/// 2·P(X ≥ 501,000) of a million at ½, scipy.
const BINOMIAL_MILLION: f64 = 0.0456082998653896;

/// The presidential poll of seven choices that the other modules use as well.
const COUNTS: [f64; 7] = [4631.0, 110.0, 100.0, 80.0, 40.0, 20.0, 15.0];
const SHARES: [f64; 7] = [0.9205, 0.0219, 0.02, 0.0176, 0.0067, 0.0053, 0.008];

fn run(test: ExactTest, method: ExactMethod, counts: &[f64], shares: &[f64]) -> ExactFit {
    ExactMultinomial::new(test)
        .method(method)
        .lattice_cells(1024)
        .replicates(2000)
        .test(counts, shares)
        .unwrap_or_else(|error| panic!("{test} by {method}: {error}"))
}

fn bounds(fit: &ExactFit) -> Bounds {
    match fit.precision {
        Precision::Lattice { bounds, .. } => bounds,
        other => panic!("no lattice: {other:?}"),
    }
}

/// Tables of some hundred to thousands of respondents, with the p-values in the order of `ExactTest::ALL`
/// from an independent program (NumPy: all tables, joined from sorted lists of two halves of the choices;
/// statistics within 1e-9 of the observed one are ties, as the shares are decimal figures).
const LARGER: [(&[f64], &[f64], [f64; 3]); 5] = [
    (
        &[1200.0, 900.0, 300.0, 40.0],
        &[0.5, 0.35, 0.13, 0.02],
        [0.157826587857196, 0.149220795144547, 0.144758332786003],
    ),
    (
        &[300.0, 60.0, 25.0, 10.0, 5.0],
        &[0.72, 0.17, 0.07, 0.025, 0.015],
        [0.793007374379802, 0.750161998378153, 0.745385710539862],
    ),
    (
        &[150.0, 20.0, 15.0, 10.0, 5.0],
        &[0.7, 0.12, 0.08, 0.06, 0.04],
        [0.666100728974478, 0.57443787877076, 0.544252476373098],
    ),
    (
        &[60.0, 10.0, 8.0, 6.0, 4.0, 2.0],
        &[0.6, 0.14, 0.1, 0.08, 0.05, 0.03],
        [0.948289988668881, 0.886417463095745, 0.884688352184577],
    ),
    (
        &[90.0, 14.0, 3.0, 2.0, 1.0, 0.0],
        &[0.9, 0.05, 0.02, 0.012, 0.01, 0.008],
        [0.0182865299119468, 0.0200715460463485, 0.028367209429825],
    ),
];

#[test]
fn all_tables_of_hundreds_of_respondents_are_summed() {
    for (counts, shares, expected) in LARGER {
        for (test, expected) in ExactTest::ALL.into_iter().zip(expected) {
            let exact = ExactMultinomial::new(test).ties_within(1e-9);
            match exact.method(ExactMethod::Enumeration).test(counts, shares) {
                Ok(fit) => {
                    let error = fit.p_value / expected - 1.0;
                    assert!(
                        error.abs() < 2e-11,
                        "{test} of {counts:?}: {fit:?}, {error:e}"
                    );
                }
                // Too many tables: only the lattice below has them.
                Err(error) if error.kind() == ErrorKind::Undefined => {
                    assert!(counts.len() > 4, "{test} of {counts:?}")
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[test]
fn the_lattice_brackets_the_exact_figure_and_is_close_to_it() {
    for (counts, shares, expected) in LARGER {
        for (test, expected) in ExactTest::ALL.into_iter().zip(expected) {
            let fit = ExactMultinomial::new(test)
                .ties_within(1e-9)
                .method(ExactMethod::Convolution)
                .lattice_cells(2048)
                .test(counts, shares)
                .expect("a table of medium size");
            let bounds = bounds(&fit);
            assert!(bounds.contains(expected), "{test} of {counts:?}: {fit:?}");
            let error = fit.p_value / expected - 1.0;
            assert!(error.abs() < 5e-3, "{test} of {counts:?}: {error:e}");
        }
    }
}

#[test]
fn the_lattice_has_seven_choices_and_5000_respondents() {
    // As above, by an independent program (the four smallest choices against the other three).
    let expected = [
        0.000686424210862153,
        0.00391263712035634,
        0.000452124472377208,
    ];
    for (test, expected) in ExactTest::ALL.into_iter().zip(expected) {
        let lattice = run(test, ExactMethod::Convolution, &COUNTS, &SHARES);
        assert!(bounds(&lattice).contains(expected), "{lattice:?}");
        assert!(
            (lattice.p_value / expected - 1.0).abs() < 3e-3,
            "{lattice:?}"
        );
        // Fewer cells, wider bounds about the same.
        let coarse = ExactMultinomial::new(test)
            .method(ExactMethod::Convolution)
            .lattice_cells(600)
            .test(&COUNTS, &SHARES)
            .expect("feasible");
        assert!(bounds(&coarse).contains(expected));
        assert!(bounds(&coarse).width() > bounds(&lattice).width());

        let sampled = run(test, ExactMethod::MonteCarlo, &COUNTS, &SHARES);
        let Precision::Sampled { interval, .. } = sampled.precision else {
            panic!("{sampled:?}");
        };
        assert!(interval.contains(expected) && interval.contains(sampled.p_value));
    }
    let lattice = run(
        ExactTest::LikelihoodRatio,
        ExactMethod::Convolution,
        &COUNTS,
        &SHARES,
    );
    let total: f64 = COUNTS.iter().sum();
    let poll = COUNTS.map(|count| count / total);
    let asymptotic = likelihood_ratio(&poll, &SHARES, total).expect("valid");
    assert!((lattice.statistic / asymptotic.statistic - 1.0).abs() < 1e-12);
}

#[test]
fn equal_shares_have_a_lattice_of_their_own() {
    // X² of 20 choices with equal shares: nothing is rounded, and the bounds close.
    let counts: Vec<f64> = (0..20).map(|place| f64::from(place % 4)).collect();
    let shares = [0.05; 20];
    let fit = run(
        ExactTest::Pearson,
        ExactMethod::Convolution,
        &counts,
        &shares,
    );
    let bounds = bounds(&fit);
    assert!(
        bounds.width() < 1e-10 && bounds.contains(fit.p_value),
        "{fit:?}"
    );
    let small: [f64; 5] = [4.0, 0.0, 2.0, 1.0, 3.0];
    let lattice = run(
        ExactTest::Pearson,
        ExactMethod::Convolution,
        &small,
        &[0.2; 5],
    );
    let exact = run(
        ExactTest::Pearson,
        ExactMethod::Enumeration,
        &small,
        &[0.2; 5],
    );
    assert!((lattice.p_value / exact.p_value - 1.0).abs() < 1e-12);
}

#[test]
fn two_choices_are_two_binomial_tails() {
    // P(X ≥ 520) + P(X ≤ 480) of 1,000 at ½, by all three orders.
    let tail: f64 = (0..=480)
        .map(|x| binomial_probability(f64::from(x), 1000.0, 0.5).expect("valid"))
        .sum();
    for test in ExactTest::ALL {
        let fit = test.test(&[520.0, 480.0], &[0.5, 0.5]).expect("valid");
        assert!((fit.p_value / (2.0 * tail) - 1.0).abs() < 1e-12, "{fit:?}");
        // A million respondents, still by summation: the tails beyond 2 standard errors.
        let fit = test
            .test(&[501_000.0, 499_000.0], &[0.5, 0.5])
            .expect("valid");
        assert_eq!(fit.method, ExactMethod::Enumeration);
        // 2·P(X ≥ 501,000), scipy binom.sf(500999, 1000000, .5).
        assert!(
            (fit.p_value / BINOMIAL_MILLION - 1.0).abs() < 1e-9,
            "{fit:?}"
        );
    }
}

#[test]
fn decimal_shares_tie_where_asked() {
    // 12;8;5 and 13;7;5 have the same X² for .5, .3, .2 as decimals, 7e-17 apart in binary.
    let (counts, shares) = ([12.0, 8.0, 5.0], [0.5, 0.3, 0.2]);
    let strict = ExactMultinomial::new(ExactTest::Pearson);
    let as_binary = strict.test(&counts, &shares).expect("valid").p_value;
    let as_decimal = strict
        .ties_within(1e-9)
        .test(&counts, &shares)
        .expect("valid")
        .p_value;
    // 25!/(13! 7! 5!)·.5^13·.3^7·.2^5 is the difference.
    let table = 25_f64 * 24.0 * 23.0 * 22.0 * 21.0 * 20.0 * 19.0 * 18.0 * 17.0 * 16.0 * 15.0 * 14.0
        / (5040.0 * 120.0)
        * 0.5_f64.powi(13)
        * 0.3_f64.powi(7)
        * 0.2_f64.powi(5);
    assert!((as_decimal - as_binary - table).abs() < 1e-14);
}

#[test]
fn what_has_no_exact_test_is_refused() {
    let test = ExactTest::Pearson;
    let half = [0.5, 0.5];
    for counts in [
        [1.5, 2.0],
        [-1.0, 2.0],
        [f64::NAN, 1.0],
        [f64::INFINITY, 1.0],
        [0.0, 0.0],
        [1e16, 1.0],
    ] {
        let refused = test.test(&counts, &half);
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{refused:?}"
        );
    }
    let message = test
        .test(&[1.5, 2.0], &half)
        .expect_err("not whole")
        .to_string();
    assert!(
        message.contains("counts[0]") && message.contains("Rao–Scott"),
        "{message}"
    );
    assert!(matches!(
        test.test(&[1.0], &half),
        Err(error) if error.kind() == ErrorKind::Inconsistent
    ));
    for shares in [[0.5, 0.6], [-0.5, 1.5], [f64::NAN, 1.0]] {
        let refused = test.test(&[1.0, 2.0], &shares);
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::OutOfRange),
            "{refused:?}"
        );
    }
    // Respondents for a choice without votes; one choice only.
    for (counts, shares) in [
        ([1.0, 1.0, 2.0], [0.5, 0.5, 0.0]),
        ([3.0, 0.0, 0.0], [1.0, 0.0, 0.0]),
    ] {
        let refused = test.test(&counts, &shares);
        assert!(
            matches!(refused, Err(ref error) if error.kind() == ErrorKind::Undefined),
            "{refused:?}"
        );
    }
    // Nobody for a choice without votes: as if it were not there.
    let with = test
        .test(&[3.0, 1.0, 0.0], &[0.5, 0.5, 0.0])
        .expect("valid")
        .p_value;
    assert_eq!(with, test.test(&[3.0, 1.0], &half).expect("valid").p_value);
    for wrong in [
        ExactMultinomial::new(test).ties_within(f64::NAN),
        ExactMultinomial::new(test).ties_within(-1.0),
        ExactMultinomial::new(test)
            .method(ExactMethod::MonteCarlo)
            .replicates(0),
    ] {
        assert!(matches!(
            wrong.test(&[1.0, 2.0], &half),
            Err(error) if error.kind() == ErrorKind::OutOfRange
        ));
    }
    // No lattice of two choices; too many tables to sum.
    let convolution = ExactMultinomial::new(test).method(ExactMethod::Convolution);
    assert!(matches!(
        convolution.test(&[1.0, 2.0], &half),
        Err(error) if error.kind() == ErrorKind::Undefined
    ));
    let enumeration = ExactMultinomial::new(test).method(ExactMethod::Enumeration);
    assert!(matches!(
        enumeration.test(&COUNTS, &SHARES),
        Err(error) if error.kind() == ErrorKind::Undefined
    ));
}

#[test]
fn a_seed_gives_its_figure_again() {
    let sampled = |seed| {
        ExactMultinomial::new(ExactTest::LikelihoodRatio)
            .method(ExactMethod::MonteCarlo)
            .replicates(2000)
            .confidence(Confidence::P95)
            .seed(seed)
            .test(
                &[30.0, 12.0, 9.0, 6.0, 2.0, 1.0],
                &[0.5, 0.2, 0.1, 0.1, 0.06, 0.04],
            )
            .expect("valid")
    };
    assert_eq!(sampled(1), sampled(1));
    assert_ne!(sampled(1).p_value, sampled(2).p_value);
    // The exact figure (independent, all tables) lies in 95 % intervals of most seeds.
    let hits = (0..40).filter(|&seed| match sampled(seed).precision {
        Precision::Sampled { interval, .. } => interval.contains(0.690498840912142),
        _ => false,
    });
    assert!(hits.count() >= 34);
}

/// Counts and shares of 2 to 5 choices, some equal.
fn tables() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    proptest::collection::vec((0_u32..9, 1_u32..6), 2..6).prop_filter_map(
        "somebody must have answered",
        |choices| {
            let counts: Vec<f64> = choices.iter().map(|choice| f64::from(choice.0)).collect();
            let total: u32 = choices.iter().map(|choice| choice.1).sum();
            let shares = choices
                .iter()
                .map(|choice| f64::from(choice.1) / f64::from(total))
                .collect();
            (counts.iter().sum::<f64>() > 0.0).then_some((counts, shares))
        },
    )
}

proptest! {
    #![proptest_config(seeded(64))]

    #[test]
    fn p_values_are_probabilities_and_do_not_depend_on_the_order_of_choices(
        (counts, shares) in tables(),
    ) {
        for test in ExactTest::ALL {
            let fit = test.test(&counts, &shares).expect("valid");
            prop_assert!(fit.p_value > 0.0 && fit.p_value <= 1.0);
            prop_assert_eq!(fit.precision, Precision::Exact);
            let mut choices: Vec<_> = counts.iter().zip(&shares).collect();
            choices.reverse();
            let (counts, shares): (Vec<f64>, Vec<f64>) = choices.into_iter().unzip();
            let reversed = test.test(&counts, &shares).expect("valid");
            prop_assert!((reversed.p_value / fit.p_value - 1.0).abs() < 1e-12);
            // The lattice and random tables agree with the sum over all.
            let lattice = ExactMultinomial::new(test)
                .method(ExactMethod::Convolution)
                .lattice_cells(600)
                .test(&counts, &shares);
            // There is none for two choices or a perfect fit.
            if let Ok(lattice) = lattice {
                let bounds = bounds(&lattice);
                prop_assert!(bounds.low() <= fit.p_value * (1.0 + 1e-10), "{:?} {:?}", lattice, fit);
                prop_assert!(bounds.high() >= fit.p_value * (1.0 - 1e-10), "{:?} {:?}", lattice, fit);
            }
        }
    }

    #[test]
    fn probabilities_of_all_tables_sum_to_one(n in 1_u32..12, a in 1_u32..5, b in 1_u32..5, c in 1_u32..5) {
        let total = f64::from(a + b + c);
        let shares = [a, b, c].map(|part| f64::from(part) / total);
        let mut sum = 0.0;
        for x in 0..=n {
            for y in 0..=n - x {
                let counts = [x, y, n - x - y].map(f64::from);
                let fit = ExactTest::Probability.test(&counts, &shares).expect("valid");
                // The statistic of this order is the probability of the table.
                prop_assert!(fit.p_value >= fit.statistic * (1.0 - 1e-13));
                sum += fit.statistic;
            }
        }
        prop_assert!((sum - 1.0).abs() < 1e-12, "{}", sum);
    }
}
