//! Total error against what samples explain, by kind of contest.

use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

use super::deviation::{Deviation, PollDeviation};
use super::two_level::{ContestErrors, TwoLevelModel};
use crate::error::{Error, Result};
use crate::numeric::Confidence;

/// Which figure of the polls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The lead of the first side over the second.
    Lead,
    /// The first side's share among the compared choices.
    Share,
}

/// How much wider than sampling alone the errors of many polls are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct TotalError {
    /// The kind of contest; `None` for all together, or for contests without a kind.
    pub kind: Option<String>,
    /// Which figure.
    pub figure: Figure,
    /// How many polls of known size.
    pub polls: usize,
    /// In how many contests.
    pub contests: usize,
    /// Whether signs are those of the sides that were asked for. Where no poll has these, the sides are
    /// winner and runner-up; where some have, only they count.
    pub oriented: bool,
    /// The level of the intervals.
    pub confidence: Confidence,
    /// How many of the polls' own intervals contained the result.
    pub coverage: f64,
    /// The multiplier: the least factor by which every interval must be widened about its estimate so
    /// that the share of them that contain the result is at least nominal.
    pub multiplier: f64,
    /// What contest and poll add to sampling; `None` where they cannot be told apart (fewer than two
    /// contests, or no contest with two polls).
    pub model: Option<TwoLevelModel>,
}

impl TotalError {
    /// Of all these polls together.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::record::{ContestRow, Figure, TotalError, measure_rows};
    ///
    /// // Shares of 50 percent of 2,500: a standard error of one point. Off by −4, 1, 2 and 3 points.
    /// let rows: Vec<ContestRow> = [("a", 0.54), ("a", 0.49), ("b", 0.48), ("b", 0.47)]
    ///     .iter()
    ///     .enumerate()
    ///     .flat_map(|(poll, &(contest, result))| {
    ///         [("A", result), ("B", 1.0 - result)].map(|(choice, result)| ContestRow {
    ///             pollster: "One".into(), contest: contest.into(), kind: None, date: None,
    ///             name: Some(poll.to_string()), size: Some(2500.0), choice: choice.into(),
    ///             bloc: Some(choice.into()), poll: 0.5, result: Some(result),
    ///         })
    ///     })
    ///     .collect();
    /// let polls = measure_rows(&rows, Some(["A", "B"]))?;
    /// let half = Confidence::new(0.5)?;
    /// let total = TotalError::of(&polls, Figure::Share, half)?;
    /// // None within .674 points; two of four within 2 points.
    /// assert_eq!(total.coverage, 0.0);
    /// assert!((total.multiplier - 2.0 / half.critical_value()).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// Missing: no poll of known size. As [`ContestErrors::fit`], where the model can be told.
    pub fn of(
        polls: &[PollDeviation<'_>],
        figure: Figure,
        confidence: Confidence,
    ) -> Result<TotalError> {
        TotalError::of_those(polls.iter(), None, figure, confidence)
    }

    /// Of each kind of contest, in the order of their names.
    ///
    /// # Errors
    /// As [`of`](TotalError::of), for a kind none of whose polls has a known size too.
    pub fn by_kind(
        polls: &[PollDeviation<'_>],
        figure: Figure,
        confidence: Confidence,
    ) -> Result<Vec<TotalError>> {
        let mut kinds: BTreeMap<Option<&str>, Vec<&PollDeviation<'_>>> = BTreeMap::new();
        for poll in polls {
            kinds.entry(poll.kind).or_default().push(poll);
        }
        let each = kinds.into_iter();
        each.map(|(kind, polls)| TotalError::of_those(polls.into_iter(), kind, figure, confidence))
            .collect()
    }

    fn of_those<'a, 'b: 'a>(
        polls: impl Iterator<Item = &'a PollDeviation<'b>> + Clone,
        kind: Option<&str>,
        figure: Figure,
        confidence: Confidence,
    ) -> Result<TotalError> {
        let oriented = polls
            .clone()
            .any(|poll| poll.oriented && figure.of(poll).is_some());
        let (mut errors, mut variances, mut contests) = (Vec::new(), Vec::new(), Vec::new());
        let mut excesses = Vec::new();
        for poll in polls.filter(|poll| poll.oriented == oriented) {
            if let Some((deviation, error)) = figure.of(poll) {
                excesses.push(deviation.abs() / (confidence.critical_value() * error));
                errors.push(deviation);
                variances.push(error * error);
                contests.push(poll.contest);
            }
        }
        if errors.is_empty() {
            let help = "no poll of this kind has a known size; leave the kind out";
            let field = kind.map_or("size".to_owned(), |kind| format!("size of polls of {kind}"));
            return Err(Error::missing(field, help));
        }
        let (polls, distinct) = (errors.len(), contests.iter().collect::<HashSet<_>>().len());
        excesses.sort_unstable_by(f64::total_cmp);
        let needed = (confidence.level() * polls as f64).ceil() as usize;
        let multiplier = excesses.get(needed.max(1) - 1);
        let inside = excesses.partition_point(|excess| *excess <= 1.0);
        let model = if distinct > 1 && polls > distinct {
            Some(ContestErrors::new(&errors, &variances, &contests)?.fit()?)
        } else {
            None
        };
        Ok(TotalError {
            kind: kind.map(str::to_owned),
            figure,
            polls,
            contests: distinct,
            oriented,
            confidence,
            coverage: inside as f64 / polls as f64,
            multiplier: *multiplier.expect("a level below 1 asks for at most all polls"),
            model,
        })
    }
}

impl Figure {
    fn of(self, poll: &PollDeviation<'_>) -> Option<(f64, f64)> {
        let figure: Option<&Deviation> = match self {
            Figure::Lead => poll.lead.as_ref(),
            Figure::Share => Some(&poll.share),
        };
        let figure = figure?;
        Some((figure.deviation, figure.standard_error?))
    }
}
