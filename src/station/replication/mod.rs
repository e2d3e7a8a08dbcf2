//! Variances from replicates: the estimate again without a station, from half samples, from resamples.

mod balanced;
mod bootstrap;
mod cell_sums;
mod exact_resamples;
mod jackknife;
mod of_estimator;
mod resample;

pub use balanced::HalfSamples;
pub use bootstrap::{Bootstrap, BootstrapResult};

pub(super) use balanced::balanced;
pub(super) use jackknife::jackknife;

use serde::Serialize;

use super::estimate::CovarianceMatrix;

/// The variance of an estimate from replicates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ReplicateVariance {
    /// The estimate of each choice from the whole sample.
    pub values: Vec<f64>,
    /// The mean of each choice over the replicates; the estimate itself where there is none.
    pub replicate_means: Vec<f64>,
    /// Covariances about the estimate, as METHODS of sampling texts have it (`mse = TRUE` in R `survey`).
    pub covariance: CovarianceMatrix,
    /// Covariances about the plain mean of all replicates, `survey`'s default.
    pub covariance_about_mean: CovarianceMatrix,
    /// How many replicates there were.
    pub replicates: u64,
}

/// Σ s d d′, Σ s d, Σ d and Σ s over replicates with deviations d from the estimate and scales s.
struct Deviations {
    squares: CovarianceMatrix,
    scaled: Vec<f64>,
    plain: Vec<f64>,
    scale: f64,
    replicates: u64,
}

impl Deviations {
    fn new(choices: usize) -> Deviations {
        Deviations {
            squares: CovarianceMatrix::zero(choices),
            scaled: vec![0.0; choices],
            plain: vec![0.0; choices],
            scale: 0.0,
            replicates: 0,
        }
    }

    fn add(&mut self, scale: f64, deviation: &[f64]) {
        self.squares.add_square(scale, deviation);
        for ((scaled, plain), d) in self.scaled.iter_mut().zip(&mut self.plain).zip(deviation) {
            *scaled += scale * d;
            *plain += d;
        }
        self.scale += scale;
        self.replicates += 1;
    }

    /// Both covariances, every scale times `factor`.
    fn finish(self, values: Vec<f64>, factor: f64) -> ReplicateVariance {
        let replicates = self.replicates;
        let mean: Vec<f64> = self
            .plain
            .iter()
            .map(|sum| sum / replicates.max(1) as f64)
            .collect();
        let mut covariance = self.squares;
        let mut about_mean = covariance.clone();
        // Σ s (d − m)(d − m)′ = Σ s d d′ − (m Σs d′ + Σs d m′) + m m′ Σs.
        about_mean.add_cross(-1.0, &mean, &self.scaled);
        about_mean.add_square(self.scale, &mean);
        covariance.scale(factor);
        about_mean.scale(factor);
        ReplicateVariance {
            replicate_means: values
                .iter()
                .zip(&mean)
                .map(|(value, mean)| value + mean)
                .collect(),
            values,
            covariance,
            covariance_about_mean: about_mean,
            replicates,
        }
    }
}
