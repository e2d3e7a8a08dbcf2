//! Whether a poll's figure can still come true.

use serde::Serialize;
use std::fmt;

use super::{
    EQUAL, OutstandingBallots, check_proportion, final_share_bounds_from_votes, final_share_within,
};
use crate::error::Result;
use crate::numeric::Bounds;

/// Whether the final result can still equal a poll's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reachability {
    /// The figures as printed can still meet.
    Possible,
    /// Not as printed, but some figures that round to them can.
    PossibleWithinRounding,
    /// No outstanding ballots can bring it about.
    Impossible,
}

impl Reachability {
    /// The worse of two: a poll comes true only if all its figures do.
    #[must_use]
    pub fn and(self, other: Reachability) -> Reachability {
        use Reachability::{Impossible, Possible, PossibleWithinRounding};
        match (self, other) {
            (Impossible, _) | (_, Impossible) => Impossible,
            (PossibleWithinRounding, _) | (_, PossibleWithinRounding) => PossibleWithinRounding,
            (Possible, Possible) => Possible,
        }
    }
}

impl fmt::Display for Reachability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reachability::Possible => "possible",
            Reachability::PossibleWithinRounding => "possible within rounding",
            Reachability::Impossible => "impossible",
        })
    }
}

/// Whether the final share of a choice can still be p, as printed or within rounding.
#[must_use]
pub fn reachability(
    poll: (f64, Bounds),
    share: (f64, Bounds),
    counted: (f64, Bounds),
) -> Reachability {
    let as_printed = final_share_within(Bounds::exact(share.0), Bounds::exact(counted.0));
    let within_rounding = final_share_within(share.1, counted.1);
    reach(poll, as_printed, within_rounding)
}

/// The same from votes, of which only the poll is rounded.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if the poll's share is not a proportion;
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the choice has more votes than there are;
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing is counted and nothing can come.
///
/// ```
/// use exitpoll::{Bounds, partial::{OutstandingBallots, Reachability, reachability_from_votes}};
///
/// // From 40 to 60 percent.
/// let outstanding = OutstandingBallots::at_most(20);
/// let poll = (0.603, Bounds::new(0.5975, 0.6085)?);
/// let can = reachability_from_votes(poll, 40, 80, outstanding)?;
/// assert_eq!(can, Reachability::PossibleWithinRounding);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn reachability_from_votes(
    poll: (f64, Bounds),
    votes: u64,
    valid: u64,
    outstanding: OutstandingBallots,
) -> Result<Reachability> {
    for share in [poll.0, poll.1.low, poll.1.high] {
        check_proportion("poll", share)?;
    }
    let bounds = final_share_bounds_from_votes(votes, valid, outstanding)?;
    Ok(reach(poll, bounds, bounds))
}

fn reach(poll: (f64, Bounds), as_printed: Bounds, within_rounding: Bounds) -> Reachability {
    let reaches = |bounds: Bounds, low: f64, high: f64| {
        bounds.low <= high + EQUAL && low <= bounds.high + EQUAL
    };
    if reaches(as_printed, poll.0, poll.0) {
        Reachability::Possible
    } else if reaches(within_rounding, poll.1.low, poll.1.high) {
        Reachability::PossibleWithinRounding
    } else {
        Reachability::Impossible
    }
}
