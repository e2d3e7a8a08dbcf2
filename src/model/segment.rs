use serde::{Deserialize, Serialize};

use super::common_entries::of_choices;
use super::contest::prose;
use super::entries::Figures;
use super::entry::{Base, Groups, Merged};
use super::figure::Figure;
use super::population::{VoterGroup, groups_once};
use super::share::PublishedShare;
use super::tally::{CountEntry, Tally, TallyForm};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// The part of an official count that certain voters cast, such as the postal votes.
///
/// ```
/// use exitpoll::{OfficialCount, Segment, VoterGroup};
///
/// let postal = Segment::builder([VoterGroup::Postal]).votes("A", 300).votes("B", 500);
/// let count = OfficialCount::builder("final")
///     .votes("A", 1000).votes("B", 1000).segment(postal).final_result().build()?;
/// assert_eq!(count.segments()[0].votes("B"), Some(500));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    tally: Tally,
    document: SegmentBuilder,
}

/// Collects what a [`Segment`] is made of; also the form in which a document holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Segment")
)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a segment: an object with voters and votes or shares"
)]
pub struct SegmentBuilder {
    /// Whose votes these are.
    pub(super) voters: Vec<VoterGroup>,
    /// Of what the shares are shares: valid votes or all ballots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Base>,
    /// The votes of each choice, or of a label that `merged` declares.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) votes: Figures,
    /// The share of each choice in percent, as printed.
    #[serde(skip_serializing_if = "Figures::is_empty")]
    pub(crate) shares: Figures,
    /// The labels under which the source gives one figure for several choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) merged: Vec<Merged>,
    /// All shares are rounded to a multiple of so many percentage points; 0 for shares that are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rounded_to: Option<Figure>,
    /// Valid votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) valid: Option<Figure>,
    /// Invalid votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invalid: Option<Figure>,
    /// Where it was published, if elsewhere than the count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
}

impl Segment {
    /// Starts the part of a count that these voters cast.
    #[must_use]
    pub fn builder(voters: impl IntoIterator<Item = VoterGroup>) -> SegmentBuilder {
        SegmentBuilder {
            voters: voters.into_iter().collect(),
            ..SegmentBuilder::default()
        }
    }

    /// Whose votes these are.
    #[must_use]
    pub fn voters(&self) -> &[VoterGroup] {
        &self.document.voters
    }

    /// Of what its shares are shares, where the source says so.
    #[must_use]
    pub fn base(&self) -> Option<Base> {
        self.document.base
    }

    /// Valid votes, where they are given.
    #[must_use]
    pub fn valid(&self) -> Option<u64> {
        self.tally.valid
    }

    /// Invalid votes, where they are given.
    #[must_use]
    pub fn invalid(&self) -> Option<u64> {
        self.tally.invalid
    }

    /// The votes under a label of the source, as given.
    #[must_use]
    pub fn votes(&self, label: &str) -> Option<u64> {
        self.entry(label)?.votes
    }

    /// The share under a label of the source, as published.
    #[must_use]
    pub fn share(&self, label: &str) -> Option<PublishedShare> {
        self.entry(label)?.share
    }

    /// Where it was published, if elsewhere than the count.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// The valid votes, as given or as the sum of a complete list.
    pub(crate) fn valid_votes(&self) -> Option<u64> {
        self.tally.valid_votes(None)
    }

    pub(crate) fn entries(&self) -> &[CountEntry] {
        &self.tally.entries
    }

    /// The votes of these choices together, whether it gives them one by one or several as one.
    pub(crate) fn votes_of(&self, choices: &[String]) -> Option<u64> {
        of_choices(self.entries(), choices, |entry| entry.votes)
    }

    /// The printed share of these choices together among its valid votes, votes or not.
    pub(crate) fn share_of(&self, choices: &[String]) -> Option<f64> {
        let is_of_valid = self.base() != Some(Base::AllBallots);
        let share = |entry: &CountEntry| entry.share.map(|share| share.value());
        (is_of_valid.then(|| of_choices(self.entries(), choices, share))).flatten()
    }

    /// The same with what its digits leave open.
    pub(crate) fn share_within(&self, choices: &[String]) -> Option<Bounds> {
        let is_of_valid = self.base() != Some(Base::AllBallots);
        let end = |end: fn(Bounds) -> f64| {
            let of = |entry: &CountEntry| entry.share.map(|share| end(share.bounds()));
            of_choices(self.entries(), choices, of)
        };
        let (low, high) = (end(|of| of.low)?, end(|of| of.high)?);
        is_of_valid.then_some(Bounds { low, high })
    }

    fn entry(&self, label: &str) -> Option<&CountEntry> {
        self.entries().iter().find(|entry| entry.label() == label)
    }
}

impl SegmentBuilder {
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

    /// All shares are rounded to a multiple of so many percentage points; 0 for shares that are not.
    #[must_use]
    pub fn rounded_to(mut self, points: impl Into<Figure>) -> Self {
        self.rounded_to = Some(points.into());
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

    /// Where it was published, if elsewhere than the count.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Validates all fields and returns the segment.
    ///
    /// # Errors
    /// An [`Error`] that names the field: no voters, neither votes nor shares, or figures that a count
    /// could not have either.
    pub fn build(self) -> Result<Segment> {
        if self.voters.is_empty() {
            return Err(Error::missing("voters", "say whose votes these are"));
        }
        groups_once(&self.voters)?;
        if self.base == Some(Base::Approached) {
            return Err(Error::out_of_range(
                "base",
                "approached",
                "a count is of valid_votes or of all_ballots",
            ));
        }
        prose(&[("source", &self.source)])?;
        let groups = Groups::of(&self.merged, &[&self.votes, &self.shares])?;
        let form = TallyForm {
            votes: &self.votes,
            shares: &self.shares,
            rounded_to: self.rounded_to.as_ref(),
            valid: self.valid.as_ref(),
            invalid: self.invalid.as_ref(),
            nothing_counted: false,
            slips_are_named: false,
        };
        let tally = Tally::read(&form, &groups)?;
        if tally.entries.is_empty() {
            return Err(Error::missing(
                "votes",
                "give votes or shares for at least one choice",
            ));
        }
        Ok(Segment {
            tally,
            document: self,
        })
    }
}
