//! What a poll called before the count did: leader, places, order, thresholds, majority.

use std::collections::HashSet;

use super::outstanding::Ground;
use super::published;
use super::row::figure;
use super::seats::CountedSeats;
use crate::accuracy::{Call as Outcome, Leaders, Said as Passes, leaders, ranks_of_leads};
use crate::alignment::RowKind;
use crate::interval::RankInterval;
use crate::model::Contest;
use crate::numeric::Bounds;
use crate::partial::ThresholdOutcome;
use crate::report::{
    Call, CountReport, CountedChoice, PollReport, Question, ReadingReport, RowReport, Said,
    SeatReport, SeatRow, Settings,
};

/// What a count says to every poll.
pub(super) struct Counted<'a> {
    pub(super) settings: &'a Settings,
    pub(super) contest: &'a Contest,
    pub(super) report: &'a CountReport,
    pub(super) seats: &'a CountedSeats,
    /// The tightest bound of a partial count.
    pub(super) ground: Option<&'a Ground>,
}

pub(super) fn of(counted: &Counted<'_>, poll: &PollReport) -> Vec<Call> {
    let mut calls = Vec::new();
    if let Some(reading) = poll.reading() {
        places(counted, reading, &mut calls);
        thresholds(counted, reading, &mut calls);
    }
    if let Some(seats) = &poll.seats {
        if poll.reading().is_none() {
            calls.push(seat_leader(counted, seats));
        }
        calls.push(majority(counted, seats));
    }
    calls
}

/// A choice that can lead: a row of the poll, or one that the poll hides among everyone else.
struct Candidate<'a> {
    label: String,
    row: Option<&'a RowReport>,
    /// The poll's figure, or anything up to everyone else.
    poll: Bounds,
    count: Bounds,
}

fn candidates<'a>(counted: &Counted<'_>, reading: &'a ReadingReport) -> Vec<Candidate<'a>> {
    let named: Vec<&RowReport> = reading
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .collect();
    let in_rows: HashSet<&String> = named.iter().flat_map(|row| &row.choices).collect();
    let hidden = |choice: &&CountedChoice| !choice.choices.iter().any(|c| in_rows.contains(c));
    let rest = reading.rows.iter().find(|row| row.kind == RowKind::Rest);
    let most = rest.map_or(0.0, |row| figure(&row.poll).1.high);
    let of_rows = named.iter().map(|&row| Candidate {
        label: row.label.clone(),
        row: Some(row),
        poll: figure(&row.poll).1,
        count: figure(&row.count).1,
    });
    let others = counted.report.choices.iter().filter(hidden);
    let of_others = others.filter_map(|choice| {
        Some(Candidate {
            label: choice.label.clone(),
            row: None,
            poll: Bounds {
                low: 0.0,
                high: most,
            },
            count: figure(&choice.share?).1,
        })
    });
    of_rows.chain(of_others).collect()
}

/// Leader, second and further places, and the order of the first ones.
fn places(counted: &Counted<'_>, reading: &ReadingReport, calls: &mut Vec<Call>) {
    let candidates = candidates(counted, reading);
    let n = candidates.len();
    if n == 0 {
        return;
    }
    let sure = ranks_of_leads(n, |i, j| {
        final_lead(counted, &candidates[i], &candidates[j])
    });
    let by_figures = ranks_of_leads(n, |i, j| printed_lead(&candidates[i], &candidates[j]));
    let size = reading.interval_size;
    let beyond = size.map(|size| {
        ranks_of_leads(n, |i, j| {
            sampled_lead(counted.settings, size, &candidates[i], &candidates[j])
        })
    });
    let poll = beyond.as_ref().unwrap_or(&by_figures);
    // Of a poll that names one choice only, nobody is second.
    let named = candidates.iter().filter(|c| c.row.is_some()).count();
    let asked = published::places(counted.contest);
    let mut outcomes = Vec::new();
    for place in 1..=asked.min(n) {
        if place > 1 && (named < place || n < 3) {
            break;
        }
        let outcome = Outcome::of_place(poll, &sure, place);
        outcomes.push(outcome);
        calls.push(Call {
            question: match place {
                1 => Question::Leader,
                _ => Question::Place(place as u32),
            },
            choice: None,
            called: holder(&candidates, &by_figures, place),
            beyond_sampling: beyond
                .as_ref()
                .map(|ranks| matches!(holder(&candidates, ranks, place), Said::Choices(_))),
            result: holder(&candidates, &sure, place),
            outcome,
        });
    }
    if outcomes.len() > 1 {
        calls.push(Call {
            question: Question::Order,
            choice: None,
            called: order(&candidates, &by_figures, outcomes.len()),
            beyond_sampling: beyond
                .as_ref()
                .map(|ranks| matches!(order(&candidates, ranks, outcomes.len()), Said::Choices(_))),
            result: order(&candidates, &sure, outcomes.len()),
            outcome: Outcome::all(outcomes),
        });
    }
}

/// By how much one is ahead of the other in the end, as far as the count bounds it.
fn final_lead(counted: &Counted<'_>, one: &Candidate<'_>, other: &Candidate<'_>) -> Bounds {
    let lead = Bounds {
        low: one.count.low - other.count.high,
        high: one.count.high - other.count.low,
    };
    match (counted.report.is_final(), counted.ground) {
        (true, _) => lead,
        (false, Some(ground)) => {
            let f = ground.counted_share.low;
            Bounds {
                low: f * lead.low - (1.0 - f),
                high: f * lead.high + (1.0 - f),
            }
        }
        (false, None) => Bounds {
            low: -1.0,
            high: 1.0,
        },
    }
}

fn printed_lead(one: &Candidate<'_>, other: &Candidate<'_>) -> Bounds {
    let (p, q) = (one.poll, other.poll);
    Bounds {
        low: p.low - q.high,
        high: p.high - q.low,
    }
}

/// Whether one is ahead of the other beyond the poll's sampling error, over what rounding leaves open: above 0,
/// below 0, or around it.
fn sampled_lead(
    settings: &Settings,
    size: f64,
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> Bounds {
    let printed = printed_lead(one, other);
    let is_range = |c: &Candidate<'_>| c.row.is_some_and(|row| row.range.is_some());
    if is_range(one) || is_range(other) {
        return printed;
    }
    let (p, q) = (one.poll, other.poll);
    let ahead = |p: f64, q: f64| {
        let scale = (p + q).max(1.0);
        let (x, y) = (p / scale * size, q / scale * size);
        let method = settings.lead_method;
        method
            .is_ahead(x, y, size, settings.confidence)
            .unwrap_or(false)
    };
    if printed.low > 0.0 && ahead(p.low, q.high) {
        Bounds::exact(1.0)
    } else if printed.high < 0.0 && ahead(q.low, p.high) {
        Bounds::exact(-1.0)
    } else {
        Bounds {
            low: -1.0,
            high: 1.0,
        }
    }
}

/// Who takes a place, where the ranks say so.
fn holder(candidates: &[Candidate<'_>], ranks: &[RankInterval], place: usize) -> Said {
    let holders: Vec<usize> = (0..ranks.len())
        .filter(|&i| ranks[i].contains(place))
        .collect();
    match holders.as_slice() {
        [] => Said::Unknown,
        [one] => Said::Choices(vec![candidates[*one].label.clone()]),
        several => {
            let equal = |&i: &usize| {
                candidates[i].count.width() == 0.0
                    && candidates[i].count == candidates[several[0]].count
            };
            if several.iter().all(equal) {
                Said::Tie(
                    several
                        .iter()
                        .map(|&i| candidates[i].label.clone())
                        .collect(),
                )
            } else {
                Said::Open
            }
        }
    }
}

fn order(candidates: &[Candidate<'_>], ranks: &[RankInterval], places: usize) -> Said {
    let mut names = Vec::with_capacity(places);
    for place in 1..=places {
        match holder(candidates, ranks, place) {
            Said::Choices(name) => names.extend(name),
            other => return other,
        }
    }
    Said::Choices(names)
}

/// Each threshold of the contest for each choice that the poll names.
fn thresholds(counted: &Counted<'_>, reading: &ReadingReport, calls: &mut Vec<Call>) {
    for line in counted.contest.thresholds() {
        let (name, threshold) = (line.name(), line.threshold());
        for row in reading
            .rows
            .iter()
            .filter(|row| row.kind == RowKind::Choice)
        {
            if !line.applies_to(&row.label) {
                continue;
            }
            let printed = figure(&row.poll).1;
            // The row's own interval, over what rounding leaves open.
            let sampled = row.sampling.map(|sampling| Bounds {
                low: sampling.interval.low().min(printed.low),
                high: sampling.interval.high().max(printed.high),
            });
            let by_figures = Passes::of_share(printed, threshold);
            let beyond = sampled.map(|bounds| Passes::of_share(bounds, threshold));
            let result = counted
                .report
                .choices
                .iter()
                .find(|choice| same_set(&choice.choices, &row.choices))
                .and_then(|choice| result_of_threshold(counted, name, threshold, choice));
            calls.push(Call {
                question: Question::Threshold(name.to_owned()),
                choice: Some(row.label.clone()),
                called: said(Some(by_figures)),
                beyond_sampling: beyond.map(|passes| passes != Passes::Open),
                result: said(result),
                outcome: Outcome::of(Some(beyond.unwrap_or(by_figures)), result),
            });
        }
    }
}

fn same_set(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|choice| other.contains(choice))
}

/// On whole votes where they are known; against a partial count, on its bound.
fn result_of_threshold(
    counted: &Counted<'_>,
    name: &str,
    threshold: crate::model::Threshold,
    choice: &CountedChoice,
) -> Option<Passes> {
    if counted.report.is_final() {
        return Some(match (choice.votes, counted.report.valid) {
            (Some(votes), Some(valid)) if votes <= valid => {
                Passes::of_votes(votes, valid, threshold)
            }
            _ => Passes::of_share(figure(&choice.share?).1, threshold),
        });
    }
    let Some(bound) = counted.report.bound() else {
        return Some(Passes::Open);
    };
    let of = bound.thresholds.iter().find(|of| of.name == name)?;
    let outcome = of
        .outcomes
        .iter()
        .find(|o| o.label == choice.label)?
        .outcome;
    Some(match outcome {
        ThresholdOutcome::Passed => Passes::Yes,
        ThresholdOutcome::Missed => Passes::No,
        ThresholdOutcome::Open | ThresholdOutcome::UndecidedByRounding => Passes::Open,
    })
}

fn said(passes: Option<Passes>) -> Said {
    match passes {
        Some(Passes::Yes) => Said::Above,
        Some(Passes::No) => Said::Below,
        Some(Passes::Open) => Said::Open,
        None => Said::Unknown,
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

fn own(seats: &SeatReport) -> Vec<&SeatRow> {
    seats.rows.iter().filter(|row| !row.is_check).collect()
}

fn leader_of(rows: &[&SeatRow], ends: impl Fn(&SeatRow) -> (u64, u64)) -> Said {
    let figures: Vec<(f64, Bounds)> = rows
        .iter()
        .map(|row| {
            let (low, high) = ends(row);
            let (low, high) = (low as f64, high as f64);
            (0.5 * (low + high), Bounds { low, high })
        })
        .collect();
    let name = |place: &usize| rows[*place].label.clone();
    match leaders(&figures) {
        None => Said::Unknown,
        Some(Leaders::One(place)) => Said::Choices(vec![name(&place)]),
        Some(Leaders::Tied(places)) => Said::Tie(places.iter().map(name).collect()),
        Some(Leaders::UndecidedByRounding(_)) => Said::Open,
    }
}

/// Whether the choice with most seats is right.
fn seat_leader(counted: &Counted<'_>, seats: &SeatReport) -> Call {
    let rows = own(seats);
    let (called, result) = if rows.len() < 2 || uncovered(counted, seats) {
        (leader_of(&rows, |row| (row.low, row.high)), Said::Unknown)
    } else {
        (
            leader_of(&rows, |row| (row.low, row.high)),
            leader_of(&rows, |row| (row.result_low, row.result_high)),
        )
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

/// Whether a majority was called for whoever got one, or rightly for nobody.
fn majority(counted: &Counted<'_>, seats: &SeatReport) -> Call {
    let rows = own(seats);
    let says = |ends: &dyn Fn(&SeatRow) -> (u64, u64), line: u64| -> Said {
        let of = |row: &SeatRow| {
            let (low, high) = ends(row);
            Passes::of_seats(low, high, line)
        };
        if let Some(winner) = rows.iter().find(|row| of(row) == Passes::Yes) {
            return Said::Choices(vec![winner.label.clone()]);
        }
        if rows.iter().any(|row| of(row) == Passes::Open) {
            return Said::Open;
        }
        // Nobody of those named: whoever is not named can have only what is left of the house.
        let named: u64 = rows
            .iter()
            .fold(0, |sum, row| sum.saturating_add(ends(row).0));
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
            let called = says(&|row| (row.low, row.high), line);
            let result = if seats.left_out.is_empty() && !rows.is_empty() {
                says(&|row| (row.result_low, row.result_high), line)
            } else {
                Said::Unknown
            };
            (called, result)
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
