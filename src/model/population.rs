use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::name::check;
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// Voters by the way in which they vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VoterGroup {
    /// At a polling station on the day of the vote.
    InPerson,
    /// At a polling station before that day.
    Early,
    /// By post.
    Postal,
    /// Outside the country.
    Abroad,
    /// In any other way, such as from hospital, prison or a ship.
    Other,
}

/// Whom a poll asked, or whose votes a count has: an exit poll at polling stations says nothing about
/// those who vote by post.
///
/// ```
/// use exitpoll::{Poll, Population, VoterGroup};
///
/// let population = Population::builder()
///     .voters([VoterGroup::InPerson])
///     .outside("47")
///     .left_out("26 stations where nobody had voted before");
/// let poll = Poll::builder("P").share("A", "52.0").population(population).build()?;
/// let population = poll.population().expect("as given");
/// assert_eq!(population.voters(), [VoterGroup::InPerson]);
/// assert_eq!(population.outside().unwrap().to_string(), "47");
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "PopulationBuilder", into = "PopulationBuilder")]
pub struct Population {
    outside: Option<PublishedShare>,
    // What was written, so that it can be written again digit by digit.
    document: PopulationBuilder,
}

/// Collects what a [`Population`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Population")
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a population: an object with voters, outside or left_out"
)]
pub struct PopulationBuilder {
    /// The voters that it covers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    voters: Vec<VoterGroup>,
    /// The percentage of the counted ballots that the poll does not cover: a figure, a range such as "3–5", or a limit such
    /// as "<1" or ">40".
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<Figure>,
    /// Who else is left out, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
}

impl Population {
    /// Starts a population of which nothing is known yet.
    #[must_use]
    pub fn builder() -> PopulationBuilder {
        PopulationBuilder::default()
    }

    /// The voters that it covers; none where nobody says so.
    #[must_use]
    pub fn voters(&self) -> &[VoterGroup] {
        &self.document.voters
    }

    /// The proportion of the counted ballots that a poll does not cover: a figure or a range.
    #[must_use]
    pub fn outside(&self) -> Option<PublishedShare> {
        self.outside
    }

    /// Who else is left out, in words.
    #[must_use]
    pub fn left_out(&self) -> Option<&str> {
        self.document.left_out.as_deref()
    }
}

impl PopulationBuilder {
    /// Adds voters that it covers.
    #[must_use]
    pub fn voters(mut self, voters: impl IntoIterator<Item = VoterGroup>) -> Self {
        self.voters.extend(voters);
        self
    }

    /// The percentage of the counted ballots that the poll does not cover: a figure, or a range such
    /// as "3–5", or a limit such as "<1" or ">40".
    #[must_use]
    pub fn outside(mut self, percent: impl Into<Figure>) -> Self {
        self.outside = Some(percent.into());
        self
    }

    /// Who else is left out, in words.
    #[must_use]
    pub fn left_out(mut self, who: impl Into<String>) -> Self {
        self.left_out = Some(who.into());
        self
    }

    /// Validates all fields and returns the population.
    ///
    /// # Errors
    /// An [`Error`] that names the field: nothing given, voters twice, a percentage that cannot be
    /// read or leaves nobody inside.
    pub fn build(self) -> Result<Population> {
        if self == PopulationBuilder::default() {
            return Err(Error::missing(
                "voters",
                "give `voters`, `outside` or `left_out`, or leave the population out",
            ));
        }
        groups_once(&self.voters)?;
        if let Some(text) = &self.left_out {
            check("left_out", text)?;
        }
        let outside = self
            .outside
            .as_ref()
            .map(|figure| PublishedShare::read("outside", figure))
            .transpose()?;
        if let Some(share) = outside
            && share.bounds().low >= 1.0
        {
            return Err(Error::out_of_range(
                "outside",
                share,
                "give the percentage of the counted ballots that the poll does not cover, below 100",
            ));
        }
        Ok(Population {
            outside,
            document: self,
        })
    }
}

/// Refuses a group of voters that comes twice.
pub(super) fn groups_once(voters: &[VoterGroup]) -> Result<()> {
    for (i, group) in voters.iter().enumerate() {
        if voters.iter().take(i).any(|earlier| earlier == group) {
            return Err(Error::duplicate(
                "voters",
                group.name(),
                "name each group of voters once",
            ));
        }
    }
    Ok(())
}

impl VoterGroup {
    /// As documents write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            VoterGroup::InPerson => "in_person",
            VoterGroup::Early => "early",
            VoterGroup::Postal => "postal",
            VoterGroup::Abroad => "abroad",
            VoterGroup::Other => "other",
        }
    }
}

impl TryFrom<PopulationBuilder> for Population {
    type Error = Error;
    fn try_from(builder: PopulationBuilder) -> Result<Population> {
        builder.build()
    }
}

impl From<Population> for PopulationBuilder {
    fn from(population: Population) -> PopulationBuilder {
        population.document
    }
}
