//! What is said of the choices of one poll together: simultaneous intervals, ranks, equivalence.

use super::effective_size::Worth;
use crate::alignment::RowKind;
use crate::error::Result;
use crate::hypothesis::{Agreement, ShareVariance, equivalence_of_share};
use crate::interval::Interval;
use crate::numeric::Bounds;
use crate::report::{LeadSize, RowReport, Settings, Undefined};

/// Fills in the intervals that hold for all rows together, and the ranks of the choices; says why where the
/// method has no such intervals for these figures.
pub(super) fn intervals_and_ranks(
    settings: &Settings,
    together: Option<&Worth>,
    of_leads: &[LeadSize],
    rows: &mut [RowReport],
) -> Option<Undefined> {
    let worth = together?;
    let (size, degrees_of_freedom) = (worth.size(), worth.degrees_of_freedom);
    // The middle of a range is nobody's count.
    if rows.iter().any(|row| row.range.is_some()) {
        return None;
    }
    let counts = |of: fn(&RowReport) -> bool, rows: &[RowReport]| -> (Vec<usize>, Vec<f64>) {
        rows.iter()
            .enumerate()
            .filter(|(_, row)| of(row))
            .map(|(place, row)| (place, row.poll.value * size))
            .unzip()
    };
    // Together they are all respondents of the reading, save what is not accounted for.
    let (places, all) = counts(|row| row.kind != RowKind::Remainder, rows);
    let total: f64 = all.iter().sum();
    let mut undefined = None;
    if total > 0.0 {
        let shares: Vec<f64> = all.iter().map(|count| count / total).collect();
        let intervals = settings.simultaneous_method.intervals_of_design(
            &shares,
            size,
            degrees_of_freedom,
            settings.confidence,
        );
        let intervals = intervals.unwrap_or_else(|error| {
            undefined = Some(Undefined {
                measure: "simultaneous intervals".into(),
                reason: error.to_string(),
            });
            Vec::new()
        });
        let nothing = |interval: &Interval| interval.low() <= 0.0 && interval.high() >= 1.0;
        let intervals = if !intervals.is_empty() && intervals.iter().all(nothing) {
            undefined = Some(Undefined {
                measure: "simultaneous intervals".into(),
                reason:
                    "the method never reaches the level here and allows every share; use goodman"
                        .into(),
            });
            Vec::new()
        } else {
            intervals
        };
        for (place, interval) in places.into_iter().zip(intervals) {
            if let Some(sampling) = rows[place].sampling.as_mut() {
                sampling.simultaneous_interval = Some(interval);
            }
        }
    }
    let (places, named) = counts(RowReport::is_one_choice, rows);
    // A lead of a known design counts as many respondents as that leaves of them.
    let of_pair = |first: usize, second: usize| {
        let pair = [first, second].map(|place| rows[places[place]].label.as_str());
        LeadSize::of_pair(of_leads, pair).map_or(1.0, |of| of.effective_size / size)
    };
    let ranks = (settings.rank_method).ranks_of_design(
        &named,
        of_pair,
        degrees_of_freedom,
        settings.confidence,
    );
    for (place, ranks) in places.into_iter().zip(ranks.unwrap_or_default()) {
        if let Some(sampling) = rows[place].sampling.as_mut() {
            sampling.ranks = Some(ranks);
        }
    }
    undefined
}

/// Whether poll and count agree within the margin asked for, and whether rounding can change that: by two one-sided
/// tests at α each, which is the interval at 1 − 2α (with the degrees of freedom of the design, by t).
pub(super) fn equivalence(
    settings: &Settings,
    poll: (f64, Bounds),
    count: (f64, Bounds),
    worth: &Worth,
) -> Result<(Option<Agreement>, bool)> {
    let Some(margin) = settings.equivalence_margin else {
        return Ok((None, false));
    };
    let confidence = settings.equivalence_confidence()?;
    let at = |poll: f64, count: f64, worth: &Worth| {
        let (variance, size) = (
            ShareVariance::Score,
            worth.sample.interval_size(confidence)?,
        );
        equivalence_of_share(poll, count, size, margin, confidence, variance)
            .map(|test| test.agreement)
    };
    let printed = at(poll.0, count.0, worth)?;
    let corners = [
        (poll.0, count.0),
        (poll.1.low, count.1.high),
        (poll.1.high, count.1.low),
    ];
    let mut open = false;
    for worth in worth.each() {
        for (poll, count) in corners {
            open |= at(poll, count, &worth)? != printed;
        }
    }
    Ok((Some(printed), open))
}
