//! Tests: does the poll fit the count, are two results equivalent, what is left after many comparisons.
//! Everything here returns statistics and p-values; what to conclude is the caller's matter.

mod multiplicity;

pub use multiplicity::Adjustment;
