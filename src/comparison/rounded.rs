//! A measure with what rounding leaves open.

use super::report::{Measure, RowReport};
use crate::numeric::{Bounds, Exactness, RoundingBounds};
use crate::rounding::RoundedShares;

/// A measure whose bounds rounding gives; unbounded ones are left out, because a document cannot hold
/// infinity.
pub(super) fn measure(
    value: f64,
    bounds: Option<RoundingBounds>,
    standard_error: Option<f64>,
) -> Measure {
    let bounds = bounds.filter(|b| b.bounds.low.is_finite() && b.bounds.high.is_finite());
    Measure {
        value,
        bounds: bounds.map(|b| b.bounds.including(value)),
        exactness: bounds.map_or(Exactness::Outer, |b| b.exactness),
        standard_error,
    }
}

/// Each figure within its own bounds, whatever the others are: the printed figures are then always among
/// the possible ones, also where they do not sum to 100.
pub(super) fn rounded<'a>(
    rows: impl Iterator<Item = &'a RowReport> + Clone,
) -> Option<RoundedShares> {
    let poll: Vec<Bounds> = rows.clone().map(|row| row.poll.bounds).collect();
    let count: Vec<Bounds> = rows.map(|row| row.count.bounds).collect();
    RoundedShares::separate(&poll, &count).ok()
}

/// What rounding leaves open of the total variation: half the number of rows times the mean of the absolute
/// differences.
pub(super) fn total_variation(shares: &RoundedShares, rows: usize) -> Option<RoundingBounds> {
    let mean = shares.mosteller_3().ok()?;
    let halves = rows as f64 / 2.0;
    Some(RoundingBounds {
        bounds: Bounds {
            low: halves * mean.bounds.low,
            high: halves * mean.bounds.high,
        },
        ..mean
    })
}
