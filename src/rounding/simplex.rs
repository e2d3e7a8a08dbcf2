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
