use std::sync::Arc;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::completeness::{Completeness, CompletenessForm, CompletenessOf};
use super::contest::{prose, required, whole};
use super::count::{CountStatus, OfficialCount};
use super::entries::Figures;
use super::entry::{Base, Category, Groups, Merged, Overlap};
use super::figure::{Figure, sum};
use super::points::turnout;
use super::population::{Population, PopulationBuilder};
use super::segment::SegmentBuilder;
use super::tally::{Tally, TallyForm};
use crate::error::{Error, Result};

/// Collects what an [`OfficialCount`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("required" = ["name"]))
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a count: an object with name and votes, shares or seats"
)]
pub struct OfficialCountBuilder {
    /// What the count is called.
    pub(super) name: String,
    /// Whether it is partial or final.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<CountStatus>,
    /// How complete the count is, as far as it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    completeness: Option<CompletenessForm>,
    /// The local time of the figures, as `2024-02-08T01:20`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) as_of: Option<String>,
    /// Of what the shares are shares: valid votes or all ballots.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Base>,
    /// The votes of each choice, or of a label that `merged` declares.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) votes: Figures,
    /// The share of each choice in percent, as printed.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) shares: Figures,
    /// The seats of each choice.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) seats: Figures,
    /// The labels under which the source gives one figure for several choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) merged: Vec<Merged>,
    /// All shares are rounded to a multiple of so many percentage points, whatever digits they are printed with; 0 for shares that are not rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rounded_to: Option<Figure>,
    /// Valid votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) valid: Option<Figure>,
    /// Invalid votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invalid: Option<Figure>,
    /// Ballots cast, valid and invalid.
    #[serde(skip_serializing_if = "Option::is_none")]
    ballots_cast: Option<Figure>,
    /// Registered voters of the whole contest, those of stations still to be counted among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    registered: Option<Figure>,
    /// Registered voters of the stations that are still to report: the most ballots that can come.
    #[serde(skip_serializing_if = "Option::is_none")]
    outstanding_registered: Option<Figure>,
    /// The percentage of the registered voters who voted, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    turnout: Option<Figure>,
    /// The seats can still change.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) provisional_seats: bool,
    /// Whose votes the count has.
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<PopulationBuilder>,
    /// The parts of the count that certain voters cast.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) segments: Vec<SegmentBuilder>,
    /// Where the figures were published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// What else is to be known about the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

impl OfficialCountBuilder {
    pub(super) fn named(name: String) -> OfficialCountBuilder {
        OfficialCountBuilder {
            name,
            ..OfficialCountBuilder::default()
        }
    }

    /// The votes of one choice, or of a label that [`merged`](Self::merged) declares.
    #[must_use]
    pub fn votes(mut self, choice: impl Into<String>, votes: impl Into<Figure>) -> Self {
        self.votes.push(choice, votes);
        self
    }

    /// The share of one choice in percent, as printed.
    #[must_use]
    pub fn share(mut self, choice: impl Into<String>, percent: impl Into<Figure>) -> Self {
        self.shares.push(choice, percent);
        self
    }

    /// The seats of one choice.
    #[must_use]
    pub fn seats(mut self, choice: impl Into<String>, seats: impl Into<Figure>) -> Self {
        self.seats.push(choice, seats);
        self
    }

    /// Declares a label under which the source gives one figure for several choices.
    #[must_use]
    pub fn merged<C: Into<String>>(
        mut self,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = C>,
    ) -> Self {
        self.merge(label, choices);
        self
    }

    pub(crate) fn merge<C: Into<String>>(
        &mut self,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = C>,
    ) {
        self.merged.push(Merged::new(label, choices));
    }

    /// All shares are rounded to a multiple of so many percentage points, whatever digits they are
    /// printed with; 0 for shares that are not rounded.
    #[must_use]
    pub fn rounded_to(mut self, points: impl Into<Figure>) -> Self {
        self.rounded_to = Some(points.into());
        self
    }

    /// The result as declared: nothing can change any more.
    #[must_use]
    pub fn final_result(mut self) -> Self {
        self.status = Some(CountStatus::Final);
        self
    }

    /// A partial count of which nobody says how complete it is.
    #[must_use]
    pub fn partial(mut self) -> Self {
        self.status = Some(CountStatus::Partial);
        self
    }

    /// How complete the count is, as the percentage printed.
    #[must_use]
    pub fn completeness(mut self, of: CompletenessOf, percent: impl Into<Figure>) -> Self {
        let percent = Some(percent.into());
        self.completeness = Some(CompletenessForm {
            of,
            percent,
            counted: None,
            total: None,
        });
        self
    }

    /// How complete the count is, as so many of so many.
    #[must_use]
    pub fn counted(
        mut self,
        of: CompletenessOf,
        counted: impl Into<Figure>,
        total: impl Into<Figure>,
    ) -> Self {
        self.completeness = Some(CompletenessForm {
            of,
            percent: None,
            counted: Some(counted.into()),
            total: Some(total.into()),
        });
        self
    }

    /// The local time of the figures, as `2024-02-08T01:20`.
    #[must_use]
    pub fn as_of(mut self, time: impl Into<String>) -> Self {
        self.as_of = Some(time.into());
        self
    }

    /// Of what the shares are shares: valid votes or all ballots.
    #[must_use]
    pub fn base(mut self, base: Base) -> Self {
        self.base = Some(base);
        self
    }

    /// Valid votes.
    #[must_use]
    pub fn valid(mut self, votes: impl Into<Figure>) -> Self {
        self.valid = Some(votes.into());
        self
    }

    /// Invalid votes.
    #[must_use]
    pub fn invalid(mut self, votes: impl Into<Figure>) -> Self {
        self.invalid = Some(votes.into());
        self
    }

    /// Ballots cast, valid and invalid: those that are counted. Of a partial count, a number that is all of which a part is
    /// counted, by its [`counted`](OfficialCountBuilder::counted) ballots or by its votes and invalid ballots, is taken for
    /// that, and the counted ones for its votes and invalid ballots.
    #[must_use]
    pub fn ballots_cast(mut self, ballots: impl Into<Figure>) -> Self {
        self.ballots_cast = Some(ballots.into());
        self
    }

    /// Registered voters of the whole contest, those of stations still to be counted among them.
    #[must_use]
    pub fn registered(mut self, voters: impl Into<Figure>) -> Self {
        self.registered = Some(voters.into());
        self
    }

    /// Registered voters of the stations that are still to report: the most ballots that can come.
    #[must_use]
    pub fn outstanding_registered(mut self, voters: impl Into<Figure>) -> Self {
        self.outstanding_registered = Some(voters.into());
        self
    }

    /// The percentage of the registered voters who voted, as printed.
    #[must_use]
    pub fn turnout(mut self, percent: impl Into<Figure>) -> Self {
        self.turnout = Some(percent.into());
        self
    }

    /// The seats can still change.
    #[must_use]
    pub fn provisional_seats(mut self) -> Self {
        self.provisional_seats = true;
        self
    }

    /// Whose votes the count has.
    #[must_use]
    pub fn population(mut self, population: PopulationBuilder) -> Self {
        self.population = Some(population);
        self
    }

    /// Adds the part of the count that certain voters cast.
    #[must_use]
    pub fn segment(mut self, segment: SegmentBuilder) -> Self {
        self.segments.push(segment);
        self
    }

    /// Where the figures were published.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What else is to be known about the figures.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Validates all fields and returns the count.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no name, no figure at all, a figure that cannot be read, a
    /// choice twice, shares that sum to more than rounding and half a point explain or to about one
    /// percent, more than a hundredth more votes than valid ones or ballots than were cast, more ballots than voters registered, more
    /// votes in a segment than in the whole, a completeness outside (0, 1], a final count that is not
    /// complete, neither status nor completeness. Shares may sum to as much over 100 as those of a poll
    /// ([`PollBuilder::build`](crate::PollBuilder::build)), for the same reason.
    pub fn build(self) -> Result<OfficialCount> {
        let name = required("name", &self.name, "give the count a name")?;
        prose(&[("source", &self.source), ("note", &self.note)])?;
        let groups = Groups::of(&self.merged, &[&self.votes, &self.shares, &self.seats])?;
        let completeness = self
            .completeness
            .as_ref()
            .map(CompletenessForm::build)
            .transpose()?;
        let status = self.read_status(completeness)?;
        if self.base == Some(Base::Approached) {
            return Err(Error::out_of_range(
                "base",
                "approached",
                "a count is of valid_votes or of all_ballots",
            ));
        }
        let form = TallyForm {
            votes: &self.votes,
            shares: &self.shares,
            rounded_to: self.rounded_to.as_ref(),
            valid: self.valid.as_ref(),
            invalid: self.invalid.as_ref(),
            nothing_counted: completeness.is_some_and(|part| part.value() == 0.0),
            slips_are_named: true,
        };
        let read = |field: &str, figure: &Option<Figure>| whole(field, figure.as_ref());
        let mut count = OfficialCount {
            name,
            status,
            base: self.base,
            tally: Tally::read(&form, &groups)?,
            seats: Vec::with_capacity(self.seats.len()),
            seat_labels: Vec::new(),
            ballots_cast: read("ballots_cast", &self.ballots_cast)?,
            registered: read("registered", &self.registered)?,
            outstanding_registered: read("outstanding_registered", &self.outstanding_registered)?,
            turnout: self.turnout.as_ref().map(turnout).transpose()?,
            completeness,
            as_of: self.as_of.as_deref().map(date_time).transpose()?,
            population: self.read_population()?,
            segments: Vec::with_capacity(self.segments.len()),
            document: Arc::default(),
        };
        let labels = groups.resolve("seats", &self.seats, Overlap::OfBlocsAndMembers)?;
        for (label, figure) in labels.iter().zip(self.seats.values()) {
            if let Some(category) = label.category()
                && category != Category::Other
            {
                let help = "seats go to choices and to (other)";
                return Err(Error::unknown("seats", label.name(), help));
            }
            let seats = figure
                .whole(label.name())
                .map_err(|error| error.inside("seats"))?;
            count.seats.push((label.name().to_owned(), seats));
        }
        count.seat_labels = labels.into_owned();
        sum("seats", count.seats.iter().map(|(_, seats)| *seats))?;
        if count.entries().is_empty() && count.seats.is_empty() {
            return Err(Error::missing(
                "votes",
                "give votes, shares or seats for at least one choice",
            ));
        }
        count.leave_ballots_to_completeness();
        count.check_totals()?;
        for (i, segment) in self.segments.iter().enumerate() {
            let read = || {
                let segment = segment.clone().build()?;
                count.check_segment(&segment)?;
                Ok(segment)
            };
            let segment = read().map_err(|error: Error| error.inside(&format!("segments[{i}]")))?;
            count.segments.push(segment);
        }
        count.document = Arc::new(self);
        Ok(count)
    }

    fn read_status(&self, completeness: Option<Completeness>) -> Result<CountStatus> {
        match (self.status, completeness) {
            (Some(CountStatus::Final), Some(part)) if part.value() < 1.0 => {
                Err(Error::inconsistent(
                    "status",
                    "final",
                    "`completeness` below 1",
                    "call the count partial, or leave its completeness out",
                ))
            }
            (Some(status), _) => Ok(status),
            (None, Some(_)) => Ok(CountStatus::Partial),
            (None, None) => Err(Error::missing(
                "status",
                "say \"final\" or \"partial\", or give the completeness",
            )),
        }
    }

    fn read_population(&self) -> Result<Option<Population>> {
        let Some(builder) = &self.population else {
            return Ok(None);
        };
        let population = builder
            .clone()
            .build()
            .map_err(|error| error.inside("population"))?;
        match population.outside() {
            Some(share) => Err(Error::out_of_range(
                "population.outside",
                share,
                "say on the poll what part of the count it does not cover",
            )),
            None => Ok(Some(population)),
        }
    }
}

fn date_time(text: &str) -> Result<DateTime> {
    text.trim()
        .parse()
        .map_err(|_| Error::unreadable("as_of", text, "write local time, as 2024-02-08T01:20"))
}

impl TryFrom<OfficialCountBuilder> for OfficialCount {
    type Error = Error;
    fn try_from(builder: OfficialCountBuilder) -> Result<OfficialCount> {
        builder.build()
    }
}
