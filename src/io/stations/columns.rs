//! Files with a row for each station.

use std::io::Read;

use super::{Heading, cell, csv_reader, field, line_of, syntax};
use crate::error::{Error, Place, Result};
use crate::station::{Interviews, Station, StationTable, StationTableBuilder};

/// What an empty cell of official votes means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum BlankVotes {
    /// An error that names the line.
    #[default]
    Fail,
    /// No votes.
    Zero,
    /// A station without a count.
    NoCount,
}

/// Which columns of a file hold what, by their headings.
///
/// ```
/// use exitpoll::io::stations::StationColumns;
///
/// let file = "precinct;district;yes;no;ballots;asked_yes;asked_no;refused
/// 1;A;210;190;412;22;18;9
/// 2;A;80;120;203;9;11;4
/// ";
/// let table = StationColumns::new()
///     .name("precinct")
///     .stratum("district")
///     .choice("Yes", "yes").answers("asked_yes")
///     .choice("No", "no").answers("asked_no")
///     .total("ballots")
///     .refused("refused")
///     .read(file.as_bytes())?;
/// assert_eq!(table.votes(1), Some(&[80, 120][..]));
/// assert_eq!(table.interviews(0).next().unwrap().refused, Some(9));
///
/// let wrong = file.replace("120;203", "12o;203");
/// let error = StationColumns::new().choice("Yes", "yes").choice("No", "no").read(wrong.as_bytes()).unwrap_err();
/// assert!(error.to_string().starts_with("line 3: `no` is \"12o\""), "{error}");
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct StationColumns {
    choices: Vec<Choice>,
    name: Option<String>,
    stratum: Option<String>,
    region: Option<String>,
    post_stratum: Option<String>,
    weight: Option<String>,
    total: Option<String>,
    registered: Option<String>,
    previous_total: Option<String>,
    other_answers: Option<String>,
    refused: Option<String>,
    missed: Option<String>,
    covariates: Vec<String>,
    blank: BlankVotes,
}

#[derive(Debug, Clone)]
struct Choice {
    name: String,
    votes: Option<String>,
    answers: Option<String>,
    previous: Option<String>,
}

macro_rules! column {
    ($(#[$doc:meta])* $field:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, column: impl Into<String>) -> Self {
            self.$field = Some(column.into());
            self
        }
    };
}

impl StationColumns {
    /// No columns yet.
    #[must_use]
    pub fn new() -> StationColumns {
        StationColumns::default()
    }

    /// The layout of the exit poll at consulates in March 2024 (`exit_poll_and_count.csv`), a row for each
    /// country: four candidates and spoiled ballots, refusals, and the official count. Ballots noted as removed or
    /// destroyed are in neither, as they were not counted. The ballots of a country are the sum of its votes: the
    /// total that the file prints for one of them is not.
    #[must_use]
    pub fn consulates_2024() -> StationColumns {
        [
            ("Putin", "voted_putin_cik", "voted_putin_exit_poll"),
            ("Davankov", "davankov_cik", "davankov_exit_poll"),
            ("Slutsky", "slutskiy_cik", "Slutskiy_exit_poll"),
            ("Kharitonov", "haritonov_cik", "haritonov_exit_poll"),
            ("spoiled", "spoiled_cik", "spoiled_exit_poll"),
        ]
        .into_iter()
        .fold(StationColumns::new(), |columns, (name, votes, answers)| {
            columns.choice(name, votes).answers(answers)
        })
        .name("Country")
        .refused("declined_to_answer")
    }

    /// A choice and the column of its official votes.
    #[must_use]
    pub fn choice(mut self, name: impl Into<String>, votes: impl Into<String>) -> Self {
        self.choices.push(Choice {
            name: name.into(),
            votes: Some(votes.into()),
            answers: None,
            previous: None,
        });
        self
    }

    /// A choice of which the file has no official votes.
    #[must_use]
    pub fn choice_without_votes(mut self, name: impl Into<String>) -> Self {
        self.choices.push(Choice {
            name: name.into(),
            votes: None,
            answers: None,
            previous: None,
        });
        self
    }

    /// The column of the interviews for the last choice.
    #[must_use]
    pub fn answers(mut self, column: impl Into<String>) -> Self {
        if let Some(choice) = self.choices.last_mut() {
            choice.answers = Some(column.into());
        }
        self
    }

    /// The column of the last choice's votes at the previous election.
    #[must_use]
    pub fn previous_votes(mut self, column: impl Into<String>) -> Self {
        if let Some(choice) = self.choices.last_mut() {
            choice.previous = Some(column.into());
        }
        self
    }

    column!(
        /// The column with the station's name.
        name
    );
    column!(
        /// The column with its stratum.
        stratum
    );
    column!(
        /// The column with its region.
        region
    );
    column!(
        /// The column with its post-stratum.
        post_stratum
    );
    column!(
        /// The column with its weight.
        weight
    );
    column!(
        /// The column with all ballots; without one the sum of the votes.
        total
    );
    column!(
        /// The column with registered voters.
        registered
    );
    column!(
        /// The column with all ballots of the previous election.
        previous_total
    );
    column!(
        /// The column with answers that name none of the choices.
        other_answers
    );
    column!(
        /// The column with refusals.
        refused
    );
    column!(
        /// The column with voters who were missed.
        missed
    );

    /// The column of a covariate, which has its name.
    #[must_use]
    pub fn covariate(mut self, column: impl Into<String>) -> Self {
        self.covariates.push(column.into());
        self
    }

    /// What an empty cell of official votes means.
    #[must_use]
    pub fn blank_votes(mut self, blank: BlankVotes) -> Self {
        self.blank = blank;
        self
    }

    /// A builder for the choices and covariates, to which strata can be declared before the stations are
    /// [read into](StationColumns::read_into) it.
    #[must_use]
    pub fn builder(&self) -> StationTableBuilder {
        let choices = self.choices.iter().map(|choice| choice.name.clone());
        self.covariates
            .iter()
            .fold(StationTable::builder(choices), |builder, name| {
                builder.covariate(name)
            })
    }

    /// The table of a file.
    ///
    /// # Errors
    /// With the line: [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for a column that is not in the heading, [`ErrorKind::Missing`](crate::ErrorKind::Missing) for an empty
    /// cell where a figure must stand, [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable) for what is no number, [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) for what is
    /// no CSV; what [`StationTableBuilder::push`] and [`StationTableBuilder::build`] refuse.
    pub fn read(&self, reader: impl Read) -> Result<StationTable> {
        self.read_into(reader, self.builder())?.build()
    }

    /// The table of a file by its path.
    ///
    /// # Errors
    /// As [`StationColumns::read`], with the file, and [`ErrorKind::File`](crate::ErrorKind::File) if it cannot be opened.
    pub fn read_file(&self, path: &str) -> Result<StationTable> {
        let place = || Place::File(path.into());
        let file = std::fs::File::open(path)
            .map_err(|error| Error::file(error.to_string()).at(place()))?;
        self.read(file).map_err(|error| error.at(place()))
    }

    /// Adds the stations of a file to a builder with the same choices and covariates.
    ///
    /// # Errors
    /// As [`StationColumns::read`].
    pub fn read_into(
        &self,
        reader: impl Read,
        mut builder: StationTableBuilder,
    ) -> Result<StationTableBuilder> {
        let mut reader = csv_reader(reader)?;
        let places = self.places(&Heading::read(&mut reader)?)?;
        let mut row = RowReader::new(self, &places);
        let mut record = ::csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(syntax)? {
            // A line of nothing is no station.
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            row.push(&record, &mut builder)
                .map_err(|error| error.at(line_of(&record)))?;
        }
        Ok(builder)
    }

    fn places(&self, heading: &Heading) -> Result<Places> {
        let find = |column: &String| {
            let at = heading.find(column)?;
            Ok(Column {
                heading: column.clone(),
                at,
            })
        };
        let one = |column: &Option<String>| column.as_ref().map(find).transpose();
        let all = |column: fn(&Choice) -> &Option<String>, what: &str| -> Result<Vec<Column>> {
            let given: Vec<&String> = self
                .choices
                .iter()
                .filter_map(|choice| column(choice).as_ref())
                .collect();
            if !given.is_empty() && given.len() < self.choices.len() {
                let help = format!(
                    "give the column of every choice or of none; {} have one",
                    given.len()
                );
                return Err(Error::missing(what, help));
            }
            given.into_iter().map(find).collect()
        };
        Ok(Places {
            votes: all(|choice| &choice.votes, "choice")?,
            answers: all(|choice| &choice.answers, "answers")?,
            previous: all(|choice| &choice.previous, "previous_votes")?,
            name: one(&self.name)?,
            stratum: one(&self.stratum)?,
            region: one(&self.region)?,
            post_stratum: one(&self.post_stratum)?,
            weight: one(&self.weight)?,
            total: one(&self.total)?,
            registered: one(&self.registered)?,
            previous_total: one(&self.previous_total)?,
            other_answers: one(&self.other_answers)?,
            refused: one(&self.refused)?,
            missed: one(&self.missed)?,
            covariates: self.covariates.iter().map(find).collect::<Result<_>>()?,
        })
    }
}

/// A column and where it stands.
struct Column {
    heading: String,
    at: usize,
}

/// The columns of a file.
struct Places {
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

/// Reads rows into figures that are used again for the next.
struct RowReader<'a> {
    columns: &'a StationColumns,
    places: &'a Places,
    votes: Vec<u32>,
    answers: Vec<u32>,
    previous: Vec<u32>,
    covariates: Vec<f64>,
}

impl<'a> RowReader<'a> {
    fn new(columns: &'a StationColumns, places: &'a Places) -> RowReader<'a> {
        RowReader {
            columns,
            places,
            votes: Vec::with_capacity(places.votes.len()),
            answers: Vec::with_capacity(places.answers.len()),
            previous: Vec::with_capacity(places.previous.len()),
            covariates: Vec::with_capacity(places.covariates.len()),
        }
    }

    fn push(
        &mut self,
        record: &::csv::ByteRecord,
        builder: &mut StationTableBuilder,
    ) -> Result<()> {
        let (columns, places) = (self.columns, self.places);
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
        let counted = match (blank, columns.blank) {
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
