//! The records of a CSV file, read as a stream.

use std::io::Read;

use super::cell;
use crate::error::{Error, Place, Result};
use crate::io::rows::Ends;

/// How much is read at once: what stays in a processor's second cache.
const PART: usize = 1 << 17;

/// Goes through a file record by record, as the `csv` crate does (lines of nothing passed over, a quote inside
/// a cell is a character, every record as long as the heading), but without a copy of the cells.
pub(super) struct Records<'a> {
    /// Asked once for each part; one that is not known here has no code of its own in each caller's crate.
    reader: &'a mut dyn Read,
    delimiter: u8,
    /// A part of the file, up to its end once `finished`.
    part: Vec<u8>,
    ends: Ends<4>,
    finished: bool,
    /// Where the next record begins in the part, on which line that is, and how much of the file came before
    /// the part.
    at: usize,
    line: u64,
    before: u64,
    /// Records so far.
    count: u64,
    /// The cells of the record read last in the part, and where it begins.
    cells: Vec<(usize, usize)>,
    begins: Begin,
    /// Quoted cells without their quotes.
    unquoted: Vec<u8>,
}

/// Where a record begins in its file.
#[derive(Clone, Copy)]
struct Begin {
    line: u64,
    byte: u64,
}

/// What came of reading a record from the part.
enum Found {
    Record,
    /// The record goes on behind the part.
    Open,
    /// A cell has a quote inside its quotes, or something behind them.
    Quotes,
}

impl<'a> Records<'a> {
    /// Takes the delimiter from the heading: comma, semicolon or tab.
    pub(super) fn new(reader: &'a mut dyn Read) -> Result<Records<'a>> {
        let mut records = Records {
            reader,
            delimiter: b',',
            part: Vec::new(),
            ends: Ends::new(&[], [b',', b'\n', b'\r', b'"']),
            finished: false,
            at: 0,
            line: 1,
            before: 0,
            count: 0,
            cells: Vec::new(),
            begins: Begin { line: 1, byte: 0 },
            unquoted: Vec::new(),
        };
        records
            .fill()
            .map_err(|error| Error::file(error.to_string()))?;
        let heading = records
            .part
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .next();
        let heading = heading.unwrap_or_default();
        if heading.starts_with(b"\xef\xbb\xbf") {
            records.at = 3;
        }
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .find(|delimiter| heading.contains(delimiter));
        records.delimiter = delimiter.unwrap_or(b',');
        records.ends = Ends::new(&records.part, [records.delimiter, b'\n', b'\r', b'"']);
        records.ends.seek(&records.part, records.at);
        Ok(records)
    }

    /// Reads on, and forgets what was read before the next record.
    fn fill(&mut self) -> std::io::Result<()> {
        self.part.drain(..self.at);
        self.before += self.at as u64;
        self.at = 0;
        // A record longer than a part is begun anew each time: twice as much then.
        let more = PART.max(self.part.len());
        let read = (&mut *self.reader)
            .take(more as u64)
            .read_to_end(&mut self.part)?;
        self.finished = read < more;
        self.ends.seek(&self.part, 0);
        Ok(())
    }

    /// Reads the next record; `false` where there is none.
    pub(super) fn next_record(&mut self) -> Result<bool> {
        loop {
            match self.part.get(self.at) {
                Some(end @ (b'\n' | b'\r')) => {
                    self.line += u64::from(*end == b'\n');
                    self.at += 1;
                    self.ends.seek(&self.part, self.at);
                    continue;
                }
                None if self.finished => return Ok(false),
                _ => {}
            }
            self.begins = Begin {
                line: self.line,
                byte: self.before + self.at as u64,
            };
            let mut found = self.read_plain();
            if matches!(found, Found::Quotes) {
                found = self.read_quotes();
            }
            if matches!(found, Found::Record) {
                self.count += 1;
                return Ok(true);
            }
            self.fill()
                .map_err(|error| Error::syntax("CSV", error.to_string()))?;
        }
    }

    /// Reads the next record after the heading; `false` where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) for one that has not as many cells as the heading.
    pub(super) fn next_row(&mut self, heading: usize) -> Result<bool> {
        if !self.next_record()? {
            return Ok(false);
        }
        if self.cells.len() == heading {
            return Ok(true);
        }
        // As the `csv` crate says it.
        let Begin { line, byte } = self.begins;
        let said = format!(
            "CSV error: record {} (line: {line}, byte: {byte}): found record with {} fields, but the previous \
             record has {heading} fields",
            self.count - 1,
            self.cells.len()
        );
        Err(Error::syntax("CSV", said).at(self.place()))
    }

    /// A record whose quoted cells hold no quotes, as nearly all are.
    fn read_plain(&mut self) -> Found {
        let bytes = self.part.as_slice();
        // Copied, to be kept in registers.
        let mut ends = self.ends;
        let delimiter = Some(self.delimiter);
        let mut from = self.at;
        let (mut count, mut to) =
            delimited(bytes, &mut ends, self.delimiter, &mut self.cells, &mut from);
        let cells = &mut self.cells;
        let mut push = |cell: (usize, usize)| {
            match cells.get_mut(count) {
                Some(known) => *known = cell,
                None => cells.push(cell),
            }
            count += 1;
        };
        let mut lines = 0;
        loop {
            let mut cell = (from, to);
            let mut end = bytes.get(to).copied();
            if end == Some(b'"') {
                if to != from {
                    // A quote inside a cell is a character.
                    while end == Some(b'"') {
                        to = ends.next(bytes);
                        end = bytes.get(to).copied();
                    }
                    cell = (from, to);
                } else {
                    let mut closing = ends.next(bytes);
                    while bytes.get(closing).is_some_and(|byte| *byte != b'"') {
                        lines += u64::from(bytes.get(closing) == Some(&b'\n'));
                        closing = ends.next(bytes);
                    }
                    to = ends.next(bytes);
                    // Behind the last quote of the file nothing needs to stand, nor does one need to be there.
                    if to != closing + 1 || bytes.get(to) == Some(&b'"') {
                        return Found::Quotes;
                    }
                    cell = (from + 1, closing);
                    end = bytes.get(to).copied();
                }
            }
            if end.is_none() && !self.finished {
                return Found::Open;
            }
            push(cell);
            from = to + 1;
            if end == delimiter {
                to = ends.next(bytes);
                continue;
            }
            match (end, bytes.get(from)) {
                (Some(b'\n'), _) => lines += 1,
                (Some(_), Some(b'\n')) => {
                    lines += 1;
                    from = ends.next(bytes) + 1;
                }
                (Some(_), None) if !self.finished => return Found::Open,
                _ => {}
            }
            self.cells.truncate(count);
            self.at = from.min(bytes.len());
            self.line += lines;
            self.ends = ends;
            return Found::Record;
        }
    }

    /// A record with any cells: what they hold takes the place of what was written, which is never shorter.
    fn read_quotes(&mut self) -> Found {
        let open = self.part.get(self.at..).unwrap_or_default();
        self.cells.clear();
        self.unquoted.clear();
        let (mut from, mut within, mut starts) = (0, false, true);
        let mut bytes = open.iter().copied().enumerate().peekable();
        let read = loop {
            let Some((at, byte)) = bytes.next() else {
                if !self.finished {
                    return Found::Open;
                }
                break open.len();
            };
            match byte {
                b'"' if within => match bytes.peek() {
                    Some((_, b'"')) => {
                        bytes.next();
                        self.unquoted.push(b'"');
                    }
                    Some(_) => within = false,
                    None if self.finished => within = false,
                    None => return Found::Open,
                },
                b'"' if starts => within = true,
                b'\n' if !within => break at + 1,
                b'\r' if !within => match bytes.peek() {
                    Some((next, b'\n')) => break next + 1,
                    None if !self.finished => return Found::Open,
                    _ => break at + 1,
                },
                _ if byte == self.delimiter && !within => {
                    self.cells
                        .push((self.at + from, self.at + self.unquoted.len()));
                    from = self.unquoted.len();
                    starts = true;
                    continue;
                }
                _ => self.unquoted.push(byte),
            }
            starts = false;
        };
        self.cells
            .push((self.at + from, self.at + self.unquoted.len()));
        let lines = open.iter().take(read).filter(|byte| **byte == b'\n');
        self.line += lines.count() as u64;
        let written = self.part.iter_mut().skip(self.at);
        written
            .zip(&self.unquoted)
            .for_each(|(to, byte)| *to = *byte);
        self.at += read;
        self.ends.seek(&self.part, self.at);
        Found::Record
    }
}

/// Puts the cells of a record up to the first end that is no delimiter, a line end or a quote, into the place of those of
/// the record before, as far as they go; returns how many they are and the end behind them.
///
/// Not in line: a loop of nothing else stays in registers.
#[inline(never)]
fn delimited(
    bytes: &[u8],
    ends: &mut Ends<4>,
    delimiter: u8,
    cells: &mut [(usize, usize)],
    from: &mut usize,
) -> (usize, usize) {
    let (mut ahead, mut start) = (*ends, *from);
    let mut count = 0;
    let mut to = ahead.next(bytes);
    for cell in cells {
        if bytes.get(to) != Some(&delimiter) {
            break;
        }
        *cell = (start, to);
        count += 1;
        start = to + 1;
        to = ahead.next(bytes);
    }
    (*ends, *from) = (ahead, start);
    (count, to)
}

impl Records<'_> {
    /// The cell at this place of the record read last, as it is written; empty behind the last.
    #[inline]
    pub(super) fn cell(&self, place: usize) -> &[u8] {
        let cell = self.cells.get(place);
        cell.and_then(|(from, to)| self.part.get(*from..*to))
            .unwrap_or_default()
    }

    /// The number in the cell at this place, if it is one to eight digits.
    #[inline]
    pub(super) fn digits(&self, place: usize) -> Option<u32> {
        let (from, to) = *self.cells.get(place)?;
        let eight = self.part.get(from..)?.first_chunk::<8>()?;
        cell::digits(*eight, to - from)
    }

    /// The length of the cell at this place and its bytes as one number, if they are at most eight.
    #[inline]
    pub(super) fn word(&self, place: usize) -> Option<(usize, u64)> {
        let (from, to) = *self.cells.get(place)?;
        let eight = self.part.get(from..)?.first_chunk::<8>()?;
        let length = to - from;
        let above = 8 * (8_usize.checked_sub(length)?) as u32;
        Some((
            length,
            u64::from_le_bytes(*eight).checked_shl(above).unwrap_or(0),
        ))
    }

    /// All cells of the record read last.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.cells.len()).map(|place| self.cell(place))
    }

    /// The line on which the record read last begins.
    pub(super) fn place(&self) -> Place {
        Place::Line(self.begins.line)
    }

    /// The line on which it begins.
    pub(super) fn line(&self) -> u64 {
        self.begins.line
    }
}

#[cfg(test)]
mod tests;
