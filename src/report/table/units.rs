//! From proportions to what tables have.

use crate::numeric::Bounds;

/// A proportion in percent, without the noise that 100 · 0.926 has in binary.
pub(super) fn percent(proportion: f64) -> f64 {
    let scaled = proportion * 1e14;
    if scaled.abs() < 1e15 {
        scaled.round() / 1e12
    } else {
        100.0 * proportion
    }
}

pub(super) fn low(bounds: Bounds) -> Option<f64> {
    finite(percent(bounds.low()))
}

pub(super) fn high(bounds: Bounds) -> Option<f64> {
    finite(percent(bounds.high()))
}

/// What rounding leaves without a limit has none in the table.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
