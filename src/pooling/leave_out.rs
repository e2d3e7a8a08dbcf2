//! The pool without one poll, and without one pollster.

use serde::Serialize;
use std::collections::BTreeMap;

use super::estimator::{HeterogeneityEstimator, IntervalMethod};
use super::evidence::same_length;
use super::pool::{Pool, Quantile, pool_with};
use crate::error::{Error, Result};
use crate::numeric::Confidence;

/// The pool without each poll in turn, in the order of the polls (`leave1out` of `metafor`).
///
/// # Errors
/// As [`pool`](super::pool()), which sees one poll less: [`ErrorKind::Missing`](crate::ErrorKind::Missing) for a single poll, and
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for two polls with a Hartung–Knapp interval.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, leave_one_out};
///
/// let without = leave_one_out(
///     &[1.0, 4.0, 7.0],
///     &[1.0; 3],
///     HeterogeneityEstimator::FixedEffect,
///     IntervalMethod::Wald,
///     Confidence::P95,
/// )?;
/// let pooled: Vec<f64> = without.iter().map(|pool| pool.pooled).collect();
/// assert_eq!(pooled, [5.5, 4.0, 2.5]);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn leave_one_out(
    estimates: &[f64],
    variances: &[f64],
    estimator: HeterogeneityEstimator,
    interval_method: IntervalMethod,
    confidence: Confidence,
) -> Result<Vec<Pool>> {
    same_length("variances", variances.len(), "estimates", estimates.len())?;
    let left = estimates.len().saturating_sub(1);
    let quantile = Quantile::new(interval_method, confidence, left)?;
    let mut rest = Rest::default();
    (0..estimates.len())
        .map(|out| {
            rest.fill(estimates, variances, |poll| poll != out);
            pool_with(&rest.estimates, &rest.variances, estimator, quantile)
        })
        .collect()
}

/// The pool without all polls of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct WithoutGroup {
    /// The label of the group left out.
    pub group: String,
    /// How many polls it has.
    pub left_out: usize,
    /// The pool of the others.
    pub pool: Pool,
}

/// The pool without each group of polls in turn, in the order in which the labels first appear: with the
/// pollsters' names as labels, how much rests on one pollster who has several polls in the pool.
///
/// # Errors
/// As [`pool`](super::pool()); [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) unless there is one label per poll;
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if all polls are of one group, or so many that too few are left for a
/// Hartung–Knapp interval.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, leave_group_out};
///
/// let without = leave_group_out(
///     &[1.0, 4.0, 7.0],
///     &[1.0; 3],
///     &["Oracle", "Delphi", "Oracle"],
///     HeterogeneityEstimator::FixedEffect,
///     IntervalMethod::Wald,
///     Confidence::P95,
/// )?;
/// assert_eq!((without[0].group.as_str(), without[0].left_out), ("Oracle", 2));
/// assert_eq!(without[0].pool.pooled, 4.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn leave_group_out<L: AsRef<str>>(
    estimates: &[f64],
    variances: &[f64],
    groups: &[L],
    estimator: HeterogeneityEstimator,
    interval_method: IntervalMethod,
    confidence: Confidence,
) -> Result<Vec<WithoutGroup>> {
    same_length("variances", variances.len(), "estimates", estimates.len())?;
    same_length("groups", groups.len(), "estimates", estimates.len())?;
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    // Per group, in the order of appearance: its label and how many polls it has.
    let mut labels: Vec<(&str, usize)> = Vec::new();
    let mut group_of = Vec::with_capacity(groups.len());
    for group in groups {
        let number = *numbers.entry(group.as_ref()).or_insert_with(|| {
            labels.push((group.as_ref(), 0));
            labels.len() - 1
        });
        if let Some((_, members)) = labels.get_mut(number) {
            *members += 1;
        }
        group_of.push(number);
    }
    if let [(only, _)] = labels.as_slice() {
        return Err(Error::undefined(
            "the pool without one group",
            format!("all polls are of \"{only}\"; give polls of at least two"),
        ));
    }
    let mut rest = Rest::default();
    let mut last: Option<(usize, Quantile)> = None;
    labels
        .into_iter()
        .enumerate()
        .map(|(number, (label, left_out))| {
            rest.fill(estimates, variances, |poll| group_of[poll] != number);
            // Groups of one size leave the same degrees of freedom.
            let quantile = match last.filter(|(polls, _)| *polls == rest.estimates.len()) {
                Some((_, known)) => known,
                None => Quantile::new(interval_method, confidence, rest.estimates.len())?,
            };
            last = Some((rest.estimates.len(), quantile));
            Ok(WithoutGroup {
                group: label.to_string(),
                left_out,
                pool: pool_with(&rest.estimates, &rest.variances, estimator, quantile)?,
            })
        })
        .collect()
}

/// The polls that stay, in buffers that are used again.
#[derive(Default)]
struct Rest {
    estimates: Vec<f64>,
    variances: Vec<f64>,
}

impl Rest {
    fn fill(&mut self, estimates: &[f64], variances: &[f64], stays: impl Fn(usize) -> bool) {
        self.estimates.clear();
        self.variances.clear();
        for (poll, (&estimate, &variance)) in estimates.iter().zip(variances).enumerate() {
            if stays(poll) {
                self.estimates.push(estimate);
                self.variances.push(variance);
            }
        }
    }
}
