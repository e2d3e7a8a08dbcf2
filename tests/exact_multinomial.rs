//! The exact tests of fit: the ways to compute them against each other and against independent figures.

use exitpoll::hypothesis::{
    ExactFit, ExactMethod, ExactMultinomial, ExactTest, Precision, likelihood_ratio,
};
use exitpoll::numeric::{Bounds, binomial_probability};
use exitpoll::{Confidence, Error};
use proptest::prelude::*;

/// The presidential poll of seven choices that the other rooms use as well.
const COUNTS: [f64; 7] = [4631.0, 110.0, 100.0, 80.0, 40.0, 20.0, 15.0];
const SHARES: [f64; 7] = [0.9205, 0.0219, 0.02, 0.0176, 0.0067, 0.0053, 0.008];

fn run(test: ExactTest, method: ExactMethod, counts: &[f64], shares: &[f64]) -> ExactFit {
    ExactMultinomial::new(test)
        .method(method)
        .lattice_cells(2048)
        .replicates(4000)
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
                    assert!(error.abs() < 2e-11, "{test} of {counts:?}: {fit:?}, {error:e}");
                }
                // Too many tables: only the lattice below has them.
                Err(Error::Undefined { .. }) => assert!(counts.len() > 4, "{test} of {counts:?}"),
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
