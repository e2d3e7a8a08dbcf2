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

use serde::{Deserialize, Serialize};

use crate::numeric::Bounds;

/// Whether bounds are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// Figures inside the rounding give both ends, or come as near as one likes.
    Exact,
    /// Nothing inside the rounding gives more, but perhaps nothing gives as much.
    Outer,
}

/// The values that rounding leaves open to a measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RoundingBounds {
    /// The smallest and the largest value; infinite where a share can be so near 0 or 1 that the measure
    /// has no limit.
    pub bounds: Bounds,
    /// Whether they are reached.
    pub exactness: Exactness,
}

impl RoundingBounds {
    fn exact(low: f64, high: f64) -> RoundingBounds {
        RoundingBounds {
            bounds: Bounds { low, high },
            exactness: Exactness::Exact,
        }
    }

    fn new(bounds: Bounds, exact: bool) -> RoundingBounds {
        RoundingBounds {
            bounds,
            exactness: if exact {
                Exactness::Exact
            } else {
                Exactness::Outer
            },
        }
    }

    /// Whether a statement that the value is above (or below) `threshold` is undecided by rounding:
    /// values on both sides are inside. With outer bounds it may be decided after all.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::accuracy::RoundedShares;
    /// // 2 percent polled, 1.8 counted: "2" is 1.5 to 2.5, so the sign is open.
    /// let figures = RoundedShares::separate(
    ///     &[Bounds::new(0.015, 0.025)],
    ///     &[Bounds::new(0.0175, 0.0185)],
    /// )?;
    /// assert!(figures.deviation(0)?.undecided_at(0.0));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn undecided_at(&self, threshold: f64) -> bool {
        self.bounds.low < threshold && threshold < self.bounds.high
    }

    /// Whether the sign is undecided by rounding.
    #[must_use]
    pub fn sign_undecided(&self) -> bool {
        self.undecided_at(0.0)
    }
}

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
