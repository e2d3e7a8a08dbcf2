//! Reads three tables of real elections (elections, official results, polls) into the model.
//!
//! Nothing is guessed: a cell that cannot be read as what it should be makes an error of its poll or
//! count, a number of respondents that was only planned is left out, and a stated margin without its
//! confidence stays without one.

use std::collections::BTreeMap;
use std::path::Path;

use exitpoll::{Base, CompletenessOf, Contest, OfficialCount, Poll, PollKind, Result, Sample};

type Row = BTreeMap<String, String>;

/// One election with all that became of its rows.
pub struct Election {
    pub id: String,
    pub contest: Result<Contest>,
    pub counts: Vec<(String, Result<OfficialCount>)>,
    pub polls: Vec<(String, Result<Poll>)>,
    /// Rows of results and of polls that went into it.
    pub rows: usize,
}

fn read(folder: &Path, name: &str) -> Vec<Row> {
    let path = folder.join(name);
    let mut reader =
        csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let columns = reader.headers().expect("a heading").clone();
    let to_row = |record: csv::StringRecord| {
        columns
            .iter()
            .zip(record.iter())
            .map(|(c, cell)| (c.into(), cell.trim().into()))
            .collect()
    };
    reader
        .records()
        .map(|record| to_row(record.expect("a row")))
        .collect()
}

/// A cell that holds something.
fn cell<'a>(row: &'a Row, column: &str) -> Option<&'a str> {
    row.get(column)
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
}

/// Reads the tables of a folder; the second figure is the number of rows of results and polls.
pub fn elections(folder: &Path) -> (Vec<Election>, usize) {
    let [heads, results, polls] =
        ["elections.csv", "official_results.csv", "polls.csv"].map(|name| read(folder, name));
    let total = results.len() + polls.len();
    let of = |rows: &[Row], id: &str| -> Vec<Row> {
        rows.iter()
            .filter(|row| cell(row, "election_id") == Some(id))
            .cloned()
            .collect()
    };
    let mut elections = Vec::new();
    for head in &heads {
        let id = cell(head, "election_id")
            .expect("an election has an id")
            .to_owned();
        let (results, polls) = (of(&results, &id), of(&polls, &id));
        elections.push(Election {
            rows: results.len() + polls.len(),
            contest: contest(head, &results, &polls),
            counts: counts(head, &results),
            polls: groups(&polls)
                .into_iter()
                .map(|(name, rows)| (name, poll(&rows)))
                .collect(),
            id,
        });
    }
    (elections, total)
}

fn is_choice(row: &&Row) -> bool {
    cell(row, "choice").is_some_and(|choice| !choice.starts_with('('))
}

fn contest(head: &Row, results: &[Row], polls: &[Row]) -> Result<Contest> {
    let mut builder = Contest::builder(cell(head, "name").unwrap_or_default());
    let mut seen: Vec<&str> = Vec::new();
    for row in results.iter().chain(polls).filter(is_choice) {
        let choice = cell(row, "choice").unwrap_or_default();
        if !seen.contains(&choice) {
            seen.push(choice);
        }
    }
    builder = builder.choices(seen);
    if let Some(date) = cell(head, "date") {
        builder = builder.date(date);
    }
    if let Some(voters) = cell(head, "registered") {
        builder = builder.registered(voters);
    }
    if let Some(seats) = cell(head, "share_base").and_then(|base| base.strip_prefix("seats of ")) {
        builder = builder.house(seats);
    }
    builder.build()
}

/// Of what the printed shares are shares, where the table says one thing only.
fn base(text: &str, invalid_listed: bool) -> Option<Base> {
    let all = text.contains("all ballots") || text.contains("valid+invalid");
    let valid = text.replace("valid+invalid", "").contains("valid");
    match (all, valid) {
        (true, false) => Some(Base::AllBallots),
        (false, true) if !text.contains('?') => Some(Base::ValidVotes),
        (true, true) if invalid_listed => Some(Base::AllBallots),
        _ => None,
    }
}

fn counts(head: &Row, results: &[Row]) -> Vec<(String, Result<OfficialCount>)> {
    let mut statuses: Vec<&str> = Vec::new();
    for row in results {
        let status = cell(row, "status").unwrap_or_default();
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    // The totals of the first table belong to the final count, or else to the one listed first.
    let totals = statuses
        .iter()
        .position(|status| is_final(status))
        .unwrap_or(0);
    let count = |(i, status): (usize, &&str)| {
        let rows: Vec<&Row> = results
            .iter()
            .filter(|row| cell(row, "status").unwrap_or_default() == *status)
            .collect();
        (
            (*status).to_owned(),
            one_count(head, status, &rows, i == totals),
        )
    };
    statuses.iter().enumerate().map(count).collect()
}

fn is_final(status: &str) -> bool {
    status.starts_with("final")
}

fn one_count(head: &Row, status: &str, rows: &[&Row], totals: bool) -> Result<OfficialCount> {
    let mut builder = OfficialCount::builder(if status.is_empty() { "count" } else { status });
    builder = if is_final(status) {
        builder.final_result()
    } else {
        builder.partial()
    };
    for row in rows {
        let choice = cell(row, "choice").unwrap_or_default();
        if let Some(votes) = cell(row, "votes") {
            builder = builder.votes(choice, votes);
        }
        if let Some(share) = cell(row, "share_pct") {
            builder = builder.share(choice, share);
        }
        if let Some(seats) = cell(row, "seats") {
            builder = builder.seats(choice, seats);
        }
        if let Some(source) = cell(row, "source") {
            builder = builder.source(source);
        }
    }
    let invalid_listed = rows
        .iter()
        .any(|row| cell(row, "choice") == Some("(invalid)"));
    if let Some(base) = base(cell(head, "share_base").unwrap_or_default(), invalid_listed) {
        builder = builder.base(base);
    }
    if !is_final(status) {
        let words: Vec<&str> = status.split([' ', ',']).collect();
        for pair in words.windows(2) {
            match pair {
                ["valid", votes] => builder = builder.valid(*votes),
                [part, _] => builder = completeness(builder, part),
                _ => {}
            }
        }
    }
    if totals {
        if let Some(votes) = cell(head, "valid") {
            builder = builder.valid(votes);
        }
        if let Some(votes) = cell(head, "invalid") {
            builder = builder.invalid(votes);
        }
        if let Some(ballots) = cell(head, "ballots_cast") {
            builder = builder.ballots_cast(ballots);
        }
    }
    builder.build()
}

/// "6102/6537" stations or "98.54%" of them.
fn completeness(
    builder: exitpoll::OfficialCountBuilder,
    word: &str,
) -> exitpoll::OfficialCountBuilder {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((part, whole)) = word.split_once('/')
        && digits(part)
        && digits(whole)
    {
        return builder.counted(CompletenessOf::Stations, part, whole);
    }
    match word.strip_suffix('%') {
        Some(percent) => builder.completeness(CompletenessOf::Stations, percent),
        None => builder,
    }
}

/// Rows of one release of one pollster, in the order of the table.
fn groups(rows: &[Row]) -> Vec<(String, Vec<&Row>)> {
    let key = |row: &Row| {
        ["pollster", "kind", "as_of"].map(|c| cell(row, c).unwrap_or_default().to_owned())
    };
    let mut groups: Vec<([String; 3], Vec<&Row>)> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|(known, _)| *known == key(row)) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((key(row), vec![row])),
        }
    }
    groups
        .into_iter()
        .map(|(key, rows)| (key.join(" · "), rows))
        .collect()
}

fn poll(rows: &[&Row]) -> Result<Poll> {
    let first = rows.first().expect("rows are grouped by what they hold");
    let kind = match cell(first, "kind") {
        Some("exit") => PollKind::ExitPoll,
        Some("quick_count") => PollKind::QuickCount,
        Some("parallel_count") => PollKind::ParallelCount,
        Some("late_poll") => PollKind::LatePoll,
        other => panic!("{other:?} is none of exit, quick_count, parallel_count and late_poll"),
    };
    let pollster = cell(first, "pollster").unwrap_or_default();
    let mut builder = Poll::builder(pollster).kind(kind);
    // Figures that somebody computed from others are no source of their own.
    if pollster.contains("DERIVED") {
        builder = builder.derived();
    }
    // An exit poll and a parallel count of one pollster are told apart by their kind.
    let release = match (cell(first, "as_of"), kind) {
        (Some(time), PollKind::ExitPoll) => Some(time.to_owned()),
        (Some(time), _) => Some(format!(
            "{}, {time}",
            cell(first, "kind").unwrap_or_default()
        )),
        (None, PollKind::ExitPoll) => None,
        (None, _) => cell(first, "kind").map(str::to_owned),
    };
    if let Some(release) = release {
        builder = builder.release(release);
    }
    if let Some(client) = cell(first, "client") {
        builder = builder.sponsor(client);
    }
    if let Some(source) = cell(first, "source") {
        builder = builder.source(source);
    }
    let note: Vec<&str> = ["n_note", "note"]
        .iter()
        .filter_map(|c| cell(first, c))
        .collect();
    if !note.is_empty() {
        builder = builder.note(note.join("; "));
    }
    let mut sample = Sample::builder();
    let planned = cell(first, "n_note").is_some_and(|note| note.starts_with("planned"));
    if let Some(people) = cell(first, "n_respondents").filter(|_| !planned) {
        sample = sample.respondents(people);
    }
    if let Some(stations) = cell(first, "n_stations") {
        sample = sample.stations(stations);
    }
    if let Some(points) = cell(first, "moe_pct_published") {
        sample = sample.stated_margin(points);
    }
    if let Some(percent) = cell(first, "response_rate_pct") {
        sample = sample.response_rate(percent);
    }
    builder = builder.sample(sample);
    for row in rows {
        let choice = cell(row, "choice").unwrap_or_default();
        let figure = match (cell(row, "value"), cell(row, "low"), cell(row, "high")) {
            (Some(value), _, _) => value.to_owned(),
            (None, Some(low), Some(high)) => format!("{low}–{high}"),
            (None, low, high) => low.or(high).unwrap_or_default().to_owned(),
        };
        builder = match cell(row, "unit") {
            Some("seats") => builder.seats(choice, figure),
            _ => builder.share(choice, figure),
        };
    }
    builder.build()
}
