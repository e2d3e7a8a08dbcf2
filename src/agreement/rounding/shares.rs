use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// How far the sums may miss 1 by rounding of the ends themselves.
const SLACK: f64 = 1e-9;

/// A vector of shares of which each lies within bounds and all sum to `total`, which is 1 but for
/// rounding; each end is attained by some such vector.
pub(super) struct Shares {
    pub bounds: Vec<Bounds>,
    pub total: f64,
}

impl Shares {
    pub(super) fn new(field: &str, given: &[Bounds]) -> Result<Shares> {
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
        let lows: f64 = bounds.iter().map(|share| share.low).sum();
        let highs: f64 = bounds.iter().map(|share| share.high).sum();
        if lows > 1.0 + SLACK || highs < 1.0 - SLACK {
            let by = (lows - 1.0).max(1.0 - highs);
            return Err(Error::inconsistent(
                field,
                format!("shares that sum to {lows} at least and {highs} at most"),
                format!("a sum of 1, which they miss by {by}"),
                "add the choices that are left out, or give the shares their true resolution",
            ));
        }
        let total = 1.0_f64.max(lows).min(highs);
        let tightened = bounds.iter().map(|share| {
            // Less than this is rounding of the sums.
            let noise = 1e-14;
            let least = total - (highs - share.high);
            let most = total - (lows - share.low);
            let low = if least > share.low + noise {
                least.min(share.high)
            } else {
                share.low
            };
            let high = if most < share.high - noise {
                most.max(low)
            } else {
                share.high
            };
            Bounds { low, high }
        });
        Ok(Shares {
            bounds: tightened.collect(),
            total,
        })
    }

    pub(super) fn are_exact(&self) -> bool {
        self.bounds.iter().all(|share| share.low == share.high)
    }

    pub(super) fn lows(&self) -> Vec<f64> {
        self.bounds.iter().map(|share| share.low).collect()
    }
}
