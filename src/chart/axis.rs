//! Axes, grid and the columns beside a plot.

use super::page::{Anchor, PLAIN, Page, QUIET, Type, text_width};
use super::scale::Scale;
use crate::render::picture;

/// Vertical lines of the grid over this height.
pub(super) fn grid(page: &mut Page, scale: &Scale, (top, bottom): (f64, f64)) {
    for mark in scale.marks() {
        let x = scale.at(mark);
        page.line("xp-grid", (x, top), (x, bottom));
    }
}

/// The marks of a horizontal axis in figures beneath `y`, and what they are; gives the height that is
/// taken. `signed` figures have a plus.
pub(super) fn below(page: &mut Page, scale: &Scale, y: f64, what: &str, signed: bool) -> f64 {
    figures(page, scale, y + 15.0, signed);
    let (from, to) = scale.ends();
    page.line("xp-axis", (from, y), (to, y));
    let room = super::page::WIDTH - 2.0 * super::page::MARGIN;
    // Held at the middle of the plot, unless that takes it over the edge.
    let half = 0.5 * text_width(what, QUIET).min(room);
    let middle = (0.5 * (from + to)).clamp(
        super::page::MARGIN + half,
        super::page::WIDTH - super::page::MARGIN - half,
    );
    page.text(what, (middle, y + 32.0), Anchor::Middle, QUIET, room);
    y + 38.0
}

/// The figures alone, on this base line.
pub(super) fn figures(page: &mut Page, scale: &Scale, y: f64, signed: bool) {
    let decimals = scale.decimals();
    for mark in scale.marks() {
        let text = if signed {
            picture::points(mark / 100.0, decimals)
        } else {
            picture::percent(mark / 100.0, decimals)
        };
        page.text(&text, (scale.at(mark), y), Anchor::Middle, QUIET, 80.0);
    }
}

/// How wide a column of texts has to be, `most` at most.
pub(super) fn column<'a>(texts: impl IntoIterator<Item = &'a str>, of: Type, most: f64) -> f64 {
    let widest = texts
        .into_iter()
        .map(|text| text_width(text, of))
        .fold(0.0, f64::max);
    widest.min(most)
}

/// Columns of figures at the right of a plot, each with its heading.
pub(super) struct Columns {
    headings: Vec<String>,
    ends: Vec<f64>,
    left: f64,
}

impl Columns {
    /// As wide as their widest cell.
    pub(super) fn new(headings: &[&str], rows: &[Vec<String>]) -> Columns {
        let mut ends = Vec::new();
        let mut right = super::page::WIDTH - super::page::MARGIN;
        for (i, heading) in headings.iter().enumerate().rev() {
            let cells = rows.iter().filter_map(|row| row.get(i));
            let wide =
                column(cells.map(String::as_str), PLAIN, 120.0).max(text_width(heading, QUIET));
            ends.push(right);
            right -= wide + 12.0;
        }
        ends.reverse();
        Columns {
            headings: headings.iter().map(|of| (*of).to_owned()).collect(),
            ends,
            left: right,
        }
    }

    /// Where the plot has to end.
    pub(super) fn left(&self) -> f64 {
        self.left
    }

    pub(super) fn head(&self, page: &mut Page, y: f64) {
        for (heading, end) in self.headings.iter().zip(&self.ends) {
            page.text(heading, (*end, y), Anchor::End, QUIET, 140.0);
        }
    }

    pub(super) fn row(&self, page: &mut Page, y: f64, cells: &[String]) {
        for (cell, end) in cells.iter().zip(&self.ends) {
            page.text(cell, (*end, y), Anchor::End, PLAIN, 120.0);
        }
    }
}
