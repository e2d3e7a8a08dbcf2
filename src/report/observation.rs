use serde::Serialize;

/// What an observer reported of polling stations, and how many stations with a violation that leaves room
/// for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ObservationReport {
    /// Who observed.
    pub observer: String,
    /// All stations.
    pub stations: u64,
    /// Stations at which a violation was seen.
    pub violations: u64,
    /// The confidence of the bounds.
    pub confidence: f64,
    /// The bound for the number observed; for several numbers where that was not published.
    pub bounds: Vec<ViolationBound>,
    /// Whether the number of stations observed was published.
    pub observed_is_published: bool,
    /// Where it was published.
    pub source: Option<String>,
    /// What else its source says of it.
    pub note: Option<String>,
}

/// The most stations with a violation that the observation is compatible with, if the stations observed
/// were drawn at random and every violation at them was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ViolationBound {
    /// Stations observed.
    pub observed: u64,
    /// The largest number K with P(X ≤ violations) > 1 − confidence, hypergeometric.
    pub at_most: u64,
}
