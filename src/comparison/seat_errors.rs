//! Seat errors by choice over the polls.

use super::seats::accuracy;
use crate::accuracy::SameSide;
use crate::interval::Interval;
use crate::model::SeatEstimate;
use crate::numeric::student_t_quantile;
use crate::report::{self, PollReport, Reason, SeatErrorSummary, SeatErrors, SeatRow, Settings};

/// By choice, over the last releases of polls that are sources of their own; nothing where the seats of the
/// count can still change.
pub(super) fn by_choice(
    settings: &Settings,
    house: Option<u64>,
    polls: &[PollReport],
    is_source: &dyn Fn(usize) -> bool,
) -> Vec<SeatErrors> {
    // By the choices in them: pollsters call one bloc by several names.
    let mut known: Vec<&SeatRow> = Vec::new();
    for row in polls
        .iter()
        .filter_map(|p| p.seats.as_ref())
        .flat_map(|s| &s.rows)
    {
        if row.is_known()
            && !row.is_check
            && !known.iter().any(|of| of.is_of(&row.label, &row.choices))
        {
            known.push(row);
        }
    }
    let looked_at = known.len();
    let errors = |of: &&SeatRow| {
        let rows = |wanted: &dyn Fn(usize) -> bool| -> Vec<&SeatRow> {
            let polls = polls.iter().enumerate().filter(|(place, _)| wanted(*place));
            // A bloc that checks its members in one poll is an estimate of the bloc beside those of others.
            polls
                .filter_map(|(_, poll)| poll.seats.as_ref()?.row_of(&of.label, &of.choices))
                .filter(|row| row.is_known())
                .collect()
        };
        let sources = rows(is_source);
        let derived = |place: usize| {
            is_source(place) || polls[place].left_out_of_the_whole == Some(Reason::Derived)
        };
        let all = rows(&derived);
        let result = sources.first()?.result_low;
        let ranges: Vec<SeatEstimate> = sources
            .iter()
            .filter(|row| row.is_range())
            .filter_map(|row| SeatEstimate::range(row.low, row.high).ok())
            .collect();
        // Every pollster's range must miss, and none lie on the other side.
        let same_side = SameSide::of(&ranges, result, looked_at, settings.confidence)
            .ok()
            .flatten()
            .filter(|side| side.is_finding)
            .map(|side| report::SameSide {
                pollsters: side.misses,
                above: side.above,
                probability: side.probability,
            });
        Some(SeatErrors {
            label: of.label.clone(),
            result,
            with_derived: if all.len() > sources.len() {
                summary(settings, house, &all)
            } else {
                None
            },
            sources: summary(settings, house, &sources)?,
            same_side,
        })
    };
    known.iter().filter_map(errors).collect()
}

fn summary(settings: &Settings, house: Option<u64>, rows: &[&SeatRow]) -> Option<SeatErrorSummary> {
    let accuracy = accuracy(rows.iter().copied())?;
    let m = rows.len() as f64;
    let midpoint = |row: &SeatRow| 0.5 * (row.low as f64 + row.high as f64);
    let mean = rows.iter().map(|row| midpoint(row)).sum::<f64>() / m;
    let interval_of_mean = || {
        let squares: f64 = rows.iter().map(|row| (midpoint(row) - mean).powi(2)).sum();
        let standard_error = (squares / (m - 1.0) / m).sqrt();
        let half = 0.5 * (1.0 + settings.confidence.level());
        let t = student_t_quantile(half, m - 1.0).ok()?;
        let most = house.map_or(f64::INFINITY, |house| house as f64);
        Some(Interval {
            low: (mean - t * standard_error).clamp(0.0, most),
            high: (mean + t * standard_error).clamp(0.0, most),
        })
    };
    Some(SeatErrorSummary {
        polls: rows.len(),
        mean,
        mean_absolute_error: accuracy.mean_absolute_error,
        // Where a range holds the result, or of two polls, it would sound like a finding.
        all_above: all_above(rows).filter(|_| rows.len() > 2 && accuracy.inside == 0),
        root_mean_squared_error: accuracy.root_mean_squared_error,
        inside: accuracy.inside,
        ranges: accuracy.ranges,
        interval_of_mean: if rows.len() > 2 {
            interval_of_mean()
        } else {
            None
        },
    })
}

/// Whether all err to the same side, by the middle of a range.
fn all_above(rows: &[&SeatRow]) -> Option<bool> {
    let twice = |seats: u64| 2.0 * seats as f64;
    let side =
        |row: &&SeatRow| (row.low as f64 + row.high as f64).total_cmp(&twice(row.result_low));
    let mut sides = rows.iter().map(side);
    let first = sides.next()?;
    (first.is_ne() && sides.all(|side| side == first)).then_some(first.is_gt())
}
