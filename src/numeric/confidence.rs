use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

use super::normal;
use crate::error::{Error, Result};

/// A two-sided confidence level, strictly between 0 and 1, with its normal quantile.
///
/// ```
/// use exitpoll::Confidence;
///
/// let level = Confidence::new(0.95)?;
/// assert_eq!(level, Confidence::P95);
/// assert!(Confidence::new(95.0).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Confidence {
    level: f64,
    /// Kept beside the level: inverting the normal distribution takes longer than any closed-form
    /// interval that needs it.
    critical_value: f64,
}

impl Confidence {
    /// 90 percent.
    pub const P90: Confidence = Confidence {
        level: 0.90,
        critical_value: 1.644_853_626_951_472_8,
    };
    /// 95 percent, the default everywhere.
    pub const P95: Confidence = Confidence {
        level: 0.95,
        critical_value: 1.959_963_984_540_053_9,
    };
    /// 99 percent.
    pub const P99: Confidence = Confidence {
        level: 0.99,
        critical_value: 2.575_829_303_548_900_5,
    };

    /// A level as a proportion.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 0 < `level` < 1 (so also for NaN).
    pub fn new(level: f64) -> Result<Confidence> {
        if !(level > 0.0 && level < 1.0) {
            return Err(Error::out_of_range(
                "confidence",
                level,
                "give a proportion between 0 and 1, such as 0.95",
            ));
        }
        // One level, one critical value, whichever way it was named.
        for known in [Confidence::P90, Confidence::P95, Confidence::P99] {
            if level == known.level {
                return Ok(known);
            }
        }
        Ok(Confidence {
            level,
            critical_value: normal::two_sided_quantile(level),
        })
    }

    /// The level as a proportion.
    #[must_use]
    pub fn level(self) -> f64 {
        self.level
    }

    /// What is left outside, 1 − level.
    #[must_use]
    pub fn alpha(self) -> f64 {
        1.0 - self.level
    }

    /// z_c, the normal quantile Φ⁻¹((1 + level)/2): a standard normal value lies between −z_c and z_c
    /// with probability `level`.
    ///
    /// ```
    /// let z = exitpoll::Confidence::P95.critical_value();
    /// assert!((z - 1.959_963_984_540_054).abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn critical_value(self) -> f64 {
        self.critical_value
    }
}

impl PartialEq for Confidence {
    fn eq(&self, other: &Confidence) -> bool {
        self.level == other.level
    }
}

impl PartialOrd for Confidence {
    fn partial_cmp(&self, other: &Confidence) -> Option<Ordering> {
        self.level.partial_cmp(&other.level)
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Confidence::P95
    }
}

impl TryFrom<f64> for Confidence {
    type Error = Error;
    fn try_from(level: f64) -> Result<Confidence> {
        Confidence::new(level)
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> f64 {
        confidence.level
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 0.95 * 100 is 95.000…: round the binary noise away, keep 99.9.
        let percent = (self.level * 1e10).round() / 1e8;
        write!(f, "{percent} %")
    }
}
