//! OpenElections: one row a place and candidate; date, state and kind of election are in the name of
//! the file.

use std::collections::{HashMap, HashSet};

use super::gather::{Contests, OTHER, Tally, choice_name};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count};
use super::place::Placed;
use super::table::{Row, Table};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CountStatus, OfficialCount};

/// Ways of voting, each with a column of its own in some files.
const MODES: &[&str] = &[
    "absentee",
    "early_voting",
    "election_day",
    "provisional",
    "limited",
    "mail",
    "polling_place",
    "absentee_by_mail",
    "advance",
];

/// What a label of these tables stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Choice,
    /// Write-ins and scattered votes.
    Other,
    /// Ballots without a valid vote.
    Invalid,
    /// Registered voters, ballots cast and totals: no votes of anybody.
    Total,
}

/// Tells a choice from what stands in its column without being one.
pub(super) fn label(text: &str) -> Label {
    let plain: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match plain.as_str() {
        "writein" | "writeins" | "writeinvotes" | "writeinstotal" | "totalwriteins"
        | "scattering" | "scatter" | "scattered" | "other" | "others" | "otherwriteins"
        | "writeinscattered" | "unresolvedwritein" | "notassigned" | "miscellaneous" => {
            Label::Other
        }
        "overvotes"
        | "overvote"
        | "undervotes"
        | "undervote"
        | "blank"
        | "blanks"
        | "blankvote"
        | "blankvotes"
        | "blankballots"
        | "void"
        | "voids"
        | "voidvote"
        | "voidvotes"
        | "voidsblanks"
        | "blanksvoids"
        | "blankvoid"
        | "blanksvoidsscattering"
        | "spoiled"
        | "spoiledvotes"
        | "spoiledballots"
        | "rejected"
        | "invalid"
        | "invalidvotes"
        | "overunder"
        | "overundervotes"
        | "exhaustedballots"
        | "novote"
        | "unqualifiedwriteins" => Label::Invalid,
        "registeredvoters"
        | "registeredvoterstotal"
        | "ballotscast"
        | "ballotscasttotal"
        | "ballotscastblank"
        | "ballotscastnonpartisan"
        | "voters"
        | "voterturnout"
        | "turnout"
        | "total"
        | "totals"
        | "totalvotes"
        | "totalvotescast"
        | "totalballots"
        | "totalballotscast"
        | "votescast"
        | "contesttotals"
        | "contesttotal"
        | "timescounted"
        | "timescast"
        | "numberofprecincts"
        | "precinctsreporting"
        | "cards"
        | "cardscast" => Label::Total,
        _ => Label::Choice,
    }
}

struct Contest<'a> {
    first: Row<'a>,
    party: &'a str,
    tally: Tally,
}

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let table = Table::read(file.text, file.start, None, notes)?;
    table.require(&["office", "candidate"])?;
    let modes: Vec<&str> = MODES
        .iter()
        .copied()
        .filter(|mode| table.has(mode))
        .collect();
    if !table.has("votes") && modes.is_empty() {
        return Err(Error::missing(
            "votes",
            format!("the heading has {}", table.heading().join(", ")),
        ));
    }
    let name = FileName::of(file.stem());
    let mut order: Vec<Contest> = Vec::new();
    let mut index: HashMap<[&str; 3], usize> = HashMap::new();
    let mut seen: HashSet<[&str; 7]> = HashSet::new();
    let places = places(&table, name.primary);
    let (mut blank, mut totals) = (0, 0);
    for row in table.rows() {
        if row.is_blank_but("county") {
            blank += 1;
            continue;
        }
        let office = row.text("office");
        let is_total = |column| label(row.text(column)) == Label::Total;
        let place = row.text("precinct");
        // A total stands beside the precincts that it sums.
        let sum = label(place) == Label::Total || (table.has("precinct") && place.is_empty());
        let repeats = sum && places.contains(&choice_key(&row, name.primary));
        if office.is_empty()
            || is_total("office")
            || is_total("candidate")
            || is_straight(office)
            || repeats
        {
            totals += 1;
            continue;
        }
        let party = if name.primary { row.text("party") } else { "" };
        let at = *index
            .entry([office, row.text("district"), party])
            .or_insert_with(|| {
                order.push(Contest {
                    first: row,
                    party,
                    tally: Tally::default(),
                });
                order.len() - 1
            });
        let Some(contest) = order.get_mut(at) else {
            continue;
        };
        let key = [
            "county",
            "precinct",
            "office",
            "district",
            "party",
            "candidate",
            "votes",
        ]
        .map(|c| row.text(c));
        let again = !seen.insert(key);
        add(contest, &row, &modes, again, notes).on_line(row.line)?;
    }
    if blank > 0 {
        notes.file(Assumption::BlankRows(blank));
    }
    if totals > 0 {
        let what = format!("{totals} rows of voters, ballots, straight tickets and totals");
        notes.file(Assumption::LeftOut {
            what,
            why: "they are no votes for a choice".into(),
        });
    }
    notes.file(Assumption::Status {
        printed: String::new(),
        taken: CountStatus::Final,
    });
    if let Some(date) = &name.date {
        notes.file(Assumption::DateFromFileName(date.clone()));
    }
    let mut contests: Contests<usize> = Contests::new();
    for (i, mut contest) in order.into_iter().enumerate() {
        let (first, rows) = (contest.first, contest.tally.rows);
        let title = title(&contest, &name);
        let new = contests.of(i, first.line, || title);
        new.date.clone_from(&name.date);
        new.jurisdiction.clone_from(&name.place);
        if contest.tally.is_empty() {
            continue;
        }
        notes.line(
            first.line,
            Assumption::Summed {
                contest: new.name.clone(),
                rows,
            },
        );
        contest.tally.note_spellings(first.line, notes);
        let count = contest
            .tally
            .into(OfficialCount::builder("official result").final_result());
        new.result(count.build());
    }
    contests.finish(file.name, reading);
    Ok(())
}

fn add(
    contest: &mut Contest,
    row: &Row,
    modes: &[&str],
    again: bool,
    notes: &mut Notes,
) -> Result<()> {
    let name = row.text("candidate");
    let Some(votes) = votes(row, modes)? else {
        notes.line(
            row.line,
            Assumption::VotesMissing {
                choice: name.into(),
            },
        );
        return Ok(());
    };
    if again && votes > 0 {
        notes.line(
            row.line,
            Assumption::RepeatedRow {
                choice: name.into(),
            },
        );
    }
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
        Label::Other => {
            contest.tally.add(OTHER, votes)?;
        }
        _ if name.is_empty() => {
            let party = row.text("party");
            let taken = if party.is_empty() {
                OTHER.to_owned()
            } else {
                choice_name(party)
            };
            contest.tally.add(&taken, votes)?;
            notes.line(row.line, Assumption::Unnamed { taken, votes });
        }
        _ => {
            contest.tally.add(&choice_name(name), votes)?;
        }
    }
    Ok(())
}

/// The votes of a row: the column `votes`, or the sum of the ways of voting where that is empty.
fn votes(row: &Row, modes: &[&str]) -> Result<Option<u64>> {
    // Some states blank out small figures.
    let given = |column: &str| {
        let hidden =
            |cell: &str| cell.starts_with(['*', '<']) || matches!(cell, "X" | "x" | "S" | "--");
        row.cell(column).filter(|cell| !hidden(cell))
    };
    if let Some(cell) = given("votes") {
        return count("votes", cell, DecimalMark::Point).map(Some);
    }
    let mut sum = None;
    for mode in modes {
        if let Some(cell) = given(mode) {
            sum = Some(sum.unwrap_or(0) + count(mode, cell, DecimalMark::Point)?);
        }
    }
    Ok(sum)
}

fn is_straight(office: &str) -> bool {
    let plain = office.to_ascii_lowercase();
    plain.starts_with("straight part") || plain.starts_with("straight ticket")
}

fn choice_key<'a>(row: &Row<'a>, primary: bool) -> [&'a str; 5] {
    let party = if primary { row.text("party") } else { "" };
    [
        row.text("county"),
        row.text("office"),
        row.text("district"),
        party,
        row.text("candidate"),
    ]
}

/// Choices for which a single precinct is given.
fn places(table: &Table, primary: bool) -> HashSet<[&str; 5]> {
    let single = |row: &Row| {
        let place = row.text("precinct");
        !place.is_empty() && label(place) != Label::Total
    };
    table
        .rows()
        .filter(single)
        .map(|row| choice_key(&row, primary))
        .collect()
}

fn title(contest: &Contest, name: &FileName) -> String {
    let district = contest.first.text("district");
    let mut title = contest.first.text("office").to_owned();
    if !district.is_empty() {
        // Spreadsheets turn whole numbers into 26.0.
        title.push_str(&format!(
            ", district {}",
            district.strip_suffix(".0").unwrap_or(district)
        ));
    }
    if !contest.party.is_empty() {
        title.push_str(&format!(", {} primary", contest.party));
    }
    match &name.place {
        Some(place) => format!("{title}, {place}"),
        None => title,
    }
}

/// What `20241105__sd__general__buffalo__precinct` says.
#[derive(Default)]
struct FileName {
    date: Option<String>,
    place: Option<String>,
    primary: bool,
}

impl FileName {
    fn of(stem: &str) -> FileName {
        let mut parts = stem.split("__");
        let date = parts.next().unwrap_or_default();
        if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
            return FileName::default();
        }
        let (year, rest) = date.split_at(4);
        let (month, day) = rest.split_at(2);
        let state = parts.next().unwrap_or_default().to_ascii_uppercase();
        let rest: Vec<&str> = parts.collect();
        let primary = rest.iter().any(|part| part.contains("primary"));
        let units = [
            "general", "precinct", "county", "primary", "runoff", "special",
        ];
        let county = rest
            .iter()
            .find(|part| !units.iter().any(|unit| part.contains(unit)));
        let place = match county {
            Some(county) => format!("{state}, {}", county.replace('_', " ")),
            None => state,
        };
        FileName {
            date: Some(format!("{year}-{month}-{day}"))
                .filter(|text| text.parse::<jiff::civil::Date>().is_ok()),
            place: Some(place).filter(|place| !place.is_empty()),
            primary,
        }
    }
}
