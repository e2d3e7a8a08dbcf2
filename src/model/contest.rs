use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::contest_builder::ContestBuilder;
use super::figure::Figure;
use super::name::{check, printable};
use super::threshold::ContestThreshold;
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "ContestBuilder", into = "ContestBuilder")]
pub struct Contest {
    pub(super) name: String,
    pub(super) date: Option<Date>,
    pub(super) choices: Arc<[String]>,
    pub(super) seats: Option<u64>,
    pub(super) majority: Option<u64>,
    pub(super) places: Option<u64>,
    pub(super) thresholds: Vec<ContestThreshold>,
    pub(super) registered: Option<u64>,
    // What was written, so that it can be written again digit by digit; shared with the reports that hold it.
    pub(super) document: Arc<ContestBuilder>,
}

impl Contest {
    /// Starts a contest with the name that heads its report.
    #[must_use]
    pub fn builder(name: impl Into<String>) -> ContestBuilder {
        ContestBuilder::named(name.into())
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

    /// How many choices it sends on: the places of a run-off, or the members that are elected.
    #[must_use]
    pub fn places(&self) -> Option<u64> {
        self.places
    }

    /// Shares of the valid votes on which something depends, in the order given.
    #[must_use]
    pub fn thresholds(&self) -> &[ContestThreshold] {
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

impl From<Contest> for ContestBuilder {
    fn from(contest: Contest) -> ContestBuilder {
        Arc::unwrap_or_clone(contest.document)
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
