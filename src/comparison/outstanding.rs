//! What the outstanding ballots of a partial count can still change, on one basis of how many there are.

use super::counted;
use super::ground::Ground;
use super::needed::Needed;
use crate::alignment::{CountView, Span};
use crate::model::{Contest, ContestThreshold};
use crate::numeric::Bounds;
use crate::partial::{self, Order, OutstandingBallots, ThresholdOutcome};
use crate::report::{
    ChoiceOutcome, CountedChoice, FinalShare, LastPlace, Leading, Outstanding, ThresholdReport,
};

/// What one basis leaves to the count itself.
pub(super) fn view(
    contest: &Contest,
    ground: &Ground,
    choices: &[CountedChoice],
    count: &CountView<'_>,
    leading: &Leading,
) -> Outstanding {
    let valid = count.valid;
    // The order is decided only if it holds should they all come.
    let decisive = decisive(ground);
    let shares: Vec<(&str, Span)> = choices
        .iter()
        .filter_map(|choice| Some((choice.label.as_str(), choice.share?)))
        .collect();
    let mut ranked: Vec<(&str, Span)> = shares.clone();
    ranked.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    let first = leading
        .leader()
        .and_then(|leader| ranked.iter().find(|(label, _)| *label == leader));
    let second = first.and_then(|(leader, _)| ranked.iter().find(|(label, _)| label != leader));
    let pair = first.zip(second);
    let lead = pair.map(|((_, one), (_, other))| one.value - other.value);
    let decided = pair.and_then(|((_, one), (_, other))| {
        partial::decided(one.bounds, other.bounds, decisive).known()
    });
    let needed = pair.and_then(|((_, one), (_, other))| {
        Needed::to_decide((one.value, one.bounds), (other.value, other.bounds))
    });
    let (decided, decided_unless_invalid) = match decided {
        Some(true) => {
            let holds = needed.is_none_or(|needed| ground.decides(needed));
            (Some(holds), ground.standing_of(needed).1)
        }
        other => (other, None),
    };
    let order: Vec<(f64, Bounds)> = ranked.iter().map(|(_, s)| (s.value, s.bounds)).collect();
    let (order_decided, order_unless_invalid) = match order_decided(&order, decisive, ground) {
        // A choice without a figure has a place in the order, too.
        (Some(true), _) if !all_have_a_figure(contest, choices) => (None, None),
        known => known,
    };
    Outstanding {
        basis: ground.basis,
        counted: ground.counted,
        counted_share: ground.counted_share,
        most_votes: valid
            .filter(|_| ground.in_votes && !count.shares_are_of_all_ballots())
            .map(|valid| valid as f64 * (1.0 / ground.counted_share.low - 1.0)),
        takes_invalid_alike: ground.takes_invalid_alike() && !count.shares_are_of_all_ballots(),
        final_shares: shares
            .iter()
            .map(|(label, share)| FinalShare {
                label: (*label).to_owned(),
                bounds: ground.final_share(share.bounds),
            })
            .collect(),
        runner_up: second.map(|(label, _)| (*label).to_owned()),
        decided,
        decided_unless_invalid,
        order_decided,
        order_unless_invalid,
        last_place: last_place(contest, choices, &ranked, decisive, ground),
        needed_lead: lead
            .and_then(|lead| partial::needed_lead(lead, ground.counted).ok().flatten()),
        needed_lead_at_least: pair.and_then(|((_, one), (_, other))| {
            let least = (one.bounds.low - other.bounds.high).clamp(0.0, 1.0);
            partial::needed_lead(least, ground.if_all_come.low)
                .ok()
                .flatten()
        }),
        tipping_point: pair.and_then(|((_, one), (_, other))| {
            partial::tipping_point(other.value, one.value, ground.counted)
                .ok()
                .flatten()
        }),
        thresholds: thresholds(contest, choices, count, ground),
    }
}

/// The last place that counts; nothing where a choice without a figure could hold it.
fn last_place(
    contest: &Contest,
    choices: &[CountedChoice],
    ranked: &[(&str, Span)],
    decisive: Bounds,
    ground: &Ground,
) -> Option<LastPlace> {
    let place = contest.places().filter(|places| *places > 1)?;
    let all_known = ranked.len() == choices.len() && all_have_a_figure(contest, choices);
    let holder_at = usize::try_from(place).ok()?.checked_sub(1)?;
    let (holder, next) = (ranked.get(holder_at)?, ranked.get(holder_at + 1)?);
    let lead = holder.1.value - next.1.value;
    let known = partial::decided(holder.1.bounds, next.1.bounds, decisive).known();
    let figures = |span: &Span| (span.value, span.bounds);
    let needed = Needed::to_decide(figures(&holder.1), figures(&next.1));
    let holds = || needed.is_some_and(|needed| ground.decides(needed));
    let votes = |label: &str| {
        let of = choices.iter().find(|choice| choice.label == label);
        of.and_then(|choice| choice.votes)
    };
    all_known.then(|| LastPlace {
        place,
        holder: holder.0.to_owned(),
        next: next.0.to_owned(),
        lead,
        lead_votes: votes(holder.0)
            .zip(votes(next.0))
            .map(|(own, other)| own.saturating_sub(other)),
        decided: known.map(|decided| decided && holds()),
    })
}

fn all_have_a_figure(contest: &Contest, choices: &[CountedChoice]) -> bool {
    let mut without = counted::without_figure(contest.choices(), choices);
    without.next().is_none()
}

/// Whether the whole order is decided, each choice ahead of the next, and on what the least sure of these leads rests.
fn order_decided(
    order: &[(f64, Bounds)],
    decisive: Bounds,
    ground: &Ground,
) -> (Option<bool>, Option<f64>) {
    let whole = || Order::from_shares(order, decisive).ok()?.whole().known();
    if whole() != Some(true) {
        return (whole(), None);
    }
    let needed = (order.windows(2)).map(|pair| Needed::to_decide(pair[0], pair[1]));
    let needed: Option<Vec<Needed>> = needed.collect();
    match needed.and_then(|needed| needed.into_iter().reduce(Needed::and)) {
        Some(most) if ground.decides(most) => (Some(true), ground.standing_of(Some(most)).1),
        Some(_) => (Some(false), None),
        None => (Some(order.len() < 2), None),
    }
}

/// Each threshold of the contest for each choice, in the order of the count.
fn thresholds(
    contest: &Contest,
    choices: &[CountedChoice],
    count: &CountView<'_>,
    ground: &Ground,
) -> Vec<ThresholdReport> {
    let base = (count.valid, count.shares_are_of_all_ballots());
    contest
        .thresholds()
        .iter()
        .map(|line| ThresholdReport {
            name: line.name().into(),
            share: line.threshold().share(),
            must_be_exceeded: line.threshold().must_be_exceeded(),
            outcomes: choices
                .iter()
                .filter(|choice| {
                    let mut members = choice.choices.iter();
                    line.applies_to(&choice.label) || members.any(|of| line.applies_to(of))
                })
                .filter_map(|choice| {
                    let (outcome, unless_invalid) = threshold(line, choice, base, ground)?;
                    // A sum below the threshold is below for each; another says nothing of them.
                    let of_each = line.is_for_each_of(&choice.label, &choice.choices);
                    if of_each && outcome != ThresholdOutcome::Missed {
                        return None;
                    }
                    Some(ChoiceOutcome {
                        outcome,
                        unless_invalid,
                        label: choice.label.clone(),
                    })
                })
                .collect(),
        })
        .collect()
}

/// One threshold for one choice or sum of choices, on whole votes where they are known, with the proportion of the
/// counted ballots that would have to be invalid for it to fail. Of the count the valid votes, and whether its shares
/// are of all ballots.
pub(super) fn threshold(
    line: &ContestThreshold,
    choice: &CountedChoice,
    (valid, of_all_ballots): (Option<u64>, bool),
    ground: &Ground,
) -> Option<(ThresholdOutcome, Option<f64>)> {
    let threshold = line.threshold();
    let by_votes = || {
        let (votes, valid) = (choice.votes?, valid?);
        let all = valid as f64 / ground.counted_share.low;
        // The most that can come, rounded up: a bound must not be narrower than it is.
        let most = (all - valid as f64).max(0.0).ceil() as u64;
        let outstanding = OutstandingBallots::at_most(most);
        threshold.outcome_of_votes(votes, valid, outstanding).ok()
    };
    let by_shares = || {
        let share = choice.share?;
        let counted = decisive(ground);
        let outcome = threshold.outcome_of_shares(share.bounds, counted).ok()?;
        let needed = Needed::to_exclude(threshold.share(), share.value, share.bounds)?;
        Some(match outcome {
            ThresholdOutcome::Passed | ThresholdOutcome::Missed if !ground.decides(needed) => {
                (ThresholdOutcome::Open, None)
            }
            // Of the valid votes it has no less, and may have more.
            ThresholdOutcome::Missed if of_all_ballots => (ThresholdOutcome::Open, None),
            ThresholdOutcome::Passed | ThresholdOutcome::Missed => {
                (outcome, ground.standing_of(Some(needed)).1)
            }
            outcome => (outcome, None),
        })
    };
    match by_votes().filter(|_| ground.in_votes) {
        Some(outcome) => Some((outcome, None)),
        None => by_shares(),
    }
}

/// The share of the valid votes that is counted, as far as it decides: rounding may leave something open, that not
/// everyone votes may not.
fn decisive(ground: &Ground) -> Bounds {
    if ground.in_votes {
        Bounds::exact(ground.counted_share.low)
    } else {
        ground.counted_share
    }
}
