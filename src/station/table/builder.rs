//! Collects stations one by one and checks each.

use super::check;
use super::columns::{label, push_label, push_some};
use super::given::Lines;
use super::labels::Labels;
use super::{Columns, Station, StationTable, UNKNOWN};
use crate::error::{Error, Result};

/// Stations behind which a table may well be one of a whole country, and for how many figures there is room
/// then: a quarter of a million stations with ten choices.
const MANY: usize = 1 << 11;
const ROOM: usize = 1 << 22;

/// Collects what a [`StationTable`] is made of. Nothing is allocated for a single station.
#[derive(Debug, Clone, Default)]
pub struct StationTableBuilder {
    choices: Vec<String>,
    covariates: Vec<String>,
    strata: Labels,
    regions: Labels,
    post_strata: Labels,
    classes: Labels,
    stratum_stations: Vec<Option<u64>>,
    stratum_ballots: Vec<Option<u64>>,
    post_stratum_stations: Vec<Option<u64>>,
    /// The lines on which they stand in a file of their own.
    stratum_lines: Vec<Option<u64>>,
    post_stratum_lines: Vec<Option<u64>>,
    previous_result: Option<(Vec<u64>, u64)>,
    stratum: Vec<u32>,
    lines: Lines,
    columns: Columns,
}

impl StationTable {
    /// Starts a table of these choices.
    #[must_use]
    pub fn builder<C: Into<String>>(choices: impl IntoIterator<Item = C>) -> StationTableBuilder {
        StationTableBuilder {
            choices: choices.into_iter().map(Into::into).collect(),
            ..StationTableBuilder::default()
        }
    }
}

impl StationTableBuilder {
    /// Declares a stratum with N_h, the number of all its stations, whether in the sample or not.
    #[must_use]
    pub fn stratum(mut self, name: &str, stations: u64) -> Self {
        let place = self.strata.number(name) as usize;
        put(&mut self.stratum_stations, place, stations);
        self
    }

    /// T_h, all ballots of a stratum, where they are known: separate ratios and totals need them.
    #[must_use]
    pub fn stratum_ballots(mut self, name: &str, ballots: u64) -> Self {
        let place = self.strata.number(name) as usize;
        put(&mut self.stratum_ballots, place, ballots);
        self
    }

    /// Declares a post-stratum with the number of all its stations.
    #[must_use]
    pub fn post_stratum(mut self, name: &str, stations: u64) -> Self {
        let place = self.post_strata.number(name) as usize;
        put(&mut self.post_stratum_stations, place, stations);
        self
    }

    /// Notes on which line of its file a stratum stands that was declared.
    #[cfg(feature = "io")]
    pub(crate) fn stratum_at_line(mut self, name: &str, line: u64) -> Self {
        let place = self.strata.number(name) as usize;
        put(&mut self.stratum_lines, place, line);
        self
    }

    /// The same of a post-stratum.
    #[cfg(feature = "io")]
    pub(crate) fn post_stratum_at_line(mut self, name: &str, line: u64) -> Self {
        let place = self.post_strata.number(name) as usize;
        put(&mut self.post_stratum_lines, place, line);
        self
    }

    /// The result of the previous election over all stations: votes of each choice, and all ballots.
    #[must_use]
    pub fn previous_result(mut self, votes: &[u64], total: u64) -> Self {
        self.previous_result = Some((votes.to_vec(), total));
        self
    }

    /// Declares a covariate that each station has, such as its swing or its distance.
    #[must_use]
    pub fn covariate(mut self, name: impl Into<String>) -> Self {
        self.covariates.push(name.into());
        self
    }

    /// Makes room for so many stations.
    #[must_use]
    pub fn with_capacity(mut self, stations: usize) -> Self {
        self.stratum.reserve(stations);
        self.columns.reserve(stations, self.choices.len());
        self
    }

    /// Stations so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stratum.len()
    }

    /// The place of the stratum of the station added last; 0 before the first.
    #[cfg(feature = "io")]
    #[inline]
    pub(crate) fn last_stratum(&self) -> usize {
        self.stratum.last().map_or(0, |stratum| *stratum as usize)
    }

    /// Notes on which line of a file the station that was added last stands.
    #[cfg(feature = "io")]
    #[inline]
    pub(crate) fn last_at_line(&mut self, line: u64) {
        if let Some(position) = self.stratum.len().checked_sub(1) {
            self.lines.add(position, line);
        }
    }

    /// Whether no station was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stratum.is_empty()
    }

    /// Adds a station.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a list of another length than the choices or covariates, a weight that is
    /// not positive, or an infinite covariate; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the votes exceed the ballots, or
    /// more voters answered, refused and were missed than a `u32` can count. Nothing is added then.
    pub fn push(&mut self, station: &Station<'_>) -> Result<()> {
        self.push_labelled(station, false)
    }

    /// Adds a station. Where it is `alike`, its stratum, region and post-stratum are known to be those of the one added
    /// last, and are not compared again.
    ///
    /// # Errors
    /// As [`StationTableBuilder::push`].
    pub(crate) fn push_labelled(&mut self, station: &Station<'_>, alike: bool) -> Result<()> {
        let k = self.choices.len();
        check::station(station, k, &self.covariates)?;
        let row = self.stratum.len();
        if row == self.stratum.capacity() {
            // Room that is not written to takes no memory, and moving long columns takes time.
            let more = if row < MANY {
                row.max(16)
            } else {
                row.max(ROOM / (k + 6))
            };
            self.stratum.reserve(more);
            self.columns.reserve(more, k);
        }
        let number = |labels: &mut Labels, label: &str| match alike {
            true => labels.last(),
            false => labels.number(label),
        };
        let columns = &mut self.columns;
        self.stratum.push(number(&mut self.strata, station.stratum));
        let row = self.stratum.len();
        let region = number(&mut self.regions, station.region);
        push_label(&mut columns.region, row, region);
        let post_stratum = number(&mut self.post_strata, station.post_stratum);
        push_label(&mut columns.post_stratum, row, post_stratum);
        columns.names.push(station.name);
        push_some(
            &mut columns.weight,
            row,
            1,
            station.weight.as_ref().map(std::slice::from_ref),
            f64::NAN,
        );
        let total = station
            .total
            .or_else(|| station.votes.map(|v| v.iter().sum()));
        columns.total.push(total.unwrap_or(UNKNOWN));
        push_some(&mut columns.votes, row, k, station.votes, 0);
        let total = station
            .previous_total
            .or_else(|| station.previous_votes.map(|v| v.iter().sum()));
        push_some(
            &mut columns.previous_total,
            row,
            1,
            total.as_ref().map(std::slice::from_ref),
            UNKNOWN,
        );
        push_some(
            &mut columns.previous_votes,
            row,
            k,
            station.previous_votes,
            0,
        );
        push_some(
            &mut columns.registered,
            row,
            1,
            station.registered.as_ref().map(std::slice::from_ref),
            UNKNOWN,
        );
        columns.covariates.extend_from_slice(station.covariates);
        for group in station.interviews {
            columns.class.push(self.classes.number(group.class));
            columns.class_weight.push(group.weight.unwrap_or(f64::NAN));
            columns.answers.extend_from_slice(group.answers);
            columns
                .answered
                .push(group.answers.iter().sum::<u32>() + group.other_answers);
            columns.refused.push(group.refused.unwrap_or(UNKNOWN));
            columns.missed.push(group.missed.unwrap_or(UNKNOWN));
        }
        let end = Some(columns.class.len() as u32).filter(|end| *end != 0);
        let end = end.as_ref().map(std::slice::from_ref);
        push_some(&mut columns.class_ends, row, 1, end, 0);
        Ok(())
    }

    /// The table, with its stations by stratum, those of a stratum in the order in which they came.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without choices or stations; [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate) for a choice or covariate named
    /// twice, or two stations of one stratum and region under one name; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a stratum,
    /// post-stratum or previous result of nothing; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if a stratum or post-stratum has
    /// more stations in the table than in all.
    pub fn build(self) -> Result<StationTable> {
        if self.choices.is_empty() {
            return Err(Error::missing("choices", "name at least one choice"));
        }
        if self.stratum.is_empty() {
            return Err(Error::missing("stations", "add at least one station"));
        }
        check::no_repetition("choices", &self.choices)?;
        check::no_repetition("covariates", &self.covariates)?;
        if let Some((votes, total)) = &self.previous_result {
            if votes.len() != self.choices.len() {
                let help = format!("give one for each of the {} choices", self.choices.len());
                let found = format!("{} figures", votes.len());
                return Err(Error::out_of_range("previous_result", found, help));
            }
            let sum = votes.iter().map(|v| u128::from(*v)).sum::<u128>();
            if *total == 0 || sum > u128::from(*total) {
                let help = "give all ballots of the previous election, at least as many as votes";
                return Err(Error::out_of_range("previous_result", total, help));
            }
        }
        let mut starts = vec![0_usize; self.strata.len() + 1];
        for stratum in &self.stratum {
            starts[*stratum as usize + 1] += 1;
        }
        let mut stratum_stations = self.stratum_stations;
        stratum_stations.resize(self.strata.len(), None);
        check::sizes(
            "strata",
            self.strata.names(),
            &stratum_stations,
            &starts[1..],
            &self.stratum_lines,
        )?;
        let mut of_post_strata = vec![0_usize; self.post_strata.len()];
        for row in 0..self.stratum.len() {
            of_post_strata[label(&self.columns.post_stratum, row)] += 1;
        }
        let mut post_stratum_stations = self.post_stratum_stations;
        post_stratum_stations.resize(self.post_strata.len(), None);
        let names = self.post_strata.names();
        check::sizes(
            "post_strata",
            names,
            &post_stratum_stations,
            &of_post_strata,
            &self.post_stratum_lines,
        )?;
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut columns = self.columns;
        if !self.stratum.is_sorted() {
            let mut next = starts.clone();
            let mut order = vec![0_u32; self.stratum.len()];
            for (row, stratum) in self.stratum.iter().enumerate() {
                order[next[*stratum as usize]] = row as u32;
                next[*stratum as usize] += 1;
            }
            columns = columns.reordered(&order, self.choices.len(), self.covariates.len());
        }
        columns.shrink();
        let mut stratum_ballots = self.stratum_ballots;
        stratum_ballots.resize(self.strata.len(), None);
        let table = StationTable {
            choices: self.choices,
            covariates: self.covariates,
            strata: self.strata,
            regions: self.regions,
            post_strata: self.post_strata,
            classes: self.classes,
            stratum_stations,
            stratum_ballots,
            post_stratum_stations,
            previous_result: self.previous_result,
            starts,
            listed_alone: false,
            lines: self.lines,
            columns,
        };
        table.check_names()?;
        Ok(table)
    }
}

fn put(list: &mut Vec<Option<u64>>, place: usize, value: u64) {
    if list.len() <= place {
        list.resize(place + 1, None);
    }
    list[place] = Some(value);
}
