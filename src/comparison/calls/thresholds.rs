//! Who passes the thresholds of the contest, by shares.

use super::Counted;
use crate::accuracy::{Call as Outcome, Said as Passes};
use crate::alignment::{RowKind, Span};
use crate::comparison::published::limit;
use crate::comparison::row::figure;
use crate::comparison::{ground, outstanding};
use crate::model::{ContestThreshold, OfficialCount, PublishedShare, same_choices};
use crate::numeric::Bounds;
use crate::report::{Call, CountedChoice, Question, ReadingReport, RowReport, Said};

/// Each threshold of the contest for each choice that the poll names, whatever that part of the votes gave which the
/// poll does not cover.
pub(super) fn call(counted: &Counted<'_>, reading: &ReadingReport, outside: f64) -> Vec<Call> {
    let mut calls = Vec::new();
    let of_all = |covered: Bounds| Bounds {
        low: (1.0 - outside) * covered.low,
        high: (1.0 - outside) * covered.high + outside,
    };
    for line in counted.contest.thresholds() {
        let threshold = line.threshold();
        let question = || Question::Threshold(line.name().to_owned());
        for row in reading
            .rows
            .iter()
            .filter(|row| row.kind == RowKind::Choice)
        {
            let members = members(counted, line, row);
            if members.is_empty() && !line.applies_to(&row.label) {
                continue;
            }
            let mut printed = figure(&row.poll).1;
            if let Some(limit) = limit(row.published.as_deref()).filter(|_| row.range.is_some()) {
                printed = within_limit(limit, printed);
            }
            // The row's own interval, over what rounding leaves open.
            let sampled = row.sampling.map(|sampling| Bounds {
                low: sampling.interval_within_rounding.low().min(printed.low),
                high: sampling.interval_within_rounding.high().max(printed.high),
            });
            let by_figures = Passes::of_share(of_all(printed), threshold);
            let beyond = sampled.map(|bounds| Passes::of_share(of_all(bounds), threshold));
            // As far as rounding moves the interval to the one side, it can to the other.
            let at_most = row.sampling.map(|sampling| {
                let (own, widest) = (sampling.interval, sampling.interval_within_rounding);
                let low = 2.0 * own.low() - widest.low();
                let high = 2.0 * own.high() - widest.high();
                let passes = |share: f64| Passes::of_share(of_all(Bounds::exact(share)), threshold);
                passes(low) == Passes::Yes || passes(high) == Passes::No
            });
            let decided_by_rounding = beyond == Some(Passes::Open) && at_most == Some(true);
            if !members.is_empty() {
                // A sum below the threshold is below for each; one above it says nothing of them.
                let each_below = |passes: Passes| (passes == Passes::No).then_some(passes);
                let (by_figures, beyond) = (each_below(by_figures), beyond.map(each_below));
                calls.extend(members.into_iter().map(|choice| {
                    let (result, unless_invalid) = result_for_member(counted, line, choice);
                    Call {
                        choice: Some(choice.clone()),
                        called: said(by_figures),
                        beyond_sampling: by_figures
                            .and(beyond)
                            .map(|passes| passes == Some(Passes::No)),
                        result: said(result),
                        outcome: match (by_figures, beyond) {
                            // By the figures below, and sampling leaves it open.
                            (Some(_), Some(None)) => Outcome::of(Some(Passes::Open), result),
                            _ => Outcome::of(by_figures, result),
                        },
                        figures_are_off: Outcome::of(by_figures, result) == Outcome::Wrong,
                        unless_invalid,
                        ..Call::of(question())
                    }
                }));
                continue;
            }
            // Nor is the sum a choice that could pass where the count has no more than it.
            let asked = line.choices().is_some() || row.choices.len() == 1;
            let of_sum = |passes: Passes| (asked || passes == Passes::No).then_some(passes);
            let by_figures = of_sum(by_figures);
            let beyond = by_figures.and(beyond);
            let mut own = counted.report.choices.iter();
            let own = own.find(|choice| same_choices(&choice.choices, &row.choices));
            let (result, unless_invalid) = match own {
                Some(choice) => result(counted, line, choice),
                None => result_for_sum(counted, line, row),
            };
            let result = result.and_then(of_sum);
            calls.push(Call {
                choice: Some(row.label.clone()),
                called: said(by_figures),
                beyond_sampling: beyond.map(|passes| passes != Passes::Open),
                decided_by_rounding: decided_by_rounding && beyond.is_some(),
                figures_are_off: Outcome::of(by_figures, result) == Outcome::Wrong,
                result: said(result),
                outcome: Outcome::of(beyond.or(by_figures), result),
                unless_invalid: unless_invalid.filter(|_| result.is_some()),
                ..Call::of(question())
            });
        }
    }
    calls
}

/// Below the limit or above it, however little, where the figure does not reach it.
fn within_limit(limit: PublishedShare, Bounds { low, high }: Bounds) -> Bounds {
    match limit.reaches_its_ends() {
        (false, _) => Bounds::between(low.next_up().min(high), high),
        (_, false) => Bounds::between(low, high.next_down().max(low)),
        _ => Bounds::between(low, high),
    }
}

/// The choices of a figure of several of which each has to reach a threshold; none where the count has no more than that
/// figure of choices that all have to.
fn members<'a>(
    counted: &Counted<'_>,
    line: &ContestThreshold,
    row: &'a RowReport,
) -> Vec<&'a String> {
    let mut all = counted.report.choices.iter();
    let of_everyone = line.choices().is_none();
    if !line.is_for_each_of(&row.label, &row.choices)
        || of_everyone && all.any(|of| same_choices(&of.choices, &row.choices))
    {
        return Vec::new();
    }
    let each = row.choices.iter();
    each.filter(|choice| line.applies_to(choice)).collect()
}

/// What the count says of a choice: by its own figure, or below by that of a sum of which it is part.
fn result_for_member(
    counted: &Counted<'_>,
    line: &ContestThreshold,
    choice: &str,
) -> (Option<Passes>, Option<f64>) {
    let mut all = counted.report.choices.iter();
    let Some(own) = all.find(|of| of.choices.iter().any(|part| part == choice)) else {
        return (None, None);
    };
    match result(counted, line, own) {
        (Some(passes), _) if own.choices.len() > 1 && passes != Passes::No => (None, None),
        said => said,
    }
}

/// What the count says of a sum of choices that it gives one by one.
fn result_for_sum(
    counted: &Counted<'_>,
    line: &ContestThreshold,
    row: &RowReport,
) -> (Option<Passes>, Option<f64>) {
    let is_part = |choice: &&CountedChoice| {
        let mut members = choice.choices.iter();
        members.all(|member| row.choices.contains(member))
    };
    let parts: Vec<&CountedChoice> = counted.report.choices.iter().filter(is_part).collect();
    let members = parts.iter().map(|part| part.choices.len()).sum::<usize>();
    if parts.is_empty() || members != row.choices.len() {
        return (None, None);
    }
    let votes = parts.iter().map(|part| part.votes);
    let shares: Option<Vec<Span>> = parts.iter().map(|part| part.share).collect();
    let sum = CountedChoice {
        label: row.label.clone(),
        choices: row.choices.clone(),
        votes: (votes.clone().flatten().count() == parts.len())
            .then(|| votes.flatten().try_fold(0u64, u64::checked_add))
            .flatten(),
        share: shares.map(Span::sum),
        seats: None,
    };
    if counted.report.is_final() {
        return result(counted, line, &sum);
    }
    let Some(ground) = ground::tightest(counted.grounds) else {
        return (Some(Passes::Open), None);
    };
    let valid = (counted.report.valid, counted.of_all_ballots);
    outstanding::threshold(line, &sum, valid, ground).map_or((None, None), |(outcome, unless)| {
        (Some(outcome.said()), unless)
    })
}

/// On whole votes where they are known; against a partial count, on its bound.
///
/// With the proportion of the ballots counted that would have to be invalid for that to fail.
fn result(
    counted: &Counted<'_>,
    line: &ContestThreshold,
    choice: &CountedChoice,
) -> (Option<Passes>, Option<f64>) {
    let threshold = line.threshold();
    if counted.report.is_final() {
        let by_votes = choice.votes.zip(counted.report.valid);
        let passes = match by_votes.filter(|(votes, valid)| votes <= valid) {
            Some((votes, valid)) => {
                let of = |all: u64| Passes::of_votes(votes, all, threshold);
                let most = most_valid(&counted.report.count, valid);
                Some(if of(valid) == of(most) {
                    of(valid)
                } else {
                    Passes::Open
                })
            }
            None => choice.share.map(|share| {
                let share = figure(&share).1;
                let low = share.low;
                // Of the valid votes, which may be fewer, it has no less: of no fewer than all that are listed.
                let high = match counted.of_all_ballots {
                    true => share.high / (share.high + least_of_others(counted, choice)),
                    false => share.high,
                };
                Passes::of_share(Bounds { low, high }, threshold)
            }),
        };
        return (passes, None);
    }
    let Some(bound) = counted.report.bound() else {
        return (Some(Passes::Open), None);
    };
    let outcome = || {
        let of = (bound.thresholds.iter()).find(|of| of.name == line.name())?;
        of.outcomes.iter().find(|of| of.label == choice.label)
    };
    outcome().map_or((None, None), |of| {
        (Some(of.outcome.said()), of.unless_invalid)
    })
}

/// What the other choices have of all ballots at least.
fn least_of_others(counted: &Counted<'_>, choice: &CountedChoice) -> f64 {
    let others = counted.report.choices.iter();
    let others = others.filter(|other| other.label != choice.label);
    let shares = others.filter_map(|other| Some(figure(&other.share?).1.low.max(0.0)));
    shares.sum()
}

/// The most valid votes that there can be: where these are the sum of those listed, and nobody says how many of the other
/// ballots were invalid, all of them can be for others.
fn most_valid(count: &OfficialCount, valid: u64) -> u64 {
    let is_known = count.valid().is_some()
        || count.invalid().is_some()
        || count.invalid_share().is_some()
        || count.other().is_some();
    let ballots = count.ballots().filter(|_| !is_known);
    ballots.map_or(valid, |ballots| ballots.max(valid))
}

fn said(passes: Option<Passes>) -> Said {
    match passes {
        Some(Passes::Yes) => Said::Above,
        Some(Passes::No) => Said::Below,
        Some(Passes::Open) => Said::Open,
        None => Said::Unknown,
    }
}
