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
//!   `intracluster_correlation`, `stated_margin`, `margins` (as `A: 2.5; B: 1.5`),
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
mod table;

use std::collections::{HashMap, HashSet};

use ::csv::StringRecord;

use super::Document;
use super::text::text_of;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::{
    Contest, ContestBuilder, Figures, ObservationBuilder, OfficialCountBuilder, PollBuilder,
    SegmentBuilder, name,
};
use columns::Kind;
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

fn read_named(
    sources_name: &str,
    sources: &str,
    figures_name: &str,
    figures: &str,
) -> Result<Document> {
    let in_sources = |error: Error| error.at(Place::File(sources_name.into()));
    let in_figures = |error: Error| error.at(Place::File(figures_name.into()));
    let mut sources = Sources::read(sources).map_err(in_sources)?;
    sources.read_figures(figures).map_err(in_figures)?;
    let Sources {
        contest,
        choices,
        mut list,
        by_name,
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
        polls: Vec::new(),
        observations: Vec::with_capacity(observations.len()),
    };
    for (line, observation) in observations {
        let observation = observation.build();
        document
            .observations
            .push(observation.map_err(|error| in_sources(error.at(Place::Line(line))))?);
    }
    // An error of a figure stands in the other table.
    let placed = |source: &Source, error: Error| match source.lines.of(&error) {
        Some(line) => in_figures(error.at(Place::Line(line))),
        None => in_sources(error.at(Place::Line(source.line))),
    };
    for i in 0..list.len() {
        let Form::Segment(of, segment) = &list[i].form else {
            continue;
        };
        let (of, segment) = (of.clone(), segment.clone());
        // Checked here already, so that its error stands at its own line.
        let checked = segment.clone().build();
        checked.map_err(|error| placed(&list[i], error))?;
        match by_name.get(&of).and_then(|count| list.get_mut(*count)) {
            Some(Source {
                form: Form::Count(count),
                ..
            }) => count.segments.push(segment),
            _ => {
                let help = "give the name of an official count";
                return Err(placed(&list[i], Error::unknown("segment_of", of, help)));
            }
        }
    }
    for source in &list {
        let placed = |error: Error| placed(source, error);
        match &source.form {
            Form::Count(count) => document.counts.push(count.clone().build().map_err(placed)?),
            Form::Poll(poll) => document.polls.push(poll.clone().build().map_err(placed)?),
            // They are in their counts.
            Form::Segment(..) => {}
        }
    }
    document.contest.check(&document.counts, &document.polls)?;
    Ok(document)
}

/// A source as its row and its figures give it, before it is checked.
struct Source {
    line: u64,
    form: Form,
    lines: Lines,
}

enum Form {
    Count(OfficialCountBuilder),
    /// With the name of its count.
    Segment(String, SegmentBuilder),
    Poll(PollBuilder),
}

/// The labels and lines of a source's figures, in the order of the table.
#[derive(Default)]
struct Lines(Vec<(String, u64)>);

impl Lines {
    /// The line of the figure of which an error speaks: its field is `shares.LABEL` and the like, or
    /// its value is the label. The last one, because that is the one too many.
    fn of(&self, error: &Error) -> Option<u64> {
        let label = match error.kind() {
            ErrorKind::OutOfRange | ErrorKind::Unreadable => {
                let (list, label) = error.field()?.split_once('.')?;
                ["shares", "votes", "seats"]
                    .contains(&list)
                    .then_some(label)?
            }
            ErrorKind::Duplicate | ErrorKind::Unknown => error.value()?,
            _ => return None,
        };
        let found = self
            .0
            .iter()
            .rev()
            .find(|(own, _)| name::clean(own) == label);
        found.map(|(_, line)| *line)
    }
}

/// Everything of the two tables, by source.
struct Sources {
    contest: Option<(u64, ContestBuilder)>,
    choices: Vec<String>,
    seen: HashSet<String>,
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
            seen: HashSet::new(),
            list: Vec::new(),
            observations: Vec::new(),
            by_name: HashMap::new(),
        };
        let mut record = StringRecord::new();
        while let Some(line) = table.next(&mut record)? {
            let heading = &table.heading;
            let needed = |column, name: &'static str| {
                heading
                    .cell(&record, column)
                    .ok_or_else(|| Error::missing(name, "fill in the cell"))
            };
            let mut read_row = || -> Result<()> {
                let name = needed(source, "source")?;
                let kind = Kind::of(needed(kind, "kind")?)?;
                let form = match kind {
                    Kind::Contest => {
                        let contest = columns::read(kind, heading, &record, Some("name"))?;
                        if sources.contest.replace((line, contest)).is_some() {
                            let help = "one pair of tables is for one contest";
                            return Err(Error::duplicate("kind", "contest", help));
                        }
                        return Ok(());
                    }
                    Kind::Observation => {
                        let seen = columns::read(kind, heading, &record, Some("observer"))?;
                        sources.observations.push((line, seen));
                        return Ok(());
                    }
                    Kind::Count => {
                        Form::Count(columns::read(kind, heading, &record, Some("name"))?)
                    }
                    Kind::Segment => {
                        let of = needed(segment_of, "segment_of")?;
                        Form::Segment(of.into(), columns::read(kind, heading, &record, None)?)
                    }
                    Kind::Poll => {
                        Form::Poll(columns::read(kind, heading, &record, Some("pollster"))?)
                    }
                };
                let lines = Lines::default();
                let earlier = sources.by_name.insert(name.into(), sources.list.len());
                if earlier.is_some() {
                    let help = "give each source one row and a name of its own";
                    return Err(Error::duplicate("source", name, help));
                }
                sources.list.push(Source { line, form, lines });
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
        let mut record = StringRecord::new();
        while let Some(line) = table.next(&mut record)? {
            let cell = |column| table.heading.cell(&record, column);
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
                let Some(own) = self.by_name.get(source).copied() else {
                    return Err(Error::unknown("source", source, self.names()));
                };
                let label = needed(choice, "choice")?;
                self.declare(label, figure.merged);
                let source = self.list.get_mut(own).expect("an index of the list");
                source.lines.0.push((label.into(), line));
                source.form.add(label, &figure)
            };
            read_row().map_err(|error| error.at(Place::Line(line)))?;
        }
        Ok(())
    }

    /// The choices of the contest are those of the table of figures, in their order.
    fn declare(&mut self, label: &str, merged: Option<&str>) {
        let mut one = |choice: &str| {
            let choice = name::clean(choice);
            if !choice.starts_with('(') && !self.seen.contains(choice.as_ref()) {
                self.seen.insert(choice.clone().into_owned());
                self.choices.push(choice.into_owned());
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

/// The cells of a row of figures.
struct Figure<'a> {
    share: Option<&'a str>,
    votes: Option<&'a str>,
    seats: Option<&'a str>,
    merged: Option<&'a str>,
}

impl Form {
    fn add(&mut self, label: &str, figure: &Figure<'_>) -> Result<()> {
        if figure.share.or(figure.votes).or(figure.seats).is_none() {
            return Err(Error::missing("share", "give a share, votes or seats"));
        }
        let push = |list: &mut Figures, cell: Option<&str>| {
            if let Some(cell) = cell {
                list.push(label, cell);
            }
        };
        if let Some(choices) = figure.merged {
            let choices = choices.split(';').map(str::trim);
            match self {
                Form::Count(count) => count.merge(label, choices),
                Form::Segment(_, segment) => segment.merge(label, choices),
                Form::Poll(poll) => poll.merge(label, choices),
            }
        }
        match self {
            Form::Count(count) => {
                push(&mut count.votes, figure.votes);
                push(&mut count.shares, figure.share);
                push(&mut count.seats, figure.seats);
            }
            Form::Segment(..) if figure.seats.is_some() => {
                let help = "a segment has votes or shares; seats go to the whole count";
                return Err(Error::unknown("seats", label, help));
            }
            Form::Segment(_, segment) => {
                push(&mut segment.votes, figure.votes);
                push(&mut segment.shares, figure.share);
            }
            Form::Poll(_) if figure.votes.is_some() => {
                return Err(Error::unknown(
                    "votes",
                    label,
                    "a poll has shares or seats, no votes; a comma in a number starts a new cell",
                ));
            }
            Form::Poll(poll) => {
                push(&mut poll.shares, figure.share);
                push(&mut poll.seats, figure.seats);
            }
        }
        Ok(())
    }
}
