//! The design matrix, its rows made of pairs so that two products go into one instruction.

use crate::numeric::square::Square;

/// 1 and the centred, scaled covariates of each station, with a 0 behind an odd number of them.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    columns: usize,
    pairs: usize,
    figures: Vec<[f64; 2]>,
}

impl Rows {
    pub(super) fn new(stations: usize, covariates: &[f64], centre: &[f64], scale: &[f64]) -> Rows {
        let columns = centre.len();
        let pairs = columns.div_ceil(2);
        let count = columns - 1;
        let inverse: Vec<f64> = scale.iter().map(|scale| 1.0 / scale).collect();
        let mut figures = vec![[0.0; 2]; stations * pairs];
        for (station, row) in figures.chunks_exact_mut(pairs).enumerate() {
            let row = row.as_flattened_mut();
            row[0] = 1.0;
            let covariates = &covariates[station * count..(station + 1) * count];
            for (place, x) in (1..columns).zip(covariates) {
                row[place] = (x - centre[place]) * inverse[place];
            }
        }
        Rows {
            columns,
            pairs,
            figures,
        }
    }

    pub(super) fn pairs(&self) -> usize {
        self.pairs
    }

    pub(super) fn iter(&self) -> std::slice::ChunksExact<'_, [f64; 2]> {
        self.figures.chunks_exact(self.pairs)
    }

    /// The row of a station.
    pub(super) fn get(&self, station: usize) -> &[f64] {
        &self.figures[station * self.pairs..(station + 1) * self.pairs].as_flattened()
            [..self.columns]
    }

    /// Sums for [`add_square`].
    pub(super) fn zero(&self) -> Vec<[f64; 2]> {
        vec![[0.0; 2]; self.columns * self.pairs]
    }

    /// Sums of [`add_square`] as a matrix.
    pub(super) fn square(&self, sums: &[[f64; 2]]) -> Square {
        Square::from_fn(self.columns, |i, j| sums[i * self.pairs + j / 2][j % 2])
    }
}

/// Adds factor·row.
#[inline]
pub(super) fn add(sum: &mut [[f64; 2]], factor: f64, row: &[[f64; 2]]) {
    for (sum, x) in sum.iter_mut().zip(row) {
        sum[0] += factor * x[0];
        sum[1] += factor * x[1];
    }
}

/// Adds factor·row row′, one row of the sums after another; the 0 behind an odd number has none.
#[inline]
pub(super) fn add_square(sums: &mut [[f64; 2]], factor: f64, row: &[[f64; 2]]) {
    for (sums, x) in sums.chunks_exact_mut(row.len()).zip(row.as_flattened()) {
        add(sums, factor * x, row);
    }
}

/// Σ x y.
#[inline]
pub(super) fn dot(one: &[[f64; 2]], other: &[[f64; 2]]) -> f64 {
    let mut sums = [0.0; 2];
    for (x, y) in one.iter().zip(other) {
        sums[0] += x[0] * y[0];
        sums[1] += x[1] * y[1];
    }
    sums[0] + sums[1]
}
