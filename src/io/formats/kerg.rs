//! The wide table of the Bundeswahlleiterin: a row a territory, four columns a party, three lines of
//! heading.

use super::gather::{Contests, OTHER, choice_name};
use super::kerg2::{note_status, start, status, title};
use super::note::Notes;
use super::number::{DecimalMark, count};
use super::place::{Placed, broken};
use super::table::delimiter;
use super::{File, Reading};
use crate::error::{Error, Result};

/// A column of the current election.
struct Column {
    index: usize,
    group: String,
    /// 1 or 2; none where one figure holds for both.
    vote: Option<u8>,
}

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let body = file.text.get(file.start..).unwrap_or_default();
    let status = status(file.text, file.start);
    let first_line = 1 + file
        .text
        .get(..file.start)
        .unwrap_or_default()
        .matches('\n')
        .count() as u64;
    let separator = delimiter(body.lines().next().unwrap_or_default());
    let byte = u8::try_from(separator).map_err(|_| broken("CSV", "the separator is not ASCII"))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(byte)
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken("CSV", error.to_string()))?;
        let line = first_line - 1 + record.position().map_or(1, csv::Position::line);
        rows.push((line, record));
    }
    let [groups, votes, periods, territories @ ..] = rows.as_slice() else {
        return Err(broken(
            "kerg",
            "the heading has three lines: groups, votes, and current or previous",
        ));
    };
    let columns = columns(&groups.1, &votes.1, &periods.1);
    if !columns
        .iter()
        .any(|column| column.group.starts_with("Gültige"))
    {
        return Err(Error::missing(
            "Gültige",
            "the heading has valid votes and the parties behind them",
        ))
        .on_line(first_line);
    }
    note_status(&status, notes);
    let mut contests: Contests<(String, String, u8)> = Contests::new();
    let date = election_day(file.text, file.start);
    for (line, record) in territories {
        let at = |index: usize| record.get(index).unwrap_or_default().trim();
        let (number, name, above) = (at(0), at(1), at(2));
        if name.is_empty() {
            continue;
        }
        // Constituencies and states are numbered alike; what they belong to tells them apart.
        let kind = match (
            number.trim_start_matches('0'),
            above.trim_start_matches('0'),
        ) {
            ("99", "") => "Bund",
            (_, "99") => "Land",
            _ => "Wahlkreis",
        };
        // A row that is cut short would read as one in which the parties behind did not stand.
        let needed = columns.iter().map(|column| column.index + 1).max();
        if needed.is_some_and(|needed| record.len() < needed) {
            let error = Error::unreadable(
                "Gebiet",
                name,
                format!(
                    "the row has {} cells of the {} that the heading has: give every cell, empty where a party did not \
                     stand",
                    record.len(),
                    needed.unwrap_or_default()
                ),
            );
            return Err(error).on_line(*line);
        }
        for vote in [1_u8, 2] {
            let mut builder = start(&status);
            let mut stood = false;
            for column in columns
                .iter()
                .filter(|column| column.vote.is_none_or(|v| v == vote))
            {
                let cell = at(column.index);
                // An empty cell: the party did not stand there.
                if super::number::is_missing(cell, &[]) {
                    continue;
                }
                let number = count(&column.group, cell, DecimalMark::Comma).on_line(*line)?;
                let group = column.group.as_str();
                builder = match group {
                    _ if group.starts_with("Wahlberechtigte") => builder.registered(number),
                    _ if group.starts_with("Wähl") && !group.starts_with("Wählerg") => {
                        builder.ballots_cast(number)
                    }
                    _ if group.starts_with("Ungültige") => builder.invalid(number),
                    _ if group.starts_with("Gültige") => builder.valid(number),
                    "Übrige" | "Sonstige" => builder.votes(OTHER, number),
                    party => {
                        stood = true;
                        builder.votes(choice_name(party), number)
                    }
                };
            }
            if !stood {
                continue;
            }
            let key = (number.to_owned(), above.to_owned(), vote);
            let new = contests.of(key, *line, || title("BT", &vote.to_string(), kind, name));
            new.jurisdiction = Some(name.to_owned());
            new.date.clone_from(&date);
            new.result(builder.build());
        }
    }
    contests.finish(file.name, reading);
    Ok(())
}

/// Carries the names of the two upper lines to the right, and keeps the columns of the current
/// election.
fn columns(
    groups: &csv::StringRecord,
    votes: &csv::StringRecord,
    periods: &csv::StringRecord,
) -> Vec<Column> {
    let width = groups.len().max(votes.len()).max(periods.len());
    let mut columns = Vec::new();
    let (mut group, mut vote) = (String::new(), None);
    for index in 3..width {
        let at =
            |record: &csv::StringRecord| record.get(index).unwrap_or_default().trim().to_owned();
        if !at(groups).is_empty() {
            (group, vote) = (at(groups), None);
        }
        match at(votes).as_str() {
            "Erststimmen" => vote = Some(1),
            "Zweitstimmen" => vote = Some(2),
            _ => {}
        }
        let period = at(periods);
        let figures = !period.is_empty() && !period.starts_with("Vorp");
        if figures && !group.is_empty() {
            columns.push(Column {
                index,
                group: group.clone(),
                vote,
            });
        }
    }
    columns
}

/// A day such as 22.09.2013 or "am 22. September 2013" in the lines of title, where one stands.
fn election_day(text: &str, start: usize) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let titles = text.get(..start)?;
    let words: Vec<&str> = titles
        .split([' ', ';', '\n', '\r', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let spelled = words.windows(3).find_map(|three| {
        let [day, month, year] = three else {
            return None;
        };
        let month = MONTHS.iter().position(|name| name == month)? + 1;
        let day: u8 = day.strip_suffix('.')?.parse().ok()?;
        let year: u16 = year.parse().ok()?;
        Some(format!("{year:04}-{month:02}-{day:02}"))
    });
    spelled.filter(|text| text.parse::<jiff::civil::Date>().is_ok())
}
