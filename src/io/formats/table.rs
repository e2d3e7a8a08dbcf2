//! Rows of a delimited text, by the names of their columns and with their lines.

use std::collections::HashMap;

use super::note::{Assumption, Notes};
use super::place::{Placed, broken};
use crate::error::{Error, Result};

pub(super) struct Table {
    heading: Vec<String>,
    columns: HashMap<String, usize>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    pub(super) line: u64,
    record: &'a csv::StringRecord,
}

/// The separator that stands most often outside quotes in the heading.
pub(super) fn delimiter(heading: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0_usize), (';', 0), ('\t', 0), ('|', 0)];
    for c in heading.chars() {
        quoted ^= c == '"';
        if !quoted {
            for (candidate, count) in &mut counts {
                *count += usize::from(*candidate == c);
            }
        }
    }
    // The first of equal ones: a comma, which is what a table of one column has too.
    let mut best = (',', 0);
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

impl Table {
    /// Reads `text` from `start`, the byte at which the heading begins.
    pub(super) fn read(
        text: &str,
        start: usize,
        delimiter: Option<char>,
        notes: &mut Notes,
    ) -> Result<Table> {
        let body = text.get(start..).unwrap_or_default();
        let skipped = newlines(text.get(..start).unwrap_or_default());
        let first = body.lines().next().unwrap_or_default();
        let separator = match delimiter {
            Some(declared) => declared,
            None => {
                let found = self::delimiter(first);
                if found != ',' {
                    notes.file(Assumption::Delimiter(found));
                }
                found
            }
        };
        let byte = u8::try_from(separator).map_err(|_| {
            Error::unreadable(
                "delimiter",
                separator.to_string(),
                "give one ASCII character",
            )
        })?;
        closed(body, separator).map_err(|line| {
            broken(
                "CSV",
                format!(
                    "line {}: the quote that opens here is never closed",
                    skipped + line
                ),
            )
        })?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(byte)
            .flexible(true)
            .has_headers(false)
            .from_reader(body.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken("CSV", error.to_string()))?;
            let position = record.position();
            // A record's position is before the empty lines that the reader passes over.
            let empty = position.map_or(0, |at| {
                let rest = body
                    .as_bytes()
                    .iter()
                    .skip(usize::try_from(at.byte()).unwrap_or(usize::MAX));
                let ends = rest.take_while(|b| matches!(b, b'\n' | b'\r'));
                ends.map(|b| u64::from(*b == b'\n')).sum()
            });
            rows.push((
                skipped + empty + position.map_or(1, csv::Position::line),
                record,
            ));
        }
        if rows.is_empty() {
            return Err(broken("CSV", "there is no heading"));
        }
        let heading: Vec<String> = rows
            .remove(0)
            .1
            .iter()
            .map(|cell| cell.trim().to_owned())
            .collect();
        Table::with(heading, rows)
    }

    fn with(heading: Vec<String>, rows: Vec<(u64, csv::StringRecord)>) -> Result<Table> {
        let mut columns = HashMap::with_capacity(heading.len());
        for (i, name) in heading.iter().enumerate() {
            if !name.is_empty() && columns.insert(name.clone(), i).is_some() {
                return Err(Error::unreadable(
                    "heading",
                    name.as_str(),
                    "the column stands there twice; give each a name of its own",
                ));
            }
        }
        let table = Table {
            heading,
            columns,
            rows,
        };
        for (line, record) in &table.rows {
            let extra = record.iter().enumerate().skip(table.heading.len());
            if let Some((i, cell)) = extra.into_iter().find(|(_, cell)| !cell.trim().is_empty()) {
                let error = Error::unreadable(
                    format!("column {}", i + 1),
                    cell,
                    format!(
                        "the heading has {} columns; quote cells that contain the separator",
                        table.heading.len()
                    ),
                );
                return Err(error).on_line(*line);
            }
        }
        Ok(table)
    }

    pub(super) fn heading(&self) -> &[String] {
        &self.heading
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The first of several names of a column that this table has.
    pub(super) fn either<'a>(&self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().copied().find(|name| self.has(name))
    }

    /// The columns without which nothing can be read.
    pub(super) fn require(&self, names: &[&str]) -> Result<()> {
        for name in names {
            if !self.has(name) {
                return Err(Error::missing(
                    *name,
                    format!("the heading has {}", self.heading.join(", ")),
                ));
            }
        }
        Ok(())
    }

    /// Rows that hold something; the second figure is how many do not.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row {
            table: self,
            line: *line,
            record,
        })
    }
}

impl<'a> Row<'a> {
    /// The trimmed cell; empty where the row is too short or the table has no such column.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let index = self.table.columns.get(column);
        index
            .and_then(|i| self.record.get(*i))
            .unwrap_or_default()
            .trim()
    }

    /// The cell, if something stands in it.
    pub(super) fn cell(&self, column: &str) -> Option<&'a str> {
        Some(self.text(column)).filter(|text| !super::number::is_missing(text, &[]))
    }

    /// All of its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'a str> {
        self.record.iter().map(str::trim)
    }

    /// The cell by the position of its column.
    pub(super) fn at(&self, index: usize) -> &'a str {
        self.record.get(index).unwrap_or_default().trim()
    }

    pub(super) fn is_blank_but(&self, column: &str) -> bool {
        let index = self.table.columns.get(column);
        self.record
            .iter()
            .enumerate()
            .all(|(i, cell)| Some(&i) == index || cell.trim().is_empty())
    }
}

fn newlines(text: &str) -> u64 {
    text.bytes().map(|b| u64::from(b == b'\n')).sum()
}

/// Whether every quoted cell is closed; otherwise the line on which the open one begins. A parser
/// would take everything to the end of the file into that cell.
fn closed(text: &str, delimiter: char) -> std::result::Result<(), u64> {
    let mut line = 1;
    let mut opened = None;
    let mut at_start = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += u64::from(c == '\n');
        match (opened, c) {
            (None, '"') if at_start => opened = Some(line),
            (Some(_), '"') if chars.peek() == Some(&'"') => {
                chars.next();
            }
            (Some(_), '"') => opened = None,
            _ => {}
        }
        at_start = opened.is_none() && (c == delimiter || c == '\n' || c == '\r');
    }
    match opened {
        Some(line) => Err(line),
        None => Ok(()),
    }
}
