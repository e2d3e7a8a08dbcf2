//! What is said of the choices of one poll together: simultaneous intervals, ranks, equivalence.

use super::Comparison;
use super::report::RowReport;
use crate::alignment::{AlignedRow, RowKind};
use crate::error::Result;
use crate::hypothesis::{Agreement, ShareVariance, equivalence_of_share};

/// Fills in the intervals that hold for all rows together, and the ranks of the choices.
pub(super) fn intervals_and_ranks(
    settings: &Comparison,
    size: Option<f64>,
    rows: &mut [RowReport],
) {
    let Some(size) = size else {
        return;
    };
    let counts = |of: fn(&RowReport) -> bool, rows: &[RowReport]| -> (Vec<usize>, Vec<f64>) {
        rows.iter()
            .enumerate()
            .filter(|(_, row)| of(row))
            .map(|(place, row)| (place, row.poll.value * size))
            .unzip()
    };
    // Together they are all respondents of the reading, save what is not accounted for.
    let (places, all) = counts(|row| row.kind != RowKind::Remainder, rows);
    let total: f64 = all.iter().sum();
    let shares: Vec<f64> = all.iter().map(|count| count / total).collect();
    if let Ok(intervals) =
        settings
            .simultaneous_method
            .intervals_at_size(&shares, size, settings.confidence)
    {
        for (place, interval) in places.into_iter().zip(intervals) {
            let row = rows.get_mut(place).and_then(|row| row.sampling.as_mut());
            if let Some(sampling) = row {
                sampling.simultaneous_interval = Some(interval);
            }
        }
    }
    let (places, named) = counts(|row| row.kind == RowKind::Choice, rows);
    if let Ok(ranks) = settings.rank_method.ranks(&named, settings.confidence) {
        for (place, ranks) in places.into_iter().zip(ranks) {
            let row = rows.get_mut(place).and_then(|row| row.sampling.as_mut());
            if let Some(sampling) = row {
                sampling.ranks = Some(ranks);
            }
        }
    }
}

/// Whether poll and count agree within the margin asked for, and whether rounding can change that.
pub(super) fn equivalence(
    settings: &Comparison,
    row: &AlignedRow,
    size: f64,
) -> Result<(Option<Agreement>, bool)> {
    let Some(margin) = settings.equivalence_margin else {
        return Ok((None, false));
    };
    let (p, v) = (row.poll, row.count);
    let at = |poll: f64, count: f64| {
        let variance = ShareVariance::Score;
        equivalence_of_share(poll, count, size, margin, settings.confidence, variance)
            .map(|test| test.agreement)
    };
    let printed = at(p.value, v.value)?;
    let corners = [
        at(p.bounds.low, v.bounds.high)?,
        at(p.bounds.high, v.bounds.low)?,
    ];
    Ok((
        Some(printed),
        corners.iter().any(|corner| *corner != printed),
    ))
}
