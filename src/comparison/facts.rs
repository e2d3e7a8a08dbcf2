//! What is known of a poll, against whatever count.

use super::effective_size;
use crate::model::{Poll, samples_of_others, voters_of_samples};
use crate::report::{FactBy, PollFacts, SampleBy, Settings, VotersBy};

/// Of each poll what other publishers of its sample say of its voters and of the sample, and what follows from all that.
pub(super) fn of(polls: &[Poll], settings: &Settings) -> Vec<PollFacts> {
    let of_samples = voters_of_samples(polls)
        .into_iter()
        .zip(samples_of_others(polls));
    (polls.iter().zip(of_samples))
        .map(|(poll, (voters, sample))| {
            let mut facts = PollFacts {
                poll: poll.clone(),
                size: Default::default(),
                voters_by: voters.map(|known| VotersBy {
                    poll: known.by,
                    population: known.population,
                }),
                sample_by: sample.map(|known| SampleBy {
                    sample: known.sample,
                    added: (known.added.into_iter())
                        .map(|(poll, fact)| FactBy { poll, fact })
                        .collect(),
                }),
            };
            facts.size = effective_size::facts(facts.sample(), settings);
            facts
        })
        .collect()
}

/// The same with polls that have all that is known of their voters and samples: those of one sample are the same
/// respondents.
pub(super) fn with_all_of_samples(facts: &[PollFacts]) -> Vec<PollFacts> {
    let known = |facts: &PollFacts| {
        let mut facts = facts.clone();
        if let Some(by) = &facts.voters_by {
            facts.poll = facts.poll.of_voters(by.population.clone());
        }
        if let Some(by) = &facts.sample_by {
            facts.poll = facts.poll.of_sample(by.sample.clone());
        }
        facts
    };
    facts.iter().map(known).collect()
}
