//! The corners of bounds cut by the condition that shares sum to 1: where convex measures are largest.

use crate::numeric::{Bounds, sum};

/// Rounded figures of both sides beyond which the corners (up to m·2^(m−1)) are not listed: 5,120 sums
/// here, twice as many and more for each further figure.
const MOST_ROUNDED: usize = 10;
/// The same where one side is exact: what the sum excludes is then left out on the way.
const MOST_ROUNDED_ON_ONE_SIDE: usize = 14;
/// Pairs of corners beyond which they are not tried.
const MOST_PAIRS: usize = 200_000;

/// The largest Σ f(p_i, v_i) over all corners, for jointly convex f; `None` if there are too many.
pub(super) fn largest_sum(
    poll: &[Bounds],
    count: &[Bounds],
    f: impl Fn(f64, f64) -> f64,
) -> Option<f64> {
    let exact = |shares: &[Bounds]| shares.iter().all(|b| b.width() == 0.0);
    if exact(count) {
        return largest_on_one_side(poll, count, f);
    }
    if exact(poll) {
        return largest_on_one_side(count, poll, |v, p| f(p, v));
    }
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

/// A rounded share: its ends, what f is there, and the exact share beside it.
#[derive(Clone, Copy)]
struct Ends {
    bounds: Bounds,
    at_low: f64,
    at_high: f64,
    beside: f64,
}

fn largest_on_one_side(
    rounded: &[Bounds],
    exact: &[Bounds],
    f: impl Fn(f64, f64) -> f64,
) -> Option<f64> {
    let (mut fixed_sum, mut fixed_value) = (0.0, 0.0);
    let mut open: Vec<Ends> = Vec::with_capacity(rounded.len());
    for (bounds, beside) in rounded.iter().zip(exact) {
        let (at_low, beside) = (f(bounds.low, beside.low), beside.low);
        if bounds.width() > 0.0 {
            open.push(Ends {
                bounds: *bounds,
                at_low,
                at_high: f(bounds.high, beside),
                beside,
            });
        } else {
            fixed_sum += bounds.low;
            fixed_value += at_low;
        }
    }
    if open.is_empty() {
        return Some(fixed_value);
    }
    if open.len() > MOST_ROUNDED_ON_ONE_SIDE {
        return None;
    }
    let mut largest = f64::NEG_INFINITY;
    let mut others: Vec<Ends> = Vec::with_capacity(open.len());
    for (place, free) in open.iter().enumerate() {
        others.clear();
        others.extend(
            open.iter()
                .enumerate()
                .filter(|(at, _)| *at != place)
                .map(|(_, ends)| *ends),
        );
        let value = walk(&others, *free, fixed_sum, fixed_value, &f);
        largest = largest.max(value);
    }
    (largest > f64::NEG_INFINITY).then_some(largest)
}

/// The largest value with the ends of `others` still to be chosen and `free` taking what is left.
fn walk(others: &[Ends], free: Ends, total: f64, value: f64, f: &impl Fn(f64, f64) -> f64) -> f64 {
    let least: f64 = others.iter().map(|ends| ends.bounds.low).sum();
    let most: f64 = others.iter().map(|ends| ends.bounds.high).sum();
    // Sums of printed figures meet ends only up to the rounding of the sums.
    let (low, high) = (free.bounds.low - 1e-12, free.bounds.high + 1e-12);
    if 1.0 - (total + least) < low || 1.0 - (total + most) > high {
        return f64::NEG_INFINITY;
    }
    match others {
        [] => {
            let left = (1.0 - total).clamp(free.bounds.low, free.bounds.high);
            value + f(left, free.beside)
        }
        [first, rest @ ..] => {
            let down = walk(
                rest,
                free,
                total + first.bounds.low,
                value + first.at_low,
                f,
            );
            let up = walk(
                rest,
                free,
                total + first.bounds.high,
                value + first.at_high,
                f,
            );
            down.max(up)
        }
    }
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
    if rounded.is_empty() {
        return Some(shares.iter().map(|b| b.low).collect());
    }
    let mut found = Vec::new();
    let mut corner: Vec<f64> = shares.iter().map(|b| b.low).collect();
    for &free in &rounded {
        let Some(of_free) = shares.get(free) else {
            continue;
        };
        for choice in 0..1usize << (rounded.len() - 1) {
            // One bit for each rounded figure but the free one.
            let mut bits = choice;
            for &at in rounded.iter().filter(|at| **at != free) {
                if let (Some(share), Some(b)) = (corner.get_mut(at), shares.get(at)) {
                    *share = if bits & 1 == 1 { b.high } else { b.low };
                }
                bits >>= 1;
            }
            if let Some(share) = corner.get_mut(free) {
                *share = 0.0;
            }
            let left = 1.0 - sum(corner.iter().copied());
            // Sums of printed figures meet ends only up to the rounding of the sums.
            if left < of_free.low - 1e-12 || left > of_free.high + 1e-12 {
                continue;
            }
            if let Some(share) = corner.get_mut(free) {
                *share = left.clamp(of_free.low, of_free.high);
            }
            found.extend_from_slice(&corner);
        }
    }
    Some(found)
}
