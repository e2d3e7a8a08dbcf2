//! What the outstanding ballots of a partial count can still change.

use super::report::{
    ChoiceOutcome, CountedChoice, FinalShare, Outstanding, OutstandingBasis, ThresholdReport,
};
use crate::alignment::Span;
use crate::model::{CompletenessOf, Contest, ContestThreshold, CountStatus, OfficialCount};
use crate::numeric::Bounds;
use crate::partial::{self, Order};

/// The views of the outstanding ballots: what the source says of its completeness, and what the
/// number of registered voters allows.
pub(super) fn views(
    contest: &Contest,
    count: &OfficialCount,
    valid: Option<u64>,
    choices: &[CountedChoice],
) -> Vec<Outstanding> {
    if count.status() == CountStatus::Final {
        return Vec::new();
    }
    let mut views = Vec::with_capacity(2);
    if let Some(completeness) = count.completeness() {
        let basis = match completeness.of() {
            CompletenessOf::Ballots => OutstandingBasis::ShareOfBallots,
            CompletenessOf::Stations | CompletenessOf::RegisteredVoters => {
                OutstandingBasis::AverageStations
            }
        };
        views.extend(view(
            contest,
            basis,
            completeness.value(),
            completeness.bounds(),
            choices,
        ));
    }
    if let Some(counted) = least_counted_share(contest, count, valid) {
        let bounds = Bounds {
            low: counted,
            high: 1.0,
        };
        views.extend(view(
            contest,
            OutstandingBasis::RegisteredVoters,
            counted,
            bounds,
            choices,
        ));
    }
    views
}

/// Valid votes counted over these and every ballot that could still come.
fn least_counted_share(
    contest: &Contest,
    count: &OfficialCount,
    valid: Option<u64>,
) -> Option<f64> {
    let valid = valid.filter(|votes| *votes > 0)?;
    let cast = count
        .ballots_cast()
        .unwrap_or(0)
        .max(valid.saturating_add(count.invalid().unwrap_or(0)));
    let registered = count.registered().or(contest.registered());
    let outstanding = count
        .outstanding_registered()
        .or_else(|| Some(registered?.saturating_sub(cast)))?;
    Some(valid as f64 / (valid as f64 + outstanding as f64))
}

fn view(
    contest: &Contest,
    basis: OutstandingBasis,
    counted: f64,
    counted_share: Bounds,
    choices: &[CountedChoice],
) -> Option<Outstanding> {
    // Rounding may leave open whether the order is decided; that not everyone votes may not: the order
    // is decided only if it holds should they all come.
    let decisive = match basis {
        OutstandingBasis::RegisteredVoters => Bounds::exact(counted),
        _ => counted_share,
    };
    let mut shares: Vec<(&str, Span)> = choices
        .iter()
        .filter_map(|c| Some((c.label.as_str(), c.share?)))
        .collect();
    let final_shares = shares
        .iter()
        .map(|(label, share)| FinalShare {
            label: (*label).to_owned(),
            bounds: partial::final_share_bounds(share.bounds, counted_share),
        })
        .collect();
    shares.sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then(a.0.cmp(b.0)));
    let (leader, first) = shares.first()?;
    let second = shares.get(1);
    let pair = second.map(|(_, second)| (first.value, second.value));
    let ranked: Vec<(f64, Bounds)> = shares.iter().map(|(_, s)| (s.value, s.bounds)).collect();
    Some(Outstanding {
        basis,
        counted,
        counted_share,
        final_shares,
        leader: (*leader).to_owned(),
        runner_up: second.map(|(label, _)| (*label).to_owned()),
        decided: second.and_then(|(_, second)| {
            partial::decided(first.bounds, second.bounds, decisive).known()
        }),
        order_decided: Order::from_shares(&ranked, decisive)
            .ok()
            .and_then(|order| order.whole().known()),
        needed_lead: pair
            .and_then(|(one, other)| partial::needed_lead(one - other, counted).ok().flatten()),
        tipping_point: pair
            .and_then(|(one, other)| partial::tipping_point(other, one, counted).ok().flatten()),
        thresholds: thresholds(contest, choices, decisive),
    })
}

/// Each threshold of the contest for each choice, in the order of the count.
fn thresholds(
    contest: &Contest,
    choices: &[CountedChoice],
    counted: Bounds,
) -> Vec<ThresholdReport> {
    let outcomes = |line: &ContestThreshold| {
        let threshold = line.threshold();
        choices
            .iter()
            .filter(|choice| line.applies_to(&choice.label))
            .filter_map(|choice| {
                Some(ChoiceOutcome {
                    outcome: threshold
                        .outcome_of_shares(choice.share?.bounds, counted)
                        .ok()?,
                    label: choice.label.clone(),
                })
            })
            .collect()
    };
    contest
        .thresholds()
        .iter()
        .map(|line| ThresholdReport {
            name: line.name().into(),
            share: line.threshold().share(),
            must_be_exceeded: line.threshold().must_be_exceeded(),
            outcomes: outcomes(line),
        })
        .collect()
}
