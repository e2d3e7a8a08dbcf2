//! The counts of a night, one after the other, and how a poll stands at each.

use serde::{Deserialize, Serialize};

use super::bounds::total;
use super::{
    Decision, Order, OutstandingBallots, Reachability, StationCount, check_proportion, check_votes,
    counted_share_bounds, final_share_bounds, final_share_bounds_from_votes, needed_share,
    needed_share_bounds, needed_share_bounds_from_votes, needed_share_from_votes, reachability,
    reachability_from_votes,
};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// One count as it was released: shares with their rounding and the share of the ballots counted, or votes
/// and the ballots outstanding.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    label: String,
    figures: Figures,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Figures {
    Shares {
        shares: Vec<Option<(f64, Bounds)>>,
        counted: (f64, Bounds),
    },
    Votes {
        votes: Vec<u64>,
        valid: u64,
        outstanding: OutstandingBallots,
    },
}

/// How a poll's figure of one choice stands at one count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// What the choice's final share can be.
    pub final_share: Bounds,
    /// The share that the outstanding ballots must give it for the poll to come exactly true; of a range of
    /// outstanding ballots, if the most come. `None` where none is outstanding.
    pub needed: Option<f64>,
    /// The needed shares that rounding and the number of outstanding ballots allow; an end is infinite
    /// where it may be that none comes. `None` where rounding leaves open whether any is.
    pub needed_bounds: Option<Bounds>,
    /// Whether the poll's figure can still come true.
    pub reachability: Reachability,
}

/// How a poll stands at each count of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

impl Release {
    /// From shares (value and bounds; `None` where a choice was left out) and the share of all ballots
    /// counted. A share of the stations is not a share of the ballots: give its bounds as widely as the
    /// sizes of the stations are known, or take [`Release::from_votes`] with the registered voters.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if a figure or an end of its bounds is not a proportion.
    pub fn from_shares(
        label: impl Into<String>,
        shares: &[Option<(f64, Bounds)>],
        counted: (f64, Bounds),
    ) -> Result<Release> {
        for (index, share) in shares.iter().enumerate() {
            if let Some(share) = share {
                check_published(&format!("shares[{index}]"), *share)?;
            }
        }
        check_published("counted", counted)?;
        Ok(Release {
            label: label.into(),
            figures: Figures::Shares {
                shares: shares.to_vec(),
                counted,
            },
        })
    }

    /// From the votes of every choice, all valid votes, and the ballots outstanding.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] if a choice has more votes than there are; [`Error::Undefined`] if nothing is
    /// counted and nothing can come.
    pub fn from_votes(
        label: impl Into<String>,
        votes: &[u64],
        valid: u64,
        outstanding: OutstandingBallots,
    ) -> Result<Release> {
        votes.iter().try_for_each(|v| check_votes(*v, valid))?;
        total(valid, outstanding.most())?;
        Ok(Release {
            label: label.into(),
            figures: Figures::Votes {
                votes: votes.to_vec(),
                valid,
                outstanding,
            },
        })
    }

    /// From the stations counted so far.
    ///
    /// # Errors
    /// As [`Release::from_votes`].
    pub fn from_stations(label: impl Into<String>, count: &StationCount) -> Result<Release> {
        Release::from_votes(label, count.votes(), count.valid(), count.outstanding())
    }

    /// What tells the count from others: a time, or how far it had come.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    pub(super) fn figures(&self) -> &Figures {
        &self.figures
    }

    fn choices(&self) -> usize {
        match &self.figures {
            Figures::Shares { shares, .. } => shares.len(),
            Figures::Votes { votes, .. } => votes.len(),
        }
    }

    /// The share of a choice so far, at its widest; `None` if the count has none.
    #[must_use]
    pub fn share(&self, choice: usize) -> Option<Bounds> {
        match &self.figures {
            Figures::Shares { shares, .. } => Some((*shares.get(choice)?)?.1),
            Figures::Votes { votes, valid, .. } => {
                let votes = *votes.get(choice)?;
                (*valid > 0).then(|| Bounds::exact(votes as f64 / *valid as f64))
            }
        }
    }

    /// The share of all ballots that is counted, at its widest.
    #[must_use]
    pub fn counted(&self) -> Bounds {
        match &self.figures {
            Figures::Shares { counted, .. } => counted.1,
            // Only if nothing is counted and nothing may come.
            Figures::Votes {
                valid, outstanding, ..
            } => counted_share_bounds(*valid, *outstanding).unwrap_or(Bounds {
                low: 0.0,
                high: 1.0,
            }),
        }
    }

    /// What the final share of a choice can be; `None` if the count has no figure of it.
    #[must_use]
    pub fn final_share_bounds(&self, choice: usize) -> Option<Bounds> {
        match &self.figures {
            Figures::Shares { shares, counted } => {
                let (_, share) = (*shares.get(choice)?)?;
                Some(final_share_bounds(share, counted.1))
            }
            Figures::Votes {
                votes,
                valid,
                outstanding,
            } => final_share_bounds_from_votes(*votes.get(choice)?, *valid, *outstanding).ok(),
        }
    }

    /// The order so far and what of it is decided; `None` if the count leaves choices out.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        match &self.figures {
            Figures::Shares { shares, counted } => {
                let shares: Option<Vec<_>> = shares.iter().copied().collect();
                Order::from_shares(&shares?, counted.1).ok()
            }
            Figures::Votes {
                votes, outstanding, ..
            } => Some(Order::from_votes(votes, *outstanding)),
        }
    }

    /// How a poll's figure of a choice stands at this count; `None` if the count has none.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the poll's figure or an end of its bounds is not a proportion.
    pub fn standing(&self, choice: usize, poll: (f64, Bounds)) -> Result<Option<Standing>> {
        check_published("poll", poll)?;
        let Some(final_share) = self.final_share_bounds(choice) else {
            return Ok(None);
        };
        Ok(match &self.figures {
            Figures::Shares { shares, counted } => {
                let share = shares.get(choice).copied().flatten();
                share.map(|share| Standing {
                    final_share,
                    needed: needed_share(poll.0, share.0, counted.0),
                    needed_bounds: needed_share_bounds(poll.1, share.1, counted.1),
                    reachability: reachability(poll, share, *counted),
                })
            }
            Figures::Votes {
                votes,
                valid,
                outstanding,
            } => {
                let (votes, all) = (votes.get(choice).copied().unwrap_or(0), *valid);
                let most = outstanding.most();
                Some(Standing {
                    final_share,
                    needed: needed_share_from_votes(poll.0, votes, all, most)?,
                    needed_bounds: needed_share_bounds_from_votes(
                        poll.1,
                        votes,
                        all,
                        *outstanding,
                    )?,
                    reachability: reachability_from_votes(poll, votes, all, *outstanding)?,
                })
            }
        })
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
    /// [`Error::Missing`] without any; [`Error::OutOfRange`] if they list different numbers of choices.
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
    /// [`Error::OutOfRange`] for another number of choices than the counts have, or a figure that is not
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

impl Release {
    fn is_decided(&self, ahead: usize, behind: usize) -> Option<bool> {
        let decision = match &self.figures {
            Figures::Shares { shares, counted } => {
                let share = |choice: usize| Some((*shares.get(choice)?)?.1);
                super::decided(share(ahead)?, share(behind)?, counted.1)
            }
            Figures::Votes {
                votes, outstanding, ..
            } => super::decided_from_votes(*votes.get(ahead)?, *votes.get(behind)?, *outstanding),
        };
        Some(decision == Decision::Decided)
    }
}

/// The place of the first `true` after which no `false` comes; what is not known changes nothing.
fn stays_from(holds: impl Iterator<Item = Option<bool>>) -> Option<usize> {
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

fn check_published(field: &str, (value, bounds): (f64, Bounds)) -> Result<()> {
    [value, bounds.low, bounds.high]
        .into_iter()
        .try_for_each(|share| check_proportion(field, share))
}
