//! Orders of tables and ways to sum over them, by name.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::{ExactFit, ExactMultinomial};
use crate::error::{Error, Result, by_name};

/// What makes one table further from the hypothesis than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExactTest {
    /// A lower probability (the exact multinomial test; Freeman & Halton 1951).
    #[serde(rename = "exact_probability")]
    Probability,
    /// A higher Pearson X².
    #[serde(rename = "exact_pearson")]
    Pearson,
    /// A higher G.
    #[serde(rename = "exact_likelihood_ratio")]
    LikelihoodRatio,
}

/// How the probability of the tail was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExactMethod {
    /// The sum over all tables.
    Enumeration,
    /// Convolution of the choices' terms, rounded to a lattice (Keich & Nagarajan 2006).
    Convolution,
    /// Random tables.
    MonteCarlo,
}

impl ExactTest {
    /// Every order.
    pub const ALL: [ExactTest; 3] = [
        ExactTest::Probability,
        ExactTest::Pearson,
        ExactTest::LikelihoodRatio,
    ];

    /// The test with default settings; see [`ExactMultinomial::test`].
    ///
    /// # Errors
    /// As there.
    ///
    /// ```
    /// use exitpoll::hypothesis::ExactTest;
    ///
    /// let test = ExactTest::Pearson.test(&[4.0, 0.0], &[0.5, 0.5])?;
    /// assert!((test.p_value - 2.0 / 16.0).abs() < 1e-15 && test.statistic == 4.0);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn test(self, counts: &[f64], probabilities: &[f64]) -> Result<ExactFit> {
        ExactMultinomial::new(self).test(counts, probabilities)
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ExactTest::Probability => "exact_probability",
            ExactTest::Pearson => "exact_pearson",
            ExactTest::LikelihoodRatio => "exact_likelihood_ratio",
        }
    }
}

impl ExactMethod {
    /// Every method.
    pub const ALL: [ExactMethod; 3] = [
        ExactMethod::Enumeration,
        ExactMethod::Convolution,
        ExactMethod::MonteCarlo,
    ];

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ExactMethod::Enumeration => "enumeration",
            ExactMethod::Convolution => "convolution",
            ExactMethod::MonteCarlo => "monte_carlo",
        }
    }
}

impl fmt::Display for ExactTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for ExactMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ExactTest {
    type Err = Error;
    fn from_str(text: &str) -> Result<ExactTest> {
        by_name("exact test", text, ExactTest::ALL, ExactTest::name)
    }
}

impl FromStr for ExactMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<ExactMethod> {
        by_name("exact method", text, ExactMethod::ALL, ExactMethod::name)
    }
}
