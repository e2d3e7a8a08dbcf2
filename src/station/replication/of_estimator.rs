//! Replicates of every estimator, and of the combined ratio of a region.

use std::sync::atomic::{AtomicU64, Ordering};

use super::balanced::{check_halves, scale_of};
use super::bootstrap::check_lonely;
use super::cell_sums::CellSums;
use super::jackknife::average_factor;
use super::{Bootstrap, BootstrapResult, Deviations, HalfSamples, ReplicateVariance};
use super::{balanced, jackknife};
use crate::error::{Error, Result};
use crate::numeric::RandomStream;
use crate::station::estimate::{
    CovarianceMatrix, Design, Estimator, Figures, check_of_interviews, is_lonely,
};
use crate::station::sample::StationSample;
use crate::station::sparse::LonelyStratum;

impl StationSample {
    /// The jackknife variance of any estimator; of the combined ratio that of [`jackknife`](StationSample::jackknife). Of
    /// an estimate that is linear in the stations, such as a total or the mean of ratios, it is the linearised variance
    /// exactly. Weights of strata and post-strata are fitted again in each replicate.
    ///
    /// # Errors
    /// As [`StationSample::estimate`] and [`StationSample::jackknife`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) too if a replicate leaves
    /// a stratum of a separate ratio, or a post-stratum, without ballots.
    ///
    /// ```
    /// use exitpoll::station::{Estimator, Station, StationSample, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]).stratum("", 40);
    /// for votes in [[30, 70], [80, 120], [45, 55], [70, 30]] {
    ///     table.push(&Station { votes: Some(&votes), ..Station::default() })?;
    /// }
    /// let sample = StationSample::new(table.build()?);
    /// // Shares of .3, .4, .45, .7: their variance over 4, less a tenth.
    /// let jackknife = sample.jackknife_of(Estimator::MeanOfRatios)?;
    /// assert!((jackknife.covariance.get(0, 0) - 0.9 * 0.086_875 / 3.0 / 4.0).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn jackknife_of(&self, estimator: Estimator) -> Result<ReplicateVariance> {
        if estimator == Estimator::CombinedRatio {
            return self.jackknife();
        }
        let (figures, cells) = self.cell_sums(estimator, self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        let sums = all(&cells, figures.len());
        let values = cells.estimate(&sums, "the sample")?;
        let mut deviations = Deviations::new(values.len());
        let strata = design.strata().len() as f64;
        let mut replicate = sums.clone();
        for part in design.strata().iter().filter(|part| part.unsampled > 0.0) {
            let n = part.sampled() as f64;
            if is_lonely(part) {
                // As `survey` has it: without the stratum, the others for it.
                if design.lonely_policy() == LonelyStratum::Adjust {
                    cells.add(&mut replicate, part.stations.start, -1.0);
                    let grown = strata / (strata - 1.0);
                    replicate.iter_mut().for_each(|sum| *sum *= grown);
                    let of = cells.estimate(&replicate, "a replicate without a stratum")?;
                    deviations.add((strata - 1.0) / strata, &less(&of, &values));
                    replicate.clone_from(&sums);
                }
                continue;
            }
            // The whole stratum times n/(n − 1), from which each replicate takes one station.
            let mut grown = sums.clone();
            for station in part.stations.clone() {
                cells.add(&mut grown, station, 1.0 / (n - 1.0));
            }
            replicate.clone_from(&grown);
            for station in part.stations.clone() {
                cells.add(&mut replicate, station, -n / (n - 1.0));
                let of = cells.estimate(&replicate, "a replicate without a station")?;
                deviations.add(part.unsampled * (n - 1.0) / n, &less(&of, &values));
                let cell = cells.cell(station);
                replicate[cell.clone()].copy_from_slice(&grown[cell]);
            }
            replicate.clone_from(&sums);
        }
        let factor = average_factor(&design, deviations.replicates, figures.len() as u64)?;
        Ok(deviations.finish(values, factor))
    }

    /// The variance of any estimator from half samples; of the combined ratio that of
    /// [`balanced_replication`](StationSample::balanced_replication).
    ///
    /// # Errors
    /// As [`StationSample::balanced_replication`] and [`StationSample::jackknife_of`].
    pub fn balanced_replication_of(
        &self,
        estimator: Estimator,
        halves: &HalfSamples,
        fay: f64,
    ) -> Result<ReplicateVariance> {
        if estimator == Estimator::CombinedRatio {
            return self.balanced_replication(halves, fay);
        }
        let (figures, cells) = self.cell_sums(estimator, false)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        let pairs = check_halves(&figures, design.lonely_policy(), fay)?;
        let sums = all(&cells, figures.len());
        let values = cells.estimate(&sums, "the sample")?;
        let replicates = halves.replicates(pairs.len())?;
        let mut deviations = Deviations::new(values.len());
        for replicate in 0..replicates {
            let mut half = sums.clone();
            for (place, part) in pairs.iter().enumerate() {
                let first = halves.keeps_first(replicate, place);
                let sign = if first { 1.0 - fay } else { fay - 1.0 };
                cells.add(&mut half, part.stations.start, sign);
                cells.add(&mut half, part.stations.start + 1, -sign);
            }
            let of = cells.estimate(&half, "a half sample")?;
            deviations.add(scale_of(replicates, fay), &less(&of, &values));
        }
        Ok(deviations.finish(values, 1.0))
    }

    /// The variance of any estimator from random resamples; of the combined ratio that of
    /// [`bootstrap`](StationSample::bootstrap). `progress` is called with the replicates done so far, from any thread.
    ///
    /// # Errors
    /// As [`StationSample::bootstrap`] and [`StationSample::jackknife_of`].
    pub fn bootstrap_of(
        &self,
        estimator: Estimator,
        bootstrap: Bootstrap,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<BootstrapResult> {
        if estimator == Estimator::CombinedRatio {
            return self.bootstrap(bootstrap, progress);
        }
        let (figures, cells) = self.cell_sums(estimator, self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        check_lonely(&design)?;
        let k = figures.choices;
        let values = cells.estimate(&all(&cells, figures.len()), "the sample")?;
        let done = AtomicU64::new(0);
        // The estimate of each choice, and Σ w x less that of the sample.
        let one = |index: u64| -> Result<Vec<f64>> {
            let mut stream = RandomStream::new(bootstrap.seed, index);
            let mut sums = cells.zero();
            let mut totals = vec![0.0; k];
            let mut times = Vec::new();
            for part in design.strata() {
                let n = part.sampled();
                if n == 1 || part.unsampled == 0.0 {
                    let stations = part.stations.clone();
                    stations.for_each(|station| cells.add(&mut sums, station, 1.0));
                    continue;
                }
                times.clear();
                times.resize(n, 0.0);
                for _ in 1..n {
                    times[stream.below(n as u64) as usize] += 1.0;
                }
                let shrinkage = part.unsampled.sqrt();
                let factor = shrinkage * n as f64 / (n - 1) as f64;
                for (station, times) in part.stations.clone().zip(&times) {
                    let weight = 1.0 - shrinkage + factor * times;
                    cells.add(&mut sums, station, weight);
                    let changed = (weight - 1.0) * figures.weight[station];
                    for (total, x) in totals.iter_mut().zip(figures.x_of(station)) {
                        *total += changed * x;
                    }
                }
            }
            let of = cells.estimate(&sums, "a resample")?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            Ok([of, totals].concat())
        };
        #[cfg(feature = "rayon")]
        let rows: Result<Vec<Vec<f64>>> = {
            use rayon::prelude::*;
            (0..bootstrap.replicates).into_par_iter().map(one).collect()
        };
        #[cfg(not(feature = "rayon"))]
        let rows: Result<Vec<Vec<f64>>> = (0..bootstrap.replicates).map(one).collect();
        Ok(summary(values, &rows?))
    }

    /// The jackknife variance of [`estimate_region`](StationSample::estimate_region): stations outside of the region
    /// count as zeros in every replicate.
    ///
    /// # Errors
    /// As [`StationSample::estimate_region`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a replicate leaves the region no ballots, as
    /// where it has one station.
    pub fn jackknife_region(&self, region: usize) -> Result<ReplicateVariance> {
        let figures = self.region_figures(region, self.finite_population)?;
        jackknife(&figures, Design::new(&self.table, &figures, self.sparse)?)
    }

    /// The variance of [`estimate_region`](StationSample::estimate_region) from half samples.
    ///
    /// # Errors
    /// As [`StationSample::jackknife_region`] and [`StationSample::balanced_replication`].
    pub fn balanced_replication_region(
        &self,
        region: usize,
        halves: &HalfSamples,
        fay: f64,
    ) -> Result<ReplicateVariance> {
        let figures = self.region_figures(region, false)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        balanced(&figures, design.lonely_policy(), halves, fay)
    }

    /// The variance of [`estimate_region`](StationSample::estimate_region) from random resamples.
    ///
    /// # Errors
    /// As [`StationSample::jackknife_region`] and [`StationSample::bootstrap`].
    pub fn bootstrap_region(
        &self,
        region: usize,
        bootstrap: Bootstrap,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<BootstrapResult> {
        let figures = self.region_figures(region, self.finite_population)?;
        let design = Design::new(&self.table, &figures, self.sparse)?;
        bootstrap.run(&figures, design, progress)
    }

    fn cell_sums(
        &self,
        estimator: Estimator,
        finite_population: bool,
    ) -> Result<(Figures, CellSums<'_>)> {
        if self.from_interviews {
            check_of_interviews(estimator)?;
        }
        let figures = self.figures(finite_population)?;
        if estimator == Estimator::MeanOfRatios
            && let Some(station) = figures.t.iter().position(|t| *t == 0.0)
        {
            let reason = "the station has no ballots; the combined ratio can do without them";
            let error = Error::undefined("the mean of ratios", reason);
            return Err(self.table.at_station(error, station));
        }
        let cells = CellSums::new(estimator, &self.table, &figures)?;
        Ok((figures, cells))
    }
}

/// The sums over the whole sample.
fn all(cells: &CellSums<'_>, stations: usize) -> Vec<f64> {
    let mut sums = cells.zero();
    (0..stations).for_each(|station| cells.add(&mut sums, station, 1.0));
    sums
}

fn less(replicate: &[f64], values: &[f64]) -> Vec<f64> {
    (replicate.iter().zip(values))
        .map(|(replicate, value)| replicate - value)
        .collect()
}

/// From the estimates of random replicates and the changes of their totals.
fn summary(values: Vec<f64>, rows: &[Vec<f64>]) -> BootstrapResult {
    let k = values.len();
    let weight = 1.0 / rows.len() as f64;
    let (mut squares, mut total_squares) = (CovarianceMatrix::zero(k), CovarianceMatrix::zero(k));
    let mut means = vec![0.0; 2 * k];
    let mut ratios = Vec::with_capacity(rows.len() * k);
    for row in rows {
        let (of, totals) = row.split_at(k);
        let deviation = less(of, &values);
        for (mean, d) in means.iter_mut().zip(deviation.iter().chain(totals)) {
            *mean += weight * d;
        }
        squares.add_square(weight, &deviation);
        total_squares.add_square(weight, totals);
        ratios.extend_from_slice(of);
    }
    let (of_values, of_totals) = means.split_at(k);
    let mut covariance = squares.clone();
    covariance.add_square(-1.0, of_values);
    total_squares.add_square(-1.0, of_totals);
    BootstrapResult {
        means: (values.iter().zip(of_values))
            .map(|(value, mean)| value + mean)
            .collect(),
        values,
        covariance,
        covariance_about_estimate: squares,
        total_covariance: total_squares,
        replicates: rows.len() as u64,
        ratios,
    }
}
