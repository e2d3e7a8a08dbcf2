//! A share that was published as a range, against the count.

use super::published;
use super::row::{Ways, figure};
use crate::alignment::{AlignedRow, RowKind};
use crate::numeric::EQUAL_SHARES;
use crate::report::RangeReport;

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
        // A limit ("<5") is not reached; the end of a range is part of it.
        let end = if published::is_upper_limit(row.published.as_deref()) {
            -EQUAL_SHARES
        } else {
            EQUAL_SHARES
        };
        let surely = range.low <= official.low + EQUAL_SHARES && official.high <= range.high + end;
        let never = range.low > official.high + EQUAL_SHARES || official.low > range.high + end;
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
            outside_by: if lowest > range.high {
                lowest - range.high
            } else if highest < range.low {
                highest - range.low
            } else {
                0.0
            },
        }
    }
}
