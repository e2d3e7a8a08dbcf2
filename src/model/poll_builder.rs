use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::contest::{date, prose, required};
use super::entries::Figures;
use super::entry::{Base, Category, Groups, Merged, Overlap, shares};
use super::figure::{Figure, sum};
use super::label::Label;
use super::name::{check, printable};
use super::points::turnout;
use super::poll::{Mode, Poll, PollEntry, PollKind};
use super::population::PopulationBuilder;
use super::sample_builder::SampleBuilder;
use super::seats::SeatEstimate;
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// Collects what a [`Poll`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("required" = ["pollster"]))
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a poll: an object with pollster and shares or seats"
)]
pub struct PollBuilder {
    /// Who took the poll.
    pub(super) pollster: String,
    /// Others who took it with them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) partners: Vec<String>,
    /// Who paid for it or broadcast it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sponsor: Option<String>,
    /// How the estimate came about; an exit poll unless said otherwise.
    #[serde(skip_serializing_if = "is_default")]
    pub(super) kind: PollKind,
    /// How respondents answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mode: Option<Mode>,
    /// The (last) day of fieldwork, as `2024-02-07`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fieldwork: Option<String>,
    /// Which of several releases of this pollster it is ("18:00", "second wave").
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<String>,
    /// Everything that is known about the sample.
    #[serde(skip_serializing_if = "is_default")]
    sample: SampleBuilder,
    /// Of what the shares are shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Base>,
    /// The share of each choice in percent, as printed: a figure, a range such as "30.3–34.7", or a limit: "<1",
    /// "≤5", ">60" or "≥60".
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) shares: Figures,
    /// The seats of each choice: a number, or a range such as "150–160".
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) seats: Figures,
    /// The labels under which the source gives one figure for several choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<Merged>,
    /// All shares are rounded to a multiple of so many percentage points, whatever digits they are printed with; 0 for shares that are not rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rounded_to: Option<Figure>,
    /// The turnout that the pollster estimated, in percent as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    turnout: Option<Figure>,
    /// The percentage of all ballots that the pollster estimated to be invalid, where the shares are of valid votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    invalid: Option<Figure>,
    /// Whom it asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<PopulationBuilder>,
    /// Another publisher of the same sample: the two polls are one source.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_with: Option<String>,
    /// What respondents were asked, in the words of the questionnaire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wording: Option<String>,
    /// The hours at which voters were interviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hours: Option<String>,
    /// The variables by which it was weighted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) weighting: Vec<String>,
    /// Whether the shares were weighted to the official count afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) weighted_to_count: Option<bool>,
    /// A poll of polls: shown, but never counted as a source of its own.
    #[serde(skip_serializing_if = "is_default")]
    pub(super) derived: bool,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// What else is to be known about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl PollBuilder {
    pub(super) fn of(pollster: String) -> PollBuilder {
        PollBuilder {
            pollster,
            ..PollBuilder::default()
        }
    }

    /// The share of one choice in percent, as printed, or of a label that
    /// [`merged`](Self::merged) declares, or of `(other)`, `(invalid)`, `(refused)`,
    /// `(undisclosed)`.
    #[must_use]
    pub fn share(mut self, choice: impl Into<String>, percent: impl Into<Figure>) -> Self {
        self.shares.push(choice, percent);
        self
    }

    /// The seats of one choice: a number, or a range such as "150–160".
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

    /// People who answered.
    #[must_use]
    pub fn respondents(mut self, respondents: impl Into<Figure>) -> Self {
        self.sample = self.sample.respondents(respondents);
        self
    }

    /// Polling stations at which they were asked.
    #[must_use]
    pub fn stations(mut self, stations: impl Into<Figure>) -> Self {
        self.sample = self.sample.stations(stations);
        self
    }

    /// Everything that is known about the sample.
    #[must_use]
    pub fn sample(mut self, sample: SampleBuilder) -> Self {
        self.sample = sample;
        self
    }

    /// Of what the shares are shares.
    #[must_use]
    pub fn base(mut self, base: Base) -> Self {
        self.base = Some(base);
        self
    }

    /// How the estimate came about; an exit poll unless said otherwise.
    #[must_use]
    pub fn kind(mut self, kind: PollKind) -> Self {
        self.kind = kind;
        self
    }

    /// How respondents answered.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = Some(mode);
        self
    }

    /// Adds someone who did the poll together with the pollster.
    #[must_use]
    pub fn partner(mut self, partner: impl Into<String>) -> Self {
        self.partners.push(partner.into());
        self
    }

    /// Who paid for it or broadcast it.
    #[must_use]
    pub fn sponsor(mut self, sponsor: impl Into<String>) -> Self {
        self.sponsor = Some(sponsor.into());
        self
    }

    /// The (last) day of fieldwork, as `2024-02-07`.
    #[must_use]
    pub fn fieldwork(mut self, day: impl Into<String>) -> Self {
        self.fieldwork = Some(day.into());
        self
    }

    /// Which of several releases of this pollster it is ("18:00", "second wave").
    #[must_use]
    pub fn release(mut self, release: impl Into<String>) -> Self {
        self.release = Some(release.into());
        self
    }

    /// The turnout that the pollster estimated, in percent as printed.
    #[must_use]
    pub fn turnout(mut self, percent: impl Into<Figure>) -> Self {
        self.turnout = Some(percent.into());
        self
    }

    /// The percentage of all ballots that the pollster estimated to be invalid, where the shares are
    /// of valid votes. Where they are of all ballots, it stands among them as `(invalid)`.
    #[must_use]
    pub fn invalid(mut self, percent: impl Into<Figure>) -> Self {
        self.invalid = Some(percent.into());
        self
    }

    /// Whom it asked.
    #[must_use]
    pub fn population(mut self, population: PopulationBuilder) -> Self {
        self.population = Some(population);
        self
    }

    /// Another publisher of the same sample: the two polls are one source.
    #[must_use]
    pub fn shared_with(mut self, publisher: impl Into<String>) -> Self {
        self.shared_with = Some(publisher.into());
        self
    }

    /// What respondents were asked, in the words of the questionnaire.
    #[must_use]
    pub fn wording(mut self, question: impl Into<String>) -> Self {
        self.wording = Some(question.into());
        self
    }

    /// The hours at which voters were interviewed.
    #[must_use]
    pub fn hours(mut self, hours: impl Into<String>) -> Self {
        self.hours = Some(hours.into());
        self
    }

    /// Adds variables by which it was weighted.
    #[must_use]
    pub fn weighting<V: Into<String>>(mut self, variables: impl IntoIterator<Item = V>) -> Self {
        self.weighting.extend(variables.into_iter().map(Into::into));
        self
    }

    /// Whether the shares were weighted to the official count afterwards.
    #[must_use]
    pub fn weighted_to_count(mut self, weighted: bool) -> Self {
        self.weighted_to_count = Some(weighted);
        self
    }

    /// Marks a poll of polls: shown, but never counted as a source of its own.
    #[must_use]
    pub fn derived(mut self) -> Self {
        self.derived = true;
        self
    }

    /// Where it was published.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What else is to be known about it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Validates all fields and returns the poll.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no pollster, neither shares nor seats, a figure that
    /// cannot be read, a choice twice, shares that sum to more than rounding and half a point explain, an
    /// impossible sample, a day that does not exist.
    ///
    /// k shares may sum to more than 100 by half a unit of the last digit of each, as rounding makes them, and by half a
    /// point for a misprint, which the report names. What is more is a misread figure, and nothing says which one:
    /// every deviation of this poll, and what polls are said to have in common with it, could be that slip. So it is refused
    /// with its place rather than left out of a report that would read as if it had been compared; correct it, or
    /// take it out of the document.
    pub fn build(self) -> Result<Poll> {
        let pollster = required("pollster", &self.pollster, "name the pollster")?;
        let release = self
            .release
            .as_deref()
            .map(|release| printable("release", release))
            .transpose()?
            .filter(|release| !release.is_empty());
        let texts = [
            ("sponsor", &self.sponsor),
            ("source", &self.source),
            ("wording", &self.wording),
            ("hours", &self.hours),
            ("note", &self.note),
        ];
        prose(&texts)?;
        for (field, texts) in [("partners", &self.partners), ("weighting", &self.weighting)] {
            texts.iter().try_for_each(|text| check(field, text))?;
        }
        let percent = |field: &str, figure: &Option<Figure>| {
            figure
                .as_ref()
                .map(|figure| PublishedShare::read(field, figure))
                .transpose()
        };
        let groups = Groups::of(&self.merged, &[&self.shares, &self.seats])?;
        let mut poll = Poll {
            name: match &release {
                Some(release) => format!("{pollster} ({release})"),
                None => pollster.clone(),
            },
            pollster,
            release,
            fieldwork: self
                .fieldwork
                .as_deref()
                .map(|day| date("fieldwork", day))
                .transpose()?,
            sample: self
                .sample
                .clone()
                .build()
                .map_err(|error| error.inside("sample"))?,
            entries: Arc::default(),
            categories: Vec::new(),
            seats: Vec::with_capacity(self.seats.len()),
            seat_labels: Vec::new(),
            turnout: self.turnout.as_ref().map(turnout).transpose()?,
            invalid: percent("invalid", &self.invalid)?,
            population: self
                .population
                .clone()
                .map(PopulationBuilder::build)
                .transpose()
                .map_err(|error| error.inside("population"))?,
            shared_with: self
                .shared_with
                .as_deref()
                .map(|name| required("shared_with", name, "name the other publisher"))
                .transpose()?,
            document: Arc::default(),
        };
        let labels = groups.resolve("shares", &self.shares, Overlap::Refused)?;
        // Beside shares that are said to be of valid votes, those who gave none are no part of them.
        let is_apart = |label: &Label| {
            let category = label.category().filter(|of| *of != Category::Other);
            self.base == Some(Base::ValidVotes) && category.is_some()
        };
        let shares = shares(&self.shares, &labels, self.rounded_to.as_ref(), is_apart)?;
        let mut entries = Vec::with_capacity(labels.len());
        for (label, share) in labels.iter().zip(shares) {
            match label.category() {
                None => entries.push(PollEntry {
                    label: Arc::clone(label),
                    share,
                }),
                Some(category) => poll.categories.push((category, share)),
            }
        }
        poll.entries = Arc::new(entries);
        let labels = groups.resolve("seats", &self.seats, Overlap::OfBlocsAndMembers)?;
        for (label, figure) in labels.iter().zip(self.seats.values()) {
            if let Some(category) = label.category()
                && category != Category::Other
            {
                let help = "seats go to choices and to (other)";
                return Err(Error::unknown("seats", label.name(), help));
            }
            let seats =
                SeatEstimate::parse(label.name(), figure).map_err(|error| error.inside("seats"))?;
            poll.seats.push((label.name().to_owned(), seats));
        }
        poll.seat_labels = labels.into_owned();
        sum("seats", poll.seats.iter().map(|(_, seats)| seats.high()))?;
        if poll.invalid.is_some() && poll.category(Category::Invalid).is_some() {
            return Err(Error::duplicate(
                "invalid",
                Category::Invalid.label(),
                "give it among the shares where they are of all ballots, otherwise apart",
            ));
        }
        if poll.entries.is_empty() && poll.seats.is_empty() {
            return Err(Error::missing(
                "shares",
                "give the share or the seats of at least one choice",
            ));
        }
        poll.document = Arc::new(self);
        Ok(poll)
    }
}

impl TryFrom<PollBuilder> for Poll {
    type Error = Error;
    fn try_from(builder: PollBuilder) -> Result<Poll> {
        builder.build()
    }
}
