use serde::{Deserialize, Serialize};

use crate::comparison::RightCall;
use crate::interval::Interval;
use crate::numeric::{Bounds, Exactness};

/// A measure with the values that rounding allows, and its standard error where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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

/// A test of all rows together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TestOfFit {
    /// The statistic.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// P(χ² ≥ statistic).
    pub p_value: f64,
    /// The statistics that rounding allows, of shares that sum to 1; absent where no such shares lie
    /// within the rounding, or it leaves the statistic unbounded.
    pub statistic_bounds: Option<Bounds>,
    /// The p-values that go with them.
    pub p_value_bounds: Option<Bounds>,
}

/// How alike the rows of poll and count are, from −1 to 1. Needs three rows at least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
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
    /// Whether the poll's leader is the count's.
    pub right_call: RightCall,
    /// Whether the poll's own lead interval excludes 0; only with a known sample size.
    pub called: Option<bool>,
    /// How alike the rows are.
    pub concordance: Option<Concordance>,
    /// The agreement score, 0 to 100.
    pub agreement: Option<Measure>,
    /// The points of it that sampling alone would cost a perfect poll of this size on average.
    pub agreement_cost_of_sampling: Option<f64>,
    /// Measures that do not exist for this poll, and why.
    pub undefined: Vec<Undefined>,
}

/// A measure that does not exist here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undefined {
    /// The measure.
    pub measure: String,
    /// Why.
    pub reason: String,
}
