//! The counts as they followed one another, with what each left open, and the polls as lines.

use super::axis::{self, Figures, LABEL};
use super::frame;
use super::mark::{self, Mark};
use super::page::{Anchor, BOLD, MARGIN, Page, QUIET, WIDTH, text_width};
use super::scale::Scale;
use super::{NoPicture, rows};
use crate::partial::Reachability;
use crate::render::picture;
use crate::report::{CountReport, Finding, PollReport, Report, RowReport};

/// Choices that are drawn; the others are named.
const PANELS: usize = 6;
/// Height of the panel with the largest span.
const TALLEST: f64 = 190.0;

/// One choice.
struct Panel<'a> {
    label: &'a str,
    polls: Vec<(&'a PollReport, &'a RowReport)>,
}

/// A panel for each choice on one scale: ticks for the counts, outlined bars for what the final count could
/// still be, a line for each poll, broken from where on its figure was impossible.
pub(super) fn draw(report: &Report) -> Result<String, NoPicture> {
    let counts: Vec<&CountReport> = report
        .night
        .iter()
        .flat_map(|night| &night.order)
        .filter_map(|name| report.count(name))
        .collect();
    let reference = report.reference();
    let (panels, left_out) = panels(reference, &counts);
    if panels.is_empty() {
        return Err(NoPicture::NoNight);
    }
    let mut title = picture::findings(report, |finding| {
        matches!(
            finding,
            Finding::LeaderDecided { .. }
                | Finding::CanNoLongerComeTrue { .. }
                | Finding::CanStillComeTrue { .. }
                | Finding::NothingIsBounded
        )
    });
    title.truncate(2);
    if title.is_empty() {
        title.push(picture::verdicts(report));
    }
    let title = title.join(" ");
    let what =
        "The counts in the order of their time, which is not to scale, percent of valid votes";
    let mut page = Page::default();
    let mut y = frame::head(&mut page, &title, what, &legend(&panels, &counts)) + 6.0;

    let left = MARGIN + 40.0;
    let right = WIDTH - MARGIN - 190.0;
    let slot = (right - left) / counts.len() as f64;
    let at = |i: usize| left + slot * (i as f64 + 0.5);
    let all: Vec<Vec<f64>> = panels.iter().map(|panel| panel.values(&counts)).collect();
    let widest = all
        .iter()
        .max_by(|a, b| span(a).total_cmp(&span(b)))
        .cloned()
        .unwrap_or_default();
    let scale = Scale::holding(widest, (TALLEST, 0.0), 6);
    let mut described = Vec::new();
    for (panel, values) in panels.iter().zip(&all) {
        y += 20.0;
        page.text(
            panel.label,
            (MARGIN, y),
            Anchor::Start,
            BOLD,
            WIDTH - 2.0 * MARGIN,
        );
        y += 10.0;
        let least = LABEL * panel.polls.len() as f64 + 6.0;
        let scale = scale.part(values, y, least.max(36.0));
        panel.draw(&mut page, &scale, &counts, (left, right), &at);
        described.push(panel.describe(&counts));
        y = scale.ends().0 + 8.0;
    }
    y = names(&mut page, &counts, y, slot, &at);
    let mut drawn = rows::polls(reference);
    drawn.retain(|poll| is_drawn(poll));
    let mut lines = frame::sources(report, reference, &drawn);
    lines.extend(picture::each_verdict(report));
    let bounded: Vec<&CountReport> = (counts.iter().copied())
        .filter(|count| count.bound().is_some())
        .collect();
    if let Some(bound) = bounded.iter().find_map(|count| count.bound()) {
        lines.push(format!(
            "What the final count could still be: {}.",
            picture::bound_terms(bound.basis, &bounded)
        ));
    }
    lines.extend(condition(&panels, &counts));
    if !left_out.is_empty() {
        lines.push(format!(
            "Choices not drawn: {}.",
            picture::short_list(&left_out)
        ));
    }
    lines.extend(frame::not_drawn(reference, &drawn, "it gives no shares"));
    let height = frame::foot(&mut page, y, &lines);
    Ok(page.finish(height, &title, &format!("{what}. {}", described.join(" "))))
}

fn span(values: &[f64]) -> f64 {
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    high - low
}

/// The share of invalid ballots that would undo the first of the crosses, where it is not known.
fn condition(panels: &[Panel], counts: &[&CountReport]) -> Option<String> {
    let mut least: Option<f64> = None;
    for count in counts.iter().filter(|count| !count.is_final()) {
        let Some(bound) = count.bound() else { continue };
        for (panel, (poll, _)) in panels
            .iter()
            .flat_map(|panel| panel.polls.iter().map(move |of| (panel, of)))
        {
            let row = count
                .poll(&poll.name)
                .and_then(|poll| poll.reading()?.row(panel.label));
            let need = row.and_then(|row| row.needs(bound.basis));
            let crossed =
                need.filter(|need| need.is_bound && need.reachability == Reachability::Impossible);
            if let Some(part) = crossed.and_then(|need| need.unless_invalid) {
                least = Some(least.map_or(part, |least| least.min(part)));
            }
        }
    }
    least.map(|part| format!("The crosses hold{}.", picture::unless_invalid(part)))
}

/// Whether a poll's shares can stand beside those of the counts: they are not of its own voters only.
fn is_drawn(poll: &PollReport) -> bool {
    poll.segment.is_none()
}

/// The largest choices with a share in at least two counts, and the labels of the others.
fn panels<'a>(
    reference: &'a CountReport,
    counts: &[&'a CountReport],
) -> (Vec<Panel<'a>>, Vec<String>) {
    let shares = |label: &str| {
        let has = |count: &&&CountReport| count.choice(label).is_some_and(|of| of.share.is_some());
        counts.iter().filter(has).count()
    };
    let mut choices: Vec<_> = reference
        .choices
        .iter()
        .filter_map(|choice| Some((choice.label.as_str(), choice.share?.value)))
        .filter(|(label, _)| shares(label) > 1)
        .collect();
    choices.sort_by(|a, b| b.1.total_cmp(&a.1));
    let left_out = choices.iter().skip(PANELS);
    let left_out = left_out.map(|(label, _)| (*label).to_owned()).collect();
    let panels = choices
        .iter()
        .take(PANELS)
        .map(|(label, _)| Panel {
            label,
            polls: reference
                .polls
                .iter()
                .filter(|poll| is_drawn(poll))
                .filter_map(|poll| Some((poll, poll.reading()?.row(label)?)))
                .collect(),
        })
        .collect();
    (panels, left_out)
}

impl Panel<'_> {
    /// Everything that has a place, percent.
    fn values(&self, counts: &[&CountReport]) -> Vec<f64> {
        let mut values = Vec::new();
        for count in counts {
            let share = count.choice(self.label).and_then(|of| of.share);
            values.extend(share.map(|share| share.value));
            if let Some(bounds) = self.open(count) {
                values.extend([bounds.low(), bounds.high()]);
            }
        }
        for (_, row) in &self.polls {
            values.extend([row.poll.bounds.low(), row.poll.bounds.high()]);
        }
        values.into_iter().map(|share| 100.0 * share).collect()
    }

    /// What the final count can still be.
    fn open(&self, count: &CountReport) -> Option<crate::Bounds> {
        if count.is_final() {
            return None;
        }
        Some(count.bound()?.final_share(self.label)?.bounds)
    }

    fn draw(
        &self,
        page: &mut Page,
        scale: &Scale,
        counts: &[&CountReport],
        (left, right): (f64, f64),
        at: &impl Fn(usize) -> f64,
    ) {
        axis::left(page, scale, (left, right), Figures::Percent);
        let mut course = Vec::new();
        for (i, count) in counts.iter().enumerate() {
            let x = at(i);
            let share = count.choice(self.label).and_then(|of| of.share);
            let open = self.open(count);
            page.open(&self.tooltip(count));
            if let Some(bounds) = open {
                let (top, bottom) = (
                    scale.at(100.0 * bounds.high()),
                    scale.at(100.0 * bounds.low()),
                );
                page.rect("xp-open", (x - 9.0, top), (x + 9.0, bottom));
            }
            if let Some(share) = share {
                let y = scale.at(100.0 * share.value);
                page.line("xp-count", (x - 9.0, y), (x + 9.0, y));
                course.push((x, y));
            }
            page.close();
        }
        page.polyline("xp-course", &course);
        let mut places: Vec<(f64, &PollReport, &RowReport)> = self
            .polls
            .iter()
            .map(|(poll, row)| (scale.at(100.0 * row.poll.value), *poll, *row))
            .collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wanted: Vec<f64> = places.iter().map(|(y, ..)| *y).collect();
        let (bottom, top) = scale.ends();
        let labels = axis::apart(&wanted, top, bottom);
        for ((y, poll, row), label) in places.iter().zip(labels) {
            let stands = self.stands(poll, counts);
            let last = stands.iter().rposition(|of| *of != Some(true));
            let gone = last.map_or(0, |last| last + 1);
            let broken = (gone < counts.len()).then(|| at(gone));
            let shown = picture::poll_share(row);
            page.open(&format!("{}, {}: {shown} percent", poll.name, self.label));
            let until = broken.unwrap_or(right);
            page.line("xp-interval", (left, *y), (until, *y));
            if broken.is_some() {
                page.line("xp-gone", (until, *y), (right, *y));
            }
            for (i, impossible) in stands.iter().enumerate() {
                let partial = counts.get(i).is_some_and(|count| !count.is_final());
                if *impossible == Some(true) && partial {
                    mark::cross(page, (at(i), *y));
                }
            }
            page.close();
            page.line("xp-axis", (right, *y), (right + 14.0, label));
            let text = format!("{shown} {}", poll.name);
            axis::beside(page, &text, (right, label));
        }
    }

    /// Count by count, whether the poll's figure was impossible; at a final count as at the last before it.
    fn stands(&self, poll: &PollReport, counts: &[&CountReport]) -> Vec<Option<bool>> {
        let mut stands: Vec<Option<bool>> = Vec::new();
        for count in counts {
            let own = count.poll(&poll.name).and_then(|poll| {
                let basis = count.bound()?.basis;
                let need = poll.reading()?.row(self.label)?.needs(basis)?;
                Some(need.is_bound && need.reachability == Reachability::Impossible)
            });
            let before = stands.last().copied().flatten();
            stands.push(if count.is_final() { before } else { own });
        }
        stands
    }

    fn tooltip(&self, count: &CountReport) -> String {
        let share = count.choice(self.label).and_then(|of| of.share);
        let share = share.map_or("no share".into(), |share| {
            format!("{} percent", picture::share(&share))
        });
        let open = self.open(count).map_or(String::new(), |of| {
            format!(
                ", final share {}",
                picture::outer_ends(of.low(), of.high(), 2)
            )
        });
        format!("{}, {}: {share}{open}.", self.label, count.name())
    }

    fn describe(&self, counts: &[&CountReport]) -> String {
        let mut words: Vec<String> = counts.iter().map(|count| self.tooltip(count)).collect();
        words.extend(self.polls.iter().map(|(poll, row)| {
            let stands = self.stands(poll, counts);
            let from = counts
                .iter()
                .zip(&stands)
                .find(|(count, of)| **of == Some(true) && !count.is_final());
            let gone = from.map_or(String::new(), |(count, _)| {
                format!(", impossible at {}", count.name())
            });
            format!("{}: {} percent{gone}.", poll.name, picture::poll_share(row))
        }));
        words.join(" ")
    }
}

/// The names of the counts beneath, each in its slot or, where the slots are narrow, some of them.
fn names(
    page: &mut Page,
    counts: &[&CountReport],
    y: f64,
    slot: f64,
    at: &impl Fn(usize) -> f64,
) -> f64 {
    let every = (54.0 / slot).ceil().max(1.0) as usize;
    let room = (slot * every as f64 - 8.0).min(180.0);
    for (i, count) in counts.iter().enumerate() {
        if i % every != 0 && i + 1 != counts.len() {
            continue;
        }
        // The last has its name, and the one before it would run into it.
        if i + 1 != counts.len() && counts.len() - 1 - i < every {
            continue;
        }
        let x = at(i);
        page.text(count.name(), (x, y + 12.0), Anchor::Middle, QUIET, room);
        let time = count.count.as_of().map(|time| {
            let time = time.to_string().replace('T', " ");
            let short = time.strip_suffix(":00").unwrap_or(&time).to_owned();
            // The day alone where that is all the source says, the hour alone where there is no room.
            match short.split_once(' ') {
                Some((day, "00:00")) => day.to_owned(),
                Some((_, hour)) if text_width(&short, QUIET) > room => hour.to_owned(),
                _ => short,
            }
        });
        if let Some(time) = time {
            page.text(&time, (x, y + 26.0), Anchor::Middle, QUIET, room);
        }
    }
    y + 32.0
}

fn legend(panels: &[Panel], counts: &[&CountReport]) -> Vec<(Mark, String)> {
    let mut legend = vec![(Mark::Count, "count".to_owned())];
    let open = |panel: &Panel| counts.iter().any(|count| panel.open(count).is_some());
    if panels.iter().any(open) {
        legend.push((Mark::Open, "what the final count could still be".into()));
    }
    let polls = || {
        panels
            .iter()
            .flat_map(|panel| panel.polls.iter().map(move |of| (panel, of)))
    };
    if polls().next().is_some() {
        legend.push((Mark::Line, "poll".into()));
    }
    if polls().any(|(panel, (poll, _))| panel.stands(poll, counts).contains(&Some(true))) {
        let words = "the poll's figure could no longer come true, even within its rounding";
        legend.push((Mark::Impossible, words.into()));
    }
    legend
}
