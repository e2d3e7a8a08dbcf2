//! Confidence intervals for shares: of one choice, of all choices together, of a lead, of two samples.
//!
//! Everything here works on counts and sizes. For a poll with a design effect, pass the effective size
//! n/deff and the effective count p·n/deff: counts need not be whole.

pub mod binomial;
mod effective;
pub mod lead;
pub mod multinomial;
pub mod rank;
mod score;
pub mod two_sample;

pub use binomial::BinomialMethod;
pub use lead::LeadMethod;
pub use multinomial::{DirichletPosterior, MultinomialMethod};
pub(crate) use rank::Comparison;
pub use rank::{RankInterval, RankMethod};
pub use two_sample::TwoSampleMethod;

use serde::{Deserialize, Serialize};

/// An interval from `lower` to `upper`, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// Whether `value` lies inside, ends included.
    ///
    /// ```
    /// use exitpoll::interval::Interval;
    /// let interval = Interval { lower: 0.25, upper: 0.5 };
    /// assert!(interval.contains(0.5) && !interval.contains(0.51));
    /// assert_eq!(interval.width(), 0.25);
    /// ```
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
