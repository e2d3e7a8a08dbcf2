//! Whether a choice has passed a threshold: of an electoral law, or a majority.

use serde::Serialize;
use std::fmt;

use super::bounds::total;
use super::{EQUAL, OutstandingBallots, check_bounds, check_votes, final_share_within};
use crate::accuracy::Said;
use crate::error::Result;
use crate::model::Threshold;
use crate::numeric::Bounds;

/// Where a choice stands with a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ThresholdOutcome {
    /// Passed whatever comes.
    Passed,
    /// Missed whatever comes.
    Missed,
    /// The outstanding ballots decide.
    Open,
    /// The digits that were printed do not say which of these it is.
    UndecidedByRounding,
}

impl ThresholdOutcome {
    /// What the count says of the threshold.
    #[must_use]
    pub fn said(self) -> Said {
        match self {
            ThresholdOutcome::Passed => Said::Yes,
            ThresholdOutcome::Missed => Said::No,
            ThresholdOutcome::Open | ThresholdOutcome::UndecidedByRounding => Said::Open,
        }
    }
}

impl fmt::Display for ThresholdOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ThresholdOutcome::Passed => "passed",
            ThresholdOutcome::Missed => "missed",
            ThresholdOutcome::Open => "open",
            ThresholdOutcome::UndecidedByRounding => "undecided by rounding",
        })
    }
}

impl Threshold {
    /// From votes, exactly: passed if it holds with all that can still come going to others, missed if it
    /// fails with all of them.
    ///
    /// # Errors
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the choice has more votes than there are;
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing
    /// is counted and nothing can come.
    ///
    /// ```
    /// use exitpoll::Threshold;
    /// use exitpoll::partial::{OutstandingBallots, ThresholdOutcome};
    ///
    /// // 51 of 100 votes, 1 outstanding: 51/101 at worst, which is more than half.
    /// let outcome = Threshold::MAJORITY.outcome_of_votes(51, 100, OutstandingBallots::at_most(1))?;
    /// assert_eq!(outcome, ThresholdOutcome::Passed);
    /// // With 2 outstanding, 51/102 is only half.
    /// let outcome = Threshold::MAJORITY.outcome_of_votes(51, 100, OutstandingBallots::at_most(2))?;
    /// assert_eq!(outcome, ThresholdOutcome::Open);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn outcome_of_votes(
        self,
        votes: u64,
        valid: u64,
        outstanding: OutstandingBallots,
    ) -> Result<ThresholdOutcome> {
        check_votes(votes, valid)?;
        total(valid, outstanding.most())?;
        let most = u128::from(outstanding.most());
        let (votes, all) = (u128::from(votes), u128::from(valid) + most);
        Ok(if self.passes(votes, all) {
            ThresholdOutcome::Passed
        } else if !self.passes(votes + most, all) {
            ThresholdOutcome::Missed
        } else {
            ThresholdOutcome::Open
        })
    }

    /// From a published share and the share of the ballots counted, whatever values their bounds allow.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end of the bounds is not a proportion.
    ///
    /// ```
    /// use exitpoll::{Bounds, Threshold, partial::ThresholdOutcome};
    ///
    /// let five_percent = Threshold::at_least(5, 100)?;
    /// let counted = Bounds::exact(0.99);
    /// // .99 × 5.06 = 5.0094 percent at worst.
    /// let outcome = five_percent.outcome_of_shares(Bounds::exact(0.0506), counted)?;
    /// assert_eq!(outcome, ThresholdOutcome::Passed);
    /// // "5.1" may be 5.05: .99 × 5.05 = 4.9995 percent.
    /// let outcome = five_percent.outcome_of_shares(Bounds::new(0.0505, 0.0515)?, counted)?;
    /// assert_eq!(outcome, ThresholdOutcome::UndecidedByRounding);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn outcome_of_shares(self, share: Bounds, counted: Bounds) -> Result<ThresholdOutcome> {
        check_bounds("share", share)?;
        check_bounds("counted", counted)?;
        let threshold = self.share();
        let passes = |share: f64| {
            if self.must_be_exceeded() {
                share > threshold + EQUAL
            } else {
                share >= threshold - EQUAL
            }
        };
        // The least and the most that the ends of the final share can be: f v rises with both, and
        // 1 − f (1 − v) rises with v and falls with f.
        let widest = final_share_within(share, counted);
        let surest = Bounds {
            low: counted.high * share.high,
            high: 1.0 - counted.high * (1.0 - share.low),
        };
        Ok(if passes(widest.low) {
            ThresholdOutcome::Passed
        } else if !passes(widest.high) {
            ThresholdOutcome::Missed
        } else if !passes(surest.low) && passes(surest.high) {
            ThresholdOutcome::Open
        } else {
            ThresholdOutcome::UndecidedByRounding
        })
    }
}
