//! Many contests: how near polls came, pollster by pollster, and what their error is made of.
//!
//! Polls go in with the results of their contests: [`PollOutcome`]s, or a long table of
//! [`ContestRow`]s, which a file or the reports of single contests ([`contest_rows`]) fill. Each is measured
//! once ([`PollOutcome::measure`]), and everything else is computed from what was measured:
//!
//! | | |
//! | --- | --- |
//! | [`Tally`], [`Record`] | per pollster and over all: errors of lead and shares, B and B_w, right calls, calibration; sums that merge |
//! | [`house_effects`] | what each pollster adds to every poll of its own, partially pooled |
//! | [`ranking`] | the order of the pollsters, and the ranks that chance leaves open |
//! | [`ContestErrors`], [`TwoLevelModel`] | what the polls of a contest share against what each has for itself, by REML |
//! | [`TotalError`] | how much wider intervals would have to be, by kind of contest; the `bias_sd` of a comparison |
//!
//! Deviations are poll − official, in proportions. Standard errors of means are clustered by contest:
//! polls of one contest share its surprises.

mod contest_means;
mod deviation;
mod estimate;
mod house;
mod outcome;
mod rank;
mod rating;
mod report;
mod rows;
mod summary;
mod sums;
mod tally;
mod total_error;
mod two_level;

pub use contest_means::Reference;
pub use deviation::{Deviation, PollDeviation};
pub use estimate::Estimate;
pub use house::{HouseEffect, HouseEffects, house_effects};
pub use outcome::{Call, ChoiceOutcome, ContestRow, PollOutcome, ResultLead};
pub use rank::{Ranked, ranking};
pub use rating::{PollsterRecord, RatingRule, Record};
pub use report::contest_rows;
pub use rows::measure_rows;
pub use summary::{
    BiasSummary, Calls, Coverage, DeviationSummary, SamplingSummary, SizedBias, Summary,
};
pub use sums::{COVERAGE_LEVELS, PIT_BINS};
pub use tally::Tally;
pub use total_error::{Figure, TotalError};
pub use two_level::{ContestErrors, ProfileIntervals, TwoLevelModel};
