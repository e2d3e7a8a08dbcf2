//! Tables of the MIT Election Data and Science Lab: one row a candidate, party line and place.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::apart::Apart;
use super::gather::{Contests, OTHER, Tally, choice_name};
use super::label::{Label, label};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count};
use super::place::Placed;
use super::table::{Row, Table};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CountStatus, OfficialCount};

/// What tells one contest of a table from another.
const KEYS: &[&str] = &[
    "year", "state", "office", "district", "stage", "runoff", "special", "date",
];

struct Contest<'a> {
    first: Row<'a>,
    /// The counties that have it, where others have one of the same name without a candidate in common.
    places: Vec<&'a str>,
    tally: Tally,
    printed: Option<u64>,
    fused: bool,
}

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let table = Table::read(file.text, file.start, None, notes)?;
    let votes = table.either(&["candidatevotes", "votes"]).ok_or_else(|| {
        Error::missing(
            "candidatevotes",
            format!("the heading has {}", table.heading().join(", ")),
        )
    })?;
    table.require(&["office", "candidate"])?;
    let totals = modes_with_total(&table);
    let mut order: Vec<Contest> = Vec::new();
    let mut index: HashMap<(Vec<&str>, Option<&str>), usize> = HashMap::new();
    let apart = apart(&table);
    let mut voters = 0;
    for row in table.rows() {
        // A mode TOTAL stands beside its parts.
        if totals.contains(&place_key(&row)) && !is_total(&row) {
            continue;
        }
        // Registered voters and ballots cast stand among the offices.
        if label(row.text("office")) == Label::Total {
            voters += 1;
            continue;
        }
        let key = key(&row);
        let county = row.text("county_name");
        let group = apart.group(&key, county);
        let at = match index.entry((key, group)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let (key, _) = new.key();
                let places = match group {
                    Some(_) => apart.members(key, county),
                    None => Vec::new(),
                };
                new.insert(order.len());
                order.push(Contest {
                    first: row,
                    places,
                    tally: Tally::default(),
                    printed: None,
                    fused: false,
                });
                order.len() - 1
            }
        };
        if let Some(contest) = order.get_mut(at) {
            add(contest, &row, votes, notes).on_line(row.line)?;
        }
    }
    if voters > 0 {
        notes.file(Assumption::LeftOut {
            what: format!("{voters} rows of voters and ballots"),
            why: "they are no votes for a choice".into(),
        });
    }
    if !totals.is_empty() {
        let why = "the mode TOTAL has them in it".to_owned();
        notes.file(Assumption::LeftOut {
            what: "rows of single modes of voting".into(),
            why,
        });
    }
    notes.file(Assumption::Status {
        printed: String::new(),
        taken: CountStatus::Final,
    });
    let mut contests: Contests<usize> = Contests::new();
    for (i, contest) in order.into_iter().enumerate() {
        finish(i, contest, &mut contests, notes)?;
    }
    contests.finish(file.name, reading);
    Ok(())
}

fn add(contest: &mut Contest, row: &Row, column: &str, notes: &mut Notes) -> Result<()> {
    let name = row.text("candidate");
    let Some(cell) = row.cell(column) else {
        notes.line(
            row.line,
            Assumption::VotesMissing {
                choice: name.into(),
            },
        );
        return Ok(());
    };
    let votes = count(column, cell, DecimalMark::Point)?;
    // By county the total is the county's.
    let of_part = ["county_name", "county_fips", "precinct"]
        .iter()
        .any(|c| row.cell(c).is_some());
    if let Some(total) = row.cell("totalvotes").filter(|_| !of_part) {
        contest.printed = Some(count("totalvotes", total, DecimalMark::Point)?);
    }
    let writein = row.text("writein").eq_ignore_ascii_case("true");
    match label(name) {
        Label::Invalid => {
            notes.line(
                row.line,
                Assumption::NoChoice {
                    label: name.into(),
                    votes,
                },
            );
            contest.tally.add_invalid(votes)?;
        }
        Label::Total => {
            let why = "it is a total and no choice".to_owned();
            notes.line(
                row.line,
                Assumption::LeftOut {
                    what: format!("\"{name}\""),
                    why,
                },
            );
        }
        Label::Other => {
            contest.tally.add(OTHER, votes)?;
        }
        Label::Choice if name.is_empty() || name == "NA" => {
            if !writein {
                notes.line(
                    row.line,
                    Assumption::Unnamed {
                        taken: OTHER.into(),
                        votes,
                    },
                );
            }
            contest.tally.add(OTHER, votes)?;
        }
        Label::Choice => {
            contest.fused |= contest.tally.add(&choice_name(name), votes)?;
        }
    }
    Ok(())
}

fn finish(
    i: usize,
    contest: Contest,
    contests: &mut Contests<usize>,
    notes: &mut Notes,
) -> Result<()> {
    let Contest {
        first,
        places,
        mut tally,
        printed,
        fused,
    } = contest;
    let mut parts = ["year", "state", "office", "district", "stage"]
        .map(|column| first.cell(column).unwrap_or_default())
        .to_vec();
    parts.extend(
        ["runoff", "special"]
            .into_iter()
            .filter(|column| is_true(first.text(column))),
    );
    let counties = places.join(" and ");
    parts.push(&counties);
    let name = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    if !places.is_empty() {
        notes.line(
            first.line,
            Assumption::Apart {
                contest: name.clone(),
            },
        );
    }
    if fused {
        notes.line(
            first.line,
            Assumption::Summed {
                contest: name.clone(),
                rows: tally.rows,
            },
        );
    }
    if let Some(printed) = printed
        && tally.sum() != printed
    {
        notes.line(
            first.line,
            Assumption::TotalDiffers {
                contest: name.clone(),
                sum: tally.sum(),
                printed,
            },
        );
    }
    tally.note_spellings(first.line, notes);
    let count = tally.into(OfficialCount::builder("official result").final_result());
    let new = contests.of(i, first.line, || name);
    new.jurisdiction = first.cell("state").map(str::to_owned);
    new.date = first
        .cell("date")
        .filter(|date| date.len() == 10)
        .map(str::to_owned);
    new.result(count.build());
    Ok(())
}

/// The rows of a place that carry a mode TOTAL besides others.
fn modes_with_total(table: &Table) -> HashSet<Vec<&str>> {
    let mut totals = HashSet::new();
    if table.has("mode") {
        let mut parts = HashSet::new();
        for row in table.rows() {
            let set = if is_total(&row) {
                &mut totals
            } else {
                &mut parts
            };
            set.insert(place_key(&row));
        }
        totals.retain(|key: &Vec<&str>| parts.contains(key));
    }
    totals
}

/// The year files write the mode in capitals, the precinct files of 2016 in small letters.
fn is_total(row: &Row) -> bool {
    row.text("mode").eq_ignore_ascii_case("total")
}

fn is_true(cell: &str) -> bool {
    cell.eq_ignore_ascii_case("true")
}

fn key<'a>(row: &Row<'a>) -> Vec<&'a str> {
    KEYS.iter().map(|column| row.text(column)).collect()
}

/// Which counties share a contest.
fn apart(table: &Table) -> Apart<'_, Vec<&str>> {
    let mut apart = Apart::new();
    for row in table.rows() {
        let (office, candidate) = (row.text("office"), row.text("candidate"));
        if label(candidate) == Label::Choice && !matches!(candidate, "" | "NA") {
            apart.add(key(&row), office, row.text("county_name"), candidate);
        }
    }
    apart
}

fn place_key<'a>(row: &Row<'a>) -> Vec<&'a str> {
    let places = [
        "county_fips",
        "county_name",
        "jurisdiction_fips",
        "jurisdiction_name",
        "precinct",
        "candidate",
        "party_detailed",
    ];
    KEYS.iter()
        .chain(&places)
        .map(|column| row.text(column))
        .collect()
}
