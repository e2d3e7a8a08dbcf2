//! What cannot be so in a table of stations.

use super::{Interviews, Station, UNKNOWN};
use crate::error::{Error, Result};

/// Only their ratios matter; sums of squares of such weights stay exact enough to divide by.
const WEIGHTS: std::ops::RangeInclusive<f64> = 1e-15..=1e15;

/// A station of a table with `k` choices and these covariates.
pub(super) fn station(station: &Station<'_>, k: usize, covariates: &[String]) -> Result<()> {
    let Station {
        votes,
        total,
        previous_votes,
        previous_total,
        ..
    } = *station;
    count(&["votes", "total"], votes, total, k)?;
    let fields = &["previous_votes", "previous_total"];
    count(fields, previous_votes, previous_total, k)?;
    let found = station.covariates.len();
    list("covariates", found, covariates.len(), "covariates")?;
    if let Some(place) = station.covariates.iter().position(|x| x.is_infinite()) {
        let field = format!("covariates.{}", covariates[place]);
        let help = "give a finite number, or NaN where it is not known";
        return Err(Error::out_of_range(field, station.covariates[place], help));
    }
    weight("weight", station.weight)?;
    for group in station.interviews {
        weight("interviews.weight", group.weight)?;
    }
    station
        .interviews
        .iter()
        .try_for_each(|group| interviews(group, k))
}

#[inline]
fn weight(field: &str, weight: Option<f64>) -> Result<()> {
    match weight {
        Some(weight) if !WEIGHTS.contains(&weight) => {
            let help = "give a number from 1e-15 to 1e15, to every station or to none";
            Err(Error::out_of_range(field, weight, help))
        }
        _ => Ok(()),
    }
}

#[inline]
fn list(field: &str, found: usize, needed: usize, of: &str) -> Result<()> {
    if found == needed {
        return Ok(());
    }
    let help = format!("give one for each of the {needed} {of}");
    Err(Error::out_of_range(field, format!("{found} figures"), help))
}

/// The votes of an election and all its ballots.
#[inline]
fn count(
    &[field, total_field]: &[&str; 2],
    votes: Option<&[u32]>,
    total: Option<u32>,
    k: usize,
) -> Result<()> {
    let Some(votes) = votes else {
        return match total {
            None => Ok(()),
            Some(_) => Err(Error::missing(
                field,
                "give the votes of each choice, or no total",
            )),
        };
    };
    list(field, votes.len(), k, "choices")?;
    let sum: u64 = votes.iter().map(|v| u64::from(*v)).sum();
    match total {
        Some(total) if sum > u64::from(total) => {
            return Err(Error::inconsistent(
                field,
                sum.to_string(),
                format!("`{total_field}` {total}"),
                "no part is larger than the whole",
            ));
        }
        None if sum >= u64::from(UNKNOWN) => {
            let help = format!(
                "that is the sum over the choices, and no station has more than {} ballots: check each figure",
                UNKNOWN - 1
            );
            return Err(Error::out_of_range(field, sum, help));
        }
        _ => {}
    }
    if total == Some(UNKNOWN) {
        let help = format!("give at most {}", UNKNOWN - 1);
        return Err(Error::out_of_range(total_field, UNKNOWN, help));
    }
    Ok(())
}

fn interviews(group: &Interviews<'_>, k: usize) -> Result<()> {
    if group.answers.len() != k {
        let help = format!("give one for each of the {k} choices");
        let found = format!("{} figures", group.answers.len());
        return Err(Error::out_of_range("interviews.answers", found, help));
    }
    let answered =
        group.answers.iter().map(|x| u64::from(*x)).sum::<u64>() + u64::from(group.other_answers);
    let others = [group.refused, group.missed]
        .into_iter()
        .flatten()
        .map(u64::from);
    let asked = answered + others.sum::<u64>();
    if asked < u64::from(UNKNOWN) {
        return Ok(());
    }
    let help = format!(
        "that is the sum of answers, refusals and misses, and at no station are more than {} voters asked: check each figure",
        UNKNOWN - 1
    );
    Err(Error::out_of_range("interviews", asked, help))
}

pub(super) fn no_repetition(field: &str, names: &[String]) -> Result<()> {
    let repeated = names
        .iter()
        .enumerate()
        .find(|(place, name)| names[..*place].contains(name));
    repeated.map_or(Ok(()), |(_, name)| {
        Err(Error::duplicate(
            field,
            name.clone(),
            "give each a name of its own",
        ))
    })
}

pub(super) fn sizes(
    field: &str,
    names: &[String],
    all: &[Option<u64>],
    here: &[usize],
    lines: &[Option<u64>],
) -> Result<()> {
    for (place, ((name, all), here)) in names.iter().zip(all).zip(here).enumerate() {
        if all.is_some_and(|all| all == 0 || all < *here as u64) {
            let error = Error::inconsistent(
                format!("{field}.{name}"),
                stations(all.unwrap_or(0)),
                format!("{} in the table", stations(*here as u64)),
                "give the number of all its stations, in the sample or not",
            );
            return Err(match lines.get(place) {
                #[cfg(feature = "io")]
                Some(Some(line)) => error.at(crate::error::Place::Line(*line)),
                _ => error,
            });
        }
    }
    Ok(())
}

fn stations(number: u64) -> String {
    match number {
        1 => "1 station".to_owned(),
        more => format!("{more} stations"),
    }
}
