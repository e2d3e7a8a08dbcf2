//! The two vectors farthest from each other.
//!
//! A convex function has its maximum over two boxes with fixed sums at a vertex: in each vector all shares
//! but one are at an end of their bounds. Branch and bound goes through the choices and gives each share an
//! end, or makes it the one that takes what the sum leaves. What the remaining choices can add at most
//! follows from Lagrange's multipliers of the two sums; that bound is off by no more than what two choices
//! lose between their ends, so that few branches are left.

use super::Sharpness;
use super::multipliers::{Cell, Multipliers};
use super::shares::Shares;
use crate::numeric::Bounds;

/// Branches looked at before the dual bound is given instead: some 20 milliseconds.
const BUDGET: u32 = 200_000;

/// How far a sum may be missed by rounding.
const SLACK: f64 = 1e-12;

/// The largest Σ term(p_i, v_i), or what it cannot exceed.
pub(super) fn total(term: fn(f64, f64) -> f64, p: &Shares, v: &Shares) -> (f64, Sharpness) {
    let cells = p.bounds.iter().zip(&v.bounds);
    let mut cells: Vec<Cell> = cells.map(|(p, v)| Cell::new(term, *p, *v)).collect();
    if cells.iter().any(|cell| cell.largest().is_infinite()) {
        return (f64::INFINITY, Sharpness::Exact);
    }
    let multipliers = Multipliers::of(&cells, p.total, v.total);
    // Choices whose ends matter most come first.
    cells.sort_by(|one, other| {
        let (one, other) = (multipliers.stake(one), multipliers.stake(other));
        other.total_cmp(&one)
    });
    let mut rest = vec![Rest::default()];
    for cell in cells.iter().rev() {
        let after = rest.last().copied().unwrap_or_default();
        rest.push(after.with(cell, multipliers.best(cell)));
    }
    rest.reverse();
    let mut search = Search {
        term,
        cells: &cells,
        rest: &rest,
        multipliers: &multipliers,
        totals: (p.total, v.total),
        best: 0.0,
        branches: 0,
    };
    search.visit(
        0,
        Branch {
            bound: multipliers.constant,
            p: Side::new(cells.iter().map(|cell| &cell.p)),
            v: Side::new(cells.iter().map(|cell| &cell.v)),
            ..Branch::default()
        },
    );
    if search.branches < BUDGET {
        (search.best, Sharpness::Exact)
    } else {
        (multipliers.bound.max(search.best), Sharpness::Outer)
    }
}

/// What the choices from one on can still add.
#[derive(Clone, Copy)]
struct Rest {
    /// To the dual bound.
    bound: f64,
    p: Bounds,
    v: Bounds,
}

impl Default for Rest {
    fn default() -> Rest {
        let (bound, nothing) = (0.0, Bounds::exact(0.0));
        Rest {
            bound,
            p: nothing,
            v: nothing,
        }
    }
}

impl Rest {
    fn with(self, cell: &Cell, best: f64) -> Rest {
        let plus = |sum: Bounds, share: Bounds| Bounds {
            low: sum.low + share.low,
            high: sum.high + share.high,
        };
        Rest {
            bound: self.bound + best,
            p: plus(self.p, cell.p),
            v: plus(self.v, cell.v),
        }
    }
}

/// Where a share is put.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Low,
    High,
    /// Where the sum leaves it.
    Free,
}

/// The shares given so far on one side.
#[derive(Clone, Copy, Default)]
struct Side {
    sum: f64,
    /// Whether some share is still to be the free one.
    is_open: bool,
    /// The bounds of the free share.
    free: Option<Bounds>,
    /// The other vector's share of the same choice; `None` where it is free too.
    partner: Option<f64>,
}

impl Side {
    fn new<'a>(mut shares: impl Iterator<Item = &'a Bounds>) -> Side {
        Side {
            is_open: shares.any(|share| share.width() > 0.0),
            ..Side::default()
        }
    }

    /// The places that a share can take.
    fn places(&self, share: &Bounds) -> &'static [Place] {
        match (share.width() > 0.0, self.is_open) {
            (false, _) => &[Place::Low],
            (true, false) => &[Place::Low, Place::High],
            (true, true) => &[Place::Low, Place::High, Place::Free],
        }
    }

    fn put(&mut self, share: &Bounds, place: Place, partner: Option<f64>) {
        match value(share, place) {
            Some(value) => self.sum += value,
            None => {
                self.is_open = false;
                self.free = Some(*share);
                self.partner = partner;
            }
        }
    }

    /// Whether the sum can still come out with what the rest can add.
    fn can_reach(&self, total: f64, rest: &Bounds) -> bool {
        let free = self.free.unwrap_or(Bounds::exact(0.0));
        self.sum + rest.low + free.low <= total + SLACK
            && self.sum + rest.high + free.high >= total - SLACK
    }

    /// What is left for the free share.
    fn left(&self, total: f64) -> Option<f64> {
        let free = self.free?;
        Some((total - self.sum).clamp(free.low, free.high))
    }
}

/// `None` for the free share.
fn value(share: &Bounds, place: Place) -> Option<f64> {
    match place {
        Place::Low => Some(share.low),
        Place::High => Some(share.high),
        Place::Free => None,
    }
}

/// The choices up to one with their places.
#[derive(Clone, Copy, Default)]
struct Branch {
    p: Side,
    v: Side,
    /// Σ term over the choices without a free share.
    value: f64,
    /// The dual bound of these choices alone.
    bound: f64,
}

struct Search<'a> {
    term: fn(f64, f64) -> f64,
    cells: &'a [Cell],
    rest: &'a [Rest],
    multipliers: &'a Multipliers,
    totals: (f64, f64),
    best: f64,
    branches: u32,
}

impl Search<'_> {
    fn visit(&mut self, depth: usize, branch: Branch) {
        self.branches = self.branches.saturating_add(1);
        let (Some(cell), Some(rest)) = (self.cells.get(depth), self.rest.get(depth + 1)) else {
            if !branch.p.is_open && !branch.v.is_open {
                self.best = self.best.max(self.total_of(&branch));
            }
            return;
        };
        let mut children = [Branch::default(); 9];
        let mut count = 0;
        for p in branch.p.places(&cell.p) {
            for v in branch.v.places(&cell.v) {
                let child = self.child(branch, cell, *p, *v);
                if let Some(slot) = children.get_mut(count)
                    && child.p.can_reach(self.totals.0, &rest.p)
                    && child.v.can_reach(self.totals.1, &rest.v)
                {
                    *slot = child;
                    count += 1;
                }
            }
        }
        let children = children.get_mut(..count).unwrap_or_default();
        children.sort_by(|one, other| other.bound.total_cmp(&one.bound));
        for child in children {
            // A trillionth is less than the bound's own rounding.
            if self.branches < BUDGET && child.bound + rest.bound > self.best * (1.0 + 1e-12) {
                self.visit(depth + 1, *child);
            }
        }
    }

    fn child(&self, mut branch: Branch, cell: &Cell, p: Place, v: Place) -> Branch {
        let reduced = self.multipliers.reduced(cell);
        let at_p = |row: [f64; 2]| match v {
            Place::Low => row[0],
            Place::High => row[1],
            Place::Free => row[0].max(row[1]),
        };
        branch.bound += match p {
            Place::Low => at_p(reduced[0]),
            Place::High => at_p(reduced[1]),
            Place::Free => at_p(reduced[0]).max(at_p(reduced[1])),
        };
        let (p_value, v_value) = (value(&cell.p, p), value(&cell.v, v));
        branch.p.put(&cell.p, p, v_value);
        branch.v.put(&cell.v, v, p_value);
        if let (Some(p), Some(v)) = (p_value, v_value) {
            branch.value += (self.term)(p, v);
        }
        branch
    }

    /// Σ term with the free shares where the sums leave them.
    fn total_of(&self, branch: &Branch) -> f64 {
        let (p, v) = (branch.p.left(self.totals.0), branch.v.left(self.totals.1));
        let of_p = match (p, branch.p.partner.or(v)) {
            (Some(p), Some(v)) => (self.term)(p, v),
            _ => 0.0,
        };
        // Where both are free in one choice it has been counted.
        let of_v = match (branch.v.partner, v) {
            (Some(p), Some(v)) => (self.term)(p, v),
            _ => 0.0,
        };
        branch.value + of_p + of_v
    }
}
