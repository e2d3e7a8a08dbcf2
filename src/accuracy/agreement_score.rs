use std::f64::consts::PI;

use super::{check, check_size};
use crate::error::{Error, Result};

/// TV₀, the total variation ½ Σ |1/k − v_i| between the count and the flat vector: the worst that
/// knowing nothing does.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, or no choice.
pub fn flat_total_variation(count: &[f64]) -> Result<f64> {
    check(count, count, 1)?;
    let flat = 1.0 / count.len() as f64;
    Ok(count.iter().map(|v| (v - flat).abs()).sum::<f64>() / 2.0)
}

/// The agreement score 100 · (1 − TV/TV₀), not below 0, of a poll at total variation TV from a
/// count whose flat vector is at TV₀. It needs no sample size and is 100 only for equality.
///
/// ```
/// use exitpoll::accuracy::{agreement_score, flat_total_variation};
/// let flat = flat_total_variation(&[0.75, 0.25])?; // ¼
/// assert_eq!(agreement_score(0.05, flat)?, 80.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the count itself is flat; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a negative
/// distance.
pub fn agreement_score(total_variation: f64, flat: f64) -> Result<f64> {
    if !(total_variation >= 0.0 && flat >= 0.0) {
        let mend = "give distances that are not negative";
        return Err(Error::out_of_range(
            "total_variation",
            total_variation,
            mend,
        ));
    }
    if flat == 0.0 {
        let reason = "all choices of the count are equal, so knowing nothing would be perfect";
        return Err(Error::undefined("the agreement score", reason));
    }
    Ok((100.0 * (1.0 - total_variation / flat)).max(0.0))
}

/// The total variation that sampling alone costs a perfect poll of this effective size on average:
/// ½ Σ √(2 v_i (1 − v_i)/(π n)), each |p_i − v_i| being half-normal.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, or a size that is not positive.
pub fn expected_total_variation(count: &[f64], size: f64) -> Result<f64> {
    check(count, count, 1)?;
    check_size(size)?;
    Ok(count
        .iter()
        .map(|v| (2.0 * v * (1.0 - v) / (PI * size)).sqrt())
        .sum::<f64>()
        / 2.0)
}
