use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// A share of the vote as it was printed, with the resolution at which it was printed.
///
/// "92.05" percent is any share in \[92.045, 92.055\], "92.6" any in \[92.55, 92.65\], "2" any in
/// \[1.5, 2.5\] and "2.00" any in \[1.995, 2.005\]: a share printed with d decimals has the half-width
/// h = 0.5 · 10^−d percentage points. A source that rounds more coarsely than it prints ("14.5" in a
/// table to the nearest half point) says so with [`PublishedShare::rounded_to`]. A share that was
/// not rounded at all has half-width 0. A source may also print a range ("3–5") or an upper limit
/// ("<0.5"): its value is then the middle, its bounds the ends.
///
/// Values and bounds are proportions; the text is percent.
///
/// ```
/// use exitpoll::PublishedShare;
///
/// let coarse: PublishedShare = "2".parse()?;
/// let fine: PublishedShare = "2.00".parse()?;
/// assert_eq!(coarse.value(), fine.value());
/// assert_eq!((coarse.bounds().low(), coarse.bounds().high()), (0.015, 0.025));
/// assert_eq!((fine.bounds().low(), fine.bounds().high()), (0.01995, 0.02005));
/// assert_eq!(fine.to_string(), "2.00");
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedShare {
    value: f64,
    bounds: Bounds,
    printed: Printed,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Printed {
    /// `units` · 10^−`decimals` percent.
    Decimal { units: u64, decimals: u8 },
    /// A range, or an upper limit (from zero).
    Range { decimals: u8, from_zero: bool },
    /// A proportion that nobody rounded.
    Exact,
}

const MEND: &str = "write percent as printed, with a decimal point, such as \"92.05\"";

impl PublishedShare {
    /// A share that was not rounded, as a proportion.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 0 ≤ `proportion` ≤ 1.
    pub fn exact(proportion: f64) -> Result<PublishedShare> {
        if (0.0..=1.0).contains(&proportion) {
            let bounds = Bounds::exact(proportion);
            Ok(PublishedShare {
                value: proportion,
                bounds,
                printed: Printed::Exact,
            })
        } else {
            Err(Error::out_of_range(
                "share",
                proportion,
                "give a proportion from 0 to 1",
            ))
        }
    }

    /// The same share, rounded by its source to the nearest multiple of `step` percentage points
    /// (½ for German broadcasters, 0 for figures that were not rounded). Ranges keep their ends.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 0 ≤ `step` ≤ 100.
    pub fn rounded_to(self, step: f64) -> Result<PublishedShare> {
        if !(0.0..=100.0).contains(&step) {
            return Err(Error::out_of_range(
                "rounded_to",
                step,
                "give the step in percentage points, from 0 (not rounded) to 100",
            ));
        }
        Ok(match self.printed {
            Printed::Range { .. } => self,
            _ => PublishedShare {
                bounds: around(self.value, step / 200.0),
                ..self
            },
        })
    }

    /// The share as a proportion; the middle of a range.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The proportions that this printed share can stand for, within \[0, 1\].
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The decimals with which it was printed, in percent; none for an unrounded proportion.
    #[must_use]
    pub fn decimals(&self) -> Option<u8> {
        match self.printed {
            Printed::Decimal { decimals, .. } | Printed::Range { decimals, .. } => Some(decimals),
            Printed::Exact => None,
        }
    }

    pub(crate) fn parse(field: &str, text: &str) -> Result<PublishedShare> {
        let trimmed = text.trim();
        let bare = trimmed.strip_suffix('%').unwrap_or(trimmed).trim_end();
        if let Some(limit) = bare.strip_prefix('<') {
            let (high, decimals) = percent(field, text, limit.trim())?;
            return Ok(PublishedShare::range(0.0, high, decimals, true));
        }
        if let Some((low, high)) = split_range(bare) {
            let (low, low_decimals) = percent(field, text, low.trim())?;
            let (high, high_decimals) = percent(field, text, high.trim())?;
            if low > high {
                return Err(Error::out_of_range(
                    field,
                    text,
                    "write the lower end first",
                ));
            }
            return Ok(PublishedShare::range(
                low,
                high,
                low_decimals.max(high_decimals),
                false,
            ));
        }
        let (value, decimals) = percent(field, text, bare)?;
        let units = bare
            .bytes()
            .filter(u8::is_ascii_digit)
            .fold(0_u64, |units, digit| {
                units
                    .saturating_mul(10)
                    .saturating_add(u64::from(digit - b'0'))
            });
        // h = 0.5 · 10^−decimals percentage points; both ends are read as decimals, so that
        // "92.05" gives exactly the numbers nearest to 0.92045 and 0.92055.
        let end = |units: u128| scaled(units, u32::from(decimals) + 3);
        let tenfold = u128::from(units) * 10;
        let bounds = Bounds {
            low: end(tenfold.saturating_sub(5)),
            high: end(tenfold + 5).min(1.0),
        };
        Ok(PublishedShare {
            value,
            bounds,
            printed: Printed::Decimal { units, decimals },
        })
    }

    fn range(low: f64, high: f64, decimals: u8, from_zero: bool) -> PublishedShare {
        PublishedShare {
            value: low + (high - low) / 2.0,
            bounds: Bounds { low, high },
            printed: Printed::Range {
                decimals,
                from_zero,
            },
        }
    }
}

/// "150–160" or "150-160"; a leading minus sign is not a range.
pub(super) fn split_range(text: &str) -> Option<(&str, &str)> {
    text.split_once('–').or_else(|| match text.split_once('-') {
        Some(("", _)) | None => None,
        ends => ends,
    })
}

fn around(value: f64, half_width: f64) -> Bounds {
    Bounds {
        low: (value - half_width).max(0.0),
        high: (value + half_width).min(1.0),
    }
}

/// `units` · 10^−`places`, correctly rounded.
fn scaled(units: u128, places: u32) -> f64 {
    // Reading a decimal literal is correctly rounded; 0 cannot happen for a text of digits.
    format!("{units}e-{places}").parse().unwrap_or(0.0)
}

/// Reads "92.05" as the proportion 0.9205 and its two decimals.
fn percent(field: &str, whole_text: &str, text: &str) -> Result<(f64, u8)> {
    let unreadable = |mend: &str| Err(Error::unreadable(field, whole_text.trim(), mend));
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return unreadable(MEND),
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    if unsigned.contains(',') {
        return unreadable("write a decimal point instead of the comma, such as \"92.05\"");
    }
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if integer.is_empty() || !digits(integer) || !digits(fraction) {
        return unreadable(MEND);
    }
    // More than fifteen decimals say nothing that a proportion in binary could hold.
    let (Ok(decimals @ 0..=15), Ok(percent)) =
        (u8::try_from(fraction.len()), unsigned.parse::<f64>())
    else {
        return unreadable("write at most 15 decimals");
    };
    if text.starts_with('-') || percent > 100.0 {
        return Err(Error::out_of_range(
            field,
            whole_text.trim(),
            "give a percentage from 0 to 100",
        ));
    }
    let places = u32::from(decimals) + 2;
    Ok((
        format!("{integer}{fraction}e-{places}")
            .parse()
            .unwrap_or(0.0),
        decimals,
    ))
}

impl FromStr for PublishedShare {
    type Err = Error;
    fn from_str(text: &str) -> Result<PublishedShare> {
        PublishedShare::parse("share", text)
    }
}

impl fmt::Display for PublishedShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.printed {
            Printed::Decimal { units, decimals: 0 } => write!(f, "{units}"),
            Printed::Decimal { units, decimals } => {
                let scale = 10_u64.saturating_pow(u32::from(decimals));
                let width = usize::from(decimals);
                write!(f, "{}.{:0width$}", units / scale, units % scale)
            }
            Printed::Range {
                decimals,
                from_zero: true,
            } => {
                write!(f, "<{:.*}", usize::from(decimals), self.bounds.high * 100.0)
            }
            Printed::Range {
                decimals,
                from_zero: false,
            } => {
                let places = usize::from(decimals);
                let Bounds { low, high } = self.bounds;
                write!(f, "{:.places$}–{:.places$}", low * 100.0, high * 100.0)
            }
            Printed::Exact => write!(f, "{}", self.value * 100.0),
        }
    }
}
