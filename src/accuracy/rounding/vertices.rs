//! The corners of bounds cut by the condition that shares sum to 1: where convex measures are largest.

use crate::numeric::{Bounds, sum};

/// Rounded figures beyond which the corners (up to m·2^(m−1)) are not listed.
const MOST_ROUNDED: usize = 12;
/// Pairs of corners beyond which they are not tried.
const MOST_PAIRS: usize = 200_000;

/// The largest Σ f(p_i, v_i) over all corners, for jointly convex f; `None` if there are too many.
pub(super) fn largest_sum(
    poll: &[Bounds],
    count: &[Bounds],
    f: impl Fn(f64, f64) -> f64,
) -> Option<f64> {
    let (polls, counts) = (vertices(poll)?, vertices(count)?);
    let k = poll.len();
    let pairs = (polls.len() / k).checked_mul(counts.len() / k)?;
    if pairs == 0 || pairs > MOST_PAIRS {
        return None;
    }
    let mut largest = f64::NEG_INFINITY;
    for p in polls.chunks_exact(k) {
        for v in counts.chunks_exact(k) {
            let total: f64 = p.iter().zip(v).map(|(p, v)| f(*p, *v)).sum();
            largest = largest.max(total);
        }
    }
    Some(largest)
}

/// All corners, one after the other: every rounded figure at an end but one, which takes what is left.
fn vertices(shares: &[Bounds]) -> Option<Vec<f64>> {
    let rounded: Vec<usize> = shares
        .iter()
        .enumerate()
        .filter(|(_, b)| b.width() > 0.0)
        .map(|(at, _)| at)
        .collect();
    if rounded.len() > MOST_ROUNDED {
        return None;
    }
    let lows: Vec<f64> = shares.iter().map(|b| b.low).collect();
    if rounded.is_empty() {
        return Some(lows);
    }
    let mut found = Vec::new();
    for &free in &rounded {
        let others: Vec<usize> = rounded.iter().copied().filter(|at| *at != free).collect();
        for choice in 0..1usize << others.len() {
            let mut corner = lows.clone();
            for (bit, &at) in others.iter().enumerate() {
                if choice >> bit & 1 == 1
                    && let (Some(share), Some(b)) = (corner.get_mut(at), shares.get(at))
                {
                    *share = b.high;
                }
            }
            let (Some(share), Some(b)) = (corner.get_mut(free), shares.get(free)) else {
                continue;
            };
            *share = 0.0;
            let left = 1.0 - sum(corner.iter().copied());
            // Sums of printed figures meet ends only up to the rounding of the sums.
            if left < b.low - 1e-12 || left > b.high + 1e-12 {
                continue;
            }
            if let Some(share) = corner.get_mut(free) {
                *share = left.clamp(b.low, b.high);
            }
            found.extend(corner);
        }
    }
    Some(found)
}
