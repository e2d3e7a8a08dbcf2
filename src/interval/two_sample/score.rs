//! The score interval of a difference (Miettinen & Nurminen 1985).
//!
//! The likeliest shares with a given difference solve a cubic equation, whose solution by cosines loses half
//! its digits where two of the roots come close (shares near 0 or 1). Here it is bracketed instead.

use super::{Pair, Share};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::bracketed_root;

pub(super) fn miettinen_nurminen(pair: Pair, z: f64) -> Result<Interval> {
    let trials = pair.one.trials + pair.other.trials;
    if trials <= 1.0 {
        return Err(Error::out_of_range(
            "trials",
            format!("{trials} in all"),
            "Miettinen–Nurminen divides by all trials less one: give more than one",
        ));
    }
    let z = z * (trials / (trials - 1.0)).sqrt();
    Ok(Interval {
        low: -upper_end(pair.turned(), z)?,
        high: upper_end(pair, z)?,
    })
}

/// The δ above the estimate at which the score statistic is −z.
fn upper_end(pair: Pair, z: f64) -> Result<f64> {
    let estimate = pair.difference();
    if estimate >= 1.0 {
        return Ok(1.0);
    }
    // δ − d̂ − z√variance rises through 0 once: at the estimate it is −z√…, and just above it where that is 0
    // too (shares of 0 or 1); at 1 the variance is 0.
    let excess = |delta: f64| {
        if delta == estimate {
            -1.0
        } else {
            delta - estimate - z * pair.null_variance(delta).sqrt()
        }
    };
    bracketed_root(excess, estimate, 1.0)
}

impl Pair {
    /// Less the first share.
    fn turned(self) -> Pair {
        Pair {
            one: self.other,
            other: self.one,
        }
    }

    /// p̃₁(1 − p̃₁)/n₁ + p̃₂(1 − p̃₂)/n₂ with the likeliest shares whose difference is δ.
    fn null_variance(self, delta: f64) -> f64 {
        if delta < 0.0 {
            return self.turned().null_variance(-delta);
        }
        // The second share u is the smaller one. Where both are large, the failures' shares are solved for.
        let Pair { one, other } = self;
        if one.successes + other.successes > one.failures + other.failures {
            let mirrored = Pair {
                one: other.mirrored(),
                other: one.mirrored(),
            };
            return mirrored.null_variance_of(mirrored.smaller_share(delta), delta);
        }
        self.null_variance_of(self.smaller_share(delta), delta)
    }

    fn null_variance_of(self, u: f64, delta: f64) -> f64 {
        let above = (1.0 - delta - u).max(0.0);
        (u + delta) * above / self.one.trials + u * (1.0 - u) / self.other.trials
    }

    /// The u in [0, 1 − δ] with the largest likelihood of shares u + δ and u, δ ≥ 0: the zero of the
    /// derivative of its logarithm,
    /// (x₁ − n₁(u + δ))/((u + δ)(w − u)) + (x₂ − n₂u)/(u(1 − u)), w = 1 − δ, which falls in u.
    ///
    /// It is multiplied by the denominators, without those that cancel (nobody in sample 2, all of sample
    /// 1): then the largest likelihood can be at an end.
    fn smaller_share(self, delta: f64) -> f64 {
        let Share {
            successes: x1,
            failures: y1,
            trials: n1,
        } = self.one;
        let Share {
            successes: x2,
            trials: n2,
            ..
        } = self.other;
        if delta == 0.0 {
            return (x1 + x2) / (n1 + n2);
        }
        let w = 1.0 - delta;
        if x2 == 0.0 && y1 == 0.0 {
            return ((n1 - n2 * delta) / (n1 + n2)).clamp(0.0, w);
        }
        let derivative = |u: f64| {
            let p = u + delta;
            if x2 == 0.0 {
                (x1 - n1 * p) * (1.0 - u) - n2 * p * (w - u)
            } else if y1 == 0.0 {
                n1 * u * (1.0 - u) + (x2 - n2 * u) * p
            } else {
                (x1 - n1 * p) * u * (1.0 - u) + (x2 - n2 * u) * p * (w - u)
            }
        };
        if derivative(0.0) <= 0.0 {
            0.0
        } else if derivative(w) >= 0.0 {
            w
        } else {
            // The signs at the ends differ. Should the search fail all the same, so does the one around it.
            bracketed_root(derivative, 0.0, w).unwrap_or(f64::NAN)
        }
    }
}
