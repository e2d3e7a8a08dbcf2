use serde::Serialize;

use crate::interval::Interval;
use crate::numeric::Confidence;

/// A figure with its standard error, where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its standard error; `None` where nothing shows it (one contest alone).
    pub standard_error: Option<f64>,
}

impl Estimate {
    /// value ± z_c times the standard error; only where there is one.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::record::Estimate;
    /// let estimate = Estimate { value: 4.0, standard_error: Some(0.5) };
    /// let interval = estimate.interval(Confidence::P95).unwrap();
    /// assert!((interval.high() - (4.0 + 1.959_963_984_540_054 / 2.0)).abs() < 1e-14);
    /// ```
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        let half_width = confidence.critical_value() * self.standard_error?;
        Some(Interval {
            low: self.value - half_width,
            high: self.value + half_width,
        })
    }
}
