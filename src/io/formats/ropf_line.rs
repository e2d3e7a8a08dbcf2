//! The lines of Rich Opinion Poll Format: keys with their values, lists with their names.

use super::gather::choice_name;
use crate::error::{Error, Result};

/// One `•KEY: value` or `LIST: value`.
pub(super) struct Field<'a> {
    pub(super) meta: bool,
    pub(super) key: &'a str,
    pub(super) value: &'a str,
}

pub(super) type Fields<'a> = Vec<Field<'a>>;

/// Splits a line at its keys: after white space, an optional bullet, a capital letter of any script,
/// capitals and digits, `+` between the keys of lists polled together, a colon.
pub(super) fn fields(text: &str) -> Result<Fields<'_>> {
    let mut starts: Vec<(usize, usize, bool)> = Vec::new();
    let mut at_word = true;
    for (at, c) in text.char_indices() {
        if at_word && let Some(colon) = key_end(text.get(at..).unwrap_or_default()) {
            starts.push((at, at + colon, c == '•'));
        }
        at_word = c.is_whitespace();
    }
    match starts.first() {
        Some((0, ..)) => {}
        _ => {
            return Err(Error::unreadable(
                "line",
                text,
                "a poll begins with a key, such as \"•PF: ACME\"",
            ));
        }
    }
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, ..)| *at)
        .chain([text.len()]);
    Ok(starts
        .iter()
        .zip(ends)
        .map(|((start, colon, meta), end)| Field {
            meta: *meta,
            key: text
                .get(*start..*colon)
                .unwrap_or_default()
                .trim_start_matches('•')
                .trim(),
            value: text.get(colon + 1..end).unwrap_or_default().trim(),
        })
        .collect())
}

/// The byte of the colon that ends the key with which `text` begins.
fn key_end(text: &str) -> Option<usize> {
    let bare = text.strip_prefix('•').unwrap_or(text);
    let offset = text.len() - bare.len();
    let capital = |c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase());
    let mut start = true;
    for (at, c) in bare.char_indices() {
        match c {
            ':' if !start => return Some(offset + at),
            '+' if !start => start = true,
            c if capital(c) => start = false,
            c if c.is_numeric() && !start => {}
            _ => return None,
        }
    }
    None
}

/// A list or a candidate: its key and the name under which it stands, the abbreviation of a list
/// and the name of a candidate.
pub(super) fn list(text: &str) -> Result<(&str, String)> {
    let unreadable = || {
        Error::unreadable(
            "line",
            text,
            "a line is a poll (•PF: …), a scenario (& …), a list (A: AA001 •A: …) or a comment (‡ …)",
        )
    };
    let colon = key_end(text).ok_or_else(unreadable)?;
    let (key, rest) = (
        text.get(..colon).unwrap_or_default(),
        text.get(colon + 1..).unwrap_or_default(),
    );
    let rest = rest.trim_start();
    let names = rest
        .find('•')
        .and_then(|at| rest.get(at..))
        .ok_or_else(unreadable)?;
    let names = fields(names)?;
    let named = |wanted| meta(&names, wanted).filter(|name| !name.is_empty());
    // `AA1234B` is a candidate, `AA001` a list.
    let id = rest.split_whitespace().next().unwrap_or_default();
    let candidate = id.ends_with(|c: char| c.is_ascii_uppercase());
    let label = match (candidate, named("N"), named("A")) {
        (true, Some(name), _) | (_, _, Some(name)) => name,
        (_, Some(name), None) => name,
        (_, None, None) => named("EN").unwrap_or(key),
    };
    Ok((key, choice_name(label)))
}

pub(super) fn meta<'a>(fields: &[Field<'a>], key: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|field| field.meta && field.key == key)
        .map(|field| field.value)
}
