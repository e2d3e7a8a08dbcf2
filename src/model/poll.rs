use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::contest::{date, required};
use super::entry::{Base, Category, Key, Merged, check_merged, keys, shares};
use super::figure::{Figure, Figures};
use super::sample::{Sample, SampleBuilder};
use super::seats::SeatEstimate;
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// How an estimate came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PollKind {
    /// Voters asked as they leave the polling station.
    #[default]
    ExitPoll,
    /// A sample of stations' official counts.
    QuickCount,
    /// A tally of stations' counts beside the commission's.
    ParallelCount,
    /// A poll shortly before the vote.
    LatePoll,
}

/// How respondents answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mode {
    /// An interviewer asked.
    FaceToFace,
    /// A ballot filled in unseen and dropped into a box.
    SecretBallot,
    /// By telephone.
    Telephone,
    /// On a web page.
    Online,
    /// Several of these.
    Mixed,
}

/// One estimate for one choice, or for choices that the source merges.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PollEntry {
    pub(crate) label: String,
    pub(crate) choices: Vec<String>,
    pub(crate) share: PublishedShare,
}

/// What one pollster published: shares, seats or both, so far as given and as given.
///
/// ```
/// use exitpoll::Poll;
///
/// let poll = Poll::builder("Social Research Center")
///     .share("Ilham Aliyev", "92.4")
///     .share("Zahid Oruj", "2.2")
///     .respondents(5012)
///     .stations(125)
///     .build()?;
/// assert_eq!(poll.sample().respondents(), Some(5012));
/// assert_eq!(poll.sample().design_effect(), None);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "PollBuilder", into = "PollBuilder")]
pub struct Poll {
    name: String,
    fieldwork: Option<Date>,
    sample: Sample,
    entries: Vec<PollEntry>,
    categories: Vec<(Category, PublishedShare)>,
    seats: Vec<(String, SeatEstimate)>,
    // What was written, so that it can be written again digit by digit.
    document: Box<PollBuilder>,
}

/// Collects what a [`Poll`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a poll: an object with pollster and shares or seats"
)]
pub struct PollBuilder {
    pollster: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    partners: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sponsor: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    kind: PollKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fieldwork: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    sample: SampleBuilder,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Base>,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    shares: Figures,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    seats: Figures,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<Merged>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounded_to: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weighted_to_count: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    derived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Poll {
    /// Starts a poll of this pollster.
    #[must_use]
    pub fn builder(pollster: impl Into<String>) -> PollBuilder {
        PollBuilder {
            pollster: pollster.into(),
            ..PollBuilder::default()
        }
    }

    /// The name by which the report calls it: the pollster, with the release where one is given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The pollster.
    #[must_use]
    pub fn pollster(&self) -> &str {
        &self.document.pollster
    }

    /// Who did the poll together with the pollster.
    #[must_use]
    pub fn partners(&self) -> &[String] {
        &self.document.partners
    }

    /// Who paid for it or broadcast it.
    #[must_use]
    pub fn sponsor(&self) -> Option<&str> {
        self.document.sponsor.as_deref()
    }

    /// How the estimate came about.
    #[must_use]
    pub fn kind(&self) -> PollKind {
        self.document.kind
    }

    /// How respondents answered.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.document.mode
    }

    /// The (last) day of fieldwork.
    #[must_use]
    pub fn fieldwork(&self) -> Option<Date> {
        self.fieldwork
    }

    /// Which of several releases it is ("18:00", "second wave").
    #[must_use]
    pub fn release(&self) -> Option<&str> {
        self.document.release.as_deref()
    }

    /// The sample, so far as published.
    #[must_use]
    pub fn sample(&self) -> &Sample {
        &self.sample
    }

    /// Of what its shares are shares, where the source says so.
    #[must_use]
    pub fn base(&self) -> Option<Base> {
        self.document.base
    }

    /// Whether it was weighted to the official count afterwards; unknown where nobody says so.
    #[must_use]
    pub fn weighted_to_count(&self) -> Option<bool> {
        self.document.weighted_to_count
    }

    /// Whether it is made of other polls (a poll of polls): never a source of its own.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        self.document.derived
    }

    /// Where it was published.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// What else is to be known about it.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.document.note.as_deref()
    }

    /// Seats by choice, in the order given.
    #[must_use]
    pub fn seats(&self) -> &[(String, SeatEstimate)] {
        &self.seats
    }

    pub(super) fn merged_labels(&self) -> impl Iterator<Item = &String> + Clone {
        self.document.merged.iter().map(|group| &group.label)
    }

    pub(crate) fn entries(&self) -> &[PollEntry] {
        &self.entries
    }

    pub(crate) fn category(&self, category: Category) -> Option<PublishedShare> {
        self.categories
            .iter()
            .find(|(c, _)| *c == category)
            .map(|(_, share)| *share)
    }
}

impl PollBuilder {
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
        let choices = choices.into_iter().map(Into::into).collect();
        self.merged.push(Merged {
            label: label.into(),
            choices,
        });
        self
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

    /// The poll, if everything in it can be so.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no pollster, neither shares nor seats, a figure that
    /// cannot be read, a choice twice, shares that sum to more than rounding and half a point explain, an
    /// impossible sample, a day that does not exist.
    pub fn build(self) -> Result<Poll> {
        let pollster = required("pollster", self.pollster.clone(), "name the pollster")?;
        let name = match self.release.as_deref().map(str::trim) {
            Some(release) if !release.is_empty() => format!("{pollster} ({release})"),
            _ => pollster,
        };
        check_merged(&self.merged, &[&self.shares, &self.seats])?;
        let mut poll = Poll {
            name,
            fieldwork: self
                .fieldwork
                .as_deref()
                .map(|day| date("fieldwork", day))
                .transpose()?,
            sample: self.sample.clone().build().map_err(in_sample)?,
            entries: Vec::with_capacity(self.shares.0.len()),
            categories: Vec::new(),
            seats: Vec::with_capacity(self.seats.0.len()),
            document: Box::default(),
        };
        let share_keys = keys("shares", &self.shares, &self.merged)?;
        let shares = shares(&self.shares, self.rounded_to.as_ref())?;
        for ((key, share), (label, _)) in share_keys.into_iter().zip(shares).zip(&self.shares.0) {
            match key {
                Key::Choices(choices) => {
                    poll.entries.push(PollEntry {
                        label: label.clone(),
                        choices,
                        share,
                    });
                }
                Key::Category(category) => poll.categories.push((category, share)),
            }
        }
        for (key, (label, figure)) in keys("seats", &self.seats, &self.merged)?
            .into_iter()
            .zip(&self.seats.0)
        {
            if !matches!(key, Key::Choices(_) | Key::Category(Category::Other)) {
                return Err(Error::Unknown {
                    field: "seats".into(),
                    value: label.clone(),
                    mend: "seats go to choices and to (other)".into(),
                });
            }
            poll.seats.push((
                label.clone(),
                SeatEstimate::parse(&format!("seats.{label}"), figure)?,
            ));
        }
        if poll.entries.is_empty() && poll.seats.is_empty() {
            return Err(Error::missing(
                "shares",
                "give the share or the seats of at least one choice",
            ));
        }
        poll.document = Box::new(self);
        Ok(poll)
    }
}

/// Names the field of the sample as it stands in the poll.
fn in_sample(error: Error) -> Error {
    let inside = |field: String| format!("sample.{field}");
    match error {
        Error::OutOfRange { field, value, mend } => Error::OutOfRange {
            field: inside(field),
            value,
            mend,
        },
        Error::Unreadable { field, value, mend } => Error::Unreadable {
            field: inside(field),
            value,
            mend,
        },
        Error::Inconsistent {
            field,
            value,
            other,
            mend,
        } => Error::Inconsistent {
            field: inside(field),
            value,
            other,
            mend,
        },
        other => other,
    }
}

impl TryFrom<PollBuilder> for Poll {
    type Error = Error;
    fn try_from(builder: PollBuilder) -> Result<Poll> {
        builder.build()
    }
}

impl From<Poll> for PollBuilder {
    fn from(poll: Poll) -> PollBuilder {
        *poll.document
    }
}
