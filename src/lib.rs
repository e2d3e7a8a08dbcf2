//! Compares exit polls with official election results.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod alignment;
pub mod error;
pub mod model;
pub mod numeric;

pub use error::{Error, Place, Result};
pub use model::{
    Base, Category, Completeness, CompletenessOf, Contest, CountStatus, Figure, Figures, Merged,
    Mode, OfficialCount, Poll, PollKind, PublishedShare, Sample, SeatEstimate,
};
pub use model::{ContestBuilder, OfficialCountBuilder, PollBuilder, SampleBuilder};
pub use numeric::{Bounds, Confidence};
