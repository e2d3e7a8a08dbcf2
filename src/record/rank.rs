//! The order of the pollsters.

use serde::Serialize;

use super::contest_means::{ContestMean, Moment, Reference, contest_means};
use super::estimate::Estimate;
use super::rating::RatingRule;
use super::tally::Tally;
use crate::error::Result;
use crate::interval::{Comparison, RankInterval, RankMethod};
use crate::numeric::{Confidence, normal_upper_tail};

/// The place of one pollster in the order of all that are rated.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Ranked {
    /// Its name.
    pub pollster: String,
    /// How many polls count.
    pub polls: u64,
    /// In how many contests.
    pub contests: u64,
    /// The mean |d| of its leads, or how much it exceeds that of the others, with its standard error.
    pub error: Estimate,
    /// Its place by that figure, from 1 for the smallest; equals have the same.
    pub place: usize,
    /// The ranks that chance leaves open.
    pub ranks: RankInterval,
}

/// The pollsters that are rated, in the order of the mean absolute deviation of their leads, each with
/// the ranks that chance leaves open.
///
/// Against [`Reference::Result`] a pollster that chose easy contests ranks high; against
/// [`Reference::OtherPollsters`] its error counts beyond that of the others in the same contests.
///
/// Each pair is compared by z = (difference)/(its standard error), the standard error from contests as
/// clusters: √Σ_c (a_c − b_c)², with what each contest adds to either mean, so that surprises which
/// both met cancel. The ranks of all pollsters lie in their intervals together with the given
/// confidence, in large samples (see [`RankMethod`]). A pair whose difference has no standard error is
/// left open.
///
/// # Errors
/// Those of the normal distribution for figures that are not finite; none for what a tally holds.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::interval::RankMethod;
/// use exitpoll::record::{ContestRow, RatingRule, Reference, Tally, measure_rows, ranking};
///
/// let mut rows = Vec::new();
/// for contest in 0..20 {
///     // The first is off by 1 or 2 points, the second by 9 or 10, the third by 1 to 10 in turn.
///     let turn = f64::from(contest % 2);
///     for (pollster, off) in [("One", 1.0 + turn), ("Two", 10.0 - turn), ("Three", 1.0 + 9.0 * turn)] {
///         for (choice, sign) in [("A", 0.005), ("B", -0.005)] {
///             rows.push(ContestRow {
///                 pollster: pollster.into(), contest: contest.to_string(), kind: None, date: None, name: None,
///                 size: None, choice: choice.into(), bloc: None, poll: 0.5 + sign * off, result: Some(0.5),
///             });
///         }
///     }
/// }
/// let tally = Tally::of(&measure_rows(&rows, None)?)?;
/// let ranked = ranking(
///     &tally,
///     Reference::Result,
///     RatingRule::default(),
///     RankMethod::StepDown,
///     Confidence::P95,
/// )?;
/// let names: Vec<&str> = ranked.iter().map(|one| one.pollster.as_str()).collect();
/// assert_eq!(names, ["One", "Three", "Two"]);
/// assert_eq!((ranked[0].ranks.best, ranked[0].ranks.worst), (1, 1));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn ranking(
    tally: &Tally,
    reference: Reference,
    rule: RatingRule,
    method: RankMethod,
    confidence: Confidence,
) -> Result<Vec<Ranked>> {
    let (mut means, _) = contest_means(tally, reference, Moment::Absolute, rule);
    // By figure, then by name: they come by name, and the sort is stable.
    means.sort_by(|one, other| one.mean.value.total_cmp(&other.mean.value));
    let covariances = Covariances::of(&means, tally.contests());
    let mut comparisons = Vec::with_capacity(means.len() * means.len().saturating_sub(1) / 2);
    for (ahead, better) in means.iter().enumerate() {
        for (behind, worse) in means.iter().enumerate().skip(ahead + 1) {
            let error = covariances.of_difference(ahead, behind).sqrt();
            let difference = worse.mean.value - better.mean.value;
            comparisons.push(Comparison {
                ahead,
                behind,
                p_value: if error > 0.0 {
                    normal_upper_tail(difference / error)?
                } else {
                    1.0
                },
            });
        }
    }
    let ranks = method.ranks_of_comparisons(means.len(), comparisons, confidence);
    let mut place = 0;
    let mut before = f64::NEG_INFINITY;
    let ranked = means.into_iter().zip(ranks).enumerate();
    Ok(ranked
        .map(|(at, (one, ranks))| {
            if one.mean.value > before {
                (place, before) = (at + 1, one.mean.value);
            }
            Ranked {
                pollster: one.pollster.to_owned(),
                polls: one.polls,
                contests: one.contests,
                error: one.mean,
                place,
                ranks,
            }
        })
        .collect())
}

/// The covariances of the means, row after row; a pollster of one contest has none.
struct Covariances {
    size: usize,
    values: Vec<f64>,
    known: Vec<bool>,
}

impl Covariances {
    fn of(means: &[ContestMean<'_>], contests: usize) -> Covariances {
        let size = means.len();
        let mut in_contest: Vec<Vec<(usize, f64)>> = vec![Vec::new(); contests];
        for (at, one) in means.iter().enumerate() {
            for (contest, part) in &one.parts {
                let parts = in_contest.get_mut(*contest as usize);
                parts
                    .expect("contests are numbered from 0")
                    .push((at, *part));
            }
        }
        let mut values = vec![0.0; size * size];
        for parts in &in_contest {
            for &(row, one) in parts {
                for &(column, other) in parts {
                    let cell = values.get_mut(row * size + column);
                    *cell.expect("rows and columns are below the size") += one * other;
                }
            }
        }
        Covariances {
            size,
            values,
            known: means.iter().map(|one| !one.parts.is_empty()).collect(),
        }
    }

    /// 0 where one of them is not known.
    fn of_difference(&self, one: usize, other: usize) -> f64 {
        let known = |at: usize| *self.known.get(at).expect("each mean has its place");
        let at = |row: usize, column: usize| {
            let cell = self.values.get(row * self.size + column);
            *cell.expect("rows and columns are below the size")
        };
        if !(known(one) && known(other)) {
            return 0.0;
        }
        at(one, one) + at(other, other) - 2.0 * at(one, other)
    }
}
