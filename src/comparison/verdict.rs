//! What the report may conclude: closed lists, so that a program can rely on them.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Comparison;
use super::report::{
    Outstanding, OutstandingBasis, PollReport, RowReport, RowSampling, SampleFacts, SeatReport,
};
use crate::alignment::RowKind;
use crate::model::{CountStatus, OfficialCount, Poll};

/// What can be said of a poll against a count. This list is closed: a report says nothing else, and
/// never that a deviation is fraud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No deviation is larger than sampling alone explains, after adjustment for the number of
    /// choices, whatever the rounding hides.
    WithinSampling,
    /// At least one deviation is larger than sampling explains, with the poll's design effect, after
    /// adjustment, whatever the rounding hides.
    BeyondSampling,
    /// The same under simple random sampling, but the poll was taken in clusters and its design
    /// effect is not known: a large enough one would explain it.
    BeyondSimpleRandomSampling,
    /// Whether sampling explains the deviations depends on digits that were not printed.
    UndecidedByRounding,
    /// The sample size is not known, so nothing can be said about chance; the report gives the size
    /// from which on the largest deviation could not be chance.
    SampleSizeUnknown,
    /// The sample size is not known, but every deviation can be rounding alone.
    WithinRounding,
    /// The readings of the poll's base come to different verdicts.
    DependsOnBase,
    /// Seats only, and every result lies in the range given.
    SeatsInside,
    /// Seats only, and at least one result lies outside the range (or beside the number) given.
    SeatsOutside,
    /// The poll cannot be compared with this count: it was weighted to it, or they share no figure.
    NotComparable,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::WithinSampling => "within sampling error",
            Verdict::BeyondSampling => "beyond sampling error",
            Verdict::BeyondSimpleRandomSampling => "beyond simple random sampling",
            Verdict::UndecidedByRounding => "undecided by rounding",
            Verdict::SampleSizeUnknown => "sample size unknown",
            Verdict::WithinRounding => "equal within rounding",
            Verdict::DependsOnBase => "depends on the base",
            Verdict::SeatsInside => "seats inside the ranges",
            Verdict::SeatsOutside => "seats outside",
            Verdict::NotComparable => "not comparable",
        })
    }
}

/// What was not published, and would say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// How many people answered.
    SampleSize,
    /// The design effect of a sample in clusters.
    DesignEffect,
    /// Of what the shares are shares.
    Base,
    /// Shares of all choices but the leader.
    OtherChoices,
    /// The confidence of a stated margin.
    ConfidenceOfMargin,
    /// The confidence of seat ranges.
    ConfidenceOfRanges,
    /// Whether the poll was weighted to the count.
    WhetherWeightedToCount,
    /// How complete the partial count is.
    Completeness,
    /// The registered voters of the stations still to report.
    OutstandingVoters,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Missing::SampleSize => "sample size",
            Missing::DesignEffect => "design effect",
            Missing::Base => "base of the shares",
            Missing::OtherChoices => "shares of the other choices",
            Missing::ConfidenceOfMargin => "confidence of the stated margin",
            Missing::ConfidenceOfRanges => "confidence of the seat ranges",
            Missing::WhetherWeightedToCount => "whether it was weighted to the count",
            Missing::Completeness => "completeness of the count",
            Missing::OutstandingVoters => "registered voters of the outstanding stations",
        })
    }
}

/// Whether the poll's leader is the count's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RightCall {
    /// It is, whatever the rounding hides.
    Right,
    /// It is not, whatever the rounding hides.
    Wrong,
    /// The leading figures are equal, or rounding can turn them round.
    Open,
    /// The poll does not say who leads.
    Unknown,
}

/// Whether a majority of seats was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MajorityCall {
    /// The range lies on the side of the line on which the result is.
    Right,
    /// It lies on the other side.
    Wrong,
    /// The range spans the line.
    Open,
    /// There is no majority line, or no figure for a choice that could reach it.
    Unknown,
}

/// The verdict on one reading, and the row that decides it.
pub(super) fn of_rows(
    settings: &Comparison,
    sample: &SampleFacts,
    rows: &[RowReport],
) -> (Verdict, Option<String>) {
    let real = || rows.iter().filter(|row| row.kind != RowKind::Remainder);
    if sample.effective_size.is_none() {
        // The row that needs the fewest respondents is the least compatible with chance.
        let decisive = real()
            .filter_map(|row| Some((row, row.break_even?.size)))
            .min_by(|a, b| order(a.0, a.1, b.0, b.1));
        let label = decisive.map(|(row, _)| row.label.clone());
        let rounding_explains_all = real().all(|row| row.deviation_bounds.contains(0.0));
        let verdict = match rounding_explains_all {
            true => Verdict::WithinRounding,
            false => Verdict::SampleSizeUnknown,
        };
        return (verdict, label);
    }
    let tested: Vec<(&RowReport, RowSampling)> = real()
        .filter_map(|row| Some((row, row.sampling?)))
        .collect();
    let decisive = tested
        .iter()
        .min_by(|a, b| order(a.0, a.1.adjusted_p_value, b.0, b.1.adjusted_p_value));
    let alpha = settings.confidence.alpha();
    let surely = tested
        .iter()
        .any(|(_, s)| s.adjusted_p_value_bounds.high < alpha);
    let never = tested
        .iter()
        .all(|(_, s)| s.adjusted_p_value_bounds.low >= alpha);
    let verdict = match (surely, never) {
        _ if tested.is_empty() => Verdict::NotComparable,
        (true, _) if sample.at_least_this_wide => Verdict::BeyondSimpleRandomSampling,
        (true, _) => Verdict::BeyondSampling,
        (false, true) => Verdict::WithinSampling,
        (false, false) => Verdict::UndecidedByRounding,
    };
    (verdict, decisive.map(|(row, _)| row.label.clone()))
}

/// The smaller figure first; among equals a choice before everyone else, then the larger share of the
/// count, then the name, so that the order of the choices decides nothing.
fn order(a: &RowReport, x: f64, b: &RowReport, y: f64) -> Ordering {
    // Two rows that mirror one another differ in the last bit only.
    let by_size = |x: f64, y: f64| {
        if (x - y).abs() <= 1e-9 * x.abs().max(y.abs()) {
            Ordering::Equal
        } else {
            x.total_cmp(&y)
        }
    };
    by_size(x, y)
        .then((a.kind != RowKind::Choice).cmp(&(b.kind != RowKind::Choice)))
        .then(by_size(b.count.value, a.count.value))
        .then(a.label.cmp(&b.label))
}

/// The verdict on a poll: that of its readings where they agree, of its seats where it has no shares.
pub(super) fn of_poll(report: &PollReport) -> Verdict {
    match report.readings.as_slice() {
        [] => report
            .seats
            .as_ref()
            .map_or(Verdict::NotComparable, of_seats),
        [first, rest @ ..] => {
            if rest.iter().all(|reading| reading.verdict == first.verdict) {
                first.verdict
            } else {
                Verdict::DependsOnBase
            }
        }
    }
}

fn of_seats(report: &SeatReport) -> Verdict {
    if report.rows.iter().all(|row| row.distance_to_range == 0) {
        Verdict::SeatsInside
    } else {
        Verdict::SeatsOutside
    }
}

/// What was not published about a poll and its count, and would say more.
pub(super) fn missing(
    report: &PollReport,
    poll: &Poll,
    count: &OfficialCount,
    outstanding: &[Outstanding],
) -> Vec<Missing> {
    let sample = &report.sample;
    let has_shares = !poll.entries().is_empty();
    let ranges = poll.seats().iter().any(|(_, seats)| seats.is_range());
    let partial = count.status() == CountStatus::Partial;
    let hard = outstanding
        .iter()
        .any(|view| view.basis == OutstandingBasis::RegisteredVoters);
    [
        (
            has_shares && sample.respondents.is_none(),
            Missing::SampleSize,
        ),
        (
            has_shares && sample.at_least_this_wide,
            Missing::DesignEffect,
        ),
        (
            report.readings.len() > 1 && poll.base().is_none(),
            Missing::Base,
        ),
        (
            poll.entries().len() == 1 && count.entries().len() > 1,
            Missing::OtherChoices,
        ),
        (
            sample.stated_margin.is_some() && sample.stated_confidence.is_none(),
            Missing::ConfidenceOfMargin,
        ),
        (ranges, Missing::ConfidenceOfRanges),
        (
            has_shares && poll.weighted_to_count().is_none(),
            Missing::WhetherWeightedToCount,
        ),
        (
            has_shares && partial && count.completeness().is_none(),
            Missing::Completeness,
        ),
        (has_shares && partial && !hard, Missing::OutstandingVoters),
    ]
    .into_iter()
    .filter_map(|(applies, missing)| applies.then_some(missing))
    .collect()
}
