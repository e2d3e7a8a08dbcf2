//! Whom the polls had above or below a threshold, where the count has them on the other side.

use super::called;
use super::calls::{Rests, percent_of, rests_on};
use super::outstanding::unless_invalid;
use super::room::Room;
use super::threshold_side::{count_is_on, line, poll_is_on, side};
use super::wrong_calls::{Alike, Made, all, basis, is_off, is_told, names, of_poll, opened};
use crate::report::{Call, Question, Report, Said};

/// Who had whom above or below a threshold, instead of where the count has them.
pub(super) fn of_thresholds(report: &Report, room: Room) -> Option<String> {
    let is_of_line = |made: &Made<'_>| matches!(made.call.question, Question::Threshold(_));
    let mut wrong: Vec<(&Call, Alike<'_>)> = Vec::new();
    for made in report.judged().flat_map(of_poll) {
        if !is_of_line(&made) || !is_off(&made) || is_said_of_the_first(report, &made) {
            continue;
        }
        let own = (made.poll.name.as_str(), rests_on(made.poll, made.call));
        let same = |of: &Call| {
            of.question == made.call.question
                && of.choice == made.call.choice
                && of.called == made.call.called
        };
        match wrong.iter_mut().find(|(of, _)| same(of)) {
            Some((_, polls)) => polls.push(own),
            None => wrong.push((made.call, vec![own])),
        }
    }
    // What the same polls say on the same ground is one sentence.
    let mut sentences: Vec<(Vec<&Call>, Alike<'_>)> = Vec::new();
    for (call, polls) in wrong {
        match sentences.iter_mut().find(|(_, known)| *known == polls) {
            Some((calls, _)) => calls.push(call),
            None => sentences.push((vec![call], polls)),
        }
    }
    let left = sentences.len().saturating_sub(room.listed);
    sentences.truncate(sentences.len() - left);
    let all = all(report);
    let mut said: Vec<String> = (sentences.iter())
        .map(|(calls, polls)| of_lines(report, calls, polls, &all, room))
        .collect();
    if left > 0 {
        said.push("The full report has more of thresholds.".into());
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Whether who of two was first, which has been said, is the same as who had more than half.
fn is_said_of_the_first(report: &Report, made: &Made<'_>) -> bool {
    let is_half = line(&report.contest, &made.call.question)
        .is_some_and(|line| line.threshold().share() == 0.5);
    let is_leader = |made: &Made<'_>| made.call.question == Question::Leader && is_told(made);
    is_half && report.contest.choices().len() == 2 && of_poll(made.poll).any(|of| is_leader(&of))
}

fn of_lines(
    report: &Report,
    calls: &[&Call],
    polls: &[(&str, Rests)],
    all: &[&str],
    room: Room,
) -> String {
    let mut lines: Vec<&Question> = Vec::new();
    for call in calls {
        if !lines.contains(&&call.question) {
            lines.push(&call.question);
        }
    }
    let reference = report.reference();
    let contest = &report.contest;
    let poll_is_on = (calls.iter()).any(|call| {
        let mut own = (polls.iter()).filter_map(|(name, _)| reference.poll(name));
        own.any(|poll| poll_is_on(contest, poll, call))
    });
    let count_is_on = (calls.iter()).any(|call| count_is_on(contest, reference, call));
    // Where the polls have the choices, or on the other side.
    let of_line = |line: &Question, flipped: bool| {
        let sides = [false, true].map(|passes| {
            let has_it = |call: &&&Call| (call.called == Said::Above) == passes;
            let own = calls.iter().filter(|call| call.question == *line);
            let choices: Vec<&str> = (own.filter(has_it))
                .filter_map(|call| call.choice.as_deref())
                .collect();
            let is_on = if flipped { count_is_on } else { poll_is_on };
            let side = side(contest, line, passes != flipped, is_on);
            (!choices.is_empty()).then(|| format!("{} {side}", room.list(&choices)))
        });
        let sides: Vec<String> = sides.into_iter().flatten().collect();
        let percent = percent_of(contest, line);
        format!("{} {percent}", sides.join(" and "))
    };
    let of_lines = |flipped: bool| {
        let each: Vec<String> = (lines.iter()).map(|line| of_line(line, flipped)).collect();
        each.join(" and ")
    };
    let result = match (calls, reference.is_final()) {
        ([one], is_final) => {
            let passes = one.called != Said::Above;
            let side = side(contest, &one.question, passes, count_is_on);
            let choice = room.name(one.choice.as_deref().unwrap_or("it"));
            match is_final {
                true => format!("the count has {choice} {side}"),
                false => format!("{choice} is sure to be {side}"),
            }
        }
        (_, true) if count_is_on => format!("the count has {}", of_lines(true)),
        (_, true) => "the count has the opposite".into(),
        (_, false) => "the opposite is sure".into(),
    };
    let unless = calls.iter().filter_map(|call| call.unless_invalid);
    let unless = unless_invalid(unless.min_by(f64::total_cmp));
    opened(
        report,
        &format!(
            "{} had {}{}; {result}{unless}",
            called::so_many(report, &names(polls), all, room),
            of_lines(false),
            basis(polls, room)
        ),
        room,
    )
}
