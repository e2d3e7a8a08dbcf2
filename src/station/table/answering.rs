//! The stations of a table at which anybody answered.

use std::borrow::Cow;

use super::{ClassInterviews, StationTable};
use crate::error::Error;

impl StationTable {
    /// Whether the interviews of a station are what a sample of it gives: somebody answered, or it is noted that nobody
    /// refused or was missed, as where every k-th of fewer than k voters was to be asked. All others are non-responses.
    pub(in crate::station) fn responds(&self, station: usize) -> bool {
        let nobody_asked =
            |group: ClassInterviews<'_>| group.refused == Some(0) && group.missed.unwrap_or(0) == 0;
        self.interviews(station).any(|group| group.answered > 0)
            || (self.interviews(station).len() > 0 && self.interviews(station).all(nobody_asked))
    }

    /// Why nothing can be said of the answers of a table that has none.
    pub(in crate::station) fn without_answers(&self) -> Option<Error> {
        let groups = |station: usize| self.interviews(station);
        let asked = (0..self.len()).filter(|station| groups(*station).len() > 0);
        let asked: Vec<usize> = asked.collect();
        if asked.is_empty() {
            let help = "no station has interviews: give their answers";
            return Some(Error::missing("interviews", help));
        }
        let nobody = (asked.iter()).all(|station| groups(*station).all(|of| of.answered == 0));
        nobody.then(|| {
            let where_asked = match asked.len() {
                1 => "the one station with interviews".to_owned(),
                more => format!("any of the {more} stations with interviews"),
            };
            let help = format!(
                "nobody answered at {where_asked}, where every figure of answers is 0, so that there is nothing to compare"
            );
            Error::missing("answers", help)
        })
    }

    /// The table without the stations at which nobody answered, whose weight the others of their stratum take over,
    /// in proportion to theirs. N_h stays, so that N_h/n_h grows by itself; weights that were given are raised by
    /// Σ w/Σ′ w, Σ′ being over the stations that are left.
    pub(in crate::station) fn answering(&self) -> Cow<'_, StationTable> {
        let responding = (0..self.len()).filter(|station| self.responds(*station));
        let responding = responding.count();
        if responding == self.len() || responding == 0 {
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
        Cow::Owned(table.of_stations(|station| self.responds(station)))
    }

    /// The stations for which this holds.
    fn of_stations(mut self, keep: impl Fn(usize) -> bool) -> StationTable {
        let order: Vec<u32> = (0..self.len())
            .filter(|station| keep(*station))
            .map(|station| station as u32)
            .collect();
        let (choices, covariates) = (self.choices.len(), self.covariates.len());
        let mut left = 0;
        let mut starts = Vec::with_capacity(self.starts.len());
        for stratum in 0..self.strata.len() {
            starts.push(left);
            let stations = self.stations_of(stratum);
            left += stations.filter(|station| keep(*station)).count();
        }
        starts.push(left);
        self.columns = self.columns.selected(&order, choices, covariates);
        self.starts = starts;
        self
    }

    /// The stations where somebody answered and nobody gave a count: what was said there cannot be set against the counts
    /// of the others.
    #[must_use]
    pub fn answers_without_count(&self) -> Vec<usize> {
        let answered = |station: &usize| self.interviews(*station).any(|group| group.answered > 0);
        let uncounted = |station: &usize| self.total(*station).is_none();
        (0..self.len()).filter(answered).filter(uncounted).collect()
    }

    /// The table without [these stations](Self::answers_without_count), for a comparison of interviews with the counts of
    /// the table's own stations together.
    ///
    /// ```
    /// use exitpoll::station::{Interviews, Station, StationTable};
    ///
    /// let mut builder = StationTable::builder(["Yes", "No"]);
    /// for (votes, answers) in [(Some([80, 20]), [8, 2]), (None, [1, 9])] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     let votes = votes.as_ref().map(|votes| &votes[..]);
    ///     builder.push(&Station { votes, interviews: &interviews, ..Station::default() })?;
    /// }
    /// let table = builder.build()?;
    /// assert_eq!(table.answers_without_count(), [1]);
    /// assert_eq!(table.without_uncounted_answers().len(), 1);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn without_uncounted_answers(&self) -> StationTable {
        let left_out = self.answers_without_count();
        self.clone()
            .of_stations(|station| left_out.binary_search(&station).is_err())
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
