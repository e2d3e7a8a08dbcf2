//! Who leads: the one answer for calls, leads, needs, thresholds and seats.

use crate::numeric::Bounds;

/// Who leads among figures with their rounding bounds, by position.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Leaders {
    /// This one, regardless of rounding.
    One(usize),
    /// These share the first place: their figures are equal and were not rounded.
    Tied(Vec<usize>),
    /// Rounding leaves open which of these leads.
    UndecidedByRounding(Vec<usize>),
}

/// Who leads; `None` without any figure. A tie is a tie: no order of the choices decides it.
///
/// ```
/// use exitpoll::Bounds;
/// use exitpoll::accuracy::{Leaders, leaders};
/// let exact = |v: f64| (v, Bounds::exact(v));
/// assert_eq!(leaders(&[exact(0.3), exact(0.5), exact(0.2)]), Some(Leaders::One(1)));
/// assert_eq!(leaders(&[exact(0.4), exact(0.4), exact(0.2)]), Some(Leaders::Tied(vec![0, 1])));
/// // "42" and "42" percent may be 42.4 and 41.6.
/// let whole = |v: f64| (v, Bounds::new(v - 0.005, v + 0.005).unwrap());
/// let undecided = Leaders::UndecidedByRounding(vec![0, 1]);
/// assert_eq!(leaders(&[whole(0.42), whole(0.42), whole(0.16)]), Some(undecided));
/// ```
#[must_use]
pub fn leaders(figures: &[(f64, Bounds)]) -> Option<Leaders> {
    // Whoever may lead: nobody's least figure is above its greatest.
    let least = figures
        .iter()
        .map(|(_, bounds)| bounds.low)
        .fold(f64::NEG_INFINITY, f64::max);
    let possible: Vec<usize> = (0..figures.len())
        .filter(|&place| figures[place].1.high >= least)
        .collect();
    let exact = |place: &usize| figures[*place].1.width() == 0.0;
    Some(match possible.as_slice() {
        [] => return None,
        [one] => Leaders::One(*one),
        several if several.iter().all(exact) => Leaders::Tied(possible),
        _ => Leaders::UndecidedByRounding(possible),
    })
}

/// The first and the second by the figures as printed: of each only if nothing else has the same figure.
/// Measures of the two leading choices have no meaning where the printed figures do not say who they are.
pub(crate) fn first_two(figures: &[f64]) -> (Option<usize>, Option<usize>) {
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by(|&a, &b| figures[b].total_cmp(&figures[a]));
    let alone = |place: usize| -> Option<usize> {
        let own = *order.get(place)?;
        // Figures that were put on one scale differ in the last bit only.
        let equal = |other: Option<&usize>| {
            other.is_some_and(|&o| (figures[o] - figures[own]).abs() <= 1e-12 * figures[own])
        };
        let before = place.checked_sub(1).and_then(|p| order.get(p));
        (!equal(before) && !equal(order.get(place + 1))).then_some(own)
    };
    let first = alone(0);
    (first, first.and(alone(1)))
}
