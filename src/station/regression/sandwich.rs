//! Variances of the coefficients of Z, where M is the identity.

use super::{Regression, rows};
use crate::error::{Error, Result};
use crate::numeric::square::{Square, dot};

impl Regression<'_> {
    /// Σ factor(1 − h) (w e)² z z′ over the stations.
    pub(super) fn independent(&self, factor: impl Fn(f64) -> f64) -> Result<Square> {
        let p = self.gamma.len();
        let mut z = vec![0.0; p];
        let mut variance = Square::zero(p);
        for (station, (weight, residual)) in self.weights.iter().zip(&self.residuals).enumerate() {
            self.whiten.apply(self.rows.get(station), &mut z);
            let left = 1.0 - weight * dot(&z, &z);
            let factor = factor(left);
            if !factor.is_finite() || left < 1e-13 {
                let reason =
                    format!("station {station} alone determines a coefficient; use hc0 or hc1");
                return Err(Error::undefined_at(
                    "the leverage-corrected error",
                    station,
                    reason,
                ));
            }
            variance.add_square(factor * (weight * residual).powi(2), &z);
        }
        Ok(variance)
    }

    /// Σ_g s s′ with s = Σ w e z over the stations of a region.
    pub(super) fn within_regions(&self) -> Square {
        let (p, pairs) = (self.gamma.len(), self.rows.pairs());
        let mut scores = vec![[0.0; 2]; self.regions.len() * pairs];
        let errors = self.weights.iter().zip(&self.residuals);
        for (station, (row, (weight, residual))) in self.rows.iter().zip(errors).enumerate() {
            let start = self.regions.of(station) * pairs;
            rows::add(&mut scores[start..start + pairs], weight * residual, row);
        }
        let mut z = vec![0.0; p];
        let mut variance = Square::zero(p);
        for score in scores.chunks_exact(pairs) {
            self.whiten.apply(&score.as_flattened()[..p], &mut z);
            variance.add_square(1.0, &z);
        }
        variance
    }
}
