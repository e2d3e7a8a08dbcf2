//! Compares exit polls with official election results: deviations, confidence intervals and
//! agreement scores, from figures as they are really published.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`model`] | what was published: the contest, official counts, polls, samples |
//! | [`io`] | reads and writes them as JSON documents and CSV tables (feature `io`) |
//! | [`alignment`] | puts polls and a count on the same choices and the same base |
//! | [`comparison`] | one comparison of a contest, from its figures to a [`Report`] |
//! | [`report`] | the report as plain data |
//! | [`render`] | the report as text, Markdown, CSV, and HTML (feature `html`) |
//! | `chart` | the report as pictures, in SVG (feature `chart`) |
//! | [`interval`] | confidence intervals: of one share, of all together, of a lead, of two samples, of ranks |
//! | [`hypothesis`] | goodness of fit (large-sample, exact, under a design), equivalence, adjustment for many tests |
//! | [`accuracy`] | how far one poll is from the count: Mosteller, A, A', B, B_w, scores, calls, seats, rounding |
//! | [`agreement`] | how near several sources are to one another: distances, concordance, reliability, ranks |
//! | [`pooling`] | what several polls say together: fixed and random effects, heterogeneity, herding |
//! | [`partial`] | what a partial count still allows: bounds, decisions, sensitivity |
//! | [`station`] | polling stations one by one: bounds, ratio estimators, projections |
//! | `schema` | JSON Schema of documents and reports (feature `schema`) |
//! | [`record`] | many contests: how near each pollster came, calibration, house effects, ranks, contest against poll error |
//! | [`planning`] | respondents that an interval, a lead or a deviation needs |
//!
//! # A comparison
//!
//! Describe what was published: a [`Contest`], each [`OfficialCount`], each [`Poll`]. Builders check
//! everything once. Then [`Comparison::run`] measures each poll against each count and gives a [`Report`],
//! which is plain data; [`render::text`] and [`render::markdown`] print it.
//!
//! ```
//! use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll};
//!
//! let contest = Contest::builder("Azerbaijan 2024").choice("Ilham Aliyev").build()?;
//! let count = OfficialCount::builder("after 93.35 percent of the ballots")
//!     .share("Ilham Aliyev", "92.05")
//!     .completeness(CompletenessOf::Ballots, "93.35")
//!     .build()?;
//! let poll = Poll::builder("Social Research Center").share("Ilham Aliyev", "92.4").build()?;
//! let report = Comparison::new(contest).count(count).poll(poll).run()?;
//!
//! let poll = report.reference().poll("Social Research Center").unwrap();
//! let row = poll.reading().unwrap().row("Ilham Aliyev").unwrap();
//! assert_eq!(format!("{:+.2} points", 100.0 * row.deviation), "+0.35 points");
//! let need = row.needs(exitpoll::report::Basis::ShareOfBallots).unwrap();
//! assert_eq!(format!("{:.2} %", 100.0 * need.share.unwrap()), "97.31 %");
//! # Ok::<(), exitpoll::Error>(())
//! ```
//!
//! The measures are functions on plain numbers and can be used without a comparison.
//!
//! Shares are proportions everywhere in code; documents and tables have percent.
//!
//! # Features
//!
//! - `io` (default): [`io`], the readers and writers for JSON documents and CSV tables. Without it the crate
//!   pulls in neither `csv` nor `serde_json`.
//! - `deserialize` (default): reports and results are read again, as by `io::json::read_report`; what goes in is read
//!   and what comes out is written without it. The crate compiles sooner without it.
//! - `chart`: the report as pictures, in SVG.
//! - `html`: `render::html`, the report as one page of HTML, charts included, that needs nothing else.
//! - `cli`: the command `exitpoll`.
//! - `schema`: JSON Schema of documents and reports.
//! - `rayon`: spreads replicates of the bootstrap over all processors. No figure depends on it.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod accuracy;
pub mod agreement;
pub mod alignment;
#[cfg(feature = "chart")]
pub mod chart;
pub mod comparison;
#[cfg(feature = "elections")]
pub mod elections;
pub mod error;
pub mod hypothesis;
pub mod interval;
#[cfg(feature = "io")]
pub mod io;
pub mod model;
#[doc(hidden)]
pub mod numeric;
pub mod partial;
pub mod planning;
pub mod pooling;
pub mod record;
pub mod render;
pub mod report;
pub mod rounding;
#[cfg(feature = "schema")]
pub mod schema;
pub mod station;
mod visible;

#[doc(inline)]
pub use comparison::Comparison;
#[doc(inline)]
pub use error::{Error, ErrorKind, ErrorPath, Result};
#[doc(inline)]
pub use model::{
    Base, Category, Completeness, CompletenessOf, Contest, ContestThreshold, CountStatus, Figure,
    Figures, Merged, Mode, Observation, OfficialCount, Poll, PollKind, Population, PublishedShare,
    Sample, SeatEstimate, Segment, Threshold, VoterGroup,
};
pub use model::{
    ContestBuilder, ObservationBuilder, OfficialCountBuilder, PollBuilder, PopulationBuilder,
    SampleBuilder, SegmentBuilder,
};
#[doc(inline)]
pub use numeric::{Bounds, Confidence, Exactness, OneSidedConfidence, RoundingBounds};
#[doc(inline)]
pub use report::{Report, Verdict};

/// The README's code runs as tests.
#[cfg(all(doctest, feature = "io"))]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The snippets of the page beside other tools run as tests.
#[cfg(doctest)]
#[doc = include_str!("../COMPARE.md")]
pub struct Compare;
