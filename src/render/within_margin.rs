//! Which polls are within the margin of equivalence that was asked for.

use super::number;
use super::room::Room;
use super::rows::in_prose;
use super::terms;
use crate::hypothesis::Agreement;
use crate::report::{ReadingReport, Report, RowReport};

/// Which polls differ from the count by less than the margin in every row that is tested, which by more in one, and of
/// which neither can be said. That all rows are within needs no adjustment for their number; that one is beyond is said
/// of that row by itself.
pub(super) fn sentence(report: &Report, room: Room) -> Option<String> {
    let margin = report.settings.equivalence_margin?;
    let points = terms::points(&number::shortest(100.0 * margin));
    if !report.reference().is_final() {
        return not_yet(report, &points);
    }
    let tested = |reading: &ReadingReport| {
        let mut rows = reading.rows.iter();
        rows.any(|row| row.sampling.is_some_and(|of| of.equivalence.is_some()))
    };
    let (mut within, mut beyond, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let (mut all, mut singly) = (0, Vec::new());
    let mut off_at = None;
    for poll in &report.reference().polls {
        let Some(reading) = poll.reading().filter(|reading| tested(reading)) else {
            continue;
        };
        let polls = match first_beyond(reading) {
            Some(row) => {
                off_at = Some(row);
                &mut beyond
            }
            None if all_within(reading) => &mut within,
            None => &mut open,
        };
        polls.push(poll.name.as_str());
        all += 1;
        if !reading.knows_design() {
            singly.push(poll.name.as_str());
        }
    }
    let are = |polls: &[&str]| match polls.len() {
        1 => format!("{} is", room.list(polls)),
        _ => format!("{} are", room.list(polls)),
    };
    let mut parts = Vec::new();
    if !within.is_empty() {
        parts.push(format!(
            "{} within {points} of the count in every row tested",
            are(&within)
        ));
    }
    if !beyond.is_empty() {
        let choice = match (beyond.as_slice(), off_at) {
            ([_], Some(row)) => format!("{}, tested by itself", room.name(in_prose(&row.label))),
            _ => "at least one choice, each tested by itself".into(),
        };
        parts.push(format!(
            "{} more than {points} off for {choice}",
            are(&beyond)
        ));
    }
    if !open.is_empty() {
        parts.push(format!("for {} that is open", room.list(&open)));
    }
    let level = number::shortest(100.0 * report.settings.confidence.alpha());
    let singly = match singly.len() {
        0 => String::new(),
        some if some == all => " as if respondents had been drawn singly".into(),
        _ => format!(
            " (of {} as if respondents had been drawn singly)",
            room.list(&singly)
        ),
    };
    (!parts.is_empty()).then(|| {
        terms::sentence(&format!(
            "by the margin of {points} that was asked for, tested at {level} percent{singly}, {}",
            parts.join("; ")
        ))
    })
}

/// Against figures that can still change no poll is shown to be within the margin, nor off by more.
fn not_yet(report: &Report, points: &str) -> Option<String> {
    let polls = report.reference().polls.iter();
    let mut rows = polls
        .filter_map(|poll| poll.reading())
        .flat_map(|of| &of.rows);
    rows.any(|row| row.sampling.is_some()).then(|| {
        format!(
            "Which polls are within the margin of {points} that was asked for cannot be tested until all is counted."
        )
    })
}

fn all_within(reading: &ReadingReport) -> bool {
    let mut tested = reading.rows.iter().filter_map(|row| row.sampling);
    tested.all(|of| {
        of.equivalence == Some(Agreement::Agrees) && !of.equivalence_undecided_by_rounding
    })
}

fn first_beyond(reading: &ReadingReport) -> Option<&RowReport> {
    reading.rows.iter().find(|row| {
        row.sampling.is_some_and(|of| {
            of.equivalence == Some(Agreement::Differs) && !of.equivalence_undecided_by_rounding
        })
    })
}
