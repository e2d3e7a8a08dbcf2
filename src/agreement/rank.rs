//! Ranks, and what they say of the order in which sources put the choices.

use serde::{Deserialize, Serialize};

use super::Ratings;
use super::paired::check_numbers;
use crate::error::Result;

/// The rank of each figure, 1 for the largest; equal figures share the mean of their places.
///
/// ```
/// use exitpoll::agreement::mid_ranks;
/// assert_eq!(mid_ranks(&[0.2, 0.5, 0.1, 0.2])?, [2.5, 1.0, 4.0, 2.5]);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no finite number.
pub fn mid_ranks(figures: &[f64]) -> Result<Vec<f64>> {
    check_numbers("figures", figures)?;
    Ok(ranks_and_ties(figures).0)
}

/// The mid-ranks, and Σ (t³ − t) over the groups of t equal figures.
pub(super) fn ranks_and_ties(figures: &[f64]) -> (Vec<f64>, f64) {
    let mut order: Vec<(usize, f64)> = figures.iter().copied().enumerate().collect();
    // Not `total_cmp`: 0 and −0 are the same figure.
    order.sort_by(|(_, one), (_, other)| {
        other.partial_cmp(one).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut ranks = vec![0.0; figures.len()];
    let (mut before, mut ties) = (0.0, 0.0);
    for group in order.chunk_by(|(_, one), (_, other)| one == other) {
        let size = group.len() as f64;
        for &(place, _) in group {
            if let Some(rank) = ranks.get_mut(place) {
                *rank = before + 0.5 * (size + 1.0);
            }
        }
        before += size;
        ties += (size * size - 1.0) * size;
    }
    (ranks, ties)
}

/// In which order each source puts the choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankAgreement {
    /// Per source, the rank of each choice: 1 for the largest, equal figures share the mean of their
    /// places.
    pub ranks: Vec<Vec<f64>>,
    /// Whether all sources have the same choice, or the same equal choices, in front.
    pub same_leader: bool,
    /// Whether all sources rank all choices alike.
    pub same_order: bool,
}

/// The rank of each choice in each source, and whether the sources have one leader and one order. How
/// near the orders are to each other is [`kendall_w`](super::kendall_w).
///
/// ```
/// use exitpoll::agreement::{Ratings, rank_agreement};
/// let sources = Ratings::new(&[[0.5, 0.3, 0.2], [0.5, 0.2, 0.3]])?;
/// let order = rank_agreement(&sources)?;
/// assert_eq!(order.ranks, [[1.0, 2.0, 3.0], [1.0, 3.0, 2.0]]);
/// assert!(order.same_leader && !order.same_order);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where cells are missing.
pub fn rank_agreement(sources: &Ratings) -> Result<RankAgreement> {
    let cells = sources.complete("rank agreement")?;
    let ranks: Vec<Vec<f64>> = cells
        .chunks_exact(sources.choices())
        .map(|row| ranks_and_ties(row).0)
        .collect();
    let leaders = |ranks: &[f64]| -> Vec<bool> {
        let first = ranks.iter().copied().fold(f64::INFINITY, f64::min);
        ranks.iter().map(|rank| *rank == first).collect()
    };
    let alike = |same: &dyn Fn(&[f64], &[f64]) -> bool| {
        ranks
            .iter()
            .zip(ranks.iter().skip(1))
            .all(|(one, next)| same(one, next))
    };
    let (same_leader, same_order) = (
        alike(&|one, next| leaders(one) == leaders(next)),
        alike(&|one, next| one == next),
    );
    Ok(RankAgreement {
        ranks,
        same_leader,
        same_order,
    })
}
