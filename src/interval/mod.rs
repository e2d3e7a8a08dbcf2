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

use serde::Serialize;

use crate::error::{Error, Result};
use crate::numeric::Ends;

/// An interval, ends included: low ≤ high, neither of them NaN; checked also where an interval is read.
/// The default is from 0 to 0, to be written over.
///
/// ```
/// use exitpoll::interval::Interval;
/// let interval = Interval::new(0.25, 0.5)?;
/// assert!(interval.contains(0.5) && !interval.contains(0.51));
/// assert_eq!((interval.low(), interval.high(), interval.width()), (0.25, 0.5, 0.25));
/// assert!(Interval::new(0.5, 0.25).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Ends")]
pub struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl TryFrom<Ends> for Interval {
    type Error = Error;
    fn try_from(ends: Ends) -> Result<Interval> {
        let (low, high) = ends.read()?;
        Ok(Interval { low, high })
    }
}

impl Interval {
    /// From the low to the high end.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `low` is greater than `high`, or one of them is NaN.
    pub fn new(low: f64, high: f64) -> Result<Interval> {
        let (low, high) = Ends::checked(low, high)?;
        Ok(Interval { low, high })
    }

    /// The low end.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The high end.
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
