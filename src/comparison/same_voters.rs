//! Whether two polls are of the same voters, by what they say of them.

use super::outside::{are_a_part, outside};
use crate::model::{OfficialCount, Poll, Population, VoterGroup};
use crate::numeric::Bounds;

/// The answer for two polls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SameVoters {
    /// They are, as far as is known.
    Yes,
    /// They are not.
    No,
    /// One of them does not say whom it asked, or names voters and not how many others there are.
    NotKnown,
}

/// Whom a poll is of, as far as it says so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declared<'a> {
    with_own_votes: bool,
    voters: &'a [VoterGroup],
    outside: Bounds,
    /// How many are left out is not left to the words.
    size_known: bool,
    /// It names its voters, and nobody says how many others there are.
    others_unnumbered: bool,
    left_out: Option<&'a str>,
    /// The poll says nothing of its voters.
    is_silent: bool,
}

impl Declared<'_> {
    pub(super) fn of<'a>(
        poll: &'a Poll,
        count: &OfficialCount,
        with_own_votes: bool,
    ) -> Declared<'a> {
        let population = poll.population();
        let voters = population.map_or(&[][..], Population::voters);
        // That the count does not say whose votes it has is no number of those whom the poll leaves out.
        let outside = outside(poll, count).filter(|of| of.only.is_empty() || are_a_part(voters));
        Declared {
            with_own_votes,
            voters,
            others_unnumbered: !voters.is_empty() && outside.is_none(),
            // A poll that leaves nobody out, as far as is known, is taken for one of all.
            outside: outside.map_or(Bounds::exact(0.0), |outside| outside.bounds),
            size_known: population
                .is_none_or(|of| of.left_out().is_none() || of.outside().is_some()),
            left_out: population.and_then(Population::left_out),
            is_silent: population.is_none(),
        }
    }

    /// Whether what the two declare makes them polls of the same voters.
    pub(super) fn compared(&self, other: &Declared<'_>) -> SameVoters {
        // Of early voters or of those abroad alone is no poll that does not say so.
        let known = !self.is_silent && !other.is_silent
            || !self.may_ask_on_the_day()
            || !other.may_ask_on_the_day();
        if self.differs(other) {
            return match known {
                true => SameVoters::No,
                false => SameVoters::NotKnown,
            };
        }
        match (self.differs_in_number(other), known) {
            (false, _) => SameVoters::Yes,
            // Those whom one of them leaves out may be those of whom the other names only the rest.
            (true, true) if !self.others_unnumbered && !other.others_unnumbered => SameVoters::No,
            (true, _) => SameVoters::NotKnown,
        }
    }

    /// Whether a poll that says nothing cannot be taken for one that has voters of its own, and does not stand for it.
    pub(super) fn gives_way_to(&self, other: &Declared<'_>) -> bool {
        self.is_silent && other.with_own_votes && self.compared(other) == SameVoters::NotKnown
    }

    fn may_ask_on_the_day(&self) -> bool {
        self.voters.is_empty() || self.voters.contains(&VoterGroup::InPerson)
    }

    /// Whether they are not to be taken together: other ways of voting, or other voters left out.
    fn differs(&self, other: &Declared<'_>) -> bool {
        let both_say = !self.voters.is_empty() && !other.voters.is_empty();
        let words = |of: &str| of.trim().to_lowercase();
        // Words for the same voters differ; but where the two could leave out everybody between them, other words
        // can mean polls of nobody in common, such as one of women and one of men.
        let most = |of: &Declared<'_>| if of.size_known { of.outside.high } else { 1.0 };
        let other_words = (self.left_out.zip(other.left_out))
            .is_some_and(|(own, theirs)| words(own) != words(theirs))
            && most(self) + most(other) >= 1.0;
        if self.names_the_same(other) {
            return other_words;
        }
        both_say
            || self.with_own_votes != other.with_own_votes
            || other_words
            || are_a_part(self.voters) != are_a_part(other.voters)
    }

    /// Whether, where they do not name the same voters, one leaves out more of them than rounding explains.
    fn differs_in_number(&self, other: &Declared<'_>) -> bool {
        let (own, theirs) = (self.outside, other.outside);
        !self.names_the_same(other) && (own.low > theirs.high || theirs.low > own.high)
    }

    fn names_the_same(&self, other: &Declared<'_>) -> bool {
        !self.voters.is_empty()
            && self.voters.len() == other.voters.len()
            && self.voters.iter().all(|group| other.voters.contains(group))
            && self.with_own_votes == other.with_own_votes
    }

    /// The most of the count's votes that it may not cover.
    pub(super) fn outside_at_most(&self) -> f64 {
        match self.others_unnumbered {
            true => 1.0,
            false => self.outside.high,
        }
    }
}
