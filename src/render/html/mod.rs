//! Layout as one page of HTML that needs nothing else: no script, no network, no font of its own.

mod charts;
mod data;
mod markup;
mod section;
mod split;
mod table;

use super::findings::phrase;
use super::outline::Block;
use super::room::Room;
use super::wrap::clean;
use super::{
    answer, between, brief, chosen, count, night, notes, number, poll, stations, terms, together,
};
use crate::report::{Finding, PollReport, Report};
use markup::{Markup, element};
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
    let named = |name: &str, content: &str| {
        let meta = element("meta").with("name", name);
        meta.with("content", content).empty()
    };
    let description = visible(&answer::sentences(report, room).join(" "));
    let head = element("head")
        .holding(element("meta").with("charset", "utf-8").empty())
        .holding(
            element("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", "default-src 'none'; style-src 'unsafe-inline'")
                .empty(),
        )
        .holding(named("viewport", "width=device-width, initial-scale=1"))
        .holding(named("color-scheme", "light dark"))
        .holding(named("description", &description))
        .holding(element("title").holding(title.as_str()))
        .holding(element("style").holding(Markup::of_markup(STYLE)));
    let contents: Markup = (parts.iter().enumerate())
        .map(|(i, part)| {
            let link = element("a").with("href", format!("#part-{}", i + 1));
            element("li").holding(link.holding(visible(&part.heading)))
        })
        .collect();
    let main: Markup = (parts.into_iter().enumerate())
        .map(|(i, part)| whole(part, i + 1))
        .collect();
    let body = element("body")
        .holding(element("header").holding(element("h1").holding(title.as_str())))
        .holding(
            element("nav")
                .with("aria-label", "Contents")
                .holding(element("ul").holding(contents)),
        )
        .holding(element("main").holding(main));
    let page = element("html").with("lang", "en").with("dir", "ltr");
    let page = Markup::from(page.holding(head).holding(body));
    format!("<!DOCTYPE html>{}\n", page.into_string())
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

fn whole(part: Part, number: usize) -> Markup {
    let label = format!("heading-{number}");
    let heading = element("h2")
        .with("id", &label)
        .holding(visible(&part.heading));
    let section = element("section")
        .with("aria-labelledby", &label)
        .class((part.shown == Shown::OnScreen).then_some("screen"));
    let body = element("div")
        .with("id", format!("part-{number}"))
        .holding(part.body);
    let section = match part.shown {
        Shown::Always => section.holding(heading).holding(body),
        // A link to what is folded unfolds it.
        shown => section.holding(
            element("details")
                .flag("open", shown == Shown::Unfolded)
                .holding(element("summary").holding(heading))
                .holding(body),
        ),
    };
    section.into()
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
            ends: false,
        }
        .telling_apart(report)
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
                | Finding::OnlyIfInvalid { .. }
                | Finding::CanStillComeTrue { .. }
        )
    };
    let conclusions: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| !come_true(finding))
        .map(|finding| phrase(report, finding, room))
        .collect();
    let answer = element("div").class(Some("answer")).holding(section::body(
        tables,
        "The polls beside the count",
        &blocks,
    ));
    let number = number::whole(conclusions.len() as f64);
    let summary = element("h3").holding(format!("Conclusions one by one ({number})"));
    let one_by_one = element("details")
        .holding(element("summary").holding(summary))
        .holding(section::list(&conclusions));
    Part {
        heading: heading.into(),
        shown: Shown::Always,
        body: [answer]
            .into_iter()
            .chain((!conclusions.is_empty()).then_some(one_by_one))
            .collect(),
    }
}

fn poll_by_poll(report: &Report, tables: &mut Tables) -> Option<Part> {
    let reference = report.reference();
    let rows = reference.choices.len().max(1);
    let most = (MOST_ROWS / rows).clamp(4, MOST_POLLS);
    let mut polls = chosen::chosen(report, reference, most);
    let left_out = match chosen::not_shown(report, reference, &polls) {
        Some(Block::Paragraph(text)) => Some(section::more(text)),
        _ => None,
    };
    if left_out.is_none() {
        // All of them, in the order given.
        polls = reference.polls.iter().collect();
    }
    if polls.is_empty() {
        return None;
    }
    let in_full = |of_poll: &PollReport| {
        let name = terms::name(report, of_poll);
        let mut blocks = poll::in_full(report, reference, of_poll);
        blocks.extend(stations::section(report, of_poll));
        let verdict = element("span")
            .class(Some("verdict"))
            .holding(visible(super::verdict::on_poll(of_poll)));
        let summary = element("summary")
            .holding(element("h3").holding(visible(&name)))
            .holding(verdict);
        // The name stands in the line that unfolds it.
        let blocks = blocks.get(1..).unwrap_or_default();
        let details = element("details").holding(summary);
        Markup::from(details.holding(section::body(tables, &name, blocks)))
    };
    let body = polls.into_iter().map(in_full).chain(left_out).collect();
    Some(Part {
        heading: "Poll by poll".into(),
        shown: Shown::Always,
        body,
    })
}
