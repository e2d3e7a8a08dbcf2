//! Does a poll fit the count?

use serde::Serialize;

use crate::error::{Error, Result};
use crate::numeric::{CompensatedSum, chi_squared_upper_tail, log_remainder, sum};

/// A test of the poll's shares against the count's, with its asymptotic p-value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct GoodnessOfFit {
    /// The statistic; 0 is a perfect fit.
    pub statistic: f64,
    /// Choices with a positive official share, less one.
    pub degrees_of_freedom: f64,
    /// P(χ² ≥ statistic), the upper tail of the chi-squared distribution.
    pub p_value: f64,
}

/// Pearson's X² = n Σ (p_i − v_i)²/v_i (Pearson 1900), n the effective size of the poll.
///
/// `poll` and `count` are proportions in one order of choices, each summing to 1. A choice with neither
/// official nor polled share says nothing: it is left out and takes its degree of freedom with it.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1], shares that do not sum to 1 within 1e-6, or a size
/// that is not positive and finite; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for lists of different length;
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a choice has an official share of zero and a polled share above it, or fewer
/// than two choices have an official share.
///
/// ```
/// use exitpoll::hypothesis::pearson;
///
/// // 60 of 100 where half was expected: 100·(.1²/.5 + .1²/.5) = 4, one degree of freedom.
/// let test = pearson(&[0.6, 0.4], &[0.5, 0.5], 100.0)?;
/// assert!((test.statistic - 4.0).abs() < 1e-12);
/// assert!((test.p_value - 0.045_500_263_896_358_4).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn pearson(poll: &[f64], count: &[f64], effective_size: f64) -> Result<GoodnessOfFit> {
    test("Pearson's X²", poll, count, effective_size, pearson_part)
}

/// G = 2n Σ p_i ln(p_i/v_i), the likelihood-ratio statistic (Wilks 1938); a polled share of zero
/// contributes nothing.
///
/// # Errors
/// As [`pearson`].
///
/// ```
/// use exitpoll::hypothesis::likelihood_ratio;
///
/// // 2·100·(.6 ln 1.2 + .4 ln .8) = 4.0271…
/// let test = likelihood_ratio(&[0.6, 0.4], &[0.5, 0.5], 100.0)?;
/// assert!((test.statistic - 200.0 * (0.6 * 1.2f64.ln() + 0.4 * 0.8f64.ln())).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn likelihood_ratio(poll: &[f64], count: &[f64], effective_size: f64) -> Result<GoodnessOfFit> {
    test("G", poll, count, effective_size, likelihood_ratio_part)
}

/// The power divergence 2n/(λ(λ+1)) Σ p_i[(p_i/v_i)^λ − 1] (Cressie & Read 1984): λ = 1 is Pearson's X²,
/// λ → 0 is G, λ = 2/3 is what the authors recommend, −½ Freeman–Tukey.
///
/// # Errors
/// As [`pearson`]; also [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `lambda` is not finite, and [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if
/// λ ≤ −1 and a polled share is zero (the statistic is infinite).
///
/// ```
/// use exitpoll::hypothesis::{cressie_read, pearson};
///
/// let (poll, count) = ([0.6, 0.4], [0.5, 0.5]);
/// let one = cressie_read(&poll, &count, 100.0, 1.0)?.statistic;
/// assert!((one - pearson(&poll, &count, 100.0)?.statistic).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn cressie_read(
    poll: &[f64],
    count: &[f64],
    effective_size: f64,
    lambda: f64,
) -> Result<GoodnessOfFit> {
    if !lambda.is_finite() {
        return Err(Error::out_of_range(
            "lambda",
            lambda,
            "give a finite number, such as 2/3",
        ));
    }
    if lambda <= -1.0 && poll.iter().zip(count).any(|(&p, &v)| p == 0.0 && v > 0.0) {
        return Err(Error::undefined(
            format!("the power divergence with λ = {lambda}"),
            "a polled share is zero; with λ above −1 it exists",
        ));
    }
    test(
        "the power divergence",
        poll,
        count,
        effective_size,
        |p, v| 2.0 * power_divergence(p, v, (p - v) / v, lambda),
    )
}

/// One choice's part of X² for one respondent; v > 0.
pub(crate) fn pearson_part(p: f64, v: f64) -> f64 {
    (p - v) * ((p - v) / v)
}

/// One choice's part of G for one respondent, 2(p ln(p/v) − p + v); v > 0. What is added sums to zero over
/// the choices, and each part is then at least zero: with u = v/p − 1 it is 2p(u − ln(1 + u)).
pub(crate) fn likelihood_ratio_part(p: f64, v: f64) -> f64 {
    let ratio = v / p;
    // Also where p is so small that its part is lost beside v.
    if !ratio.is_finite() {
        return 2.0 * v;
    }
    2.0 * p * log_remainder((v - p) / p, ratio)
}

/// One choice's part of the power divergence, written so that each part is at least zero:
/// [p((p/v)^λ − 1) − λ(p − v)]/(λ(λ+1)); the second term sums to zero over the choices. `u` is (p − v)/v.
pub(super) fn power_divergence(p: f64, v: f64, u: f64, lambda: f64) -> f64 {
    if p == 0.0 {
        return v / (lambda + 1.0);
    }
    if u.abs() < 0.05 {
        // Near a perfect fit the terms cancel. What is left of the binomial series of (1+u)^(λ+1) without
        // its first two terms, over λ(λ+1).
        let mut term = 0.5 * u * u;
        let mut total = term;
        for order in 3..=15 {
            let order = f64::from(order);
            term *= u * (lambda + 2.0 - order) / order;
            total += term;
        }
        return v * total;
    }
    let log = u.ln_1p();
    if lambda == 0.0 {
        p * log - (p - v)
    } else if lambda == -1.0 {
        // −v ln(p/v) + (p − v).
        (p - v) - v * log
    } else {
        (p * (lambda * log).exp_m1() - lambda * (p - v)) / (lambda * (lambda + 1.0))
    }
}

fn test(
    measure: &str,
    poll: &[f64],
    count: &[f64],
    effective_size: f64,
    part: impl Fn(f64, f64) -> f64,
) -> Result<GoodnessOfFit> {
    check_shares("poll", poll)?;
    check_shares("count", count)?;
    if poll.len() != count.len() {
        return Err(Error::inconsistent(
            "poll".to_string(),
            format!("{} shares", poll.len()),
            format!("`count`, {} shares", count.len()),
            "give both in one order of choices".to_string(),
        ));
    }
    check_size("effective_size", effective_size)?;
    let mut total = CompensatedSum::default();
    let mut choices = 0.0;
    for (index, (&p, &v)) in poll.iter().zip(count).enumerate() {
        if v > 0.0 {
            total.add(part(p, v));
            choices += 1.0;
        } else if p > 0.0 {
            return Err(Error::undefined(
                measure,
                format!(
                    "choice {index} has no official share but {p} in the poll; merge it with another"
                ),
            ));
        }
    }
    if choices < 2.0 {
        return Err(Error::undefined(
            measure,
            "fewer than two choices have an official share",
        ));
    }
    let statistic = (effective_size * total.value()).max(0.0);
    let degrees_of_freedom = choices - 1.0;
    let p_value = chi_squared_upper_tail(statistic, degrees_of_freedom)?;
    Ok(GoodnessOfFit {
        statistic,
        degrees_of_freedom,
        p_value,
    })
}

pub(super) fn check_size(field: &str, size: f64) -> Result<()> {
    if size > 0.0 && size.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        size,
        "give a positive, finite number of respondents",
    ))
}

pub(super) fn check_shares(field: &str, shares: &[f64]) -> Result<()> {
    for (index, &share) in shares.iter().enumerate() {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::out_of_range(
                format!("{field}[{index}]"),
                share,
                "give a proportion between 0 and 1",
            ));
        }
    }
    let total = sum(shares.iter().copied());
    if !is_whole(total) {
        return Err(Error::out_of_range(
            field,
            format!("shares that sum to {total}"),
            "give proportions that sum to 1",
        ));
    }
    Ok(())
}

/// Whether shares with this sum are all of the whole, as every test here needs.
pub(crate) fn is_whole(total: f64) -> bool {
    (total - 1.0).abs() <= 1e-6
}
