//! Lagrange's multipliers of the two sums, for the search of the farthest pair.

use crate::numeric::Bounds;

/// One choice: the ends of both shares, and the term at the four corners.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub p: Bounds,
    pub v: Bounds,
    /// By the end of p, then of v.
    pub corners: [[f64; 2]; 2],
}

impl Cell {
    pub(super) fn new(term: fn(f64, f64) -> f64, p: Bounds, v: Bounds) -> Cell {
        let corners = [p.low, p.high].map(|p| [v.low, v.high].map(|v| term(p, v)));
        Cell { p, v, corners }
    }

    /// The term at its largest.
    pub(super) fn largest(&self) -> f64 {
        let [[a, b], [c, d]] = self.corners;
        a.max(b).max(c).max(d)
    }

    /// With the roles of p and v exchanged.
    fn turned(&self) -> Cell {
        let [[a, b], [c, d]] = self.corners;
        Cell {
            p: self.v,
            v: self.p,
            corners: [[a, c], [b, d]],
        }
    }
}

/// The multipliers λ and μ for which the dual bound
/// U = λ R_p + μ R_v + Σ max over the corners of \[term − λ (p − low) − μ (v − low)\] is least, R what the
/// sums leave above the low ends. No pair of vectors has a total above U, whatever λ and μ.
pub(super) struct Multipliers {
    pub p: f64,
    pub v: f64,
    /// λ R_p + μ R_v.
    pub constant: f64,
    /// U.
    pub bound: f64,
}

impl Multipliers {
    pub(super) fn of(cells: &[Cell], p_total: f64, v_total: f64) -> Multipliers {
        let p_left = p_total - cells.iter().map(|cell| cell.p.low).sum::<f64>();
        let v_left = v_total - cells.iter().map(|cell| cell.v.low).sum::<f64>();
        let rooms = |side: fn(&Cell) -> &Bounds| {
            let has_room = |cell: &&Cell| side(cell).width() > 0.0;
            cells.iter().filter(has_room).count()
        };
        // The outer multiplier is searched for, the inner one is known for each outer one: so let the outer
        // one be that of the vector with fewer open shares, often none.
        let (p, v) = if rooms(|cell| &cell.p) <= rooms(|cell| &cell.v) {
            least(cells, p_left, v_left)
        } else {
            let turned: Vec<Cell> = cells.iter().map(Cell::turned).collect();
            let (v, p) = least(&turned, v_left, p_left);
            (p, v)
        };
        let mut multipliers = Multipliers {
            p,
            v,
            constant: p * p_left + v * v_left,
            bound: 0.0,
        };
        multipliers.bound =
            multipliers.constant + cells.iter().map(|cell| multipliers.best(cell)).sum::<f64>();
        multipliers
    }

    /// The corner values less what they take of the sums.
    pub(super) fn reduced(&self, cell: &Cell) -> [[f64; 2]; 2] {
        let (p, v) = (self.p * cell.p.width(), self.v * cell.v.width());
        let [[a, b], [c, d]] = cell.corners;
        [[a, b - v], [c - p, d - p - v]]
    }

    /// The largest of them.
    pub(super) fn best(&self, cell: &Cell) -> f64 {
        let [[a, b], [c, d]] = self.reduced(cell);
        a.max(b).max(c).max(d)
    }

    /// How much is lost at the worst corner.
    pub(super) fn stake(&self, cell: &Cell) -> f64 {
        let [[a, b], [c, d]] = self.reduced(cell);
        self.best(cell) - a.min(b).min(c).min(d)
    }
}

/// The multipliers of p (outer) and v (inner) with the least dual bound.
fn least(cells: &[Cell], p_left: f64, v_left: f64) -> (f64, f64) {
    let mut slopes = Vec::with_capacity(cells.len());
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for cell in cells.iter().filter(|cell| cell.p.width() > 0.0) {
        let [[a, b], [c, d]] = cell.corners;
        for rise in [c - a, d - b] {
            low = low.min(rise / cell.p.width());
            high = high.max(rise / cell.p.width());
        }
    }
    if low > high {
        return (0.0, inner(cells, 0.0, v_left, &mut slopes).1);
    }
    // The bound is convex in λ, and falls no more beyond the steepest term: golden section.
    let ratio = 0.5 * (5f64.sqrt() - 1.0);
    let mut bound_at = |lambda: f64| lambda * p_left + inner(cells, lambda, v_left, &mut slopes).0;
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
    (lambda, inner(cells, lambda, v_left, &mut slopes).1)
}

/// For a given λ, the least over μ of the bound less λ R_p, and the μ: the choices are filled from the
/// steepest on until the sum is reached, and μ is the slope of the last.
fn inner(cells: &[Cell], lambda: f64, v_left: f64, slopes: &mut Vec<(f64, f64)>) -> (f64, f64) {
    slopes.clear();
    let mut bound = 0.0;
    for cell in cells {
        let taken = lambda * cell.p.width();
        let [[a, b], [c, d]] = cell.corners;
        let (at_low, at_high) = (a.max(c - taken), b.max(d - taken));
        bound += at_low;
        if cell.v.width() > 0.0 {
            slopes.push(((at_high - at_low) / cell.v.width(), cell.v.width()));
        }
    }
    slopes.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
    let (mut left, mut mu) = (v_left, 0.0);
    for (slope, width) in slopes.iter() {
        let filled = width.min(left);
        bound += slope * filled;
        left -= filled;
        mu = *slope;
        if left <= 0.0 {
            break;
        }
    }
    (bound, mu)
}
