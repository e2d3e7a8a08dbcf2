//! Who can take a place, with what poll and count give it.

use std::collections::HashMap;

use super::{Counted, Votes};
use crate::alignment::{CommonChoices as Common, RowKind, Span, common_choices};
use crate::comparison::counted;
use crate::comparison::row::figure;
use crate::numeric::Bounds;
use crate::report::{CountedChoice, ReadingReport, RowReport};

/// A choice that can lead: a row of the poll, or one that the poll hides in a sum or among everyone else.
pub(super) struct Candidate<'a> {
    pub(super) label: &'a str,
    /// Its row, or that of the sum.
    pub(super) row: Option<&'a RowReport>,
    /// The poll's figure, or anything up to the sum or to everyone else.
    pub(super) poll: Bounds,
    pub(super) count: Bounds,
    /// Its share in the count as printed; the most that it can be, where it has none.
    pub(super) counted: f64,
}

/// A sum of several choices takes no place: any of them can have all of it. Where the rows have the shares of a part of
/// the voters, those of the whole count are read from the count itself, and the count says nothing of the part beside
/// its rows.
pub(super) fn candidates<'a>(
    counted: &Counted<'a>,
    reading: &'a ReadingReport,
    votes: Votes,
) -> Vec<Candidate<'a>> {
    let rows: Vec<&RowReport> = reading
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .collect();
    let own: HashMap<&String, &RowReport> = (rows.iter())
        .flat_map(|&row| row.choices.iter().map(move |choice| (choice, row)))
        .collect();
    let official: HashMap<&String, &CountedChoice> = (counted.report.choices.iter())
        .flat_map(|of| of.choices.iter().map(move |choice| (choice, of)))
        .collect();
    let rest = reading.rows.iter().find(|row| row.kind == RowKind::Rest);
    let common = common_choices(&reading.rules);
    // Without such a row the poll gives everyone a figure: nothing is left for those that it does not name. Beside shares
    // of those whom both list, all who are not among these can have named one of the others.
    let beside = common.map_or(0.0, |of| (1.0 / of.of_poll.bounds.low - 1.0).max(0.0));
    let most = |of: fn(&RowReport) -> &Span, row: Option<&RowReport>, left: f64| {
        row.or(rest).map_or(left, |row| figure(of(row)).1.high)
    };
    let beside_rows = |choice: &String, row| match votes {
        Votes::OwnVoters => {
            let high = most(|row| &row.count, row, 0.0);
            (high, up_to(high))
        }
        Votes::All | Votes::AllBesideRows => in_the_count(counted, &official, choice),
    };
    // The count's shares as of all its votes, of which those of the others are.
    let official_of = |row: &RowReport| {
        let (share, bounds) = figure(&row.count);
        common.map_or((share, bounds), |Common { of_count, .. }| {
            let low = bounds.low * of_count.bounds.low;
            let high = bounds.high * of_count.bounds.high;
            (share * of_count.value, Bounds { low, high })
        })
    };
    let single = |row: &RowReport| row.choices.len() == 1;
    let of_rows = rows.iter().filter(|row| single(row)).map(|&row| {
        let (counted, count) = match votes {
            Votes::AllBesideRows => in_the_count(counted, &official, &row.choices[0]),
            Votes::All | Votes::OwnVoters => official_of(row),
        };
        Candidate {
            label: &row.label,
            row: Some(row),
            poll: figure(&row.poll).1,
            count,
            counted,
        }
    });
    let hidden = (counted.contest.choices().iter())
        .filter(|&choice| own.get(choice).is_none_or(|&row| !single(row)));
    let of_others = hidden.map(|choice| {
        let row = own.get(choice).copied();
        let (counted, count) = beside_rows(choice, row);
        Candidate {
            label: choice,
            row,
            poll: up_to(most(|row| &row.poll, row, beside)),
            count,
            counted,
        }
    });
    of_rows.chain(of_others).collect()
}

/// What all votes give a choice: its own figure, or anything up to that of a sum of which it is part.
fn in_the_count(
    counted: &Counted<'_>,
    official: &HashMap<&String, &CountedChoice>,
    choice: &String,
) -> (f64, Bounds) {
    // A choice without an official figure can have all that those with one leave.
    let figured = (official.get(choice)).and_then(|of| Some((*of, of.share.as_ref()?)));
    let Some((of, share)) = figured else {
        let left = counted::left_over(&counted.report.choices);
        return (left, up_to(left));
    };
    match (of.choices.len(), figure(share)) {
        (1, (share, bounds)) => (share, bounds),
        (_, (_, bounds)) => (bounds.high, up_to(bounds.high)),
    }
}

fn up_to(high: f64) -> Bounds {
    Bounds { low: 0.0, high }
}
