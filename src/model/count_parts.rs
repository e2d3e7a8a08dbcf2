//! Counts of some voters, which are parts of the counts that have others as well.

use std::borrow::Cow;

use super::count::{CountStatus, OfficialCount};
use super::figure::Figure;
use super::population::{Population, VoterGroup};
use super::segment::SegmentBuilder;

impl OfficialCount {
    /// Whether all its voters are among another count's, which has others as well; both say whose votes they have.
    pub(crate) fn has_fewer_voters_than(&self, other: &OfficialCount) -> bool {
        let voters =
            |of: &OfficialCount| of.population().map_or(&[][..], Population::voters).to_vec();
        let (own, theirs): (Vec<VoterGroup>, _) = (voters(self), voters(other));
        !own.is_empty()
            && own.len() < theirs.len()
            && own.iter().all(|group| theirs.contains(group))
    }

    /// Whether its votes are a part of another count's: both are final, and no places are left out of it.
    fn is_part_of(&self, whole: &OfficialCount) -> bool {
        let is_final = |of: &OfficialCount| of.status() == CountStatus::Final;
        let leaves_out = self.population().and_then(Population::left_out).is_some();
        is_final(self) && is_final(whole) && !leaves_out && self.has_fewer_voters_than(whole)
    }

    /// Whether it is a final count of some of the voters of another final one, so that nothing has to have come to it.
    pub(crate) fn is_part_of_any<'a>(
        &self,
        counts: impl IntoIterator<Item = &'a OfficialCount>,
    ) -> bool {
        let is_final = |of: &OfficialCount| of.status() == CountStatus::Final;
        let mut others = counts.into_iter().filter(|other| is_final(other));
        is_final(self) && others.any(|other| self.has_fewer_voters_than(other))
    }

    /// The count with another one as a part of it that is published apart; absent where it cannot be one.
    fn with_part(&self, part: &OfficialCount) -> Option<OfficialCount> {
        let whole = self.valid_votes();
        let too_many = part
            .valid_votes()
            .zip(whole)
            .is_some_and(|(part, whole)| part > whole);
        if too_many || !part.is_part_of(self) {
            return None;
        }
        let mut builder = (*self.document).clone();
        builder.segments.push(part.as_segment()?);
        builder.build().ok()
    }

    fn as_segment(&self) -> Option<SegmentBuilder> {
        let document = &self.document;
        let valid_of_ballots = || self.ballots()?.checked_sub(self.invalid()?);
        Some(SegmentBuilder {
            voters: self.population()?.voters().to_vec(),
            base: self.base(),
            votes: document.votes.clone(),
            shares: document.shares.clone(),
            merged: document.merged.clone(),
            rounded_to: document.rounded_to.clone(),
            valid: (document.valid.clone()).or_else(|| valid_of_ballots().map(Figure::from)),
            invalid: document.invalid.clone(),
            source: document.source.clone(),
        })
    }
}

/// Final counts, each with those of some of its voters as parts of it, the last one first: what is published as a count
/// of its own is as much a part as what a count itself gives apart.
pub(crate) fn with_one_another(counts: &[OfficialCount]) -> Cow<'_, [OfficialCount]> {
    let any_is = |whole: &OfficialCount| counts.iter().any(|part| part.is_part_of(whole));
    if !counts.iter().any(any_is) {
        return Cow::Borrowed(counts);
    }
    let with_parts = |count: &OfficialCount| {
        (counts.iter().rev()).fold(count.clone(), |whole, part| {
            whole.with_part(part).unwrap_or(whole)
        })
    };
    counts.iter().map(with_parts).collect()
}
