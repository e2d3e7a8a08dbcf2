//! What a poll called before the count did: leader, places, order, thresholds, majority.

use std::collections::HashSet;

use super::counted;
use super::outstanding::Ground;
use super::published;
use super::row::figure;
use super::seats::{self, CountedSeats};
use crate::accuracy::{Call as Outcome, Leaders, Said as Passes, leaders, ranks_of_leads};
use crate::alignment::RowKind;
use crate::interval::RankInterval;
use crate::model::{Contest, Poll};
use crate::numeric::Bounds;
use crate::partial::{self, ThresholdOutcome};
use crate::report::{
    Call, CountReport, CountedChoice, PollReport, Question, ReadingReport, RowReport, Said,
    SeatReport, Settings,
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

/// `published` is the poll as it was handed in.
pub(super) fn of(counted: &Counted<'_>, published: &Poll, poll: &PollReport) -> Vec<Call> {
    let mut calls = Vec::new();
    if let Some(reading) = poll.reading() {
        places(counted, reading, &mut calls);
        thresholds(counted, reading, &mut calls);
    }
    if let Some(seats) = &poll.seats {
        // What the poll called does not depend on which official figures there are.
        let estimated: Vec<Seats> = seats::estimates(published)
            .map(|(label, seats)| Seats {
                label,
                low: seats.low(),
                high: seats.high(),
            })
            .collect();
        if poll.reading().is_none() {
            calls.push(seat_leader(counted, &estimated, seats));
        }
        calls.push(majority(counted, &estimated, seats));
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
    /// Its share in the count as printed; the most that it can be, where it has none.
    counted: f64,
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
        counted: figure(&row.count).0,
    });
    let others = counted.report.choices.iter().filter(hidden);
    let of_others = others.filter_map(|choice| {
        let (counted, count) = figure(&choice.share?);
        Some(Candidate {
            label: choice.label.clone(),
            row: None,
            poll: Bounds {
                low: 0.0,
                high: most,
            },
            count,
            counted,
        })
    });
    // A choice without an official figure can have all that those with one leave.
    let unknown = counted::without_figure(counted.contest.choices(), &counted.report.choices)
        .filter(|name| !named.iter().any(|row| row.choices.contains(name)))
        .map(|name| Candidate {
            label: name.clone(),
            row: None,
            poll: Bounds {
                low: 0.0,
                high: most,
            },
            count: Bounds {
                low: 0.0,
                high: counted::left_over(&counted.report.choices),
            },
            counted: counted::left_over(&counted.report.choices),
        });
    of_rows.chain(of_others).chain(unknown).collect()
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
    let in_poll = |candidate: &Candidate<'_>| candidate.poll;
    let in_count = |candidate: &Candidate<'_>| candidate.count;
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
            called: holder(&candidates, &in_poll, &by_figures, place),
            beyond_sampling: beyond.as_ref().map(|ranks| {
                matches!(
                    holder(&candidates, &in_poll, ranks, place),
                    Said::Choices(_)
                )
            }),
            result: holder(&candidates, &in_count, &sure, place),
            outcome,
        });
    }
    if outcomes.len() > 1 {
        calls.push(Call {
            question: Question::Order,
            choice: None,
            called: order(&candidates, &in_poll, &by_figures, outcomes.len()),
            beyond_sampling: beyond.as_ref().map(|ranks| {
                matches!(
                    order(&candidates, &in_poll, ranks, outcomes.len()),
                    Said::Choices(_)
                )
            }),
            result: order(&candidates, &in_count, &sure, outcomes.len()),
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
            let ahead = (one.counted - other.counted).abs().min(1.0);
            let decides =
                partial::counted_to_decide(ahead).is_ok_and(|needed| ground.decides(needed));
            if !decides {
                return OPEN;
            }
            Bounds {
                low: f * lead.low - (1.0 - f),
                high: f * lead.high + (1.0 - f),
            }
        }
        (false, None) => OPEN,
    }
}

/// Either can be ahead.
const OPEN: Bounds = Bounds {
    low: -1.0,
    high: 1.0,
};

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
        OPEN
    }
}

/// Who takes a place, where the ranks say so.
///
/// `figure` is what a candidate has on the side of which the ranks are.
fn holder(
    candidates: &[Candidate<'_>],
    figure: &dyn Fn(&Candidate<'_>) -> Bounds,
    ranks: &[RankInterval],
    place: usize,
) -> Said {
    let holders: Vec<usize> = (0..ranks.len())
        .filter(|&i| ranks[i].contains(place))
        .collect();
    match holders.as_slice() {
        [] => Said::Unknown,
        [one] => Said::Choices(vec![candidates[*one].label.clone()]),
        several => {
            let first = figure(&candidates[several[0]]);
            let equal = |&i: &usize| first.width() == 0.0 && figure(&candidates[i]) == first;
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

fn order(
    candidates: &[Candidate<'_>],
    figure: &dyn Fn(&Candidate<'_>) -> Bounds,
    ranks: &[RankInterval],
    places: usize,
) -> Said {
    let mut names = Vec::with_capacity(places);
    for place in 1..=places {
        match holder(candidates, figure, ranks, place) {
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

/// Seats of one choice, or of a bloc: what the poll gives it, or what it can have in the end.
struct Seats<'a> {
    label: &'a str,
    low: u64,
    high: u64,
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

/// Whether the choice with most seats is right.
fn seat_leader(counted: &Counted<'_>, estimated: &[Seats<'_>], seats: &SeatReport) -> Call {
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

/// Whether a majority was called for whoever got one, or rightly for nobody.
fn majority(counted: &Counted<'_>, estimated: &[Seats<'_>], seats: &SeatReport) -> Call {
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
