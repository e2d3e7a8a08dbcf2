//! How often the intervals of a count that comes in contain the final shares.

use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Night;
use crate::error::{Error, Result};
use crate::numeric::{Confidence, RandomStream};
use crate::station::sample::StationSample;

/// Random orders in which the stations of a table may come in, the same under the same seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct RandomOrders {
    runs: u64,
    seed: u64,
}

impl RandomOrders {
    /// So many orders under a seed.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for no run.
    pub fn new(runs: u64, seed: u64) -> Result<RandomOrders> {
        if runs == 0 {
            let help = "give at least 1, better 1,000";
            return Err(Error::out_of_range("runs", runs, help));
        }
        Ok(RandomOrders { runs, seed })
    }
}

/// How the intervals at one time of the night do over many orders of arrival.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ReplayCoverage {
    /// Stations so far.
    pub stations: usize,
    /// Orders of arrival.
    pub runs: u64,
    /// Of each choice, in how many of them there is an interval.
    pub intervals: Vec<u64>,
    /// Of each choice, the proportion of its intervals that contain the final share; `None` where no run has one.
    pub coverage: Vec<Option<f64>>,
}

impl StationSample {
    /// Lets the stations come in many random orders and counts how often the intervals of
    /// [`replay`](StationSample::replay) contain the final shares: what the procedure does at its best, with arrivals
    /// that are a random part of all. Where the table has all stations of a count, the first arrivals of each run are a
    /// random sample of it; where it is itself a sample, take it for all
    /// ([`of_all_stations`](StationSample::of_all_stations)) with its own shares as the final ones, since every run of it
    /// ends alike. `progress` is called with the runs done so far, from any thread.
    ///
    /// # Errors
    /// As [`StationSample::replay`].
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::station::{RandomOrders, Station, StationSample, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]);
    /// for yes in 30..70 {
    ///     table.push(&Station { votes: Some(&[yes, 100 - yes]), ..Station::default() })?;
    /// }
    /// let count = StationSample::new(table.build()?).of_all_stations();
    /// let orders = RandomOrders::new(500, 2018)?;
    /// let at = count.replay_coverage(orders, &[1, 10], &[0.495, 0.505], Confidence::P95, &|_| {})?;
    /// assert_eq!((at[0].intervals[0], at[0].coverage[0]), (0, None));
    /// assert!((at[1].coverage[0].unwrap() - 0.95).abs() < 0.03);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn replay_coverage(
        &self,
        orders: RandomOrders,
        steps: &[usize],
        finals: &[f64],
        confidence: Confidence,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Vec<ReplayCoverage>> {
        let stations = self.table().len();
        let in_place: Vec<usize> = (0..stations).collect();
        self.check_replay(&in_place, steps, finals)?;
        let night = Night::new(self)?;
        let done = AtomicU64::new(0);
        let one = |index: u64| {
            let mut stream = RandomStream::new(orders.seed, index);
            let mut order = in_place.clone();
            for last in (1..stations).rev() {
                order.swap(last, stream.below(last as u64 + 1) as usize);
            }
            let covers = night.covers(&order, steps, finals, confidence);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            covers
        };
        #[cfg(feature = "rayon")]
        let runs: Result<Vec<_>> = {
            use rayon::prelude::*;
            (0..orders.runs).into_par_iter().map(one).collect()
        };
        #[cfg(not(feature = "rayon"))]
        let runs: Result<Vec<_>> = (0..orders.runs).map(one).collect();
        let runs = runs?;
        let choices = finals.len();
        let at = |step: usize, stations: usize| {
            let of = |choice: usize| {
                runs.iter()
                    .filter_map(move |run| run[step * choices + choice])
            };
            let intervals: Vec<u64> = (0..choices)
                .map(|choice| of(choice).count() as u64)
                .collect();
            let coverage = intervals.iter().enumerate().map(|(choice, intervals)| {
                let covered = of(choice).filter(|covers| *covers).count();
                (*intervals > 0).then(|| covered as f64 / *intervals as f64)
            });
            ReplayCoverage {
                stations,
                runs: orders.runs,
                coverage: coverage.collect(),
                intervals,
            }
        };
        Ok((steps.iter().enumerate())
            .map(|(step, stations)| at(step, *stations))
            .collect())
    }
}
