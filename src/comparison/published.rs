//! What the model says of a source, in the form that the comparison asks for it.

use super::outside::{Outside, are_a_part, outside};
use crate::model::{Contest, OfficialCount, Poll, Population, PublishedShare, VoterGroup};
use crate::numeric::Bounds;

/// Whether the poll says that it left voters out, or the count that it does not have some of the poll's, and nobody says
/// how many votes are theirs.
pub(super) fn has_others_unnumbered(poll: &Poll, count: &OfficialCount) -> bool {
    let words = poll.population().and_then(Population::left_out);
    words.is_some() && outside(poll, count).is_none() || !not_counted(poll, count).is_empty()
}

/// Whether poll and count are said to be of other voters than one another: not that they may be.
pub(super) fn is_of_others(poll: &Poll, count: &OfficialCount) -> bool {
    let some_outside =
        |of: Outside| of.bounds.low > 0.0 || !of.uncounted.is_empty() || !of.only.is_empty();
    has_others_unnumbered(poll, count) || outside(poll, count).is_some_and(some_outside)
}

/// The voters whom the poll covers, and whose votes the count says that it does not have.
pub(super) fn not_counted(poll: &Poll, count: &OfficialCount) -> Vec<VoterGroup> {
    let counted = count.population().map_or(&[][..], Population::voters);
    let covered = poll.population().map_or(&[][..], Population::voters);
    if counted.is_empty() {
        return Vec::new();
    }
    let missing = covered.iter().filter(|group| !counted.contains(group));
    missing.copied().collect()
}

/// Whom a poll is of, as far as it says so, for the question whether two are of the same voters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declared<'a> {
    with_own_votes: bool,
    voters: &'a [VoterGroup],
    outside: Bounds,
    /// How many are left out is not left to the words.
    size_known: bool,
    left_out: Option<&'a str>,
}

impl Declared<'_> {
    pub(super) fn of<'a>(
        poll: &'a Poll,
        count: &OfficialCount,
        with_own_votes: bool,
    ) -> Declared<'a> {
        let population = poll.population();
        Declared {
            with_own_votes,
            voters: population.map_or(&[][..], Population::voters),
            // A poll that leaves nobody out, as far as is known, is taken for one of all.
            outside: outside(poll, count).map_or(Bounds::exact(0.0), |outside| outside.bounds),
            size_known: population
                .is_none_or(|of| of.left_out().is_none() || of.outside().is_some()),
            left_out: population.and_then(Population::left_out),
        }
    }

    /// Whether what the two declare makes them polls of different voters: other ways of voting, other voters left
    /// out, or, where they do not name the same voters, more of them than rounding explains.
    pub(super) fn differs(&self, other: &Declared<'_>) -> bool {
        let both_say = !self.voters.is_empty() && !other.voters.is_empty();
        let same_voters = self.voters.len() == other.voters.len()
            && self.voters.iter().all(|group| other.voters.contains(group));
        let words = |of: &str| of.trim().to_lowercase();
        // Words for the same voters differ; but where the two could leave out everybody between them, other words
        // can mean polls of nobody in common, such as one of women and one of men.
        let most = |of: &Declared<'_>| if of.size_known { of.outside.high } else { 1.0 };
        let other_words = (self.left_out.zip(other.left_out))
            .is_some_and(|(own, theirs)| words(own) != words(theirs))
            && most(self) + most(other) >= 1.0;
        if both_say && same_voters && self.with_own_votes == other.with_own_votes {
            return other_words;
        }
        // Of the voters abroad alone is no poll that does not say so.
        both_say
            || self.with_own_votes != other.with_own_votes
            || other_words
            || are_a_part(self.voters) != are_a_part(other.voters)
            || self.outside.low > other.outside.high
            || other.outside.low > self.outside.high
    }

    /// What tells polls of other voters than those of most apart, as far as they say it.
    pub(super) fn voters(&self) -> (&[VoterGroup], Option<&str>) {
        (self.voters, self.left_out)
    }

    /// The most of the count's votes that it may not cover.
    pub(super) fn outside_at_most(&self) -> f64 {
        self.outside.high
    }
}

/// How many first places the contest decides: 2 unless it says so.
pub(super) fn places(contest: &Contest) -> usize {
    let places = contest.places().unwrap_or(2).max(1);
    usize::try_from(places).unwrap_or(usize::MAX)
}

/// Whether "<5" was published: everything below, and not the 5 itself.
pub(super) fn is_upper_limit(published: Option<&str>) -> bool {
    let share = published.and_then(|text| text.parse::<PublishedShare>().ok());
    share.is_some_and(|share| share.is_upper_limit())
}
