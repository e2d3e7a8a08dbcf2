//! The text of a file, whichever Unicode encoding it has.

use std::borrow::Cow;

use crate::error::{Error, Place, Result};

/// Reads a whole file as text: UTF-8, or UTF-16 with or without a byte order mark.
pub(super) fn text_of(path: &str) -> Result<String> {
    let at_file = |error: Error| error.at(Place::File(path.into()));
    let bytes = std::fs::read(path).map_err(|error| at_file(Error::file(error.to_string())))?;
    decode(bytes).map_err(at_file)
}

/// The text of a file's bytes.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String> {
    let little = |pair: [u8; 2]| u16::from_le_bytes(pair);
    let big = |pair: [u8; 2]| u16::from_be_bytes(pair);
    // Without a mark, the first character decides: both formats start with one below U+0100.
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => return utf16(&bytes, "UTF-16LE", little),
        [0xfe, 0xff, ..] => return utf16(&bytes, "UTF-16BE", big),
        [first, 0, ..] if *first != 0 => return utf16(&bytes, "UTF-16LE", little),
        [0, second, ..] if *second != 0 => return utf16(&bytes, "UTF-16BE", big),
        _ => {}
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::file(format!("byte {at} is not UTF-8; save the file as UTF-8"))
    })
}

fn utf16(bytes: &[u8], name: &str, unit: impl Fn([u8; 2]) -> u16) -> Result<String> {
    let broken = |what: &str| Error::file(format!("as {name} {what}; save the file as UTF-8"));
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(broken("it ends in half a character"));
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<std::result::Result<String, _>>()
        .map_err(|_| broken("it holds half a surrogate pair"))
}

/// The text without the byte order mark that some programs put first.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The text with a line feed at the end of each line, also where a program of old ended them with a carriage
/// return alone.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(alone) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}
