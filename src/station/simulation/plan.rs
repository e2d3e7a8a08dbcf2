//! How a simulated exit poll is taken.

use serde::Serialize;

use crate::accuracy::Orientation;
use crate::error::{Error, Result};
use crate::station::table::StationTable;

/// A stratified two-stage exit poll: stations of each stratum at random without replacement, and at each station
/// every k-th voter from a random start, voters coming in random order.
///
/// ```
/// use exitpoll::station::{ExitPollPlan, Station, StationTable};
///
/// let mut count = StationTable::builder(["Yes", "No"]);
/// for name in ["a", "b", "c", "d"] {
///     count.push(&Station { name, votes: Some(&[60, 40]), ..Station::default() })?;
/// }
/// let count = count.build()?;
/// let poll = ExitPollPlan::new(2, 10)?.simulate(&count, 2024, 0)?;
/// assert_eq!((poll.len(), poll.stratum_stations(0)), (2, Some(4)));
/// assert_eq!(poll.interviews(0).next().unwrap().answered, 10);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ExitPollPlan {
    pub(super) stations: usize,
    pub(super) every: u32,
    pub(super) response: Option<Vec<f64>>,
    pub(super) interviewers: Option<(Orientation, f64)>,
    pub(super) rounded_to: Option<f64>,
    pub(super) pairs: bool,
    pub(super) cost: Cost,
}

/// What a poll costs, in any unit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Cost {
    /// Of one station: the way there, the interviewer's day.
    pub station: f64,
    /// Of one voter asked.
    pub voter: f64,
}

impl ExitPollPlan {
    /// So many stations in all, shared out among the strata in proportion to theirs, at least two in each where there
    /// are two; a plan of fewer than that, or of more stations than there are, is refused when it meets a count. Every
    /// `every`-th voter is asked, and everybody answers.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than two stations or an interval of 0.
    pub fn new(stations: usize, every: u32) -> Result<ExitPollPlan> {
        if stations < 2 {
            return Err(Error::out_of_range("stations", stations, "give at least 2"));
        }
        if every == 0 {
            return Err(Error::out_of_range(
                "every",
                every,
                "give 1 to ask every voter",
            ));
        }
        Ok(ExitPollPlan {
            stations,
            every,
            response: None,
            interviewers: None,
            rounded_to: None,
            pairs: false,
            cost: Cost::default(),
        })
    }

    /// The proportion of those asked who answer, of each choice. Voters whose ballots are for none of the choices all
    /// answer: give the table a choice of their own to have them refuse, too.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a rate outside (0, 1].
    pub fn response(mut self, rates: impl IntoIterator<Item = f64>) -> Result<Self> {
        let rates: Vec<f64> = rates.into_iter().collect();
        if let Some(bad) = rates.iter().find(|rate| !(**rate > 0.0 && **rate <= 1.0)) {
            return Err(Error::out_of_range(
                "response",
                bad,
                "give a proportion above 0, at most 1",
            ));
        }
        self.response = Some(rates);
        Ok(self)
    }

    /// Interviewers with whom voters of D (the denominator) are more willing to answer than with others: the
    /// log-odds of their response differ between stations with this standard deviation. Needs a response below 1.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a standard deviation that is negative or not finite.
    pub fn interviewers(mut self, orientation: Orientation, deviation: f64) -> Result<Self> {
        if !(deviation >= 0.0 && deviation.is_finite()) {
            return Err(Error::out_of_range(
                "deviation",
                deviation,
                "give 0 or a positive, finite number",
            ));
        }
        self.interviewers = Some((orientation, deviation));
        Ok(self)
    }

    /// Shares are published rounded to a multiple of this proportion (.01 for whole percent).
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < `step` < 1.
    pub fn rounded_to(mut self, step: f64) -> Result<Self> {
        if !(step > 0.0 && step < 1.0) {
            return Err(Error::out_of_range(
                "step",
                step,
                "give a proportion, .01 for whole percent",
            ));
        }
        self.rounded_to = Some(step);
        Ok(self)
    }

    /// Two stations in every stratum, whatever their number: the design for half samples.
    #[must_use]
    pub fn two_in_each_stratum(mut self) -> Self {
        self.pairs = true;
        self
    }

    /// What it costs.
    #[must_use]
    pub fn cost(mut self, cost: Cost) -> Self {
        self.cost = cost;
        self
    }

    /// Stations to draw in each stratum of a count, as many in all as were asked for where
    /// [`check`](ExitPollPlan::check) lets them.
    pub(super) fn allocation(&self, count: &StationTable) -> Vec<usize> {
        let sizes: Vec<usize> = (0..count.strata().len())
            .map(|stratum| count.stations_of(stratum).len())
            .collect();
        let share = |size: usize| self.stations as f64 * size as f64 / count.len() as f64;
        let mut drawn: Vec<usize> = sizes
            .iter()
            .map(|size| {
                let share = if self.pairs {
                    2
                } else {
                    (share(*size).round() as usize).max(2)
                };
                share.min(*size)
            })
            .collect();
        if self.pairs {
            return drawn;
        }
        // Rounding and the two of each stratum may give others than were asked for: those are changed first that are
        // furthest from their proportion, of several alike the first.
        let all: usize = drawn.iter().sum();
        let furthest = |drawn: &[usize], able: &dyn Fn(usize) -> bool, sign: f64| {
            let away = |stratum: &usize| sign * (drawn[*stratum] as f64 - share(sizes[*stratum]));
            let able = (0..drawn.len()).filter(|stratum| able(*stratum));
            able.reduce(|best, next| {
                if away(&next) > away(&best) {
                    next
                } else {
                    best
                }
            })
        };
        for _ in self.stations..all {
            let able = |stratum: usize| drawn[stratum] > 2;
            if let Some(stratum) = furthest(&drawn, &able, 1.0) {
                drawn[stratum] -= 1;
            }
        }
        for _ in all..self.stations {
            let able = |stratum: usize| drawn[stratum] < sizes[stratum];
            if let Some(stratum) = furthest(&drawn, &able, -1.0) {
                drawn[stratum] += 1;
            }
        }
        drawn
    }

    /// That the plan fits a count: as many stations as were asked for, rates and choices.
    pub(super) fn check(&self, count: &StationTable) -> Result<()> {
        let k = count.choices().len();
        let strata = 0..count.strata().len();
        let least: usize = (strata.clone())
            .map(|stratum| count.stations_of(stratum).len().min(2))
            .sum();
        if !self.pairs && !(least..=count.len()).contains(&self.stations) {
            let drawn = match strata.len() {
                1 => "at least two are drawn".to_owned(),
                more => format!("at least two are drawn in each of its {more} strata"),
            };
            let help = format!(
                "give {least} to {}: so many stations the count has, and {drawn}",
                count.len()
            );
            return Err(Error::out_of_range("stations", self.stations, help));
        }
        if let Some(rates) = &self.response
            && rates.len() != k
        {
            let found = format!("{} rates", rates.len());
            return Err(Error::out_of_range(
                "response",
                found,
                format!("give one for each of the {k} choices"),
            ));
        }
        if let Some((orientation, _)) = self.interviewers
            && orientation.denominator >= k
        {
            let help = format!("give a place below the {k} choices");
            return Err(Error::out_of_range(
                "denominator",
                orientation.denominator,
                help,
            ));
        }
        Ok(())
    }
}
