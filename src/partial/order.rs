//! Which places of the order are settled.

use serde::Serialize;

use super::{
    Decision, OutstandingBallots, check_bounds, check_proportion, decided, decided_from_votes,
};
use crate::error::Result;
use crate::numeric::Bounds;

/// Two choices, by their place in the list given, and whether the one behind can still draw level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pair {
    /// The choice that has more so far.
    pub ahead: usize,
    /// The choice that has fewer or as many.
    pub behind: usize,
    /// Whether that can still change.
    pub decision: Decision,
}

/// The order of the choices among the counted ballots, and of each pair whether it is decided.
///
/// ```
/// use exitpoll::partial::{Decision, Order, OutstandingBallots};
///
/// // 5 ballots are out: the first place is decided, the second is not.
/// let order = Order::from_votes(&[30, 50, 27], OutstandingBallots::at_most(5));
/// assert_eq!(order.ranking(), [1, 0, 2]);
/// assert_eq!(order.between(1, 0), Some(Decision::Decided));
/// assert_eq!(order.between(2, 0), Some(Decision::Open));
/// assert_eq!(order.whole(), Decision::Open);
/// assert_eq!(order.ranks(0), Some((2, 3)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    ranking: Vec<usize>,
    pairs: Vec<Pair>,
}

impl Order {
    /// From votes; choices with equal votes stand in the order given.
    #[must_use]
    pub fn from_votes(votes: &[u64], outstanding: OutstandingBallots) -> Order {
        let mut ranked: Vec<(usize, u64)> = votes.iter().copied().enumerate().collect();
        ranked.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
        Order::of(&ranked, |ahead, behind| {
            decided_from_votes(*ahead, *behind, outstanding)
        })
    }

    /// From published shares (value and bounds) and the share of the ballots counted.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share or an end of its
    /// bounds is not a proportion.
    ///
    /// ```
    /// use exitpoll::{Bounds, partial::{Decision, Order}};
    ///
    /// let shares = [0.92, 0.022, 0.02].map(|share| (share, Bounds::exact(share)));
    /// let order = Order::from_shares(&shares, Bounds::exact(0.9335))?;
    /// assert_eq!(order.between(0, 1), Some(Decision::Decided));
    /// assert_eq!(order.between(1, 2), Some(Decision::Open));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn from_shares(shares: &[(f64, Bounds)], counted: Bounds) -> Result<Order> {
        for (index, (share, bounds)) in shares.iter().enumerate() {
            check_proportion(&format!("shares[{index}]"), *share)?;
            check_bounds(&format!("shares[{index}]"), *bounds)?;
        }
        check_bounds("counted", counted)?;
        let mut ranked: Vec<(usize, (f64, Bounds))> = shares.iter().copied().enumerate().collect();
        ranked.sort_by(|one, other| other.1.0.total_cmp(&one.1.0));
        Ok(Order::of(&ranked, |ahead, behind| {
            decided(ahead.1, behind.1, counted)
        }))
    }

    fn of<T>(ranked: &[(usize, T)], decide: impl Fn(&T, &T) -> Decision) -> Order {
        let mut pairs = Vec::with_capacity(ranked.len() * ranked.len().saturating_sub(1) / 2);
        let mut rest = ranked;
        while let [(ahead, leader), below @ ..] = rest {
            pairs.extend(below.iter().map(|(behind, other)| Pair {
                ahead: *ahead,
                behind: *behind,
                decision: decide(leader, other),
            }));
            rest = below;
        }
        Order {
            ranking: ranked.iter().map(|(index, _)| *index).collect(),
            pairs,
        }
    }

    /// The choices from the one with most to the one with fewest.
    #[must_use]
    pub fn ranking(&self) -> &[usize] {
        &self.ranking
    }

    /// Every pair once: the first against all below it, then the second, and so on.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Whether it is decided between two choices, in either order; `None` if one of them is not listed or
    /// both are the same.
    #[must_use]
    pub fn between(&self, one: usize, other: usize) -> Option<Decision> {
        self.pairs
            .iter()
            .find(|pair| {
                (pair.ahead, pair.behind) == (one, other)
                    || (pair.ahead, pair.behind) == (other, one)
            })
            .map(|pair| pair.decision)
    }

    /// Whether the whole order is decided.
    #[must_use]
    pub fn whole(&self) -> Decision {
        Decision::all(self.pairs.iter().map(|pair| pair.decision))
    }

    /// The best and the worst rank, from 1, that a choice can still take; level choices share the better
    /// one. A pair that is undecided by rounding counts as open.
    #[must_use]
    pub fn ranks(&self, choice: usize) -> Option<(usize, usize)> {
        self.ranking.iter().find(|listed| **listed == choice)?;
        let settled = || {
            self.pairs
                .iter()
                .filter(|p| p.decision == Decision::Decided)
        };
        let above = settled().filter(|pair| pair.behind == choice).count();
        let below = settled().filter(|pair| pair.ahead == choice).count();
        Some((1 + above, self.ranking.len() - below))
    }
}

/// Whether no two of the votes can still change places, without listing the pairs.
pub(crate) fn whole_order_from_votes(votes: &[u64], outstanding: OutstandingBallots) -> Decision {
    let mut sorted = votes.to_vec();
    sorted.sort_unstable();
    // A lead over the next is a lead over all below it.
    let mut neighbours = sorted.windows(2);
    let settled = neighbours.all(|pair| match pair {
        [lower, higher] => higher - lower > outstanding.most(),
        _ => true,
    });
    if settled {
        Decision::Decided
    } else {
        Decision::Open
    }
}
