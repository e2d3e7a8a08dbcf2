//! A table of polling stations, held by columns.

mod answering;
mod builder;
mod check;
mod columns;
mod given;
mod labels;
mod listed;
mod names;
mod row;

pub use builder::StationTableBuilder;
pub use row::{Interviews, Station};

use columns::Columns;
use given::Lines;
use labels::Labels;
use std::ops::Range;

use crate::error::{Error, Result};

/// A figure that nobody gave.
const UNKNOWN: u32 = u32::MAX;

/// Polling stations with their official votes, interviews and everything else that is known of them.
///
/// Stations stand by stratum, those of a stratum in the order in which they were given; places count from 0.
/// Choices, strata, regions, post-strata and classes have names, each kept once. A million stations with ten
/// choices take about 80 bytes each.
///
/// ```
/// use exitpoll::station::{Station, StationTable};
///
/// let mut builder = StationTable::builder(["Yes", "No"]).stratum("north", 40).stratum("south", 25);
/// for (name, stratum, votes) in [("7", "south", [80, 20]), ("1", "north", [30, 60])] {
///     builder.push(&Station { name, stratum, votes: Some(&votes), ..Station::default() })?;
/// }
/// let table = builder.build()?;
/// assert_eq!((table.len(), table.name(0), table.name(1)), (2, "1", "7"));
/// assert_eq!(table.votes(1), Some(&[80, 20][..]));
/// assert_eq!(table.stratum_stations(1), Some(25));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct StationTable {
    choices: Vec<String>,
    covariates: Vec<String>,
    strata: Labels,
    regions: Labels,
    post_strata: Labels,
    classes: Labels,
    stratum_stations: Vec<Option<u64>>,
    stratum_ballots: Vec<Option<u64>>,
    post_stratum_stations: Vec<Option<u64>>,
    previous_result: Option<(Vec<u64>, u64)>,
    /// Where each stratum starts, and the number of stations at the end.
    starts: Vec<usize>,
    listed_alone: bool,
    lines: Lines,
    columns: Columns,
}

/// The interviews of one class at one station.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassInterviews<'a> {
    /// The place of the class among [`StationTable::classes`].
    pub class: usize,
    /// The weight of each interview, if it has one of its own.
    pub weight: Option<f64>,
    /// Answers for each choice.
    pub answers: &'a [u32],
    /// All answers, also those that name none of the choices.
    pub answered: u32,
    /// Voters who refused, if noted.
    pub refused: Option<u32>,
    /// Voters who were missed, if noted.
    pub missed: Option<u32>,
}

impl StationTable {
    /// The number of stations, at least 1.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a table is never empty")]
    pub fn len(&self) -> usize {
        self.columns.names.len()
    }

    /// The choices.
    #[must_use]
    pub fn choices(&self) -> &[String] {
        &self.choices
    }

    /// The covariates.
    #[must_use]
    pub fn covariate_names(&self) -> &[String] {
        &self.covariates
    }

    /// The strata, declared or met.
    #[must_use]
    pub fn strata(&self) -> &[String] {
        self.strata.names()
    }

    /// The regions.
    #[must_use]
    pub fn regions(&self) -> &[String] {
        self.regions.names()
    }

    /// The post-strata.
    #[must_use]
    pub fn post_strata(&self) -> &[String] {
        self.post_strata.names()
    }

    /// The classes of interviews.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        self.classes.names()
    }

    /// The place of a choice.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) if no choice has the name.
    pub fn choice(&self, name: &str) -> Result<usize> {
        let place = self.choices.iter().position(|choice| choice == name);
        place.ok_or_else(|| unknown("choice", name, &self.choices))
    }

    /// The votes of each choice in all stations of which the votes are known.
    ///
    /// ```
    /// use exitpoll::station::{Station, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]);
    /// table.push(&Station { votes: Some(&[60, 40]), ..Station::default() })?;
    /// table.push(&Station { votes: Some(&[5, 10]), ..Station::default() })?;
    /// assert_eq!(table.build()?.counted(), [65, 50]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn counted(&self) -> Vec<u64> {
        let mut sums = vec![0; self.choices.len()];
        for votes in (0..self.len()).filter_map(|station| self.votes(station)) {
            for (sum, votes) in sums.iter_mut().zip(votes) {
                *sum += u64::from(*votes);
            }
        }
        sums
    }

    /// The place of a region.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) if no region has the name.
    pub fn region(&self, name: &str) -> Result<usize> {
        self.regions
            .find(name)
            .ok_or_else(|| unknown("region", name, self.regions()))
    }

    /// The stations of a stratum, as places in the table.
    ///
    /// # Panics
    /// If there is no such stratum.
    #[must_use]
    pub fn stations_of(&self, stratum: usize) -> Range<usize> {
        self.starts[stratum]..self.starts[stratum + 1]
    }

    /// N_h, all stations of a stratum, if known.
    ///
    /// # Panics
    /// If there is no such stratum.
    #[must_use]
    pub fn stratum_stations(&self, stratum: usize) -> Option<u64> {
        self.stratum_stations[stratum]
    }

    /// Declares that no stratum has stations beside those of the table.
    pub(in crate::station) fn take_for_all(&mut self) {
        for stratum in 0..self.strata.len() {
            let here = self.stations_of(stratum).len() as u64;
            self.stratum_stations[stratum] = Some(here).filter(|stations| *stations > 0);
        }
    }

    /// T_h, all ballots of a stratum, if known.
    ///
    /// # Panics
    /// If there is no such stratum.
    #[must_use]
    pub fn stratum_ballots(&self, stratum: usize) -> Option<u64> {
        self.stratum_ballots[stratum]
    }

    /// All stations of a post-stratum, if known.
    ///
    /// # Panics
    /// If there is no such post-stratum.
    #[must_use]
    pub fn post_stratum_stations(&self, post_stratum: usize) -> Option<u64> {
        self.post_stratum_stations[post_stratum]
    }

    /// The result of the previous election over all stations: votes of each choice, and all ballots.
    #[must_use]
    pub fn previous_result(&self) -> Option<(&[u64], u64)> {
        self.previous_result
            .as_ref()
            .map(|(votes, total)| (votes.as_slice(), *total))
    }

    /// The name of a station.
    ///
    /// # Panics
    /// This and the following panic if there is no such station, as a slice does.
    #[must_use]
    pub fn name(&self, station: usize) -> &str {
        self.columns.names.get(station)
    }

    /// The place of a station's region.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn region_of(&self, station: usize) -> usize {
        assert!(station < self.len(), "no station {station}");
        columns::label(&self.columns.region, station)
    }

    /// The place of a station's post-stratum.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn post_stratum_of(&self, station: usize) -> usize {
        assert!(station < self.len(), "no station {station}");
        columns::label(&self.columns.post_stratum, station)
    }

    /// The weight of a station, where one was given.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn weight(&self, station: usize) -> Option<f64> {
        assert!(station < self.len(), "no station {station}");
        self.columns
            .weight
            .get(station)
            .copied()
            .filter(|weight| !weight.is_nan())
    }

    /// How many stations were given a weight.
    pub(crate) fn given_weights(&self) -> usize {
        self.columns
            .weight
            .iter()
            .filter(|weight| !weight.is_nan())
            .count()
    }

    /// Official votes of each choice at a station, if known.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn votes(&self, station: usize) -> Option<&[u32]> {
        self.total(station)?;
        let k = self.choices.len();
        self.columns.votes.get(station * k..(station + 1) * k)
    }

    /// All official ballots of a station, if known.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn total(&self, station: usize) -> Option<u32> {
        known(self.columns.total[station])
    }

    /// Registered voters of a station, if known.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn registered(&self, station: usize) -> Option<u32> {
        assert!(station < self.len(), "no station {station}");
        self.columns
            .registered
            .get(station)
            .copied()
            .and_then(known)
    }

    /// Votes of each choice and all ballots at a station at the previous election, if known.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn previous(&self, station: usize) -> Option<(&[u32], u32)> {
        assert!(station < self.len(), "no station {station}");
        let total = self
            .columns
            .previous_total
            .get(station)
            .copied()
            .and_then(known)?;
        let k = self.choices.len();
        let votes = self
            .columns
            .previous_votes
            .get(station * k..(station + 1) * k)?;
        Some((votes, total))
    }

    /// The covariates of a station; NaN where one is not known.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn covariates(&self, station: usize) -> &[f64] {
        let count = self.covariates.len();
        &self.columns.covariates[station * count..(station + 1) * count]
    }

    /// The interviews at a station, by class.
    ///
    /// # Panics
    /// If there is no such station.
    pub fn interviews(&self, station: usize) -> impl ExactSizeIterator<Item = ClassInterviews<'_>> {
        assert!(station < self.len(), "no station {station}");
        let columns = &self.columns;
        let k = self.choices.len();
        columns.classes_of(station).map(move |row| ClassInterviews {
            class: columns.class[row] as usize,
            weight: Some(columns.class_weight[row]).filter(|weight| !weight.is_nan()),
            answers: &columns.answers[row * k..(row + 1) * k],
            answered: columns.answered[row],
            refused: known(columns.refused[row]),
            missed: known(columns.missed[row]),
        })
    }

    /// Answers of each choice at a station over its classes, and all answers.
    ///
    /// # Panics
    /// If there is no such station, or `answers` is shorter than the choices.
    pub(crate) fn answers(&self, station: usize, answers: &mut [u64]) -> u64 {
        answers.fill(0);
        let mut all = 0;
        for group in self.interviews(station) {
            for (sum, count) in answers.iter_mut().zip(group.answers) {
                *sum += u64::from(*count);
            }
            all += u64::from(group.answered);
        }
        all
    }
}

fn known(figure: u32) -> Option<u32> {
    (figure != UNKNOWN).then_some(figure)
}

pub(crate) fn unknown(field: &str, name: &str, declared: &[String]) -> Error {
    Error::unknown(field, name, format!("give one of {}", declared.join(", ")))
}
