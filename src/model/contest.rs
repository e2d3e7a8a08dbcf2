use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::figure::{Figure, Figures};
use super::name::{check, distinct, printable};
use super::threshold::Threshold;
use crate::error::{Error, Result};

/// One contest: what was elected, when and where, and the choices in their order.
///
/// The order of the choices is the order of every table. Not every choice of the ballot has to be
/// listed: what is left stands in the report as *everyone else*.
///
/// ```
/// use exitpoll::Contest;
///
/// let contest = Contest::builder("Azerbaijan, presidential election")
///     .date("2024-02-07")
///     .choices(["Ilham Aliyev", "Zahid Oruj"])
///     .build()?;
/// assert_eq!(contest.choices().len(), 2);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ContestBuilder", into = "ContestBuilder")]
pub struct Contest {
    name: String,
    date: Option<Date>,
    choices: Vec<String>,
    seats: Option<u64>,
    majority: Option<u64>,
    thresholds: Vec<(String, Threshold)>,
    registered: Option<u64>,
    // What was written, so that it can be written again digit by digit.
    document: Box<ContestBuilder>,
}

/// Collects what a [`Contest`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a contest: an object with name and choices"
)]
pub struct ContestBuilder {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jurisdiction: Option<String>,
    choices: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    majority: Option<Figure>,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    thresholds: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Contest {
    /// Starts a contest with the name that heads its report.
    #[must_use]
    pub fn builder(name: impl Into<String>) -> ContestBuilder {
        ContestBuilder {
            name: name.into(),
            ..ContestBuilder::default()
        }
    }

    /// The name that heads its report.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day of the vote.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The country, region or district that voted.
    #[must_use]
    pub fn jurisdiction(&self) -> Option<&str> {
        self.document.jurisdiction.as_deref()
    }

    /// The choices in their order.
    #[must_use]
    pub fn choices(&self) -> &[String] {
        &self.choices
    }

    /// How many seats the house has, where seats are elected.
    #[must_use]
    pub fn seats(&self) -> Option<u64> {
        self.seats
    }

    /// The majority line in seats.
    #[must_use]
    pub fn majority(&self) -> Option<u64> {
        self.majority
    }

    /// Shares of the valid votes on which something depends, by name, in the order given.
    #[must_use]
    pub fn thresholds(&self) -> &[(String, Threshold)] {
        &self.thresholds
    }

    /// Registered voters.
    #[must_use]
    pub fn registered(&self) -> Option<u64> {
        self.registered
    }

    /// Where the facts about the contest were published.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// What else is to be known about the contest.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.document.note.as_deref()
    }
}

impl ContestBuilder {
    /// The day of the vote, as `2024-02-07`.
    #[must_use]
    pub fn date(mut self, date: impl Into<String>) -> Self {
        self.date = Some(date.into());
        self
    }

    /// The country, region or district that votes.
    #[must_use]
    pub fn jurisdiction(mut self, jurisdiction: impl Into<String>) -> Self {
        self.jurisdiction = Some(jurisdiction.into());
        self
    }

    /// Adds one choice at the end.
    #[must_use]
    pub fn choice(mut self, name: impl Into<String>) -> Self {
        self.choices.push(name.into());
        self
    }

    /// Adds choices at the end, in order.
    #[must_use]
    pub fn choices<C: Into<String>>(mut self, names: impl IntoIterator<Item = C>) -> Self {
        self.choices.extend(names.into_iter().map(Into::into));
        self
    }

    /// The seats of the house.
    #[must_use]
    pub fn house(mut self, seats: impl Into<Figure>) -> Self {
        self.seats = Some(seats.into());
        self
    }

    /// The number of seats that is a majority.
    #[must_use]
    pub fn majority(mut self, seats: impl Into<Figure>) -> Self {
        self.majority = Some(seats.into());
        self
    }

    /// Adds a share of the valid votes on which something depends, in percent: `"5"` is reached with
    /// exactly 5 percent, `">50"` only with more than 50.
    ///
    /// ```
    /// let contest = exitpoll::Contest::builder("Example")
    ///     .choice("A")
    ///     .threshold("electoral threshold", "5")
    ///     .threshold("outright win", ">50")
    ///     .build()?;
    /// let printed: Vec<String> = contest.thresholds().iter().map(|(_, t)| t.to_string()).collect();
    /// assert_eq!(printed, ["at least 5/100", "more than 50/100"]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn threshold(mut self, name: impl Into<String>, percent: impl Into<Figure>) -> Self {
        self.thresholds.push(name, percent);
        self
    }

    /// Registered voters.
    #[must_use]
    pub fn registered(mut self, voters: impl Into<Figure>) -> Self {
        self.registered = Some(voters.into());
        self
    }

    /// Where the facts about the contest were published.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What else is to be known about the contest.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Validates all fields and returns the contest.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no name, no choice, a choice twice, without a name or in
    /// parentheses (those are kept for refusals and the like), a date that does not exist, no seats,
    /// a majority that is no majority of the seats, a threshold outside (0, 100) percent or twice.
    pub fn build(self) -> Result<Contest> {
        let name = required("name", &self.name, "give the contest a name")?;
        let mut choices = Vec::with_capacity(self.choices.len());
        for (i, choice) in self.choices.iter().enumerate() {
            let field = format!("choices[{i}]");
            let choice = required(&field, choice, "give the choice a name")?;
            if choice.starts_with('(') {
                return Err(Error::unreadable(
                    field,
                    choice,
                    "a name in parentheses is no choice; write it without",
                ));
            }
            choices.push(choice);
        }
        if choices.is_empty() {
            return Err(Error::missing(
                "choices",
                "list the choices of the ballot, in their order",
            ));
        }
        let names = choices.iter().map(String::as_str);
        distinct("choices", names, "list each choice once")?;
        let texts = [
            ("jurisdiction", &self.jurisdiction),
            ("source", &self.source),
            ("note", &self.note),
        ];
        prose(&texts)?;
        let seats = whole("seats", self.seats.as_ref())?;
        let majority = whole("majority", self.majority.as_ref())?;
        if seats == Some(0) {
            return Err(Error::out_of_range(
                "seats",
                0,
                "give at least one seat, or leave it out",
            ));
        }
        if let Some(line) = majority {
            let Some(seats) = seats else {
                return Err(Error::missing(
                    "seats",
                    "a majority line needs the seats of the house",
                ));
            };
            if line <= seats / 2 || line > seats {
                return Err(Error::out_of_range(
                    "majority",
                    line,
                    format!("give more than half of the {seats} seats, and at most all of them"),
                ));
            }
        }
        let names = self.thresholds.0.iter().map(|(name, _)| name.as_str());
        distinct("thresholds", names, "give each threshold a name of its own")?;
        let thresholds = self
            .thresholds
            .0
            .iter()
            .map(|(name, figure)| Ok((name.clone(), Threshold::parse(name, figure)?)))
            .collect::<Result<_>>()?;
        Ok(Contest {
            name,
            date: self
                .date
                .as_deref()
                .map(|text| date("date", text))
                .transpose()?,
            choices,
            seats,
            majority,
            thresholds,
            registered: whole("registered", self.registered.as_ref())?,
            document: Box::new(self),
        })
    }
}

impl TryFrom<ContestBuilder> for Contest {
    type Error = Error;
    fn try_from(builder: ContestBuilder) -> Result<Contest> {
        builder.build()
    }
}

impl From<Contest> for ContestBuilder {
    fn from(contest: Contest) -> ContestBuilder {
        *contest.document
    }
}

/// A name that may not be blank, as it is printed.
pub(super) fn required(field: &str, text: &str, help: &str) -> Result<String> {
    let name = printable(field, text)?;
    if name.is_empty() {
        Err(Error::missing(field, help))
    } else {
        Ok(name)
    }
}

/// Refuses prose that holds characters which print nothing or turn the direction of the text.
pub(super) fn prose(texts: &[(&str, &Option<String>)]) -> Result<()> {
    texts
        .iter()
        .filter_map(|(field, text)| Some((field, text.as_deref()?)))
        .try_for_each(|(field, text)| check(field, text))
}

pub(super) fn whole(field: &str, figure: Option<&Figure>) -> Result<Option<u64>> {
    figure.map(|figure| figure.whole(field)).transpose()
}

pub(super) fn date(field: &str, text: &str) -> Result<Date> {
    text.trim()
        .parse()
        .map_err(|_| Error::unreadable(field, text, "write a day that exists, as 2024-02-07"))
}
