//! Do the polls agree better than chance allows?

use serde::Serialize;

use super::evidence::Evidence;
use crate::error::{Error, Result};
use crate::numeric::{Confidence, chi_squared_cdf, chi_squared_quantile, chi_squared_upper_tail};

/// The scatter of polls against what sampling alone gives, seen from below.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Herding {
    /// Q, or the homogeneity statistic of several choices.
    pub statistic: f64,
    /// m − 1, or (k − 1)(m − 1).
    pub degrees_of_freedom: f64,
    /// Statistic over degrees of freedom: about 1 for independent simple random samples; the variance
    /// between the polls as a multiple of their sampling variance.
    pub ratio: f64,
    /// P(χ² ≤ statistic): small where the polls agree better than independent samples would.
    pub lower_tail: f64,
    /// P(χ² ≥ statistic): small where they differ by more than sampling.
    pub upper_tail: f64,
    /// The smallest number of polls at which this very ratio would have a lower tail below α. `None` where
    /// no number would do (a ratio of 1 or more), or more than [`MOST_POLLS`](Herding::MOST_POLLS).
    pub polls_to_be_sure: Option<u64>,
}

impl Herding {
    /// Above this, the number of polls that it would take is not given.
    pub const MOST_POLLS: u64 = 10_000_000;

    /// `per_poll` degrees of freedom for each poll but the first.
    pub(super) fn new(
        statistic: f64,
        per_poll: f64,
        polls: f64,
        confidence: Confidence,
    ) -> Result<Herding> {
        let degrees_of_freedom = per_poll * (polls - 1.0);
        let ratio = statistic / degrees_of_freedom;
        Ok(Herding {
            statistic,
            degrees_of_freedom,
            ratio,
            lower_tail: chi_squared_cdf(statistic, degrees_of_freedom)?,
            upper_tail: chi_squared_upper_tail(statistic, degrees_of_freedom)?,
            polls_to_be_sure: polls_to_be_sure(ratio, per_poll, confidence.alpha())?,
        })
    }
}

/// Whether polls of one choice agree suspiciously well: Q = Σ (y − μ)²/v in the lower tail of χ² with m − 1
/// degrees of freedom. The level of `confidence` is meant one-sided: "sure" is a lower tail below α.
///
/// Two things to bear in mind. The variances must be those of the polls as they were taken: real polls
/// scatter by more than simple random sampling gives (about twice the standard error in Shirani-Mehr,
/// Rothschild, Goel & Gelman 2018), so that with simple random variances a lower tail is, if anything, too
/// large; but weighting to a known composition can bring the sampling variance below simple random, and
/// then it is too small. And agreement is no evidence of being right: polls that copy one another agree best
/// of all.
///
/// # Errors
/// As [`HeterogeneityEstimator::tau2`](super::HeterogeneityEstimator::tau2); [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one
/// poll.
///
/// ```
/// use exitpoll::{Confidence, pooling::herding};
///
/// // Three polls within .1 standard errors: Q = .02, lower tail 1 − exp(−.01).
/// let herding = herding(&[0.0, 0.1, 0.2], &[1.0; 3], Confidence::P95)?;
/// assert!((herding.statistic - 0.02).abs() < 1e-15 && (herding.ratio - 0.01).abs() < 1e-15);
/// assert!((herding.lower_tail + (-0.01f64).exp_m1()).abs() < 1e-15);
/// // Two would show it at 5 percent only with a ratio below .004: P(χ²₁ ≤ .01) is .08.
/// assert_eq!(herding.polls_to_be_sure, Some(3));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn herding(estimates: &[f64], variances: &[f64], confidence: Confidence) -> Result<Herding> {
    let evidence = Evidence::new(estimates, variances)?;
    at_least_two(evidence.polls())?;
    Herding::new(evidence.fit(0.0).q, 1.0, evidence.polls(), confidence)
}

/// The design effect from which the scatter of polls would be a finding: Q₁/χ²_α, where Q₁ is the statistic of single
/// draws (design effect 1) and χ²_α the quantile with α = 1 − confidence below it.
///
/// With a common design effect D the statistic is Q₁/D, so that its lower tail is below α exactly if D is greater
/// than this. Where the design effects are not known, that is all that can be said; under 1, even single draws would
/// hardly scatter so little. Give Q₁ over the whole table of polls and choices, (m − 1)(k − 1) degrees of freedom, at
/// the greatest value that rounding leaves ([`homogeneity_bounds`](crate::rounding::homogeneity_bounds)). Weights, quotas,
/// calibration or a shared sample explain small scatter before copying does.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a statistic that is negative or not finite, or degrees of freedom that are not positive
/// and finite.
///
/// ```
/// use exitpoll::{Confidence, pooling::herding_design_effect};
///
/// // Four polls of three choices, Q₁ = 6.0150; χ² of 6 degrees of freedom has 5 percent below 1.6354.
/// let design_effect = herding_design_effect(6.0150, 6.0, Confidence::P95)?;
/// assert_eq!(format!("{design_effect:.3}"), "3.678");
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn herding_design_effect(
    statistic: f64,
    degrees_of_freedom: f64,
    confidence: Confidence,
) -> Result<f64> {
    if !(statistic >= 0.0 && statistic.is_finite()) {
        return Err(Error::out_of_range(
            "statistic",
            statistic,
            "give the statistic of homogeneity at design effect 1",
        ));
    }
    Ok(statistic / chi_squared_quantile(confidence.alpha(), degrees_of_freedom)?)
}

pub(crate) fn at_least_two(polls: f64) -> Result<()> {
    if polls >= 2.0 {
        return Ok(());
    }
    Err(Error::undefined(
        "the scatter of the polls",
        "there is one poll; give at least two",
    ))
}

/// P(χ²_ν ≤ rν) falls in ν for r < 1: double the number of polls until it is low enough, then halve in.
fn polls_to_be_sure(ratio: f64, per_poll: f64, alpha: f64) -> Result<Option<u64>> {
    if ratio >= 1.0 {
        return Ok(None);
    }
    let sure = |polls: u64| -> Result<bool> {
        let degrees_of_freedom = per_poll * (polls - 1) as f64;
        Ok(chi_squared_cdf(ratio * degrees_of_freedom, degrees_of_freedom)? < alpha)
    };
    let (mut too_few, mut enough) = (1, 2);
    while !sure(enough)? {
        if enough >= Herding::MOST_POLLS {
            return Ok(None);
        }
        (too_few, enough) = (enough, (2 * enough).min(Herding::MOST_POLLS));
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if sure(middle)? {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Ok(Some(enough))
}
