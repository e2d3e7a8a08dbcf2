//! One JSON document for a contest, its counts and its polls.
//!
//! ```
//! let document = exitpoll::io::json::read(r#"{
//!     "contest": { "name": "Azerbaijan 2024", "choices": ["Ilham Aliyev"] },
//!     "counts": [{
//!         "name": "CEC",
//!         "completeness": { "of": "ballots", "percent": "93.35" },
//!         "shares": { "Ilham Aliyev": "92.05" }
//!     }],
//!     "polls": [{ "pollster": "Oracle", "shares": { "Ilham Aliyev": "93.9" } }]
//! }"#)?;
//! assert_eq!(document.polls[0].name(), "Oracle");
//! # Ok::<(), exitpoll::Error>(())
//! ```
//!
//! Write shares as text, with the digits that were printed: `"2.00"` and `"2"` differ, and JSON
//! numbers lose the zeros. The fields are those of the builders: [`ContestBuilder`],
//! [`OfficialCountBuilder`] with [`SegmentBuilder`](crate::SegmentBuilder), [`PollBuilder`] with
//! [`SampleBuilder`](crate::SampleBuilder) and [`PopulationBuilder`](crate::PopulationBuilder), and
//! [`ObservationBuilder`]. A field that is not known is an error that suggests the nearest one, and so
//! is a field that stands twice. A byte order mark at the start is passed over.
//!
//! Many contests stand one below the other, a document on each line ([`documents`]).

mod lines;

pub use lines::{Documents, documents};

use serde::Deserialize;

use super::Document;
use super::form;
use super::text::{text_of, without_mark};
use crate::error::{Error, Place, Result};
use crate::model::{ContestBuilder, ObservationBuilder, OfficialCountBuilder, PollBuilder};
use crate::report::Report;

/// The document before anything in it was checked.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a document with contest, counts and polls"
)]
struct Unchecked {
    contest: ContestBuilder,
    #[serde(default)]
    counts: Vec<OfficialCountBuilder>,
    #[serde(default)]
    polls: Vec<PollBuilder>,
    #[serde(default)]
    observations: Vec<ObservationBuilder>,
}

/// Reads a document.
///
/// # Errors
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) for what is no JSON; otherwise the error of the field, at its JSON path.
pub fn read(text: &str) -> Result<Document> {
    read_below(text, 0)
}

/// Reads a document that has so many lines of its file above it.
fn read_below(text: &str, above: u64) -> Result<Document> {
    let unchecked: Unchecked = parse(without_mark(text), above)?;
    let at = |path: String| move |error: Error| error.at(Place::Path(path));
    let mut document = Document {
        contest: unchecked.contest.build().map_err(at("contest".into()))?,
        counts: Vec::with_capacity(unchecked.counts.len()),
        polls: Vec::with_capacity(unchecked.polls.len()),
        observations: Vec::with_capacity(unchecked.observations.len()),
    };
    for (i, count) in unchecked.counts.into_iter().enumerate() {
        document
            .counts
            .push(count.build().map_err(at(format!("counts[{i}]")))?);
    }
    for (i, poll) in unchecked.polls.into_iter().enumerate() {
        document
            .polls
            .push(poll.build().map_err(at(format!("polls[{i}]")))?);
    }
    for (i, observation) in unchecked.observations.into_iter().enumerate() {
        document.observations.push(
            observation
                .build()
                .map_err(at(format!("observations[{i}]")))?,
        );
    }
    document.contest.check(&document.counts, &document.polls)?;
    Ok(document)
}

/// Reads a document from a file.
///
/// # Errors
/// [`ErrorKind::File`](crate::ErrorKind::File) for a file that cannot be read, otherwise as for [`read`]; the file stands first.
pub fn read_file(path: &str) -> Result<Document> {
    read(&text_of(path)?).map_err(|error| error.at(Place::File(path.into())))
}

/// Writes a document such that [`read`] gives the same one.
///
/// # Errors
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) if it cannot be written, which a checked document always can.
pub fn write(document: &Document) -> Result<String> {
    serde_json::to_string_pretty(document).map_err(|error| syntax(&error))
}

/// Reads a report that was stored as JSON, and checks its format and everything that must hold in it.
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, io::json};
///
/// let contest = Contest::builder("Example").choices(["A", "B"]).build()?;
/// let count = OfficialCount::builder("final").votes("A", 6).votes("B", 4).final_result().build()?;
/// let poll = Poll::builder("P").share("A", "58").share("B", "42").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
/// let stored = json::write_report(&report)?;
/// assert_eq!(json::read_report(&stored)?, report);
/// let older = stored.replace("exitpoll-report/2", "exitpoll-report/1");
/// assert!(json::read_report(&older).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) for what is no JSON; the error of a field that is not of its
/// form, at its JSON path, the format among them; and those of [`Report::check`].
// Compiled where it is used: the readers of seventy types are a tenth of the crate, which few programs need.
#[cfg(feature = "deserialize")]
#[inline]
pub fn read_report(text: &str) -> Result<Report> {
    let report: Report = parse(without_mark(text), 0)?;
    report.check()?;
    Ok(report)
}

/// Writes a report such that [`read_report`] gives the same one, to the last bit.
///
/// # Errors
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) if it cannot be written, which no report of a comparison
/// brings about.
pub fn write_report(report: &Report) -> Result<String> {
    serde_json::to_string_pretty(report).map_err(|error| syntax(&error))
}

fn parse<'de, T: Deserialize<'de>>(text: &'de str, above: u64) -> Result<T> {
    if text.trim().is_empty() {
        return Err(Error::syntax("JSON", "the document is empty"));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = form::deserialize(&mut deserializer).map_err(|(found, error)| {
        if error.is_data() {
            let line = u64::try_from(error.line()).unwrap_or(u64::MAX);
            found.at(Place::Line(line.saturating_add(above)))
        } else {
            syntax(&error)
        }
    })?;
    deserializer.end().map_err(|error| syntax(&error))?;
    Ok(parsed)
}

fn syntax(error: &serde_json::Error) -> Error {
    Error::syntax("JSON", error.to_string())
}
