//! Readers for the formats in which polls and results are kept elsewhere.
//!
//! [`read`] tells the format from the content; [`Reader`] takes an explicit choice, an encoding and
//! the kind of the polls. Tables without a format of their own are read with a declared [`Layout`].
//!
//! | format | holds | marks exit polls |
//! | --- | --- | --- |
//! | [`Format::Json`] | this crate's documents, one or one on each line | yes |
//! | [`Format::Ropf`] | polls, Rich Opinion Poll Format of *asapop* | no |
//! | [`Format::Eopaod`] | polls, European Open Public Opinion Polling Data | no |
//! | [`Format::PresidentPolls`] | polls, FiveThirtyEight's long tables since 2021 | in a remark |
//! | [`Format::RawPolls`] | polls and results, FiveThirtyEight's `raw_polls.csv` | no |
//! | [`Format::Nist`] | counts, NIST SP 1500-100 v2 in JSON | |
//! | [`Format::OpenElections`] | counts by precinct or county | |
//! | [`Format::Medsl`] | counts by state, MIT Election Data and Science Lab | |
//! | [`Format::Elex`] | counts of the AP as *elex* prints them | |
//! | [`Format::Clarity`] | counts, Clarity / Scytl detail XML (feature `xml`) | |
//! | [`Format::Kerg`], [`Format::Kerg2`] | counts of the Bundeswahlleiterin, wide and long | |
//!
//! None of them says how many stations were sampled, what the design effect was, or how refusals
//! were treated: what a file does not say stays unknown, what a reader assumed is a [`Note`], and a
//! record that contradicts itself is listed in [`Reading::refused`] with its error. Counts are
//! different: a row of votes that cannot be read makes the whole file an error, since a total
//! without it would be wrong.
//!
//! ```
//! use exitpoll::io::formats::{Format, read};
//!
//! let table = "Polling Firm,Commissioners,Fieldwork Start,Fieldwork End,Scope,Sample Size,\
//!              Sample Size Qualification,Participation,Precision,Apple,Pear,Other\n\
//!              ACME,,2021-07-14,2021-07-20,National,1000,Provided,Not Available,1%,55%,43%,2%\n";
//! let reading = read("aa.csv", table.as_bytes())?.complete()?;
//! assert_eq!(reading.format, Format::Eopaod);
//! let document = &reading.documents[0];
//! assert_eq!(document.contest.choices(), ["Apple", "Pear"]);
//! assert_eq!(document.polls[0].sample().respondents(), Some(1000));
//! assert!(reading.notes.iter().any(|note| note.to_string().contains("shares sum to 100.0")));
//! # Ok::<(), exitpoll::Error>(())
//! ```

mod apart;
#[cfg(feature = "xml")]
mod clarity;
mod date;
mod detect;
mod elex;
mod encoding;
mod eopaod;
mod file_name;
mod gather;
mod kerg;
mod kerg2;
pub(in crate::io) mod label;
mod layout;
mod medsl;
mod nist;
mod nist_units;
mod note;
mod number;
mod open_elections;
mod place;
mod president_polls;
mod raw_polls;
mod reading;
mod ropf;
mod ropf_line;
mod table;
mod tabular;
mod tabular_source;
mod voting_modes;

pub use date::DateOrder;
pub use encoding::decoded;
pub use layout::{Layout, Rows, Unit};
pub use note::{Assumption, EncodingEvidence, Note};
pub use number::DecimalMark;
pub(crate) use number::may_be_thousands;
pub use reading::{Reading, Refused};

use note::Notes;
use place::Placed;

use crate::error::{Error, Result};
use crate::model::PollKind;

/// A format of a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// This crate's JSON document, or one on each line.
    Json,
    /// Rich Opinion Poll Format.
    Ropf,
    /// European Open Public Opinion Polling Data, CSV.
    Eopaod,
    /// FiveThirtyEight's long tables of polls, one row a candidate.
    PresidentPolls,
    /// FiveThirtyEight's polls with their results, one row a question; for a record of pollsters
    /// [`crate::io::fivethirtyeight`] reads the same file.
    RawPolls,
    /// NIST SP 1500-100 version 2, JSON.
    Nist,
    /// OpenElections, CSV.
    OpenElections,
    /// MIT Election Data and Science Lab, CSV.
    Medsl,
    /// elex, CSV.
    Elex,
    /// Clarity / Scytl detail XML.
    Clarity,
    /// The wide table of the Bundeswahlleiterin.
    Kerg,
    /// The long table of the Bundeswahlleiterin.
    Kerg2,
    /// A table with a declared [`Layout`]; it is read by [`Layout::read`].
    Table,
}

impl Format {
    /// Every format that a file's content tells.
    pub const ALL: [Format; 12] = [
        Format::Json,
        Format::Ropf,
        Format::Eopaod,
        Format::PresidentPolls,
        Format::RawPolls,
        Format::Nist,
        Format::OpenElections,
        Format::Medsl,
        Format::Elex,
        Format::Clarity,
        Format::Kerg,
        Format::Kerg2,
    ];

    /// The name by which it is chosen on a command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Ropf => "ropf",
            Format::Eopaod => "eopaod",
            Format::PresidentPolls => "president_polls",
            Format::RawPolls => "raw_polls",
            Format::Nist => "nist",
            Format::OpenElections => "open_elections",
            Format::Medsl => "medsl",
            Format::Elex => "elex",
            Format::Clarity => "clarity",
            Format::Kerg => "kerg",
            Format::Kerg2 => "kerg2",
            Format::Table => "table",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = Error;
    fn from_str(text: &str) -> Result<Format> {
        crate::error::by_name("format", text, Format::ALL, Format::name)
    }
}

/// Reads a file whose format its content tells. `name` is that of the file: some formats keep the
/// date only there.
///
/// # Errors
/// An error at its file and line: the format is none of [`Format::ALL`], a column is missing, votes
/// cannot be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading> {
    Reader::new().read(name, bytes)
}

/// Reads a file from the disk.
///
/// # Errors
/// As for [`read`], and for a file that cannot be opened.
pub fn read_file(path: impl AsRef<std::path::Path>) -> Result<Reading> {
    Reader::new().read_file(path)
}

/// The format of a text, told by its content.
///
/// # Errors
/// An error that says what the content looks like and how to read it.
pub fn detect(name: &str, bytes: &[u8]) -> Result<Format> {
    let text = encoding::decode(bytes, None, &mut Notes::default()).in_file(name)?;
    detect::format(&text)
        .map(|found| found.format)
        .in_file(name)
}

/// Reads files with what the caller knows about them.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    format: Option<Format>,
    encoding: Option<String>,
    kind: Option<PollKind>,
}

impl Reader {
    /// A reader that assumes nothing.
    #[must_use]
    pub fn new() -> Reader {
        Reader::default()
    }

    /// The format, if it is not to be told from the content.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The encoding, as a label of the WHATWG standard (`utf-8`, `iso-8859-1`, `windows-1252`).
    #[must_use]
    pub fn encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }

    /// The kind of every poll of a format that does not mark exit polls. Without it they are read as
    /// polls before the vote ([`PollKind::LatePoll`]), with a note.
    #[must_use]
    pub fn kind(mut self, kind: PollKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Reads a file from the disk.
    ///
    /// # Errors
    /// As for [`read_file`].
    pub fn read_file(&self, path: impl AsRef<std::path::Path>) -> Result<Reading> {
        let path = path.as_ref();
        let name = path.display().to_string();
        self.read(&name, &bytes_of(path)?)
    }

    /// Reads the bytes of a file of this name.
    ///
    /// # Errors
    /// As for [`read`].
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Reading> {
        let mut notes = Notes::default();
        let text = encoding::decode(bytes, self.encoding.as_deref(), &mut notes).in_file(name)?;
        let format = match self.format {
            Some(format) => format,
            None => detect::format(&text).in_file(name)?.format,
        };
        let file = File {
            name,
            text: &text,
            start: detect::heading(format, &text),
            kind: self.kind,
        };
        let mut reading = Reading::new(format);
        let read = match format {
            Format::Json => json(&file, &mut reading),
            Format::Ropf => ropf::read(&file, &mut reading, &mut notes),
            Format::Eopaod => eopaod::read(&file, &mut reading, &mut notes),
            Format::PresidentPolls => president_polls::read(&file, &mut reading, &mut notes),
            Format::RawPolls => raw_polls::read(&file, &mut reading, &mut notes),
            Format::Nist => nist::read(&file, &mut reading, &mut notes),
            Format::OpenElections => open_elections::read(&file, &mut reading, &mut notes),
            Format::Medsl => medsl::read(&file, &mut reading, &mut notes),
            Format::Elex => elex::read(&file, &mut reading, &mut notes),
            #[cfg(feature = "xml")]
            Format::Clarity => clarity::read(&file, &mut reading, &mut notes),
            #[cfg(not(feature = "xml"))]
            Format::Clarity => Err(Error::missing(
                "xml",
                "Clarity files are read with the feature `xml`",
            )),
            Format::Kerg => kerg::read(&file, &mut reading, &mut notes),
            Format::Kerg2 => kerg2::read(&file, &mut reading, &mut notes),
            Format::Table => Err(Error::missing(
                "layout",
                "declare it and read the table with `Layout::read`",
            )),
        };
        read.in_file(name)?;
        reading.notes = notes.list;
        if reading.documents.is_empty() && reading.refused.is_empty() {
            let error = Error::missing("contest", "the file holds no contest and no poll");
            return Err(error).in_file(name);
        }
        Ok(reading)
    }
}

/// A file whose text is known.
struct File<'a> {
    name: &'a str,
    text: &'a str,
    /// The byte at which the heading begins.
    start: usize,
    kind: Option<PollKind>,
}

impl File<'_> {
    /// The name without folders and without its ending.
    fn stem(&self) -> &str {
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or(self.name);
        file.split_once('.').map_or(file, |(stem, _)| stem)
    }

    /// The kind of polls that the format does not mark.
    fn unmarked(&self) -> PollKind {
        self.kind.unwrap_or(PollKind::LatePoll)
    }

    fn note_unmarked(&self, polls: usize, notes: &mut Notes) {
        if self.kind.is_none() && polls > 0 {
            notes.file(Assumption::Kind {
                taken: self.unmarked(),
                polls,
            });
        }
    }
}

fn json(file: &File, reading: &mut Reading) -> Result<()> {
    for document in super::json::documents(file.text.as_bytes()) {
        reading.documents.push(document?);
    }
    Ok(())
}

fn bytes_of(path: &std::path::Path) -> Result<Vec<u8>> {
    let read = std::fs::read(path).map_err(|error| Error::file(error.to_string()));
    read.in_file(&path.display().to_string())
}
