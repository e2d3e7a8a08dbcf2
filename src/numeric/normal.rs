//! The standard normal distribution.
//!
//! statrs's `erfc` is right to 9e-11 only (measured against 50 digits for z from −37.5 to 20; one of its
//! coefficients seems off), and so is its `erfc_inv`. So the tails are summed here, and statrs's inverse
//! is where one Halley step starts: tails and quantiles are then right to 1e-15.

use statrs::function::erf;
use std::f64::consts::SQRT_2;

use crate::error::{Error, Result};

/// Density φ(z) = exp(−z²/2)/√(2π).
///
/// # Errors
/// [`Error::OutOfRange`] if `z` is NaN.
///
/// ```
/// let peak = exitpoll::numeric::normal_density(0.0)?;
/// assert!((peak - 0.398_942_280_401_432_7).abs() < 1e-16);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn normal_density(z: f64) -> Result<f64> {
    not_nan("z", z)?;
    Ok(density(z))
}

/// Distribution function Φ(z), the probability of a value up to `z`; its relative accuracy holds in
/// the lower tail. Use [`normal_upper_tail`] for the other one.
///
/// # Errors
/// [`Error::OutOfRange`] if `z` is NaN.
///
/// ```
/// use exitpoll::numeric::normal_cdf;
/// assert_eq!(normal_cdf(0.0)?, 0.5);
/// assert_eq!((normal_cdf(f64::NEG_INFINITY)?, normal_cdf(f64::INFINITY)?), (0.0, 1.0));
/// assert!((normal_cdf(-1.959_963_984_540_054)? - 0.025).abs() < 1e-16);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn normal_cdf(z: f64) -> Result<f64> {
    not_nan("z", z)?;
    Ok(upper_tail(-z))
}

/// Upper tail 1 − Φ(z), without the cancellation.
///
/// # Errors
/// [`Error::OutOfRange`] if `z` is NaN.
///
/// ```
/// let tail = exitpoll::numeric::normal_upper_tail(10.0)?;
/// assert!((tail / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-14);
/// assert_eq!(exitpoll::numeric::normal_upper_tail(1e200)?, 0.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn normal_upper_tail(z: f64) -> Result<f64> {
    not_nan("z", z)?;
    Ok(upper_tail(z))
}

/// Quantile Φ⁻¹(p) for 0 < p < 1.
///
/// # Errors
/// [`Error::OutOfRange`] outside the open interval.
///
/// ```
/// let z = exitpoll::numeric::normal_quantile(0.975)?;
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn normal_quantile(p: f64) -> Result<f64> {
    if !(p > 0.0 && p < 1.0) {
        return Err(Error::out_of_range(
            "p",
            p,
            "give a probability strictly between 0 and 1",
        ));
    }
    Ok(if p <= 0.5 {
        -upper_tail_quantile(p)
    } else {
        upper_tail_quantile(1.0 - p)
    })
}

/// `exp(−z²/2)/√(2π)` for a `z` that is not NaN.
pub(crate) fn density(z: f64) -> f64 {
    if z.abs() > 40.0 {
        return 0.0;
    }
    // What rounding z² dropped comes back as a factor: at z = 37 it would cost a thousand units in the
    // last place.
    let square = z * z;
    let dropped = z.mul_add(z, -square);
    (-0.5 * square).exp() * (1.0 - 0.5 * dropped) * FRAC_1_SQRT_2_PI
}

/// `1 − Φ(z)` for a `z` that is not NaN.
pub(crate) fn upper_tail(z: f64) -> f64 {
    let distance = z.abs();
    let tail = if distance < CENTRE {
        0.5 - density(distance) * centre_ratio(distance)
    } else if distance > 40.0 {
        // Below the smallest double; the fraction would overflow for 1e200 and infinity.
        0.0
    } else {
        density(distance) * tail_ratio(distance)
    };
    if z < 0.0 { 1.0 - tail } else { tail }
}

/// P(0 ≤ Z ≤ z) for 0 ≤ z.
fn half_centre(z: f64) -> f64 {
    if z < CENTRE {
        density(z) * centre_ratio(z)
    } else {
        0.5 - density(z) * tail_ratio(z)
    }
}

/// Below this the series of the centre is used, above it the continued fraction of the tail.
const CENTRE: f64 = 1.75;

/// P(0 ≤ Z ≤ z)/φ(z) = z + z³/3 + z⁵/(3·5) + …
fn centre_ratio(z: f64) -> f64 {
    let square = z * z;
    let mut term = z;
    let mut total = z;
    let mut odd = 1.0;
    while term > 1e-17 * total {
        odd += 2.0;
        term *= square / odd;
        total += term;
    }
    total
}

/// P(Z ≥ z)/φ(z), Mills' ratio, by Laplace's continued fraction in its even part.
fn tail_ratio(z: f64) -> f64 {
    let square = z * z;
    let mut beta = square + 1.0;
    let (mut numerator, mut denominator) = (1.0, beta);
    let (mut numerator_before, mut denominator_before) = (0.0, 1.0);
    let mut n = 1.0;
    // 40 terms at z = 1.75, fewer above; the denominators stay below 1e150.
    while n < 80.0 {
        beta += 4.0;
        let alpha = -2.0 * n * (2.0 * n - 1.0);
        let next_numerator = beta * numerator + alpha * numerator_before;
        let next_denominator = beta * denominator + alpha * denominator_before;
        (numerator_before, denominator_before) = (numerator, denominator);
        (numerator, denominator) = (next_numerator, next_denominator);
        let cross = numerator_before * denominator;
        if (numerator * denominator_before - cross).abs() <= f64::EPSILON * cross {
            break;
        }
        n += 1.0;
    }
    z * (numerator / denominator)
}

/// The z ≥ 0 with `tail` above it, 0 < tail ≤ 1/2.
pub(crate) fn upper_tail_quantile(tail: f64) -> f64 {
    if tail > 0.25 {
        return two_sided_quantile(1.0 - 2.0 * tail);
    }
    let z = SQRT_2 * erf::erfc_inv(2.0 * tail);
    halley_step(z, (upper_tail(z) - tail) / density(z))
}

/// The z with probability `centre` between −z and z, 0 ≤ centre < 1. The small side of the two
/// equations is solved, so that neither a level near 0 nor one near 1 loses digits.
pub(crate) fn two_sided_quantile(centre: f64) -> f64 {
    if centre > 0.5 {
        return upper_tail_quantile(0.5 * (1.0 - centre));
    }
    let z = SQRT_2 * erf::erf_inv(centre);
    halley_step(z, (0.5 * centre - half_centre(z)) / density(z))
}

/// Newton's step bent by the curvature of the normal distribution function.
fn halley_step(z: f64, newton: f64) -> f64 {
    if newton.is_finite() {
        z + newton / (1.0 - 0.5 * z * newton)
    } else {
        z
    }
}

/// 1/√(2π).
const FRAC_1_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;

fn not_nan(field: &str, value: f64) -> Result<()> {
    if value.is_nan() {
        return Err(Error::out_of_range(field, value, "give a number"));
    }
    Ok(())
}
