//! What an estimator gives.

use serde::Serialize;

use super::estimator::Estimator;
use super::matrix::CovarianceMatrix;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, student_t_quantile};

/// Estimated shares or votes of all choices, with their covariances.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct StationEstimate {
    /// By which estimator.
    pub estimator: Estimator,
    /// The estimate of each choice: proportions, or votes where the estimator is of totals.
    pub values: Vec<f64>,
    /// Their linearised covariances.
    pub covariance: CovarianceMatrix,
    /// Stations less strata, as Korn & Graubard (1998) have it: of the region where the estimate is of one.
    pub degrees_of_freedom: u64,
    /// Sampled stations.
    pub stations: usize,
    /// Strata in which they are.
    pub strata: usize,
    /// Strata with one sampled station of several, for which the policy stood in.
    pub lonely_strata: usize,
    /// Strata without a sampled station, for which the others stood in.
    pub empty_strata: usize,
}

/// One choice's figure less another's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lead {
    /// The difference.
    pub value: f64,
    /// Its standard error, with the covariance of the two.
    pub standard_error: f64,
}

impl StationEstimate {
    /// √variance of a choice.
    ///
    /// # Panics
    /// If there is no such choice, as a slice does.
    #[must_use]
    pub fn standard_error(&self, choice: usize) -> f64 {
        self.covariance.standard_error(choice)
    }

    /// The lead of one choice over another.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn lead(&self, first: usize, second: usize) -> Lead {
        Lead {
            value: self.values[first] - self.values[second],
            standard_error: self.covariance.lead_standard_error(first, second),
        }
    }

    /// The estimate ± t·SE, t Student's quantile on stations − strata degrees of freedom. Not cut at 0 and 1.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without degrees of freedom.
    ///
    /// # Panics
    /// If there is no such choice.
    pub fn interval(&self, choice: usize, confidence: Confidence) -> Result<Interval> {
        self.about(self.values[choice], self.standard_error(choice), confidence)
    }

    /// The interval of a lead, with the same quantile.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without degrees of freedom.
    ///
    /// # Panics
    /// If there is no such choice.
    pub fn lead_interval(
        &self,
        first: usize,
        second: usize,
        confidence: Confidence,
    ) -> Result<Interval> {
        let lead = self.lead(first, second);
        self.about(lead.value, lead.standard_error, confidence)
    }

    fn about(&self, value: f64, standard_error: f64, confidence: Confidence) -> Result<Interval> {
        let half_width = t_quantile(confidence, self.degrees_of_freedom as f64)? * standard_error;
        Ok(Interval {
            low: value - half_width,
            high: value + half_width,
        })
    }
}

/// The two-sided quantile of Student's t.
pub(in crate::station) fn t_quantile(
    confidence: Confidence,
    degrees_of_freedom: f64,
) -> Result<f64> {
    if degrees_of_freedom <= 0.0 {
        let reason = "every stratum has one sampled station, which leaves no degree of freedom";
        return Err(Error::undefined("the interval from Student's t", reason));
    }
    // From the lower tail, which keeps its digits at high confidence.
    Ok(-student_t_quantile(
        0.5 * confidence.alpha(),
        degrees_of_freedom,
    )?)
}
