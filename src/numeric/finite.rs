//! Figures that doubles cannot hold are errors, never infinities.

use crate::error::{Error, Result};

/// The figure, if a double holds it.
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if it overflowed on the way.
pub(crate) fn finite(what: &str, value: f64) -> Result<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    let reason = "the figures are too far apart for a double, and it overflows";
    Err(Error::undefined(what, reason))
}
