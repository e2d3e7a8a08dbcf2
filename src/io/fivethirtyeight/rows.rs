//! The rows of a table, cell by cell.

use std::borrow::Cow;

use crate::error::{Error, Place, Result};

/// Goes through a table row by row. Rows without a quote are split at their commas as they stand in the
/// text; a CSV reader takes the others, of which there are few.
pub(super) struct Rows<'a> {
    rest: &'a str,
    /// The line at which `rest` begins.
    line: u64,
    cells: Vec<Cow<'a, str>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str) -> Rows<'a> {
        Rows {
            rest: text,
            line: 1,
            cells: Vec::new(),
        }
    }

    /// The cells of the row that was read last, without the spaces around them.
    pub(super) fn cells(&self) -> &[Cow<'a, str>] {
        &self.cells
    }

    /// Reads the next row that holds something, and says on which line it begins.
    pub(super) fn next_row(&mut self) -> Result<Option<u64>> {
        while !self.rest.is_empty() {
            let begins = self.line;
            let (row, rest) = match self.rest.split_once('\n') {
                Some((row, rest)) => (row, rest),
                None => (self.rest, ""),
            };
            self.cells.clear();
            if row.contains('"') {
                self.read_quoted()?;
            } else {
                (self.rest, self.line) = (rest, begins + 1);
                let mut from = 0;
                for (at, byte) in row.bytes().enumerate() {
                    if byte == b',' {
                        self.push(row, from, at);
                        from = at + 1;
                    }
                }
                self.push(row, from, row.len());
            }
            if self.cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(begins));
            }
        }
        Ok(None)
    }

    fn push(&mut self, row: &'a str, from: usize, to: usize) {
        let cell = row
            .get(from..to)
            .expect("commas are characters of their own");
        // Most cells have no spaces around them; a carriage return is one.
        self.cells.push(Cow::Borrowed(cell.trim_ascii()));
    }

    fn read_quoted(&mut self) -> Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 11)
            .from_reader(self.rest.as_bytes());
        let mut record = csv::StringRecord::new();
        reader.read_record(&mut record).map_err(|error| {
            let help = "save the file as CSV in UTF-8";
            Error::unreadable("row", error.to_string(), help).at(Place::Line(self.line))
        })?;
        let cells = record.iter().map(|cell| Cow::Owned(cell.trim().to_owned()));
        self.cells.extend(cells);
        let end = reader.position().byte() as usize;
        let (row, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.line += row.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.rest = rest;
        Ok(())
    }
}
