//! The report: plain data that a program can store, compare and read from another language.
//!
//! Shares, deviations and bounds are proportions; a table prints them as percent and percentage
//! points. What could not be computed is absent, and [`Missing`](super::Missing) or [`Undefined`] says why.

mod count;
mod measures;
mod poll;
mod seats;
mod together;

pub use count::*;
pub use measures::*;
pub use poll::*;
pub use seats::*;
pub use together::*;

use serde::{Deserialize, Serialize};

use crate::hypothesis::Adjustment;
use crate::interval::BinomialMethod;
use crate::numeric::Confidence;

/// Everything that was computed for one contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this form, `exitpoll-report/1`.
    pub format: String,
    /// The contest.
    pub contest: ContestFacts,
    /// What was asked for.
    pub settings: Settings,
    /// Every count with every poll against it, in the order given.
    pub counts: Vec<CountReport>,
    /// The position in `counts` of the most complete one: the final count, or else the partial one
    /// with most counted.
    pub reference: usize,
    /// The polls against one another, where there are at least two sources with shares.
    pub between_polls: Option<BetweenPolls>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The confidence of every interval; 1 − confidence is the level of every test.
    pub confidence: Confidence,
    /// The interval around a poll's share.
    pub interval_method: BinomialMethod,
    /// How p-values are adjusted for the number of choices.
    pub adjustment: Adjustment,
    /// The design effect assumed where a poll gives none.
    pub assumed_design_effect: Option<f64>,
}

/// The contest as the report heads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContestFacts {
    /// Its name.
    pub name: String,
    /// The day of the vote.
    pub date: Option<String>,
    /// Where.
    pub jurisdiction: Option<String>,
    /// Seats of the house.
    pub seats: Option<u64>,
    /// The majority line.
    pub majority: Option<u64>,
    /// Registered voters.
    pub registered: Option<u64>,
    /// Where these facts were published.
    pub source: Option<String>,
}
