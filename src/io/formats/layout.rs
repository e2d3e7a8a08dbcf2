//! What the caller declares about a table that has no format of its own.

use serde::{Deserialize, Serialize};

use super::date::DateOrder;
use super::number::DecimalMark;
use super::{Reading, bytes_of, tabular};
use crate::error::Result;
use crate::model::{Base, PollKind};

/// What a column of figures counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Percent: `26`, `26%`, `12,5 %`, `<0.5`, `66–68`.
    Percent,
    /// Shares from 0 to 1, of which at least two decimals count: 0.4 is 40 percent.
    Proportion,
    /// Votes of a count, answers of a poll.
    Votes,
    /// Seats, also as ranges (`152-164`).
    Seats,
}

/// Which rows are official results.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rows {
    /// Those whose source is called a result, in one of the usual words or as a dash; each is noted.
    #[default]
    Detect,
    /// None: every row is of a poll.
    Polls,
    /// All of them.
    Results,
    /// Those with this text in this column.
    ResultWhere {
        /// The column.
        column: String,
        /// What stands there in the row of a result.
        is: String,
    },
}

/// A name that is the same throughout or stands in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Name {
    Is(String),
    Column(String),
}

/// A choice and the column, or the pair of columns for the ends of a range, of its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceColumn {
    pub(super) choice: String,
    pub(super) column: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) high: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    /// A row a source, a column a choice.
    Wide {
        choices: Vec<ChoiceColumn>,
        unit: Unit,
    },
    /// A row a figure.
    Long {
        choice: String,
        figures: Vec<(String, Unit)>,
    },
}

/// A declared mapping: which columns are choices, which rows are results, how numbers are written.
///
/// ```
/// use exitpoll::io::formats::{DecimalMark, Layout, Rows, Unit};
///
/// let table = "Institut;A;B;Befragte\nAlpha;51,5 %;48,5 %;1.200\nErgebnis;52,0 %;48,0 %;\n";
/// let reading = Layout::wide(Unit::Percent)
///     .contest("Example")
///     .source_column("Institut")
///     .choice("A", "A")
///     .choice("B", "B")
///     .respondents_column("Befragte")
///     .decimal_mark(DecimalMark::Comma)
///     .rows(Rows::ResultWhere { column: "Institut".into(), is: "Ergebnis".into() })
///     .read("example.csv", table.as_bytes())?
///     .complete()?;
/// let document = &reading.documents[0];
/// assert_eq!(document.counts[0].name(), "Ergebnis");
/// assert_eq!(document.polls[0].sample().respondents(), Some(1200));
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// Labels in parentheses are no choices but `(other)`, `(invalid)`, `(refused)` and
/// `(undisclosed)`. A layout serialises, so that it can be kept beside the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub(super) shape: Shape,
    #[serde(default)]
    pub(super) rows: Rows,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) contest: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Name>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) keep: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) told_apart_by: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) respondents: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fieldwork: Option<(String, DateOrder)>,
    #[serde(default)]
    pub(super) sum_rows: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) delimiter: Option<char>,
    #[serde(default)]
    pub(super) decimal_mark: DecimalMark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) missing: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) heading_starts_with: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Base>,
    #[serde(default)]
    pub(super) kind: PollKind,
}

impl Layout {
    /// A table with a row for each source and a column for each choice.
    #[must_use]
    pub fn wide(unit: Unit) -> Layout {
        Layout::of(Shape::Wide {
            choices: Vec::new(),
            unit,
        })
    }

    /// A table with a row for each figure and the choice in `choice_column`.
    #[must_use]
    pub fn long(choice_column: impl Into<String>) -> Layout {
        Layout::of(Shape::Long {
            choice: choice_column.into(),
            figures: Vec::new(),
        })
    }

    fn of(shape: Shape) -> Layout {
        Layout {
            shape,
            rows: Rows::Detect,
            contest: None,
            source: None,
            keep: Vec::new(),
            told_apart_by: Vec::new(),
            respondents: None,
            fieldwork: None,
            sum_rows: false,
            delimiter: None,
            decimal_mark: DecimalMark::Point,
            encoding: None,
            missing: Vec::new(),
            heading_starts_with: None,
            base: None,
            kind: PollKind::ExitPoll,
        }
    }

    /// In a wide table, the choice whose figures stand in `column`. Without any, every column that is
    /// declared for nothing else is a choice of its name.
    #[must_use]
    pub fn choice(self, choice: impl Into<String>, column: impl Into<String>) -> Self {
        self.with_choice(choice.into(), column.into(), None)
    }

    /// In a wide table, the choice whose figures are ranges with their ends in two columns.
    #[must_use]
    pub fn range(
        self,
        choice: impl Into<String>,
        low_column: impl Into<String>,
        high_column: impl Into<String>,
    ) -> Self {
        self.with_choice(choice.into(), low_column.into(), Some(high_column.into()))
    }

    fn with_choice(mut self, choice: String, column: String, high: Option<String>) -> Self {
        if let Shape::Wide { choices, .. } = &mut self.shape {
            choices.push(ChoiceColumn {
                choice,
                column,
                high,
            });
        }
        self
    }

    /// In a long table, a column of figures with its unit; a result may have several.
    #[must_use]
    pub fn figure(mut self, column: impl Into<String>, unit: Unit) -> Self {
        if let Shape::Long { figures, .. } = &mut self.shape {
            figures.push((column.into(), unit));
        }
        self
    }

    /// The contest of all rows.
    #[must_use]
    pub fn contest(mut self, name: impl Into<String>) -> Self {
        self.contest = Some(Name::Is(name.into()));
        self
    }

    /// The column that names the contest.
    #[must_use]
    pub fn contest_column(mut self, column: impl Into<String>) -> Self {
        self.contest = Some(Name::Column(column.into()));
        self
    }

    /// The pollster or the office of all rows.
    #[must_use]
    pub fn source(mut self, name: impl Into<String>) -> Self {
        self.source = Some(Name::Is(name.into()));
        self
    }

    /// The column that names the pollster or the office.
    #[must_use]
    pub fn source_column(mut self, column: impl Into<String>) -> Self {
        self.source = Some(Name::Column(column.into()));
        self
    }

    /// Which rows are official results.
    #[must_use]
    pub fn rows(mut self, rows: Rows) -> Self {
        self.rows = rows;
        self
    }

    /// Takes only rows with this text in this column; several such conditions hold together.
    #[must_use]
    pub fn keep(mut self, column: impl Into<String>, is: impl Into<String>) -> Self {
        self.keep.push((column.into(), is.into()));
        self
    }

    /// A column that tells polls of one pollster apart (a date, a scenario); it is printed behind
    /// its name.
    #[must_use]
    pub fn told_apart_by(mut self, column: impl Into<String>) -> Self {
        self.told_apart_by.push(column.into());
        self
    }

    /// The column of the sample size.
    #[must_use]
    pub fn respondents_column(mut self, column: impl Into<String>) -> Self {
        self.respondents = Some(column.into());
        self
    }

    /// The column of the last day of fieldwork, and the order in which it is written.
    #[must_use]
    pub fn fieldwork_column(mut self, column: impl Into<String>, order: DateOrder) -> Self {
        self.fieldwork = Some((column.into(), order));
        self
    }

    /// Sums the votes of result rows that belong to one contest (localities, stations).
    #[must_use]
    pub fn sum_rows(mut self) -> Self {
        self.sum_rows = true;
        self
    }

    /// The separator of cells; without it the most frequent one of the heading.
    #[must_use]
    pub fn delimiter(mut self, delimiter: char) -> Self {
        self.delimiter = Some(delimiter);
        self
    }

    /// The decimal mark.
    #[must_use]
    pub fn decimal_mark(mut self, mark: DecimalMark) -> Self {
        self.decimal_mark = mark;
        self
    }

    /// The encoding, as a label of the WHATWG standard.
    #[must_use]
    pub fn encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }

    /// What stands in a cell whose figure is unknown, besides the usual markers (nothing, `NA`,
    /// `N/A`, `Not Available`, dashes, `#NULO#`): `-1`, say.
    #[must_use]
    pub fn missing(mut self, marker: impl Into<String>) -> Self {
        self.missing.push(marker.into());
        self
    }

    /// How the line of the heading begins, where lines of title stand before it.
    #[must_use]
    pub fn heading_starts_with(mut self, text: impl Into<String>) -> Self {
        self.heading_starts_with = Some(text.into());
        self
    }

    /// Of what the shares of the polls are shares. Without it their sum decides, with a note.
    #[must_use]
    pub fn base(mut self, base: Base) -> Self {
        self.base = Some(base);
        self
    }

    /// The kind of the polls.
    #[must_use]
    pub fn kind(mut self, kind: PollKind) -> Self {
        self.kind = kind;
        self
    }

    /// Reads the bytes of a table of this name.
    ///
    /// # Errors
    /// An error at its file and line: a declared column that is missing, a figure of a result that
    /// cannot be read, a layout without choices.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Reading> {
        tabular::read(self, name, bytes)
    }

    /// Reads a table from the disk.
    ///
    /// # Errors
    /// As for [`Layout::read`], and for a file that cannot be opened.
    pub fn read_file(&self, path: impl AsRef<std::path::Path>) -> Result<Reading> {
        let path = path.as_ref();
        self.read(&path.display().to_string(), &bytes_of(path)?)
    }
}
