//! Compares exit polls with official election results.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod accuracy;
pub mod agreement;
pub mod alignment;
pub mod comparison;
pub mod error;
pub mod hypothesis;
pub mod interval;
#[cfg(feature = "io")]
pub mod io;
pub mod model;
pub mod numeric;
pub mod partial;
pub mod report;

pub use comparison::{Comparison, PollReport, Report, RightCall, Verdict};
pub use error::{Error, Place, Result};
pub use model::{
    Base, Category, Completeness, CompletenessOf, Contest, CountStatus, Figure, Figures, Merged,
    Mode, OfficialCount, Poll, PollKind, PublishedShare, Sample, SeatEstimate,
};
pub use model::{ContestBuilder, OfficialCountBuilder, PollBuilder, SampleBuilder};
pub use numeric::{Bounds, Confidence};
