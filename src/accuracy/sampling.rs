//! What a deviation needs to be more than chance.

use super::{check, check_size};
use crate::error::{Error, Result};
use crate::numeric::Confidence;

/// The effective respondents above which a deviation from the share v of the count is significant
/// in the score form: n* = z_c² v (1 − v)/d². `None` where nothing deviates.
///
/// ```
/// use exitpoll::{Confidence, accuracy::break_even_size};
/// let size = break_even_size(0.9205, 0.939 - 0.9205, Confidence::P95)?.unwrap();
/// assert!((size - 821.379097542).abs() < 1e-6);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside \[0, 1\] or a deviation outside \[−1, 1\].
pub fn break_even_size(count: f64, deviation: f64, confidence: Confidence) -> Result<Option<f64>> {
    check(&[count], &[count], 1)?;
    if !(-1.0..=1.0).contains(&deviation) {
        return Err(Error::out_of_range(
            "deviation",
            deviation,
            "give poll − count in proportions",
        ));
    }
    let z = confidence.critical_value();
    Ok((deviation != 0.0).then(|| z * z * count * (1.0 - count) / (deviation * deviation)))
}

/// The design effect that a stated margin implies: (m / (z_c √(p(1 − p)/n)))² at p = ½, for which
/// pollsters state it.
///
/// ```
/// use exitpoll::{Confidence, accuracy::implied_design_effect};
/// // The National Exit Poll of Ukraine 2004: 28,363 respondents, stated margin 2 points.
/// let factor = implied_design_effect(0.02, 28363.0, Confidence::P95)?;
/// assert_eq!(format!("{factor:.1}"), "11.8");
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a margin outside (0, 1] or a size that is not positive.
pub fn implied_design_effect(margin: f64, size: f64, confidence: Confidence) -> Result<f64> {
    if !(margin > 0.0 && margin <= 1.0) {
        return Err(Error::out_of_range(
            "margin",
            margin,
            "give a proportion above 0, at most 1",
        ));
    }
    check_size(size)?;
    let z = confidence.critical_value();
    Ok(4.0 * size * (margin / z) * (margin / z))
}

/// The standard error of the lead p_1 − p_2 of two choices of one sample:
/// √((p_1 + p_2 − (p_1 − p_2)²)/n). Two separate intervals cannot give it: the shares are
/// negatively correlated.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, for a sum above 1, for a size that is not
/// positive.
pub fn lead_standard_error(poll: [f64; 2], size: f64) -> Result<f64> {
    check(&poll, &poll, 2)?;
    check_size(size)?;
    let [first, second] = poll;
    if first + second > 1.0 + 1e-9 {
        return Err(Error::out_of_range(
            "poll",
            first + second,
            "two shares are at most 1 together",
        ));
    }
    let lead = first - second;
    Ok(((first + second - lead * lead).max(0.0) / size).sqrt())
}
