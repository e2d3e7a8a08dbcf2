//! Hard bounds of a final share: every outstanding ballot for the choice, or none.

use super::{OutstandingBallots, check_bounds, check_votes};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// Hard bounds of a final share: \[f v, f v + 1 − f\], at their widest over the bounds of f and v.
///
/// ```
/// use exitpoll::{Bounds, partial::final_share_bounds};
/// let bounds = final_share_bounds(Bounds::exact(0.5), Bounds::exact(0.8))?;
/// assert!((bounds.low() - 0.4).abs() < 1e-15 && (bounds.high() - 0.6).abs() < 1e-15);
/// // A complete count leaves nothing open.
/// assert_eq!(final_share_bounds(Bounds::exact(0.5), Bounds::exact(1.0))?, Bounds::exact(0.5));
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `share` or `counted` is not a proportion.
pub fn final_share_bounds(share: Bounds, counted: Bounds) -> Result<Bounds> {
    check_bounds("share", share)?;
    check_bounds("counted", counted)?;
    Ok(final_share_within(share, counted))
}

/// [`final_share_bounds`] of what is known to be proportions.
pub(crate) fn final_share_within(share: Bounds, counted: Bounds) -> Bounds {
    // f v rises with f and v; f v + 1 − f = 1 − f (1 − v) falls with f and rises with v.
    let f = counted.low;
    Bounds {
        low: f * share.low,
        high: (f * share.high + (1.0 - f)).min(1.0),
    }
}

/// Hard bounds of a final share from votes: \[v/(V + R), (v + R)/(V + R)\] with v `votes` of V `valid`
/// votes counted, and R the most ballots that can still come. With fewer the bounds are narrower and
/// lie inside.
///
/// Strata need no other formula: the bounds follow from the sums of their votes and ballots
/// ([`StationCount`](crate::station::StationCount) keeps them).
///
/// # Errors
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the choice has more votes than there are; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing
/// is counted and nothing can come.
///
/// ```
/// use exitpoll::partial::{OutstandingBallots, final_share_bounds_from_votes};
///
/// // 40 of 80 votes, and up to 20 to come: from 40/100 to 60/100.
/// let bounds = final_share_bounds_from_votes(40, 80, OutstandingBallots::at_most(20))?;
/// assert_eq!((bounds.low(), bounds.high()), (0.4, 0.6));
/// let complete = final_share_bounds_from_votes(40, 80, OutstandingBallots::NONE)?;
/// assert_eq!(complete.width(), 0.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn final_share_bounds_from_votes(
    votes: u64,
    valid: u64,
    outstanding: OutstandingBallots,
) -> Result<Bounds> {
    check_votes(votes, valid)?;
    let all = total(valid, outstanding.most())?;
    Ok(Bounds {
        low: votes as f64 / all,
        high: (u128::from(votes) + u128::from(outstanding.most())) as f64 / all,
    })
}

/// The shares f of all ballots that may be counted: from V/(V + most) to V/(V + fewest).
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing is counted and it may be that nothing comes.
///
/// ```
/// use exitpoll::partial::{OutstandingBallots, counted_share_bounds};
///
/// let counted = counted_share_bounds(80, OutstandingBallots::at_most(20))?;
/// assert_eq!((counted.low(), counted.high()), (0.8, 1.0));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn counted_share_bounds(valid: u64, outstanding: OutstandingBallots) -> Result<Bounds> {
    Ok(Bounds {
        low: valid as f64 / total(valid, outstanding.most())?,
        high: valid as f64 / total(valid, outstanding.fewest())?,
    })
}

/// V + R, if there is any ballot at all.
pub(super) fn total(valid: u64, outstanding: u64) -> Result<f64> {
    match u128::from(valid) + u128::from(outstanding) {
        0 => Err(Error::undefined(
            "the final share",
            "no ballot is counted and none is outstanding",
        )),
        all => Ok(all as f64),
    }
}
