//! A pair of CSV tables: the sources, and their figures in long form.
//!
//! The table of **sources** has a row for each source, in the columns `source` (its name) and `kind`:
//! `contest` for the contest itself (one row), `official` for a count, `segment` for the part of a
//! count that certain voters cast, `exit_poll`, `quick_count`, `parallel_count` or `late_poll` for a
//! poll, and `observation` for what observers saw. What else is known stands in further columns, named
//! as the fields of the builders; empty cells are unknown:
//!
//! - contest: `date`, `jurisdiction`, `house_seats`, `majority`, `places`, `thresholds` (as
//!   `electoral threshold: 5; coalitions: 7 for A + B | C + D; outright win: >50`), `registered`
//! - counts: `status`, `completeness_of` with `percent` or with `counted` and `total`, `as_of`,
//!   `base`, `rounded_to`, `valid`, `invalid`, `ballots_cast`, `registered`,
//!   `outstanding_registered`, `turnout`, `provisional_seats` (`true` or `false`), `voters` and
//!   `left_out` of its population
//! - segments: `segment_of` (the count), `voters`, `base`, `rounded_to`, `valid`, `invalid`
//! - polls: `pollster` (if it is not the name of the source), `release`, `partners` (separated by
//!   `;`, as all lists), `sponsor`, `mode`, `fieldwork`, `base`, `rounded_to`, `respondents`,
//!   `stations`, `strata`, `population` (ballots), `design_effect`, `cluster_size`,
//!   `intracluster_correlation`, `design_effects` (as `A: 1.9; B: 1.2`), `stated_margin`,
//!   `margins` (as `A: 2.5; B: 1.5`),
//!   `stated_confidence`, `response_rate`, `refusals`, `misses`, `station_selection`, `turnout`,
//!   `invalid`, `voters`, `outside` and `left_out` of its population, `shared_with`, `wording`,
//!   `hours`, `weighting`, `weighted_to_count` and `derived` (`true` or `false`)
//! - observations: `stations`, `observed`, `violations`, `confidence`
//! - all of them: `published` (where); all but segments: `note`
//!
//! The table of **figures** has a row for each figure: `source`, `choice`, and `share` (percent as
//! printed), `votes` or `seats`. Where a source gives one figure for several choices, `choice` is its
//! label for them and `choices` lists them, separated by `;`. The choices of the contest are those of
//! this table, in the order in which they first stand there.
//!
//! A cell in a column that its kind of row does not have is an error. Cells are separated by commas,
//! or by semicolons or tabs where the heading is, or as a first line `sep=;` says; numbers have a
//! decimal point. A byte order mark, Windows line ends, blank lines, spaces around cells and missing
//! empty cells at the end of a row are passed over. Files may be UTF-8 or UTF-16.

mod columns;
mod label;
mod node;
mod source;
mod table;

use foldhash::{HashMap, HashMapExt};

use super::Document;
use super::text::{decode, text_of, with_line_feeds};
use crate::error::{Error, Place, Result};
use crate::model::{Contest, ContestBuilder, ObservationBuilder, OfficialCountBuilder, name};
use columns::Kind;
use label::Known;
use source::{Figure, Form, Source, label_in};
use table::Table;

const FIGURE_COLUMNS: &[&str] = &["source", "choice", "choices", "share", "votes", "seats"];

/// Reads the text of the two tables.
///
/// ```
/// let document = exitpoll::io::csv::read(
///     "source,kind,status,respondents\n2024,contest,,\nCEC,official,final,\nOracle,exit_poll,,63000\n",
///     "source,choice,share,votes\nCEC,Aliyev,,4567458\nCEC,all others,,390509\nOracle,Aliyev,93.9,\n",
/// )?;
/// assert_eq!(document.contest.choices(), ["Aliyev", "all others"]);
/// assert_eq!(document.polls[0].sample().respondents(), Some(63000));
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// The error of the field, at its table and line.
pub fn read(sources: &str, figures: &str) -> Result<Document> {
    read_named("sources", sources, "figures", figures)
}

/// Reads the two tables from files.
///
/// # Errors
/// As for [`read`]; [`ErrorKind::File`](crate::ErrorKind::File) for a file that cannot be read.
pub fn read_files(sources: &str, figures: &str) -> Result<Document> {
    read_named(sources, &text_of(sources)?, figures, &text_of(figures)?)
}

/// Whether a file is the table of sources, whose figures stand in another one: its heading has the columns
/// `source` and `kind`.
///
/// ```
/// assert!(exitpoll::io::csv::is_sources(b"source,kind,date\n"));
/// assert!(!exitpoll::io::csv::is_sources(b"source,choice,share\n"));
/// ```
#[must_use]
pub fn is_sources(bytes: &[u8]) -> bool {
    decode(bytes.to_vec()).is_ok_and(|text| table::has_columns(&text, &["source", "kind"]))
}

fn read_named(
    sources_name: &str,
    sources: &str,
    figures_name: &str,
    figures: &str,
) -> Result<Document> {
    let in_sources = |error: Error| error.at(Place::File(sources_name.into()));
    let in_figures = |error: Error| error.at(Place::File(figures_name.into()));
    let (sources, figures) = (&with_line_feeds(sources), &with_line_feeds(figures));
    let mut sources = Sources::read(sources).map_err(in_sources)?;
    sources.read_figures(figures).map_err(in_figures)?;
    let Sources {
        contest,
        choices,
        list,
        observations,
        ..
    } = sources;
    let (line, contest) = contest.ok_or_else(|| {
        in_sources(Error::missing(
            "kind",
            "add a row of kind \"contest\" with the name of the contest",
        ))
    })?;
    let contest: Contest = contest
        .choices(choices)
        .build()
        .map_err(|error| in_sources(error.at(Place::Line(line))))?;
    let mut document = Document {
        contest,
        counts: Vec::new(),
        polls: Vec::with_capacity(list.len()),
        observations: Vec::with_capacity(observations.len()),
    };
    for (line, observation) in observations {
        let observation = observation.build();
        document
            .observations
            .push(observation.map_err(|error| in_sources(error.at(Place::Line(line))))?);
    }
    // An error of a figure stands in the other table.
    let placed = |name: &str, line: u64, error: Error| match label_in(&error)
        .and_then(|label| line_of_figure(figures, name, label))
    {
        Some(line) => in_figures(error.at(Place::Line(line))),
        None => in_sources(error.at(Place::Line(line))),
    };
    let (segments, mut list): (Vec<Source>, Vec<Source>) = list
        .into_iter()
        .partition(|source| matches!(source.form, Form::Segment(..)));
    let mut counts: HashMap<String, &mut OfficialCountBuilder> = list
        .iter_mut()
        .filter_map(|source| match &mut source.form {
            Form::Count(count) => Some((source.name.clone(), count.as_mut())),
            _ => None,
        })
        .collect();
    for Source { name, line, form } in segments {
        let Form::Segment(of, segment) = form else {
            continue;
        };
        // Checked here already, so that its error stands at its own line.
        let checked = segment.clone().build();
        checked.map_err(|error| placed(&name, line, error))?;
        let Some(count) = counts.get_mut(name::clean(&of).as_ref()) else {
            let help = "give the name of an official count";
            return Err(placed(&name, line, Error::unknown("segment_of", of, help)));
        };
        count.segments.push(*segment);
    }
    for Source { name, line, form } in list {
        let placed = |error: Error| placed(&name, line, error);
        match form {
            Form::Count(count) => document.counts.push(count.build().map_err(placed)?),
            Form::Poll(poll) => document.polls.push(poll.build().map_err(placed)?),
            // They are in their counts.
            Form::Segment(..) => {}
        }
    }
    document.contest.check(&document.counts, &document.polls)?;
    Ok(document)
}

/// The line of a source's figure under this label; the last one, because that is the one too many. The table is
/// read again for it, so that no line is kept of the figures that nothing is wrong with.
fn line_of_figure(figures: &str, source: &str, label: &str) -> Option<u64> {
    let mut table = Table::open(figures, FIGURE_COLUMNS, &[]).ok()?;
    let [own_source, choice] = ["source", "choice"].map(|column| table.heading.position(column));
    let mut found = None;
    while let Ok(Some(line)) = table.next_row() {
        let is = |column, name: &str| {
            let cell = table.heading.cell(table.cells(), column);
            cell.is_some_and(|cell| name::clean(cell) == name)
        };
        if is(own_source, source) && is(choice, label) {
            found = Some(line);
        }
    }
    found
}

/// Everything of the two tables, by source.
struct Sources {
    contest: Option<(u64, ContestBuilder)>,
    choices: Vec<String>,
    /// Where each choice stands among them, and which one follows the last that was read.
    places: HashMap<String, usize>,
    next: usize,
    list: Vec<Source>,
    observations: Vec<(u64, ObservationBuilder)>,
    by_name: HashMap<String, usize>,
}

impl Sources {
    /// Reads the table of sources.
    fn read(text: &str) -> Result<Sources> {
        let mut table = Table::open(text, &columns::all(), &["source", "kind"])?;
        let [source, kind, segment_of] =
            ["source", "kind", "segment_of"].map(|column| table.heading.position(column));
        let mut sources = Sources {
            contest: None,
            choices: Vec::new(),
            places: HashMap::new(),
            next: 0,
            list: Vec::new(),
            observations: Vec::new(),
            by_name: HashMap::new(),
        };
        while let Some(line) = table.next_row()? {
            let (heading, row) = (&table.heading, table.cells());
            let needed = |column, name: &'static str| {
                heading
                    .cell(row, column)
                    .ok_or_else(|| Error::missing(name, "fill in the cell"))
            };
            let mut read_row = || -> Result<()> {
                let name = needed(source, "source")?;
                let kind = Kind::of(needed(kind, "kind")?)?;
                let form = match kind {
                    Kind::Contest => {
                        let contest = columns::read(kind, heading, row, Some("name"))?;
                        if sources.contest.replace((line, contest)).is_some() {
                            let help = "one pair of tables is for one contest";
                            return Err(Error::duplicate("kind", "contest", help));
                        }
                        return Ok(());
                    }
                    Kind::Observation => {
                        let seen = columns::read(kind, heading, row, Some("observer"))?;
                        sources.observations.push((line, seen));
                        return Ok(());
                    }
                    Kind::Count => {
                        let count = columns::read(kind, heading, row, Some("name"))?;
                        Form::Count(Box::new(count))
                    }
                    Kind::Segment => {
                        let of = needed(segment_of, "segment_of")?;
                        let segment = columns::read(kind, heading, row, None)?;
                        Form::Segment(of.into(), Box::new(segment))
                    }
                    Kind::Poll => {
                        let poll = columns::read(kind, heading, row, Some("pollster"))?;
                        Form::Poll(Box::new(poll))
                    }
                };
                let name = name::clean(name).into_owned();
                let earlier = sources.by_name.insert(name.clone(), sources.list.len());
                if earlier.is_some() {
                    let help = "give each source one row and a name of its own";
                    return Err(Error::duplicate("source", name, help));
                }
                sources.list.push(Source { name, line, form });
                Ok(())
            };
            read_row().map_err(|error| error.at(Place::Line(line)))?;
        }
        Ok(sources)
    }

    /// Reads the table of figures and gives each to its source.
    fn read_figures(&mut self, text: &str) -> Result<()> {
        let mut table = Table::open(text, FIGURE_COLUMNS, &["source", "choice"])?;
        let [source, choice, choices, share, votes, seats] =
            ["source", "choice", "choices", "share", "votes", "seats"]
                .map(|column| table.heading.position(column));
        let mut known = Known::default();
        let (mut own, mut own_cell, mut any_merged) = (0, String::new(), false);
        while let Some(line) = table.next_row()? {
            let cell = |column| table.heading.cell(table.cells(), column);
            let needed = |column, name: &'static str| {
                cell(column).ok_or_else(|| Error::missing(name, "fill in the cell"))
            };
            let figure = Figure {
                share: cell(share),
                votes: cell(votes),
                seats: cell(seats),
                merged: cell(choices),
            };
            let mut read_row = || -> Result<()> {
                let source = needed(source, "source")?;
                // The figures of a source mostly stand together.
                if own_cell != source {
                    known.follow(self.list.get(own).and_then(|own| own.form.figures()));
                    own = match self.by_name.get(name::clean(source).as_ref()) {
                        Some(place) => *place,
                        None => return Err(Error::unknown("source", source, self.names())),
                    };
                    source.clone_into(&mut own_cell);
                }
                let label = needed(choice, "choice")?;
                any_merged |= figure.merged.is_some();
                let source = self.list.get_mut(own).expect("an index of the list");
                let expected = source.form.add(&mut known, label, &figure)?;
                // A label of the source before is declared, as long as none stands for several choices.
                if any_merged || !expected {
                    self.declare(label, figure.merged);
                }
                Ok(())
            };
            read_row().map_err(|error| error.at(Place::Line(line)))?;
        }
        Ok(())
    }

    /// The choices of the contest are those of the table of figures, in their order.
    fn declare(&mut self, label: &str, merged: Option<&str>) {
        let mut one = |choice: &str| {
            // Sources mostly have them in one order, so that the next is known.
            if self
                .choices
                .get(self.next)
                .is_some_and(|next| next == choice)
            {
                self.next += 1;
                return;
            }
            let choice = name::clean(choice);
            if !choice.starts_with('(') {
                self.next = match self.places.get(choice.as_ref()) {
                    Some(place) => place + 1,
                    None => {
                        self.places
                            .insert(choice.clone().into_owned(), self.choices.len());
                        self.choices.push(choice.into_owned());
                        self.choices.len()
                    }
                };
            }
        };
        match merged {
            Some(choices) => choices.split(';').for_each(one),
            None => one(label),
        }
    }

    /// The sources that there are, as help; a few where there are many.
    fn names(&self) -> String {
        const FEW: usize = 10;
        let mut names: Vec<(usize, &str)> = self
            .by_name
            .iter()
            .map(|(name, i)| (*i, name.as_str()))
            .collect();
        names.sort_unstable();
        let few: Vec<&str> = names.iter().take(FEW).map(|(_, name)| *name).collect();
        match names.len().saturating_sub(FEW) {
            0 => format!("the table of sources has {}", few.join(", ")),
            more => format!(
                "the table of sources has {} and {more} more",
                few.join(", ")
            ),
        }
    }
}
