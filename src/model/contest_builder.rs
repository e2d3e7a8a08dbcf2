use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::contest::{Contest, date, prose, required, whole};
use super::entries::Entries;
use super::figure::Figure;
use super::name::distinct;
use super::threshold::ThresholdForm;
use crate::error::{Error, Result};

/// Collects what a [`Contest`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("required" = ["name", "choices"]))
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a contest: an object with name and choices"
)]
pub struct ContestBuilder {
    /// What is elected, where.
    name: String,
    /// The day of the vote, as `2024-02-07`.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The country, region or district that votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) jurisdiction: Option<String>,
    /// The choices on the ballot, in order.
    choices: Vec<String>,
    /// The seats of the house that is elected.
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<Figure>,
    /// The number of seats that is a majority.
    #[serde(skip_serializing_if = "Option::is_none")]
    majority: Option<Figure>,
    /// How many choices the contest sends on: the places of a run-off, or the members that are elected.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Figure>,
    /// The shares that choices have to reach or exceed, by the name of the rule.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    thresholds: Entries<ThresholdForm>,
    /// Registered voters.
    #[serde(skip_serializing_if = "Option::is_none")]
    registered: Option<Figure>,
    /// Where the facts about the contest were published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// What else is to be known about the contest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

impl ContestBuilder {
    pub(super) fn named(name: String) -> ContestBuilder {
        ContestBuilder {
            name,
            ..ContestBuilder::default()
        }
    }

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
    /// let printed: Vec<String> = contest.thresholds().iter().map(|t| t.threshold().to_string()).collect();
    /// assert_eq!(printed, ["at least 5/100", "more than 50/100"]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn threshold(mut self, name: impl Into<String>, percent: impl Into<Figure>) -> Self {
        let form = ThresholdForm::for_all(percent.into());
        self.thresholds.push(name, form);
        self
    }

    /// Adds a threshold that only some choices have to reach, such as coalitions; or the sum that a poll or a count gives
    /// under a label of its own. That each is one or the other is checked with [those](Contest::check).
    ///
    /// ```
    /// let contest = exitpoll::Contest::builder("Example")
    ///     .choices(["A", "B + C"])
    ///     .threshold("parties", "5")
    ///     .threshold_for("coalitions", "7", ["B + C"])
    ///     .build()?;
    /// let [parties, coalitions] = contest.thresholds() else { unreachable!() };
    /// assert!(parties.applies_to("A") && !coalitions.applies_to("A"));
    /// assert_eq!(coalitions.threshold().share(), 0.07);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn threshold_for<C: Into<String>>(
        mut self,
        name: impl Into<String>,
        percent: impl Into<Figure>,
        choices: impl IntoIterator<Item = C>,
    ) -> Self {
        let choices = choices.into_iter().map(Into::into).collect();
        let form = ThresholdForm::for_choices(percent.into(), choices);
        self.thresholds.push(name, form);
        self
    }

    /// How many choices the contest sends on: the places of a run-off, or the members that are
    /// elected.
    #[must_use]
    pub fn places(mut self, places: impl Into<Figure>) -> Self {
        self.places = Some(places.into());
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
        let names = self.thresholds.iter().map(|(name, _)| name.written());
        distinct("thresholds", names, "give each threshold a name of its own")?;
        let thresholds = self
            .thresholds
            .iter()
            .map(|(name, form)| form.build(name.written()))
            .collect::<Result<_>>()?;
        let places = whole("places", self.places.as_ref())?;
        if places == Some(0) {
            let help = "give at least one place, or leave it out";
            return Err(Error::out_of_range("places", 0, help));
        }
        Ok(Contest {
            name,
            date: self
                .date
                .as_deref()
                .map(|text| date("date", text))
                .transpose()?,
            choices: choices.into(),
            seats,
            majority,
            places,
            thresholds,
            registered: whole("registered", self.registered.as_ref())?,
            document: Arc::new(self),
        })
    }
}

impl TryFrom<ContestBuilder> for Contest {
    type Error = Error;
    fn try_from(builder: ContestBuilder) -> Result<Contest> {
        builder.build()
    }
}
