//! One poll or one result of a table with a declared layout.

use super::date::day;
use super::gather::{Gathered, Tally, base_from_sum};
use super::layout::{Layout, Rows, Unit};
use super::note::{Assumption, Notes};
use super::number::{DecimalMark, count, is_missing, percent};
use super::place::Placed;
use super::table::Row;
use crate::error::{Error, Result};
use crate::model::{Base, Category, CountStatus, OfficialCount, Poll, PollBuilder};
/// The figures of one poll or one result.
pub(super) struct Source<'a> {
    pub(super) first: Row<'a>,
    pub(super) contest: &'a str,
    pub(super) name: &'a str,
    pub(super) apart: String,
    pub(super) result: bool,
    pub(super) rows: usize,
    /// Label, unit and text, each with its line.
    pub(super) figures: Vec<(String, Unit, String, u64)>,
}

pub(super) fn result(layout: &Layout, source: &Source, notes: &mut Notes) -> Result<OfficialCount> {
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
    tally.note_spellings(line, notes);
    tally.into(builder).build()
}

pub(super) fn poll(
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
