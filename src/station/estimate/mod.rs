//! Shares, leads and totals from a sample of stations, each with its linearised variance.

mod design;
mod estimator;
mod figures;
mod influence;
mod matrix;
mod per_interview;
mod population;
mod result;

pub use estimator::{Estimator, Unit};
pub use matrix::CovarianceMatrix;
pub use result::{Lead, StationEstimate};

pub(super) use design::{Design, is_lonely};
pub(super) use figures::{Figures, StratumPart};
pub(super) use influence::{Influence, combined_ratio, ratios, residual};
pub(super) use per_interview::{check_of_interviews, per_interview};
pub(super) use population::Population;
pub(super) use result::t_quantile;
