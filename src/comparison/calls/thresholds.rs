//! Who passes the thresholds of the contest, by shares.

use super::Counted;
use crate::accuracy::{Call as Outcome, Said as Passes};
use crate::alignment::RowKind;
use crate::comparison::published::is_upper_limit;
use crate::comparison::row::figure;
use crate::model::{Threshold, same_choices};
use crate::numeric::Bounds;
use crate::partial::ThresholdOutcome;
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
        let (name, threshold) = (line.name(), line.threshold());
        for row in reading
            .rows
            .iter()
            .filter(|row| row.kind == RowKind::Choice)
        {
            if !line.applies_to(&row.label) {
                continue;
            }
            let mut printed = figure(&row.poll).1;
            if row.range.is_some() && is_upper_limit(row.published.as_deref()) {
                // Below the limit, however little.
                printed.high = printed.high.next_down().max(printed.low);
            }
            // The row's own interval, over what rounding leaves open.
            let sampled = row.sampling.map(|sampling| Bounds {
                low: sampling.interval_within_rounding.low().min(printed.low),
                high: sampling.interval_within_rounding.high().max(printed.high),
            });
            let by_figures = Passes::of_share(of_all(printed), threshold);
            let beyond = sampled.map(|bounds| Passes::of_share(of_all(bounds), threshold));
            let members = members(counted, row);
            // A threshold for the sum alone is asked of the sum.
            let of_each = members.iter().all(|of| line.applies_to(&of.label));
            if !members.is_empty() && of_each {
                // A sum below the threshold is below for each; one above it says nothing of them.
                let each_below = |passes: Passes| (passes == Passes::No).then_some(passes);
                let (by_figures, beyond) = (each_below(by_figures), beyond.map(each_below));
                calls.extend(members.into_iter().map(|of| {
                    let result = result_of_threshold(counted, name, threshold, of);
                    Call {
                        question: Question::Threshold(name.to_owned()),
                        choice: Some(of.label.clone()),
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
                        not_judged: None,
                    }
                }));
                continue;
            }
            // Nor is the sum a choice that could pass where the count has no more than it.
            let asked = line.choices().is_some() || row.choices.len() == 1;
            let of_sum = |passes: Passes| (asked || passes == Passes::No).then_some(passes);
            let by_figures = of_sum(by_figures);
            let beyond = by_figures.and(beyond);
            let result = counted
                .report
                .choices
                .iter()
                .find(|choice| same_choices(&choice.choices, &row.choices))
                .and_then(|choice| result_of_threshold(counted, name, threshold, choice))
                .and_then(of_sum);
            calls.push(Call {
                question: Question::Threshold(name.to_owned()),
                choice: Some(row.label.clone()),
                called: said(by_figures),
                beyond_sampling: beyond.map(|passes| passes != Passes::Open),
                result: said(result),
                outcome: Outcome::of(beyond.or(by_figures), result),
                not_judged: None,
            });
        }
    }
    calls
}

/// The choices of a figure of several, where the count has each of them by itself and not their sum.
fn members<'a>(counted: &Counted<'a>, row: &RowReport) -> Vec<&'a CountedChoice> {
    let all = &counted.report.choices;
    if row.choices.len() < 2 || all.iter().any(|of| same_choices(&of.choices, &row.choices)) {
        return Vec::new();
    }
    let alone = |name: &String| all.iter().find(|of| of.choices == [name.as_str()]);
    let members: Option<Vec<&CountedChoice>> = row.choices.iter().map(alone).collect();
    members.unwrap_or_default()
}

/// On whole votes where they are known; against a partial count, on its bound.
fn result_of_threshold(
    counted: &Counted<'_>,
    name: &str,
    threshold: Threshold,
    choice: &CountedChoice,
) -> Option<Passes> {
    if counted.report.is_final() {
        return Some(match (choice.votes, counted.report.valid) {
            (Some(votes), Some(valid)) if votes <= valid => {
                Passes::of_votes(votes, valid, threshold)
            }
            _ => {
                let share = figure(&choice.share?).1;
                let low = share.low;
                // Of the valid votes, which may be fewer, it has no less.
                let high = match counted.of_all_ballots {
                    true => 1.0,
                    false => share.high,
                };
                Passes::of_share(Bounds { low, high }, threshold)
            }
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
