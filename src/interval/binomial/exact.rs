//! Intervals whose ends are quantiles of a beta distribution.

use super::{Count, Interval};
use crate::numeric::beta;

pub(super) fn clopper_pearson(count: Count, half_alpha: f64) -> Interval {
    let (x, rest) = (count.successes, count.failures);
    let lower = if x == 0.0 {
        0.0
    } else {
        beta::quantile(x, rest + 1.0, half_alpha, 1.0 - half_alpha)
    };
    let upper = if rest == 0.0 {
        1.0
    } else {
        beta::quantile(x + 1.0, rest, 1.0 - half_alpha, half_alpha)
    };
    Interval { lower, upper }
}

pub(super) fn jeffreys(count: Count, half_alpha: f64) -> Interval {
    let (a, b) = (count.successes + 0.5, count.failures + 0.5);
    Interval {
        lower: beta::quantile(a, b, half_alpha, 1.0 - half_alpha),
        upper: beta::quantile(a, b, 1.0 - half_alpha, half_alpha),
    }
}

pub(super) fn jeffreys_bounded(count: Count, half_alpha: f64) -> Interval {
    let interval = jeffreys(count, half_alpha);
    Interval {
        lower: if count.successes == 0.0 {
            0.0
        } else {
            interval.lower
        },
        upper: if count.failures == 0.0 {
            1.0
        } else {
            interval.upper
        },
    }
}
