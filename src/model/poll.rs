use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::contest::{date, prose, required};
use super::entry::{Base, Category, Groups, Key, Label, Merged, Overlap, shares};
use super::figure::{Figure, Figures};
use super::name::{check, printable};
use super::sample::{Sample, SampleBuilder};
use super::seats::SeatEstimate;
use super::share::PublishedShare;
use crate::error::{Error, Result};

/// How an estimate came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
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
    pollster: String,
    release: Option<String>,
    fieldwork: Option<Date>,
    sample: Sample,
    entries: Vec<PollEntry>,
    categories: Vec<(Category, PublishedShare)>,
    seats: Vec<(String, SeatEstimate)>,
    // The choices of each entry of `seats`; none for `(other)`.
    seat_choices: Vec<Vec<String>>,
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
    pub(crate) shares: Figures,
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) seats: Figures,
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
        &self.pollster
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
        self.release.as_deref()
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

    /// The entries of [`seats`](Self::seats) with the choices that each is for: several for a bloc,
    /// none for `(other)`.
    pub(crate) fn seat_entries(
        &self,
    ) -> impl Iterator<Item = (&str, &[String], SeatEstimate)> + Clone {
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
            ("note", &self.note),
        ];
        prose(&texts)?;
        for partner in &self.partners {
            check("partners", partner)?;
        }
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
            entries: Vec::with_capacity(self.shares.0.len()),
            categories: Vec::new(),
            seats: Vec::with_capacity(self.seats.0.len()),
            seat_choices: Vec::with_capacity(self.seats.0.len()),
            document: Box::default(),
        };
        let labels = groups.resolve("shares", &self.shares, Overlap::Refused)?;
        let shares = shares(&self.shares, &labels, self.rounded_to.as_ref())?;
        for (Label { label, key }, share) in labels.into_iter().zip(shares) {
            match key {
                Key::Choices(choices) => {
                    poll.entries.push(PollEntry {
                        label,
                        choices,
                        share,
                    });
                }
                Key::Category(category) => poll.categories.push((category, share)),
            }
        }
        let labels = groups.resolve("seats", &self.seats, Overlap::OfBlocsAndMembers)?;
        for (Label { label, key }, (_, figure)) in labels.into_iter().zip(&self.seats.0) {
            let choices = match key {
                Key::Choices(choices) => choices,
                Key::Category(Category::Other) => Vec::new(),
                Key::Category(_) => {
                    let help = "seats go to choices and to (other)";
                    return Err(Error::unknown("seats", label, help));
                }
            };
            let estimate = SeatEstimate::parse(&format!("seats.{label}"), figure)?;
            poll.seats.push((label, estimate));
            poll.seat_choices.push(choices);
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
