//! What the methods are given: a checked count, and what they need of a level.

use crate::error::{Error, Result};
use crate::numeric::{Confidence, OneSidedConfidence};

/// No formula overflows on the way to its result between these sizes; above 2⁵³ whole counts are not told
/// apart.
const LEAST: f64 = 1e-15;
const MOST: f64 = 9_007_199_254_740_992.0;

/// A count with its trials, checked.
#[derive(Clone, Copy)]
pub(super) struct Count {
    pub(super) successes: f64,
    pub(super) failures: f64,
    pub(super) trials: f64,
}

impl Count {
    #[inline]
    pub(super) fn new(successes: f64, trials: f64) -> Result<Count> {
        if Count::is_sound(successes, trials) {
            Ok(Count::sound(successes, trials))
        } else {
            Err(refusal(successes, trials))
        }
    }

    /// A share of an effective size; keeps the digits of 1 − share.
    pub(super) fn of_share(share: f64, size: f64) -> Result<Count> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::out_of_range(
                "share",
                share,
                "give a proportion between 0 and 1",
            ));
        }
        if !(LEAST..=MOST).contains(&size) {
            return Err(Error::out_of_range(
                "effective size",
                size,
                "give respondents and a design effect that leave 1e-15 to 2^53 effective respondents",
            ));
        }
        Ok(Count {
            successes: share * size,
            failures: (1.0 - share) * size,
            trials: size,
        })
    }

    /// Without a branch, so that a loop over many counts can be vectorised.
    #[inline]
    pub(super) fn is_sound(successes: f64, trials: f64) -> bool {
        (trials >= LEAST) & (successes <= trials) & (successes >= 0.0) & (trials <= MOST)
    }

    /// The caller has asked [`Count::is_sound`].
    #[inline]
    pub(super) fn sound(successes: f64, trials: f64) -> Count {
        Count {
            successes,
            failures: trials - successes,
            trials,
        }
    }

    #[inline]
    pub(super) fn share(self) -> f64 {
        self.successes / self.trials
    }

    /// Failures counted as successes.
    pub(super) fn mirrored(self) -> Count {
        Count {
            successes: self.failures,
            failures: self.successes,
            trials: self.trials,
        }
    }
}

#[cold]
fn refusal(successes: f64, trials: f64) -> Error {
    if (LEAST..=MOST).contains(&trials) {
        Error::out_of_range(
            "successes",
            successes,
            format!("give a number from 0 to the {trials} trials"),
        )
    } else {
        Error::out_of_range(
            "trials",
            trials,
            "give a positive number, up to 2^53 (and no less than 1e-15)",
        )
    }
}

/// What the methods need of a confidence level, computed once for a slice.
#[derive(Clone, Copy)]
pub(super) struct Level {
    /// Normal quantile.
    pub(super) z: f64,
    /// Probability left beyond each end (beyond the one end of a bound), below ½.
    pub(super) tail: f64,
}

impl From<Confidence> for Level {
    fn from(confidence: Confidence) -> Level {
        Level {
            z: confidence.critical_value(),
            tail: 0.5 * confidence.alpha(),
        }
    }
}

impl From<OneSidedConfidence> for Level {
    fn from(confidence: OneSidedConfidence) -> Level {
        Level {
            z: confidence.critical_value(),
            tail: confidence.alpha(),
        }
    }
}
