//! The frame of a sample: its strata.

use std::io::Read;

use super::records::Records;
use super::{Heading, cell};
use crate::error::{Error, Result};
use crate::station::StationTableBuilder;

/// Which columns of a file hold the strata of the frame, with a row for each.
#[derive(Debug, Clone)]
pub struct StrataColumns {
    name: String,
    stations: String,
    ballots: Option<String>,
}

impl StrataColumns {
    /// The columns with the stratum's name and N_h, all its stations.
    #[must_use]
    pub fn new(name: impl Into<String>, stations: impl Into<String>) -> StrataColumns {
        StrataColumns {
            name: name.into(),
            stations: stations.into(),
            ballots: None,
        }
    }

    /// The column with all ballots of the stratum.
    #[must_use]
    pub fn ballots(mut self, column: impl Into<String>) -> Self {
        self.ballots = Some(column.into());
        self
    }

    /// Declares the strata of the file in a table that is being built.
    ///
    /// # Errors
    /// With the line: [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for a missing column, [`ErrorKind::Missing`](crate::ErrorKind::Missing) for an empty cell,
    /// [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable) for what is no whole number, [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) for what is no CSV.
    pub fn declare(
        &self,
        reader: impl Read,
        mut builder: StationTableBuilder,
    ) -> Result<StationTableBuilder> {
        let mut records = Records::new(reader)?;
        let heading = Heading::read(&mut records)?;
        let (name, stations) = (heading.find(&self.name)?, heading.find(&self.stations)?);
        let ballots = self
            .ballots
            .as_ref()
            .map(|column| heading.find(column))
            .transpose()?;
        while records.next_row(heading.len())? {
            let number = |column: &str, place: usize| -> Result<u64> {
                let number = cell::whole(column, records.cell(place))?;
                number
                    .map(u64::from)
                    .ok_or_else(|| Error::missing(column, "fill in the cell"))
            };
            let at = |error: Error| error.at(records.place());
            let label = cell::text(&self.name, records.cell(name)).map_err(at)?;
            builder = builder.stratum(label, number(&self.stations, stations).map_err(at)?);
            if let (Some(place), Some(column)) = (ballots, &self.ballots) {
                builder = builder.stratum_ballots(label, number(column, place).map_err(at)?);
            }
        }
        Ok(builder)
    }
}
