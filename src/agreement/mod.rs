//! How near several sources are to one another.

mod distance;

pub use distance::Distance;
