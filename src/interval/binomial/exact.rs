//! Lower ends that are quantiles of a beta distribution, as odds p/(1 − p).
//!
//! An upper end is the mirror image of a lower one: its odds are one over the lower odds of the failures.
//! So every method here is one function, and both ends keep their digits beside 0.

use super::count::{Count, Level};
use crate::interval::Interval;
use crate::numeric::beta;

pub(super) fn clopper_pearson_lower(count: Count, level: Level) -> f64 {
    if count.successes == 0.0 {
        return 0.0;
    }
    if count.failures == 0.0 {
        return odds_of_root(level.tail, count.trials);
    }
    beta::odds_of_lower_tail(count.successes, count.failures + 1.0, level.tail, level.z)
}

pub(super) fn jeffreys_lower(count: Count, level: Level) -> f64 {
    beta::odds_of_lower_tail(
        count.successes + 0.5,
        count.failures + 0.5,
        level.tail,
        level.z,
    )
}

pub(super) fn jeffreys_bounded_lower(count: Count, level: Level) -> f64 {
    if count.successes == 0.0 {
        0.0
    } else {
        jeffreys_lower(count, level)
    }
}

pub(super) fn clopper_pearson(count: Count, level: Level) -> Interval {
    let (x, rest) = (count.successes, count.failures);
    if x == 0.0 || rest == 0.0 {
        return both_ends(clopper_pearson_lower, count, level);
    }
    interval(beta::odds_of_lower_tails(
        [(x, rest + 1.0), (rest, x + 1.0)],
        level.tail,
        level.z,
    ))
}

pub(super) fn jeffreys(count: Count, level: Level) -> Interval {
    let (a, b) = (count.successes + 0.5, count.failures + 0.5);
    interval(beta::odds_of_lower_tails(
        [(a, b), (b, a)],
        level.tail,
        level.z,
    ))
}

pub(super) fn jeffreys_bounded(count: Count, level: Level) -> Interval {
    let interval = jeffreys(count, level);
    Interval {
        low: if count.successes == 0.0 {
            0.0
        } else {
            interval.low
        },
        high: if count.failures == 0.0 {
            1.0
        } else {
            interval.high
        },
    }
}

/// Both ends of a method by its lower odds.
pub(super) fn both_ends(odds: fn(Count, Level) -> f64, count: Count, level: Level) -> Interval {
    interval([odds(count, level), odds(count.mirrored(), level)])
}

/// From the lower odds of the successes and of the failures.
fn interval([successes, failures]: [f64; 2]) -> Interval {
    let lower = share_of_odds(successes);
    Interval {
        low: lower,
        // Where both ends are one but for rounding, they stay in order.
        high: (1.0 / (1.0 + failures)).max(lower),
    }
}

/// The odds of `tail`^(1/n), the p at which n successes in n trials have the probability `tail`.
pub(super) fn odds_of_root(tail: f64, trials: f64) -> f64 {
    1.0 / (-tail.ln() / trials).exp_m1()
}

/// The share with these odds.
#[inline]
pub(super) fn share_of_odds(odds: f64) -> f64 {
    if odds < 1.0 {
        odds / (1.0 + odds)
    } else {
        1.0 / (1.0 + 1.0 / odds)
    }
}
