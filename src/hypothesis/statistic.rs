//! The choice of a statistic of fit by name.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::goodness_of_fit::{GoodnessOfFit, cressie_read, likelihood_ratio, pearson};
use crate::error::{Error, Result, by_name};

/// How the distance between the poll's shares and the count's is measured when it is referred to the
/// chi-squared distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FitStatistic {
    /// X² = n Σ (p − v)²/v (Pearson 1900).
    Pearson,
    /// G = 2n Σ p ln(p/v) (Wilks 1938).
    LikelihoodRatio,
    /// The power divergence with λ = 2/3 (Cressie & Read 1984).
    CressieRead,
}

/// Cressie and Read's recommendation.
pub(super) const RECOMMENDED_LAMBDA: f64 = 2.0 / 3.0;

impl FitStatistic {
    /// Every statistic.
    pub const ALL: [FitStatistic; 3] = [
        FitStatistic::Pearson,
        FitStatistic::LikelihoodRatio,
        FitStatistic::CressieRead,
    ];

    /// The test of a poll of `effective_size` against the count, both in proportions.
    ///
    /// # Errors
    /// As [`pearson`].
    ///
    /// ```
    /// use exitpoll::hypothesis::{FitStatistic, pearson};
    ///
    /// let statistic: FitStatistic = "pearson".parse()?;
    /// let test = statistic.test(&[0.6, 0.4], &[0.5, 0.5], 100.0)?;
    /// assert_eq!(test, pearson(&[0.6, 0.4], &[0.5, 0.5], 100.0)?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn test(self, poll: &[f64], count: &[f64], effective_size: f64) -> Result<GoodnessOfFit> {
        match self {
            FitStatistic::Pearson => pearson(poll, count, effective_size),
            FitStatistic::LikelihoodRatio => likelihood_ratio(poll, count, effective_size),
            FitStatistic::CressieRead => {
                cressie_read(poll, count, effective_size, RECOMMENDED_LAMBDA)
            }
        }
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FitStatistic::Pearson => "pearson",
            FitStatistic::LikelihoodRatio => "likelihood_ratio",
            FitStatistic::CressieRead => "cressie_read",
        }
    }
}

impl fmt::Display for FitStatistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FitStatistic {
    type Err = Error;
    fn from_str(text: &str) -> Result<FitStatistic> {
        by_name("statistic", text, FitStatistic::ALL, FitStatistic::name)
    }
}
