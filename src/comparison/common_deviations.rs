//! What the polls have in common against the count.

use crate::alignment::{CommonTable, Span};
use crate::numeric::{Bounds, EQUAL_SHARES};
use crate::report::CommonDeviation;

/// Mean deviation by choice over these polls, for choices that at least two of them have.
pub(super) fn of(table: &CommonTable, members: &[usize]) -> Vec<CommonDeviation> {
    let mut deviations = Vec::with_capacity(table.rows.len());
    let mut spans: Vec<Span> = Vec::with_capacity(members.len());
    for (place, row) in table.rows.iter().enumerate() {
        spans.clear();
        spans.extend(
            members
                .iter()
                .filter_map(|&poll| table.polls[poll].as_ref()?.cells[place]),
        );
        if spans.len() < 2 {
            continue;
        }
        let m = spans.len() as f64;
        let mean = |sum: f64| sum / m;
        let mean_deviation = mean(spans.iter().map(|s| s.value - row.count.value).sum());
        let (low, high) = (
            mean(
                spans
                    .iter()
                    .map(|s| s.bounds.low - row.count.bounds.high)
                    .sum(),
            ),
            mean(
                spans
                    .iter()
                    .map(|s| s.bounds.high - row.count.bounds.low)
                    .sum(),
            ),
        );
        // Above or below the count only with all that a rounded figure or a published range can stand for.
        let above = |s: &&Span| s.bounds.low > row.count.bounds.high + EQUAL_SHARES;
        let below = |s: &&Span| s.bounds.high < row.count.bounds.low - EQUAL_SHARES;
        let equal = |s: &&Span| s.bounds.width() + row.count.bounds.width() <= EQUAL_SHARES;
        deviations.push(CommonDeviation {
            label: row.label.clone(),
            polls: spans.len(),
            mean_deviation,
            bounds: Bounds {
                low: low.min(mean_deviation),
                high: high.max(mean_deviation),
            },
            above: spans.iter().filter(above).count(),
            below: spans.iter().filter(below).count(),
            undecided: (spans.iter())
                .filter(|s| !above(s) && !below(s) && !equal(s))
                .count(),
        });
    }
    deviations
}
