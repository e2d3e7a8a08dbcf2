//! The F distribution, through the beta distribution: with x = d₁F/d₂ the odds of Beta(d₁/2, d₂/2).

use super::{beta, finite};
use crate::error::{Error, Result};

/// P(F ≥ x) for an F variable (degrees of freedom not necessarily whole); 0 for an infinite `x`.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `x` is negative or NaN, or degrees of freedom are not positive and finite.
///
/// ```
/// // With 2 and 2 degrees of freedom the tail is 1/(1 + x).
/// let tail = exitpoll::numeric::f_upper_tail(3.0, 2.0, 2.0)?;
/// assert!((tail - 0.25).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn f_upper_tail(x: f64, numerator: f64, denominator: f64) -> Result<f64> {
    if x.is_nan() || x < 0.0 {
        return Err(Error::out_of_range("x", x, "give a number from 0 up"));
    }
    check_degrees(numerator, denominator)?;
    let odds = x * (numerator / denominator);
    let (a, b) = (0.5 * numerator, 0.5 * denominator);
    if odds == 0.0 {
        return Ok(1.0);
    }
    Ok(beta::tails(a, b, beta::Point::at_odds(odds, a, b)).1)
}

/// The x with P(F ≥ x) = `tail`, 0 < tail < 1.
///
/// The tail rather than the probability below: quantiles far out keep their digits.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < `tail` < 1 and the degrees of freedom are positive and finite.
///
/// ```
/// let x = exitpoll::numeric::f_upper_quantile(0.25, 2.0, 2.0)?;
/// assert!((x - 3.0).abs() < 1e-14);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn f_upper_quantile(tail: f64, numerator: f64, denominator: f64) -> Result<f64> {
    if !(tail > 0.0 && tail < 1.0) {
        return Err(Error::out_of_range(
            "tail",
            tail,
            "give a probability strictly between 0 and 1",
        ));
    }
    check_degrees(numerator, denominator)?;
    let logit = beta::logit_quantile(0.5 * numerator, 0.5 * denominator, 1.0 - tail, tail);
    finite("the F quantile", denominator / numerator * logit.exp())
}

fn check_degrees(numerator: f64, denominator: f64) -> Result<()> {
    for (field, degrees) in [("numerator", numerator), ("denominator", denominator)] {
        if !(degrees > 0.0 && degrees.is_finite()) {
            return Err(Error::out_of_range(
                format!("{field} degrees of freedom"),
                degrees,
                "give a positive, finite number",
            ));
        }
    }
    Ok(())
}
