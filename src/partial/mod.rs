//! What a partial count still allows. Three answers that are kept apart:
//!
//! - **Hard bounds**, which no outstanding ballot can break: [`FinalBound`], which names what it rests on,
//!   from [`final_share_bounds`] and its form for votes, what is [decided](Decision), the [order](Order), a [`Threshold`](crate::Threshold), and the share
//!   that the outstanding ballots [would have to give](needed_share).
//! - **Projection**, if the outstanding stations are missing at random: [`crate::station`] has it, with its
//!   uncertainty. Without stations, the projection is the counted share itself, and nothing says how
//!   uncertain it is.
//! - **Sensitivity**, if the outstanding ballots differ from the counted: [`final_share_under`] a shift
//!   of the log-odds, and the [tipping point](tipping_point) at which the order turns.
//!
//! f is the share of all ballots that is counted, v the share of a choice among the counted; V, v and R
//! are ballots counted, votes of a choice among them, and ballots outstanding. A share of the *stations*
//! is not f: outstanding stations may be larger or smaller, and bounds then need their registered
//! voters. Shares are proportions; bounds carry the rounding of what was published.
//!
//! [`CountSeries`] follows the counts of a night. [`AgainstEveryCount`] tests a poll against every final count
//! that a partial one allows; [`OutsidePoll`] asks the same of votes that a poll does not cover.

mod ballots;
mod bounds;
mod decision;
mod declared_seats;
mod every_final_count;
mod final_bound;
mod invalid;
mod lead;
mod needed;
mod order;
mod population;
mod reachability;
mod release;
mod sensitivity;
mod series;
mod series_check;
mod threshold;
mod tipping;

pub use ballots::OutstandingBallots;
pub(crate) use bounds::final_share_within;
pub use bounds::{counted_share_bounds, final_share_bounds, final_share_bounds_from_votes};
pub use decision::{Decision, decided, decided_from_votes};
pub use declared_seats::declared_seats;
pub use every_final_count::{AgainstEveryCount, OpenRow};
pub use final_bound::{BoundBasis, FinalBound, StationProjection};
pub use invalid::{InvalidBallots, counted_to_decide, counted_to_exclude};
pub use lead::{needed_lead, needed_lead_bounds, needed_lead_from_votes};
pub use needed::{
    needed_share, needed_share_bounds, needed_share_bounds_from_votes, needed_share_from_votes,
};
pub(crate) use order::whole_order_from_votes;
pub use order::{Order, Pair};
pub use population::{CoveredRow, OutsidePoll, PopulationVerdict};
pub use reachability::{Reachability, reachability, reachability_from_votes};
pub use release::{Release, Standing};
pub use sensitivity::{
    final_lead_under, final_share_bounds_under, final_share_under, shifted_shares,
};
pub use series::{CountSeries, PollCourse};
pub use series_check::{Finding, FindingKind};
pub use threshold::ThresholdOutcome;
pub use tipping::{tipping_point, tipping_point_bounds};

use std::fmt;

use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// A trillionth: products of shares are not exact in binary, and where the final figures can be equal,
/// nothing is decided. One ballot in a billion is a thousand times as much.
const EQUAL: f64 = 1e-12;

pub(crate) fn inconsistent(
    field: impl Into<String>,
    value: impl fmt::Display,
    other: impl Into<String>,
    help: impl Into<String>,
) -> Error {
    Error::inconsistent(field, value.to_string(), other, help)
}

/// No choice has more votes than there are.
fn check_votes(votes: u64, valid: u64) -> Result<()> {
    if votes <= valid {
        return Ok(());
    }
    Err(inconsistent(
        "votes",
        votes,
        format!("{valid} valid votes in all"),
        "give the votes of one choice, and all valid votes counted",
    ))
}

fn check_proportion(field: &str, value: f64) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        value,
        "give a proportion from 0 to 1",
    ))
}

fn check_bounds(field: &str, bounds: Bounds) -> Result<()> {
    check_proportion(field, bounds.low)?;
    check_proportion(field, bounds.high)
}
