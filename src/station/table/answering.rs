//! The stations of a table at which anybody answered.

use std::borrow::Cow;

use super::{ClassInterviews, StationTable};

impl StationTable {
    /// Whether the interviews of a station are what a sample of it gives: somebody answered, or it is noted that nobody
    /// refused or was missed, as where every k-th of fewer than k voters was to be asked. All others are non-responses.
    pub(in crate::station) fn responds(&self, station: usize) -> bool {
        let nobody_asked =
            |group: ClassInterviews<'_>| group.refused == Some(0) && group.missed.unwrap_or(0) == 0;
        self.interviews(station).any(|group| group.answered > 0)
            || (self.interviews(station).len() > 0 && self.interviews(station).all(nobody_asked))
    }

    /// The table without the stations at which nobody answered, whose weight the others of their stratum take over,
    /// in proportion to theirs. N_h stays, so that N_h/n_h grows by itself; weights that were given are raised by
    /// Σ w/Σ′ w, Σ′ being over the stations that are left.
    pub(in crate::station) fn answering(&self) -> Cow<'_, StationTable> {
        let order: Vec<u32> = (0..self.len())
            .filter(|station| self.responds(*station))
            .map(|station| station as u32)
            .collect();
        if order.len() == self.len() || order.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut table = self.clone();
        if !table.columns.weight.is_empty() {
            for (stratum, factor) in self.weight_taken_over().into_iter().enumerate() {
                let stations = self.stations_of(stratum);
                for weight in &mut table.columns.weight[stations] {
                    *weight *= factor;
                }
            }
        }
        let (choices, covariates) = (self.choices.len(), self.covariates.len());
        table.columns = table.columns.selected(&order, choices, covariates);
        let mut left = 0;
        for stratum in 0..self.strata.len() {
            table.starts[stratum] = left;
            let stations = self.stations_of(stratum);
            left += stations.filter(|station| self.responds(*station)).count();
        }
        table.starts[self.strata.len()] = left;
        Cow::Owned(table)
    }

    /// Σ w/Σ′ w of each stratum, by numbers of stations where weights were not given to all; 1 where nobody answered.
    pub(in crate::station) fn weight_taken_over(&self) -> Vec<f64> {
        let weight = |station: usize| self.weight(station).unwrap_or(1.0);
        (0..self.strata.len())
            .map(|stratum| {
                let stations = self.stations_of(stratum);
                let silent = stations.clone().any(|station| !self.responds(station));
                let left: f64 = (stations.clone())
                    .filter(|station| self.responds(*station))
                    .map(weight)
                    .sum();
                if silent && left > 0.0 {
                    stations.map(weight).sum::<f64>() / left
                } else {
                    1.0
                }
            })
            .collect()
    }
}
