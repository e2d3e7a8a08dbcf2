//! Variances of the coefficients of Z, where M is the identity.

use super::Regression;
use crate::error::{Error, Result};
use crate::numeric::square::{Square, dot};

impl Regression<'_> {
    /// Σ factor(1 − h) (w e)² z z′ over the stations.
    pub(super) fn independent(&self, factor: impl Fn(f64) -> f64) -> Result<Square> {
        let p = self.gamma.len();
        let (mut row, mut z) = (vec![1.0; p], vec![0.0; p]);
        let mut variance = Square::zero(p);
        for (station, (weight, residual)) in self.weights.iter().zip(&self.residuals).enumerate() {
            self.scaled_row(station, &mut row);
            self.whiten.apply(&row, &mut z);
            let left = 1.0 - weight * dot(&z, &z);
            let factor = factor(left);
            if !factor.is_finite() || left < 1e-13 {
                let reason =
                    format!("station {station} alone determines a coefficient; use hc0 or hc1");
                return Err(Error::undefined("the leverage-corrected error", reason));
            }
            variance.add_square(factor * (weight * residual).powi(2), &z);
        }
        Ok(variance)
    }

    /// Σ_g s s′ with s = Σ w e z over the stations of a region.
    pub(super) fn within_regions(&self) -> Square {
        let p = self.gamma.len();
        let mut row = vec![1.0; p];
        let mut scores = vec![0.0; self.regions.len() * p];
        for (station, (weight, residual)) in self.weights.iter().zip(&self.residuals).enumerate() {
            self.scaled_row(station, &mut row);
            let region = self.regions.of(station);
            let factor = weight * residual;
            for (score, x) in scores[region * p..(region + 1) * p].iter_mut().zip(&row) {
                *score += factor * x;
            }
        }
        let mut z = vec![0.0; p];
        let mut variance = Square::zero(p);
        for score in scores.chunks_exact(p) {
            self.whiten.apply(score, &mut z);
            variance.add_square(1.0, &z);
        }
        variance
    }
}
