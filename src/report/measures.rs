use serde::Serialize;

use crate::hypothesis::{FitMethod, Precision};
use crate::interval::Interval;
use crate::numeric::{Bounds, Exactness};

/// A measure with the values that rounding allows, and its standard error where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Measure {
    /// Its value.
    pub value: f64,
    /// The values that rounding allows, each figure within its own bounds; absent where rounding leaves
    /// it unbounded.
    pub bounds: Option<Bounds>,
    /// Whether figures within the rounding reach both ends.
    pub exactness: Exactness,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// A test of all rows together, on shares that are scaled to sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestOfFit {
    /// The statistic.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// Those of the sample of stations (stations − strata), where the p-value is of F.
    pub design_degrees_of_freedom: Option<f64>,
    /// The probability of a statistic at least as large if the count is true.
    pub p_value: f64,
    /// How that was computed.
    pub method: FitMethod,
    /// How far the p-value of a multinomial distribution may be off.
    pub precision: Option<Precision>,
    /// The statistics that rounding allows, of shares that sum to 1; absent where no such shares lie
    /// within the rounding, or it leaves the statistic unbounded.
    pub statistic_bounds: Option<Bounds>,
    /// The p-values that go with them, by the χ² or the F distribution.
    pub p_value_bounds: Option<Bounds>,
    /// By how much the poll's shares were divided to sum to 1; absent where they did.
    pub scaled_by: Option<f64>,
}

/// How alike the rows of poll and count are, from −1 to 1. Needs three rows at least. These coefficients
/// mostly measure that one choice is larger than another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Concordance {
    /// Lin's concordance correlation ρ_c (1989, denominator k): 1 only for equality.
    pub lin: f64,
    /// Its interval; absent for fewer than four rows.
    pub lin_interval: Option<Interval>,
    /// Pearson's correlation: 1 for points on any rising line.
    pub pearson: f64,
    /// Spearman's rank correlation: 1 for the same order.
    pub spearman: f64,
    /// Kendall's τ-b.
    pub kendall_tau_b: f64,
}

/// All rows together. Proportions, not points.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Measures {
    /// Overlap, 1 − total variation: of all votes, the proportion that stands where the poll put it. Over
    /// the rows of this reading. Absent against a partial count, which gives bounds only.
    pub overlap: Option<Measure>,
    /// The overlaps that a partial count still allows; absent where nothing bounds it.
    pub final_overlap: Option<Bounds>,
    /// Whether those take invalid ballots to be as frequent among the ballots still to be counted as among those counted.
    #[serde(default)]
    pub final_overlap_takes_invalid_alike: bool,
    /// Total variation over the total variation that sampling alone costs a perfect poll of this size on
    /// average; absent against a partial count.
    pub times_chance: Option<f64>,
    /// Mosteller 1: |error of the winner's share|.
    pub mosteller_1: Option<Measure>,
    /// Mosteller 3: mean absolute error over the choices (everyone else is one).
    pub mosteller_3: Option<Measure>,
    /// Mosteller 4: mean absolute relative error over the choices.
    pub mosteller_4: Option<Measure>,
    /// Mosteller 5: |error of the lead of the two leading choices of the count|.
    pub mosteller_5: Option<Measure>,
    /// Mosteller 6: largest |error|.
    pub mosteller_6: Option<Measure>,
    /// Root mean squared error over the choices.
    pub root_mean_squared_error: Option<Measure>,
    /// ½ Σ |poll − count| over all rows, what is not accounted for included.
    pub total_variation: Option<Measure>,
    /// A of Martin, Traugott and Kennedy: the count's leader over its runner-up, positive where the poll
    /// favours the leader.
    pub a: Option<Measure>,
    /// B of Arzheimer and Evans.
    pub b: Option<Measure>,
    /// Their B_w, weighted by the count.
    pub b_w: Option<Measure>,
    /// The B that a poll without bias would show on average.
    pub b_without_bias: Option<f64>,
    /// B − the B without bias.
    pub b_excess: Option<f64>,
    /// The B_w that a poll without bias would show on average.
    pub b_w_without_bias: Option<f64>,
    /// B_w − the B_w without bias.
    pub b_w_excess: Option<f64>,
    /// Pearson's X², which is Mosteller 7.
    pub pearson: Option<TestOfFit>,
    /// The likelihood ratio G.
    pub likelihood_ratio: Option<TestOfFit>,
    /// How alike the rows are.
    pub concordance: Option<Concordance>,
    /// Measures that do not exist for this poll, and why.
    pub undefined: Vec<Undefined>,
}

/// A measure that does not exist here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Undefined {
    /// The measure.
    pub measure: String,
    /// Why.
    pub reason: String,
}
