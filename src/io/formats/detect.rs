//! Tells a format from the content of a file.

use super::Format;
use super::place::broken;
use super::table::delimiter;
use crate::error::{Error, Result};

pub(super) struct Found {
    pub(super) format: Format,
}

/// The byte at which the table of a format begins: some have lines of title before the heading.
pub(super) fn heading(format: Format, text: &str) -> usize {
    let is_heading: fn(&str) -> bool = match format {
        Format::Kerg => is_kerg,
        Format::Kerg2 => is_kerg2,
        // Blank lines before the heading are passed over by the reader.
        _ => return 0,
    };
    line_starts(text)
        .find(|(_, line)| is_heading(line))
        .map_or(0, |(start, _)| start)
}

pub(super) fn line_starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(['\n', '\r']))
    })
}

fn cells(line: &str) -> Vec<&str> {
    line.split(delimiter(line))
        .map(|cell| cell.trim().trim_matches('"').trim())
        .collect()
}

fn is_kerg(line: &str) -> bool {
    let cells = cells(line);
    cells.first() == Some(&"Nr") && cells.get(1) == Some(&"Gebiet")
}

fn is_kerg2(line: &str) -> bool {
    let cells = cells(line);
    ["Gebietsart", "Gruppenart", "Stimme", "Anzahl"]
        .iter()
        .all(|name| cells.contains(name))
}

pub(super) fn format(text: &str) -> Result<Found> {
    let found = |format| Ok(Found { format });
    let start = text.trim_start();
    match start.chars().next() {
        None => return Err(broken("file", "it is empty")),
        Some('{' | '[') => {
            return if start.contains("\"ElectionResults.") {
                found(Format::Nist)
            } else if start.contains("\"contest\"") {
                found(Format::Json)
            } else {
                Err(unknown(
                    "JSON",
                    "a NIST report has \"@type\": \"ElectionResults.ElectionReport\", a document of this crate \"contest\"",
                ))
            };
        }
        Some('<') => {
            return if start.contains("<ElectionResult>") || start.contains("<ElectionResult ") {
                found(Format::Clarity)
            } else if start.contains("<ElectionReport") {
                Err(unknown(
                    "NIST XML",
                    "of SP 1500-100 the JSON of version 2 is read",
                ))
            } else {
                Err(unknown(
                    "XML",
                    "of XML the detail files of Clarity are read, whose root is ElectionResult",
                ))
            };
        }
        Some('•' | '‡' | '&') => return found(Format::Ropf),
        Some(_) => {}
    }
    if text
        .lines()
        .any(|line| line.trim_start().starts_with("•PF:"))
    {
        return found(Format::Ropf);
    }
    for line in text.lines().take(30) {
        if is_kerg(line) {
            return found(Format::Kerg);
        }
        if is_kerg2(line) {
            return found(Format::Kerg2);
        }
    }
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let cells = cells(first);
    let has = |names: &[&str]| names.iter().all(|name| cells.contains(name));
    if has(&["Polling Firm", "Fieldwork End", "Scope"]) {
        found(Format::Eopaod)
    } else if has(&["cand1_actual", "cand1_pct"]) {
        found(Format::RawPolls)
    } else if has(&["question_id", "pollster", "pct"]) {
        found(Format::PresidentPolls)
    } else if has(&["question_id", "pollster", "yes", "no"]) {
        Err(unknown(
            "a table of approval polls",
            "approval is not elected: no count can be set against it",
        ))
    } else if has(&["raceid", "votecount"]) {
        found(Format::Elex)
    } else if has(&["candidate", "office"])
        && (has(&["candidatevotes"]) || has(&["party_detailed", "votes"]))
    {
        found(Format::Medsl)
    } else if has(&["office", "candidate"]) {
        found(Format::OpenElections)
    } else if has(&["source", "kind"]) || has(&["source", "choice"]) {
        Err(unknown(
            "one of this crate's two tables",
            "read both with `io::csv::read_files`",
        ))
    } else {
        Err(unknown(
            "a table of its own layout",
            "say with a `Layout` which columns are choices and which rows are results",
        ))
    }
}

fn unknown(like: &str, help: &str) -> Error {
    Error::unreadable("format", like, help)
}
