//! Whose votes a count has, and the parts that certain voters cast.

use super::number;
use super::outline::Block;
use super::room::Room;
use super::terms::{self, list, sentence};
use crate::alignment::Span;
use crate::model::{Contradiction, Population, Segment, VoterGroup};
use crate::report::{CountReport, PollReport, Report};

/// Why a poll does not stand beside the shares of a whole count.
pub(crate) const OF_OWN_VOTERS: &str = "compared with the votes of its own voters only";

/// Whose votes it has, how many of the registered voters voted, and what was invalid.
pub(super) fn of(count: &CountReport) -> Option<String> {
    let of = &count.count;
    let mut sentences = Vec::new();
    let groups = of
        .population()
        .map_or(&[][..], |population| population.voters());
    if !groups.is_empty() {
        let groups: Vec<&str> = groups.iter().map(|group| terms::voters(*group)).collect();
        sentences.push(format!("It has the votes cast {}.", list(&groups)));
    }
    if let Some(who) = of.population().and_then(|population| population.left_out()) {
        sentences.push(terms::closed(&format!("Left out: {who}")));
    }
    let mut parts = Vec::new();
    parts.extend(
        of.registered()
            .map(|voters| format!("{} registered voters", number::count(voters))),
    );
    parts.extend(of.turnout().map(|turnout| {
        let share = number::share(&Span::from(turnout));
        format!("turnout {} percent", terms::figure_in_words(&share))
    }));
    parts.extend(
        of.ballots_cast()
            .map(|cast| format!("{} cast", terms::ballots(cast))),
    );
    match (of.invalid(), of.invalid_share()) {
        (Some(invalid), _) => {
            parts.push(format!("{} invalid", terms::ballots(invalid)));
        }
        (None, Some(share)) => parts.push(format!(
            "{} percent of the ballots invalid",
            terms::figure_in_words(&share.to_string())
        )),
        (None, None) => {}
    }
    if !parts.is_empty() {
        sentences.push(sentence(&parts.join(", ")));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What the polls that are taken together are compared with: the count, or the votes of their own voters.
pub(super) fn compared_with(count: &CountReport) -> String {
    let together =
        |poll: &&PollReport| poll.left_out_of_the_whole.is_none() && poll.reading().is_some();
    let Some(poll) = count.polls.iter().find(together) else {
        return "the count".into();
    };
    let words = |groups: &[VoterGroup]| {
        let groups: Vec<&str> = groups.iter().map(|group| terms::voters(*group)).collect();
        list(&groups)
    };
    match (poll.segment.as_deref(), poll.segment_without.as_slice()) {
        (None, _) => "the count".into(),
        (Some(own), []) => format!("the votes cast {}", words(own)),
        (_, without) => format!("the count less the votes cast {}", words(without)),
    }
}

/// The parts that certain voters cast, as published.
pub(super) fn segments(count: &CountReport) -> Option<Block> {
    let line = |segment: &Segment| {
        let groups: Vec<&str> = (segment.voters().iter())
            .map(|group| terms::voters(*group))
            .collect();
        // A list that leaves out choices of the count is no whole.
        let listed = |choice: &String| {
            let mut parts = segment.entries().iter();
            parts.any(|part| part.choices().contains(choice))
        };
        let mut choices = count.choices.iter().flat_map(|choice| &choice.choices);
        let whole = segment.valid().is_some() || choices.all(listed);
        let valid = segment.valid_votes().filter(|valid| *valid > 0 && whole);
        let figures: Vec<String> = (segment.entries().iter())
            .map(|entry| {
                let share = match (entry.share, entry.votes, valid) {
                    (Some(share), _, _) => {
                        format!(" {} percent", terms::figure_in_words(&share.to_string()))
                    }
                    (None, Some(votes), Some(valid)) => {
                        let share = number::percent(votes as f64 / valid as f64, 2);
                        format!(" {} ({share} percent)", number::count(votes))
                    }
                    (None, Some(votes), None) => format!(" {}", number::count(votes)),
                    (None, None, _) => String::new(),
                };
                format!("{}{share}", entry.label())
            })
            .collect();
        terms::closed(&format!("Cast {}: {}", list(&groups), list(&figures)))
    };
    let lines: Vec<String> = count.count.segments().iter().map(line).collect();
    (!lines.is_empty()).then_some(Block::List(lines))
}

/// What polls say of the votes that they do not cover, and cannot all be right.
pub(super) fn outside_contradicts(
    report: &Report,
    contradiction: &Contradiction,
    room: Room,
) -> String {
    match contradiction {
        Contradiction::OutsideAndParts {
            poll,
            count,
            stated,
            parts,
        } => beside_parts((poll, count, stated), &number::percent(*parts, 2), room),
        Contradiction::OutsideExceedsParts {
            poll,
            count,
            stated,
            parts,
        } => {
            let most = format!("no more than {}", number::rounded_up(*parts, 2));
            beside_parts((poll, count, stated), &most, room)
        }
        Contradiction::OutsideDiffers {
            voters,
            polls,
            stated,
            others,
            stated_by_others,
        } => {
            let groups: Vec<&str> = voters.iter().map(|group| terms::voters(*group)).collect();
            // Where parts of the count say how many they are, no poll is judged by what it states.
            let stands = |name: &String, stated: &str| {
                let reading = report.reference().poll(name).and_then(PollReport::reading);
                let coverage = reading.and_then(|reading| reading.coverage.as_ref());
                coverage.is_some_and(|of| of.stated.as_deref() == Some(stated))
            };
            let own = polls.iter().all(|name| stands(name, stated))
                && others.iter().all(|name| stands(name, stated_by_others));
            let judged = match own {
                true => "; each poll is judged by its own figure",
                false => "",
            };
            let verb = |names: &[String]| if names.len() > 1 { "say" } else { "says" };
            format!(
                "{} {} that {} percent of the counted ballots are of others than those who voted {}, and {} {} {}{judged}",
                room.list(polls),
                verb(polls),
                terms::figure_in_words(stated),
                list(&groups),
                room.list(others),
                verb(others),
                terms::figure_in_words(stated_by_others)
            )
        }
        _ => String::new(),
    }
}

/// The votes of a choice in a count, beside those of parts that are of all its voters.
pub(super) fn parts_and_whole(
    (count, choice): (&str, &str),
    (votes, parts): (u64, u64),
    more: usize,
    room: Room,
) -> String {
    let others = match more {
        0 => String::new(),
        1 => "; of one other choice their sum is not the count's either".to_owned(),
        more => format!("; of {more} other choices their sum is not the count's either"),
    };
    format!(
        "{} has {} votes for {}, but its parts, which are of all its voters, have {} together{others}",
        room.name(count),
        number::count(votes),
        room.name(choice),
        number::count(parts)
    )
}

/// What a poll states of the votes that it does not cover, beside those that the parts of the count show others to have cast.
fn beside_parts((poll, count, stated): (&str, &str, &str), cast: &str, room: Room) -> String {
    format!(
        "{} says that {} percent of the counted ballots are of voters whom it did not cover, but by the parts that {} \
         publishes others cast {cast} percent of the votes; it is judged by those",
        room.name(poll),
        terms::figure_in_words(stated),
        room.name(count)
    )
}

/// Whose votes a population has, in words.
pub(super) fn covered(population: &Population) -> Option<String> {
    let voters: Vec<&str> = (population.voters().iter())
        .map(|group| terms::voters(*group))
        .collect();
    (!voters.is_empty()).then(|| format!("of those who voted {}", terms::list(&voters)))
}
