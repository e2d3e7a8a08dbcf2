use std::f64::consts::PI;

use super::{check, check_size};
use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// TV₀, the total variation ½ Σ |1/k − v_i| between the count and the flat vector: the worst that
/// knowing nothing does.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, or no choice.
pub fn flat_total_variation(count: &[f64]) -> Result<f64> {
    check(count, count, 1)?;
    let flat = 1.0 / count.len() as f64;
    Ok(count.iter().map(|v| (v - flat).abs()).sum::<f64>() / 2.0)
}

/// The agreement score 100 · (1 − TV/TV₀), not below 0, of a poll at total variation TV from a
/// count whose flat vector is at TV₀. It needs no sample size and is 100 only for equality.
///
/// ```
/// use exitpoll::accuracy::{agreement_score, flat_total_variation};
/// let flat = flat_total_variation(&[0.75, 0.25])?; // ¼
/// assert_eq!(agreement_score(0.05, flat)?, 80.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the count itself is flat; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a negative
/// distance.
pub fn agreement_score(total_variation: f64, flat: f64) -> Result<f64> {
    if !(total_variation >= 0.0 && flat >= 0.0) {
        let help = "give distances that are not negative";
        return Err(Error::out_of_range(
            "total_variation",
            total_variation,
            help,
        ));
    }
    if flat == 0.0 {
        let reason = "all choices of the count are equal, so knowing nothing would be perfect";
        return Err(Error::undefined("the agreement score", reason));
    }
    Ok((100.0 * (1.0 - total_variation / flat)).max(0.0))
}

/// The total variation that sampling alone costs a perfect poll of this effective size on average:
/// ½ Σ √(2 v_i (1 − v_i)/(π n)), each |p_i − v_i| being half-normal.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, or a size that is not positive.
pub fn expected_total_variation(count: &[f64], size: f64) -> Result<f64> {
    check(count, count, 1)?;
    check_size(size)?;
    Ok(count
        .iter()
        .map(|v| (2.0 * v * (1.0 - v) / (PI * size)).sqrt())
        .sum::<f64>()
        / 2.0)
}

/// How many times as far from the count a poll is as a perfect one of its size on average: TV over
/// [`expected_total_variation`]. 1 is what sampling alone gives on average; it is no test. With two choices one
/// perfect poll in twenty has 2.46 or more.
///
/// ```
/// use exitpoll::accuracy::{expected_total_variation, times_chance};
/// // Two choices at one half, 100 respondents: on average √(2/π)·.05 = 3.99 points off.
/// let expected = expected_total_variation(&[0.5, 0.5], 100.0)?;
/// assert!((expected - 0.039_894).abs() < 1e-6);
/// assert!((times_chance(0.08, expected)? - 2.0053).abs() < 1e-4);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a distance that is negative or not finite; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where sampling costs nothing
/// (one choice has all the votes).
pub fn times_chance(total_variation: f64, expected: f64) -> Result<f64> {
    for (field, distance) in [("total_variation", total_variation), ("expected", expected)] {
        if !(distance >= 0.0 && distance.is_finite()) {
            return Err(Error::out_of_range(
                field,
                distance,
                "give a finite distance that is not negative",
            ));
        }
    }
    if expected == 0.0 {
        let reason = "one choice has all the votes, so that every perfect poll says so";
        return Err(Error::undefined("times chance", reason));
    }
    Ok(total_variation / expected)
}

/// [`times_chance`] over the bounds of the total variation and of every share of the count, for one effective size:
/// outer bounds, each share of the count moving on its own.
///
/// # Errors
/// As [`times_chance`] and [`expected_total_variation`], for the ends of the bounds.
///
/// ```
/// use exitpoll::{Bounds, accuracy::times_chance_bounds};
/// let halves = [Bounds::exact(0.5); 2];
/// let bounds = times_chance_bounds(Bounds::new(0.04, 0.08)?, &halves, 100.0)?;
/// assert!((bounds.high() / bounds.low() - 2.0).abs() < 1e-12);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn times_chance_bounds(total_variation: Bounds, count: &[Bounds], size: f64) -> Result<Bounds> {
    // v(1 − v) rises towards one half.
    let least: Vec<f64> = count
        .iter()
        .map(|v| if v.low < 1.0 - v.high { v.low } else { v.high })
        .collect();
    let greatest: Vec<f64> = count.iter().map(|v| 0.5f64.clamp(v.low, v.high)).collect();
    Ok(Bounds {
        low: times_chance(
            total_variation.low,
            expected_total_variation(&greatest, size)?,
        )?,
        high: times_chance(
            total_variation.high,
            expected_total_variation(&least, size)?,
        )?,
    })
}
