//! Sums that do not lose the small terms.

use serde::{Deserialize, Serialize};

/// Σ values with a running compensation (Neumaier 1974), so that the result does not depend on the
/// order of the terms beyond the last place.
///
/// ```
/// let terms = [1e16, 1.0, -1e16];
/// assert_eq!(terms.iter().sum::<f64>(), 0.0);
/// assert_eq!(exitpoll::numeric::sum(terms), 1.0);
/// ```
#[must_use]
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut total = CompensatedSum::default();
    for value in values {
        total.add(value);
    }
    total.value()
}

/// A running total with its compensation (Neumaier 1974, *Zeitschrift für Angewandte Mathematik und
/// Mechanik* 54).
///
/// ```
/// let mut total = exitpoll::numeric::CompensatedSum::default();
/// for _ in 0..10 {
///     total.add(0.1);
/// }
/// assert_eq!(total.value(), 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompensatedSum {
    total: f64,
    compensation: f64,
}

impl CompensatedSum {
    /// Adds one term.
    pub fn add(&mut self, value: f64) {
        let next = self.total + value;
        // What the addition dropped, exactly (Knuth's form: a branch on the larger of the two is guessed wrong).
        let added = next - self.total;
        self.compensation += (self.total - (next - added)) + (value - added);
        self.total = next;
    }

    /// Adds what another total has summed, so that the parts of a sum can be taken apart and put together
    /// again.
    pub fn merge(&mut self, other: CompensatedSum) {
        self.add(other.total);
        self.compensation += other.compensation;
    }

    /// The sum so far.
    #[must_use]
    pub fn value(&self) -> f64 {
        // An infinite total has a compensation of NaN: the total itself is the answer then.
        if self.total.is_finite() {
            self.total + self.compensation
        } else {
            self.total
        }
    }
}
