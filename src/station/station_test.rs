//! Whether the interviews of one station can be a draw from its own ballots.

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::hypothesis::{ExactMethod, ExactMultinomial, ExactTest, exact_tails};
use crate::numeric::double_double::DoubleDouble;
use crate::numeric::{
    CompensatedSum, binomial_cdf, binomial_probability, binomial_upper_tail, chi_squared_upper_tail,
};

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
    /// Whether the p-value is a sum over all tables.
    pub method: StationTestMethod,
    /// Each choice against all others.
    pub choices: Vec<ChoiceTest>,
}

/// How the p-value of all choices was computed; those of single choices are always exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StationTestMethod {
    /// From every table.
    Exact,
    /// Pearson's X², times (N − 1)/(N − n) without replacement, as χ² on the choices less one.
    LargeSample,
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

/// The test of `interviews` against the `official` votes of the same station, both by choice: they must be
/// complete, with one more choice for whatever is left.
///
/// Up to two million tables the p-value is exact, and equal probabilities are told from near ones at 30
/// digits. Larger tables, which have many interviews, get the p-value of Pearson's X² with the correction for a
/// finite population.
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
        Err(error) if error.kind() == ErrorKind::Undefined => {
            let p_value = large_sample(official, interviews, all, drawn, 1.0)?;
            Ok((probability, p_value, StationTestMethod::LargeSample))
        }
        Err(error) => Err(error),
    }
}

/// P(χ² ≥ X² · correction) over the choices that have votes.
fn large_sample(
    official: &[u64],
    interviews: &[u64],
    all: u64,
    drawn: u64,
    correction: f64,
) -> Result<f64> {
    let (mut statistic, mut choices) = (0.0, 0);
    for (votes, count) in official
        .iter()
        .zip(interviews)
        .filter(|(votes, _)| **votes > 0)
    {
        let expected = *votes as f64 / all as f64 * drawn as f64;
        statistic += (*count as f64 - expected).powi(2) / expected;
        choices += 1;
    }
    chi_squared_upper_tail(statistic * correction, f64::from(choices - 1))
}

/// C(A, y) q^y of one choice over its value at the mode, q a common factor that brings the product of all to the
/// size of 1.
struct Weights {
    exact: Vec<DoubleDouble>,
    near: Vec<f64>,
}

impl Weights {
    fn new(votes: u64, drawn: u64, all: u64) -> Weights {
        let most = votes.min(drawn);
        // q = n/(N − n + 1): the mode of each choice is then near n A/N.
        let tilt = DoubleDouble::from(drawn as f64)
            .divided_by(DoubleDouble::from((all - drawn + 1) as f64));
        let ratio = |y: u64| {
            let up = DoubleDouble::from((votes - y) as f64) * tilt;
            up.divided_by(DoubleDouble::from((y + 1) as f64))
        };
        let mode = ((u128::from(drawn) * u128::from(votes) / u128::from(all)) as u64).min(most);
        let mut exact = vec![DoubleDouble::ZERO; most as usize + 1];
        exact[mode as usize] = DoubleDouble::from(1.0);
        for y in mode..most {
            exact[y as usize + 1] = exact[y as usize] * ratio(y);
        }
        for y in (0..mode).rev() {
            exact[y as usize] = exact[y as usize + 1].divided_by(ratio(y));
        }
        let near = exact.iter().map(|weight| weight.value()).collect();
        Weights { exact, near }
    }
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
    // Small choices first: fewer ways to begin.
    let mut order: Vec<usize> = (0..official.len())
        .filter(|place| official[*place] > 0)
        .collect();
    order.sort_by_key(|place| official[*place]);
    let ways = order
        .iter()
        .rev()
        .skip(1)
        .map(|place| (official[*place].min(drawn) + 1) as f64);
    if ways.product::<f64>() > MOST_TABLES {
        let correction = (all - 1) as f64 / (all - drawn) as f64;
        // Everybody was asked, and the interviews are not impossible: they are the votes.
        let p_value = if drawn == all {
            1.0
        } else {
            large_sample(official, interviews, all, drawn, correction)?
        };
        return Ok((probability.value(), p_value, StationTestMethod::LargeSample));
    }
    let weights = order
        .iter()
        .map(|place| Weights::new(official[*place], drawn, all))
        .collect();
    let observed: Vec<usize> = order
        .iter()
        .map(|place| interviews[*place] as usize)
        .collect();
    let mut walk = Walk::new(weights, &observed);
    let mut table = vec![0; order.len()];
    walk.step(0, drawn as usize, 1.0, &mut table);
    let p_value = (walk.tail.value() / walk.all.value()).min(1.0);
    Ok((probability.value(), p_value, StationTestMethod::Exact))
}

/// The walk through all tables.
struct Walk {
    weights: Vec<Weights>,
    near: f64,
    exact: DoubleDouble,
    tail: CompensatedSum,
    all: CompensatedSum,
}

impl Walk {
    fn new(weights: Vec<Weights>, observed: &[usize]) -> Walk {
        let mut walk = Walk {
            near: 1.0,
            exact: DoubleDouble::from(1.0),
            tail: CompensatedSum::default(),
            all: CompensatedSum::default(),
            weights,
        };
        walk.exact = walk.exactly(observed);
        walk.near = walk.exact.value();
        walk
    }

    fn exactly(&self, table: &[usize]) -> DoubleDouble {
        let weights = self.weights.iter().zip(table);
        weights.fold(DoubleDouble::from(1.0), |product, (weights, count)| {
            product * weights.exact[*count]
        })
    }

    /// Whether a table with about this weight is no more probable than the observed one.
    fn is_as_improbable(&self, near: f64, table: &[usize]) -> bool {
        if (near - self.near).abs() > 1e-12 * self.near {
            return near < self.near;
        }
        // Rounding of some hundred factors stays far below 1e-24.
        (self.exactly(table) - self.exact).value() <= 1e-24 * self.near
    }

    fn step(&mut self, place: usize, left: usize, weight: f64, table: &mut [usize]) {
        let most = self.weights[place].near.len() - 1;
        if place + 1 == self.weights.len() {
            if left <= most {
                table[place] = left;
                let weight = weight * self.weights[place].near[left];
                self.all.add(weight);
                if self.is_as_improbable(weight, table) {
                    self.tail.add(weight);
                }
            }
            return;
        }
        for count in 0..=most.min(left) {
            table[place] = count;
            let weight = weight * self.weights[place].near[count];
            self.step(place + 1, left - count, weight, table);
        }
    }
}
