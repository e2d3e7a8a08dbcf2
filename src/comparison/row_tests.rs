//! How many tests a verdict is of, and the p-values of all rows together.

use super::effective_size::Worth;
use super::row::nobody;
use crate::alignment::{Aligned, AlignedRow, RowKind, Span};
use crate::error::Result;
use crate::numeric::Bounds;
use crate::report::{RowReport, RowSampling, Settings};

/// How many tests the verdict is of: the rows that are tested, but one for two rows that are all there is
/// and mirror one another at one size. Without a size of the poll, the choices with a margin of their own are all that
/// is tested; without any, all rows are, for what they would need.
pub(super) fn tests(
    (aligned, is_tested): (&Aligned, &dyn Fn(&AlignedRow) -> bool),
    worth: Option<&Worth>,
    worth_of: &[(String, Worth)],
    is_partial: bool,
) -> usize {
    let real = || {
        let rows = aligned.rows.iter();
        rows.filter(|row| {
            row.kind != RowKind::Remainder && (is_partial || !nobody(&row.poll, &row.count))
        })
    };
    let size = |row: &AlignedRow| {
        let own = worth_of.iter().find(|(choice, _)| *choice == row.label);
        own.map(|(_, own)| own).or(worth).map(Worth::size)
    };
    let sizes: Vec<Option<f64>> = real()
        .filter(|row| is_tested(row))
        .map(size)
        .filter(|size| size.is_some() || worth_of.is_empty())
        .collect();
    // Shares that sum to 100.01 only as they were rounded are all there is, too.
    let whole = |of: fn(&AlignedRow) -> &Span| {
        let (low, high) = real().map(of).fold((0.0, 0.0), |(low, high), span| {
            (low + span.bounds.low, high + span.bounds.high)
        });
        low - 1e-9 <= 1.0 && 1.0 <= high + 1e-9
    };
    let alike = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one,
        _ => one == other,
    };
    let mirrored = matches!(sizes[..], [one, other] if alike(one, other))
        && real().count() == 2
        && whole(|row| &row.count)
        && whole(|row| &row.poll);
    if mirrored { 1 } else { sizes.len() }
}

/// Adjusts the p-values of all rows together.
pub(super) fn adjust(settings: &Settings, tests: usize, rows: &mut [RowReport]) -> Result<()> {
    if tests <= 1 {
        return Ok(());
    }
    // Of a choice of nobody there is nothing to adjust.
    let is_test = |row: &&mut RowReport| {
        !nobody(&row.poll, &row.count) || row.sampling.is_some_and(|of| of.p_value.is_none())
    };
    let tested = (rows.iter_mut().filter(is_test)).filter_map(|row| row.sampling.as_mut());
    let mut tested: Vec<&mut RowSampling> = tested.collect();
    let adjusted = |of: fn(&RowSampling) -> Option<f64>| -> Result<Vec<f64>> {
        let p_values: Vec<f64> = tested.iter().filter_map(|sampling| of(sampling)).collect();
        if p_values.is_empty() {
            return Ok(p_values);
        }
        settings.adjustment.adjust(&p_values)
    };
    let values = adjusted(|sampling| sampling.p_value)?;
    // An adjusted p-value rises with every p-value, so the ends of all give outer bounds.
    let low = adjusted(|sampling| Some(sampling.p_value_bounds.low))?;
    let high = adjusted(|sampling| Some(sampling.p_value_bounds.high))?;
    for (sampling, value) in tested.iter_mut().zip(&values) {
        sampling.adjusted_p_value = Some(*value);
    }
    for (sampling, (low, high)) in tested.iter_mut().zip(low.into_iter().zip(high)) {
        sampling.adjusted_p_value_bounds = Bounds { low, high };
    }
    Ok(())
}
