//! The methods by name.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::evidence::Evidence;
use super::likelihood::{Likelihood, maximum};
use super::profile::root_of_q;
use crate::error::{Error, Result, by_name};

/// How the variance τ² between polls is estimated. With w = 1/v and m polls; a negative solution is 0.
///
/// One poll alone shows no heterogeneity: τ² is then 0 under every method, as `metafor` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HeterogeneityEstimator {
    /// None: τ² = 0, the polls measure one thing and differ by sampling alone (`FE`).
    FixedEffect,
    /// (Q − (m − 1))/(Σw − Σw²/Σw) (`DL`; DerSimonian & Laird 1986).
    DerSimonianLaird,
    /// The τ² at which Q with weights 1/(v + τ²) is its expectation m − 1 (`PM`; Paule & Mandel 1982).
    PauleMandel,
    /// Restricted maximum likelihood (`REML`; Viechtbauer 2005). The highest of the likelihood's maxima
    /// over τ² ≥ 0: with few polls of very unequal size it can have several, and scoring from a start
    /// (as `metafor` does) may end on another.
    RestrictedMaximumLikelihood,
    /// Maximum likelihood (`ML`; Hardy & Thompson 1996); the highest maximum, as above.
    MaximumLikelihood,
    /// τ₀²·Q/(m − 1) with τ₀² = Σ(y − ȳ)²/m and Q from weights 1/(v + τ₀²); 0 only where all estimates
    /// are equal (`SJ`; Sidik & Jonkman 2005).
    SidikJonkman,
    /// The plain variance of the estimates less their mean sampling variance (`HE`; Hedges 1983; Hedges &
    /// Olkin 1985).
    Hedges,
    /// (Q − m)/Σw (`HS`; Hunter & Schmidt 1990).
    HunterSchmidt,
}

impl HeterogeneityEstimator {
    /// Every estimator.
    pub const ALL: [HeterogeneityEstimator; 8] = [
        HeterogeneityEstimator::FixedEffect,
        HeterogeneityEstimator::DerSimonianLaird,
        HeterogeneityEstimator::PauleMandel,
        HeterogeneityEstimator::RestrictedMaximumLikelihood,
        HeterogeneityEstimator::MaximumLikelihood,
        HeterogeneityEstimator::SidikJonkman,
        HeterogeneityEstimator::Hedges,
        HeterogeneityEstimator::HunterSchmidt,
    ];

    /// τ² of polls with these estimates and sampling variances.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without a poll, [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for slices of different length,
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an estimate that is not finite, a variance that is not positive and
    /// finite, or figures further apart than doubles can hold.
    ///
    /// ```
    /// use exitpoll::pooling::HeterogeneityEstimator;
    ///
    /// // Equal variances of 1: Q = 18 about the mean 4, so τ² = (18 − 2)/2; the sample variance is 9.
    /// let (estimates, variances) = ([1.0, 4.0, 7.0], [1.0; 3]);
    /// let tau2 = HeterogeneityEstimator::DerSimonianLaird.tau2(&estimates, &variances)?;
    /// assert!((tau2 - 8.0).abs() < 1e-14);
    /// let tau2 = HeterogeneityEstimator::RestrictedMaximumLikelihood.tau2(&estimates, &variances)?;
    /// assert!((tau2 - 8.0).abs() < 1e-14);
    /// // Maximum likelihood divides by m: 18/3 − 1.
    /// let tau2 = HeterogeneityEstimator::MaximumLikelihood.tau2(&estimates, &variances)?;
    /// assert!((tau2 - 5.0).abs() < 1e-14);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn tau2(self, estimates: &[f64], variances: &[f64]) -> Result<f64> {
        let evidence = Evidence::new(estimates, variances)?;
        evidence.finite_variance(self.of(&evidence)?)
    }

    /// τ² in the unit of the evidence.
    pub(super) fn of(self, evidence: &Evidence) -> Result<f64> {
        let polls = evidence.polls();
        let freedom = polls - 1.0;
        if freedom == 0.0 {
            return Ok(0.0);
        }
        let tau2 = match self {
            HeterogeneityEstimator::FixedEffect => 0.0,
            // Two polls differ by N(0, v₁ + v₂ + 2τ²): no search for the one root.
            HeterogeneityEstimator::PauleMandel
            | HeterogeneityEstimator::RestrictedMaximumLikelihood
                if freedom == 1.0 =>
            {
                evidence.sum_of_squares() - 0.5 * evidence.sum_of_variances()
            }
            HeterogeneityEstimator::DerSimonianLaird => {
                (evidence.fit(0.0).q - freedom) / evidence.trace(0.0)
            }
            HeterogeneityEstimator::PauleMandel => root_of_q(evidence, freedom)?,
            HeterogeneityEstimator::RestrictedMaximumLikelihood => {
                maximum(evidence, Likelihood::Restricted)?
            }
            HeterogeneityEstimator::MaximumLikelihood => maximum(evidence, Likelihood::Full)?,
            HeterogeneityEstimator::SidikJonkman => {
                let first = evidence.sum_of_squares() / polls;
                first * evidence.fit(first).q / freedom
            }
            HeterogeneityEstimator::Hedges => {
                // One sum over the polls: variance and mean variance can nearly cancel.
                let mean_variance = evidence.sum_of_variances() / polls;
                evidence.sum_of_squares() / freedom - mean_variance
            }
            HeterogeneityEstimator::HunterSchmidt => {
                let fit = evidence.fit(0.0);
                (fit.q - polls) / fit.weight
            }
        };
        Ok(tau2.max(0.0))
    }

    /// The name that JSON holds; [`FromStr`] reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            HeterogeneityEstimator::FixedEffect => "fixed_effect",
            HeterogeneityEstimator::DerSimonianLaird => "der_simonian_laird",
            HeterogeneityEstimator::PauleMandel => "paule_mandel",
            HeterogeneityEstimator::RestrictedMaximumLikelihood => "restricted_maximum_likelihood",
            HeterogeneityEstimator::MaximumLikelihood => "maximum_likelihood",
            HeterogeneityEstimator::SidikJonkman => "sidik_jonkman",
            HeterogeneityEstimator::Hedges => "hedges",
            HeterogeneityEstimator::HunterSchmidt => "hunter_schmidt",
        }
    }

    /// The short name that publications and `metafor` use; [`FromStr`] reads it too.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        match self {
            HeterogeneityEstimator::FixedEffect => "FE",
            HeterogeneityEstimator::DerSimonianLaird => "DL",
            HeterogeneityEstimator::PauleMandel => "PM",
            HeterogeneityEstimator::RestrictedMaximumLikelihood => "REML",
            HeterogeneityEstimator::MaximumLikelihood => "ML",
            HeterogeneityEstimator::SidikJonkman => "SJ",
            HeterogeneityEstimator::Hedges => "HE",
            HeterogeneityEstimator::HunterSchmidt => "HS",
        }
    }
}

/// How the interval of the pooled value is computed. W = Σ 1/(v + τ²).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntervalMethod {
    /// Standard error 1/√W and a normal quantile, as if τ² were known.
    Wald,
    /// Standard error √(s²/W) with s² = Σ w(y − μ)²/(m − 1), and a t quantile with m − 1 degrees of
    /// freedom (Hartung 1999; Sidik & Jonkman 2002; Knapp & Hartung 2003). Polls that agree better than
    /// sampling allows make it *narrower* than Wald's, down to a point where all are equal.
    HartungKnapp,
    /// The same with s² at least 1 (Knapp & Hartung 2003, their modification; `adhoc` in `metafor`).
    ModifiedHartungKnapp,
}

impl IntervalMethod {
    /// Every method.
    pub const ALL: [IntervalMethod; 3] = [
        IntervalMethod::Wald,
        IntervalMethod::HartungKnapp,
        IntervalMethod::ModifiedHartungKnapp,
    ];

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            IntervalMethod::Wald => "wald",
            IntervalMethod::HartungKnapp => "hartung_knapp",
            IntervalMethod::ModifiedHartungKnapp => "modified_hartung_knapp",
        }
    }
}

impl fmt::Display for HeterogeneityEstimator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for HeterogeneityEstimator {
    type Err = Error;
    fn from_str(text: &str) -> Result<HeterogeneityEstimator> {
        HeterogeneityEstimator::ALL
            .into_iter()
            .find(|estimator| estimator.name() == text || estimator.short_name() == text)
            .ok_or_else(|| {
                let names = HeterogeneityEstimator::ALL
                    .map(|estimator| format!("{} ({estimator})", estimator.short_name()));
                Error::unreadable(
                    "heterogeneity estimator",
                    text,
                    format!("give one of {}", names.join(", ")),
                )
            })
    }
}

impl fmt::Display for IntervalMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for IntervalMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<IntervalMethod> {
        by_name(
            "interval method",
            text,
            IntervalMethod::ALL,
            IntervalMethod::name,
        )
    }
}
