//! The two that lead the count: their lead in the poll.

use crate::accuracy::{first_two, lead_standard_error};
use crate::alignment::RowKind;
use crate::numeric::Bounds;
use crate::report::{LeadReport, RowReport, Settings};

/// The rows that stand for a choice of their own, with the leader of the count and its runner-up by the
/// printed figures; absent where two figures are equal.
pub(super) struct Leading<'a> {
    pub(super) named: Vec<&'a RowReport>,
    pub(super) first: Option<usize>,
    pub(super) second: Option<usize>,
}

pub(super) fn leading(rows: &[RowReport]) -> Leading<'_> {
    let named: Vec<&RowReport> = rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .collect();
    let counted: Vec<f64> = named.iter().map(|row| row.count.value).collect();
    let (first, second) = first_two(&counted);
    Leading {
        named,
        first,
        second,
    }
}

/// The count's leader against its runner-up.
pub(super) fn report(
    settings: &Settings,
    size: Option<f64>,
    within_rounding: Option<Bounds>,
    rows: &[RowReport],
) -> Option<LeadReport> {
    let Leading {
        named,
        first,
        second,
    } = leading(rows);
    let (first, second) = (named[first?], named[second?]);
    let leads = [first.poll.value, second.poll.value];
    let count = first.count.value - second.count.value;
    // The middle of a range is nobody's count.
    let size = size.filter(|_| first.range.is_none() && second.range.is_none());
    let interval_at = |n: f64| {
        let [one, other] = leads.map(|share| share * n);
        settings
            .lead_method
            .interval(one, other, n, settings.confidence)
            .ok()
    };
    let interval = size.and_then(interval_at);
    let (p, q) = (first.deviation_bounds, second.deviation_bounds);
    let deviation = first.deviation - second.deviation;
    let deviation_bounds = Bounds {
        low: (p.low - q.high).min(deviation),
        high: (p.high - q.low).max(deviation),
    };
    Some(LeadReport {
        leader: first.label.clone(),
        runner_up: second.label.clone(),
        poll: first.poll.value - second.poll.value,
        count,
        deviation,
        deviation_bounds,
        standard_error: size.and_then(|n| lead_standard_error(leads, n).ok()),
        interval,
        count_inside: interval.and_then(|interval| {
            // Digits that were not printed move the interval with the poll's lead: what counts is how far the
            // count's lies from it.
            let lead = first.poll.value - second.poll.value;
            let ends = [deviation_bounds.low, deviation_bounds.high].map(|open| lead - open);
            // So does the size that follows from a rounded margin: the smallest has the widest interval.
            let (widest, narrowest) = match within_rounding {
                Some(sizes) => (interval_at(sizes.low)?, interval_at(sizes.high)?),
                None => (interval, interval),
            };
            let surely = ends.iter().all(|end| narrowest.contains(*end));
            let never = ends.iter().all(|end| *end < widest.low())
                || ends.iter().all(|end| *end > widest.high());
            (surely || never).then_some(surely)
        }),
    })
}
