//! A share that was published as a range, against the count.

use super::published;
use super::row::{Ways, figure};
use crate::alignment::{AlignedRow, RowKind, Span};
use crate::model::PublishedShare;
use crate::numeric::{Bounds, EQUAL_SHARES};
use crate::report::RangeReport;

/// A figure beside the shares that was published as a range, against a final one.
pub(super) fn of_figure(published: PublishedShare, official: &Span) -> Option<RangeReport> {
    if !published.is_range() {
        return None;
    }
    let range = figure(&Span::from(published)).1;
    let is_limit = published::is_upper_limit(Some(&published.to_string()));
    let (surely, never) = held(range, figure(official).1, is_limit);
    Some(RangeReport {
        inside: (surely || never).then_some(surely),
        outside_by: outside_by(range, (official.value, official.value)),
    })
}

/// Whether a range surely holds all that the official share can be, and whether it holds none of it. A limit ("<5") is
/// not reached; the end of a range is part of it.
fn held(range: Bounds, official: Bounds, is_limit: bool) -> (bool, bool) {
    let end = match is_limit {
        true => -EQUAL_SHARES,
        false => EQUAL_SHARES,
    };
    let surely = range.low <= official.low + EQUAL_SHARES && official.high <= range.high + end;
    let never = range.low > official.high + EQUAL_SHARES || official.low > range.high + end;
    (surely, never)
}

/// The official share less the nearer end of a range that it misses: the least of what it can be.
fn outside_by(range: Bounds, (lowest, highest): (f64, f64)) -> f64 {
    if lowest > range.high {
        lowest - range.high
    } else if highest < range.low {
        highest - range.low
    } else {
        0.0
    }
}

impl Ways<'_> {
    /// Whether the poll published figures for these choices, and only what they are divided by leaves a range of them.
    fn is_figure_on_another_base(&self, row: &AlignedRow) -> bool {
        let mut own = (self.poll.entries().iter())
            .filter(|entry| entry.choices().iter().any(|of| row.choices.contains(of)));
        row.kind == RowKind::Choice && own.all(|entry| !entry.share.is_range())
    }

    /// A range against everything that the official share can be in the end.
    pub(super) fn range(&self, row: &AlignedRow) -> RangeReport {
        let (_, range) = figure(&row.poll);
        let official = self.official(&row.count);
        let v = row.count.value;
        let is_limit = published::is_upper_limit(row.published.as_deref());
        let (surely, never) = held(range, official, is_limit);
        // What is still to be counted can bring the count nearer: the least of what it can leave.
        let (lowest, highest) = match (self.is_partial, self.bound()) {
            (false, _) => (v, v),
            // As far as the stated share of the ballots bounds it, where that statement stands.
            (true, Some(ground)) if never => {
                let ends = ground.final_share(figure(&row.count).1);
                (ends.low, ends.high)
            }
            (true, _) => (official.low, official.high),
        };
        // What only its base makes a range was published as a figure, which has a sampling error.
        let published_as_range = !self.is_figure_on_another_base(row);
        RangeReport {
            inside: (surely || never && published_as_range).then_some(surely),
            outside_by: outside_by(range, (lowest, highest)),
        }
    }
}
