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
/// use exitpoll::{Bounds, pooling::pooled_bounds};
///
/// let shares = [Bounds { low: 44.5, high: 45.5 }, Bounds { low: 47.95, high: 48.05 }];
/// let pooled = pooled_bounds(&shares, &[1.0, 3.0], Bounds::exact(0.0))?;
/// assert!((pooled.low - (3.0 * 44.5 + 47.95) / 4.0).abs() < 1e-13);
/// assert!((pooled.high - (3.0 * 45.5 + 48.05) / 4.0).abs() < 1e-13);
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
    let lower_ends: Vec<f64> = estimates.iter().map(|bounds| bounds.low).collect();
    let upper_ends: Vec<f64> = estimates.iter().map(|bounds| -bounds.high).collect();
    let low = least_mean(&lower_ends, variances, tau2);
    let high = -least_mean(&upper_ends, variances, tau2);
    Ok(Bounds::new(low, high))
}

/// At most the least weighted mean over the range of τ².
fn least_mean(ends: &[f64], variances: &[f64], tau2: Bounds) -> f64 {
    if tau2.low == tau2.high {
        return mean(ends, variances, tau2.low);
    }
    let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
    // Even steps of ln(v + τ²) for the smallest variance, whose weight turns fastest.
    let from = smallest + tau2.low;
    let ratio = ((smallest + tau2.high) / from).powf(1.0 / f64::from(STRETCHES));
    let (mut start, mut step) = (tau2.low, 1.0);
    let mut least = f64::INFINITY;
    for stretch in 1..=STRETCHES {
        let end = if stretch == STRETCHES {
            tau2.high
        } else {
            step *= ratio;
            (from * step - smallest).clamp(start, tau2.high)
        };
        least = least.min(least_mean_on_stretch(
            ends,
            variances,
            smallest,
            [start, end],
        ));
        start = end;
    }
    least
}

/// About the mean c at the start: each weight between 1/(v + end) and 1/(v + start), greatest for what lies
/// below c and least for what lies above; the total least where the sum is negative.
fn least_mean_on_stretch(
    ends: &[f64],
    variances: &[f64],
    smallest: f64,
    [start, end]: [f64; 2],
) -> f64 {
    let centre = mean(ends, variances, start);
    // Weights relative to the greatest at the end, so that none overflows.
    let unit = smallest + end;
    let pull = sum(ends.iter().zip(variances).map(|(y, v)| {
        let tau2 = if *y < centre { start } else { end };
        (y - centre) * (unit / (v + tau2))
    }));
    // Rounding may leave a trace of a positive pull, which is none.
    centre + pull.min(0.0) / sum(variances.iter().map(|v| unit / (v + end)))
}

fn mean(ends: &[f64], variances: &[f64], tau2: f64) -> f64 {
    let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
    let weights = || variances.iter().map(|v| (smallest + tau2) / (v + tau2));
    let total = sum(weights());
    let about = |origin: f64| {
        sum(ends
            .iter()
            .zip(weights())
            .map(|(y, w)| (y - origin) * (w / total)))
    };
    // Once more from the first result, so that a poll far off takes no digits from the others.
    let origin = about(0.0);
    origin + about(origin)
}
