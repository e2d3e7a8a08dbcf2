//! Who leads: what the poll said, how surely, and whether it was right.

use serde::Serialize;
use std::fmt;

use super::mosteller::leading_pair;
use super::{check, check_size, lead_standard_error};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, normal_cdf};

/// What a poll's own figures say of the leader, against who led in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaderCall {
    /// The interval of the poll's lead excludes 0, and its leader leads the count.
    CalledRight,
    /// The interval of the poll's lead excludes 0, and another leads the count.
    CalledWrong,
    /// The interval of the poll's lead contains 0: the poll makes no call, whoever is ahead in it.
    TooCloseToCall,
}

impl fmt::Display for LeaderCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LeaderCall::CalledRight => "called right",
            LeaderCall::CalledWrong => "called wrong",
            LeaderCall::TooCloseToCall => "too close to call",
        })
    }
}

/// The leader of a poll against the leader of the count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leader {
    /// Called right, called wrong or too close to call.
    pub call: LeaderCall,
    /// Whether the leader of the poll is that of the count, however small the lead; the bare form of
    /// a right call.
    pub same: bool,
    /// The position of the poll's leader; the earlier one among equals.
    pub leader: usize,
    /// The position of the poll's runner-up.
    pub runner_up: usize,
    /// The position of the count's leader.
    pub winner: usize,
    /// The poll's lead of its leader over its runner-up.
    pub lead: f64,
    /// Its standard error, of a difference within one sample.
    pub standard_error: f64,
    /// lead ± z_c times the standard error (Wald).
    pub interval: Interval,
}

impl Leader {
    /// Sets the leader of a poll of `size` effective respondents against that of the count. A call needs
    /// a lead whose Wald interval excludes 0.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::accuracy::{Leader, LeaderCall};
    /// let count = [0.48, 0.52];
    /// // 52 to 48: the standard error of the lead is √((1 − .04²)/1000) = 3.16 points.
    /// let close = Leader::of(&[0.52, 0.48], &count, 1000.0, Confidence::P95)?;
    /// assert_eq!(close.call, LeaderCall::TooCloseToCall);
    /// let wrong = Leader::of(&[0.54, 0.46], &count, 1000.0, Confidence::P95)?;
    /// assert_eq!(wrong.call, LeaderCall::CalledWrong);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if two lead the count together; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares that are no
    /// proportions or differ in number, fewer than two choices, or a size that is not positive.
    pub fn of(poll: &[f64], count: &[f64], size: f64, confidence: Confidence) -> Result<Leader> {
        check(poll, count, 2)?;
        check_size(size)?;
        let (winner, second) = leading_pair(count);
        if count[winner] == count[second] {
            let reason = format!("choices {winner} and {second} lead the count together");
            return Err(Error::undefined("a right call", reason));
        }
        let (leader, runner_up) = leading_pair(poll);
        let pair = [poll[leader], poll[runner_up]];
        let [first, next] = pair;
        let (lead, standard_error) = (first - next, lead_standard_error(pair, size)?);
        let half_width = confidence.critical_value() * standard_error;
        let interval = Interval {
            low: lead - half_width,
            high: lead + half_width,
        };
        let same = leader == winner && lead > 0.0;
        Ok(Leader {
            call: match (interval.low > 0.0, same) {
                (false, _) => LeaderCall::TooCloseToCall,
                (true, true) => LeaderCall::CalledRight,
                (true, false) => LeaderCall::CalledWrong,
            },
            same,
            leader,
            runner_up,
            winner,
            lead,
            standard_error,
            interval,
        })
    }
}

/// The probability with which a lead in the sample is a lead in the count, by the normal distribution of
/// the lead without other errors than sampling: Φ(lead/se).
///
/// ```
/// use exitpoll::accuracy::leading_probability;
/// // Even: one half. 55 to 45 of 396 respondents: se = √(.99/396) = 5 points, 2 standard errors.
/// assert_eq!(leading_probability([0.4, 0.4], 1000.0)?, 0.5);
/// assert!((leading_probability([0.55, 0.45], 396.0)? - 0.977_249_868_051_820_8).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`lead_standard_error`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where neither has a respondent.
pub fn leading_probability(poll: [f64; 2], size: f64) -> Result<f64> {
    let standard_error = lead_standard_error(poll, size)?;
    let [first, second] = poll;
    if standard_error > 0.0 {
        return normal_cdf((first - second) / standard_error);
    }
    // All respondents for one of the two: no sampling error in this form.
    if first == second {
        let reason = "neither choice has a respondent";
        return Err(Error::undefined("the probability of leading", reason));
    }
    Ok(f64::from(u8::from(first > second)))
}
