use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::interval::Interval;

/// What two intervals have in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IntervalOverlap {
    /// Whether no value lies in both; ends belong to the interval.
    pub disjoint: bool,
    /// The length of what lies in both.
    pub length: f64,
    /// That length over the length of what lies in either, from 0 to 1; 1 for two equal points.
    pub share: f64,
    /// That length over the length of the first interval; 1 for a point inside the second.
    pub share_of_first: f64,
    /// That length over the length of the second interval; 1 for a point inside the first.
    pub share_of_second: f64,
}

/// How far the intervals of two sources overlap.
///
/// This describes; it does not test. Two 95 percent intervals can overlap though the sources differ
/// significantly (Schenker & Gentleman 2001, *The American Statistician* 55): for a test take the interval
/// of the difference.
///
/// ```
/// use exitpoll::agreement::interval_overlap;
/// use exitpoll::interval::Interval;
/// let (one, other) = (Interval { lower: 0.0, upper: 0.5 }, Interval { lower: 0.25, upper: 1.0 });
/// let both = interval_overlap(one, other)?;
/// assert_eq!((both.disjoint, both.length, both.share), (false, 0.25, 0.25));
/// assert_eq!((both.share_of_first, both.share_of_second), (0.5, 0.25 / 0.75));
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for ends that are not finite or in the wrong order.
pub fn interval_overlap(first: Interval, second: Interval) -> Result<IntervalOverlap> {
    for (field, interval) in [("first", first), ("second", second)] {
        let Interval { lower, upper } = interval;
        if !(lower.is_finite() && upper.is_finite() && lower <= upper) {
            return Err(Error::out_of_range(
                field,
                format!("{lower} to {upper}"),
                "give two finite ends, the lower one first",
            ));
        }
    }
    let lower = first.lower.max(second.lower);
    let upper = first.upper.min(second.upper);
    let disjoint = lower > upper;
    let length = (upper - lower).max(0.0);
    let part_of = |whole: f64| match (disjoint, whole > 0.0) {
        (true, _) => 0.0,
        (false, true) => length / whole,
        (false, false) => 1.0,
    };
    Ok(IntervalOverlap {
        disjoint,
        length,
        share: part_of(first.upper.max(second.upper) - first.lower.min(second.lower)),
        share_of_first: part_of(first.width()),
        share_of_second: part_of(second.width()),
    })
}
