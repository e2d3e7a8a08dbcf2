//! The ground floor: confidence levels, bounds, quantiles and tails. Nothing here knows elections.

mod bounds;
mod confidence;

pub use bounds::Bounds;
pub use confidence::Confidence;
