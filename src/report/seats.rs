use serde::Serialize;

use super::{LeftOut, Verdict};
use crate::interval::Interval;
use crate::model::same_choices;

/// Whether the seats of a count can still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeatStatus {
    /// The result.
    Final,
    /// Each is declared for good, and the rest of the house is outstanding.
    Declared,
    /// Computed from a partial count: every one of them can change.
    Provisional,
}

/// A poll's seats against a count. In seats; nothing here has a sampling error.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SeatReport {
    /// Whether the seats of the count can still change.
    pub status: SeatStatus,
    /// Row by row. A bloc beside its members is a check on them.
    pub rows: Vec<SeatRow>,
    /// Estimates without an official figure.
    pub left_out: Vec<LeftOut>,
    /// Mean absolute error of the midpoints; absent where a result can still change.
    pub mean_absolute_error: Option<f64>,
    /// Root mean squared error of the midpoints; absent where a result can still change.
    pub root_mean_squared_error: Option<f64>,
    /// Mean of the interval scores, at the confidence that the caller declared.
    pub mean_interval_score: Option<f64>,
    /// Ranges that contain the result.
    pub inside: usize,
    /// Ranges of which what is still to be declared decides whether they contain it.
    pub open: usize,
    /// Ranges given (numbers of seats without a range are not counted; nor is a bloc beside its members).
    pub ranges: usize,
    /// Sum of the lower ends, and of the upper ends.
    pub sum: (u64, u64),
    /// Whether those sums can make up the house; absent if the house is not known.
    pub adds_up_to_house: Option<bool>,
    /// Blocs whose seats no seats of all their members, as the poll gives them, sum to.
    #[serde(default)]
    pub blocs_unlike_members: Vec<String>,
}

impl SeatReport {
    /// What the seats alone say: missed for at least one choice, right for all, or open while some have no winner.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.rows.iter().any(|row| row.miss > 0) {
            Verdict::SeatsOutside
        } else if self.rows.iter().all(SeatRow::surely_holds) {
            Verdict::SeatsInside
        } else {
            Verdict::SeatsOpen
        }
    }

    /// The row of this label.
    #[must_use]
    pub fn row(&self, label: &str) -> Option<&SeatRow> {
        self.rows.iter().find(|row| row.label == label)
    }

    /// The row of just these choices, whatever the poll calls them; of everyone else by label.
    #[must_use]
    pub fn row_of(&self, label: &str, choices: &[String]) -> Option<&SeatRow> {
        self.rows.iter().find(|row| row.is_of(label, choices))
    }
}

/// One choice's seats, or those of choices that the poll gives together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SeatRow {
    /// The choice, or the label of merged ones.
    pub label: String,
    /// The choices in it.
    pub choices: Vec<String>,
    /// Each choice counts once: a bloc whose members all stand in rows of their own is a check on them, and a member of
    /// a bloc of which that is not so counts in the bloc.
    pub is_check: bool,
    /// The poll's labels whose estimates are added up, because the count has their seats together only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added_up: Vec<String>,
    /// Lower end.
    pub low: u64,
    /// Upper end.
    pub high: u64,
    /// The least that the final result can be; the seats of the count where they are final.
    pub result_low: u64,
    /// The most that it can be.
    pub result_high: u64,
    /// The seats of the count so far.
    pub counted: u64,
    /// Midpoint − result; absent where the result can still change.
    pub deviation: Option<f64>,
    /// The same in percent of the house.
    pub percent_of_house: Option<f64>,
    /// Whether the result lies inside; absent for a number without a range, and where it is open.
    pub inside: Option<bool>,
    /// Seats between the result and the nearer end, 0 inside: what seats still to be declared cannot make up for.
    pub miss: u64,
    /// The interval score of the range, in seats, at the confidence that the caller declared.
    pub interval_score: Option<f64>,
}

impl SeatRow {
    /// Whether it is of just these choices, whatever they are called; of everyone else by label.
    pub(crate) fn is_of(&self, label: &str, choices: &[String]) -> bool {
        if self.choices.is_empty() || choices.is_empty() {
            return self.label == label;
        }
        same_choices(&self.choices, choices)
    }

    /// Whether it is a bloc of which the other row is a part.
    pub(crate) fn has_within(&self, part: &SeatRow) -> bool {
        let mut choices = part.choices.iter();
        part.choices.len() < self.choices.len() && choices.all(|of| self.choices.contains(of))
    }

    /// Whether the result can no longer change.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.result_low == self.result_high
    }

    /// Whether the result is within what the poll gives, whatever seats without a winner do.
    #[must_use]
    pub fn surely_holds(&self) -> bool {
        self.low <= self.result_low && self.result_high <= self.high
    }

    /// Whether it is a range rather than a number.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.low < self.high
    }
}

/// Seat errors of one choice over the polls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SeatErrors {
    /// The choice.
    pub label: String,
    /// Seats in the count.
    pub result: u64,
    /// Over the last releases of polls that are sources of their own.
    pub sources: SeatErrorSummary,
    /// Over all rows, polls of polls included; only where there is such a row.
    pub with_derived: Option<SeatErrorSummary>,
    /// Set where every pollster's range misses the result on the same side, at least three do, and the
    /// chance of that, if each missed either way independently, is small for the number of choices.
    pub same_side: Option<SameSide>,
}

/// Ranges that all miss on one side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SameSide {
    /// Pollsters whose range misses.
    pub pollsters: usize,
    /// Whether their ranges lie above the result.
    pub above: bool,
    /// 2^(1−m), the chance if each missed either way independently.
    pub probability: f64,
}

/// A summary of seat errors over several polls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SeatErrorSummary {
    /// How many polls.
    pub polls: usize,
    /// Mean of the midpoints.
    pub mean: f64,
    /// Mean absolute error.
    pub mean_absolute_error: f64,
    /// Whether every midpoint lies above the result, or every one below it; absent where they lie on both sides, where a
    /// range holds the result, and for fewer than three polls. It is no test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_above: Option<bool>,
    /// Root mean squared error.
    pub root_mean_squared_error: f64,
    /// Ranges that contain the result.
    pub inside: usize,
    /// Ranges given.
    pub ranges: usize,
    /// t interval of the mean of the midpoints, within 0 and the house: where the *polls* centre, not
    /// where the result may fall. Absent for fewer than three polls.
    pub interval_of_mean: Option<Interval>,
}
