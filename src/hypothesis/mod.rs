//! Tests: does the poll fit the count, are two results equivalent, what is left after many comparisons.
//! Everything here returns statistics and p-values; what to conclude is the caller's matter.

mod goodness_of_fit;
mod multiplicity;

pub use goodness_of_fit::{GoodnessOfFit, cressie_read, likelihood_ratio, pearson};
pub(crate) use goodness_of_fit::{is_whole, likelihood_ratio_part, pearson_part};
pub use multiplicity::Adjustment;
