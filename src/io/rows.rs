//! The rows of a table, cell by cell.

use std::borrow::Cow;

use crate::error::{Error, Place, Result};

/// Goes through a table row by row (RFC 4180). Cells are slices of the text, unless a quoted one holds a
/// quote; that is why no CSV reader is used, which copies every row.
pub(super) struct Rows<'a> {
    delimiter: u8,
    rest: &'a str,
    /// The line at which `rest` begins.
    line: u64,
    cells: Vec<Cow<'a, str>>,
}

impl<'a> Rows<'a> {
    /// Cells are separated by `delimiter`, an ASCII character; the text begins at this line of its file.
    pub(super) fn new(text: &'a str, delimiter: u8, line: u64) -> Rows<'a> {
        Rows {
            delimiter,
            rest: text,
            line,
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
            self.cells.clear();
            let text = self.rest;
            let stop = memchr::memchr2(b'\n', b'"', text.as_bytes()).unwrap_or(text.len());
            if text.as_bytes().get(stop) == Some(&b'"') {
                self.read_quoted()?;
            } else {
                let row = text.get(..stop).expect("it was found there");
                (self.rest, self.line) = (tail(text, stop + 1), begins + 1);
                let mut from = 0;
                for at in memchr::memchr_iter(self.delimiter, row.as_bytes()) {
                    self.push(row, from, at);
                    from = at + 1;
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
            .expect("delimiters are characters of their own");
        // Most cells have no spaces around them; a carriage return is one.
        self.cells.push(Cow::Borrowed(cell.trim_ascii()));
    }

    /// A row with quoted cells, which may go over several lines.
    fn read_quoted(&mut self) -> Result<()> {
        let text = self.rest;
        let delimiter = char::from(self.delimiter);
        let mut at = 0;
        loop {
            let mut cell = Cow::Borrowed("");
            if text.as_bytes().get(at) == Some(&b'"') {
                (cell, at) = self.quoted(text, at + 1)?;
            }
            let open = tail(text, at);
            let length = open.find([delimiter, '\n']).unwrap_or(open.len());
            let plain = open.get(..length).expect("it was found there").trim_ascii();
            // After a closing quote there is nothing, in a file as it should be.
            if cell.is_empty() {
                cell = Cow::Borrowed(plain);
            } else if !plain.is_empty() {
                cell.to_mut().push_str(plain);
            }
            self.cells.push(cell);
            at += length + 1;
            if open.as_bytes().get(length) != Some(&self.delimiter) {
                break;
            }
        }
        let row = text
            .get(..at.min(text.len()))
            .expect("rows end at line ends");
        self.line += row.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.rest = tail(text, at);
        Ok(())
    }

    /// What stands in quotes from `from` on, and where the closing quote ends.
    fn quoted(&self, text: &'a str, from: usize) -> Result<(Cow<'a, str>, usize)> {
        let mut cell = Cow::Borrowed("");
        let mut at = from;
        loop {
            let open = tail(text, at);
            let Some((part, after)) = open.split_once('"') else {
                let start: String = tail(text, from).chars().take(20).collect();
                let help = "its quote is never closed; close it, or leave the quote out";
                return Err(Error::unreadable("cell", start, help).at(Place::Line(self.line)));
            };
            at += part.len() + 1;
            if cell.is_empty() {
                cell = Cow::Borrowed(part);
            } else {
                cell.to_mut().push_str(part);
            }
            if !after.starts_with('"') {
                return Ok((trimmed(cell), at));
            }
            cell.to_mut().push('"');
            at += 1;
        }
    }
}

fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

fn trimmed(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.trim_ascii()),
        Cow::Owned(cell) => Cow::Owned(cell.trim_ascii().to_owned()),
    }
}
