//! The chi-squared distribution, a gamma distribution of shape df/2 and scale 2.

use super::gamma;
use crate::error::{Error, Result};

/// P(X ≥ x) for a chi-squared variable with `degrees_of_freedom` (not necessarily whole).
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `x` is negative or NaN, or the degrees of freedom are not positive and finite.
///
/// ```
/// // Two degrees of freedom: exp(−x/2).
/// let tail = exitpoll::numeric::chi_squared_upper_tail(10.0, 2.0)?;
/// assert!((tail - (-5f64).exp()).abs() < 1e-17);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn chi_squared_upper_tail(x: f64, degrees_of_freedom: f64) -> Result<f64> {
    Ok(checked_tails(x, degrees_of_freedom)?.1)
}

/// P(X ≤ x) for a chi-squared variable: figures that agree better than chance allows.
///
/// # Errors
/// As [`chi_squared_upper_tail`].
///
/// ```
/// let tail = exitpoll::numeric::chi_squared_cdf(0.02, 2.0)?;
/// assert!((tail + (-0.01f64).exp_m1()).abs() < 1e-17);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn chi_squared_cdf(x: f64, degrees_of_freedom: f64) -> Result<f64> {
    Ok(checked_tails(x, degrees_of_freedom)?.0)
}

/// The x with P(X ≤ x) = p, 0 ≤ p < 1.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ `p` < 1 and the degrees of freedom are positive and finite.
///
/// ```
/// let x = exitpoll::numeric::chi_squared_quantile(0.95, 1.0)?;
/// assert!((x - 3.841_458_820_694_124).abs() < 1e-14);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn chi_squared_quantile(p: f64, degrees_of_freedom: f64) -> Result<f64> {
    if !(0.0..1.0).contains(&p) {
        return Err(Error::out_of_range(
            "p",
            p,
            "give a probability from 0 to below 1",
        ));
    }
    check_degrees(degrees_of_freedom)?;
    Ok(2.0 * gamma::quantile(0.5 * degrees_of_freedom, p, 1.0 - p))
}

fn checked_tails(x: f64, degrees_of_freedom: f64) -> Result<(f64, f64)> {
    if x.is_nan() || x < 0.0 {
        return Err(Error::out_of_range("x", x, "give a number from 0 up"));
    }
    check_degrees(degrees_of_freedom)?;
    Ok(gamma::tails(0.5 * degrees_of_freedom, 0.5 * x))
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
