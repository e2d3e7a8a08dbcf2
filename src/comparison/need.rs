//! What the outstanding ballots would have to give one row for the poll to come true.

use super::ground::Ground;
use super::needed::Needed;
use super::row::figure;
use crate::alignment::AlignedRow;
use crate::interval::Interval;
use crate::partial::{self, Reachability};
use crate::report::Need;

/// What the outstanding ballots would have to give this row for the poll to come exactly true.
pub(super) fn need(row: &AlignedRow, ground: &Ground, interval: Option<Interval>) -> Need {
    let (p, v) = (row.poll, row.count);
    let counted = ground.counted_share;
    // Of ballots that may or may not come, the most that can: what is then needed is least.
    let bounds = partial::needed_share_bounds(p.bounds, v.bounds, ground.if_all_come);
    // Of a range every share is as printed, its middle no more than the others: the nearest to the count.
    let nearest = match p.is_range {
        true => v.value.clamp(p.bounds.low, p.bounds.high),
        false => p.value,
    };
    let reachability = partial::reachability(
        (nearest, p.bounds),
        (v.value, v.bounds),
        (ground.counted, counted),
    );
    let (is_bound, unless_invalid) = match reachability {
        Reachability::Possible => (ground.basis.is_bound(), None),
        // Ranges are judged by what rounding leaves of the count: their condition is the verdict's.
        _ if p.is_range => {
            let share = nearest.clamp(v.bounds.low, v.bounds.high);
            ground.standing_of(Needed::to_exclude(nearest, share, v.bounds))
        }
        // Of the figures as printed alone.
        Reachability::PossibleWithinRounding => ground.standing(nearest, v.value, v.bounds),
        // Whatever was not printed of the count: so is the condition.
        Reachability::Impossible => {
            ground.standing_of(Needed::to_exclude(nearest, v.value, v.bounds))
        }
    };
    let end = ground.decided_share(figure(&v).1);
    Need {
        basis: ground.basis,
        is_bound,
        share: partial::needed_share(p.value, v.value, ground.counted).filter(|_| !p.is_range),
        bounds,
        reachability,
        interval_reachable: interval
            .map(|interval| interval.low() <= end.high && end.low <= interval.high()),
        unless_invalid,
    }
}
