//! A Bayesian estimate of the final shares from the stations of a quick count.

use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};

use super::sample::StationSample;
use super::sparse::{EmptyStratum, LonelyStratum, SparseStrata, StratumNamed};
use super::table::StationTable;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::normal::upper_tail_quantile;
use crate::numeric::{Confidence, RandomStream, normal_cdf};

/// The stratified normal model of the Mexican quick count (Mendoza & Nieto-Barajas 2016, *Electoral Studies* 43).
///
/// Votes x of a choice at a station with n registered voters in stratum h are normal about n θ_h with variance n/τ_h;
/// the prior is proportional to 1/τ_h with 0 < θ_h < 1. Given the stations, τ_h is Gamma with shape (c − 1)/2 and
/// rate ½(Σ x²/n − (Σ x)²/Σ n), and θ_h given τ_h is normal about Σ x/Σ n with variance 1/(τ_h Σ n), cut to
/// (0, 1). The share of a choice is Σ_h N_h n̄_h θ_h over the same sum for all ballots. Choices are drawn
/// independently of one another, as the model has it.
///
/// Sparse strata follow the sample's policies: under certainty, adjust or average a stratum with one station takes
/// its spread from all others together; an empty one that is to be like the rest takes their θ as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct BayesianQuickCount {
    draws: u64,
    seed: u64,
}

/// Draws from the posterior distribution of the final shares.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PosteriorShares {
    /// The mean of each choice.
    pub means: Vec<f64>,
    /// The standard deviation of each choice.
    pub standard_deviations: Vec<f64>,
    /// The share of each choice in each draw, draw after draw.
    pub draws: Vec<f64>,
}

/// One stratum's posterior of one choice.
#[derive(Clone, Copy)]
struct Posterior {
    /// Registered voters of all its stations.
    size: f64,
    mean: f64,
    /// Σ n.
    registered: f64,
    /// (c − 1)/2 and the rate of τ.
    shape: f64,
    rate: f64,
}

impl BayesianQuickCount {
    /// So many draws under a seed.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than two draws.
    pub fn new(draws: u64, seed: u64) -> Result<BayesianQuickCount> {
        if draws < 2 {
            return Err(Error::out_of_range(
                "draws",
                draws,
                "give at least 2, better 10,000",
            ));
        }
        Ok(BayesianQuickCount { draws, seed })
    }
}

impl PosteriorShares {
    /// The central interval of a choice's draws.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown choice.
    pub fn interval(&self, choice: usize, confidence: Confidence) -> Result<Interval> {
        self.check(choice)?;
        let mut sorted: Vec<f64> = self.rows().map(|row| row[choice]).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let tail = 0.5 * confidence.alpha();
        let place = |p: f64| sorted[((p * sorted.len() as f64) as usize).min(sorted.len() - 1)];
        Interval::new(place(tail), place(1.0 - tail))
    }

    /// The probability that one choice is ahead of another.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown choice.
    pub fn probability_ahead(&self, first: usize, second: usize) -> Result<f64> {
        self.check(first)?;
        self.check(second)?;
        let ahead = self.rows().filter(|row| row[first] > row[second]).count();
        Ok(ahead as f64 / self.rows().len() as f64)
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.draws.chunks_exact(self.means.len())
    }

    fn check(&self, choice: usize) -> Result<()> {
        let k = self.means.len();
        if choice < k {
            return Ok(());
        }
        Err(Error::out_of_range(
            "choice",
            choice,
            format!("give a place below {k}"),
        ))
    }
}

impl StationSample {
    /// Final shares under the stratified normal model. `progress` is called with the draws done so far, from any
    /// thread.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for stations without votes or registered voters, or a stratum of unknown size;
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for sparse strata as the policies have it.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::station::{BayesianQuickCount, Station, StationSample, StationTable};
    ///
    /// let mut table = StationTable::builder(["A"]).stratum("", 40);
    /// for votes in [200, 220, 240, 210, 230] {
    ///     table.push(&Station { votes: Some(&[votes]), total: Some(400), registered: Some(600), ..Station::default() })?;
    /// }
    /// let sample = StationSample::new(table.build()?);
    /// let posterior = sample.bayesian_quick_count(BayesianQuickCount::new(2000, 1)?, &|_| {})?;
    /// assert!((posterior.means[0] - 0.55).abs() < 0.005);
    /// assert!(posterior.interval(0, Confidence::P95)?.contains(0.55));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn bayesian_quick_count(
        &self,
        quick_count: BayesianQuickCount,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<PosteriorShares> {
        let table = self.table();
        let k = table.choices().len();
        // The choices and, last, all ballots.
        let posteriors: Vec<Vec<Posterior>> = (0..=k)
            .map(|figure| posteriors(table, figure, self.sparse))
            .collect::<Result<_>>()?;
        let mut draws = vec![0.0; quick_count.draws as usize * k];
        let done = AtomicU64::new(0);
        let draw = |(index, shares): (usize, &mut [f64])| {
            let mut stream = RandomStream::new(quick_count.seed, index as u64);
            let mut total = |strata: &[Posterior]| -> f64 {
                strata
                    .iter()
                    .map(|stratum| stratum.size * stratum.draw(&mut stream))
                    .sum()
            };
            for (share, strata) in shares.iter_mut().zip(&posteriors) {
                *share = total(strata);
            }
            let ballots = total(&posteriors[k]);
            shares.iter_mut().for_each(|share| *share /= ballots);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        };
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            draws.par_chunks_mut(k).enumerate().for_each(draw);
        }
        #[cfg(not(feature = "rayon"))]
        draws.chunks_mut(k).enumerate().for_each(draw);
        let n = quick_count.draws as f64;
        let mean = |choice: usize| draws.iter().skip(choice).step_by(k).sum::<f64>() / n;
        let means: Vec<f64> = (0..k).map(mean).collect();
        let deviation = |choice: usize| {
            let squares = draws
                .iter()
                .skip(choice)
                .step_by(k)
                .map(|share| (share - means[choice]).powi(2));
            (squares.sum::<f64>() / (n - 1.0)).sqrt()
        };
        Ok(PosteriorShares {
            standard_deviations: (0..k).map(deviation).collect(),
            means,
            draws,
        })
    }
}

fn posteriors(table: &StationTable, figure: usize, sparse: SparseStrata) -> Result<Vec<Posterior>> {
    let mut all = Vec::new();
    let mut empty = Vec::new();
    for stratum in 0..table.strata().len() {
        let stations = table.stations_of(stratum);
        let known = table.stratum_stations(stratum).ok_or_else(|| {
            let field = format!("strata.{}.stations", table.strata()[stratum]);
            Error::missing(field, "give the number of all its stations")
        })? as f64;
        if stations.is_empty() {
            if sparse.empty == EmptyStratum::Fail {
                return Err(SparseStrata::empty_error(&StratumNamed::OfTable(
                    table, stratum,
                )));
            }
            empty.push(known);
            continue;
        }
        if stations.len() == 1 && known > 1.0 && sparse.lonely == LonelyStratum::Fail {
            return Err(SparseStrata::lonely_error(&StratumNamed::OfTable(
                table, stratum,
            )));
        }
        let (mut votes, mut registered, mut squares) = (0.0, 0.0, 0.0);
        for station in stations.clone() {
            let (x, n) = station_figures(table, station, figure)?;
            votes += x;
            registered += n;
            squares += x * x / n;
        }
        all.push(Posterior {
            size: known * registered / stations.len() as f64,
            mean: votes / registered,
            registered,
            shape: 0.5 * (stations.len() as f64 - 1.0),
            rate: (0.5 * (squares - votes * votes / registered)).max(0.0),
        });
    }
    fill(&mut all, &empty)?;
    Ok(all)
}

/// Strata with one station take the spread, empty ones the posterior of all others together.
fn fill(all: &mut Vec<Posterior>, empty: &[f64]) -> Result<()> {
    let shape: f64 = all.iter().map(|stratum| stratum.shape).sum();
    let rate: f64 = all.iter().map(|stratum| stratum.rate).sum();
    if shape == 0.0 {
        let reason = "no stratum has two stations, which leaves no spread";
        return Err(Error::undefined("the posterior distribution", reason));
    }
    let registered: f64 = all.iter().map(|stratum| stratum.registered).sum();
    let size: f64 = all.iter().map(|stratum| stratum.size).sum();
    let mean = all
        .iter()
        .map(|stratum| stratum.size * stratum.mean)
        .sum::<f64>()
        / size;
    let stations: f64 = all.iter().map(|stratum| 2.0 * stratum.shape + 1.0).sum();
    for stratum in all.iter_mut().filter(|stratum| stratum.shape == 0.0) {
        (stratum.shape, stratum.rate) = (shape, rate);
    }
    all.extend(empty.iter().map(|known| Posterior {
        size: known * registered / stations,
        mean,
        registered,
        shape,
        rate,
    }));
    Ok(())
}

/// x and n of a station. More ballots than registered voters (special stations) are the voters it had.
fn station_figures(table: &StationTable, station: usize, figure: usize) -> Result<(f64, f64)> {
    let missing = |field: &str| {
        let error = Error::missing(field, "the model needs it at every station");
        table.at_station(error, station)
    };
    let total = table.total(station).ok_or_else(|| missing("votes"))?;
    let votes = table.votes(station).ok_or_else(|| missing("votes"))?;
    let registered = table
        .registered(station)
        .ok_or_else(|| missing("registered"))?
        .max(total);
    if registered == 0 {
        return Err(missing("registered"));
    }
    Ok((
        f64::from(*votes.get(figure).unwrap_or(&total)),
        f64::from(registered),
    ))
}

impl Posterior {
    /// One θ.
    fn draw(&self, stream: &mut RandomStream) -> f64 {
        if self.rate == 0.0 {
            return self.mean;
        }
        let precision = gamma(self.shape, stream) / self.rate;
        let deviation = (precision * self.registered).sqrt().recip();
        // Cut to (0, 1): the quantile of a uniform number between the probabilities of the ends.
        let below = |end: f64| normal_cdf((end - self.mean) / deviation).unwrap_or(0.5);
        let (low, high) = (below(0.0), below(1.0));
        let z = if low > 1e-12 || high < 1.0 - 1e-12 {
            let point = low + (high - low) * open_uniform(stream);
            upper_tail_quantile(1.0 - point)
        } else {
            upper_tail_quantile(open_uniform(stream))
        };
        (self.mean + deviation * z).clamp(0.0, 1.0)
    }
}

/// A uniform number in (0, 1), never an end.
fn open_uniform(stream: &mut RandomStream) -> f64 {
    (stream.below(1 << 52) as f64 + 0.5) / (1_u64 << 52) as f64
}

/// A Gamma number with rate 1 (Marsaglia & Tsang 2000, *ACM Transactions on Mathematical Software* 26); a shape of
/// a half is that of one and a half times the square of a uniform number.
fn gamma(shape: f64, stream: &mut RandomStream) -> f64 {
    if shape < 1.0 {
        let boost = open_uniform(stream).powf(1.0 / shape);
        return gamma(shape + 1.0, stream) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = upper_tail_quantile(open_uniform(stream));
        let v = (1.0 + c * z).powi(3);
        if v > 0.0 && open_uniform(stream).ln() < 0.5 * z * z + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RandomStream, gamma};

    #[test]
    fn gamma_numbers_have_their_mean_and_variance() {
        // Both are the shape. Four standard errors: √(a/n), and of the variance √((2a² + 6a)/n).
        for shape in [0.5, 1.0, 3.5, 40.0] {
            let mut stream = RandomStream::new(5, 1);
            let n = 40_000;
            let numbers: Vec<f64> = (0..n).map(|_| gamma(shape, &mut stream)).collect();
            let n = f64::from(n);
            let mean = numbers.iter().sum::<f64>() / n;
            let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
            assert!(
                (mean - shape).abs() < 4.0 * (shape / n).sqrt(),
                "{shape}: mean {mean}"
            );
            let noise = ((2.0 * shape * shape + 6.0 * shape) / n).sqrt();
            assert!(
                (variance - shape).abs() < 4.0 * noise,
                "{shape}: variance {variance}"
            );
        }
    }
}
