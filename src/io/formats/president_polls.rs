//! FiveThirtyEight's long tables: one row a candidate, a poll's questions told apart by their number.

use std::collections::HashMap;

use super::date::{DateOrder, day};
use super::gather::{Contests, Gathered, OTHER, choice_name, refused};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count, percent};
use super::place::Placed;
use super::table::{Row, Table};
use super::{File, Reading};
use crate::error::{Error, Result};
use crate::model::{Mode, Poll, PollKind};

pub(super) fn read(file: &File, reading: &mut Reading, notes: &mut Notes) -> Result<()> {
    let table = Table::read(file.text, file.start, None, notes)?;
    table.require(&["question_id", "pollster", "pct"])?;
    if table.either(&["answer", "candidate_name"]).is_none() {
        return Err(Error::missing(
            "answer",
            "give the candidate in `answer` or `candidate_name`",
        ));
    }
    // A question may be given once for each round of a ranked choice.
    let mut questions: Vec<Vec<Row>> = Vec::new();
    let mut index: HashMap<(&str, &str), usize> = HashMap::new();
    for row in table.rows() {
        let id = row
            .cell("question_id")
            .ok_or_else(|| Error::missing("question_id", "give the number of the question"));
        let key = (id.on_line(row.line)?, row.text("ranked_choice_round"));
        let at = *index.entry(key).or_insert_with(|| {
            questions.push(Vec::new());
            questions.len() - 1
        });
        if let Some(rows) = questions.get_mut(at) {
            rows.push(row);
        }
    }
    let mut contests: Contests<[&str; 5]> = Contests::new();
    let mut unmarked = 0;
    for rows in &questions {
        let Some(first) = rows.first() else { continue };
        let key = ["race_id", "state", "stage", "election_date", "cycle"]
            .map(|column| first.text(column));
        let new = contests.of(key, first.line, || contest_name(first));
        if new.date.is_none()
            && let Some(date) = first.cell("election_date")
        {
            match day("election_date", date, order(date), notes) {
                Ok(date) => new.date = Some(date.to_string()),
                // One row whose day is none leaves the others as they are.
                Err(error) => {
                    refused(
                        reading,
                        file.name,
                        first.line,
                        first.text("pollster"),
                        error,
                    );
                    continue;
                }
            }
            new.jurisdiction = Some(first.cell("state").unwrap_or("United States").to_owned());
        }
        match poll(file, new, first, rows, notes) {
            Ok((poll, marked)) => {
                unmarked += usize::from(!marked);
                new.poll(poll);
            }
            Err(error) => refused(
                reading,
                file.name,
                first.line,
                first.text("pollster"),
                error,
            ),
        }
    }
    file.note_unmarked(unmarked, notes);
    contests.finish(file.name, reading);
    Ok(())
}

/// The files write 11/3/20; tables that went through other programs have 2020-11-03.
fn order(cell: &str) -> DateOrder {
    match cell.split_once('-') {
        Some((year, _)) if year.len() == 4 => DateOrder::YearMonthDay,
        _ => DateOrder::MonthDayYear,
    }
}

fn contest_name(row: &Row) -> String {
    let year = row.cell("cycle").unwrap_or_default();
    let parts = [
        row.cell("office_type").unwrap_or("U.S. President"),
        row.cell("state").unwrap_or("United States"),
        row.cell("seat_name").unwrap_or_default(),
        row.cell("stage").unwrap_or_default(),
        year,
    ];
    let mut name = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(race) = row.cell("race_id") {
        name.push_str(&format!(" (race {race})"));
    }
    name
}

fn poll(
    file: &File,
    contest: &mut Gathered,
    first: &Row,
    rows: &[Row],
    notes: &mut Notes,
) -> Result<(Poll, bool)> {
    let name = first
        .cell("pollster")
        .ok_or_else(|| Error::missing("pollster", "name the pollster"))?;
    let id = first.text("question_id");
    for row in rows {
        for column in ["pollster", "end_date", "sample_size", "population"] {
            if row.text(column) != first.text(column) {
                return Err(Error::inconsistent(
                    column,
                    row.text(column),
                    format!("{} on line {}", first.text(column), first.line),
                    "rows of one question are of one poll; give each question a number of its own",
                ));
            }
        }
    }
    let end = first
        .cell("end_date")
        .map(|cell| day("end_date", cell, order(cell), notes))
        .transpose()?;
    let mut release = match end {
        Some(end) => format!("{end}, question {id}"),
        None => format!("question {id}"),
    };
    if let Some(population) = first.cell("population") {
        release.push_str(&format!(", {population}"));
    }
    if let Some(round) = first.cell("ranked_choice_round") {
        release.push_str(&format!(", ranked choice round {round}"));
    }
    let release = contest.release(name, &release);
    let label = format!("{name} ({release})");
    let mut builder = Poll::builder(name).release(&release);
    let on_the_day = end.is_some() && end.map(|day| day.to_string()) == contest.date;
    let marked = first
        .text("notes")
        .to_ascii_lowercase()
        .contains("exit poll");
    let kind = match (marked, on_the_day, file.kind) {
        (true, true, _) => PollKind::ExitPoll,
        (true, false, _) => {
            notes.line(
                first.line,
                Assumption::ExitMarkOfAnotherDay {
                    poll: label.clone(),
                },
            );
            PollKind::LatePoll
        }
        (false, _, _) => file.unmarked(),
    };
    builder = builder.kind(kind);
    if let Some(end) = end {
        builder = builder.fieldwork(end.to_string());
    }
    if let Some(sponsor) = first.cell("sponsors") {
        builder = builder.sponsor(sponsor);
    }
    if let Some(mode) = first.cell("methodology").and_then(mode) {
        builder = builder.mode(mode);
    }
    if let Some(source) = first.cell("url") {
        builder = builder.source(source);
    }
    let remarks: Vec<String> = ["methodology", "notes", "partisan", "internal", "tracking"]
        .into_iter()
        .filter_map(|column| Some(format!("{column}: {}", first.cell(column)?)))
        .collect();
    if !remarks.is_empty() {
        builder = builder.note(remarks.join("; "));
    }
    if let Some(size) = first.cell("sample_size") {
        // Fractions come from averages of several versions, and from weights.
        let whole = match size.split_once('.') {
            Some((whole, decimals))
                if decimals.bytes().all(|b| b.is_ascii_digit())
                    && decimals.bytes().any(|b| b != b'0') =>
            {
                whole
            }
            _ => size,
        };
        let taken = count("sample_size", whole, DecimalMark::Point)?;
        if whole != size {
            let (poll, printed) = (label.clone(), size.to_owned());
            notes.line(
                first.line,
                Assumption::SizeInexact {
                    poll,
                    printed,
                    taken,
                },
            );
        }
        builder = builder.respondents(taken);
    }
    let shares = shares(rows, &label, notes)?;
    let values = shares
        .iter()
        .filter_map(|(_, text)| text.parse::<f64>().ok());
    let sum: f64 = values.sum();
    // Who named nobody is simply absent: what the shares are of cannot be known.
    notes.line(first.line, Assumption::BaseUnknown { poll: label, sum });
    for (choice, text) in shares {
        builder = builder.share(choice, text);
    }
    Ok((builder.build()?, marked))
}

fn shares(rows: &[Row], label: &str, notes: &mut Notes) -> Result<Vec<(String, String)>> {
    let mut shares: Vec<(String, String)> = Vec::new();
    for row in rows {
        let name = row.cell("candidate_name").or_else(|| row.cell("answer"));
        let name = name
            .ok_or_else(|| Error::missing("answer", "name the candidate"))
            .on_line(row.line)?;
        let choice = match name {
            "Someone else" | "Other" | "Another candidate" => OTHER.to_owned(),
            "Undecided" | "Don't know" | "Unsure" => "(undecided)".to_owned(),
            name => choice_name(name),
        };
        let text = row
            .cell("pct")
            .ok_or_else(|| Error::missing("pct", "give the percentage"))
            .on_line(row.line)?;
        shares.push((choice, percent(text, DecimalMark::Point)));
    }
    let whole = |text: &str| text.strip_suffix(".0").map(str::to_owned);
    // Every number has a decimal there, also those that were printed without.
    if let Some(all) = shares
        .iter()
        .map(|(_, text)| whole(text))
        .collect::<Option<Vec<String>>>()
    {
        notes.line(
            rows.first().map_or(0, |row| row.line),
            Assumption::DecimalsDropped { poll: label.into() },
        );
        for ((_, text), whole) in shares.iter_mut().zip(all) {
            *text = whole;
        }
    }
    Ok(shares)
}

/// The mode of interview where every part of the description is of one mode.
fn mode(methodology: &str) -> Option<Mode> {
    let mut modes = methodology.split('/').map(|part| match part.trim() {
        "Live Phone" | "IVR" | "Automated Phone" => Some(Mode::Telephone),
        "Online Panel" | "Online" | "Probability Panel" | "App Panel" | "Text-to-Web"
        | "Online Ad" | "Email" => Some(Mode::Online),
        "Face-to-face" => Some(Mode::FaceToFace),
        _ => None,
    });
    let first = modes.next()??;
    let mut mixed = false;
    for mode in modes {
        mixed |= mode? != first;
    }
    Some(if mixed { Mode::Mixed } else { first })
}
