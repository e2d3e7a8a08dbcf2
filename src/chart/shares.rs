//! Polls beside the count, choice by choice.

use super::axis::{self, Columns, Figures, Names};
use super::frame;
use super::mark::{self, Mark, ROUNDING};
use super::page::{Anchor, BOLD, MARGIN, Page};
use super::rows::{Group, groups};
use super::scale::Scale;
use super::{NoPicture, one_base};
use crate::numeric::Bounds;
use crate::render::picture;
use crate::report::{CountReport, Report, RowReport};

const LINE: f64 = 18.0;

/// Dot and interval for each poll, a solid tick for the count, an outlined band for what a partial count
/// can still become.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let count = report.reference();
    let groups = groups(count);
    let drawn = super::rows::polls(count);
    if groups.is_empty() {
        return Err(NoPicture::NoShares);
    }
    let single = drawn.len() == 1;
    let title = picture::verdicts(report);
    let base = one_base(count);
    let what = format!("Each poll beside the count, percent of {base}, the largest choice first");
    let mut page = Page::default();
    let legend = legend(report, count, &groups);
    let mut y = frame::head(&mut page, &title, &what, &legend) + 8.0;

    let cells: Vec<Vec<String>> = groups
        .iter()
        .flat_map(|group| group.lines.iter().map(|line| cells(line.row, single)))
        .collect();
    let columns = if single {
        Columns::new(&["poll, %", "count, %", "difference"], &cells)
    } else {
        Columns::new(&["poll, %", "difference"], &cells)
    };
    let names: Vec<&str> = if single {
        groups.iter().map(|group| group.label.as_str()).collect()
    } else {
        drawn.iter().map(|poll| poll.name.as_str()).collect()
    };
    let names = Names::new(names);
    let left = names.right();
    let right = columns.left() - 10.0;
    let scale = scale(count, &groups, (left, right));

    columns.head(&mut page, y + 10.0);
    y += 18.0;
    let gap = if single { 4.0 } else { 30.0 };
    let tall: f64 = groups
        .iter()
        .map(|group| gap + LINE * group.lines.len() as f64)
        .sum();
    let bottom = y + tall + 6.0;
    if tall > 600.0 {
        axis::figures(&mut page, &scale, y + 2.0, Figures::Percent);
    }
    axis::grid(&mut page, &scale, (y + 6.0, bottom));
    let mut described = Vec::new();
    for group in &groups {
        if !single {
            let counted = group.count_share();
            let end = super::page::WIDTH - MARGIN;
            let of_count = format!("count {counted}");
            let wide = axis::column([of_count.as_str()], BOLD, 240.0);
            let room = end - wide - 14.0 - MARGIN;
            page.text(&group.label, (MARGIN, y + 23.0), Anchor::Start, BOLD, room);
            page.text(&of_count, (end, y + 23.0), Anchor::End, BOLD, wide);
        }
        y += gap;
        for line in &group.lines {
            let middle = y + 0.5 * LINE;
            let name = if single {
                &group.label
            } else {
                &line.poll.name
            };
            names.row(&mut page, middle + 4.5, name);
            let open = open(count, line.row, line.reading.base);
            let tooltip = tooltip(&line.poll.name, line.row, open);
            page.open(&tooltip);
            mark(&mut page, &scale, middle, line.row, open);
            page.close();
            described.push(tooltip);
            columns.row(&mut page, middle + 4.5, &self::cells(line.row, single));
            y += LINE;
        }
    }
    y = axis::below(
        &mut page,
        &scale,
        bottom,
        &format!("percent of {base}"),
        Figures::Percent,
    );
    let mut lines = frame::sources(report, count, &drawn);
    lines.extend(picture::each_verdict(report));
    lines.extend(frame::singly(report, &drawn));
    lines.extend(super::rows::readings(&drawn));
    lines.extend(frame::not_drawn(count, &drawn, "it gives no shares"));
    let height = frame::foot(&mut page, y, &lines);
    let description = format!("{what}. {}", described.join(" "));
    Ok(page.finish(height, &title, &description))
}

/// What the final count can still be, of a choice that stands alone and on the count's own base.
fn open(count: &CountReport, row: &RowReport, base: crate::Base) -> Option<Bounds> {
    if count.is_final() || base != crate::Base::ValidVotes {
        return None;
    }
    Some(count.bound()?.final_share(&row.label)?.bounds)
}

fn cells(row: &RowReport, single: bool) -> Vec<String> {
    let (poll, count) = (picture::poll_share(row), picture::count_share(row));
    if single {
        vec![poll, count, picture::deviation(row)]
    } else {
        vec![poll, picture::deviation(row)]
    }
}

fn tooltip(poll: &str, row: &RowReport, open: Option<Bounds>) -> String {
    let interval = row.sampling.map_or(String::new(), |of| {
        format!(
            ", interval {}",
            picture::ends(of.interval.low(), of.interval.high(), 2)
        )
    });
    let open = open.map_or(String::new(), |of| {
        format!(
            ", which can still become {}",
            picture::outer_ends(of.low(), of.high(), 2)
        )
    });
    format!(
        "{}, {poll}: {} percent{interval}; count {}{open}.",
        row.label,
        picture::poll_share(row),
        picture::count_share(row)
    )
}

fn mark(page: &mut Page, scale: &Scale, y: f64, row: &RowReport, open: Option<Bounds>) {
    let at = |share: f64| scale.at(100.0 * share);
    let half = 0.5 * LINE;
    if let Some(open) = open {
        let (from, to) = (at(open.low()), at(open.high()));
        page.rect("xp-open", (from, y - half + 1.0), (to, y + half - 1.0));
    }
    let counted = at(row.count.value);
    if row.count.bounds.width() > 0.0
        && at(row.count.bounds.high()) - at(row.count.bounds.low()) > 3.0
    {
        let (from, to) = (at(row.count.bounds.low()), at(row.count.bounds.high()));
        page.rect("xp-counted-range", (from, y - half), (to, y + half));
    }
    page.line("xp-count", (counted, y - half), (counted, y + half));
    poll_mark(page, scale, y, row, 0.0);
}

/// The poll's figure with what rounding and sampling leave, less `shift`.
pub(super) fn poll_mark(page: &mut Page, scale: &Scale, y: f64, row: &RowReport, shift: f64) {
    let at = |share: f64| scale.at(100.0 * (share - shift));
    let bounds = row.poll.bounds;
    if row.range.is_some() {
        let (from, to) = (at(bounds.low()), at(bounds.high()));
        page.rect("xp-hollow", (from, y - 4.5), (to, y + 4.5));
        return;
    }
    if bounds.width() > 0.0 {
        let (from, to) = (at(bounds.low()), at(bounds.high()));
        page.rect("xp-rounding", (from, y - ROUNDING), (to, y + ROUNDING));
    }
    if let Some(of) = row.sampling {
        let ends = (at(of.interval.low()), at(of.interval.high()));
        mark::whisker(page, "xp-interval", ends, y);
    }
    page.circle("xp-poll", (at(row.poll.value), y), 4.0);
}

fn scale(count: &CountReport, groups: &[Group], ends: (f64, f64)) -> Scale {
    let mut values = Vec::new();
    for line in groups.iter().flat_map(|group| &group.lines) {
        let row = line.row;
        values.extend([row.poll.bounds.low(), row.poll.bounds.high()]);
        values.extend([row.count.bounds.low(), row.count.bounds.high()]);
        if let Some(of) = row.sampling {
            values.extend([of.interval.low(), of.interval.high()]);
        }
        if let Some(open) = open(count, row, line.reading.base) {
            values.extend([open.low(), open.high()]);
        }
    }
    let high = values.iter().copied().fold(0.0, f64::max);
    // Near enough to nothing for nothing to be on the page.
    if values.iter().any(|value| *value < 0.4 * high) {
        values.push(0.0);
    }
    Scale::holding(values.into_iter().map(|share| 100.0 * share), ends, 8)
}

fn legend(report: &Report, count: &CountReport, groups: &[Group]) -> Vec<(Mark, String)> {
    let rows = || groups.iter().flat_map(|group| &group.lines);
    let drawn = super::rows::polls(count);
    let mut legend = Vec::new();
    if rows().any(|line| line.row.range.is_none()) {
        let name = match drawn.as_slice() {
            [only] => format!("poll: {}", only.name),
            _ => "poll".into(),
        };
        legend.push((Mark::Poll, name));
    }
    if rows().any(|line| line.row.sampling.is_some()) {
        legend.push((Mark::Interval, frame::interval_words(report)));
    }
    if rows().any(|line| line.row.range.is_none() && line.row.poll.bounds.width() > 0.0) {
        legend.push((
            Mark::Rounding,
            "what the printed figure can stand for".into(),
        ));
    }
    if rows().any(|line| line.row.range.is_some()) {
        legend.push((Mark::Range, "range that the poll published".into()));
    }
    let so_far = if count.is_final() {
        "final count"
    } else {
        "count so far"
    };
    legend.push((Mark::Count, so_far.into()));
    let bounded = rows().any(|line| open(count, line.row, line.reading.base).is_some());
    if let (true, Some(bound)) = (bounded, count.bound()) {
        let words = format!(
            "what the final count can be {}",
            picture::bound_terms(bound.basis, &[count])
        );
        legend.push((Mark::Open, words));
    }
    legend
}
