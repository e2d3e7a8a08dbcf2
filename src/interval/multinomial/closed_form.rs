//! Simultaneous intervals with a formula.

use crate::interval::Interval;
use crate::interval::score::Share;

/// Wilson's interval of each choice, with z² = `square`.
pub(super) fn score(counts: &[f64], total: f64, square: f64, out: &mut [Interval]) {
    for (slot, &count) in out.iter_mut().zip(counts) {
        let share = Share {
            successes: count,
            // The total may be a last place below the count it consists of.
            failures: (total - count).max(0.0),
            trials: total,
        };
        *slot = share.wilson(square);
    }
}

/// p̂ ± z/(2√n).
pub(super) fn fitzpatrick_scott(counts: &[f64], total: f64, z: f64, out: &mut [Interval]) {
    let margin = 0.5 * z * total.sqrt();
    for (slot, &count) in out.iter_mut().zip(counts) {
        *slot = Interval {
            low: ((count - margin) / total).max(0.0),
            high: ((count + margin) / total).min(1.0),
        };
    }
}
