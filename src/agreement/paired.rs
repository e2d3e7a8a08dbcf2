//! What the measures of two vectors share: the check at the door, and deviations from the mean that keep
//! their digits.

use crate::error::{Error, Result};
use crate::numeric::sum;

/// Beyond this, squares would overflow.
pub(super) const LARGEST: f64 = 1e100;

/// Checks that both have one length, at least `least` figures, and that all are numbers.
pub(super) fn check_pair(x: &[f64], y: &[f64], least: usize) -> Result<()> {
    if x.len() != y.len() {
        let help = format!("give one figure for each of the {} of y", y.len());
        let found = format!("{} figures", x.len());
        return Err(Error::out_of_range("x", found, help));
    }
    if x.len() < least {
        let help = format!("give at least {least} figures");
        let found = format!("{} figures", x.len());
        return Err(Error::out_of_range("x", found, help));
    }
    check_numbers("x", x)?;
    check_numbers("y", y)
}

/// Checks that all are finite and not so large that their squares are not.
pub(super) fn check_numbers(field: &str, figures: &[f64]) -> Result<()> {
    match figures.iter().enumerate().find(|(_, x)| !is_usable(**x)) {
        Some((i, x)) => Err(Error::out_of_range(format!("{field}[{i}]"), x, FINITE)),
        None => Ok(()),
    }
}

/// What is said of a figure that is not usable.
pub(super) const FINITE: &str = "give a finite number of at most 1e100 in size";

pub(super) fn is_usable(x: f64) -> bool {
    x.abs() <= LARGEST
}

/// x_i − x̄, by way of x_i − x_1: where the figures are near one another that difference is exact, and
/// the deviations are as good as the figures.
pub(super) fn deviations(figures: &[f64]) -> Vec<f64> {
    let Some(&pivot) = figures.first() else {
        return Vec::new();
    };
    let mut shifted: Vec<f64> = figures.iter().map(|x| x - pivot).collect();
    let mean = sum(shifted.iter().copied()) / figures.len() as f64;
    for x in &mut shifted {
        *x -= mean;
    }
    shifted
}

/// Σ x², by compensated summation.
pub(super) fn sum_of_squares(figures: &[f64]) -> f64 {
    sum(figures.iter().map(|x| x * x))
}

/// Σ x y, by compensated summation.
pub(super) fn sum_of_products(x: &[f64], y: &[f64]) -> f64 {
    sum(x.iter().zip(y).map(|(x, y)| x * y))
}

/// The largest size among the figures.
pub(super) fn largest(figures: &[f64]) -> f64 {
    figures.iter().fold(0.0, |most, x| most.max(x.abs()))
}

/// Divides all by `scale`, so that squares neither vanish nor overflow.
pub(super) fn rescale(figures: &mut [f64], scale: f64) {
    for x in figures {
        *x /= scale;
    }
}
