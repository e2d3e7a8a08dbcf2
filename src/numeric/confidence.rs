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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < `level` < 1 (so also for NaN).
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
        f.write_str(&percent(self.level))
    }
}

/// The level of a bound on one side, strictly between ½ and 1: a type of its own, so that it cannot be
/// taken for the level of an interval. Each end of an equal-tailed interval of 90 percent is a bound of
/// 95 percent.
///
/// ```
/// use exitpoll::{Confidence, OneSidedConfidence};
///
/// let bound = OneSidedConfidence::new(0.95)?;
/// assert_eq!(bound, OneSidedConfidence::P95);
/// assert_eq!(bound.critical_value(), Confidence::P90.critical_value());
/// assert!(OneSidedConfidence::new(0.05).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct OneSidedConfidence {
    level: f64,
    critical_value: f64,
}

impl OneSidedConfidence {
    /// 90 percent.
    pub const P90: OneSidedConfidence = OneSidedConfidence {
        level: 0.90,
        critical_value: 1.281_551_565_544_600_5,
    };
    /// 95 percent.
    pub const P95: OneSidedConfidence = OneSidedConfidence {
        level: 0.95,
        critical_value: Confidence::P90.critical_value,
    };
    /// 97.5 percent: each end of an interval of 95 percent.
    pub const P97_5: OneSidedConfidence = OneSidedConfidence {
        level: 0.975,
        critical_value: Confidence::P95.critical_value,
    };
    /// 99 percent.
    pub const P99: OneSidedConfidence = OneSidedConfidence {
        level: 0.99,
        critical_value: 2.326_347_874_040_841,
    };

    /// A level as a proportion.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless ½ < `level` < 1: at ½ the bound is the estimate, and below it lies on
    /// the wrong side of the estimate (usually an α given for a level).
    pub fn new(level: f64) -> Result<OneSidedConfidence> {
        if !(level > 0.5 && level < 1.0) {
            return Err(Error::out_of_range(
                "one-sided confidence",
                level,
                "give a proportion above 0.5 and below 1, such as 0.95",
            ));
        }
        for known in [
            OneSidedConfidence::P90,
            OneSidedConfidence::P95,
            OneSidedConfidence::P97_5,
            OneSidedConfidence::P99,
        ] {
            if level == known.level {
                return Ok(known);
            }
        }
        Ok(OneSidedConfidence {
            level,
            critical_value: normal::upper_tail_quantile(1.0 - level),
        })
    }

    /// The level as a proportion.
    #[must_use]
    pub fn level(self) -> f64 {
        self.level
    }

    /// What is left outside, 1 − level, all of it on one side.
    #[must_use]
    pub fn alpha(self) -> f64 {
        1.0 - self.level
    }

    /// The normal quantile Φ⁻¹(level): a standard normal value lies below it with probability `level`.
    #[must_use]
    pub fn critical_value(self) -> f64 {
        self.critical_value
    }
}

impl PartialEq for OneSidedConfidence {
    fn eq(&self, other: &OneSidedConfidence) -> bool {
        self.level == other.level
    }
}

impl PartialOrd for OneSidedConfidence {
    fn partial_cmp(&self, other: &OneSidedConfidence) -> Option<Ordering> {
        self.level.partial_cmp(&other.level)
    }
}

impl TryFrom<f64> for OneSidedConfidence {
    type Error = Error;
    fn try_from(level: f64) -> Result<OneSidedConfidence> {
        OneSidedConfidence::new(level)
    }
}

impl From<OneSidedConfidence> for f64 {
    fn from(confidence: OneSidedConfidence) -> f64 {
        confidence.level
    }
}

impl fmt::Display for OneSidedConfidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} one-sided", percent(self.level))
    }
}

/// 0.95 * 100 is 95.000…: round the binary noise away, keep 99.9.
fn percent(level: f64) -> String {
    format!("{} %", (level * 1e10).round() / 1e8)
}
