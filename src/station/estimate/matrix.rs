//! Covariances of all choices.

use serde::Serialize;

/// A symmetric matrix of covariances, one row and column for each choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct CovarianceMatrix {
    size: usize,
    /// By columns of the upper triangle: (a, b) with a ≤ b stands at b(b + 1)/2 + a.
    entries: Vec<f64>,
}

impl CovarianceMatrix {
    pub(crate) fn zero(size: usize) -> CovarianceMatrix {
        CovarianceMatrix {
            size,
            entries: vec![0.0; size * (size + 1) / 2],
        }
    }

    /// Adds factor·v v′.
    pub(crate) fn add_square(&mut self, factor: f64, vector: &[f64]) {
        let mut start = 0;
        for (b, y) in vector.iter().enumerate() {
            let scaled = factor * y;
            for (entry, x) in self.entries[start..=start + b].iter_mut().zip(vector) {
                *entry += scaled * x;
            }
            start += b + 1;
        }
    }

    /// Adds factor·Σ x_a x_b for every two of the columns, each of `length` figures.
    pub(crate) fn add_products(&mut self, factor: f64, columns: &[f64], length: usize) {
        let mut entries = self.entries.iter_mut();
        for (b, second) in columns.chunks_exact(length).enumerate() {
            for (first, entry) in columns.chunks_exact(length).take(b + 1).zip(&mut entries) {
                *entry += factor * paired(first, second);
            }
        }
    }

    /// Adds to the variance of one choice.
    pub(crate) fn add_variance(&mut self, choice: usize, variance: f64) {
        self.entries[choice * (choice + 1) / 2 + choice] += variance;
    }

    /// Adds factor·(v w′ + w v′).
    pub(crate) fn add_cross(&mut self, factor: f64, one: &[f64], other: &[f64]) {
        for b in 0..self.size {
            for a in 0..=b {
                self.entries[b * (b + 1) / 2 + a] +=
                    factor * (one[a] * other[b] + other[a] * one[b]);
            }
        }
    }

    pub(crate) fn add(&mut self, other: &CovarianceMatrix) {
        for (entry, more) in self.entries.iter_mut().zip(&other.entries) {
            *entry += more;
        }
    }

    pub(crate) fn scale(&mut self, factor: f64) {
        self.entries.iter_mut().for_each(|entry| *entry *= factor);
    }

    /// How many choices there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The covariance of two choices; of one with itself, its variance.
    ///
    /// # Panics
    /// If there is no such choice, as a slice does.
    #[must_use]
    pub fn get(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (a.min(b), a.max(b));
        assert!(b < self.size, "no choice {b} of {}", self.size);
        self.entries[b * (b + 1) / 2 + a]
    }

    /// √ of a choice's variance.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn standard_error(&self, choice: usize) -> f64 {
        self.get(choice, choice).max(0.0).sqrt()
    }

    /// √ of the variance of one choice's figure less another's: V_aa + V_bb − 2 V_ab.
    ///
    /// # Panics
    /// If there is no such choice.
    #[must_use]
    pub fn lead_standard_error(&self, first: usize, second: usize) -> f64 {
        let variance =
            self.get(first, first) + self.get(second, second) - 2.0 * self.get(first, second);
        // Rounding can take a variance of nothing below it.
        variance.max(0.0).sqrt()
    }
}

/// Σ x y in two sums side by side, added in a fixed order.
fn paired(one: &[f64], other: &[f64]) -> f64 {
    let (one, one_rest) = one.as_chunks::<2>();
    let (other, other_rest) = other.as_chunks::<2>();
    let mut sums = [0.0; 2];
    for (x, y) in one.iter().zip(other) {
        sums[0] += x[0] * y[0];
        sums[1] += x[1] * y[1];
    }
    let last: f64 = one_rest.iter().zip(other_rest).map(|(x, y)| x * y).sum();
    sums[0] + sums[1] + last
}
