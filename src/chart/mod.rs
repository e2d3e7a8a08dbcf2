//! The report as pictures: SVG whose text stays text, the same bytes for the same report.
//!
//! [`svg`] draws one [`Chart`] of a report; what a report lacks is a [`NoPicture`] that says why, never an
//! empty picture. A chart computes nothing: every figure is one of the report's, and the sentence above it
//! is one of its findings in the words that [`render`](crate::render) has for it.
//!
//! Polls are dots with their interval, counts are solid ticks without one, what a partial count can still
//! become is an outlined band; what polls say together is a diamond. The blue and the orange are Okabe and Ito's, and no two marks differ by colour alone.
//! Lines and words have `currentColor`, so that a chart inside a page follows its light or dark theme; a
//! page can set the custom properties `--exitpoll-poll` and `--exitpoll-pool`.
//!
//! Drawn by a writer of its own, with `quick-xml` for escaping: nearly every mark here (rounding bounds, a count
//! without an interval, the band of a partial count) and everything around them (`<title>`, `<desc>`, custom
//! properties) would have to be drawn beside a library's charts all the same.
//!
//! ```
//! use exitpoll::chart::{self, Chart, NoPicture};
//! use exitpoll::{Comparison, Contest, OfficialCount, Poll};
//!
//! let contest = Contest::builder("Example").choices(["A", "B"]).build()?;
//! let count = OfficialCount::builder("final")
//!     .votes("A", 600_000).votes("B", 400_000).final_result().build()?;
//! let poll = Poll::builder("Pollster").share("A", "58.0").share("B", "42.0").build()?;
//! let report = Comparison::new(contest).count(count).poll(poll).run()?;
//!
//! let picture = chart::svg(&report, Chart::Deviations).unwrap();
//! assert!(picture.starts_with("<svg "));
//! assert!(picture.contains("2.00 points too low for A"));
//! assert_eq!(chart::svg(&report, Chart::Night), Err(NoPicture::NoNight));
//! for chart in Chart::ALL {
//!     if let Ok(picture) = chart::svg(&report, chart) {
//!         // std::fs::write(format!("{}.svg", chart.name()), picture)?;
//!         assert!(picture.ends_with("</svg>\n"));
//!     }
//! }
//! # Ok::<(), exitpoll::Error>(())
//! ```

mod axis;
mod deviations;
mod forest;
mod frame;
mod funnel;
mod mark;
mod night;
mod page;
mod response;
mod rows;
mod scale;
mod seats;
mod shares;
mod stations;
mod type_size;

use std::fmt;

use crate::render::picture;
use crate::report::{CountReport, Report};

/// What can be drawn of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Chart {
    /// The polls beside the most complete count, choice by choice.
    Shares,
    /// How far each poll is from it, choice by choice.
    Deviations,
    /// The counts over time with what each left open, and the polls.
    Night,
    /// The polls of known size and what they say together, choice by choice: a forest plot with the weights,
    /// the pooled deviation and where one more poll would lie.
    Forest,
    /// How far each poll is from a final count against the effective size of its sample, with the curves
    /// between which chance alone would keep it.
    Funnel,
    /// The seats of each poll beside the count's, with the line of a majority.
    Seats,
    /// The stations of polls: the interviews of each against its own count.
    Stations,
    /// ln α of each station against what is known of the stations.
    Response,
}

impl Chart {
    /// Every chart, in the order in which a page shows them.
    pub const ALL: [Chart; 8] = [
        Chart::Shares,
        Chart::Deviations,
        Chart::Seats,
        Chart::Night,
        Chart::Forest,
        Chart::Funnel,
        Chart::Stations,
        Chart::Response,
    ];

    /// A name for files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Chart::Shares => "shares",
            Chart::Deviations => "deviations",
            Chart::Night => "night",
            Chart::Forest => "forest",
            Chart::Funnel => "funnel",
            Chart::Seats => "seats",
            Chart::Stations => "stations",
            Chart::Response => "response",
        }
    }
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoPicture {
    /// No poll has shares that can be compared with the count.
    NoShares,
    /// There are fewer than two counts with a share.
    NoNight,
    /// Fewer than two polls are pooled.
    NoPool,
    /// Fewer than two polls with a known effective size have a choice in common.
    NoSizes,
    /// The count can still change, so that chance has no fixed place.
    CountIsPartial,
    /// No poll has seats that can be compared with the count.
    NoSeats,
    /// The report holds no stations one by one.
    NoStations,
    /// No stations have covariates with which ln α could go, or too few stations have a ln α.
    NoPattern,
}

impl fmt::Display for NoPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoPicture::NoShares => "no poll has shares that can be compared with the count",
            NoPicture::NoNight => "there are fewer than two counts with shares",
            NoPicture::NoPool => "fewer than two polls can be pooled",
            NoPicture::NoSizes => {
                "fewer than two polls with a known effective size have a choice in common"
            }
            NoPicture::CountIsPartial => "the count can still change",
            NoPicture::NoSeats => "no poll has seats that can be compared with the count",
            NoPicture::NoStations => "the report holds no polling stations one by one",
            NoPicture::NoPattern => "no covariates of polling stations go with a response ratio",
        })
    }
}

impl std::error::Error for NoPicture {}

/// One chart of the report, as SVG.
///
/// # Errors
/// [`NoPicture`] where the report has nothing that it could show.
pub fn svg(report: &Report, chart: Chart) -> Result<String, NoPicture> {
    match chart {
        Chart::Shares => shares::draw(report),
        Chart::Deviations => deviations::draw(report),
        Chart::Night => night::draw(report),
        Chart::Forest => forest::draw(report),
        Chart::Funnel => funnel::draw(report),
        Chart::Seats => seats::draw(report),
        Chart::Stations => stations::draw(report),
        Chart::Response => response::draw(report),
    }
}

/// Of what the shares of all polls are shares, where it is one thing.
fn one_base(count: &CountReport) -> &'static str {
    let mut bases = count
        .polls
        .iter()
        .filter_map(|poll| poll.reading())
        .map(|of| of.base);
    match bases.next() {
        Some(first) if bases.all(|base| base == first) => picture::base(first),
        _ => "the base of each poll",
    }
}
