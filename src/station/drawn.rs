//! Whether a table holds all stations or a sample of them.

use serde::Serialize;

use super::sample::StationSample;

/// What is known of how many stations there are beside those of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StationsDrawn {
    /// Every station is in the table: each stratum has as many as were declared.
    All,
    /// The table is a sample: a stratum has more stations than are in it, or stations or interviews have weights,
    /// which stand for what is not in the table.
    Some,
    /// Neither numbers of stations nor weights were given.
    Unknown,
}

impl StationSample {
    /// Whether the table is a sample of stations by what was declared of it.
    ///
    /// ```
    /// use exitpoll::station::{Station, StationSample, StationTable, StationsDrawn};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]).stratum("north", 40);
    /// table.push(&Station { stratum: "north", votes: Some(&[60, 40]), ..Station::default() })?;
    /// let sample = StationSample::new(table.build()?);
    /// assert_eq!(sample.stations_drawn(), StationsDrawn::Some);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn stations_drawn(&self) -> StationsDrawn {
        let table = &self.table;
        let strata = 0..table.strata().len();
        let all_of = |stratum: usize| {
            let here = table.stations_of(stratum).len() as u64;
            let all = table.stratum_stations(stratum);
            // A stratum of which nothing is in the table, nor said to be anywhere.
            if here == 0 && all.is_none() {
                return Some(true);
            }
            all.map(|all| all <= here)
        };
        if strata.clone().all(|stratum| all_of(stratum) == Some(true)) {
            return StationsDrawn::All;
        }
        let weighted = (0..table.len()).any(|station| {
            let given = table.weight(station);
            let of_classes = table.interviews(station).map(|group| group.weight);
            of_classes
                .chain([given])
                .flatten()
                .any(|weight| weight != 1.0)
        });
        if weighted
            || strata
                .into_iter()
                .any(|stratum| all_of(stratum) == Some(false))
        {
            StationsDrawn::Some
        } else {
            StationsDrawn::Unknown
        }
    }

    /// Whether every station is in the table and none of them is without answers that were to be had, so that nothing in
    /// an estimate from interviews is of how stations differ.
    pub(super) fn every_station_answers(&self) -> bool {
        self.stations_drawn() == StationsDrawn::All
            && (0..self.table.len()).all(|station| self.table.responds(station))
    }
}
