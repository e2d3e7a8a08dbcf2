//! How many stations of all can have a violation that was seen at a few of the observed ones.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::hypothesis::exact_tails;
use crate::numeric::double_double::DoubleDouble;

/// Bounds of K, the stations of all N with a violation, each one-sided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ViolationBounds {
    /// The largest K with P(X ≤ x) > 1 − c: with more, so few would have been seen only with probability
    /// 1 − c or less.
    pub upper: u64,
    /// The smallest K with P(X ≥ x) > 1 − c.
    pub lower: u64,
    /// P(X ≤ x) at the upper bound.
    pub probability_at_upper: f64,
    /// P(X ≤ x) at one more: at most 1 − c. 0 where one more is impossible.
    pub probability_above_upper: f64,
    /// Whether it is exactly 1 − c there, so that ≥ in place of > would give a larger bound.
    pub tie: bool,
}

/// Exact bounds from `violations` seen at `observed` of all `stations`, drawn at random without replacement.
///
/// X is hypergeometric. `confidence` is read as the decimal that it prints as: .95 is 19/20, although no
/// double is; P(X ≤ x) is compared with 1 − c at 24 digits.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < `confidence` < 1, or for no or more than 2^53 stations;
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if more were observed than there are, or more violations than observed stations.
///
/// ```
/// use exitpoll::station::violation_bounds;
///
/// // None at 200 of 4,000: at most 57 of all, with 95 percent confidence.
/// assert_eq!(violation_bounds(4_000, 200, 0, 0.95)?.upper, 57);
/// // None at 1 of 20: with 18 of 20, 2/20 are left; with 19, exactly 1/20, which is not above 1 − .95.
/// assert_eq!(violation_bounds(20, 1, 0, 0.95)?.upper, 18);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn violation_bounds(
    stations: u64,
    observed: u64,
    violations: u64,
    confidence: f64,
) -> Result<ViolationBounds> {
    if stations == 0 || stations > 1 << 53 {
        return Err(Error::out_of_range(
            "stations",
            stations,
            "give from 1 to 2^53",
        ));
    }
    for (field, value, other, most) in [
        ("observed", observed, "stations", stations),
        ("violations", violations, "observed", observed),
    ] {
        if value > most {
            return Err(Error::inconsistent(
                field,
                value.to_string(),
                format!("`{other}` {most}"),
                "no part is larger than the whole",
            ));
        }
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Error::out_of_range(
            "confidence",
            confidence,
            "give a proportion between 0 and 1",
        ));
    }
    let left_out = rest_of_decimal(confidence)?;
    // K lies between what was seen and what the stations without violation leave.
    let (least, most) = (violations, stations - (observed - violations));
    let below = |k: u64| exact_tails(stations, k, observed, violations).lower;
    let above = |k: u64| exact_tails(stations, k, observed, violations).upper;
    let exceeds = |tail: DoubleDouble| (tail - left_out).value() > 1e-24 * left_out.value();
    let ties = |tail: DoubleDouble| (tail - left_out).value().abs() <= 1e-24 * left_out.value();

    // P(X ≤ x) falls with K, P(X ≥ x) grows with it; at the ends they are 1.
    let (mut low, mut high) = (least, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if exceeds(below(middle)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let upper = low;
    let (mut low, mut high) = (least, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if exceeds(above(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let next = (upper < most).then(|| below(upper + 1));
    Ok(ViolationBounds {
        upper,
        lower: low,
        probability_at_upper: below(upper).value().min(1.0),
        probability_above_upper: next.map_or(0.0, DoubleDouble::value),
        tie: next.is_some_and(ties),
    })
}

/// 1 − c for the shortest decimal that is read as c.
fn rest_of_decimal(confidence: f64) -> Result<DoubleDouble> {
    let text = format!("{confidence:e}");
    let unreadable = || Error::unreadable("confidence", &text, "give a proportion such as 0.95");
    let (mantissa, exponent) = text.split_once('e').ok_or_else(unreadable)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: u64 = format!("{whole}{fraction}")
        .parse()
        .map_err(|_| unreadable())?;
    // In two parts that doubles hold.
    let low = (digits % (1 << 32)) as f64;
    let digits = DoubleDouble::from((digits - digits % (1 << 32)) as f64) + DoubleDouble::from(low);
    let exponent: i32 = exponent.parse().map_err(|_| unreadable())?;
    let mut power = DoubleDouble::from(1.0);
    for _ in 0..fraction.len() as i32 - exponent {
        power = power * DoubleDouble::from(10.0);
    }
    Ok((power - digits).divided_by(power))
}
