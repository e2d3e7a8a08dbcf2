//! How far the polls' seats of one choice are off, as a clause.

use super::room::Room;
use super::{called, number, seats, terms};
use crate::report::{PollReport, Reason, Report};

/// By how much the polls missed a choice's seats; only a range has a middle.
pub(super) fn clause(
    report: &Report,
    choice: &str,
    (polls, ranges): (usize, usize),
    (error, all_above): (f64, Option<bool>),
    room: Room,
) -> String {
    let in_seats = |error: f64| {
        let figure = number::trimmed(error, 1);
        let seats = if figure == "1" { "seat" } else { "seats" };
        format!("{figure} {seats}")
    };
    if polls > 1 {
        let many = format!("{} {}", terms::in_words(polls), called::together(report));
        let who = match ranges {
            0 => many,
            ranges if ranges == polls => format!("the middles of the ranges of {many}"),
            _ => format!("{many}, by the middle of a range where they give one,"),
        };
        let side = match all_above {
            Some(true) => ", all of them too high",
            Some(false) => ", all of them too low",
            None => "",
        };
        return format!("{who} missed that by {} on average{side}", in_seats(error));
    }
    let seats = || {
        let polls = report.reference().polls.iter();
        polls.filter_map(|poll| Some((poll, poll.seats.as_ref()?)))
    };
    let own = seats().find_map(|(_, seats)| seats.row(choice));
    let sources = seats().filter(|(poll, _)| poll.left_out_of_the_whole.is_none());
    let mut rows = sources.filter_map(|(poll, seats)| {
        let row = seats.row_of(choice, &own?.choices)?;
        let is_it = (row.deviation?.abs() - error).abs() < 1e-9 && row.is_range() == (ranges > 0);
        is_it.then_some((poll, row))
    });
    let estimate = match rows.next() {
        Some((poll, row)) => {
            let figure = seats::whole_range(row.low, row.high);
            let middle = if row.is_range() { "the middle of " } else { "" };
            format!("{middle}the {figure} of {}", room.name(&poll.name))
        }
        None => "the one poll".to_owned(),
    };
    if error == 0.0 {
        format!("{estimate} hit that exactly")
    } else {
        format!("{estimate} missed that by {}", in_seats(error))
    }
}

/// Who got as many seats.
pub(super) fn level_with(report: &Report, choice: &str, result: u64, room: Room) -> String {
    let choices = || report.reference().choices.iter();
    // A sum of choices is level with none of them.
    let is_one = choices().any(|of| of.label == choice && of.choices.len() <= 1);
    let others = choices().filter(|of| {
        is_one && of.choices.len() <= 1 && of.label != choice && of.seats == Some(result)
    });
    let others: Vec<&str> = others.map(|of| of.label.as_str()).collect();
    match others.as_slice() {
        [] => String::new(),
        others => format!(", level with {}", room.list(others)),
    }
}

/// How many of their ranges have the result inside, and whose ranges are not among these.
pub(super) fn hits(
    report: &Report,
    choice: &str,
    (inside, ranges): (usize, usize),
    room: Room,
) -> String {
    let polls = &report.reference().polls;
    let mut own = (polls.iter()).filter_map(|poll| poll.seats.as_ref()?.row(choice));
    let choices = own.next().map_or(&[][..], |row| &row.choices);
    let has_range = |poll: &&PollReport| {
        let row = || poll.seats.as_ref()?.row_of(choice, choices);
        poll.left_out_of_the_whole.is_some() && row().is_some_and(|row| row.is_range())
    };
    let others: Vec<&PollReport> = polls.iter().filter(has_range).collect();
    let alone = others.is_empty();
    let hits = match (inside, ranges) {
        (_, 0) => String::new(),
        (0, 1) if alone => format!("; the only range given for {} misses it", room.name(choice)),
        (_, 1) if alone => {
            format!(
                "; the only range given for {} has it inside",
                room.name(choice)
            )
        }
        (0, 1) => "; that range misses it".to_owned(),
        (_, 1) => "; that range has it inside".to_owned(),
        (0, ranges) => format!("; the result lies inside none of {ranges} ranges"),
        (inside, ranges) => format!("; the result lies inside {inside} of {ranges} ranges"),
    };
    // What is made of other polls is no further estimate.
    let own = |poll: &&&PollReport| poll.left_out_of_the_whole != Some(Reason::Derived);
    let others: Vec<&PollReport> = others.iter().filter(own).copied().collect();
    let apart = super::overview::why_apart(report, &others, room);
    match apart.as_slice() {
        [] => format!("{hits}."),
        apart => format!("{hits}. Not counted in: {}.", apart.join("; ")),
    }
}
