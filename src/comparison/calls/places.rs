//! Who leads, who takes the further places, who the first ones together, and in which order, by shares.

use super::candidates::candidates;
use super::holders::{Holder, Side, said};
use super::leads::{
    LeadOf, OPEN, Size, counted_lead, final_lead, is_range, lead_at_most, of_all, printed_lead,
    sampled_lead, tested_lead,
};
use super::{Counted, Votes};
use crate::accuracy::{Call as Outcome, ranks_of_leads};
use crate::comparison::published;
use crate::interval::RankInterval;
use crate::numeric::Bounds;
use crate::report::{Call, LeadSize, Question, ReadingReport, Said, Verdict};

/// What the poll leaves each candidate.
struct Called<'a, 'b> {
    by_figures: Side<'a, 'b>,
    /// By sampling too, where the size is known.
    beyond: Option<Side<'a, 'b>>,
    /// The same by those figures that round to the printed ones, and the size, which make most of each lead.
    at_most: Option<Side<'a, 'b>>,
    /// The same without what rests on a published range alone, of which no sampling error can be computed.
    by_sampling: Option<Side<'a, 'b>>,
    /// How many choices the poll gives a figure of their own.
    named: usize,
}

/// What sampling makes of a call.
struct Settled {
    beyond_sampling: Option<bool>,
    excludes_result_alone: bool,
    decided_by_rounding: bool,
}

impl Settled {
    /// The question, with that.
    fn call(&self, question: Question) -> Call {
        Call {
            beyond_sampling: self.beyond_sampling,
            excludes_result_alone: self.excludes_result_alone,
            decided_by_rounding: self.decided_by_rounding,
            ..Call::of(question)
        }
    }
}

impl<'a, 'b> Called<'a, 'b> {
    fn decisive(&self) -> Side<'a, 'b> {
        self.beyond.unwrap_or(self.by_figures)
    }

    /// Whether sampling settles that the call is wrong, or what the poll itself says; whether it is the first alone; and
    /// whether only rounding keeps it from that.
    fn settled(
        &self,
        is_wrong: &dyn Fn(Side<'a, 'b>) -> bool,
        says_so: &dyn Fn(Side<'a, 'b>) -> bool,
    ) -> Settled {
        let settles = |side| is_wrong(side) || says_so(side);
        let beyond_sampling = self.sampled(&settles);
        Settled {
            beyond_sampling,
            excludes_result_alone: beyond_sampling == Some(true)
                && self.sampled(says_so) != Some(true),
            decided_by_rounding: beyond_sampling == Some(false)
                && self.at_most.is_some_and(settles),
        }
    }

    /// Settled by sampling, or not settled; nothing is said of what ranges alone settle.
    fn sampled(&self, of: &dyn Fn(Side<'a, 'b>) -> bool) -> Option<bool> {
        let settled = of(self.beyond?);
        let tested = self.by_sampling.map_or(settled, of);
        (settled == tested).then_some(tested)
    }
}

/// Leader, second and further places, the first ones together and their order, whatever that part of the votes gave
/// which the poll does not cover.
pub(super) fn call(
    counted: &Counted<'_>,
    reading: &ReadingReport,
    votes: Votes,
    outside: f64,
) -> Vec<Call> {
    let candidates = candidates(counted, reading, votes);
    let n = candidates.len();
    if n == 0 {
        return Vec::new();
    }
    let by_figures = ranks_of_leads(n, |i, j| {
        of_all(outside, printed_lead(&candidates[i], &candidates[j]))
    });
    // The least that a rounded margin allows: what is more than chance at that is so at every other.
    let least = reading.interval_size_bounds.map(|sizes| sizes.low);
    // What is not comparable is not tested: its figures alone say whom it has ahead.
    let is_tested = reading.verdict != Verdict::NotComparable;
    let size = least.or(reading.interval_size).filter(|_| is_tested);
    let size = size.map(|interval| Size {
        interval,
        effective: least.or(reading.effective_size).unwrap_or(interval),
    });
    let of_pair = |size: Size, i: usize, j: usize| {
        let pair = [candidates[i].label, candidates[j].label];
        LeadSize::of_pair(&reading.lead_sizes, pair).map_or(size, |own| Size {
            interval: own.interval_size,
            effective: own.effective_size,
        })
    };
    let ranks_by = |size: Size, lead: LeadOf| {
        ranks_of_leads(n, |i, j| {
            let size = of_pair(size, i, j);
            lead(
                (counted.settings, size, outside),
                &candidates[i],
                &candidates[j],
            )
        })
    };
    let beyond = size.map(|size| ranks_by(size, sampled_lead));
    let most = reading.interval_size_bounds.map(|sizes| sizes.high);
    let largest = size.map(|size| match most {
        Some(most) => Size {
            interval: most,
            effective: most,
        },
        None => size,
    });
    let at_most = largest.map(|size| ranks_by(size, lead_at_most));
    let has_range = candidates.iter().any(is_range);
    let by_sampling = size
        .filter(|_| has_range)
        .map(|size| ranks_by(size, tested_lead));
    let in_poll = |ranks| Side {
        candidates: &candidates,
        figure: |candidate| candidate.poll,
        ranks,
        keeps_ties: true,
    };
    let rows = reading.rows.iter();
    let called = Called {
        by_figures: in_poll(&by_figures),
        beyond: beyond.as_deref().map(in_poll),
        at_most: at_most.as_deref().map(in_poll),
        by_sampling: by_sampling.as_deref().map(in_poll),
        named: rows.filter(|row| row.is_one_choice()).count(),
    };
    let judged = |sure: &[RankInterval]| {
        let result = Side {
            candidates: &candidates,
            figure: |candidate| candidate.count,
            ranks: sure,
            keeps_ties: counted.report.is_final() || counted.report.is_all_counted(),
        };
        calls(counted, &called, result)
    };
    let leads: Vec<Vec<(Bounds, Option<f64>)>> = (candidates.iter())
        .map(|one| {
            let others = candidates.iter();
            others
                .map(|other| match votes {
                    // All of them are counted.
                    Votes::OwnVoters => (counted_lead(one, other), None),
                    _ => final_lead(counted, reading.base, one, other),
                })
                .collect()
        })
        .collect();
    let mut conditions: Vec<f64> = leads.iter().flatten().filter_map(|of| of.1).collect();
    conditions.sort_by(f64::total_cmp);
    conditions.dedup();
    // Were so many of the ballots counted invalid, the leads that rest on fewer would be open.
    let if_invalid = |proportion: f64| {
        judged(&ranks_of_leads(n, |i, j| match leads[i][j] {
            (_, Some(unless)) if unless <= proportion => OPEN,
            (lead, _) => lead,
        }))
    };
    let mut calls = if_invalid(0.0);
    for (place, call) in calls.iter_mut().enumerate() {
        let stands = |proportion: &f64| {
            let then = &if_invalid(*proportion)[place];
            then.outcome == call.outcome
                && then.result == call.result
                && then.figures_are_off == call.figures_are_off
        };
        let fails = conditions.partition_point(stands);
        call.unless_invalid = conditions.get(fails).copied();
    }
    calls
}

/// What the poll called, against what the count says.
fn calls<'a>(counted: &Counted<'_>, called: &Called<'a, '_>, result: Side<'a, '_>) -> Vec<Call> {
    let (poll, sure) = (called.decisive(), result.ranks);
    let n = poll.candidates.len();
    let asked = published::places(counted.contest);
    let mut calls = Vec::new();
    for place in 1..=asked.min(n) {
        // Of a poll that names one choice only, nobody is second.
        if place > 1 && (called.named < place || n < 3) {
            break;
        }
        // A tie of the count is its last word: who alone leads by more than chance does not. Of those level at a
        // further place a lot decides who takes it.
        let outcome = match (&poll.holder(place), &result.holder(place)) {
            (Holder::One(one), Holder::Tied(tied)) if place > 1 && tied.contains(one) => {
                Outcome::Open
            }
            (Holder::One(_), Holder::Tied(_)) if called.beyond.is_some() => Outcome::Wrong,
            (Holder::Tied(called), Holder::Tied(result)) if called == result => Outcome::Right,
            _ => Outcome::of_place(poll.ranks, sure, place),
        };
        let tied = result.is_tied(place);
        // Who has the place cannot have it by the poll: whoever else does.
        let is_wrong = |side: Side<'_, '_>| {
            Outcome::of_place(side.ranks, sure, place) == Outcome::Wrong
                || tied && outcome == Outcome::Wrong
        };
        let settled = called.settled(&is_wrong, &|side| side.has_one(place));
        let figures = called.by_figures;
        calls.push(Call {
            called: said(figures.holder(place)),
            figures_are_off: Outcome::of_place(figures.ranks, sure, place) == Outcome::Wrong
                || place == 1 && tied && figures.has_one(place),
            result: said(result.holder(place)),
            outcome,
            ..settled.call(match place {
                1 => Question::Leader,
                _ => Question::Place(place as u32),
            })
        });
    }
    let places = calls.len();
    if places < 2 {
        return calls;
    }
    let all = Outcome::all(calls.iter().map(|call| call.outcome));
    // Only a contest that sends several on asks who they are.
    if counted.contest.places().is_some() && places == asked && places < n {
        let outcome = |side: Side<'_, '_>| Outcome::of_first_places(side.ranks, sure, places);
        let settled = called.settled(&|side| outcome(side) == Outcome::Wrong, &|side| {
            matches!(side.first(places), Said::InAnyOrder(_))
        });
        calls.push(Call {
            called: called.by_figures.first(places),
            figures_are_off: outcome(called.by_figures) == Outcome::Wrong,
            result: result.first(places),
            outcome: outcome(poll),
            ..settled.call(Question::FirstPlaces(places as u32))
        });
    }
    let tied_place = (1..=places).any(|place| result.is_tied(place));
    let is_wrong = |side: Side<'_, '_>| {
        let wrong = |place| Outcome::of_place(side.ranks, sure, place) == Outcome::Wrong;
        all == Outcome::Wrong && (tied_place || (1..=places).any(wrong))
    };
    let settled = called.settled(&is_wrong, &|side| side.order(places).is_ok());
    calls.push(Call {
        called: called.by_figures.in_order(places),
        result: result.in_order(places),
        outcome: all,
        ..settled.call(Question::Order)
    });
    calls
}
