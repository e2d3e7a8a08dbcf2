//! Tests whose outcome the rounding may hide.

use serde::Serialize;
use std::fmt;

use super::{
    check, heterogeneity::Figures, pooled_bounds, scatter::homogeneity_bounds_of_sizes,
    statistic_bounds,
};
use crate::error::{Error, Result};
use crate::numeric::{Bounds, Confidence, RoundingBounds, chi_squared_cdf, sum};
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, at_least_two, two_sided};

/// What a test finds at its level, the digits that were not printed taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "FindingWithinRounding")
)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// p < α, regardless of rounding.
    Shown,
    /// p ≥ α, regardless of rounding. Not shown is not refuted.
    NotShown,
    /// It depends on digits that were not printed (or the bounds are too wide to tell).
    UndecidedByRounding,
}

/// A test over all figures inside their rounding.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct RoundedTest {
    /// Bounds of the statistic.
    pub statistic: Bounds,
    /// Bounds of the p-value.
    pub p_value: Bounds,
    /// Against α = 1 − confidence.
    pub finding: Finding,
}

impl RoundedTest {
    fn new(statistic: Bounds, p_value: Bounds, confidence: Confidence) -> RoundedTest {
        // Two ways to one tail can differ in the last bit.
        let p_value = Bounds::between(p_value.low, p_value.high);
        let finding = if p_value.high < confidence.alpha() {
            Finding::Shown
        } else if p_value.low >= confidence.alpha() {
            Finding::NotShown
        } else {
            Finding::UndecidedByRounding
        };
        RoundedTest {
            statistic,
            p_value,
            finding,
        }
    }

    /// What this test and another of the same figures leave open together, as where the sizes are rounded too.
    pub(crate) fn and(self, other: RoundedTest, confidence: Confidence) -> RoundedTest {
        let both = |a: Bounds, b: Bounds| Bounds::between(a.low.min(b.low), a.high.max(b.high));
        RoundedTest::new(
            both(self.statistic, other.statistic),
            both(self.p_value, other.p_value),
            confidence,
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Finding::Shown => "shown",
            Finding::NotShown => "not shown",
            Finding::UndecidedByRounding => "undecided by rounding",
        })
    }
}

/// Whether herding ([`herding`](crate::pooling::herding)) is shown by published figures: the lower tail of Q
/// over all estimates inside their bounds. Figures printed to the whole percent often cannot tell: equal
/// figures have a Q from 0 up to what a point of difference gives.
///
/// # Errors
/// As [`pooled_bounds`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one poll.
///
/// ```
/// use exitpoll::rounding::{Finding, herding_within_rounding};
/// use exitpoll::{Bounds, Confidence};
///
/// // Five polls of "45" percent, n = 10,000: Q is 0 as printed, and up to 4.85 within half a point.
/// let five = [Bounds::new(0.445, 0.455)?; 5];
/// let test = herding_within_rounding(&five, &[0.45 * 0.55 / 10_000.0; 5], Confidence::P95)?;
/// assert_eq!(test.statistic.low(), 0.0);
/// assert!((test.statistic.high() - 1.2e-4 / (0.45 * 0.55 / 10_000.0)).abs() < 1e-9);
/// assert_eq!(test.finding, Finding::UndecidedByRounding);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn herding_within_rounding(
    estimates: &[Bounds],
    variances: &[f64],
    confidence: Confidence,
) -> Result<RoundedTest> {
    let q = statistic_bounds(estimates, variances)?;
    let polls = estimates.len() as f64;
    at_least_two(polls)?;
    lower_tail(q, polls - 1.0, confidence)
}

/// The same for all choices together
/// ([`multinomial_homogeneity`](crate::pooling::multinomial_homogeneity)), with the outer bounds of
/// [`homogeneity_bounds`](super::homogeneity_bounds).
///
/// # Errors
/// As [`homogeneity_bounds`](super::homogeneity_bounds); [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one poll or fewer than two choices with a share.
pub fn homogeneity_within_rounding<R: AsRef<[Bounds]>>(
    shares: &[R],
    effective_sizes: &[f64],
    confidence: Confidence,
) -> Result<RoundedTest> {
    let sizes: Vec<Bounds> = effective_sizes.iter().copied().map(Bounds::exact).collect();
    homogeneity_of_sizes(shares, &sizes, confidence)
}

/// The same over all sizes inside their bounds.
///
/// # Errors
/// As [`homogeneity_within_rounding`].
pub(crate) fn homogeneity_of_sizes<R: AsRef<[Bounds]>>(
    shares: &[R],
    sizes: &[Bounds],
    confidence: Confidence,
) -> Result<RoundedTest> {
    let statistic = homogeneity_bounds_of_sizes(shares, sizes)?;
    let polls = shares.len() as f64;
    at_least_two(polls)?;
    let choices = shares.first().map_or(0, |row| row.as_ref().len());
    let with_share = (0..choices)
        .filter(|choice| {
            let mut cells = shares.iter().filter_map(|row| row.as_ref().get(*choice));
            cells.any(|bounds| bounds.high > 0.0)
        })
        .count() as f64;
    if with_share < 2.0 {
        return Err(Error::undefined(
            "the homogeneity of the polls",
            "fewer than two choices have a share in any poll",
        ));
    }
    lower_tail(statistic, (with_share - 1.0) * (polls - 1.0), confidence)
}

fn lower_tail(
    statistic: RoundingBounds,
    degrees_of_freedom: f64,
    confidence: Confidence,
) -> Result<RoundedTest> {
    let p_value = Bounds::between(
        chi_squared_cdf(statistic.bounds.low, degrees_of_freedom)?,
        chi_squared_cdf(statistic.bounds.high, degrees_of_freedom)?,
    );
    Ok(RoundedTest::new(statistic.bounds, p_value, confidence))
}

/// Whether a bias in common ([`common_bias`](crate::pooling::common_bias)) is shown by published figures
/// against a count that may be rounded itself: bounds of deviation over standard error, and of its
/// two-sided p. For random effects they are outer bounds, from those of τ²
/// ([`heterogeneity_bounds`](super::heterogeneity_bounds)), of the pool and of the standard error one by one.
///
/// # Errors
/// As [`pooled_bounds`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a count whose bounds are not finite and in order;
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for one poll with a Hartung–Knapp interval.
///
/// ```
/// use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod};
/// use exitpoll::rounding::{Finding, common_bias_within_rounding};
/// use exitpoll::{Bounds, Confidence};
///
/// // Two polls of "52" and "53" percent with standard error 1.4 points: 52.5 ± .5 against 50, in units of
/// // 1.4/√2 points.
/// let polls = [Bounds::new(0.515, 0.525)?, Bounds::new(0.525, 0.535)?];
/// let test = common_bias_within_rounding(
///     &polls,
///     &[0.014 * 0.014; 2],
///     HeterogeneityEstimator::FixedEffect,
///     IntervalMethod::Wald,
///     Bounds::exact(0.5),
///     Confidence::P95,
/// )?;
/// assert!((test.statistic.low() - 0.02 / 0.014 * 2f64.sqrt()).abs() < 1e-12);
/// assert!((test.statistic.high() - 0.03 / 0.014 * 2f64.sqrt()).abs() < 1e-12);
/// assert_eq!(test.finding, Finding::Shown);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn common_bias_within_rounding(
    estimates: &[Bounds],
    variances: &[f64],
    estimator: HeterogeneityEstimator,
    interval_method: IntervalMethod,
    count: Bounds,
    confidence: Confidence,
) -> Result<RoundedTest> {
    let (_, test) = pooled_with_bias(
        estimates,
        variances,
        estimator,
        interval_method,
        count,
        confidence,
    )?;
    Ok(test)
}

/// The bounds of the pooled value, and the test of [`common_bias_within_rounding`] that rests on them.
pub(crate) fn pooled_with_bias(
    estimates: &[Bounds],
    variances: &[f64],
    estimator: HeterogeneityEstimator,
    interval_method: IntervalMethod,
    count: Bounds,
    confidence: Confidence,
) -> Result<(Bounds, RoundedTest)> {
    check(estimates, variances)?;
    if !(count.low <= count.high && count.low.is_finite() && count.high.is_finite()) {
        return Err(Error::out_of_range(
            "count",
            format!("from {} to {}", count.low, count.high),
            "give the official share with two finite ends, the lower one first",
        ));
    }
    let freedom = estimates.len() as f64 - 1.0;
    let degrees_of_freedom = match interval_method {
        IntervalMethod::Wald => None,
        IntervalMethod::HartungKnapp | IntervalMethod::ModifiedHartungKnapp if freedom == 0.0 => {
            return Err(Error::undefined(
                format!("the {interval_method} interval"),
                "one poll leaves no degrees of freedom; use wald",
            ));
        }
        IntervalMethod::HartungKnapp | IntervalMethod::ModifiedHartungKnapp => Some(freedom),
    };
    let mut figures = Figures::new(estimates, variances);
    let tau2 = figures.heterogeneity(estimator)?;
    let pooled = pooled_bounds(estimates, variances, tau2)?;
    let deviation = Bounds::between(pooled.low - count.high, pooled.high - count.low);
    // Weights relative to the greatest of them, 1/(v + τ²) for the smallest v, so that none overflows.
    let smallest = figures.smallest;
    let weights = |tau2: f64| {
        variances
            .iter()
            .map(move |v| (smallest + tau2) / (v + tau2))
    };
    // s² over all figures: Q falls in τ².
    let mut scatter = || Bounds {
        low: figures.least_q(tau2.high) / freedom,
        high: figures.greatest_q(tau2.low) / freedom,
    };
    let factor = match interval_method {
        IntervalMethod::Wald => Bounds::exact(1.0),
        IntervalMethod::HartungKnapp => scatter(),
        IntervalMethod::ModifiedHartungKnapp => {
            let factor = scatter();
            Bounds {
                low: factor.low.max(1.0),
                high: factor.high.max(1.0),
            }
        }
    };
    // √(s²/Σw): 1/Σw rises with τ².
    let error =
        |factor: f64, tau2: f64| factor.sqrt() * ((smallest + tau2) / sum(weights(tau2))).sqrt();
    let error = Bounds {
        low: error(factor.low, tau2.low),
        high: error(factor.high, tau2.high),
    };
    // Towards 0 the largest error counts, away from 0 the smallest.
    let statistic = Bounds {
        low: ratio(
            deviation.low,
            if deviation.low > 0.0 {
                error.high
            } else {
                error.low
            },
        ),
        high: ratio(
            deviation.high,
            if deviation.high > 0.0 {
                error.low
            } else {
                error.high
            },
        ),
    };
    let nearest = 0.0_f64.clamp(statistic.low, statistic.high);
    let farthest = statistic.high.max(-statistic.low);
    let p_value = Bounds::between(
        two_sided(farthest, degrees_of_freedom)?,
        two_sided(nearest, degrees_of_freedom)?,
    );
    Ok((pooled, RoundedTest::new(statistic, p_value, confidence)))
}

/// A standard error that may be 0 leaves the statistic without a bound.
fn ratio(deviation: f64, error: f64) -> f64 {
    if deviation == 0.0 {
        0.0
    } else {
        deviation / error
    }
}
