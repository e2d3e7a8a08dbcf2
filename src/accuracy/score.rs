//! Scores of estimates that come with a probability: small is good, and on average only the honest
//! distribution has the smallest.
//!
//! Gneiting & Raftery (2007), *Strictly Proper Scoring Rules, Prediction, and Estimation*, Journal of
//! the American Statistical Association 102. All are written as losses, and in the unit of the figures
//! where they have one. The mean over many estimates is the plain mean of the scores, [`mean_score`].

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, PI};

use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{CompensatedSum, Confidence, finite, normal_density, normal_upper_tail};

/// The continuous ranked probability score of a normal estimate N(μ, σ²) once y is known:
/// σ\[z(2Φ(z) − 1) + 2φ(z) − 1/√π\] with z = (y − μ)/σ. In the unit of y; the absolute error of an
/// estimate that is nearly certain.
///
/// ```
/// use exitpoll::accuracy::crps_normal;
/// // At the mean: (2φ(0) − 1/√π)σ.
/// assert!((crps_normal(0.0, 1.0, 0.0)? - 0.233_694_977_255_109_1).abs() < 1e-15);
/// // 5 points off with a standard error of a thousandth of a point.
/// assert!((crps_normal(0.50, 0.00001, 0.55)? - 0.05).abs() < 1e-5);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a standard deviation that is not positive, or what is not finite.
pub fn crps_normal(mean: f64, standard_deviation: f64, observed: f64) -> Result<f64> {
    check_normal(mean, standard_deviation)?;
    check_finite("observed", observed)?;
    let z = finite("the score", (observed - mean).abs() / standard_deviation)?;
    // z(2Φ(z) − 1) = z − 2zQ(z); 1/√π.
    let folded = 2.0 * (normal_density(z)? - z * normal_upper_tail(z)?);
    let spread = standard_deviation * (folded - 0.5 * FRAC_2_SQRT_PI);
    finite("the score", (observed - mean).abs() + spread)
}

/// The log score of a normal estimate once y is known, −ln of its density at y:
/// ½ ln(2πσ²) + z²/2 with z = (y − μ)/σ. It depends on the unit: proportions and percent differ by
/// ln 100.
///
/// ```
/// let score = exitpoll::accuracy::log_score_normal(0.0, 1.0, 2.0)?;
/// assert!((score - (0.918_938_533_204_672_8 + 2.0)).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`crps_normal`].
pub fn log_score_normal(mean: f64, standard_deviation: f64, observed: f64) -> Result<f64> {
    check_normal(mean, standard_deviation)?;
    check_finite("observed", observed)?;
    let z = (observed - mean) / standard_deviation;
    // In two logarithms: the product may overflow where its logarithm does not.
    let scale = 0.5 * (2.0 * PI).ln() + standard_deviation.ln();
    finite(
        "the score",
        scale + (z * FRAC_1_SQRT_2) * (z * FRAC_1_SQRT_2),
    )
}

/// The interval score of an interval that was stated at a confidence 1 − α, once y is known: its width,
/// and 2/α times the distance by which y lies outside.
///
/// ```
/// use exitpoll::{Confidence, accuracy::interval_score, interval::Interval};
/// let stated = Interval::new(0.48, 0.52)?;
/// assert!((interval_score(stated, 0.50, Confidence::P95)? - 0.04).abs() < 1e-15);
/// // One point outside costs 40 points more at 95 percent.
/// assert!((interval_score(stated, 0.53, Confidence::P95)? - 0.44).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for ends in the wrong order, or what is not finite.
pub fn interval_score(interval: Interval, observed: f64, confidence: Confidence) -> Result<f64> {
    check_interval(interval)?;
    check_finite("observed", observed)?;
    let outside = (interval.low - observed)
        .max(observed - interval.high)
        .max(0.0);
    finite(
        "the score",
        interval.width() + 2.0 / confidence.alpha() * outside,
    )
}

/// The share of the intervals that contain their result, ends included.
///
/// ```
/// use exitpoll::{accuracy::coverage, interval::Interval};
/// let intervals = [Interval::new(0.4, 0.5)?, Interval::new(0.1, 0.2)?];
/// assert_eq!(coverage(&intervals, &[0.45, 0.25])?, 0.5);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for ends in the wrong order, what is not finite, lists of different length, or
/// none.
pub fn coverage(intervals: &[Interval], observed: &[f64]) -> Result<f64> {
    if intervals.len() != observed.len() || observed.is_empty() {
        let value = format!("{} intervals", intervals.len());
        let help = format!(
            "give one interval for each of the {} results",
            observed.len()
        );
        return Err(Error::out_of_range("intervals", value, help));
    }
    let mut inside = 0usize;
    for (interval, &value) in intervals.iter().zip(observed) {
        check_interval(*interval)?;
        check_finite("observed", value)?;
        inside += usize::from(interval.contains(value));
    }
    Ok(inside as f64 / observed.len() as f64)
}

/// The score of Brier (1950) of a probability for something that happened or not: (p − 1)² or p².
///
/// With [`leading_probability`](super::leading_probability) it scores how surely a poll named the
/// leader.
///
/// ```
/// use exitpoll::accuracy::brier_score;
/// assert_eq!(brier_score(0.75, true)?, 0.0625);
/// assert_eq!(brier_score(0.75, false)?, 0.5625);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no probability.
pub fn brier_score(probability: f64, happened: bool) -> Result<f64> {
    let missed = miss(probability, happened)?;
    Ok(missed * missed)
}

/// The log score of a probability for something that happened or not: −ln p or −ln(1 − p).
///
/// ```
/// assert!((exitpoll::accuracy::log_score(0.5, true)? - 2f64.ln()).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no probability; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where what happened had
/// probability 0: the score is infinite.
pub fn log_score(probability: f64, happened: bool) -> Result<f64> {
    miss(probability, happened)?;
    if probability == f64::from(u8::from(!happened)) {
        let reason = "what happened had been given no chance, so it is infinite";
        return Err(Error::undefined("the log score", reason));
    }
    let log = if happened {
        probability.ln()
    } else {
        (-probability).ln_1p()
    };
    // Never −0 for what was certain.
    Ok(0.0 - log)
}

/// The mean of scores over many estimates; the first score that does not exist is the error.
///
/// ```
/// use exitpoll::accuracy::{brier_score, mean_score};
/// let calls = [(0.75, true), (0.5, false)];
/// let mean = mean_score(calls.iter().map(|(p, happened)| brier_score(*p, *happened)))?;
/// assert_eq!(mean, (0.0625 + 0.25) / 2.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// Those of the scores; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for none.
pub fn mean_score(scores: impl IntoIterator<Item = Result<f64>>) -> Result<f64> {
    let mut total = CompensatedSum::default();
    let mut number = 0.0;
    for score in scores {
        total.add(score?);
        number += 1.0;
    }
    if number == 0.0 {
        return Err(Error::undefined(
            "the mean score",
            "there is nothing to score",
        ));
    }
    Ok(total.value() / number)
}

/// 1 − p of what happened.
fn miss(probability: f64, happened: bool) -> Result<f64> {
    if !(0.0..=1.0).contains(&probability) {
        let help = "give a probability from 0 to 1";
        return Err(Error::out_of_range("probability", probability, help));
    }
    Ok(if happened {
        1.0 - probability
    } else {
        probability
    })
}

pub(super) fn check_normal(mean: f64, standard_deviation: f64) -> Result<()> {
    check_finite("mean", mean)?;
    if standard_deviation > 0.0 && standard_deviation.is_finite() {
        return Ok(());
    }
    let help = "give a positive, finite standard deviation";
    Err(Error::out_of_range(
        "standard_deviation",
        standard_deviation,
        help,
    ))
}

fn check_interval(interval: Interval) -> Result<()> {
    check_finite("low", interval.low)?;
    check_finite("high", interval.high)
}

fn check_finite(field: &str, value: f64) -> Result<()> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(field, value, "give a finite number"))
}
