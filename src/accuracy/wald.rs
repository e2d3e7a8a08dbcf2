//! What a normal measure with a standard error says: its interval and its test against 0.

use crate::interval::Interval;
use crate::numeric::{Confidence, normal_upper_tail};

/// 2(1 − Φ(|z|)) for z = value/error.
pub(super) fn p_value(value: f64, error: f64) -> Option<f64> {
    let tail = normal_upper_tail((value / error).abs()).ok()?;
    Some(2.0 * tail)
}

/// value ± z_c·error.
pub(super) fn interval(value: f64, error: f64, confidence: Confidence) -> Interval {
    let half_width = confidence.critical_value() * error;
    Interval {
        low: value - half_width,
        high: value + half_width,
    }
}
