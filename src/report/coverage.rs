//! What voters of one of the two alone can explain.

use serde::Serialize;

use crate::model::VoterGroup;
use crate::numeric::Bounds;

/// What the votes outside a poll's population would have to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Coverage {
    /// The proportion of the count's votes outside the poll's population; absent where nobody says how many
    /// they are.
    pub outside: Option<f64>,
    /// The proportions that its statement allows.
    pub outside_bounds: Bounds,
    /// The same in percent as the source states it, of a range what parts of the count leave; without a statement the
    /// range that those parts leave, and absent where they give it exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
    /// The most that coverage can explain of any deviation, a proportion; absent where nobody says how many
    /// votes are outside.
    pub explains_at_most: Option<f64>,
    /// Whether so many votes outside could have given every row what it is off, whatever was rounded: then the most
    /// that they explain says nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub explains_all: bool,
    /// The voters outside whose votes the count says that it has, and of whom nobody says exactly how many they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncounted: Vec<VoterGroup>,
    /// The voters whom alone the poll covers by its own word, where the count does not say whose votes it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<VoterGroup>,
    /// The voters whom the poll covers and whose votes the count says that it does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_counted: Vec<VoterGroup>,
    /// Per row, the share that the votes outside would have had to give.
    pub needs: Vec<CoverageNeed>,
    /// The design effect from which on these votes could explain what is beyond chance, in the verdict's test and by the
    /// digits that favour it; only where the verdict is that a deviation is beyond chance, of a final count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub break_even_design_effect: Option<f64>,
    /// Which voters or places were left out, in the words of the source.
    pub left_out: Option<String>,
}

impl Coverage {
    /// No vote of the count is outside the poll's population, so far as is known.
    pub(crate) fn leaves_nobody_out(&self) -> bool {
        self.outside_bounds.high() <= 0.0
    }
}

/// What the votes outside would have had to give one choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CoverageNeed {
    /// The choice.
    pub label: String,
    /// The share for poll and count to agree, a proportion; outside 0 to 1 it is impossible.
    pub share: f64,
    /// The shares that rounding and the bounds of the proportion outside allow.
    pub bounds: Bounds,
    /// What those votes gave it, where they are published apart.
    pub counted: Option<f64>,
}
