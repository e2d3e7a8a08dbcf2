//! What the ballots still to be counted would have to give for polls to come true.

use super::called;
use super::number::{self, NOTHING};
use super::outline::{Block, Grid};
use super::{outstanding, terms};
use crate::alignment::RowKind;
use crate::partial::Reachability;
use crate::report::{Basis, CountReport, Need, PollReport, ReadingReport, Report, RowReport};

/// What the outstanding ballots would have to give: the leader's figure, and every other one that can no
/// longer come true; everyone else only where nothing else says so.
pub(super) fn of(report: &Report, count: &CountReport, basis: Basis) -> Vec<Block> {
    if basis == Basis::AllCounted {
        return Vec::new();
    }
    let leader = count.leading.leader();
    let mut grid = Grid::of(called::one(report))
        .words("choice")
        .figures(format!("{}, %", called::one(report)))
        .figures("needed of the ballots still to be counted, %")
        .figures("the same within rounding, %")
        .words(if basis.is_bound() {
            "can it still come true?"
        } else {
            "would it still come true?"
        });
    let mut rows: Vec<(Vec<String>, Option<f64>)> = Vec::new();
    for poll in &count.polls {
        let two = poll.as_printed().is_some();
        for reading in poll.readings() {
            let lost = |row: &RowReport| {
                let need = row.needs(basis);
                need.is_some_and(|need| need.reachability != Reachability::Possible)
            };
            let of_choices = reading
                .rows
                .iter()
                .any(|row| row.kind == RowKind::Choice && lost(row));
            for row in &reading.rows {
                let Some(need) = row.needs(basis) else {
                    continue;
                };
                let shown = Some(row.label.as_str()) == leader
                    || (lost(row) && (row.kind == RowKind::Choice || !of_choices));
                if shown {
                    let name = terms::name(report, poll);
                    let mut cells = vec![match two {
                        true => format!("{name} ({})", terms::of_reading(reading)),
                        false => name,
                    }];
                    cells.extend(need_cells(row, need));
                    rows.push((cells, need.unless_invalid));
                }
            }
        }
    }
    let conditional = rows.iter().any(|(_, unless)| unless.is_some());
    if conditional {
        grid = grid.figures("unless so many of the ballots counted were invalid, %");
    }
    for (mut cells, unless) in rows {
        cells.extend(
            conditional
                .then(|| unless.map_or(NOTHING.into(), |part| number::rounded_down(part, 2))),
        );
        grid.row(cells);
    }
    let covers_some = |of: &ReadingReport| {
        let coverage = of.coverage.as_ref();
        of.reachable(basis).is_some() && coverage.is_some_and(|of| !of.leaves_nobody_out())
    };
    let of_some: Vec<&str> = (count.polls.iter())
        .filter(|poll| poll.readings().any(covers_some))
        .map(|poll| poll.name.as_str())
        .collect();
    let mut blocks: Vec<Block> = grid.block().into_iter().collect();
    if !of_some.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "For {} this holds however the voters voted whom {} not cover.",
            terms::list(&of_some),
            if of_some.len() > 1 {
                "they did"
            } else {
                "it did"
            }
        )));
    }
    blocks.extend(nothing_is_said(count, basis));
    blocks
}

/// Whether it is not said of this poll whether it can come true on this basis.
fn is_unsaid(poll: &PollReport, basis: Basis) -> bool {
    let mut readings = poll.readings().peekable();
    poll.segment.is_none()
        && readings.peek().is_some()
        && readings.all(|of| of.reachable(basis).is_none())
}

/// The polls of which it is said beside a partial count that nothing is said of whether they can come true.
pub(super) fn unsaid(count: &CountReport) -> Vec<&str> {
    let bases = || (count.outstanding.iter()).map(|view| view.basis);
    let polls = count.polls.iter();
    polls
        .filter(|poll| bases().any(|basis| basis != Basis::AllCounted && is_unsaid(poll, basis)))
        .map(|poll| poll.name.as_str())
        .collect()
}

/// Of which polls it is not said whether they can come true, and why; once of each, on the first basis of which that is so.
fn nothing_is_said(count: &CountReport, basis: Basis) -> Vec<Block> {
    let before = || {
        let bases = count.outstanding.iter().map(|view| view.basis);
        bases
            .take_while(|of| *of != basis)
            .filter(|of| *of != Basis::AllCounted)
    };
    let unsaid = |poll: &&PollReport| {
        is_unsaid(poll, basis) && !before().any(|earlier| is_unsaid(poll, earlier))
    };
    polls_unsaid(count, "", unsaid)
}

/// The same of some polls, at whatever count.
pub(super) fn unsaid_of_polls(
    count: &CountReport,
    is_unsaid: impl Fn(&PollReport) -> bool,
) -> Vec<Block> {
    polls_unsaid(count, "", |poll| is_unsaid(poll))
}

/// The same of some polls at one count of several.
pub(super) fn unsaid_at(count: &CountReport, is_unsaid: impl Fn(&str) -> bool) -> Vec<Block> {
    let at = format!(" at \"{}\"", count.name());
    polls_unsaid(count, &at, |poll| is_unsaid(&poll.name))
}

fn polls_unsaid(
    count: &CountReport,
    at: &str,
    is_unsaid: impl Fn(&&PollReport) -> bool,
) -> Vec<Block> {
    let polls = (count.polls.iter())
        .filter(|poll| poll.segment.is_none() && poll.readings().next().is_some())
        .filter(is_unsaid);
    let is_of_another_base = |poll: &&PollReport| {
        (poll.readings()).all(|of| of.rows.iter().any(RowReport::is_of_another_base))
    };
    let (of_another_base, of_others): (Vec<&PollReport>, Vec<&PollReport>) =
        polls.partition(is_of_another_base);
    let names = |polls: &[&'_ PollReport]| -> Vec<String> {
        polls.iter().map(|poll| poll.name.clone()).collect()
    };
    let blocks = [
        unsaid_of(
            &names(&of_another_base),
            at,
            "shares of different votes, and nothing published puts them on one base",
        ),
        unsaid_of(&names(&of_others), at, SAME_VOTERS),
    ];
    blocks.into_iter().flatten().collect()
}

const SAME_VOTERS: &str = "not known to be of the same voters";

/// Polls of which it is not said whether they can come true, since they may be of other voters than the count.
pub(super) fn of_other_voters<S: AsRef<str>>(polls: &[S]) -> Option<Block> {
    unsaid_of(polls, "", SAME_VOTERS)
}

fn unsaid_of<S: AsRef<str>>(polls: &[S], at: &str, why: &str) -> Option<Block> {
    let text = format!(
        "Nothing is said of whether {} can come true{at}: poll and count are {why}.",
        terms::list(polls)
    );
    (!polls.is_empty()).then_some(Block::Paragraph(text))
}

fn need_cells(row: &RowReport, need: &Need) -> [String; 5] {
    // A statement of bounds that too few invalid ballots would undo.
    let is_projection = need.basis.is_bound() && !need.is_bound;
    let projection = if is_projection { " (a projection)" } else { "" };
    let interval = match (need.reachability, need.interval_reachable) {
        (Reachability::Possible, _) | (_, None) => "",
        (_, Some(true)) if need.basis.is_bound() => "; its interval still can",
        (_, Some(false)) if need.basis.is_bound() => "; nor can its interval",
        (_, Some(true)) => "; its interval would",
        (_, Some(false)) => "; nor would its interval",
    };
    let no_share = |needed: f64| match need.basis.is_bound() && !is_projection {
        true => "impossible",
        // A projection makes nothing impossible.
        false if needed > 1.0 => "more than all",
        false => "less than none",
    };
    let possible = need.bounds.filter(|of| of.low() <= 1.0 && of.high() >= 0.0);
    let within = match (need.bounds, possible) {
        (None, _) => NOTHING.into(),
        (Some(of), None) => no_share(of.low()).into(),
        (Some(_), Some(of)) => number::from_to(
            number::percent(of.low().max(0.0), 2),
            number::percent(of.high().min(1.0), 2),
        ),
    };
    let (printed, rounded) = match need.share {
        Some(share) if (0.0..=1.0).contains(&share) => (number::percent(share, 2), within),
        Some(share) => (no_share(share).into(), within),
        // What a range needs is a range, rounding and all.
        None => {
            let range = possible.map(|of| super::coverage::possible(of.low(), of.high()));
            (range.unwrap_or(within), NOTHING.into())
        }
    };
    [
        row.label.clone(),
        super::rows::poll_share(row),
        printed,
        rounded,
        format!(
            "{}{interval}{projection}",
            match need.reachability {
                Reachability::Impossible if is_projection => "no",
                other => outstanding::reachable(other, need.basis),
            }
        ),
    ]
}
