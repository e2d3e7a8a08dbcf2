//! A coefficient with its standard error, its test and its interval.

use serde::Serialize;

use crate::error::Result;
use crate::interval::Interval;
use crate::numeric::{Confidence, student_t_two_sided_tail};
use crate::station::estimate::t_quantile;

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coefficient {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t: Satterthwaite's for CR2 (not whole), G − 1 for CR0 and CR1, n − p else.
    pub degrees_of_freedom: f64,
    /// P(|T| ≥ |value/standard error|), two-sided.
    pub p_value: f64,
}

impl Coefficient {
    /// value ± t·standard error.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) without degrees of freedom.
    pub fn interval(&self, confidence: Confidence) -> Result<Interval> {
        let half_width = t_quantile(confidence, self.degrees_of_freedom)? * self.standard_error;
        Ok(Interval {
            low: self.value - half_width,
            high: self.value + half_width,
        })
    }
}

pub(super) fn coefficient(
    value: f64,
    standard_error: f64,
    degrees_of_freedom: f64,
) -> Result<Coefficient> {
    let p_value = if standard_error > 0.0 {
        student_t_two_sided_tail(value / standard_error, degrees_of_freedom)?
    } else if value == 0.0 {
        1.0
    } else {
        0.0
    };
    Ok(Coefficient {
        value,
        standard_error,
        degrees_of_freedom,
        p_value,
    })
}
