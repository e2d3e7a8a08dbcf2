//! Whether later counts contradict earlier ones.

use serde::Serialize;
use std::fmt;

use super::release::{Figures, Release};
use super::series::CountSeries;
use super::{EQUAL, final_share_within};
use crate::numeric::Bounds;

/// In which way a later count contradicts an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// The share of a choice lies outside what the earlier count left possible: counts were revised, or
    /// the share said to be counted was of stations and not of ballots.
    OutsideBounds,
    /// A choice (or all together) has fewer votes than before: counts were revised.
    VotesFell,
    /// More ballots are counted than the earlier count and its outstanding ballots allow.
    MoreThanOutstanding,
    /// A smaller share of the ballots is counted than before.
    LessCounted,
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FindingKind::OutsideBounds => "outside the bounds of an earlier count",
            FindingKind::VotesFell => "fewer votes than in an earlier count",
            FindingKind::MoreThanOutstanding => "more ballots than were outstanding",
            FindingKind::LessCounted => "less counted than in an earlier count",
        })
    }
}

/// Two counts that cannot both be right, by their places in the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Finding {
    /// The earlier count; where several are contradicted, the one that left least room.
    pub earlier: usize,
    /// The later count.
    pub later: usize,
    /// The choice; `None` where it is about all ballots.
    pub choice: Option<usize>,
    /// What contradicts.
    pub kind: FindingKind,
}

/// The largest lower limit and the smallest upper limit so far, each with the count that set it.
#[derive(Clone, Copy)]
struct Limits {
    low: (f64, usize),
    high: (f64, usize),
}

impl Limits {
    const NONE: Limits = Limits {
        low: (f64::NEG_INFINITY, 0),
        high: (f64::INFINITY, 0),
    };

    /// The count whose limit a figure between `low` and `high` breaks for certain.
    fn broken_by(&self, low: f64, high: f64) -> Option<usize> {
        if high < self.low.0 {
            Some(self.low.1)
        } else if low > self.high.0 {
            Some(self.high.1)
        } else {
            None
        }
    }

    fn tighten(&mut self, low: f64, high: f64, by: usize) {
        if low > self.low.0 {
            self.low = (low, by);
        }
        if high < self.high.0 {
            self.high = (high, by);
        }
    }
}

impl CountSeries {
    /// Every later count against all earlier ones: each share must lie inside the hard bounds of each
    /// earlier count, within rounding, and inside what the count just before it and the part that each has counted
    /// leave it so far; no votes may be lost, and no more ballots come than were
    /// outstanding. Every contradiction is named with the earlier count that left least room, and that of a share with
    /// the count just before it, too.
    ///
    /// ```
    /// use exitpoll::partial::{CountSeries, FindingKind, OutstandingBallots, Release};
    ///
    /// let series = CountSeries::new(vec![
    ///     Release::from_votes("22:00", &[60, 30], 90, OutstandingBallots::at_most(10))?,
    ///     // Two votes of the second choice are gone.
    ///     Release::from_votes("23:00", &[65, 28], 93, OutstandingBallots::at_most(7))?,
    /// ])?;
    /// let findings = series.check();
    /// assert_eq!(findings.len(), 1);
    /// assert_eq!(findings[0].kind, FindingKind::VotesFell);
    /// assert_eq!((findings[0].choice, findings[0].earlier, findings[0].later), (Some(1), 0, 1));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        // Limits of each choice's share and votes; of all ballots and of the share counted.
        let mut of_choices: Vec<(Limits, Limits)> = Vec::new();
        let (mut ballots, mut counted) = (Limits::NONE, Limits::NONE);
        for (later, release) in self.releases().iter().enumerate() {
            let mut find = |earlier: Option<usize>, choice, kind| {
                findings.extend(earlier.map(|earlier| Finding {
                    earlier,
                    later,
                    choice,
                    kind,
                }));
            };
            let figures = Published::of(release);
            of_choices.resize(
                figures.choices.max(of_choices.len()),
                (Limits::NONE, Limits::NONE),
            );
            for (choice, (shares, votes)) in of_choices.iter_mut().enumerate() {
                if let Some(share) = release.share(choice) {
                    let broken = shares.broken_by(share.low - EQUAL, share.high + EQUAL);
                    let between = || {
                        let before = later.checked_sub(1)?;
                        let within = share_after(&self.releases()[before], release, choice)?;
                        apart(share, within).then_some(before)
                    };
                    find(broken, Some(choice), FindingKind::OutsideBounds);
                    let before = between().filter(|before| broken != Some(*before));
                    find(before, Some(choice), FindingKind::OutsideBounds);
                }
                if let Some(bounds) = release.final_share_bounds(choice) {
                    shares.tighten(bounds.low, bounds.high, later);
                }
                if let Some(of_choice) = figures.votes.and_then(|votes| votes.get(choice)) {
                    let of_choice = *of_choice as f64;
                    let broken = votes.broken_by(of_choice, of_choice);
                    find(broken, Some(choice), FindingKind::VotesFell);
                    votes.tighten(of_choice, f64::INFINITY, later);
                }
            }
            if let Some((valid, most)) = figures.ballots {
                let kind = if valid < ballots.low.0 {
                    FindingKind::VotesFell
                } else {
                    FindingKind::MoreThanOutstanding
                };
                find(ballots.broken_by(valid, valid), None, kind);
                ballots.tighten(valid, most, later);
            }
            let share = release.counted();
            let broken = counted.broken_by(share.low - EQUAL, share.high + EQUAL);
            find(broken, None, FindingKind::LessCounted);
            counted.tighten(share.low, f64::INFINITY, later);
        }
        findings
    }

    /// Of the ballots of the later count, or of all where the earlier one contradicts whatever comes, the part that the
    /// earlier one had.
    pub(crate) fn part_counted(&self, finding: &Finding) -> Option<Bounds> {
        let (earlier, later) = (
            self.releases().get(finding.earlier)?,
            self.releases().get(finding.later)?,
        );
        let (found, choice) = (self.found(finding)?, finding.choice?);
        let in_the_end = earlier.final_share_bounds(choice)?;
        match apart(found, in_the_end) {
            true => Some(earlier.counted()),
            false => part_of_later(earlier, later).map(Bounds::exact),
        }
    }

    /// The figure of the later count that contradicts: the share of the choice, or the share of the ballots that is
    /// counted; absent where it is a number of votes.
    pub(crate) fn found(&self, finding: &Finding) -> Option<Bounds> {
        let later = self.releases().get(finding.later)?;
        match (finding.kind, finding.choice) {
            (FindingKind::OutsideBounds, Some(choice)) => later.share(choice),
            (FindingKind::LessCounted, _) => Some(later.counted()),
            _ => None,
        }
    }

    /// What the earlier count leaves for that figure.
    pub(crate) fn left_for(&self, finding: &Finding) -> Option<Bounds> {
        let found = self.found(finding)?;
        let (earlier, later) = (
            self.releases().get(finding.earlier)?,
            self.releases().get(finding.later)?,
        );
        let Some(choice) = finding.choice else {
            let low = earlier.counted().low;
            return Some(Bounds { low, high: 1.0 });
        };
        let broken = |room: &Bounds| apart(found, *room);
        let in_the_end = earlier.final_share_bounds(choice).filter(broken);
        in_the_end.or_else(|| share_after(earlier, later, choice))
    }
}

/// Whether a figure lies outside its room whatever was not printed.
fn apart(figure: Bounds, room: Bounds) -> bool {
    figure.high + EQUAL < room.low || room.high < figure.low - EQUAL
}

/// What the share of a choice can be at a count, by the one before it and by how much each has counted: of what the
/// later one has counted the earlier one had at least f/f' of.
fn share_after(before: &Release, release: &Release, choice: usize) -> Option<Bounds> {
    let part = part_of_later(before, release)?;
    Some(final_share_within(
        before.share(choice)?,
        Bounds::exact(part),
    ))
}

/// The least part of what a later count has that the earlier one had.
fn part_of_later(before: &Release, release: &Release) -> Option<f64> {
    let (earlier, later) = (before.counted(), release.counted());
    (later.high > 0.0).then(|| (earlier.low / later.high).clamp(0.0, 1.0))
}

/// The votes of a release, if it has any.
struct Published<'a> {
    choices: usize,
    votes: Option<&'a [u64]>,
    /// Valid votes, and those with all that can come.
    ballots: Option<(f64, f64)>,
}

impl Published<'_> {
    fn of(release: &Release) -> Published<'_> {
        match release.figures() {
            Figures::Shares { shares, .. } => Published {
                choices: shares.len(),
                votes: None,
                ballots: None,
            },
            Figures::Votes {
                votes,
                valid,
                outstanding,
            } => {
                let all = u128::from(*valid) + u128::from(outstanding.most());
                Published {
                    choices: votes.len(),
                    votes: Some(votes),
                    ballots: Some((*valid as f64, all as f64)),
                }
            }
        }
    }
}
