use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The values that a figure can have, given what was published: rounding bounds, or what a partial
/// count still allows. Not a confidence interval: nothing is random here.
///
/// Both ends are finite or infinite, never NaN, and low ≤ high; checked also where bounds are read.
///
/// ```
/// use exitpoll::Bounds;
/// let published = Bounds::new(0.925, 0.935)?;
/// assert!(published.contains(0.93) && !published.contains(0.94));
/// assert_eq!((published.low(), published.high()), (0.925, 0.935));
/// assert!(Bounds::new(0.935, 0.925).is_err() && Bounds::new(f64::NAN, 1.0).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Ends")]
pub struct Bounds {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// As they are read, before they are checked.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Ends {
    low: f64,
    high: f64,
}

impl Ends {
    /// Both ends in order, neither NaN.
    pub(crate) fn checked(low: f64, high: f64) -> Result<(f64, f64)> {
        if low <= high {
            return Ok((low, high));
        }
        let (field, value, help) = if low.is_nan() {
            ("low", low, "give a number".to_owned())
        } else if high.is_nan() {
            ("high", high, "give a number".to_owned())
        } else {
            ("low", low, format!("give at most the high end, {high}"))
        };
        Err(Error::out_of_range(field, value, help))
    }

    pub(crate) fn read(self) -> Result<(f64, f64)> {
        Ends::checked(self.low, self.high)
    }
}

impl TryFrom<Ends> for Bounds {
    type Error = Error;
    fn try_from(ends: Ends) -> Result<Bounds> {
        let (low, high) = ends.read()?;
        Ok(Bounds { low, high })
    }
}

impl Bounds {
    /// From the smallest to the largest possible value.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `low` is greater than `high`, or one of them is NaN.
    pub fn new(low: f64, high: f64) -> Result<Bounds> {
        let (low, high) = Ends::checked(low, high)?;
        Ok(Bounds { low, high })
    }

    /// The two ends in either order.
    #[must_use]
    pub(crate) fn between(one: f64, other: f64) -> Bounds {
        Bounds {
            low: one.min(other),
            high: one.max(other),
        }
    }

    /// A figure without any rounding. NaN is kept as it is, and refused by whatever takes the bounds.
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
    /// let bounds = Bounds::new(0.1 + 0.2, 0.4)?;
    /// assert!(!bounds.contains(0.3) && bounds.including(0.3).contains(0.3));
    /// assert_eq!(bounds.including(0.35), bounds);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn including(self, value: f64) -> Bounds {
        Bounds {
            low: self.low.min(value),
            high: self.high.max(value),
        }
    }

    /// What is left of it whatever it is: the end nearer to 0, or 0 between the two.
    pub(crate) fn nearest_to_zero(&self) -> f64 {
        0.0_f64.clamp(self.low, self.high)
    }

    /// The smallest possible value.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The largest possible value.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
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
