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
    ballots_needed: bool,
}

impl StrataColumns {
    /// The columns with the stratum's name and N_h, all its stations.
    #[must_use]
    pub fn new(name: impl Into<String>, stations: impl Into<String>) -> StrataColumns {
        StrataColumns {
            name: name.into(),
            stations: stations.into(),
            ballots: None,
            ballots_needed: true,
        }
    }

    /// The column with all ballots of the stratum.
    #[must_use]
    pub fn ballots(mut self, column: impl Into<String>) -> Self {
        self.ballots = Some(column.into());
        self
    }

    /// The column with all ballots of the stratum, where the file has one.
    #[must_use]
    pub fn ballots_if_given(self, column: impl Into<String>) -> Self {
        StrataColumns {
            ballots_needed: false,
            ..self.ballots(column)
        }
    }

    /// Declares the strata of the file in a table that is being built.
    ///
    /// # Errors
    /// With the line: [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for a missing column, [`ErrorKind::Missing`](crate::ErrorKind::Missing) for an empty cell,
    /// [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable) for what is no whole number, [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate) for a
    /// stratum that has a row already, [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) for what is no CSV.
    pub fn declare(
        &self,
        reader: impl Read,
        builder: StationTableBuilder,
    ) -> Result<StationTableBuilder> {
        self.rows(
            reader,
            builder,
            |builder, line, label, stations, ballots| {
                let builder = builder
                    .stratum(label, stations)
                    .stratum_at_line(label, line);
                match ballots {
                    Some(ballots) => builder.stratum_ballots(label, ballots),
                    None => builder,
                }
            },
        )
    }

    /// Declares the rows of the file as post-strata, whose ballots nothing needs.
    ///
    /// # Errors
    /// As [`StrataColumns::declare`].
    pub fn declare_post_strata(
        &self,
        reader: impl Read,
        builder: StationTableBuilder,
    ) -> Result<StationTableBuilder> {
        self.rows(reader, builder, |builder, line, label, stations, _| {
            let builder = builder.post_stratum(label, stations);
            builder.post_stratum_at_line(label, line)
        })
    }

    fn rows(
        &self,
        mut reader: impl Read,
        mut builder: StationTableBuilder,
        declare: impl Fn(StationTableBuilder, u64, &str, u64, Option<u64>) -> StationTableBuilder,
    ) -> Result<StationTableBuilder> {
        let mut records = Records::new(&mut reader)?;
        let heading = Heading::read(&mut records)?;
        let (name, stations) = (heading.find(&self.name)?, heading.find(&self.stations)?);
        let ballots = self
            .ballots
            .as_ref()
            .map(|column| heading.find(column))
            .transpose();
        let ballots = if self.ballots_needed {
            ballots?
        } else {
            ballots.ok().flatten()
        };
        let mut known: Vec<(String, u64)> = Vec::new();
        while records.next_row(heading.len())? {
            let number = |column: &str, place: usize| -> Result<u64> {
                let number = cell::whole(column, records.cell(place))?;
                number
                    .map(u64::from)
                    .ok_or_else(|| Error::missing(column, "fill in the cell"))
            };
            let at = |error: Error| error.at(records.place());
            let label = cell::text(&self.name, records.cell(name)).map_err(at)?;
            if let Some((_, first)) = known.iter().find(|(other, _)| other == label) {
                let help = format!("line {first} has it, too: give each stratum one row");
                return Err(at(Error::duplicate(self.name.as_str(), label, help)));
            }
            known.push((label.to_owned(), records.line()));
            let stations = number(&self.stations, stations).map_err(at)?;
            let ballots = match (ballots, &self.ballots) {
                (Some(place), Some(column)) => Some(number(column, place).map_err(at)?),
                _ => None,
            };
            builder = declare(builder, records.line(), label, stations, ballots);
        }
        Ok(builder)
    }
}
