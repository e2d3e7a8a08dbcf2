//! Cells for a spreadsheet: one figure in each. Where a line of text says "47.1–52.9", a table on a page
//! has two columns.

use crate::render::number::NOTHING;
use crate::render::outline::{Cells, Column, Grid};

/// A table whose cells hold one figure, or words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    pub(super) columns: Vec<Heading>,
    pub(super) rows: Vec<Vec<String>>,
}

/// What stands over a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) figures: bool,
}

/// How the figures of one column are written in a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Whole,
    /// "47.1–52.9", "−1.2 to 3.4", "8 or more".
    Range,
    /// "+1.85 ±0.05".
    Rounding,
    /// "±0.05".
    HalfWidth,
    /// "3 of 5", "3 of 5, 1 open".
    Part,
    /// "0.041 (rounding decides)".
    Remark,
    /// "53.9 or 54.2".
    Either,
    /// "no, 1.20 above".
    Outside,
    /// "+1.85 Name".
    Named,
    /// "93.35 % of ballots".
    PercentOf,
}

/// The same table with one figure a cell, and headings that do not lean on the column before.
pub(super) fn sheet(grid: &Grid) -> Sheet {
    let mut sheet = Sheet {
        columns: Vec::new(),
        rows: vec![Vec::new(); grid.rows.len()],
    };
    let mut before = String::new();
    for (i, column) in grid.columns.iter().enumerate() {
        let heading = on_its_own(&column.heading, &before);
        let form = form(column, grid.rows.iter().map(|row| row[i].as_str()));
        let headings = headings(form, &heading);
        for (line, row) in sheet.rows.iter_mut().zip(&grid.rows) {
            let mut cells = parts(form, &row[i]);
            cells.resize(headings.len(), String::new());
            line.append(&mut cells);
        }
        let figures = |text: &str| match form {
            Form::Whole => column.cells == Cells::Figures,
            _ => !text.ends_with(REMARK) && !text.ends_with(WHICH) && !text.ends_with(SIDE),
        };
        sheet
            .columns
            .extend(headings.into_iter().map(|text| Heading {
                figures: figures(&text),
                text,
            }));
        before = heading;
    }
    for row in &mut sheet.rows {
        for (cell, column) in row.iter_mut().zip(&sheet.columns) {
            if cell == NOTHING {
                cell.clear();
            } else if column.figures
                && let Some(rest) = cell.strip_prefix('−')
            {
                // Spreadsheets take the hyphen for a minus sign, and only that.
                *cell = format!("-{rest}");
            }
        }
    }
    sheet
}

const REMARK: &str = ": remark";
const WHICH: &str = ": of which";
const SIDE: &str = ": side";

/// "the same, %" and "by" name nothing once the columns are moved.
fn on_its_own(heading: &str, before: &str) -> String {
    if heading == "by" {
        return format!("{}: by whom", name_and_unit(before).0);
    }
    if heading == before {
        return format!("other {heading}");
    }
    let Some(rest) = heading.strip_prefix("the same") else {
        return heading.to_owned();
    };
    let (name, unit) = name_and_unit(before);
    let rest = rest.trim_start_matches(',').trim_start();
    match name_and_unit(rest) {
        _ if rest.starts_with('%') => format!("{name}, {rest}"),
        (what, "") => with_unit(&format!("{name} {what}"), unit),
        (what, unit) => with_unit(&format!("{name} {what}"), unit),
    }
}

/// "95 % interval, %" is an interval in percent.
fn name_and_unit(heading: &str) -> (&str, &str) {
    heading.rsplit_once(", ").unwrap_or((heading, ""))
}

fn with_unit(name: &str, unit: &str) -> String {
    match unit {
        "" => name.to_owned(),
        unit => format!("{name}, {unit}"),
    }
}

fn form<'a>(column: &Column, cells: impl Iterator<Item = &'a str>) -> Form {
    let figures = column.cells == Cells::Figures;
    // A choice or a count may have any name: only these two columns of words hold figures.
    let named = column.heading.starts_with("largest ");
    let counted = column.heading == "counted";
    let mut found = cells.map(|cell| match () {
        () if figures => of_figure(cell),
        () if named => Form::Named,
        () if counted && cell.contains(" % of ") => Form::PercentOf,
        () => Form::Whole,
    });
    found
        .find(|form| *form != Form::Whole)
        .unwrap_or(Form::Whole)
}

fn of_figure(cell: &str) -> Form {
    if ends(cell).is_some() || cell.ends_with(" or more") {
        Form::Range
    } else if cell.contains(" ±") {
        Form::Rounding
    } else if cell.starts_with('±') {
        Form::HalfWidth
    } else if cell.contains(" of ") {
        Form::Part
    } else if cell.ends_with(')') {
        Form::Remark
    } else if cell.contains(" or ") {
        Form::Either
    } else if cell.starts_with("no, ") {
        Form::Outside
    } else {
        Form::Whole
    }
}

fn headings(form: Form, heading: &str) -> Vec<String> {
    let (name, unit) = name_and_unit(heading);
    let between = name.strip_suffix(" between").unwrap_or(name);
    match form {
        Form::Whole => vec![heading.to_owned()],
        Form::Range => vec![
            with_unit(&format!("{between} from"), unit),
            with_unit(&format!("{between} to"), unit),
        ],
        Form::Rounding => {
            let name = name.strip_suffix(" ± rounding").unwrap_or(name);
            vec![
                with_unit(name, unit),
                with_unit("rounding", &format!("± {unit}")),
            ]
        }
        Form::HalfWidth => vec![with_unit(name, &format!("± {unit}"))],
        Form::Part => vec![
            heading.to_owned(),
            format!("{heading}: of so many"),
            format!("{heading}: still open"),
        ],
        Form::Remark => vec![heading.to_owned(), format!("{heading}{REMARK}")],
        Form::Either => vec![heading.to_owned(), format!("{heading}, on another base")],
        Form::Outside => vec![
            heading.to_owned(),
            format!("{heading}: outside by, points"),
            format!("{heading}{SIDE}"),
        ],
        Form::Named => vec![heading.to_owned(), format!("{name}{WHICH}")],
        Form::PercentOf => vec![format!("{heading}, %"), format!("{heading}{WHICH}")],
    }
}

/// The cells of one figure as it stands in a line; a part that is absent stays empty.
fn parts(form: Form, cell: &str) -> Vec<String> {
    let two = |parts: Option<(&str, &str)>| match parts {
        Some((first, second)) => vec![first.to_owned(), second.to_owned()],
        None => vec![cell.to_owned()],
    };
    match form {
        Form::Whole => two(None),
        Form::Range => match (ends(cell), cell.strip_suffix(" or more")) {
            (Some(both), _) => two(Some(both)),
            (None, Some(least)) => two(Some((least, ""))),
            // One figure where both ends print alike; words stand once.
            (None, None) if is_figure(cell) => two(Some((cell, cell))),
            (None, None) => two(None),
        },
        Form::Rounding => two(cell.split_once(" ±")),
        Form::HalfWidth => vec![cell.trim_start_matches('±').to_owned()],
        Form::Part => match cell.split_once(" of ") {
            Some((part, rest)) => {
                let (all, open) = rest.split_once(", ").unwrap_or((rest, ""));
                let open = open.strip_suffix(" open").unwrap_or(open);
                vec![part.to_owned(), all.to_owned(), open.to_owned()]
            }
            None => two(None),
        },
        Form::Remark => two(cell
            .strip_suffix(')')
            .and_then(|cell| cell.split_once(" ("))),
        Form::Either => two(cell.split_once(" or ")),
        Form::Outside => match cell.strip_prefix("no, ").and_then(|by| by.split_once(' ')) {
            Some((by, side)) => vec!["no".to_owned(), by.to_owned(), side.to_owned()],
            None => two(None),
        },
        Form::Named => two(cell.split_once(' ').filter(|(figure, _)| is_figure(figure))),
        Form::PercentOf => two(cell.split_once(" % of ")),
    }
}

/// The ends of a range.
fn ends(cell: &str) -> Option<(&str, &str)> {
    ["–", " to ", "-"].into_iter().find_map(|between| {
        let (low, high) = cell.split_once(between)?;
        (is_end(low) && is_end(high)).then_some((low.trim(), high.trim()))
    })
}

fn is_end(text: &str) -> bool {
    is_figure(text.trim())
}

fn is_figure(text: &str) -> bool {
    let digits = text.trim_start_matches(['−', '+', '<', '>', '±', '≤', ' ']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | '%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(heading: &str, cells: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
        let mut grid = Grid::default().figures(heading);
        for cell in cells {
            grid.row(vec![(*cell).to_owned()]);
        }
        let sheet = sheet(&grid);
        let headings = sheet.columns.into_iter().map(|of| of.text);
        (headings.collect(), sheet.rows)
    }

    #[test]
    fn a_range_has_two_columns() {
        let (headings, rows) = split(
            "95 % interval, %",
            &["47.1–52.9", "–", "3.0", "−1.2 to 0.4"],
        );
        assert_eq!(headings, ["95 % interval from, %", "95 % interval to, %"]);
        assert_eq!(rows[0], ["47.1", "52.9"]);
        assert_eq!(rows[1], ["", ""]);
        assert_eq!(rows[2], ["3.0", "3.0"]);
        assert_eq!(rows[3], ["-1.2", "0.4"]);
    }

    #[test]
    fn rounding_stands_beside_its_deviation() {
        let (headings, rows) = split("deviation ± rounding, points", &["+1.85 ±0.05", "−0.2"]);
        assert_eq!(headings, ["deviation, points", "rounding, ± points"]);
        assert_eq!(rows, [["+1.85", "0.05"], ["-0.2", ""]]);
    }

    #[test]
    fn words_stand_beside_their_figure() {
        let (_, rows) = split("inside", &["3 of 5, 1 open", "2 of 4"]);
        assert_eq!(rows, [["3", "5", "1"], ["2", "4", ""]]);
        let (_, rows) = split("count inside the range", &["yes", "no, 1.20 above"]);
        assert_eq!(rows, [["yes", "", ""], ["no", "1.20", "above"]]);
        let (headings, rows) = split("adjusted p", &["0.041 (rounding decides)", "<0.001"]);
        assert_eq!(headings, ["adjusted p", "adjusted p: remark"]);
        assert_eq!(rows, [["0.041", "rounding decides"], ["<0.001", ""]]);
    }

    #[test]
    fn no_heading_leans_on_another() {
        assert_eq!(
            on_its_own("the same within rounding", "break-even size, respondents"),
            "break-even size within rounding, respondents"
        );
        assert_eq!(
            on_its_own("the same, % of the house", "midpoint less result, seats"),
            "midpoint less result, % of the house"
        );
        assert_eq!(on_its_own("by", "lowest, %"), "lowest: by whom");
        assert_eq!(on_its_own("poll", "poll"), "other poll");
        assert_eq!(
            on_its_own("the same within rounding, %", "needed, %"),
            "needed within rounding, %"
        );
    }

    #[test]
    fn a_name_is_never_split() {
        let mut grid = Grid::of("choice").words("largest deviation, points");
        grid.row(vec!["1 of 2".into(), "+1.0 A of B – C".into()]);
        let sheet = sheet(&grid);
        assert_eq!(sheet.rows, [["1 of 2", "+1.0", "A of B – C"]]);
    }
}
