use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::entry::{Base, Category};
use super::label::Label;
use super::poll_builder::PollBuilder;
use super::population::Population;
use super::sample::Sample;
use super::seats::SeatEstimate;
use super::share::PublishedShare;

/// How an estimate came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    pub(super) label: Arc<Label>,
    pub(crate) share: PublishedShare,
}

impl PollEntry {
    pub(crate) fn label(&self) -> &str {
        self.label.name()
    }

    pub(crate) fn choices(&self) -> &[String] {
        self.label.choices()
    }
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "PollBuilder", into = "PollBuilder")]
pub struct Poll {
    pub(super) name: String,
    pub(super) pollster: String,
    pub(super) release: Option<String>,
    pub(super) fieldwork: Option<Date>,
    pub(super) sample: Sample,
    pub(super) entries: Arc<Vec<PollEntry>>,
    pub(super) categories: Vec<(Category, PublishedShare)>,
    pub(super) seats: Vec<(String, SeatEstimate)>,
    // The label of each entry of `seats`.
    pub(super) seat_labels: Vec<Arc<Label>>,
    pub(super) turnout: Option<PublishedShare>,
    pub(super) invalid: Option<PublishedShare>,
    pub(super) population: Option<Population>,
    pub(super) shared_with: Option<String>,
    // What was written, so that it can be written again digit by digit; shared with the reports that hold it.
    pub(super) document: Arc<PollBuilder>,
}

impl Poll {
    /// Starts a poll of this pollster.
    #[must_use]
    pub fn builder(pollster: impl Into<String>) -> PollBuilder {
        PollBuilder::of(pollster.into())
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

    /// The turnout that the pollster estimated, as published.
    #[must_use]
    pub fn turnout(&self) -> Option<PublishedShare> {
        self.turnout
    }

    /// The proportion of all ballots that the pollster estimated to be invalid: from the table of
    /// shares, unless they are of everyone approached, or given apart.
    #[must_use]
    pub fn invalid(&self) -> Option<PublishedShare> {
        let of_ballots = self.base() != Some(Base::Approached) && !self.prints_nonresponse();
        self.invalid
            .or_else(|| self.category(Category::Invalid).filter(|_| of_ballots))
    }

    /// Whether its shares are of everyone approached, by its own word or since it prints those who named no choice
    /// beside those who did.
    pub(crate) fn is_of_all_approached(&self) -> bool {
        self.base()
            .map_or(self.prints_nonresponse(), |base| base == Base::Approached)
    }

    /// Whether it prints a share of people who were asked and named no choice.
    pub(crate) fn prints_nonresponse(&self) -> bool {
        let nonresponse = [Category::Refused, Category::Undisclosed];
        nonresponse
            .iter()
            .any(|category| self.category(*category).is_some())
    }

    /// Whom it asked, where that is stated.
    #[must_use]
    pub fn population(&self) -> Option<&Population> {
        self.population.as_ref()
    }

    /// The poll with what is known of its voters; it is still written as it was published.
    pub(crate) fn of_voters(mut self, population: Population) -> Poll {
        self.population = Some(population);
        self
    }

    /// The poll with what is known of its sample; it is still written as it was published.
    pub(crate) fn of_sample(mut self, sample: Sample) -> Poll {
        self.sample = sample;
        self
    }

    /// The publisher with whom it shares its sample: the two polls are one source.
    #[must_use]
    pub fn shared_with(&self) -> Option<&str> {
        self.shared_with.as_deref()
    }

    /// What respondents were asked, in the words of the questionnaire.
    #[must_use]
    pub fn wording(&self) -> Option<&str> {
        self.document.wording.as_deref()
    }

    /// The hours at which voters were interviewed.
    #[must_use]
    pub fn hours(&self) -> Option<&str> {
        self.document.hours.as_deref()
    }

    /// The variables by which it was weighted.
    #[must_use]
    pub fn weighting(&self) -> &[String] {
        &self.document.weighting
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
            .zip(&self.seat_labels)
            .map(|((_, seats), label)| (label.name(), label.choices(), *seats))
    }

    /// The choices behind a label of its seats: several for a bloc, none for `(other)`.
    pub(crate) fn members(&self, label: &str) -> Vec<String> {
        let entry = self.seat_entries().find(|(own, ..)| *own == label);
        entry.map_or_else(Vec::new, |(_, choices, _)| choices.to_vec())
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

impl From<Poll> for PollBuilder {
    fn from(poll: Poll) -> PollBuilder {
        Arc::unwrap_or_clone(poll.document)
    }
}
