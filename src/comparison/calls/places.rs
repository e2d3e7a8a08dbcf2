//! Who leads, who takes the further places, and in which order, by shares.

use std::collections::HashMap;

use super::Counted;
use crate::accuracy::{Call as Outcome, ranks_of_leads};
use crate::alignment::RowKind;
use crate::comparison::row::figure;
use crate::comparison::{counted, published};
use crate::interval::{RankInterval, lead::is_small_pair};
use crate::numeric::Bounds;
use crate::partial;
use crate::report::{
    Call, CountedChoice, LeadSize, Question, ReadingReport, RowReport, Said, Settings,
};

/// What a poll is worth for its leads.
#[derive(Clone, Copy)]
struct Size {
    /// n_eff.
    effective: f64,
    /// At which an interval by the normal distribution is one by t.
    interval: f64,
}

/// A choice that can lead: a row of the poll, or one that the poll hides in a sum or among everyone else.
struct Candidate<'a> {
    label: &'a str,
    /// Its row, or that of the sum.
    row: Option<&'a RowReport>,
    /// The poll's figure, or anything up to the sum or to everyone else.
    poll: Bounds,
    count: Bounds,
    /// Its share in the count as printed; the most that it can be, where it has none.
    counted: f64,
}

/// A sum of several choices takes no place: any of them can have all of it. Of a poll of a part of the voters only those
/// of the whole count: its rows have the part's shares.
fn candidates<'a>(
    counted: &Counted<'a>,
    reading: &'a ReadingReport,
    of_part: bool,
) -> Vec<Candidate<'a>> {
    let rows: Vec<&RowReport> = reading
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice && !of_part)
        .collect();
    let own: HashMap<&String, &RowReport> = (rows.iter())
        .flat_map(|&row| row.choices.iter().map(move |choice| (choice, row)))
        .collect();
    let official: HashMap<&String, &CountedChoice> = (counted.report.choices.iter())
        .flat_map(|of| of.choices.iter().map(move |choice| (choice, of)))
        .collect();
    let rest = reading.rows.iter().find(|row| row.kind == RowKind::Rest);
    // Without such a row the poll gives everyone a figure: nothing is left for those that it does not name.
    let most = rest.map_or(0.0, |row| figure(&row.poll).1.high);
    let up_to = |high: f64| Bounds { low: 0.0, high };
    let of_rows = rows.iter().filter(|row| row.choices.len() == 1);
    let of_rows = of_rows.map(|&row| Candidate {
        label: &row.label,
        row: Some(row),
        poll: figure(&row.poll).1,
        count: figure(&row.count).1,
        counted: figure(&row.count).0,
    });
    let hidden = (counted.contest.choices().iter())
        .filter(|&choice| own.get(choice).is_none_or(|row| row.choices.len() > 1));
    let of_others = hidden.map(|choice| {
        let row = own.get(choice).copied();
        // A choice without an official figure can have all that those with one leave.
        let (counted, count) = match official.get(choice).and_then(|of| of.share.map(|_| *of)) {
            Some(of) => {
                let (share, bounds) = of.share.as_ref().map_or((0.0, up_to(1.0)), figure);
                match of.choices.len() {
                    1 => (share, bounds),
                    _ => (bounds.high, up_to(bounds.high)),
                }
            }
            None => {
                let left = counted::left_over(&counted.report.choices);
                (left, up_to(left))
            }
        };
        Candidate {
            label: choice,
            row,
            poll: up_to(row.map_or(most, |row| figure(&row.poll).1.high)),
            count,
            counted,
        }
    });
    of_rows.chain(of_others).collect()
}

/// Leader, second and further places, and the order of the first ones, whatever that part of the votes gave which the
/// poll does not cover.
pub(super) fn call(
    counted: &Counted<'_>,
    reading: &ReadingReport,
    of_part: bool,
    outside: f64,
) -> Vec<Call> {
    let mut calls = Vec::new();
    let candidates = candidates(counted, reading, of_part);
    let n = candidates.len();
    if n == 0 {
        return calls;
    }
    let sure = ranks_of_leads(n, |i, j| {
        final_lead(counted, &candidates[i], &candidates[j])
    });
    let by_figures = ranks_of_leads(n, |i, j| {
        of_all(outside, printed_lead(&candidates[i], &candidates[j]))
    });
    // The least that a rounded margin allows: what is more than chance at that is so at every other.
    let least = reading.interval_size_bounds.map(|sizes| sizes.low);
    let size = least.or(reading.interval_size).map(|interval| Size {
        interval,
        effective: least.or(reading.effective_size).unwrap_or(interval),
    });
    let of_pair = |size: Size, one: &Candidate<'_>, other: &Candidate<'_>| {
        let own = LeadSize::of_pair(&reading.lead_sizes, [one.label, other.label]);
        own.map_or(size, |own| Size {
            interval: own.interval_size,
            effective: own.effective_size,
        })
    };
    let beyond = size.map(|size| {
        ranks_of_leads(n, |i, j| {
            let (one, other) = (&candidates[i], &candidates[j]);
            let size = of_pair(size, one, other);
            sampled_lead((counted.settings, size, outside), one, other)
        })
    });
    let poll = beyond.as_ref().unwrap_or(&by_figures);
    // The same without what rests on a published range alone, of which no sampling error can be computed.
    let has_range = candidates.iter().any(is_range);
    let by_sampling = size.filter(|_| has_range).map(|size| {
        ranks_of_leads(n, |i, j| {
            let (one, other) = (&candidates[i], &candidates[j]);
            let size = of_pair(size, one, other);
            tested_lead((counted.settings, size, outside), one, other)
        })
    });
    // Of a poll that names one choice only, nobody is second.
    let rows = reading.rows.iter();
    let named = rows.filter(|row| row.is_one_choice()).count();
    // Settled by sampling, or not settled; nothing is said of what ranges alone settle.
    let sampled = |of: &dyn Fn(&[RankInterval]) -> bool| {
        let settled = of(beyond.as_ref()?);
        let tested = by_sampling.as_deref().map_or(settled, of);
        (settled == tested).then_some(tested)
    };
    let in_poll = |candidate: &Candidate<'_>| candidate.poll;
    let in_count = |candidate: &Candidate<'_>| candidate.count;
    let asked = published::places(counted.contest);
    let mut outcomes = Vec::new();
    for place in 1..=asked.min(n) {
        if place > 1 && (named < place || n < 3) {
            break;
        }
        let called = holder(&candidates, &in_poll, poll, place);
        let result = holder(&candidates, &in_count, &sure, place);
        // A tie of the count is its last word: who alone has the place by more than chance has it not.
        let outcome = match (&called, &result) {
            (Holder::One(_), Holder::Tied(_)) if beyond.is_some() => Outcome::Wrong,
            (Holder::Tied(called), Holder::Tied(result)) if called == result => Outcome::Right,
            _ => Outcome::of_place(poll, &sure, place),
        };
        outcomes.push(outcome);
        let tied = matches!(result, Holder::Tied(_));
        calls.push(Call {
            question: match place {
                1 => Question::Leader,
                _ => Question::Place(place as u32),
            },
            choice: None,
            called: said(holder(&candidates, &in_poll, &by_figures, place)),
            beyond_sampling: sampled(&|ranks| {
                // Who has the place cannot have it by the poll: whoever else does.
                Outcome::of_place(ranks, &sure, place) == Outcome::Wrong
                    || tied && outcome == Outcome::Wrong
                    || matches!(holder(&candidates, &in_poll, ranks, place), Holder::One(_))
            }),
            result: said(result),
            outcome,
            not_judged: None,
        });
    }
    if outcomes.len() > 1 {
        let tied_place = (1..=outcomes.len()).any(|place| {
            matches!(
                holder(&candidates, &in_count, &sure, place),
                Holder::Tied(_)
            )
        });
        let in_order =
            |figure: &dyn Fn(&Candidate<'_>) -> Bounds, ranks: &[RankInterval]| match order(
                &candidates,
                figure,
                ranks,
                outcomes.len(),
            ) {
                Ok(labels) => Said::Choices(owned(&labels)),
                Err((ahead, Holder::Tied(tied))) if !ahead.is_empty() => Said::ThenTied {
                    ahead: owned(&ahead),
                    tied: owned(&tied),
                },
                Err((_, other)) => said(other),
            };
        let all = Outcome::all(outcomes.iter().copied());
        calls.push(Call {
            question: Question::Order,
            choice: None,
            called: in_order(&in_poll, &by_figures),
            beyond_sampling: sampled(&|ranks| {
                let wrong = |place| Outcome::of_place(ranks, &sure, place) == Outcome::Wrong;
                all == Outcome::Wrong && (tied_place || (1..=outcomes.len()).any(wrong))
                    || order(&candidates, &in_poll, ranks, outcomes.len()).is_ok()
            }),
            result: in_order(&in_count, &sure),
            outcome: all,
            not_judged: None,
        });
    }
    calls
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

/// What a lead among those whom a poll covers leaves it to be among all, c of whom it does not cover:
/// (1 − c)·l ∓ c.
fn of_all(outside: f64, lead: Bounds) -> Bounds {
    Bounds {
        low: (1.0 - outside) * lead.low - outside,
        high: (1.0 - outside) * lead.high + outside,
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
    (settings, size, outside): (&Settings, Size, f64),
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> Bounds {
    if is_range(one) || is_range(other) {
        return of_all(outside, printed_lead(one, other));
    }
    tested_lead((settings, size, outside), one, other)
}

/// The same where one figure alone is ahead, be it of the most that a range allows: a range says nothing of sampling.
fn tested_lead(
    (settings, size, outside): (&Settings, Size, f64),
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> Bounds {
    let printed = printed_lead(one, other);
    let (p, q) = (one.poll, other.poll);
    let ahead = |p: f64, q: f64| {
        let scale = (p + q).max(1.0);
        let (p, q) = (p / scale, q / scale);
        // Of two choices that are all there are the lead is tested as the row is.
        let by_row = [one, other].into_iter().any(is_exact) && p + q >= 1.0 - 1e-9;
        let is_small = by_row || is_small_pair(p * size.effective, q * size.effective);
        let (x, y) = (p * size.interval, q * size.interval);
        let (method, confidence) = (settings.lead_method, settings.confidence);
        if outside > 0.0 {
            // Ahead among all, whoever was not covered: the lower end of the lead decides.
            let lead = method.interval_of_pair(x, y, size.interval, is_small, confidence);
            return lead.is_ok_and(|lead| (1.0 - outside) * lead.low > outside);
        }
        method
            .is_ahead(x, y, size.interval, is_small, confidence)
            .unwrap_or(false)
    };
    if printed.low > 0.0 && !is_range(one) && ahead(p.low, q.high) {
        Bounds::exact(1.0)
    } else if printed.high < 0.0 && !is_range(other) && ahead(q.low, p.high) {
        Bounds::exact(-1.0)
    } else {
        OPEN
    }
}

fn is_exact(candidate: &Candidate<'_>) -> bool {
    let sampling = candidate.row.and_then(|row| row.sampling.as_ref());
    sampling.is_some_and(|sampling| sampling.test.is_binomial())
}

fn is_range(candidate: &Candidate<'_>) -> bool {
    candidate.row.is_some_and(|row| row.range.is_some())
}

/// Who takes a place.
enum Holder<'a> {
    One(&'a str),
    Tied(Vec<&'a str>),
    Open,
    Unknown,
}

/// Who takes a place, where the ranks say so.
///
/// `figure` is what a candidate has on the side of which the ranks are.
fn holder<'a>(
    candidates: &[Candidate<'a>],
    figure: &dyn Fn(&Candidate<'_>) -> Bounds,
    ranks: &[RankInterval],
    place: usize,
) -> Holder<'a> {
    let holders = || {
        let all = candidates.iter().zip(ranks);
        all.filter_map(|(candidate, ranks)| ranks.contains(place).then_some(candidate))
    };
    let mut others = holders();
    let Some(first) = others.next() else {
        return Holder::Unknown;
    };
    if others.next().is_none() {
        return Holder::One(first.label);
    }
    let share = figure(first);
    if share.width() == 0.0 && holders().all(|candidate| figure(candidate) == share) {
        Holder::Tied(holders().map(|candidate| candidate.label).collect())
    } else {
        Holder::Open
    }
}

fn owned(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

/// Who takes a place, as the report says it.
fn said(holder: Holder<'_>) -> Said {
    match holder {
        Holder::One(label) => Said::Choices(owned(&[label])),
        Holder::Tied(labels) => Said::Tie(owned(&labels)),
        Holder::Open => Said::Open,
        Holder::Unknown => Said::Unknown,
    }
}

/// The holders of the first places in order; or those down to the place that nobody has alone, and why.
fn order<'a>(
    candidates: &[Candidate<'a>],
    figure: &dyn Fn(&Candidate<'_>) -> Bounds,
    ranks: &[RankInterval],
    places: usize,
) -> std::result::Result<Vec<&'a str>, (Vec<&'a str>, Holder<'a>)> {
    let mut ahead = Vec::with_capacity(places);
    for place in 1..=places {
        match holder(candidates, figure, ranks, place) {
            Holder::One(label) => ahead.push(label),
            other => return Err((ahead, other)),
        }
    }
    Ok(ahead)
}
