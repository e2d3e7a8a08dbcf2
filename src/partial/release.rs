//! One count as it was released, and how a poll stands at it.

use serde::Serialize;

use super::bounds::total;
use super::{
    Decision, Order, OutstandingBallots, Reachability, check_proportion, check_votes,
    counted_share_bounds, decided, decided_from_votes, final_share_bounds_from_votes,
    final_share_within, needed_share, needed_share_bounds, needed_share_bounds_from_votes,
    needed_share_from_votes, reachability, reachability_from_votes,
};
use crate::error::Result;
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Standing {
    /// What the choice's final share can be.
    pub final_share: Bounds,
    /// The share that the outstanding ballots must give it for the poll to come exactly true; of a range of
    /// outstanding ballots, if the most come. `None` where none is outstanding.
    pub needed: Option<f64>,
    /// The needed shares that rounding allows, likewise if the most come; with fewer they lie further out
    /// ([`needed_share_bounds_from_votes`]). `None` where rounding leaves open whether any ballot is
    /// outstanding.
    pub needed_bounds: Option<Bounds>,
    /// Whether the poll's figure can still come true.
    pub reachability: Reachability,
}

impl Release {
    /// From shares (value and bounds; `None` where a choice was left out) and the share of all ballots
    /// counted. A share of the stations is not a share of the ballots: give its bounds as widely as the
    /// sizes of the stations are known, or take [`Release::from_votes`] with the registered voters.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a figure or an end of its bounds is not a proportion.
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
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if a choice has more votes than there are; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing is
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

    /// What tells the count from others: a time, or how far it had come.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    pub(super) fn figures(&self) -> &Figures {
        &self.figures
    }

    pub(super) fn choices(&self) -> usize {
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
                Some(final_share_within(share, counted.1))
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
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if the poll's figure or an end of its bounds is not a proportion.
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
                // In range: the choice has a final share.
                let (votes, all) = (votes[choice], *valid);
                let most = outstanding.most();
                Some(Standing {
                    final_share,
                    needed: needed_share_from_votes(poll.0, votes, all, most)?,
                    needed_bounds: needed_share_bounds_from_votes(
                        poll.1,
                        votes,
                        all,
                        OutstandingBallots::exactly(most),
                    )?,
                    reachability: reachability_from_votes(poll, votes, all, *outstanding)?,
                })
            }
        })
    }

    /// Whether one choice stays ahead of another for certain; `None` if the count leaves one of them out.
    pub(super) fn is_decided(&self, ahead: usize, behind: usize) -> Option<bool> {
        let decision = match &self.figures {
            Figures::Shares { shares, counted } => {
                let share = |choice: usize| Some((*shares.get(choice)?)?.1);
                decided(share(ahead)?, share(behind)?, counted.1)
            }
            Figures::Votes {
                votes, outstanding, ..
            } => decided_from_votes(*votes.get(ahead)?, *votes.get(behind)?, *outstanding),
        };
        Some(decision == Decision::Decided)
    }
}

fn check_published(field: &str, (value, bounds): (f64, Bounds)) -> Result<()> {
    [value, bounds.low, bounds.high]
        .into_iter()
        .try_for_each(|share| check_proportion(field, share))
}
