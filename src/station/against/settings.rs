//! What a comparison by stations takes for granted.

use super::outside::StationTestOf;
use crate::accuracy::Orientation;
use crate::error::{Error, Result};
use crate::hypothesis::Adjustment;
use crate::numeric::Confidence;
use crate::station::regression::ErrorModel;
use crate::station::table::StationTable;

/// The settings of [`StationSample::against_count`](crate::station::StationSample::against_count).
#[derive(Debug, Clone, PartialEq)]
pub struct AgainstCount {
    pub(super) orientation: Orientation,
    pub(super) confidence: Confidence,
    pub(super) national: Option<Vec<f64>>,
    pub(super) of_these_stations: bool,
    pub(super) greatest_ratio: f64,
    pub(super) adjustment: Adjustment,
    pub(super) tests: StationTestOf,
    pub(super) errors: Option<ErrorModel>,
    pub(super) points: bool,
}

impl AgainstCount {
    /// Two choices by place, R and D: 95 percent confidence, response ratios up to 1.5, Holm's adjustment.
    #[must_use]
    pub fn new(orientation: Orientation) -> AgainstCount {
        AgainstCount {
            orientation,
            confidence: Confidence::P95,
            national: None,
            of_these_stations: false,
            greatest_ratio: 1.5,
            adjustment: Adjustment::Holm,
            tests: StationTestOf::AllChoices,
            errors: None,
            points: true,
        }
    }

    /// The confidence of intervals; what is left of 1 is the level of tests.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// The share of each choice among all ballots, in the table's order: asks for the national comparison.
    #[must_use]
    pub fn national(mut self, shares: impl IntoIterator<Item = f64>) -> Self {
        self.national = Some(shares.into_iter().collect());
        self
    }

    /// Says that those shares are of the table's own stations together: none was drawn for it. Of the sample
    /// itself [`StationSample::of_all_stations`](crate::station::StationSample::of_all_stations) says the same, so that
    /// its variance has no part for the drawing of stations.
    #[must_use]
    pub fn of_these_stations(mut self) -> Self {
        self.of_these_stations = true;
        self
    }

    /// The largest response ratio, in either direction, that is taken for possible. Ratios published for exit
    /// polls whose error was studied stayed below 1.5 (Edison & Mitofsky 2005: 1.12 in the United States 2004).
    #[must_use]
    pub fn greatest_ratio(mut self, ratio: f64) -> Self {
        self.greatest_ratio = ratio;
        self
    }

    /// How the p-values of many stations and covariates are adjusted.
    #[must_use]
    pub fn adjustment(mut self, adjustment: Adjustment) -> Self {
        self.adjustment = adjustment;
        self
    }

    /// What is tested at each station.
    #[must_use]
    pub fn tests(mut self, tests: StationTestOf) -> Self {
        self.tests = tests;
        self
    }

    /// The error model of the pattern; CR2 by regions where there are several, else HC2.
    #[must_use]
    pub fn errors(mut self, errors: ErrorModel) -> Self {
        self.errors = Some(errors);
        self
    }

    /// Whether the comparison keeps each station's figures, about 200 bytes of JSON a station, of which charts
    /// are drawn; it does unless told otherwise.
    #[must_use]
    pub fn points(mut self, kept: bool) -> Self {
        self.points = kept;
        self
    }

    pub(super) fn check(&self, table: &StationTable) -> Result<()> {
        let k = table.choices().len();
        let Orientation {
            numerator,
            denominator,
        } = self.orientation;
        for (field, place) in [("numerator", numerator), ("denominator", denominator)] {
            if place >= k {
                return Err(Error::out_of_range(
                    field,
                    place,
                    format!("give a place below the {k} choices"),
                ));
            }
        }
        if numerator == denominator {
            return Err(Error::out_of_range(
                "denominator",
                denominator,
                "give two different choices",
            ));
        }
        if !(self.greatest_ratio >= 1.0 && self.greatest_ratio.is_finite()) {
            let help = "give a ratio of at least 1";
            return Err(Error::out_of_range(
                "greatest_ratio",
                self.greatest_ratio,
                help,
            ));
        }
        if let Some(shares) = &self.national {
            if shares.len() != k {
                let found = format!("{} shares", shares.len());
                return Err(Error::out_of_range(
                    "national",
                    found,
                    format!("give one for each of the {k} choices"),
                ));
            }
            let sum: f64 = shares.iter().sum();
            if let Some(bad) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
                return Err(Error::out_of_range(
                    "national",
                    bad,
                    "give proportions of all ballots",
                ));
            }
            if sum > 1.0 + 1e-6 {
                return Err(Error::out_of_range(
                    "national",
                    sum,
                    "give proportions that sum to at most 1",
                ));
            }
        }
        Ok(())
    }
}
