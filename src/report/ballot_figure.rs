//! Turnout and invalid ballots of a poll against those of a count.

use serde::Serialize;

use super::RangeReport;
use crate::alignment::Span;
use crate::numeric::Bounds;

/// Turnout, or invalid ballots as a proportion of all ballots, in the poll and in the count. No test of chance is made of
/// it, because nobody publishes the sampling error of either: a verdict is of the shares alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BallotFigure {
    /// The poll's.
    pub poll: Span,
    /// The official one.
    pub count: Span,
    /// Poll − count, a proportion; from the middle of a range.
    pub deviation: f64,
    /// What the digits that were not printed leave of it.
    pub deviation_bounds: Bounds,
    /// Whether the official figure lies inside the range or below the limit that the poll gives; absent for one figure.
    pub range: Option<RangeReport>,
    /// From what the official figure was computed; absent where it is printed.
    pub computed: Option<ComputedFigure>,
    /// The poll's figure as printed, of everyone approached, where `poll` is of those who said how they voted.
    pub of_approached: Option<Span>,
}

/// The numbers of a count of which a figure is the quotient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ComputedFigure {
    /// The ballots of a turnout, or the invalid ones among them.
    pub part: u64,
    /// The registered voters, or all ballots.
    pub whole: u64,
    /// Whether the ballots are the sum of valid and invalid votes, because the ballots cast are not given.
    pub ballots_are_a_sum: bool,
}
