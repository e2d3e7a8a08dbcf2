//! Voters who refused or were missed, and what they can have meant.

use serde::Serialize;

use super::estimate::Figures;
use super::table::{ClassInterviews, StationTable};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// What became of the voters who were to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approached {
    /// Complete interviews, I.
    pub complete: u64,
    /// Partial interviews, P.
    pub partial: u64,
    /// Refusals, R.
    pub refused: u64,
    /// Eligible voters who were missed or could not be asked, NC + O.
    pub missed: u64,
    /// People of whom nobody knows whether they had voted, U.
    pub unknown: u64,
}

impl Approached {
    /// The response rates RR1 to RR6 of the American Association for Public Opinion Research (*Standard
    /// Definitions*, 2023), as proportions: RR1 = I/(I + P + R + NC + O + U), RR3 with e U in place of U, RR5
    /// without U; RR2, RR4 and RR6 the same with I + P above. `eligible` is e. At the door of a polling
    /// station everyone has voted: U is 0 and RR1, RR3 and RR5 are one.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 ≤ `eligible` ≤ 1; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nobody was approached.
    ///
    /// ```
    /// use exitpoll::station::Approached;
    ///
    /// let approached = Approached { complete: 60, refused: 30, missed: 10, ..Approached::default() };
    /// assert_eq!(approached.response_rates(1.0)?, [0.6; 6]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn response_rates(&self, eligible: f64) -> Result<[f64; 6]> {
        if !(0.0..=1.0).contains(&eligible) {
            return Err(Error::out_of_range(
                "eligible",
                eligible,
                "give a proportion from 0 to 1",
            ));
        }
        let complete = self.complete as f64;
        let with_partial = complete + self.partial as f64;
        let known = with_partial + self.refused as f64 + self.missed as f64;
        if known == 0.0 {
            return Err(Error::undefined(
                "the response rate",
                "no voter was approached",
            ));
        }
        let unknown = self.unknown as f64;
        let bases = [known + unknown, known + eligible * unknown, known];
        Ok([
            complete / bases[0],
            with_partial / bases[0],
            complete / bases[1],
            with_partial / bases[1],
            complete / bases[2],
            with_partial / bases[2],
        ])
    }

    /// Refusals among those who were asked, R/(I + P + R): `None` if nobody was.
    #[must_use]
    pub fn refusal_share(&self) -> Option<f64> {
        let asked = self.complete + self.partial + self.refused;
        (asked > 0).then(|| self.refused as f64 / asked as f64)
    }
}

/// Answers, refusals and misses of one class of voters: counts of a poll of voters, or weighted sums where stations were
/// drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ClassCounts {
    /// The class, such as men in their twenties.
    pub class: String,
    /// Answers for each choice.
    pub answers: Vec<f64>,
    /// All answers, also those that name none of the choices.
    pub answered: f64,
    /// Voters who refused.
    pub refused: f64,
    /// Voters who were missed.
    pub missed: f64,
}

/// Shares before and after each class's answers carry its refusals and misses.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ClassWeighted {
    /// Shares of all answers.
    pub unweighted: Vec<f64>,
    /// Shares with the answers of a class times (answered + refused + missed)/answered.
    pub weighted: Vec<f64>,
}

impl ClassCounts {
    /// The classes of a table, over all its stations, each with its weight: N_h/n_h unless weights were given to stations
    /// or interviews. Refusals, and misses, that no station noted count as none.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing), with the station, where some stations noted refusals (or misses)
    /// and one did not: what it left blank is not known, and not none; and without the weights of several strata.
    ///
    /// ```
    /// use exitpoll::station::{ClassCounts, Interviews, Station, StationTable, weighting_classes};
    ///
    /// // One station of ten and one of a thousand.
    /// let mut table = StationTable::builder(["Yes", "No"]).stratum("city", 10).stratum("land", 1000);
    /// for (stratum, answers) in [("city", [80, 20]), ("land", [28, 72])] {
    ///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
    ///     table.push(&Station { stratum, interviews: &interviews, ..Station::default() })?;
    /// }
    /// let shares = weighting_classes(&ClassCounts::of_table(&table.build()?)?)?;
    /// assert!((shares.weighted[0] - (10.0 * 0.8 + 1000.0 * 0.28) / 1010.0).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of_table(table: &StationTable) -> Result<Vec<ClassCounts>> {
        noted_everywhere(table, "refused", |group| group.refused)?;
        noted_everywhere(table, "missed", |group| group.missed)?;
        let weights = Figures::weights(table)?;
        let k = table.choices().len();
        let mut classes: Vec<ClassCounts> = table
            .classes()
            .iter()
            .map(|class| ClassCounts {
                class: class.clone(),
                answers: vec![0.0; k],
                answered: 0.0,
                refused: 0.0,
                missed: 0.0,
            })
            .collect();
        for (station, weight) in weights.iter().enumerate() {
            for group in table.interviews(station) {
                let class = &mut classes[group.class];
                let weight = group.weight.unwrap_or(*weight);
                let of = |count: u32| weight * f64::from(count);
                for (sum, count) in class.answers.iter_mut().zip(group.answers) {
                    *sum += of(*count);
                }
                class.answered += of(group.answered);
                class.refused += of(group.refused.unwrap_or(0));
                class.missed += of(group.missed.unwrap_or(0));
            }
        }
        Ok(classes)
    }

    fn approached(&self) -> f64 {
        self.answered + self.refused + self.missed
    }
}

/// Up to which parts of a sum are rounding.
const ROUNDING: f64 = 1e-12;

/// That a figure was noted for everyone asked, or for nobody.
fn noted_everywhere(
    table: &StationTable,
    field: &str,
    figure: fn(&ClassInterviews<'_>) -> Option<u32>,
) -> Result<()> {
    let groups = |station| table.interviews(station);
    let stations = || 0..table.len();
    if !stations().any(|station| groups(station).any(|group| figure(&group).is_some())) {
        return Ok(());
    }
    let blank = stations().find(|station| groups(*station).any(|group| figure(&group).is_none()));
    blank.map_or(Ok(()), |station| {
        let help = "give it for every class of voters at every station, 0 where there were none, or for none";
        Err(table.at_station(Error::missing(field, help), station))
    })
}

/// Shares by weighting classes: who refused is taken to have voted as the others of the class (Little & Rubin 2020,
/// *Statistical Analysis with Missing Data*, 3.3). It cannot help where refusing depends on the vote itself.
///
/// # Errors
/// [`ErrorKind::Missing`](crate::ErrorKind::Missing) without classes; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for classes with different numbers of choices, a
/// class of more named than answered, or figures that are negative or not finite; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a class has refusals but no answers.
///
/// ```
/// use exitpoll::station::{ClassCounts, weighting_classes};
///
/// // Two classes of 100 answers, one of which stands for 200 voters: (50 + 2·20)/300.
/// let class = |class: &str, answers: [f64; 2], refused| ClassCounts {
///     class: class.into(), answers: answers.to_vec(), answered: 100.0, refused, missed: 0.0,
/// };
/// let shares = weighting_classes(&[class("men", [50.0, 50.0], 0.0), class("women", [20.0, 80.0], 100.0)])?;
/// assert!((shares.unweighted[0] - 0.35).abs() < 1e-15 && (shares.weighted[0] - 0.3).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn weighting_classes(classes: &[ClassCounts]) -> Result<ClassWeighted> {
    let Some(first) = classes.first() else {
        return Err(Error::missing(
            "classes",
            "give at least one class of voters",
        ));
    };
    let k = first.answers.len();
    let (mut unweighted, mut weighted) = (vec![0.0; k], vec![0.0; k]);
    let (mut answered, mut approached) = (0.0, 0.0);
    for class in classes {
        let named: f64 = class.answers.iter().sum();
        let all = [named, class.answered, class.refused, class.missed];
        let possible = (all.iter().chain(&class.answers)).all(|sum| *sum >= 0.0 && sum.is_finite());
        // Weighted sums of the same answers may differ by rounding.
        let fits = named <= class.answered * (1.0 + ROUNDING);
        if class.answers.len() != k || !possible || !fits {
            let field = format!("classes.{}", class.class);
            let found = format!(
                "{} choices, {named} of {} answers",
                class.answers.len(),
                class.answered
            );
            return Err(Error::out_of_range(
                field,
                found,
                format!("give {k} choices, and all answers, none of them below zero"),
            ));
        }
        if class.answered == 0.0 {
            if class.approached() > 0.0 {
                let reason = format!(
                    "class \"{}\" has refusals but no answers; join it with another",
                    class.class
                );
                return Err(Error::undefined("the weight of a class", reason));
            }
            continue;
        }
        let weight = class.approached() / class.answered;
        for ((plain, carried), count) in
            unweighted.iter_mut().zip(&mut weighted).zip(&class.answers)
        {
            *plain += count;
            *carried += weight * count;
        }
        answered += class.answered;
        approached += class.approached();
    }
    if answered == 0.0 {
        return Err(Error::undefined("the shares", "nobody answered"));
    }
    unweighted.iter_mut().for_each(|sum| *sum /= answered);
    weighted.iter_mut().for_each(|sum| *sum /= approached);
    Ok(ClassWeighted {
        unweighted,
        weighted,
    })
}

/// The shares that are possible if those who did not answer voted in any way: none of them for the choice to all
/// of them, x/(m + r) to (x + r)/(m + r) (Manski 1995).
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if nobody was approached; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if more are named than answered.
///
/// ```
/// use exitpoll::station::refusal_bounds;
///
/// let bounds = refusal_bounds(&[60, 20], 80, 20)?;
/// assert!(bounds[0].contains(0.6) && bounds[0].contains(0.8) && !bounds[0].contains(0.59));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn refusal_bounds(answers: &[u64], answered: u64, refused: u64) -> Result<Vec<Bounds>> {
    let Some(approached) = answered.checked_add(refused) else {
        return Err(too_many("refused", refused));
    };
    let all = approached as f64;
    if all == 0.0 {
        return Err(Error::undefined("the bounds", "no voter was approached"));
    }
    let sum = |sum: u64, count: &u64| sum.checked_add(*count);
    let Some(named) = answers.iter().try_fold(0, sum) else {
        return Err(too_many("answers", u64::MAX));
    };
    if named > answered {
        return Err(Error::inconsistent(
            "answers",
            named.to_string(),
            format!("`answered` {answered}"),
            "give all answers, also those that name none of the choices",
        ));
    }
    answers
        .iter()
        .map(|count| Bounds::new(*count as f64 / all, (count + refused) as f64 / all))
        .collect()
}

fn too_many(field: &str, value: u64) -> Error {
    Error::out_of_range(
        field,
        value,
        "give numbers of voters whose sum is below 2^64",
    )
}
