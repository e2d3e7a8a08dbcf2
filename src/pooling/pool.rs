//! One value from several polls.

use serde::Serialize;

use super::estimator::{HeterogeneityEstimator, IntervalMethod};
use super::evidence::Evidence;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, chi_squared_upper_tail, student_t_quantile};

/// What several polls say together, on the scale of their estimates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "PooledEstimate")
)]
pub struct Pool {
    /// How many polls, m.
    pub polls: usize,
    /// How τ² was estimated.
    pub estimator: HeterogeneityEstimator,
    /// How the interval was computed.
    pub interval_method: IntervalMethod,
    /// The confidence of both intervals.
    pub confidence: Confidence,
    /// τ², the variance between polls beyond sampling.
    pub tau2: f64,
    /// μ = Σ w y/Σ w with w = 1/(v + τ²).
    pub pooled: f64,
    /// The standard error of μ by the interval's method. Sampling and heterogeneity only: not what all
    /// polls have in common.
    pub standard_error: f64,
    /// μ ± quantile · standard error.
    pub interval: Interval,
    /// Degrees of freedom of the quantile; `None` where it is normal.
    pub degrees_of_freedom: Option<f64>,
    /// Where the true value behind one more poll lies: μ ± quantile · √(standard error² + τ²), with the
    /// interval's quantile (Riley, Higgins & Deeks 2011; `predict` of `metafor`). `None` for a fixed
    /// effect, which knows no other value than μ.
    pub prediction: Option<Interval>,
    /// Q = Σ (y − μ)²/v about the fixed-effect mean (Cochran 1954).
    pub q: f64,
    /// P(χ² ≥ Q) with m − 1 degrees of freedom: small where the polls differ by more than sampling. 1 for
    /// one poll.
    pub q_p_value: f64,
    /// I² as a proportion: τ²/(τ² + s²), s² the typical sampling variance (m − 1)/(Σw − Σw²/Σw) with
    /// w = 1/v; for a fixed effect (Q − (m − 1))/Q, at least 0 (Higgins & Thompson 2002).
    pub i2: f64,
    /// H² = τ²/s² + 1; for a fixed effect Q/(m − 1), which may be below 1. 1 for one poll.
    pub h2: f64,
}

/// Pools the estimates of one choice from several polls, with their sampling variances.
///
/// # Errors
/// As [`HeterogeneityEstimator::tau2`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one poll with a Hartung–Knapp interval,
/// which has no degrees of freedom then (`metafor` takes the normal quantile with a warning);
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) where a result overflows.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, pool};
///
/// // Equal variances of 1 about the mean 4: τ² = 8, and Var μ = (1 + 8)/3.
/// let pool = pool(
///     &[1.0, 4.0, 7.0],
///     &[1.0; 3],
///     HeterogeneityEstimator::DerSimonianLaird,
///     IntervalMethod::Wald,
///     Confidence::P95,
/// )?;
/// assert!((pool.pooled - 4.0).abs() < 1e-15 && (pool.tau2 - 8.0).abs() < 1e-14);
/// assert!((pool.standard_error - 3f64.sqrt()).abs() < 1e-15);
/// assert!((pool.q - 18.0).abs() < 1e-14 && (pool.i2 - 8.0 / 9.0).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn pool(
    estimates: &[f64],
    variances: &[f64],
    estimator: HeterogeneityEstimator,
    interval_method: IntervalMethod,
    confidence: Confidence,
) -> Result<Pool> {
    let quantile = Quantile::new(interval_method, confidence, estimates.len())?;
    pool_with(estimates, variances, estimator, quantile)
}

/// The quantile of an interval, computed once where many pools of one size are wanted.
#[derive(Clone, Copy)]
pub(super) struct Quantile {
    method: IntervalMethod,
    confidence: Confidence,
    degrees_of_freedom: Option<f64>,
    value: f64,
}

impl Quantile {
    pub(super) fn new(
        method: IntervalMethod,
        confidence: Confidence,
        polls: usize,
    ) -> Result<Quantile> {
        let degrees_of_freedom = match method {
            IntervalMethod::Wald => None,
            IntervalMethod::HartungKnapp | IntervalMethod::ModifiedHartungKnapp if polls < 2 => {
                return Err(Error::undefined(
                    format!("the {method} interval"),
                    "one poll leaves no degrees of freedom; use wald",
                ));
            }
            IntervalMethod::HartungKnapp | IntervalMethod::ModifiedHartungKnapp => {
                Some(polls as f64 - 1.0)
            }
        };
        let value = match degrees_of_freedom {
            None => confidence.critical_value(),
            Some(freedom) => -student_t_quantile(0.5 * confidence.alpha(), freedom)?,
        };
        Ok(Quantile {
            method,
            confidence,
            degrees_of_freedom,
            value,
        })
    }
}

pub(super) fn pool_with(
    estimates: &[f64],
    variances: &[f64],
    estimator: HeterogeneityEstimator,
    quantile: Quantile,
) -> Result<Pool> {
    let evidence = Evidence::new(estimates, variances)?;
    let freedom = evidence.polls() - 1.0;
    let in_unit = estimator.of(&evidence)?;
    let fixed = evidence.fit(0.0);
    let fit = evidence.fit(in_unit);
    let factor = match quantile.method {
        IntervalMethod::Wald => 1.0,
        IntervalMethod::HartungKnapp => fit.q / freedom,
        IntervalMethod::ModifiedHartungKnapp => (fit.q / freedom).max(1.0),
    };
    // The roots before they leave the unit, so that a variance of 1e-300 keeps its digits.
    let root = evidence.variance(1.0).sqrt();
    let standard_error = (factor / fit.weight).sqrt() * root;
    let predictive = (factor / fit.weight + in_unit).sqrt() * root;
    let pooled = evidence.mean(fit);
    let around = |error: f64| Interval {
        low: pooled - quantile.value * error,
        high: pooled + quantile.value * error,
    };
    let (i2, h2) = heterogeneity_shares(estimator, freedom, fixed.q, in_unit, &evidence);
    let pool = Pool {
        polls: estimates.len(),
        estimator,
        interval_method: quantile.method,
        confidence: quantile.confidence,
        tau2: evidence.variance(in_unit),
        pooled,
        standard_error,
        interval: around(standard_error),
        degrees_of_freedom: quantile.degrees_of_freedom,
        prediction: (estimator != HeterogeneityEstimator::FixedEffect).then(|| around(predictive)),
        q: if freedom > 0.0 { fixed.q } else { 0.0 },
        q_p_value: if freedom > 0.0 {
            chi_squared_upper_tail(fixed.q, freedom)?
        } else {
            1.0
        },
        i2,
        h2,
    };
    let ends = pool.prediction.unwrap_or(pool.interval);
    let all = [pool.tau2, pooled, standard_error, ends.low, ends.high];
    if all.iter().all(|figure| figure.is_finite()) {
        return Ok(pool);
    }
    Err(Error::out_of_range(
        "estimates",
        format!("estimates whose pool is {pooled}, with τ² = {}", pool.tau2),
        "give them in a larger unit: a result is too large for a double",
    ))
}

/// I² and H².
fn heterogeneity_shares(
    estimator: HeterogeneityEstimator,
    freedom: f64,
    q: f64,
    tau2: f64,
    evidence: &Evidence,
) -> (f64, f64) {
    if freedom == 0.0 {
        return (0.0, 1.0);
    }
    if estimator == HeterogeneityEstimator::FixedEffect {
        let excess = if q > freedom { (q - freedom) / q } else { 0.0 };
        return (excess, q / freedom);
    }
    let typical = evidence.typical_variance();
    (tau2 / (tau2 + typical), tau2 / typical + 1.0)
}
