//! Whether the interviews of one station can be a draw from its own ballots.

mod enumerated;
mod large_sample;
mod sampled;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::hypothesis::{ExactMethod, ExactMultinomial, ExactTest, exact_tails};
use crate::numeric::double_double::DoubleDouble;
use crate::numeric::{binomial_cdf, binomial_probability, binomial_upper_tail};
use large_sample::large_sample;

/// How interviews are taken to come from the ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DrawModel {
    /// Without replacement, as voters are interviewed.
    #[default]
    Hypergeometric,
    /// With replacement: where the official figures give the shares of a station but not its ballots.
    Multinomial,
}

/// The test of one station.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct StationTest {
    /// The model.
    pub model: DrawModel,
    /// The probability of exactly these interviews; 0 where they contradict the count (more interviews for a
    /// choice than ballots).
    pub probability: f64,
    /// The probability of all interviews that are no more probable than these (Freeman & Halton 1951).
    pub p_value: f64,
    /// How the p-value was computed.
    pub method: StationTestMethod,
    /// Each choice against all others.
    pub choices: Vec<ChoiceTest>,
}

/// How the p-value of all choices was computed; those of single choices are always exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StationTestMethod {
    /// From every table.
    Exact,
    /// The probability of these interviews times the number of tables, which the exact p-value cannot exceed: where that
    /// is below what random tables could show.
    Bound,
    /// From random tables under a fixed seed, drawn until 200 were no more probable than the interviews or 100,000 were
    /// drawn: 200 over the number drawn, or one more than those found over one more than those drawn. Such a p-value is at
    /// most α with a probability of at most α (Besag & Clifford 1991).
    MonteCarlo,
    /// Pearson's X² as χ², times (N − 1)/(N − n) without replacement; choices with fewer than five expected interviews are
    /// thrown together.
    LargeSample,
}

impl StationTestMethod {
    /// Every method.
    pub const ALL: [StationTestMethod; 4] = [
        StationTestMethod::Exact,
        StationTestMethod::Bound,
        StationTestMethod::MonteCarlo,
        StationTestMethod::LargeSample,
    ];
}

/// One choice of a station against all others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ChoiceTest {
    /// P(X ≥ interviews).
    pub upper: f64,
    /// P(X ≤ interviews).
    pub lower: f64,
    /// The probability of all numbers that are no more probable.
    pub two_sided: f64,
}

/// Tables are looked at one by one up to this many.
const MOST_TABLES: f64 = 2e6;

/// Random tables are drawn up to this many interviews, ballot by ballot.
const MOST_DRAWN: u64 = 20_000;

/// The test of `interviews` against the `official` votes of the same station, both by choice: they must be
/// complete, with one more choice for whatever is left.
///
/// Up to two million tables the p-value is exact, and equal probabilities are told from near ones at 30 digits. Where
/// there are more it is one of random tables, always the same for the same figures, or a bound where no such number of
/// random tables could show how small it is; beyond 20,000 interviews (or ballots of others, if those are fewer) it is
/// that of Pearson's X², with the correction for a finite population. [`StationTest::method`] says which.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for lists of different lengths, no interviews, no votes, or more than 2^53 votes.
///
/// ```
/// use exitpoll::station::{DrawModel, station_test};
///
/// // 55 of 80 interviews for a choice with 420 of 800 ballots.
/// let test = station_test(DrawModel::Hypergeometric, &[420, 380], &[55, 25])?;
/// assert!((test.p_value - 0.00212324).abs() < 1e-8);
/// assert!((test.choices[0].upper - 0.00142777).abs() < 1e-8);
/// // More interviews for a choice than it has ballots: not unlikely but impossible.
/// let test = station_test(DrawModel::Hypergeometric, &[5, 95], &[7, 3])?;
/// assert_eq!((test.probability, test.p_value), (0.0, 0.0));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn station_test(model: DrawModel, official: &[u64], interviews: &[u64]) -> Result<StationTest> {
    if official.len() != interviews.len() {
        let found = format!("{} figures", interviews.len());
        let help = format!("give one for each of the {} choices", official.len());
        return Err(Error::out_of_range("interviews", found, help));
    }
    let all = official
        .iter()
        .map(|votes| u128::from(*votes))
        .sum::<u128>();
    if all == 0 || all > 1 << 53 {
        return Err(Error::out_of_range(
            "official",
            all,
            "give from 1 to 2^53 ballots",
        ));
    }
    let drawn = interviews
        .iter()
        .map(|count| u128::from(*count))
        .sum::<u128>();
    if drawn == 0 || drawn > all.max(1 << 32) {
        return Err(Error::out_of_range(
            "interviews",
            drawn,
            "give at least one, and no more than voters",
        ));
    }
    let (all, drawn) = (all as u64, drawn as u64);
    let choices = official
        .iter()
        .zip(interviews)
        .map(|(marked, observed)| match model {
            DrawModel::Hypergeometric => {
                Ok(choice_without_replacement(all, *marked, drawn, *observed))
            }
            DrawModel::Multinomial => choice_with_replacement(all, *marked, drawn, *observed),
        })
        .collect::<Result<_>>()?;
    let impossible = official
        .iter()
        .zip(interviews)
        .any(|(votes, count)| match model {
            DrawModel::Hypergeometric => count > votes,
            DrawModel::Multinomial => *count > 0 && *votes == 0,
        });
    let (probability, p_value, method) = match model {
        _ if impossible => (0.0, 0.0, StationTestMethod::Exact),
        DrawModel::Hypergeometric => without_replacement(official, interviews, all, drawn)?,
        DrawModel::Multinomial => with_replacement(official, interviews, all, drawn)?,
    };
    Ok(StationTest {
        model,
        probability,
        p_value,
        method,
        choices,
    })
}

fn choice_without_replacement(all: u64, marked: u64, drawn: u64, observed: u64) -> ChoiceTest {
    // A number outside what a draw can give is below or above everything.
    if observed > drawn.min(marked) {
        return ChoiceTest {
            upper: 0.0,
            lower: 1.0,
            two_sided: 0.0,
        };
    }
    if observed < drawn.saturating_sub(all - marked) {
        return ChoiceTest {
            upper: 1.0,
            lower: 0.0,
            two_sided: 0.0,
        };
    }
    let tails = exact_tails(all, marked, drawn, observed);
    ChoiceTest {
        upper: tails.upper.value().min(1.0),
        lower: tails.lower.value().min(1.0),
        two_sided: tails.two_sided.value().min(1.0),
    }
}

fn choice_with_replacement(all: u64, marked: u64, drawn: u64, observed: u64) -> Result<ChoiceTest> {
    let share = marked as f64 / all as f64;
    let (observed, drawn) = (observed as f64, drawn as f64);
    let two_sided = if marked == 0 || marked == all {
        f64::from(observed == drawn * share)
    } else {
        multinomial()
            .test(
                &[observed, drawn - observed],
                &[share, (all - marked) as f64 / all as f64],
            )?
            .p_value
    };
    Ok(ChoiceTest {
        upper: binomial_upper_tail(observed, drawn, share)?,
        lower: binomial_cdf(observed, drawn, share)?,
        two_sided,
    })
}

/// Shares of whole numbers are not exact in binary, so ties are those within 1e-9 of the logarithm.
fn multinomial() -> ExactMultinomial {
    ExactMultinomial::new(ExactTest::Probability)
        .ties_within(1e-9)
        .method(ExactMethod::Enumeration)
}

fn with_replacement(
    official: &[u64],
    interviews: &[u64],
    all: u64,
    drawn: u64,
) -> Result<(f64, f64, StationTestMethod)> {
    // P(x) choice by choice, each a binomial among those that are left.
    let (mut probability, mut votes, mut left) = (1.0, all, drawn);
    for (marked, count) in official.iter().zip(interviews) {
        if votes > 0 {
            probability *=
                binomial_probability(*count as f64, left as f64, *marked as f64 / votes as f64)?;
        }
        votes -= marked;
        left -= count;
    }
    if official.iter().filter(|votes| **votes > 0).count() < 2 {
        return Ok((probability, 1.0, StationTestMethod::Exact));
    }
    let counts: Vec<f64> = interviews.iter().map(|count| *count as f64).collect();
    let shares: Vec<f64> = official
        .iter()
        .map(|votes| *votes as f64 / all as f64)
        .collect();
    match multinomial().test(&counts, &shares) {
        Ok(fit) => Ok((probability, fit.p_value, StationTestMethod::Exact)),
        Err(error) if error.kind() != ErrorKind::Undefined => Err(error),
        Err(_) if drawn > MOST_DRAWN => {
            let p_value = large_sample(official, interviews, all, drawn, 1.0)?;
            Ok((probability, p_value, StationTestMethod::LargeSample))
        }
        Err(_) => {
            let bound =
                probability * tables(drawn, shares.iter().filter(|share| **share > 0.0).count());
            if bound < sampled::LEAST {
                return Ok((probability, bound, StationTestMethod::Bound));
            }
            let fit = multinomial()
                .method(ExactMethod::MonteCarlo)
                .test(&counts, &shares)?;
            Ok((probability, fit.p_value, StationTestMethod::MonteCarlo))
        }
    }
}

/// How many tables `drawn` interviews can give over `choices`: C(n + k − 1, k − 1).
fn tables(drawn: u64, choices: usize) -> f64 {
    (1..choices).fold(1.0, |tables, place| {
        tables * (drawn as f64 + place as f64) / place as f64
    })
}

fn without_replacement(
    official: &[u64],
    interviews: &[u64],
    all: u64,
    drawn: u64,
) -> Result<(f64, f64, StationTestMethod)> {
    // P(x) choice by choice, each hypergeometric among the ballots that are left.
    let (mut probability, mut ballots, mut left) = (DoubleDouble::from(1.0), all, drawn);
    for (marked, count) in official.iter().zip(interviews) {
        if ballots > *marked {
            probability = probability * exact_tails(ballots, *marked, left, *count).probability;
        }
        ballots -= marked;
        left -= count;
    }
    let probability = probability.value();
    // Everybody was asked, and the interviews are not impossible: they are the votes.
    if drawn == all {
        return Ok((probability, 1.0, StationTestMethod::Exact));
    }
    // Small choices first: fewer ways to begin.
    let mut order: Vec<usize> = (0..official.len())
        .filter(|place| official[*place] > 0)
        .collect();
    order.sort_by_key(|place| official[*place]);
    let ways = order
        .iter()
        .rev()
        .skip(1)
        .map(|place| (official[*place].min(drawn) + 1) as f64)
        .product::<f64>();
    if ways <= MOST_TABLES {
        let p_value = enumerated::p_value(official, interviews, all, drawn, &order);
        return Ok((probability, p_value, StationTestMethod::Exact));
    }
    if drawn.min(all - drawn) > MOST_DRAWN {
        let correction = (all - 1) as f64 / (all - drawn) as f64;
        let p_value = large_sample(official, interviews, all, drawn, correction)?;
        return Ok((probability, p_value, StationTestMethod::LargeSample));
    }
    let bound = probability * ways.min(tables(drawn, order.len()));
    if bound < sampled::LEAST {
        return Ok((probability, bound, StationTestMethod::Bound));
    }
    let p_value = sampled::p_value(official, interviews, all, drawn, &order);
    Ok((probability, p_value, StationTestMethod::MonteCarlo))
}
