//! The pooled value within rounding.

use super::check;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, sum};

/// Over a range of τ², the bound is taken in this many stretches.
const STRETCHES: u32 = 64;

/// The bounds of the pooled value Σ w y/Σ w, w = 1/(v + τ²), over all estimates inside their bounds and all
/// τ² in the given range.
///
/// At one τ² (0 for a fixed effect) they are exact: the weighted means of the lower and of the upper ends.
/// Over a range ([`heterogeneity_bounds`](super::heterogeneity_bounds)) they are outer bounds: the range is
/// cut into 64 stretches, on each of which every weight may take the value that harms most.
///
/// # Errors
/// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without a poll, [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for slices of different length,
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for bounds that are not finite or not in order, a variance that is not positive and
/// finite, or a τ² that is negative or not finite.
///
/// ```
/// use exitpoll::{Bounds, rounding::pooled_bounds};
///
/// let shares = [Bounds::new(44.5, 45.5)?, Bounds::new(47.95, 48.05)?];
/// let pooled = pooled_bounds(&shares, &[1.0, 3.0], Bounds::exact(0.0))?;
/// assert!((pooled.low() - (3.0 * 44.5 + 47.95) / 4.0).abs() < 1e-13);
/// assert!((pooled.high() - (3.0 * 45.5 + 48.05) / 4.0).abs() < 1e-13);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn pooled_bounds(estimates: &[Bounds], variances: &[f64], tau2: Bounds) -> Result<Bounds> {
    check(estimates, variances)?;
    if !(tau2.low >= 0.0 && tau2.low <= tau2.high && tau2.high.is_finite()) {
        return Err(Error::out_of_range(
            "tau2",
            format!("from {} to {}", tau2.low, tau2.high),
            "give bounds from 0 up, the lower one first",
        ));
    }
    let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
    let mut stretch = Stretch::new(estimates, variances, smallest, tau2.low);
    if tau2.low == tau2.high {
        return Ok(stretch.centres);
    }
    // Even steps of ln(v + τ²) for the smallest variance, whose weight turns fastest.
    let from = smallest + tau2.low;
    let ratio = ((smallest + tau2.high) / from).powf(1.0 / f64::from(STRETCHES));
    let (mut start, mut step) = (tau2.low, 1.0);
    let mut bounds = Bounds {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };
    for number in 1..=STRETCHES {
        let end = if number == STRETCHES {
            tau2.high
        } else {
            step *= ratio;
            (from * step - smallest).clamp(start, tau2.high)
        };
        let here = stretch.to(end);
        bounds.low = bounds.low.min(here.low);
        bounds.high = bounds.high.max(here.high);
        start = end;
    }
    Ok(bounds)
}

/// A stretch of τ² with the weights at its start.
struct Stretch<'a> {
    estimates: &'a [Bounds],
    variances: &'a [f64],
    smallest: f64,
    /// (smallest + τ²)/(v + τ²).
    weights: Vec<f64>,
    start: f64,
    /// The weighted means of all lower and of all upper ends.
    centres: Bounds,
}

impl<'a> Stretch<'a> {
    fn new(estimates: &'a [Bounds], variances: &'a [f64], smallest: f64, tau2: f64) -> Stretch<'a> {
        let weights: Vec<f64> = (variances.iter())
            .map(|v| (smallest + tau2) / (v + tau2))
            .collect();
        let total = sum(weights.iter().copied());
        let mean = |end: fn(&Bounds) -> f64| {
            let about = |origin: f64| {
                let both = estimates.iter().zip(&weights);
                sum(both.map(|(bounds, weight)| (end(bounds) - origin) * (weight / total)))
            };
            // Once more from the first result, so that a poll far off takes no digits from the others.
            let origin = about(0.0);
            origin + about(origin)
        };
        let centres = Bounds::between(mean(|b| b.low), mean(|b| b.high));
        Stretch {
            estimates,
            variances,
            smallest,
            weights,
            start: tau2,
            centres,
        }
    }

    /// Outer bounds of the means between the start and `end`, where the next stretch starts.
    ///
    /// About the mean c at the start: each weight between 1/(v + end) and 1/(v + start), for the least mean
    /// greatest for what lies below c and least for what lies above; the total least where the sum is
    /// negative.
    fn to(&mut self, end: f64) -> Bounds {
        // Weights relative to the greatest at the end, so that none overflows.
        let rescaled = (self.smallest + end) / (self.smallest + self.start);
        let (mut down, mut up, mut total) = (0.0, 0.0, 0.0);
        let (mut low_moment, mut high_moment) = (0.0, 0.0);
        for ((bounds, v), weight) in
            (self.estimates.iter().zip(self.variances)).zip(&mut self.weights)
        {
            let least = (self.smallest + end) / (v + end);
            let greatest = *weight * rescaled;
            let low = bounds.low - self.centres.low;
            let high = bounds.high - self.centres.high;
            down += low * if low < 0.0 { greatest } else { least };
            up += high * if high > 0.0 { greatest } else { least };
            low_moment += low * least;
            high_moment += high * least;
            total += least;
            *weight = least;
        }
        let Bounds { low, high } = self.centres;
        self.start = end;
        self.centres = Bounds::between(low + low_moment / total, high + high_moment / total);
        // Rounding may leave a trace of a pull to the other side, which is none.
        Bounds {
            low: low + down.min(0.0) / total,
            high: high + up.max(0.0) / total,
        }
    }
}
