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

/// The columns of a grid in their natural widths.
fn lay_out(grid: &Grid, width: usize) -> Vec<String> {
    let columns: Vec<(usize, usize)> = (0..grid.columns.len())
        .map(|i| (i, natural(grid, i).min(width)))
        .collect();
    place(grid, columns, width)
}

/// Columns by their place in the grid, each with its width. Where there is no room, optional ones go, then
/// columns of words are narrowed, the widest first; then the grid is cut in two with its first column
/// repeated. Figures are only broken where a single one does not fit beside a name.
fn place(grid: &Grid, mut columns: Vec<(usize, usize)>, width: usize) -> Vec<String> {
    let over = |columns: &[(usize, usize)]| {
        let gaps = GAP * columns.len().saturating_sub(1);
        columns.iter().map(|(_, wide)| wide).sum::<usize>() + gaps > width
    };
    while over(&columns)
        && let Some(last) = columns.iter().rposition(|(i, _)| grid.columns[*i].optional)
    {
        columns.remove(last);
    }
    let whole = columns.clone();
    narrow(&mut columns, &over, |i| match grid.columns[i].cells {
        Cells::Words => NARROWEST,
        Cells::Figures => usize::MAX,
    });
    if over(&columns) && columns.len() > 2 {
        return cut(grid, &whole, width);
    }
    narrow(&mut columns, &over, |_| 2);
    let headings: Vec<&str> = grid
        .columns
        .iter()
        .map(|column| column.heading.as_str())
        .collect();
    let mut lines = row_lines(grid, &headings, &columns);
    let rule: Vec<String> = columns.iter().map(|(_, wide)| "─".repeat(*wide)).collect();
    lines.push(rule.join(&" ".repeat(GAP)));
    for row in &grid.rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        lines.extend(row_lines(grid, &cells, &columns));
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
fn narrow(
    columns: &mut [(usize, usize)],
    over: &impl Fn(&[(usize, usize)]) -> bool,
    least: impl Fn(usize) -> usize,
) {
    while over(columns) {
        let widest = columns
            .iter_mut()
            .filter(|(i, width)| *width > least(*i))
            .max_by_key(|(_, width)| *width);
        match widest {
            Some((_, width)) => *width -= 1,
            None => break,
        }
    }
}

fn row_lines(grid: &Grid, row: &[&str], widths: &[(usize, usize)]) -> Vec<String> {
    let cells: Vec<Vec<String>> = widths
        .iter()
        .map(|(i, width)| wrap(row[*i], *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |n: usize| {
        let mut line = String::new();
        for (cell, (i, width)) in cells.iter().zip(widths) {
            let text = cell.get(n).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(columns(text)));
            match grid.columns[*i].cells {
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
fn cut(grid: &Grid, columns: &[(usize, usize)], width: usize) -> Vec<String> {
    let middle = columns.len().div_ceil(2).max(2);
    let (first, second) = columns.split_at(middle);
    let mut lines = place(grid, first.to_vec(), width);
    lines.push(String::new());
    let second: Vec<_> = columns[..1].iter().chain(second).copied().collect();
    lines.extend(place(grid, second, width));
    lines
}
