//! Student's t distribution, through the beta distribution: t²/(df + t²) ~ Beta(½, df/2).

use std::f64::consts::{FRAC_2_PI, SQRT_2};

use super::{beta, finite};
use crate::error::{Error, Result};

/// P(|T| ≥ |t|) for Student's t with `degrees_of_freedom` (not necessarily whole).
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `t` is NaN or the degrees of freedom are not positive and finite.
///
/// ```
/// // One degree of freedom is the Cauchy distribution: half the mass lies beyond ±1.
/// let tail = exitpoll::numeric::student_t_two_sided_tail(1.0, 1.0)?;
/// assert!((tail - 0.5).abs() < 1e-14);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn student_t_two_sided_tail(t: f64, degrees_of_freedom: f64) -> Result<f64> {
    if t.is_nan() {
        return Err(Error::out_of_range("t", t, "give a number"));
    }
    check_degrees(degrees_of_freedom)?;
    if t.is_infinite() {
        return Ok(0.0);
    }
    // In closed form where few polls or stations leave 1 or 2 degrees of freedom.
    let size = t.abs();
    if degrees_of_freedom == 1.0 {
        return Ok(FRAC_2_PI * 1.0_f64.atan2(size));
    }
    if degrees_of_freedom == 2.0 {
        let hypotenuse = size.hypot(SQRT_2);
        return Ok(2.0 / hypotenuse / (hypotenuse + size));
    }
    // The odds t²/df, by way of |t|/√df so that a huge t does not overflow.
    let root = t.abs() / degrees_of_freedom.sqrt();
    let point = beta::Point::at_odds(root * root, 0.5, 0.5 * degrees_of_freedom);
    Ok(beta::tails(0.5, 0.5 * degrees_of_freedom, point).1)
}

/// The t with P(T ≤ t) = p, 0 < p < 1.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < `p` < 1 and the degrees of freedom are positive and finite.
///
/// ```
/// let t = exitpoll::numeric::student_t_quantile(0.75, 1.0)?;
/// assert!((t - 1.0).abs() < 1e-14);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn student_t_quantile(p: f64, degrees_of_freedom: f64) -> Result<f64> {
    if !(p > 0.0 && p < 1.0) {
        return Err(Error::out_of_range(
            "p",
            p,
            "give a probability strictly between 0 and 1",
        ));
    }
    check_degrees(degrees_of_freedom)?;
    let tail = p.min(1.0 - p);
    if degrees_of_freedom == 2.0 {
        let size = (1.0 - 2.0 * tail) / (2.0 * tail * (1.0 - tail)).sqrt();
        let t = finite("the t quantile", size)?;
        return Ok(if p < 0.5 { -t } else { t });
    }
    // Two-sided: inside 1 − 2·tail, outside 2·tail, both exact enough as they stand.
    let logit = beta::logit_quantile(0.5, 0.5 * degrees_of_freedom, 1.0 - 2.0 * tail, 2.0 * tail);
    let t = finite(
        "the t quantile",
        degrees_of_freedom.sqrt() * (0.5 * logit).exp(),
    )?;
    Ok(if p < 0.5 { -t } else { t })
}

fn check_degrees(degrees_of_freedom: f64) -> Result<()> {
    if !(degrees_of_freedom > 0.0 && degrees_of_freedom.is_finite()) {
        return Err(Error::out_of_range(
            "degrees_of_freedom",
            degrees_of_freedom,
            "give a positive, finite number",
        ));
    }
    Ok(())
}
