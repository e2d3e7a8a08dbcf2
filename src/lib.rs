//! Compares exit polls with official election results: deviations, confidence intervals and
//! agreement scores, from figures as they are really published.
//!
//! The way is always the same:
//!
//! 1. **Model** what was published: a [`Contest`], each [`OfficialCount`], each [`Poll`]. Builders
//!    check everything once; [`io`] reads the same from JSON or CSV.
//! 2. **Compare**: [`Comparison::run`] puts each poll on common ground with each count
//!    ([`alignment`]), measures, and gives a [`Report`], which is plain data.
//! 3. **Read**: [`report::text`], [`report::markdown`], or the report's fields.
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
//! let row = &report.counts[0].polls[0].readings[0].rows[0];
//! assert_eq!(format!("{:+.2} points", 100.0 * row.deviation), "+0.35 points");
//! assert_eq!(format!("{:.2} %", 100.0 * row.needs[0].share.unwrap()), "97.31 %");
//! # Ok::<(), exitpoll::Error>(())
//! ```
//!
//! The measures are functions on plain numbers and can be used alone:
//!
//! | room | what it computes |
//! | --- | --- |
//! | [`interval`] | confidence intervals: of one share, of all together, of a lead, of two samples, of ranks |
//! | [`hypothesis`] | goodness of fit (large-sample, exact, under a design), equivalence, adjustment for many tests |
//! | [`accuracy`] | how far one poll is from the count: Mosteller, A, A', B, B_w, scores, calls, seats, rounding |
//! | [`agreement`] | how near several sources are to one another: distances, concordance, reliability, ranks |
//! | [`pooling`] | what several polls say together: fixed and random effects, heterogeneity, herding |
//! | [`partial`] | what a partial count still allows: bounds, decisions, projections, sensitivity |
//! | [`planning`] | respondents that an interval, a lead or a deviation needs |
//! | [`numeric`] | the distributions underneath |
//!
//! Shares are proportions everywhere in code; documents and tables have percent.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod accuracy;
pub mod agreement;
pub mod alignment;
pub mod comparison;
#[cfg(feature = "elections")]
pub mod elections;
pub mod error;
pub mod hypothesis;
pub mod interval;
#[cfg(feature = "io")]
pub mod io;
pub mod model;
pub mod numeric;
pub mod partial;
pub mod planning;
pub mod pooling;
pub mod report;
mod visible;

pub use comparison::{Comparison, PollReport, Report, RightCall, Verdict};
pub use error::{Error, ErrorKind, ErrorPath, Result};
pub use model::{
    Base, Category, Completeness, CompletenessOf, Contest, ContestThreshold, CountStatus, Figure,
    Figures, Merged, Mode, Observation, OfficialCount, Poll, PollKind, Population, PublishedShare,
    Sample, SeatEstimate, Segment, Threshold, VoterGroup,
};
pub use model::{
    ContestBuilder, ObservationBuilder, OfficialCountBuilder, PollBuilder, PopulationBuilder,
    SampleBuilder, SegmentBuilder,
};
pub use numeric::{Bounds, Confidence, OneSidedConfidence};

/// The README's code runs as tests.
#[cfg(all(doctest, feature = "io"))]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The snippets of the page beside other tools run as tests.
#[cfg(doctest)]
#[doc = include_str!("../COMPARE.md")]
pub struct Compare;
