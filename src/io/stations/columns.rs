//! Files with a row for each station.

use std::io::Read;

use super::Heading;
use super::records::Records;
use super::row::{Places, RowReader};
use crate::error::{Error, Place, Result};
use crate::station::{StationTable, StationTableBuilder};

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

/// What an empty cell of answers means at a station where another cell of its interviews, refusals or misses is filled
/// in. Where all of them are empty nobody noted anything, and the station has no interviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum BlankAnswers {
    /// An error that names the line and the column.
    #[default]
    Fail,
    /// Nobody gave this answer.
    Zero,
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
    pub(super) choices: Vec<Choice>,
    pub(super) name: Option<String>,
    pub(super) stratum: Option<String>,
    pub(super) region: Option<String>,
    pub(super) post_stratum: Option<String>,
    pub(super) weight: Option<String>,
    pub(super) total: Option<String>,
    pub(super) registered: Option<String>,
    pub(super) previous_total: Option<String>,
    pub(super) other_answers: Option<String>,
    pub(super) refused: Option<String>,
    pub(super) missed: Option<String>,
    pub(super) covariates: Vec<String>,
    pub(super) blank: BlankVotes,
    pub(super) blank_answers: BlankAnswers,
    pub(super) more_answers_than_ballots: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) votes: Option<String>,
    pub(super) answers: Option<String>,
    pub(super) previous: Option<String>,
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

    /// What an empty cell of answers means beside others that are filled in.
    #[must_use]
    pub fn blank_answers(mut self, blank: BlankAnswers) -> Self {
        self.blank_answers = blank;
        self
    }

    /// Takes stations with more answers than ballots as they are, which are errors otherwise: where voters were asked
    /// whose ballots are counted elsewhere, such as those of other stations in one building.
    #[must_use]
    pub fn more_answers_than_ballots(mut self) -> Self {
        self.more_answers_than_ballots = true;
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
    /// no CSV, [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for more answers than ballots, unless
    /// [`StationColumns::more_answers_than_ballots`] allows them, and for a row of totals: one of that name, or one whose
    /// votes and answers are the sums of those of all other rows, of the others of its stratum, or, where it has no name,
    /// of those above it; what [`StationTableBuilder::push`] and [`StationTableBuilder::build`] refuse.
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
        mut reader: impl Read,
        mut builder: StationTableBuilder,
    ) -> Result<StationTableBuilder> {
        self.add_rows(&mut reader, &mut builder)?;
        Ok(builder)
    }

    fn add_rows(&self, reader: &mut dyn Read, builder: &mut StationTableBuilder) -> Result<()> {
        let mut records = Records::new(reader)?;
        let heading = Heading::read(&mut records)?;
        let places = Places::of(self, &heading)?;
        let mut row = RowReader::new(&places);
        while records.next_row(heading.len())? {
            // A line of nothing is no station.
            if records.cells().all(<[u8]>::is_empty) {
                continue;
            }
            row.push(&records, builder)
                .map_err(|error| error.at(records.place()))?;
            builder.last_at_line(records.line());
        }
        row.finish()
    }
}
