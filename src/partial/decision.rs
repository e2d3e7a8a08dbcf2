//! Whether one choice can still pass another.

use serde::Serialize;
use std::fmt;

use super::{EQUAL, OutstandingBallots};
use crate::numeric::Bounds;

/// Whether the outstanding ballots can still change which of two choices is ahead, or draw them level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Decision {
    /// The one ahead stays ahead whatever comes.
    Decided,
    /// The other can still draw level.
    Open,
    /// The digits that were printed do not say.
    UndecidedByRounding,
}

impl Decision {
    /// Decided or not; `None` where rounding leaves it open.
    #[must_use]
    pub fn known(self) -> Option<bool> {
        match self {
            Decision::Decided => Some(true),
            Decision::Open => Some(false),
            Decision::UndecidedByRounding => None,
        }
    }

    /// Of several statements that must all be decided.
    pub(super) fn all(decisions: impl IntoIterator<Item = Decision>) -> Decision {
        let mut result = Decision::Decided;
        for decision in decisions {
            match decision {
                Decision::Open => return Decision::Open,
                Decision::UndecidedByRounding => result = Decision::UndecidedByRounding,
                Decision::Decided => {}
            }
        }
        result
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Decision::Decided => "decided",
            Decision::Open => "open",
            Decision::UndecidedByRounding => "undecided by rounding",
        })
    }
}

/// Whether the runner-up can no longer draw level with the leader: f (v_1 − v_2) > 1 − f. Undecided by
/// rounding where some figures within the bounds say so and others not.
///
/// ```
/// use exitpoll::{Bounds, partial::{Decision, decided}};
///
/// let [leader, second] = [0.6, 0.4].map(Bounds::exact);
/// assert_eq!(decided(leader, second, Bounds::exact(0.9)), Decision::Decided);
/// // .8 × .2 = .16 < .2
/// assert_eq!(decided(leader, second, Bounds::exact(0.8)), Decision::Open);
/// // "60" percent may be 59.5: .835 × .19 < .165, but .835 × .21 > .165.
/// let [leader, second] = [Bounds::new(0.595, 0.605)?, Bounds::new(0.395, 0.405)?];
/// assert_eq!(decided(leader, second, Bounds::exact(0.835)), Decision::UndecidedByRounding);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn decided(leader: Bounds, runner_up: Bounds, counted: Bounds) -> Decision {
    // The margin f (1 + lead) − 1 rises with f and with the lead.
    let margin = |lead: f64, f: f64| f * lead > 1.0 - f + EQUAL;
    let surely = margin(leader.low - runner_up.high, counted.low);
    let possibly = margin(leader.high - runner_up.low, counted.high);
    match (surely, possibly) {
        (true, _) => Decision::Decided,
        (false, false) => Decision::Open,
        (false, true) => Decision::UndecidedByRounding,
    }
}

/// Whether the runner-up can no longer draw level with the leader: v_1 − v_2 > R, R the most ballots that
/// can still come. Votes are exact, and so is the answer.
///
/// ```
/// use exitpoll::partial::{Decision, OutstandingBallots, decided_from_votes};
///
/// let outstanding = OutstandingBallots::at_most(20);
/// assert_eq!(decided_from_votes(61, 40, outstanding), Decision::Decided);
/// // All twenty for the runner-up: level.
/// assert_eq!(decided_from_votes(60, 40, outstanding), Decision::Open);
/// ```
#[must_use]
pub fn decided_from_votes(
    leader: u64,
    runner_up: u64,
    outstanding: OutstandingBallots,
) -> Decision {
    match leader.checked_sub(runner_up) {
        Some(lead) if lead > outstanding.most() => Decision::Decided,
        _ => Decision::Open,
    }
}
