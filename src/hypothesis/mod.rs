//! Tests: does the poll fit the count, are two results equivalent, what is left after many comparisons.
//! Everything here returns statistics and p-values; what to conclude is the caller's matter.

mod equivalence;
pub mod exact;
mod goodness_of_fit;
mod homogeneity;
mod hypergeometric;
mod multiplicity;
mod rao_scott;
mod row_test;
mod small_cells;
mod statistic;
mod violations;

pub use equivalence::{Agreement, Equivalence, ShareVariance, equivalence, equivalence_of_share};
pub use exact::{ExactFit, ExactMethod, ExactMultinomial, ExactTest, Precision};
pub use goodness_of_fit::{GoodnessOfFit, cressie_read, likelihood_ratio, pearson};
pub(crate) use goodness_of_fit::{is_whole, likelihood_ratio_part, pearson_part};
pub use homogeneity::homogeneity;
pub(crate) use hypergeometric::exact_tails;
pub use hypergeometric::{Hypergeometric, hypergeometric};
pub use multiplicity::Adjustment;
pub use rao_scott::{DesignEffects, RaoScott, rao_scott};
pub use row_test::{
    AcceptedShares, BreakEven, RowSample, RowTest, RowTestMethod, SMALL_CELL, VerdictLevel,
    break_even, minimum_detectable_deviation,
};
pub(crate) use small_cells::design_upper_tail;
pub use small_cells::{Fit, FitMethod, fit};
pub use statistic::FitStatistic;
pub use violations::violations_upper_bound;
