//! A share that was published as a range, against the count.

use super::published;
use super::row::{Ways, figure};
use crate::alignment::{AlignedRow, RowKind};
use crate::numeric::{Bounds, EQUAL_SHARES};
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
        let published = Published {
            bounds: range,
            reaches_its_ends: published::limit(row.published.as_deref())
                .map_or((true, true), |limit| limit.reaches_its_ends()),
        };
        let v = row.count.value;
        // What is still to be counted can bring the count nearer: the least of what it can leave.
        let nearest = match (self.is_partial, self.bound()) {
            (false, _) => (v, v),
            // As far as the stated share of the ballots bounds it, where that statement stands.
            (true, Some(ground)) if published.is_missed_by(official) => {
                let ends = ground.final_share(figure(&row.count).1);
                (ends.low, ends.high)
            }
            (true, _) => (official.low, official.high),
        };
        let against = published.against(official, nearest);
        // What only its base makes a range was published as a figure, which has a sampling error.
        let published_as_range = !self.is_figure_on_another_base(row);
        RangeReport {
            inside: (against.inside).filter(|inside| *inside || published_as_range),
            ..against
        }
    }
}

/// A range, or a limit, as it was published.
pub(super) struct Published {
    pub(super) bounds: Bounds,
    /// Whether its lower and its upper end are part of it: of a range they are, a limit ("<5", ">60") is not reached.
    pub(super) reaches_its_ends: (bool, bool),
}

impl Published {
    /// The least and the most that are in it, beyond binary noise.
    fn ends(&self) -> Bounds {
        let outwards = |reached: bool| if reached { EQUAL_SHARES } else { -EQUAL_SHARES };
        Bounds {
            low: self.bounds.low - outwards(self.reaches_its_ends.0),
            high: self.bounds.high + outwards(self.reaches_its_ends.1),
        }
    }

    /// Whether it holds none of what the official figure can be.
    fn is_missed_by(&self, official: Bounds) -> bool {
        let ends = self.ends();
        ends.low > official.high || official.low > ends.high
    }

    /// Against all that the official figure can be; by how much it is missed is said from the `nearest` of it.
    pub(super) fn against(&self, official: Bounds, (lowest, highest): (f64, f64)) -> RangeReport {
        let Bounds { low, high } = self.bounds;
        let ends = self.ends();
        let surely = ends.low <= official.low && official.high <= ends.high;
        RangeReport {
            inside: (surely || self.is_missed_by(official)).then_some(surely),
            outside_by: if lowest > high {
                lowest - high
            } else if highest < low {
                highest - low
            } else {
                0.0
            },
        }
    }
}
