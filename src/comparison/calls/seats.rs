//! Who has most seats, and who a majority of them.

use super::Counted;
use crate::accuracy::{Call as Outcome, Leaders, Said as Passes, leaders};
use crate::comparison::seats;
use crate::model::Poll;
use crate::numeric::Bounds;
use crate::report::{Call, Question, Said, SeatReport};

/// Seats of one choice, or of a bloc: what the poll gives it, or what it can have in the end.
pub(super) struct Seats<'a> {
    label: &'a str,
    low: u64,
    high: u64,
}

/// What the poll gives each.
pub(super) fn estimated(published: &Poll) -> Vec<Seats<'_>> {
    seats::estimates(published)
        .map(|(label, seats)| Seats {
            label,
            low: seats.low(),
            high: seats.high(),
        })
        .collect()
}

/// What those of whom the poll speaks can have in the end.
fn results(seats: &SeatReport) -> Vec<Seats<'_>> {
    let own = seats.rows.iter().filter(|row| !row.is_check);
    own.map(|row| Seats {
        label: &row.label,
        low: row.result_low,
        high: row.result_high,
    })
    .collect()
}

/// Whether the choice with most seats is right.
pub(super) fn leader(counted: &Counted<'_>, estimated: &[Seats<'_>], seats: &SeatReport) -> Call {
    let called = leader_of(estimated);
    let results = results(seats);
    let result = if results.len() < 2 || uncovered(counted, seats) {
        Said::Unknown
    } else {
        leader_of(&results)
    };
    Call {
        question: Question::Leader,
        choice: None,
        beyond_sampling: None,
        outcome: compare(&called, &result),
        called,
        result,
    }
}

fn leader_of(seats: &[Seats<'_>]) -> Said {
    let figures: Vec<(f64, Bounds)> = seats
        .iter()
        .map(|seats| {
            let (low, high) = (seats.low as f64, seats.high as f64);
            (0.5 * (low + high), Bounds { low, high })
        })
        .collect();
    let name = |place: &usize| seats[*place].label.to_owned();
    match leaders(&figures) {
        None => Said::Unknown,
        Some(Leaders::One(place)) => Said::Choices(vec![name(&place)]),
        Some(Leaders::Tied(places)) => Said::Tie(places.iter().map(name).collect()),
        Some(Leaders::UndecidedByRounding(_)) => Said::Open,
    }
}

/// Official choices with more seats than the poll's rows cover say that something is missing.
fn uncovered(counted: &Counted<'_>, seats: &SeatReport) -> bool {
    !seats.left_out.is_empty()
        || counted.seats.choices().any(|(label, won)| {
            let covered = seats
                .rows
                .iter()
                .any(|row| row.label == *label || row.choices.contains(label));
            let least = seats.rows.iter().map(|row| row.counted).max().unwrap_or(0);
            !covered && won >= least
        })
}

/// Whether a majority was called for whoever got one, or rightly for nobody.
pub(super) fn majority(counted: &Counted<'_>, estimated: &[Seats<'_>], seats: &SeatReport) -> Call {
    let says = |seats: &[Seats<'_>], line: u64| -> Said {
        let of = |seats: &Seats<'_>| Passes::of_seats(seats.low, seats.high, line);
        if let Some(winner) = seats.iter().find(|seats| of(seats) == Passes::Yes) {
            return Said::Choices(vec![winner.label.to_owned()]);
        }
        if seats.iter().any(|seats| of(seats) == Passes::Open) {
            return Said::Open;
        }
        // Nobody of those named: whoever is not named can have only what is left of the house.
        let named: u64 = seats
            .iter()
            .fold(0, |sum, seats| sum.saturating_add(seats.low));
        let left = counted
            .contest
            .seats()
            .map(|house| house.saturating_sub(named));
        match left {
            Some(left) if left < line => Said::Nobody,
            _ => Said::Unknown,
        }
    };
    let (called, result) = match counted.contest.majority() {
        None => (Said::Unknown, Said::Unknown),
        Some(line) => {
            let results = results(seats);
            let result = if seats.left_out.is_empty() && !results.is_empty() {
                says(&results, line)
            } else {
                Said::Unknown
            };
            (says(estimated, line), result)
        }
    };
    Call {
        question: Question::Majority,
        choice: None,
        beyond_sampling: None,
        outcome: compare(&called, &result),
        called,
        result,
    }
}

/// What two sides say, compared.
fn compare(called: &Said, result: &Said) -> Outcome {
    match (called, result) {
        (Said::Unknown, _) | (_, Said::Unknown) => Outcome::Unknown,
        (Said::Open | Said::Tie(_), _) | (_, Said::Open | Said::Tie(_)) => Outcome::Open,
        (called, result) if called == result => Outcome::Right,
        _ => Outcome::Wrong,
    }
}
