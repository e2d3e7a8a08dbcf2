//! Each estimator's value and the part that each station has in its error.

use super::figures::Figures;
use super::population::Population;
use super::{CovarianceMatrix, Design, Estimator};
use crate::error::{Error, Result};
use crate::numeric::CompensatedSum;
use crate::station::table::StationTable;

/// The values of all choices, and u of each choice, station after station.
pub(in crate::station) struct Influence {
    pub(in crate::station) values: Vec<f64>,
    pub(in crate::station) u: Vec<f64>,
}

impl Influence {
    /// R = Σ w x/Σ w t and u = w (x − R t)/Σ w t.
    pub(in crate::station) fn combined_ratio(figures: &Figures) -> Result<Influence> {
        let (values, total) = ratios(figures)?;
        Ok(Influence::of_residuals(figures, values, |_, weight| {
            weight / total
        }))
    }

    /// u = factor·(x − R t).
    fn of_residuals(
        figures: &Figures,
        values: Vec<f64>,
        factor: impl Fn(usize, f64) -> f64,
    ) -> Influence {
        let mut u = vec![0.0; figures.x.len()];
        let rows = u
            .chunks_exact_mut(figures.choices)
            .zip(figures.x.chunks_exact(figures.choices));
        for (station, (row, x)) in rows.enumerate() {
            let (t, factor) = (figures.t[station], factor(station, figures.weight[station]));
            for ((u, x), value) in row.iter_mut().zip(x).zip(&values) {
                *u = factor * residual(*x, *value, t);
            }
        }
        Influence { values, u }
    }

    pub(in crate::station) fn of(
        estimator: Estimator,
        table: &StationTable,
        figures: &Figures,
    ) -> Result<Influence> {
        let population = Population { table, figures };
        match estimator {
            Estimator::CombinedRatio => Influence::combined_ratio(figures),
            Estimator::MeanOfRatios => mean_of_ratios(table, figures),
            Estimator::SeparateRatio | Estimator::SeparateRatioCochran => separate_ratio(
                figures,
                &population,
                estimator == Estimator::SeparateRatioCochran,
            ),
            Estimator::PostStratified => post_stratified(figures, &population),
            Estimator::PostStratifiedMean => Err(Error::undefined(
                "a linearised sum",
                "the post-stratified mean has a variance of its own",
            )),
            Estimator::Change => change(figures, &population),
            Estimator::RatioTotal => {
                Ok(Influence::combined_ratio(figures)?.times(population.ballots()?))
            }
            Estimator::RatioTotalCochran => {
                let (total, ballots) = (weighted_total(figures)?, population.ballots()?);
                let mut influence = Influence::combined_ratio(figures)?;
                influence.u.iter_mut().for_each(|u| *u *= total);
                influence
                    .values
                    .iter_mut()
                    .for_each(|value| *value *= ballots);
                Ok(influence)
            }
            Estimator::DifferenceTotal => difference_total(figures, &population),
        }
    }

    fn times(mut self, factor: f64) -> Influence {
        self.u.iter_mut().for_each(|u| *u *= factor);
        self.values.iter_mut().for_each(|value| *value *= factor);
        self
    }
}

/// x − R t.
pub(in crate::station) fn residual(x: f64, ratio: f64, t: f64) -> f64 {
    x - ratio * t
}

/// Stations whose figures are summed plainly before they go into a compensated sum.
const BLOCK: usize = 64;

/// Σ w t.
pub(in crate::station) fn weighted_total(figures: &Figures) -> Result<f64> {
    let mut total = CompensatedSum::default();
    let blocks = figures.weight.chunks(BLOCK).zip(figures.t.chunks(BLOCK));
    for (weights, ballots) in blocks {
        total.add(
            weights
                .iter()
                .zip(ballots)
                .map(|(weight, t)| weight * t)
                .sum(),
        );
    }
    if total.value() > 0.0 {
        return Ok(total.value());
    }
    Err(Error::undefined(
        "the ratio",
        "the stations have no ballots or interviews",
    ))
}

/// Σ w x of each choice.
pub(in crate::station) fn weighted_sums(figures: &Figures) -> Vec<f64> {
    let k = figures.choices;
    let mut sums = vec![CompensatedSum::default(); k];
    let mut block = vec![0.0; k];
    for (weights, rows) in figures
        .weight
        .chunks(BLOCK)
        .zip(figures.x.chunks(BLOCK * k))
    {
        block.fill(0.0);
        for (weight, row) in weights.iter().zip(rows.chunks_exact(k)) {
            for (sum, x) in block.iter_mut().zip(row) {
                *sum += weight * x;
            }
        }
        sums.iter_mut()
            .zip(&block)
            .for_each(|(sum, part)| sum.add(*part));
    }
    sums.iter().map(CompensatedSum::value).collect()
}

/// R of each choice, and Σ w t.
pub(in crate::station) fn ratios(figures: &Figures) -> Result<(Vec<f64>, f64)> {
    let total = weighted_total(figures)?;
    Ok((
        weighted_sums(figures)
            .into_iter()
            .map(|sum| sum / total)
            .collect(),
        total,
    ))
}

/// R of each choice and their covariances, without keeping any u.
pub(in crate::station) fn combined_ratio(
    figures: &Figures,
    design: Design<'_>,
) -> Result<(Vec<f64>, CovarianceMatrix)> {
    let (values, total) = ratios(figures)?;
    let k = figures.choices;
    let factor = 1.0 / total;
    let covariance = design.covariance_of(k, |station, choice| {
        let (x, t) = (figures.x[station * k + choice], figures.t[station]);
        factor * figures.weight[station] * residual(x, values[choice], t)
    })?;
    Ok((values, covariance))
}

fn mean_of_ratios(table: &StationTable, figures: &Figures) -> Result<Influence> {
    if let Some(station) = figures.t.iter().position(|t| *t == 0.0) {
        let reason = "the station has no ballots; the combined ratio can do without them";
        let error = Error::undefined("the mean of ratios", reason);
        return Err(table.at_station(error, station));
    }
    let shares = Figures {
        x: (0..figures.len())
            .flat_map(|station| {
                figures
                    .x_of(station)
                    .iter()
                    .map(move |x| x / figures.t[station])
            })
            .collect(),
        t: vec![1.0; figures.len()],
        ..figures.clone()
    };
    Influence::combined_ratio(&shares)
}

fn separate_ratio(
    figures: &Figures,
    population: &Population<'_>,
    cochran: bool,
) -> Result<Influence> {
    let ballots = population.ballots()?;
    let k = figures.choices;
    let mut values = vec![CompensatedSum::default(); k];
    let mut u = Vec::with_capacity(figures.x.len());
    let mut ratios = vec![0.0; k];
    for part in &figures.strata {
        let share = population.stratum_ballots(part.stratum)? / ballots;
        let mut total = 0.0;
        ratios.fill(0.0);
        for station in part.stations.clone() {
            let weight = figures.weight[station];
            total += weight * figures.t[station];
            for (sum, x) in ratios.iter_mut().zip(figures.x_of(station)) {
                *sum += weight * x;
            }
        }
        if total == 0.0 {
            let name = &population.table.strata()[part.stratum];
            let reason = format!(
                "stratum \"{name}\" has no ballots; the combined ratio can do without them"
            );
            return Err(Error::undefined("the separate ratio", reason));
        }
        for (value, ratio) in values.iter_mut().zip(&mut ratios) {
            *ratio /= total;
            value.add(share * *ratio);
        }
        for station in part.stations.clone() {
            let factor = figures.weight[station]
                * if cochran {
                    1.0 / ballots
                } else {
                    share / total
                };
            let x = figures.x_of(station).iter().zip(&ratios);
            u.extend(x.map(|(x, ratio)| factor * residual(*x, *ratio, figures.t[station])));
        }
    }
    let values = values.iter().map(CompensatedSum::value).collect();
    Ok(Influence { values, u })
}

fn post_stratified(figures: &Figures, population: &Population<'_>) -> Result<Influence> {
    let k = figures.choices;
    let groups = population.post_strata()?;
    let group_of = |station: usize| population.table.post_stratum_of(station);
    let mut weighted = figures.clone();
    for (station, weight) in weighted.weight.iter_mut().enumerate() {
        let group = &groups[group_of(station)];
        *weight *= group.stations / group.weight;
    }
    let mut influence = Influence::combined_ratio(&weighted)?;
    // z̄ of each post-stratum, weighted by w: what u = g w z sums to there over Σ g w = N_g.
    let mut means = vec![0.0; groups.len() * k];
    for (station, u) in influence.u.chunks_exact(k).enumerate() {
        let group = group_of(station);
        for (mean, u) in means[group * k..(group + 1) * k].iter_mut().zip(u) {
            *mean += u / groups[group].stations;
        }
    }
    for (station, u) in influence.u.chunks_exact_mut(k).enumerate() {
        let group = group_of(station);
        for (u, mean) in u.iter_mut().zip(&means[group * k..(group + 1) * k]) {
            *u -= weighted.weight[station] * mean;
        }
    }
    Ok(influence)
}

fn change(figures: &Figures, population: &Population<'_>) -> Result<Influence> {
    let (votes, total) = population.previous_result()?;
    let previous = population.previous_figures()?;
    let now = Influence::combined_ratio(figures)?;
    let before = Influence::combined_ratio(&previous)?;
    let changes = now.values.iter().zip(&before.values);
    Ok(Influence {
        values: votes
            .iter()
            .zip(changes)
            .map(|(votes, (now, before))| *votes as f64 / total as f64 + (now - before))
            .collect(),
        u: now
            .u
            .iter()
            .zip(&before.u)
            .map(|(now, before)| now - before)
            .collect(),
    })
}

fn difference_total(figures: &Figures, population: &Population<'_>) -> Result<Influence> {
    let (votes, _) = population.previous_result()?;
    let previous = population.previous_figures()?;
    let k = figures.choices;
    let mut sums = vec![CompensatedSum::default(); k];
    let mut u = Vec::with_capacity(figures.x.len());
    for (station, weight) in figures.weight.iter().enumerate() {
        let figures = figures.x_of(station).iter().zip(previous.x_of(station));
        for (sum, (now, before)) in sums.iter_mut().zip(figures) {
            u.push(weight * (now - before));
            sum.add(weight * (now - before));
        }
    }
    let values = votes
        .iter()
        .zip(&sums)
        .map(|(votes, sum)| *votes as f64 + sum.value());
    Ok(Influence {
        values: values.collect(),
        u,
    })
}
