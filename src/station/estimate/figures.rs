//! The figures of a sample as estimators read them.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::station::table::StationTable;

/// The sampled stations of one stratum.
#[derive(Debug, Clone)]
pub(in crate::station) struct StratumPart {
    /// Its place in the table.
    pub(in crate::station) stratum: usize,
    /// Its stations, as places in the table.
    pub(in crate::station) stations: Range<usize>,
    /// 1 − f_h, or 1 where the variance carries no finite population.
    pub(in crate::station) unsampled: f64,
}

impl StratumPart {
    /// n_h.
    pub(in crate::station) fn sampled(&self) -> usize {
        self.stations.len()
    }
}

/// Weight, numerators and denominator of each station.
#[derive(Debug, Clone)]
pub(in crate::station) struct Figures {
    /// k, how many numerators there are.
    pub(in crate::station) choices: usize,
    /// w of each station.
    pub(in crate::station) weight: Vec<f64>,
    /// x of each choice, station after station.
    pub(in crate::station) x: Vec<f64>,
    /// t of each station.
    pub(in crate::station) t: Vec<f64>,
    /// Strata with at least one station.
    pub(in crate::station) strata: Vec<StratumPart>,
    /// Strata without one.
    pub(in crate::station) empty: Vec<usize>,
}

impl Figures {
    /// Official votes and ballots, weighted by the stations' weights.
    pub(in crate::station) fn of_votes(
        table: &StationTable,
        finite_population: bool,
    ) -> Result<Figures> {
        let mut figures = Figures::frame(table, finite_population, true)?;
        for station in 0..table.len() {
            let votes = table
                .votes(station)
                .ok_or_else(|| no_count(table, station))?;
            figures
                .x
                .extend(votes.iter().map(|votes| f64::from(*votes)));
            figures.t.extend(table.total(station).map(f64::from));
        }
        Ok(figures)
    }

    /// Votes and ballots of the previous election.
    pub(in crate::station) fn of_previous(
        table: &StationTable,
        finite_population: bool,
    ) -> Result<Figures> {
        let mut figures = Figures::frame(table, finite_population, true)?;
        for station in 0..table.len() {
            let (votes, total) = table.previous(station).ok_or_else(|| {
                let help = "a comparison with the previous election needs it at every station";
                table.at_station(Error::missing("previous_votes", help), station)
            })?;
            figures
                .x
                .extend(votes.iter().map(|votes| f64::from(*votes)));
            figures.t.push(f64::from(total));
        }
        Ok(figures)
    }

    /// Answers of each station, an ultimate cluster: Σ w x and Σ w m over its classes, as multiples of the
    /// station's weight.
    pub(in crate::station) fn of_interviews(
        table: &StationTable,
        finite_population: bool,
    ) -> Result<Figures> {
        let mut figures = Figures::frame(table, finite_population, has_plain_interviews(table))?;
        let k = figures.choices;
        let mut answers = vec![0.0; k];
        for station in 0..table.len() {
            answers.fill(0.0);
            let mut all = 0.0;
            for group in table.interviews(station) {
                let weight = group
                    .weight
                    .map_or(1.0, |weight| weight / figures.weight[station]);
                for (sum, count) in answers.iter_mut().zip(group.answers) {
                    *sum += weight * f64::from(*count);
                }
                all += weight * f64::from(group.answered);
            }
            figures.x.extend_from_slice(&answers);
            figures.t.push(all);
        }
        Ok(figures)
    }

    /// The weight of each station, by which interviews without one of their own count.
    pub(in crate::station) fn weights(table: &StationTable) -> Result<Vec<f64>> {
        Ok(Figures::frame(table, false, has_plain_interviews(table))?.weight)
    }

    /// The same, with what the stations at which nobody answered left to the others of their stratum.
    pub(in crate::station) fn weights_of_answers(table: &StationTable) -> Result<Vec<f64>> {
        let mut weights = Figures::weights(table)?;
        for (stratum, factor) in table.weight_taken_over().into_iter().enumerate() {
            for weight in &mut weights[table.stations_of(stratum)] {
                *weight *= factor;
            }
        }
        Ok(weights)
    }

    fn frame(
        table: &StationTable,
        finite_population: bool,
        needs_weights: bool,
    ) -> Result<Figures> {
        let k = table.choices().len();
        let mut figures = Figures {
            choices: k,
            weight: Vec::with_capacity(table.len()),
            x: Vec::with_capacity(table.len() * k),
            t: Vec::with_capacity(table.len()),
            strata: Vec::with_capacity(table.strata().len()),
            empty: Vec::new(),
        };
        let given = table.given_weights();
        let all_given = given == table.len();
        if given > 0 && !all_given {
            let help = format!(
                "{given} of {} stations have one: give it to all or none",
                table.len()
            );
            return Err(Error::missing("weight", help));
        }
        for stratum in 0..table.strata().len() {
            let stations = table.stations_of(stratum);
            if stations.is_empty() {
                figures.empty.push(stratum);
                continue;
            }
            let all = table.stratum_stations(stratum);
            let expansion = match (all, all_given) {
                (Some(all), _) => all as f64 / stations.len() as f64,
                // A sample of unknown fraction from one stratum needs no weights to be expanded by.
                (None, true) => f64::NAN,
                (None, false) if table.strata().len() == 1 || !needs_weights => 1.0,
                (None, false) => {
                    let name = &table.strata()[stratum];
                    let help = "give the number of all stations of the stratum, or a weight of each station";
                    return Err(Error::missing(format!("strata.{name}.stations"), help));
                }
            };
            figures.weight.extend(
                stations
                    .clone()
                    .map(|station| table.weight(station).unwrap_or(expansion)),
            );
            let unsampled = match all {
                Some(all) if finite_population => 1.0 - stations.len() as f64 / all as f64,
                _ => 1.0,
            };
            figures.strata.push(StratumPart {
                stratum,
                stations,
                unsampled,
            });
        }
        Ok(figures)
    }

    /// Only the stations for which `keep` holds; the others stay in the design with weight 0.
    pub(in crate::station) fn domain(mut self, keep: impl Fn(usize) -> bool) -> Figures {
        for (station, weight) in self.weight.iter_mut().enumerate() {
            if !keep(station) {
                *weight = 0.0;
            }
        }
        self
    }

    pub(in crate::station) fn len(&self) -> usize {
        self.t.len()
    }

    /// x of each choice at a station.
    pub(in crate::station) fn x_of(&self, station: usize) -> &[f64] {
        &self.x[station * self.choices..(station + 1) * self.choices]
    }
}

fn no_count(table: &StationTable, station: usize) -> Error {
    let help = "give the official votes of each station of the sample, or leave the station out";
    table.at_station(Error::missing("votes", help), station)
}

/// Whether an interview has the weight of its station.
fn has_plain_interviews(table: &StationTable) -> bool {
    (0..table.len()).any(|station| {
        table
            .interviews(station)
            .any(|group| group.weight.is_none())
    })
}
