//! What the errors of the stations are taken to be.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, by_name};

/// What the errors of the stations are taken to be.
///
/// X, w and e are the covariates with a column of ones, the weights and the residuals; M = (X′WX)⁻¹; G regions,
/// n stations, p coefficients. Weights are sampling weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorModel {
    /// Independent with variance σ²/w: σ̂² M.
    Classical,
    /// Independent, each of its own variance: M Σ (w e)² x x′ M (White 1980, *Econometrica* 48).
    Hc0,
    /// HC0 times n/(n − p).
    Hc1,
    /// e² over 1 − h, h the leverage (MacKinnon & White 1985, *Journal of Econometrics* 29).
    Hc2,
    /// e² over (1 − h)².
    Hc3,
    /// Dependent within regions: M Σ_g X′We (X′We)′ M (Liang & Zeger 1986, *Biometrika* 73).
    Cr0,
    /// CR0 times G/(G − 1).
    Cr1,
    /// CR0 times G/(G − 1)·(n − 1)/(n − p): what Stata and `statsmodels` print.
    Cr1s,
    /// Residuals of a region times B^{−½}, B = (I − H)(I − H)′ there, so that the variance is unbiased
    /// under equal independent errors (Bell & McCaffrey 2002, *Survey Methodology* 28); `clubSandwich`'s default.
    /// For few regions.
    Cr2,
    /// CR2 with the working variance 1/w (`clubSandwich`'s `inverse_var = TRUE`). Its root is taken of a matrix
    /// of the stations of a region, in a time that grows with their number cubed.
    Cr2InverseWeights,
}

impl ErrorModel {
    /// Every model, in the order above.
    pub const ALL: [ErrorModel; 10] = [
        ErrorModel::Classical,
        ErrorModel::Hc0,
        ErrorModel::Hc1,
        ErrorModel::Hc2,
        ErrorModel::Hc3,
        ErrorModel::Cr0,
        ErrorModel::Cr1,
        ErrorModel::Cr1s,
        ErrorModel::Cr2,
        ErrorModel::Cr2InverseWeights,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorModel::Classical => "classical",
            ErrorModel::Hc0 => "hc0",
            ErrorModel::Hc1 => "hc1",
            ErrorModel::Hc2 => "hc2",
            ErrorModel::Hc3 => "hc3",
            ErrorModel::Cr0 => "cr0",
            ErrorModel::Cr1 => "cr1",
            ErrorModel::Cr1s => "cr1s",
            ErrorModel::Cr2 => "cr2",
            ErrorModel::Cr2InverseWeights => "cr2_inverse_weights",
        }
    }
}

impl fmt::Display for ErrorModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ErrorModel {
    type Err = Error;
    fn from_str(text: &str) -> Result<ErrorModel> {
        by_name("errors", text, ErrorModel::ALL, ErrorModel::name)
    }
}
