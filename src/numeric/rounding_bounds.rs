use serde::{Deserialize, Serialize};

use super::Bounds;

/// Whether bounds are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    pub(crate) fn exact(low: f64, high: f64) -> RoundingBounds {
        RoundingBounds {
            bounds: Bounds { low, high },
            exactness: Exactness::Exact,
        }
    }

    pub(crate) fn new(bounds: Bounds, exact: bool) -> RoundingBounds {
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
    /// use exitpoll::rounding::RoundedShares;
    /// // 2 percent polled, 1.8 counted: "2" is 1.5 to 2.5, so the sign is open.
    /// let figures = RoundedShares::separate(
    ///     &[Bounds::new(0.015, 0.025)?],
    ///     &[Bounds::new(0.0175, 0.0185)?],
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
