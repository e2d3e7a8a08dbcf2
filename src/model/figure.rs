//! Figures as a source writes them: the text of a number, kept until it is read as what it should be.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::decimal::Decimal;
use crate::error::{Error, Result};

/// The text of a number, exactly as it was written.
///
/// Documents may hold a figure as text (`"2.00"`) or as a JSON number (`2.00`). A number loses its
/// trailing zeros on the way through JSON, and with them the resolution at which it was printed, so
/// shares are best written as text. Nothing is checked here: [`PollBuilder::build`] and
/// [`OfficialCountBuilder::build`] read each figure and name the field where one cannot be read.
///
/// [`PollBuilder::build`]: crate::PollBuilder::build
/// [`OfficialCountBuilder::build`]: crate::OfficialCountBuilder::build
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure(Written);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Written {
    /// Text that the number alone gives again.
    Decimal(Decimal),
    /// Any other, without the white space around it.
    Text(Box<str>),
}

/// 2^53: above it a count is no longer exact as a floating-point number.
const LARGEST: u64 = 1 << 53;

impl Figure {
    /// The text, without the white space around it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Written::Decimal(decimal) => Cow::Owned(decimal.to_string()),
            Written::Text(text) => Cow::Borrowed(text),
        }
    }

    /// The number, where it is written as one of these.
    pub(super) fn as_decimal(&self) -> Option<Decimal> {
        match self.0 {
            Written::Decimal(decimal) => Some(decimal),
            Written::Text(_) => None,
        }
    }

    /// Reads a whole number such as a count of votes.
    pub(crate) fn whole(&self, field: &str) -> Result<u64> {
        if let Some(decimal) = self.as_decimal()
            && decimal.decimals() == 0
            && decimal.units() <= LARGEST
        {
            return Ok(decimal.units());
        }
        let text = self.text();
        let digits = text.strip_suffix(".0").unwrap_or(&text);
        if digits.starts_with('-')
            && digits
                .get(1..)
                .is_some_and(|rest| rest.parse::<f64>().is_ok())
        {
            return Err(Error::out_of_range(
                field,
                text,
                "give a number that is not negative",
            ));
        }
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::unreadable(
                field,
                text,
                "write a whole number in digits, without separators, such as 5012",
            ));
        }
        match digits.parse::<u64>() {
            Ok(number) if number <= LARGEST => Ok(number),
            _ => Err(Error::out_of_range(
                field,
                text,
                "give a whole number of at most 2^53",
            )),
        }
    }

    /// Reads a plain decimal number; what its range is, the caller knows.
    pub(crate) fn decimal(&self, field: &str) -> Result<f64> {
        let text = self.text();
        let plain = !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        match text.parse::<f64>() {
            Ok(number) if plain && number.is_finite() => Ok(number),
            Ok(_) => Err(Error::out_of_range(field, text, "give a finite number")),
            Err(_) => Err(Error::unreadable(
                field,
                text,
                "write a number with a decimal point, such as 2.5",
            )),
        }
    }
}

/// The sum of counts, each and all at most 2^53, so that it is exact as a floating-point number.
pub(super) fn sum(field: &str, counts: impl IntoIterator<Item = u64>) -> Result<u64> {
    counts
        .into_iter()
        .try_fold(0_u64, u64::checked_add)
        .filter(|sum| *sum <= LARGEST)
        .ok_or_else(|| {
            Error::out_of_range(field, "more than 2^53 in sum", "look for a misread figure")
        })
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Written::Decimal(decimal) => decimal.fmt(f),
            Written::Text(text) => f.write_str(text),
        }
    }
}

impl From<&str> for Figure {
    fn from(text: &str) -> Figure {
        let decimal = || Decimal::parse(text).or_else(|| Decimal::parse(text.trim()));
        Figure(match decimal() {
            Some(decimal) => Written::Decimal(decimal),
            None => Written::Text(text.trim().into()),
        })
    }
}

impl From<String> for Figure {
    fn from(text: String) -> Figure {
        Figure::from(text.as_str())
    }
}

impl From<u64> for Figure {
    fn from(number: u64) -> Figure {
        Figure::from(number.to_string())
    }
}

impl From<u32> for Figure {
    fn from(number: u32) -> Figure {
        Figure::from(number.to_string())
    }
}

impl From<i32> for Figure {
    /// For whole literals; a negative one is refused where the figure is read.
    fn from(number: i32) -> Figure {
        Figure::from(number.to_string())
    }
}

impl From<f64> for Figure {
    fn from(number: f64) -> Figure {
        // Without an exponent, so that it reads as a share; 2.0 stays "2.0". Nothing that large is
        // a share or a count, and three hundred digits help nobody.
        Figure::from(if number.abs() >= 1e16 {
            format!("{number:e}")
        } else if number == number.trunc() {
            format!("{number:.1}")
        } else {
            number.to_string()
        })
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct AnyScalar;
        impl Visitor<'_> for AnyScalar {
            type Value = Figure;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a figure: text as printed, or a number")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Figure, E> {
                Ok(Figure::from(text))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> std::result::Result<Figure, E> {
                Ok(Figure::from(number))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> std::result::Result<Figure, E> {
                Ok(Figure::from(number.to_string()))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> std::result::Result<Figure, E> {
                Ok(Figure::from(number))
            }
        }
        deserializer.deserialize_any(AnyScalar)
    }
}
