//! A pair of CSV tables: the sources, and their figures in long form.
//!
//! The table of **sources** has a row for each source, in the columns `source` (its name) and `kind`:
//! `contest` for the contest itself (one row), `official` for a count, and `exit_poll`,
//! `quick_count`, `parallel_count` or `late_poll` for a poll. What else is known stands in further
//! columns, named as the fields of the builders; empty cells are unknown:
//!
//! - contest: `date`, `jurisdiction`, `house_seats`, `majority`, `thresholds` (as
//!   `electoral threshold: 5; absolute majority: >50`), `registered`
//! - counts: `status`, `completeness_of` with `percent` or with `counted` and `total`, `as_of`,
//!   `base`, `rounded_to`, `valid`, `invalid`, `ballots_cast`, `registered`,
//!   `outstanding_registered`
//! - polls: `pollster` (if it is not the name of the source), `release`, `partners` (separated by
//!   `;`), `sponsor`, `mode`, `fieldwork`, `base`, `rounded_to`, `respondents`, `stations`, `strata`,
//!   `population`, `design_effect`, `cluster_size`, `intracluster_correlation`, `stated_margin`,
//!   `stated_confidence`, `response_rate`, `weighted_to_count` and `derived` (`true` or `false`)
//! - all of them: `published` (where), `note`
//!
//! The table of **figures** has a row for each figure: `source`, `choice`, and `share` (percent as
//! printed), `votes` or `seats`. Where a source gives one figure for several choices, `choice` is its
//! label for them and `choices` lists them, separated by `;`. The choices of the contest are those of
//! this table, in the order in which they first stand there.
//!
//! Cells are separated by commas, or by semicolons or tabs where the heading is; numbers have a
//! decimal point. A byte order mark, Windows line ends, blank lines, spaces around cells and missing
//! empty cells at the end of a row are passed over.

use std::collections::BTreeMap;

use super::{Document, text_of, without_mark};
use crate::error::{Error, Place, Result};
use crate::model::{
    Base, CompletenessOf, Contest, CountStatus, Mode, OfficialCount, Poll, PollKind, Sample,
};

const SOURCE_COLUMNS: &[&str] = &[
    "source",
    "kind",
    "date",
    "jurisdiction",
    "house_seats",
    "majority",
    "thresholds",
    "registered",
    "status",
    "completeness_of",
    "percent",
    "counted",
    "total",
    "as_of",
    "base",
    "rounded_to",
    "valid",
    "invalid",
    "ballots_cast",
    "outstanding_registered",
    "pollster",
    "release",
    "partners",
    "sponsor",
    "mode",
    "fieldwork",
    "respondents",
    "stations",
    "strata",
    "population",
    "design_effect",
    "cluster_size",
    "intracluster_correlation",
    "stated_margin",
    "stated_confidence",
    "response_rate",
    "weighted_to_count",
    "derived",
    "published",
    "note",
];
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
/// As for [`read`]; [`Error::File`] for a file that cannot be read.
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
    let sources = table(sources, SOURCE_COLUMNS, &["source", "kind"]).map_err(in_sources)?;
    let figures = table(figures, FIGURE_COLUMNS, &["source", "choice"]).map_err(in_figures)?;
    let known = || {
        sources
            .iter()
            .filter(|row| row.cell("kind") != Some("contest"))
    };
    for row in &figures {
        let source = row.needed("source").map_err(in_figures)?;
        if !known().any(|other| other.cell("source") == Some(source)) {
            let names: Vec<&str> = known().filter_map(|row| row.cell("source")).collect();
            let error = Error::Unknown {
                field: "source".into(),
                value: source.into(),
                mend: format!("the table of sources has {}", names.join(", ")),
            };
            return Err(in_figures(row.at(error)));
        }
        row.needed("choice").map_err(in_figures)?;
        if ["share", "votes", "seats"]
            .iter()
            .all(|column| row.cell(column).is_none())
        {
            let error = Error::missing("share", "give a share, votes or seats");
            return Err(in_figures(row.at(error)));
        }
    }
    let mut document = Document {
        contest: contest(&sources, &figures).map_err(in_sources)?,
        counts: Vec::new(),
        polls: Vec::new(),
    };
    for row in &sources {
        let name = row.needed("source").map_err(in_sources)?;
        if sources
            .iter()
            .any(|other| other.line < row.line && other.cell("source") == Some(name))
        {
            let error = Error::Duplicate {
                field: "source".into(),
                value: name.into(),
                mend: "give each source one row and a name of its own".into(),
            };
            return Err(in_sources(row.at(error)));
        }
        let own: Vec<&Row> = figures
            .iter()
            .filter(|figure| figure.cell("source") == Some(name))
            .collect();
        // An error of a figure stands in the other table.
        let placed = |error: Error| match line_of(&error, &own) {
            Some(figure) => in_figures(figure.at(error)),
            None => in_sources(row.at(error)),
        };
        match row.needed("kind").map_err(in_sources)? {
            "contest" => {}
            "official" => document.counts.push(count(row, &own).map_err(placed)?),
            kind => {
                let kind = poll_kind(kind).map_err(placed)?;
                document.polls.push(poll(row, &own, kind).map_err(placed)?);
            }
        }
    }
    document.contest.check(&document.counts, &document.polls)?;
    Ok(document)
}

/// A row by its column names; only cells that hold something.
struct Row {
    line: u64,
    cells: BTreeMap<String, String>,
}

impl Row {
    fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// A cell with several entries, separated by `;`.
    fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.cell(column)
            .unwrap_or_default()
            .split(';')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
    }

    fn needed(&self, column: &str) -> Result<&str> {
        self.cell(column)
            .ok_or_else(|| self.at(Error::missing(column, "fill in the cell")))
    }

    fn at(&self, error: Error) -> Error {
        error.at(Place::Line(self.line))
    }

    /// A yes or no.
    fn truth(&self, column: &str) -> Result<Option<bool>> {
        match self.cell(column) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(Error::unreadable(column, other, "write true or false")),
        }
    }

    /// One of the names that documents use.
    fn named<T: serde::de::DeserializeOwned>(
        &self,
        column: &str,
        names: &str,
    ) -> Result<Option<T>> {
        let Some(text) = self.cell(column) else {
            return Ok(None);
        };
        let value = serde_json::Value::String(text.into());
        serde_json::from_value(value)
            .map(Some)
            .map_err(|_| Error::unreadable(column, text, format!("write one of {names}")))
    }
}

fn table(text: &str, columns: &[&str], needed: &[&str]) -> Result<Vec<Row>> {
    let text = without_mark(text);
    let heading = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    if heading.is_empty() {
        return Err(Error::Syntax {
            format: "CSV",
            reason: "the table is empty".into(),
        });
    }
    let found = [b',', b';', b'\t']
        .into_iter()
        .find(|d| heading.as_bytes().contains(d));
    let delimiter = found.unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let syntax = |error: ::csv::Error| Error::Syntax {
        format: "CSV",
        reason: error.to_string(),
    };
    let names: Vec<String> = reader
        .headers()
        .map_err(syntax)?
        .iter()
        .map(str::to_lowercase)
        .collect();
    for (i, name) in names.iter().enumerate() {
        let line = Place::Line(1);
        if !name.is_empty() && !columns.contains(&name.as_str()) {
            let mend = format!("the columns are {}", columns.join(", "));
            return Err(Error::Unknown {
                field: "heading".into(),
                value: name.clone(),
                mend,
            }
            .at(line));
        }
        if !name.is_empty() && names.iter().take(i).any(|earlier| earlier == name) {
            let mend = "give each column one heading".into();
            return Err(Error::Duplicate {
                field: "heading".into(),
                value: name.clone(),
                mend,
            }
            .at(line));
        }
    }
    for column in needed {
        if !names.iter().any(|name| name == column) {
            return Err(Error::missing(*column, "add the column").at(Place::Line(1)));
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(syntax)?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let mut cells = BTreeMap::new();
        for (i, cell) in record
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            match names.get(i).filter(|name| !name.is_empty()) {
                Some(name) => {
                    cells.insert(name.clone(), cell.to_owned());
                }
                None => {
                    let what = format!(
                        "the cell \"{cell}\" has no heading: the row has {} cells, the heading {}; \
                         put quotes around a cell with a separator in it",
                        record.len(),
                        names.len()
                    );
                    return Err(Error::Unfitting { what }.at(Place::Line(line)));
                }
            }
        }
        if !cells.is_empty() {
            rows.push(Row { line, cells });
        }
    }
    if rows.is_empty() {
        return Err(Error::Syntax {
            format: "CSV",
            reason: "the table has only a heading".into(),
        });
    }
    Ok(rows)
}

fn contest(sources: &[Row], figures: &[Row]) -> Result<Contest> {
    let mut rows = sources
        .iter()
        .filter(|row| row.cell("kind") == Some("contest"));
    let row = rows.next().ok_or_else(|| {
        Error::missing(
            "kind",
            "add a row of kind \"contest\" with the name of the contest",
        )
    })?;
    if let Some(second) = rows.next() {
        return Err(second.at(Error::Duplicate {
            field: "kind".into(),
            value: "contest".into(),
            mend: "one pair of tables is for one contest".into(),
        }));
    }
    let mut builder = Contest::builder(row.needed("source")?);
    let mut choices: Vec<&str> = Vec::new();
    for figure in figures {
        let named = figure
            .cell("choice")
            .filter(|choice| !choice.starts_with('('));
        match figure.cell("choices") {
            Some(merged) => choices.extend(merged.split(';').map(str::trim)),
            None => choices.extend(named),
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for choice in choices {
        if !seen.contains(&choice) {
            seen.push(choice);
        }
    }
    builder = builder.choices(seen);
    if let Some(date) = row.cell("date") {
        builder = builder.date(date);
    }
    if let Some(jurisdiction) = row.cell("jurisdiction") {
        builder = builder.jurisdiction(jurisdiction);
    }
    if let Some(seats) = row.cell("house_seats") {
        builder = builder.house(seats);
    }
    if let Some(line) = row.cell("majority") {
        builder = builder.majority(line);
    }
    for threshold in row.list("thresholds") {
        let (name, percent) = threshold.split_once(':').unwrap_or((threshold, ""));
        builder = builder.threshold(name.trim(), percent.trim());
    }
    if let Some(voters) = row.cell("registered") {
        builder = builder.registered(voters);
    }
    if let Some(source) = row.cell("published") {
        builder = builder.source(source);
    }
    builder.build().map_err(|error| row.at(error))
}

/// The figure of which an error speaks, by the name of its field: `shares.LABEL` and the like.
fn line_of<'a>(error: &Error, figures: &[&'a Row]) -> Option<&'a Row> {
    let field = match error.cause() {
        Error::OutOfRange { field, .. } | Error::Unreadable { field, .. } => field.as_str(),
        Error::Duplicate { value, .. } | Error::Unknown { value, .. } => value.as_str(),
        _ => return None,
    };
    let label = field.split_once('.').map_or(field, |(_, label)| label);
    figures
        .iter()
        .rev()
        .find(|row| row.cell("choice") == Some(label))
        .copied()
}

/// The choices that a row merges.
fn merged(row: &Row) -> Option<Vec<&str>> {
    row.cell("choices")
        .map(|choices| choices.split(';').map(str::trim).collect())
}

fn count(row: &Row, figures: &[&Row]) -> Result<OfficialCount> {
    let mut builder = OfficialCount::builder(row.needed("source")?);
    for figure in figures {
        let label = figure.needed("choice")?;
        if let Some(choices) = merged(figure) {
            builder = builder.merged(label, choices);
        }
        if let Some(votes) = figure.cell("votes") {
            builder = builder.votes(label, votes);
        }
        if let Some(share) = figure.cell("share") {
            builder = builder.share(label, share);
        }
        if let Some(seats) = figure.cell("seats") {
            builder = builder.seats(label, seats);
        }
    }
    match row.named("status", "final, partial")? {
        Some(CountStatus::Final) => builder = builder.final_result(),
        Some(CountStatus::Partial) => builder = builder.partial(),
        None => {}
    }
    let of: Option<CompletenessOf> =
        row.named("completeness_of", "stations, ballots, registered_voters")?;
    let parts = ["percent", "counted", "total"].map(|column| row.cell(column));
    builder = match (of, parts) {
        (None, [None, None, None]) => builder,
        (Some(of), [Some(percent), None, None]) => builder.completeness(of, percent),
        (Some(of), [None, Some(counted), Some(total)]) => builder.counted(of, counted, total),
        _ => {
            return Err(Error::missing(
                "completeness_of",
                "say of what, with either `percent` or both `counted` and `total`",
            ));
        }
    };
    if let Some(base) = row.named::<Base>("base", "valid_votes, all_ballots")? {
        builder = builder.base(base);
    }
    if let Some(time) = row.cell("as_of") {
        builder = builder.as_of(time);
    }
    if let Some(step) = row.cell("rounded_to") {
        builder = builder.rounded_to(step);
    }
    if let Some(votes) = row.cell("valid") {
        builder = builder.valid(votes);
    }
    if let Some(votes) = row.cell("invalid") {
        builder = builder.invalid(votes);
    }
    if let Some(ballots) = row.cell("ballots_cast") {
        builder = builder.ballots_cast(ballots);
    }
    if let Some(voters) = row.cell("registered") {
        builder = builder.registered(voters);
    }
    if let Some(voters) = row.cell("outstanding_registered") {
        builder = builder.outstanding_registered(voters);
    }
    if let Some(source) = row.cell("published") {
        builder = builder.source(source);
    }
    if let Some(note) = row.cell("note") {
        builder = builder.note(note);
    }
    builder.build()
}

fn poll_kind(text: &str) -> Result<PollKind> {
    Ok(match text {
        "exit_poll" => PollKind::ExitPoll,
        "quick_count" => PollKind::QuickCount,
        "parallel_count" => PollKind::ParallelCount,
        "late_poll" => PollKind::LatePoll,
        other => {
            return Err(Error::unreadable(
                "kind",
                other,
                "write one of contest, official, exit_poll, quick_count, parallel_count, late_poll",
            ));
        }
    })
}

fn poll(row: &Row, figures: &[&Row], kind: PollKind) -> Result<Poll> {
    let name = row.needed("source")?;
    let mut builder = Poll::builder(row.cell("pollster").unwrap_or(name)).kind(kind);
    for figure in figures {
        let label = figure.needed("choice")?;
        if let Some(choices) = merged(figure) {
            builder = builder.merged(label, choices);
        }
        if let Some(share) = figure.cell("share") {
            builder = builder.share(label, share);
        }
        if let Some(seats) = figure.cell("seats") {
            builder = builder.seats(label, seats);
        }
        if figure.cell("votes").is_some() {
            return Err(Error::Unknown {
                field: "votes".into(),
                value: label.into(),
                mend: "a poll has shares or seats, no votes; a comma in a number starts a new cell"
                    .into(),
            });
        }
    }
    let mut sample = Sample::builder();
    if let Some(respondents) = row.cell("respondents") {
        sample = sample.respondents(respondents);
    }
    if let Some(stations) = row.cell("stations") {
        sample = sample.stations(stations);
    }
    if let Some(strata) = row.cell("strata") {
        sample = sample.strata(strata);
    }
    if let Some(ballots) = row.cell("population") {
        sample = sample.population(ballots);
    }
    if let Some(factor) = row.cell("design_effect") {
        sample = sample.design_effect(factor);
    }
    if let Some(size) = row.cell("cluster_size") {
        sample = sample.cluster_size(size);
    }
    if let Some(rho) = row.cell("intracluster_correlation") {
        sample = sample.intracluster_correlation(rho);
    }
    if let Some(points) = row.cell("stated_margin") {
        sample = sample.stated_margin(points);
    }
    if let Some(level) = row.cell("stated_confidence") {
        sample = sample.stated_confidence(level);
    }
    if let Some(percent) = row.cell("response_rate") {
        sample = sample.response_rate(percent);
    }
    builder = builder.sample(sample);
    if let Some(base) = row.named::<Base>("base", "valid_votes, all_ballots, approached")? {
        builder = builder.base(base);
    }
    let modes = "face_to_face, secret_ballot, telephone, online, mixed";
    if let Some(mode) = row.named::<Mode>("mode", modes)? {
        builder = builder.mode(mode);
    }
    for partner in row.list("partners") {
        builder = builder.partner(partner);
    }
    if let Some(sponsor) = row.cell("sponsor") {
        builder = builder.sponsor(sponsor);
    }
    if let Some(day) = row.cell("fieldwork") {
        builder = builder.fieldwork(day);
    }
    if let Some(release) = row.cell("release") {
        builder = builder.release(release);
    }
    if let Some(step) = row.cell("rounded_to") {
        builder = builder.rounded_to(step);
    }
    if let Some(weighted) = row.truth("weighted_to_count")? {
        builder = builder.weighted_to_count(weighted);
    }
    if row.truth("derived")? == Some(true) {
        builder = builder.derived();
    }
    if let Some(source) = row.cell("published") {
        builder = builder.source(source);
    }
    if let Some(note) = row.cell("note") {
        builder = builder.note(note);
    }
    builder.build()
}
