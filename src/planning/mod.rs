//! Planning: how many respondents a question needs, and what a given number of them can answer.
//!
//! Everything is asked of a [`Plan`], which holds the confidence, the power and the design of the sample.

mod deviation;
mod lead;
mod plan;
mod precision;
mod search;

pub use deviation::Detectable;
pub use plan::Plan;
