//! How many of the ballots counted would have to be invalid for a verdict to fail that takes them to be as frequent among
//! the outstanding.

use super::ground::Ground;
use super::needed::Needed;
use super::row::{Ways, figure};
use super::verdict::{of_tests_after, others_could_explain};
use crate::alignment::RowKind;
use crate::numeric::Bounds;
use crate::partial::counted_to_exclude;
use crate::report::{RowReport, Verdict, VerdictCondition};

/// Halvings of the share that is counted: to less than any digit that is printed.
const HALVINGS: u32 = 40;

/// On what the verdict rests, or what it would be: against a partial count of whose ballots a share is stated and no
/// invalid ones are known.
pub(super) fn of_verdict(
    ways: &Ways<'_>,
    tests: usize,
    rows: &[RowReport],
    verdict: Verdict,
) -> Option<VerdictCondition> {
    let ground = ways.bound().filter(|_| ways.is_partial)?;
    if !ground.takes_invalid_alike() {
        return None;
    }
    let tested = rows.iter().any(|row| row.sampling.is_some());
    let (said, needed) = match verdict {
        Verdict::RangeInside => (verdict, counted_for_inside(ranges(rows))),
        Verdict::WithinRounding => (verdict, counted_for_inside(boxes(rows.iter()))),
        Verdict::RangeOutside => (verdict, counted_for_outside(rows)),
        // That a share lies outside its range, whoever brought it there.
        Verdict::DifferentPopulations if !tested => (verdict, counted_for_outside(rows)),
        Verdict::OpenUntilCounted if !tested => {
            let outside = counted_for_outside(rows).filter(|needed| holds(ground, *needed));
            match outside {
                Some(_) => {
                    let counted = Some(ground.counted_share);
                    let said = match others_could_explain(ways, tests, rows, counted) {
                        true => Verdict::DifferentPopulations,
                        false => Verdict::RangeOutside,
                    };
                    (said, outside)
                }
                None => (Verdict::RangeInside, counted_for_inside(ranges(rows))),
            }
        }
        _ if !tested => return None,
        _ => {
            let said = of_tests_after(ways, tests, rows, ground.counted_share);
            let is_said =
                |counted: f64| of_tests_after(ways, tests, rows, Bounds::exact(counted)) == said;
            (said, Some(least_counted(is_said, ground.counted_share.low)))
        }
    };
    let needed = needed.filter(|needed| is_settled(said) && holds(ground, *needed))?;
    // What another bound says without a condition is said without one.
    let others = (ways.grounds.iter())
        .filter(|ground| ground.basis.is_bound() && !ground.takes_invalid_alike());
    if others.into_iter().any(|other| holds(other, needed)) {
        return None;
    }
    let (is_bound, unless_invalid) = ground.standing_of(Some(Needed::exactly(needed)));
    Some(VerdictCondition {
        verdict: said,
        unless_invalid: unless_invalid?,
        is_bound,
    })
}

/// Whether a verdict says something that more ballots could overturn.
fn is_settled(verdict: Verdict) -> bool {
    verdict.is_within()
        || verdict.is_beyond()
        || matches!(
            verdict,
            Verdict::DifferentPopulations
                | Verdict::RangeInside
                | Verdict::RangeOutside
                | Verdict::WithinRounding
        )
}

/// Whether so much and more is counted.
fn holds(ground: &Ground, needed: f64) -> bool {
    needed < ground.counted_share.low
}

/// The least share of the votes from which on something holds that does where `counted` of them are.
fn least_counted(holds: impl Fn(f64) -> bool, counted: f64) -> f64 {
    let (mut fails, mut least) = (0.0, counted);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(fails, least);
        if holds(middle) {
            least = middle;
        } else {
            fails = middle;
        }
    }
    least
}

/// What the poll leaves open of each row, and what the count has of it.
fn boxes<'a>(rows: impl Iterator<Item = &'a RowReport>) -> impl Iterator<Item = (Bounds, Bounds)> {
    let real = rows.filter(|row| row.kind != RowKind::Remainder);
    real.map(|row| (figure(&row.poll).1, figure(&row.count).1))
}

fn ranges(rows: &[RowReport]) -> impl Iterator<Item = (Bounds, Bounds)> {
    boxes(rows.iter().filter(|row| row.range.is_some()))
}

/// From which share of the votes on one of the ranges can no longer hold the final share.
fn counted_for_outside(rows: &[RowReport]) -> Option<f64> {
    let of_row = |(range, count): (Bounds, Bounds)| {
        if count.low > range.high {
            counted_to_exclude(range.high, count.low).ok()
        } else if count.high < range.low {
            counted_to_exclude(range.low, count.high).ok()
        } else {
            None
        }
    };
    ranges(rows).filter_map(of_row).min_by(f64::total_cmp)
}

/// From which share of the votes on all of these hold every final share.
fn counted_for_inside(boxes: impl Iterator<Item = (Bounds, Bounds)>) -> Option<f64> {
    boxes
        .flat_map(|(range, count)| {
            let inside = range.low <= count.low && count.high <= range.high;
            let of_end = |end: f64, share: f64| match inside {
                true => counted_to_exclude(end, share).unwrap_or(1.0),
                false => 1.0,
            };
            [of_end(range.low, count.low), of_end(range.high, count.high)]
        })
        .max_by(f64::total_cmp)
}
