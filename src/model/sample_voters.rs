//! Whom a poll asked, by the word of another publisher of its sample: the respondents are the same.

use super::contradiction::Contradiction;
use super::poll::Poll;
use super::population::{Population, VoterGroup};
use super::shared_sample::{figures_differ, of_each, of_each_pair};

/// What other publishers of a poll's sample say of its voters, and it does not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SampleVoters {
    /// The first of the polls that say so.
    pub(crate) by: String,
    /// That, beside what the poll says itself.
    pub(crate) population: Population,
}

/// Of each poll what other publishers of its sample add to what it says of its voters. Nothing where what is said of
/// the sample contradicts itself, and nothing from polls whose figures cannot be of the same respondents.
pub(crate) fn of_samples(polls: &[Poll]) -> Vec<Option<SampleVoters>> {
    of_each(polls, added)
}

fn added(poll: &Poll, partners: &[&Poll]) -> Option<SampleVoters> {
    let stated: Vec<(&Poll, &Population)> = (partners.iter())
        .filter(|other| !figures_differ(poll, other))
        .filter_map(|other| Some((*other, other.population()?)))
        .collect();
    let said = || {
        let of_partners = stated.iter().map(|(_, population)| *population);
        poll.population().into_iter().chain(of_partners)
    };
    let contradicted = said().any(|one| said().any(|other| contradict(one, other)));
    let (by, _) = stated.first().filter(|_| !contradicted)?;
    // Each part of the statement by whoever makes it first.
    let mut whole = Population::builder();
    if let Some(of) = said().find(|of| !of.voters().is_empty()) {
        whole = whole.voters(of.voters().iter().copied());
    }
    if let Some(outside) = said().find_map(Population::outside) {
        whole = whole.outside(outside.to_string());
    }
    if let Some(words) = said().find_map(Population::left_out) {
        whole = whole.left_out(words);
    }
    let population = whole.build().ok()?;
    (poll.population() != Some(&population)).then(|| SampleVoters {
        by: by.name().into(),
        population,
    })
}

/// Each pair of polls that are said to be of one sample, and do not say the same of its voters.
pub(super) fn differences(polls: &[Poll]) -> Vec<Contradiction> {
    of_each_pair(polls, difference)
}

fn difference(poll: &Poll, other: &Poll) -> Option<Contradiction> {
    let (own, theirs) = (poll.population()?, other.population()?);
    if poll.release() != other.release() || !contradict(own, theirs) {
        return None;
    }
    // Of other voters they may well leave out other votes.
    let of_voters = voters_differ(own.voters(), theirs.voters());
    let voters = |of: &Population| match of_voters {
        true => of.voters().to_vec(),
        false => Vec::new(),
    };
    let outside = |of: &Population| of.outside().filter(|_| !of_voters).map(|of| of.to_string());
    Some(Contradiction::SharedSampleVotersDiffer {
        poll: poll.name().into(),
        other: other.name().into(),
        voters: voters(own),
        other_voters: voters(theirs),
        outside: outside(own),
        other_outside: outside(theirs),
    })
}

/// Whether both cannot be said of the same respondents. Words for who is left out differ for the same.
pub(super) fn contradict(one: &Population, other: &Population) -> bool {
    let apart = one
        .outside()
        .zip(other.outside())
        .is_some_and(|(own, theirs)| {
            let (own, theirs) = (own.bounds(), theirs.bounds());
            own.high < theirs.low || theirs.high < own.low
        });
    apart || voters_differ(one.voters(), other.voters())
}

fn voters_differ(one: &[VoterGroup], other: &[VoterGroup]) -> bool {
    let same = one.len() == other.len() && one.iter().all(|group| other.contains(group));
    !one.is_empty() && !other.is_empty() && !same
}
