//! The two that lead the count: their lead in the poll, and whether the poll called it.

use super::Comparison;
use super::report::{LeadReport, Measure, RowReport};
use super::rounded::{measure, rounded};
use super::verdict::RightCall;
use crate::accuracy::{self, Orientation};
use crate::alignment::RowKind;
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// The rows that stand for a choice of their own, the leader of the count and its runner-up.
pub(super) struct Leaders<'a> {
    named: Vec<&'a RowReport>,
    pub(super) first: Option<&'a RowReport>,
    pub(super) second: Option<&'a RowReport>,
}

/// The leader of the count and its runner-up among the choices that stand alone; equal shares go to
/// the name first in the alphabet.
pub(super) fn leaders<'a>(rows: &[&'a RowReport]) -> Leaders<'a> {
    let mut named: Vec<&RowReport> = rows
        .iter()
        .copied()
        .filter(|row| row.kind == RowKind::Choice)
        .collect();
    let descending = |a: &&RowReport, b: &&RowReport| {
        b.count
            .value
            .total_cmp(&a.count.value)
            .then(a.label.cmp(&b.label))
    };
    named.sort_by(descending);
    Leaders {
        first: named.first().copied(),
        second: named.get(1).copied(),
        named,
    }
}

pub(super) fn mosteller_1(pair: &Leaders, size: Option<f64>) -> Option<Measure> {
    let first = pair.first?;
    let bounds = rounded(pair.named.iter().copied()).and_then(|r| r.mosteller_1().ok());
    let p = first.poll.value;
    let error = size.map(|n| (p * (1.0 - p) / n).sqrt());
    Some(measure(first.deviation.abs(), bounds, error))
}

pub(super) fn mosteller_5(pair: &Leaders, size: Option<f64>) -> Result<Measure> {
    let (Some(first), Some(second)) = (pair.first, pair.second) else {
        let reason = "the poll names only one choice, so no lead is known";
        return Err(Error::undefined("Mosteller 5", reason));
    };
    let bounds = rounded(pair.named.iter().copied()).and_then(|r| r.mosteller_5().ok());
    let leads = [first.poll.value, second.poll.value];
    let error = size.and_then(|n| accuracy::lead_standard_error(leads, n).ok());
    let lead_error = (first.deviation - second.deviation).abs();
    Ok(measure(lead_error, bounds, error))
}

/// The count's leader against its runner-up.
pub(super) fn report(
    settings: &Comparison,
    size: Option<f64>,
    rows: &[RowReport],
) -> Option<LeadReport> {
    let rows: Vec<&RowReport> = rows.iter().collect();
    let Leaders { first, second, .. } = leaders(&rows);
    let (first, second) = (first?, second?);
    let leads = [first.poll.value, second.poll.value];
    let count = first.count.value - second.count.value;
    let interval = size.and_then(|n| {
        let [one, other] = leads.map(|share| share * n);
        settings
            .lead_method
            .interval(one, other, n, settings.confidence)
            .ok()
    });
    let (p, q) = (first.deviation_bounds, second.deviation_bounds);
    Some(LeadReport {
        leader: first.label.clone(),
        runner_up: second.label.clone(),
        poll: first.poll.value - second.poll.value,
        count,
        deviation: first.deviation - second.deviation,
        deviation_bounds: Bounds {
            low: p.low - q.high,
            high: p.high - q.low,
        },
        standard_error: size.and_then(|n| accuracy::lead_standard_error(leads, n).ok()),
        interval,
        count_inside: interval.map(|interval| interval.contains(count)),
    })
}

/// A of the leader over the runner-up.
pub(super) fn odds(pair: &Leaders, size: Option<f64>) -> Result<Measure> {
    let orientation = Orientation {
        numerator: 0,
        denominator: 1,
    };
    let shares =
        |of: fn(&RowReport) -> f64| -> Vec<f64> { pair.named.iter().map(|row| of(row)).collect() };
    let (poll, count) = (shares(|row| row.poll.value), shares(|row| row.count.value));
    let a = accuracy::martin_traugott_kennedy(&poll, &count, orientation, size)?;
    let bounds = rounded(pair.named.iter().copied())
        .and_then(|r| r.martin_traugott_kennedy(orientation).ok());
    Ok(measure(a.value, bounds, a.standard_error))
}

/// Whether the poll's leader is the count's, as far as rounding allows.
pub(super) fn right_call(choices: &[&RowReport]) -> RightCall {
    let Leaders {
        first: Some(winner),
        second: runner_up,
        ..
    } = leaders(choices)
    else {
        return RightCall::Unknown;
    };
    if runner_up.is_some_and(|other| other.count.value == winner.count.value) {
        return RightCall::Open;
    }
    let others = || choices.iter().filter(|row| row.label != winner.label);
    // Everyone else is several choices: only a majority against all of them together is certain.
    let ahead = others().all(|row| winner.poll.bounds.low > row.poll.bounds.high);
    let behind = others()
        .filter(|row| row.kind == RowKind::Choice)
        .any(|row| row.poll.bounds.low > winner.poll.bounds.high);
    let named_ahead = others()
        .filter(|row| row.kind == RowKind::Choice)
        .all(|row| winner.poll.bounds.low > row.poll.bounds.high);
    match (ahead, behind) {
        (true, _) => RightCall::Right,
        (_, true) => RightCall::Wrong,
        // The rest may hide a larger choice only where the poll names the leader alone.
        _ if named_ahead && runner_up.is_some() => RightCall::Right,
        _ if runner_up.is_none() => RightCall::Unknown,
        _ => RightCall::Open,
    }
}

/// Whether the interval of the poll's own lead excludes 0.
pub(super) fn called(
    settings: &Comparison,
    choices: &[&RowReport],
    size: Option<f64>,
) -> Option<bool> {
    let size = size?;
    let mut shares: Vec<f64> = choices
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .map(|row| row.poll.value)
        .collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let (first, second) = (*shares.first()?, *shares.get(1)?);
    let lead = settings
        .lead_method
        .interval(first * size, second * size, size, settings.confidence)
        .ok()?;
    Some(lead.low > 0.0)
}
