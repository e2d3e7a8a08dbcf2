//! Tails of one polled share under an official one, and the p-value of both.

use super::standard_errors;
use crate::error::Result;
use crate::numeric::{
    Bounds, binomial_cdf, binomial_upper_tail, finite, normal_upper_tail, student_t_two_sided_tail,
};

/// What a row's p-value is a probability of.
#[derive(Clone, Copy)]
pub(super) enum Tails {
    /// (p − v)/√(v(1 − v)/n), normal or Student's t.
    Score {
        size: f64,
        degrees_of_freedom: Option<f64>,
    },
    /// Respondents for the choice, n·p of n, real.
    Binomial { size: f64 },
}

impl Tails {
    /// The smaller tail doubled, at most 1.
    pub(super) fn p_value(self, poll: f64, official: f64) -> Result<f64> {
        self.smaller_doubled((poll, official), (poll, official))
    }

    /// The least and the greatest p-value over a box.
    ///
    /// Both tails are monotone in p and in v, against one another, and together at least 1. The upper tail is
    /// least where p is greatest and v least, and there the lower one is greatest. So the least p-value has the
    /// least value of each tail. And between the two corners both tails pass ½ together, if the greatest value
    /// of each is above it; then the greatest p-value is 1.
    pub(super) fn p_value_bounds(self, poll: Bounds, official: Bounds) -> Result<Bounds> {
        let (above, below) = ((poll.high, official.low), (poll.low, official.high));
        // Where nothing is rounded, the two can differ in the last bit.
        Ok(Bounds::between(
            self.smaller_doubled(above, below)?,
            self.smaller_doubled(below, above)?,
        ))
    }

    /// The smaller one, doubled and at most 1, of the probabilities of as much as the first poll's share or more,
    /// and of as much as the second's or less, each under its official share.
    fn smaller_doubled(self, first: (f64, f64), second: (f64, f64)) -> Result<f64> {
        let tail = match self {
            Tails::Score {
                size,
                degrees_of_freedom,
            } => {
                let above = standard_errors(first.0, first.1, size);
                let below = -standard_errors(second.0, second.1, size);
                // The tail falls in z: one of the two is enough. What is not a number is refused there.
                let z = if above >= below || above.is_nan() {
                    above
                } else {
                    below
                };
                score_tail(z, degrees_of_freedom)?
            }
            Tails::Binomial { size } => {
                let upper = binomial_upper_tail(first.0 * size, size, first.1)?;
                let lower = binomial_cdf(second.0 * size, size, second.1)?;
                finite("the upper tail", upper)?.min(finite("the lower tail", lower)?)
            }
        };
        Ok((2.0 * tail).min(1.0))
    }
}

/// P(Z ≥ z) or P(T ≥ z).
fn score_tail(z: f64, degrees_of_freedom: Option<f64>) -> Result<f64> {
    let Some(degrees_of_freedom) = degrees_of_freedom else {
        return normal_upper_tail(z);
    };
    let beyond = 0.5 * student_t_two_sided_tail(z, degrees_of_freedom)?;
    Ok(if z < 0.0 { 1.0 - beyond } else { beyond })
}
