//! Tables of polling stations from CSV files.
//!
//! [`StationColumns`] says which column holds what, in files with a row for each station;
//! [`open_elections`] reads the layout of openelections.net, with a row for each candidate of a precinct.
//! Files are read as a stream: nothing of them is kept but the table.

mod cell;
mod columns;
mod open_elections;
mod records;
mod row;
mod strata;
mod totals;

#[cfg(test)]
mod tests;

pub use columns::{BlankAnswers, BlankVotes, StationColumns};
pub use open_elections::open_elections;
pub use strata::StrataColumns;

use crate::error::{Error, Place, Result};
use records::Records;

/// The headings of a table, and where a column stands.
struct Heading(Vec<String>);

impl Heading {
    fn read(records: &mut Records<'_>) -> Result<Heading> {
        if !records.next_record()? {
            return Ok(Heading(Vec::new()));
        }
        let names = ::csv::ByteRecord::from_iter(records.cells());
        let names = ::csv::StringRecord::from_byte_record(names).map_err(|error| {
            let error = error.utf8_error();
            let field = error.field();
            let said =
                format!("CSV parse error: record 0 (line 1, field: {field}, byte: 0): {error}");
            Error::syntax("CSV", said).at(Place::Line(1))
        })?;
        Ok(Heading(
            names.iter().map(|name| name.trim().to_owned()).collect(),
        ))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn find(&self, column: &str) -> Result<usize> {
        if self.0.is_empty() {
            let help = format!(
                "the file is empty: give a first line with the headings of its columns, such as {column}"
            );
            return Err(Error::missing("heading", help));
        }
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
