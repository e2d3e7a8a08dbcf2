//! The shift of the log-odds at which the order of two choices turns.

use super::check_proportion;
use crate::error::Result;

/// The Δ by which the log-odds of one choice must differ among the outstanding ballots for it to end level
/// with another, the others keeping their proportions ([`final_lead_under`](super::final_lead_under)): the
/// tipping point. Beyond it the order is reversed. `None` if no Δ does it.
///
/// `shifted` and `other` are the shares v_a and v_b of the two among the counted, f is `counted`. Negative
/// where the shifted choice leads, positive where it trails; by which of the two one asks makes two
/// different questions, because the rest gives to one or takes from it. With d = v_a − v_b the equation
/// f d + (1 − f)(w_a − w_b) = 0 has the closed solution Δ = ln\[1 − d/(v_a (1 − f + f d))\].
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share is not a proportion.
///
/// ```
/// use exitpoll::partial::tipping_point;
///
/// // 55 against 45 after half of the ballots: 45 against 55 in the other half.
/// let shift = tipping_point(0.55, 0.45, 0.5)?.unwrap();
/// assert!((shift - (0.45f64 / 0.55 / (0.55 / 0.45)).ln()).abs() < 1e-15);
/// // Ten points cannot be made good in the last twentieth.
/// assert_eq!(tipping_point(0.55, 0.45, 0.95)?, None);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn tipping_point(shifted: f64, other: f64, counted: f64) -> Result<Option<f64>> {
    check_proportion("shifted", shifted)?;
    check_proportion("other", other)?;
    check_proportion("counted", counted)?;
    let shift = level_at(shifted, other, counted);
    Ok(shift.is_finite().then_some(shift))
}

/// The tipping point, −∞ where the shifted choice is too far ahead and +∞ where it is too far behind.
fn level_at(shifted: f64, other: f64, counted: f64) -> f64 {
    let lead = shifted - other;
    if lead == 0.0 {
        return 0.0;
    }
    let outstanding = 1.0 - counted;
    let scale = outstanding + counted * lead;
    // What is left of v_a (1 − f + f d) − d when v_a d is taken out of it.
    let left = other * outstanding - counted * lead * (1.0 - shifted);
    if lead < 0.0 && scale <= 0.0 {
        return f64::INFINITY;
    }
    if left <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let change = -lead / (shifted * scale);
    if change > -0.5 {
        change.ln_1p()
    } else {
        (left / (shifted * scale)).ln()
    }
}
