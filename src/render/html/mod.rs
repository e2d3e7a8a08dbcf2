//! Layout as one page of HTML that needs nothing else: no script, no network, no font of its own.

mod charts;
mod data;
mod section;
mod split;
mod table;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::findings::{Room, phrase};
use super::outline::Block;
use super::wrap::clean;
use super::{
    answer, between, brief, count, night, notes, number, overview, poll, stations, terms, together,
};
use crate::report::{Finding, Report};
use table::Tables;

/// Polls in full; of more, the nearest and the furthest.
const MOST_POLLS: usize = 40;
/// Rows of all polls' tables; with very many choices fewer polls are shown.
const MOST_ROWS: usize = 4_000;
/// Choices and polls that sentences still name one by one.
const MOST_NAMES: usize = 100;

const STYLE: &str = include_str!("style.css");

pub(super) fn render(report: &Report) -> String {
    let mut tables = Tables::default();
    let title = visible(&brief::title(report));
    let room = room(report);
    let parts = parts(report, room, &mut tables);
    let page = html! {
        (DOCTYPE)
        html lang="en" dir="ltr" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="description" content=(visible(&answer::sentences(report, room).join(" ")));
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { h1 { (title) } }
                nav aria-label="Contents" {
                    ul {
                        @for (i, part) in parts.iter().enumerate() {
                            li { a href={ "#part-" (i + 1) } { (visible(&part.heading)) } }
                        }
                    }
                }
                main {
                    @for (i, part) in parts.iter().enumerate() { (whole(part, i + 1)) }
                }
            }
        }
    };
    page.into_string() + "\n"
}

/// One line of a document's words: nothing in it steers, turns or hides what stands around it. Escaped where
/// it is set.
fn visible(text: &str) -> String {
    clean(text)
}

/// How a part is shown before anybody has clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Always,
    Unfolded,
    Folded,
    /// Folded, and left out on paper, which is too narrow for it.
    OnScreen,
}

struct Part {
    heading: String,
    shown: Shown,
    body: Markup,
}

fn whole(part: &Part, number: usize) -> Markup {
    let id = format!("part-{number}");
    let label = format!("heading-{number}");
    let heading = html! { h2 id=(label) { (visible(&part.heading)) } };
    html! {
        section aria-labelledby=(label) class=[(part.shown == Shown::OnScreen).then_some("screen")] {
            @match part.shown {
                Shown::Always => { (heading) div id=(id) { (part.body) } }
                // A link to what is folded unfolds it.
                _ => details open[part.shown == Shown::Unfolded] {
                    summary { (heading) }
                    div id=(id) { (part.body) }
                }
            }
        }
    }
}

fn room(report: &Report) -> Room {
    let names = report
        .reference()
        .polls
        .len()
        .max(report.reference().choices.len());
    if names <= MOST_NAMES {
        Room::FULL
    } else {
        Room {
            name: 80,
            listed: 12,
        }
    }
}

fn parts(report: &Report, room: Room, tables: &mut Tables) -> Vec<Part> {
    let mut parts = vec![the_answer(report, room, tables)];
    let of = |tables: &mut Tables, blocks: Vec<Block>, shown: Shown| -> Vec<Part> {
        let parts = section::sections(&blocks).into_iter().map(|of| Part {
            heading: of.heading.to_owned(),
            shown,
            body: section::body(tables, of.heading, of.blocks),
        });
        parts.collect()
    };
    parts.extend(charts::charts(report).map(|body| Part {
        heading: "Charts".into(),
        shown: Shown::Always,
        body,
    }));
    let reference = report.reference();
    parts.extend(of(
        tables,
        count::section(report, reference),
        Shown::Unfolded,
    ));
    parts.extend(of(tables, night::section(report), Shown::Folded));
    parts.extend(poll_by_poll(report, tables));
    parts.extend(of(
        tables,
        together::section(report, reference),
        Shown::Folded,
    ));
    parts.extend(of(tables, between::section(report), Shown::Folded));
    parts.push(Part {
        heading: "The figures as data".into(),
        shown: Shown::OnScreen,
        body: data::tables(report, tables),
    });
    parts.extend(of(tables, notes::section(report), Shown::Unfolded));
    parts
}

/// The short form, and the conclusions.
fn the_answer(report: &Report, room: Room, tables: &mut Tables) -> Part {
    let heading = "The answer";
    let mut blocks = brief::opening_within(report, room, MOST_POLLS);
    // The title stands above.
    blocks.retain(|of| !matches!(of, Block::Title(_)));
    // What can still come true is said above, in one sentence for each basis.
    let come_true = |finding: &&Finding| {
        matches!(
            finding,
            Finding::CanNoLongerComeTrue { .. }
                | Finding::OnlyWithinRounding { .. }
                | Finding::CanStillComeTrue { .. }
        )
    };
    let conclusions: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| !come_true(finding))
        .map(|finding| phrase(report, finding, room))
        .collect();
    Part {
        heading: heading.into(),
        shown: Shown::Always,
        body: html! {
            div.answer { (section::body(tables, "The polls beside the count", &blocks)) }
            @if !conclusions.is_empty() {
                details {
                    summary { h3 { "Conclusions one by one (" (number::whole(conclusions.len() as f64)) ")" } }
                    (section::list(&conclusions))
                }
            }
        },
    }
}

fn poll_by_poll(report: &Report, tables: &mut Tables) -> Option<Part> {
    let reference = report.reference();
    let rows = reference.choices.len().max(1);
    let most = (MOST_ROWS / rows).clamp(4, MOST_POLLS);
    let mut polls = overview::chosen(reference, most);
    let shown = polls.len();
    if shown == reference.polls.len() {
        // All of them, in the order given.
        polls = reference.polls.iter().collect();
    }
    if polls.is_empty() {
        return None;
    }
    let body = html! {
        @for of_poll in polls {
            @let name = terms::name(report, of_poll);
            @let mut blocks = poll::in_full(report, reference, of_poll);
            @let () = blocks.extend(stations::section(report, of_poll));
            details {
                summary {
                    h3 { (visible(&name)) }
                    span.verdict { (visible(terms::verdict_on(of_poll))) }
                }
                // The name stands in the line that unfolds it.
                (section::body(tables, &name, blocks.get(1..).unwrap_or_default()))
            }
        }
        @if let Some(Block::Paragraph(text)) = overview::not_shown(reference, shown) { p.more { (text) } }
    };
    Some(Part {
        heading: "Poll by poll".into(),
        shown: Shown::Always,
        body,
    })
}
