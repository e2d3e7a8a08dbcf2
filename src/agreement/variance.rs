//! The analysis of variance of a table of sources by choices.

use super::Ratings;
use super::paired::{deviations, largest, rescale, sum_of_squares};
use crate::error::{Error, Result};
use crate::numeric::sum;

/// Mean squares of the two-way layout with one figure per cell, in a common unit of no meaning: only
/// ratios of them count.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeanSquares {
    /// Sources.
    pub m: f64,
    /// Choices.
    pub k: f64,
    /// Between choices, MS_R.
    pub between: f64,
    /// Between sources, MS_C.
    pub sources: f64,
    /// Of the residual, MS_E.
    pub residual: f64,
    /// Within choices, MS_W: sources and residual together.
    pub within: f64,
}

impl MeanSquares {
    /// Sums of squares of deviations, none as a difference of others: where sources are near one another,
    /// what is left within the choices is as good as the figures.
    pub(super) fn of(measure: impl std::fmt::Display, ratings: &Ratings) -> Result<MeanSquares> {
        let cells = ratings.complete(&measure)?;
        let (m, k) = (ratings.sources() as f64, ratings.choices() as f64);
        let first: Vec<f64> = cells.iter().take(ratings.choices()).copied().collect();
        // Each cell from the first source's figure for the choice, then from the mean over the sources.
        let mut inside: Vec<f64> = cells
            .chunks_exact(ratings.choices())
            .flat_map(|row| row.iter().zip(&first).map(|(x, pivot)| x - pivot))
            .collect();
        let lift: Vec<f64> = (0..ratings.choices())
            .map(|choice| {
                sum(inside
                    .iter()
                    .skip(choice)
                    .step_by(ratings.choices())
                    .copied())
                    / m
            })
            .collect();
        let origin = first[0];
        let means: Vec<f64> = first
            .iter()
            .zip(&lift)
            .map(|(x, lift)| (x - origin) + lift)
            .collect();
        let mut by_choice = deviations(&means);
        for row in inside.chunks_exact_mut(ratings.choices()) {
            for (x, lift) in row.iter_mut().zip(&lift) {
                *x -= lift;
            }
        }
        let scale = largest(&by_choice).max(largest(&inside));
        if scale == 0.0 {
            return Err(Error::undefined(
                measure.to_string(),
                "all figures are equal",
            ));
        }
        rescale(&mut by_choice, scale);
        rescale(&mut inside, scale);
        let within = sum_of_squares(&inside);
        let mut by_source: Vec<f64> = inside
            .chunks_exact(ratings.choices())
            .map(|row| sum(row.iter().copied()) / k)
            .collect();
        for (row, mean) in inside.chunks_exact_mut(ratings.choices()).zip(&by_source) {
            for x in row {
                *x -= mean;
            }
        }
        let centre = sum(by_source.iter().copied()) / m;
        for mean in &mut by_source {
            *mean -= centre;
        }
        Ok(MeanSquares {
            m,
            k,
            between: m * sum_of_squares(&by_choice) / (k - 1.0),
            sources: k * sum_of_squares(&by_source) / (m - 1.0),
            residual: sum_of_squares(&inside) / ((k - 1.0) * (m - 1.0)),
            within: within / (k * (m - 1.0)),
        })
    }
}
