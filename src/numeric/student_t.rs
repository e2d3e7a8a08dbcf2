//! Student's t distribution.

use super::beta::{beta_quantile, beta_upper_quantile};
use crate::error::{Error, Result};

/// The t below which a variable with `degrees_of_freedom` lies with probability `p`.
///
/// From the beta distribution: df/(df + t²) has parameters df/2 and ½.
///
/// ```
/// use exitpoll::numeric::student_t_quantile;
/// // One degree of freedom: tan(π(p − ½)).
/// assert!((student_t_quantile(0.75, 1.0)? - 1.0).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`Error::OutOfRange`] unless 0 < p < 1 and degrees of freedom are positive and finite.
pub fn student_t_quantile(p: f64, degrees_of_freedom: f64) -> Result<f64> {
    if !(p > 0.0 && p < 1.0) {
        return Err(Error::out_of_range(
            "p",
            p,
            "give a probability between 0 and 1",
        ));
    }
    if !(degrees_of_freedom > 0.0 && degrees_of_freedom.is_finite()) {
        let mend = "give a positive number";
        return Err(Error::out_of_range(
            "degrees_of_freedom",
            degrees_of_freedom,
            mend,
        ));
    }
    if p == 0.5 {
        return Ok(0.0);
    }
    let tail = p.min(1.0 - p);
    let x = beta_quantile(2.0 * tail, degrees_of_freedom / 2.0, 0.5);
    // 1 − x by itself: near the middle x is near 1.
    let y = beta_upper_quantile(2.0 * tail, 0.5, degrees_of_freedom / 2.0);
    let t = (degrees_of_freedom * y / x).sqrt();
    Ok(if p < 0.5 { -t } else { t })
}
