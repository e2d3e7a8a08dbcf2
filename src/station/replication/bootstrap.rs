//! The rescaled bootstrap.

use serde::Serialize;

use super::resample::MANY_DRAWS;
use super::{exact_resamples, resample};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::Confidence;
use crate::station::estimate::{CovarianceMatrix, Design, Figures, StratumPart, ratios, residual};
use crate::station::sparse::LonelyStratum;

/// The rescaled bootstrap of Rao & Wu (1988, *Journal of the American Statistical Association* 83): n_h − 1
/// stations of each stratum are drawn with replacement, and a station drawn r times has the weight
/// w (1 − λ + λ r n_h/(n_h − 1)), λ = √(1 − f_h). Its variance of a total is the linearised one exactly.
///
/// Each replicate has its own random stream, so that the figures depend on the seed alone, not on threads
/// (feature `rayon`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Bootstrap {
    pub(super) replicates: u64,
    pub(super) seed: u64,
}

/// What the replicates of a bootstrap say.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct BootstrapResult {
    /// The estimate of each choice from the whole sample.
    pub values: Vec<f64>,
    /// The mean of each choice over the resamples.
    pub means: Vec<f64>,
    /// Covariances about those means.
    pub covariance: CovarianceMatrix,
    /// Covariances about the estimate.
    pub covariance_about_estimate: CovarianceMatrix,
    /// Covariances of the totals Σ w x.
    pub total_covariance: CovarianceMatrix,
    /// Random replicates, or distinct resamples where all were looked at.
    pub replicates: u64,
    /// The ratio of each choice in each random replicate, replicate after replicate; empty where all resamples
    /// were looked at.
    pub ratios: Vec<f64>,
}

impl BootstrapResult {
    /// The percentile interval of a choice: the empirical quantiles (1 ∓ c)/2 of its replicates, between
    /// neighbouring ones in proportion (Hyndman & Fan 1996, type 7).
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without random replicates; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown choice.
    pub fn percentile_interval(&self, choice: usize, confidence: Confidence) -> Result<Interval> {
        let k = self.values.len();
        if choice >= k {
            return Err(Error::out_of_range(
                "choice",
                choice,
                format!("give a place below {k}"),
            ));
        }
        let mut sorted: Vec<f64> = self.ratios.chunks_exact(k).map(|row| row[choice]).collect();
        if sorted.is_empty() {
            return Err(Error::undefined(
                "the percentile interval",
                "there are no random replicates",
            ));
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let quantile = |p: f64| {
            let place = p * (sorted.len() - 1) as f64;
            let below = place.floor() as usize;
            let above = (below + 1).min(sorted.len() - 1);
            sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
        };
        let tail = 0.5 * confidence.alpha();
        Ok(Interval {
            low: quantile(tail),
            high: quantile(1.0 - tail),
        })
    }
}

impl Bootstrap {
    /// So many replicates under a seed.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than two replicates.
    pub fn new(replicates: u64, seed: u64) -> Result<Bootstrap> {
        if replicates < 2 {
            return Err(Error::out_of_range(
                "replicates",
                replicates,
                "give at least 2, better 1,000",
            ));
        }
        Ok(Bootstrap { replicates, seed })
    }

    pub(in crate::station) fn run(
        self,
        figures: &Figures,
        design: Design<'_>,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<BootstrapResult> {
        let columns = Columns::new(figures, design)?;
        let mut sums = vec![0.0; self.replicates as usize * columns.width];
        resample::fill(&columns, self.seed, &mut sums, progress);
        let k = columns.values.len();
        let mut moments = Moments::new(&columns);
        let mut ratios = Vec::with_capacity(self.replicates as usize * k);
        let weight = 1.0 / self.replicates as f64;
        for replicate in sums.chunks_exact(columns.width) {
            let deviations = moments.add(weight, replicate)?;
            ratios.extend(
                columns
                    .values
                    .iter()
                    .zip(deviations)
                    .map(|(value, d)| value + d),
            );
        }
        Ok(moments.finish(columns.values, self.replicates, ratios))
    }

    /// The same from every possible resample with its probability.
    pub(in crate::station) fn all(
        figures: &Figures,
        design: Design<'_>,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<BootstrapResult> {
        let columns = Columns::new(figures, design)?;
        let mut moments = Moments::new(&columns);
        let mut failure = None;
        let mut done = 0;
        let resamples = exact_resamples::visit(&columns, |probability, sums| {
            done += 1;
            if done % 4096 == 0 {
                progress(done);
            }
            if let Err(error) = moments.add(probability, sums) {
                failure = Some(error);
            }
        })?;
        progress(done);
        match failure {
            Some(error) => Err(error),
            None => Ok(moments.finish(columns.values, resamples, Vec::new())),
        }
    }
}

/// The stations of one stratum as a resample reads them.
pub(super) struct ResampledStratum {
    /// n_h.
    pub(super) stations: usize,
    /// Stations drawn with replacement, n_h − 1.
    pub(super) drawn: usize,
    /// λ.
    pub(super) shrinkage: f64,
    /// λ n_h/(n_h − 1).
    pub(super) factor: f64,
    /// The weight of every station, where all have one and the figures are small whole numbers.
    pub(super) common_weight: Option<f64>,
    /// Where its figures start, or its counts.
    start: usize,
}

#[cfg(test)]
impl ResampledStratum {
    pub(super) fn for_test(stations: usize) -> ResampledStratum {
        ResampledStratum {
            stations,
            drawn: stations - 1,
            shrinkage: 1.0,
            factor: 1.0,
            common_weight: None,
            start: 0,
        }
    }
}

/// Weighted residuals w (x − R t) of each choice and w t, by stratum, and in it by column.
///
/// Large strata with one weight keep x and t themselves, as 16-bit numbers: sums of products of those are exact,
/// and eight of them go into one instruction.
pub(super) struct Columns {
    pub(super) strata: Vec<ResampledStratum>,
    /// What strata that are never resampled add.
    pub(super) constant: Vec<f64>,
    /// Σ (1 − λ) of the figures of the resampled strata.
    pub(super) shrunk: Vec<f64>,
    figures: Vec<f64>,
    counts: Vec<i16>,
    /// k + 1.
    pub(super) width: usize,
    pub(super) values: Vec<f64>,
    /// Σ w t.
    total: f64,
}

impl Columns {
    fn new(figures: &Figures, design: Design<'_>) -> Result<Columns> {
        let k = figures.choices;
        let (values, total) = ratios(figures)?;
        let mut columns = Columns {
            strata: Vec::with_capacity(design.strata().len()),
            constant: vec![0.0; k + 1],
            shrunk: vec![0.0; k + 1],
            figures: Vec::new(),
            counts: Vec::new(),
            width: k + 1,
            values,
            total,
        };
        check_lonely(&design)?;
        for part in design.strata() {
            columns.add(figures, part);
        }
        Ok(columns)
    }

    fn add(&mut self, figures: &Figures, part: &StratumPart) {
        let (k, n) = (figures.choices, part.sampled());
        let value = |values: &[f64], place: usize, station: usize| {
            let (weight, t) = (figures.weight[station], figures.t[station]);
            match values.get(place) {
                Some(ratio) => weight * residual(figures.x_of(station)[place], *ratio, t),
                None => weight * t,
            }
        };
        let sum = |values: &[f64], place: usize| -> f64 {
            part.stations
                .clone()
                .map(|station| value(values, place, station))
                .sum()
        };
        if n == 1 || part.unsampled == 0.0 {
            for place in 0..=k {
                self.constant[place] += sum(&self.values, place);
            }
            return;
        }
        let shrinkage = part.unsampled.sqrt();
        if shrinkage < 1.0 {
            for place in 0..=k {
                self.shrunk[place] += (1.0 - shrinkage) * sum(&self.values, place);
            }
        }
        let common_weight = common_weight(figures, part);
        let start = match common_weight {
            Some(_) => {
                let start = self.counts.len();
                for place in 0..k {
                    let x = figures.x[part.stations.start * k..part.stations.end * k].iter();
                    self.counts
                        .extend(x.skip(place).step_by(k).map(|x| *x as i16));
                }
                self.counts
                    .extend(figures.t[part.stations.clone()].iter().map(|t| *t as i16));
                start
            }
            None => {
                let start = self.figures.len();
                for place in 0..=k {
                    let values = &self.values;
                    self.figures.extend(
                        part.stations
                            .clone()
                            .map(|station| value(values, place, station)),
                    );
                }
                start
            }
        };
        self.strata.push(ResampledStratum {
            stations: n,
            drawn: n - 1,
            shrinkage,
            factor: shrinkage * n as f64 / (n - 1) as f64,
            common_weight,
            start,
        });
    }

    /// One figure of each station of a stratum without a common weight.
    pub(super) fn column(&self, stratum: &ResampledStratum, place: usize) -> &[f64] {
        let start = stratum.start + place * stratum.stations;
        &self.figures[start..start + stratum.stations]
    }

    /// x or t of each station of a stratum with a common weight.
    pub(super) fn counts(&self, stratum: &ResampledStratum, place: usize) -> &[i16] {
        let start = stratum.start + place * stratum.stations;
        &self.counts[start..start + stratum.stations]
    }
}

/// That strata of one station of several are declared certain: there are no resamples of them.
pub(super) fn check_lonely(design: &Design<'_>) -> Result<()> {
    if design.lonely() == 0 || design.lonely_policy() == LonelyStratum::Certainty {
        return Ok(());
    }
    let reason = "a stratum has one station, of which there are no resamples; choose \"certainty\" for lonely strata";
    Err(Error::undefined("the bootstrap variance", reason))
}

/// The weight of a large stratum all of whose stations have it, and figures that 16 bits hold.
fn common_weight(figures: &Figures, part: &StratumPart) -> Option<f64> {
    let weight = *figures.weight.get(part.stations.start)?;
    // The conversion cuts off fractions and stops at the largest number.
    let is_small = |figure: &f64| *figure >= 0.0 && f64::from(*figure as i16) == *figure;
    let k = figures.choices;
    let fits = part.sampled() > MANY_DRAWS
        && figures.weight[part.stations.clone()]
            .iter()
            .all(|other| *other == weight)
        && figures.t[part.stations.clone()].iter().all(is_small)
        && figures.x[part.stations.start * k..part.stations.end * k]
            .iter()
            .all(is_small);
    fits.then_some(weight)
}

/// Weighted moments of the replicates' deviations from the estimate.
struct Moments {
    values: Vec<f64>,
    total: f64,
    squares: CovarianceMatrix,
    means: Vec<f64>,
    total_squares: CovarianceMatrix,
    total_means: Vec<f64>,
    deviation: Vec<f64>,
    total_deviation: Vec<f64>,
}

impl Moments {
    fn new(columns: &Columns) -> Moments {
        let k = columns.values.len();
        Moments {
            values: columns.values.clone(),
            total: columns.total,
            squares: CovarianceMatrix::zero(k),
            means: vec![0.0; k],
            total_squares: CovarianceMatrix::zero(k),
            total_means: vec![0.0; k],
            deviation: vec![0.0; k],
            total_deviation: vec![0.0; k],
        }
    }

    /// Adds a replicate with the sums of w g (x − R t) and w g t; returns R_b − R.
    fn add(&mut self, weight: f64, sums: &[f64]) -> Result<&[f64]> {
        let k = self.deviation.len();
        let ballots = sums[k];
        if ballots <= 0.0 {
            let reason = "a resample has no ballots";
            return Err(Error::undefined("the bootstrap variance", reason));
        }
        for (choice, sum) in sums[..k].iter().enumerate() {
            self.deviation[choice] = sum / ballots;
            self.total_deviation[choice] = sum + self.values[choice] * (ballots - self.total);
            self.means[choice] += weight * self.deviation[choice];
            self.total_means[choice] += weight * self.total_deviation[choice];
        }
        self.squares.add_square(weight, &self.deviation);
        self.total_squares.add_square(weight, &self.total_deviation);
        Ok(&self.deviation)
    }

    fn finish(self, values: Vec<f64>, replicates: u64, ratios: Vec<f64>) -> BootstrapResult {
        let mut covariance = self.squares.clone();
        covariance.add_square(-1.0, &self.means);
        let mut total_covariance = self.total_squares;
        total_covariance.add_square(-1.0, &self.total_means);
        BootstrapResult {
            means: values
                .iter()
                .zip(&self.means)
                .map(|(value, mean)| value + mean)
                .collect(),
            values,
            covariance,
            covariance_about_estimate: self.squares,
            total_covariance,
            replicates,
            ratios,
        }
    }
}
