use std::fmt;
use std::str::FromStr;

use super::decimal::Decimal;
use super::figure::Figure;
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// A share of the vote as it was printed, with the resolution at which it was printed.
///
/// "92.05" percent is any share in \[92.045, 92.055\], "92.6" any in \[92.55, 92.65\], "2" any in
/// \[1.5, 2.5\] and "2.00" any in \[1.995, 2.005\]: a share printed with d decimals has the half-width
/// h = 0.5 · 10^−d percentage points. A source that rounds more coarsely than it prints ("14.5" in a
/// table to the nearest half point) says so with [`PublishedShare::rounded_to`]. A share that was
/// not rounded at all has half-width 0. A source may also print a range ("3–5") or a limit: "<0.5" is
/// any share from 0 up to but not including 0.5, "≤5" includes the 5, ">60" is any above 60 up to 100,
/// "≥60" includes the 60 ("<=5" and ">=60" are read as well). Nothing was rounded then, the bounds are
/// the ends as printed and the value is the middle, and [`is_range`](Self::is_range) says so. "0–5" is a
/// range that its source estimated, not a limit.
///
/// Values and bounds are proportions; the text, which `Display` gives as it was published, is percent.
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
///
/// let range: PublishedShare = "30.3–34.7".parse()?;
/// assert!(range.is_range() && !range.is_upper_limit());
/// assert_eq!((range.bounds().low(), range.bounds().high()), (0.303, 0.347));
/// assert_eq!(range.to_string(), "30.3–34.7");
/// let limit: PublishedShare = "<1".parse()?;
/// assert!(limit.is_range() && limit.is_upper_limit());
/// assert_eq!((limit.bounds().low(), limit.bounds().high()), (0.0, 0.01));
/// assert_eq!(limit.to_string(), "<1");
/// let from: PublishedShare = ">60".parse()?;
/// assert!(from.is_range() && from.is_lower_limit());
/// assert_eq!((from.bounds().low(), from.bounds().high()), (0.6, 1.0));
/// assert_eq!(from.to_string(), ">60");
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
    Decimal(Decimal),
    /// Both ends included.
    Range {
        low: Decimal,
        high: Decimal,
    },
    /// On one side of this, from 0 or up to 100.
    Limit(Limit, Decimal),
    /// A proportion that nobody rounded.
    Exact,
}

/// How a limit of printing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Limit {
    /// The signs before a limit as sources write them, the longer of two that begin alike first.
    const SIGNS: [(&'static str, Limit); 6] = [
        ("<=", Limit::AtMost),
        ("≤", Limit::AtMost),
        ("<", Limit::Below),
        (">=", Limit::AtLeast),
        ("≥", Limit::AtLeast),
        (">", Limit::Above),
    ];

    /// Which limit the text is, and its figure.
    fn split(text: &str) -> Option<(Limit, &str)> {
        let mut signs = Limit::SIGNS.iter();
        signs.find_map(|(sign, limit)| Some((*limit, text.strip_prefix(sign)?.trim())))
    }

    fn is_upper(self) -> bool {
        matches!(self, Limit::Below | Limit::AtMost)
    }

    fn sign(self) -> char {
        match self {
            Limit::Below => '<',
            Limit::AtMost => '≤',
            Limit::Above => '>',
            Limit::AtLeast => '≥',
        }
    }
}

/// The proportion of so many percent, correctly rounded.
fn proportion(percent: Decimal) -> f64 {
    scaled(percent.units(), usize::from(percent.decimals()) + 2)
}

const HELP: &str = "write percent as printed, with a decimal point, such as \"92.05\"";

/// For "60+" or "over 60".
const LIMIT_HELP: &str = "write a limit as \"<5\", \"≤5\", \">60\" or \"≥60\"";

impl PublishedShare {
    /// A share that was not rounded, as a proportion.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ `proportion` ≤ 1.
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
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ `step` ≤ 100.
    pub fn rounded_to(self, step: f64) -> Result<PublishedShare> {
        if !(0.0..=100.0).contains(&step) {
            return Err(Error::out_of_range(
                "rounded_to",
                step,
                "give the step in percentage points, from 0 (not rounded) to 100",
            ));
        }
        Ok(match self.printed {
            Printed::Range { .. } | Printed::Limit(..) => self,
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
            Printed::Decimal(decimal) | Printed::Limit(_, decimal) => Some(decimal.decimals()),
            Printed::Range { low, high } => Some(low.decimals().max(high.decimals())),
            Printed::Exact => None,
        }
    }

    /// Whether the source printed a range or a limit instead of one figure.
    #[must_use]
    pub fn is_range(&self) -> bool {
        matches!(self.printed, Printed::Range { .. } | Printed::Limit(..))
    }

    /// Whether the source printed an upper limit: "<0.5", which the share does not reach, or "≤5".
    #[must_use]
    pub fn is_upper_limit(&self) -> bool {
        self.limit().is_some_and(Limit::is_upper)
    }

    /// Whether the source printed a lower limit: ">60", which the share is above, or "≥60".
    #[must_use]
    pub fn is_lower_limit(&self) -> bool {
        self.limit().is_some_and(|limit| !limit.is_upper())
    }

    pub(crate) fn is_limit(&self) -> bool {
        self.limit().is_some()
    }

    fn limit(&self) -> Option<Limit> {
        match self.printed {
            Printed::Limit(limit, _) => Some(limit),
            _ => None,
        }
    }

    /// Whether the lower and the upper of its bounds are shares that it can be: the end of "<0.5" or ">60" is none.
    pub(crate) fn reaches_its_ends(&self) -> (bool, bool) {
        let limit = self.limit();
        (limit != Some(Limit::Above), limit != Some(Limit::Below))
    }

    pub(crate) fn parse(field: &str, text: &str) -> Result<PublishedShare> {
        let trimmed = text.trim();
        let bare = trimmed.strip_suffix('%').unwrap_or(trimmed).trim_end();
        if let Some((limit, figure)) = Limit::split(bare) {
            let figure = percent(field, text, figure)?;
            return PublishedShare::limited(limit, figure)
                .map_err(|help| Error::out_of_range(field, text, help));
        }
        if let Some((low, high)) = split_range(bare) {
            let low = percent(field, text, low.trim())?;
            let high = percent(field, text, high.trim())?;
            let (from, to) = (proportion(low), proportion(high));
            if from > to {
                return Err(Error::out_of_range(
                    field,
                    text,
                    "write the lower end first",
                ));
            }
            return Ok(PublishedShare::between(
                from,
                to,
                Printed::Range { low, high },
            ));
        }
        Ok(PublishedShare::printed(percent(field, text, bare)?))
    }

    /// Reads a share as a document holds it.
    pub(super) fn read(field: &str, figure: &Figure) -> Result<PublishedShare> {
        match figure.as_decimal() {
            Some(percent) if is_percent(percent) => Ok(PublishedShare::printed(percent)),
            _ => PublishedShare::parse(field, &figure.text()),
        }
    }

    /// Any share that is printed with these digits.
    fn printed(percent: Decimal) -> PublishedShare {
        // h = 0.5 · 10^−decimals percentage points; both ends are read as decimals, so that
        // "92.05" gives exactly the numbers nearest to 0.92045 and 0.92055.
        let end = |units: u64| scaled(units, usize::from(percent.decimals()) + 3);
        let tenfold = percent.units() * 10;
        let bounds = Bounds {
            low: end(tenfold.saturating_sub(5)),
            high: end(tenfold + 5).min(1.0),
        };
        PublishedShare {
            value: proportion(percent),
            bounds,
            printed: Printed::Decimal(percent),
        }
    }

    /// Any share on this side of the figure; what is wrong where there is none.
    fn limited(limit: Limit, figure: Decimal) -> std::result::Result<PublishedShare, &'static str> {
        let end = proportion(figure);
        match limit {
            Limit::Below if end <= 0.0 => {
                return Err("no share is below 0; write 0 where nobody was named");
            }
            Limit::Above if end >= 1.0 => {
                return Err("no share is above 100; write 100 where everybody was named");
            }
            _ => {}
        }
        let (low, high) = match limit.is_upper() {
            true => (0.0, end),
            false => (end, 1.0),
        };
        let printed = Printed::Limit(limit, figure);
        Ok(PublishedShare::between(low, high, printed))
    }

    fn between(low: f64, high: f64, printed: Printed) -> PublishedShare {
        PublishedShare {
            value: low + (high - low) / 2.0,
            bounds: Bounds { low, high },
            printed,
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

/// Powers of ten, all of which doubles hold exactly.
const POWERS: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

/// `units` · 10^−`places`, correctly rounded.
fn scaled(units: u64, places: usize) -> f64 {
    match POWERS.get(places) {
        // Both are exact as doubles up to these sizes, and a division of doubles is correctly rounded.
        Some(power) if units <= 1 << 53 => units as f64 / power,
        _ => as_literal(units, places),
    }
}

/// So is reading a decimal literal, which is slower.
#[cold]
fn as_literal(units: u64, places: usize) -> f64 {
    format!("{units}e-{places}")
        .parse()
        .expect("digits and an exponent are a number")
}

/// Whether it is from 0 to 100.
fn is_percent(decimal: Decimal) -> bool {
    decimal.units() <= 100 * 10_u64.pow(u32::from(decimal.decimals()))
}

/// "60+", "over 60", "under 5".
fn is_limit_in_words(text: &str) -> bool {
    let has_figure = |of: &str| !of.is_empty() && of.parse::<f64>().is_ok();
    let figure = text.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
    text.strip_suffix('+').is_some_and(has_figure) || figure != text && has_figure(figure)
}

/// Reads the digits of "92.05".
fn percent(field: &str, whole_text: &str, text: &str) -> Result<Decimal> {
    let unreadable = |help: &str| Err(Error::unreadable(field, whole_text.trim(), help));
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return unreadable(HELP),
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    if unsigned.contains(',') {
        return unreadable("write a decimal point instead of the comma, such as \"92.05\"");
    }
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if integer.is_empty() || !digits(integer) || !digits(fraction) {
        return unreadable(if is_limit_in_words(text) {
            LIMIT_HELP
        } else {
            HELP
        });
    }
    // More than fifteen decimals say nothing that a proportion in binary could hold.
    let Ok(decimals @ 0..=15) = u8::try_from(fraction.len()) else {
        return unreadable("write at most 15 decimals");
    };
    let percent = integer
        .bytes()
        .chain(fraction.bytes())
        .try_fold(0_u64, |units, digit| {
            units.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
        })
        .and_then(|units| Decimal::new(units, decimals))
        .filter(|percent| is_percent(*percent));
    match percent {
        Some(percent) if !text.starts_with('-') => Ok(percent),
        _ => Err(Error::out_of_range(
            field,
            whole_text.trim(),
            "give a percentage from 0 to 100",
        )),
    }
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
            Printed::Decimal(decimal) => write!(f, "{decimal}"),
            Printed::Limit(limit, figure) => write!(f, "{}{figure}", limit.sign()),
            Printed::Range { low, high } => write!(f, "{low}–{high}"),
            Printed::Exact => write!(f, "{}", self.value * 100.0),
        }
    }
}
