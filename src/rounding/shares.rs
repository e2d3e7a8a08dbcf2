use std::sync::OnceLock;

use super::difference;
use super::simplex::Simplex;
use crate::accuracy::{Orientation, log_odds_deviation};
use crate::error::{Error, Result};
use crate::numeric::{Bounds, RoundingBounds, sum};

/// The polled and the official shares of the same choices, each within its rounding bounds.
///
/// A figure printed as "92.6" has the bounds .9255 and .9265; one from votes has none: both ends are
/// equal.
#[derive(Debug, Clone)]
pub struct RoundedShares {
    pub(super) poll: Simplex,
    pub(super) count: Simplex,
    /// Both sum to 1, and what the sum excludes is taken out of the bounds. Otherwise the totals of the two
    /// mean nothing.
    pub(super) whole: bool,
    /// What several measures need, found once.
    pub(super) found: Found,
}

/// A vector of the poll and one of the count.
pub(super) type Pair = (Vec<f64>, Vec<f64>);

/// Solutions that follow from the bounds alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// The pair of vectors that is nearest by difference, and by ratio.
    pub(super) nearest: [OnceLock<Option<Pair>>; 2],
    /// The sums of total variation, and whether the largest is reached.
    pub(super) total_variation: OnceLock<(Bounds, bool)>,
}

impl PartialEq for RoundedShares {
    fn eq(&self, other: &RoundedShares) -> bool {
        (&self.poll, &self.count, self.whole) == (&other.poll, &other.count, other.whole)
    }
}

impl RoundedShares {
    /// Shares of all choices: the true ones behind the printed figures sum to 1, in the poll and in the
    /// count. That excludes part of what each figure alone could be.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::rounding::RoundedShares;
    /// // "50" and "49.9": if they are all, the first is 50.05 to 50.15.
    /// let poll = [Bounds::new(0.495, 0.505)?, Bounds::new(0.4985, 0.4995)?];
    /// let count = [Bounds::exact(0.5), Bounds::exact(0.5)];
    /// let deviation = RoundedShares::whole(&poll, &count)?.deviation(0)?.bounds;
    /// assert!((deviation.low() - 0.0005).abs() < 1e-15 && (deviation.high() - 0.0015).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for bounds that are no proportions or in the wrong order, lists of different
    /// length, or none; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) where no shares inside the bounds sum to 1.
    pub fn whole(poll: &[Bounds], count: &[Bounds]) -> Result<RoundedShares> {
        check(poll, count)?;
        Ok(RoundedShares {
            poll: Simplex::new("poll", poll)?,
            count: Simplex::new("count", count)?,
            whole: true,
            found: Found::default(),
        })
    }

    /// Shares of some of the choices, or of choices whose sum is not known to be 1: each can be anywhere
    /// within its own bounds.
    ///
    /// # Errors
    /// As for [`whole`](RoundedShares::whole), without the sum.
    pub fn separate(poll: &[Bounds], count: &[Bounds]) -> Result<RoundedShares> {
        check(poll, count)?;
        Ok(RoundedShares {
            poll: without_total(poll),
            count: without_total(count),
            whole: false,
            found: Found::default(),
        })
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (Bounds, Bounds)> {
        let polled = self.poll.bounds.iter().copied();
        polled.zip(self.count.bounds.iter().copied())
    }

    pub(super) fn choices(&self) -> usize {
        self.poll.bounds.len()
    }

    fn pair(&self, choice: usize) -> Result<(Bounds, Bounds)> {
        self.pairs().nth(choice).ok_or_else(|| {
            let help = format!("give a position below the {} choices", self.choices());
            Error::out_of_range("choice", choice, help)
        })
    }

    /// poll − count of one choice. Exact.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a position beyond the choices.
    pub fn deviation(&self, choice: usize) -> Result<RoundingBounds> {
        let (p, v) = self.pair(choice)?;
        Ok(RoundingBounds::new(difference(p, v), true))
    }

    /// (p − v)/v of one choice; unlimited above where the count may be 0. Exact.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a position beyond the choices; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the count is 0.
    pub fn relative_error(&self, choice: usize) -> Result<RoundingBounds> {
        let (p, v) = self.pair(choice)?;
        let bounds = relative(p, v)?;
        Ok(RoundingBounds::new(bounds, true))
    }

    /// A'_i of one choice; unlimited where a share may be 0 or 1. Exact.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a position beyond the choices; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where a share can
    /// only be 0 or 1.
    pub fn log_odds(&self, choice: usize) -> Result<RoundingBounds> {
        let (p, v) = self.pair(choice)?;
        Ok(RoundingBounds::new(log_odds(p, v)?, true))
    }

    /// A of Martin, Traugott and Kennedy; unlimited where a share may be 0. Exact.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for positions beyond the choices, or the same twice; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined)
    /// where a share can only be 0.
    pub fn martin_traugott_kennedy(&self, orientation: Orientation) -> Result<RoundingBounds> {
        let of = |shares: &[Bounds]| -> Result<Bounds> {
            let (above, below) = orientation.pick(shares)?;
            if above.high == 0.0 || below.high == 0.0 {
                let reason = "a share is 0, where the odds are 0 or infinite";
                return Err(Error::undefined("A", reason));
            }
            let (most_above, least_below) = self.apart(shares, above, below);
            let (most_below, least_above) = self.apart(shares, below, above);
            // ln 0 is −∞, where the share above may be 0; the one below at most 0 is excluded.
            Ok(Bounds {
                low: (least_above / most_below).ln(),
                high: (most_above / least_below).ln(),
            })
        };
        let (poll, count) = (of(&self.poll.bounds)?, of(&self.count.bounds)?);
        Ok(RoundingBounds::new(difference(poll, count), true))
    }

    /// The one share as large and the other as small as they can be together.
    pub(super) fn apart(&self, shares: &[Bounds], up: Bounds, down: Bounds) -> (f64, f64) {
        if !self.whole {
            return (up.high, down.low);
        }
        let others = |end: fn(&Bounds) -> f64| sum(shares.iter().map(end)) - end(&up) - end(&down);
        // What is left for the others, and how far that is outside what they can have.
        let rest = 1.0 - up.high - down.low;
        let too_much = noticeable(rest - others(|b| b.high));
        let too_little = noticeable(others(|b| b.low) - rest);
        (
            (up.high - too_little).max(up.low),
            (down.low + too_much).min(down.high),
        )
    }
}

/// Differences of sums that are only the rounding of the sums are none.
pub(super) fn noticeable(excess: f64) -> f64 {
    if excess > 1e-12 { excess } else { 0.0 }
}

pub(super) fn relative(p: Bounds, v: Bounds) -> Result<Bounds> {
    if v.high == 0.0 {
        let reason = "the count has no votes for a choice; merge it with others";
        return Err(Error::undefined("the relative error", reason));
    }
    Ok(Bounds {
        low: (p.low - v.high) / v.high,
        high: match (v.low > 0.0, p.high > 0.0) {
            (true, _) => (p.high - v.low) / v.low,
            (false, true) => f64::INFINITY,
            // Nothing polled: −1 whatever was counted.
            (false, false) => -1.0,
        },
    })
}

pub(super) fn log_odds(p: Bounds, v: Bounds) -> Result<Bounds> {
    for (name, share) in [("the poll's", p), ("the count's", v)] {
        if share.high == 0.0 || share.low == 1.0 {
            let reason = format!("{name} share is {}, where log-odds are infinite", share.low);
            return Err(Error::undefined("A'", reason));
        }
    }
    Ok(Bounds {
        low: if p.low == 0.0 || v.high == 1.0 {
            f64::NEG_INFINITY
        } else {
            log_odds_deviation(p.low, v.high)?
        },
        high: if p.high == 1.0 || v.low == 0.0 {
            f64::INFINITY
        } else {
            log_odds_deviation(p.high, v.low)?
        },
    })
}

pub(super) fn check(poll: &[Bounds], count: &[Bounds]) -> Result<()> {
    if poll.len() != count.len() || poll.is_empty() {
        let value = format!("{} shares", poll.len());
        let help = format!("give one for each of the {} of the count", count.len());
        return Err(Error::out_of_range("poll", value, help));
    }
    for (field, shares) in [("poll", poll), ("count", count)] {
        for (position, b) in shares.iter().enumerate() {
            if !(0.0 <= b.low && b.low <= b.high && b.high <= 1.0) {
                return Err(Error::out_of_range(
                    format!("{field}[{position}]"),
                    format!("{} to {}", b.low, b.high),
                    "give proportions from 0 to 1, the lower first",
                ));
            }
        }
    }
    Ok(())
}

fn without_total(shares: &[Bounds]) -> Simplex {
    Simplex {
        bounds: shares.to_vec(),
        total: 0.0,
    }
}
