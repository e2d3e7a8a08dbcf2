//! What a partial count still allows. Three answers that are kept apart:
//!
//! - **Hard bounds**, which no outstanding ballot can break: [`final_share_bounds`] and its forms for
//!   votes and stations, what is [decided](Decision), the [order](Order), a [`Threshold`](crate::Threshold), and the share
//!   that the outstanding ballots [would have to give](needed_share).
//! - **Projection**, if the outstanding stations are missing at random: [`combined_ratio`], and
//!   [`RunningProjection`] while stations come in. Without stations, the projection is the counted share
//!   itself, and nothing says how uncertain it is.
//! - **Sensitivity**, if the outstanding ballots differ from the counted: [`final_share_under`] a shift
//!   of the log-odds, and the [tipping point](tipping_point) at which the order turns.
//!
//! f is the share of all ballots that is counted, v the share of a choice among the counted; V, v and R
//! are ballots counted, votes of a choice among them, and ballots outstanding. A share of the *stations*
//! is not f: outstanding stations may be larger or smaller, and bounds then need their registered
//! voters. Shares are proportions; bounds carry the rounding of what was published.
//!
//! [`CountSeries`] follows the counts of a night.

mod ballots;
mod bounds;
mod decision;
mod expansion;
mod lead;
mod moments;
mod needed;
mod order;
mod projection;
mod ratio;
mod reachability;
mod release;
mod sensitivity;
mod series;
mod series_check;
mod sparse;
mod station_count;
mod threshold;
mod tipping;

pub use ballots::OutstandingBallots;
pub use bounds::{counted_share_bounds, final_share_bounds, final_share_bounds_from_votes};
pub use decision::{Decision, decided, decided_from_votes};
pub use expansion::Expansion;
pub use lead::{needed_lead, needed_lead_bounds, needed_lead_from_votes};
pub use needed::{
    needed_share, needed_share_bounds, needed_share_bounds_from_votes, needed_share_from_votes,
};
pub use order::{Order, Pair};
pub use projection::RunningProjection;
pub use ratio::{RatioEstimate, RatioStratum, ReferenceDistribution, combined_ratio};
pub use reachability::{Reachability, reachability, reachability_from_votes};
pub use release::{Release, Standing};
pub use sensitivity::{
    final_lead_under, final_share_bounds_under, final_share_under, shifted_shares,
};
pub use series::{CountSeries, PollCourse};
pub use series_check::{Finding, FindingKind};
pub use sparse::{EmptyStratum, LonelyStratum, SparseStrata};
pub use station_count::{StationCount, StratumFrame};
pub use threshold::ThresholdOutcome;
pub use tipping::{tipping_point, tipping_point_bounds};

use std::fmt;

use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// A trillionth: products of shares are not exact in binary, and where the final figures can be equal,
/// nothing is decided. One ballot in a billion is a thousand times as much.
const EQUAL: f64 = 1e-12;

fn inconsistent(
    field: impl Into<String>,
    value: impl fmt::Display,
    other: impl Into<String>,
    mend: impl Into<String>,
) -> Error {
    Error::inconsistent(field, value.to_string(), other, mend)
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
