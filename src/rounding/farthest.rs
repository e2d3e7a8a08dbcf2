//! The two vectors farthest from each other.
//!
//! A convex function has its maximum over two boxes with fixed sums at a vertex: in each vector all shares
//! but one are at an end of their bounds, and that one takes what the sum leaves. Branch and bound goes
//! through the vertices of the vector with the wider bounds, and at each through those of the other. What
//! the shares still open can add at most follows from Lagrange's multipliers of the two sums; that bound is
//! off by no more than what two choices lose between their ends, so that few branches are left.

use super::multipliers::{Multipliers, fill};
use super::simplex::Simplex;
use super::walk::{Record, Step, Vertex, Walk};
use crate::numeric::{Bounds, Exactness};

/// Branches looked at before the dual bound is given instead: some milliseconds.
const BUDGET: u32 = 200_000;

/// Beyond this many choices only the dual bound is given: the walk goes one call deeper per choice.
const MOST_CHOICES: usize = 200;

/// One choice: the bounds of both shares, and the term at the four corners.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub outer: Bounds,
    pub inner: Bounds,
    /// By the end of the outer share, then of the inner one.
    pub corners: [[f64; 2]; 2],
}

impl Cell {
    fn new(term: &impl Fn(f64, f64) -> f64, outer: Bounds, inner: Bounds) -> Cell {
        let of = |x: f64| {
            let low = term(x, inner.low);
            let is_exact = inner.low == inner.high;
            [low, if is_exact { low } else { term(x, inner.high) }]
        };
        let low = of(outer.low);
        let is_exact = outer.low == outer.high;
        Cell {
            outer,
            inner,
            corners: [low, if is_exact { low } else { of(outer.high) }],
        }
    }

    /// The term at its largest.
    pub(super) fn largest(&self) -> f64 {
        let [[a, b], [c, d]] = self.corners;
        a.max(b).max(c).max(d)
    }
}

/// The largest Σ term(p_i, v_i), or what it cannot exceed.
pub(super) fn total(term: fn(f64, f64) -> f64, p: &Simplex, v: &Simplex) -> (f64, Exactness) {
    if p.width() >= v.width() {
        search(term, p, v)
    } else {
        search(|v, p| term(p, v), v, p)
    }
}

fn search(term: impl Fn(f64, f64) -> f64, outer: &Simplex, inner: &Simplex) -> (f64, Exactness) {
    let both = outer.bounds.iter().zip(&inner.bounds);
    let cells: Vec<Cell> = both.map(|(x, y)| Cell::new(&term, *x, *y)).collect();
    if cells.iter().any(|cell| cell.largest().is_infinite()) {
        return (f64::INFINITY, Exactness::Exact);
    }
    let mut slopes = Vec::with_capacity(cells.len());
    let multipliers = Multipliers::of(&cells, outer.total, inner.total, &mut slopes);
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
    let mut walk = Walk::with_room(cells.len());
    walk.start(steps, outer.total);
    if inner.are_exact() {
        walk.run(multipliers.constant, &mut record, &mut |vertex, record| {
            let value = |(end, cell): (usize, &Cell)| cell.corners[end][0];
            record.keep(vertex.total(&cells, value, |share, cell| term(share, cell.inner.low)));
        });
    } else {
        let mut inside = Inside {
            term: &term,
            cells: &cells,
            total: inner.total,
            left: inner.total - inner.bounds.iter().map(|share| share.low).sum::<f64>(),
            walk: Walk::with_room(cells.len()),
            ends: Vec::with_capacity(cells.len()),
            slopes,
        };
        walk.run(multipliers.constant, &mut record, &mut |vertex, record| {
            inside.search(vertex, record);
        });
    }
    if record.branches < BUDGET {
        (record.best, Exactness::Exact)
    } else {
        (multipliers.bound.max(record.best), Exactness::Outer)
    }
}

/// The vertices of the inner vector, the outer one being fixed.
struct Inside<'a, F> {
    term: &'a F,
    cells: &'a [Cell],
    total: f64,
    /// What the sum leaves above the low ends.
    left: f64,
    walk: Walk,
    /// The terms at both ends of each inner share.
    ends: Vec<[f64; 2]>,
    slopes: Vec<(f64, f64)>,
}

impl<F: Fn(f64, f64) -> f64> Inside<'_, F> {
    fn search(&mut self, outer: Vertex, record: &mut Record) {
        let Inside { term, cells, .. } = *self;
        self.ends.clear();
        self.ends
            .extend(cells.iter().enumerate().map(|(choice, cell)| {
                outer.share(choice).map_or_else(
                    |end| cell.corners[end],
                    |free| [term(free, cell.inner.low), term(free, cell.inner.high)],
                )
            }));
        let lows: f64 = self.ends.iter().map(|[low, _]| low).sum();
        let rises = self.ends.iter().zip(cells);
        let rises = rises.map(|([low, high], cell)| (high - low, cell.inner.width()));
        let (rise, multiplier) = fill(rises, self.left, &mut self.slopes);
        if !record.is_beaten_by(lows + rise) {
            return;
        }
        let steps = cells.iter().zip(&self.ends).enumerate();
        let steps = steps.map(|(choice, (cell, [low, high]))| Step {
            choice,
            share: cell.inner,
            gain: [*low, high - multiplier * cell.inner.width()],
        });
        self.walk.start(steps, self.total);
        let ends = &self.ends;
        self.walk
            .run(multiplier * self.left, record, &mut |vertex, record| {
                let value = |(end, at): (usize, &[f64; 2])| at[end];
                let free = vertex.free();
                let mut total = vertex.total(ends, value, |_, _| 0.0);
                if let Some((choice, share)) = free {
                    let cell = &cells[choice];
                    let beside = outer
                        .share(choice)
                        .unwrap_or_else(|end| [cell.outer.low, cell.outer.high][end]);
                    total += term(beside, share);
                }
                record.keep(total);
            });
    }
}
