//! Layout for a terminal: every line fits the width.

use super::outline::{Block, Cells, Grid};
use super::wrap::{clean, columns, wrap};

/// Between two columns.
const GAP: usize = 2;
/// Words are not narrowed below this.
const NARROWEST: usize = 10;
/// Columns of a heading that is not broken for its length alone.
const LONGEST_HEADING: usize = 24;

pub(super) fn render(blocks: &[Block], width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match block {
            Block::Title(text) => heading(&mut lines, text, '=', width),
            Block::Section(text) => heading(&mut lines, text, '-', width),
            Block::Subsection(text) => subsection(&mut lines, text, width),
            Block::Paragraph(text) => lines.extend(wrap(&clean(text), width)),
            Block::Grid(grid) => lines.extend(lay_out(&cleaned(grid), width)),
            Block::List(items) => {
                for item in items {
                    for (i, line) in wrap(&clean(item), width - 2).into_iter().enumerate() {
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
    let wrapped = wrap(&clean(text), width);
    let longest = wrapped.iter().map(|line| columns(line)).max().unwrap_or(0);
    lines.extend(wrapped);
    lines.push(rule.to_string().repeat(longest));
}

/// A rule to the end of the line sets it off without taking a line of its own.
fn subsection(lines: &mut Vec<String>, text: &str, width: usize) {
    let mut wrapped = wrap(&clean(text), width);
    if let Some(last) = wrapped.last_mut()
        && columns(last) + 3 < width
    {
        let rest = width - columns(last) - 1;
        last.push(' ');
        last.push_str(&"─".repeat(rest));
    }
    lines.extend(wrapped);
}

fn cleaned(grid: &Grid) -> Grid {
    let mut grid = grid.clone();
    for column in &mut grid.columns {
        column.heading = clean(&column.heading);
    }
    for cell in grid.rows.iter_mut().flatten() {
        *cell = clean(cell);
    }
    grid
}

/// Gives each column its natural width. Where that is too much, optional columns go, then columns of
/// words are narrowed, the widest first; then the grid is cut in two with its first column repeated.
/// Figures are only broken where a single one does not fit beside a name.
fn lay_out(grid: &Grid, width: usize) -> Vec<String> {
    let gaps = GAP * grid.columns.len().saturating_sub(1);
    let room = width.saturating_sub(gaps);
    let mut widths: Vec<usize> = (0..grid.columns.len())
        .map(|i| natural(grid, i).min(width))
        .collect();
    let over = |widths: &[usize]| widths.iter().sum::<usize>() > room;
    let last_optional = grid.columns.iter().rposition(|column| column.optional);
    if let Some(last) = last_optional
        && over(&widths)
    {
        return lay_out(&without(grid, &|i| i == last), width);
    }
    let least = |i: usize| match grid.columns[i].cells {
        Cells::Words => NARROWEST,
        Cells::Figures => usize::MAX,
    };
    narrow(&mut widths, room, least);
    if over(&widths) && grid.columns.len() > 2 {
        return cut(grid, width);
    }
    narrow(&mut widths, room, |_| 2);
    let headings: Vec<String> = grid
        .columns
        .iter()
        .map(|column| column.heading.clone())
        .collect();
    let mut lines = row_lines(grid, &headings, &widths);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    lines.push(rule.join(&" ".repeat(GAP)));
    for row in &grid.rows {
        lines.extend(row_lines(grid, row, &widths));
    }
    lines
}

/// What a column takes: its widest cell, and enough for its heading to stand in three lines.
fn natural(grid: &Grid, i: usize) -> usize {
    let heading = &grid.columns[i].heading;
    let longest_word = heading.split(' ').map(columns).max().unwrap_or(0);
    let cells = grid.rows.iter().map(|row| columns(&row[i]));
    let widest = cells.chain([longest_word]).max().unwrap_or(0);
    let most = widest.max(columns(heading).min(LONGEST_HEADING));
    (widest..=most)
        .find(|width| wrap(heading, *width).len() <= 3)
        .unwrap_or(most)
}

/// Takes from the widest column that is wider than its least, until all fit.
fn narrow(widths: &mut [usize], room: usize, least: impl Fn(usize) -> usize) {
    while widths.iter().sum::<usize>() > room {
        let widest = widths
            .iter_mut()
            .enumerate()
            .filter(|(i, width)| **width > least(*i))
            .max_by_key(|(_, width)| **width);
        match widest {
            Some((_, width)) => *width -= 1,
            None => break,
        }
    }
}

fn row_lines(grid: &Grid, row: &[String], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |i: usize| {
        let mut line = String::new();
        for ((cell, width), column) in cells.iter().zip(widths).zip(&grid.columns) {
            let text = cell.get(i).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(columns(text)));
            match column.cells {
                Cells::Words => line.extend([text, pad.as_str()]),
                Cells::Figures => line.extend([pad.as_str(), text]),
            }
            line.push_str(&" ".repeat(GAP));
        }
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// The first half of the columns, then the second with the first column repeated.
fn cut(grid: &Grid, width: usize) -> Vec<String> {
    let middle = grid.columns.len().div_ceil(2).max(2);
    let mut lines = lay_out(&without(grid, &|i| i >= middle), width);
    lines.push(String::new());
    lines.extend(lay_out(&without(grid, &|i| i > 0 && i < middle), width));
    lines
}

/// The grid without the columns for which `drop` holds.
fn without(grid: &Grid, drop: &dyn Fn(usize) -> bool) -> Grid {
    Grid {
        columns: pick(&grid.columns, drop),
        rows: grid.rows.iter().map(|row| pick(row, drop)).collect(),
    }
}

fn pick<T: Clone>(from: &[T], drop: &dyn Fn(usize) -> bool) -> Vec<T> {
    from.iter()
        .enumerate()
        .filter(|(i, _)| !drop(*i))
        .map(|(_, item)| item.clone())
        .collect()
}
