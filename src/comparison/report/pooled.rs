use serde::{Deserialize, Serialize};

use crate::interval::Interval;
use crate::numeric::Bounds;
use crate::pooling::Herding;
use crate::rounding::Finding;

/// What the polls of known size say together, and how far that is from the count.
///
/// Of each pollster the last release counts, exit polls before late polls, and neither polls of polls nor
/// counts of a sample of stations. Where a design effect is not known, simple random sampling is taken,
/// and every standard error is at least as large as it prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledPolls {
    /// The polls pooled.
    pub polls: Vec<String>,
    /// Choice by choice, where at least two of them have it.
    pub choices: Vec<PooledChoice>,
    /// Whether the polls agree better than independent samples would, over all choices that all of them
    /// have; absent without at least two such choices.
    pub scatter: Option<Scatter>,
    /// A design effect is missing.
    pub at_least_this_wide: bool,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledChoice {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// The pooled share.
    pub pooled: f64,
    /// Its interval.
    pub interval: Interval,
    /// Where the true share behind one more poll would lie.
    pub prediction: Option<Interval>,
    /// τ², the variance between polls beyond sampling, on the scale on which they were pooled.
    pub tau2: f64,
    /// I², the proportion of the variance that lies between polls.
    pub i2: f64,
    /// Cochran's Q.
    pub q: f64,
    /// P(χ² ≥ Q): small where the polls differ by more than sampling.
    pub q_p_value: f64,
    /// P(χ² ≤ Q): small where they agree better than sampling.
    pub q_lower_tail: f64,
    /// The pooled share less the count: the polls' common bias.
    pub deviation: f64,
    /// The deviations that rounding allows, an outer bound: the sampling variances are held, τ² moves
    /// with the figures. Absent where a share may be 0 and has no place on the scale.
    pub deviation_bounds: Option<Bounds>,
    /// Its two-sided p-value.
    pub p_value: f64,
    /// The p-values that rounding allows, an outer bound.
    pub p_value_bounds: Option<Bounds>,
    /// Whether a common bias is shown, whatever the rounding hides.
    pub finding: Option<Finding>,
    /// The deviation with one pollster left out, for each: what turns on a single one.
    pub without: Vec<WithoutPollster>,
}

/// The pool without one pollster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithoutPollster {
    /// Who is left out.
    pub pollster: String,
    /// The pooled share of the others less the count.
    pub deviation: f64,
    /// Its two-sided p-value; absent where it does not exist.
    pub p_value: Option<f64>,
}

/// The scatter of the polls among one another against sampling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// The choices, everyone else together as a further one.
    pub choices: Vec<String>,
    /// The homogeneity test, seen from both sides.
    pub test: Herding,
    /// The statistics that rounding allows, an outer bound.
    pub statistic_bounds: Bounds,
    /// The lower tails that go with them.
    pub lower_tail_bounds: Bounds,
    /// Whether herding is shown, whatever the rounding hides.
    pub finding: Finding,
}
