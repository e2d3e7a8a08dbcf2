//! The long table of the Bundeswahlleiterin (since 2021): one row a territory, group and vote.

use super::date::{DateOrder, day};
use super::detect::line_starts;
use super::gather::{Contests, OTHER, choice_name};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count};
use super::place::Placed;
use super::table::Table;
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{CountStatus, OfficialCount, OfficialCountBuilder};

use std::collections::HashMap;

type Key<'a> = [&'a str; 6];

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let status = status(file.text, file.start);
    let table = Table::read(file.text, file.start, None, notes)?;
    table.require(&[
        "Wahltag",
        "Gebietsart",
        "Gebietsnummer",
        "Gebietsname",
        "Gruppenart",
        "Gruppenname",
        "Stimme",
        "Anzahl",
    ])?;
    note_status(&status, notes);
    // The electorate and those who voted are of both votes.
    let mut both: HashMap<[&str; 5], [Option<u64>; 2]> = HashMap::new();
    let mut counts: Vec<(Key, u64, OfficialCountBuilder)> = Vec::new();
    let mut index: HashMap<Key, usize> = HashMap::new();
    for row in table.rows() {
        let (vote, group) = (row.text("Stimme"), row.text("Gruppenname"));
        let Some(cell) = row.cell("Anzahl") else {
            continue;
        };
        let number = count("Anzahl", cell, DecimalMark::Comma).on_line(row.line)?;
        let place = [
            "Wahlart",
            "Wahltag",
            "Gebietsart",
            "Gebietsnummer",
            "Gebietsname",
        ]
        .map(|column| row.text(column));
        let system = row.text("Gruppenart") == "System-Gruppe";
        if vote.is_empty() {
            let known = both.entry(place).or_default();
            match group {
                "Wahlberechtigte" => known[0] = Some(number),
                "Wählende" | "Wähler" => known[1] = Some(number),
                _ => {
                    return Err(Error::unreadable(
                        "Stimme",
                        vote,
                        "give 1 or 2 for the votes of a group",
                    ))
                    .on_line(row.line);
                }
            }
            continue;
        }
        if !matches!(vote, "1" | "2") {
            return Err(Error::unreadable(
                "Stimme",
                vote,
                "give 1 (Erststimmen) or 2 (Zweitstimmen)",
            ))
            .on_line(row.line);
        }
        let [election, date, kind, number_of, name] = place;
        let key = [election, date, kind, number_of, name, vote];
        let at = *index.entry(key).or_insert_with(|| {
            counts.push((key, row.line, start(&status)));
            counts.len() - 1
        });
        let Some((_, _, builder)) = counts.get_mut(at) else {
            continue;
        };
        let taken = std::mem::take(builder);
        *builder = match (system, group) {
            (true, "Ungültige") => taken.invalid(number),
            (true, "Gültige") => taken.valid(number),
            (true, other) => {
                let help =
                    "of System-Gruppe Wahlberechtigte, Wählende, Ungültige and Gültige are known";
                return Err(Error::unreadable("Gruppenname", other, help)).on_line(row.line);
            }
            (false, "Übrige" | "Sonstige") => taken.votes(OTHER, number),
            (false, party) => taken.votes(choice_name(party), number),
        };
    }
    let mut contests: Contests<usize> = Contests::new();
    for (i, (key, line, mut builder)) in counts.into_iter().enumerate() {
        let [election, date, kind, number, name, vote] = key;
        if let Some([registered, voters]) = both.get(&[election, date, kind, number, name]) {
            if let Some(registered) = registered {
                builder = builder.registered(*registered);
            }
            if let Some(voters) = voters {
                builder = builder.ballots_cast(*voters);
            }
        }
        let new = contests.of(i, line, || title(election, vote, kind, name));
        new.date = Some(
            day("Wahltag", date, DateOrder::DayMonthYear, notes)
                .on_line(line)?
                .to_string(),
        );
        new.jurisdiction = Some(name.to_owned());
        new.result(builder.build());
    }
    contests.finish(file.name, reading);
    Ok(())
}

/// The election by its abbreviation in the column Wahlart, the vote and the territory. The European Parliament is
/// elected with one vote.
pub(super) fn title(election: &str, vote: &str, kind: &str, name: &str) -> String {
    let election = match election {
        "BT" | "" => "Bundestag",
        "EU" | "EW" => "Europäisches Parlament",
        other => other,
    };
    let vote = match (election, vote) {
        ("Europäisches Parlament", "1") => "Stimmen",
        (_, "1") => "Erststimmen",
        _ => "Zweitstimmen",
    };
    match kind {
        "Bund" => format!("{election}, {vote}, {name}"),
        kind => format!("{election}, {vote}, {kind} {name}"),
    }
}

/// What the lines of title say of the count: "Vorläufig", "Endgültiges Ergebnis".
pub(super) fn status(text: &str, start: usize) -> String {
    let titles = line_starts(text)
        .take_while(|(at, _)| *at < start)
        .map(|(_, line)| line);
    let mut cells = titles.flat_map(|line| line.split(';')).map(str::trim);
    cells
        .find(|cell| cell.starts_with("Vorläufig") || cell.starts_with("Endgültig"))
        .unwrap_or_default()
        .to_owned()
}

pub(super) fn note_status(status: &str, notes: &mut Notes) {
    if !status.starts_with("Endgültig") {
        notes.file(Assumption::Status {
            printed: status.to_owned(),
            taken: CountStatus::Final,
        });
    }
}

/// A count whose every station has reported: a preliminary one is corrected, not completed.
pub(super) fn start(status: &str) -> OfficialCountBuilder {
    let name = if status.is_empty() {
        "Ergebnis"
    } else {
        status
    };
    OfficialCount::builder(name)
        .final_result()
        .source("Die Bundeswahlleiterin")
}
