//! Results of the AP as elex prints them: one row a candidate and reporting unit, levels mixed.

use std::collections::HashMap;

use super::gather::{Contests, OTHER, Tally, choice_name, refused};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count};
use super::place::Placed;
use super::table::{Row, Table};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CompletenessOf, CountStatus, OfficialCount};

/// From the whole to its parts: rows of the first level that a race has are read.
const LEVELS: &[&str] = &["national", "state", "district", "county", "township"];

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let table = Table::read(file.text, file.start, None, notes)?;
    table.require(&["raceid", "last", "level", "votecount"])?;
    let mut races: Vec<Vec<Row>> = Vec::new();
    let mut index: HashMap<[&str; 4], usize> = HashMap::new();
    for row in table.rows() {
        let key =
            ["electiondate", "statepostal", "raceid", "racetypeid"].map(|column| row.text(column));
        let at = *index.entry(key).or_insert_with(|| {
            races.push(Vec::new());
            races.len() - 1
        });
        if let Some(rows) = races.get_mut(at) {
            rows.push(row);
        }
    }
    let mut contests: Contests<usize> = Contests::new();
    for (i, rows) in races.iter().enumerate() {
        let Some(first) = rows.first() else { continue };
        let name = name(first);
        if rows.iter().any(|row| truth(row, "test")) {
            let help = "the rows are of a rehearsal (test is True): their figures mean nothing";
            refused(
                reading,
                file.name,
                first.line,
                &name,
                Error::unreadable("test", "True", help),
            );
            continue;
        }
        let level = LEVELS
            .iter()
            .copied()
            .find(|level| rows.iter().any(|row| row.text("level") == *level));
        let level = level.ok_or_else(|| {
            Error::unreadable(
                "level",
                first.text("level"),
                format!("give one of {}", LEVELS.join(", ")),
            )
        });
        let level = level.on_line(first.line)?;
        let rows: Vec<&Row> = rows
            .iter()
            .filter(|row| row.text("level") == level)
            .collect();
        race(i, name, &rows, level, &mut contests, notes)?;
    }
    contests.finish(file.name, reading);
    Ok(())
}

fn race(
    i: usize,
    name: String,
    rows: &[&Row],
    level: &str,
    contests: &mut Contests<usize>,
    notes: &mut Notes,
) -> Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let mut tally = Tally::default();
    let mut several = false;
    let mut units: HashMap<&str, (u64, u64)> = HashMap::new();
    for row in rows {
        let read = |column| {
            row.cell(column)
                .map(|cell| count(column, cell, DecimalMark::Point))
                .transpose()
        };
        let parts = [row.cell("first").unwrap_or_default(), row.text("last")];
        let choice = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let Some(votes) = read("votecount").on_line(row.line)? else {
            notes.line(row.line, Assumption::VotesMissing { choice });
            continue;
        };
        let choice = if choice == "Other" {
            OTHER.to_owned()
        } else {
            choice_name(&choice)
        };
        if choice.is_empty() {
            return Err(Error::missing("last", "name the candidate")).on_line(row.line);
        }
        several |= tally.add(&choice, votes).on_line(row.line)?;
        let reporting = read("precinctsreporting").on_line(row.line)?;
        if let (Some(part), Some(whole)) = (reporting, read("precinctstotal").on_line(row.line)?) {
            units.insert(row.text("reportingunitid"), (part, whole));
        }
    }
    if several || !matches!(level, "state" | "national") {
        notes.line(
            first.line,
            Assumption::Summed {
                contest: name.clone(),
                rows: tally.rows,
            },
        );
    }
    if first.text("racetype") == "Caucus" {
        notes.line(
            first.line,
            Assumption::NotVotes {
                contest: name.clone(),
            },
        );
    }
    let (part, whole) = units
        .values()
        .fold((0, 0), |(part, whole), (p, w)| (part + p, whole + w));
    if tally.is_empty() || (part == 0 && whole > 0) {
        let why = "no precinct has reported".to_owned();
        notes.line(first.line, Assumption::LeftOut { what: name, why });
        return Ok(());
    }
    let new = contests.of(i, first.line, || name);
    new.date = first.cell("electiondate").map(str::to_owned);
    new.jurisdiction = first
        .cell("statename")
        .or_else(|| first.cell("statepostal"))
        .map(str::to_owned);
    let mut builder = OfficialCount::builder("AP count");
    if let Some(updated) = rows.iter().filter_map(|row| row.cell("lastupdated")).max() {
        builder = builder.note(format!("last updated {updated}"));
    }
    builder = if whole == 0 {
        notes.line(
            first.line,
            Assumption::Status {
                printed: String::new(),
                taken: CountStatus::Partial,
            },
        );
        builder.partial()
    } else if part == whole {
        let printed = format!("{part} of {whole} precincts");
        notes.line(
            first.line,
            Assumption::Status {
                printed,
                taken: CountStatus::Final,
            },
        );
        builder
            .counted(CompletenessOf::Stations, part, whole)
            .final_result()
    } else {
        builder.counted(CompletenessOf::Stations, part, whole)
    };
    tally.note_spellings(first.line, notes);
    new.result(tally.into(builder).build());
    Ok(())
}

fn name(row: &Row) -> String {
    let mut parts = vec![row.cell("officename").unwrap_or("race")];
    parts.extend(
        ["seatname", "statename", "racetype"]
            .into_iter()
            .filter_map(|column| row.cell(column)),
    );
    // A primary is one contest for each party.
    if matches!(row.text("racetypeid"), "D" | "R" | "E" | "S") {
        parts.extend(row.cell("party"));
    }
    format!("{} (race {})", parts.join(", "), row.text("raceid"))
}

fn truth(row: &Row, column: &str) -> bool {
    row.text(column).eq_ignore_ascii_case("true")
}
