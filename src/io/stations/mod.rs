//! Tables of polling stations from CSV files.
//!
//! [`StationColumns`] says which column holds what, in files with a row for each station;
//! [`open_elections`] reads the layout of openelections.net, with a row for each candidate of a precinct.
//! Files are read as a stream: nothing of them is kept but the table.

mod cell;
mod columns;
mod open_elections;
mod row;
mod strata;

pub use columns::{BlankVotes, StationColumns};
pub use open_elections::open_elections;
pub use strata::StrataColumns;

use std::io::{BufRead, BufReader, Read};

use crate::error::{Error, Place, Result};

/// A CSV reader that takes the delimiter from the heading: comma, semicolon or tab.
fn csv_reader<R: Read>(reader: R) -> Result<::csv::Reader<BufReader<R>>> {
    let mut buffered = BufReader::with_capacity(1 << 16, reader);
    let start = buffered
        .fill_buf()
        .map_err(|error| Error::file(error.to_string()))?;
    let heading = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .find(|delimiter| heading.contains(delimiter));
    Ok(::csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .buffer_capacity(1 << 16)
        .from_reader(buffered))
}

fn syntax(error: ::csv::Error) -> Error {
    let line = error.position().map(::csv::Position::line);
    let syntax = Error::syntax("CSV", error.to_string());
    line.map_or(syntax.clone(), |line| syntax.at(Place::Line(line)))
}

/// The headings of a table, and where a column stands.
struct Heading(Vec<String>);

impl Heading {
    fn read<R: Read>(reader: &mut ::csv::Reader<R>) -> Result<Heading> {
        let names = reader.headers().map_err(syntax)?;
        Ok(Heading(
            names.iter().map(|name| name.trim().to_owned()).collect(),
        ))
    }

    fn find(&self, column: &str) -> Result<usize> {
        let mut places = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, name)| *name == column);
        match (places.next(), places.next()) {
            (Some((place, _)), None) => Ok(place),
            (Some(_), Some(_)) => {
                Err(
                    Error::duplicate("heading", column, "give each column one heading")
                        .at(Place::Line(1)),
                )
            }
            (None, _) => Err(Error::unknown(
                "heading",
                column,
                format!("the columns are {}", self.0.join(", ")),
            )
            .at(Place::Line(1))),
        }
    }
}

/// The line on which a record starts.
fn line_of(record: &::csv::ByteRecord) -> Place {
    Place::Line(record.position().map_or(0, ::csv::Position::line))
}

/// The cells of a record that stand in `columns`, by one walk for any of them.
fn field(record: &::csv::ByteRecord, place: usize) -> &[u8] {
    record.get(place).unwrap_or_default()
}
