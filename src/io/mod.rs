//! Readers and writers for the files that users have: one JSON document, or a pair of CSV tables.

pub mod csv;
pub mod formats;
pub mod json;

use serde::{Deserialize, Serialize};

use crate::model::{Contest, OfficialCount, Poll};

/// A contest with its counts and polls: what one document holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The contest.
    pub contest: Contest,
    /// Its official counts.
    #[serde(default)]
    pub counts: Vec<OfficialCount>,
    /// Its polls.
    #[serde(default)]
    pub polls: Vec<Poll>,
}

/// Reads a whole file as text.
fn text_of(path: &str) -> crate::error::Result<String> {
    use crate::error::{Error, Place};
    let bytes = std::fs::read(path).map_err(|error| {
        Error::File {
            reason: error.to_string(),
        }
        .at(Place::File(path.into()))
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let reason = format!("byte {at} is not UTF-8; save the file as UTF-8");
        Error::File { reason }.at(Place::File(path.into()))
    })
}

/// The text without the byte order mark that some programs put first.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
