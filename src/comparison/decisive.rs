//! Which row decides a verdict: of those that are alike beyond chance, or outside their ranges, one and always the same.

use std::cmp::Ordering;

use crate::alignment::RowKind;
use crate::report::{RangeReport, RowReport};

/// The row with the least p-value of its own: adjusted ones of several rows are all 1. Of equal ones, the row that
/// is most standard errors off.
pub(super) fn least_likely<'a>(tested: &[&'a RowReport]) -> Option<&'a RowReport> {
    let p = |row: &RowReport| {
        row.sampling
            .map_or(1.0, |of| of.p_value.unwrap_or(of.p_value_bounds.low))
    };
    let errors_off = |row: &RowReport| {
        let of = row.sampling.expect("these rows are tested");
        row.deviation.abs() / of.standard_error
    };
    // A tail far out keeps fewer digits than what it is the tail of; and less than a billionth of a distance is what
    // computing leaves, however large it is.
    let by_p = |a: &RowReport, b: &RowReport| {
        within(p(a), p(b), 1e-6).then(by_size(errors_off(b), errors_off(a)))
    };
    let least = tested.iter().copied();
    least.min_by(|a, b| by_p(a, b).then_with(|| order(a, 0.0, b, 0.0)))
}

/// The rows that digits which were not printed can put furthest beyond chance.
pub(super) fn nearest_to_beyond<'a>(tested: &[&'a RowReport]) -> Vec<&'a RowReport> {
    let p = |row: &RowReport| {
        row.sampling
            .map_or(1.0, |of| of.adjusted_p_value_bounds.low)
    };
    let least = tested.iter().map(|row| p(row)).fold(1.0, f64::min);
    let nearest = tested.iter().filter(|row| p(row) <= least + 1e-9);
    nearest.copied().collect()
}

/// The rows that no digits which were not printed and no ballots still to be counted can put within chance.
pub(super) fn surely_beyond<'a>(tested: &[&'a RowReport], alpha: f64) -> Vec<&'a RowReport> {
    let is_beyond =
        |row: &&RowReport| (row.sampling).is_some_and(|of| of.adjusted_p_value_bounds.high < alpha);
    tested.iter().copied().filter(is_beyond).collect()
}

/// The rows that are the furthest beyond chance against every final count: a small p against some of them is none
/// against all.
pub(super) fn surest<'a>(tested: &[&'a RowReport]) -> Vec<&'a RowReport> {
    let p = |row: &RowReport| row.sampling.map_or(1.0, |of| of.p_value_bounds.high);
    let least = tested.iter().map(|row| p(row)).fold(1.0, f64::min);
    // Tails this far out are alike: of those the row with the least p of all.
    let alike = |row: &&&RowReport| p(row) <= (least * (1.0 + 1e-6)).max(1e-12);
    tested.iter().filter(alike).copied().collect()
}

/// The row whose official share is the furthest outside its range.
pub(super) fn furthest_outside<'a>(
    ranges: impl Iterator<Item = (&'a RowReport, RangeReport)>,
) -> Option<String> {
    let surely = |range: &RangeReport| range.inside == Some(false);
    let by = |range: &RangeReport| range.outside_by.abs();
    // That a result is outside rests on a range that it surely misses; of equal ones on the leader's.
    ranges
        .max_by(|a, b| {
            (surely(&a.1).cmp(&surely(&b.1)))
                .then(by_size(by(&a.1), by(&b.1)))
                .then_with(|| order(b.0, 0.0, a.0, 0.0))
        })
        .filter(|(_, range)| range.outside_by != 0.0 || surely(range))
        .map(|(row, _)| row.label.clone())
}

/// Two rows that mirror one another differ in the last bit only.
fn by_size(x: f64, y: f64) -> Ordering {
    within(x, y, 1e-9)
}

/// Equal to so small a part of the larger.
fn within(x: f64, y: f64, part: f64) -> Ordering {
    if (x - y).abs() <= part * x.abs().max(y.abs()) {
        Ordering::Equal
    } else {
        x.total_cmp(&y)
    }
}

/// The smaller figure first; among equals a choice before everyone else, then the larger share of the
/// count, then the name, so that the order of the choices decides nothing.
pub(super) fn order(a: &RowReport, x: f64, b: &RowReport, y: f64) -> Ordering {
    by_size(x, y)
        .then((a.kind != RowKind::Choice).cmp(&(b.kind != RowKind::Choice)))
        .then(by_size(b.count.value, a.count.value))
        .then(a.label.cmp(&b.label))
}
