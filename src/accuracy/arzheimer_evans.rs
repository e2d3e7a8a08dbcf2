//! Bias on the log-odds scale, for contests with any number of choices.
//!
//! Arzheimer & Evans (2014), *A new multinomial accuracy measure for polling bias*, Political
//! Analysis 22.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

use super::{check, check_size};
use crate::error::{Error, Result};

/// B or B_w with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bias {
    /// The measure.
    pub value: f64,
    /// Its standard error by the delta method; only with a known size.
    pub standard_error: Option<f64>,
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
/// [`Error::Undefined`] for a share of 0 or 1; [`Error::OutOfRange`] for what is no proportion.
pub fn log_odds_deviation(poll: f64, count: f64) -> Result<f64> {
    check(&[poll], &[count], 1)?;
    for (name, share) in [("the poll's", poll), ("the count's", count)] {
        if share == 0.0 || share == 1.0 {
            let reason = format!("{name} share is {share}, where log-odds are infinite");
            return Err(Error::undefined("A'", reason));
        }
    }
    // ln p − ln v and ln(1 − p) − ln(1 − v), each exact where p is near v.
    let d = poll - count;
    Ok((d / count).ln_1p() - (-d / (1.0 - count)).ln_1p())
}

/// The standard error of A'_i, 1/√(n p (1 − p)), with n the effective size.
///
/// # Errors
/// As for [`log_odds_deviation`].
pub fn log_odds_standard_error(poll: f64, size: f64) -> Result<f64> {
    log_odds_deviation(poll, 0.5)?;
    check_size(size)?;
    Ok(1.0 / (size * poll * (1.0 - poll)).sqrt())
}

/// B = (1/k) Σ |A'_i|; with an effective size, its standard error √(s'Σs)/k with s_i the sign of
/// A'_i and Σ the covariances 1/(n p_i (1 − p_i)) and −1/(n (1 − p_i)(1 − p_j)).
///
/// # Errors
/// As for [`log_odds_deviation`]; shares must be as many on both sides.
pub fn b(poll: &[f64], count: &[f64], size: Option<f64>) -> Result<Bias> {
    let k = poll.len() as f64;
    bias(poll, count, size, |_| 1.0 / k)
}

/// B_w = Σ v_i |A'_i|, weighted by the count.
///
/// # Errors
/// As for [`b`].
pub fn b_weighted(poll: &[f64], count: &[f64], size: Option<f64>) -> Result<Bias> {
    bias(poll, count, size, |v| v)
}

fn bias(
    poll: &[f64],
    count: &[f64],
    size: Option<f64>,
    weight: impl Fn(f64) -> f64,
) -> Result<Bias> {
    check(poll, count, 1)?;
    let mut value = 0.0;
    // s'Σs with off-diagonal covariances that factor: (Σ g)² − Σ g² for g_i = w_i s_i/(1 − p_i).
    let (mut diagonal, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (&p, &v) in poll.iter().zip(count) {
        let a = log_odds_deviation(p, v)?;
        let w = weight(v);
        value += w * a.abs();
        let g = w * a.signum() / (1.0 - p);
        diagonal += w * w / (p * (1.0 - p));
        sum += g;
        squares += g * g;
    }
    let standard_error = match size {
        Some(n) => {
            check_size(n)?;
            Some(((diagonal - (sum * sum - squares)).max(0.0) / n).sqrt())
        }
        None => None,
    };
    Ok(Bias {
        value,
        standard_error,
    })
}

/// The expectation of B for a poll without bias: |A'_i| is then half-normal with mean √(2/π)·se_i.
///
/// # Errors
/// As for [`log_odds_standard_error`].
pub fn expected_b_without_bias(poll: &[f64], size: f64) -> Result<f64> {
    check(poll, poll, 1)?;
    let mut sum = 0.0;
    for &p in poll {
        sum += log_odds_standard_error(p, size)?;
    }
    Ok((2.0 / PI).sqrt() * sum / poll.len() as f64)
}
