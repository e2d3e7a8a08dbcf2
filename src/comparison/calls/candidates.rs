//! Who can take a place, with what poll and count give it.

use std::collections::HashMap;

use super::Counted;
use crate::alignment::RowKind;
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

/// A sum of several choices takes no place: any of them can have all of it. Of a poll of a part of the voters only those
/// of the whole count: its rows have the part's shares.
pub(super) fn candidates<'a>(
    counted: &Counted<'a>,
    reading: &'a ReadingReport,
    of_part: bool,
) -> Vec<Candidate<'a>> {
    let rows: Vec<&RowReport> = reading
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice && !of_part)
        .collect();
    let own: HashMap<&String, &RowReport> = (rows.iter())
        .flat_map(|&row| row.choices.iter().map(move |choice| (choice, row)))
        .collect();
    let official: HashMap<&String, &CountedChoice> = (counted.report.choices.iter())
        .flat_map(|of| of.choices.iter().map(move |choice| (choice, of)))
        .collect();
    let rest = reading.rows.iter().find(|row| row.kind == RowKind::Rest);
    // Without such a row the poll gives everyone a figure: nothing is left for those that it does not name.
    let most = rest.map_or(0.0, |row| figure(&row.poll).1.high);
    let up_to = |high: f64| Bounds { low: 0.0, high };
    let of_rows = rows.iter().filter(|row| row.choices.len() == 1);
    let of_rows = of_rows.map(|&row| Candidate {
        label: &row.label,
        row: Some(row),
        poll: figure(&row.poll).1,
        count: figure(&row.count).1,
        counted: figure(&row.count).0,
    });
    let hidden = (counted.contest.choices().iter())
        .filter(|&choice| own.get(choice).is_none_or(|row| row.choices.len() > 1));
    let of_others = hidden.map(|choice| {
        let row = own.get(choice).copied();
        // A choice without an official figure can have all that those with one leave.
        let figured = (official.get(choice)).and_then(|of| Some((*of, of.share.as_ref()?)));
        let (counted, count) = match figured {
            Some((of, share)) => {
                let (share, bounds) = figure(share);
                match of.choices.len() {
                    1 => (share, bounds),
                    _ => (bounds.high, up_to(bounds.high)),
                }
            }
            None => {
                let left = counted::left_over(&counted.report.choices);
                (left, up_to(left))
            }
        };
        Candidate {
            label: choice,
            row,
            poll: up_to(row.map_or(most, |row| figure(&row.poll).1.high)),
            count,
            counted,
        }
    });
    of_rows.chain(of_others).collect()
}
