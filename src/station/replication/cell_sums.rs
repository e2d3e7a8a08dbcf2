//! Estimators as functions of sums, as replicates need them.

use crate::error::{Error, Result};
use crate::station::estimate::{Estimator, Figures, Population};
use crate::station::table::StationTable;

/// From the sums of each cell, the estimate of each choice; false where there is none.
type OfSums<'a> = Box<dyn Fn(&[f64], &mut [f64]) -> bool + Sync + 'a>;

/// Weighted sums of some figures of the stations, over all of them or by strata or post-strata, and what an estimator
/// makes of the sums.
pub(super) struct CellSums<'a> {
    /// How many figures a station has.
    pub(super) width: usize,
    /// w y, station after station.
    weighted: Vec<f64>,
    cell_of: Vec<usize>,
    cells: usize,
    choices: usize,
    of_sums: OfSums<'a>,
}

impl<'a> CellSums<'a> {
    pub(super) fn new(
        estimator: Estimator,
        table: &'a StationTable,
        figures: &Figures,
    ) -> Result<CellSums<'a>> {
        let (k, n) = (figures.choices, figures.len());
        let population = Population { table, figures };
        let of_all = || vec![0; n];
        let of_group = || {
            (0..n)
                .map(|station| table.post_stratum_of(station))
                .collect()
        };
        let x = |station: usize| figures.x_of(station).to_vec();
        let t = |station: usize| figures.t[station];
        let ratio = move |factor: f64| -> OfSums<'a> {
            Box::new(move |sums, values| {
                let all = sums[k];
                values
                    .iter_mut()
                    .zip(sums)
                    .for_each(|(value, sum)| *value = factor * sum / all);
                all > 0.0
            })
        };
        let rows = |row: &dyn Fn(usize) -> Vec<f64>| (0..n).flat_map(row).collect::<Vec<f64>>();
        let with_ballots = || rows(&|station| [x(station), vec![t(station)]].concat());
        let mut weight = figures.weight.clone();
        let (figures_of, cell_of, cells, of_sums): (Vec<f64>, Vec<usize>, usize, OfSums<'a>) =
            match estimator {
                Estimator::CombinedRatio => (with_ballots(), of_all(), 1, ratio(1.0)),
                Estimator::RatioTotal | Estimator::RatioTotalCochran => {
                    (with_ballots(), of_all(), 1, ratio(population.ballots()?))
                }
                Estimator::MeanOfRatios => {
                    let shares = |station: usize| {
                        let of = x(station).into_iter().map(|x| x / t(station));
                        of.chain([1.0]).collect()
                    };
                    (rows(&shares), of_all(), 1, ratio(1.0))
                }
                Estimator::SeparateRatio | Estimator::SeparateRatioCochran => {
                    let ballots = population.ballots()?;
                    let shares = (figures.strata.iter())
                        .map(|part| Ok(population.stratum_ballots(part.stratum)? / ballots))
                        .collect::<Result<Vec<f64>>>()?;
                    let cell_of = (figures.strata.iter().enumerate())
                        .flat_map(|(cell, part)| part.stations.clone().map(move |_| cell));
                    let of_sums: OfSums<'a> = Box::new(move |sums, values| {
                        values.fill(0.0);
                        let cells = sums.chunks_exact(k + 1).zip(&shares);
                        for (sums, share) in cells {
                            let factor = share / sums[k];
                            let sums = values.iter_mut().zip(sums);
                            sums.for_each(|(value, sum)| *value += factor * sum);
                        }
                        sums.chunks_exact(k + 1).all(|sums| sums[k] > 0.0)
                    });
                    (
                        with_ballots(),
                        cell_of.collect(),
                        figures.strata.len(),
                        of_sums,
                    )
                }
                Estimator::PostStratified => {
                    let sizes = sizes(&population)?;
                    let cells = sizes.len();
                    let of_sums: OfSums<'a> = Box::new(move |sums, values| {
                        values.fill(0.0);
                        let mut all = 0.0;
                        for (sums, size) in sums.chunks_exact(k + 2).zip(&sizes) {
                            let factor = size / sums[k + 1];
                            all += factor * sums[k];
                            let sums = values.iter_mut().zip(sums);
                            sums.for_each(|(value, sum)| *value += factor * sum);
                        }
                        values.iter_mut().for_each(|value| *value /= all);
                        all > 0.0 && sums.chunks_exact(k + 2).all(|sums| sums[k + 1] > 0.0)
                    });
                    let rows = rows(&|station| [x(station), vec![t(station), 1.0]].concat());
                    (rows, of_group(), cells, of_sums)
                }
                Estimator::PostStratifiedMean => {
                    population.post_stratified_mean()?;
                    let sizes = sizes(&population)?;
                    let (cells, all) = (sizes.len(), sizes.iter().sum::<f64>());
                    // Its means are plain ones.
                    weight.fill(1.0);
                    let of_sums: OfSums<'a> = Box::new(move |sums, values| {
                        values.fill(0.0);
                        for (sums, size) in sums.chunks_exact(k + 1).zip(&sizes) {
                            let factor = size / all / sums[k];
                            let sums = values.iter_mut().zip(sums);
                            sums.for_each(|(value, sum)| *value += factor * sum);
                        }
                        sums.chunks_exact(k + 1).all(|sums| sums[k] > 0.0)
                    });
                    let rows = rows(&|station| [x(station), vec![1.0]].concat());
                    (rows, of_group(), cells, of_sums)
                }
                Estimator::Change => {
                    let (votes, total) = population.previous_result()?;
                    let votes = votes.to_vec();
                    let previous = population.previous_figures()?;
                    let of_sums: OfSums<'a> = Box::new(move |sums, values| {
                        let (now, before) = sums.split_at(k + 1);
                        for (choice, value) in values.iter_mut().enumerate() {
                            let known = votes[choice] as f64 / total as f64;
                            *value = known + now[choice] / now[k] - before[choice] / before[k];
                        }
                        now[k] > 0.0 && before[k] > 0.0
                    });
                    let rows = rows(&|station| {
                        let before = previous.x_of(station).to_vec();
                        [
                            x(station),
                            vec![t(station)],
                            before,
                            vec![previous.t[station]],
                        ]
                        .concat()
                    });
                    (rows, of_all(), 1, of_sums)
                }
                Estimator::DifferenceTotal => {
                    let votes = population.previous_result()?.0.to_vec();
                    let previous = population.previous_figures()?;
                    let of_sums: OfSums<'a> = Box::new(move |sums, values| {
                        for ((value, votes), sum) in values.iter_mut().zip(&votes).zip(sums) {
                            *value = *votes as f64 + sum;
                        }
                        true
                    });
                    let rows = rows(&|station| {
                        let pairs = figures.x_of(station).iter().zip(previous.x_of(station));
                        pairs.map(|(now, before)| now - before).collect()
                    });
                    (rows, of_all(), 1, of_sums)
                }
            };
        let width = figures_of.len() / n;
        let mut weighted = figures_of;
        for (row, weight) in weighted.chunks_exact_mut(width).zip(&weight) {
            row.iter_mut().for_each(|figure| *figure *= weight);
        }
        Ok(CellSums {
            width,
            weighted,
            cell_of,
            cells,
            choices: k,
            of_sums,
        })
    }

    /// No sums yet.
    pub(super) fn zero(&self) -> Vec<f64> {
        vec![0.0; self.cells * self.width]
    }

    /// Where the sums of a station's cell stand.
    pub(super) fn cell(&self, station: usize) -> std::ops::Range<usize> {
        let start = self.cell_of[station] * self.width;
        start..start + self.width
    }

    /// Adds a station times `factor`.
    pub(super) fn add(&self, sums: &mut [f64], station: usize, factor: f64) {
        let row = &self.weighted[station * self.width..(station + 1) * self.width];
        for (sum, figure) in sums[self.cell(station)].iter_mut().zip(row) {
            *sum += factor * figure;
        }
    }

    /// The estimate from these sums; `what` is its replicate's name.
    pub(super) fn estimate(&self, sums: &[f64], what: &str) -> Result<Vec<f64>> {
        let mut values = vec![0.0; self.choices];
        if (self.of_sums)(sums, &mut values) {
            return Ok(values);
        }
        let reason = format!("{what} leaves the estimator no ballots, or none in a stratum");
        Err(Error::undefined("the variance from replicates", reason))
    }
}

/// N_g of the post-strata.
fn sizes(population: &Population<'_>) -> Result<Vec<f64>> {
    let groups = population.post_strata()?;
    Ok(groups.iter().map(|group| group.stations).collect())
}
