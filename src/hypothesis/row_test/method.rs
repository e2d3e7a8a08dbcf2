use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::error::{Error, Result, by_name};

/// How a row was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowTestMethod {
    /// Standard errors under the official share, normal distribution.
    Score,
    /// The same standard errors, Student's t with the degrees of freedom of the design.
    StudentScore,
    /// The binomial distribution of respondents drawn singly.
    ExactBinomial,
    /// The binomial distribution at the effective size of a design; not exact.
    BinomialAtEffectiveSize,
}

impl RowTestMethod {
    /// Every method.
    pub const ALL: [RowTestMethod; 4] = [
        RowTestMethod::Score,
        RowTestMethod::StudentScore,
        RowTestMethod::ExactBinomial,
        RowTestMethod::BinomialAtEffectiveSize,
    ];

    /// Whether the p-value is one of the binomial distribution, as cells with fewer than five expected
    /// respondents need.
    #[must_use]
    pub fn is_binomial(self) -> bool {
        matches!(
            self,
            RowTestMethod::ExactBinomial | RowTestMethod::BinomialAtEffectiveSize
        )
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RowTestMethod::Score => "score",
            RowTestMethod::StudentScore => "student_score",
            RowTestMethod::ExactBinomial => "exact_binomial",
            RowTestMethod::BinomialAtEffectiveSize => "binomial_at_effective_size",
        }
    }
}

impl fmt::Display for RowTestMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RowTestMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<RowTestMethod> {
        by_name("row test", text, RowTestMethod::ALL, RowTestMethod::name)
    }
}
