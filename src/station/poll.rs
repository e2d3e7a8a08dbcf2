//! A sample of stations as a poll like any other.

use super::drawn::StationsDrawn;
use super::estimate::{CovarianceMatrix, Estimator, StationEstimate, Unit};
use super::interviews::InterviewEstimate;
use super::sample::StationSample;
use crate::error::{Error, Result};
use crate::model::{Poll, PollBuilder, PollKind, Sample};

impl StationSample {
    /// The exit poll of this sample: its shares, who answered where, and its design effects.
    ///
    /// The design effect is m Σ V/Σ p (1 − p) over the choices, the mean of theirs weighted by p (1 − p) (Rao &
    /// Scott 1981), beside that of each choice and of each lead among the twelve largest; what finite populations take off is in it, so that the poll states no population of its own.
    /// The variance is that of [`StationSample::interviews_in_two_stages`]. Choices that the answers do not name are
    /// `(other)`. Where the stations of each stratum are alike and no choice has a variance, the design effect is not known.
    ///
    /// # Errors
    /// As [`StationSample::interviews`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nothing was drawn, neither
    /// stations nor voters.
    ///
    /// ```
    /// use exitpoll::station::{Interviews, Station, StationSample, StationTable};
    ///
    /// let mut table = StationTable::builder(["Yes", "No"]);
    /// for answers in [[14, 6], [10, 10], [9, 11], [15, 5]] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     table.push(&Station { interviews: &interviews, ..Station::default() })?;
    /// }
    /// let poll = StationSample::new(table.build()?).poll("Institute")?.build()?;
    /// // Shares .7, .5, .45, .75 vary by .0650/3 about .6, and a quarter of that is 80/.24 times as much.
    /// let effect = poll.sample().design_effect().unwrap();
    /// assert!((effect - 80.0 / 0.24 * 0.065 / 3.0 / 4.0).abs() < 1e-12);
    /// assert_eq!(poll.sample().design_degrees_of_freedom(), Some(3));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn poll(&self, pollster: &str) -> Result<PollBuilder> {
        let InterviewEstimate {
            values,
            covariance,
            interviews,
            ..
        } = self.interviews_in_two_stages()?;
        self.exit_poll(pollster, &values, &covariance, interviews)
    }

    /// The exit poll of this sample by another estimator of shares, such as the change since the previous election
    /// ([`Estimator::Change`]), with the variance of both stages as [`poll`](StationSample::poll) has it. By the combined
    /// ratio it is that poll.
    ///
    /// # Errors
    /// As [`StationSample::poll`] and [`StationSample::estimate`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an estimator of
    /// votes.
    ///
    /// ```
    /// use exitpoll::PollKind;
    /// use exitpoll::station::{Estimator, Interviews, Station, StationSample, StationTable};
    ///
    /// // Stations that were .6 and .4 for Yes are .7 and .4 now, where all were .45.
    /// let mut table = StationTable::builder(["Yes", "No"]).previous_result(&[45_000, 55_000], 100_000);
    /// for (previous, answers) in [([600, 400], [35, 15]), ([400, 600], [20, 30])] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     table.push(&Station { previous_votes: Some(&previous), interviews: &interviews, ..Station::default() })?;
    /// }
    /// let sample = StationSample::new(table.build()?);
    /// let poll = sample.poll_by("BBC", Estimator::Change)?.build()?;
    /// assert_eq!((poll.kind(), poll.sample().respondents()), (PollKind::ExitPoll, Some(100)));
    /// let estimate = sample.from_interviews().estimate(Estimator::Change)?;
    /// assert!((estimate.values[0] - 0.50).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn poll_by(&self, pollster: &str, estimator: Estimator) -> Result<PollBuilder> {
        if estimator == Estimator::CombinedRatio {
            return self.poll(pollster);
        }
        of_shares(estimator, "an exit poll")?;
        let sample = self.answering()?.into_owned().from_interviews();
        if let Some(error) = sample.table.without_answers() {
            return Err(error);
        }
        let StationEstimate {
            values,
            mut covariance,
            ..
        } = sample.estimate(estimator)?;
        // What interviews add is about their own shares, whatever they are set against.
        let shares = sample.estimate(Estimator::CombinedRatio)?.values;
        covariance.add(&sample.second_stage_of(estimator, &shares, |_| true)?);
        let groups = (0..sample.table.len()).flat_map(|station| sample.table.interviews(station));
        let interviews = groups.map(|group| u64::from(group.answered)).sum();
        self.exit_poll(pollster, &values, &covariance, interviews)
    }

    fn exit_poll(
        &self,
        pollster: &str,
        values: &[f64],
        covariance: &CovarianceMatrix,
        interviews: u64,
    ) -> Result<PollBuilder> {
        let (stations, strata) = self.polled();
        self.built(
            pollster,
            PollKind::ExitPoll,
            values,
            covariance,
            interviews,
            stations,
            strata,
        )
    }

    /// Stations where anybody answered, and strata with such stations.
    fn polled(&self) -> (usize, usize) {
        let table = &self.table;
        let answered = |station: &usize| table.interviews(*station).any(|group| group.answered > 0);
        let of_strata = (0..table.strata().len())
            .map(|stratum| table.stations_of(stratum).filter(answered).count());
        of_strata.fold((0, 0), |(stations, strata), here| {
            (stations + here, strata + usize::from(here > 0))
        })
    }

    /// Whether there is an answer for every ballot of every station.
    fn everybody_answered(&self) -> bool {
        let table = &self.table;
        (0..table.len()).all(|station| {
            let groups = table.interviews(station);
            let answered: u64 = groups.map(|group| u64::from(group.answered)).sum();
            table.total(station).map(u64::from) == Some(answered)
        })
    }

    /// Refusals and misses at these stations and those that were left out before, each where every group of interviews
    /// has it.
    pub(super) fn noted_at(&self, stations: impl Iterator<Item = usize>) -> [Option<u64>; 2] {
        let add = |sum: Option<u64>, of_one: Option<u32>| Some(sum? + u64::from(of_one?));
        let groups = stations.flat_map(|station| self.table.interviews(station));
        groups.fold(self.left_out, |[refused, missed], group| {
            [add(refused, group.refused), add(missed, group.missed)]
        })
    }

    /// The quick count of this sample, by the combined ratio; its size is the ballots of its stations. Where the stations of
    /// each stratum are alike and no choice has a variance, it has no size: ballots were not drawn one by one.
    ///
    /// # Errors
    /// As [`StationSample::estimate`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if every station is counted.
    pub fn quick_count(&self, source: &str) -> Result<PollBuilder> {
        self.quick_count_by(source, Estimator::CombinedRatio)
    }

    /// The quick count of this sample by another estimator of shares.
    ///
    /// # Errors
    /// As [`StationSample::quick_count`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an estimator
    /// of votes; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a sample [`from_interviews`](StationSample::from_interviews), whose exit
    /// poll [`poll_by`](StationSample::poll_by) gives.
    pub fn quick_count_by(&self, source: &str, estimator: Estimator) -> Result<PollBuilder> {
        of_shares(estimator, "a quick count")?;
        if self.from_interviews {
            let reason = "the sample takes interviews for votes, and a quick count is of votes; `poll_by` gives the exit poll \
                          by an estimator";
            return Err(Error::undefined("the quick count", reason));
        }
        let StationEstimate {
            values,
            covariance,
            stations,
            strata,
            ..
        } = self.estimate(estimator)?;
        let ballots = (0..self.table.len())
            .filter_map(|station| self.table.total(station))
            .map(u64::from)
            .sum();
        self.built(
            source,
            PollKind::QuickCount,
            &values,
            &covariance,
            ballots,
            stations,
            strata,
        )
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one caller for each kind, each with all of them"
    )]
    fn built(
        &self,
        pollster: &str,
        kind: PollKind,
        values: &[f64],
        covariance: &CovarianceMatrix,
        respondents: u64,
        stations: usize,
        strata: usize,
    ) -> Result<PollBuilder> {
        let variances: Vec<f64> = (0..values.len())
            .map(|choice| covariance.get(choice, choice))
            .collect();
        let of_one: f64 = values.iter().map(|p| p * (1.0 - p)).sum();
        let design: f64 = variances.iter().sum();
        let varies = of_one > 0.0 && design > ROUNDING;
        let nothing_drawn = self.stations_drawn() == StationsDrawn::All
            && (kind == PollKind::QuickCount || self.everybody_answered());
        if !varies && nothing_drawn {
            let reason = "every station is in the table and every ballot is known, so that nothing was drawn: compare the \
                          figures themselves";
            return Err(Error::undefined("the design effect", reason));
        }
        let sample = Sample::builder()
            .stations(stations as u64)
            .strata(strata as u64);
        // Stations that are alike do not show that the others are: what the drawing of stations costs is not known. Ballots
        // of a quick count say even less of it, since none was drawn by itself.
        let sample = match (varies, kind) {
            (true, _) => sample
                .respondents(respondents)
                .design_effect(respondents as f64 * design / of_one),
            (false, PollKind::QuickCount) => sample,
            (false, _) => sample.respondents(respondents),
        };
        // Where stations without answers leave their weight to others, those stand for them as a sample does.
        let every = match kind {
            PollKind::QuickCount => self.stations_drawn() == StationsDrawn::All,
            _ => self.every_station_answers(),
        };
        let sample = if every {
            sample.every_station(true)
        } else {
            sample
        };
        // Choices differ in how they cluster: a row is judged by its own.
        let choices = self
            .table
            .choices()
            .iter()
            .zip(values.iter().zip(&variances));
        let sample = choices.fold(sample, |sample, (choice, (p, variance))| {
            let of_one = p * (1.0 - p);
            if of_one > 0.0 && *variance > ROUNDING {
                sample.design_effect_of(choice, respondents as f64 * variance / of_one)
            } else {
                sample
            }
        });
        // So do leads: what one choice gains from station to station the other may lose.
        let sample = (largest_pairs(values).into_iter()).fold(sample, |sample, (a, b)| {
            let lead = values[a] - values[b];
            let of_one = values[a] + values[b] - lead * lead;
            let variance = covariance.lead_standard_error(a, b).powi(2);
            if of_one > 0.0 && variance > ROUNDING {
                let (one, other) = (&self.table.choices()[a], &self.table.choices()[b]);
                sample.lead_design_effect_of(one, other, respondents as f64 * variance / of_one)
            } else {
                sample
            }
        });
        let [refused, missed] = match kind {
            PollKind::ExitPoll => self.noted_at(0..self.table.len()),
            _ => [None, None],
        };
        let sample = match refused {
            Some(voters) => sample.refusals(voters),
            None => sample,
        };
        let sample = match missed {
            Some(voters) => sample.misses(voters),
            None => sample,
        };
        let mut poll = Poll::builder(pollster)
            .kind(kind)
            .sample(sample)
            .rounded_to(0);
        for (choice, share) in self.table.choices().iter().zip(values) {
            poll = poll.share(choice, percent(*share));
        }
        let rest = 1.0 - values.iter().sum::<f64>();
        // What is left below that is rounding of the sum.
        if rest > 1e-12 {
            poll = poll.share("(other)", percent(rest));
        }
        Ok(poll)
    }
}

fn of_shares(estimator: Estimator, what: &str) -> Result<()> {
    if estimator.unit() == Unit::Share {
        return Ok(());
    }
    let help = format!("{what} has shares: give an estimator of shares");
    Err(Error::out_of_range("estimator", estimator.name(), help))
}

/// Up to which a variance of shares is rounding: stations that are alike have none.
const ROUNDING: f64 = 1e-24;

/// Choices whose leads over one another have a design effect of their own in a poll: no more, since pairs grow with the
/// square of the choices.
const LEADING: usize = 12;

/// All pairs of the choices with the largest shares, in the order of the choices.
fn largest_pairs(values: &[f64]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]));
    order.truncate(LEADING);
    order.sort_unstable();
    let pairs = (order.iter().enumerate())
        .flat_map(|(place, a)| order[place + 1..].iter().map(move |b| (*a, *b)));
    pairs.collect()
}

/// In percent, with no more decimals than a published share can have.
fn percent(share: f64) -> f64 {
    const DECIMALS: f64 = 1e13;
    (100.0 * share * DECIMALS).round() / DECIMALS
}
