use std::f64::consts::PI;

use super::{check, check_size};
use crate::error::{Error, Result};

/// The total variation that sampling alone costs a perfect poll of this effective size on average:
/// ½ Σ √(2 v_i (1 − v_i)/(π n)), each |p_i − v_i| being half-normal.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, or a size that is not positive.
pub fn expected_total_variation(count: &[f64], size: f64) -> Result<f64> {
    check(count, count, 1)?;
    check_size(size)?;
    Ok(expected(count.iter().map(|share| (*share, size))))
}

/// The same where each choice has an effective size of its own, since design effects differ among them:
/// ½ Σ √(2 v_i (1 − v_i)/(π n_i)).
///
/// ```
/// use exitpoll::accuracy::{expected_total_variation, expected_total_variation_by_choice};
/// // 100 respondents with design effects 4 and 4 are half as precise as 100 drawn singly.
/// let by_choice = expected_total_variation_by_choice(&[0.5, 0.5], &[25.0, 25.0])?;
/// assert!((by_choice - 2.0 * expected_total_variation(&[0.5, 0.5], 100.0)?).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As [`expected_total_variation`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) too for sizes of another
/// number than the choices.
pub fn expected_total_variation_by_choice(count: &[f64], sizes: &[f64]) -> Result<f64> {
    check(count, count, 1)?;
    if sizes.len() != count.len() {
        let help = format!("give one size for each of the {} choices", count.len());
        return Err(Error::out_of_range(
            "effective sizes",
            format!("{} sizes", sizes.len()),
            help,
        ));
    }
    for size in sizes {
        check_size(*size)?;
    }
    let each = count.iter().zip(sizes);
    Ok(expected(each.map(|(share, size)| (*share, *size))))
}

fn expected(each: impl Iterator<Item = (f64, f64)>) -> f64 {
    let deviations = each.map(|(v, size)| (2.0 * v * (1.0 - v) / (PI * size)).sqrt());
    deviations.sum::<f64>() / 2.0
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
