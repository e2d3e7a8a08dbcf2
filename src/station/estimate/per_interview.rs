//! How much one interview of a station adds to an estimate of shares.

use super::estimator::{Estimator, Unit};
use super::figures::Figures;
use super::influence::weighted_total;
use super::population::Population;
use crate::error::{Error, Result};
use crate::station::table::StationTable;

/// Of each station, the factor c in u = c (x − p m) of its interviews at the station's weight.
pub(in crate::station) fn per_interview(
    estimator: Estimator,
    table: &StationTable,
    figures: &Figures,
) -> Result<Vec<f64>> {
    let population = Population { table, figures };
    let mut factors = figures.weight.clone();
    match estimator {
        Estimator::CombinedRatio | Estimator::Change => {
            let total = weighted_total(figures)?;
            factors.iter_mut().for_each(|factor| *factor /= total);
        }
        Estimator::MeanOfRatios => {
            let all: f64 = figures.weight.iter().sum();
            for (factor, interviews) in factors.iter_mut().zip(&figures.t) {
                *factor /= all * interviews;
            }
        }
        Estimator::SeparateRatio => {
            let ballots = population.ballots()?;
            for part in &figures.strata {
                let share = population.stratum_ballots(part.stratum)? / ballots;
                let stations = part.stations.clone();
                let total: f64 = (stations.clone())
                    .map(|station| figures.weight[station] * figures.t[station])
                    .sum();
                for factor in &mut factors[stations] {
                    *factor *= share / total;
                }
            }
        }
        Estimator::PostStratified => {
            let groups = population.post_strata()?;
            for (station, factor) in factors.iter_mut().enumerate() {
                let group = &groups[table.post_stratum_of(station)];
                *factor *= group.stations / group.weight;
            }
            let total: f64 = (factors.iter().zip(&figures.t)).map(|(w, t)| w * t).sum();
            factors.iter_mut().for_each(|factor| *factor /= total);
        }
        other => return Err(not_of_interviews(other)),
    }
    Ok(factors)
}

/// That an estimator makes sense of interviews in place of votes.
pub(in crate::station) fn check_of_interviews(estimator: Estimator) -> Result<()> {
    // R T needs the ratio alone; the others expand the votes of the stations themselves, or difference them.
    if per_interview_exists(estimator) || estimator == Estimator::RatioTotal {
        return Ok(());
    }
    Err(not_of_interviews(estimator))
}

fn per_interview_exists(estimator: Estimator) -> bool {
    estimator.unit() == Unit::Share && estimator != Estimator::SeparateRatioCochran
}

fn not_of_interviews(estimator: Estimator) -> Error {
    let instead = match estimator {
        Estimator::DifferenceTotal => Estimator::Change,
        Estimator::PostStratifiedMean => Estimator::PostStratified,
        Estimator::SeparateRatioCochran => Estimator::SeparateRatio,
        _ => Estimator::RatioTotal,
    };
    let reason = format!(
        "interviews are some of a station's voters, and it takes them for all of its ballots; use {instead}, which needs \
         their shares alone"
    );
    Error::undefined(format!("{estimator} from interviews"), reason)
}
