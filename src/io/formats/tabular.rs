//! Reads a table by its declared layout.

use std::collections::HashMap;

use super::date::day;
use super::detect::line_starts;
use super::encoding::decode;
use super::gather::{Contests, Gathered, Tally, base_from_sum, choice_name, refused};
use super::layout::{ChoiceColumn, Layout, Name, Rows, Shape, Unit};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count, is_missing, percent};
use super::place::Placed;
use super::table::{Row, Table};
use super::{Format, Reading};
use crate::error::{Error, Result};
use crate::model::{Base, Category, CountStatus, OfficialCount, Poll, PollBuilder};

/// The figures of one poll or one result.
struct Source<'a> {
    first: Row<'a>,
    contest: &'a str,
    name: &'a str,
    apart: String,
    result: bool,
    rows: usize,
    /// Label, unit and text, each with its line.
    figures: Vec<(String, Unit, String, u64)>,
}

pub(super) fn read(layout: &Layout, name: &str, bytes: &[u8]) -> Result<Reading> {
    let mut notes = Notes::default();
    let text = decode(bytes, layout.encoding.as_deref(), &mut notes).in_file(name)?;
    let mut reading = Reading::new(Format::Table);
    from_text(layout, name, &text, &mut reading, &mut notes).in_file(name)?;
    reading.notes = notes.0;
    Ok(reading)
}

fn from_text(
    layout: &Layout,
    name: &str,
    text: &str,
    reading: &mut Reading,
    notes: &mut Notes,
) -> Result<()> {
    let start = match &layout.heading_starts_with {
        Some(wanted) => line_starts(text)
            .find(|(_, line)| line.trim_start_matches('"').starts_with(wanted.as_str()))
            .map(|(start, _)| start)
            .ok_or_else(|| {
                Error::unreadable("heading_starts_with", wanted.as_str(), "no line begins so")
            })?,
        None => 0,
    };
    let table = Table::read(text, start, layout.delimiter, notes)?;
    declared(layout, &table)?;
    let sources = sources(layout, &table, notes)?;
    let mut contests: Contests<&str> = Contests::new();
    for source in sources {
        let contest = contests.of(source.contest, source.first.line, || {
            source.contest.to_owned()
        });
        if source.result {
            let count = result(layout, &source, notes).on_line(source.first.line)?;
            contest.count(count);
        } else {
            match poll(layout, contest, &source, notes) {
                Ok(poll) => contest.poll(poll),
                Err(error) => refused(reading, name, source.first.line, source.name, error),
            }
        }
    }
    contests.finish(name, reading);
    Ok(())
}

/// Every column that the layout names is there, and it names figures.
fn declared(layout: &Layout, table: &Table) -> Result<()> {
    let mut names: Vec<&str> = layout.told_apart_by.iter().map(String::as_str).collect();
    names.extend(layout.keep.iter().map(|(column, _)| column.as_str()));
    names.extend(layout.respondents.as_deref());
    names.extend(layout.fieldwork.iter().map(|(column, _)| column.as_str()));
    for name in [&layout.contest, &layout.source] {
        if let Some(Name::Column(column)) = name {
            names.push(column);
        }
    }
    if let Rows::ResultWhere { column, .. } = &layout.rows {
        names.push(column);
    }
    match &layout.shape {
        Shape::Wide { choices, .. } => {
            for one in choices {
                names.push(&one.column);
                names.extend(one.high.as_deref());
            }
        }
        Shape::Long { choice, figures } => {
            names.push(choice);
            names.extend(figures.iter().map(|(column, _)| column.as_str()));
            if figures.is_empty() {
                return Err(Error::missing(
                    "figure",
                    "declare at least one column of figures with its unit",
                ));
            }
        }
    }
    table.require(&names)?;
    if layout.contest.is_none() {
        return Err(Error::missing(
            "contest",
            "name the contest, or the column that names it",
        ));
    }
    if layout.source.is_none() {
        return Err(Error::missing(
            "source",
            "name the pollster or office, or the column that names it",
        ));
    }
    Ok(())
}

fn sources<'a>(layout: &'a Layout, table: &'a Table, notes: &mut Notes) -> Result<Vec<Source<'a>>> {
    let wide = wide_columns(layout, table);
    let mut sources: Vec<Source> = Vec::new();
    let mut index: HashMap<(&str, &str, String, bool), usize> = HashMap::new();
    let mut given: HashMap<(usize, String, Unit), &str> = HashMap::new();
    for row in table.rows() {
        if row.is_blank_but("")
            || layout
                .keep
                .iter()
                .any(|(column, is)| row.text(column) != is)
        {
            continue;
        }
        let text = |name: &'a Option<Name>| match name {
            Some(Name::Is(text)) => text.as_str(),
            Some(Name::Column(column)) => row.text(column),
            None => "",
        };
        let (contest, name) = (text(&layout.contest), text(&layout.source));
        let result = is_result(layout, &row, name);
        let apart: Vec<&str> = layout
            .told_apart_by
            .iter()
            .map(|column| row.text(column))
            .filter(|t| !t.is_empty())
            .collect();
        let apart = apart.join(", ");
        let new = |apart: String| Source {
            first: row,
            contest,
            name,
            apart,
            result,
            rows: 0,
            figures: Vec::new(),
        };
        // In a wide table each row is a source of its own, unless results are to be summed.
        let together = matches!(layout.shape, Shape::Long { .. }) || (result && layout.sum_rows);
        let at = if together {
            // What tells polls apart does not split a result.
            let key = (
                contest,
                name,
                if result { String::new() } else { apart.clone() },
                result,
            );
            *index.entry(key).or_insert_with(|| {
                sources.push(new(apart));
                sources.len() - 1
            })
        } else {
            sources.push(new(apart));
            sources.len() - 1
        };
        let source = sources.get_mut(at).expect("every index was pushed");
        source.rows += 1;
        match &layout.shape {
            Shape::Wide { unit, .. } => {
                for one in &wide {
                    if let Some(text) = wide_text(layout, &row, one) {
                        source
                            .figures
                            .push((one.choice.clone(), *unit, text, row.line));
                    }
                }
            }
            Shape::Long { choice, figures } => {
                let label = label(row.text(choice));
                if label.is_empty() {
                    return Err(Error::missing(
                        choice.as_str(),
                        "name the choice of the figure",
                    ))
                    .on_line(row.line);
                }
                for (column, unit) in figures {
                    let text = row.text(column);
                    if is_missing(text, &layout.missing) {
                        continue;
                    }
                    // A row that stands there twice says nothing new.
                    let before = given.insert((at, label.clone(), *unit), text);
                    if before == Some(text) && !layout.sum_rows {
                        let choice = label.clone();
                        notes.line(row.line, Assumption::RepeatedFigure { choice });
                        continue;
                    }
                    source
                        .figures
                        .push((label.clone(), *unit, text.to_owned(), row.line));
                }
            }
        }
    }
    Ok(sources)
}

/// A label in parentheses that the model knows stays; every other one is a choice.
fn label(text: &str) -> String {
    if Category::parse(text).is_some() {
        text.to_owned()
    } else {
        choice_name(text)
    }
}

/// The declared columns of choices; without any, those that are declared for nothing else.
fn wide_columns(layout: &Layout, table: &Table) -> Vec<ChoiceColumn> {
    let Shape::Wide { choices, .. } = &layout.shape else {
        return Vec::new();
    };
    if !choices.is_empty() {
        return choices.clone();
    }
    let mut taken: Vec<&str> = layout.told_apart_by.iter().map(String::as_str).collect();
    taken.extend(layout.keep.iter().map(|(column, _)| column.as_str()));
    taken.extend(layout.respondents.as_deref());
    taken.extend(layout.fieldwork.iter().map(|(column, _)| column.as_str()));
    for name in [&layout.contest, &layout.source] {
        if let Some(Name::Column(column)) = name {
            taken.push(column);
        }
    }
    if let Rows::ResultWhere { column, .. } = &layout.rows {
        taken.push(column);
    }
    let free = table
        .heading()
        .iter()
        .filter(|name| !name.is_empty() && !taken.contains(&name.as_str()));
    free.map(|name| ChoiceColumn {
        choice: label(name),
        column: name.clone(),
        high: None,
    })
    .collect()
}

fn wide_text(layout: &Layout, row: &Row, one: &ChoiceColumn) -> Option<String> {
    let known =
        |column: &str| Some(row.text(column)).filter(|text| !is_missing(text, &layout.missing));
    let low = known(&one.column)?;
    match &one.high {
        Some(column) => Some(format!("{low}–{}", known(column)?)),
        None => Some(low.to_owned()),
    }
}

fn is_result(layout: &Layout, row: &Row, source: &str) -> bool {
    const WORDS: &[&str] = &[
        "result",
        "actual",
        "official",
        "ergebnis",
        "wyniki",
        "wynik",
        "resultado",
        "résultat",
        "risultat",
    ];
    match &layout.rows {
        Rows::Polls => false,
        Rows::Results => true,
        Rows::ResultWhere { column, is } => row.text(column) == is,
        Rows::Detect => {
            let lower = source.to_lowercase();
            matches!(source, "—" | "–") || WORDS.iter().any(|word| lower.contains(word))
        }
    }
}

fn result(layout: &Layout, source: &Source, notes: &mut Notes) -> Result<OfficialCount> {
    let line = source.first.line;
    let name = if matches!(source.name, "" | "—" | "–") {
        "result"
    } else {
        source.name
    };
    if layout.rows == Rows::Detect {
        notes.line(
            line,
            Assumption::ResultRow {
                name: source.name.to_owned(),
            },
        );
    }
    notes.line(
        line,
        Assumption::Status {
            printed: String::new(),
            taken: CountStatus::Final,
        },
    );
    let mut builder = OfficialCount::builder(name).final_result();
    let mut tally = Tally::default();
    for (label, unit, text, line) in &source.figures {
        let mark = layout.decimal_mark;
        match unit {
            Unit::Votes => {
                let votes = count(label, text, mark).on_line(*line)?;
                if label == Category::Invalid.label() {
                    tally.add_invalid(votes)?;
                } else if tally.add(label, votes)? && !layout.sum_rows {
                    let error = Error::unreadable(
                        label.as_str(),
                        text.as_str(),
                        "the choice comes twice; say that rows are to be summed, or which to keep",
                    );
                    return Err(error).on_line(*line);
                }
            }
            Unit::Percent => builder = builder.share(label.as_str(), percent(text, mark)),
            Unit::Proportion => {
                builder = builder.share(
                    label.as_str(),
                    hundredfold(label, text, mark).on_line(*line)?,
                )
            }
            Unit::Seats => {
                builder = builder.seats(label.as_str(), count(label, text, mark).on_line(*line)?)
            }
        }
    }
    if source.rows > 1 && layout.sum_rows {
        notes.line(
            line,
            Assumption::Summed {
                contest: source.contest.to_owned(),
                rows: source.rows,
            },
        );
    }
    if let Some(base) = layout.base.filter(|base| *base != Base::Approached) {
        builder = builder.base(base);
    }
    tally.into(builder).build()
}

fn poll(
    layout: &Layout,
    contest: &mut Gathered,
    source: &Source,
    notes: &mut Notes,
) -> Result<Poll> {
    let (line, mark) = (source.first.line, layout.decimal_mark);
    let mut builder = Poll::builder(source.name).kind(layout.kind);
    let mut title = source.name.to_owned();
    let release = contest.release(source.name, &source.apart);
    if !release.is_empty() {
        let release = release.trim_start_matches(", ");
        builder = builder.release(release);
        title = format!("{title} ({release})");
    }
    if let Some((column, order)) = &layout.fieldwork {
        let cell = source.first.text(column);
        if !is_missing(cell, &layout.missing) {
            builder = builder.fieldwork(day(column, cell, *order, notes)?.to_string());
        }
    }
    let answers: Vec<(&str, &str)> = of_unit(source, Unit::Votes);
    let mut total = None;
    if !answers.is_empty() {
        (builder, total) = answers_of(layout, builder, &title, &answers, line, notes)?;
    }
    if let Some(column) = &layout.respondents {
        let cell = source.first.text(column);
        if !is_missing(cell, &layout.missing) {
            total = Some(count(column, cell, mark)?);
        }
    }
    if let Some(people) = total {
        builder = builder.respondents(people);
    }
    let mut shares: Vec<(String, String)> = Vec::new();
    for (label, text) in of_unit(source, Unit::Percent) {
        shares.push((label.to_owned(), percent(text, mark)));
    }
    for (label, text) in of_unit(source, Unit::Proportion) {
        shares.push((label.to_owned(), hundredfold(label, text, mark)?));
    }
    for (label, text) in &shares {
        builder = builder.share(label.as_str(), text.as_str());
    }
    for (label, text) in of_unit(source, Unit::Seats) {
        builder = builder.seats(label, text);
    }
    builder = match layout.base {
        Some(base) => builder.base(base),
        None if shares.is_empty() => builder,
        None => {
            let step = if shares.iter().any(|(_, text)| text.contains('.')) {
                0.1
            } else {
                1.0
            };
            let choices =
                |label: &String| label == Category::Other.label() || !label.starts_with('(');
            if shares.iter().all(|(label, _)| choices(label)) {
                base_from_sum(builder, &title, &shares, step, line, notes)
            } else {
                builder
            }
        }
    };
    builder.build()
}

fn of_unit<'a>(source: &'a Source, wanted: Unit) -> Vec<(&'a str, &'a str)> {
    let figures = source
        .figures
        .iter()
        .filter(|(_, unit, ..)| *unit == wanted);
    figures
        .map(|(label, _, text, _)| (label.as_str(), text.as_str()))
        .collect()
}

/// Numbers of answers as shares of all of them; they are exact, and their sum is the sample.
fn answers_of(
    layout: &Layout,
    mut builder: PollBuilder,
    title: &str,
    answers: &[(&str, &str)],
    line: u64,
    notes: &mut Notes,
) -> Result<(PollBuilder, Option<u64>)> {
    let mut numbers = Vec::with_capacity(answers.len());
    for (label, text) in answers {
        numbers.push((*label, count(label, text, layout.decimal_mark)?));
    }
    let total: u64 = numbers
        .iter()
        .fold(0, |sum, (_, number)| sum.saturating_add(*number));
    if total == 0 {
        return Err(Error::out_of_range(
            "answers",
            0,
            "a poll needs at least one answer",
        ));
    }
    for (label, number) in &numbers {
        // Thirteen decimals of a percentage are more than any share of people needs.
        let share = 100.0 * *number as f64 / total as f64;
        builder = builder.share(*label, format!("{share:.13}"));
    }
    builder = builder.rounded_to(0);
    if layout.base.is_none() {
        let has = |category: Category| numbers.iter().any(|(label, _)| *label == category.label());
        let base = if has(Category::Refused) || has(Category::Undisclosed) {
            Base::Approached
        } else if has(Category::Invalid) {
            Base::AllBallots
        } else {
            Base::ValidVotes
        };
        notes.line(
            line,
            Assumption::BaseFromSum {
                poll: title.to_owned(),
                sum: 100.0,
                base,
            },
        );
        builder = builder.base(base);
    }
    Ok((builder, Some(total)))
}

/// A proportion as percent, its point moved by two digits.
fn hundredfold(field: &str, text: &str, mark: DecimalMark) -> Result<String> {
    let plain = percent(text, mark);
    let unreadable = || Error::unreadable(field, text, "give a share from 0 to 1, such as 0.553");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !matches!(whole.trim_start_matches('0'), "" | "1")
        || whole.is_empty()
        || !digits(whole)
        || !digits(decimals)
    {
        return Err(unreadable());
    }
    let padded = format!("{decimals:0<2}");
    let (up, down) = padded.split_at(2);
    let number = format!("{whole}{up}");
    let number = match number.trim_start_matches('0') {
        "" => "0",
        number => number,
    };
    Ok(if down.is_empty() {
        number.to_owned()
    } else {
        format!("{number}.{down}")
    })
}
