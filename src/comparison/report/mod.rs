//! The report: plain data that a program can store, compare and read from another language.
//!
//! Shares, deviations and bounds are proportions; a table prints them as percent and percentage
//! points. What could not be computed is absent, and [`Missing`](super::Missing) or [`Undefined`] says why.

mod count;
mod measures;
mod night;
mod poll;
mod pooled;
mod seats;
mod together;

pub use count::*;
pub use measures::*;
pub use night::*;
pub use poll::*;
pub use pooled::*;
pub use seats::*;
pub use together::*;

use serde::{Deserialize, Serialize};

use crate::hypothesis::Adjustment;
use crate::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankMethod};
use crate::numeric::Confidence;
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, Scale};

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
    /// The counts as they followed one another, where there are at least two.
    pub night: Option<Night>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The confidence of every interval; 1 − confidence is the level of every test.
    pub confidence: Confidence,
    /// The interval around a poll's share.
    pub interval_method: BinomialMethod,
    /// The intervals that hold for all choices of a poll together.
    pub simultaneous_method: MultinomialMethod,
    /// The interval of the lead of one choice over another in a poll.
    pub lead_method: LeadMethod,
    /// How the ranks of the choices in a poll are tested.
    pub rank_method: RankMethod,
    /// How p-values are adjusted for the number of choices.
    pub adjustment: Adjustment,
    /// The deviation, a proportion, within which poll and count are said to agree; absent where that was
    /// not asked for.
    pub equivalence_margin: Option<f64>,
    /// The confidence at which ranges of seats are taken for intervals; absent where none was declared.
    pub seat_range_confidence: Option<Confidence>,
    /// How the variance between polls is estimated.
    pub heterogeneity_estimator: HeterogeneityEstimator,
    /// The interval of what the polls say together.
    pub pool_interval: IntervalMethod,
    /// The scale on which they are pooled.
    pub pool_scale: Scale,
    /// Replicates of the bootstrap intervals; 0 where none were asked for.
    pub replicates: u64,
    /// The seed of everything random.
    pub seed: u64,
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
