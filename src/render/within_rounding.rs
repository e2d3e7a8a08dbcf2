//! Polls that can come true only as figures that round to what they printed.

use super::number;
use super::room::Room;
use crate::alignment::RowKind;
use crate::report::{Basis, CountReport, ReadingReport, RowReport};

/// As what figure of which choice the poll can come true, or what else would have to be so.
pub(super) fn words(
    reference: &CountReport,
    (poll, choice): (&str, Option<&str>),
    (basis, unless_invalid): (Basis, Option<f64>),
    room: Room,
) -> String {
    let poll = reference.poll(poll);
    let reading = poll.and_then(|poll| poll.reading());
    let reach = reading.and_then(|reading| reading.reachable(basis));
    let is_bound = reach.is_none_or(|reach| reach.is_bound);
    if is_bound
        && unless_invalid.is_none()
        && reading.is_some_and(|of| holds_all(reference, of, basis))
    {
        return "holds every final share that can still come, within its rounding".into();
    }
    let row = choice.and_then(|choice| reading?.row(choice));
    let only = match row.filter(|row| row.range.is_none()) {
        // The digits of a limit or a range are not what was rounded.
        None => "only within rounding".to_owned(),
        Some(row) => {
            // Of two readings the one that stands better is meant.
            let is_one = poll.is_some_and(|poll| poll.as_printed().is_none());
            let left = is_one.then(|| left(reference, row, basis)).flatten();
            let figure = left.unwrap_or_else(|| "a figure within its rounding".to_owned());
            format!("only as {figure} for {}", room.name(&row.label))
        }
    };
    let or = unless_invalid.map_or(String::new(), |proportion| {
        let percent = number::rounded_down(proportion, 2);
        format!(", or with at least {percent} percent of the ballots counted invalid")
    });
    match is_bound {
        true => format!("can come true {only}{or}"),
        // So few invalid ballots would do that it bounds nothing.
        false => format!("could come true {only}{or}: a projection, not a bound"),
    }
}

/// Whether whatever share a choice ends at rounds to the figure that was printed for it.
fn holds_all(reference: &CountReport, reading: &ReadingReport, basis: Basis) -> bool {
    let Some(view) = reference.outstanding.iter().find(|of| of.basis == basis) else {
        return false;
    };
    let rows = reading
        .rows
        .iter()
        .filter(|row| row.kind != RowKind::Remainder);
    rows.into_iter().all(|row| {
        let is_of_one_base = row.range.is_none()
            && reference.choice(&row.label).and_then(|of| of.share) == Some(row.count);
        let last = view.final_share(&row.label);
        is_of_one_base
            && last.is_some_and(|last| {
                let ends = [last.bounds.low(), last.bounds.high()];
                ends.iter().all(|end| row.poll.bounds.contains(*end))
            })
    })
}

/// What the bound of the final share leaves of the figures that round to the poll's, where both are of one base.
fn left(reference: &CountReport, row: &RowReport, basis: Basis) -> Option<String> {
    let counted = reference.choice(&row.label)?.share?;
    let view = reference.outstanding.iter().find(|of| of.basis == basis)?;
    let last = view.final_share(&row.label)?.bounds;
    let printed = row.poll.bounds;
    let (low, high) = (
        printed.low().max(last.low()),
        printed.high().min(last.high()),
    );
    if counted != row.count || low > high {
        return None;
    }
    // One digit more than was printed.
    let decimals = number::decimals(&row.poll) + 1;
    Some(number::from_to(
        number::rounded_up(low, decimals),
        number::rounded_down(high, decimals),
    ))
}
