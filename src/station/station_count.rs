//! A count that comes in by stations: votes so far, and the most that the other stations can bring.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::Threshold;
use crate::numeric::Bounds;
use crate::partial::{
    Decision, Order, OutstandingBallots, Release, ThresholdOutcome, decided_from_votes,
    final_share_bounds_from_votes, inconsistent, whole_order_from_votes,
};

/// A group of stations before anything is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct StratumFrame {
    /// N_h, all its stations.
    pub stations: u64,
    /// M_h, the registered voters of all its stations: the most ballots that can come from it. A station
    /// without a register of its own counts with the ballots it was given.
    pub registered: u64,
}

/// Hard bounds while stations are counted one by one. Each station costs a time that depends on the
/// number of choices only.
///
/// The outstanding ballots are from 0 to the registered voters of the stations that are not counted yet,
/// whether in one stratum or in all. Bounds never widen as stations come in: a station takes off the
/// outstanding at least as many ballots as it brings.
///
/// ```
/// use exitpoll::partial::Decision;
/// use exitpoll::station::{StationCount, StratumFrame};
///
/// let frame = [
///     StratumFrame { stations: 2, registered: 1_000 },
///     StratumFrame { stations: 1, registered: 200 },
/// ];
/// let mut count = StationCount::new(&frame, 2)?;
/// // Of 500 voters of a station, 400 came: 300 and 90 votes for the two choices, 10 for others.
/// count.add(0, 500, 400, &[300, 90])?;
/// // Up to 700 to come: 300 to 1000 of 1100.
/// let bounds = count.final_share_bounds(0)?;
/// assert_eq!((bounds.low(), bounds.high()), (300.0 / 1100.0, 1000.0 / 1100.0));
/// assert_eq!(count.decided(0, 1)?, Decision::Open);
/// count.add(0, 500, 400, &[300, 90])?;
/// assert_eq!(count.decided(0, 1)?, Decision::Decided);
/// assert_eq!(count.outstanding().most(), 200);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct StationCount {
    strata: Vec<Tally>,
    all: Tally,
}

/// What is counted and what is left of one stratum, or of all.
#[derive(Debug, Clone, PartialEq)]
struct Tally {
    counted: u64,
    stations_left: u64,
    registered_left: u64,
    valid: u64,
    votes: Vec<u64>,
}

impl Tally {
    fn add(&mut self, registered: u64, valid: u64, votes: &[u64]) {
        // The caller has checked that the stratum has them left.
        self.counted += 1;
        self.stations_left = self.stations_left.saturating_sub(1);
        self.registered_left = self.registered_left.saturating_sub(registered);
        self.valid += valid;
        for (sum, votes) in self.votes.iter_mut().zip(votes) {
            *sum += votes;
        }
    }

    fn outstanding(&self) -> OutstandingBallots {
        OutstandingBallots::at_most(self.registered_left)
    }

    fn votes_of(&self, choice: usize) -> Result<u64> {
        self.votes.get(choice).copied().ok_or_else(|| {
            let help = format!("give a place below {}, counted from 0", self.votes.len());
            Error::out_of_range("choice", choice, help)
        })
    }

    fn final_share_bounds(&self, choice: usize) -> Result<Bounds> {
        final_share_bounds_from_votes(self.votes_of(choice)?, self.valid, self.outstanding())
    }
}

impl StationCount {
    /// Nothing counted yet, of `choices` choices.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a stratum without stations, or more registered voters in all than a whole
    /// number of 64 bits holds.
    pub fn new(frame: &[StratumFrame], choices: usize) -> Result<StationCount> {
        let tally = |stations, registered| Tally {
            counted: 0,
            stations_left: stations,
            registered_left: registered,
            valid: 0,
            votes: vec![0; choices],
        };
        let (mut stations, mut registered) = (0_u64, 0_u64);
        for (index, stratum) in frame.iter().enumerate() {
            if stratum.stations == 0 {
                return Err(Error::out_of_range(
                    format!("frame[{index}].stations"),
                    0,
                    "give the number of all its stations",
                ));
            }
            for (field, sum, term) in [
                ("stations", &mut stations, stratum.stations),
                ("registered", &mut registered, stratum.registered),
            ] {
                *sum = sum.checked_add(term).ok_or_else(|| {
                    Error::out_of_range(
                        format!("frame[{index}].{field}"),
                        term,
                        "give numbers whose sum over the strata is below 2^64",
                    )
                })?;
            }
        }
        Ok(StationCount {
            strata: frame
                .iter()
                .map(|s| tally(s.stations, s.registered))
                .collect(),
            all: tally(stations, registered),
        })
    }

    /// Adds a station of a stratum (by its place in the frame): its registered voters, its valid votes, and
    /// the votes of each choice. Votes of choices that are not followed are valid votes as well.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown stratum or a wrong number of choices;
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the votes exceed the valid votes, these the registered voters, or the
    /// registered voters and stations those that the stratum has left. Nothing is added then.
    pub fn add(
        &mut self,
        stratum: usize,
        registered: u64,
        valid: u64,
        votes: &[u64],
    ) -> Result<()> {
        let strata = self.strata.len();
        let tally = self.strata.get_mut(stratum).ok_or_else(|| {
            let help = format!("give a place below {strata}, counted from 0");
            Error::out_of_range("stratum", stratum, help)
        })?;
        check_station(tally, registered, valid, votes)?;
        tally.add(registered, valid, votes);
        self.all.add(registered, valid, votes);
        Ok(())
    }

    /// Stations counted so far.
    #[must_use]
    pub fn stations(&self) -> u64 {
        self.all.counted
    }

    /// Stations still to come.
    #[must_use]
    pub fn stations_left(&self) -> u64 {
        self.all.stations_left
    }

    /// Votes of each choice so far.
    #[must_use]
    pub fn votes(&self) -> &[u64] {
        &self.all.votes
    }

    /// Valid votes so far.
    #[must_use]
    pub fn valid(&self) -> u64 {
        self.all.valid
    }

    /// The ballots that can still come from all strata.
    #[must_use]
    pub fn outstanding(&self) -> OutstandingBallots {
        self.all.outstanding()
    }

    /// The ballots that can still come from one stratum; `None` if there is no such stratum.
    #[must_use]
    pub fn outstanding_in(&self, stratum: usize) -> Option<OutstandingBallots> {
        self.strata.get(stratum).map(Tally::outstanding)
    }

    /// Hard bounds of a choice's final share over all strata.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown choice; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if no ballot is counted and none can
    /// come.
    pub fn final_share_bounds(&self, choice: usize) -> Result<Bounds> {
        self.all.final_share_bounds(choice)
    }

    /// Hard bounds of a choice's final share in one stratum.
    ///
    /// # Errors
    /// As [`StationCount::final_share_bounds`], and for an unknown stratum.
    pub fn final_share_bounds_in(&self, stratum: usize, choice: usize) -> Result<Bounds> {
        let tally = self.strata.get(stratum).ok_or_else(|| {
            let help = format!("give a place below {}, counted from 0", self.strata.len());
            Error::out_of_range("stratum", stratum, help)
        })?;
        tally.final_share_bounds(choice)
    }

    /// Whether `behind` can no longer draw level with `ahead`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an unknown choice.
    pub fn decided(&self, ahead: usize, behind: usize) -> Result<Decision> {
        let (ahead, behind) = (self.all.votes_of(ahead)?, self.all.votes_of(behind)?);
        Ok(decided_from_votes(ahead, behind, self.outstanding()))
    }

    /// The order so far, and of each pair whether it is decided.
    #[must_use]
    pub fn order(&self) -> Order {
        Order::from_votes(&self.all.votes, self.outstanding())
    }

    /// Whether the whole order is decided, as [`Order::whole`] says it, without listing the pairs.
    #[must_use]
    pub fn whole_order(&self) -> Decision {
        whole_order_from_votes(&self.all.votes, self.outstanding())
    }

    /// Where a choice stands with a threshold.
    ///
    /// # Errors
    /// As [`StationCount::final_share_bounds`].
    pub fn threshold(&self, threshold: Threshold, choice: usize) -> Result<ThresholdOutcome> {
        threshold.outcome_of_votes(
            self.all.votes_of(choice)?,
            self.all.valid,
            self.outstanding(),
        )
    }

    /// The count as it stands, for a [`CountSeries`](crate::partial::CountSeries).
    ///
    /// # Errors
    /// As [`Release::from_votes`].
    pub fn release(&self, label: impl Into<String>) -> Result<Release> {
        Release::from_votes(label, self.votes(), self.valid(), self.outstanding())
    }
}

fn check_station(tally: &Tally, registered: u64, valid: u64, votes: &[u64]) -> Result<()> {
    if votes.len() != tally.votes.len() {
        return Err(Error::out_of_range(
            "votes",
            format!("{} figures", votes.len()),
            format!("give one for each of the {} choices", tally.votes.len()),
        ));
    }
    let sum = votes.iter().map(|v| u128::from(*v)).sum::<u128>();
    if sum > u128::from(valid) {
        return Err(inconsistent(
            "votes",
            sum,
            format!("{valid} valid votes"),
            "give the votes of each choice, and all valid votes of the station",
        ));
    }
    if valid > registered {
        return Err(inconsistent(
            "valid",
            valid,
            format!("{registered} registered voters"),
            "give the most ballots that the station could take, in the frame as well",
        ));
    }
    if tally.stations_left == 0 {
        return Err(inconsistent(
            "stratum",
            format!("complete with {} stations", tally.counted),
            "one more station",
            "give each station once, and the number of all stations in the frame",
        ));
    }
    let last = tally.stations_left == 1;
    if registered > tally.registered_left || (last && registered < tally.registered_left) {
        return Err(inconsistent(
            "registered",
            registered,
            format!(
                "{} left for the {} outstanding stations of its stratum",
                tally.registered_left, tally.stations_left
            ),
            "give the frame the sum over its stations",
        ));
    }
    Ok(())
}
