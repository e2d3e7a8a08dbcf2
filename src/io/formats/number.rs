//! Numbers as tables print them: thousands, decimal commas, percent signs, words for "unknown".

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The mark between the whole number and its decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `12.5`
    #[default]
    Point,
    /// `12,5`
    Comma,
}

/// What tables write where a figure is unknown, whatever else they declare.
pub(super) const MISSING: &[&str] = &[
    "",
    "NA",
    "N/A",
    "n/a",
    "NaN",
    "Not Available",
    "-",
    "—",
    "–",
    "#NULO#",
    "NULO",
    "NULL",
];

pub(super) fn is_missing(cell: &str, more: &[String]) -> bool {
    let cell = cell.trim();
    MISSING.contains(&cell) || more.iter().any(|marker| marker == cell)
}

/// Reads a count of votes or people: `11,084`, `11.084` with a decimal comma, `1 220`, `620.0`.
pub(super) fn count(field: &str, cell: &str, mark: DecimalMark) -> Result<u64> {
    const FINITE: &str = "give a whole number that is not negative, such as 11084 or 11,084";
    let text = excel(cell.trim());
    let (thousands, decimals) = match mark {
        DecimalMark::Point => (',', '.'),
        DecimalMark::Comma => ('.', ','),
    };
    // Spreadsheets turn whole numbers into 620.0.
    let whole = match text.split_once(decimals) {
        Some((whole, "000")) if may_be_thousands(whole) => {
            let help = format!(
                "it may be {whole} or {whole} thousand: write the number without {decimals:?}"
            );
            return Err(Error::unreadable(field, cell, help));
        }
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        Some(_) => return Err(Error::unreadable(field, cell, FINITE)),
        None => text,
    };
    let separator =
        |c: char| c == thousands || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let grouped = whole.contains(separator);
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits = if grouped {
        (1..=3).contains(&first.len()) && groups.all(|part| part.len() == 3 && digits(part))
    } else {
        !first.is_empty()
    };
    if !fits || !digits(first) {
        let negative = text
            .strip_prefix('-')
            .is_some_and(|rest| !rest.is_empty() && digits(rest));
        return Err(if negative {
            Error::out_of_range(field, cell.trim(), FINITE)
        } else {
            Error::unreadable(field, cell.trim(), FINITE)
        });
    }
    let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    // 2^53: above it a count is no longer exact as a floating-point number.
    match plain.parse::<u64>() {
        Ok(number) if number <= 1 << 53 => Ok(number),
        _ => Err(Error::out_of_range(
            field,
            cell.trim(),
            "give a number of at most 2^53",
        )),
    }
}

/// Whether three zeros behind these digits and the decimal mark may be a thousand with the mark of the other
/// convention.
pub(crate) fn may_be_thousands(whole: &str) -> bool {
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && whole.bytes().all(|b| b.is_ascii_digit())
}

/// Percent as the model reads it: `12,5 %` is `12.5`, `.5` is `0.5`, ranges and `<0.5` stay.
pub(super) fn percent(cell: &str, mark: DecimalMark) -> String {
    let text: String = excel(cell.trim())
        .chars()
        .filter(|c| !matches!(c, '%' | ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    let text = match mark {
        DecimalMark::Point => text,
        DecimalMark::Comma => text.replace(',', "."),
    };
    match text.strip_prefix('.') {
        Some(decimals) => format!("0.{decimals}"),
        None => text,
    }
}

/// `="0101"` is how a spreadsheet is told that digits are text.
fn excel(cell: &str) -> &str {
    cell.strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_in_every_usual_form() {
        for (cell, mark, value) in [
            ("11,084", DecimalMark::Point, 11_084),
            ("11.084", DecimalMark::Comma, 11_084),
            ("1 234 567", DecimalMark::Point, 1_234_567),
            ("620.0", DecimalMark::Point, 620),
            ("152543.0", DecimalMark::Point, 152_543),
            ("=\"0101\"", DecimalMark::Point, 101),
            ("0", DecimalMark::Comma, 0),
            ("0.000", DecimalMark::Point, 0),
            ("1093.000", DecimalMark::Point, 1_093),
        ] {
            assert_eq!(count("votes", cell, mark).unwrap(), value, "{cell}");
        }
        for cell in [
            "1.000", "12.000", "1,2", "12,34", ",123", "1,,234", "-5", "x", "1.5", "", "~2287",
            "550>1", "1.",
        ] {
            assert!(count("votes", cell, DecimalMark::Point).is_err(), "{cell}");
        }
    }

    #[test]
    fn thousands_of_the_other_convention_are_refused() {
        for (cell, mark) in [("2.000", DecimalMark::Point), ("2,000", DecimalMark::Comma)] {
            let error = count("votes", cell, mark).unwrap_err().to_string();
            assert!(error.contains("2 or 2 thousand"), "{error}");
        }
    }

    #[test]
    fn percent_keeps_its_digits() {
        assert_eq!(percent("12,50 %", DecimalMark::Comma), "12.50");
        assert_eq!(percent(".5", DecimalMark::Point), "0.5");
        assert_eq!(percent("26%", DecimalMark::Point), "26");
        assert_eq!(percent("<0,5", DecimalMark::Comma), "<0.5");
        assert_eq!(percent("66–68", DecimalMark::Point), "66–68");
    }
}
