//! Reads a table by its declared layout.

use std::collections::HashMap;

use super::detect::line_starts;
use super::encoding::decode;
use super::gather::{Contests, choice_name, refused};
use super::layout::{ChoiceColumn, Layout, Name, Rows, Shape, Unit};
use super::note::{Assumption, Notes};
use super::number::is_missing;
use super::place::Placed;
use super::table::{Row, Table};
use super::tabular_source::{Source, poll, result};
use super::{Format, Reading};
use crate::error::{Error, Result};
use crate::model::Category;

pub(super) fn read(layout: &Layout, name: &str, bytes: &[u8]) -> Result<Reading> {
    let mut notes = Notes::default();
    let text = decode(bytes, layout.encoding.as_deref(), &mut notes).in_file(name)?;
    let mut reading = Reading::new(Format::Table);
    from_text(layout, name, &text, &mut reading, &mut notes).in_file(name)?;
    reading.notes = notes.list;
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
