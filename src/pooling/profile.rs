//! Heterogeneity from the distribution of Q.

use serde::Serialize;

use super::evidence::Evidence;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, bracketed_root, chi_squared_quantile};

/// The interval of τ² and what follows from it for I² and H², both functions of τ².
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct HeterogeneityInterval {
    /// Of τ²; the lower end may be 0.
    pub tau2: Interval,
    /// Of I² = τ²/(τ² + s²), a proportion.
    pub i2: Interval,
    /// Of H² = τ²/s² + 1.
    pub h2: Interval,
}

/// The Q-profile interval of τ² (Viechtbauer 2007): all τ² ≥ 0 at which Q, with weights 1/(v + τ²), lies
/// between the α/2 and 1 − α/2 quantiles of χ² with m − 1 degrees of freedom. As `confint` of
/// `metafor`, to the last digits.
///
/// `None` where it is empty: even at τ² = 0 the polls scatter less than the lower quantile allows, and
/// no heterogeneity is compatible with that. See [`herding`](super::herding).
///
/// # Errors
/// As [`HeterogeneityEstimator::tau2`](super::HeterogeneityEstimator::tau2); [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one
/// poll.
///
/// ```
/// use exitpoll::{Confidence, pooling::heterogeneity_interval};
///
/// // Equal variances of 1 about the mean 4: Q(τ²) = 18/(1 + τ²). With two degrees of freedom the χ²
/// // quantiles are −2 ln .975 and −2 ln .025.
/// let interval = heterogeneity_interval(&[1.0, 4.0, 7.0], &[1.0; 3], Confidence::P95)?.unwrap();
/// assert!((interval.tau2.low() - (18.0 / (-2.0 * 0.025f64.ln()) - 1.0)).abs() < 1e-12);
/// assert!((interval.tau2.high() - (18.0 / (-2.0 * 0.975f64.ln()) - 1.0)).abs() < 1e-9);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn heterogeneity_interval(
    estimates: &[f64],
    variances: &[f64],
    confidence: Confidence,
) -> Result<Option<HeterogeneityInterval>> {
    let evidence = Evidence::new(estimates, variances)?;
    let freedom = evidence.polls() - 1.0;
    if freedom == 0.0 {
        return Err(Error::undefined(
            "the interval of τ²",
            "one poll alone shows no heterogeneity; give at least two",
        ));
    }
    let half = 0.5 * confidence.alpha();
    let smallest_q = chi_squared_quantile(half, freedom)?;
    if evidence.fit(0.0).q < smallest_q {
        return Ok(None);
    }
    let lower = root_of_q(&evidence, chi_squared_quantile(1.0 - half, freedom)?)?;
    let upper = root_of_q(&evidence, smallest_q)?;
    let typical = evidence.typical_variance();
    let both = |of: fn(f64, f64) -> f64| Interval {
        low: of(lower, typical),
        high: of(upper, typical),
    };
    Ok(Some(HeterogeneityInterval {
        tau2: Interval {
            low: evidence.variance(lower),
            high: evidence.finite_variance(upper)?,
        },
        i2: both(|tau2, typical| tau2 / (tau2 + typical)),
        h2: both(|tau2, typical| tau2 / typical + 1.0),
    }))
}

/// The τ² ≥ 0 (in the unit of the evidence) at which Q = Σ (y − μ)²/(v + τ²) is `target` > 0; 0 where
/// it is below already at τ² = 0. Q falls in τ² throughout, and lies below Σ(y − ȳ)²/τ².
pub(super) fn root_of_q(evidence: &Evidence, target: f64) -> Result<f64> {
    if evidence.fit(0.0).q <= target {
        return Ok(0.0);
    }
    // A little above, so that rounding does not take the change of sign away.
    let end = evidence.sum_of_squares() / target * (1.0 + 1e-9);
    bracketed_root(|tau2| evidence.fit(tau2).q - target, 0.0, end)
}
