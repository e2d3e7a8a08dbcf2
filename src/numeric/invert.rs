//! Inversion of the tail of a log-concave density.
//!
//! The beta density in the logit of x and the gamma density in ln x are log-concave for all shapes, so
//! the logarithm of either tail is concave and Newton's method on it converges from anywhere. Once
//! close, the Taylor series of the inverse function to the fifth order (its coefficients come from the
//! derivatives of the log-density, which are polynomials here) ends the work in one step.

/// One tail and its density at a point of the coordinate in which the density is log-concave.
pub(crate) struct TailPoint {
    /// ln g, the log-density in this coordinate.
    pub log_density: f64,
    /// The tail over g, positive.
    pub ratio: f64,
    /// First four derivatives of ln g, taken towards the tail's growth (so for an upper tail the odd
    /// ones change sign).
    pub slopes: [f64; 4],
}

/// The coordinate at which the tail is `target`, counted so that the tail grows with it.
pub(crate) fn invert_tail(
    target: f64,
    start: f64,
    mut point_at: impl FnMut(f64) -> TailPoint,
) -> f64 {
    let log_target = target.ln();
    let mut s = start;
    // From a bad start Newton on the logarithm needs some ten steps; a hundred never happen.
    for _ in 0..100 {
        let point = point_at(s);
        let log_tail = point.log_density + point.ratio.ln();
        // (target − tail)/g.
        let gap = log_target - log_tail;
        let w = if gap.abs() < 0.7 {
            point.ratio * gap.exp_m1()
        } else {
            f64::INFINITY
        };
        if is_within_reach(w, &point.slopes) {
            return s + taylor_step(w, &point.slopes);
        }
        let step = gap * point.ratio;
        if !step.is_finite() {
            return s;
        }
        // A leap in the flat part of the tail lands where the other Newton step comes back from.
        s += step.clamp(-60.0, 60.0);
    }
    s
}

/// Whether w is so small that [`taylor_step`] ends the work: small in the density's own units, over which
/// ln g falls (h), bends (√h′) or, where it hardly does either, turns (h‴ to the power ¼).
pub(crate) fn is_within_reach(w: f64, slopes: &[f64; 4]) -> bool {
    const REACH: f64 = 4e-3;
    const SQUARE: f64 = REACH * REACH;
    let [h, h1, _, h3] = *slopes;
    let square = w * w;
    (w * h).abs() < REACH
        && square * h1.abs() < SQUARE
        && square * square * h3.abs() < SQUARE * SQUARE
}

/// s − s₀ as a series in w = (target − tail)/g, to the fifth order.
pub(crate) fn taylor_step(w: f64, slopes: &[f64; 4]) -> f64 {
    let [h, h1, h2, h3] = *slopes;
    let hh = h * h;
    let second = -h;
    let third = 2.0 * hh - h1;
    let fourth = -h * (6.0 * hh - 7.0 * h1) - h2;
    let fifth = hh * (24.0 * hh - 46.0 * h1) + 7.0 * h1 * h1 + 11.0 * h * h2 - h3;
    w * (1.0 + w * (second / 2.0 + w * (third / 6.0 + w * (fourth / 24.0 + w * fifth / 120.0))))
}
