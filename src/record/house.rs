//! House effects: what a pollster adds to each of its polls.

use serde::Serialize;

use super::contest_means::{ContestMean, Moment, Reference, contest_means};
use super::estimate::Estimate;
use super::rating::RatingRule;
use super::tally::Tally;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::Confidence;
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, Pool, pool};

/// House effects on the lead of the first side over the second, partially pooled.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct HouseEffects {
    /// Against what they are measured.
    pub reference: Reference,
    /// The pollsters' own means, pooled: μ, what they have in common, and τ², how far pollsters differ.
    pub pool: Pool,
    /// Those with enough polls, by name.
    pub pollsters: Vec<HouseEffect>,
    /// Those without: too few oriented polls or contests for the rule.
    pub unrated: Vec<String>,
}

/// The house effect of one pollster; positive where it overstates the first side.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct HouseEffect {
    /// Its name.
    pub pollster: String,
    /// How many polls count.
    pub polls: u64,
    /// In how many contests.
    pub contests: u64,
    /// Its own mean, y, with the standard error s clustered by contest.
    pub own: Estimate,
    /// The weight of its own mean against that of all, λ = τ²/(τ² + s²).
    pub weight: f64,
    /// λy + (1 − λ)μ, with standard error √(λs² + (1 − λ)² Var μ).
    pub pooled: Estimate,
    /// pooled ± z_c standard errors.
    pub interval: Interval,
}

/// The house effects of all pollsters with enough oriented polls.
///
/// Each pollster's own mean y is drawn towards the mean μ of all, the more so the less it has polled:
/// the best linear unbiased prediction of a random-effects model whose sampling variances are the
/// squared standard errors clustered by contest (Robinson 1991, *Statistical Science* 6; `blup` of
/// `metafor`). τ² and its estimators are those of [`pool`](crate::pooling::pool), its interval a Wald
/// interval.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::pooling::HeterogeneityEstimator;
/// use exitpoll::record::{ContestRow, RatingRule, Reference, Tally, house_effects, measure_rows};
///
/// let mut rows = Vec::new();
/// // Deviations of the lead: 4 ± 2 points and −4 ± 2 points in two contests.
/// for (pollster, contest, lead) in [
///     ("One", "a", 0.06), ("One", "b", 0.02), ("Two", "a", -0.02), ("Two", "b", -0.06),
/// ] {
///     for (choice, sign) in [("A", 0.5), ("B", -0.5)] {
///         rows.push(ContestRow {
///             pollster: pollster.into(), contest: contest.into(), kind: None, date: None, name: None,
///             size: None, choice: choice.into(), bloc: Some(choice.into()),
///             poll: 0.5 + sign * lead, result: Some(0.5),
///         });
///     }
/// }
/// let tally = Tally::of(&measure_rows(&rows, Some(["A", "B"]))?)?;
/// let effects = house_effects(
///     &tally,
///     Reference::Result,
///     RatingRule { polls: 2, contests: 2 },
///     HeterogeneityEstimator::DerSimonianLaird,
///     Confidence::P95,
/// )?;
/// // Own means of ±4 with standard error 2: τ² = 32 − 4 = 28 points squared, λ = 28/32.
/// let one = &effects.pollsters[0];
/// assert!((one.own.value - 0.04).abs() < 1e-15 && (one.own.standard_error.unwrap() - 0.02).abs() < 1e-15);
/// assert!((one.weight - 0.875).abs() < 1e-12);
/// assert!((one.pooled.value - 0.035).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// Undefined: a rated pollster without a standard error, from one contest or with the same mean in all
/// of them. Missing: no pollster is rated. As [`pool`](crate::pooling::pool).
pub fn house_effects(
    tally: &Tally,
    reference: Reference,
    rule: RatingRule,
    estimator: HeterogeneityEstimator,
    confidence: Confidence,
) -> Result<HouseEffects> {
    let (means, unrated) = contest_means(tally, reference, Moment::Signed, rule);
    if means.is_empty() {
        let help = "no pollster has polled enough to be rated; lower the rule, or name the sides of the polls";
        return Err(Error::missing("pollsters", help));
    }
    let own: Vec<f64> = means.iter().map(|one| one.mean.value).collect();
    let variances = means.iter().map(variance).collect::<Result<Vec<f64>>>()?;
    let pool = pool(
        &own,
        &variances,
        estimator,
        IntervalMethod::Wald,
        confidence,
    )?;
    let pollsters = means.iter().zip(&variances).map(|(one, &variance)| {
        let weight = pool.tau2 / (pool.tau2 + variance);
        let rest = 1.0 - weight;
        let common = rest * pool.standard_error;
        let pooled = Estimate {
            value: weight * one.mean.value + rest * pool.pooled,
            standard_error: Some((weight * variance + common * common).sqrt()),
        };
        HouseEffect {
            pollster: one.pollster.to_owned(),
            polls: one.polls,
            contests: one.contests,
            own: one.mean,
            weight,
            pooled,
            interval: pooled
                .interval(confidence)
                .expect("it has a standard error"),
        }
    });
    Ok(HouseEffects {
        reference,
        pollsters: pollsters.collect(),
        pool,
        unrated,
    })
}

fn variance(one: &ContestMean<'_>) -> Result<f64> {
    match one.mean.standard_error {
        Some(error) if error > 0.0 => Ok(error * error),
        _ => Err(Error::undefined(
            "the house effect",
            format!(
                "the polls of {} in {} contest(s) do not show how far its mean could be off; rate pollsters \
                 from more contests on",
                one.pollster, one.contests
            ),
        )),
    }
}
