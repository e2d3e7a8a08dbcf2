//! How often a perfect poll is called beyond sampling error, from exact probabilities over all its tables.

use exitpoll::hypothesis::{Adjustment, RowSample};
use exitpoll::numeric::binomial_probability;
use exitpoll::{Bounds, Confidence};

/// Whether a row with `x` of `n` respondents for a choice with the official share `v` is tested beyond chance by the
/// first step of Holm's procedure over `m` rows.
pub(super) fn rejects(x: u32, n: u32, v: f64, m: usize) -> bool {
    let exact = |share| (share, Bounds::exact(share));
    let sample = RowSample::drawn_singly(f64::from(n)).expect("positive");
    let test = sample
        .test(
            exact(f64::from(x) / f64::from(n)),
            exact(v),
            Confidence::P95,
        )
        .expect("valid");
    // All other rows fit perfectly.
    let mut p_values = vec![1.0; m];
    p_values[0] = test.p_value;
    let adjusted = Adjustment::Holm.adjust(&p_values).expect("valid");
    adjusted[0] < 0.05
}

/// The probability that at least one row of a multinomial poll of `n` is rejected: choice by choice, the probability
/// that its count is accepted given what the choices before it have left, a binomial.
fn familywise_error(shares: &[f64], n: u32) -> f64 {
    let m = shares.len();
    let accepted: Vec<Vec<bool>> = shares
        .iter()
        .map(|&v| (0..=n).map(|x| !rejects(x, n, v, m)).collect())
        .collect();
    // at[left]: all choices so far are accepted and leave so many.
    let mut at = vec![0.0; n as usize + 1];
    at[n as usize] = 1.0;
    let mut rest = 1.0;
    for (v, accepted) in shares.iter().zip(&accepted).take(m - 1) {
        let conditional = (v / rest).min(1.0);
        let mut next = vec![0.0; n as usize + 1];
        for left in 0..=n {
            let weight = at[left as usize];
            if weight < 1e-18 {
                continue;
            }
            for x in (0..=left).filter(|&x| accepted[x as usize]) {
                let p = binomial_probability(f64::from(x), f64::from(left), conditional);
                next[(left - x) as usize] += weight * p.expect("valid");
            }
        }
        at = next;
        rest -= v;
    }
    // The last choice takes whoever is left.
    let last = &accepted[m - 1];
    let within: f64 = (0..=n as usize).filter(|&x| last[x]).map(|x| at[x]).sum();
    1.0 - within
}

/// Each beside the same sum by SciPy.
fn check(shares: &[f64], n: u32, by_scipy: f64) -> f64 {
    let error = familywise_error(shares, n);
    assert!((error - by_scipy).abs() < 6e-5, "{shares:?}: {error}");
    error
}

#[test]
fn seven_choices_with_small_ones_are_called_beyond_chance_at_most_as_often_as_said() {
    for (shares, by_scipy) in [
        ([0.40, 0.30, 0.20, 0.085, 0.005, 0.005, 0.005], 0.0300),
        ([0.975, 0.005, 0.005, 0.005, 0.005, 0.0025, 0.0025], 0.0142),
        ([0.55, 0.425, 0.005, 0.005, 0.005, 0.005, 0.005], 0.0135),
        ([0.25, 0.25, 0.20, 0.15, 0.10, 0.045, 0.005], 0.0417),
    ] {
        assert!(check(&shares, 300, by_scipy) <= 0.055);
    }
}

#[test]
fn balanced_choices_are_called_beyond_chance_nearly_as_often_as_said() {
    for (shares, by_scipy) in [([0.2; 5], 0.0479), ([0.3, 0.25, 0.2, 0.15, 0.1], 0.0453)] {
        assert!((0.04..=0.055).contains(&check(&shares, 1000, by_scipy)));
    }
}

#[test]
fn just_above_a_small_cell_the_normal_distribution_is_liberal() {
    // Nine expected respondents for each of six choices: 7 in 100 instead of 5, the price of that line at five.
    let shares = [0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.82];
    check(&shares, 300, 0.0703);
}

#[test]
fn the_familywise_error_of_one_mirrored_row_is_that_of_the_row() {
    // Two choices are one test: with m = 2 the error is that of two-sided tests at α/2.
    let shares = [0.4, 0.6];
    let one: f64 = (0..=200)
        .filter(|&x| rejects(x, 200, 0.4, 2) || rejects(200 - x, 200, 0.6, 2))
        .map(|x| binomial_probability(f64::from(x), 200.0, 0.4).expect("valid"))
        .sum();
    assert!((familywise_error(&shares, 200) - one).abs() < 1e-12);
    assert!(one < 0.03);
}
