//! Axes, grid and the columns beside a plot.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Anchor, BOLD, MARGIN, PLAIN, Page, QUIET, Type, shortened, text_width};
use super::scale::Scale;
use crate::render::picture;

/// What a name may take of the space between its column and the plot.
const GAP: f64 = 4.0;
/// Between two names beside a plot.
pub(super) const LABEL: f64 = 14.0;

/// Vertical lines of the grid over this height.
pub(super) fn grid(page: &mut Page, scale: &Scale, (top, bottom): (f64, f64)) {
    for mark in scale.marks() {
        let x = scale.at(mark);
        page.line("xp-grid", (x, top), (x, bottom));
    }
}

/// What the figures of an axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figures {
    /// Percent.
    Percent,
    /// Percentage points, or another difference, with a sign.
    Signed,
    /// Seats, or whatever a covariate counts.
    Plain,
}

impl Figures {
    fn print(self, mark: f64, decimals: usize) -> String {
        match self {
            Figures::Percent => picture::percent(mark / 100.0, decimals),
            Figures::Signed => picture::points(mark / 100.0, decimals),
            Figures::Plain => picture::figure(mark, decimals),
        }
    }
}

/// The marks of a horizontal axis in figures beneath `y`, and what they are; gives the height that is
/// taken.
pub(super) fn below(page: &mut Page, scale: &Scale, y: f64, what: &str, of: Figures) -> f64 {
    figures(page, scale, y + 15.0, of);
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

/// The figures alone, on this base line: as many as have room, that of 0 among them.
pub(super) fn figures(page: &mut Page, scale: &Scale, y: f64, of: Figures) {
    let marks: Vec<(f64, String)> = scale
        .marks()
        .into_iter()
        .map(|mark| (scale.at(mark), of.print(mark, scale.decimals())))
        .collect();
    let texts = marks.iter().map(|(_, text)| text.as_str());
    let wide = column(texts, QUIET, 140.0) + 6.0;
    let (from, to) = scale.ends();
    let apart = (to - from).abs() / (marks.len().max(2) - 1) as f64;
    let every = (wide / apart).ceil().max(1.0) as usize;
    let zero = marks.iter().position(|(_, text)| text.parse() == Ok(0.0));
    let first = zero.unwrap_or(0) % every;
    for (x, text) in marks.iter().skip(first).step_by(every) {
        page.text(text, (*x, y), Anchor::Middle, QUIET, 140.0);
    }
}

/// The marks of an upright axis at the left of a plot, each with its line across it.
pub(super) fn left(page: &mut Page, scale: &Scale, (left, right): (f64, f64), of: Figures) {
    for mark in scale.marks() {
        let y = scale.at(mark);
        page.line("xp-grid", (left, y), (right, y));
        let text = of.print(mark, scale.decimals());
        page.text(&text, (left - 6.0, y + 4.0), Anchor::End, QUIET, 60.0);
    }
}

/// Names both sides of the line at zero.
pub(super) fn sides(page: &mut Page, (left, zero, right): (f64, f64, f64), y: f64, so_far: &str) {
    let below = format!("← poll below the count{so_far}");
    let above = format!("poll above the count{so_far} →");
    let middle = zero.clamp(left + 150.0, right - 150.0);
    let room = 230.0;
    page.text(&below, (middle - 8.0, y), Anchor::End, QUIET, room);
    page.text(&above, (middle + 8.0, y), Anchor::Start, QUIET, room);
}

/// What stands above a plot of deviations: the headings of its columns, both sides of zero and the figures of the
/// axis; gives the height where the plot begins.
pub(super) fn deviations(
    page: &mut Page,
    columns: &Columns,
    scale: &Scale,
    y: f64,
    so_far: &str,
) -> f64 {
    let (left, right) = scale.ends();
    columns.head(page, y + 26.0);
    sides(page, (left, scale.at(0.0), right), y + 10.0, so_far);
    figures(page, scale, y + 26.0, Figures::Signed);
    y + 30.0
}

/// The choice of a panel at the left, and what it has in the count at the right.
pub(super) fn panel(page: &mut Page, choice: &str, of_count: &str, y: f64) {
    let end = super::page::WIDTH - MARGIN;
    let (count, wide) = (format!("count {of_count}"), 120.0);
    page.text(
        choice,
        (MARGIN, y),
        Anchor::Start,
        BOLD,
        end - wide - 10.0 - MARGIN,
    );
    page.text(&count, (end, y), Anchor::End, BOLD, wide);
}

/// A text at the right of a plot that ends at `right`, beside its mark at this height.
pub(super) fn beside(page: &mut Page, text: &str, (right, y): (f64, f64)) {
    let room = super::page::WIDTH - MARGIN - right - 18.0;
    page.text(text, (right + 18.0, y + 4.0), Anchor::Start, QUIET, room);
}

/// Places for texts as near as may be to those wanted (ascending), and not over one another.
pub(super) fn apart(wanted: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::with_capacity(wanted.len());
    for want in wanted {
        let least = places.last().map_or(top, |last| last + LABEL);
        places.push(want.max(least));
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - LABEL;
    }
    places
}

/// How wide a column of texts has to be, `most` at most.
pub(super) fn column<'a>(texts: impl IntoIterator<Item = &'a str>, of: Type, most: f64) -> f64 {
    let widest = texts
        .into_iter()
        .map(|text| text_width(text, of))
        .fold(0.0, f64::max);
    widest.min(most)
}

/// The column of names at the left of a plot.
pub(super) struct Names {
    wide: f64,
    /// Names of which as much as there is room for is the same.
    alike: BTreeSet<String>,
}

impl Names {
    /// As wide as the longest, 200 units at most.
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
        let names: BTreeSet<&str> = names.into_iter().collect();
        let wide = column(names.iter().copied(), PLAIN, 200.0);
        let mut seen: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in names {
            let short = shortened(name, PLAIN, wide + GAP);
            seen.entry(short).or_default().push(name);
        }
        let alike = seen.into_values().filter(|names| names.len() > 1);
        Names {
            wide,
            alike: alike.flatten().map(str::to_owned).collect(),
        }
    }

    /// Where the plot can begin.
    pub(super) fn right(&self) -> f64 {
        MARGIN + self.wide + 14.0
    }

    /// One of the names on this base line.
    pub(super) fn row(&self, page: &mut Page, y: f64, name: &str) {
        let room = self.wide + GAP;
        if self.alike.contains(name) {
            page.text_with_ends(name, (MARGIN, y), PLAIN, room);
        } else {
            page.text(name, (MARGIN, y), Anchor::Start, PLAIN, room);
        }
    }
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
