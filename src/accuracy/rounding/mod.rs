//! What the rounding of published figures leaves open: the smallest and the largest value that each
//! measure can have, while every figure stays inside its rounding bounds.
//!
//! Each result says whether the bounds are exact (both ends are reached, or approached as closely as one
//! likes, by figures inside) or an outer bound (no figures inside give more, perhaps none give so much):
//!
//! | measure | each figure on its own | shares that sum to 1 |
//! | --- | --- | --- |
//! | deviation, relative error, A'_i, A, Mosteller 1, 6 | exact | exact |
//! | Mosteller 3, RMSE | exact | exact, unless there are so many choices that the upper end is outer |
//! | Mosteller 2 | exact | |
//! | Mosteller 4, B, B_w | exact | exact for two choices, else outer |
//! | Mosteller 5 | exact | exact unless rounding hides who the two leaders are |
//! | X², G | undefined | exact, unless there are so many choices that the upper end is outer |
//!
//! Measures that are monotone in each figure have their bounds at the ends of the figures' bounds. Convex
//! ones have their upper end at a vertex of the box cut by the sum, of which there are up to k·2^(k−1):
//! they are tried while they are few. The lower ends are where poll and count come nearest to each other
//! (file `nearest.rs`).

mod leaders;
mod log_odds;
mod nearest;
mod shares;
mod sums;
mod vertices;

pub use leaders::mosteller_2_bounds;
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
