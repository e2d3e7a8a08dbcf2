//! A table of the listed choices alone.

use super::{StationTable, UNKNOWN};

impl StationTable {
    /// Whether the official totals hold ballots that are for none of the choices (other choices, invalid ballots), while
    /// no interview names anything but a choice: nothing says who among those asked stands for these ballots.
    #[must_use]
    pub fn has_ballots_without_answers(&self) -> bool {
        let beyond = |station: usize| {
            let votes = self.votes(station).zip(self.total(station));
            votes.is_some_and(|(votes, total)| {
                votes.iter().map(|v| u64::from(*v)).sum::<u64>() < total.into()
            })
        };
        let of_choices = |station: usize| {
            self.interviews(station)
                .all(|group| group.answers.iter().sum::<u32>() == group.answered)
        };
        let asked = self.columns.answered.iter().any(|answered| *answered > 0);
        asked && (0..self.len()).all(of_choices) && (0..self.len()).any(beyond)
    }

    /// The table of the listed choices alone: all ballots are the votes for them, and all answers those that name one. Shares
    /// are then of the listed choices on both sides, so that no ballot stands against answers that nobody recorded.
    ///
    /// ```
    /// use exitpoll::station::{Interviews, Station, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]);
    /// let interviews = [Interviews { answers: &[12, 8], ..Interviews::default() }];
    /// let (votes, total) = (Some(&[500, 400][..]), Some(1000));
    /// table.push(&Station { votes, total, interviews: &interviews, ..Station::default() })?;
    /// let table = table.build()?;
    /// assert!(table.has_ballots_without_answers());
    /// assert_eq!(table.listed_choices_alone().total(0), Some(900));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn listed_choices_alone(mut self) -> StationTable {
        let k = self.choices.len();
        for (station, total) in self.columns.total.iter_mut().enumerate() {
            if *total != UNKNOWN {
                *total = self.columns.votes[station * k..(station + 1) * k]
                    .iter()
                    .sum();
            }
        }
        for (group, answered) in self.columns.answered.iter_mut().enumerate() {
            *answered = self.columns.answers[group * k..(group + 1) * k]
                .iter()
                .sum();
        }
        self.listed_alone = true;
        self
    }

    /// Whether the table was made one of the listed choices alone.
    pub(in crate::station) fn is_listed_alone(&self) -> bool {
        self.listed_alone
    }
}
