//! The beta distribution, for parameters up to a thousand million and tails down to the smallest.
//!
//! statrs evaluates the continued fraction of the incomplete beta function with a fixed number of
//! terms and takes the factor before it from log-gamma functions: for parameters above some
//! thousands, that is right to 1e-9 and worse. Here the fraction runs until it has converged, and
//! the factor is Loader's saddle-point form (Loader 2000, *Fast and accurate computation of binomial
//! probabilities*), in which nothing large cancels.

use libm::lgamma as ln_gamma;
use std::f64::consts::PI;

/// ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π], what Stirling's formula leaves.
fn stirling_error(x: f64) -> f64 {
    if x < 16.0 {
        return ln_gamma(x + 1.0) - ((x + 0.5) * x.ln() - x + 0.5 * (2.0 * PI).ln());
    }
    let square = x * x;
    let series = 1.0 / 1260.0
        - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - series / square) / square) / x
}

/// x ln(x/m) + m − x from x, m and their difference x − m, without cancellation where x is near m.
fn deviance(x: f64, m: f64, difference: f64) -> f64 {
    let v = difference / (x + m);
    if v.abs() >= 0.1 {
        return x * (x / m).ln() - difference;
    }
    let mut term = 2.0 * x * v;
    let mut sum = difference * v;
    let square = v * v;
    let mut odd = 3.0;
    loop {
        term *= square;
        let next = sum + term / odd;
        if next == sum {
            return sum;
        }
        sum = next;
        odd += 2.0;
    }
}

/// x^a y^b / B(a, b) with y = 1 − x.
fn power_terms(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    // a − n x, which is n y − b as well: taken once, since n y alone is rounded by more than the
    // difference is for small x and large b.
    let difference = a * y - b * x;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x, difference)
        - deviance(b, n * y, -difference);
    exponent.exp() * (a * b / (2.0 * PI * n)).sqrt()
}

/// The continued fraction of I_x(a, b) (DLMF 8.17.22) by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let mut m = 1.0;
    // It converges in some √max(a, b) terms; the limit only guards against what is not a number.
    while m < 1e6 {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let factor = d * c;
        value *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
        m += 1.0;
    }
    value
}

/// The power series of I_x(a, b) without its front factor, 1/a Σ Π (a + b + i)/(a + 1 + i) x: all terms
/// are positive. About (a + b) x terms count.
fn series(x: f64, a: f64, b: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    let mut i = 0.0;
    while i < 10_000.0 {
        term *= (a + b + i) / (a + 1.0 + i) * x;
        sum += term;
        if term < 1e-17 * sum {
            break;
        }
        i += 1.0;
    }
    sum / a
}

/// P(X ≤ x) and P(X > x) for X of the beta distribution with parameters a, b > 0.
#[must_use]
pub fn beta_tails(x: f64, a: f64, b: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x >= 1.0 {
        return (1.0, 0.0);
    }
    let y = 1.0 - x;
    let front = power_terms(x, y, a, b);
    // With one small and one huge parameter the fraction of the larger tail subtracts numbers that
    // agree in nine digits; the series for the end at which the mass lies does not. The other tail
    // is its complement, which keeps its digits unless it is small.
    let short = |near: f64| near < 0.1 && (a + b) * near < 300.0;
    const MOST: f64 = 0.999_99;
    if short(x) {
        let lower = front * series(x, a, b);
        if lower <= MOST {
            return (lower, 1.0 - lower);
        }
    } else if short(y) {
        let upper = front * series(y, b, a);
        if upper <= MOST {
            return (1.0 - upper, upper);
        }
    }
    if x <= (a + 1.0) / (a + b + 2.0) {
        let lower = (front * fraction(x, a, b) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front * fraction(y, b, a) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

/// The x with P(X ≤ x) = p for X of the beta distribution with parameters a, b > 0, and 0 < p < 1.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.5 {
        solve(p, a, b, true)
    } else {
        solve(1.0 - p, a, b, false)
    }
}

/// The x with P(X > x) = q, for 0 < q < 1.
#[must_use]
pub fn beta_upper_quantile(q: f64, a: f64, b: f64) -> f64 {
    if q <= 0.5 {
        solve(q, a, b, false)
    } else {
        solve(1.0 - q, a, b, true)
    }
}

/// Newton's method on the logarithm of a tail, which is concave, inside a bracket that only shrinks.
fn solve(tail: f64, a: f64, b: f64, lower_tail: bool) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = a / (a + b);
    for _ in 0..300 {
        let (lower, upper) = beta_tails(x, a, b);
        let at = if lower_tail { lower } else { upper };
        // Positive where x is too large.
        let miss = if lower_tail {
            (at / tail).ln()
        } else {
            (tail / at).ln()
        };
        if miss == 0.0 {
            return x;
        }
        if miss > 0.0 {
            high = x
        } else {
            low = x
        }
        let slope = power_terms(x, 1.0 - x, a, b) / (x * (1.0 - x) * at);
        let newton = x - miss / slope;
        let next = if newton > low && newton < high {
            newton
        } else if low > 0.0 {
            // Halving the exponent finds ends that lie orders of magnitude away.
            if high / low > 4.0 {
                (low * high).sqrt()
            } else {
                low + (high - low) / 2.0
            }
        } else {
            high / 16.0
        };
        if (next - x).abs() <= f64::EPSILON * next || next <= low || next >= high {
            return next;
        }
        x = next;
    }
    x
}
