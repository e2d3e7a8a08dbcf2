//! Which of two polls is further from the count, over the rows by which all are ranked, and whether by more than chance.

use super::ranks;
use crate::agreement::{Distance, PollPair, Sides};
use crate::alignment::CommonShares;
use crate::error::Result;
use crate::hypothesis::Adjustment;
use crate::numeric::{Bounds, Confidence, normal_upper_tail, sum};
use crate::report::{PairNotTested, Pairs};
use crate::rounding::farther_by;

/// The polls over the rows that all of them have in common.
pub(super) struct FurtherOff {
    /// By poll, in the order of the members.
    polls: Vec<Ranked>,
    count: Vec<f64>,
    count_bounds: Vec<Bounds>,
}

struct Ranked {
    /// Of all choices, so that they sum to 1.
    shares: Vec<f64>,
    bounds: Vec<Bounds>,
    /// The distances from the count that rounding leaves open.
    distance: Bounds,
}

impl FurtherOff {
    pub(super) fn of(shares: &CommonShares) -> Result<FurtherOff> {
        let rows = ranks::compared(shares);
        let count = of_all(ranks::values(&shares.count, rows));
        let count_bounds = ranks::boxes(&shares.count, rows);
        let ranked = |spans| {
            let (shares, bounds) = (
                of_all(ranks::values(spans, rows)),
                ranks::boxes(spans, rows),
            );
            let distance = Distance::TotalVariation.between(&shares, &count)?;
            let distance = ranks::open_distance(&bounds, &count_bounds, distance);
            Ok(Ranked {
                shares,
                bounds,
                distance,
            })
        };
        let polls = (shares.polls.iter())
            .map(|spans| ranked(spans))
            .collect::<Result<_>>()?;
        Ok(FurtherOff {
            polls,
            count,
            count_bounds,
        })
    }

    /// Two polls of these effective sizes, by the figures as printed.
    pub(super) fn test(
        &self,
        (one, own): (usize, f64),
        (other, theirs): (usize, f64),
        confidence: Confidence,
    ) -> std::result::Result<PollPair, PairNotTested> {
        let polls = [(one, own), (other, theirs)]
            .map(|(poll, size)| (self.polls[poll].shares.as_slice(), size));
        let sides = polls.map(|(shares, size)| (Sides::of(shares, &self.count), size));
        if sides.iter().any(|(sides, _)| sides.are_level()) {
            return Err(PairNotTested::OnTheCount);
        }
        if (sides.iter()).any(|(sides, size)| sides.have_small_cell(*size)) {
            return Err(PairNotTested::SmallCells);
        }
        // Shares that are none, of a poll that names nobody, have no distance.
        PollPair::of(polls[0], polls[1], &self.count, confidence)
            .map_err(|_| PairNotTested::NoRankedRow)
    }

    /// Whether each pair differs by more than chance, whatever the digits that were not printed.
    ///
    /// An adjusted p rises with every p, so that the ends of all bound it. Nothing but the answer is kept of each pair:
    /// there can be millions.
    pub(super) fn beyond_chance(
        &self,
        pairs: &Pairs,
        confidence: Confidence,
    ) -> Result<Vec<Option<bool>>> {
        let mut known = vec![None; pairs.z.len()];
        let tested: Vec<usize> = (0..known.len())
            .filter(|&place| pairs.z[place].is_some())
            .collect();
        let mut p_values = Vec::with_capacity(tested.len());
        for (answer, end) in [(true, End::Least), (false, End::Most)] {
            p_values.clear();
            for (one, other) in all_pairs(self.polls.len()) {
                let place = pairs.place(one, other);
                if let Some(interval) = place.and_then(|place| pairs.interval[place]) {
                    let error = 0.5 * interval.width() / confidence.critical_value();
                    let apart = end.of(self.difference(one, other));
                    p_values.push((2.0 * normal_upper_tail(apart / error)?).min(1.0));
                }
            }
            for (place, p) in (tested.iter()).zip(Adjustment::Holm.adjust(&p_values)?) {
                if (p < confidence.alpha()) == answer {
                    known[*place] = Some(answer);
                }
            }
        }
        Ok(known)
    }

    /// By how much the first can be further off than the second: each within its own rounding, and both against one and
    /// the same count.
    fn difference(&self, one: usize, other: usize) -> Bounds {
        let (p, q) = (&self.polls[one], &self.polls[other]);
        let (mut low, mut high) = (
            p.distance.low - q.distance.high,
            p.distance.high - q.distance.low,
        );
        if self.count_bounds.iter().any(|share| share.width() > 0.0) {
            high = high.min(farther_by(&p.bounds, &q.bounds, &self.count_bounds));
            low = low.max(-farther_by(&q.bounds, &p.bounds, &self.count_bounds));
        }
        Bounds {
            low: low.min(high),
            high,
        }
    }
}

/// The size of a difference that is least, and p greatest; and the reverse.
#[derive(Debug, Clone, Copy)]
enum End {
    Least,
    Most,
}

impl End {
    fn of(self, difference: Bounds) -> f64 {
        match self {
            End::Least => difference.low.max(-difference.high).max(0.0),
            End::Most => difference.high.max(-difference.low),
        }
    }
}

/// Every pair once, in the order of [`Pairs`].
fn all_pairs(polls: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..polls).flat_map(move |one| (one + 1..polls).map(move |other| (one, other)))
}

/// Shares that sum to 1 only within rounding are scaled to it; those of a poll that names nobody stay nothing.
fn of_all(mut shares: Vec<f64>) -> Vec<f64> {
    let whole = sum(shares.iter().copied());
    if whole > 0.0 {
        shares.iter_mut().for_each(|share| *share /= whole);
    }
    shares
}
