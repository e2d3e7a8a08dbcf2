//! The Dirichlet posterior of the shares.

use serde::Serialize;

use super::{checked_total, lead_probability};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, beta, sum};

/// What a multinomial sample and a Dirichlet prior say of the shares of k choices: a Dirichlet distribution
/// with parameters a_i = prior_i + x_i. Each share alone has a Beta(a_i, A − a_i) distribution, A = Σ a_i.
///
/// ```
/// use exitpoll::interval::DirichletPosterior;
///
/// // Prior 1, 1, 1 and counts 4, 2, 0: means 5/9, 3/9, 1/9.
/// let posterior = DirichletPosterior::with_prior(&[4.0, 2.0, 0.0], &[1.0, 1.0, 1.0])?;
/// assert_eq!(posterior.mean(), [5.0 / 9.0, 3.0 / 9.0, 1.0 / 9.0]);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "Vec<f64>", into = "Vec<f64>")]
pub struct DirichletPosterior {
    parameters: Vec<f64>,
    total: f64,
}

impl DirichletPosterior {
    /// The posterior of Jeffreys' prior, ½ for each choice (Jeffreys 1946; for several categories Berger,
    /// Bernardo & Sun 2015 discuss smaller ones, which [`with_prior`](DirichletPosterior::with_prior) takes).
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for fewer than two choices; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a count is negative or not
    /// finite, or all are zero.
    pub fn jeffreys(counts: &[f64]) -> Result<DirichletPosterior> {
        checked_total("counts", counts)?;
        DirichletPosterior::with_parameters(counts.iter().map(|count| count + 0.5).collect())
    }

    /// The posterior of a Dirichlet prior with the given parameters, in the order of the counts: 1 each is
    /// the uniform prior, n₀·(shares of the last election) weighs as much as n₀ respondents.
    ///
    /// # Errors
    /// As [`jeffreys`](DirichletPosterior::jeffreys); [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the prior is not as long as
    /// the counts; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a parameter is negative or not finite, or a choice has neither
    /// prior nor count.
    pub fn with_prior(counts: &[f64], prior: &[f64]) -> Result<DirichletPosterior> {
        checked_total("counts", counts)?;
        if prior.len() != counts.len() {
            return Err(Error::inconsistent(
                "prior",
                format!("{} parameters", prior.len()),
                format!("`counts`, {} choices", counts.len()),
                "give one parameter for each choice",
            ));
        }
        let bad = |a: &f64| !(*a >= 0.0 && a.is_finite());
        if let Some((index, parameter)) = prior.iter().enumerate().find(|(_, a)| bad(a)) {
            return Err(Error::out_of_range(
                format!("prior[{index}]"),
                parameter,
                "give a finite number from 0 up",
            ));
        }
        DirichletPosterior::with_parameters(counts.iter().zip(prior).map(|(x, a)| x + a).collect())
    }

    fn with_parameters(parameters: Vec<f64>) -> Result<DirichletPosterior> {
        let total = checked_total("parameters", &parameters)?;
        if let Some(index) = parameters.iter().position(|a| *a == 0.0) {
            return Err(Error::out_of_range(
                format!("prior[{index}]"),
                0,
                "a choice that nobody named needs a positive prior parameter, such as 0.5",
            ));
        }
        Ok(DirichletPosterior { parameters, total })
    }

    /// a_1 … a_k, which also stand for the posterior in JSON.
    #[must_use]
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// Posterior means a_i/A.
    #[must_use]
    pub fn mean(&self) -> Vec<f64> {
        self.parameters.iter().map(|a| a / self.total).collect()
    }

    /// Equal-tailed credible interval of each share alone: the α/2 and 1 − α/2 quantiles of
    /// Beta(a_i, A − a_i).
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{BinomialMethod, DirichletPosterior};
    ///
    /// // Two choices with prior ½: the Jeffreys interval of one share.
    /// let two = DirichletPosterior::jeffreys(&[15.0, 133.0])?.intervals(Confidence::P95);
    /// let one = BinomialMethod::Jeffreys.interval(15.0, 148.0, Confidence::P95)?;
    /// assert!((two[0].low() - one.low()).abs() < 1e-15 && (two[0].high() - one.high()).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn intervals(&self, confidence: Confidence) -> Vec<Interval> {
        self.equal_tailed(0.5 * confidence.alpha())
    }

    /// Credible intervals that hold for all k shares together with at least the given probability: each
    /// equal-tailed at the level 1 − α/k (Bonferroni's inequality; the probability of the box is the level
    /// or a little more, never less).
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::DirichletPosterior;
    ///
    /// let posterior = DirichletPosterior::jeffreys(&[48.0, 32.0, 12.0, 6.0, 2.0])?;
    /// let together = posterior.simultaneous_intervals(Confidence::P95);
    /// assert_eq!(together, posterior.intervals(Confidence::P99));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn simultaneous_intervals(&self, confidence: Confidence) -> Vec<Interval> {
        self.equal_tailed(0.5 * confidence.alpha() / self.parameters.len() as f64)
    }

    fn equal_tailed(&self, tail: f64) -> Vec<Interval> {
        self.parameters
            .iter()
            .map(|&a| {
                // Compensated, what is left of the others next to a large a keeps its digits.
                let rest = sum(self.parameters.iter().copied().chain([-a]));
                Interval {
                    low: beta::quantile(a, rest, tail, 1.0 - tail),
                    high: beta::quantile(a, rest, 1.0 - tail, tail),
                }
            })
            .collect()
    }

    /// The posterior probability that each choice has the largest share of all; they sum to 1.
    ///
    /// Shares are independent gamma variables over their sum, so that P(i leads) =
    /// ∫ f_i(g) Π_{j≠i} F_j(g) dg over the densities f and distribution functions F of gamma variables with
    /// shapes a_j. In ln g the integrand is log-concave, and the trapezoid rule is refined until it stands
    /// still: relative accuracy about 1e-12 also for a probability of
    /// 1e-100 (with shapes near 1e9, 1e-10); one below 1e-300 is 0. Not random.
    ///
    /// ```
    /// use exitpoll::interval::DirichletPosterior;
    ///
    /// // Beta(2, 1): P(θ > ½) = 1 − ½² = ¾.
    /// let two = DirichletPosterior::with_prior(&[1.0, 0.0], &[1.0, 1.0])?;
    /// assert!((two.lead_probabilities()[0] - 0.75).abs() < 1e-13);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn lead_probabilities(&self) -> Vec<f64> {
        lead_probability::of_each(&self.parameters)
    }
}

impl TryFrom<Vec<f64>> for DirichletPosterior {
    type Error = Error;
    fn try_from(parameters: Vec<f64>) -> Result<DirichletPosterior> {
        DirichletPosterior::with_parameters(parameters)
    }
}

impl From<DirichletPosterior> for Vec<f64> {
    fn from(posterior: DirichletPosterior) -> Vec<f64> {
        posterior.parameters
    }
}
