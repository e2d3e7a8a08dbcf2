//! Bounds of B and B_w.

use super::shares::log_odds;
use super::{RoundedShares, size_of};
use crate::error::Result;
use crate::numeric::{Bounds, RoundingBounds, bracketed_root};

impl RoundedShares {
    /// B; unlimited where a share may be 0 or 1. Exact where each figure stands on its own and for two
    /// choices, outer otherwise.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where a share can only be 0 or 1.
    pub fn b(&self) -> Result<RoundingBounds> {
        let mut sum = Bounds::exact(0.0);
        for (p, v) in self.pairs() {
            let size = size_of(log_odds(p, v)?);
            sum.low += size.low;
            sum.high += size.high;
        }
        if let Some(bounds) = self.of_two_choices()? {
            return Ok(bounds);
        }
        let k = self.choices() as f64;
        let exact = !self.whole;
        Ok(RoundingBounds::new(
            Bounds {
                low: sum.low / k,
                high: sum.high / k,
            },
            exact,
        ))
    }

    /// B_w; unlimited where a share may be 0 or 1. Exact as [`b`](RoundedShares::b).
    ///
    /// # Errors
    /// As for [`b`](RoundedShares::b).
    pub fn b_weighted(&self) -> Result<RoundingBounds> {
        if let Some(bounds) = self.of_two_choices()? {
            return Ok(bounds);
        }
        let mut sum = Bounds::exact(0.0);
        for (p, v) in self.pairs() {
            log_odds(p, v)?;
            let size = weighted(p, v)?;
            sum.low += size.low;
            sum.high += size.high;
        }
        Ok(RoundingBounds::new(sum, !self.whole))
    }

    /// With two choices that sum to 1, A'_2 = −A'_1: B and B_w both are |A'_1|.
    fn of_two_choices(&self) -> Result<Option<RoundingBounds>> {
        match (self.whole, self.pairs().next(), self.choices()) {
            (true, Some((p, v)), 2) => {
                let size = size_of(log_odds(p, v)?);
                Ok(Some(RoundingBounds::exact(size.low, size.high)))
            }
            _ => Ok(None),
        }
    }
}

/// The bounds of v·|A'|. As a function of v it is concave below p and rises above p, so that its smallest
/// value is at an end and its largest at an end or where the slope below p is 0.
fn weighted(p: Bounds, v: Bounds) -> Result<Bounds> {
    let low = if v.high < p.low {
        term(p.low, v.low).min(term(p.low, v.high))
    } else if v.low > p.high {
        term(p.high, v.low)
    } else {
        0.0
    };
    let mut high = 0.0;
    for share in [p.low, p.high] {
        high = f64::max(high, term(share, v.low)).max(term(share, v.high));
        // The slope, ln(p/(1 − p)) − ln(v/(1 − v)) − 1/(1 − v), falls from +∞ at 0 to below 0 at p.
        let slope = |v: f64| (share / (1.0 - share)).ln() - (v / (1.0 - v)).ln() - 1.0 / (1.0 - v);
        let (from, to) = (v.low.max(1e-300), v.high.min(share));
        if share > 0.0 && share < 1.0 && from < to && slope(from) > 0.0 && slope(to) < 0.0 {
            high = high.max(term(share, bracketed_root(slope, from, to)?));
        }
    }
    Ok(Bounds { low, high })
}

/// v·|A'|, with its limits where a share is 0 or 1.
fn term(p: f64, v: f64) -> f64 {
    if v == 0.0 || p == v {
        0.0
    } else if p == 0.0 || p == 1.0 || v == 1.0 {
        f64::INFINITY
    } else {
        v * crate::accuracy::log_odds(p, v).abs()
    }
}
