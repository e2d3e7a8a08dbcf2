use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::Ratings;
use super::variance::MeanSquares;
use crate::error::{Error, Result, by_name};
use crate::interval::Interval;
use crate::numeric::{Confidence, f_upper_quantile, f_upper_tail};

/// An intraclass correlation by the numbering of Shrout & Fleiss (1979, *Psychological Bulletin* 86). The
/// choices are the targets, the sources the judges; m sources, k choices. MS_R, MS_C, MS_E and MS_W are the
/// mean squares between choices, between sources, of the residual, and within choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub enum IntraclassForm {
    /// ICC(1,1) = (MS_R − MS_W)/(MS_R + (m − 1) MS_W): other sources for every choice.
    #[serde(rename = "icc_1_1")]
    OneWaySingle,
    /// ICC(2,1) = (MS_R − MS_E)/(MS_R + (m − 1) MS_E + m (MS_C − MS_E)/k): the sources are a sample of all
    /// sources, and a constant departure of one counts as disagreement.
    #[serde(rename = "icc_2_1")]
    AgreementSingle,
    /// ICC(3,1) = (MS_R − MS_E)/(MS_R + (m − 1) MS_E): these sources only, constant departures set aside.
    #[serde(rename = "icc_3_1")]
    ConsistencySingle,
    /// ICC(1,k) = (MS_R − MS_W)/MS_R: ICC(1,1) of the mean of the sources.
    #[serde(rename = "icc_1_k")]
    OneWayMean,
    /// ICC(2,k) = (MS_R − MS_E)/(MS_R + (MS_C − MS_E)/k): ICC(2,1) of the mean of the sources.
    #[serde(rename = "icc_2_k")]
    AgreementMean,
    /// ICC(3,k) = (MS_R − MS_E)/MS_R: ICC(3,1) of the mean of the sources, which is Cronbach's α.
    #[serde(rename = "icc_3_k")]
    ConsistencyMean,
}

/// An intraclass correlation with its interval and the test of no correlation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct IntraclassCorrelation {
    /// The coefficient, at most 1; below 0 where choices differ less than sources do about one choice.
    pub value: f64,
    /// From F quantiles; exact for normal figures but for ICC(2,·), which rests on Satterthwaite's degrees
    /// of freedom.
    pub interval: Interval,
    /// MS_R/MS_W for ICC(1,·), MS_R/MS_E for the others; infinite where nothing is left within.
    pub f: f64,
    /// k − 1.
    pub numerator_degrees_of_freedom: f64,
    /// k (m − 1) for ICC(1,·), (k − 1)(m − 1) for the others.
    pub denominator_degrees_of_freedom: f64,
    /// P(F ≥ f).
    pub p_value: f64,
}

impl IntraclassForm {
    /// Every form.
    pub const ALL: [IntraclassForm; 6] = [
        IntraclassForm::OneWaySingle,
        IntraclassForm::AgreementSingle,
        IntraclassForm::ConsistencySingle,
        IntraclassForm::OneWayMean,
        IntraclassForm::AgreementMean,
        IntraclassForm::ConsistencyMean,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            IntraclassForm::OneWaySingle => "icc_1_1",
            IntraclassForm::AgreementSingle => "icc_2_1",
            IntraclassForm::ConsistencySingle => "icc_3_1",
            IntraclassForm::OneWayMean => "icc_1_k",
            IntraclassForm::AgreementMean => "icc_2_k",
            IntraclassForm::ConsistencyMean => "icc_3_k",
        }
    }

    /// The coefficient among `sources`; intervals as in McGraw & Wong (1996, *Psychological Methods* 1).
    ///
    /// Shares that sum to 1 in every source have MS_C = 0: a source is then never too high over all, and
    /// ICC(2,1) is about ICC(3,1).
    ///
    /// ```
    /// use exitpoll::{Confidence, agreement::{IntraclassForm, Ratings}};
    /// // The six targets and four judges of Shrout & Fleiss (1979), a row per judge.
    /// let judges = Ratings::new(&[
    ///     [9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
    ///     [2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
    ///     [5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
    ///     [8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
    /// ])?;
    /// let printed = IntraclassForm::ALL.map(|form| {
    ///     form.among(&judges, Confidence::P95).map(|icc| format!("{:.2}", icc.value)).unwrap()
    /// });
    /// assert_eq!(printed, ["0.17", "0.29", "0.71", "0.44", "0.62", "0.91"]);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where cells are missing, where all figures are equal, and for the forms of the
    /// mean where the denominator above is not positive.
    pub fn among(self, sources: &Ratings, confidence: Confidence) -> Result<IntraclassCorrelation> {
        let squares = self.squares(sources)?;
        let value = self.of_squares(&squares)?;
        let MeanSquares { m, k, between, .. } = squares;
        let (within, degrees) = self.within(&squares);
        let half = 0.5 * confidence.alpha();
        let interval = match self {
            IntraclassForm::AgreementSingle | IntraclassForm::AgreementMean => {
                agreement_interval(&squares, self == IntraclassForm::AgreementMean, half)?
            }
            _ => {
                let low = f_upper_quantile(half, k - 1.0, degrees)?;
                let high = f_upper_quantile(half, degrees, k - 1.0)?;
                // Of the ratio over `whole` as it would be at the ends.
                let others = match self {
                    IntraclassForm::OneWaySingle | IntraclassForm::ConsistencySingle => m - 1.0,
                    _ => 0.0,
                };
                Interval {
                    low: ratio(between - low * within, between + others * low * within),
                    high: ratio(high * between - within, high * between + others * within),
                }
            }
        };
        let f = between / within;
        Ok(IntraclassCorrelation {
            value,
            interval,
            f,
            numerator_degrees_of_freedom: k - 1.0,
            denominator_degrees_of_freedom: degrees,
            p_value: f_upper_tail(f, k - 1.0, degrees)?,
        })
    }

    /// The coefficient alone.
    ///
    /// # Errors
    /// As [`among`](IntraclassForm::among).
    pub(crate) fn value(self, sources: &Ratings) -> Result<f64> {
        self.of_squares(&self.squares(sources)?)
    }

    fn squares(self, sources: &Ratings) -> Result<MeanSquares> {
        MeanSquares::of(format_args!("the intraclass correlation {self}"), sources)
    }

    /// The mean square that the one between choices is compared with, and its degrees of freedom.
    fn within(self, squares: &MeanSquares) -> (f64, f64) {
        let MeanSquares { m, k, .. } = *squares;
        match self {
            IntraclassForm::OneWaySingle | IntraclassForm::OneWayMean => {
                (squares.within, k * (m - 1.0))
            }
            _ => (squares.residual, (k - 1.0) * (m - 1.0)),
        }
    }

    fn of_squares(self, squares: &MeanSquares) -> Result<f64> {
        let MeanSquares {
            m,
            k,
            between,
            sources: by_sources,
            ..
        } = *squares;
        let (within, _) = self.within(squares);
        let whole = match self {
            IntraclassForm::OneWaySingle | IntraclassForm::ConsistencySingle => {
                between + (m - 1.0) * within
            }
            IntraclassForm::AgreementSingle => {
                between + (m - 1.0 - m / k) * within + m / k * by_sources
            }
            IntraclassForm::OneWayMean | IntraclassForm::ConsistencyMean => between,
            IntraclassForm::AgreementMean => between + (by_sources - within) / k,
        };
        // A denominator that is nothing but what cancellation leaves is none.
        let scale = between + (m + 1.0) * within + m / k * by_sources;
        if whole <= CANCELLED * scale {
            return Err(Error::undefined(
                format!("the intraclass correlation {self}"),
                "the mean of the sources varies no more between choices than by chance; take a form of single sources",
            ));
        }
        Ok((between - within) / whole)
    }
}

/// The part of a sum of mean squares that rounding in binary can leave of nothing.
const CANCELLED: f64 = 1e-12;

/// The interval of ICC(2,1), or by Spearman and Brown's formula of ICC(2,k).
fn agreement_interval(squares: &MeanSquares, of_mean: bool, half: f64) -> Result<Interval> {
    let MeanSquares {
        m,
        k,
        between,
        sources,
        residual,
        ..
    } = *squares;
    if sources == 0.0 && residual == 0.0 {
        return Ok(Interval {
            low: 1.0,
            high: 1.0,
        });
    }
    let whole = between + (m - 1.0 - m / k) * residual + m / k * sources;
    let rho = (between - residual) / whole;
    // Satterthwaite's degrees of freedom for the sum of these two mean squares.
    let a = m * rho * sources;
    let b = (k * (1.0 + (m - 1.0) * rho) - m * rho) * residual;
    let degrees = (a + b).powi(2) / (a * a + b * b / (k - 1.0)) * (m - 1.0);
    let low = f_upper_quantile(half, k - 1.0, degrees)?;
    let high = f_upper_quantile(half, degrees, k - 1.0)?;
    let rest = if of_mean {
        sources - residual
    } else {
        m * sources + (m * k - m - k) * residual
    };
    Ok(Interval {
        low: ratio(k * (between - low * residual), low * rest + k * between),
        high: ratio(k * (high * between - residual), rest + k * high * between),
    })
}

/// The quotient; −∞ where the denominator has vanished or turned over, as a coefficient of a mean does
/// whose variance is nothing.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 {
        numerator / denominator
    } else {
        f64::NEG_INFINITY
    }
}

impl fmt::Display for IntraclassForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for IntraclassForm {
    type Err = Error;
    fn from_str(text: &str) -> Result<IntraclassForm> {
        by_name(
            "intraclass form",
            text,
            IntraclassForm::ALL,
            IntraclassForm::name,
        )
    }
}
