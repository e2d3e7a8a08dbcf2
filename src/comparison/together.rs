//! What the polls have in common against the count.

use super::report::{CommonBias, PollReport, RowReport};
use crate::alignment::RowKind;
use crate::numeric::Bounds;

/// Polls that count as sources of their own, each in the reading that stands on named votes.
pub(super) fn sources(
    polls: &[PollReport],
) -> impl Iterator<Item = (&PollReport, &[RowReport])> + Clone {
    polls
        .iter()
        .filter(|poll| !poll.derived)
        .filter_map(|poll| Some((poll, poll.readings.last()?.rows.as_slice())))
}

pub(super) fn choices(rows: &[RowReport]) -> impl Iterator<Item = &RowReport> {
    rows.iter().filter(|row| row.kind == RowKind::Choice)
}

/// Mean deviation by choice, for choices that at least two polls have.
pub(super) fn common_bias(labels: &[String], polls: &[PollReport]) -> Vec<CommonBias> {
    let bias = |label: &String| {
        let rows: Vec<&RowReport> = sources(polls)
            .filter_map(|(_, rows)| choices(rows).find(|row| row.label == *label))
            .collect();
        if rows.len() < 2 {
            return None;
        }
        let m = rows.len() as f64;
        let mean =
            |value: fn(&RowReport) -> f64| rows.iter().map(|row| value(row)).sum::<f64>() / m;
        Some(CommonBias {
            label: label.clone(),
            polls: rows.len(),
            mean_deviation: mean(|row| row.deviation),
            bounds: Bounds {
                low: mean(|row| row.deviation_bounds.low),
                high: mean(|row| row.deviation_bounds.high),
            },
            above: rows.iter().filter(|row| row.deviation > 0.0).count(),
            below: rows.iter().filter(|row| row.deviation < 0.0).count(),
        })
    };
    labels.iter().filter_map(bias).collect()
}
