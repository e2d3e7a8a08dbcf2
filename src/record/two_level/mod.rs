//! The two-level model of polling errors: what all polls of a contest share, and what each has for itself.
//!
//! Shirani-Mehr, Rothschild, Goel & Gelman (2018), *Disentangling Bias and Variance in Election Polls*,
//! Journal of the American Statistical Association 113. The error of poll j in contest i is
//!
//! y_ij = μ + b_i + u_ij + ε_ij, with b_i ~ N(0, τ_c²), u_ij ~ N(0, τ_p²), ε_ij ~ N(0, v_ij),
//!
//! v_ij the known sampling variance. Where [`pool`](crate::pooling::pool) has one variance beside
//! sampling, this has two: averaging the polls of a contest shrinks τ_p and leaves τ_c as it is.

mod interval;
mod likelihood;
mod maximum;

use serde::Serialize;
use std::collections::HashMap;
use std::hash::Hash;

use super::estimate::Estimate;
use crate::error::{Error, Result};
pub use interval::ProfileIntervals;
use likelihood::Blocks;

/// Errors of polls with their sampling variances, grouped by contest: what the model is fitted to.
///
/// ```
/// use exitpoll::record::ContestErrors;
///
/// // Two contests of two polls, all with sampling variance 1 (points squared). Balanced, so that REML
/// // is the analysis of variance: between contests (2·(3² + 3²))/1 = 36, within (1 + 1 + 1 + 1)/2 = 2.
/// let errors = [2.0, 4.0, -4.0, -2.0];
/// let model = ContestErrors::new(&errors, &[1.0; 4], &["a", "a", "b", "b"])?.fit()?;
/// // τ_p² = 2 − 1; τ_c² = (36 − 2)/2; Var μ = 36/4.
/// assert!((model.poll_sd.value - 1.0).abs() < 1e-12);
/// assert!((model.contest_sd.value - 17f64.sqrt()).abs() < 1e-12);
/// assert!(model.mean.value.abs() < 1e-15);
/// assert!((model.mean.standard_error.unwrap() - 3.0).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ContestErrors {
    blocks: Blocks,
}

/// The model as it was fitted, in the unit of the errors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct TwoLevelModel {
    /// How many polls.
    pub polls: usize,
    /// In how many contests.
    pub contests: usize,
    /// μ, what all polls of all contests have in common, with its standard error
    /// (1'V⁻¹1)^(−½) at the estimated variances.
    pub mean: Estimate,
    /// τ_c, the standard deviation of what the polls of one contest share. Its standard error is that of
    /// τ_c² from the observed information, over 2τ_c; none where τ_c is 0.
    pub contest_sd: Estimate,
    /// τ_p, the standard deviation of what each poll has for itself beyond sampling.
    pub poll_sd: Estimate,
    /// √(Σ v/n), the root mean sampling variance.
    pub sampling_sd: f64,
    /// The restricted log-likelihood, with all its constants, as `metafor` has it.
    pub log_likelihood: f64,
}

impl TwoLevelModel {
    /// The standard deviation of the error, sampling aside, of a mean of `polls` polls of one contest:
    /// √(τ_c² + τ_p²/m). In proportions this is the `bias_sd` of a comparison.
    ///
    /// ```
    /// use exitpoll::record::ContestErrors;
    ///
    /// let errors = [2.0, 4.0, -4.0, -2.0];
    /// let model = ContestErrors::new(&errors, &[1.0; 4], &["a", "a", "b", "b"])?.fit()?;
    /// assert!((model.bias_sd(1)? - 18f64.sqrt()).abs() < 1e-12);
    /// assert!((model.bias_sd(2)? - 17.5f64.sqrt()).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// Out of range: no polls.
    pub fn bias_sd(&self, polls: usize) -> Result<f64> {
        if polls == 0 {
            return Err(Error::out_of_range(
                "polls",
                polls,
                "give at least one poll",
            ));
        }
        let own = self.poll_sd.value * self.poll_sd.value / polls as f64;
        Ok((self.contest_sd.value * self.contest_sd.value + own).sqrt())
    }
}

impl ContestErrors {
    /// Groups the errors by contest. Polls of one contest need not stand together.
    ///
    /// # Errors
    /// Out of range: lists of different length, an error that is not finite, a variance that is not
    /// positive and finite, or figures further apart than doubles can hold. Undefined: fewer than two
    /// contests, or none with two polls (then only τ_c² + τ_p² can be told).
    pub fn new<C: Hash + Eq>(
        errors: &[f64],
        variances: &[f64],
        contests: &[C],
    ) -> Result<ContestErrors> {
        for (field, length) in [("variances", variances.len()), ("contests", contests.len())] {
            if length != errors.len() {
                let help = format!("give one for each of the {} errors", errors.len());
                return Err(Error::out_of_range(field, format!("{length} long"), help));
            }
        }
        for (index, (&error, &variance)) in errors.iter().zip(variances).enumerate() {
            if !error.is_finite() {
                let help = "give a finite number";
                return Err(Error::out_of_range(format!("errors[{index}]"), error, help));
            }
            if !(variance > 0.0 && variance.is_finite()) {
                let help = "give a positive, finite sampling variance (not its root)";
                let field = format!("variances[{index}]");
                return Err(Error::out_of_range(field, variance, help));
            }
        }
        let mut numbers = HashMap::with_capacity(contests.len());
        let numbered: Vec<usize> = contests
            .iter()
            .map(|contest| {
                let next = numbers.len();
                *numbers.entry(contest).or_insert(next)
            })
            .collect();
        let count = numbers.len();
        if count < 2 {
            return Err(Error::undefined(
                "the two-level model",
                "what the polls of a contest share shows only between contests; give at least two",
            ));
        }
        if count == errors.len() {
            return Err(Error::undefined(
                "the two-level model",
                "no contest has two polls, so that contest and poll cannot be told apart; pool them \
                 with one variance instead (`pooling::pool`)",
            ));
        }
        Ok(ContestErrors {
            blocks: Blocks::new(errors, variances, &numbered, count)?,
        })
    }

    /// Fits the model by restricted maximum likelihood. Both variances are at least 0; of several maxima
    /// that the search finds from different starts, the highest.
    ///
    /// With the polls of a contest in a block, V⁻¹ has a closed form (Sherman & Morrison 1950), and one
    /// evaluation of the likelihood with both derivatives takes one division per poll; Newton's method
    /// then solves the score equations to the last digits.
    ///
    /// # Errors
    /// Undefined: the search does not settle.
    pub fn fit(&self) -> Result<TwoLevelModel> {
        self.model(&maximum::highest(&self.blocks)?)
    }

    fn model(&self, point: &likelihood::Point) -> Result<TwoLevelModel> {
        let unit = self.blocks.unit();
        let (sds, errors) = point.standard_deviations();
        let estimate = |at: usize| Estimate {
            value: sds[at] * unit,
            standard_error: errors[at].map(|error| error * unit),
        };
        let model = TwoLevelModel {
            polls: self.blocks.polls(),
            contests: self.blocks.contests(),
            mean: Estimate {
                value: self.blocks.origin() + point.mean * unit,
                standard_error: Some(point.precision.recip().sqrt() * unit),
            },
            contest_sd: estimate(0),
            poll_sd: estimate(1),
            sampling_sd: self.blocks.mean_variance().sqrt() * unit,
            log_likelihood: self.blocks.log_likelihood(point),
        };
        if model.contest_sd.value.is_finite() && model.mean.value.is_finite() {
            return Ok(model);
        }
        let help = "give them in a larger unit: a result is too large for a double";
        Err(Error::out_of_range("errors", "errors so far apart", help))
    }
}
