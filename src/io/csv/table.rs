//! One CSV table: its separator, its heading and its rows, whatever program wrote them.

use std::borrow::Cow;

use crate::error::{Error, Place, Result};
use crate::io::form;
use crate::io::rows::Rows;
use crate::io::text::without_mark;

/// The cells of a row, without the spaces around them.
pub(super) type Cells<'a> = [Cow<'a, str>];

/// The names of the columns, in small letters.
pub(super) struct Heading {
    names: Vec<String>,
    /// The columns before the first that has no name.
    named: usize,
}

impl Heading {
    /// The cells of a row that hold something, by column.
    pub(super) fn cells<'a>(
        &'a self,
        row: &'a Cells<'_>,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.names
            .iter()
            .zip(row)
            .map(|(name, cell)| (name.as_str(), cell.trim()))
            .filter(|(name, cell)| !name.is_empty() && !cell.is_empty())
    }

    /// The cell of a column, where the row has one.
    pub(super) fn cell<'a>(&self, row: &'a Cells<'_>, column: Option<usize>) -> Option<&'a str> {
        let cell = row.get(column?)?;
        // Nearly every cell begins and ends with a visible character.
        let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if visible(cell.as_bytes().first()) && visible(cell.as_bytes().last()) {
            return Some(cell);
        }
        let cell = cell.trim();
        (!cell.is_empty()).then_some(cell)
    }

    pub(super) fn position(&self, column: &str) -> Option<usize> {
        self.names.iter().position(|name| name == column)
    }

    /// Refuses a cell beyond the heading or under an empty heading.
    fn check(&self, row: &Cells<'_>) -> Result<()> {
        let named = |i: usize| self.names.get(i).is_some_and(|name| !name.is_empty());
        if row.len() <= self.named {
            return Ok(());
        }
        for (i, cell) in row.iter().enumerate() {
            if !cell.is_empty() && !named(i) && !cell.trim().is_empty() {
                return Err(Error::unexpected_form(format!(
                    "the cell \"{}\" has no heading: the row has {} cells, the heading {}; put \
                     quotes around a cell with a separator in it",
                    cell.trim(),
                    row.len(),
                    self.names.len()
                )));
            }
        }
        // `92,1,` below headings of two figures is 92.1 without quotes as much as 92 and 1.
        if row.len() > self.names.len() {
            return Err(Error::unexpected_form(format!(
                "the row has {} cells, the heading {}; put quotes around a cell with a separator in it, such as a \
                 number with a decimal comma",
                row.len(),
                self.names.len()
            )));
        }
        Ok(())
    }
}

/// A table that is read row by row.
pub(super) struct Table<'a> {
    pub(super) heading: Heading,
    rows: Rows<'a>,
    /// Whether there was a row below the heading yet.
    any: bool,
}

impl<'a> Table<'a> {
    /// Reads the heading.
    ///
    /// # Errors
    /// No heading, one with unknown, repeated or missing columns, or a quote that is not closed.
    pub(super) fn open(text: &'a str, columns: &[&str], needed: &[&str]) -> Result<Table<'a>> {
        let text = without_mark(text);
        let (text, named_delimiter) = without_separator_line(text);
        let skipped = u64::from(named_delimiter.is_some());
        let Some(first) = text.lines().find(|line| !line.trim().is_empty()) else {
            return Err(Error::syntax("CSV", "the table is empty"));
        };
        let in_heading = || {
            [b',', b';', b'\t']
                .into_iter()
                .find(|delimiter| first.as_bytes().contains(delimiter))
        };
        let delimiter = named_delimiter.or_else(in_heading).unwrap_or(b',');
        check_quotes(text.as_bytes(), delimiter, skipped)?;
        let mut rows = Rows::new(text, delimiter, 1 + skipped);
        let line = rows.next_row()?.unwrap_or(1 + skipped);
        let names: Vec<String> = rows
            .cells()
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let in_line = |error: Error| error.at(Place::Line(line));
        for (i, name) in names.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
            if !columns.contains(&name.as_str()) {
                let help = form::nearest("column", name, columns);
                return Err(in_line(Error::unknown_field("column", name, help)));
            }
            if names.iter().take(i).any(|earlier| earlier == name) {
                let help = "give each column one heading";
                return Err(in_line(Error::duplicate("heading", name, help)));
            }
        }
        for column in needed {
            if !names.iter().any(|name| name == column) {
                return Err(in_line(Error::missing(*column, "add the column")));
            }
        }
        Ok(Table {
            heading: Heading {
                named: names.iter().take_while(|name| !name.is_empty()).count(),
                names,
            },
            rows,
            any: false,
        })
    }

    /// Reads the next row that holds anything, and gives its line; none at the end.
    ///
    /// # Errors
    /// A cell without a heading, or a table without any row.
    pub(super) fn next_row(&mut self) -> Result<Option<u64>> {
        let Some(line) = self.rows.next_row()? else {
            return match self.any {
                true => Ok(None),
                false => Err(Error::syntax("CSV", "the table has only a heading")),
            };
        };
        self.any = true;
        self.heading
            .check(self.rows.cells())
            .map_err(|error| error.at(Place::Line(line)))?;
        Ok(Some(line))
    }

    /// The cells of the row that was read last.
    pub(super) fn cells(&self) -> &Cells<'a> {
        self.rows.cells()
    }
}

/// Spreadsheets write `sep=;` into the first line to name the separator.
fn without_separator_line(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').trim_matches('"').as_bytes() {
        [
            b's' | b'S',
            b'e' | b'E',
            b'p' | b'P',
            b'=',
            delimiter @ (b',' | b';' | b'\t'),
        ] => (rest, Some(*delimiter)),
        _ => (text, None),
    }
}

/// Whether the heading of a table has these columns, whatever else is wrong with it.
pub(super) fn has_columns(text: &str, columns: &[&str]) -> bool {
    let (text, _) = without_separator_line(without_mark(text));
    let first = text.lines().find(|line| !line.trim().is_empty());
    let names: Vec<String> = first
        .unwrap_or_default()
        .split([',', ';', '\t'])
        .map(|cell| cell.trim().trim_matches('"').trim().to_lowercase())
        .collect();
    columns
        .iter()
        .all(|column| names.iter().any(|name| name == column))
}

/// Refuses a quoted cell that does not end, or that goes on after its closing quote: a quote was left
/// open, and rows would be swallowed.
fn check_quotes(text: &[u8], delimiter: u8, skipped: u64) -> Result<()> {
    if memchr::memchr(b'"', text).is_none() {
        return Ok(());
    }
    #[derive(PartialEq)]
    enum At {
        Start,
        Bare,
        Quoted,
        Closed,
        AfterClosed,
    }
    let mut at = At::Start;
    let (mut line, mut opened) = (1 + skipped, 0);
    let open = |opened: u64| {
        Error::syntax(
            "CSV",
            "the quote that opens here is not closed; close it, or write the cell without quotes",
        )
        .at(Place::Line(opened))
    };
    for byte in text {
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) => At::Quoted,
            // Two quotes are one in the cell.
            (At::Closed, b'"') => At::Quoted,
            (_, byte) if *byte == delimiter || *byte == b'\n' || *byte == b'\r' => At::Start,
            (At::Closed | At::AfterClosed, b' ' | b'\t') => At::AfterClosed,
            (At::Closed | At::AfterClosed, _) => return Err(open(opened)),
            (At::Start, b'"') => {
                opened = line;
                At::Quoted
            }
            _ => At::Bare,
        };
        line += u64::from(*byte == b'\n');
    }
    if at == At::Quoted {
        return Err(open(opened));
    }
    Ok(())
}
