//! What stands around every chart: the finding, how to read the marks, and at the foot where the figures
//! come from.

use super::page::{Anchor, BOLD, MARGIN, PLAIN, Page, QUIET, SMALL, Type, WIDTH, text_width};
use super::type_size::wrap;
use crate::render::picture;
use crate::report::{CountReport, PollReport, Report, SizeBasis};

/// A mark that the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Poll,
    Interval,
    Rounding,
    Range,
    Count,
    CountDot,
    Open,
    Line,
    Impossible,
}

const HEAD: Type = Type { size: 16.0, ..BOLD };

/// Draws the finding, what is shown and the marks; gives the height that is taken.
pub(super) fn head(page: &mut Page, title: &str, what: &str, legend: &[(Mark, String)]) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = 8.0;
    for line in wrap(&picture::clean(title), room, HEAD.size * 1.08) {
        y += 21.0;
        page.text(&line, (MARGIN, y), Anchor::Start, HEAD, room);
    }
    y += 4.0;
    for line in wrap(&picture::clean(what), room, PLAIN.size) {
        y += 17.0;
        page.text(&line, (MARGIN, y), Anchor::Start, PLAIN, room);
    }
    y += 8.0;
    let mut x = MARGIN;
    let mut line = y + 8.0;
    for (mark, words) in legend {
        let wide = (32.0 + text_width(words, QUIET)).min(room);
        if x > MARGIN && x + wide > WIDTH - MARGIN {
            x = MARGIN;
            line += 19.0;
        }
        symbol(page, *mark, (x, line));
        page.text(
            words,
            (x + 30.0, line + 4.0),
            Anchor::Start,
            QUIET,
            room - 30.0,
        );
        x += wide + 16.0;
    }
    line + if legend.is_empty() { 0.0 } else { 14.0 }
}

/// One mark of the legend, in a box 24 units wide about this height.
fn symbol(page: &mut Page, mark: Mark, (x, y): (f64, f64)) {
    let middle = x + 12.0;
    let across = |page: &mut Page, class: &str| page.line(class, (x, y), (x + 24.0, y));
    match mark {
        Mark::Poll => page.circle("xp-poll", (middle, y), 4.0),
        Mark::Interval => whisker(page, "xp-interval", (x + 1.0, x + 23.0), y),
        Mark::Rounding => page.rect(
            "xp-rounding",
            (x + 5.0, y - ROUNDING),
            (x + 19.0, y + ROUNDING),
        ),
        Mark::Range => page.rect("xp-hollow", (x + 2.0, y - 4.5), (x + 22.0, y + 4.5)),
        Mark::Count => page.line("xp-count", (middle, y - 8.0), (middle, y + 8.0)),
        Mark::CountDot => page.circle("xp-count-dot", (middle, y), 4.0),
        Mark::Open => page.rect("xp-open", (x + 1.0, y - 7.0), (x + 23.0, y + 7.0)),
        Mark::Line => across(page, "xp-interval"),
        Mark::Impossible => cross(page, (middle, y)),
    }
}

/// Half the height of what rounding leaves open: more than the dot, so that it is seen behind it.
pub(super) const ROUNDING: f64 = 6.5;

/// A line with caps at its ends.
pub(super) fn whisker(page: &mut Page, class: &str, (from, to): (f64, f64), y: f64) {
    page.line(class, (from, y), (to, y));
    for end in [from, to] {
        page.line(class, (end, y - 3.5), (end, y + 3.5));
    }
}

/// What can no longer come true.
pub(super) fn cross(page: &mut Page, (x, y): (f64, f64)) {
    page.line("xp-interval", (x - 4.0, y - 4.0), (x + 4.0, y + 4.0));
    page.line("xp-interval", (x - 4.0, y + 4.0), (x + 4.0, y - 4.0));
}

/// Draws the lines at the foot; gives the height that is taken.
pub(super) fn foot(page: &mut Page, from: f64, lines: &[String]) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = from + 6.0;
    for text in lines {
        for line in wrap(&picture::clean(text), room, SMALL) {
            y += 15.0;
            page.text(&line, (MARGIN, y), Anchor::Start, QUIET, room);
        }
    }
    y + 10.0
}

/// Where the figures of a count and of polls come from.
pub(super) fn sources(report: &Report, count: &CountReport, polls: &[&PollReport]) -> Vec<String> {
    let mut lines = vec![picture::contest(report)];
    let source = |source: Option<&str>| source.map_or(String::new(), |of| format!(" Source: {of}"));
    lines.push(format!(
        "Count: {}, {}.{}",
        count.name(),
        picture::count_state(count),
        source(count.count.source())
    ));
    let of_polls: Vec<String> = polls.iter().map(|poll| sample(report, poll)).collect();
    if !of_polls.is_empty() {
        lines.push(format!("Polls: {}.", of_polls.join("; ")));
    }
    let mut of_sources: Vec<&str> = Vec::new();
    for poll in polls {
        let source = report.poll(&poll.name).and_then(|of| of.poll.source());
        of_sources.extend(source.filter(|source| !of_sources.contains(source)));
    }
    if !of_sources.is_empty() {
        lines.push(format!("Sources of the polls: {}", of_sources.join("; ")));
    }
    lines.extend(
        picture::cautions(report)
            .into_iter()
            .map(|of| format!("Caution: {of}")),
    );
    lines
}

/// The polls of which nothing is drawn, and why.
pub(super) fn not_drawn(count: &CountReport, drawn: &[&PollReport], why: &str) -> Option<String> {
    let left: Vec<String> = count
        .polls
        .iter()
        .filter(|poll| !drawn.iter().any(|known| known.name == poll.name))
        .map(|poll| match &poll.not_compared {
            Some(reason) => format!("{} ({})", poll.name, picture::reason(reason)),
            None => format!("{} ({why})", poll.name),
        })
        .collect();
    (!left.is_empty()).then(|| format!("Not drawn: {}.", left.join("; ")))
}

/// A poll with its respondents.
fn sample(report: &Report, poll: &PollReport) -> String {
    let name = picture::poll_name(report, poll);
    let respondents = report
        .poll(&poll.name)
        .and_then(|facts| facts.poll.sample().respondents());
    match respondents {
        Some(n) => format!("{name}, n = {}", picture::whole(n as f64)),
        None => format!("{name}, n not published"),
    }
}

/// What the intervals are, in the legend.
pub(super) fn interval_words(report: &Report) -> String {
    format!("{} interval for sampling error", report.settings.confidence)
}

/// What the intervals of polls without a known design rest on, at the foot.
pub(super) fn singly(report: &Report, polls: &[&PollReport]) -> Option<String> {
    let singly: Vec<String> = polls
        .iter()
        .filter(|poll| {
            let basis = report.poll(&poll.name).and_then(|facts| facts.size.basis);
            basis == Some(SizeBasis::DrawnSingly)
        })
        .map(|poll| poll.name.clone())
        .collect();
    (!singly.is_empty()).then(|| {
        format!(
            "Intervals as if respondents had been drawn singly, because no design effect is known: {}.",
            picture::list(&singly)
        )
    })
}
