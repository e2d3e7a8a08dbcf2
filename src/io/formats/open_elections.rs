//! OpenElections: one row a place and candidate; date, state and kind of election are in the name of
//! the file.

use std::collections::{HashMap, HashSet};

use super::apart::Apart;
use super::file_name::FileName;
use super::gather::{Contests, OTHER, Tally, choice_name};
use super::label::{Label, label};
use super::note::{Assumption, Notes};
use super::place::Placed;
use super::table::{Row, Table};
use super::voting_modes::Modes;
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CountStatus, OfficialCount};

struct Contest<'a> {
    first: Row<'a>,
    party: &'a str,
    /// The places that have it, where others have one of the same name without a candidate in common.
    places: Vec<&'a str>,
    tally: Tally,
}

/// Office, district and party of a primary.
type Key<'a> = [&'a str; 3];

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let table = Table::read(file.text, file.start, None, notes)?;
    table.require(&["office", "candidate"])?;
    let modes = Modes::of(&table);
    if !table.has("votes") && modes.is_empty() {
        return Err(Error::missing(
            "votes",
            format!("the heading has {}", table.heading().join(", ")),
        ));
    }
    let name = FileName::of(file.stem());
    let mut order: Vec<Contest> = Vec::new();
    let mut index: HashMap<(Key, Option<&str>), usize> = HashMap::new();
    let mut seen: HashSet<[&str; 7]> = HashSet::new();
    let singles = Singles::of(&table, name.primary, &modes);
    let mut spelled: HashSet<(Key, &str)> = HashSet::new();
    let (mut blank, mut totals, mut of_all) = (0, 0, 0);
    for row in table.rows() {
        if row.is_blank_but("county") {
            blank += 1;
            continue;
        }
        let office = row.text("office");
        let is_total = |column| label(row.text(column)) == Label::Total;
        let repeats = singles.repeated(&row, name.primary);
        if let Some(sum) = repeats {
            singles.note(&row, &modes, sum, notes).on_line(row.line)?;
        }
        if repeats.is_some() && is_of_all(&row) {
            of_all += 1;
            continue;
        }
        if office.is_empty()
            || is_total("office")
            || is_total("candidate")
            || is_straight(office)
            || repeats.is_some()
        {
            totals += 1;
            continue;
        }
        let key = key(&row, name.primary);
        let county = row.text("county");
        let group = singles.apart.group(&key, county);
        let at = *index.entry((key, group)).or_insert_with(|| {
            let places = match group {
                Some(_) => singles.apart.members(&key, county),
                None => Vec::new(),
            };
            order.push(Contest {
                first: row,
                party: key[2],
                places,
                tally: Tally::default(),
            });
            order.len() - 1
        });
        let printed = row.text("district");
        if printed != key[1] && spelled.insert((key, printed)) {
            let spelling = Assumption::Spelling {
                printed: format!("district {printed}"),
                taken: format!("district {}", key[1]),
            };
            notes.line(row.line, spelling);
        }
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
    if of_all > 0 {
        let what = format!("{of_all} rows of all places together");
        notes.file(Assumption::LeftOut {
            what,
            why: "they repeat the rows of the counties".into(),
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
        if !contest.places.is_empty() {
            let contest = title.clone();
            notes.line(first.line, Assumption::Apart { contest });
        }
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
    modes: &Modes,
    again: bool,
    notes: &mut Notes,
) -> Result<()> {
    let name = row.text("candidate");
    let Some(votes) = modes.votes(row)? else {
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

/// Whether a row has no place in a table of places: a total of all.
fn is_of_all(row: &Row) -> bool {
    let no_place = |column| row.text(column).is_empty() || label(row.text(column)) == Label::Total;
    no_place("county") && no_place("precinct") && row.text("county").is_empty()
}

fn is_straight(office: &str) -> bool {
    let plain = office.to_ascii_lowercase();
    plain.starts_with("straight part") || plain.starts_with("straight ticket")
}

fn key<'a>(row: &Row<'a>, primary: bool) -> Key<'a> {
    let party = if primary { row.text("party") } else { "" };
    [row.text("office"), district(row.text("district")), party]
}

/// The number of a district, which spreadsheets turn from 26 or 026 into 26.0.
fn district(cell: &str) -> &str {
    let whole = match cell.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => cell,
    };
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return cell;
    }
    match whole.trim_start_matches('0') {
        "" => whole,
        number => number,
    }
}

type OfCounty<'a> = (&'a str, Key<'a>, &'a str);

/// The rows of single places, by which a total is known for one.
struct Singles<'a> {
    /// The votes of a choice in the precincts of a county.
    precincts: HashMap<OfCounty<'a>, u64>,
    /// The votes of a choice in all counties.
    counties: HashMap<(Key<'a>, &'a str), u64>,
    apart: Apart<'a, Key<'a>>,
}

/// What a row repeats: the sum of the rows of single places.
#[derive(Clone, Copy)]
struct Repeated(u64);

impl<'a> Singles<'a> {
    fn of(table: &'a Table, primary: bool, modes: &Modes) -> Singles<'a> {
        let mut singles = Singles {
            precincts: HashMap::new(),
            counties: HashMap::new(),
            apart: Apart::new(),
        };
        for row in table.rows() {
            let (county, precinct) = (row.text("county"), row.text("precinct"));
            let (key, candidate) = (key(&row, primary), row.text("candidate"));
            // A cell that is no count is an error when its own row is read.
            let votes = modes.votes(&row).ok().flatten().unwrap_or(0);
            if label(county) == Label::Total {
                continue;
            }
            let single = !precinct.is_empty() && label(precinct) != Label::Total;
            if single {
                let sum = singles
                    .precincts
                    .entry((county, key, candidate))
                    .or_default();
                *sum = sum.saturating_add(votes);
            }
            if !county.is_empty() && (single || !table.has("precinct")) {
                let sum = singles.counties.entry((key, candidate)).or_default();
                *sum = sum.saturating_add(votes);
                if label(candidate) == Label::Choice && !candidate.is_empty() {
                    singles.apart.add(key, key[0], county, candidate);
                }
            }
        }
        // Counties that have no row but their own.
        for row in table.rows().filter(|_| table.has("precinct")) {
            let (county, precinct) = (row.text("county"), row.text("precinct"));
            let (key, candidate) = (key(&row, primary), row.text("candidate"));
            let is_whole = precinct.is_empty() || label(precinct) == Label::Total;
            let of_one = !county.is_empty() && label(county) != Label::Total && is_whole;
            if of_one && !singles.precincts.contains_key(&(county, key, candidate)) {
                let votes = modes.votes(&row).ok().flatten().unwrap_or(0);
                let sum = singles.counties.entry((key, candidate)).or_default();
                *sum = sum.saturating_add(votes);
            }
        }
        singles
    }

    /// Whether a row is a total that stands beside what it sums: that of a county beside its precincts, or that of
    /// all, whose county has no name or that of a total, beside the counties.
    fn repeated(&self, row: &Row<'a>, primary: bool) -> Option<Repeated> {
        let (county, precinct) = (row.text("county"), row.text("precinct"));
        let (key, candidate) = (key(row, primary), row.text("candidate"));
        let in_none = !self.precincts.contains_key(&(county, key, candidate));
        if label(county) == Label::Total || (is_of_all(row) && in_none) {
            return self
                .counties
                .get(&(key, candidate))
                .map(|sum| Repeated(*sum));
        }
        let total = label(precinct) == Label::Total || precinct.is_empty();
        let sum = self
            .precincts
            .get(&(county, key, candidate))
            .filter(|_| total);
        sum.map(|sum| Repeated(*sum))
    }

    /// Notes a total that its rows do not sum to.
    fn note(&self, row: &Row, modes: &Modes, sum: Repeated, notes: &mut Notes) -> Result<()> {
        let Repeated(sum) = sum;
        if let Some(printed) = modes.votes(row)?.filter(|printed| *printed != sum) {
            let place = [row.text("precinct"), row.text("county")];
            let place = place
                .into_iter()
                .filter(|name| !name.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            let contest = format!("{}, {}, {place}", row.text("office"), row.text("candidate"));
            notes.line(
                row.line,
                Assumption::TotalDiffers {
                    contest,
                    sum,
                    printed,
                },
            );
        }
        Ok(())
    }
}

fn title(contest: &Contest, name: &FileName) -> String {
    let district = district(contest.first.text("district"));
    let mut title = contest.first.text("office").to_owned();
    if !district.is_empty() {
        title.push_str(&format!(", district {district}"));
    }
    if !contest.party.is_empty() {
        title.push_str(&format!(", {} primary", contest.party));
    }
    if !contest.places.is_empty() {
        title.push_str(&format!(", {}", contest.places.join(" and ")));
    }
    match &name.place {
        Some(place) => format!("{title}, {place}"),
        None => title,
    }
}
