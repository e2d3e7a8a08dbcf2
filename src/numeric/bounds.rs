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

    /// The same bounds with `value` inside: what a measure that was computed from printed figures and its
    /// rounding bounds, computed from the ends, are put together with. The two take different ways through
    /// floating point, so that a value at an end can miss it by a last digit; and printed figures that do not
    /// sum to 1 can be outside of what shares that do can give.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// let bounds = Bounds::new(0.1 + 0.2, 0.4);
    /// assert!(!bounds.contains(0.3) && bounds.including(0.3).contains(0.3));
    /// assert_eq!(bounds.including(0.35), bounds);
    /// ```
    #[must_use]
    pub fn including(self, value: f64) -> Bounds {
        Bounds {
            low: self.low.min(value),
            high: self.high.max(value),
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
