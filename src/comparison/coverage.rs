//! What voters of only one of poll and count can explain.

use super::row::{Ways, figure};
use super::{outside, published};
use crate::alignment::RowKind;
use crate::model::{OfficialCount, Poll};
use crate::numeric::Bounds;
use crate::partial::OutsidePoll;
use crate::report::{Coverage, CoverageNeed, Finding, PollReport, RowReport};

/// A proportion that stands for one above 0 of which no more is known.
const FEWEST: f64 = 1e-9;

/// What the votes outside a poll's population would have to be.
pub(super) fn of_reading(
    ways: &Ways<'_>,
    poll: &Poll,
    count: &OfficialCount,
    rows: &[RowReport],
) -> Option<Coverage> {
    let left_out = poll.population()?.left_out().map(Into::into);
    let not_counted = published::not_counted(poll, count);
    let found = outside::outside(poll, count);
    let is_nobody = found.as_ref().is_some_and(|of| of.bounds.high <= 0.0);
    let Some(found) = found.filter(|_| !is_nobody) else {
        let known = match (left_out.is_none() || is_nobody, not_counted.is_empty()) {
            (true, true) => return None,
            // Nobody whose votes are counted is left out.
            (true, false) => Some(0.0),
            // Somebody is left out, and nothing says how many votes of theirs there are.
            (false, _) => None,
        };
        return Some(Coverage {
            outside: known,
            outside_bounds: Bounds {
                low: 0.0,
                high: known.unwrap_or(1.0),
            },
            stated: None,
            explains_at_most: None,
            explains_all: false,
            uncounted: Vec::new(),
            only: Vec::new(),
            not_counted,
            needs: Vec::new(),
            break_even_design_effect: None,
            left_out,
        });
    };
    let bounds = found.bounds;
    let outside = OutsidePoll::new(match found.uncounted.is_empty() {
        true => bounds,
        // Some votes of theirs are counted, however few.
        false => Bounds {
            low: bounds.low.max(FEWEST.min(bounds.high)),
            ..bounds
        },
    });
    let outside = outside.ok()?;
    Some(Coverage {
        outside: found.share,
        outside_bounds: bounds,
        stated: found.stated,
        explains_at_most: found.share.map(|_| bounds.high),
        explains_all: found.share.is_some() && !ways.is_partial && explains_all(bounds.high, rows),
        uncounted: found.uncounted,
        only: found.only,
        not_counted,
        needs: rows
            .iter()
            .filter(|row| row.kind != RowKind::Remainder && !ways.is_partial)
            .filter_map(|row| {
                let exact = OutsidePoll::new(Bounds::exact(found.share?)).ok()?;
                let at =
                    |outside: OutsidePoll, poll: Bounds, count: Bounds| outside.needed(poll, count);
                let (p, v) = (figure(&row.poll), figure(&row.count));
                Some(CoverageNeed {
                    label: row.label.clone(),
                    share: at(exact, Bounds::exact(p.0), Bounds::exact(v.0))?.low(),
                    bounds: at(outside, p.1, v.1)?,
                    counted: outside::share_among_others(poll, count, row),
                })
            })
            .collect(),
        break_even_design_effect: None,
        left_out,
    })
}

/// Whether votes outside of this proportion could have given every row what the count has more than 1 − c of the poll's
/// share, at every figure that rounds to the one printed.
fn explains_all(outside: f64, rows: &[RowReport]) -> bool {
    let mut rows = rows.iter().filter(|row| row.kind != RowKind::Remainder);
    rows.all(|row| {
        let (covered, count) = (figure(&row.poll).1, figure(&row.count).1);
        let inside = 1.0 - outside;
        count.low - inside * covered.high >= 0.0 && count.high - inside * covered.low <= outside
    })
}

/// The same of all polls, those of which the same is known together.
pub(super) fn findings(sources: &[&PollReport], findings: &mut Vec<Finding>) {
    let mut parts: Vec<(&Coverage, Vec<String>)> = Vec::new();
    let of = |name: &String| {
        let mut polls = sources.iter().filter(|poll| poll.name == *name);
        polls.find_map(|poll| poll.reading()?.coverage.as_ref())
    };
    for poll in sources {
        let Some(coverage) = poll.reading().and_then(|reading| reading.coverage.as_ref()) else {
            continue;
        };
        let same = |known: &Coverage| {
            known.outside == coverage.outside
                && known.outside_bounds == coverage.outside_bounds
                && known.uncounted == coverage.uncounted
                && known.only == coverage.only
                && known.not_counted == coverage.not_counted
                && (coverage.outside.is_some() || known.left_out == coverage.left_out)
        };
        match parts.iter_mut().find(|(known, _)| same(known)) {
            Some((_, polls)) => polls.push(poll.name.clone()),
            None => parts.push((coverage, vec![poll.name.clone()])),
        }
    }
    let at_most = |of: &Coverage| of.outside_bounds.high;
    parts.sort_by(|(a, _), (b, _)| at_most(b).total_cmp(&at_most(a)));
    for (coverage, polls) in parts {
        if !coverage.not_counted.is_empty() {
            findings.push(Finding::CountedWithout {
                polls: polls.clone(),
                voters: coverage.not_counted.clone(),
            });
        }
        if coverage.leaves_nobody_out() {
            continue;
        }
        findings.push(match coverage.outside.zip(coverage.explains_at_most) {
            Some((outside, at_most)) => Finding::CoverageExplains {
                left_out: (coverage.left_out.clone()).filter(|own| {
                    polls
                        .iter()
                        .all(|poll| of(poll).and_then(|of| of.left_out.as_ref()) == Some(own))
                }),
                explains_all: polls
                    .iter()
                    .all(|poll| of(poll).is_some_and(|of| of.explains_all)),
                polls,
                outside,
                stated: coverage.stated.clone(),
                at_most,
                voters: coverage.uncounted.clone(),
            },
            None => Finding::CoverageUnknown {
                polls,
                voters: coverage.uncounted.clone(),
                only: coverage.only.clone(),
                left_out: coverage.left_out.clone(),
            },
        });
    }
}
