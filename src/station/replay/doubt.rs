//! What speaks against the interval of a count that is under way.

use serde::Serialize;

use crate::error::Result;
use crate::numeric::{Confidence, student_t_two_sided_tail};
use crate::station::estimate::{Figures, residual};
use crate::station::station_count::StratumFrame;

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
    /// Each stratum that has come has one station of several: nothing shows how the stations of a stratum differ, and
    /// there is no interval.
    NoDegreesOfFreedom {
        /// Strata that have come.
        strata: usize,
    },
    /// Strata of which one station of several has come: taken as certain, they add nothing to the variance, and the
    /// interval is too narrow.
    LonelyStrata {
        /// Strata with one station.
        strata: usize,
        /// Strata that have come.
        of: usize,
    },
    /// The stations of each stratum that have come are alike in some choices, which is no proof that the others are:
    /// those choices have no interval.
    NoVariance {
        /// Choices without an interval.
        choices: usize,
    },
    /// Sampled stations are still to come, and nothing says that those that have come are a random part of them.
    Outstanding {
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

impl ReplayDoubt {
    /// The doubt in words, with the names of the choices.
    ///
    /// ```
    /// use exitpoll::station::ReplayDoubt;
    ///
    /// let doubt = ReplayDoubt::Outstanding { arrived: 0.25 };
    /// assert_eq!(
    ///     doubt.words(&[]),
    ///     "25.0 percent of the sampled stations have come, and nothing says that they are a random part of them"
    /// );
    /// ```
    #[must_use]
    pub fn words(&self, choices: &[String]) -> String {
        match self {
            ReplayDoubt::EmptyStrata { strata, stations } => format!(
                "nothing has come from {}, which {} {}",
                counted(*strata as u64, "stratum", "strata"),
                if *strata == 1 { "has" } else { "have" },
                counted(*stations, "station", "stations")
            ),
            ReplayDoubt::NoDegreesOfFreedom { strata: 1 } => {
                "one station has come, which shows no difference between stations: there is no interval".to_owned()
            }
            ReplayDoubt::NoDegreesOfFreedom { strata } => format!(
                "one station has come from each of {strata} strata, which shows no difference between the stations of \
                 a stratum: there is no interval"
            ),
            ReplayDoubt::LonelyStrata { strata, of } => format!(
                "one station has come from {strata} of {of} strata: taken as certain, {} nothing to the error, and the \
                 interval is too narrow",
                if *strata == 1 { "it adds" } else { "they add" }
            ),
            ReplayDoubt::NoVariance { choices } => format!(
                "the stations that have come are alike within their strata in {}, which is no proof that the others \
                 are: there is no interval",
                counted(*choices as u64, "choice", "choices")
            ),
            ReplayDoubt::Outstanding { arrived } => format!(
                "{:.1} percent of the sampled stations have come, and nothing says that they are a random part of them",
                100.0 * arrived
            ),
            ReplayDoubt::Drift {
                choice,
                change,
                standard_error,
                ..
            } => format!(
                "{} drifts: within strata, the later half differs from the earlier by {:+.2} points, standard error {:.2}",
                choices.get(*choice).map_or("a choice", String::as_str),
                100.0 * change,
                100.0 * standard_error
            ),
        }
    }
}

fn counted(number: u64, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// The stations that have come so far of each stratum, in their order.
pub(super) struct Arrivals<'a> {
    /// The frame of the strata.
    pub(super) frame: &'a [StratumFrame],
    /// Of each stratum.
    pub(super) stations: Vec<Vec<usize>>,
}

impl Arrivals<'_> {
    /// Whether no station is outstanding, sampled or not.
    pub(super) fn are_all(&self) -> bool {
        let mut strata = self.stations.iter().zip(self.frame);
        strata.all(|(here, frame)| here.len() as u64 == frame.stations)
    }

    /// What there is to doubt, `sampled` stations being in the table and `alike` choices without a variance.
    pub(super) fn doubts(
        &self,
        figures: &Figures,
        sampled: usize,
        alike: usize,
        confidence: Confidence,
    ) -> Result<Vec<ReplayDoubt>> {
        let mut doubts = Vec::new();
        let strata = || self.stations.iter().zip(self.frame);
        let empty = || strata().filter(|(here, _)| here.is_empty());
        if empty().next().is_some() {
            doubts.push(ReplayDoubt::EmptyStrata {
                strata: empty().count(),
                stations: empty().map(|(_, frame)| frame.stations).sum(),
            });
        }
        let filled = strata().filter(|(here, _)| !here.is_empty()).count();
        let lonely = strata()
            .filter(|(here, frame)| here.len() == 1 && frame.stations > 1)
            .count();
        if lonely > 0 && strata().all(|(here, _)| here.len() <= 1) {
            doubts.push(ReplayDoubt::NoDegreesOfFreedom { strata: filled });
        } else {
            if lonely > 0 {
                doubts.push(ReplayDoubt::LonelyStrata {
                    strata: lonely,
                    of: filled,
                });
            }
            if alike > 0 {
                doubts.push(ReplayDoubt::NoVariance { choices: alike });
            }
        }
        let arrived: usize = self.stations.iter().map(Vec::len).sum();
        if arrived < sampled {
            doubts.push(ReplayDoubt::Outstanding {
                arrived: arrived as f64 / sampled as f64,
            });
        }
        doubts.extend(self.drift(figures, confidence)?);
        Ok(doubts)
    }

    /// The ratio of the later half of each stratum's arrivals less that of the earlier half, by Student's t. Each half
    /// of a stratum is a sample of its own, so that strata with fewer than four arrivals, one station in each half,
    /// show nothing. Two random halves of a stratum differ as two samples drawn with replacement do: their covariance is
    /// what the finite population takes off each.
    fn drift(&self, figures: &Figures, confidence: Confidence) -> Result<Option<ReplayDoubt>> {
        let strata = || self.stations.iter().filter(|here| here.len() >= 4);
        // The middle one of an odd number is left out.
        let earlier = Half::of(figures, strata().map(|here| &here[..here.len() / 2]));
        let later = Half::of(
            figures,
            strata().map(|here| &here[here.len().div_ceil(2)..]),
        );
        let (Some(earlier), Some(later)) = (earlier, later) else {
            return Ok(None);
        };
        let degrees = (earlier.degrees_of_freedom + later.degrees_of_freedom) as f64;
        let k = figures.choices;
        let mut found = None;
        let mut smallest = confidence.alpha();
        for choice in 0..k {
            let change = later.values[choice] - earlier.values[choice];
            let standard_error = (earlier.variances[choice] + later.variances[choice]).sqrt();
            // Stations that are alike differ by rounding alone.
            if standard_error <= ROUNDING {
                continue;
            }
            let tail = student_t_two_sided_tail(change / standard_error, degrees)?;
            let p_value = (tail * k as f64).min(1.0);
            if p_value <= smallest {
                smallest = p_value;
                found = Some(ReplayDoubt::Drift {
                    choice,
                    change,
                    standard_error,
                    p_value,
                });
            }
        }
        Ok(found)
    }
}

/// Up to which a standard error of shares is rounding.
const ROUNDING: f64 = 1e-12;

/// The combined ratio of one half of the arrivals of each stratum.
struct Half {
    values: Vec<f64>,
    variances: Vec<f64>,
    degrees_of_freedom: usize,
}

impl Half {
    /// `None` without ballots.
    fn of<'a>(
        figures: &Figures,
        strata: impl Iterator<Item = &'a [usize]> + Clone,
    ) -> Option<Half> {
        let k = figures.choices;
        let (mut values, mut total) = (vec![0.0; k], 0.0);
        for station in strata.clone().flatten() {
            let weight = figures.weight[*station];
            total += weight * figures.t[*station];
            for (sum, x) in values.iter_mut().zip(figures.x_of(*station)) {
                *sum += weight * x;
            }
        }
        if total <= 0.0 {
            return None;
        }
        values.iter_mut().for_each(|sum| *sum /= total);
        let mut variances = vec![0.0; k];
        let mut degrees_of_freedom = 0;
        for stations in strata {
            let n = stations.len() as f64;
            degrees_of_freedom += stations.len() - 1;
            for (choice, variance) in variances.iter_mut().enumerate() {
                let u = |station: &usize| {
                    let x = figures.x_of(*station)[choice];
                    let of_station = residual(x, values[choice], figures.t[*station]);
                    figures.weight[*station] / total * of_station
                };
                let mean = stations.iter().map(u).sum::<f64>() / n;
                let squares = stations.iter().map(|station| (u(station) - mean).powi(2));
                *variance += n / (n - 1.0) * squares.sum::<f64>();
            }
        }
        Some(Half {
            values,
            variances,
            degrees_of_freedom,
        })
    }
}
