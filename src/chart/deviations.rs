//! How far each poll is from the count, choice by choice.

use super::axis::{self, Columns, Figures, Names};
use super::frame;
use super::mark::Mark;
use super::page::{Anchor, BOLD, MARGIN, Page, QUIET, WIDTH};
use super::rows::{groups, polls};
use super::scale::Scale;
use super::shares::poll_mark;
use super::{NoPicture, one_base};
use crate::render::picture;
use crate::report::{PollReport, Report, RowReport};

const LINE: f64 = 19.0;

/// A panel for each poll: the count on the line at zero, the poll's dot beside it, on one scale.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let count = report.reference();
    let groups = groups(count);
    let drawn = polls(count);
    if groups.is_empty() {
        return Err(NoPicture::NoShares);
    }
    let panels: Vec<(&PollReport, Vec<(&str, &RowReport)>)> = drawn
        .iter()
        .map(|poll| {
            let lines = groups
                .iter()
                .flat_map(|group| group.lines.iter().map(move |line| (group, line)));
            let own = lines.filter(|(_, line)| line.poll.name == poll.name);
            let own = own.map(|(group, line)| (group.label_in_one(line.row), line.row));
            (*poll, own.collect())
        })
        .collect();
    let title = picture::furthest(report).unwrap_or_else(|| picture::verdicts(report));
    let so_far = if count.is_final() { "" } else { " so far" };
    let what = format!(
        "How far each poll is from the count{so_far}, percentage points of {}, the largest choice first",
        one_base(count)
    );
    let mut page = Page::default();
    let rows = || {
        panels
            .iter()
            .flat_map(|(_, rows)| rows.iter().map(|(_, row)| *row))
    };
    let mut legend = Vec::new();
    if rows().any(|row| row.range.is_none()) {
        legend.push((Mark::Poll, "poll".to_owned()));
    }
    legend.push((Mark::CountDot, format!("count{so_far}")));
    if rows().any(|row| row.sampling.is_some()) {
        legend.push((Mark::Interval, frame::interval_words(report)));
    }
    if rows().any(|row| row.range.is_none() && row.poll.bounds.width() > 0.0) {
        legend.push((
            Mark::Rounding,
            "what the printed figure can stand for".into(),
        ));
    }
    if rows().any(|row| row.range.is_some()) {
        legend.push((Mark::Range, "range that the poll published".into()));
    }
    let mut y = frame::head(&mut page, &title, &what, &legend) + 8.0;

    let cells: Vec<Vec<String>> = rows().map(|row| vec![picture::deviation(row)]).collect();
    let columns = Columns::new(&["points"], &cells);
    let labels = panels
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(|(label, _)| *label));
    let labels = Names::new(labels);
    let left = labels.right();
    let right = columns.left() - 10.0;
    let scale = scale(rows(), (left, right));
    let zero = scale.at(0.0);
    y = axis::deviations(&mut page, &columns, &scale, y, so_far);

    let mut described = Vec::new();
    let many = panels.len() > 1;
    for (poll, rows) in &panels {
        let name = picture::poll_name(report, poll);
        let of_verdict = format!("{name} {}", picture::predicate(report, poll));
        described.push(format!("{of_verdict}."));
        if many {
            y += 22.0;
            page.text(
                &name,
                (MARGIN, y),
                Anchor::Start,
                BOLD,
                WIDTH - 2.0 * MARGIN,
            );
            y += 16.0;
            let words = picture::predicate(report, poll);
            page.text(
                words,
                (MARGIN, y),
                Anchor::Start,
                QUIET,
                WIDTH - 2.0 * MARGIN,
            );
        }
        y += 6.0;
        let top = y;
        let bottom = top + LINE * rows.len() as f64;
        axis::grid(&mut page, &scale, (top, bottom));
        page.line("xp-zero", (zero, top), (zero, bottom));
        for (label, row) in rows {
            let middle = y + 0.5 * LINE;
            labels.row(&mut page, middle + 4.5, label);
            let tooltip = format!(
                "{label}, {name}: {} points (poll {}, count {}).",
                picture::deviation(row),
                picture::poll_share(row),
                picture::count_share(row)
            );
            page.open(&tooltip);
            let at = scale.at(100.0 * (row.poll.value - row.count.value));
            page.line("xp-dumbbell", (zero, middle), (at, middle));
            page.circle("xp-count-dot", (zero, middle), 4.0);
            poll_mark(&mut page, &scale, middle, row, row.count.value);
            page.close();
            described.push(tooltip);
            columns.row(&mut page, middle + 4.5, &[picture::deviation(row)]);
            y += LINE;
        }
    }
    let axis_words = "poll less count, percentage points";
    y = axis::below(&mut page, &scale, y + 2.0, axis_words, Figures::Signed);
    let mut lines = frame::sources(report, count, &drawn);
    lines.extend(frame::singly(report, &drawn));
    lines.extend(super::rows::readings(&drawn));
    lines.extend(frame::not_drawn(count, &drawn, "it gives no shares"));
    let height = frame::foot(&mut page, y, &lines);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

/// Zero is always there.
fn scale<'a>(rows: impl Iterator<Item = &'a RowReport>, ends: (f64, f64)) -> Scale {
    let mut values = vec![0.0];
    for row in rows {
        let count = row.count.value;
        values.extend([
            row.poll.bounds.low() - count,
            row.poll.bounds.high() - count,
        ]);
        if let Some(of) = row.sampling {
            values.extend([of.interval.low() - count, of.interval.high() - count]);
        }
    }
    // The same length on both sides: which side is the longer must not look like a finding.
    let most = values.iter().copied().map(f64::abs).fold(0.0, f64::max);
    Scale::holding([-100.0 * most, 100.0 * most], ends, 8)
}
