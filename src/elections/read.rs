//! Reads the three bundled tables: elections, results, polls.

use std::collections::HashSet;

use super::{Election, ElectionFigure, FigureUnit};
use crate::error::{Error, Place, Result};
use crate::io::Document;
use crate::model::{
    Base, CompletenessOf, Contest, OfficialCount, OfficialCountBuilder, Poll, PollBuilder, PollKind,
};

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    election: String,
    name: String,
    date: String,
    house: Option<u64>,
    base: Option<Base>,
    source: String,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultRow {
    election: String,
    count: String,
    choice: String,
    votes: Option<String>,
    share: Option<String>,
    seats: Option<String>,
    source: String,
    conflict: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PollRow {
    election: String,
    pollster: String,
    kind: PollKind,
    release: Option<String>,
    client: Option<String>,
    choice: String,
    share: Option<String>,
    seats: Option<String>,
    respondents: Option<u64>,
    source: String,
    conflict: Option<String>,
    note: Option<String>,
}

fn rows<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: std::result::Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| Error::syntax("CSV", error.to_string()).at(Place::File(name.into())))
}

pub(super) fn tables(heads: &str, results: &str, polls: &str) -> Result<Vec<Election>> {
    let heads: Vec<Head> = rows("elections.csv", heads)?;
    let results: Vec<ResultRow> = rows("results.csv", results)?;
    let polls: Vec<PollRow> = rows("polls.csv", polls)?;
    heads
        .into_iter()
        .map(|head| {
            let id = head.election.clone();
            let own: Vec<&ResultRow> = results.iter().filter(|row| row.election == id).collect();
            let asked: Vec<&PollRow> = polls.iter().filter(|row| row.election == id).collect();
            election(head, &own, &asked).map_err(|error| error.at(Place::Path(id)))
        })
        .collect()
}

fn election(head: Head, results: &[&ResultRow], rows: &[&PollRow]) -> Result<Election> {
    let mut contest = Contest::builder(&head.name)
        .date(&head.date)
        .source(&head.source);
    if let Some(seats) = head.house {
        contest = contest.house(seats);
    }
    let mut seen = HashSet::new();
    let named = results
        .iter()
        .map(|row| &row.choice)
        .chain(rows.iter().map(|row| &row.choice));
    for choice in named.filter(|choice| !choice.starts_with('(')) {
        if seen.insert(choice) {
            contest = contest.choice(choice);
        }
    }
    let mut figures = Vec::new();
    let mut counts = Vec::new();
    for rows in in_order(results, |row| row.count.clone()) {
        counts.push(count(&head, &rows, &mut figures)?);
    }
    let mut polls = Vec::new();
    for rows in in_order(rows, |row| {
        (row.pollster.clone(), row.kind, row.release.clone())
    }) {
        polls.push(poll(&rows, &mut figures)?);
    }
    let document = Document {
        contest: contest.build()?,
        counts,
        polls,
        observations: Vec::new(),
    };
    document.contest.check(&document.counts, &document.polls)?;
    Ok(Election {
        id: head.election,
        document,
        figures,
        note: head.note,
    })
}

/// Rows of one key together, in the order in which the keys first stand.
fn in_order<'a, T, K: PartialEq>(rows: &[&'a T], key: impl Fn(&T) -> K) -> Vec<Vec<&'a T>> {
    let mut groups: Vec<(K, Vec<&T>)> = Vec::new();
    for row in rows {
        let own = key(row);
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((own, vec![row])),
        }
    }
    groups.into_iter().map(|(_, rows)| rows).collect()
}

fn count(
    head: &Head,
    rows: &[&ResultRow],
    figures: &mut Vec<ElectionFigure>,
) -> Result<OfficialCount> {
    let first = rows.first().expect("a group has a row");
    let mut builder =
        OfficialCount::builder(&first.count).source(distinct(rows.iter().map(|row| &row.source)));
    builder = if first.count.starts_with("final") {
        builder.final_result()
    } else {
        part(builder, &first.count)
    };
    if let Some(base) = head.base {
        builder = builder.base(base);
    }
    if let Some(note) = conflicts(rows.iter().map(|row| (&row.choice, &row.conflict))) {
        builder = builder.note(note);
    }
    for row in rows {
        let choice = &row.choice;
        let cells = [
            (&row.votes, FigureUnit::Votes),
            (&row.share, FigureUnit::Share),
            (&row.seats, FigureUnit::Seats),
        ];
        for (cell, unit) in cells {
            let Some(printed) = cell.as_deref() else {
                continue;
            };
            builder = match unit {
                FigureUnit::Votes => builder.votes(choice, printed),
                FigureUnit::Share => builder.share(choice, printed),
                FigureUnit::Seats => builder.seats(choice, printed),
            };
            figures.push(ElectionFigure {
                of: first.count.clone(),
                choice: choice.clone(),
                unit,
                printed: printed.to_owned(),
                source: row.source.clone(),
                conflict: row.conflict.clone(),
            });
        }
    }
    builder.build()
}

/// What the name of a partial count says: "2206/3111 precincts", "98.54%", "valid 4651473".
fn part(mut builder: OfficialCountBuilder, name: &str) -> OfficialCountBuilder {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = name.split([' ', ',']).collect();
    builder = builder.partial();
    for (word, next) in words.iter().zip(words.iter().skip(1).chain([&""])) {
        builder = match (word.split_once('/'), word.strip_suffix('%')) {
            (Some((counted, total)), _) if digits(counted) && digits(total) => {
                builder.counted(CompletenessOf::Stations, counted, total)
            }
            (None, Some(percent)) => builder.completeness(CompletenessOf::Stations, percent),
            _ if *word == "valid" => builder.valid(*next),
            _ => builder,
        };
    }
    builder
}

fn poll(rows: &[&PollRow], figures: &mut Vec<ElectionFigure>) -> Result<Poll> {
    let first = rows.first().expect("a group has a row");
    let mut builder: PollBuilder = Poll::builder(&first.pollster)
        .kind(first.kind)
        .source(distinct(rows.iter().map(|row| &row.source)));
    // An exit poll and a parallel count of one pollster are told apart by their kind.
    let kind = match first.kind {
        PollKind::ExitPoll => None,
        PollKind::QuickCount => Some("quick count"),
        PollKind::ParallelCount => Some("parallel count"),
        PollKind::LatePoll => Some("late poll"),
    };
    let release: Vec<String> = kind
        .map(str::to_owned)
        .into_iter()
        .chain(first.release.clone())
        .collect();
    if !release.is_empty() {
        builder = builder.release(release.join(", "));
    }
    if let Some(client) = &first.client {
        builder = builder.sponsor(client);
    }
    if let Some(size) = first.respondents {
        builder = builder.respondents(size);
    }
    let conflicts = conflicts(rows.iter().map(|row| (&row.choice, &row.conflict)));
    let notes: Vec<String> = first.note.clone().into_iter().chain(conflicts).collect();
    if !notes.is_empty() {
        builder = builder.note(notes.join("; "));
    }
    let name = builder_name(&first.pollster, &release);
    for row in rows {
        let choice = &row.choice;
        for (cell, unit) in [
            (&row.share, FigureUnit::Share),
            (&row.seats, FigureUnit::Seats),
        ] {
            let Some(printed) = cell.as_deref() else {
                continue;
            };
            builder = match unit {
                FigureUnit::Seats => builder.seats(choice, printed),
                _ => builder.share(choice, printed),
            };
            figures.push(ElectionFigure {
                of: name.clone(),
                choice: choice.clone(),
                unit,
                printed: printed.to_owned(),
                source: row.source.clone(),
                conflict: row.conflict.clone(),
            });
        }
    }
    builder.build()
}

/// The name that a poll of this release has in its document.
fn builder_name(pollster: &str, release: &[String]) -> String {
    if release.is_empty() {
        pollster.to_owned()
    } else {
        format!("{pollster} ({})", release.join(", "))
    }
}

fn distinct<'a>(sources: impl Iterator<Item = &'a String>) -> String {
    let mut seen = HashSet::new();
    sources
        .filter(|source| seen.insert(source.as_str()))
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ; ")
}

fn conflicts<'a>(rows: impl Iterator<Item = (&'a String, &'a Option<String>)>) -> Option<String> {
    let mut seen = HashSet::new();
    let texts: Vec<String> = rows
        .filter_map(|(choice, conflict)| Some((choice, conflict.as_deref()?)))
        .filter(|(_, conflict)| seen.insert(*conflict))
        .map(|(choice, conflict)| format!("{choice}, {conflict}"))
        .collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}
