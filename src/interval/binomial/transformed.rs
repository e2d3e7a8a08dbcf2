//! Wald intervals on a transformed share.

use std::f64::consts::FRAC_PI_2;

use super::count::{Count, Level};
use super::exact::odds_of_root;
use crate::interval::Interval;

/// The odds of the lower end, x/(n−x)·exp(−z√(1/x + 1/(n−x))); at x = 0 and x = n, where the logit is infinite, the exact limit.
pub(super) fn logit_lower(count: Count, level: Level) -> f64 {
    let (x, rest) = (count.successes, count.failures);
    if x == 0.0 {
        return 0.0;
    }
    if rest == 0.0 {
        return odds_of_root(level.tail, count.trials);
    }
    x / rest * (-level.z * (1.0 / x + 1.0 / rest).sqrt()).exp()
}

/// sin²(θ ∓ z/(2√n)), θ = arcsin √((x + 3/8)/(n + 3/4)), the angle kept between 0 and a right angle.
pub(super) fn arcsine(count: Count, level: Level) -> Interval {
    let (near, far) = (count.successes + 0.375, count.failures + 0.375);
    let half_width = 0.5 * level.z / count.trials.sqrt();
    // The arc tangent keeps the digits of the angle where the arc sine's slope is infinite.
    let angle = near.sqrt().atan2(far.sqrt());
    let complement = far.sqrt().atan2(near.sqrt());
    let square = |angle: f64| angle.sin() * angle.sin();
    Interval {
        low: square((angle - half_width).max(0.0)),
        high: if complement > half_width {
            square((angle + half_width).min(FRAC_PI_2))
        } else {
            1.0
        },
    }
}
