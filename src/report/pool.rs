use serde::Serialize;

use super::Reason;
use crate::interval::Interval;
use crate::numeric::Bounds;
use crate::pooling::Herding;
use crate::rounding::Finding;

/// What the polls of known size say together, and how far that is from the count: one release of each
/// pollster, one kind of estimate, on valid votes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Pool {
    /// The polls pooled.
    pub polls: Vec<String>,
    /// The polls left out, and why.
    pub left_out: Vec<(String, Reason)>,
    /// Choice by choice, where at least two of them have it.
    pub choices: Vec<PooledChoice>,
    /// Whether the polls agree better than independent samples would, over all choices that all of them
    /// have; absent without at least two such choices.
    pub scatter: Option<Scatter>,
    /// Whether the design of every poll is known; otherwise all figures of chance are as if respondents
    /// had been drawn singly.
    pub designs_known: bool,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PooledChoice {
    /// The choice.
    pub label: String,
    /// How many polls have it.
    pub polls: usize,
    /// What each of them weighs in the pool. Of the most complete count only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<PollWeight>,
    /// Polls that give it 0 or 100 percent, where the scale of the pool has no place: half a respondent was added to
    /// either side, which moves the pooled share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<String>,
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
    /// Its two-sided p-value; absent against a count that can still change, as all that follows from it.
    pub p_value: Option<f64>,
    /// The same, adjusted (Holm) over the choices pooled.
    pub adjusted_p_value: Option<f64>,
    /// The p-values that rounding allows, of the figures and of stated margins; of the figures an outer bound.
    pub p_value_bounds: Option<Bounds>,
    /// The same, adjusted over the choices pooled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted_p_value_bounds: Option<Bounds>,
    /// Whether a common bias is shown at the level of the report, adjusted over the choices and regardless
    /// of rounding; never against a partial count.
    pub finding: Option<Finding>,
    /// The deviation with one pollster left out, for each: what turns on a single one. Of the most
    /// complete count only, and of 200 polls at most.
    pub without: Vec<WithoutPollster>,
}

/// One poll's part in the pooled share of one choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PollWeight {
    /// The poll.
    pub poll: String,
    /// Its share, on valid votes.
    pub share: f64,
    /// The share less the count.
    pub deviation: f64,
    /// The share's interval as the pool sees it: ± quantile · √v on the scale of the pool.
    pub interval: Interval,
    /// Its part of the weights: w/Σw with w = 1/(v + τ²).
    pub weight: f64,
}

/// The pool without one pollster.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WithoutPollster {
    /// Who is left out.
    pub pollster: String,
    /// The pooled share of the others less the count.
    pub deviation: f64,
    /// Its two-sided p-value; absent where it does not exist.
    pub p_value: Option<f64>,
}

/// The scatter of the polls among one another against sampling.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Scatter {
    /// The choices.
    pub choices: Vec<String>,
    /// Whether everyone else is a further one: not where the choices have all votes in every poll.
    pub everyone_else: bool,
    /// The homogeneity test, seen from both sides.
    pub test: Herding,
    /// The statistics that rounding allows, an outer bound.
    pub statistic_bounds: Bounds,
    /// The lower tails that go with them.
    pub lower_tail_bounds: Bounds,
    /// The upper tails that go with them.
    pub upper_tail_bounds: Bounds,
    /// Where the polls have few stations: the degrees of freedom of their designs together (Satterthwaite, each poll
    /// weighed by 1 over its size), with which Q over its degrees of freedom is an F.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design_degrees_of_freedom: Option<f64>,
    /// The fewest respondents that a poll would have for a choice if all had the same shares, where these are under five:
    /// too few for χ², so that no difference of the polls is concluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fewest_expected: Option<f64>,
    /// The choices whose own shares, each beside all others together, differ by more than sampling allows, adjusted
    /// (Bonferroni) over the choices and whatever digits were not printed: what is left for everyone else, or not
    /// accounted for, is nobody's share.
    #[serde(default)]
    pub differ_at: Vec<String>,
    /// Whether less scatter than sampling allows is shown, regardless of rounding; absent where a design is
    /// not known or only assumed.
    pub finding: Option<Finding>,
    /// Where a design is not known: the design effect from which the small scatter would be a finding, Q of
    /// the printed figures at design effect 1 over the lower 5 percent point of χ².
    pub design_effect_for_finding: Option<f64>,
    /// The same at the largest Q that rounding leaves: from there on it would be a finding regardless of
    /// rounding.
    pub design_effect_for_finding_within_rounding: Option<f64>,
}
