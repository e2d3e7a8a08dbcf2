//! What the outstanding ballots must give a choice for a poll to come exactly true.

use super::bounds::total;
use super::{OutstandingBallots, check_bounds, check_proportion, check_votes};
use crate::error::Result;
use crate::numeric::Bounds;

/// The share w = (p − f v)/(1 − f) that the outstanding ballots must give a choice for its final
/// share to be p; outside \[0, 1\] it is impossible. `None` where nothing is outstanding.
///
/// ```
/// use exitpoll::partial::needed_share;
/// // 93.9 percent in the poll, 92.05 after 93.35 percent of the ballots.
/// assert!((needed_share(0.939, 0.9205, 0.9335).unwrap() - 1.198695489).abs() < 1e-9);
/// ```
#[must_use]
pub fn needed_share(poll: f64, share: f64, counted: f64) -> Option<f64> {
    // v + (p − v)/(1 − f), which keeps its digits where p is near v.
    (counted < 1.0).then(|| share + (poll - share) / (1.0 - counted))
}

/// All needed shares that the bounds of p, v and f allow; `None` where f may be 1.
#[must_use]
pub fn needed_share_bounds(poll: Bounds, share: Bounds, counted: Bounds) -> Option<Bounds> {
    // w rises with p and falls with v; in f it rises where p > v and falls where p < v, so that the
    // ends of f decide.
    let corner = |p: f64, v: f64| {
        Some((
            needed_share(p, v, counted.low)?,
            needed_share(p, v, counted.high)?,
        ))
    };
    let (low_a, low_b) = corner(poll.low, share.high)?;
    let (high_a, high_b) = corner(poll.high, share.low)?;
    Some(Bounds {
        low: low_a.min(low_b),
        high: high_a.max(high_b),
    })
}

/// The needed share from votes: w = (p (V + R) − v)/R for `outstanding` ballots R. `None` where there are
/// none.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if the poll's share is not a proportion;
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the choice has more votes than there are.
///
/// ```
/// use exitpoll::partial::needed_share_from_votes;
///
/// // 40 of 80 so far; for 45 of 100 the other 20 must give 5.
/// let needed = needed_share_from_votes(0.45, 40, 80, 20)?.unwrap();
/// assert!((needed - 0.25).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn needed_share_from_votes(
    poll: f64,
    votes: u64,
    valid: u64,
    outstanding: u64,
) -> Result<Option<f64>> {
    check_proportion("poll", poll)?;
    check_votes(votes, valid)?;
    Ok((outstanding > 0).then(|| needed(poll, votes, valid, outstanding)))
}

/// All needed shares that the bounds of the poll and the number of outstanding ballots allow. An end is
/// infinite where it may be that none comes; `None` where none can.
///
/// # Errors
/// As [`needed_share_from_votes`].
///
/// ```
/// use exitpoll::{Bounds, partial::{OutstandingBallots, needed_share_bounds_from_votes}};
///
/// // 44 to 46 of 100 need 4 to 6 of 20; if only 10 come, 39.6 to 41.4 of 90 need −.4 to 1.4 of 10.
/// let outstanding = OutstandingBallots::between(10, 20)?;
/// let poll = Bounds::new(0.44, 0.46)?;
/// let needed = needed_share_bounds_from_votes(poll, 40, 80, outstanding)?.unwrap();
/// assert!((needed.low() - -0.04).abs() < 1e-15 && (needed.high() - 0.3).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn needed_share_bounds_from_votes(
    poll: Bounds,
    votes: u64,
    valid: u64,
    outstanding: OutstandingBallots,
) -> Result<Option<Bounds>> {
    check_bounds("poll", poll)?;
    check_votes(votes, valid)?;
    if outstanding.most() == 0 {
        return Ok(None);
    }
    total(valid, outstanding.most())?;
    // p + (p V − v)/R is monotone in R, and rises with p.
    let ends = |p: f64| {
        [outstanding.fewest(), outstanding.most()].map(|ballots| needed(p, votes, valid, ballots))
    };
    let ([low_a, low_b], [high_a, high_b]) = (ends(poll.low), ends(poll.high));
    Ok(Some(Bounds {
        low: low_a.min(low_b),
        high: high_a.max(high_b),
    }))
}

/// p + (p V − v)/R, where R = 0 stands for a number that tends to 0.
fn needed(poll: f64, votes: u64, valid: u64, outstanding: u64) -> f64 {
    // One rounding: what is short or over can be small beside both.
    let short = poll.mul_add(valid as f64, -(votes as f64));
    // A poll that is equal to the count needs its own share of however few; p is not exact in binary.
    if outstanding == 0 && short.abs() <= 4.0 * f64::EPSILON * valid as f64 {
        return poll;
    }
    poll + short / outstanding as f64
}
