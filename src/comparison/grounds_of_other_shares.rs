//! What bounds the final shares that are of other votes than all valid ones: of all ballots, of a part of the voters, of some
//! choices.

use super::ground::Ground;
use crate::alignment::CountView;
use crate::model::{CompletenessOf, OfficialCount};
use crate::numeric::Bounds;
use crate::report::Basis;

/// The grounds of shares of all ballots: the stated share of the ballots is then of the same base, whatever is invalid.
pub(super) fn of_all_ballots(grounds: &[Ground], count: &OfficialCount) -> Vec<Ground> {
    let stated = count
        .completeness()
        .filter(|part| part.of() == CompletenessOf::Ballots);
    let own = |ground: &Ground| match (ground.basis, stated) {
        (Basis::ShareOfBallots, Some(part)) => Ground {
            basis: Basis::ShareOfBallots,
            counted: part.value(),
            counted_share: part.bounds(),
            if_all_come: part.bounds(),
            in_votes: true,
        },
        _ => *ground,
    };
    grounds.iter().map(own).collect()
}

/// What bounds the votes of a part of the voters that the count gives apart: no more of theirs can still come than of all.
pub(super) fn of_part(
    grounds: &[Ground],
    whole: &CountView<'_>,
    part: &CountView<'_>,
) -> Vec<Ground> {
    let own = |ground: &Ground| {
        if ground.basis == Basis::AllCounted {
            return Some(*ground);
        }
        let valid = part.valid.filter(|votes| *votes > 0)? as f64;
        let still_to_come = whole.valid? as f64 * (1.0 / ground.counted_share.low - 1.0);
        let counted = valid / (valid + still_to_come);
        (ground.basis.is_bound() && ground.in_votes).then_some(Ground {
            basis: ground.basis,
            counted,
            counted_share: Bounds {
                low: counted,
                high: 1.0,
            },
            if_all_come: Bounds::exact(counted),
            in_votes: true,
        })
    };
    grounds.iter().filter_map(own).collect()
}

/// The grounds of shares of those who named one of some choices, who are so much of the valid votes: all that is still to
/// come can be for these.
pub(super) fn of_common_choices(grounds: &[Ground], of_count: Bounds) -> Vec<Ground> {
    let part = |counted: f64, of: f64| of * counted / (of * counted + 1.0 - counted);
    let own = |ground: &Ground| Ground {
        counted: part(ground.counted, of_count.low),
        counted_share: Bounds {
            low: part(ground.counted_share.low, of_count.low),
            high: part(ground.counted_share.high, of_count.high),
        },
        if_all_come: Bounds {
            low: part(ground.if_all_come.low, of_count.low),
            high: part(ground.if_all_come.high, of_count.high),
        },
        ..*ground
    };
    // Those still to come of a projection are like those counted, and so many of them name these.
    let of_these = |ground: &Ground| match ground.basis.is_bound() {
        true => own(ground),
        false => *ground,
    };
    grounds.iter().map(of_these).collect()
}
