//! Goodness of fit where the count is itself a sample.

use super::goodness_of_fit::{GoodnessOfFit, check_shares, check_size, power_divergence};
use super::statistic::{FitStatistic, RECOMMENDED_LAMBDA};
use crate::error::{Error, Result};
use crate::numeric::{CompensatedSum, chi_squared_upper_tail};

/// Whether two samples can come from one distribution over the choices: a poll and a quick count, two
/// polls, a poll and the ballots counted so far where these can be taken as a sample.
///
/// Both are compared with the pooled shares π_i = (n₁p_i + n₂v_i)/(n₁ + n₂), as in a two-way table: X² =
/// Σ n₁(p_i − π_i)²/π_i + n₂(v_i − π_i)²/π_i, G and the power divergence likewise; k − 1 degrees of freedom
/// (Pearson 1911; Agresti 2013, section 3.2). Sizes are effective sizes, not necessarily whole. A choice
/// that neither sample has says nothing and takes its degree of freedom with it.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1], shares that do not sum to 1 within 1e-6, or a size that
/// is not positive and finite; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for lists of different length; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined)
/// if fewer than two choices have a share.
///
/// ```
/// use exitpoll::hypothesis::{FitStatistic, homogeneity};
///
/// // 60 of 100 against 50 of 100: pooled .55, X² = 2·100·.05²·(1/.55 + 1/.45) = 2.0202.
/// let test = homogeneity(FitStatistic::Pearson, &[0.6, 0.4], 100.0, &[0.5, 0.5], 100.0)?;
/// assert!((test.statistic - 0.5 / (0.55 * 0.45)).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn homogeneity(
    statistic: FitStatistic,
    one: &[f64],
    one_size: f64,
    other: &[f64],
    other_size: f64,
) -> Result<GoodnessOfFit> {
    check_shares("one", one)?;
    check_shares("other", other)?;
    if one.len() != other.len() {
        return Err(Error::inconsistent(
            "one".to_string(),
            format!("{} shares", one.len()),
            format!("`other`, {} shares", other.len()),
            "give both in one order of choices".to_string(),
        ));
    }
    check_size("one_size", one_size)?;
    check_size("other_size", other_size)?;
    let weight = one_size / (one_size + other_size);
    let other_weight = other_size / (one_size + other_size);
    let mut total = CompensatedSum::default();
    let mut choices = 0.0;
    for (&p, &v) in one.iter().zip(other) {
        let pooled = weight * p + other_weight * v;
        if pooled > 0.0 {
            choices += 1.0;
            match statistic {
                // n₁n₂/(n₁ + n₂)·(p − v)²/π, the two terms in one.
                FitStatistic::Pearson => {
                    total.add(one_size * other_weight * (p - v) * ((p - v) / pooled))
                }
                FitStatistic::LikelihoodRatio | FitStatistic::CressieRead => {
                    let lambda = match statistic {
                        FitStatistic::CressieRead => RECOMMENDED_LAMBDA,
                        _ => 0.0,
                    };
                    // The deviations from the pool, exact also where the shares nearly agree.
                    let (over, under) = (other_weight * (p - v), -weight * (p - v));
                    total.add(2.0 * one_size * power_divergence(p, pooled, over / pooled, lambda));
                    total.add(
                        2.0 * other_size * power_divergence(v, pooled, under / pooled, lambda),
                    );
                }
            }
        }
    }
    if choices < 2.0 {
        return Err(Error::undefined(
            "homogeneity",
            "fewer than two choices have a share in either sample",
        ));
    }
    let statistic = total.value().max(0.0);
    let degrees_of_freedom = choices - 1.0;
    Ok(GoodnessOfFit {
        statistic,
        degrees_of_freedom,
        p_value: chi_squared_upper_tail(statistic, degrees_of_freedom)?,
    })
}
