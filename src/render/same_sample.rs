//! What other publishers of a poll's sample state of it, and the poll does not.

use super::room::Room;
use super::{number, terms, voters};
use crate::model::{Population, SampleFact, StatedFact};
use crate::report::{Finding, PollFacts, Report};

/// In the full form, beside the figures: by whose word they stand there.
pub(super) fn in_full(of: &PollFacts) -> Option<String> {
    let mut parts: Vec<(&str, Vec<String>)> = Vec::new();
    let mut say = |poll, words| match parts.iter_mut().find(|(by, _)| *by == poll) {
        Some((_, said)) => said.push(words),
        None => parts.push((poll, vec![words])),
    };
    for added in of.sample_by.iter().flat_map(|by| &by.added) {
        say(added.poll.as_str(), fact(&added.fact));
    }
    if let Some(by) = &of.voters_by {
        for words in of_voters(of.poll.population(), &by.population) {
            say(by.poll.as_str(), words);
        }
    }
    let sentences: Vec<String> = parts
        .iter()
        .map(|(poll, said)| {
            let said = said.join("; ");
            terms::closed(&format!("By what {poll} says of the same sample: {said}"))
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Whom the sample is of, where the poll itself does not say it.
fn of_voters(own: Option<&Population>, by: &Population) -> Vec<String> {
    let mut parts = Vec::new();
    if own.is_none_or(|own| own.voters().is_empty()) {
        parts.extend(voters::covered(by));
    }
    if own.and_then(Population::outside).is_none() {
        parts.extend(by.outside().map(|outside| {
            let outside = terms::figure_in_words(&outside.to_string());
            format!("without the voters of {outside} percent of the counted ballots")
        }));
    }
    if own.and_then(Population::left_out).is_none() {
        parts.extend(by.left_out().map(|who| format!("left out: {who}")));
    }
    parts
}

/// In the short form: which polls are judged by the word of another on their sample.
pub(super) fn brief(report: &Report, room: Room) -> Option<String> {
    // Whose margin it is, is said where margins are.
    let is_said = |of: &PollFacts| {
        let named = report.findings.iter().any(|finding| match finding {
            Finding::JudgedByStatedMargin { polls, .. } => {
                polls.iter().any(|poll| poll == of.poll.name())
            }
            _ => false,
        });
        named && margin_by(of).is_some()
    };
    let rests_on_it = |fact: SampleFact| fact.is_of_size() && fact != SampleFact::Confidence;
    let mut judged: Vec<(&str, Vec<&str>)> = Vec::new();
    for of in report
        .polls
        .iter()
        .filter(|of| of.size.basis.is_some() && !is_said(of))
    {
        let mut added = of.sample_by.iter().flat_map(|by| &by.added);
        let Some(by) = added.find(|added| rests_on_it(added.fact.fact)) else {
            continue;
        };
        match judged.iter_mut().find(|(poll, _)| *poll == by.poll) {
            Some((_, polls)) => polls.push(of.poll.name()),
            None => judged.push((&by.poll, vec![of.poll.name()])),
        }
    }
    let sentences: Vec<String> = judged
        .iter()
        .map(|(by, polls)| {
            let are = if polls.len() == 1 { "is" } else { "are" };
            let (polls, by) = (room.list(polls), room.name(by));
            format!("{polls} {are} judged by what {by} states of the same sample.")
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Whose margin stands for that of the sample, where it is another's.
pub(super) fn margin_by(of: &PollFacts) -> Option<&str> {
    let mut added = of.sample_by.iter().flat_map(|by| &by.added);
    let margin = added.find(|added| added.fact.fact == SampleFact::Margin)?;
    Some(&margin.poll)
}

/// A fact as it is stated: "a design effect of 1.7".
pub(super) fn fact(of: &StatedFact) -> String {
    let stated = of.stated.as_str();
    let number = || {
        let whole = stated.parse();
        whole.map_or_else(|_| stated.to_owned(), number::count)
    };
    let of_choice = |words: String| match of.of.as_slice() {
        [] => words,
        choices => format!("{words} for {}", terms::list(choices)),
    };
    match of.fact {
        SampleFact::Respondents => format!("a sample of {}", number()),
        SampleFact::Stations => format!("{} polling stations", number()),
        SampleFact::Strata => format!("{} strata", number()),
        SampleFact::EveryStation => match stated {
            "true" => "people asked at every station".into(),
            _ => "stations drawn from all".into(),
        },
        SampleFact::Population => format!("drawn from {} ballots", number()),
        SampleFact::DesignEffect => of_choice(format!("a design effect of {stated}")),
        SampleFact::LeadDesignEffect => {
            let lead = of.of.join(" over ");
            format!("a design effect of {stated} for the lead of {lead}")
        }
        SampleFact::ClusterSize => format!("{stated} interviews at a station"),
        SampleFact::IntraclusterCorrelation => format!("a correlation of {stated} within stations"),
        SampleFact::Margin => of_choice(format!("a margin of ±{}", terms::points(stated))),
        SampleFact::Confidence => format!("margins at {}", percent(stated)),
        SampleFact::ResponseRate => format!("a response rate of {stated} percent"),
        SampleFact::StationSelection => format!("how the stations were selected: {stated}"),
        SampleFact::Refusals => format!("{} refused", number()),
        SampleFact::Misses => format!("{} were missed", number()),
    }
}

/// A confidence as a document may hold it, a proportion or in percent.
fn percent(stated: &str) -> String {
    match stated.parse::<f64>() {
        Ok(level) if level <= 1.0 => format!("{} percent", number::trimmed(100.0 * level, 2)),
        _ => format!("{stated} percent"),
    }
}
