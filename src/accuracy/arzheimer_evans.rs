//! Bias on the log-odds scale, for contests with any number of choices.
//!
//! Arzheimer & Evans (2014), *A New Multinomial Accuracy Measure for Polling Bias*, Political
//! Analysis 22. Sizes are effective sizes: n respondents under simple random sampling, n/deff with a
//! design effect, which multiplies every standard error by √deff.

use serde::Serialize;
use std::f64::consts::FRAC_2_PI;

use super::{check, check_size, is_positive, wald};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, EQUAL_SHARES, normal_density, normal_upper_tail};

/// B or B_w with its standard error, and what it would be without any bias.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Bias {
    /// The measure.
    pub value: f64,
    /// Its standard error by the delta method; only with a known size.
    pub standard_error: Option<f64>,
    /// Its expectation for a poll of this size without bias: a mean of absolute values is positive by
    /// chance alone. Only with a known size.
    pub expected_without_bias: Option<f64>,
}

impl Bias {
    /// The measure beyond what chance alone makes of it on average, value − expected; negative where a
    /// poll is nearer than an unbiased one would be on average.
    #[must_use]
    pub fn excess(&self) -> Option<f64> {
        Some(self.value - self.expected_without_bias?)
    }
}

/// A'_i with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct LogOdds {
    /// ln{\[p/(1 − p)\] / \[v/(1 − v)\]}.
    pub value: f64,
    /// 1/√(n p (1 − p)); only with a known size.
    pub standard_error: Option<f64>,
}

impl LogOdds {
    /// A'_i of one choice, with its standard error for a known effective size.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::accuracy::LogOdds;
    /// // Odds of 3 where 1 was counted; 1/√(300·3/16) = 2/15.
    /// let a = LogOdds::of(0.75, 0.5, Some(300.0))?;
    /// assert!((a.z().unwrap() - 7.5 * 3f64.ln()).abs() < 1e-13);
    /// assert!(a.interval(Confidence::P95).unwrap().low() > 0.0);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`log_odds_deviation`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a size that is not positive.
    pub fn of(poll: f64, count: f64, size: Option<f64>) -> Result<LogOdds> {
        Ok(LogOdds {
            value: log_odds_deviation(poll, count)?,
            standard_error: match size {
                Some(n) => Some(log_odds_standard_error(poll, n)?),
                None => None,
            },
        })
    }

    /// A'_i over its standard error; only with a known size.
    #[must_use]
    pub fn z(&self) -> Option<f64> {
        self.standard_error.map(|error| self.value / error)
    }

    /// The two-sided p-value of no bias for or against the choice, 2(1 − Φ(|z|)); only with a known size.
    #[must_use]
    pub fn p_value(&self) -> Option<f64> {
        wald::p_value(self.value, self.standard_error?)
    }

    /// A'_i ± z_c times its standard error; only with a known size.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        Some(wald::interval(self.value, self.standard_error?, confidence))
    }
}

/// A'_i = ln{\[p/(1 − p)\] / \[v/(1 − v)\]}: positive where the poll overstates the choice.
///
/// ```
/// use exitpoll::accuracy::log_odds_deviation;
/// // Hollande in the French survey of 2012 of the authors' example: printed −.0757639.
/// let a = log_odds_deviation(282.0 / 1041.0, 28.6 / 99.96)?;
/// assert!((a - -0.0757639).abs() < 5e-8);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a share of 0 or 1; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion.
pub fn log_odds_deviation(poll: f64, count: f64) -> Result<f64> {
    check(&[poll], &[count], 1)?;
    for (name, share) in [("the poll's", poll), ("the count's", count)] {
        if !has_odds(share) {
            let reason = format!("{name} share is {share}, where log-odds are infinite");
            return Err(Error::undefined("A'", reason));
        }
    }
    Ok(log_odds(poll, count))
}

/// Whether the odds of a share are neither 0 nor infinite.
pub(super) fn has_odds(share: f64) -> bool {
    is_positive(share) && share < 1.0
}

/// The odds ratio above 1 is 1 + (p − v)/(v(1 − p)), or the other way round: one logarithm, exact where
/// p is near v.
pub(crate) fn log_odds(poll: f64, count: f64) -> f64 {
    let d = poll - count;
    if d >= 0.0 {
        (d / (count * (1.0 - poll))).ln_1p()
    } else {
        -(-d / (poll * (1.0 - count))).ln_1p()
    }
}

/// The standard error of A'_i, 1/√(n p (1 − p)), with n the effective size.
///
/// # Errors
/// As for [`log_odds_deviation`].
pub fn log_odds_standard_error(poll: f64, size: f64) -> Result<f64> {
    log_odds_deviation(poll, 0.5)?;
    check_size(size)?;
    Ok(standard_error(poll, size))
}

pub(super) fn standard_error(poll: f64, size: f64) -> f64 {
    1.0 / (size * poll * (1.0 - poll)).sqrt()
}

/// B = (1/k) Σ |A'_i|; with an effective size, its standard error √(s'Σs)/k with s_i the sign of
/// A'_i (0 where poll and count agree) and Σ the covariances 1/(n p_i (1 − p_i)) and −1/(n (1 − p_i)(1 − p_j)), and its expectation
/// without bias, √(2/π) (1/k) Σ se_i.
///
/// ```
/// use exitpoll::accuracy::b;
/// // Odds of 3 where 1 was counted, and their inverse: |A'| = ln 3 twice, se = 1/√(300·3/16) twice.
/// let bias = b(&[0.75, 0.25], &[0.5, 0.5], Some(300.0))?;
/// assert!((bias.value - 3f64.ln()).abs() < 1e-15);
/// assert!((bias.standard_error.unwrap() - 4.0 / 30.0).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`log_odds_deviation`]; shares must be as many on both sides.
pub fn b(poll: &[f64], count: &[f64], size: Option<f64>) -> Result<Bias> {
    let k = poll.len() as f64;
    bias(poll, count, size, |_| 1.0 / k, |[variance, _]| variance)
}

/// B_w = Σ v_i |A'_i|, weighted by the count; without bias it is √(2/π) Σ v_i se_i on average.
///
/// # Errors
/// As for [`b`].
pub fn b_weighted(poll: &[f64], count: &[f64], size: Option<f64>) -> Result<Bias> {
    bias(poll, count, size, |v| v, |[_, variance]| variance)
}

fn bias(
    poll: &[f64],
    count: &[f64],
    size: Option<f64>,
    weight: impl Fn(f64) -> f64,
    variance: impl Fn([f64; 2]) -> f64,
) -> Result<Bias> {
    check(poll, count, 1)?;
    if let Some(n) = size {
        check_size(n)?;
    }
    let (mut value, mut errors) = (0.0, 0.0);
    for (&p, &v) in poll.iter().zip(count) {
        let a = log_odds_deviation(p, v)?;
        value += weight(v) * a.abs();
        if let Some(n) = size {
            errors += weight(v) * standard_error(p, n);
        }
    }
    Ok(Bias {
        value,
        standard_error: size.map(|n| (variance(unit_variances(poll, count)) / n).sqrt()),
        expected_without_bias: size.map(|_| FRAC_2_PI.sqrt() * errors),
    })
}

/// s'Σs of B and of B_w for one respondent, which n divides. The gradient of Σ w_i |A'_i| is
/// h_i = w_i s_i/(p_i (1 − p_i)), so this is Σ p h² − (Σ p h)², the variance of h; written about its mean,
/// where nothing cancels.
pub(super) fn unit_variances(poll: &[f64], count: &[f64]) -> [f64; 2] {
    let equal = 1.0 / poll.len() as f64;
    let slopes = |p: f64, v: f64| {
        let slope = 1.0 / (p * (1.0 - p));
        // The sign of 0 is 0; that of what rounding leaves of it, a share of 1 less others, would be anybody's.
        let signed = if (p - v).abs() <= EQUAL_SHARES {
            0.0
        } else if p > v {
            slope
        } else {
            -slope
        };
        [equal * signed, v * signed]
    };
    let pairs = || poll.iter().copied().zip(count.iter().copied());
    let (mut mean, mut mean_w, mut total) = (0.0, 0.0, 0.0);
    for (p, v) in pairs() {
        let [h, h_w] = slopes(p, v);
        mean += p * h;
        mean_w += p * h_w;
        total += p;
    }
    let (mut spread, mut spread_w) = (0.0, 0.0);
    for (p, v) in pairs() {
        let [h, h_w] = slopes(p, v);
        spread += p * (h - mean) * (h - mean);
        spread_w += p * (h_w - mean_w) * (h_w - mean_w);
    }
    // Where the listed choices are not all, the rest pulls at the mean with a slope of 0.
    let rest = 1.0 - total;
    [
        (spread + mean * mean * rest).max(0.0),
        (spread_w + mean_w * mean_w * rest).max(0.0),
    ]
}

/// The expectation of B for a poll without bias: |A'_i| is then half-normal with mean √(2/π)·se_i.
///
/// # Errors
/// As for [`log_odds_standard_error`].
pub fn expected_b_without_bias(poll: &[f64], size: f64) -> Result<f64> {
    check(poll, poll, 1)?;
    let share = 1.0 / poll.len() as f64;
    let mut errors = 0.0;
    for &p in poll {
        errors += share * log_odds_standard_error(p, size)?;
    }
    Ok(FRAC_2_PI.sqrt() * errors)
}

/// The expectation of B_w for a poll without bias, √(2/π) Σ v_i se_i.
///
/// # Errors
/// As for [`expected_b_without_bias`]; shares must be as many on both sides.
pub fn expected_b_weighted_without_bias(poll: &[f64], count: &[f64], size: f64) -> Result<f64> {
    check(poll, count, 1)?;
    let mut errors = 0.0;
    for (&p, &v) in poll.iter().zip(count) {
        errors += v * log_odds_standard_error(p, size)?;
    }
    Ok(FRAC_2_PI.sqrt() * errors)
}

/// The mean of |X| for normal X, σ√(2/π)·exp(−μ²/2σ²) + μ(1 − 2Φ(−μ/σ)) (Leone, Nelson & Nottingham
/// 1961): what |A'_i| is on average when its true value is μ; √(2/π)·σ without bias.
///
/// ```
/// use exitpoll::accuracy::folded_normal_mean;
/// assert!((folded_normal_mean(0.0, 1.0)? - 0.797_884_560_802_865_4).abs() < 1e-15);
/// // Far from 0 the folding does not matter.
/// assert_eq!(folded_normal_mean(-40.0, 1.0)?, 40.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a mean that is not finite, or a standard deviation that is not positive.
pub fn folded_normal_mean(mean: f64, standard_deviation: f64) -> Result<f64> {
    super::score::check_normal(mean, standard_deviation)?;
    let z = mean.abs() / standard_deviation;
    let folded = 2.0 * (normal_density(z)? - z * normal_upper_tail(z)?);
    Ok(mean.abs() + standard_deviation * folded)
}
