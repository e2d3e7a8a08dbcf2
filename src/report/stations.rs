use serde::Serialize;

use crate::station::StationComparison;

/// What the stations of a poll say: its interviews against the counts of the very stations where they were
/// taken, and against the count of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PollStations {
    /// The poll, by its name in the report.
    pub poll: String,
    /// Its stations against their counts.
    pub comparison: StationComparison,
}
