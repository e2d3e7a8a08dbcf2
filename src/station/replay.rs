//! A quick count through the night, as its stations came in.

use serde::Serialize;

use super::estimate::{Design, Figures, Influence};
use super::expansion::Expansion;
use super::projection::RunningProjection;
use super::ratio::ReferenceDistribution;
use super::sample::StationSample;
use super::sparse::{EmptyStratum, LonelyStratum, SparseStrata};
use super::station_count::StratumFrame;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, student_t_two_sided_tail};

/// The estimate at one time of the night.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ReplayStep {
    /// Stations so far.
    pub stations: usize,
    /// The share of each choice if the outstanding stations were like those of their stratum that came.
    pub values: Vec<f64>,
    /// Its interval.
    pub intervals: Vec<Interval>,
    /// Of each choice, whether the interval contains the final share.
    pub covers: Vec<bool>,
    /// The proportion of choices covered: the coverage at that time.
    pub coverage: f64,
    /// Why the interval should not be trusted at that time; empty where nothing speaks against it.
    pub doubts: Vec<ReplayDoubt>,
}

/// What speaks against the interval of a count that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReplayDoubt {
    /// Strata of which nothing has come, which are taken for the mean of the others.
    EmptyStrata {
        /// Strata.
        strata: usize,
        /// All their stations.
        stations: u64,
    },
    /// Fewer than half of the sampled stations have come, and nothing says that they are a random half.
    FewStations {
        /// The proportion that has come.
        arrived: f64,
    },
    /// Within the strata, the later half of what has come differs from the earlier one: what is still to come may
    /// differ as well.
    Drift {
        /// The choice with the smallest p-value.
        choice: usize,
        /// Later less earlier.
        change: f64,
        /// Its standard error.
        standard_error: f64,
        /// Two-sided, times the number of choices.
        p_value: f64,
    },
}

impl StationSample {
    /// Lets the stations come in `order` (places in the table) and estimates after each number of `steps`, with
    /// strata that have one station or none taken as certain and as the mean of the others. `finals` are the
    /// final shares.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an order that is not one of the table's stations, or a step beyond them;
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for a station without votes or a stratum of unknown size.
    pub fn replay(
        &self,
        order: &[usize],
        steps: &[usize],
        finals: &[f64],
        confidence: Confidence,
    ) -> Result<Vec<ReplayStep>> {
        self.check_replay(order, steps, finals)?;
        let table = self.table();
        let k = table.choices().len();
        let stratum_of = self.stratum_of();
        let frame: Vec<StratumFrame> = (0..table.strata().len())
            .map(|stratum| {
                let stations = table.stratum_stations(stratum).ok_or_else(|| {
                    let field = format!("strata.{}.stations", table.strata()[stratum]);
                    Error::missing(field, "give the number of all its stations")
                })?;
                Ok(StratumFrame {
                    stations,
                    registered: 0,
                })
            })
            .collect::<Result<_>>()?;
        let sparse = SparseStrata {
            lonely: LonelyStratum::Certainty,
            empty: EmptyStratum::LikeTheRest,
        };
        let mut projection = RunningProjection::new(&frame, k, Expansion::Stations)?;
        let mut arrived = 0;
        let mut votes = vec![0; k];
        let mut result = Vec::with_capacity(steps.len());
        for step in steps {
            while arrived < *step {
                let station = order[arrived];
                let missing =
                    || Error::missing("votes", "a station without a count cannot have come in");
                for (sum, count) in votes
                    .iter_mut()
                    .zip(table.votes(station).ok_or_else(missing)?)
                {
                    *sum = u64::from(*count);
                }
                let total = u64::from(table.total(station).ok_or_else(missing)?);
                projection.add(stratum_of[station], 0, total, &votes)?;
                arrived += 1;
            }
            let estimates = (0..k)
                .map(|choice| projection.share(choice, sparse))
                .collect::<Result<Vec<_>>>()?;
            let intervals = estimates
                .iter()
                .map(|estimate| {
                    let reference = if estimate.degrees_of_freedom > 0 {
                        ReferenceDistribution::StudentT
                    } else {
                        ReferenceDistribution::Normal
                    };
                    estimate.interval(confidence, reference)
                })
                .collect::<Result<Vec<_>>>()?;
            let covers: Vec<bool> = intervals
                .iter()
                .zip(finals)
                .map(|(interval, share)| interval.contains(*share))
                .collect();
            result.push(ReplayStep {
                stations: *step,
                values: estimates.iter().map(|estimate| estimate.value).collect(),
                coverage: covers.iter().filter(|covers| **covers).count() as f64 / k as f64,
                intervals,
                covers,
                doubts: self.doubts(&order[..*step], &stratum_of, &frame, confidence)?,
            });
        }
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

    fn stratum_of(&self) -> Vec<usize> {
        let table = self.table();
        (0..table.strata().len())
            .flat_map(|stratum| table.stations_of(stratum).map(move |_| stratum))
            .collect()
    }

    fn doubts(
        &self,
        arrived: &[usize],
        stratum_of: &[usize],
        frame: &[StratumFrame],
        confidence: Confidence,
    ) -> Result<Vec<ReplayDoubt>> {
        let mut counts = vec![0_usize; frame.len()];
        for station in arrived {
            counts[stratum_of[*station]] += 1;
        }
        let mut doubts = Vec::new();
        let empty = || frame.iter().zip(&counts).filter(|(_, count)| **count == 0);
        if empty().next().is_some() {
            doubts.push(ReplayDoubt::EmptyStrata {
                strata: empty().count(),
                stations: empty().map(|(frame, _)| frame.stations).sum(),
            });
        }
        let share = arrived.len() as f64 / self.table().len() as f64;
        if share < 0.5 {
            doubts.push(ReplayDoubt::FewStations { arrived: share });
        }
        doubts.extend(self.drift(arrived, stratum_of, &counts, confidence)?);
        Ok(doubts)
    }

    /// The ratio of the later half of each stratum's arrivals less that of the earlier half.
    fn drift(
        &self,
        arrived: &[usize],
        stratum_of: &[usize],
        counts: &[usize],
        confidence: Confidence,
    ) -> Result<Option<ReplayDoubt>> {
        let table = self.table();
        // 1 for the earlier, 2 for the later half of a stratum; the middle one of an odd number is left out.
        let mut half = vec![0_u8; table.len()];
        let mut seen = vec![0_usize; counts.len()];
        for station in arrived {
            let stratum = stratum_of[*station];
            let (place, all) = (seen[stratum], counts[stratum]);
            seen[stratum] += 1;
            if 2 * (place + 1) <= all {
                half[*station] = 1;
            } else if 2 * place >= all {
                half[*station] = 2;
            }
        }
        let earlier = Figures::of_votes(table, false)?.domain(|station| half[station] == 1);
        let later = Figures::of_votes(table, false)?.domain(|station| half[station] == 2);
        let (Ok(before), Ok(after)) = (
            Influence::combined_ratio(&earlier),
            Influence::combined_ratio(&later),
        ) else {
            // No stratum has two stations with ballots.
            return Ok(None);
        };
        let sparse = SparseStrata {
            lonely: LonelyStratum::Certainty,
            empty: EmptyStratum::LikeTheRest,
        };
        let design = Design::new(table, &earlier, sparse)?;
        let u: Vec<f64> = after
            .u
            .iter()
            .zip(&before.u)
            .map(|(after, before)| after - before)
            .collect();
        let k = table.choices().len();
        let covariance = design.covariance(&u, k)?;
        let degrees = counts
            .iter()
            .map(|count| count.saturating_sub(1))
            .sum::<usize>() as f64;
        let mut largest: Option<ReplayDoubt> = None;
        let mut smallest = confidence.alpha();
        for choice in 0..k {
            let (change, standard_error) = (
                after.values[choice] - before.values[choice],
                covariance.standard_error(choice),
            );
            if standard_error > 0.0 && degrees > 0.0 {
                let p_value = (student_t_two_sided_tail(change / standard_error, degrees)?
                    * k as f64)
                    .min(1.0);
                if p_value <= smallest {
                    smallest = p_value;
                    largest = Some(ReplayDoubt::Drift {
                        choice,
                        change,
                        standard_error,
                        p_value,
                    });
                }
            }
        }
        Ok(largest)
    }
}
