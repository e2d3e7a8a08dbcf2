use serde::{Deserialize, Serialize};
use std::fmt;

use super::normal;
use crate::error::{Error, Result};

/// A two-sided confidence level, strictly between 0 and 1.
///
/// ```
/// use exitpoll::Confidence;
///
/// let level = Confidence::new(0.95)?;
/// assert_eq!(level, Confidence::P95);
/// assert!(Confidence::new(95.0).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Confidence(f64);

impl Confidence {
    /// 90 percent.
    pub const P90: Confidence = Confidence(0.90);
    /// 95 percent, the default everywhere.
    pub const P95: Confidence = Confidence(0.95);
    /// 99 percent.
    pub const P99: Confidence = Confidence(0.99);

    /// A level as a proportion.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 0 < `level` < 1 (so also for NaN).
    pub fn new(level: f64) -> Result<Confidence> {
        if level > 0.0 && level < 1.0 {
            Ok(Confidence(level))
        } else {
            Err(Error::out_of_range(
                "confidence",
                level,
                "give a proportion between 0 and 1, such as 0.95",
            ))
        }
    }

    /// The level as a proportion.
    #[must_use]
    pub fn level(self) -> f64 {
        self.0
    }

    /// What is left outside, 1 − level.
    #[must_use]
    pub fn alpha(self) -> f64 {
        1.0 - self.0
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
        normal::two_sided_quantile(self.0)
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
        confidence.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 0.95 * 100 is 95.000…: round the binary noise away, keep 99.9.
        let percent = (self.0 * 1e10).round() / 1e8;
        write!(f, "{percent} %")
    }
}
