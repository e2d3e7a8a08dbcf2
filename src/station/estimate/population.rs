//! What is known of all stations, for the estimators that need it.

use super::figures::Figures;
use super::{CovarianceMatrix, Influence};
use crate::error::{Error, Result};
use crate::station::table::StationTable;

/// The table of a sample and its figures.
pub(in crate::station) struct Population<'a> {
    pub(in crate::station) table: &'a StationTable,
    pub(in crate::station) figures: &'a Figures,
}

/// One post-stratum.
pub(in crate::station) struct PostStratum {
    /// N_g.
    pub(in crate::station) stations: f64,
    /// Σ w of its sampled stations.
    pub(super) weight: f64,
}

impl Population<'_> {
    /// T_h.
    pub(in crate::station) fn stratum_ballots(&self, stratum: usize) -> Result<f64> {
        let ballots = self
            .table
            .stratum_ballots(stratum)
            .filter(|ballots| *ballots > 0);
        ballots.map(|ballots| ballots as f64).ok_or_else(|| {
            let field = format!("strata.{}.ballots", self.table.strata()[stratum]);
            Error::missing(
                field,
                "separate ratios and totals need all ballots of each stratum",
            )
        })
    }

    /// T = Σ T_h.
    pub(in crate::station) fn ballots(&self) -> Result<f64> {
        (0..self.table.strata().len())
            .map(|stratum| self.stratum_ballots(stratum))
            .sum()
    }

    pub(in crate::station) fn previous_result(&self) -> Result<(&[u64], u64)> {
        let help = "give the previous election's votes and ballots over all stations";
        self.table
            .previous_result()
            .ok_or_else(|| Error::missing("previous_result", help))
    }

    /// The previous election's figures of the stations, with the weights of this one.
    pub(in crate::station) fn previous_figures(&self) -> Result<Figures> {
        let mut previous = Figures::of_previous(self.table, false)?;
        previous.weight.clone_from(&self.figures.weight);
        Ok(previous)
    }

    /// ΣN_h, where every stratum's is known.
    fn stations(&self) -> Option<u64> {
        (0..self.table.strata().len())
            .map(|stratum| self.table.stratum_stations(stratum))
            .sum()
    }

    /// The post-strata, all with a known size and at least one station of weight in the sample.
    pub(in crate::station) fn post_strata(&self) -> Result<Vec<PostStratum>> {
        let names = self.table.post_strata();
        let mut weights = vec![0.0; names.len()];
        for (station, weight) in self.figures.weight.iter().enumerate() {
            weights[self.table.post_stratum_of(station)] += weight;
        }
        names
            .iter()
            .zip(weights)
            .enumerate()
            .map(|(place, (name, weight))| {
                let field = format!("post_strata.{name}");
                let known = self.table.post_stratum_stations(place);
                // The only post-stratum is the whole.
                let Some(stations) = known.or_else(|| self.stations().filter(|_| names.len() == 1)) else {
                    return Err(Error::missing(field, "give the number of all its stations"));
                };
                if weight == 0.0 {
                    let help = "give it together with another post-stratum: no station of it is in the sample";
                    return Err(Error::out_of_range(field, "0 stations in the sample", help));
                }
                Ok(PostStratum {
                    stations: stations as f64,
                    weight,
                })
            })
            .collect()
    }

    /// Mean votes per station, post-stratified, and their covariances (Cochran 1977, 5A.9).
    pub(in crate::station) fn post_stratified_mean(&self) -> Result<(Influence, CovarianceMatrix)> {
        let [stratum] = self.figures.strata.as_slice() else {
            let reason = "it is for one stratum; use post_stratified";
            return Err(Error::undefined("the post-stratified mean", reason));
        };
        let groups = self.post_strata()?;
        let (k, n) = (self.figures.choices, self.figures.len() as f64);
        let all: f64 = groups.iter().map(|group| group.stations).sum();
        let mut counts = vec![0.0; groups.len()];
        let mut means = vec![0.0; groups.len() * k];
        for station in 0..self.figures.len() {
            let group = self.table.post_stratum_of(station);
            counts[group] += 1.0;
            for (mean, x) in means[group * k..(group + 1) * k]
                .iter_mut()
                .zip(self.figures.x_of(station))
            {
                *mean += x;
            }
        }
        let mut values = vec![0.0; k];
        for (group, count) in counts.iter().enumerate() {
            for (mean, value) in means[group * k..(group + 1) * k]
                .iter_mut()
                .zip(&mut values)
            {
                *mean /= count;
                *value += groups[group].stations / all * *mean;
            }
        }
        let mut covariance = CovarianceMatrix::zero(k);
        let mut away = vec![0.0; k];
        for station in 0..self.figures.len() {
            let group = self.table.post_stratum_of(station);
            if counts[group] < 2.0 {
                let reason = "a post-stratum has one station, which gives no variance";
                let error = Error::undefined("the variance of the post-stratified mean", reason);
                return Err(self.table.at_station(error, station));
            }
            let share = groups[group].stations / all;
            let factor = stratum.unsampled * share / n + (1.0 - share) / (n * n);
            let mean = &means[group * k..(group + 1) * k];
            for ((away, x), mean) in away.iter_mut().zip(self.figures.x_of(station)).zip(mean) {
                *away = x - mean;
            }
            covariance.add_square(factor / (counts[group] - 1.0), &away);
        }
        Ok((
            Influence {
                values,
                u: Vec::new(),
            },
            covariance,
        ))
    }
}
