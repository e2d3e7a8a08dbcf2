//! The pool against the count.

use serde::Serialize;

use super::pool::Pool;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{normal_upper_tail, student_t_two_sided_tail};

/// How far the pool is from the count: what all polls have in common, on the scale of the estimates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct CommonBias {
    /// Pool − count; positive where the polls overstate the choice.
    pub deviation: f64,
    /// The standard error of the pool. The count is taken as exact.
    pub standard_error: f64,
    /// The interval of the pool less the count.
    pub interval: Interval,
    /// deviation/standard error.
    pub statistic: f64,
    /// Degrees of freedom of the statistic's t distribution; `None` where it is normal.
    pub degrees_of_freedom: Option<f64>,
    /// P of a statistic at least so far from 0, either way, if the polls had no bias in common.
    pub p_value: f64,
}

/// The deviation of the pool from the count's value on the same scale
/// ([`Scale::of_share`](super::Scale::of_share)).
///
/// That polls agree with one another says nothing here: an error that all of them make is in the pool and
/// in none of their differences. With τ² estimated, the standard error covers biases that polls have
/// each for themselves, not the one they share; that one is what is estimated.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a count that is not finite; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a pool with a standard
/// error of 0 (a Hartung–Knapp interval of polls that agree exactly).
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, common_bias, pool};
///
/// let pool = pool(
///     &[0.51, 0.53],
///     &[0.0002; 2],
///     HeterogeneityEstimator::FixedEffect,
///     IntervalMethod::Wald,
///     Confidence::P95,
/// )?;
/// // .52 against .5 with standard error √(.0002/2) = .01: two standard errors.
/// let bias = common_bias(&pool, 0.5)?;
/// assert!((bias.deviation - 0.02).abs() < 1e-15 && (bias.statistic - 2.0).abs() < 1e-13);
/// assert!((bias.p_value - 0.045_500_263_896_358_4).abs() < 1e-13);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn common_bias(pool: &Pool, count: f64) -> Result<CommonBias> {
    if !count.is_finite() {
        return Err(Error::out_of_range(
            "count",
            count,
            "give the official share on the scale of the estimates",
        ));
    }
    if pool.standard_error == 0.0 {
        return Err(Error::undefined(
            "the test of a common bias",
            format!(
                "the polls agree exactly and the {} standard error is 0; use wald",
                pool.interval_method
            ),
        ));
    }
    let deviation = pool.pooled - count;
    let statistic = deviation / pool.standard_error;
    Ok(CommonBias {
        deviation,
        standard_error: pool.standard_error,
        interval: Interval {
            low: pool.interval.low - count,
            high: pool.interval.high - count,
        },
        statistic,
        degrees_of_freedom: pool.degrees_of_freedom,
        p_value: two_sided(statistic, pool.degrees_of_freedom)?,
    })
}

/// P of |statistic| or more, normal or t.
pub(crate) fn two_sided(statistic: f64, degrees_of_freedom: Option<f64>) -> Result<f64> {
    match degrees_of_freedom {
        None => Ok(2.0 * normal_upper_tail(statistic.abs())?),
        Some(freedom) => student_t_two_sided_tail(statistic, freedom),
    }
}
