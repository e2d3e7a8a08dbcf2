use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::correlation::fisher_interval;
use super::paired::{check_pair, deviations, largest, rescale, sum_of_products, sum_of_squares};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, sum};

/// What the variances and the covariance in Lin's coefficient are divided by. The two coefficients differ,
/// because the difference of the means is not divided by anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinDenominator {
    /// k, as in Lin (1989) and in R's `epiR` and `DescTools`.
    N,
    /// k − 1, the unbiased variances.
    NMinusOne,
}

impl LinDenominator {
    /// Both.
    pub const ALL: [LinDenominator; 2] = [LinDenominator::N, LinDenominator::NMinusOne];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LinDenominator::N => "n",
            LinDenominator::NMinusOne => "n_minus_one",
        }
    }
}

impl fmt::Display for LinDenominator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LinDenominator {
    type Err = Error;
    fn from_str(text: &str) -> Result<LinDenominator> {
        LinDenominator::ALL
            .into_iter()
            .find(|denominator| denominator.name() == text)
            .ok_or_else(|| Error::unreadable("denominator", text, "give n or n_minus_one"))
    }
}

/// Lin's concordance correlation with its parts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct LinConcordance {
    /// ρ_c = ρ · C_b, from −1 to 1.
    pub value: f64,
    /// ρ, Pearson's correlation: how near the points are to any line. `None` where all figures of one
    /// vector are equal.
    pub precision: Option<f64>,
    /// C_b, above 0 and at most 1: how near that line is to x = y. 0 where precision is `None`.
    pub accuracy: f64,
    /// tanh(artanh ρ_c ± z_c·se), se the asymptotic standard error of artanh ρ_c; `None` for fewer than
    /// three figures, or where precision is.
    pub interval: Option<Interval>,
}

/// Lin's concordance correlation ρ_c = 2 s_xy/(s_x² + s_y² + (x̄ − ȳ)²): agreement with the line x = y
/// (Lin 1989, *Biometrics* 45).
///
/// The interval is on Fisher's scale, with the variance of the correction of 2000 (*Biometrics* 56):
/// \[(1 − ρ²) C_b² (1 − ρ_c²) + 2 C_b ρ_c² (1 − ρ_c) u² − ½ C_b² ρ_c² u⁴\]/((k − 2)(1 − ρ_c²)²), with
/// u² = (x̄ − ȳ)²/(s_x s_y). It is asymptotic: over a handful of choices take it as a rough guide. Shares
/// that sum to 1 in both vectors have equal means, and u is 0.
///
/// ```
/// use exitpoll::{Confidence, agreement::{LinDenominator, lin_concordance}};
/// // Variances 2/3, covariance 1/3, means 2 and 3: (2/3)/(4/3 + 1) = 2/7; by k − 1: 1/(2 + 1).
/// let (x, y) = ([1.0, 2.0, 3.0], [3.0, 2.0, 4.0]);
/// let by_n = lin_concordance(&x, &y, LinDenominator::N, Confidence::P95)?;
/// assert!((by_n.value - 2.0 / 7.0).abs() < 1e-15);
/// assert!((by_n.precision.unwrap() - 0.5).abs() < 1e-15);
/// assert!((by_n.accuracy - 4.0 / 7.0).abs() < 1e-15);
/// let by_less = lin_concordance(&x, &y, LinDenominator::NMinusOne, Confidence::P95)?;
/// assert!((by_less.value - 1.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for vectors of different length, of fewer than two figures, or with what is no
/// finite number; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where all figures of both are one and the same.
pub fn lin_concordance(
    x: &[f64],
    y: &[f64],
    denominator: LinDenominator,
    confidence: Confidence,
) -> Result<LinConcordance> {
    check_pair(x, y, 2)?;
    let n = x.len() as f64;
    let (mut dx, mut dy) = (deviations(x), deviations(y));
    let mean_difference = sum(x.iter().zip(y).flat_map(|(x, y)| [*x, -y])) / n;
    let scale = largest(&dx).max(largest(&dy)).max(mean_difference.abs());
    if scale == 0.0 {
        let reason = "all figures are one and the same";
        return Err(Error::undefined("Lin's concordance", reason));
    }
    rescale(&mut dx, scale);
    rescale(&mut dy, scale);
    let (xx, yy, xy) = (
        sum_of_squares(&dx),
        sum_of_squares(&dy),
        sum_of_products(&dx, &dy),
    );
    // Everything times k, or times k − 1.
    let shift = (mean_difference / scale).powi(2)
        * match denominator {
            LinDenominator::N => n,
            LinDenominator::NMinusOne => n - 1.0,
        };
    let whole = xx + yy + shift;
    let value = 2.0 * xy / whole;
    let both = xx.sqrt() * yy.sqrt();
    if both == 0.0 {
        return Ok(LinConcordance {
            value: 0.0,
            precision: None,
            accuracy: 0.0,
            interval: None,
        });
    }
    // 1 − ρ_c and 1 − ρ² from residuals, so that they keep their digits near perfect agreement.
    let gap = (sum(dx.iter().zip(&dy).map(|(x, y)| (x - y).powi(2))) + shift) / whole;
    let slope = xy / xx;
    let unexplained = sum(dx.iter().zip(&dy).map(|(x, y)| (y - slope * x).powi(2))) / yy;
    let (accuracy, u2) = (2.0 * both / whole, shift / both);
    let interval = (n > 2.0).then(|| {
        let beside = gap * (1.0 + value);
        if beside <= 0.0 {
            return Interval {
                low: value,
                high: value,
            };
        }
        let square = value * value;
        let variance = (unexplained * accuracy * accuracy * beside
            + 2.0 * accuracy * square * gap * u2
            - 0.5 * accuracy * accuracy * square * u2 * u2)
            / (n - 2.0);
        let error = variance.max(0.0).sqrt() / beside;
        let z = 0.5 * ((1.0 + value) / gap).ln();
        fisher_interval(z, confidence.critical_value() * error)
    });
    Ok(LinConcordance {
        value: value.clamp(-1.0, 1.0),
        precision: Some((xy / both).clamp(-1.0, 1.0)),
        accuracy: accuracy.min(1.0),
        interval,
    })
}
