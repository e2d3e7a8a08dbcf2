//! Of the parties that a poll names, and of no others: that it has their seats right.

use crate::report::{Report, SeatRow};

/// Where some of its seats are no ranges.
pub(super) const SINGLE_FIGURES: (&str, &str) = (
    "has the right seats for every party that it names",
    "have the right seats for every party that they name",
);

/// Of one poll, and of several.
pub(super) fn predicate(report: &Report, polls: &[String]) -> (&'static str, &'static str) {
    if some_have_no_winner(report, polls) {
        return (
            "has the seats of every party that could be compared inside its ranges, whoever wins those without a winner",
            "have the seats of every party that could be compared inside their ranges, whoever wins those without a winner",
        );
    }
    match (some_left_out(report, polls), given(report, polls)) {
        (false, Given::Figures) => SINGLE_FIGURES,
        (false, Given::Ranges) => (
            "has the seats of every party that it names inside its ranges",
            "have the seats of every party that they name inside their ranges",
        ),
        (false, Given::Both) => (
            "has the seats of every party that it names right or inside its ranges",
            "have the seats of every party that they name right or inside their ranges",
        ),
        (true, Given::Figures) => (
            "has the seats of every party that could be compared right",
            "have the seats of every party that could be compared right",
        ),
        (true, Given::Ranges) => (
            "has the seats of every party that could be compared inside its ranges",
            "have the seats of every party that could be compared inside their ranges",
        ),
        (true, Given::Both) => (
            "has the seats of every party that could be compared right or inside its ranges",
            "have the seats of every party that could be compared right or inside their ranges",
        ),
    }
}

/// How polls give their seats.
enum Given {
    Figures,
    Ranges,
    Both,
}

fn given(report: &Report, polls: &[String]) -> Given {
    let seats = (report.reference().polls.iter())
        .filter(|poll| polls.contains(&poll.name))
        .filter_map(|poll| poll.seats.as_ref());
    let rows = seats
        .flat_map(|seats| &seats.rows)
        .filter(|row| !row.is_check);
    let (ranges, figures): (Vec<&SeatRow>, Vec<&SeatRow>) = rows.partition(|row| row.is_range());
    match (ranges.is_empty(), figures.is_empty()) {
        (true, _) => Given::Figures,
        (false, true) => Given::Ranges,
        (false, false) => Given::Both,
    }
}

/// Whether seats of the house are still to be won.
fn some_have_no_winner(report: &Report, polls: &[String]) -> bool {
    let mut seats = (report.reference().polls.iter())
        .filter(|poll| polls.contains(&poll.name))
        .filter_map(|poll| poll.seats.as_ref());
    seats.any(|seats| !seats.rows.iter().all(SeatRow::is_known))
}

/// Whether a poll has seats of which the count gives none.
fn some_left_out(report: &Report, polls: &[String]) -> bool {
    let mut seats = polls
        .iter()
        .filter_map(|poll| report.reference().poll(poll)?.seats.as_ref());
    seats.any(|seats| !seats.left_out.is_empty())
}
