//! The chi-squared distribution.

use statrs::function::gamma::gamma_ur;

/// The probability that a chi-squared variable exceeds `x`: Q(df/2, x/2).
///
/// ```
/// use exitpoll::numeric::chi_squared_upper_tail;
/// // With two degrees of freedom it is e^(−x/2).
/// assert!((chi_squared_upper_tail(3.0, 2.0) - (-1.5_f64).exp()).abs() < 1e-15);
/// ```
#[must_use]
pub fn chi_squared_upper_tail(x: f64, degrees_of_freedom: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    gamma_ur(degrees_of_freedom / 2.0, x / 2.0).clamp(0.0, 1.0)
}
