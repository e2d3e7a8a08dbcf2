use std::collections::HashMap;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::contest::{prose, required, whole};
use super::entry::{Base, Category, Groups, Key, Label, Merged, Overlap, shares};
use super::figure::{Figure, Figures, sum};
use super::share::PublishedShare;
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// What an official count is a count of so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CompletenessOf {
    /// Polling stations that have reported; not a share of the ballots.
    Stations,
    /// Ballots.
    Ballots,
    /// The registered voters of the stations that have reported.
    RegisteredVoters,
}

/// Whether anything can still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountStatus {
    /// Ballots are still to be counted or added.
    Partial,
    /// The result as declared.
    Final,
}

/// How complete a partial count is, and of what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Completeness {
    of: CompletenessOf,
    value: f64,
    bounds: Bounds,
    counted: Option<(u64, u64)>,
}

impl Completeness {
    /// Of what.
    #[must_use]
    pub fn of(&self) -> CompletenessOf {
        self.of
    }

    /// The proportion counted.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The proportions counted that the printed figure can stand for.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Counted and total, where numbers were given.
    #[must_use]
    pub fn counted(&self) -> Option<(u64, u64)> {
        self.counted
    }
}

/// Collects what a [`Completeness`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CompletenessDocument {
    of: CompletenessOf,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    percent: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counted: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    total: Option<Figure>,
}

impl CompletenessDocument {
    fn build(&self) -> Result<Completeness> {
        match (&self.percent, &self.counted, &self.total) {
            (Some(percent), None, None) => {
                let share = PublishedShare::parse("completeness.percent", percent.text())?;
                if share.value() == 0.0 {
                    return Err(Error::out_of_range(
                        "completeness.percent",
                        percent,
                        "a count starts with the first ballot; leave the count out before",
                    ));
                }
                let (value, bounds) = (share.value(), share.bounds());
                Ok(Completeness {
                    of: self.of,
                    value,
                    bounds,
                    counted: None,
                })
            }
            (None, Some(counted), Some(total)) => {
                let (part, whole) = (
                    counted.whole("completeness.counted")?,
                    total.whole("completeness.total")?,
                );
                if part == 0 || part > whole {
                    return Err(Error::out_of_range(
                        "completeness.counted",
                        part,
                        format!("give at least 1 and at most the total, {whole}"),
                    ));
                }
                let value = part as f64 / whole as f64;
                let bounds = Bounds::exact(value);
                Ok(Completeness {
                    of: self.of,
                    value,
                    bounds,
                    counted: Some((part, whole)),
                })
            }
            _ => Err(Error::missing(
                "completeness",
                "give either `percent` as printed, or both `counted` and `total`",
            )),
        }
    }
}

/// A figure of the count for one choice, or for choices that the source merges.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CountEntry {
    pub(crate) label: String,
    pub(crate) choices: Vec<String>,
    pub(crate) votes: Option<u64>,
    pub(crate) share: Option<PublishedShare>,
}

/// What an electoral commission (or a side that tallies) published at one moment.
///
/// Figures are votes, published shares, or both; where both are given, votes are what is compared
/// and the shares are checked against them. It also says whether anything can still change, and how
/// complete it is *of what*: 93.35 percent of the stations is not 93.35 percent of the ballots.
///
/// ```
/// use exitpoll::{CompletenessOf, OfficialCount};
///
/// let count = OfficialCount::builder("CEC, 93.35 percent")
///     .share("Ilham Aliyev", "92.05")
///     .completeness(CompletenessOf::Ballots, "93.35")
///     .build()?;
/// assert_eq!(count.completeness().unwrap().value(), 0.9335);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "OfficialCountBuilder", into = "OfficialCountBuilder")]
pub struct OfficialCount {
    name: String,
    status: CountStatus,
    base: Option<Base>,
    entries: Vec<CountEntry>,
    other: Option<(Option<u64>, Option<PublishedShare>)>,
    invalid_share: Option<PublishedShare>,
    seats: Vec<(String, u64)>,
    // The choices of each entry of `seats`; none for `(other)`.
    seat_choices: Vec<Vec<String>>,
    valid: Option<u64>,
    invalid: Option<u64>,
    ballots_cast: Option<u64>,
    registered: Option<u64>,
    outstanding_registered: Option<u64>,
    completeness: Option<Completeness>,
    as_of: Option<DateTime>,
    // What was written, so that it can be written again digit by digit.
    document: Box<OfficialCountBuilder>,
}

/// Collects what an [`OfficialCount`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a count: an object with name and votes, shares or seats"
)]
pub struct OfficialCountBuilder {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<CountStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completeness: Option<CompletenessDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Base>,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) votes: Figures,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) shares: Figures,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) seats: Figures,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<Merged>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounded_to: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invalid: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ballots_cast: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outstanding_registered: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl OfficialCount {
    /// Starts a count with the name by which the report calls it.
    #[must_use]
    pub fn builder(name: impl Into<String>) -> OfficialCountBuilder {
        OfficialCountBuilder {
            name: name.into(),
            ..OfficialCountBuilder::default()
        }
    }

    /// The name by which the report calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether anything can still change.
    #[must_use]
    pub fn status(&self) -> CountStatus {
        self.status
    }

    /// Of what its shares are shares, where the source says so.
    #[must_use]
    pub fn base(&self) -> Option<Base> {
        self.base
    }

    /// How complete it is, and of what.
    #[must_use]
    pub fn completeness(&self) -> Option<Completeness> {
        self.completeness
    }

    /// The local time of its figures.
    #[must_use]
    pub fn as_of(&self) -> Option<DateTime> {
        self.as_of
    }

    /// Valid votes.
    #[must_use]
    pub fn valid(&self) -> Option<u64> {
        self.valid
    }

    /// Invalid votes.
    #[must_use]
    pub fn invalid(&self) -> Option<u64> {
        self.invalid
    }

    /// Ballots cast, valid and invalid.
    #[must_use]
    pub fn ballots_cast(&self) -> Option<u64> {
        self.ballots_cast
    }

    /// Registered voters.
    #[must_use]
    pub fn registered(&self) -> Option<u64> {
        self.registered
    }

    /// Registered voters of the stations that are still to report.
    #[must_use]
    pub fn outstanding_registered(&self) -> Option<u64> {
        self.outstanding_registered
    }

    /// Where the figures were published.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// What else is to be known about the figures.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.document.note.as_deref()
    }

    /// Seats by choice, in the order given.
    #[must_use]
    pub fn seats(&self) -> &[(String, u64)] {
        &self.seats
    }

    /// The entries of [`seats`](Self::seats) with the choices that each is for: several for a bloc,
    /// none for `(other)`.
    pub(crate) fn seat_entries(&self) -> impl Iterator<Item = (&str, &[String], u64)> + Clone {
        self.seats
            .iter()
            .zip(&self.seat_choices)
            .map(|((label, seats), choices)| (label.as_str(), choices.as_slice(), *seats))
    }

    /// The choices behind a label of its tables: the members of a merged one, or the choice itself.
    pub(crate) fn members(&self, label: &str) -> Vec<String> {
        let merged = self
            .document
            .merged
            .iter()
            .find(|group| group.label == label);
        merged.map_or_else(|| vec![label.to_owned()], |group| group.choices.clone())
    }

    pub(crate) fn entries(&self) -> &[CountEntry] {
        &self.entries
    }

    pub(crate) fn other(&self) -> Option<(Option<u64>, Option<PublishedShare>)> {
        self.other
    }

    pub(crate) fn invalid_share(&self) -> Option<PublishedShare> {
        self.invalid_share
    }
}

impl OfficialCountBuilder {
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
        self.merged.push(Merged {
            label: label.into(),
            choices: choices.into_iter().map(Into::into).collect(),
        });
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
        self.completeness = Some(CompletenessDocument {
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
        self.completeness = Some(CompletenessDocument {
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

    /// Ballots cast, valid and invalid.
    #[must_use]
    pub fn ballots_cast(mut self, ballots: impl Into<Figure>) -> Self {
        self.ballots_cast = Some(ballots.into());
        self
    }

    /// Registered voters.
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
    /// choice twice, shares that sum to more than rounding and half a point explain, more votes than valid ones, a
    /// completeness outside (0, 1], a final count that is not complete, neither status nor
    /// completeness.
    pub fn build(self) -> Result<OfficialCount> {
        let name = required("name", &self.name, "give the count a name")?;
        prose(&[("source", &self.source), ("note", &self.note)])?;
        let groups = Groups::of(&self.merged, &[&self.votes, &self.shares, &self.seats])?;
        let completeness = self
            .completeness
            .as_ref()
            .map(CompletenessDocument::build)
            .transpose()?;
        let status = match (self.status, completeness) {
            (Some(CountStatus::Final), Some(part)) if part.value() < 1.0 => {
                return Err(Error::inconsistent(
                    "status",
                    "final",
                    "`completeness` below 1",
                    "call the count partial, or leave its completeness out",
                ));
            }
            (Some(status), _) => status,
            (None, Some(_)) => CountStatus::Partial,
            (None, None) => {
                return Err(Error::missing(
                    "status",
                    "say \"final\" or \"partial\", or give the completeness",
                ));
            }
        };
        if self.base == Some(Base::Approached) {
            return Err(Error::out_of_range(
                "base",
                "approached",
                "a count is of valid_votes or of all_ballots",
            ));
        }
        let read = |field: &str, figure: &Option<Figure>| whole(field, figure.as_ref());
        let mut count = OfficialCount {
            name,
            status,
            base: self.base,
            entries: Vec::new(),
            other: None,
            invalid_share: None,
            seats: Vec::with_capacity(self.seats.0.len()),
            seat_choices: Vec::with_capacity(self.seats.0.len()),
            valid: read("valid", &self.valid)?,
            invalid: read("invalid", &self.invalid)?,
            ballots_cast: read("ballots_cast", &self.ballots_cast)?,
            registered: read("registered", &self.registered)?,
            outstanding_registered: read("outstanding_registered", &self.outstanding_registered)?,
            completeness,
            as_of: self.as_of.as_deref().map(date_time).transpose()?,
            document: Box::default(),
        };
        count.read_votes(&self, &groups)?;
        count.read_shares(&self, &groups)?;
        let labels = groups.resolve("seats", &self.seats, Overlap::OfBlocsAndMembers)?;
        for (Label { label, key }, (_, figure)) in labels.into_iter().zip(&self.seats.0) {
            let choices = match key {
                Key::Choices(choices) => choices,
                Key::Category(Category::Other) => Vec::new(),
                Key::Category(_) => return Err(not_here("seats", &label)),
            };
            let seats = figure.whole(&format!("seats.{label}"))?;
            count.seats.push((label, seats));
            count.seat_choices.push(choices);
        }
        if count.entries.is_empty() && count.seats.is_empty() {
            return Err(Error::missing(
                "votes",
                "give votes, shares or seats for at least one choice",
            ));
        }
        count.check_totals()?;
        count.document = Box::new(self);
        Ok(count)
    }
}

impl OfficialCount {
    fn read_votes(&mut self, from: &OfficialCountBuilder, groups: &Groups) -> Result<()> {
        let labels = groups.resolve("votes", &from.votes, Overlap::Refused)?;
        for (Label { label, key }, (_, figure)) in labels.into_iter().zip(&from.votes.0) {
            let votes = figure.whole(&format!("votes.{label}"))?;
            match key {
                Key::Choices(choices) => self.entries.push(CountEntry {
                    label,
                    choices,
                    votes: Some(votes),
                    share: None,
                }),
                Key::Category(Category::Other) => self.other = Some((Some(votes), None)),
                Key::Category(Category::Invalid) if self.invalid.is_none_or(|n| n == votes) => {
                    self.invalid = Some(votes);
                }
                Key::Category(Category::Invalid) => {
                    return Err(contradiction(
                        "invalid",
                        self.invalid,
                        "`votes.(invalid)`",
                        votes,
                    ));
                }
                Key::Category(_) => return Err(not_here("votes", &label)),
            }
        }
        Ok(())
    }

    fn read_shares(&mut self, from: &OfficialCountBuilder, groups: &Groups) -> Result<()> {
        let labels = groups.resolve("shares", &from.shares, Overlap::Refused)?;
        let shares = shares(&from.shares, &labels, from.rounded_to.as_ref())?;
        // The entry with the votes of each choice.
        let with_votes: HashMap<String, usize> = self
            .entries
            .iter()
            .enumerate()
            .flat_map(|(i, entry)| entry.choices.iter().map(move |choice| (choice.clone(), i)))
            .collect();
        for (Label { label, key }, share) in labels.into_iter().zip(shares) {
            let choices = match key {
                Key::Choices(choices) => choices,
                Key::Category(Category::Other) => {
                    self.other = Some((self.other.and_then(|(votes, _)| votes), Some(share)));
                    continue;
                }
                Key::Category(Category::Invalid) => {
                    self.invalid_share = Some(share);
                    continue;
                }
                Key::Category(_) => return Err(not_here("shares", &label)),
            };
            let known = choices.iter().find_map(|choice| with_votes.get(choice));
            match known.and_then(|i| self.entries.get_mut(*i)) {
                Some(entry) if entry.choices == choices => entry.share = Some(share),
                // The same choice, once alone with votes and once merged with a share.
                Some(_) => {
                    let help = "merge the same choices in votes and in shares";
                    return Err(Error::duplicate("shares", label, help));
                }
                None => self.entries.push(CountEntry {
                    label,
                    choices,
                    votes: None,
                    share: Some(share),
                }),
            }
        }
        Ok(())
    }

    fn check_totals(&self) -> Result<()> {
        let listed = self.entries.iter().filter_map(|entry| entry.votes);
        let votes = sum(
            "votes",
            listed.chain(self.other.and_then(|(votes, _)| votes)),
        )?;
        let at_most = |field: &str, part: u64, whole_name: &str, whole: Option<u64>, mend: &str| {
            match whole {
                Some(whole) if part > whole => Err(Error::inconsistent(
                    field,
                    part.to_string(),
                    format!("`{whole_name}` {whole}"),
                    mend,
                )),
                _ => Ok(()),
            }
        };
        at_most(
            "votes",
            votes,
            "valid",
            self.valid,
            "the votes of the choices are valid votes",
        )?;
        let valid = self.valid.unwrap_or(votes);
        let ballots = sum("valid", [valid].into_iter().chain(self.invalid))?;
        at_most(
            "valid",
            ballots,
            "ballots_cast",
            self.ballots_cast,
            "valid and invalid ballots are ballots cast",
        )?;
        at_most(
            "ballots_cast",
            ballots.max(self.ballots_cast.unwrap_or(0)),
            "registered",
            self.registered,
            "give the registered voters of the same territory",
        )?;
        if self.entries.iter().any(|entry| entry.votes.is_some()) && valid == 0 {
            return Err(Error::out_of_range(
                "votes",
                "0 in sum",
                "a count needs at least one vote",
            ));
        }
        Ok(())
    }
}

fn date_time(text: &str) -> Result<DateTime> {
    text.trim()
        .parse()
        .map_err(|_| Error::unreadable("as_of", text, "write local time, as 2024-02-08T01:20"))
}

fn not_here(field: &str, label: &str) -> Error {
    Error::unknown(
        field,
        label,
        "an official count has choices, (other) and (invalid)",
    )
}

fn contradiction(field: &str, value: Option<u64>, other: &str, other_value: u64) -> Error {
    Error::inconsistent(
        field,
        value.map_or_else(String::new, |value| value.to_string()),
        format!("{other} {other_value}"),
        "give one figure",
    )
}

impl TryFrom<OfficialCountBuilder> for OfficialCount {
    type Error = Error;
    fn try_from(builder: OfficialCountBuilder) -> Result<OfficialCount> {
        builder.build()
    }
}

impl From<OfficialCount> for OfficialCountBuilder {
    fn from(count: OfficialCount) -> OfficialCountBuilder {
        *count.document
    }
}
