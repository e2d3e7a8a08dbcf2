//! Bounds of the measures of the winner and of the lead. Rounding can hide who won: then every choice
//! that may have won counts.

use super::shares::{check, noticeable};
use super::{RoundedShares, difference, size_of};
use crate::error::{Error, Result};
use crate::numeric::{Bounds, RoundingBounds};

impl RoundedShares {
    /// Mosteller 1, the absolute error of the winner of the count; over every choice that may have won.
    /// Exact.
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn mosteller_1(&self) -> Result<RoundingBounds> {
        let winners = winners(&self.count.bounds, self.whole);
        let errors = winners
            .into_iter()
            .map(|(winner, v)| size_of(difference(self.poll.bounds[winner], v)));
        Ok(RoundingBounds::new(hull(errors, "Mosteller 1")?, true))
    }

    /// Mosteller 5, the absolute error of the lead of the two leading choices of the count; over every two
    /// that may lead. Exact where each figure stands on its own, and where rounding does not hide who the
    /// two are; outer otherwise.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one choice only.
    pub fn mosteller_5(&self) -> Result<RoundingBounds> {
        let (poll, count) = (&self.poll.bounds, &self.count.bounds);
        let mut errors = Vec::new();
        for (winner, v_w) in winners(count, self.whole) {
            for (runner_up, v_r) in count.iter().copied().enumerate() {
                let others = || rivals(count, [winner, runner_up]);
                let floor = highest_low(others()).max(v_r.low);
                if runner_up == winner || v_w.high < floor || !may_lead(runner_up, v_r, others()) {
                    continue;
                }
                let mut lead = self.lead(count, count[winner], v_r);
                lead.low = lead.low.max(0.0).max(v_w.low - v_r.high);
                lead.high = lead.high.min(v_w.high - floor);
                let polled = self.lead(poll, poll[winner], poll[runner_up]);
                if lead.low <= lead.high {
                    errors.push(size_of(difference(polled, lead)));
                }
            }
        }
        let found = errors.len();
        let exact = !self.whole || found == 1;
        let bounds = hull(errors.into_iter(), "Mosteller 5")?;
        Ok(RoundingBounds::new(bounds, exact))
    }

    /// The lead of one choice over another in one list of shares.
    fn lead(&self, shares: &[Bounds], one: Bounds, other: Bounds) -> Bounds {
        let (most, least) = self.apart(shares, one, other);
        let (other_most, one_least) = self.apart(shares, other, one);
        Bounds {
            low: one_least - other_most,
            high: most - least,
        }
    }
}

/// Bounds of [`mosteller_2`](crate::accuracy::mosteller_2): the absolute error of the winner after the
/// undecided are allocated in proportion, each figure anywhere within its own bounds. The allocated share
/// p_w + u·p_w/Σp rises with p_w and u and falls with the other shares. Exact.
///
/// ```
/// use exitpoll::Bounds;
/// use exitpoll::rounding::mosteller_2_bounds;
/// // "45", "45" and exactly 10 undecided, against exactly 52.
/// let poll = [Bounds::new(0.445, 0.455)?; 2];
/// let count = [Bounds::exact(0.52), Bounds::exact(0.48)];
/// let error = mosteller_2_bounds(&poll, Bounds::exact(0.1), &count)?.bounds;
/// assert!((error.low() - (0.52 - 0.455 * (1.0 + 0.1 / 0.9))).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for bounds that are no proportions or in the wrong order, lists of different
/// length, or none; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where every polled share can only be 0.
pub fn mosteller_2_bounds(
    poll: &[Bounds],
    undecided: Bounds,
    count: &[Bounds],
) -> Result<RoundingBounds> {
    check(poll, count)?;
    check(&[undecided], &[undecided])?;
    let [low, high] = [|b: &Bounds| b.low, |b: &Bounds| b.high]
        .map(|end: fn(&Bounds) -> f64| poll.iter().map(end).sum::<f64>());
    if high == 0.0 {
        let reason = "no choice has a share, so there is nothing to allocate in proportion to";
        return Err(Error::undefined("Mosteller 2", reason));
    }
    let allocated = |share: f64, others: f64, undecided: f64| {
        // The last who may have a share takes all of the undecided.
        if share > 0.0 {
            share + undecided * (share / (share + others.max(0.0)))
        } else {
            0.0
        }
    };
    let errors = winners(count, false).into_iter().map(|(winner, v)| {
        let p = poll[winner];
        let p = Bounds {
            low: allocated(p.low, high - p.high, undecided.low),
            high: allocated(p.high, low - p.low, undecided.high),
        };
        size_of(difference(p, v))
    });
    Ok(RoundingBounds::new(hull(errors, "Mosteller 2")?, true))
}

/// Every choice that may have won, with the shares that it has when it wins.
fn winners(count: &[Bounds], whole: bool) -> Vec<(usize, Bounds)> {
    let least = if whole { least_maximum(count) } else { 0.0 };
    let mut winners = Vec::new();
    for (choice, v) in count.iter().copied().enumerate() {
        let others = || rivals(count, [choice, choice]);
        let low = v.low.max(highest_low(others()));
        if may_lead(choice, v, others()) {
            let low = low + noticeable(least - low);
            winners.push((
                choice,
                Bounds {
                    low: low.min(v.high),
                    high: v.high,
                },
            ));
        }
    }
    winners
}

fn rivals(count: &[Bounds], without: [usize; 2]) -> impl Iterator<Item = (usize, Bounds)> {
    let all = count.iter().copied().enumerate();
    all.filter(move |(at, _)| !without.contains(at))
}

fn highest_low(rivals: impl Iterator<Item = (usize, Bounds)>) -> f64 {
    rivals.map(|(_, b)| b.low).fold(0.0, f64::max)
}

/// Among equals the earlier leads: so a later choice must be able to be strictly above it.
fn may_lead(choice: usize, v: Bounds, mut rivals: impl Iterator<Item = (usize, Bounds)>) -> bool {
    rivals.all(|(at, rival)| {
        if at < choice {
            v.high > rival.low
        } else {
            v.high >= rival.low
        }
    })
}

/// The least that the largest of shares that sum to 1 can be: t with Σ min(high, t) = 1.
fn least_maximum(shares: &[Bounds]) -> f64 {
    let mut highs: Vec<f64> = shares.iter().map(|b| b.high).collect();
    highs.sort_by(f64::total_cmp);
    let mut left = 1.0;
    for (number, high) in highs.iter().enumerate() {
        let level = left / (highs.len() - number) as f64;
        if level <= *high {
            return level;
        }
        left -= high;
    }
    highs.last().copied().unwrap_or(0.0)
}

/// The bounds that hold all of them.
fn hull(bounds: impl Iterator<Item = Bounds>, measure: &str) -> Result<Bounds> {
    let joined = bounds.reduce(|a, b| Bounds {
        low: a.low.min(b.low),
        high: a.high.max(b.high),
    });
    joined.ok_or_else(|| Error::undefined(measure, "a lead needs at least two choices"))
}
