//! The counts of a night, one after the other, and how a poll stands at each.

use serde::Serialize;

use super::release::{Release, Standing};
use super::{Decision, Reachability};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// How a poll stands at each count of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct PollCourse {
    /// By count and choice; `None` where the poll or the count has no figure.
    pub standings: Vec<Vec<Option<Standing>>>,
    /// By choice, the first count (its place) from which the poll's figure stays impossible.
    pub impossible_from: Vec<Option<usize>>,
}

impl PollCourse {
    /// Whether all figures of the poll can still come true at a count; `None` if it has none there.
    #[must_use]
    pub fn reachability(&self, release: usize) -> Option<Reachability> {
        let standings = self.standings.get(release)?.iter().flatten();
        standings
            .map(|standing| standing.reachability)
            .reduce(Reachability::and)
    }

    /// The first count from which the poll as a whole could no longer come true: one of its figures stays
    /// impossible from there.
    #[must_use]
    pub fn whole_impossible_from(&self) -> Option<usize> {
        self.impossible_from.iter().flatten().copied().min()
    }
}

/// Counts of one contest in the order of time.
///
/// ```
/// use exitpoll::{Bounds, PublishedShare};
/// use exitpoll::partial::{CountSeries, Reachability, Release};
///
/// let printed = |text: &str| {
///     let share: PublishedShare = text.parse().unwrap();
///     (share.value(), share.bounds())
/// };
/// // Ilham Aliyev in 2024: three counts, of which the source says "percent of ballots".
/// let series = CountSeries::new(vec![
///     Release::from_shares("54.47", &[Some(printed("92.1"))], printed("54.47"))?,
///     Release::from_shares("93.35", &[Some(printed("92.05"))], printed("93.35"))?,
///     Release::from_shares("final", &[Some(printed("92.12"))], printed("100"))?,
/// ])?;
/// // Oracle's 93.9 percent needed 96.1 percent of the ballots after the first, 119.9 after the second.
/// let course = series.poll(&[Some(printed("93.9"))])?;
/// let needed: Vec<_> = course.standings.iter().map(|row| row[0].unwrap().needed).collect();
/// assert!((needed[0].unwrap() - 0.960534).abs() < 1e-6);
/// assert_eq!(course.reachability(0), Some(Reachability::Possible));
/// assert_eq!(course.impossible_from, [Some(1)]);
/// assert!(series.check().is_empty());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CountSeries {
    releases: Vec<Release>,
}

impl CountSeries {
    /// From counts of the same choices, the earliest first.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without any; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if they list different numbers of choices.
    pub fn new(releases: Vec<Release>) -> Result<CountSeries> {
        let Some(first) = releases.first() else {
            return Err(Error::missing("releases", "give at least one count"));
        };
        let choices = first.choices();
        for (index, release) in releases.iter().enumerate() {
            if release.choices() != choices {
                return Err(Error::out_of_range(
                    format!("releases[{index}]"),
                    format!("{} choices", release.choices()),
                    format!("give the {choices} of the first count, `None` where one is left out"),
                ));
            }
        }
        Ok(CountSeries { releases })
    }

    /// The counts.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// How a poll (value and bounds of each choice, `None` where it has none) stands at each count.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for another number of choices than the counts have, or a figure that is not
    /// a proportion.
    pub fn poll(&self, poll: &[Option<(f64, Bounds)>]) -> Result<PollCourse> {
        let choices = self.releases.first().map_or(0, Release::choices);
        if poll.len() != choices {
            return Err(Error::out_of_range(
                "poll",
                format!("{} figures", poll.len()),
                format!("give one for each of the {choices} choices, `None` where it has none"),
            ));
        }
        let at = |release: &Release| {
            poll.iter()
                .enumerate()
                .map(|(choice, share)| match share {
                    Some(share) => release.standing(choice, *share),
                    None => Ok(None),
                })
                .collect::<Result<Vec<_>>>()
        };
        let standings = self.releases.iter().map(at).collect::<Result<Vec<_>>>()?;
        let impossible_from =
            (0..choices)
                .map(|choice| {
                    let standing = |row: &Vec<Option<Standing>>| row.get(choice).copied().flatten();
                    stays_from(standings.iter().map(|row| {
                        standing(row).map(|s| s.reachability == Reachability::Impossible)
                    }))
                })
                .collect();
        Ok(PollCourse {
            standings,
            impossible_from,
        })
    }

    /// The first count from which it stays decided that one choice finishes ahead of another, by their
    /// places.
    #[must_use]
    pub fn decided_from(&self, ahead: usize, behind: usize) -> Option<usize> {
        stays_from(
            self.releases
                .iter()
                .map(|release| release.is_decided(ahead, behind)),
        )
    }

    /// The first count from which the whole order stays decided. Counts that leave a choice out say nothing
    /// of it.
    #[must_use]
    pub fn order_decided_from(&self) -> Option<usize> {
        stays_from(
            self.releases
                .iter()
                .map(|release| Some(release.order()?.whole() == Decision::Decided)),
        )
    }
}

/// The place of the first `true` after which no `false` comes; what is not known changes nothing.
pub(crate) fn stays_from(holds: impl Iterator<Item = Option<bool>>) -> Option<usize> {
    let mut from = None;
    for (index, holds) in holds.enumerate() {
        match holds {
            Some(true) => from = from.or(Some(index)),
            Some(false) => from = None,
            None => {}
        }
    }
    from
}
