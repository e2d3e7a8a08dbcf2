//! The shift of the log-odds at which the order of two choices turns.

use super::{check_bounds, check_proportion};
use crate::error::Result;
use crate::numeric::Bounds;

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

/// The tipping points that the bounds of both shares and of f allow. An end is infinite where some figures
/// within the bounds have no tipping point: −∞ if the shifted choice may be too far ahead, +∞ if it may
/// be too far behind.
///
/// # Errors
/// As [`tipping_point`].
///
/// ```
/// use exitpoll::{Bounds, partial::tipping_point_bounds};
///
/// // 50.5 against 49.5, each within half a point: either may be ahead.
/// let (one, other) = (Bounds::new(0.50, 0.51)?, Bounds::new(0.49, 0.50)?);
/// let bounds = tipping_point_bounds(one, other, Bounds::exact(0.5))?;
/// assert!(bounds.low() < -0.07 && bounds.high() == 0.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn tipping_point_bounds(shifted: Bounds, other: Bounds, counted: Bounds) -> Result<Bounds> {
    for (field, bounds) in [("shifted", shifted), ("other", other), ("counted", counted)] {
        check_bounds(field, bounds)?;
    }
    // Δ rises with v_b, and in f it is monotone either way. In v_a it falls as far as
    // d = √((1 − f) v_b/f) and rises from there: a larger choice loses more by the same shift.
    let mut bounds = Bounds {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };
    for f in [counted.low, counted.high] {
        let lowest = other.low + ((1.0 - f) * other.low / f).sqrt();
        // 0/0 where nothing is counted of a choice without votes.
        let lowest = if lowest.is_nan() {
            shifted.high
        } else {
            lowest
        };
        let turn = lowest.clamp(shifted.low, shifted.high);
        for v in [shifted.low, turn, shifted.high] {
            bounds.low = bounds.low.min(level_at(v, other.low, f));
            bounds.high = bounds.high.max(level_at(v, other.high, f));
        }
    }
    Ok(bounds)
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
