use serde::{Deserialize, Serialize};

use crate::comparison::RightCall;
use crate::hypothesis::GoodnessOfFit;
use crate::numeric::Bounds;

/// A measure with the values that rounding allows, and its standard error where one is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Its value.
    pub value: f64,
    /// Outer bounds of the values that rounding allows; absent where rounding leaves it unbounded.
    pub bounds: Option<Bounds>,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// All rows together. Proportions, not points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Mosteller 1: |error of the winner's share|.
    pub mosteller_1: Option<Measure>,
    /// Mosteller 3: mean absolute error over the choices (everyone else is one).
    pub mosteller_3: Option<Measure>,
    /// Mosteller 5: |error of the lead of the two leading choices of the count|.
    pub mosteller_5: Option<Measure>,
    /// Mosteller 6: largest |error|.
    pub mosteller_6: Option<Measure>,
    /// Root mean squared error over the choices.
    pub root_mean_squared_error: Option<Measure>,
    /// ½ Σ |poll − count| over all rows, what is not accounted for included.
    pub total_variation: Option<Measure>,
    /// B of Arzheimer and Evans.
    pub b: Option<Measure>,
    /// Their B_w, weighted by the count.
    pub b_w: Option<Measure>,
    /// The B that a poll without bias would show on average.
    pub b_without_bias: Option<f64>,
    /// Pearson's X².
    pub pearson: Option<GoodnessOfFit>,
    /// The likelihood ratio G.
    pub likelihood_ratio: Option<GoodnessOfFit>,
    /// Whether the poll's leader is the count's.
    pub right_call: RightCall,
    /// Whether the poll's own lead interval excludes 0; only with a known sample size.
    pub called: Option<bool>,
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
