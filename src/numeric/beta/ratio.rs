//! The tail of a beta distribution over its power term x^a y^b/B(a,b).

use super::{Point, deviance};
use crate::numeric::pair::Pair;
use crate::numeric::quadrature::tail_integral;

/// Whether the lower tail can be computed directly (otherwise the upper one can).
pub(super) fn lower_is_direct(a: f64, b: f64, point: Point) -> bool {
    // With a shape below 1 the continued fraction is slow next to that end: there the power series
    // of the other tail takes over.
    if a < 1.0 && b * point.x <= 1.5 && point.x < 0.9 {
        true
    } else if b < 1.0 && a * point.y <= 1.5 && point.y < 0.9 {
        false
    } else {
        point.below_mean >= 0.0
    }
}

/// Lower tail over x^a y^b/B(a,b).
pub(super) fn direct_ratio(a: f64, b: f64, point: Point) -> f64 {
    if b * point.x <= 1.5 && point.x < 0.9 && a < 30.0 {
        return power_series(a, b, point);
    }
    let spread = a * (b / (a + b));
    // Near the mean the fraction needs some √n terms, the integral always the same number.
    if spread > 1000.0 && point.below_mean < spread.sqrt() {
        return ratio_by_integral(a, b, point);
    }
    let [ratio, _] = continued_fractions([(a, b, point); 2], 4e-15);
    ratio
}

/// Σ over the binomial series of (1−t)^(b−1), for b·x up to about 1.
fn power_series(a: f64, b: f64, point: Point) -> f64 {
    let x = point.x;
    let mut term = 1.0;
    let mut total = 0.0;
    // x < 0.9: the terms fall below 1e-17 of the first after 400.
    for n in 1..1000 {
        let n = f64::from(n);
        term *= (n - b) / n * x;
        let part = term / (a + n);
        total += part;
        if part.abs() <= 1e-17 * (1.0 / a + total).abs() {
            break;
        }
    }
    (1.0 + a * total) / a * (-b * (-x).ln_1p()).exp()
}

/// The continued fraction of DiDonato & Morris for two problems at once, in forward recurrence:
/// numerators and denominators of the convergents, without a division per term except in the
/// coefficients. Ends when the last step of both is down to `tolerance`, relatively; as the convergents
/// close in by a factor of about two a term, less than that is then left.
pub(super) fn continued_fractions(problems: [(f64, f64, Point); 2], tolerance: f64) -> [f64; 2] {
    let of = |part: fn((f64, f64, Point)) -> f64| Pair(problems.map(part));
    let (one, two) = (Pair::from(1.0), Pair::from(2.0));
    let x = of(|(_, _, point)| point.x);
    let slope = of(|(_, _, point)| 1.0 + point.y);
    // Moving along with n: a + n − 1, (b − n)x, (a + b + n − 1)x, a + 2n − 1 and its inverse, and
    // a − (a+b)x + 1 + n(1 + y).
    let mut a = of(|(a, _, _)| a);
    let mut left = of(|(_, b, point)| b * point.x);
    let mut sum = of(|(a, b, point)| (a + b - 1.0) * point.x);
    let mut divisor = a + one;
    let mut inverse = one / divisor;
    let mut line = of(|(_, _, point)| point.below_mean + 1.0);
    let mut n = 0.0;

    let (mut numerator, mut denominator) = (one, a * inverse * line);
    let (mut numerator_before, mut denominator_before) = (Pair::from(0.0), one);
    for _ in 0..50_000 {
        // Two terms to a test: the test costs a third of a term.
        for _ in 0..2 {
            n += 1.0;
            left = left - x;
            sum = sum + x;
            let gain = left * inverse * Pair::from(n);
            let alpha = a * sum * inverse * gain;
            a = a + one;
            divisor = divisor + two;
            inverse = one / divisor;
            line = line + slope;
            let beta = a * inverse * line + gain + Pair::from(n);
            let next_numerator = beta * numerator + alpha * numerator_before;
            let next_denominator = beta * denominator + alpha * denominator_before;
            (numerator_before, denominator_before) = (numerator, denominator);
            (numerator, denominator) = (next_numerator, next_denominator);
        }
        let cross = numerator_before * denominator;
        let Pair(steps) = numerator * denominator_before - cross;
        let converged =
            (steps.iter().zip(cross.0)).all(|(step, all)| step.abs() <= tolerance * all.abs());
        // What is no number any more never converges; callers refuse it.
        if converged || cross.0.iter().any(|value| value.is_nan()) {
            break;
        }
        if denominator.0.iter().any(|value| *value > 1e100) {
            let scale = one / denominator;
            numerator = numerator * scale;
            numerator_before = numerator_before * scale;
            denominator_before = denominator_before * scale;
            denominator = one;
        }
    }
    (numerator / denominator).0
}

/// ∫ over the logit below the point of the density over its value there.
fn ratio_by_integral(a: f64, b: f64, point: Point) -> f64 {
    let here = deviance(a, b, point);
    let scale = 1.0 / ((a + b) * point.x * point.y).sqrt();
    scale
        * tail_integral(|distance| {
            // e^(−shift) of the odds.
            let shift = distance * scale;
            let fall = (-shift).exp_m1();
            // x' − x = x y (e^−s − 1)/(y + x e^−s).
            let moved = point.x * point.y * fall / (1.0 + point.x * fall);
            let there = Point {
                x: point.x + moved,
                y: point.y - moved,
                below_mean: point.below_mean - (a + b) * moved,
            };
            (here - deviance(a, b, there)).exp()
        })
}
