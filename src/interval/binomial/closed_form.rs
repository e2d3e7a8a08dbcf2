//! Intervals with a formula.
//!
//! A lower end c − r, where r can come close to c, is computed as (c² − r²)/(c + r) with the difference of
//! squares worked out on paper: an end of 1e-9 keeps all its digits.

use super::count::{Count, Level};
use crate::interval::Interval;

/// Within [0, 1], and in order where both ends are one but for rounding.
fn clipped(lower: f64, upper: f64) -> Interval {
    let upper = upper.clamp(0.0, 1.0);
    Interval {
        low: lower.clamp(0.0, 1.0).min(upper),
        high: upper,
    }
}

pub(super) fn wald(count: Count, level: Level) -> Interval {
    let z = level.z;
    let (x, n) = (count.successes, count.trials);
    let share = count.share();
    let half_width = z * (share * (count.failures / n) / n).sqrt();
    let lower = if x > 0.0 {
        // p̂² − z²p̂q̂/n.
        share * ((x - z * z * (count.failures / n)) / n) / (share + half_width)
    } else {
        0.0
    };
    clipped(lower, share + half_width)
}

pub(super) fn wald_continuity(count: Count, level: Level) -> Interval {
    let z = level.z;
    let (x, n) = (count.successes, count.trials);
    let share = count.share();
    let half_width = z * (share * (count.failures / n) / n).sqrt();
    let reduced = x - 0.5;
    let lower = if reduced > 0.0 {
        (reduced * reduced - z * z * x * (count.failures / n)) / n / (reduced + n * half_width)
    } else {
        0.0
    };
    clipped(lower, (x + 0.5) / n + half_width)
}

/// In units of n, so that 1/n and one more division serve both ends (divisions and the root are most of
/// the work): with s = z²/n and c = p̂ + s/2 + √(s(p̂q̂ + s/4)) the upper end is c/(1 + s), and the product
/// of the ends is p̂²/(1 + s).
#[inline]
pub(super) fn wilson(count: Count, level: Level) -> Interval {
    let inverse = 1.0 / count.trials;
    let share = count.successes * inverse;
    let square = level.z * level.z * inverse;
    let root = (square * (share * (count.failures * inverse) + 0.25 * square)).sqrt();
    let sum = share + 0.5 * square + root;
    let whole = 1.0 + square;
    let both = 1.0 / (sum * whole);
    let upper = (sum * sum * both).min(1.0);
    Interval {
        low: (share * share * whole * both).min(upper),
        high: upper,
    }
}

/// The ends solve |p̂ − p| − 1/2n = z√(pq/n); within half a success of 0 or n no such p exists on that
/// side, and the end is 0 or 1.
pub(super) fn wilson_continuity(count: Count, level: Level) -> Interval {
    let z = level.z;
    let (x, n) = (count.successes, count.trials);
    let square = z * z;
    let reduced = 2.0 * x - 1.0;
    let lower = if reduced > 0.0 {
        let radicand = square - 2.0 - 1.0 / n + 4.0 * (x / n) * (count.failures + 1.0);
        // c² − r² = (2x − 1)²(n + z²)/n with c = 2x − 1 + z².
        reduced * (reduced / n) / (2.0 * (reduced + square + z * radicand.max(0.0).sqrt()))
    } else {
        0.0
    };
    let upper = if 2.0 * count.failures > 1.0 {
        let radicand = square + 2.0 - 1.0 / n + 4.0 * (x / n) * (count.failures - 1.0);
        (2.0 * x + 1.0 + square + z * radicand.max(0.0).sqrt()) / (2.0 * (n + square))
    } else {
        1.0
    };
    clipped(lower, upper)
}

pub(super) fn agresti_coull(count: Count, level: Level) -> Interval {
    let z = level.z;
    let square = z * z;
    let trials = count.trials + square;
    let centre = (count.successes + 0.5 * square) / trials;
    let half_width = z * (centre * ((count.failures + 0.5 * square) / trials) / trials).sqrt();
    // c² − r² = c·(x(n + 2z²) − nz²/2)/(n + z²)².
    let excess = count.successes * (count.trials + 2.0 * square) - 0.5 * count.trials * square;
    let lower = centre * (excess / trials / trials) / (centre + half_width);
    clipped(lower, centre + half_width)
}
