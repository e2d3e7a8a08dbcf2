//! The report: plain data that a program can store, compare and read from another language.
//!
//! Shares, deviations and bounds are proportions; tables have percent and percentage points. What could
//! not be computed is absent, and [`NotPublished`], [`Undefined`] or [`Reason`] says why. Nothing has its
//! meaning by position: [`Report::reference`], [`Report::count`], [`CountReport::poll`],
//! [`PollReport::reading`], [`ReadingReport::row`] and [`RowReport::needs`] find things by name, and the
//! tidy tables ([`Report::rows`] and its siblings) have everything flat.
//!
//! A report holds no English: findings, verdicts and reasons are typed, and [`crate::render`] phrases
//! them.

mod ballot_figure;
mod between;
mod call;
mod check;
mod count;
mod coverage;
mod finding;
mod format;
mod measures;
mod night;
mod observation;
mod poll;
mod pool;
mod reading;
mod row;
mod seats;
mod settings;
mod stations;
mod table;
mod verdict;

pub use ballot_figure::*;
pub use between::*;
pub use call::*;
pub use count::*;
pub use coverage::*;
pub use finding::*;
pub use format::Format;
pub use measures::*;
pub use night::*;
pub use observation::*;
pub use poll::*;
pub use pool::*;
pub use reading::*;
pub use row::*;
pub use seats::*;
pub use settings::Settings;
pub use stations::*;
pub use table::*;
pub(crate) use table::{cells, columns};
pub use verdict::*;

use serde::Serialize;

use crate::model::Contest;
use crate::station::StationComparison;

/// Everything that was computed for one contest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Report {
    /// The version of this form.
    pub format: Format,
    /// The contest as it was handed in.
    pub contest: Contest,
    /// What was asked for.
    pub settings: Settings,
    /// Each poll as it was handed in, with what follows from its sample; in the order given.
    pub polls: Vec<PollFacts>,
    /// Every count with every poll against it, in the order given.
    pub counts: Vec<CountReport>,
    /// The name of the most complete count: the final one, or else the partial one with most counted.
    pub reference: String,
    /// What can be concluded, in the order of its weight.
    pub findings: Vec<Finding>,
    /// The polls against one another, where there are at least two sources with shares.
    pub between_polls: Option<BetweenPolls>,
    /// The counts as they followed one another, where there are at least two and one says what it leaves open.
    pub night: Option<Night>,
    /// What observers at polling stations reported.
    pub observations: Vec<ObservationReport>,
    /// What the stations of polls say, for those of which they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stations: Vec<PollStations>,
}

impl Report {
    /// The most complete count: the final one, or else the partial one with most counted.
    ///
    /// # Panics
    /// Never for a report of [`Comparison::run`](crate::Comparison::run) or
    /// [`read_report`](crate::io::json::read_report): both see to it that the count is there.
    #[must_use]
    pub fn reference(&self) -> &CountReport {
        self.count(&self.reference)
            .expect("the reference is one of the report's counts")
    }

    /// The count of this name.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<&CountReport> {
        self.counts.iter().find(|count| count.name() == name)
    }

    /// What the stations of the poll of this name say, where they were given.
    #[must_use]
    pub fn stations(&self, poll: &str) -> Option<&StationComparison> {
        let section = self.stations.iter().find(|section| section.poll == poll)?;
        Some(&section.comparison)
    }

    /// The polls that have a verdict of their own against the most complete count.
    pub(crate) fn judged(&self) -> impl Iterator<Item = &PollReport> {
        let judged = self.findings.iter().filter_map(|finding| match finding {
            Finding::Verdict { polls, .. } => Some(polls),
            _ => None,
        });
        (judged.flatten()).filter_map(|name| self.reference().poll(name))
    }

    /// The facts of the poll of this name, which are the same against every count.
    #[must_use]
    pub fn poll(&self, name: &str) -> Option<&PollFacts> {
        self.polls.iter().find(|facts| facts.poll.name() == name)
    }
}
