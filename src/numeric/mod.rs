//! The ground floor: confidence levels, bounds, quantiles and tails, sums and roots. Nothing here knows
//! elections.
//!
//! Not part of the public interface, and free to change in any release: what signatures need is at the root
//! of the crate. It is reachable only so that the tests can hold its functions against reference values.
//!
//! Distributions stand on statrs where it is right to the last digits and are refined where it is not;
//! each file says what was measured.

/// Shares that differ by no more than this are equal: sums of published figures are not exact in binary.
pub(crate) const EQUAL_SHARES: f64 = 1e-12;

pub(crate) mod beta;
mod binomial;
mod bounds;
mod chi_squared;
mod confidence;
pub(crate) mod double_double;
mod f_distribution;
mod finite;
pub(crate) mod gamma;
pub(crate) mod invert;
pub(crate) mod logarithm;
pub(crate) mod noncentral_t;
pub(crate) mod normal;
mod pair;
mod quadrature;
mod random;
mod root;
mod rounding_bounds;
pub(crate) mod square;
mod student_t;
mod sum;

pub use beta::{beta_cdf, beta_quantile, beta_upper_tail};
pub use binomial::{binomial_cdf, binomial_probability, binomial_upper_tail};
pub use bounds::Bounds;
pub(crate) use bounds::Ends;
pub use chi_squared::{chi_squared_cdf, chi_squared_quantile, chi_squared_upper_tail};
pub use confidence::{Confidence, OneSidedConfidence};
pub use f_distribution::{f_upper_quantile, f_upper_tail};
pub(crate) use finite::finite;
pub(crate) use logarithm::log_remainder;
pub use normal::{normal_cdf, normal_density, normal_quantile, normal_upper_tail};
pub use random::RandomStream;
pub use root::bracketed_root;
pub use rounding_bounds::{Exactness, RoundingBounds};
pub use student_t::{student_t_quantile, student_t_two_sided_tail};
pub use sum::{CompensatedSum, sum};
