//! The parts of ln(1 + u) and ln Γ that remain when the large terms have cancelled on paper.

use statrs::function::gamma::ln_gamma;

use super::pair::Arithmetic;

/// u − ln(1 + u) for u > −1, to full relative accuracy also near 0; `ratio` is 1 + u as the caller
/// knows it best (near 0 it is not 1 + u in floating point).
///
/// With s = u/(2+u): ln(1+u) = 2(s + s³/3 + s⁵/5 + …) and u − 2s = us, so the difference is
/// s(u − 2s²(1/3 + s²/5 + …)), where nothing cancels.
pub(crate) fn log_remainder(u: f64, ratio: f64) -> f64 {
    if u.abs() >= 0.3 {
        return u - ratio.ln();
    }
    remainder_series(u)
}

/// [`log_remainder`] for |u| < 0.3.
#[inline]
pub(crate) fn remainder_series<T: Arithmetic>(u: T) -> T {
    let c = T::from;
    let s = u / (c(2.0) + u);
    let y = s * s;
    // |s| < 0.1765, so y < 0.0312 and y¹⁰/23 is below 4e-17.
    let y2 = y * y;
    let y4 = y2 * y2;
    let low = (c(1.0 / 3.0) + y * c(1.0 / 5.0)) + y2 * (c(1.0 / 7.0) + y * c(1.0 / 9.0));
    let high = (c(1.0 / 11.0) + y * c(1.0 / 13.0)) + y2 * (c(1.0 / 15.0) + y * c(1.0 / 17.0));
    let last = c(1.0 / 19.0) + y * c(1.0 / 21.0);
    s * (u - c(2.0) * y * (low + y4 * (high + y4 * last)))
}

/// δ(z) = ln Γ(z) − [(z − ½) ln z − z + ½ ln 2π], what Stirling's formula leaves over; z > 0.
pub(crate) fn stirling_remainder(z: f64) -> f64 {
    if z >= 10.0 {
        return stirling_series(1.0 / z);
    }
    if z < 1e-3 {
        return ln_gamma(z) - ((z - 0.5) * z.ln() - z + HALF_LN_TWO_PI);
    }
    // Γ(z) = Γ(z + m) / (z (z+1) … (z+m−1)) with z + m in [10, 11].
    let mut product = 1.0;
    let mut shifted = z;
    while shifted < 10.0 {
        product *= shifted;
        shifted += 1.0;
    }
    stirling_remainder(shifted) + (shifted - 0.5) * shifted.ln()
        - product.ln()
        - (z - 0.5) * z.ln()
        - (shifted - z)
}

/// [`stirling_remainder`] for z ≥ 10, by 1/z: the Bernoulli series, whose first term left out is 2e-17 at
/// z = 10.
#[inline]
pub(crate) fn stirling_series<T: Arithmetic>(w: T) -> T {
    let c = T::from;
    let w2 = w * w;
    w * (c(1.0 / 12.0)
        - w2 * (c(1.0 / 360.0)
            - w2 * (c(1.0 / 1260.0)
                - w2 * (c(1.0 / 1680.0)
                    - w2 * (c(1.0 / 1188.0) - w2 * (c(691.0 / 360_360.0) - w2 * c(1.0 / 156.0)))))))
}

/// ½ ln 2π.
pub(crate) const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// √2π.
pub(crate) const SQRT_TWO_PI: f64 = 2.506_628_274_631_000_7;
