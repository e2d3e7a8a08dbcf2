use serde::{Deserialize, Serialize};

/// The values that a figure can have, given what was published: rounding bounds, or what a partial
/// count still allows. Not a confidence interval: nothing is random here.
///
/// Both ends are finite or infinite, never NaN, and `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// The smallest possible value.
    pub low: f64,
    /// The largest possible value.
    pub high: f64,
}

impl Bounds {
    /// The two ends in either order.
    #[must_use]
    pub fn new(one: f64, other: f64) -> Bounds {
        Bounds {
            low: one.min(other),
            high: one.max(other),
        }
    }

    /// A figure without any rounding.
    #[must_use]
    pub fn exact(value: f64) -> Bounds {
        Bounds {
            low: value,
            high: value,
        }
    }

    /// Whether `value` lies inside, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// high − low.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}
