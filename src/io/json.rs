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
//! [`OfficialCountBuilder`], [`PollBuilder`] and [`SampleBuilder`](crate::SampleBuilder). A field
//! that none of them has is an error, and so is one that stands twice. A byte order mark at the
//! start is passed over.

use serde::{Deserialize, Deserializer};

use super::{Document, text_of, without_mark};
use crate::error::{Error, Place, Result};
use crate::model::{ContestBuilder, OfficialCountBuilder, PollBuilder};

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
}

/// Reads a document.
///
/// # Errors
/// [`Error::Syntax`] for what is no JSON; otherwise the error of the field, at its JSON path.
pub fn read(text: &str) -> Result<Document> {
    let unchecked: Unchecked = parse(without_mark(text))?;
    let at = |path: String| move |error: Error| error.at(Place::Path(path));
    let mut document = Document {
        contest: unchecked.contest.build().map_err(at("contest".into()))?,
        counts: Vec::with_capacity(unchecked.counts.len()),
        polls: Vec::with_capacity(unchecked.polls.len()),
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
    document.contest.check(&document.counts, &document.polls)?;
    Ok(document)
}

/// Reads a document from a file.
///
/// # Errors
/// [`Error::File`] for a file that cannot be read, otherwise as for [`read`]; the file stands first.
pub fn read_file(path: &str) -> Result<Document> {
    read(&text_of(path)?).map_err(|error| error.at(Place::File(path.into())))
}

/// Writes a document such that [`read`] gives the same one.
///
/// # Errors
/// [`Error::Syntax`] if it cannot be written, which a checked document always can.
pub fn write(document: &Document) -> Result<String> {
    serde_json::to_string_pretty(document).map_err(|error| syntax(&error))
}

fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    if text.trim().is_empty() {
        return Err(Error::Syntax {
            format: "JSON",
            reason: "the document is empty".into(),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = with_path(&mut deserializer)?;
    deserializer.end().map_err(|error| syntax(&error))?;
    Ok(parsed)
}

fn with_path<'de, D, T>(deserializer: D) -> Result<T>
where
    D: Deserializer<'de, Error = serde_json::Error>,
    T: Deserialize<'de>,
{
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        if !error.is_data() {
            return syntax(&error);
        }
        // serde's message ends with the position, which stands in front here.
        let message = error.to_string();
        let what = message
            .split(" at line ")
            .next()
            .unwrap_or(&message)
            .to_owned();
        let line = u64::try_from(error.line()).unwrap_or(0);
        let place = if path == "." {
            "the document".to_owned()
        } else {
            path
        };
        Error::Unfitting { what }
            .at(Place::Path(place))
            .at(Place::Line(line))
    })
}

fn syntax(error: &serde_json::Error) -> Error {
    Error::Syntax {
        format: "JSON",
        reason: error.to_string(),
    }
}
