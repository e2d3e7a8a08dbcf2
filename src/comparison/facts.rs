//! What is known of a poll, against whatever count.

use super::effective_size;
use crate::model::{Poll, voters_of_samples};
use crate::report::{PollFacts, Settings, VotersBy};

/// Of each poll what follows from its sample, and what other publishers of the sample say of its voters.
pub(super) fn of(polls: &[Poll], settings: &Settings) -> Vec<PollFacts> {
    (polls.iter().zip(voters_of_samples(polls)))
        .map(|(poll, known)| PollFacts {
            poll: poll.clone(),
            size: effective_size::facts(poll.sample(), settings),
            voters_by: known.map(|known| VotersBy {
                poll: known.by,
                population: known.population,
            }),
        })
        .collect()
}

/// The polls with all that is known of their voters: those of one sample are the same respondents.
pub(super) fn with_voters_of_samples(facts: &[PollFacts]) -> Vec<Poll> {
    let known = |facts: &PollFacts| {
        let poll = facts.poll.clone();
        match &facts.voters_by {
            Some(by) => poll.of_voters(by.population.clone()),
            None => poll,
        }
    };
    facts.iter().map(known).collect()
}
