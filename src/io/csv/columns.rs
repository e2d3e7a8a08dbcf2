//! Which columns a row of the table of sources has, by its kind, and where their cells stand in the
//! form that JSON documents have too.

use serde::de::DeserializeOwned;

use super::node::Node;
use super::table::{Cells, Heading};
use crate::error::{Error, Result};
use crate::io::form;

/// How a cell is written.
#[derive(Clone, Copy)]
enum Cell {
    Text,
    /// Entries separated by `;`.
    List,
    /// Entries `name: figure` separated by `;`.
    Map,
    /// The same, each with ` for A | B` at its end if it is for some choices only.
    Thresholds,
    /// `true` or `false`.
    Truth,
}

/// A column, the field that holds its cells, and how they are written.
type Column = (&'static str, &'static str, Cell);

const CONTEST: &[Column] = &[
    ("date", "date", Cell::Text),
    ("jurisdiction", "jurisdiction", Cell::Text),
    ("house_seats", "seats", Cell::Text),
    ("majority", "majority", Cell::Text),
    ("places", "places", Cell::Text),
    ("thresholds", "thresholds", Cell::Thresholds),
    ("registered", "registered", Cell::Text),
    ("published", "source", Cell::Text),
    ("note", "note", Cell::Text),
];

const COUNT: &[Column] = &[
    ("status", "status", Cell::Text),
    ("completeness_of", "completeness.of", Cell::Text),
    ("percent", "completeness.percent", Cell::Text),
    ("counted", "completeness.counted", Cell::Text),
    ("total", "completeness.total", Cell::Text),
    ("as_of", "as_of", Cell::Text),
    ("base", "base", Cell::Text),
    ("rounded_to", "rounded_to", Cell::Text),
    ("valid", "valid", Cell::Text),
    ("invalid", "invalid", Cell::Text),
    ("ballots_cast", "ballots_cast", Cell::Text),
    ("registered", "registered", Cell::Text),
    (
        "outstanding_registered",
        "outstanding_registered",
        Cell::Text,
    ),
    ("turnout", "turnout", Cell::Text),
    ("provisional_seats", "provisional_seats", Cell::Truth),
    ("voters", "population.voters", Cell::List),
    ("left_out", "population.left_out", Cell::Text),
    ("published", "source", Cell::Text),
    ("note", "note", Cell::Text),
];

const POLL: &[Column] = &[
    ("pollster", "pollster", Cell::Text),
    ("release", "release", Cell::Text),
    ("partners", "partners", Cell::List),
    ("sponsor", "sponsor", Cell::Text),
    ("mode", "mode", Cell::Text),
    ("fieldwork", "fieldwork", Cell::Text),
    ("base", "base", Cell::Text),
    ("rounded_to", "rounded_to", Cell::Text),
    ("respondents", "sample.respondents", Cell::Text),
    ("stations", "sample.stations", Cell::Text),
    ("strata", "sample.strata", Cell::Text),
    ("every_station", "sample.every_station", Cell::Truth),
    ("population", "sample.population", Cell::Text),
    ("design_effect", "sample.design_effect", Cell::Text),
    ("cluster_size", "sample.cluster_size", Cell::Text),
    (
        "intracluster_correlation",
        "sample.intracluster_correlation",
        Cell::Text,
    ),
    ("design_effects", "sample.design_effects", Cell::Map),
    ("stated_margin", "sample.stated_margin", Cell::Text),
    ("stated_confidence", "sample.stated_confidence", Cell::Text),
    ("response_rate", "sample.response_rate", Cell::Text),
    ("margins", "sample.margins", Cell::Map),
    ("station_selection", "sample.station_selection", Cell::Text),
    ("refusals", "sample.refusals", Cell::Text),
    ("misses", "sample.misses", Cell::Text),
    ("turnout", "turnout", Cell::Text),
    ("invalid", "invalid", Cell::Text),
    ("voters", "population.voters", Cell::List),
    ("outside", "population.outside", Cell::Text),
    ("left_out", "population.left_out", Cell::Text),
    ("shared_with", "shared_with", Cell::Text),
    ("wording", "wording", Cell::Text),
    ("hours", "hours", Cell::Text),
    ("weighting", "weighting", Cell::List),
    ("weighted_to_count", "weighted_to_count", Cell::Truth),
    ("derived", "derived", Cell::Truth),
    ("published", "source", Cell::Text),
    ("note", "note", Cell::Text),
];

const SEGMENT: &[Column] = &[
    ("voters", "voters", Cell::List),
    ("base", "base", Cell::Text),
    ("rounded_to", "rounded_to", Cell::Text),
    ("valid", "valid", Cell::Text),
    ("invalid", "invalid", Cell::Text),
    ("published", "source", Cell::Text),
];

const OBSERVATION: &[Column] = &[
    ("stations", "stations", Cell::Text),
    ("observed", "observed", Cell::Text),
    ("violations", "violations", Cell::Text),
    ("confidence", "confidence", Cell::Text),
    ("published", "source", Cell::Text),
    ("note", "note", Cell::Text),
];

/// What a row of the table of sources is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Contest,
    Count,
    Segment,
    Poll,
    Observation,
}

impl Kind {
    /// Reads the cell `kind`; polls are of the kinds that documents have.
    pub(super) fn of(cell: &str) -> Result<Kind> {
        match cell {
            "contest" => Ok(Kind::Contest),
            "official" => Ok(Kind::Count),
            "segment" => Ok(Kind::Segment),
            "observation" => Ok(Kind::Observation),
            "exit_poll" | "quick_count" | "parallel_count" | "late_poll" => Ok(Kind::Poll),
            other => Err(Error::unreadable(
                "kind",
                other,
                "write one of contest, official, segment, exit_poll, quick_count, parallel_count, late_poll, observation",
            )),
        }
    }

    fn columns(self) -> &'static [Column] {
        match self {
            Kind::Contest => CONTEST,
            Kind::Count => COUNT,
            Kind::Segment => SEGMENT,
            Kind::Poll => POLL,
            Kind::Observation => OBSERVATION,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Contest => "the contest",
            Kind::Count => "an official count",
            Kind::Segment => "a segment",
            Kind::Poll => "a poll",
            Kind::Observation => "an observation",
        }
    }
}

const KINDS: [Kind; 5] = [
    Kind::Contest,
    Kind::Count,
    Kind::Segment,
    Kind::Poll,
    Kind::Observation,
];

/// Every column that the table of sources can have.
pub(super) fn all() -> Vec<&'static str> {
    let mut names = vec!["source", "kind", "segment_of"];
    for (name, ..) in KINDS.iter().flat_map(|kind| kind.columns()) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
}

/// Reads a row into the form that its kind has in documents. The name of the source goes into the
/// field `name`, unless a column fills that.
///
/// # Errors
/// A cell in a column that this kind of row does not have, or one that does not fit its field.
pub(super) fn read<T: DeserializeOwned>(
    kind: Kind,
    heading: &Heading,
    row: &Cells<'_>,
    name: Option<&'static str>,
) -> Result<T> {
    let mut document = Vec::new();
    let mut named = name.is_none();
    for (column, cell) in heading.cells(row) {
        match column {
            "source" => {}
            "kind" if kind == Kind::Poll => document.push(("kind".into(), cell.into())),
            "kind" => {}
            "segment_of" if kind == Kind::Segment => {}
            _ => {
                let own = kind.columns().iter().find(|(own, ..)| *own == column);
                let Some((_, field, form)) = own else {
                    return Err(not_here(kind, column));
                };
                named |= name == Some(*field);
                set(&mut document, field, value(column, cell, *form)?);
            }
        }
    }
    if let Some(name) = name
        && !named
    {
        let source = heading.position("source");
        let source = heading.cell(row, source).unwrap_or_default();
        document.push((name.into(), source.into()));
    }
    form::deserialize(Node::Map(document)).map_err(|(error, _)| error)
}

fn not_here(kind: Kind, column: &str) -> Error {
    let others: Vec<&str> = KINDS
        .into_iter()
        .filter(|other| {
            let segment = *other == Kind::Segment && column == "segment_of";
            segment || other.columns().iter().any(|(name, ..)| *name == column)
        })
        .map(Kind::name)
        .collect();
    Error::unknown_field(
        "column",
        column,
        format!(
            "in a row of {} leave its cell empty; it is for {}",
            kind.name(),
            others.join(" and ")
        ),
    )
}

fn value(column: &str, cell: &str, form: Cell) -> Result<Node> {
    let entries = || {
        cell.split(';')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
    };
    Ok(match (form, cell) {
        (Cell::Text, _) => cell.into(),
        (Cell::List, _) => Node::List(entries().map(Node::from).collect()),
        (Cell::Map | Cell::Thresholds, _) => {
            let entry = |entry| {
                let (name, value) = str::split_once(entry, ':').unwrap_or((entry, ""));
                let value = match (form, value.split_once(" for ")) {
                    (Cell::Thresholds, Some((percent, choices))) => {
                        let choices = choices.split('|').map(|choice| choice.trim().into());
                        Node::Map(vec![
                            ("percent".into(), percent.trim().into()),
                            ("choices".into(), Node::List(choices.collect())),
                        ])
                    }
                    _ => value.trim().into(),
                };
                (name.trim().into(), value)
            };
            Node::Map(entries().map(entry).collect())
        }
        (Cell::Truth, "true") => Node::Truth(true),
        (Cell::Truth, "false") => Node::Truth(false),
        (Cell::Truth, other) => {
            return Err(Error::unreadable(column, other, "write true or false"));
        }
    })
}

/// Puts a value at `field`, or at `part.field` inside its part.
fn set(document: &mut Vec<(String, Node)>, field: &str, value: Node) {
    let Some((part, field)) = field.split_once('.') else {
        document.push((field.into(), value));
        return;
    };
    let entry = (field.into(), value);
    match document.iter_mut().find(|(name, _)| name == part) {
        Some((_, Node::Map(inside))) => inside.push(entry),
        _ => document.push((part.into(), Node::Map(vec![entry]))),
    }
}
