//! The parts of a printed report as parts of a page.

use super::markup::{Markup, element};
use super::split;
use super::table::Tables;
use super::visible;
use crate::render::number;
use crate::render::outline::{Block, Grid};

/// Items of one list; more are for a table of data, not for a page.
const MOST_ITEMS: usize = 60;

/// One section: its heading, and what stands below.
pub(super) struct Section<'a> {
    pub(super) heading: &'a str,
    pub(super) blocks: &'a [Block],
}

/// The sections in their order. What stands before the first has no heading.
pub(super) fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut found = Vec::new();
    let mut rest = blocks;
    while let Some(at) = rest.iter().position(|of| matches!(of, Block::Section(_))) {
        let Block::Section(heading) = &rest[at] else {
            break;
        };
        let below = &rest[at + 1..];
        let end = below.iter().position(|of| matches!(of, Block::Section(_)));
        let end = end.unwrap_or(below.len());
        found.push(Section {
            heading,
            blocks: &below[..end],
        });
        rest = &below[end..];
    }
    found
}

/// What stands below a heading; `heading` names the tables that have no sentence of their own.
pub(super) fn body(tables: &mut Tables, heading: &str, blocks: &[Block]) -> Markup {
    let piece = |(i, block): (usize, &Block)| match block {
        Block::Title(text) | Block::Section(text) | Block::Subsection(text) => {
            element("h3").holding(visible(text)).into()
        }
        Block::Paragraph(text) => paragraph(text, blocks.get(i + 1)),
        Block::Grid(grid) => {
            let caption = caption(heading, &blocks[..i], grid);
            tables.table(&caption, &split::sheet(grid))
        }
        Block::List(items) => list(items),
    };
    blocks.iter().enumerate().map(piece).collect()
}

/// A sentence that introduces a table is its caption; one that introduces a list, its heading.
fn paragraph(text: &str, next: Option<&Block>) -> Markup {
    let introduces = text.strip_suffix(':');
    let set = match (introduces, next) {
        (Some(_), Some(Block::Grid(_))) => return Markup::default(),
        (Some(words), Some(Block::List(_))) => element("h3").holding(visible(words)),
        _ => {
            let caution = text.starts_with("Caution, ").then_some("caution");
            element("p").class(caution).holding(visible(text))
        }
    };
    set.into()
}

/// What a table is called, by what stands before it and by its columns.
fn caption(heading: &str, before: &[Block], grid: &Grid) -> String {
    let subsection = before.iter().rev().find_map(|block| match block {
        Block::Subsection(text) => Some(text.as_str()),
        _ => None,
    });
    let within = subsection.unwrap_or(heading);
    if let Some(Block::Paragraph(text)) = before.last() {
        if let Some(words) = text.strip_suffix(':') {
            return words.to_owned();
        }
        // Of two readings of one poll, which one this is.
        if text.starts_with("As ") {
            return format!("{within}. {text}");
        }
    }
    let over = |i: usize| grid.columns.get(i).map_or("", |column| &column.heading);
    match (over(0), over(1)) {
        (first, second) if first == second => format!("{within}: every two {first}s"),
        (_, "choice") => format!("{within}: what it would take"),
        ("question", _) => format!("{within}: what was called"),
        (_, "without") => format!("{within}: without each pollster"),
        (first, _) => format!("{within}, by {first}"),
    }
}

pub(super) fn list(items: &[String]) -> Markup {
    let left = items.len().saturating_sub(MOST_ITEMS);
    let item = |text: &String| element("li").holding(visible(text));
    let shown: Markup = items.iter().take(MOST_ITEMS).map(item).collect();
    let more = (left > 0).then(|| {
        let left = number::whole(left as f64);
        more(format!("{left} more are in the report's data."))
    });
    [element("ul").holding(shown).into()]
        .into_iter()
        .chain(more)
        .collect()
}

/// What is left out.
pub(super) fn more(text: impl Into<Markup>) -> Markup {
    element("p").class(Some("more")).holding(text).into()
}
