//! The rows of a file of stations: where their figures stand, and how a row becomes a station.

use super::columns::{BlankAnswers, BlankVotes, Choice, StationColumns};
use super::records::Records;
use super::totals::{Read, Totals};
use super::{Heading, cell};
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
    blank_answers: BlankAnswers,
    more_answers_than_ballots: bool,
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
            blank_answers: columns.blank_answers,
            more_answers_than_ballots: columns.more_answers_than_ballots,
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

impl Places {
    /// An error of a station in the words of the file: the headings of the columns whose figures it is about.
    #[cold]
    fn in_headings(&self, error: Error) -> Error {
        let joined = |columns: &mut dyn Iterator<Item = &Column>| {
            let headings: Vec<&str> = columns.map(|column| column.heading.as_str()).collect();
            headings.join(" + ")
        };
        let noted = || [&self.other_answers, &self.refused, &self.missed];
        let (field, total) = match error.field() {
            Some("votes") => (joined(&mut self.votes.iter()), &self.total),
            Some("previous_votes") => (joined(&mut self.previous.iter()), &self.previous_total),
            Some("interviews") => {
                let all = self.answers.iter().chain(noted().into_iter().flatten());
                (joined(&mut { all }), &None)
            }
            Some("answers") => {
                let all = self.answers.iter().chain(&self.other_answers);
                (joined(&mut { all }), &None)
            }
            Some("weight") => (joined(&mut self.weight.iter()), &None),
            _ => return error,
        };
        let total = total.as_ref().map_or("total", |place| &place.heading);
        error.in_words_of(field, ["`total`", &format!("`{total}`")])
    }
}

/// Reads rows into figures that are used again for the next.
pub(super) struct RowReader<'a> {
    places: &'a Places,
    votes: Vec<u32>,
    answers: Vec<u32>,
    previous: Vec<u32>,
    covariates: Vec<f64>,
    stratum: LastLabel,
    region: LastLabel,
    post_stratum: LastLabel,
    /// Whether a station of the file has the last labels.
    labelled: bool,
    totals: Totals,
    figures: Vec<u32>,
}

/// A label of the row read last: nearly always that of the next too, which need not be decoded then.
#[derive(Default)]
struct LastLabel {
    label: String,
    /// How it was written, if in at most eight bytes: compared as one number, with no call.
    written: Option<(usize, u64)>,
}

impl LastLabel {
    /// Takes the label of a row; whether it may be another than that of the row before.
    #[inline(always)]
    fn take(&mut self, record: &Records<'_>, place: &Option<Column>) -> Result<bool> {
        let Some(place) = place else {
            return Ok(false);
        };
        let written = record.word(place.at);
        let same = match written {
            Some(_) => written == self.written,
            None => record.cell(place.at) == self.label.as_bytes(),
        };
        if same {
            return Ok(false);
        }
        self.change(&place.heading, record.cell(place.at), written)
    }

    #[inline(never)]
    fn change(
        &mut self,
        heading: &str,
        cell: &[u8],
        written: Option<(usize, u64)>,
    ) -> Result<bool> {
        let label = cell::text(heading, cell)?;
        self.written = written;
        if label == self.label {
            return Ok(false);
        }
        self.label.clear();
        self.label.push_str(label);
        Ok(true)
    }
}

impl<'a> RowReader<'a> {
    pub(super) fn new(places: &'a Places) -> RowReader<'a> {
        RowReader {
            places,
            votes: Vec::with_capacity(places.votes.len()),
            answers: Vec::with_capacity(places.answers.len()),
            previous: Vec::with_capacity(places.previous.len()),
            covariates: Vec::with_capacity(places.covariates.len()),
            stratum: LastLabel::default(),
            region: LastLabel::default(),
            post_stratum: LastLabel::default(),
            labelled: false,
            totals: Totals::default(),
            figures: Vec::new(),
        }
    }

    pub(super) fn push(
        &mut self,
        record: &Records<'_>,
        builder: &mut StationTableBuilder,
    ) -> Result<()> {
        let places = self.places;
        let number = |place: &'a Option<Column>| match place {
            Some(place) => whole(record, place),
            None => Ok(None),
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
        let blank_answer = numbers(record, &places.answers, &mut self.answers)?;
        let has_previous = numbers(record, &places.previous, &mut self.previous)?.is_none()
            && !places.previous.is_empty();
        self.covariates.clear();
        for place in &places.covariates {
            self.covariates
                .push(cell::decimal(&place.heading, record.cell(place.at))?);
        }
        let weight = places.weight.as_ref();
        let weight = weight.map(|place| weight_of(record, place)).transpose()?;
        let name = match &places.name {
            Some(place) => cell::text(&place.heading, record.cell(place.at))?,
            None => "",
        };
        let alike = !(self.stratum.take(record, &places.stratum)?
            | self.region.take(record, &places.region)?
            | self.post_stratum.take(record, &places.post_stratum)?);
        let mut station = Station {
            name,
            stratum: &self.stratum.label,
            region: &self.region.label,
            post_stratum: &self.post_stratum.label,
            weight,
            votes: counted.then_some(&self.votes),
            total: total.filter(|_| counted),
            registered: number(&places.registered)?,
            previous_votes: has_previous.then_some(&self.previous),
            previous_total: number(&places.previous_total)?.filter(|_| has_previous),
            covariates: &self.covariates,
            interviews: &[],
        };
        let interviews;
        if !places.answers.is_empty() {
            let other_answers = number(&places.other_answers)?;
            interviews = Interviews {
                answers: &self.answers,
                other_answers: other_answers.unwrap_or(0),
                refused: number(&places.refused)?,
                missed: number(&places.missed)?,
                ..Interviews::default()
            };
            let noted = [other_answers, interviews.refused, interviews.missed];
            let empty = |place: &Column| record.cell(place.at).iter().all(u8::is_ascii_whitespace);
            // Where nothing was noted of anybody asked there are no interviews, which is not that nobody answered.
            if noted.iter().any(Option::is_some)
                || blank_answer.is_none()
                || !places.answers.iter().all(empty)
            {
                let blank_others = (places.other_answers.as_ref())
                    .filter(|_| other_answers.is_none())
                    .map(|place| place.heading.as_str());
                if let (Some(column), BlankAnswers::Fail) =
                    (blank_answer.or(blank_others), places.blank_answers)
                {
                    let help = "fill in the cell, with 0 where nobody gave this answer, or say what an empty cell of \
                                answers means";
                    return Err(Error::missing(column, help));
                }
                if !places.more_answers_than_ballots {
                    fits(&interviews, station.total.or_else(|| sum(station.votes)))
                        .map_err(|error| places.in_headings(error))?;
                }
                station.interviews = std::slice::from_ref(&interviews);
            }
        }
        builder
            .push_labelled(&station, alike && self.labelled)
            .map_err(|error| places.in_headings(error))?;
        self.labelled = true;
        // Votes or answers, of which most files have one.
        let mut figures = &self.votes;
        if !self.answers.is_empty() {
            self.figures.clear();
            self.figures.extend_from_slice(&self.votes);
            self.figures.extend_from_slice(&self.answers);
            figures = &self.figures;
        }
        self.totals.add(&Read {
            line: record.line(),
            name,
            named: places.name.is_some(),
            stratum: (places.stratum.is_some()).then(|| builder.last_stratum()),
            figures,
        })
    }

    /// After the last row.
    ///
    /// # Errors
    /// A row of totals, with its line.
    pub(super) fn finish(&self) -> Result<()> {
        self.totals.finish()
    }
}

/// All votes of a station, as far as a number of ballots can hold them.
fn sum(votes: Option<&[u32]>) -> Option<u32> {
    votes?
        .iter()
        .try_fold(0, |sum: u32, votes| sum.checked_add(*votes))
}

/// That no more people answered at a station than ballots were counted there.
fn fits(interviews: &Interviews<'_>, ballots: Option<u32>) -> Result<()> {
    let answers = interviews.answers.iter().map(|answers| u64::from(*answers));
    let answered = answers.sum::<u64>() + u64::from(interviews.other_answers);
    match ballots {
        Some(ballots) if answered > u64::from(ballots) => {
            let help = "nobody answers twice: check both figures; where voters were asked whose ballots are counted \
                        elsewhere, say that there may be more answers than ballots";
            let other = format!("{ballots} ballots of the station");
            Err(Error::inconsistent("answers", answered, other, help))
        }
        _ => Ok(()),
    }
}

/// A weight, which no station can be without where others have one.
fn weight_of(record: &Records<'_>, place: &Column) -> Result<f64> {
    let weight = cell::decimal(&place.heading, record.cell(place.at))?;
    if weight.is_nan() {
        let help = "fill in the cell: where weights are given, each station needs its own";
        return Err(Error::missing(place.heading.as_str(), help));
    }
    Ok(weight)
}

/// The whole number of a column.
#[inline(always)]
fn whole(record: &Records<'_>, place: &Column) -> Result<Option<u32>> {
    match record.digits(place.at) {
        None => cell::whole(&place.heading, record.cell(place.at)),
        number => Ok(number),
    }
}

/// The numbers of several columns, 0 for an empty cell; returns the last column with one.
#[inline]
fn numbers<'a>(
    record: &Records<'_>,
    places: &'a [Column],
    list: &mut Vec<u32>,
) -> Result<Option<&'a str>> {
    list.resize(places.len(), 0);
    // Nearly every cell is a few digits; a loop of nothing else stays in registers.
    let read_digits = |(number, place): (&mut u32, &Column)| {
        let digits = record.digits(place.at);
        *number = digits.unwrap_or(0);
        digits.is_some()
    };
    if list.iter_mut().zip(places).all(read_digits) {
        return Ok(None);
    }
    let mut blank = None;
    for (number, place) in list.iter_mut().zip(places) {
        let read = whole(record, place)?;
        if read.is_none() {
            blank = blank.or(Some(place.heading.as_str()));
        }
        *number = read.unwrap_or(0);
    }
    Ok(blank)
}
