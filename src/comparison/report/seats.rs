use serde::{Deserialize, Serialize};

use crate::comparison::{MajorityCall, RightCall};
use crate::interval::Interval;
use crate::model::SeatEstimate;

/// A poll's seats against a count. In seats; nothing here has a sampling error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatReport {
    /// Row by row.
    pub rows: Vec<SeatRow>,
    /// Mean absolute error of the midpoints.
    pub mean_absolute_error: f64,
    /// Root mean squared error of the midpoints.
    pub root_mean_squared_error: f64,
    /// Mean of the interval scores, at the confidence that the caller declared.
    pub mean_interval_score: Option<f64>,
    /// Ranges that contain the result.
    pub inside: usize,
    /// Ranges given (numbers of seats without a range are not counted).
    pub ranges: usize,
    /// Sum of the lower and upper ends.
    pub sum: (u64, u64),
    /// Whether those sums can make up the house; absent if the house is not known.
    pub adds_up_to_house: Option<bool>,
    /// Whether the choice with most seats is right.
    pub right_call: RightCall,
    /// Whether the majority was called, and rightly.
    pub majority: MajorityCall,
}

/// One choice's seats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatRow {
    /// The choice.
    pub label: String,
    /// Lower end.
    pub low: u64,
    /// Upper end.
    pub high: u64,
    /// Seats in the count.
    pub result: u64,
    /// Midpoint − result.
    pub deviation: f64,
    /// The same in percent of the house.
    pub percent_of_house: Option<f64>,
    /// Whether the result lies inside; absent for a number without a range.
    pub inside: Option<bool>,
    /// Seats between the result and the nearer end; 0 inside.
    pub distance_to_range: u64,
    /// The interval score of the range, in seats, at the confidence that the caller declared.
    pub interval_score: Option<f64>,
}

impl SeatRow {
    /// The estimate as the model has it.
    #[must_use]
    pub fn estimate(&self) -> Option<SeatEstimate> {
        SeatEstimate::range(self.low, self.high).ok()
    }
}

/// Seat errors of one choice over the polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatErrors {
    /// The choice.
    pub label: String,
    /// Seats in the count.
    pub result: u64,
    /// Over the polls that are sources of their own.
    pub sources: SeatErrorSummary,
    /// Over all rows, polls of polls included; only where there is such a row.
    pub with_derived: Option<SeatErrorSummary>,
}

/// A summary of seat errors over several polls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatErrorSummary {
    /// How many polls.
    pub polls: usize,
    /// Mean of the midpoints.
    pub mean: f64,
    /// Mean absolute error.
    pub mean_absolute_error: f64,
    /// Root mean squared error.
    pub root_mean_squared_error: f64,
    /// Ranges that contain the result.
    pub inside: usize,
    /// Ranges given.
    pub ranges: usize,
    /// t interval of the mean of the midpoints: where the *polls* centre, not where the result may
    /// fall. Absent for fewer than two polls.
    pub interval_of_mean: Option<Interval>,
    /// Whether all polls err to the same side.
    pub same_sign: bool,
}
