//! Both ends of an interval at once: two lower quantiles for one tail, computed in step.
//!
//! Carter's start is mostly so near that the tail there and the Taylor series of the inverse end the work:
//! one continued fraction, no logarithm, and a [`Pair`] carries both quantiles through the arithmetic.

use super::ratio::continued_fractions;
use super::{Point, carter_terms, log_density_slopes, solve_lower_by};
use crate::numeric::invert::{is_within_reach, taylor_step};
use crate::numeric::logarithm::{SQRT_TWO_PI, remainder_series, stirling_series};
use crate::numeric::pair::Pair;

/// The odds x/(1−x) of the x with lower tail `tail` ≤ ½, whose normal quantile is −`z`.
pub(crate) fn odds_of_lower_tail(a: f64, b: f64, tail: f64, z: f64) -> f64 {
    let [odds, _] = odds_of_lower_tails([(a, b); 2], tail, z);
    odds
}

/// [`odds_of_lower_tail`] of two pairs of shapes, in the time of one.
pub(crate) fn odds_of_lower_tails(shapes: [(f64, f64); 2], tail: f64, z: f64) -> [f64; 2] {
    let mut odds = [f64::NAN; 2];
    // The series of both logarithms hold from shapes of 10.
    if shapes.iter().all(|&(a, b)| a >= 10.0 && b >= 10.0) {
        odds = from_one_evaluation(shapes, tail, z);
    }
    for (odds, (a, b)) in odds.iter_mut().zip(shapes) {
        if odds.is_nan() {
            *odds = solve_lower_by(a, b, tail, || z).exp();
        }
    }
    odds
}

/// NaN where the start is too far away or the fraction does not suit.
fn from_one_evaluation(shapes: [(f64, f64); 2], tail: f64, z: f64) -> [f64; 2] {
    const NOT_SO: [f64; 2] = [f64::NAN; 2];
    let (a, b) = (Pair(shapes.map(|(a, _)| a)), Pair(shapes.map(|(_, b)| b)));
    let one = Pair::from(1.0);
    let (inside, skew) = carter_terms(a, b, z);
    if !inside.all(|inside| inside > 0.0) {
        return NOT_SO;
    }
    let shift = skew - Pair::from(z) * inside.map(f64::sqrt);
    let start = a / b * (shift + shift).map(f64::exp);

    let n = a + b;
    let y = one / (one + start);
    let x = start * y;
    let below_mean = (a - b * start) * y;
    let (inverse_a, inverse_b, inverse_n) = (one / a, one / b, one / n);
    let spread = a * b * inverse_n;
    let root = spread.map(f64::sqrt);
    let from_mean = below_mean / root;
    // Close to the mean the fraction is slow, and above it the other tail is the one to compute.
    if !from_mean.all(|distance| distance >= 1.0) {
        return NOT_SO;
    }
    let (fall, rise) = (below_mean * inverse_a, below_mean * inverse_b);
    if !(fall.all(|fall| fall < 0.3) && rise.all(|rise| rise < 0.3)) {
        return NOT_SO;
    }
    let zero = Pair::from(0.0);
    let deviance = a * remainder_series(zero - fall) + b * remainder_series(rise);
    let stirling =
        stirling_series(inverse_n) - stirling_series(inverse_a) - stirling_series(inverse_b);
    let inverse_density = Pair::from(SQRT_TWO_PI) / root * (deviance - stirling).map(f64::exp);

    let points = problems(shapes, x, y, below_mean);
    // An error of the ratio moves the logit by as much times the ratio, which is below 1/√spread.
    let Pair([first, second]) = root;
    let ratios = continued_fractions(points, 4e-14 * first.min(second));
    let Pair(steps) = Pair::from(tail) * inverse_density - Pair(ratios);
    let Pair(starts) = start;

    let mut odds = NOT_SO;
    for (((odds, (a, b, point)), w), start) in odds.iter_mut().zip(points).zip(steps).zip(starts) {
        let slopes = log_density_slopes(a, b, point);
        if is_within_reach(w, &slopes) {
            *odds = start * taylor_step(w, &slopes).exp();
        }
    }
    odds
}

fn problems(
    [(a, b), (c, d)]: [(f64, f64); 2],
    Pair([x, x2]): Pair,
    Pair([y, y2]): Pair,
    Pair([below_mean, below_mean2]): Pair,
) -> [(f64, f64, Point); 2] {
    [
        (a, b, Point { x, y, below_mean }),
        (
            c,
            d,
            Point {
                x: x2,
                y: y2,
                below_mean: below_mean2,
            },
        ),
    ]
}
