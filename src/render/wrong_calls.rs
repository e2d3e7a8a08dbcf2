//! Whom the polls had first, where the count has somebody else: calls that are wrong, and figures that could be so by chance.

use super::called;
use super::calls::{Rests, rests_on};
use super::outstanding::unless_invalid;
use super::room::Room;
use super::terms::{closed, in_words, list, sentence};
use crate::report::{Call, CallOutcome, PollReport, Question, Report, Said};

/// A call of one poll.
pub(super) struct Made<'a> {
    pub(super) poll: &'a PollReport,
    pub(super) call: &'a Call,
}

/// Polls that say the same, each with what that rests on.
pub(super) type Alike<'a> = Vec<(&'a str, Rests)>;

/// Who had whom first, or in the first places, instead of whom the count has there.
pub(super) fn of_places(report: &Report, room: Room) -> Option<String> {
    let mut asked: Vec<Made<'_>> = Vec::new();
    for made in report.judged().flat_map(of_poll).filter(is_told) {
        let known = |other: &Made<'_>| is_asked_alike(made.call, other.call);
        if !asked.iter().any(known) {
            asked.push(made);
        }
    }
    let sentences: Vec<String> = (asked.iter())
        .map(|made| of_place(report, made.call, room))
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The calls of a poll.
pub(super) fn of_poll(poll: &PollReport) -> impl Iterator<Item = Made<'_>> {
    poll.calls.iter().map(move |call| Made { poll, call })
}

/// Whether the call is wrong; or open, where by the poll's figures, apart from all chance, it would be.
pub(super) fn is_off(made: &Made<'_>) -> bool {
    match made.call.outcome {
        CallOutcome::Wrong => true,
        CallOutcome::Open => made.call.figures_are_off,
        CallOutcome::Right | CallOutcome::Unknown => false,
    }
}

/// Whether it is off on who is first, or on whom a contest sends on. Who is second where it sends nobody on, and the
/// order of those that it does, is in the full report.
pub(super) fn is_told(made: &Made<'_>) -> bool {
    // Whom a poll gives a majority of the seats it has first, too, which the sentence on majorities says.
    let gives_it_to_them = |other: &Call| match (&other.choice, &other.called) {
        (Some(choice), Said::Above) => made.call.called == Said::Choices(vec![choice.clone()]),
        (_, called) => *called == made.call.called,
    };
    let has_majority = |other: &Call| {
        other.question == Question::Majority
            && other.outcome == CallOutcome::Wrong
            && gives_it_to_them(other)
    };
    is_off(made)
        && match made.call.question {
            Question::Leader => !made.poll.calls.iter().any(has_majority),
            Question::FirstPlaces(_) => true,
            _ => false,
        }
}

/// Whether two calls answer one question, to which the count says one thing.
fn is_asked_alike(one: &Call, other: &Call) -> bool {
    one.question == other.question
        && one.of_own_voters == other.of_own_voters
        && one.result == other.result
}

/// What the polls that are wrong on this say, and what the count does.
fn of_place(report: &Report, of: &Call, room: Room) -> String {
    let asked: Vec<Made<'_>> = (report.judged().flat_map(of_poll))
        .filter(|made| is_asked_alike(made.call, of) && made.call.outcome != CallOutcome::Unknown)
        .collect();
    // Of those that are asked something else, as among their own voters, nothing is counted here.
    let all = all(report);
    let are_all = asked.len() == all.len();
    let so_many = |names: &[&str]| match are_all {
        true => called::so_many(report, names, &all, room),
        false => room.list(names),
    };
    // What they say, and whether it is only the result that chance excludes.
    let mut groups: Vec<((&Said, bool), Alike<'_>)> = Vec::new();
    for made in asked.iter().filter(|made| is_told(made)) {
        let own = (made.poll.name.as_str(), rests_on(made.poll, made.call));
        let said = (&made.call.called, made.call.excludes_result_alone);
        match groups.iter_mut().find(|(known, _)| *known == said) {
            Some((_, polls)) => polls.push(own),
            None => groups.push((said, vec![own])),
        }
    }
    let of_seats = of.question == Question::Leader
        && (asked.iter()).any(|made| is_told(made) && made.poll.reading().is_none());
    let place = Place { of, of_seats };
    let parts: Vec<String> = (groups.iter())
        .map(|((said, excludes_result_alone), polls)| {
            let who = match report.reference().polls.len() {
                // The sentences before have named it.
                1 => "it".into(),
                _ => so_many(&names(polls)),
            };
            let own = match (of.of_own_voters, polls.len()) {
                (false, _) => "",
                (true, 1) => " among its own voters",
                (true, _) => " among their own voters",
            };
            format!(
                "{who} had {}{own}{}{}",
                place.called(said, room),
                basis(polls, room),
                match excludes_result_alone {
                    true => place.excluded(room),
                    false => String::new(),
                }
            )
        })
        .collect();
    let is_said = !matches!(of.result, Said::Open | Said::Unknown);
    let right: Vec<&str> = (asked.iter())
        .filter(|made| is_said && made.call.called == made.call.result)
        .map(|made| made.poll.name.as_str())
        .collect();
    let as_others = match right.as_slice() {
        [] => String::new(),
        right => format!(", as did {}", so_many(right)),
    };
    let result = place.result(report.reference().is_final(), room);
    let unless = unless_invalid(of.unless_invalid);
    opened(
        report,
        &format!("{}; {result}{as_others}{unless}", parts.join("; ")),
        room,
    )
}

/// A place, or several, and whose it is.
struct Place<'a> {
    of: &'a Call,
    of_seats: bool,
}

impl Place<'_> {
    /// "first", "in the first two places".
    fn words(&self) -> String {
        match self.of.question {
            Question::Leader if self.of_seats => "with the most seats".into(),
            Question::FirstPlaces(places) => {
                format!("in the first {} places", in_words(places as usize))
            }
            _ => "first".into(),
        }
    }

    /// Whom a poll has there.
    fn called(&self, said: &Said, room: Room) -> String {
        match said {
            Said::Choices(choices) | Said::InAnyOrder(choices) => {
                format!("{} {}", all_of(choices, room), self.words())
            }
            Said::Tie(choices) => format!("{} level {}", room.list(choices), self.words()),
            _ => format!("others {}", self.words()),
        }
    }

    /// Whom a poll excludes there, which does not settle whom it has instead.
    fn excluded(&self, room: Room) -> String {
        match &self.of.result {
            Said::Choices(choices) | Said::InAnyOrder(choices) => {
                format!(" not {}", all_of(choices, room))
            }
            _ => " not as in the count".into(),
        }
    }

    /// Whom the count has there, or that it is not whom the polls have.
    fn result(&self, is_final: bool, room: Room) -> String {
        let among = if self.of.of_own_voters {
            " among them"
        } else {
            ""
        };
        match (&self.of.result, is_final || self.of.of_own_voters) {
            (Said::Choices(choices) | Said::InAnyOrder(choices), true) => {
                format!(
                    "the count has {} {}{among}",
                    all_of(choices, room),
                    self.words()
                )
            }
            (Said::Choices(choices) | Said::InAnyOrder(choices), false) => {
                format!(
                    "the count is sure to have {} {}",
                    all_of(choices, room),
                    self.words()
                )
            }
            (Said::Tie(choices), _) => {
                format!(
                    "the count has {} level {}{among}",
                    room.list(choices),
                    self.words()
                )
            }
            (Said::ThenTied { ahead, tied }, _) => {
                format!(
                    "the count has {} ahead of {}, level{among}",
                    all_of(ahead, room),
                    room.list(tied)
                )
            }
            (_, true) if matches!(self.of.question, Question::FirstPlaces(_)) => {
                format!("the count has not all of them there{among}")
            }
            (_, true) => format!("the count has others {}{among}", self.words()),
            (_, false) => "that can no longer come true".into(),
        }
    }
}

/// Sets that are told apart are not shortened.
fn all_of(choices: &[String], room: Room) -> String {
    let names: Vec<String> = choices.iter().map(|choice| room.name(choice)).collect();
    list(&names)
}

/// The polls that have a verdict.
pub(super) fn all(report: &Report) -> Vec<&str> {
    report.judged().map(|poll| poll.name.as_str()).collect()
}

/// A sentence that begins with a capital, or with the name of a poll, which keeps its own letters.
pub(super) fn opened(report: &Report, text: &str, room: Room) -> String {
    let mut names = report.judged().map(|poll| room.name(&poll.name));
    let opens =
        |name: String| (text.strip_prefix(&name)).is_some_and(|rest| rest.starts_with([' ', ',']));
    match names.any(opens) {
        true => closed(text),
        false => sentence(text),
    }
}

pub(super) fn names<'a>(polls: &[(&'a str, Rests)]) -> Vec<&'a str> {
    polls.iter().map(|(name, _)| *name).collect()
}

/// On what it rests that they say so: of each, where that is not the same.
pub(super) fn basis(polls: &[(&str, Rests)], room: Room) -> String {
    let mut grounds: Vec<(Rests, Vec<&str>)> = Vec::new();
    for (name, rests) in polls {
        match grounds.iter_mut().find(|(known, _)| known == rests) {
            Some((_, names)) => names.push(name),
            None => grounds.push((*rests, vec![name])),
        }
    }
    let alone = grounds.len() == 1;
    let parts = grounds.iter().map(|(rests, names)| {
        let whose = match alone {
            true => String::new(),
            false => format!("{} ", room.list(names)),
        };
        format!(", {whose}{}", words(*rests, names.len()))
    });
    parts.collect()
}

fn words(rests: Rests, polls: usize) -> &'static str {
    match (rests, polls) {
        (Rests::MoreThanChance { drawn_singly: true }, _) => "by more than chance if drawn singly",
        (Rests::MoreThanChance { .. }, _) => "by more than chance",
        (Rests::Rounding { drawn_singly: true }, _) => {
            "rounding decides whether by more than chance if drawn singly"
        }
        (Rests::Rounding { .. }, _) => "rounding decides whether by more than chance",
        (Rests::Chance { drawn_singly: true }, _) => "by no more than chance if drawn singly",
        (Rests::Chance { .. }, _) => "by no more than chance",
        (Rests::Ranges, 1) => "by its range alone",
        (Rests::Ranges, _) => "by their ranges alone",
        (Rests::Figures, 1) => "by its figures alone",
        (Rests::Figures, _) => "by their figures alone",
    }
}
