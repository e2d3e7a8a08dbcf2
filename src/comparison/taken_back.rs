//! What a reading takes back once it is known of whose votes its shares are.

use crate::alignment::RowKind;
use crate::model::Base;
use crate::partial::Reachability;
use crate::report::{Basis, Measures, Reach, ReadingReport, Reason, Verdict};

/// Says nothing of chance, of refusals, which are among the answers, or of what would bring the count to it: shares of
/// everyone approached are of no votes.
pub(super) fn of_no_votes(reading: &mut ReadingReport) {
    without_tests(reading);
    without_needs(reading);
    reading.coverage = None;
    for row in &mut reading.rows {
        row.break_even = None;
    }
}

fn without_tests(reading: &mut ReadingReport) {
    (reading.verdict, reading.decided_by) = (Verdict::NotComparable, None);
    (reading.verdict_with_bias, reading.minimum_detectable) = (None, None);
    (reading.condition, reading.condition_with_bias) = (None, None);
    for row in &mut reading.rows {
        if row.sampling.take().is_some() {
            row.break_even = None;
        }
        (row.log_odds_standard_error, row.with_refusals) = (None, None);
    }
    if let Some(lead) = reading.lead.as_mut() {
        (lead.standard_error, lead.interval, lead.count_inside) = (None, None, None);
    }
    let of = &mut reading.measures;
    (of.times_chance, of.pearson, of.likelihood_ratio) = (None, None, None);
    for bias in [&mut of.a, &mut of.b, &mut of.b_w].into_iter().flatten() {
        bias.standard_error = None;
    }
    (of.b_without_bias, of.b_excess) = (None, None);
    (of.b_w_without_bias, of.b_w_excess) = (None, None);
    of.undefined
        .retain(|of| of.measure != "X²" && of.measure != "G");
}

/// Judges nothing by shares of other votes than the count's, which nothing published puts on one base.
pub(super) fn of_another_base(reading: &mut ReadingReport, poll_base: Base) {
    without_tests(reading);
    without_needs(reading);
    reading.lead = None;
    reading.measures = Measures::default();
    let reason = match poll_base {
        Base::ValidVotes => Reason::CountOfOtherBase,
        _ => Reason::OtherBase,
    };
    for row in &mut reading.rows {
        row.break_even = None;
        (row.relative_deviation, row.log_odds_deviation) = (None, None);
        if row.kind != RowKind::Remainder {
            row.not_tested = Some(reason.clone());
        }
    }
}

/// Says nothing of what the outstanding ballots would have to be for the poll to come true.
pub(super) fn without_needs(reading: &mut ReadingReport) {
    reading.reachable.clear();
    for row in &mut reading.rows {
        row.needs.clear();
    }
}

/// Of a poll that does not cover all voters it is said only where it can no longer come true, whatever the others did:
/// that it still can is no more than that nobody knows what they did.
pub(super) fn only_what_is_impossible(reading: &mut ReadingReport) {
    let is_out = |of: &Reach| of.reachability == Reachability::Impossible;
    reading.reachable.retain(is_out);
    let said: Vec<Basis> = reading.reachable.iter().map(|of| of.basis).collect();
    for row in &mut reading.rows {
        row.needs.retain(|need| said.contains(&need.basis));
    }
}
