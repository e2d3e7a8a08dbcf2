//! Lagrange's multipliers of the two sums, for the search of the farthest pair.

use crate::numeric::Bounds;

/// One choice: the bounds of both shares, and the term at the four corners.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub outer: Bounds,
    pub inner: Bounds,
    /// By the end of the outer share, then of the inner one.
    corners: [[f64; 2]; 2],
}

impl Cell {
    pub(super) fn new(term: &dyn Fn(f64, f64) -> f64, outer: Bounds, inner: Bounds) -> Cell {
        let corners = [outer.low, outer.high].map(|x| [inner.low, inner.high].map(|y| term(x, y)));
        Cell {
            outer,
            inner,
            corners,
        }
    }

    /// The term at its largest.
    pub(super) fn largest(&self) -> f64 {
        largest(self.corners)
    }

    /// With the roles of the two exchanged.
    fn turned(&self) -> Cell {
        let [[a, b], [c, d]] = self.corners;
        Cell {
            outer: self.inner,
            inner: self.outer,
            corners: [[a, c], [b, d]],
        }
    }
}

fn largest([[a, b], [c, d]]: [[f64; 2]; 2]) -> f64 {
    a.max(b).max(c).max(d)
}

/// The multipliers λ (outer) and μ (inner) for which the dual bound
/// U = λ R + μ S + Σ max over the corners of \[term − λ (x − low) − μ (y − low)\] is least, R and S what the
/// sums leave above the low ends. No pair of vectors has a total above U, whatever λ and μ.
pub(super) struct Multipliers {
    outer: f64,
    inner: f64,
    /// λ R + μ S.
    pub constant: f64,
    /// U.
    pub bound: f64,
}

impl Multipliers {
    pub(super) fn of(cells: &[Cell], outer_total: f64, inner_total: f64) -> Multipliers {
        let outer_left = outer_total - cells.iter().map(|cell| cell.outer.low).sum::<f64>();
        let inner_left = inner_total - cells.iter().map(|cell| cell.inner.low).sum::<f64>();
        // One multiplier is searched for, and the other known for each value of it: where the inner vector
        // is exact there is nothing to search.
        let (outer, inner) = if cells.iter().all(|cell| cell.inner.width() == 0.0) {
            let turned: Vec<Cell> = cells.iter().map(Cell::turned).collect();
            let (inner, outer) = least(&turned, inner_left, outer_left);
            (outer, inner)
        } else {
            least(cells, outer_left, inner_left)
        };
        let mut multipliers = Multipliers {
            outer,
            inner,
            constant: outer * outer_left + inner * inner_left,
            bound: 0.0,
        };
        let best = |cell: &Cell| largest(multipliers.reduced(cell));
        multipliers.bound = multipliers.constant + cells.iter().map(best).sum::<f64>();
        multipliers
    }

    /// The corner values less what they take of the sums.
    pub(super) fn reduced(&self, cell: &Cell) -> [[f64; 2]; 2] {
        let (x, y) = (
            self.outer * cell.outer.width(),
            self.inner * cell.inner.width(),
        );
        let [[a, b], [c, d]] = cell.corners;
        [[a, b - y], [c - x, d - x - y]]
    }
}

/// The multipliers with the least dual bound.
fn least(cells: &[Cell], outer_left: f64, inner_left: f64) -> (f64, f64) {
    let mut slopes = Vec::with_capacity(cells.len());
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for cell in cells.iter().filter(|cell| cell.outer.width() > 0.0) {
        let [[a, b], [c, d]] = cell.corners;
        for rise in [c - a, d - b] {
            low = low.min(rise / cell.outer.width());
            high = high.max(rise / cell.outer.width());
        }
    }
    let mut at = |lambda: f64| given_outer(cells, lambda, inner_left, &mut slopes);
    if low > high {
        return (0.0, at(0.0).1);
    }
    // The bound is convex in λ, and falls no more beyond the steepest term: golden section.
    let ratio = 0.5 * (5f64.sqrt() - 1.0);
    let mut bound_at = |lambda: f64| lambda * outer_left + at(lambda).0;
    let (mut left, mut right) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_left, mut at_right) = (bound_at(left), bound_at(right));
    // 90 steps leave 1e-19 of the range.
    for _ in 0..90 {
        if at_left <= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - ratio * (high - low);
            at_left = bound_at(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + ratio * (high - low);
            at_right = bound_at(right);
        }
    }
    let lambda = if at_left <= at_right { left } else { right };
    (lambda, at(lambda).1)
}

/// For a given λ, the least over μ of the bound less λ R, and the μ.
fn given_outer(
    cells: &[Cell],
    lambda: f64,
    inner_left: f64,
    slopes: &mut Vec<(f64, f64)>,
) -> (f64, f64) {
    let ends = cells.iter().map(|cell| {
        let taken = lambda * cell.outer.width();
        let [[a, b], [c, d]] = cell.corners;
        (a.max(c - taken), b.max(d - taken), cell.inner.width())
    });
    let lows: f64 = ends.clone().map(|(low, ..)| low).sum();
    let rises = ends.map(|(low, high, width)| (high - low, width));
    let (rise, multiplier) = fill(rises, inner_left, slopes);
    (lows + rise, multiplier)
}

/// Raises shares, of which each rises by so much over its width, from the steepest on until `left` is used
/// up: how much that gives, and the slope of the last, which is the multiplier.
pub(super) fn fill(
    rises: impl Iterator<Item = (f64, f64)>,
    mut left: f64,
    slopes: &mut Vec<(f64, f64)>,
) -> (f64, f64) {
    slopes.clear();
    slopes.extend(
        rises
            .filter(|(_, width)| *width > 0.0)
            .map(|(rise, width)| (rise / width, width)),
    );
    slopes.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
    let (mut gained, mut multiplier) = (0.0, 0.0);
    for (slope, width) in slopes.iter() {
        let filled = width.min(left);
        gained += slope * filled;
        left -= filled;
        multiplier = *slope;
        if left <= 0.0 {
            break;
        }
    }
    (gained, multiplier)
}
