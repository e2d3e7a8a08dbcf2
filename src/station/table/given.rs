//! In which order, and on which lines of a file, stations were given.

use super::{StationTable, names};
use crate::error::{Error, Place, Result};

/// The lines of stations that were read from a file, as far as each is not the one behind the line before it: nearly
/// always only the first.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    /// A place in the order in which stations were given, and its line; 0 where it stands in no file.
    jumps: Vec<(usize, u64)>,
    /// The place behind the last one, and the line that it would have without a jump.
    next: (usize, u64),
}

impl Lines {
    /// That the station of this place, the last one so far, stands on this line.
    #[cfg(feature = "io")]
    #[inline]
    pub(super) fn add(&mut self, position: usize, line: u64) {
        if self.next != (position, line) {
            if position > self.next.0 {
                self.jumps.push((self.next.0, 0));
            }
            self.jumps.push((position, line));
        }
        self.next = (position + 1, line + 1);
    }

    fn of(&self, position: usize) -> Option<u64> {
        // Stations behind the last of a file were given by other means.
        if position >= self.next.0 {
            return None;
        }
        let jumps = self.jumps.partition_point(|(first, _)| *first <= position);
        let (first, line) = self.jumps.get(jumps.checked_sub(1)?)?;
        (*line > 0).then(|| line + (position - first) as u64)
    }
}

impl StationTable {
    /// The place of a station in the order in which the stations were given, from 0: that of its row, where the table
    /// itself stands by stratum.
    ///
    /// ```
    /// use exitpoll::station::{Station, StationTable};
    ///
    /// let mut builder = StationTable::builder(["Yes", "No"]).stratum("north", 40).stratum("south", 25);
    /// for stratum in ["south", "north"] {
    ///     builder.push(&Station { stratum, votes: Some(&[80, 20]), ..Station::default() })?;
    /// }
    /// let table = builder.build()?;
    /// assert_eq!((table.position(0), table.position(1)), (1, 0));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn position(&self, station: usize) -> usize {
        assert!(station < self.len(), "no station {station}");
        self.columns
            .given
            .get(station)
            .map_or(station, |position| *position as usize)
    }

    /// The line of the file from which a station was read, the first where it has several; `None` where it was added
    /// by code.
    ///
    /// # Panics
    /// If there is no such station.
    #[must_use]
    pub fn line(&self, station: usize) -> Option<u64> {
        self.lines.of(self.position(station))
    }

    /// A station in words.
    pub(in crate::station) fn label(&self, station: usize) -> String {
        match (self.name(station), self.line(station)) {
            ("", Some(line)) => format!("the station of line {line}"),
            ("", None) => format!("station no. {}", self.position(station) + 1),
            (name, _) => format!("station {name}"),
        }
    }

    /// Names the station in which an error is, as whoever gave it can find it.
    pub(in crate::station) fn at_station(&self, error: Error, station: usize) -> Error {
        let name = self.name(station);
        let named = |error: Error| match name {
            "" => error,
            name => error.at(Place::Path(format!("station {name}"))),
        };
        match self.line(station) {
            #[cfg(feature = "io")]
            Some(line) => named(error).at(Place::Line(line)),
            _ if name.is_empty() => {
                let place = format!("stations[{}]", self.position(station));
                error.at(Place::Path(place))
            }
            _ => named(error),
        }
    }

    /// That no two stations of one stratum and region have the same name.
    pub(super) fn check_names(&self) -> Result<()> {
        let starts = &self.starts;
        let same = names::same_name(&self.columns.names, starts, &self.columns.region);
        let Some((first, second)) = same else {
            return Ok(());
        };
        let stratum = starts.partition_point(|start| *start <= second) - 1;
        let of = |kind: &str, label: &str| match label {
            "" => String::new(),
            label => format!(" of {kind} \"{label}\""),
        };
        let places = of("stratum", &self.strata()[stratum])
            + &of("region", &self.regions()[self.region_of(second)]);
        let where_else = match self.line(first) {
            Some(line) => format!("line {line} has it, too"),
            None => format!("it is also that of stations[{}]", self.position(first)),
        };
        let help = format!(
            "two stations{places} have this name, and {where_else}: give each a name of its own, or the stratum or region \
             that tells them apart"
        );
        let error = Error::duplicate("stations", self.name(second), help);
        Err(match self.line(second) {
            #[cfg(feature = "io")]
            Some(line) => error.at(Place::Line(line)),
            _ => error.at(Place::Path(format!("stations[{}]", self.position(second)))),
        })
    }
}
