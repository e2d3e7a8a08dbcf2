use serde::{Deserialize, Serialize};

use crate::interval::Interval;
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
    /// How reliable the polls are as measurements of one thing; absent without three choices that all of
    /// them name.
    pub reliability: Option<Reliability>,
}

/// How alike all polls are over the choices that all of them name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The choices.
    pub choices: Vec<String>,
    /// Kendall's W of their orders, 0 to 1.
    pub kendall_w: f64,
    /// Its p-value if they ordered the choices at random.
    pub kendall_w_p_value: f64,
    /// ICC(2,1) of Shrout and Fleiss: absolute agreement of one poll with another.
    pub icc_2_1: Option<f64>,
    /// Its interval.
    pub icc_2_1_interval: Option<Interval>,
    /// ICC(2,k): the same of their mean.
    pub icc_2_k: Option<f64>,
    /// Krippendorff's α with the interval metric.
    pub krippendorff_alpha: Option<f64>,
    /// Its bootstrap interval, where replicates were asked for.
    pub krippendorff_alpha_interval: Option<Interval>,
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
    /// The values that rounding allows, each figure within its own bounds.
    pub bounds: Bounds,
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
