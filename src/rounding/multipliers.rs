//! Lagrange's multipliers of the two sums, for the search of the farthest pair.

use super::farthest::Cell;

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
    pub(super) fn of(
        cells: &[Cell],
        outer_total: f64,
        inner_total: f64,
        slopes: &mut Vec<(f64, f64)>,
    ) -> Multipliers {
        let outer_left = outer_total - cells.iter().map(|cell| cell.outer.low).sum::<f64>();
        let inner_left = inner_total - cells.iter().map(|cell| cell.inner.low).sum::<f64>();
        // One multiplier is searched for, and the other known for each value of it: where the inner vector
        // is exact there is nothing to search.
        let (outer, inner) = if cells.iter().all(|cell| cell.inner.width() == 0.0) {
            let rises = cells.iter().map(|cell| {
                let [[low, _], [high, _]] = cell.corners;
                (high - low, cell.outer.width())
            });
            (fill(rises, outer_left, slopes).1, 0.0)
        } else {
            least(cells, outer_left, inner_left, slopes)
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

/// The dual bound at one λ and the best μ.
#[derive(Clone, Copy)]
struct Point {
    lambda: f64,
    inner: f64,
    bound: f64,
    /// Of the bound in λ, the steps on both sides mixed where it has a corner.
    slope: f64,
}

/// The multipliers with the least dual bound, which is convex and made of straight pieces in λ: the next λ is
/// where the lines at both ends meet, until none is below what is known.
fn least(
    cells: &[Cell],
    outer_left: f64,
    inner_left: f64,
    slopes: &mut Vec<(f64, f64)>,
) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for cell in cells.iter().filter(|cell| cell.outer.width() > 0.0) {
        let [[a, b], [c, d]] = cell.corners;
        for rise in [c - a, d - b] {
            low = low.min(rise / cell.outer.width());
            high = high.max(rise / cell.outer.width());
        }
    }
    let mut at = |lambda: f64| at_outer(cells, lambda, outer_left, inner_left, slopes);
    if low > high {
        return (0.0, at(0.0).inner);
    }
    let (mut left, mut right) = (at(low), at(high));
    let lower = |one: Point, other: Point| if other.bound < one.bound { other } else { one };
    let mut best = lower(left, right);
    for step in 0..MOST_STEPS {
        let width = right.lambda - left.lambda;
        if left.slope >= 0.0 || right.slope <= 0.0 || width <= 1e-15 * (high - low) {
            break;
        }
        // Every fourth time the middle, so that the range shrinks whatever the pieces.
        let meeting = left.lambda
            + (right.bound - left.bound - right.slope * width) / (left.slope - right.slope);
        let floor = left.bound + left.slope * (meeting - left.lambda);
        if best.bound - floor <= 1e-14 * best.bound.abs() {
            break;
        }
        let lambda = if step % 4 == 3 {
            left.lambda + 0.5 * width
        } else {
            meeting.clamp(left.lambda, right.lambda)
        };
        let next = at(lambda);
        best = lower(best, next);
        if next.slope < 0.0 {
            left = next;
        } else {
            right = next;
        }
    }
    (best.lambda, best.inner)
}

/// The middle alone, every fourth step, halves the range down to the doubles in so many.
const MOST_STEPS: u32 = 240;

/// For a given λ, the least bound over μ.
fn at_outer(
    cells: &[Cell],
    lambda: f64,
    outer_left: f64,
    inner_left: f64,
    slopes: &mut Vec<(f64, f64)>,
) -> Point {
    let ends = |cell: &Cell| {
        let taken = lambda * cell.outer.width();
        let [[a, b], [c, d]] = cell.corners;
        (a.max(c - taken), b.max(d - taken))
    };
    let lows: f64 = cells.iter().map(|cell| ends(cell).0).sum();
    let rises = cells.iter().map(|cell| {
        let (low, high) = ends(cell);
        (high - low, cell.inner.width())
    });
    let (rise, multiplier) = fill(rises, inner_left, slopes);
    // What the outer shares take of their sum where the bound is attained: one inner share may be on its
    // way between its ends, and stands for both.
    let (mut taken, mut used) = (0.0, 0.0);
    let mut on_the_way = (0.0, 0.0, 0.0);
    for cell in cells {
        let (low, high) = ends(cell);
        let [[a, b], [c, d]] = cell.corners;
        let width = cell.outer.width();
        let of = |rise: f64| if rise > lambda * width { width } else { 0.0 };
        let inner = cell.inner.width();
        let reduced = high - low - multiplier * inner;
        if inner > 0.0 && reduced.abs() <= 1e-12 * (high - low).abs() {
            on_the_way.0 += of(c - a);
            on_the_way.1 += of(d - b);
            on_the_way.2 += inner;
        } else if inner > 0.0 && reduced > 0.0 {
            taken += of(d - b);
            used += inner;
        } else {
            taken += of(c - a);
        }
    }
    let (at_low, at_high, inner) = on_the_way;
    if inner > 0.0 {
        let part = ((inner_left - used) / inner).clamp(0.0, 1.0);
        taken += at_low + part * (at_high - at_low);
    }
    Point {
        lambda,
        inner: multiplier,
        bound: lambda * outer_left + lows + rise,
        slope: outer_left - taken,
    }
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
