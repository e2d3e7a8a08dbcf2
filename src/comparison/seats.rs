//! Seats against seats: no sampling error is invented for them.

use super::Comparison;
use super::report::{PollReport, SeatErrorSummary, SeatErrors, SeatReport, SeatRow};
use super::verdict::{MajorityCall, RightCall};
use crate::accuracy::{SeatAccuracy, SeatDeviation, mean_score, seat_interval_score};
use crate::interval::Interval;
use crate::model::{Contest, OfficialCount, Poll, SeatEstimate};
use crate::numeric::{Confidence, student_t_quantile};

/// The seats of one poll against a count; `None` where they have no choice in common.
pub(super) fn compare(
    settings: &Comparison,
    count: &OfficialCount,
    poll: &Poll,
) -> Option<SeatReport> {
    let contest = &settings.contest;
    let rows: Vec<SeatRow> = poll
        .seats()
        .iter()
        .filter_map(|(label, seats)| row(settings, count, label, *seats))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let accuracy = accuracy(&rows)?;
    let sum = poll
        .seats()
        .iter()
        .fold((0, 0), |(low, high): (u64, u64), (_, seats)| {
            (
                low.saturating_add(seats.low()),
                high.saturating_add(seats.high()),
            )
        });
    Some(SeatReport {
        mean_absolute_error: accuracy.mean_absolute_error,
        root_mean_squared_error: accuracy.root_mean_squared_error,
        mean_interval_score: mean_score(rows.iter().filter_map(|row| row.interval_score).map(Ok))
            .ok(),
        inside: accuracy.inside,
        ranges: accuracy.ranges,
        sum,
        adds_up_to_house: contest
            .seats()
            .map(|house| sum.0 <= house && house <= sum.1),
        right_call: right_call(&rows, poll, count),
        majority: majority(contest, &rows, poll, count),
        rows,
    })
}

fn row(
    settings: &Comparison,
    count: &OfficialCount,
    label: &str,
    seats: SeatEstimate,
) -> Option<SeatRow> {
    let result = count.seats().iter().find(|(name, _)| name == label)?.1;
    let error = SeatDeviation::of(seats, result, settings.contest.seats()).ok()?;
    Some(SeatRow {
        label: label.to_owned(),
        low: seats.low(),
        high: seats.high(),
        result,
        deviation: error.deviation,
        percent_of_house: error.percent_of_house,
        inside: seats.is_range().then_some(error.inside),
        distance_to_range: error.distance_to_range,
        interval_score: settings
            .seat_range_confidence
            .and_then(|level| seat_interval_score(seats, result, level).ok()),
    })
}

/// The rows together: of all choices in one poll, or of one choice over the polls.
fn accuracy<'a>(rows: impl IntoIterator<Item = &'a SeatRow>) -> Option<SeatAccuracy> {
    let (estimates, results): (Vec<SeatEstimate>, Vec<u64>) = rows
        .into_iter()
        .filter_map(|row| Some((row.estimate()?, row.result)))
        .unzip();
    SeatAccuracy::of(&estimates, &results).ok()
}

/// Whether the choice with most seats in the poll is the one with most in the count.
fn right_call(rows: &[SeatRow], poll: &Poll, count: &OfficialCount) -> RightCall {
    let Some((winner, most)) = count.seats().iter().max_by_key(|(_, seats)| *seats) else {
        return RightCall::Unknown;
    };
    if count
        .seats()
        .iter()
        .filter(|(_, seats)| seats == most)
        .count()
        > 1
    {
        return RightCall::Open;
    }
    let Some(own) = rows.iter().find(|row| row.label == *winner) else {
        return RightCall::Unknown;
    };
    let mut others = poll
        .seats()
        .iter()
        .filter(|(label, _)| label != winner)
        .peekable();
    if others.peek().is_none() {
        return RightCall::Unknown;
    }
    let (mut ahead, mut behind) = (true, false);
    for (_, seats) in others {
        ahead &= own.low > seats.high();
        behind |= own.high < seats.low();
    }
    match (ahead, behind) {
        (true, _) => RightCall::Right,
        (_, true) => RightCall::Wrong,
        _ => RightCall::Open,
    }
}

/// Whether the poll calls a majority for the choice that got one, or rightly none.
fn majority(
    contest: &Contest,
    rows: &[SeatRow],
    poll: &Poll,
    count: &OfficialCount,
) -> MajorityCall {
    let Some(line) = contest.majority() else {
        return MajorityCall::Unknown;
    };
    let winner = count
        .seats()
        .iter()
        .find(|(_, seats)| *seats >= line)
        .map(|(label, _)| label);
    if rows.is_empty() {
        return MajorityCall::Unknown;
    }
    let mut call = MajorityCall::Right;
    let mut seen = winner.is_none();
    for (label, seats) in poll.seats() {
        let won = winner == Some(label);
        seen |= won;
        let verdict = if seats.low() >= line {
            if won {
                MajorityCall::Right
            } else {
                MajorityCall::Wrong
            }
        } else if seats.high() < line {
            if won {
                MajorityCall::Wrong
            } else {
                MajorityCall::Right
            }
        } else {
            MajorityCall::Open
        };
        // One wrong call is a wrong call; an open one leaves the rest open.
        call = match (call, verdict) {
            (MajorityCall::Wrong, _) | (_, MajorityCall::Wrong) => MajorityCall::Wrong,
            (MajorityCall::Open, _) | (_, MajorityCall::Open) => MajorityCall::Open,
            _ => MajorityCall::Right,
        };
    }
    if seen { call } else { MajorityCall::Unknown }
}

/// Seat errors by choice over all polls.
pub(super) fn common_errors(
    count: &OfficialCount,
    polls: &[PollReport],
    confidence: Confidence,
) -> Vec<SeatErrors> {
    let errors = |(label, result): &(String, u64)| {
        let rows = |derived_too: bool| -> Vec<&SeatRow> {
            polls
                .iter()
                .filter(|poll| derived_too || !poll.derived)
                .filter_map(|poll| poll.seats.as_ref())
                .filter_map(|seats| seats.rows.iter().find(|row| row.label == *label))
                .collect()
        };
        let (sources, all) = (rows(false), rows(true));
        Some(SeatErrors {
            label: label.clone(),
            result: *result,
            with_derived: if all.len() > sources.len() {
                summary(&all, confidence)
            } else {
                None
            },
            sources: summary(&sources, confidence)?,
        })
    };
    count.seats().iter().filter_map(errors).collect()
}

fn summary(rows: &[&SeatRow], confidence: Confidence) -> Option<SeatErrorSummary> {
    let accuracy = accuracy(rows.iter().copied())?;
    let m = rows.len() as f64;
    let midpoint = |row: &SeatRow| row.result as f64 + row.deviation;
    let mean = rows.iter().map(|row| midpoint(row)).sum::<f64>() / m;
    let interval_of_mean = || {
        let squares: f64 = rows.iter().map(|row| (midpoint(row) - mean).powi(2)).sum();
        let standard_error = (squares / (m - 1.0) / m).sqrt();
        let t = student_t_quantile((1.0 + confidence.level()) / 2.0, m - 1.0).ok()?;
        Some(Interval {
            low: mean - t * standard_error,
            high: mean + t * standard_error,
        })
    };
    Some(SeatErrorSummary {
        polls: rows.len(),
        mean,
        mean_absolute_error: accuracy.mean_absolute_error,
        root_mean_squared_error: accuracy.root_mean_squared_error,
        inside: accuracy.inside,
        ranges: accuracy.ranges,
        interval_of_mean: if rows.len() > 1 {
            interval_of_mean()
        } else {
            None
        },
        same_sign: accuracy.same_sign,
    })
}
