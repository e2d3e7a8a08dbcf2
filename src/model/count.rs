use std::sync::Arc;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::common_entries::of_choices;
use super::completeness::{Completeness, CompletenessOf};
use super::count_builder::OfficialCountBuilder;
use super::entry::Base;
use super::label::Label;
use super::population::Population;
use super::segment::Segment;
use super::share::PublishedShare;
use super::tally::{CountEntry, Tally};
use crate::numeric::Bounds;

/// Whether anything can still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CountStatus {
    /// Ballots are still to be counted or added.
    Partial,
    /// The result as declared.
    Final,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "OfficialCountBuilder", into = "OfficialCountBuilder")]
pub struct OfficialCount {
    pub(super) name: String,
    pub(super) status: CountStatus,
    pub(super) base: Option<Base>,
    pub(super) tally: Tally,
    pub(super) seats: Vec<(String, u64)>,
    // The label of each entry of `seats`.
    pub(super) seat_labels: Vec<Arc<Label>>,
    pub(super) ballots_cast: Option<u64>,
    pub(super) registered: Option<u64>,
    pub(super) outstanding_registered: Option<u64>,
    pub(super) turnout: Option<PublishedShare>,
    pub(super) completeness: Option<Completeness>,
    pub(super) as_of: Option<DateTime>,
    pub(super) population: Option<Population>,
    pub(super) segments: Vec<Segment>,
    // What was written, so that it can be written again digit by digit; shared with the reports that hold it.
    pub(super) document: Arc<OfficialCountBuilder>,
}

impl OfficialCount {
    /// Starts a count with the name by which the report calls it.
    #[must_use]
    pub fn builder(name: impl Into<String>) -> OfficialCountBuilder {
        OfficialCountBuilder::named(name.into())
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

    /// Whether its source gives the day of its figures, and no hour.
    #[must_use]
    pub fn as_of_is_a_day(&self) -> bool {
        let written = self.document.as_of.as_deref();
        written.is_some_and(|text| !text.contains(':'))
    }

    /// Valid votes.
    #[must_use]
    pub fn valid(&self) -> Option<u64> {
        self.tally.valid
    }

    /// Invalid votes.
    #[must_use]
    pub fn invalid(&self) -> Option<u64> {
        self.tally.invalid
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

    /// The proportion of the registered voters who voted: as printed, otherwise exactly from ballots
    /// cast and registered voters, where both are given.
    #[must_use]
    pub fn turnout(&self) -> Option<PublishedShare> {
        self.turnout.or_else(|| {
            let registered = self.registered.filter(|registered| *registered > 0)?;
            PublishedShare::exact(self.ballots_cast? as f64 / registered as f64).ok()
        })
    }

    /// Whether the turnout is a printed one.
    pub(crate) fn prints_turnout(&self) -> bool {
        self.turnout.is_some()
    }

    /// Whether its source calls the seats provisional.
    #[must_use]
    pub fn seats_are_provisional(&self) -> bool {
        self.document.provisional_seats
    }

    /// Whose votes it has, where that is stated.
    #[must_use]
    pub fn population(&self) -> Option<&Population> {
        self.population.as_ref()
    }

    /// The parts of it that certain voters cast, where they are published apart.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Where the votes of [`votes`](OfficialCount::votes) come from, with the invalid ones where there are some.
    pub(super) fn votes_field(&self) -> &'static str {
        match (self.valid(), self.invalid()) {
            (Some(_), None | Some(0)) => "valid",
            (Some(_), Some(_)) => "valid + invalid",
            (None, None | Some(0)) => "votes",
            (None, Some(_)) => "votes + invalid",
        }
    }

    /// The field that the number of ballots comes from.
    pub(super) fn ballots_field(&self) -> &'static str {
        match self.ballots_cast {
            Some(_) => "ballots_cast",
            None => self.votes_field(),
        }
    }

    /// The votes that are listed, in sum, where any are.
    pub(crate) fn votes(&self) -> Option<u64> {
        let any = self.entries().iter().any(|entry| entry.votes.is_some());
        let listed = || self.tally.votes().ok();
        (self.tally.valid_taken()).or_else(|| any.then(listed).flatten())
    }

    /// The votes of these choices together, whether it gives them one by one or several as one.
    pub(crate) fn votes_of(&self, choices: &[String]) -> Option<u64> {
        of_choices(self.entries(), choices, |entry| entry.votes)
    }

    /// The valid votes: as given, as ballots cast less invalid ones, or as the sum of a complete list.
    pub(crate) fn valid_votes(&self) -> Option<u64> {
        self.tally.valid_votes(self.ballots())
    }

    /// The valid votes that it gives, or those of its choices where they are more.
    pub(crate) fn valid_taken(&self) -> Option<u64> {
        self.tally.valid_taken()
    }

    /// The ballots cast that it gives, or its valid and invalid ones where they are more.
    pub(crate) fn ballots(&self) -> Option<u64> {
        let parts = || self.votes()?.checked_add(self.invalid().unwrap_or(0));
        Some(self.ballots_cast?.max(parts().unwrap_or(0)))
    }

    /// Takes ballots cast that are all there are, of which a part is counted, out of the figures of that part.
    pub(super) fn leave_ballots_to_completeness(&mut self) {
        let is_all = |all: u64| {
            let part = self
                .completeness
                .filter(|part| part.of() == CompletenessOf::Ballots)?;
            if let Some((counted, total)) = part.counted() {
                return Some(counted < total && all == total);
            }
            let counted = self.votes()?.checked_add(self.invalid()?)? as f64;
            let Bounds { low, high } = part.bounds();
            let all = all as f64;
            Some(high < 1.0 && low * all - 1.0 <= counted && counted <= high * all + 1.0)
        };
        if self.ballots_cast.and_then(is_all) == Some(true) {
            self.ballots_cast = None;
        }
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
            .zip(&self.seat_labels)
            .map(|((_, seats), label)| (label.name(), label.choices(), *seats))
    }

    /// The choices behind a label of its seats: several for a bloc, none for `(other)`.
    pub(crate) fn members(&self, label: &str) -> Vec<String> {
        let entry = self.seat_entries().find(|(own, ..)| *own == label);
        entry.map_or_else(Vec::new, |(_, choices, _)| choices.to_vec())
    }

    pub(crate) fn entries(&self) -> &[CountEntry] {
        &self.tally.entries
    }

    pub(crate) fn other(&self) -> Option<(Option<u64>, Option<PublishedShare>)> {
        self.tally.other
    }

    pub(crate) fn invalid_share(&self) -> Option<PublishedShare> {
        self.tally.invalid_share
    }
}

impl From<OfficialCount> for OfficialCountBuilder {
    fn from(count: OfficialCount) -> OfficialCountBuilder {
        Arc::unwrap_or_clone(count.document)
    }
}
