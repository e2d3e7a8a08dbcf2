//! The normal distribution.

use libm::erfc;
use statrs::function::erf::erfc_inv;
use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

/// The probability that a standard normal variable exceeds `z`.
///
/// ```
/// use exitpoll::numeric::normal_upper_tail;
/// assert!((normal_upper_tail(1.959963984540054) - 0.025).abs() < 1e-15);
/// ```
#[must_use]
pub fn normal_upper_tail(z: f64) -> f64 {
    0.5 * erfc(z * FRAC_1_SQRT_2)
}

/// The density of the standard normal distribution.
#[must_use]
pub fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// The z that a standard normal variable exceeds with probability `q`, for 0 < q < 1; infinite at
/// the ends, 0 for what is no probability.
///
/// Two Newton steps on statrs' inverse, which by itself is right to some 1e-10.
#[must_use]
pub fn normal_upper_quantile(q: f64) -> f64 {
    if q > 0.5 {
        // The complement is exact here and the tail stays relative.
        return -normal_upper_quantile(1.0 - q);
    }
    let z = SQRT_2 * erfc_inv(2.0 * q);
    if !z.is_finite() || q <= 0.0 {
        return if q == 0.0 { f64::INFINITY } else { 0.0 };
    }
    let refine = |z: f64| {
        let step = (normal_upper_tail(z) - q) / normal_density(z);
        if step.is_finite() { z + step } else { z }
    };
    refine(refine(z))
}
