//! The measures of the committee on the polls of 1948.
//!
//! Mosteller et al. (1949), *The Pre-Election Polls of 1948*; as numbered by Mitofsky (1998) and
//! Traugott (2005). All are proportions here; tables print percentage points.

use super::undecided::allocate;
use super::{check, is_positive};
use crate::error::{Error, Result};
use crate::hypothesis::{GoodnessOfFit, pearson};

/// The positions of the winner of the count and of its runner-up, if there is one; the earlier one among
/// equals.
pub(super) fn leaders(count: &[f64]) -> (usize, Option<usize>) {
    let (mut first, mut second) = (0, None);
    for i in 1..count.len() {
        if count[i] > count[first] {
            (first, second) = (i, Some(first));
        } else if second.is_none_or(|second: usize| count[i] > count[second]) {
            second = Some(i);
        }
    }
    (first, second)
}

/// [`leaders`] of shares that are checked to be two or more.
pub(super) fn leading_pair(shares: &[f64]) -> (usize, usize) {
    let (first, second) = leaders(shares);
    (first, second.expect("the shares are two or more"))
}

fn deviation(poll: &[f64], count: &[f64], i: usize) -> f64 {
    poll[i] - count[i]
}

/// Mosteller 1: |p − v| of the winner of the count.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares that are no proportions, or differ in number, or for none.
pub fn mosteller_1(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    Ok(deviation(poll, count, leaders(count).0).abs())
}

/// Mosteller 2: as [`mosteller_1`], after the undecided are given to the choices in proportion to their
/// shares: |p_w(1 + u/Σp) − v_w| for the winner w of the count. `poll` and the share `undecided`, u, are
/// of all who answered.
///
/// ```
/// use exitpoll::accuracy::{mosteller_1, mosteller_2};
/// // 45, 45 and 10 undecided: 50 after allocation, 2 below the winner's 52.
/// let (poll, count) = ([0.45, 0.45], [0.52, 0.48]);
/// assert!((mosteller_2(&poll, 0.10, &count)? - 0.02).abs() < 1e-15);
/// assert!((mosteller_1(&poll, &count)? - 0.07).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`mosteller_1`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an undecided share outside \[0, 1);
/// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) where all together are more than 1 by more than printing in whole percent
/// explains; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where nobody names a choice.
pub fn mosteller_2(poll: &[f64], undecided: f64, count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    let factor = allocate(poll, undecided)?;
    let winner = leaders(count).0;
    Ok((poll[winner] * factor - count[winner]).abs())
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
/// As for [`mosteller_1`]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the count has a share of 0.
pub fn mosteller_4(poll: &[f64], count: &[f64]) -> Result<f64> {
    check(poll, count, 1)?;
    if !count.iter().copied().all(is_positive) {
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
    let (first, second) = leading_pair(count);
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

/// Mosteller 7: Pearson's X² of the poll against the count, with its p-value; the same test as
/// [`hypothesis::pearson`](crate::hypothesis::pearson). `size` is the effective number of respondents.
///
/// ```
/// // 60 of 100 where half was expected: 100·(.1²/.5 + .1²/.5) = 4.
/// let test = exitpoll::accuracy::mosteller_7(&[0.6, 0.4], &[0.5, 0.5], 100.0)?;
/// assert!((test.statistic - 4.0).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`hypothesis::pearson`](crate::hypothesis::pearson).
pub fn mosteller_7(poll: &[f64], count: &[f64], size: f64) -> Result<GoodnessOfFit> {
    pearson(poll, count, size)
}

/// Mosteller 8: the error of the predicted electoral votes or seats of their winner, |predicted −
/// actual|, in seats. Of a range of seats give the midpoint; the earlier choice wins among equals.
///
/// ```
/// // The winner of 206 seats was predicted 155.
/// assert_eq!(exitpoll::accuracy::mosteller_8(&[155.0, 130.0], &[206.0, 82.0])?, 51.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a negative or infinite number of seats, lists that differ in length, or
/// none.
pub fn mosteller_8(predicted: &[f64], actual: &[f64]) -> Result<f64> {
    if predicted.len() != actual.len() || actual.is_empty() {
        let value = format!("{} numbers", predicted.len());
        let help = format!("give one number for each of the {} results", actual.len());
        return Err(Error::out_of_range("predicted", value, help));
    }
    for (field, seats) in [("predicted", predicted), ("actual", actual)] {
        if let Some(wrong) = seats.iter().find(|s| !(**s >= 0.0 && s.is_finite())) {
            let help = "give a number of seats, 0 or more";
            return Err(Error::out_of_range(field, wrong, help));
        }
    }
    Ok(deviation(predicted, actual, leaders(actual).0).abs())
}

/// The relative error (p − v)/v of one choice: −½ where the poll has half of what was counted.
///
/// ```
/// // 2.2 percent polled, 2 counted: a tenth too much.
/// assert!((exitpoll::accuracy::relative_error(0.022, 0.02)? - 0.1).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the count has 0.
pub fn relative_error(poll: f64, count: f64) -> Result<f64> {
    check(&[poll], &[count], 1)?;
    if !is_positive(count) {
        let reason = "the count has no votes for the choice; merge it with others";
        return Err(Error::undefined("the relative error", reason));
    }
    Ok((poll - count) / count)
}
