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
    /// The probability of as much as p or more. It falls as p rises, and rises with v.
    fn upper(self, poll: f64, official: f64) -> Result<f64> {
        match self {
            Tails::Score {
                size,
                degrees_of_freedom,
            } => score_tail(standard_errors(poll, official, size), degrees_of_freedom),
            Tails::Binomial { size } => finite(
                "the upper tail",
                binomial_upper_tail(poll * size, size, official)?,
            ),
        }
    }

    /// The probability of as much as p or less.
    fn lower(self, poll: f64, official: f64) -> Result<f64> {
        match self {
            Tails::Score {
                size,
                degrees_of_freedom,
            } => score_tail(-standard_errors(poll, official, size), degrees_of_freedom),
            Tails::Binomial { size } => {
                finite("the lower tail", binomial_cdf(poll * size, size, official)?)
            }
        }
    }

    /// The smaller tail doubled, at most 1.
    pub(super) fn p_value(self, poll: f64, official: f64) -> Result<f64> {
        Ok(doubled(
            self.upper(poll, official)?,
            self.lower(poll, official)?,
        ))
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
            doubled(self.upper(above.0, above.1)?, self.lower(below.0, below.1)?),
            doubled(self.upper(below.0, below.1)?, self.lower(above.0, above.1)?),
        ))
    }
}

fn doubled(one: f64, other: f64) -> f64 {
    (2.0 * one.min(other)).min(1.0)
}

/// P(Z ≥ z) or P(T ≥ z).
fn score_tail(z: f64, degrees_of_freedom: Option<f64>) -> Result<f64> {
    let Some(degrees_of_freedom) = degrees_of_freedom else {
        return normal_upper_tail(z);
    };
    let beyond = 0.5 * student_t_two_sided_tail(z, degrees_of_freedom)?;
    Ok(if z < 0.0 { 1.0 - beyond } else { beyond })
}
