//! What a person reads: a [`Report`] as text for a terminal, as Markdown or as a page of HTML (feature
//! `html`), and its tables as CSV.
//!
//! Text and Markdown come short or in full ([`Detail`]). The short form answers in two or three
//! sentences, shows the polls in one table, says what is still open and what was not published, in thirty
//! lines at most. The full form goes on with the most complete count, the night, each poll, the polls
//! together and against one another, and notes on method and sources.
//!
//! All English is made here, from the typed conclusions of the report; nothing is computed or decided.
//! No figure has more digits than what was published gives it.

mod answer;
mod ballot_figures;
mod between;
mod brief;
mod called;
mod calls;
mod caveats;
mod chosen;
mod come_true;
mod contradicted_figures;
mod contradictions;
mod could_have_missed;
mod count;
mod coverage;
mod csv;
mod each_verdict;
mod explained;
mod findings;
mod furthest;
mod grounds;
#[cfg(feature = "html")]
mod html;
mod markdown;
mod measures;
mod needs;
mod night;
mod no_difference;
mod not_judged;
mod notes;
mod number;
mod observation;
mod other_counts;
mod outline;
mod outstanding;
mod overview;
#[cfg(feature = "chart")]
pub(crate) mod picture;
mod poll;
mod predicate;
mod room;
mod rows;
mod rules;
mod same_sample;
mod sample;
mod scatter;
mod seat_calls;
mod seat_error;
mod seats;
mod seats_right;
mod shared_sample;
mod stated_margin;
mod station_lead;
mod station_national;
mod station_pattern;
mod station_response;
mod stations;
mod terms;
mod text;
mod threshold_side;
mod together;
mod verdict;
mod voters;
mod within_margin;
mod within_rounding;
mod wrap;
mod wrong_calls;
mod wrong_thresholds;

use std::fmt;

use crate::report::{Report, Table};
use crate::station::StationComparison;
use outline::Block;
use room::Room;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Detail {
    /// The answer, one table, what is open, what was not published: thirty lines at most.
    #[default]
    Brief,
    /// Everything.
    Full,
}

/// No table fits in fewer columns.
const LEAST_WIDTH: usize = 40;

/// The short form as text that fits `width` columns (40 at least); thirty lines at most from 80 columns
/// on.
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, render};
///
/// let contest = Contest::builder("Example").choices(["A", "B"]).build()?;
/// let count = OfficialCount::builder("final")
///     .votes("A", 600_000).votes("B", 400_000).final_result().build()?;
/// let poll = Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
/// let text = render::text(&report, 80);
/// let words: Vec<&str> = text.split_whitespace().collect();
/// assert!(words.join(" ").contains("2.00 points too low for A"));
/// assert!(text.lines().all(|line| line.chars().count() <= 80));
/// assert!(text.lines().count() <= 30);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn text(report: &Report, width: usize) -> String {
    text_with(report, width, Detail::Brief)
}

/// The report as text that fits `width` columns (40 at least), in the detail asked for.
#[must_use]
pub fn text_with(report: &Report, width: usize, detail: Detail) -> String {
    text::render(&blocks(report, detail), width.max(LEAST_WIDTH))
}

/// The short form as Markdown. Names are escaped: none of them can be markup.
#[must_use]
pub fn markdown(report: &Report) -> String {
    markdown_with(report, Detail::Brief)
}

/// The report as Markdown, in the detail asked for.
#[must_use]
pub fn markdown_with(report: &Report, detail: Detail) -> String {
    markdown::render(&blocks(report, detail))
}

/// The whole report as one page of HTML that needs nothing else: no script, no network, no file beside it.
///
/// The answer stands first, in the words of [`text`]; sections unfold; every table copies into a
/// spreadsheet, one figure a cell. It prints on A4, follows light and dark, and fits a screen of 320
/// pixels. Of very many polls, rows or conclusions it shows a part and says how many there are. The same
/// report gives the same bytes.
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, render};
///
/// let contest = Contest::builder("A <b>contest</b>").choices(["A", "B"]).build()?;
/// let count = OfficialCount::builder("final")
///     .votes("A", 600_000).votes("B", 400_000).final_result().build()?;
/// let poll = Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
/// let page = render::html(&report);
/// assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\""));
/// assert!(page.contains("<h1>A &lt;b&gt;contest&lt;/b&gt;</h1>"));
/// assert!(page.contains(&render::headline(&report)));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[cfg(feature = "html")]
#[must_use]
pub fn html(report: &Report) -> String {
    html::render(report)
}

/// One table of the report as CSV (RFC 4180), with a header; empty cells where nothing is known. Its
/// columns are those of the record of the same name, such as [`RowRecord`](crate::report::RowRecord).
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, render, report::Table};
///
/// let contest = Contest::builder("Example").choices(["A", "B"]).build()?;
/// let count = OfficialCount::builder("final")
///     .votes("A", 600_000).votes("B", 400_000).final_result().build()?;
/// let poll = Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
/// let csv = render::csv(&report, Table::Rows);
/// let first = csv.lines().nth(1).unwrap();
/// assert!(first.starts_with("final,Pollster,as_printed,A,choice,58,57.95,58.05,60,60,60,-2,"));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn csv(report: &Report, table: Table) -> String {
    csv::render(report, table)
}

/// The heading of a table of many contests: `contest`, `date`, and the columns of the table.
#[must_use]
pub fn csv_heading_of_contests(table: Table) -> String {
    csv::heading_of_contests(table)
}

/// The lines of one contest in a table of many, below [`csv_heading_of_contests`].
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, render, report::Table};
///
/// let contest = Contest::builder("Example").date("2026-05-03").choices(["A", "B"]).build()?;
/// let count = OfficialCount::builder("final")
///     .votes("A", 600_000).votes("B", 400_000).final_result().build()?;
/// let poll = Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?;
/// let report = Comparison::new(contest).count(count).poll(poll).run()?;
/// assert!(render::csv_heading_of_contests(Table::Polls).starts_with("contest,date,count,poll,"));
/// let lines = render::csv_of_contest(&report, Table::Polls);
/// assert!(lines.starts_with("Example,2026-05-03,final,Pollster,as_printed,1,98,"));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn csv_of_contest(report: &Report, table: Table) -> String {
    csv::of_contest(report, table)
}

/// The night alone, as text that fits `width` columns (40 at least): the counts as they followed one another,
/// and how each poll stood at each of them. None where there are fewer than two counts, or none says what it
/// leaves open of its shares.
///
/// ```
/// use exitpoll::{Comparison, Contest, OfficialCount, Poll, render};
///
/// let contest = Contest::builder("Example").choices(["A", "B"]).registered(1_200).build()?;
/// let at = |name: &str, a: u64, b: u64| OfficialCount::builder(name).votes("A", a).votes("B", b);
/// let comparison = Comparison::new(contest)
///     .count(at("22:00", 300, 100).partial().build()?)
///     .poll(Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?);
/// assert_eq!(render::night(&comparison.run()?, 80), None);
/// let report = comparison.count(at("final", 600, 400).final_result().build()?).run()?;
/// assert!(render::night(&report, 80).unwrap().contains("22:00"));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn night(report: &Report, width: usize) -> Option<String> {
    Some(text::render(&the_night(report)?, width.max(LEAST_WIDTH)))
}

/// The night alone, as Markdown.
#[must_use]
pub fn night_markdown(report: &Report) -> Option<String> {
    Some(markdown::render(&the_night(report)?))
}

/// The stations of an exit poll alone, as text that fits `width` columns (40 at least): interviews against the
/// counts of the very same stations, where there is no count of all stations to make a report with.
///
/// ```
/// use exitpoll::accuracy::Orientation;
/// use exitpoll::render::{self, Detail};
/// use exitpoll::station::{AgainstCount, Interviews, Station, StationSample, StationTable};
///
/// let mut table = StationTable::builder(["Yes", "No"]).stratum("", 50);
/// for (answers, votes) in [([14, 6], [300, 200]), ([10, 10], [240, 260])] {
///     let interviews = [Interviews { answers: &answers, ..Interviews::default() }];
///     table.push(&Station { votes: Some(&votes), interviews: &interviews, ..Station::default() })?;
/// }
/// let yes_over_no = Orientation { numerator: 0, denominator: 1 };
/// let stations = StationSample::new(table.build()?).against_count(&AgainstCount::new(yes_over_no))?;
/// let text = render::sampled_stations(&stations, "Referendum", 80, Detail::Brief);
/// let words: Vec<&str> = text.split_whitespace().collect();
/// assert!(words.join(" ").contains("The count of all stations is not among these figures"));
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[must_use]
pub fn sampled_stations(
    stations: &StationComparison,
    title: &str,
    width: usize,
    detail: Detail,
) -> String {
    let blocks = stations::alone(stations, title, detail);
    text::render(&blocks, width.max(LEAST_WIDTH))
}

/// The stations of an exit poll alone, as Markdown.
#[must_use]
pub fn sampled_stations_markdown(
    stations: &StationComparison,
    title: &str,
    detail: Detail,
) -> String {
    markdown::render(&stations::alone(stations, title, detail))
}

/// The contest and its answer in one line, for lists of many.
#[must_use]
pub fn line(report: &Report) -> String {
    format!(
        "{}: {}",
        wrap::clean(&brief::title(report)),
        headline(report)
    )
}

fn the_night(report: &Report) -> Option<Vec<Block>> {
    report.night.as_ref()?;
    let mut blocks = vec![Block::Title(brief::title(report))];
    blocks.extend(contradictions::caution(report, Room::FULL));
    blocks.extend(night::alone(report));
    Some(blocks)
}

/// The answer alone: two or three sentences on the most complete count, and what else was found of it.
#[must_use]
pub fn headline(report: &Report) -> String {
    wrap::clean(&answer::sentences(report, Room::FULL).join(" "))
}

fn blocks(report: &Report, detail: Detail) -> Vec<Block> {
    match detail {
        Detail::Brief => brief::blocks(report),
        Detail::Full => in_full(report),
    }
}

fn in_full(report: &Report) -> Vec<Block> {
    let reference = report.reference();
    let mut blocks = brief::opening(report);
    blocks.extend(count::section(report, reference));
    blocks.extend(night::section(report));
    if !reference.polls.is_empty() {
        blocks.push(Block::Section("Poll by poll".into()));
    }
    for of_poll in &reference.polls {
        blocks.extend(poll::in_full(report, reference, of_poll));
        blocks.extend(stations::section(report, of_poll));
    }
    blocks.extend(together::section(report, reference));
    blocks.extend(between::section(report));
    blocks.extend(notes::section(report));
    blocks
}

impl fmt::Display for Report {
    /// The short form at 80 columns.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(self, 80))
    }
}
