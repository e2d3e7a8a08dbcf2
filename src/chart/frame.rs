//! What stands around every chart: the finding, how to read the marks, and at the foot where the figures
//! come from.

use super::mark::Mark;
use super::page::{Anchor, BOLD, MARGIN, PLAIN, Page, QUIET, SMALL, Type, WIDTH, text_width};
use super::type_size::wrap;
use crate::render::picture;
use crate::report::{CountReport, PollReport, Report, SizeBasis};

const HEAD: Type = Type { size: 16.0, ..BOLD };

/// Draws the finding, what is shown and the marks; gives the height that is taken.
pub(super) fn head(page: &mut Page, title: &str, what: &str, legend: &[(Mark, String)]) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = 8.0;
    for line in wrap(&picture::clean(title), room, HEAD.breadth()) {
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
        mark.symbol(page, (x, line));
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
            None if poll.segment.is_some() && poll.reading().is_some() => {
                format!("{} ({})", poll.name, picture::OF_OWN_VOTERS)
            }
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
        .and_then(|facts| facts.sample().respondents());
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
    drawn_singly(report, polls).map(|polls| {
        format!(
            "Intervals as if respondents had been drawn singly, because no design effect is known: {polls}."
        )
    })
}

/// The same of effective sizes.
pub(super) fn sizes_singly(report: &Report, polls: &[&PollReport]) -> Option<String> {
    drawn_singly(report, polls).map(|polls| {
        format!(
            "Effective sizes as if respondents had been drawn singly, because no design effect is known: {polls}."
        )
    })
}

fn drawn_singly(report: &Report, polls: &[&PollReport]) -> Option<String> {
    let singly: Vec<String> = polls
        .iter()
        .filter(|poll| {
            let basis = report.poll(&poll.name).and_then(|facts| facts.size.basis);
            basis == Some(SizeBasis::DrawnSingly)
        })
        .map(|poll| poll.name.clone())
        .collect();
    (!singly.is_empty()).then(|| picture::list(&singly))
}
