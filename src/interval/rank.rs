//! Which places in the order of the choices a sample still allows.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::lead;
use super::multinomial::checked_total;
use crate::error::{Error, Result, by_name};
use crate::numeric::{Confidence, normal_quantile, student_t_quantile, student_t_two_sided_tail};

/// How the pairwise comparisons behind a confidence set for ranks share the error between them.
///
/// For each ordered pair the hypothesis "the first choice has no larger share than the second" is tested
/// one-sidedly with z = (x_i − x_j)/√(x_i + x_j) ([`lead::p_value`] is the two-sided form). Where both together
/// have fewer than 200 respondents, whose levels in large samples would be off by up to half, the test is by the
/// binomial distribution that x_i of x_i + x_j has if the shares are equal: 5 to 0 has p = 1/32. A rejection puts
/// one choice ahead of the other. A choice with r choices ahead of it and s behind has rank r + 1 to k − s.
///
/// Controlled is the probability of any false rejection, in either direction, at 1 − level: so with the
/// given confidence the ranks of all choices lie in their intervals together, and of tied choices all ranks
/// that they could be given (Klein, Wright & Wieczorek 2020, *Journal of the Royal Statistical Society A*
/// 183; Mogstad, Romano, Shaikh & Wilhelm 2024, *Review of Economic Studies* 91). The tests' levels are
/// those of large samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RankMethod {
    /// Every one of the k(k − 1) one-sided tests at α/(k(k − 1)) (Bonferroni): what k(k − 1)/2 joint
    /// two-sided intervals of the leads give.
    SingleStep,
    /// The tests in the order of their p-values, the s-th at α/(k(k − 1) − 2(s − 1)), until one does not reject
    /// (Holm 1979): each pair is two one-sided hypotheses, and a lead that is called settles both. That of two tied
    /// choices none is called ahead is Holm's theorem over the pairs; that leads called in the wrong direction come no
    /// more often on top of it is known for independent tests (Shaffer 1980, *Annals of Statistics* 8), and for leads in
    /// one sample shown by enumeration (`tests/measures/interval_coverage.rs`). Never wider than the single step.
    StepDown,
}

/// The ranks, from 1, that a choice can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankInterval {
    /// The best one: one more than the choices that are ahead for certain.
    pub best: usize,
    /// The worst one: all choices, less those that are behind for certain.
    pub worst: usize,
}

impl RankInterval {
    /// Whether `rank` is among them.
    #[must_use]
    pub fn contains(&self, rank: usize) -> bool {
        (self.best..=self.worst).contains(&rank)
    }
}

/// The choice that is ahead in the sample, the one behind, and the one-sided p-value.
pub(crate) struct Comparison {
    pub ahead: usize,
    pub behind: usize,
    pub p_value: f64,
}

impl RankMethod {
    /// Both methods.
    pub const ALL: [RankMethod; 2] = [RankMethod::SingleStep, RankMethod::StepDown];

    /// The ranks of all choices, from their (effective) `counts` in one sample.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for fewer than two choices; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a count is negative or not
    /// finite, or all are zero.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{RankInterval, RankMethod};
    ///
    /// // The first leads by 100/√500 = 4.5 standard errors and more; of the others 200 and 190 are close.
    /// let ranks = RankMethod::StepDown.ranks(&[300.0, 200.0, 190.0, 10.0], Confidence::P95)?;
    /// let from_to = |best, worst| RankInterval { best, worst };
    /// assert_eq!(ranks, [from_to(1, 1), from_to(2, 3), from_to(2, 3), from_to(4, 4)]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn ranks(self, counts: &[f64], confidence: Confidence) -> Result<Vec<RankInterval>> {
        self.ranks_of_design(counts, |_, _| 1.0, None, confidence)
    }

    /// The same where the sample is worth so many `times` the counts for the lead of one choice over another, and with
    /// the degrees of freedom of the design where stations are known: the tests of large pairs are by t, with z of the
    /// effective counts unchanged, and those of small ones by the binomial distribution at (z_c/t_c)² times the counts.
    pub(crate) fn ranks_of_design(
        self,
        counts: &[f64],
        times: impl Fn(usize, usize) -> f64,
        degrees_of_freedom: Option<f64>,
        confidence: Confidence,
    ) -> Result<Vec<RankInterval>> {
        checked_total("counts", counts)?;
        let level = 0.5 * confidence.alpha();
        let small_pairs_by = match degrees_of_freedom {
            Some(freedom) => {
                let t = student_t_quantile(0.5 * confidence.alpha(), freedom)?;
                (confidence.critical_value() / t).powi(2)
            }
            None => 1.0,
        };
        let one_sided = |more: f64, less: f64| {
            if lead::is_small_pair(more, less) {
                return lead::exact_tail(more * small_pairs_by, less * small_pairs_by);
            }
            match degrees_of_freedom {
                Some(freedom) => {
                    let z = (more - less) / (more + less).sqrt();
                    Ok(0.5 * student_t_two_sided_tail(z, freedom)?)
                }
                None => Ok(lead::tail(more, less)),
            }
        };
        let comparisons = comparisons(counts, times, level, one_sided)?;
        Ok(self.ranks_of_comparisons(counts.len(), comparisons, confidence))
    }

    /// The ranks of `contenders` of whom each pair was compared once, in the direction of the estimates; those
    /// that cannot be rejected may be left out.
    pub(crate) fn ranks_of_comparisons(
        self,
        contenders: usize,
        mut comparisons: Vec<Comparison>,
        confidence: Confidence,
    ) -> Vec<RankInterval> {
        comparisons.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
        let all = RankInterval {
            best: 1,
            worst: contenders,
        };
        let mut ranks = vec![all; contenders];
        let hypotheses = 2.0 * pairs(contenders);
        for (rejected, comparison) in comparisons.iter().enumerate() {
            let hypotheses = match self {
                RankMethod::SingleStep => hypotheses,
                RankMethod::StepDown => hypotheses - 2.0 * rejected as f64,
            };
            if comparison.p_value * hypotheses > confidence.alpha() {
                break;
            }
            if let Some(ahead) = ranks.get_mut(comparison.ahead) {
                ahead.worst -= 1;
            }
            if let Some(behind) = ranks.get_mut(comparison.behind) {
                behind.best += 1;
            }
        }
        ranks
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RankMethod::SingleStep => "single_step",
            RankMethod::StepDown => "step_down",
        }
    }
}

/// How many pairs there are.
fn pairs(contenders: usize) -> f64 {
    0.5 * contenders as f64 * (contenders as f64 - 1.0)
}

/// Of every pair the direction that the sample gives it (the other is never rejected), as far as it can be
/// rejected: at `level` or below, that of the last step.
fn comparisons(
    counts: &[f64],
    times: impl Fn(usize, usize) -> f64,
    level: f64,
    one_sided: impl Fn(f64, f64) -> Result<f64>,
) -> Result<Vec<Comparison>> {
    // Nearer pairs are passed over without a tail: the exact p-value of a small pair is nowhere under half the normal one
    // at levels of a two-hundredth and more, nor under a hundredth of it at smaller ones, and that of t is above it.
    let nearest = -normal_quantile((100.0 * level).min(2.0 * level.max(0.005)).min(0.5))?;
    let mut pairs = Vec::new();
    for (first, &x) in counts.iter().enumerate() {
        for (second, &y) in counts.iter().enumerate().skip(first + 1) {
            let (ahead, behind) = if x >= y {
                (first, second)
            } else {
                (second, first)
            };
            let times = times(first, second);
            let (more, less) = (times * x.max(y), times * x.min(y));
            if (more - less).powi(2) < nearest * nearest * (more + less) {
                continue;
            }
            let p_value = one_sided(more, less)?;
            if p_value <= level {
                pairs.push(Comparison {
                    ahead,
                    behind,
                    p_value,
                });
            }
        }
    }
    Ok(pairs)
}

impl fmt::Display for RankMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RankMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<RankMethod> {
        by_name("rank method", text, RankMethod::ALL, RankMethod::name)
    }
}
