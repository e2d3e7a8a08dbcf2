//! What the rounding of published figures leaves open: the smallest and the largest value that a measure can
//! have while every figure stays inside its rounding bounds.
//!
//! Each result says whether the bounds are exact (both ends are reached, or approached as closely as one
//! likes, by figures inside) or an outer bound (no figures inside give more, perhaps none give so much):
//!
//! | measure | each figure on its own | shares that sum to 1 |
//! | --- | --- | --- |
//! | deviation, relative error, A'_i, A, Mosteller 1, 6 | exact | exact |
//! | Mosteller 3, RMSE, total variation | exact | exact, unless there are so many choices that the upper end is outer |
//! | Mosteller 2 | exact | |
//! | Mosteller 4, B, B_w | exact | exact for two choices, else outer |
//! | Mosteller 5 | exact | exact unless rounding hides who the two leaders are |
//! | X², G | undefined | exact, unless there are so many choices that the upper end is outer |
//! | the distances of [`Distance`](crate::agreement::Distance) | | the same; Aitchison's is outer |
//!
//! Measures that are monotone in each figure have their bounds at the ends of the figures' bounds. Convex
//! ones have their upper end at a vertex of the box cut by the sum, found by branch and bound, and their lower
//! end where poll and count come nearest to each other.
//!
//! Of several polls, each estimate may lie anywhere in its bounds, the sampling variances held at what the
//! printed figures give:
//!
//! - the pooled value at a given τ² is monotone in every estimate: exact;
//! - Q is convex in them: its least value is exact, its greatest is where all estimates are at an end;
//! - the rest follows by monotone steps, as outer bounds.
//!
//! The formulas themselves are those of [`accuracy`](crate::accuracy), [`agreement`](crate::agreement) and
//! [`pooling`](crate::pooling).

mod apart;
mod distances;
mod farthest;
mod leaders;
mod log_odds;
mod log_ratio;
mod multipliers;
mod nearest;
mod polls;
mod shares;
mod simplex;
mod sums;
mod walk;

pub(crate) use apart::farther_by;
pub use leaders::mosteller_2_bounds;
pub use polls::{
    Finding, RoundedTest, common_bias_within_rounding, herding_within_rounding,
    heterogeneity_bounds, homogeneity_bounds, homogeneity_within_rounding, pooled_bounds,
    statistic_bounds,
};
pub(crate) use polls::{homogeneity_of_sizes, pooled_with_bias};
pub use shares::RoundedShares;

use crate::numeric::Bounds;

/// The bounds of |x| for x within bounds.
fn size_of(bounds: Bounds) -> Bounds {
    let (one, other) = (bounds.low.abs(), bounds.high.abs());
    Bounds {
        low: if bounds.contains(0.0) {
            0.0
        } else {
            one.min(other)
        },
        high: one.max(other),
    }
}

/// The bounds of x − y.
fn difference(x: Bounds, y: Bounds) -> Bounds {
    Bounds {
        low: x.low - y.high,
        high: x.high - y.low,
    }
}
