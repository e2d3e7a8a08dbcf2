//! From bytes to text: by byte order mark, by validity, or as the caller declares.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::note::{Assumption, EncodingEvidence, Note, Notes};
use crate::error::{Error, Result};

/// The text of a file, without a byte order mark.
///
/// Without a declaration: a byte order mark decides; zero bytes at every second place are UTF-16;
/// what is valid UTF-8 is UTF-8; everything else is windows-1252, of which Latin-1 is the part
/// without the bytes 80–9F.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    notes: &mut Notes,
) -> Result<Cow<'a, str>> {
    let (encoding, evidence) = match declared {
        Some(label) => {
            let known = Encoding::for_label(label.trim().as_bytes());
            let encoding = known.ok_or_else(|| {
                Error::unreadable(
                    "encoding",
                    label,
                    "give a label of the WHATWG encoding standard, such as utf-8, iso-8859-1 or windows-1252",
                )
            })?;
            (encoding, EncodingEvidence::Declared)
        }
        None => sniff(bytes),
    };
    let (text, used, malformed) = encoding.decode(bytes);
    if malformed {
        let at = match std::str::from_utf8(bytes) {
            Err(error) if used == UTF_8 => format!(" at byte {}", error.valid_up_to()),
            _ => String::new(),
        };
        return Err(Error::unreadable(
            "encoding",
            used.name(),
            format!(
                "the file is not valid {}{at}: declare another encoding",
                used.name()
            ),
        ));
    }
    if used != UTF_8 || evidence == EncodingEvidence::Declared {
        notes.file(Assumption::Encoding {
            label: used.name(),
            evidence,
        });
    }
    Ok(text)
}

/// The text of a file in whatever encoding, as [`Reader::read`](super::Reader::read) decodes it, with notes of what was
/// taken: for readers that take text alone, such as [`StationColumns`](crate::io::stations::StationColumns).
///
/// # Errors
/// [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable) for a label that is no encoding, and bytes that are not of it.
///
/// ```
/// use exitpoll::io::formats::decoded;
///
/// // UTF-16, as a spreadsheet writes it: its byte order mark, then two bytes for each character.
/// let (text, notes) = decoded(b"\xff\xfea\0,\0b\0", None)?;
/// assert_eq!(text, "a,b");
/// assert_eq!(notes[0].to_string(), "the file is read as UTF-16LE, by its byte order mark");
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn decoded<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<(Cow<'a, str>, Vec<Note>)> {
    let mut notes = Notes::default();
    let text = decode(bytes, declared, &mut notes)?;
    Ok((text, notes.list))
}

fn sniff(bytes: &[u8]) -> (&'static Encoding, EncodingEvidence) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, EncodingEvidence::ByteOrderMark);
    }
    // The headings of tables are mostly ASCII: one byte of each pair is zero.
    let start = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let zeros = |offset: usize| {
        start
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
    if pairs > 1 && 2 * even.max(odd) > pairs {
        let encoding = if odd > even { UTF_16LE } else { UTF_16BE };
        return (encoding, EncodingEvidence::ZeroBytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, EncodingEvidence::Valid),
        Err(_) => (WINDOWS_1252, EncodingEvidence::Fallback),
    }
}
