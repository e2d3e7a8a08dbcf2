use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::paired::{check_pair, deviations, largest, rescale, sum_of_squares};
use crate::error::{Error, Result, by_name};
use crate::interval::Interval;
use crate::numeric::{Confidence, noncentral_t, student_t_quantile, sum};

/// How the intervals of the limits of agreement are computed. s is the standard deviation of the n
/// differences, z the normal quantile of the limits, t that of Student's t with n − 1 degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LimitsInterval {
    /// limit ± t s √(3/n): for 95 percent limits only, as 1 + 1.96²/2 is about 3 (Bland & Altman 1986,
    /// *Lancet* 327).
    BlandAltman1986,
    /// limit ± t s √(1/n + z²/(2(n − 1))), for any limits (Bland & Altman 1999, *Statistical Methods in
    /// Medical Research* 8).
    BlandAltman1999,
    /// Exact for normal differences, and not symmetric: bias ± s·t'/√n, t' quantiles of the non-central t
    /// with n − 1 degrees of freedom and noncentrality z√n (Carkeet 2015, *Optometry and Vision Science*
    /// 92).
    Carkeet,
}

impl LimitsInterval {
    /// Every method.
    pub const ALL: [LimitsInterval; 3] = [
        LimitsInterval::BlandAltman1986,
        LimitsInterval::BlandAltman1999,
        LimitsInterval::Carkeet,
    ];

    /// The name that [`Display`](fmt::Display) prints and [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LimitsInterval::BlandAltman1986 => "bland_altman_1986",
            LimitsInterval::BlandAltman1999 => "bland_altman_1999",
            LimitsInterval::Carkeet => "carkeet",
        }
    }
}

impl fmt::Display for LimitsInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LimitsInterval {
    type Err = Error;
    fn from_str(text: &str) -> Result<LimitsInterval> {
        by_name(
            "limits interval",
            text,
            LimitsInterval::ALL,
            LimitsInterval::name,
        )
    }
}

/// Bias and limits of agreement of two vectors, in the unit of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct BlandAltman {
    /// The mean of the differences x − y.
    pub bias: f64,
    /// bias ± t s/√n.
    pub bias_interval: Interval,
    /// s, the standard deviation of the differences (n − 1).
    pub standard_deviation: f64,
    /// bias ± z s: where the stated part of normally distributed differences lies.
    pub limits: Interval,
    /// The interval of the lower limit.
    pub lower_limit_interval: Interval,
    /// The interval of the upper limit.
    pub upper_limit_interval: Interval,
}

/// Bland and Altman's comparison of two vectors: the bias x − y, and the limits between which a part
/// `coverage` of the differences lies, each with its interval at `confidence`.
///
/// Shares that sum to 1 in both vectors have no bias over the choices: use it over stations or contests.
///
/// ```
/// use exitpoll::{Confidence, agreement::{LimitsInterval, bland_altman}};
/// // Differences 1, 2, 3: bias 2, standard deviation 1.
/// let (x, y) = ([11.0, 12.0, 13.0], [10.0, 10.0, 10.0]);
/// let level = Confidence::P95;
/// let pair = bland_altman(&x, &y, level, LimitsInterval::BlandAltman1986, level)?;
/// assert_eq!((pair.bias, pair.standard_deviation), (2.0, 1.0));
/// assert!((pair.limits.high() - 3.959_963_984_540_054).abs() < 1e-15);
/// // √(3/n) = 1, and t of two degrees of freedom is .95 √(2/(1 − .95²)) = 4.3027.
/// let t = 0.95 * (2.0 / (1.0 - 0.95f64.powi(2))).sqrt();
/// assert!((pair.upper_limit_interval.width() / 2.0 - t).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for vectors of different length, of fewer than two figures, or with what is no
/// finite number, and for [`LimitsInterval::BlandAltman1986`] with other limits than 95 percent.
pub fn bland_altman(
    x: &[f64],
    y: &[f64],
    coverage: Confidence,
    method: LimitsInterval,
    confidence: Confidence,
) -> Result<BlandAltman> {
    check_pair(x, y, 2)?;
    let n = x.len() as f64;
    let bias = sum(x.iter().zip(y).flat_map(|(x, y)| [*x, -y])) / n;
    let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
    let deviation = standard_deviation(&differences);
    let half = 0.5 * confidence.alpha();
    let t = -student_t_quantile(half, n - 1.0)?;
    let z = coverage.critical_value();
    let about = |centre: f64, lower: f64, upper: f64| Interval {
        low: centre - deviation * lower,
        high: centre + deviation * upper,
    };
    let reach = z * deviation;
    let (inner, outer) = match method {
        LimitsInterval::BlandAltman1986 if coverage != Confidence::P95 => {
            return Err(Error::out_of_range(
                "coverage",
                coverage.level(),
                "this method is for limits of 0.95; take bland_altman_1999 or carkeet",
            ));
        }
        LimitsInterval::BlandAltman1986 => {
            let half_width = t * (3.0 / n).sqrt();
            (z - half_width, z + half_width)
        }
        LimitsInterval::BlandAltman1999 => {
            let half_width = t * (1.0 / n + 0.5 * z * z / (n - 1.0)).sqrt();
            (z - half_width, z + half_width)
        }
        LimitsInterval::Carkeet => {
            let noncentrality = z * n.sqrt();
            let end = |tail| noncentral_t::upper_quantile(tail, n - 1.0, noncentrality);
            (end(1.0 - half)? / n.sqrt(), end(half)? / n.sqrt())
        }
    };
    Ok(BlandAltman {
        bias,
        bias_interval: about(bias, t / n.sqrt(), t / n.sqrt()),
        standard_deviation: deviation,
        limits: Interval {
            low: bias - reach,
            high: bias + reach,
        },
        lower_limit_interval: about(bias, outer, -inner),
        upper_limit_interval: about(bias, -inner, outer),
    })
}

fn standard_deviation(figures: &[f64]) -> f64 {
    let mut deviations = deviations(figures);
    let scale = largest(&deviations);
    if scale == 0.0 {
        return 0.0;
    }
    rescale(&mut deviations, scale);
    scale * (sum_of_squares(&deviations) / (figures.len() as f64 - 1.0)).sqrt()
}
