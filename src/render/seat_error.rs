//! How far the polls' seats of one choice are off, as a clause.

use super::room::Room;
use super::{number, seats, terms};
use crate::report::Report;

/// By how much the polls missed a choice's seats; only a range has a middle.
pub(super) fn clause(
    report: &Report,
    choice: &str,
    (polls, ranges): (usize, usize),
    error: f64,
    room: Room,
) -> String {
    let in_seats = |error: f64| {
        let figure = number::trimmed(error, 1);
        let seats = if figure == "1" { "seat" } else { "seats" };
        format!("{figure} {seats}")
    };
    if polls > 1 {
        let who = match ranges {
            0 => format!("{} polls", terms::in_words(polls)),
            ranges if ranges == polls => format!(
                "the middles of the ranges of {} polls",
                terms::in_words(polls)
            ),
            _ => format!(
                "{} polls, by the middle of a range where they give one,",
                terms::in_words(polls)
            ),
        };
        return format!("{who} missed that by {} on average", in_seats(error));
    }
    let seats = || {
        let polls = report.reference().polls.iter();
        polls.filter_map(|poll| Some((poll, poll.seats.as_ref()?)))
    };
    let own = seats().find_map(|(_, seats)| seats.row(choice));
    let mut rows = seats().filter_map(|(poll, seats)| {
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
