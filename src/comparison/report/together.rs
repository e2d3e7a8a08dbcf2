use serde::{Deserialize, Serialize};

use crate::numeric::Bounds;

/// Mean deviation of one choice over the polls that are sources of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommonBias {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// Mean of poll − count.
    pub mean_deviation: f64,
    /// The means that rounding allows.
    pub bounds: Bounds,
    /// Polls above the count.
    pub above: usize,
    /// Polls below the count.
    pub below: usize,
}

/// The polls against one another. Their agreement is no evidence that they are right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BetweenPolls {
    /// The polls compared: sources of their own, with shares.
    pub polls: Vec<String>,
    /// Each pair once.
    pub pairs: Vec<PollPair>,
    /// By choice, over the polls that have it.
    pub ranges: Vec<ChoiceRange>,
}

/// Two polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollPair {
    /// The one.
    pub first: String,
    /// The other.
    pub second: String,
    /// Total variation over the choices that both name, all others together.
    pub total_variation: f64,
    /// How many choices both name.
    pub choices: usize,
}

/// The spread of one choice over the polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoiceRange {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// The lowest share.
    pub lowest: f64,
    /// Who has it.
    pub lowest_poll: String,
    /// The highest share.
    pub highest: f64,
    /// Who has it.
    pub highest_poll: String,
}
