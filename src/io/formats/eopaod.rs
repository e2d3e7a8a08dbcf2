//! European Open Public Opinion Polling Data: one row a poll, lists in columns.

use std::collections::HashSet;

use super::File;
use super::Reading;
use super::gather::{Contests, Gathered, OTHER, base_from_sum, choice_name, refused};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count, percent};
use super::table::{Row, Table};
use crate::error::{Error, Result};
use crate::model::Poll;

const FIRM: &str = "Polling Firm";
const FIXED: &[&str] = &[
    FIRM,
    "Commissioners",
    "Fieldwork Start",
    "Fieldwork End",
    "Scope",
    "Sample Size",
    "Sample Size Qualification",
    "Participation",
    "Precision",
];

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let table = Table::read(file.text, file.start, None, notes)?;
    table.require(&[FIRM, "Fieldwork End", "Scope"])?;
    let lists: Vec<(usize, String)> = table
        .heading()
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty() && !FIXED.contains(&name.as_str()))
        .map(|(i, name)| {
            (
                i,
                if name == "Other" {
                    OTHER.into()
                } else {
                    choice_name(name)
                },
            )
        })
        .collect();
    let mut contests: Contests<&str> = Contests::new();
    let mut taken = 0;
    let mut seen: HashSet<Vec<&str>> = HashSet::new();
    for row in table.rows() {
        if !seen.insert(row.cells().collect()) {
            let poll = format!("{}, {}", row.text(FIRM), row.text("Fieldwork End"));
            notes.line(row.line, Assumption::RepeatedPoll { poll });
            continue;
        }
        let scope = row.text("Scope");
        let contest = contests.of(scope, row.line, || format!("{}, {scope}", file.stem()));
        let name = row
            .cell(FIRM)
            .or_else(|| row.cell("Commissioners"))
            .unwrap_or_default();
        match poll(file, contest, &row, name, &lists, notes) {
            Ok(poll) => {
                contest.poll(poll);
                taken += 1;
            }
            Err(error) => refused(reading, file.name, row.line, name, error),
        }
    }
    file.note_unmarked(taken, notes);
    contests.finish(file.name, reading);
    Ok(())
}

fn poll(
    file: &File,
    contest: &mut Gathered,
    row: &Row,
    name: &str,
    lists: &[(usize, String)],
    notes: &mut Notes,
) -> Result<Poll> {
    let (start, end) = (row.cell("Fieldwork Start"), row.cell("Fieldwork End"));
    // Days of this form are in the order of their text.
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(Error::out_of_range(
            "Fieldwork Start",
            start,
            format!("fieldwork ends on {end}, before it starts"),
        ));
    }
    let period = match (start, end) {
        (Some(start), Some(end)) if start != end => format!("{start} – {end}"),
        (start, end) => end.or(start).unwrap_or_default().to_owned(),
    };
    let release = contest.release(name, &period);
    let mut builder = Poll::builder(name).kind(file.unmarked()).release(&release);
    if let Some(sponsor) = row
        .cell("Commissioners")
        .filter(|_| row.cell(FIRM).is_some())
    {
        builder = builder.sponsor(sponsor);
    }
    let label = format!("{name} ({release})");
    // Some fieldwork is known by its month only.
    match end.or(start).filter(|day| day.len() == 10) {
        Some(day) => builder = builder.fieldwork(day),
        None if !period.is_empty() => notes.line(
            row.line,
            Assumption::LeftOut {
                what: format!("{label}: fieldwork {period}"),
                why: "it is not a day".into(),
            },
        ),
        None => {}
    }
    if let Some(size) = row.cell("Sample Size") {
        if row
            .text("Sample Size Qualification")
            .starts_with("Estimated")
        {
            notes.line(
                row.line,
                Assumption::SizeEstimated {
                    poll: label.clone(),
                    printed: size.into(),
                },
            );
        } else {
            builder = builder.respondents(count("Sample Size", size, DecimalMark::Point)?);
        }
    }
    let precision = row
        .cell("Precision")
        .map(|cell| percent(cell, DecimalMark::Point));
    let step = precision
        .as_deref()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1.0);
    let mut shares = Vec::new();
    for (column, choice) in lists {
        let cell = row.at(*column);
        if super::number::is_missing(cell, &[]) {
            continue;
        }
        let text = percent(cell, DecimalMark::Point);
        if text.parse() == Ok(0.0) {
            notes.line(
                row.line,
                Assumption::ZeroMayBeSmall {
                    poll: label.clone(),
                    choice: choice.clone(),
                },
            );
        }
        builder = builder.share(choice.as_str(), text.as_str());
        shares.push((choice.clone(), text));
    }
    let decimals = shares.iter().any(|(_, text)| text.contains('.'));
    match precision {
        // Some rows give more decimals than the precision that they state: the digits count.
        Some(_) if step >= 1.0 && decimals => notes.line(
            row.line,
            Assumption::LeftOut {
                what: format!("{label}: the precision of whole percent"),
                why: "its shares have decimals".into(),
            },
        ),
        // Half points and the steps of seats are coarser than the digits that they are printed in.
        Some(text) => builder = builder.rounded_to(text),
        None => {}
    }
    base_from_sum(builder, &label, &shares, step, row.line, notes).build()
}
