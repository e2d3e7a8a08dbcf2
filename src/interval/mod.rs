//! Confidence intervals for shares. Works on counts and sizes, knows no polls.

mod binomial;

pub use binomial::BinomialMethod;

use serde::{Deserialize, Serialize};

/// A confidence interval, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Interval {
    /// Whether `value` lies inside, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// upper − lower.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }
}
