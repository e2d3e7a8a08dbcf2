//! The ground floor: confidence levels, bounds, quantiles and tails. Nothing here knows elections.

mod beta;
mod bounds;
mod chi_squared;
mod confidence;
mod normal;
mod student_t;

pub use beta::{beta_quantile, beta_tails, beta_upper_quantile};
pub use bounds::Bounds;
pub use chi_squared::chi_squared_upper_tail;
pub use confidence::Confidence;
pub use normal::{normal_density, normal_upper_quantile, normal_upper_tail};
pub use student_t::student_t_quantile;
