//! Figures of polling stations: hard bounds and projections while stations come in one by one, and ratio
//! estimators over strata of stations.
//!
//! [`StationCount`] keeps what no outstanding station can change; [`combined_ratio`] estimates shares and
//! leads from the stations counted so far, if the others are missing at random, and
//! [`RunningProjection`] gives the same after every station.

mod expansion;
mod moments;
mod projection;
mod ratio;
mod sparse;
mod station_count;

pub use expansion::Expansion;
pub use projection::RunningProjection;
pub use ratio::{RatioEstimate, RatioStratum, ReferenceDistribution, combined_ratio};
pub use sparse::{EmptyStratum, LonelyStratum, SparseStrata};
pub use station_count::{StationCount, StratumFrame};
