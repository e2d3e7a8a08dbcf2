//! What a partial count still allows.
//!
//! f is the share of all ballots that is counted, v the share of a choice among the counted. All
//! are proportions; bounds carry the rounding of what was published.

use serde::{Deserialize, Serialize};

use crate::numeric::Bounds;

/// Whether the final result can still equal a poll's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reachability {
    /// The figures as printed can still meet.
    Possible,
    /// Not as printed, but some figures that round to them can.
    PossibleWithinRounding,
    /// No outstanding ballots can bring it about.
    Impossible,
}

/// Hard bounds of a final share: \[f v, f v + 1 − f\], at their widest over the bounds of f and v.
///
/// ```
/// use exitpoll::{Bounds, partial::final_share_bounds};
/// let bounds = final_share_bounds(Bounds::exact(0.5), Bounds::exact(0.8));
/// assert!((bounds.low - 0.4).abs() < 1e-15 && (bounds.high - 0.6).abs() < 1e-15);
/// // A complete count leaves nothing open.
/// assert_eq!(final_share_bounds(Bounds::exact(0.5), Bounds::exact(1.0)), Bounds::exact(0.5));
/// ```
#[must_use]
pub fn final_share_bounds(share: Bounds, counted: Bounds) -> Bounds {
    // f v rises with f and v; f v + 1 − f = 1 − f (1 − v) falls with f and rises with v.
    let f = counted.low;
    Bounds {
        low: f * share.low,
        high: (f * share.high + (1.0 - f)).min(1.0),
    }
}

/// Whether the runner-up can no longer pass the leader: f (v_1 − v_2) > 1 − f. `None` where the
/// bounds of what was published leave it open.
#[must_use]
pub fn decided(leader: Bounds, runner_up: Bounds, counted: Bounds) -> Option<bool> {
    let margin = |lead: f64, f: f64| f * lead > 1.0 - f;
    let surely = margin(leader.low - runner_up.high, counted.low);
    let possibly = margin(leader.high - runner_up.low, counted.high);
    match (surely, possibly) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}

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

/// Whether the final share of a choice can still be p, as printed or within rounding.
#[must_use]
pub fn reachability(
    poll: (f64, Bounds),
    share: (f64, Bounds),
    counted: (f64, Bounds),
) -> Reachability {
    let as_printed = final_share_bounds(Bounds::exact(share.0), Bounds::exact(counted.0));
    let within_rounding = final_share_bounds(share.1, counted.1);
    // A trillionth: f v is not exact in binary, and equality is possible.
    let reaches = |bounds: Bounds, low: f64, high: f64| {
        bounds.low <= high + 1e-12 && low <= bounds.high + 1e-12
    };
    if reaches(as_printed, poll.0, poll.0) {
        Reachability::Possible
    } else if reaches(within_rounding, poll.1.low, poll.1.high) {
        Reachability::PossibleWithinRounding
    } else {
        Reachability::Impossible
    }
}
