//! The rows of a file of stations: where their figures stand, and how a row becomes a station.

use super::columns::{BlankVotes, Choice, StationColumns};
use super::{Heading, cell, field};
use crate::error::{Error, Result};
use crate::station::{Interviews, Station, StationTableBuilder};

/// A column and where it stands.
struct Column {
    heading: String,
    at: usize,
}

/// The columns of a file.
pub(super) struct Places {
    blank: BlankVotes,
    votes: Vec<Column>,
    answers: Vec<Column>,
    previous: Vec<Column>,
    name: Option<Column>,
    stratum: Option<Column>,
    region: Option<Column>,
    post_stratum: Option<Column>,
    weight: Option<Column>,
    total: Option<Column>,
    registered: Option<Column>,
    previous_total: Option<Column>,
    other_answers: Option<Column>,
    refused: Option<Column>,
    missed: Option<Column>,
    covariates: Vec<Column>,
}

impl Places {
    /// # Errors
    /// A column that is not in the heading, or figures of some choices only.
    pub(super) fn of(columns: &StationColumns, heading: &Heading) -> Result<Places> {
        let find = |column: &String| {
            let at = heading.find(column)?;
            Ok(Column {
                heading: column.clone(),
                at,
            })
        };
        let one = |column: &Option<String>| column.as_ref().map(find).transpose();
        let all = |column: fn(&Choice) -> &Option<String>, what: &str| -> Result<Vec<Column>> {
            let given: Vec<&String> = columns
                .choices
                .iter()
                .filter_map(|choice| column(choice).as_ref())
                .collect();
            if !given.is_empty() && given.len() < columns.choices.len() {
                let help = format!(
                    "give the column of every choice or of none; {} have one",
                    given.len()
                );
                return Err(Error::missing(what, help));
            }
            given.into_iter().map(find).collect()
        };
        Ok(Places {
            blank: columns.blank,
            votes: all(|choice| &choice.votes, "choice")?,
            answers: all(|choice| &choice.answers, "answers")?,
            previous: all(|choice| &choice.previous, "previous_votes")?,
            name: one(&columns.name)?,
            stratum: one(&columns.stratum)?,
            region: one(&columns.region)?,
            post_stratum: one(&columns.post_stratum)?,
            weight: one(&columns.weight)?,
            total: one(&columns.total)?,
            registered: one(&columns.registered)?,
            previous_total: one(&columns.previous_total)?,
            other_answers: one(&columns.other_answers)?,
            refused: one(&columns.refused)?,
            missed: one(&columns.missed)?,
            covariates: columns.covariates.iter().map(find).collect::<Result<_>>()?,
        })
    }
}

/// Reads rows into figures that are used again for the next.
pub(super) struct RowReader<'a> {
    places: &'a Places,
    votes: Vec<u32>,
    answers: Vec<u32>,
    previous: Vec<u32>,
    covariates: Vec<f64>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(places: &'a Places) -> RowReader<'a> {
        RowReader {
            places,
            votes: Vec::with_capacity(places.votes.len()),
            answers: Vec::with_capacity(places.answers.len()),
            previous: Vec::with_capacity(places.previous.len()),
            covariates: Vec::with_capacity(places.covariates.len()),
        }
    }

    pub(super) fn push(
        &mut self,
        record: &::csv::ByteRecord,
        builder: &mut StationTableBuilder,
    ) -> Result<()> {
        let places = self.places;
        let label = |place: &Option<Column>| {
            place.as_ref().map_or(Ok(""), |place| {
                cell::text(&place.heading, field(record, place.at))
            })
        };
        let number = |place: &Option<Column>| {
            place.as_ref().map_or(Ok(None), |place| {
                cell::whole(&place.heading, field(record, place.at))
            })
        };
        let blank = numbers(record, &places.votes, &mut self.votes)?;
        let counted = match (blank, places.blank) {
            (Some(column), BlankVotes::Fail) => {
                return Err(Error::missing(
                    column,
                    "fill in the cell, or say what an empty one means",
                ));
            }
            (Some(_), BlankVotes::NoCount) => false,
            _ => !places.votes.is_empty(),
        };
        let total = number(&places.total)?;
        if let (true, Some(place), None) = (counted, &places.total, total) {
            return Err(Error::missing(place.heading.as_str(), "fill in the cell"));
        }
        // An empty cell of answers: nobody named the choice.
        numbers(record, &places.answers, &mut self.answers)?;
        let has_previous = numbers(record, &places.previous, &mut self.previous)?.is_none()
            && !places.previous.is_empty();
        self.covariates.clear();
        for place in &places.covariates {
            self.covariates
                .push(cell::decimal(&place.heading, field(record, place.at))?);
        }
        let weight = places.weight.as_ref();
        let weight = weight
            .map(|place| cell::decimal(&place.heading, field(record, place.at)))
            .transpose()?;
        let mut station = Station {
            name: label(&places.name)?,
            stratum: label(&places.stratum)?,
            region: label(&places.region)?,
            post_stratum: label(&places.post_stratum)?,
            weight,
            votes: counted.then_some(&self.votes),
            total: total.filter(|_| counted),
            registered: number(&places.registered)?,
            previous_votes: has_previous.then_some(&self.previous),
            previous_total: number(&places.previous_total)?.filter(|_| has_previous),
            covariates: &self.covariates,
            interviews: &[],
        };
        if places.answers.is_empty() {
            return builder.push(&station);
        }
        let interviews = [Interviews {
            answers: &self.answers,
            other_answers: number(&places.other_answers)?.unwrap_or(0),
            refused: number(&places.refused)?,
            missed: number(&places.missed)?,
            ..Interviews::default()
        }];
        station.interviews = &interviews;
        builder.push(&station)
    }
}

/// The numbers of several columns, 0 for an empty cell; returns the last column with one.
fn numbers<'a>(
    record: &::csv::ByteRecord,
    places: &'a [Column],
    list: &mut Vec<u32>,
) -> Result<Option<&'a str>> {
    list.clear();
    let mut blank = None;
    for place in places {
        let number = cell::whole(&place.heading, field(record, place.at))?;
        if number.is_none() {
            blank = Some(place.heading.as_str());
        }
        list.push(number.unwrap_or(0));
    }
    Ok(blank)
}
