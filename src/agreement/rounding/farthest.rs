//! The two vectors farthest from each other.
//!
//! A convex function has its maximum over two boxes with fixed sums at a vertex: in each vector all shares
//! but one are at an end of their bounds, and that one takes what the sum leaves. Branch and bound goes
//! through the vertices of the vector with the wider bounds, and at each through those of the other. What
//! the shares still open can add at most follows from Lagrange's multipliers of the two sums; that bound is
//! off by no more than what two choices lose between their ends, so that few branches are left.

use super::multipliers::{Cell, Multipliers, fill};
use super::shares::Shares;
use super::walk::{Record, Step, Walk};
use crate::numeric::Exactness;

/// Branches looked at before the dual bound is given instead: some milliseconds.
const BUDGET: u32 = 200_000;

/// Beyond this many choices only the dual bound is given: the walk goes one call deeper per choice.
const MOST_CHOICES: usize = 200;

/// The largest Σ term(p_i, v_i), or what it cannot exceed.
pub(super) fn total(term: fn(f64, f64) -> f64, p: &Shares, v: &Shares) -> (f64, Exactness) {
    let width = |shares: &Shares| -> f64 { shares.bounds.iter().map(|share| share.width()).sum() };
    if width(p) >= width(v) {
        search(&term, p, v)
    } else {
        search(&|v, p| term(p, v), v, p)
    }
}

fn search(term: &dyn Fn(f64, f64) -> f64, outer: &Shares, inner: &Shares) -> (f64, Exactness) {
    let both = outer.bounds.iter().zip(&inner.bounds);
    let cells: Vec<Cell> = both.map(|(x, y)| Cell::new(term, *x, *y)).collect();
    if cells.iter().any(|cell| cell.largest().is_infinite()) {
        return (f64::INFINITY, Exactness::Exact);
    }
    let multipliers = Multipliers::of(&cells, outer.total, inner.total);
    if cells.len() > MOST_CHOICES {
        return (multipliers.bound, Exactness::Outer);
    }
    let steps = cells.iter().enumerate().map(|(choice, cell)| Step {
        choice,
        share: cell.outer,
        gain: multipliers.reduced(cell).map(|[low, high]| low.max(high)),
    });
    let mut record = Record {
        best: 0.0,
        branches: 0,
        budget: BUDGET,
    };
    let inner_is_exact = inner.are_exact();
    Walk::new(steps.collect(), outer.total).run(
        multipliers.constant,
        &mut record,
        &mut |vertex, record| {
            if inner_is_exact {
                let value = total_of(term, vertex, inner.bounds.iter().map(|share| share.low));
                record.best = record.best.max(value);
            } else {
                search_inner(term, vertex, inner, record);
            }
        },
    );
    if record.branches < BUDGET {
        (record.best, Exactness::Exact)
    } else {
        (multipliers.bound.max(record.best), Exactness::Outer)
    }
}

/// The vertices of the inner vector, the outer one being fixed.
fn search_inner(
    term: &dyn Fn(f64, f64) -> f64,
    outer: &[f64],
    inner: &Shares,
    record: &mut Record,
) {
    let both = outer.iter().zip(&inner.bounds);
    let ends = both.map(|(x, share)| [term(*x, share.low), term(*x, share.high)]);
    let ends: Vec<[f64; 2]> = ends.collect();
    let left = inner.total - inner.bounds.iter().map(|share| share.low).sum::<f64>();
    let lows: f64 = ends.iter().map(|[low, _]| low).sum();
    let rises = ends.iter().zip(&inner.bounds);
    let rises = rises.map(|([low, high], share)| (high - low, share.width()));
    let (rise, multiplier) = fill(rises, left, &mut Vec::with_capacity(ends.len()));
    if lows + rise <= record.best * (1.0 + 1e-12) {
        return;
    }
    let steps = inner.bounds.iter().zip(&ends).enumerate();
    let steps = steps.map(|(choice, (share, [low, high]))| Step {
        choice,
        share: *share,
        gain: [*low, high - multiplier * share.width()],
    });
    Walk::new(steps.collect(), inner.total).run(
        multiplier * left,
        record,
        &mut |vertex, record| {
            let value = total_of(term, outer, vertex.iter().copied());
            record.best = record.best.max(value);
        },
    );
}

fn total_of(
    term: &dyn Fn(f64, f64) -> f64,
    outer: &[f64],
    inner: impl Iterator<Item = f64>,
) -> f64 {
    outer.iter().zip(inner).map(|(x, y)| term(*x, y)).sum()
}
