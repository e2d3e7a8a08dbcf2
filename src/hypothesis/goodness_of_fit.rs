use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::numeric::chi_squared_upper_tail;

/// A goodness-of-fit statistic with its asymptotic p-value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GoodnessOfFit {
    /// The statistic.
    pub statistic: f64,
    /// Choices that the count has votes for, less one.
    pub degrees_of_freedom: f64,
    /// The probability of a larger statistic if the count is true.
    pub p_value: f64,
}

/// Pearson's X² = n Σ (p_i − v_i)²/v_i of a poll with shares p and (effective) size n against the
/// shares v of the count (Pearson 1900).
///
/// ```
/// use exitpoll::hypothesis::pearson;
/// // 30 of 100 against one in four: (5² / 25) + (5² / 75) = 4/3.
/// let test = pearson(&[0.3, 0.7], &[0.25, 0.75], 100.0)?;
/// assert!((test.statistic - 4.0 / 3.0).abs() < 1e-12);
/// assert_eq!(test.degrees_of_freedom, 1.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`Error::Undefined`] with fewer than two choices, or if the poll has a share where the count has
/// none; [`Error::OutOfRange`] for shares that are not proportions, do not sum to 1 (to a billionth)
/// or differ in number, and for a size that is not positive. Choices without a share on either side
/// are left out and lower the degrees of freedom.
pub fn pearson(poll: &[f64], count: &[f64], size: f64) -> Result<GoodnessOfFit> {
    statistic("Pearson's X²", poll, count, size, |p, v| {
        (p - v) * (p - v) / v
    })
}

/// The likelihood ratio G = 2n Σ p_i ln(p_i/v_i) (Wilks 1938).
///
/// # Errors
/// As for [`pearson`].
pub fn likelihood_ratio(poll: &[f64], count: &[f64], size: f64) -> Result<GoodnessOfFit> {
    statistic("the likelihood ratio G", poll, count, size, |p, v| {
        2.0 * deviance(p, v)
    })
}

/// The power divergence 2n/(λ(λ + 1)) Σ p_i ((p_i/v_i)^λ − 1) of Cressie and Read (1984); λ = 1 is
/// Pearson's X², λ → 0 the likelihood ratio.
///
/// # Errors
/// As for [`pearson`]; λ must be finite and above −1.
pub fn cressie_read(poll: &[f64], count: &[f64], size: f64, lambda: f64) -> Result<GoodnessOfFit> {
    if !(lambda.is_finite() && lambda > -1.0) {
        return Err(Error::out_of_range(
            "lambda",
            lambda,
            "give a finite power above -1, such as 2/3",
        ));
    }
    if lambda == 0.0 {
        return likelihood_ratio(poll, count, size);
    }
    statistic("the power divergence", poll, count, size, |p, v| {
        if p == 0.0 {
            // What Σ (v − p) terms add up to where nothing was observed.
            return 2.0 * v / (lambda + 1.0);
        }
        // The terms 2(p − v)(…) sum to zero; with them each summand is small where p is near v.
        2.0 / (lambda * (lambda + 1.0)) * (p * (lambda * (p / v).ln()).exp_m1() - lambda * (p - v))
    })
}

/// p ln(p/v) − p + v: summands that sum to the same, each small where p is near v.
fn deviance(p: f64, v: f64) -> f64 {
    if p == 0.0 {
        return v;
    }
    let ratio = (p - v) / v;
    v * ((1.0 + ratio) * ratio.ln_1p() - ratio)
}

fn statistic(
    name: &str,
    poll: &[f64],
    count: &[f64],
    size: f64,
    summand: impl Fn(f64, f64) -> f64,
) -> Result<GoodnessOfFit> {
    if poll.len() != count.len() {
        let mend = format!(
            "give one share for each of the {} of the count",
            count.len()
        );
        return Err(Error::out_of_range(
            "poll",
            format!("{} shares", poll.len()),
            mend,
        ));
    }
    if !(size > 0.0 && size.is_finite()) {
        return Err(Error::out_of_range(
            "size",
            size,
            "give a positive effective size",
        ));
    }
    for (field, shares) in [("poll", poll), ("count", count)] {
        if let Some(share) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            return Err(Error::out_of_range(
                field,
                share,
                "give proportions from 0 to 1",
            ));
        }
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            return Err(Error::out_of_range(
                field,
                format!("{sum} in sum"),
                "give shares that sum to 1",
            ));
        }
    }
    let (mut sum, mut choices) = (0.0, 0.0);
    for (&p, &v) in poll.iter().zip(count) {
        match (p > 0.0, v > 0.0) {
            (_, true) => {
                sum += summand(p, v);
                choices += 1.0;
            }
            (false, false) => {}
            (true, false) => {
                return Err(Error::undefined(
                    name,
                    "the poll has a share where the count has none; merge that choice with others",
                ));
            }
        }
    }
    if choices < 2.0 {
        return Err(Error::undefined(name, "it needs at least two choices"));
    }
    let (statistic, degrees_of_freedom) = (size * sum, choices - 1.0);
    let p_value = chi_squared_upper_tail(statistic, degrees_of_freedom);
    Ok(GoodnessOfFit {
        statistic,
        degrees_of_freedom,
        p_value,
    })
}
