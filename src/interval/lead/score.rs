//! The score interval of a lead (Tango 1998).

use super::Lead;
use crate::error::Result;
use crate::interval::Interval;
use crate::numeric::bracketed_root;

pub(super) fn interval(lead: Lead, z: f64) -> Result<Interval> {
    Ok(Interval {
        low: -upper_end(lead.turned(), z)?,
        high: upper_end(lead, z)?,
    })
}

/// The δ above the estimate at which the score statistic is −z.
fn upper_end(lead: Lead, z: f64) -> Result<f64> {
    let estimate = lead.estimate();
    if estimate >= 1.0 {
        return Ok(1.0);
    }
    // n(δ − d̂) − z√(n·variance) rises through 0 once: at the estimate it is −z√…, and just above it where
    // that is 0 too (nobody chose either); at 1 the variance is 0.
    let excess = |delta: f64| {
        if delta == estimate {
            return -1.0;
        }
        let distance = lead.size * delta - (lead.first - lead.second);
        distance - z * (lead.size * lead.null_variance(delta)).sqrt()
    };
    bracketed_root(excess, estimate, 1.0)
}

impl Lead {
    /// The other choice's lead.
    fn turned(self) -> Lead {
        Lead {
            first: self.second,
            second: self.first,
            ..self
        }
    }

    /// p̃_i + p̃_j − δ² with the likeliest shares whose lead is δ.
    ///
    /// For δ ≥ 0 the smaller share q = p̃_j solves 2nq² + Bq − x_jδ(1 − δ) = 0 with B = (2n − x_i + x_j)δ −
    /// x_i − x_j; the sum is then 2q + δ.
    fn null_variance(self, delta: f64) -> f64 {
        if delta < 0.0 {
            return self.turned().null_variance(-delta);
        }
        let n = self.size;
        // 2n − x_i + x_j, and the variance at q = 0.
        let slope = n + self.rest + 2.0 * self.second;
        let least = delta * (1.0 - delta);
        let b = slope * delta - (self.first + self.second);
        let product = self.second * least;
        let root = (b * b + 8.0 * n * product).sqrt();
        let smaller = if b > 0.0 {
            2.0 * product / (root + b)
        } else {
            (root - b) / (4.0 * n)
        };
        2.0 * smaller + least
    }
}
