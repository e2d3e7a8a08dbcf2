//! By how much one choice is ahead of another, in the count and in the poll.

use super::Counted;
use super::candidates::Candidate;
use crate::comparison::counted::TOUCH;
use crate::comparison::ground::{Ground, tightest};
use crate::comparison::needed::Needed;
use crate::interval::lead::is_small_pair;
use crate::model::Base;
use crate::numeric::Bounds;
use crate::report::{RowReport, Settings};

/// What a poll is worth for its leads.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// n_eff.
    pub(super) effective: f64,
    /// At which an interval by the normal distribution is one by t.
    pub(super) interval: f64,
}

/// What a poll of this size leaves of the lead of one over another, where c of the votes are none of its own.
pub(super) type LeadOf = fn((&Settings, Size, f64), &Candidate<'_>, &Candidate<'_>) -> Bounds;

/// By how much one is ahead of the other in the end, by shares of this base, as far as the count bounds it; with the proportion of the ballots
/// counted that would have to be invalid for that to fail.
pub(super) fn final_lead(
    counted: &Counted<'_>,
    base: Base,
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> (Bounds, Option<f64>) {
    let lead = counted_lead(one, other);
    if counted.report.is_final() {
        return (lead, None);
    }
    let grounds = match base {
        Base::AllBallots => counted.grounds_of_ballots,
        _ => counted.grounds,
    };
    let needed = Needed::to_decide((one.counted, one.count), (other.counted, other.count));
    let by = |ground: &Ground| by_ground(ground, lead, needed);
    let is_sure = |(lead, unless): &(Bounds, Option<f64>)| is_settled(*lead) && unless.is_none();
    // What another bound decides without a condition on the invalid ballots needs none.
    let bounds = grounds.iter().filter(|ground| ground.basis.is_bound());
    (bounds.map(by).find(is_sure))
        .or_else(|| tightest(grounds).map(by))
        .unwrap_or((OPEN, None))
}

/// What one bound leaves of a lead, of which so much has to be counted to decide it.
fn by_ground(ground: &Ground, lead: Bounds, needed: Option<Needed>) -> (Bounds, Option<f64>) {
    let f = ground.counted_share.low;
    if !needed.is_some_and(|needed| ground.decides(needed)) {
        return (OPEN, None);
    }
    let lead = Bounds {
        low: f * lead.low - (1.0 - f),
        high: f * lead.high + (1.0 - f),
    };
    let unless = ground.standing_of(needed).1;
    (lead, unless.filter(|_| is_settled(lead)))
}

fn is_settled(lead: Bounds) -> bool {
    lead.low > 0.0 || lead.high < 0.0
}

/// By how much one is ahead of the other among the votes counted.
pub(super) fn counted_lead(one: &Candidate<'_>, other: &Candidate<'_>) -> Bounds {
    let are_rounded = one.count.width() > 0.0 && other.count.width() > 0.0;
    lead_of((one.count, other.count), are_rounded)
}

/// What bounds leave of a lead. Nothing rounds both to 41 and to 42: where ends of rounded figures only touch, the larger is
/// ahead.
fn lead_of((one, other): (Bounds, Bounds), are_rounded: bool) -> Bounds {
    let apart = |lead: f64| match are_rounded && lead.abs() < TOUCH {
        true => TOUCH,
        false => lead,
    };
    Bounds {
        low: apart(one.low - other.high),
        high: -apart(other.low - one.high),
    }
}

/// Either can be ahead.
pub(super) const OPEN: Bounds = Bounds {
    low: -1.0,
    high: 1.0,
};

/// What a lead among those whom a poll covers leaves it to be among all, c of whom it does not cover:
/// (1 − c)·l ∓ c.
pub(super) fn of_all(outside: f64, lead: Bounds) -> Bounds {
    Bounds {
        low: (1.0 - outside) * lead.low - outside,
        high: (1.0 - outside) * lead.high + outside,
    }
}

/// What the figures and their rounding leave of a lead.
pub(super) fn printed_lead(one: &Candidate<'_>, other: &Candidate<'_>) -> Bounds {
    let are_rounded = [one, other].into_iter().all(is_rounded);
    lead_of((one.poll, other.poll), are_rounded)
}

fn is_rounded(candidate: &Candidate<'_>) -> bool {
    let is_figure = |row: &RowReport| row.is_one_choice() && row.range.is_none();
    candidate.row.is_some_and(is_figure) && candidate.poll.width() > 0.0
}

/// Whether one is ahead of the other beyond the poll's sampling error, over what rounding leaves open: above 0,
/// below 0, or around it.
pub(super) fn sampled_lead(
    (settings, size, outside): (&Settings, Size, f64),
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> Bounds {
    if is_range(one) || is_range(other) {
        return of_all(outside, printed_lead(one, other));
    }
    tested_lead((settings, size, outside), one, other)
}

/// The same where one figure alone is ahead, be it of the most that a range allows: a range says nothing of sampling.
pub(super) fn tested_lead(
    (settings, size, outside): (&Settings, Size, f64),
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> Bounds {
    lead_of_figures(
        (settings, size, outside),
        (one, one.poll),
        (other, other.poll),
    )
}

/// The same by the figures that make most of it, of those that round to the printed ones, and in no direction where they can
/// do so in both.
pub(super) fn lead_at_most(
    of: (&Settings, Size, f64),
    one: &Candidate<'_>,
    other: &Candidate<'_>,
) -> Bounds {
    let ends = |(p, q): (f64, f64)| {
        let (p, q) = (Bounds::exact(p), Bounds::exact(q));
        lead_of_figures(of, (one, p), (other, q))
    };
    let ahead = ends((one.poll.high, other.poll.low));
    let behind = ends((one.poll.low, other.poll.high));
    match (ahead.low > 0.0, behind.high < 0.0) {
        (true, false) => ahead,
        (false, true) => behind,
        _ => OPEN,
    }
}

fn lead_of_figures(
    (settings, size, outside): (&Settings, Size, f64),
    (one, p): (&Candidate<'_>, Bounds),
    (other, q): (&Candidate<'_>, Bounds),
) -> Bounds {
    let printed = Bounds {
        low: p.low - q.high,
        high: p.high - q.low,
    };
    let ahead = |p: f64, q: f64| {
        let scale = (p + q).max(1.0);
        let (p, q) = (p / scale, q / scale);
        // Of two choices that are all there are the lead is tested as the row is.
        let by_row = [one, other].into_iter().any(is_exact) && p + q >= 1.0 - 1e-9;
        let is_small = by_row || is_small_pair(p * size.effective, q * size.effective);
        let (x, y) = (p * size.interval, q * size.interval);
        let (method, confidence) = (settings.lead_method, settings.confidence);
        if outside > 0.0 {
            // Ahead among all, whoever was not covered: the lower end of the lead decides.
            let lead = method.interval_of_pair(x, y, size.interval, is_small, confidence);
            return lead.is_ok_and(|lead| (1.0 - outside) * lead.low > outside);
        }
        method
            .is_ahead(x, y, size.interval, is_small, confidence)
            .unwrap_or(false)
    };
    if printed.low > 0.0 && !is_range(one) && ahead(p.low, q.high) {
        Bounds::exact(1.0)
    } else if printed.high < 0.0 && !is_range(other) && ahead(q.low, p.high) {
        Bounds::exact(-1.0)
    } else {
        OPEN
    }
}

fn is_exact(candidate: &Candidate<'_>) -> bool {
    let sampling = candidate.row.and_then(|row| row.sampling.as_ref());
    sampling.is_some_and(|sampling| sampling.test.is_binomial())
}

pub(super) fn is_range(candidate: &Candidate<'_>) -> bool {
    candidate.row.is_some_and(|row| row.range.is_some())
}
