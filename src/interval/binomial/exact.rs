//! Lower ends that are quantiles of a beta distribution, as logits.
//!
//! An upper end is the mirror image of a lower one: minus the lower logit of the failures. So every
//! method here is one function, and both ends keep their digits beside 0.

use super::count::{Count, Level};
use crate::numeric::beta;

pub(super) fn clopper_pearson_lower(count: Count, level: Level) -> f64 {
    if count.successes == 0.0 {
        return f64::NEG_INFINITY;
    }
    if count.failures == 0.0 {
        return logit_of_root(level.tail, count.trials);
    }
    beta::logit_quantile(
        count.successes,
        count.failures + 1.0,
        level.tail,
        1.0 - level.tail,
    )
}

pub(super) fn jeffreys_lower(count: Count, level: Level) -> f64 {
    beta::logit_quantile(
        count.successes + 0.5,
        count.failures + 0.5,
        level.tail,
        1.0 - level.tail,
    )
}

pub(super) fn jeffreys_bounded_lower(count: Count, level: Level) -> f64 {
    if count.successes == 0.0 {
        f64::NEG_INFINITY
    } else {
        jeffreys_lower(count, level)
    }
}

/// The logit of `tail`^(1/n), the p at which n successes in n trials have the probability `tail`.
pub(super) fn logit_of_root(tail: f64, trials: f64) -> f64 {
    -(-tail.ln() / trials).exp_m1().ln()
}

/// The share with this logit.
#[inline]
pub(super) fn share_of_logit(logit: f64) -> f64 {
    if logit < 0.0 {
        let odds = logit.exp();
        odds / (1.0 + odds)
    } else {
        1.0 / (1.0 + (-logit).exp())
    }
}
