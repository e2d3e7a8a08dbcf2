//! What two publishers say of one sample, and cannot both be right.

use super::room::Room;
use super::same_sample;
use super::terms::{self, list};
use crate::model::{Contradiction, StatedFact, VoterGroup};
use crate::report::{Reason, Report};

/// Empty for what is no contradiction between two publishers of one sample.
pub(super) fn contradicts(report: &Report, contradiction: &Contradiction, room: Room) -> String {
    match contradiction {
        Contradiction::SharedSampleDiffers {
            poll,
            other,
            choice,
            published,
            other_published,
        } => format!(
            "{} and {} are said to be of one sample, but give {} {published} and {other_published} percent: rounding \
             and different bases do not explain that, and unless each weighted it in its own way they cannot both be \
             the sample's figures as published{}",
            room.name(poll),
            room.name(other),
            room.name(choice),
            which_stands(report, [poll, other], room)
        ),
        Contradiction::SharedSampleVotersDiffer {
            poll,
            other,
            voters,
            other_voters,
            outside,
            other_outside,
        } => {
            let says = |voters: &[VoterGroup], outside: &Option<String>| match outside {
                Some(outside) => format!(
                    "that {} percent of the counted ballots are of voters whom it did not cover",
                    terms::figure_in_words(outside)
                ),
                None => {
                    let groups: Vec<&str> =
                        voters.iter().map(|group| terms::voters(*group)).collect();
                    format!("that it is of those who voted {}", list(&groups))
                }
            };
            format!(
                "{} and {} are said to be of one sample, but the one says {}, and the other {}; each is judged by its \
                 own word{}",
                room.name(poll),
                room.name(other),
                says(voters, outside),
                says(other_voters, other_outside),
                which_stands(report, [poll, other], room)
            )
        }
        Contradiction::SharedSampleFactDiffers {
            poll,
            other,
            fact,
            other_stated,
        } => {
            let by_other = StatedFact {
                stated: other_stated.clone(),
                ..fact.clone()
            };
            format!(
                "{} and {} are said to be of one sample, but the one states {}, and the other {}; each is judged by its \
                 own word{}",
                room.name(poll),
                room.name(other),
                same_sample::fact(fact),
                same_sample::fact(&by_other),
                which_stands(report, [poll, other], room)
            )
        }
        _ => String::new(),
    }
}

/// Which of two polls of one sample stands for it where polls are taken together.
fn which_stands(report: &Report, polls: [&String; 2], room: Room) -> String {
    let with = polls.into_iter().find_map(|poll| {
        match &report.reference().poll(poll)?.left_out_of_the_whole {
            Some(Reason::SharedSample { with }) => Some(with),
            _ => None,
        }
    });
    with.map_or(String::new(), |with| {
        format!(
            "; where polls are ranked or taken together, {} stands for the sample",
            room.name(with)
        )
    })
}
