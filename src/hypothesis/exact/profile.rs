//! How far each choice's count can go while the table may still lie short of the observed one.

use super::null::Null;

/// A convex function on whole numbers from `low` on, one value each.
#[derive(Clone)]
pub(super) struct Convex {
    pub(super) low: u64,
    pub(super) values: Vec<f64>,
}

impl Convex {
    /// The value at `at`; infinite where the function is not defined.
    pub(super) fn at(&self, at: u64) -> f64 {
        at.checked_sub(self.low)
            .and_then(|offset| self.values.get(offset as usize))
            .copied()
            .unwrap_or(f64::INFINITY)
    }

    pub(super) fn high(&self) -> u64 {
        self.low + self.values.len().saturating_sub(1) as u64
    }

    /// min over a + b = m of `self(a) + other(b)`, for m up to `most`: the increments of both, merged in order.
    pub(super) fn merged(&self, other: &Convex, most: u64) -> Convex {
        let low = self.low + other.low;
        let width = (self.values.len() + other.values.len()).saturating_sub(1);
        let width = width.min(most.saturating_sub(low) as usize + 1);
        let mut value = self.values.first().copied().unwrap_or(f64::INFINITY)
            + other.values.first().copied().unwrap_or(f64::INFINITY);
        let mut values = Vec::with_capacity(width);
        values.push(value);
        let mut one = self.values.windows(2).peekable();
        let mut two = other.values.windows(2).peekable();
        let rise = |pair: Option<&&[f64]>| match pair {
            Some([before, after]) => after - before,
            _ => f64::INFINITY,
        };
        while values.len() < width {
            let (first, second) = (rise(one.peek()), rise(two.peek()));
            if first <= second {
                value += first;
                one.next();
            } else {
                value += second;
                two.next();
            }
            values.push(value);
        }
        Convex { low, values }
    }
}

/// Each choice's terms where they are below a limit, and the least that the choices from each place on,
/// or up to it, can add.
pub(super) struct Profile {
    /// Terms below the limit.
    pub(super) terms: Vec<Convex>,
    /// Least sum of terms of the choices from this place on, by the respondents that they share.
    pub(super) rest: Vec<Convex>,
    /// Σ expected counts of the choices from this place on.
    pub(super) rest_expected: Vec<f64>,
}

impl Profile {
    /// `None` if some choice has no count with a term below `limit`, so that every table exceeds it, or if
    /// the counts to hold are more than `most`.
    pub(super) fn new(null: &Null, limit: f64, most: u64) -> Option<Profile> {
        let mut terms = Vec::with_capacity(null.expected.len());
        for &e in &null.expected {
            let (low, high) = window(null, e, limit)?;
            if high - low >= most {
                return None;
            }
            terms.push(Convex {
                low,
                values: (low..=high).map(|a| null.term_at(a as f64, e)).collect(),
            });
        }
        let mut rest: Vec<Convex> = Vec::with_capacity(terms.len());
        let mut rest_expected: Vec<f64> = Vec::with_capacity(terms.len());
        for (convex, &e) in terms.iter().zip(&null.expected).rev() {
            let merged = match rest.last() {
                Some(after) => convex.merged(after, null.total),
                None => convex.clone(),
            };
            rest.push(merged);
            rest_expected.push(rest_expected.last().map_or(e, |after| after + e));
        }
        rest.reverse();
        rest_expected.reverse();
        Some(Profile {
            terms,
            rest,
            rest_expected,
        })
    }
}

/// The lowest and highest count whose term is below `limit`.
fn window(null: &Null, expected: f64, limit: f64) -> Option<(u64, u64)> {
    let below = |a: u64| null.term_at(a as f64, expected) < limit;
    // The least term is at one of the two whole numbers about the mean.
    let mode = [expected.floor() as u64, expected.ceil() as u64]
        .into_iter()
        .find(|&a| a <= null.total && below(a))?;
    Some((
        boundary(0, mode, below),
        null.total - boundary(0, null.total - mode, |a| below(null.total - a)),
    ))
}

/// The least a in `low..=inside` from which on the condition holds; it holds at `inside`.
pub(super) fn boundary(low: u64, inside: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut outside, mut inside) = (low, inside);
    while outside < inside {
        let middle = outside + (inside - outside) / 2;
        if holds(middle) {
            inside = middle;
        } else {
            outside = middle + 1;
        }
    }
    inside
}
