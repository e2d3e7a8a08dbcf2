//! The measures of the committee on the polls of 1948.
//!
//! Mosteller et al. (1949), *The Pre-Election Polls of 1948*; as numbered by Mitofsky (1998) and
//! Traugott (2005). All are proportions here; tables print percentage points.

use super::check;
use crate::error::{Error, Result};

/// The positions of the winner of the count and of its runner-up; the earlier one among equals.
fn leaders(count: &[f64]) -> (usize, usize) {
    let (mut first, mut second) = (0, usize::MAX);
    let share = |i: usize| count.get(i).copied().unwrap_or(f64::NEG_INFINITY);
    for i in 1..count.len() {
        if share(i) > share(first) {
            (first, second) = (i, first);
        } else if share(i) > share(second) {
            second = i;
        }
    }
    (first, second)
}

fn deviation(poll: &[f64], count: &[f64], i: usize) -> f64 {
    poll.get(i).zip(count.get(i)).map_or(0.0, |(p, v)| p - v)
}

/// Mosteller 1: |p − v| of the winner of the count.
///
/// # Errors
/// [`Error::OutOfRange`] for shares that are no proportions, or differ in number, or for none.
pub fn mosteller_1(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    Ok(deviation(poll, count, leaders(count).0).abs())
}

/// Mosteller 3: the mean of |p_i − v_i| over the choices.
///
/// ```
/// use exitpoll::accuracy::mosteller_3;
/// // 2, 1 and 1 points off.
/// assert!((mosteller_3(&[0.52, 0.39, 0.09], &[0.50, 0.40, 0.10])? - 0.04 / 3.0).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`mosteller_1`].
pub fn mosteller_3(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    let sum: f64 = poll.iter().zip(count).map(|(p, v)| (p - v).abs()).sum();
    Ok(sum / poll.len() as f64)
}

/// Mosteller 4: the mean of |p_i/v_i − 1| over the choices.
///
/// # Errors
/// As for [`mosteller_1`]; [`Error::Undefined`] where the count has a share of 0.
pub fn mosteller_4(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    if count.contains(&0.0) {
        let reason = "the count has a choice without votes; merge it with others";
        return Err(Error::undefined("Mosteller 4", reason));
    }
    let sum: f64 = poll
        .iter()
        .zip(count)
        .map(|(p, v)| ((p - v) / v).abs())
        .sum();
    Ok(sum / poll.len() as f64)
}

/// Mosteller 5: |(p_1 − p_2) − (v_1 − v_2)| of the two leading choices of the count.
///
/// # Errors
/// As for [`mosteller_1`]; at least two choices.
pub fn mosteller_5(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 2)?;
    let (first, second) = leaders(count);
    Ok((deviation(poll, count, first) - deviation(poll, count, second)).abs())
}

/// Mosteller 6: the largest |p_i − v_i|.
///
/// # Errors
/// As for [`mosteller_1`].
pub fn mosteller_6(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    Ok(poll
        .iter()
        .zip(count)
        .map(|(p, v)| (p - v).abs())
        .fold(0.0, f64::max))
}

/// The root of the mean of (p_i − v_i)² over the choices.
///
/// # Errors
/// As for [`mosteller_1`].
pub fn root_mean_squared_error(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    let sum: f64 = poll.iter().zip(count).map(|(p, v)| (p - v) * (p - v)).sum();
    Ok((sum / poll.len() as f64).sqrt())
}
