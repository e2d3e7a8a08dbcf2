//! How much one poll moves the pool.

use serde::Serialize;

use super::estimator::{HeterogeneityEstimator, IntervalMethod};
use super::leave_out::leave_one_out;
use super::pool::{Pool, pool};
use crate::error::{Error, Result};
use crate::numeric::{Confidence, finite, sum};

/// Case diagnostics of one poll (Viechtbauer & Cheung 2010; `influence` of `metafor`). Figures with index
/// (−i) are those of the pool without the poll; s² is 1 for Wald intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Influence {
    /// w_i/Σw with w = 1/(v + τ²): the poll's share in the pooled value; also its hat value.
    pub weight: f64,
    /// (y_i − μ(−i))/√(s²(−i)(v_i + τ²(−i)) + Var μ(−i)): how far it lies from what the others predict.
    pub studentized_residual: f64,
    /// (μ − μ(−i))/√(s²(−i)·weight·(v_i + τ²(−i))).
    pub dffits: f64,
    /// (μ − μ(−i))/√(s²(−i)/Σ_j 1/(v_j + τ²(−i))), the sum over all polls.
    pub dfbetas: f64,
    /// (μ − μ(−i))²/Var μ.
    pub cooks_distance: f64,
    /// Var μ(−i)/Var μ: below 1 where leaving the poll out makes the pool *more* precise.
    pub covariance_ratio: f64,
    /// The pool without it.
    pub without: Pool,
    /// Whether `metafor` stars it: |DFFITS| > 3/√(m − 1), Cook's distance beyond the median of χ² with one
    /// degree of freedom, weight > 3/m, or |DFBETAS| > 1. Rules of thumb, no test.
    pub influential: bool,
}

/// The median of χ² with one degree of freedom, Φ⁻¹(3/4)².
const MEDIAN_CHI_SQUARED: f64 = 0.454_936_423_119_572_8;

/// The influence of each poll, in the order of the polls.
///
/// # Errors
/// As [`leave_one_out`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where a Hartung–Knapp standard error is 0 because the polls
/// in it agree exactly.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, influence};
///
/// let influence = influence(
///     &[1.0, 4.0, 7.0],
///     &[1.0; 3],
///     HeterogeneityEstimator::FixedEffect,
///     IntervalMethod::Wald,
///     Confidence::P95,
/// )?;
/// // The others have mean 5.5 and variance 1/2: (1 − 5.5)/√1.5, and Cook's distance 1.5²·3.
/// assert!((influence[0].studentized_residual + 4.5 / 1.5f64.sqrt()).abs() < 1e-14);
/// assert!((influence[0].cooks_distance - 6.75).abs() < 1e-14);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn influence(
    estimates: &[f64],
    variances: &[f64],
    estimator: HeterogeneityEstimator,
    interval_method: IntervalMethod,
    confidence: Confidence,
) -> Result<Vec<Influence>> {
    let without = leave_one_out(estimates, variances, estimator, interval_method, confidence)?;
    let all = pool(estimates, variances, estimator, interval_method, confidence)?;
    if without
        .iter()
        .chain([&all])
        .any(|pool| pool.standard_error == 0.0)
    {
        return Err(Error::undefined(
            "the influence of a poll",
            format!("polls agree exactly and the {interval_method} standard error is 0; use wald"),
        ));
    }
    let polls = estimates.len() as f64;
    let precision = |tau2: f64| sum(variances.iter().map(|v| 1.0 / (v + tau2)));
    let total = precision(all.tau2);
    estimates
        .iter()
        .zip(variances)
        .zip(without)
        .map(|((&estimate, &variance), without)| {
            let weight = 1.0 / (variance + all.tau2) / total;
            let alone = variance + without.tau2;
            // s² of the others, 1 under Wald: their squared standard error times their Σ w.
            let precision_with = precision(without.tau2);
            let error = without.standard_error;
            let factor = match interval_method {
                IntervalMethod::Wald => 1.0,
                _ => error * error * (precision_with - 1.0 / alone),
            };
            let moved = all.pooled - without.pooled;
            let dffits = moved / (factor * weight * alone).sqrt();
            let dfbetas = moved / (factor / precision_with).sqrt();
            let cooks_distance = (moved / all.standard_error).powi(2);
            let residual = (estimate - without.pooled) / (factor * alone + error * error).sqrt();
            let held = |value: f64| finite("the influence of a poll", value);
            Ok(Influence {
                weight: held(weight)?,
                studentized_residual: held(residual)?,
                dffits: held(dffits)?,
                dfbetas: held(dfbetas)?,
                cooks_distance: held(cooks_distance)?,
                covariance_ratio: held((error / all.standard_error).powi(2))?,
                without,
                influential: dffits.abs() > 3.0 / (polls - 1.0).sqrt()
                    || cooks_distance > MEDIAN_CHI_SQUARED
                    || weight > 3.0 / polls
                    || dfbetas.abs() > 1.0,
            })
        })
        .collect()
}
