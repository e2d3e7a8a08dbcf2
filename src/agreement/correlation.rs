//! Correlation of two vectors: of the figures, of their ranks, of their order.

use serde::Serialize;

use super::paired::{check_pair, deviations, largest, rescale, sum_of_products, sum_of_squares};
use super::rank::ranks_and_ties;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::Confidence;

/// Pearson's correlation with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Correlation {
    /// r, from −1 to 1.
    pub value: f64,
    /// tanh(artanh r ± z_c/√(k − 3)) (Fisher 1921); `None` for fewer than four figures.
    pub interval: Option<Interval>,
}

/// Pearson's r = Σ (x − x̄)(y − ȳ)/√(Σ (x − x̄)² Σ (y − ȳ)²) with Fisher's interval.
///
/// It does not see a constant or proportional departure: a poll that halves every deviation from the mean
/// still has r = 1. [`lin_concordance`](super::lin_concordance) does.
///
/// ```
/// use exitpoll::{Confidence, agreement::pearson_correlation};
/// // Deviations (−1.5, −.5, .5, 1.5) and (−.5, −1.5, 1.5, .5): 3/5.
/// let r = pearson_correlation(&[1.0, 2.0, 3.0, 4.0], &[2.0, 1.0, 4.0, 3.0], Confidence::P95)?;
/// assert!((r.value - 0.6).abs() < 1e-15);
/// // artanh .6 = ln 2, and the standard error is 1.
/// let upper = (2f64.ln() + Confidence::P95.critical_value()).tanh();
/// assert!((r.interval.unwrap().high() - upper).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for vectors of different length, of fewer than two figures, or with what is no
/// finite number; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where all figures of one are equal.
pub fn pearson_correlation(x: &[f64], y: &[f64], confidence: Confidence) -> Result<Correlation> {
    check_pair(x, y, 2)?;
    let value = correlation("Pearson's correlation", x, y)?;
    let spare = x.len() as f64 - 3.0;
    let interval = (spare > 0.0).then(|| {
        let reach = confidence.critical_value() / spare.sqrt();
        fisher_interval(value.atanh(), reach)
    });
    Ok(Correlation { value, interval })
}

/// tanh(z ± reach); a point where z is infinite.
pub(super) fn fisher_interval(z: f64, reach: f64) -> Interval {
    Interval {
        low: (z - reach).tanh(),
        high: (z + reach).tanh(),
    }
}

/// Spearman's ρ: Pearson's correlation of the ranks, equal figures sharing the mean of their places
/// (Spearman 1904).
///
/// ```
/// use exitpoll::agreement::spearman;
/// // No ties: 1 − 6 Σ d²/(k³ − k) = 1 − 12/24.
/// assert_eq!(spearman(&[0.5, 0.3, 0.2], &[0.5, 0.2, 0.3])?, 0.5);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`pearson_correlation`].
pub fn spearman(x: &[f64], y: &[f64]) -> Result<f64> {
    check_pair(x, y, 2)?;
    correlation("Spearman's ρ", &ranks_and_ties(x).0, &ranks_and_ties(y).0)
}

fn correlation(measure: &str, x: &[f64], y: &[f64]) -> Result<f64> {
    let (mut dx, mut dy) = (deviations(x), deviations(y));
    for (name, deviations) in [("x", &mut dx), ("y", &mut dy)] {
        let scale = largest(deviations);
        if scale == 0.0 {
            let reason = format!("all figures of {name} are equal");
            return Err(Error::undefined(measure, reason));
        }
        rescale(deviations, scale);
    }
    let spread = (sum_of_squares(&dx) * sum_of_squares(&dy)).sqrt();
    Ok((sum_of_products(&dx, &dy) / spread).clamp(-1.0, 1.0))
}

/// Kendall's τ_b = (C − D)/√((P − P_x)(P − P_y)): of the P pairs of choices C are in the same order, D in
/// opposite order, P_x and P_y tied in one of the vectors (Kendall 1945, *Biometrika* 33). Looks at every
/// pair.
///
/// ```
/// use exitpoll::agreement::kendall_tau_b;
/// // Two pairs in one order, one reversed.
/// assert!((kendall_tau_b(&[0.5, 0.3, 0.2], &[0.5, 0.2, 0.3])? - 1.0 / 3.0).abs() < 1e-15);
/// // Three pairs; one is tied in x: 2/√(2·3).
/// assert!((kendall_tau_b(&[1.0, 1.0, 2.0], &[1.0, 2.0, 3.0])? - 2.0 / 6f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`pearson_correlation`].
pub fn kendall_tau_b(x: &[f64], y: &[f64]) -> Result<f64> {
    check_pair(x, y, 2)?;
    let (mut balance, mut untied_x, mut untied_y) = (0_i64, 0_u64, 0_u64);
    let points = || x.iter().zip(y);
    for (place, (x1, y1)) in points().enumerate() {
        for (x2, y2) in points().skip(place + 1) {
            let (by_x, by_y) = (order(*x1, *x2), order(*y1, *y2));
            balance += by_x * by_y;
            untied_x += by_x.unsigned_abs();
            untied_y += by_y.unsigned_abs();
        }
    }
    for (name, untied) in [("x", untied_x), ("y", untied_y)] {
        if untied == 0 {
            let reason = format!("all figures of {name} are equal");
            return Err(Error::undefined("Kendall's τ_b", reason));
        }
    }
    let pairs = (untied_x as f64).sqrt() * (untied_y as f64).sqrt();
    Ok((balance as f64 / pairs).clamp(-1.0, 1.0))
}

/// 1 where the first is the larger, −1 where the second is, 0 where neither.
fn order(one: f64, other: f64) -> i64 {
    i64::from(one > other) - i64::from(one < other)
}
