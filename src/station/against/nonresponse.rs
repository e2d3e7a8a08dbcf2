//! Voters who were to be asked and gave no answer.

use serde::Serialize;

use crate::station::refusals::Approached;
use crate::station::table::{ClassInterviews, StationTable};

/// Refusals and misses as they were noted, at all stations where people were asked, with a count or without one.
///
/// Where nobody noted them they are not known, which is not none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Nonresponse {
    /// Stations where people were asked.
    pub stations: usize,
    /// Refusals.
    pub refused: Noted,
    /// Voters who were missed.
    pub missed: Noted,
    /// Stations at which both were noted.
    pub stations_with_both: usize,
    /// What became of all who were to be asked at these.
    pub approached: Approached,
}

/// Voters of one kind, at the stations that noted them for every class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Noted {
    /// The stations; 0 where nobody noted any, so that the number of voters is not known.
    pub stations: usize,
    /// The voters.
    pub voters: u64,
}

impl Noted {
    fn add(&mut self, voters: Option<u64>) {
        if let Some(voters) = voters {
            self.stations += 1;
            self.voters += voters;
        }
    }
}

/// `None` where no station noted either.
pub(super) fn nonresponse(table: &StationTable) -> Option<Nonresponse> {
    let mut all = Nonresponse {
        stations: 0,
        refused: Noted::default(),
        missed: Noted::default(),
        stations_with_both: 0,
        approached: Approached::default(),
    };
    for station in 0..table.len() {
        let groups = || table.interviews(station);
        if groups().len() == 0 {
            continue;
        }
        let noted = |figure: fn(&ClassInterviews<'_>) -> Option<u32>| -> Option<u64> {
            groups().map(|group| figure(&group).map(u64::from)).sum()
        };
        let (refused, missed) = (noted(|group| group.refused), noted(|group| group.missed));
        all.stations += 1;
        all.refused.add(refused);
        all.missed.add(missed);
        if let (Some(refused), Some(missed)) = (refused, missed) {
            all.stations_with_both += 1;
            let answered = groups().map(|group| u64::from(group.answered));
            all.approached.complete += answered.sum::<u64>();
            all.approached.refused += refused;
            all.approached.missed += missed;
        }
    }
    (all.refused.stations + all.missed.stations > 0).then_some(all)
}
