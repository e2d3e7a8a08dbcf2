//! Layout for a terminal: every line fits the width.

use super::outline::{Block, Side, Table};

/// Between two columns.
const GAP: usize = 2;

pub(super) fn render(blocks: &[Block], width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match block {
            Block::Title(text) => heading(&mut lines, text, '=', width),
            Block::Section(text) => heading(&mut lines, text, '-', width),
            Block::Subsection(text) => {
                // A rule to the end of the line sets it off without taking a line of its own.
                let mut wrapped = wrap(text, width);
                if let Some(last) = wrapped.last_mut()
                    && columns(last) + 3 < width
                {
                    let rest = width - columns(last) - 1;
                    last.push(' ');
                    last.push_str(&"─".repeat(rest));
                }
                lines.extend(wrapped);
            }
            Block::Paragraph(text) => lines.extend(wrap(text, width)),
            Block::Table(table) => lines.extend(lay_out(table, width)),
            Block::List(items) => {
                for item in items {
                    for (i, line) in wrap(item, width - 2).into_iter().enumerate() {
                        let mark = if i == 0 { "- " } else { "  " };
                        lines.push(format!("{mark}{line}"));
                    }
                }
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn heading(lines: &mut Vec<String>, text: &str, rule: char, width: usize) {
    let wrapped = wrap(text, width);
    let longest = wrapped.iter().map(|line| columns(line)).max().unwrap_or(0);
    lines.extend(wrapped);
    lines.push(rule.to_string().repeat(longest));
}

/// Columns that a text takes: none for a combining mark, two for a wide character.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> usize {
    match u32::from(c) {
        0x00..=0x1f | 0x7f..=0x9f => 0,
        // Combining marks, joiners, variation selectors.
        0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0x93c
        | 0x94d
        | 0x200b..=0x200f
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f => 0,
        // East Asian wide characters and emoji.
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0xa4cf
        | 0xa960..=0xa97c
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// Breaks at spaces; a word that does not fit by itself is broken anywhere.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word: String = word.chars().filter(|c| !c.is_control()).collect();
        if !line.is_empty() && columns(&line) + 1 + columns(&word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        while columns(&line) + columns(&word) > width {
            let mut taken = columns(&line);
            let fits = word.char_indices().find(|(_, c)| {
                taken += width_of(*c);
                taken > width
            });
            let cut = fits.map_or(word.len(), |(at, _)| at);
            let rest = word.split_off(cut);
            line.push_str(&word);
            lines.push(std::mem::take(&mut line));
            word = rest;
        }
        line.push_str(&word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Gives each column its natural width; where that is too much, columns of words are narrowed, the
/// widest first, and their cells broken over several lines. Figures are never broken.
fn lay_out(table: &Table, width: usize) -> Vec<String> {
    let natural = |i: usize, name: &str| {
        let cells = table
            .rows
            .iter()
            .filter_map(|row| row.get(i))
            .map(|cell| columns(cell));
        cells.chain([columns(name)]).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(i, column)| natural(i, &column.name))
        .collect();
    let gaps = GAP * table.columns.len().saturating_sub(1);
    let last_optional = table.columns.iter().rposition(|column| column.optional);
    if let Some(last) = last_optional
        && widths.iter().sum::<usize>() + gaps > width
    {
        return lay_out(&without(table, &|i| i == last), width);
    }
    while widths.iter().sum::<usize>() + gaps > width {
        let words = table
            .columns
            .iter()
            .zip(&mut widths)
            .filter(|(column, _)| column.side == Side::Left);
        match words
            .map(|(_, width)| width)
            .filter(|width| **width > 8)
            .max()
        {
            Some(widest) => *widest -= 1,
            None => break,
        }
    }
    // Too many figures for one line: the table is cut in two, names repeated.
    if widths.iter().sum::<usize>() + gaps > width && table.columns.len() > 2 {
        return cut(table, width);
    }
    let names: Vec<String> = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let mut lines = row_lines(table, &names, &widths);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    lines.push(rule.join(&" ".repeat(GAP)));
    for row in &table.rows {
        lines.extend(row_lines(table, row, &widths));
    }
    lines
}

fn row_lines(table: &Table, row: &[String], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |i: usize| {
        let mut line = String::new();
        for ((cell, width), column) in cells.iter().zip(widths).zip(&table.columns) {
            let text = cell.get(i).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(columns(text)));
            match column.side {
                Side::Left => line.extend([text, pad.as_str()]),
                Side::Right => line.extend([pad.as_str(), text]),
            }
            line.push_str(&" ".repeat(GAP));
        }
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// The first half of the columns, then the second with the first column repeated.
fn cut(table: &Table, width: usize) -> Vec<String> {
    let middle = table.columns.len().div_ceil(2).max(2);
    let mut lines = lay_out(&without(table, &|i| i >= middle), width);
    lines.push(String::new());
    lines.extend(lay_out(&without(table, &|i| i > 0 && i < middle), width));
    lines
}

/// The table without the columns for which `drop` holds.
fn without(table: &Table, drop: &dyn Fn(usize) -> bool) -> Table {
    Table {
        columns: pick(&table.columns, drop),
        rows: table.rows.iter().map(|row| pick(row, drop)).collect(),
    }
}

fn pick<T: Clone>(from: &[T], drop: &dyn Fn(usize) -> bool) -> Vec<T> {
    from.iter()
        .enumerate()
        .filter(|(i, _)| !drop(*i))
        .map(|(_, item)| item.clone())
        .collect()
}
