//! Whom the polls saw with a majority of the seats, and whether seats beside shares are right.

use std::borrow::Cow;

use super::called;
use super::predicate::predicate_of;
use super::room::Room;
use super::terms::closed;
use crate::report::{Call, Question, Reason, Report, Said, Verdict};

/// Who has the majority in the count, and to whom each poll gave it.
pub(super) fn majority(report: &Report, room: Room) -> Option<String> {
    report.contest.majority()?;
    let of_majority = |call: &&Call| call.question == Question::Majority;
    let all = report.judged().flat_map(|poll| {
        let calls = poll.calls.iter().filter(of_majority);
        calls.map(|call| (poll.name.as_str(), call))
    });
    // Whom only polls give one, where the count has it otherwise.
    let has_none = |(_, call): &(&str, &Call)| call.choice.is_some() && call.result != Said::Above;
    let (of_polls, calls): (Vec<_>, Vec<_>) = all.partition(has_none);
    let calls: Vec<(&str, Cow<'_, Call>)> = (calls.into_iter())
        .map(|(poll, call)| (poll, of_its_holder(call)))
        .collect();
    // What no poll says anything of is no news of the polls.
    if calls.iter().all(|(_, call)| call.called == Said::Unknown) {
        return None;
    }
    let mut results: Vec<&Said> = Vec::new();
    for (_, call) in &calls {
        if !results.contains(&&call.result) {
            results.push(&call.result);
        }
    }
    let of_result = |result: &Said| {
        let own: Vec<(&str, &Call)> = (calls.iter())
            .filter(|(_, call)| call.result == *result)
            .map(|(poll, call)| (*poll, call.as_ref()))
            .collect();
        beside(report, result, &own, room)
    };
    let mut sentences: Vec<String> = results.into_iter().map(of_result).collect();
    sentences.extend(given_by_polls_alone(report, &of_polls, room));
    Some(sentences.join(" "))
}

/// A call of whether one has a majority that has one in the count, as one of who has it.
fn of_its_holder(call: &Call) -> Cow<'_, Call> {
    let Some(choice) = &call.choice else {
        return Cow::Borrowed(call);
    };
    let holder = || Said::Choices(vec![choice.clone()]);
    let mut call = call.clone();
    if call.called == Said::Above {
        call.called = holder();
    }
    call.result = holder();
    Cow::Owned(call)
}

/// Whom polls give a majority that it has not, or not for certain, in the count.
fn given_by_polls_alone(report: &Report, calls: &[(&str, &Call)], room: Room) -> Vec<String> {
    let mut groups: Vec<(&str, &Said, Vec<&str>)> = Vec::new();
    for (poll, call) in calls {
        let Some(choice) = call.choice.as_deref() else {
            continue;
        };
        match groups.iter_mut().find(|(of, ..)| *of == choice) {
            Some((.., polls)) => polls.push(poll),
            None => groups.push((choice, &call.result, vec![poll])),
        }
    }
    let sentence = |(choice, result, polls): (&str, &Said, Vec<&str>)| {
        let gives = if polls.len() == 1 { "gives" } else { "give" };
        let is_one = report.contest.choices().iter().any(|of| of == choice);
        let alone = if is_one { " alone" } else { "" };
        let of = room.name(choice);
        let counted = match result {
            Said::Below => format!("{of}{alone} has none"),
            Said::Open => format!("Whether {of}{alone} has one is still open"),
            _ => format!("The count does not say whether {of}{alone} has one"),
        };
        closed(&format!("{counted}; {} {gives} it one", room.list(&polls)))
    };
    groups.into_iter().map(sentence).collect()
}

/// What these polls say where the count says this.
fn beside(report: &Report, result: &Said, calls: &[(&str, &Call)], room: Room) -> String {
    let mut groups: Vec<(&Said, Vec<&str>)> = Vec::new();
    for (poll, call) in calls {
        match groups.iter_mut().find(|(said, _)| *said == &call.called) {
            Some((_, polls)) => polls.push(poll),
            None => groups.push((&call.called, vec![poll])),
        }
    }
    // Nobody is right on what the count leaves open.
    let is_right = |said: &Said| said == result && !matches!(result, Said::Open | Said::Unknown);
    // Whoever is right comes first, and then whoever says something else.
    groups.sort_by_key(|(said, _)| match *said {
        said if is_right(said) => 0,
        Said::Choices(_) | Said::Nobody => 1,
        Said::Unknown => 3,
        _ => 2,
    });
    let left = groups.len().saturating_sub(room.listed.max(3));
    groups.truncate(groups.len() - left);
    let parts = groups.iter().map(|(said, polls)| match is_right(said) {
        true => format!(", as {}", who_agree(report, polls, calls, room)),
        // What is still to be counted and what a poll's figures leave open are two things.
        false if **said == Said::Open && *result == Said::Open => {
            let own = if polls.len() == 1 { "its" } else { "their" };
            format!("; {}, by {own} own figures", gives(said, polls, room))
        }
        false => format!("; {}", gives(said, polls, room)),
    });
    let more = match left {
        0 => "",
        _ => "; the full report has more",
    };
    let parts: String = parts.collect();
    closed(&format!("{}{parts}{more}", in_the_count(result, room)))
}

fn in_the_count(result: &Said, room: Room) -> String {
    match result {
        Said::Choices(choices) => format!("{} has a majority of the seats", room.list(choices)),
        Said::Nobody => "Nobody has a majority of the seats".into(),
        Said::Open => "Who has a majority of the seats is still open".into(),
        _ => "The count does not say who has a majority of the seats".into(),
    }
}

/// "both polls have it", "eight of nine polls have it".
fn who_agree(report: &Report, polls: &[&str], calls: &[(&str, &Call)], room: Room) -> String {
    let all: Vec<&str> = calls.iter().map(|(name, _)| *name).collect();
    let have = if polls.len() == 1 { "has" } else { "have" };
    format!("{} {have} it", called::so_many(report, polls, &all, room))
}

/// What polls say that the count does not.
fn gives(said: &Said, polls: &[&str], room: Room) -> String {
    let who = room.list(polls);
    let verb = |one: &'static str, several: &'static str| match polls.len() {
        1 => one,
        _ => several,
    };
    match said {
        Said::Choices(choices) => {
            format!(
                "{who} {} one to {}",
                verb("gives", "give"),
                room.list(choices)
            )
        }
        Said::Nobody => format!("{who} {} one to nobody", verb("gives", "give")),
        Said::Below => format!("{who} {} it none", verb("gives", "give")),
        Said::Unknown => format!("{who} {} not say", verb("does", "do")),
        _ => format!("{who} {} that open", verb("leaves", "leave")),
    }
}

/// Whether the seats that polls give beside shares are right: the verdict on those polls is one on their shares.
pub(super) fn beside_shares(report: &Report, room: Room) -> Option<String> {
    let mut groups: Vec<(Verdict, Vec<String>)> = Vec::new();
    for poll in report.judged().filter(|poll| poll.reading().is_some()) {
        let Some(seats) = &poll.seats else { continue };
        let verdict = seats.verdict();
        match groups.iter_mut().find(|(known, _)| *known == verdict) {
            Some((_, polls)) => polls.push(poll.name.clone()),
            None => groups.push((verdict, vec![poll.name.clone()])),
        }
    }
    let parts: Vec<String> = (groups.iter())
        .map(|(verdict, polls)| {
            let (one, several) = predicate_of(report, *verdict, polls);
            let words = if polls.len() == 1 { one } else { several };
            let whose = match verdict {
                Verdict::SeatsOpen => "Seats of ",
                _ => "",
            };
            closed(&format!("{whose}{} {words}", room.list(polls)))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Whose seats could not be compared, since the count gives none.
pub(super) fn not_compared(report: &Report, room: Room) -> Option<String> {
    let mut labels: Vec<&str> = Vec::new();
    let left_out = report.judged().filter_map(|poll| poll.seats.as_ref());
    for of in left_out.flat_map(|seats| &seats.left_out) {
        if of.reason == Reason::NoOfficialFigure && !labels.contains(&of.label.as_str()) {
            labels.push(&of.label);
        }
    }
    (!labels.is_empty()).then(|| {
        let are = if labels.len() == 1 { "is" } else { "are" };
        closed(&format!(
            "The count gives no seats for {}, which {are} not compared",
            room.list(&labels)
        ))
    })
}
