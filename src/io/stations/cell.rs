//! Single cells.

use crate::error::{Error, Result};
use crate::io::formats::may_be_thousands;

/// A cell as text, without the spaces around it.
#[inline(always)]
pub(super) fn text<'a>(field: &str, cell: &'a [u8]) -> Result<&'a str> {
    // Nearly every cell begins and ends with a visible character.
    let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    match std::str::from_utf8(cell) {
        Ok(text) if visible(cell.first()) && visible(cell.last()) => Ok(text),
        other => trimmed(field, cell, other),
    }
}

#[inline(never)]
fn trimmed<'a>(
    field: &str,
    cell: &'a [u8],
    text: std::result::Result<&'a str, std::str::Utf8Error>,
) -> Result<&'a str> {
    let text = text.map_err(|error| {
        let text = String::from_utf8_lossy(cell);
        let help = format!(
            "byte {} is not UTF-8; save the file as UTF-8",
            error.valid_up_to()
        );
        Error::unreadable(field, text, help)
    })?;
    Ok(text.trim())
}

/// A whole number, or `None` for an empty cell: digits, also with `.0` behind them (as spreadsheets write
/// them) or commas between thousands.
pub(super) fn whole(field: &str, cell: &[u8]) -> Result<Option<u32>> {
    let text = text(field, cell)?;
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable = || {
        let help = "write a whole number from 0 to 4,294,967,294, such as 1250";
        Error::unreadable(field, text, help)
    };
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction == "000" && may_be_thousands(digits) {
        let help =
            format!("it may be {digits} or {digits} thousand: write the number without the point");
        return Err(Error::unreadable(field, text, help));
    }
    if !fraction.bytes().all(|byte| byte == b'0') {
        return Err(unreadable());
    }
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return Err(unreadable());
        }
        plain.push_str(group);
    }
    if plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unreadable());
    }
    plain
        .parse()
        .ok()
        .filter(|number| *number < u32::MAX)
        .map(Some)
        .ok_or_else(unreadable)
}

/// The number that the first one to eight bytes of these are, if all of them are digits.
#[inline]
pub(super) fn digits(eight: [u8; 8], length: usize) -> Option<u32> {
    // The digits move up behind as many zeros as are wanting: no loop whose length nobody can foresee. Nearly all
    // numbers of a station have four at most, which are half the work.
    let all = u64::from_le_bytes(eight) ^ u64::from_le_bytes([b'0'; 8]);
    match length {
        1..=4 => {
            let digits = (all as u32) << (32 - 8 * length);
            let above = digits.wrapping_add(u32::from_le_bytes([0x80 - 10; 4])) | digits;
            if above & u32::from_le_bytes([0x80; 4]) != 0 {
                return None;
            }
            // Neighbours come together, the first of them the higher: pairs, four.
            let pairs = (10 * digits + (digits >> 8)) & 0x00ff_00ff;
            Some((100 * pairs + (pairs >> 16)) & 0xffff)
        }
        5..=8 => {
            let digits = all << (64 - 8 * length);
            let above = digits.wrapping_add(u64::from_le_bytes([0x80 - 10; 8])) | digits;
            if above & u64::from_le_bytes([0x80; 8]) != 0 {
                return None;
            }
            let pairs = (10 * digits + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
            let fours = (100 * pairs + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
            Some((10_000 * fours + (fours >> 32)) as u32)
        }
        _ => None,
    }
}

/// A decimal number; NaN for an empty cell.
pub(super) fn decimal(field: &str, cell: &[u8]) -> Result<f64> {
    let text = text(field, cell)?;
    if text.is_empty() {
        return Ok(f64::NAN);
    }
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| {
        Error::unreadable(
            field,
            text,
            "write a number with a decimal point, such as 0.25",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{digits, whole};

    #[test]
    fn whole_numbers_as_they_are_written() {
        for (text, number) in [
            ("", None),
            ("7", Some(7)),
            (" 12 ", Some(12)),
            ("620.0", Some(620)),
        ] {
            assert_eq!(whole("votes", text.as_bytes()).unwrap(), number);
        }
        assert_eq!(whole("votes", b"11,084").unwrap(), Some(11_084));
        assert_eq!(whole("votes", b"4294967294").unwrap(), Some(4_294_967_294));
        for number in [
            0,
            7,
            10,
            99,
            405,
            1250,
            65_536,
            999_999,
            1_234_567,
            98_765_432_u32,
        ] {
            let text = number.to_string();
            let mut eight = *b",,/:a\xff\x00\n";
            eight[..text.len()].copy_from_slice(text.as_bytes());
            assert_eq!(digits(eight, text.len()), Some(number));
            assert_eq!(whole("votes", text.as_bytes()).unwrap(), Some(number));
        }
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for place in 0..8 {
                let mut eight = *b"12345678";
                eight[place] = byte;
                assert_eq!(digits(eight, 8), None);
            }
        }
        assert_eq!(
            (digits(*b"12345678", 0), digits(*b"12345678", 9)),
            (None, None)
        );
        for text in [
            "-1",
            "1.5",
            "~2287",
            "550>12",
            "1,08",
            ",084",
            "4294967295",
            "1e3",
            ".",
        ] {
            assert!(whole("votes", text.as_bytes()).is_err(), "{text}");
        }
    }
}
