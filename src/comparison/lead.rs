//! The two that lead the count: their lead in the poll.

use super::effective_size;
use super::reading::Sides;
use crate::accuracy::{first_two, lead_standard_error};
use crate::alignment::{Aligned, RowKind};
use crate::interval::lead::is_small_pair;
use crate::interval::{BinomialMethod, Interval, LeadMethod};
use crate::model::{CountEntry, OfficialCount};
use crate::numeric::Bounds;
use crate::report::{LeadReport, LeadSize, RowReport, Settings};

/// The rows that stand for one choice, with the leader of the count and its runner-up by the printed figures; absent
/// where two figures are equal, and where the poll gives that choice in a sum or not at all.
pub(super) struct Leading<'a> {
    pub(super) named: Vec<&'a RowReport>,
    pub(super) first: Option<usize>,
    pub(super) second: Option<usize>,
    /// Whether a choice without a row of its own is one of the two.
    pub(super) without_row: bool,
}

pub(super) fn leading<'a>(count: &OfficialCount, rows: &'a [RowReport]) -> Leading<'a> {
    let named: Vec<&RowReport> = rows.iter().filter(|row| row.is_one_choice()).collect();
    let mut counted: Vec<f64> = named.iter().map(|row| row.count.value).collect();
    counted.extend(without_row(count, rows, &named));
    let has_row = |place: &usize| *place < named.len();
    let (first, second) = first_two(&counted);
    let without_row = [first, second].iter().flatten().any(|of| !has_row(of));
    let first = first.filter(has_row);
    Leading {
        second: first.and(second).filter(has_row),
        first,
        named,
        without_row,
    }
}

/// The official figures of choices that are part of a sum or of everyone else, on the scale of the rows; all that such a
/// row has, where the count has no figure for the choice that the others' can be set beside.
fn without_row<'a>(
    count: &'a OfficialCount,
    rows: &'a [RowReport],
    named: &[&RowReport],
) -> impl Iterator<Item = f64> + 'a {
    let entries = count.entries();
    let all_have_votes = entries.iter().all(|entry| entry.votes.is_some());
    let figure = move |entry: &CountEntry| match all_have_votes {
        true => entry.votes.map(|votes| votes as f64),
        false => entry.share.map(|share| share.value()),
    };
    let has = |row: &RowReport, entry: &CountEntry| {
        entry.choices().iter().any(|of| row.choices.contains(of))
    };
    let (of_rows, others): (Vec<&CountEntry>, Vec<&CountEntry>) =
        (entries.iter()).partition(|entry| named.iter().any(|row| has(row, entry)));
    let printed: f64 = of_rows.into_iter().filter_map(figure).sum();
    let on_rows: f64 = named.iter().map(|row| row.count.value).sum();
    let scale = if printed > 0.0 {
        on_rows / printed
    } else {
        0.0
    };
    others.into_iter().filter_map(move |entry| {
        let whole = || rows.iter().find(|row| has(row, entry));
        figure(entry)
            .map(|of| of * scale)
            .or_else(|| Some(whole()?.count.value))
    })
}

/// What the sample is worth for the leads whose design effect is known.
pub(super) fn sizes(sides: &Sides<'_>, aligned: &Aligned) -> Vec<LeadSize> {
    let sample = sides.poll.sample();
    let label =
        |of: &str| (aligned.rows.iter()).any(|row| row.kind == RowKind::Choice && row.label == of);
    (sample.lead_design_effects().iter())
        .filter(|([first, second], _)| label(first) && label(second))
        .filter_map(|(choices, _)| {
            let [first, second] = choices;
            let worth = effective_size::worth_of_lead(
                sides.facts,
                sample,
                aligned.share_of_respondents,
                sides.ballots,
                [first, second],
            )?;
            Some(LeadSize {
                choices: choices.clone(),
                effective_size: worth.size(),
                interval_size: worth.sample.interval_size(sides.settings.confidence).ok()?,
            })
        })
        .collect()
}

/// What the poll is worth for its lead.
pub(super) struct Size {
    /// n_eff.
    pub(super) effective: f64,
    /// At which an interval by the normal distribution is one by t.
    pub(super) interval: f64,
    /// The same within the rounding of a margin.
    pub(super) within_rounding: Option<Bounds>,
}

/// The count's leader against its runner-up. Of two choices that are all there are the lead is twice the leader's share
/// less 1, so that its interval is that of the row, and it lies inside where the row does; of few respondents it also holds
/// what the binomial test of the two does, by which the leader is called.
pub(super) fn report(
    settings: &Settings,
    leading: &Leading<'_>,
    size: Option<Size>,
    of_leads: &[LeadSize],
    is_partial: bool,
) -> Option<LeadReport> {
    let (first, second) = (
        leading.named[leading.first?],
        leading.named[leading.second?],
    );
    // A lead of a known design is judged by that, and not by the mean of the choices' designs.
    let size = match LeadSize::of_pair(of_leads, [&first.label, &second.label]) {
        Some(own) => Some(Size {
            effective: own.effective_size,
            interval: own.interval_size,
            within_rounding: None,
        }),
        None => size,
    };
    let leads = [first.poll.value, second.poll.value];
    let count = first.count.value - second.count.value;
    // The middle of a range is nobody's count.
    let size = size.filter(|_| first.range.is_none() && second.range.is_none());
    let row = first.sampling.filter(|row| {
        // Not of a choice that has a sample of its own.
        let own = |size: &Size| (size.effective / row.effective_size - 1.0).abs() > 1e-9;
        let whole = |sum: f64| (sum - 1.0).abs() < 1e-9;
        settings.lead_method == LeadMethod::Score
            && settings.interval_method == BinomialMethod::Wilson
            && !size.as_ref().is_none_or(own)
            && whole(leads[0] + leads[1])
            && whole(first.count.value + second.count.value)
    });
    let is_binomial = row.is_some_and(|row| row.test.is_binomial());
    // Who leads is called by the binomial test of so few, and so is by how much.
    let is_small = |effective: f64| is_small_pair(leads[0] * effective, leads[1] * effective);
    let of_few = (size.as_ref()).is_some_and(|size| is_small(size.effective));
    let interval_at = |n: f64, effective: f64| {
        let [one, other] = leads.map(|share| share * n);
        if is_binomial {
            // The last bits of a sum of shares are nobody's respondents.
            let share = BinomialMethod::ClopperPearson
                .interval(one.min(n), n, settings.confidence)
                .ok()?;
            return Some(Interval {
                low: 2.0 * share.low - 1.0,
                high: 2.0 * share.high - 1.0,
            });
        }
        settings
            .lead_method
            .interval_of_pair(one, other, n, is_small(effective), settings.confidence)
            .ok()
    };
    let interval = (size.as_ref()).and_then(|size| interval_at(size.interval, size.effective));
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
        standard_error: (size.as_ref())
            .and_then(|size| lead_standard_error(leads, size.effective).ok()),
        interval,
        by_binomial_test: interval.is_some() && (is_binomial || of_few),
        count_inside: interval.and_then(|interval| {
            if let Some(row) = row.filter(|_| !is_partial && (is_binomial || !of_few)) {
                return row.inside;
            }
            // Digits that were not printed move the interval with the poll's lead: what counts is how far the
            // count's lies from it.
            let lead = first.poll.value - second.poll.value;
            let ends = [deviation_bounds.low, deviation_bounds.high].map(|open| lead - open);
            // So does the size that follows from a rounded margin: the smallest has the widest interval.
            let (widest, narrowest) = match size.as_ref()?.within_rounding {
                Some(sizes) => (
                    interval_at(sizes.low, sizes.low)?,
                    interval_at(sizes.high, sizes.high)?,
                ),
                None => (interval, interval),
            };
            let surely = ends.iter().all(|end| narrowest.contains(*end));
            let never = ends.iter().all(|end| *end < widest.low())
                || ends.iter().all(|end| *end > widest.high());
            (surely || never).then_some(surely)
        }),
    })
}
