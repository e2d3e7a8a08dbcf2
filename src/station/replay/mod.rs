//! A quick count through the night, as its stations came in.

mod coverage;
mod doubt;

pub use coverage::{RandomOrders, ReplayCoverage};
pub use doubt::ReplayDoubt;

use serde::Serialize;

use self::doubt::Arrivals;
use super::estimate::Figures;
use super::expansion::Expansion;
use super::projection::RunningProjection;
use super::ratio::{RatioEstimate, ReferenceDistribution};
use super::sample::StationSample;
use super::sparse::{EmptyStratum, LonelyStratum, SparseStrata};
use super::station_count::StratumFrame;
use super::table::StationTable;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::Confidence;

/// The estimate at one time of the night.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ReplayStep {
    /// Stations so far.
    pub stations: usize,
    /// The share of each choice if the outstanding stations were like those of their stratum that came.
    pub values: Vec<f64>,
    /// Its interval; `None` where the stations so far show no difference within a stratum, and others are outstanding.
    pub intervals: Vec<Option<Interval>>,
    /// Of each choice, whether its interval contains the final share; `None` without one.
    pub covers: Vec<Option<bool>>,
    /// How many of the choices have an interval that contains the final share, on this one night. Errors of the choices
    /// of one night go together: how often intervals contain it is
    /// [`replay_coverage`](StationSample::replay_coverage)'s to say.
    pub covered_choices: usize,
    /// Why the interval should not be trusted at that time; empty where nothing speaks against it.
    pub doubts: Vec<ReplayDoubt>,
}

impl StationSample {
    /// Lets the stations come in `order` (places in the table) and estimates after each number of `steps`, with
    /// strata that have one station or none taken as certain and as the mean of the others, of which the doubts tell.
    /// `finals` are the final shares. `progress` is called with the steps done so far.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an order that is not one of the table's stations, or a step beyond them;
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for a station without votes or a stratum of unknown size.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::station::{ReplayDoubt, Station, StationSample, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]).stratum("", 2);
    /// for votes in [[100, 90], [110, 90]] {
    ///     table.push(&Station { votes: Some(&votes), ..Station::default() })?;
    /// }
    /// let sample = StationSample::new(table.build()?);
    /// let night = sample.replay(&[0, 1], &[1, 2], &[0.54, 0.46], Confidence::P95, &|_| {})?;
    /// assert_eq!(night[0].intervals, [None, None]);
    /// assert_eq!(night[0].doubts[0], ReplayDoubt::NoDegreesOfFreedom { strata: 1 });
    /// assert!(night[1].doubts.is_empty());
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn replay(
        &self,
        order: &[usize],
        steps: &[usize],
        finals: &[f64],
        confidence: Confidence,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Vec<ReplayStep>> {
        self.check_replay(order, steps, finals)?;
        let night = Night::new(self)?;
        let figures = Figures::of_votes(self.table(), false)?;
        let mut arrivals = Arrivals {
            frame: &night.frame,
            stations: vec![Vec::new(); night.frame.len()],
        };
        let mut arrived = 0;
        let mut result = Vec::with_capacity(steps.len());
        night.at_steps(order, steps, |step, estimates| {
            for station in &order[arrived..step] {
                arrivals.stations[night.stratum_of[*station]].push(*station);
            }
            arrived = step;
            let complete = arrivals.are_all();
            let intervals = estimates
                .iter()
                .map(|estimate| interval(estimate, complete, confidence))
                .collect::<Result<Vec<_>>>()?;
            let covers: Vec<Option<bool>> = (intervals.iter().zip(finals))
                .map(|(interval, share)| interval.map(|of| of.contains(*share)))
                .collect();
            let alike = intervals.iter().filter(|of| of.is_none()).count();
            result.push(ReplayStep {
                stations: step,
                values: estimates.iter().map(|estimate| estimate.value).collect(),
                covered_choices: covers
                    .iter()
                    .filter(|covers| **covers == Some(true))
                    .count(),
                intervals,
                covers,
                doubts: arrivals.doubts(&figures, self.table().len(), alike, confidence)?,
            });
            progress(result.len() as u64);
            Ok(())
        })?;
        Ok(result)
    }

    fn check_replay(&self, order: &[usize], steps: &[usize], finals: &[f64]) -> Result<()> {
        let table = self.table();
        let mut seen = vec![false; table.len()];
        for station in order {
            let slot = seen.get_mut(*station).ok_or_else(|| {
                let help = format!("give places below the {} stations", table.len());
                Error::out_of_range("order", station, help)
            })?;
            if std::mem::replace(slot, true) {
                return Err(Error::out_of_range(
                    "order",
                    station,
                    "give each station once",
                ));
            }
        }
        if let Some(step) = steps
            .iter()
            .find(|step| **step == 0 || **step > order.len())
        {
            let help = format!("give numbers from 1 to {}", order.len());
            return Err(Error::out_of_range("steps", step, help));
        }
        if !steps.is_sorted() {
            return Err(Error::out_of_range(
                "steps",
                "not in order",
                "give growing numbers of stations",
            ));
        }
        if finals.len() != table.choices().len() {
            let help = format!("give one for each of the {} choices", table.choices().len());
            return Err(Error::out_of_range(
                "finals",
                format!("{} shares", finals.len()),
                help,
            ));
        }
        Ok(())
    }
}

/// Up to which a standard error is rounding, in parts of its share: variances of a running count are differences of
/// large numbers.
const ROUNDING: f64 = 1e-7;

/// By Student's t; `None` where something is outstanding and the stations so far show no difference.
fn interval(
    estimate: &RatioEstimate,
    complete: bool,
    confidence: Confidence,
) -> Result<Option<Interval>> {
    if complete {
        return Ok(Some(Interval {
            low: estimate.value,
            high: estimate.value,
        }));
    }
    let varies = estimate.standard_error() > ROUNDING * estimate.value.abs();
    if estimate.degrees_of_freedom == 0 || !varies {
        return Ok(None);
    }
    estimate
        .interval(confidence, ReferenceDistribution::StudentT)
        .map(Some)
}

/// The strata of a table while its stations come in.
struct Night<'a> {
    table: &'a StationTable,
    frame: Vec<StratumFrame>,
    /// Of each station.
    stratum_of: Vec<usize>,
}

impl<'a> Night<'a> {
    fn new(sample: &'a StationSample) -> Result<Night<'a>> {
        let table = sample.table();
        let strata = 0..table.strata().len();
        let frame = strata.clone().map(|stratum| {
            let stations = table.stratum_stations(stratum).ok_or_else(|| {
                let field = format!("strata.{}.stations", table.strata()[stratum]);
                Error::missing(field, "give the number of all its stations")
            })?;
            Ok(StratumFrame {
                stations,
                registered: 0,
            })
        });
        Ok(Night {
            table,
            frame: frame.collect::<Result<_>>()?,
            stratum_of: strata
                .flat_map(|stratum| table.stations_of(stratum).map(move |_| stratum))
                .collect(),
        })
    }

    /// Calls `visit` after each number of stations with the projected share of each choice.
    fn at_steps(
        &self,
        order: &[usize],
        steps: &[usize],
        mut visit: impl FnMut(usize, &[RatioEstimate]) -> Result<()>,
    ) -> Result<()> {
        let k = self.table.choices().len();
        let sparse = SparseStrata {
            lonely: LonelyStratum::Certainty,
            empty: EmptyStratum::LikeTheRest,
        };
        let mut projection = RunningProjection::new(&self.frame, k, Expansion::Stations)?;
        let mut arrived = 0;
        let mut votes = vec![0; k];
        for step in steps {
            for station in &order[arrived..*step] {
                let missing =
                    || Error::missing("votes", "a station without a count cannot have come in");
                for (sum, count) in votes
                    .iter_mut()
                    .zip(self.table.votes(*station).ok_or_else(missing)?)
                {
                    *sum = u64::from(*count);
                }
                let total = u64::from(self.table.total(*station).ok_or_else(missing)?);
                projection.add(self.stratum_of[*station], 0, total, &votes)?;
            }
            arrived = *step;
            let estimates = (0..k)
                .map(|choice| projection.share(choice, sparse))
                .collect::<Result<Vec<_>>>()?;
            visit(*step, &estimates)?;
        }
        Ok(())
    }

    /// Of each choice at each step, whether its interval contains the final share.
    fn covers(
        &self,
        order: &[usize],
        steps: &[usize],
        finals: &[f64],
        confidence: Confidence,
    ) -> Result<Vec<Option<bool>>> {
        let all: u64 = self.frame.iter().map(|frame| frame.stations).sum();
        let mut covers = Vec::with_capacity(steps.len() * finals.len());
        self.at_steps(order, steps, |step, estimates| {
            for (estimate, share) in estimates.iter().zip(finals) {
                let interval = interval(estimate, step as u64 == all, confidence)?;
                covers.push(interval.map(|of| of.contains(*share)));
            }
            Ok(())
        })?;
        Ok(covers)
    }
}
