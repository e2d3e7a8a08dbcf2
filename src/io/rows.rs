//! The rows of a table, cell by cell.

use std::borrow::Cow;

use crate::error::{Error, Place, Result};

/// Goes through a table row by row (RFC 4180). Cells are slices of the text, unless a quoted one holds a
/// quote; that is why no CSV reader is used, which copies every row.
pub(super) struct Rows<'a> {
    delimiter: u8,
    text: &'a str,
    ends: Ends<3>,
    /// Where the next row begins, and on which line that is.
    at: usize,
    line: u64,
    cells: Vec<Cow<'a, str>>,
}

/// The bytes at which a cell may end, 64 at a time: cells are too short for a search for each end.
#[derive(Clone, Copy)]
pub(super) struct Ends<const N: usize> {
    sought: [u8; N],
    /// Where the 64 bytes begin that were looked at last, and a bit for each that is one and to come.
    block: usize,
    found: u64,
}

impl<const N: usize> Ends<N> {
    /// Any of the `sought` bytes, none of them zero, ends a cell.
    pub(super) fn new(bytes: &[u8], sought: [u8; N]) -> Ends<N> {
        let mut ends = Ends {
            sought,
            block: 0,
            found: 0,
        };
        ends.seek(bytes, 0);
        ends
    }

    /// Goes on at this byte.
    #[inline]
    pub(super) fn seek(&mut self, bytes: &[u8], block: usize) {
        self.found = ends_in(bytes, block, self.sought);
        self.block = block;
    }

    /// Where the next one stands; the length of the text where there is none.
    #[inline]
    pub(super) fn next(&mut self, bytes: &[u8]) -> usize {
        while self.found == 0 {
            if self.block + 64 >= bytes.len() {
                return bytes.len();
            }
            self.seek(bytes, self.block + 64);
        }
        let at = self.block + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        at
    }
}

/// A bit for each of the 64 bytes from `block` on that is sought.
///
/// Not in line: once for 64 bytes, and long enough to crowd out what is done for each end. By value: what is borrowed
/// cannot stay in registers.
#[inline(never)]
fn ends_in<const N: usize>(bytes: &[u8], block: usize, sought: [u8; N]) -> u64 {
    let open = bytes.get(block..).unwrap_or_default();
    let copied;
    let part = match open.first_chunk::<64>() {
        Some(part) => part,
        None => {
            // Behind the text stand zeros, which end nothing.
            let mut part = [0; 64];
            part.iter_mut().zip(open).for_each(|(to, byte)| *to = *byte);
            copied = part;
            &copied
        }
    };
    let is_end = part.map(|byte| {
        let ends = sought.iter().map(|sought| u8::from(byte == *sought));
        ends.fold(0, |all, one| all | one)
    });
    // The product has the eight bits of eight bytes in its highest byte, that of the first byte lowest.
    let (eights, _) = is_end.as_chunks::<8>();
    let bits = eights.iter().map(|eight| {
        let eight = u64::from_le_bytes(*eight);
        eight.wrapping_mul(0x0102_0408_1020_4080) >> 56
    });
    bits.rev().fold(0, |all, eight| all << 8 | eight)
}

impl<'a> Rows<'a> {
    /// Cells are separated by `delimiter`, an ASCII character; the text begins at this line of its file.
    pub(super) fn new(text: &'a str, delimiter: u8, line: u64) -> Rows<'a> {
        Rows {
            delimiter,
            text,
            ends: Ends::new(text.as_bytes(), [delimiter, b'\n', b'"']),
            at: 0,
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
        while self.at < self.text.len() {
            let begins = self.line;
            self.cells.clear();
            if !self.read_plain() {
                self.cells.clear();
                self.read_quoted()?;
            }
            if self.cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(begins));
            }
        }
        Ok(None)
    }

    /// A row without quotes, as nearly all are; whether it was one.
    fn read_plain(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        // Copied, to be kept in registers.
        let (text, mut ends, delimiter) = (self.text, self.ends, Some(self.delimiter));
        let cells = &mut self.cells;
        let mut from = self.at;
        loop {
            let to = ends.next(bytes);
            let end = bytes.get(to).copied();
            if end == Some(b'"') {
                return false;
            }
            let cell = text.get(from..to);
            let cell = cell.expect("ends are characters of their own");
            // Most cells have no spaces around them; a carriage return is one.
            cells.push(Cow::Borrowed(cell.trim_ascii()));
            from = to + 1;
            if end != delimiter {
                break;
            }
        }
        self.ends = ends;
        (self.at, self.line) = (from, self.line + 1);
        true
    }

    /// A row with quoted cells, which may go over several lines.
    fn read_quoted(&mut self) -> Result<()> {
        let text = tail(self.text, self.at);
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
        self.at += at;
        self.ends.seek(self.text.as_bytes(), self.at);
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
