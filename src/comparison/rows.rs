//! One reading of a poll against a count, row by row.

use super::report::{
    BreakEven, Need, Outstanding, OutstandingBasis, ReadingReport, RowReport, RowSampling,
    SampleFacts,
};
use super::{Comparison, joint, lead, measures, verdict};
use crate::accuracy;
use crate::alignment::{Aligned, AlignedRow, RowKind};
use crate::error::Result;
use crate::interval::BinomialMethod;
use crate::numeric::{Bounds, normal_upper_tail};
use crate::partial::{self, Reachability};

pub(super) fn reading(
    settings: &Comparison,
    sample: &SampleFacts,
    aligned: Aligned,
    outstanding: &[Outstanding],
) -> Result<ReadingReport> {
    // Who named no choice is no respondent of a reading on those who did.
    let sample = &SampleFacts {
        effective_size: sample
            .effective_size
            .map(|n| n * aligned.share_of_respondents),
        interval_size: sample
            .interval_size
            .map(|n| n * aligned.share_of_respondents),
        ..sample.clone()
    };
    let mut rows = Vec::with_capacity(aligned.rows.len());
    for row in &aligned.rows {
        rows.push(compare_row(settings, sample, row, outstanding)?);
    }
    adjust(settings, &mut rows)?;
    joint::intervals_and_ranks(settings, sample.effective_size, &mut rows);
    let can_come_true = (0..outstanding.len())
        .map(|view| worst(&rows, view))
        .collect();
    let measures = measures::of_rows(settings, sample, &rows);
    let (verdict, decided_by) = verdict::of_rows(settings, sample, &rows);
    Ok(ReadingReport {
        reading: aligned.reading,
        base: aligned.base,
        effective_size: sample.effective_size,
        lead: lead::report(settings, sample.effective_size, &rows),
        rows,
        measures,
        rules: aligned.rules,
        verdict,
        decided_by,
        can_come_true,
    })
}

/// The least reachable row decides.
fn worst(rows: &[RowReport], view: usize) -> Reachability {
    let of_view = |row: &RowReport| row.needs.get(view).map(|need| need.reachability);
    rows.iter()
        .filter_map(of_view)
        .fold(Reachability::Possible, Reachability::and)
}

fn compare_row(
    settings: &Comparison,
    sample: &SampleFacts,
    row: &AlignedRow,
    outstanding: &[Outstanding],
) -> Result<RowReport> {
    let (p, v) = (row.poll.value, row.count.value);
    let deviation = p - v;
    let deviation_bounds = Bounds {
        low: row.poll.bounds.low - row.count.bounds.high,
        high: row.poll.bounds.high - row.count.bounds.low,
    };
    let real = row.kind != RowKind::Remainder;
    let proper = |share: f64| share > 0.0 && share < 1.0;
    let log_odds_deviation = if real {
        accuracy::log_odds_deviation(p, v).ok()
    } else {
        None
    };
    Ok(RowReport {
        label: row.label.clone(),
        kind: row.kind,
        choices: row.choices.clone(),
        poll: row.poll,
        count: row.count,
        deviation,
        deviation_bounds,
        relative_deviation: (v > 0.0).then(|| deviation / v),
        log_odds_deviation,
        log_odds_standard_error: log_odds_deviation
            .and(sample.effective_size)
            .and_then(|n| accuracy::log_odds_standard_error(p, n).ok()),
        sampling: match sample.effective_size {
            Some(size) if real && proper(v) => Some(sampling(settings, sample, row, size)?),
            _ => None,
        },
        break_even: if real {
            break_even(settings, row)?
        } else {
            None
        },
        needs: if real {
            outstanding.iter().map(|view| need(row, view)).collect()
        } else {
            Vec::new()
        },
    })
}

fn sampling(
    settings: &Comparison,
    sample: &SampleFacts,
    row: &AlignedRow,
    size: f64,
) -> Result<RowSampling> {
    let (p, v) = (row.poll, row.count);
    let method = match sample.interval_method {
        // By count and size, once its size is settled.
        Some(BinomialMethod::KornGraubard) | None => BinomialMethod::ClopperPearson,
        Some(method) => method,
    };
    let interval_size = sample.interval_size.unwrap_or(size);
    let interval =
        |share: f64| method.interval(share * interval_size, interval_size, settings.confidence);
    // Both ends of an interval rise with the share: the ends of the rounding decide.
    let (lowest, printed, highest) = (
        interval(p.bounds.low)?,
        interval(p.value)?,
        interval(p.bounds.high)?,
    );
    let surely_inside = highest.low <= v.bounds.low && v.bounds.high <= lowest.high;
    let surely_outside = lowest.low > v.bounds.high || highest.high < v.bounds.low;
    let standard_error = (v.value * (1.0 - v.value) / size).sqrt();
    let z = (p.value - v.value) / standard_error;
    // z rises with p and falls with v, so its bounds are at opposite corners.
    let corner = |p: f64, v: f64| {
        let spread = (v * (1.0 - v) / size).sqrt();
        if p == v { 0.0 } else { (p - v) / spread }
    };
    let z_low = corner(p.bounds.low, v.bounds.high);
    let z_high = corner(p.bounds.high, v.bounds.low);
    // Infinite where the count's share may be 0 or 1: then nothing is left to chance.
    let two_sided = |z: f64| -> Result<f64> {
        if z.is_infinite() {
            Ok(0.0)
        } else {
            Ok((2.0 * normal_upper_tail(z.abs())?).min(1.0))
        }
    };
    let p_value_bounds = Bounds {
        low: two_sided(z_low.abs().max(z_high.abs()))?,
        high: if z_low <= 0.0 && z_high >= 0.0 {
            1.0
        } else {
            two_sided(z_low.abs().min(z_high.abs()))?
        },
    };
    let critical = settings.confidence.critical_value();
    let (equivalence, equivalence_undecided_by_rounding) = joint::equivalence(settings, row, size)?;
    Ok(RowSampling {
        standard_error,
        interval: printed,
        count_inside: printed.contains(v.value),
        inside_undecided_by_rounding: !surely_inside && !surely_outside,
        z,
        p_value: two_sided(z)?,
        p_value_bounds,
        adjusted_p_value: two_sided(z)?,
        adjusted_p_value_bounds: p_value_bounds,
        break_even_design_effect: sample.design_effect.unwrap_or(1.0) * (z / critical).powi(2),
        simultaneous_interval: None,
        ranks: None,
        equivalence,
        equivalence_undecided_by_rounding,
    })
}

/// Adjusts the p-values of all rows together.
fn adjust(settings: &Comparison, rows: &mut [RowReport]) -> Result<()> {
    // Two rows that are all there is mirror one another: one test, nothing to adjust.
    if rows.len() <= 2 {
        return Ok(());
    }
    let tested = rows.iter_mut().filter_map(|row| row.sampling.as_mut());
    let mut tested: Vec<&mut RowSampling> = tested.collect();
    let adjusted = |of: fn(&RowSampling) -> f64| {
        let p_values: Vec<f64> = tested.iter().map(|sampling| of(sampling)).collect();
        settings.adjustment.adjust(&p_values)
    };
    let values = adjusted(|sampling| sampling.p_value)?;
    // An adjusted p-value rises with every p-value, so the ends of all give outer bounds.
    let low = adjusted(|sampling| sampling.p_value_bounds.low)?;
    let high = adjusted(|sampling| sampling.p_value_bounds.high)?;
    for (sampling, ((value, low), high)) in
        tested.iter_mut().zip(values.into_iter().zip(low).zip(high))
    {
        sampling.adjusted_p_value = value;
        sampling.adjusted_p_value_bounds = Bounds { low, high };
    }
    Ok(())
}

fn break_even(settings: &Comparison, row: &AlignedRow) -> Result<Option<BreakEven>> {
    let (p, v) = (row.poll, row.count);
    let size =
        |poll: f64, count: f64| accuracy::break_even_size(count, poll - count, settings.confidence);
    let Some(printed) = size(p.value, v.value)? else {
        return Ok(None);
    };
    // v(1 − v)/(p − v)² falls as v moves away from p, so the corners decide: the smallest is at the
    // largest deviation, and where the deviation can be 0 there is no largest.
    let (down, up) = (
        size(p.bounds.low, v.bounds.high)?,
        size(p.bounds.high, v.bounds.low)?,
    );
    let can_be_zero = p.bounds.low <= v.bounds.high && v.bounds.low <= p.bounds.high;
    let ends = [down, up].into_iter().flatten();
    Ok(Some(BreakEven {
        size: printed,
        low: ends.clone().fold(printed, f64::min),
        high: (!can_be_zero).then(|| ends.fold(printed, f64::max)),
    }))
}

/// What the outstanding ballots would have to give this row for the poll to come exactly true.
fn need(row: &AlignedRow, view: &Outstanding) -> Need {
    let (p, v, counted) = (row.poll, row.count, view.counted_share);
    // Of ballots that may or may not come, the most that can: what is then needed is least.
    let (share, bounds) = match view.basis {
        OutstandingBasis::RegisteredVoters => (counted.low, None),
        _ => (
            view.counted,
            partial::needed_share_bounds(p.bounds, v.bounds, counted),
        ),
    };
    Need {
        share: partial::needed_share(p.value, v.value, share),
        bounds,
        reachability: partial::reachability(
            (p.value, p.bounds),
            (v.value, v.bounds),
            (share, counted),
        ),
    }
}
