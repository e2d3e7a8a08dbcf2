//! Whether a choice has passed a threshold: of an electoral law, or a majority.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::bounds::total;
use super::{EQUAL, OutstandingBallots, check_bounds, check_votes, final_share_bounds};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// A share of the valid votes that a choice has to reach, or to exceed. Kept as a fraction, because five
/// percent is not exact in binary, and one vote decides.
///
/// ```
/// use exitpoll::partial::Threshold;
///
/// assert_eq!(Threshold::at_least(5, 100)?.to_string(), "at least 5/100");
/// assert_eq!(Threshold::MAJORITY.to_string(), "more than 1/2");
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Fraction", into = "Fraction")]
pub struct Threshold {
    numerator: u32,
    denominator: u32,
    exceed: bool,
}

/// Where a choice stands with a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// More than half of the valid votes: "50 % + 1".
    pub const MAJORITY: Threshold = Threshold {
        numerator: 1,
        denominator: 2,
        exceed: true,
    };

    /// At least `numerator`/`denominator` of the valid votes, as most electoral thresholds are: (5, 100)
    /// for five percent, (13, 400) for 3.25 percent.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 0 ≤ numerator/denominator ≤ 1.
    pub fn at_least(numerator: u32, denominator: u32) -> Result<Threshold> {
        Threshold::new(numerator, denominator, false)
    }

    /// More than `numerator`/`denominator` of the valid votes.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 0 ≤ numerator/denominator ≤ 1.
    pub fn more_than(numerator: u32, denominator: u32) -> Result<Threshold> {
        Threshold::new(numerator, denominator, true)
    }

    fn new(numerator: u32, denominator: u32, exceed: bool) -> Result<Threshold> {
        if denominator == 0 || numerator > denominator {
            return Err(Error::out_of_range(
                "threshold",
                format!("{numerator}/{denominator}"),
                "give a fraction from 0 to 1, such as 5 and 100",
            ));
        }
        Ok(Threshold {
            numerator,
            denominator,
            exceed,
        })
    }

    /// The threshold as a proportion.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }

    /// Whether a choice with `votes` of `all` valid votes passes, exactly.
    fn passes(self, votes: u128, all: u128) -> bool {
        // 65 + 32 bits at most.
        let has = votes * u128::from(self.denominator);
        let needs = all * u128::from(self.numerator);
        if self.exceed {
            has > needs
        } else {
            has >= needs
        }
    }

    /// From votes, exactly: passed if it holds with all that can still come going to others, missed if it
    /// fails with all of them.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] if the choice has more votes than there are; [`Error::Undefined`] if nothing
    /// is counted and nothing can come.
    ///
    /// ```
    /// use exitpoll::partial::{OutstandingBallots, Threshold, ThresholdOutcome};
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
    /// [`Error::OutOfRange`] if an end of the bounds is not a proportion.
    ///
    /// ```
    /// use exitpoll::{Bounds, partial::{Threshold, ThresholdOutcome}};
    ///
    /// let five_percent = Threshold::at_least(5, 100)?;
    /// let counted = Bounds::exact(0.99);
    /// // .99 × 5.06 = 5.0094 percent at worst.
    /// let outcome = five_percent.outcome_of_shares(Bounds::exact(0.0506), counted)?;
    /// assert_eq!(outcome, ThresholdOutcome::Passed);
    /// // "5.1" may be 5.05: .99 × 5.05 = 4.9995 percent.
    /// let outcome = five_percent.outcome_of_shares(Bounds::new(0.0505, 0.0515), counted)?;
    /// assert_eq!(outcome, ThresholdOutcome::UndecidedByRounding);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn outcome_of_shares(self, share: Bounds, counted: Bounds) -> Result<ThresholdOutcome> {
        check_bounds("share", share)?;
        check_bounds("counted", counted)?;
        let threshold = self.share();
        let passes = |share: f64| {
            if self.exceed {
                share > threshold + EQUAL
            } else {
                share >= threshold - EQUAL
            }
        };
        // The least and the most that the ends of the final share can be: f v rises with both, and
        // 1 − f (1 − v) rises with v and falls with f.
        let widest = final_share_bounds(share, counted);
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

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = if self.exceed { "more than" } else { "at least" };
        write!(f, "{rule} {}/{}", self.numerator, self.denominator)
    }
}

/// The form in which a document holds a threshold.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fraction {
    numerator: u32,
    denominator: u32,
    exceed: bool,
}

impl TryFrom<Fraction> for Threshold {
    type Error = Error;
    fn try_from(fraction: Fraction) -> Result<Threshold> {
        Threshold::new(fraction.numerator, fraction.denominator, fraction.exceed)
    }
}

impl From<Threshold> for Fraction {
    fn from(threshold: Threshold) -> Fraction {
        Fraction {
            numerator: threshold.numerator,
            denominator: threshold.denominator,
            exceed: threshold.exceed,
        }
    }
}
