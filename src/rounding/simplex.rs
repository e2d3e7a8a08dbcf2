//! Shares within bounds that sum to 1, and whether there are any.

use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// How far the sums may miss 1 by rounding of the ends themselves.
const SLACK: f64 = 1e-9;
/// A bound moved by less than this is moved by the rounding of the sums.
const NOISE: f64 = 1e-14;

/// All vectors of shares of which each lies within its bounds and that sum to `total`, which is 1 but for
/// rounding; each end is attained by some of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Simplex {
    pub bounds: Vec<Bounds>,
    pub total: f64,
}

impl Simplex {
    /// From bounds of which what lies outside \[0, 1\] is left out.
    pub(super) fn new(field: &str, given: &[Bounds]) -> Result<Simplex> {
        let mut bounds = Vec::with_capacity(given.len());
        for (choice, share) in given.iter().enumerate() {
            let (low, high) = (share.low.max(0.0), share.high.min(1.0));
            // Also for NaN, of which `max` and `min` would make an end.
            if !(share.low <= share.high && low <= high) {
                return Err(Error::out_of_range(
                    format!("{field}[{choice}]"),
                    format!("{} to {}", share.low, share.high),
                    "give the bounds of a proportion, the lower one first",
                ));
            }
            bounds.push(Bounds { low, high });
        }
        match tighten(&mut bounds) {
            Ok(total) => Ok(Simplex { bounds, total }),
            Err((lows, highs)) => {
                let by = (lows - 1.0).max(1.0 - highs);
                Err(Error::inconsistent(
                    field,
                    format!("shares that sum to {lows} at least and {highs} at most"),
                    format!("a sum of 1, which they miss by {by}"),
                    "add the choices that are left out, give the shares their true resolution, or \
                     take each figure on its own",
                ))
            }
        }
    }

    pub(super) fn are_exact(&self) -> bool {
        self.bounds.iter().all(|share| share.low == share.high)
    }

    pub(super) fn lows(&self) -> Vec<f64> {
        self.bounds.iter().map(|share| share.low).collect()
    }

    /// Σ (high − low).
    pub(super) fn width(&self) -> f64 {
        self.bounds.iter().map(Bounds::width).sum()
    }
}

/// Takes out of each interval what the others exclude where all sum to 1; the sum, which is 1 but for
/// rounding. Otherwise the least and the greatest sum.
fn tighten(rows: &mut [Bounds]) -> std::result::Result<f64, (f64, f64)> {
    let lows: f64 = rows.iter().map(|row| row.low).sum();
    let highs: f64 = rows.iter().map(|row| row.high).sum();
    if lows > 1.0 + SLACK || highs < 1.0 - SLACK {
        return Err((lows, highs));
    }
    let total = 1.0_f64.max(lows).min(highs);
    for row in rows {
        let least = total - (highs - row.high);
        let most = total - (lows - row.low);
        let low = if least > row.low + NOISE {
            least.min(row.high)
        } else {
            row.low
        };
        let high = if most < row.high - NOISE {
            most.max(low)
        } else {
            row.high
        };
        *row = Bounds { low, high };
    }
    Ok(total)
}

/// Whether one vector of shares fits all rows of a table at once.
#[derive(Debug, Clone, PartialEq)]
pub enum CommonVector {
    /// There is one. Each row can have any share within these bounds, and no other, while the rest can
    /// still make the sum 1.
    Exists(Vec<Bounds>),
    /// What a row accepts and what it is allowed have no share in common.
    NoShare {
        /// The place of the first such row.
        row: usize,
    },
    /// The shares sum to this at least, which is over 1.
    TooMuch(f64),
    /// The shares sum to this at most, which is under 1.
    TooLittle(f64),
}

/// Whether there is a vector of shares that sums to 1 and lies, row by row, both in what the row accepts
/// and in what it is allowed: the accepted shares of a test cut with the bounds of a count, for example.
/// There is one if and only if no cut is empty and Σ low ≤ 1 ≤ Σ high (to 1e-9, the rounding of the ends).
///
/// Exact. What the intervals have outside \[0, 1\] is left out.
///
/// ```
/// use exitpoll::Bounds;
/// use exitpoll::rounding::{CommonVector, common_vector};
/// // A poll accepts 45 to 55 percent of A and 30 to 40 of B; a partial count allows A 52 to 80, and B and
/// // everyone else what they like. B and everyone else have 48 percent at most between them.
/// let accepted = [Bounds::new(0.45, 0.55)?, Bounds::new(0.30, 0.40)?, Bounds::new(0.12, 0.16)?];
/// let allowed = [Bounds::new(0.52, 0.80)?, Bounds::new(0.0, 1.0)?, Bounds::new(0.0, 1.0)?];
/// let CommonVector::Exists(rows) = common_vector(&accepted, &allowed)? else { panic!() };
/// assert!((rows[1].low() - 0.30).abs() < 1e-15 && (rows[1].high() - 0.36).abs() < 1e-15);
/// // If A is sure of 60 percent, no share of it is left.
/// let allowed = [Bounds::new(0.60, 0.80)?, allowed[1], allowed[2]];
/// assert_eq!(common_vector(&accepted, &allowed)?, CommonVector::NoShare { row: 0 });
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without a row; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for lists of different length, or an interval with
/// its ends in the wrong order or not a number.
pub fn common_vector(accepted: &[Bounds], allowed: &[Bounds]) -> Result<CommonVector> {
    if accepted.is_empty() {
        return Err(Error::missing("accepted", "give at least one row"));
    }
    if accepted.len() != allowed.len() {
        return Err(Error::out_of_range(
            "accepted",
            format!("{} rows", accepted.len()),
            format!("give one for each of the {} allowed", allowed.len()),
        ));
    }
    let mut rows = Vec::with_capacity(accepted.len());
    let mut empty = None;
    for (row, (one, other)) in accepted.iter().zip(allowed).enumerate() {
        for (field, given) in [("accepted", one), ("allowed", other)] {
            if given.low.is_nan() || given.high.is_nan() || given.low > given.high {
                return Err(Error::out_of_range(
                    format!("{field}[{row}]"),
                    format!("{} to {}", given.low, given.high),
                    "give the bounds of a proportion, the lower one first",
                ));
            }
        }
        let low = one.low.max(other.low).max(0.0);
        let high = one.high.min(other.high).min(1.0);
        if low > high {
            empty = empty.or(Some(row));
        }
        rows.push(Bounds { low, high });
    }
    if let Some(row) = empty {
        return Ok(CommonVector::NoShare { row });
    }
    Ok(match tighten(&mut rows) {
        Ok(_) => CommonVector::Exists(rows),
        Err((lows, _)) if lows > 1.0 => CommonVector::TooMuch(lows),
        Err((_, highs)) => CommonVector::TooLittle(highs),
    })
}
