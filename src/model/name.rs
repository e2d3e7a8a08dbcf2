//! Names as they are compared: one spelling of each letter, no white space around, single spaces
//! inside.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::error::{Error, Result};
use crate::visible::is_invisible;

/// The form in which names are compared and printed: NFC (Unicode Standard Annex 15), without white
/// space around, with one space for any white space inside, without marks of direction.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(is_direction_mark) {
        let without: String = text.chars().filter(|c| !is_direction_mark(*c)).collect();
        return Cow::Owned(clean(&without).into_owned());
    }
    let trimmed = text.trim();
    let two_spaces = || trimmed.as_bytes().windows(2).any(|pair| pair == b"  ");
    if is_plain(trimmed) && !two_spaces() {
        return Cow::Borrowed(trimmed);
    }
    let single = trimmed
        .split(char::is_whitespace)
        .all(|word| !word.is_empty());
    let plain_spaces = !trimmed.chars().any(|c| c.is_whitespace() && c != ' ');
    if single && plain_spaces && is_nfc_quick(trimmed.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(trimmed);
    }
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    Cow::Owned(words.join(" ").nfc().collect())
}

/// The left-to-right and the right-to-left mark: ordinary in Arabic and Hebrew text, and no part of a name.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}')
}

/// Whether all of it is printable ASCII, as most names are: one spelling, nothing invisible.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The clean form of a name that is printed.
///
/// # Errors
/// A character that turns the direction of the text, or prints nothing. Joiners, which some scripts
/// and emoji need, are let through.
pub(super) fn printable(field: &str, text: &str) -> Result<String> {
    let name = clean(text);
    check(field, &name)?;
    Ok(name.into_owned())
}

/// As [`printable`], for prose, which keeps its white space.
pub(super) fn check(field: &str, text: &str) -> Result<()> {
    if is_plain(text) {
        return Ok(());
    }
    // Zero-width (non-)joiner, variation selectors, and the tags of flags of regions.
    let needed = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
    };
    let lines = |c: char| matches!(c, '\u{2028}' | '\u{2029}');
    match text
        .chars()
        .find(|c| is_invisible(*c) && (!needed(*c) || lines(*c)))
    {
        Some(c) => Err(Error::unreadable(
            field,
            text,
            format!("remove the invisible character U+{:04X}", u32::from(c)),
        )),
        None => Ok(()),
    }
}

/// What is left of a name when nobody looks at case and at characters that print nothing.
pub(crate) fn folded(name: &str) -> String {
    if is_plain(name) {
        return name.to_ascii_lowercase();
    }
    name.chars()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// Refuses a name that comes twice, and two that a reader cannot tell apart.
pub(super) fn distinct<'a>(
    field: &str,
    names: impl IntoIterator<Item = &'a str>,
    help: &str,
) -> Result<()> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for name in names {
        match seen.insert(folded(name), name) {
            Some(earlier) if earlier == name => return Err(Error::duplicate(field, name, help)),
            Some(earlier) => return Err(Error::confusable(field, name, earlier)),
            None => {}
        }
    }
    Ok(())
}
