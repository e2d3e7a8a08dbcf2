//! Deviations against the polls' effective sizes, with the curves within which chance alone would keep them.

use super::axis::{self, Figures, LABEL};
use super::frame;
use super::mark::Mark;
use super::page::{Anchor, MARGIN, Page, QUIET, WIDTH};
use super::rows::{Group, Line, groups};
use super::scale::Scale;
use super::{NoPicture, one_base};
use crate::alignment::RowKind;
use crate::interval::BinomialMethod;
use crate::numeric::Confidence;
use crate::render::picture;
use crate::report::{PollReport, Report};

/// Choices that are drawn; the others are named.
const PANELS: usize = 4;
/// Least and greatest height of a panel.
const HEIGHT: (f64, f64) = (150.0, 560.0);
/// Polls that have their name beside the plot; of more, they are under the pointer alone.
const NAMED: usize = 40;
/// Parts of which a curve is made.
const PARTS: usize = 48;

/// A poll's point.
struct Point<'a> {
    poll: &'a PollReport,
    size: f64,
    line: Line<'a>,
}

impl Point<'_> {
    /// What stands beside the plot.
    fn label(&self) -> String {
        format!("{} {}", picture::deviation(self.line.row), self.poll.name)
    }
}

/// A panel for each choice: large polls above, the count on the line at zero.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let count = report.reference();
    if !count.is_final() {
        return Err(NoPicture::CountIsPartial);
    }
    let groups = groups(count);
    let mut panels: Vec<(&Group, Vec<Point>)> = groups
        .iter()
        .filter(|group| group.kind == RowKind::Choice)
        .map(|group| (group, points(group)))
        .filter(|(_, points)| points.len() > 1)
        .collect();
    if panels.is_empty() {
        return Err(NoPicture::NoSizes);
    }
    let left_out: Vec<String> = panels
        .iter()
        .skip(PANELS)
        .map(|(of, _)| of.label.clone())
        .collect();
    panels.truncate(PANELS);
    let title = picture::verdicts(report);
    let what = format!(
        "How far each poll is from the count, percentage points of {}, by the effective size of its sample, \
         the largest polls above",
        one_base(count)
    );
    let confidence = report.settings.confidence;
    let mut page = Page::default();
    let legend = [
        (Mark::Poll, "poll".to_owned()),
        (
            Mark::Chance,
            format!("{confidence} of polls would lie between these curves by chance alone"),
        ),
    ];
    let mut y = frame::head(&mut page, &title, &what, &legend) + 8.0;

    let sizes = Sizes::holding(
        panels
            .iter()
            .flat_map(|(_, points)| points.iter().map(|of| of.size)),
    );
    let curves: Vec<Vec<(f64, [f64; 2])>> = panels
        .iter()
        .map(|(group, _)| curve(group, &sizes, confidence))
        .collect();
    let left = MARGIN + 64.0;
    let names = panels
        .iter()
        .flat_map(|(_, points)| points.iter().map(Point::label));
    let names: Vec<String> = names.collect();
    let right =
        WIDTH - MARGIN - 20.0 - axis::column(names.iter().map(String::as_str), QUIET, 230.0);
    let scale = scale(&panels, &curves, (left, right));
    let zero = scale.at(0.0);
    axis::sides(&mut page, (left, zero, right), y + 10.0, "");
    y += 16.0;
    let mut described = Vec::new();
    for ((group, points), curve) in panels.iter().zip(&curves) {
        y += 20.0;
        axis::panel(&mut page, &group.label, &group.count_share(), y);
        y += 16.0;
        page.text(
            "effective size, respondents",
            (MARGIN, y),
            Anchor::Start,
            QUIET,
            300.0,
        );
        y += 10.0;
        let named = points.len().min(NAMED) as f64;
        let bottom = y + (LABEL * named + 12.0).clamp(HEIGHT.0, HEIGHT.1.max(LABEL * named + 12.0));
        let at = |size: f64| sizes.at(size, (bottom, y));
        axis::grid(&mut page, &scale, (y, bottom));
        sizes.draw(&mut page, (left, right), (bottom, y));
        page.line("xp-zero", (zero, y), (zero, bottom));
        for side in 0..2 {
            let corners: Vec<(f64, f64)> = curve
                .iter()
                .map(|(size, ends)| (scale.at(100.0 * ends[side]), at(*size)))
                .collect();
            page.polyline("xp-chance", &corners);
        }
        described.extend(draw_points(
            &mut page,
            &scale,
            points,
            (y, bottom),
            right,
            &at,
        ));
        y = axis::below(
            &mut page,
            &scale,
            bottom + 2.0,
            "poll less count, percentage points",
            Figures::Signed,
        );
    }
    let drawn: Vec<&PollReport> = (count.polls.iter())
        .filter(|poll| {
            panels
                .iter()
                .any(|(_, points)| points.iter().any(|of| of.poll.name == poll.name))
        })
        .collect();
    let mut lines = frame::sources(report, count, &drawn);
    lines.extend(picture::each_verdict(report));
    lines.push(format!(
        "The curves are ± {} standard errors √(v(1 − v)/n) of the count's share v at the effective size n, choice by \
         choice and not adjusted for their number; the verdicts are.",
        picture::figure(confidence.critical_value(), 2)
    ));
    lines.extend(frame::sizes_singly(report, &drawn));
    lines.extend(super::rows::readings(&drawn));
    if !left_out.is_empty() {
        lines.push(format!(
            "Choices not drawn: {}.",
            picture::short_list(&left_out)
        ));
    }
    lines.extend(frame::not_drawn(
        count,
        &drawn,
        "its size is not known, or it gives no such share",
    ));
    let height = frame::foot(&mut page, y, &lines);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

/// The polls of known size on the base of the first: on another one the count's share is another.
fn points<'a>(group: &Group<'a>) -> Vec<Point<'a>> {
    let sized = || {
        group
            .lines
            .iter()
            .filter_map(|line| Some((line, line.row.sampling?)))
    };
    let base = sized().next().map(|(line, _)| line.reading.base);
    let mut points: Vec<Point> = sized()
        .filter(|(line, _)| Some(line.reading.base) == base)
        .map(|(line, sampling)| Point {
            poll: line.poll,
            size: sampling.effective_size,
            line: *line,
        })
        .collect();
    points.sort_by(|a, b| b.size.total_cmp(&a.size));
    points
}

/// The deviations within which chance keeps a poll of each size.
fn curve(group: &Group, sizes: &Sizes, confidence: Confidence) -> Vec<(f64, [f64; 2])> {
    let Some(share) = group.lines.iter().find(|line| line.row.sampling.is_some()) else {
        return Vec::new();
    };
    let share = share.row.count.value;
    (0..=PARTS)
        .map(|i| sizes.part(i as f64 / PARTS as f64))
        .filter_map(|size| {
            let of = BinomialMethod::Wald
                .interval(share * size, size, confidence)
                .ok()?;
            Some((size, [of.low() - share, of.high() - share]))
        })
        .collect()
}

/// As far on both sides.
fn scale(
    panels: &[(&Group, Vec<Point>)],
    curves: &[Vec<(f64, [f64; 2])>],
    ends: (f64, f64),
) -> Scale {
    let deviations = panels
        .iter()
        .flat_map(|(_, points)| points.iter().map(|of| of.line.row.deviation.abs()));
    let chance = curves
        .iter()
        .flatten()
        .flat_map(|(_, ends)| ends.map(f64::abs));
    let most = deviations.chain(chance).fold(0.0, f64::max);
    Scale::holding([-100.0 * most, 100.0 * most], ends, 8)
}

/// Draws the polls with their names at the right; gives what they say.
fn draw_points(
    page: &mut Page,
    scale: &Scale,
    points: &[Point],
    (top, bottom): (f64, f64),
    right: f64,
    at: &impl Fn(f64) -> f64,
) -> Vec<String> {
    let wanted: Vec<f64> = points.iter().map(|of| at(of.size)).collect();
    let named = points.len() <= NAMED;
    let labels = axis::apart(&wanted, top + 4.0, bottom - 4.0);
    let mut described = Vec::new();
    for ((of, y), label) in points.iter().zip(&wanted).zip(labels) {
        let row = of.line.row;
        let x = scale.at(100.0 * row.deviation);
        let size = picture::whole(of.size);
        let deviation = picture::deviation(row);
        let tooltip = format!(
            "{}, {}: {deviation} points, effective size {size}.",
            row.label, of.poll.name
        );
        page.open(&tooltip);
        if named {
            page.line("xp-grid", (x, *y), (right, *y));
            page.line("xp-axis", (right, *y), (right + 14.0, label));
        }
        page.circle("xp-poll", (x, *y), 4.0);
        page.close();
        if named {
            axis::beside(page, &of.label(), (right, label));
        }
        described.push(tooltip);
    }
    described
}

/// Effective sizes, the ratios of which are lengths.
struct Sizes {
    marks: Vec<f64>,
}

impl Sizes {
    /// From a mark at 1, 2 or 5 times a power of ten below all sizes to one above them.
    fn holding(sizes: impl Iterator<Item = f64>) -> Sizes {
        let (least, most) = sizes.fold((f64::INFINITY, 0.0_f64), |(l, h), of| {
            (l.min(of), h.max(of))
        });
        let from = least.log10().floor() as i32;
        let to = most.log10().ceil() as i32;
        let all: Vec<f64> = (from..=to)
            .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power)))
            .collect();
        let below = all
            .iter()
            .rposition(|mark| *mark <= least * (1.0 + 1e-9))
            .unwrap_or(0);
        let above = all
            .iter()
            .position(|mark| *mark >= most * (1.0 - 1e-9))
            .unwrap_or(all.len() - 1);
        // A size on a mark alone has the next one above it.
        let above = above.max(below + 1).min(all.len() - 1);
        Sizes {
            marks: all.get(below..=above).unwrap_or_default().to_vec(),
        }
    }

    fn ends(&self) -> (f64, f64) {
        let end = |of: Option<&f64>| of.copied().unwrap_or(1.0).ln();
        (end(self.marks.first()), end(self.marks.last()))
    }

    fn at(&self, size: f64, (bottom, top): (f64, f64)) -> f64 {
        let (low, high) = self.ends();
        bottom + (size.ln() - low) / (high - low) * (top - bottom)
    }

    /// The size at this part of the way from the least to the greatest.
    fn part(&self, part: f64) -> f64 {
        let (low, high) = self.ends();
        (low + part * (high - low)).exp()
    }

    /// The marks at the left, as many as have room.
    fn draw(&self, page: &mut Page, (left, right): (f64, f64), (bottom, top): (f64, f64)) {
        let apart = (bottom - top) / (self.marks.len().max(2) - 1) as f64;
        let every = (LABEL / apart).ceil().max(1.0) as usize;
        for mark in self.marks.iter().step_by(every) {
            let y = self.at(*mark, (bottom, top));
            page.line("xp-grid", (left, y), (right, y));
            let decimals = if *mark < 1.0 { 3 } else { 0 };
            let text = picture::figure(*mark, decimals);
            page.text(
                &text,
                (left - 6.0, y + 4.0),
                Anchor::End,
                QUIET,
                left - MARGIN - 6.0,
            );
        }
    }
}
