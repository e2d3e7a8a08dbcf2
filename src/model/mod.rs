//! What was counted and what was estimated, as it was published. Knows no statistics.
//!
//! Everything is made by a builder that checks it once, in `build()`. The builder is also the form
//! in which a document holds it, so that reading JSON goes through the same checks as code does.

mod check;
mod contest;
mod count;
mod entry;
mod figure;
pub(crate) mod name;
mod poll;
mod sample;
mod seats;
mod share;
mod threshold;

pub use contest::{Contest, ContestBuilder};
pub use count::{Completeness, CompletenessOf, CountStatus, OfficialCount, OfficialCountBuilder};
pub use entry::{Base, Category, Merged};
pub use figure::{Figure, Figures};
pub use poll::{Mode, Poll, PollBuilder, PollKind};
pub use sample::{Sample, SampleBuilder};
pub use seats::SeatEstimate;
pub use share::PublishedShare;
pub use threshold::Threshold;

pub(crate) use count::CountEntry;
