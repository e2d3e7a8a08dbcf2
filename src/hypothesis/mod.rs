//! Tests of a poll against a count: statistics and p-values, no decisions.

mod goodness_of_fit;
mod multiplicity;

pub use goodness_of_fit::{GoodnessOfFit, cressie_read, likelihood_ratio, pearson};
pub use multiplicity::Adjustment;
