//! Who has most seats.

use std::collections::HashSet;

use super::Counted;
use crate::accuracy::{Call as Outcome, Leaders, leaders};
use crate::comparison::seats;
use crate::model::{Contest, Poll};
use crate::numeric::Bounds;
use crate::report::{Call, Question, Said, SeatReport, SeatRow, SeatStatus};

/// Seats of one choice, or of a bloc: what the poll gives it, or what it can have in the end.
pub(super) struct Seats<'a> {
    pub(super) label: &'a str,
    pub(super) low: u64,
    pub(super) high: u64,
}

/// What one side gives: choices and blocs, and what any other can have at most.
pub(super) struct Side<'a> {
    pub(super) named: Vec<Seats<'a>>,
    /// `None` where nothing bounds it.
    others: Option<u64>,
}

impl Side<'_> {
    fn leader(&self, otherwise: Said) -> Said {
        let figures: Vec<(f64, Bounds)> = (self.named.iter())
            .map(|seats| {
                let (low, high) = (seats.low as f64, seats.high as f64);
                (0.5 * (low + high), Bounds { low, high })
            })
            .collect();
        let name = |place: &usize| self.named[*place].label.to_owned();
        // Whoever is not named may have as many.
        let ahead = |place: &usize| {
            let least = self.named[*place].low;
            self.others.is_some_and(|others| others < least)
        };
        match leaders(&figures) {
            None => Said::Unknown,
            Some(Leaders::One(place)) if ahead(&place) => Said::Choices(vec![name(&place)]),
            Some(Leaders::Tied(places)) if places.iter().all(ahead) => {
                Said::Tie(places.iter().map(name).collect())
            }
            Some(Leaders::UndecidedByRounding(_)) => Said::Open,
            Some(_) => otherwise,
        }
    }

    /// Whether another has more in any case.
    fn is_behind(&self, label: &str) -> bool {
        let own = self.named.iter().find(|seats| seats.label == label);
        own.is_some_and(|own| self.named.iter().any(|other| other.low > own.high))
    }

    /// What all that it names have at least.
    pub(super) fn least(&self) -> u64 {
        let named = self.named.iter();
        named.fold(0, |sum, seats| sum.saturating_add(seats.low))
    }
}

/// What the poll gives each; its choices added up where the count has no more than their sum.
pub(super) fn estimated<'a>(
    contest: &Contest,
    published: &'a Poll,
    compared: &'a SeatReport,
) -> Side<'a> {
    let mut side = Side {
        named: Vec::new(),
        others: None,
    };
    let (mut everyone_else, mut all) = (None, HashSet::new());
    let sums = || {
        let rows = compared.rows.iter();
        rows.filter(|row| !row.is_check && !row.added_up.is_empty())
    };
    for (label, choices, seats) in seats::estimates(published) {
        if choices.is_empty() {
            everyone_else = Some(seats.high());
            continue;
        }
        let in_sum = |row: &SeatRow| choices.iter().all(|of| row.choices.contains(of));
        let is_added_up = sums().any(in_sum);
        all.extend(choices);
        if !is_added_up {
            side.named.push(Seats {
                label,
                low: seats.low(),
                high: seats.high(),
            });
        }
    }
    side.named.extend(sums().map(|row| Seats {
        label: &row.label,
        low: row.low,
        high: row.high,
    }));
    let names_all = contest.choices().iter().all(|choice| all.contains(choice));
    side.others = match (everyone_else, contest.seats()) {
        (Some(most), _) => Some(most),
        (None, _) if names_all => Some(0),
        (None, Some(house)) => Some(house.saturating_sub(side.least())),
        (None, None) => None,
    };
    side
}

/// Whether whatever the poll estimates and the count gives no figure for are single choices, and the house bounds what
/// they can have.
fn are_bounded(counted: &Counted<'_>, seats: &SeatReport) -> bool {
    let single = |label: &String| counted.contest.choices().contains(label);
    seats.left_out.is_empty()
        || counted.seats.outstanding().is_some()
            && seats.left_out.iter().all(|of| single(&of.label))
}

/// What everyone in the count can have in the end, the poll's blocs together; `None` where a choice of the poll
/// has no official figure of its own and nothing bounds it, or a figure of the count is of a part of such a bloc and
/// of others.
fn counted_side<'a>(counted: &Counted<'a>, seats: &'a SeatReport) -> Option<Side<'a>> {
    if !are_bounded(counted, seats) {
        return None;
    }
    let own = || {
        let rows = seats.rows.iter();
        rows.filter(|row| !row.is_check && !row.choices.is_empty())
    };
    let mut named: Vec<Seats<'_>> = own()
        .map(|row| Seats {
            label: &row.label,
            low: row.result_low,
            high: row.result_high,
        })
        .collect();
    let mut others = counted.seats.outstanding();
    for (label, choices, result) in counted.seats.figures() {
        let shared = |row: &SeatRow| choices.iter().filter(|c| row.choices.contains(c)).count();
        if choices.is_empty() {
            others = others.map(|most| most.saturating_add(result.high));
        } else if own().any(|row| shared(row) == choices.len()) {
            continue;
        } else if own().any(|row| shared(row) > 0) {
            return None;
        } else {
            named.push(Seats {
                label,
                low: result.low,
                high: result.high,
            });
        }
    }
    // Of a house of unknown size, whoever has no figure may have any number.
    if others.is_none() && named.len() > 1 {
        others = Some(0);
    }
    Some(Side { named, others })
}

/// Whether the choice with most seats is right.
pub(super) fn leader(counted: &Counted<'_>, estimated: &Side<'_>, seats: &SeatReport) -> Call {
    let open = match seats.status {
        SeatStatus::Final => Said::Unknown,
        SeatStatus::Declared | SeatStatus::Provisional => Said::Open,
    };
    let counted = counted_side(counted, seats);
    let result = counted
        .as_ref()
        .map_or(Said::Unknown, |side| side.leader(open));
    let call = call(Question::Leader, estimated.leader(Said::Unknown), result);
    // Who leads by the one side cannot by the other, whoever else does.
    let excludes = |side: &Side<'_>, leader: &Said| match leader {
        Said::Choices(of) => of.iter().all(|label| side.is_behind(label)),
        _ => false,
    };
    let is_wrong = match (&call.called, &call.result) {
        (Said::Open, result) => excludes(estimated, result),
        (called, Said::Open) => counted.is_some_and(|side| excludes(&side, called)),
        _ => false,
    };
    match is_wrong {
        true => Call {
            outcome: Outcome::Wrong,
            ..call
        },
        false => call,
    }
}

/// The question with what the two sides say, compared.
pub(super) fn call(question: Question, called: Said, result: Said) -> Call {
    Call {
        outcome: compare(&called, &result),
        called,
        result,
        ..Call::of(question)
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
