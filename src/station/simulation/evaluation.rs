//! What a plan gives over many simulated polls.

use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};

use super::plan::ExitPollPlan;
use crate::error::{Error, Result};
use crate::numeric::{Confidence, sum};
use crate::station::estimate::{Estimator, t_quantile};
use crate::station::replication::{Bootstrap, HalfSamples};
use crate::station::sample::StationSample;
use crate::station::sparse::{EmptyStratum, LonelyStratum, SparseStrata};
use crate::station::table::StationTable;

/// From what the standard errors of a simulated poll come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VarianceMethod {
    /// The linearised ratio.
    Linearised,
    /// The stratified jackknife.
    Jackknife,
    /// Balanced half samples, of two stations in each stratum.
    Balanced,
    /// The rescaled bootstrap with so many replicates.
    Bootstrap {
        /// Replicates of each poll.
        replicates: u64,
    },
}

/// A plan over many polls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PlanEvaluation {
    /// Polls that were simulated.
    pub polls: u64,
    /// The seed that gives the same polls again.
    pub seed: u64,
    /// Stations to which a poll goes, those too at which nobody answers.
    pub stations: f64,
    /// Interviews of a poll, in the mean.
    pub interviews: f64,
    /// Cost of a poll, in the mean: stations, and everybody asked.
    pub cost: f64,
    /// Of each choice.
    pub choices: Vec<ChoiceEvaluation>,
}

/// One choice over many polls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ChoiceEvaluation {
    /// Its share in the count.
    pub official: f64,
    /// The mean of poll less count.
    pub bias: f64,
    /// √ of the mean squared difference.
    pub root_mean_squared_error: f64,
    /// The standard deviation of the polls' shares.
    pub standard_deviation: f64,
    /// The mean of their standard errors.
    pub standard_error: f64,
    /// The proportion of polls whose interval contains the official share.
    pub coverage: f64,
}

/// What one poll contributes.
struct Outcome {
    stations: f64,
    interviews: f64,
    asked: f64,
    values: Vec<f64>,
    errors: Vec<f64>,
    covered: Vec<bool>,
}

impl ExitPollPlan {
    /// Simulates `polls` polls from a count of all stations and sets each one's interval, share ± t·SE on
    /// stations − strata degrees of freedom, against the official share. Strata in which refusals leave one station with
    /// answers are adjusted for, and those with none are like the rest ([`SparseStrata`]). `progress` is called with the polls
    /// done so far, from any thread.
    ///
    /// # Errors
    /// As [`ExitPollPlan::simulate`] and the variance method; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than two polls.
    pub fn evaluate(
        &self,
        count: &StationTable,
        method: VarianceMethod,
        polls: u64,
        seed: u64,
        confidence: Confidence,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<PlanEvaluation> {
        if polls < 2 {
            return Err(Error::out_of_range(
                "polls",
                polls,
                "give at least 2, better 1,000",
            ));
        }
        let official = official(count)?;
        let done = AtomicU64::new(0);
        let one = |index: u64| {
            let outcome = self.outcome(count, &official, method, seed, index, confidence);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            outcome
        };
        #[cfg(feature = "rayon")]
        let outcomes: Result<Vec<Outcome>> = {
            use rayon::prelude::*;
            (0..polls).into_par_iter().map(one).collect()
        };
        #[cfg(not(feature = "rayon"))]
        let outcomes: Result<Vec<Outcome>> = (0..polls).map(one).collect();
        Ok(self.summary(&outcomes?, &official, polls, seed))
    }

    fn outcome(
        &self,
        count: &StationTable,
        official: &[f64],
        method: VarianceMethod,
        seed: u64,
        index: u64,
        confidence: Confidence,
    ) -> Result<Outcome> {
        // Small stations at which all refuse leave strata with one or none: as a pollster has to, take the others for them.
        let sparse = SparseStrata {
            lonely: LonelyStratum::Adjust,
            empty: EmptyStratum::LikeTheRest,
        };
        let drawn = self.simulate(count, seed, index)?;
        let groups = (0..drawn.len()).flat_map(|station| drawn.interviews(station));
        let (interviews, asked) = groups.fold((0, 0), |(interviews, asked), group| {
            let answered = u64::from(group.answered);
            (
                interviews + answered,
                asked + answered + u64::from(group.refused.unwrap_or(0)),
            )
        });
        let stations = drawn.len() as f64;
        let sample = StationSample::new(drawn).sparse(sparse).from_interviews();
        if sample.table().without_answers().is_some() {
            return Err(too_few(index, "nobody answered"));
        }
        let estimate = sample.estimate(Estimator::CombinedRatio)?;
        if estimate.degrees_of_freedom == 0 {
            let what = "people answered at one station of each stratum at most, which leaves no degree of freedom";
            return Err(too_few(index, what));
        }
        // Of a stratum with one station there is no half sample and no resample: it is certain there, and what the policy
        // gives it is added.
        let certain = || {
            sample.clone().sparse(SparseStrata {
                lonely: LonelyStratum::Certainty,
                ..sparse
            })
        };
        let mut covariance = match method {
            VarianceMethod::Linearised => estimate.covariance,
            VarianceMethod::Jackknife => sample.jackknife()?.covariance,
            VarianceMethod::Balanced => {
                let halves = &HalfSamples::Balanced;
                let mut covariance = certain().balanced_replication(halves, 0.0)?.covariance;
                covariance.add(&sample.adjustment()?);
                covariance
            }
            VarianceMethod::Bootstrap { replicates } => {
                // Streams of its own for each poll.
                let bootstrap = Bootstrap::new(
                    replicates,
                    seed ^ (index + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
                )?;
                let resampled = certain().bootstrap(bootstrap, &|_| {})?;
                let mut covariance = resampled.covariance_about_estimate;
                covariance.add(&sample.adjustment()?);
                covariance
            }
        };
        // Half samples know no finite population, and have the whole of both stages.
        let is_halved = |stations: usize| method == VarianceMethod::Balanced && stations == 2;
        covariance.add(&sample.second_stage_of(
            Estimator::CombinedRatio,
            &estimate.values,
            |part| !is_halved(part.sampled()),
        )?);
        let published = |share: f64| {
            self.rounded_to
                .map_or(share, |step| (share / step).round() * step)
        };
        let values: Vec<f64> = estimate
            .values
            .iter()
            .map(|share| published(*share))
            .collect();
        let errors: Vec<f64> = (0..values.len())
            .map(|choice| covariance.standard_error(choice))
            .collect();
        let quantile = t_quantile(confidence, estimate.degrees_of_freedom as f64)?;
        let covered = values.iter().zip(&errors).zip(official);
        Ok(Outcome {
            stations,
            interviews: interviews as f64,
            asked: asked as f64,
            covered: covered
                .map(|((value, error), official)| (value - official).abs() <= quantile * error)
                .collect(),
            values,
            errors,
        })
    }

    fn summary(
        &self,
        outcomes: &[Outcome],
        official: &[f64],
        polls: u64,
        seed: u64,
    ) -> PlanEvaluation {
        let n = polls as f64;
        let mean = |figure: &dyn Fn(&Outcome) -> f64| sum(outcomes.iter().map(figure)) / n;
        let choices = official.iter().enumerate().map(|(choice, official)| {
            let bias = mean(&|outcome| outcome.values[choice] - official);
            let squared = mean(&|outcome| (outcome.values[choice] - official).powi(2));
            let spread = mean(&|outcome| (outcome.values[choice] - official - bias).powi(2));
            ChoiceEvaluation {
                official: *official,
                bias,
                root_mean_squared_error: squared.sqrt(),
                standard_deviation: (spread * n / (n - 1.0)).sqrt(),
                standard_error: mean(&|outcome| outcome.errors[choice]),
                coverage: mean(&|outcome| f64::from(outcome.covered[choice])),
            }
        });
        let (stations, asked) = (
            mean(&|outcome| outcome.stations),
            mean(&|outcome| outcome.asked),
        );
        PlanEvaluation {
            polls,
            seed,
            stations,
            interviews: mean(&|outcome| outcome.interviews),
            cost: self.cost.station * stations + self.cost.voter * asked,
            choices: choices.collect(),
        }
    }
}

/// A poll of so few answers that it has no interval.
fn too_few(index: u64, what: &str) -> Error {
    let reason =
        format!("in simulated poll {index} {what}: draw more stations, or ask more voters at each");
    Error::undefined("the coverage of intervals", reason)
}

/// Shares of all ballots.
fn official(count: &StationTable) -> Result<Vec<f64>> {
    let mut votes = vec![0_u64; count.choices().len()];
    let mut total = 0;
    for station in 0..count.len() {
        for (sum, votes) in votes
            .iter_mut()
            .zip(count.votes(station).unwrap_or_default())
        {
            *sum += u64::from(*votes);
        }
        total += count.total(station).map_or(0, u64::from);
    }
    if total == 0 {
        return Err(Error::undefined(
            "the official shares",
            "the count has no ballots",
        ));
    }
    Ok(votes
        .iter()
        .map(|votes| *votes as f64 / total as f64)
        .collect())
}
