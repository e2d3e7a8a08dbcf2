//! The sums of every pollster, which merge.

use foldhash::HashMap;
use serde::Serialize;

use super::deviation::PollDeviation;
use super::sums::{ContestSums, Sums};
use crate::error::{Error, Result};

/// The sums from which a [`Record`](super::Record) is written: of every pollster, and in every contest.
///
/// Tallies of parts merge to the tally of the whole. Counts are exact, sums are compensated, so that
/// figures agree to 1e-12 however the polls were grouped; parts that are merged in one order give the
/// same bits on any number of threads. A tally serialises, so that machines can send it to one another;
/// one that is read back is checked.
///
/// ```
/// use exitpoll::record::{ChoiceOutcome, PollOutcome, RatingRule, Tally};
///
/// let choice = |choice, poll, result| ChoiceOutcome { choice, bloc: None, poll, result: Some(result) };
/// let poll = |pollster, contest, a, b| {
///     let choices = [choice("A", a, 0.52), choice("B", b, 0.48)];
///     let poll = PollOutcome {
///         pollster, contest, kind: None, date: None, size: Some(1000.0),
///         choices: &choices, result_lead: None, call: None,
///     };
///     poll.measure(None).and_then(|poll| Tally::of(&[poll]))
/// };
/// // Leads of 4 counted; of 6 and of −2 polled.
/// let mut whole = poll("One", "Mayor 2020", 0.53, 0.47)?;
/// whole.merge(&poll("Two", "Mayor 2024", 0.49, 0.51)?);
/// let record = whole.record(RatingRule::default());
/// let overall = record.overall.as_ref().unwrap();
/// assert!((overall.lead.as_ref().unwrap().mean_absolute.value - 0.04).abs() < 1e-15);
/// assert_eq!(overall.calls.unwrap().right, 1.0);
/// assert_eq!(record.pollster("Two").unwrap().summary.contests, 1);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "TallyData", into = "TallyData")]
pub struct Tally {
    contests: Names,
    pollster_names: Names,
    pollsters: Vec<PollsterSums>,
    /// Where in `pollsters[p].contests` a contest stands.
    places: HashMap<(u32, u32), u32>,
}

/// Names by number, in the order in which they were first met.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).expect("fewer than 4 billion names");
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub(super) fn name(&self, number: u32) -> &str {
        let name = self.names.get(number as usize);
        name.expect("numbers are given out with their names")
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

/// The sums of one pollster.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
pub(super) struct PollsterSums {
    pub sums: Sums,
    /// The number of each of its contests, with the sums there.
    pub contests: Vec<(u32, ContestSums)>,
}

/// What a tally is stored as.
#[derive(Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
struct TallyData {
    contests: Vec<String>,
    pollsters: Vec<(String, PollsterSums)>,
}

impl Tally {
    /// An empty tally.
    #[must_use]
    pub fn new() -> Tally {
        Tally::default()
    }

    /// The tally of these polls.
    ///
    /// # Errors
    /// As [`add`](Tally::add).
    pub fn of<'a, 'b: 'a>(polls: impl IntoIterator<Item = &'a PollDeviation<'b>>) -> Result<Tally> {
        let mut tally = Tally::new();
        for poll in polls {
            tally.add(poll)?;
        }
        Ok(tally)
    }

    /// Adds one poll.
    ///
    /// # Errors
    /// Out of range: a deviation or standard error that is not finite (none that
    /// [`measure`](super::PollOutcome::measure) gives).
    pub fn add(&mut self, poll: &PollDeviation<'_>) -> Result<()> {
        // Before anything is added, so that a poll is in the sums or not.
        poll.check_finite()?;
        let pollster = self.pollster(poll.pollster);
        let contest = self.contests.number(poll.contest);
        let own = self.pollsters.get_mut(pollster as usize);
        own.expect("pollsters are numbered as they come")
            .sums
            .add(poll)?;
        self.in_contest(pollster, contest).add(poll);
        Ok(())
    }

    /// Adds what another tally holds.
    pub fn merge(&mut self, other: &Tally) {
        let numbers: Vec<u32> = other
            .contests
            .names
            .iter()
            .map(|name| self.contests.number(name))
            .collect();
        for (name, theirs) in other.pollster_names.names.iter().zip(&other.pollsters) {
            let pollster = self.pollster(name);
            let own = self.pollsters.get_mut(pollster as usize);
            own.expect("pollsters are numbered as they come")
                .sums
                .merge(&theirs.sums);
            for (contest, sums) in &theirs.contests {
                let contest = numbers.get(*contest as usize);
                let contest = *contest.expect("the numbers are those of its own list of contests");
                self.in_contest(pollster, contest).merge(sums);
            }
        }
    }

    /// How many pollsters.
    #[must_use]
    pub fn pollsters(&self) -> usize {
        self.pollsters.len()
    }

    /// How many contests.
    #[must_use]
    pub fn contests(&self) -> usize {
        self.contests.len()
    }

    fn pollster(&mut self, name: &str) -> u32 {
        let number = self.pollster_names.number(name);
        if number as usize == self.pollsters.len() {
            self.pollsters.push(PollsterSums::default());
        }
        number
    }

    fn in_contest(&mut self, pollster: u32, contest: u32) -> &mut ContestSums {
        let own = self.pollsters.get_mut(pollster as usize);
        let contests = &mut own.expect("pollsters are numbered as they come").contests;
        let next = contests.len() as u32;
        let place = *self.places.entry((pollster, contest)).or_insert(next);
        if place == next {
            contests.push((contest, ContestSums::default()));
        }
        let entry = contests.get_mut(place as usize);
        &mut entry.expect("places are those of entries").1
    }

    /// Each pollster with its sums, by name.
    pub(super) fn by_name(&self) -> Vec<(&str, &PollsterSums)> {
        let names = self.pollster_names.names.iter().map(String::as_str);
        let mut all: Vec<(&str, &PollsterSums)> = names.zip(&self.pollsters).collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        all
    }

    /// The sums of all pollsters together in each contest, by its number.
    pub(super) fn contest_totals(&self) -> Vec<ContestSums> {
        let mut totals = vec![ContestSums::default(); self.contests.len()];
        for (contest, sums) in self.pollsters.iter().flat_map(|own| &own.contests) {
            let total = totals.get_mut(*contest as usize);
            total
                .expect("contests are numbered as they come")
                .merge(sums);
        }
        totals
    }
}

/// Equal where pollsters, contests and sums are, in whatever order they were met.
impl PartialEq for Tally {
    fn eq(&self, other: &Tally) -> bool {
        let named = |tally: &Tally| {
            let named = |(name, own): (&str, &PollsterSums)| {
                let contests = own.contests.iter();
                let mut contests: Vec<(String, ContestSums)> = contests
                    .map(|(contest, sums)| (tally.contests.name(*contest).to_owned(), *sums))
                    .collect();
                contests.sort_unstable_by(|one, other| one.0.cmp(&other.0));
                (name.to_owned(), own.sums, contests)
            };
            tally.by_name().into_iter().map(named).collect::<Vec<_>>()
        };
        named(self) == named(other)
    }
}

impl From<Tally> for TallyData {
    fn from(tally: Tally) -> TallyData {
        TallyData {
            contests: tally.contests.names,
            pollsters: tally
                .pollster_names
                .names
                .into_iter()
                .zip(tally.pollsters)
                .collect(),
        }
    }
}

impl TryFrom<TallyData> for Tally {
    type Error = Error;

    fn try_from(data: TallyData) -> Result<Tally> {
        let mut tally = Tally::new();
        let twice = "it stands twice; merge the two";
        for (number, name) in data.contests.iter().enumerate() {
            if tally.contests.number(name) as usize != number {
                return Err(Error::out_of_range("contests", name, twice));
            }
        }
        for (name, sums) in data.pollsters {
            if tally.pollster_names.numbers.contains_key(&name) {
                return Err(Error::out_of_range("pollsters", name, twice));
            }
            let polls: Option<u64> = sums.contests.iter().try_fold(0_u64, |polls, (_, contest)| {
                polls
                    .checked_add(contest.polls)
                    .filter(|_| contest.is_coherent())
            });
            if !sums.sums.is_coherent() || polls != Some(sums.sums.polls) {
                let help = "its sums contradict one another; take them as they were written";
                return Err(Error::out_of_range("pollsters", name, help));
            }
            let pollster = tally.pollster(&name);
            for (place, (contest, _)) in sums.contests.iter().enumerate() {
                let known = (*contest as usize) < tally.contests.len();
                if !known
                    || tally
                        .places
                        .insert((pollster, *contest), place as u32)
                        .is_some()
                {
                    let help = "it is no contest of this tally, or stands twice with the pollster";
                    return Err(Error::out_of_range("contest", contest, help));
                }
            }
            *tally.pollsters.last_mut().expect("it was just added") = sums;
        }
        Ok(tally)
    }
}
