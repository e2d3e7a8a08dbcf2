//! Inverts the likelihood-ratio test: the p at which twice the log-likelihood has fallen by z².

use super::count::{Count, Level};
use crate::numeric::beta::{self, Point};

/// The odds of the lower end.
pub(super) fn likelihood_ratio_lower(count: Count, level: Level) -> f64 {
    let (x, rest) = (count.successes, count.failures);
    if x == 0.0 {
        return 0.0;
    }
    if rest == 0.0 {
        // −n ln p = z²/2.
        return 1.0 / (0.5 * level.z * level.z / count.trials).exp_m1();
    }
    x / rest * (-fall_to(count, level.z)).exp()
}

/// The u > 0 by which the logit of p̂ must be lowered for the signed root √(2D) of the fall D of the
/// log-likelihood to be z. The root is nearly straight in the logit, so Newton's method needs few steps.
fn fall_to(count: Count, z: f64) -> f64 {
    let mut u = z * (1.0 / count.successes + 1.0 / count.failures).sqrt();
    for _ in 0..200 {
        let (fall, slope) = fall(count, u);
        if fall == f64::INFINITY {
            // A start far beyond the end, where eᵘ overflows.
            u *= 0.5;
            continue;
        }
        let root = (2.0 * fall).sqrt();
        // d√(2D)/du = D′/√(2D).
        let step = (z - root) * root / slope;
        if !step.is_finite() {
            return u;
        }
        u = (u + step).max(0.1 * u);
        if step.abs() <= 1e-9 * u {
            return u;
        }
    }
    u
}

/// D and dD/du at logit(p̂) − u, where p = p̂e⁻ᵘ/(q̂ + p̂e⁻ᵘ): D = n ln(q̂ + p̂e⁻ᵘ) + x u.
fn fall(count: Count, u: f64) -> (f64, f64) {
    let Count {
        successes,
        failures,
        trials,
    } = count;
    let share = successes / trials;
    let other = failures / trials;
    // q̂ + p̂e⁻ᵘ and p̂ − p.
    let shrink = (-u).exp_m1();
    let scale = 1.0 + share * shrink;
    let moved = -share * (other * shrink) / scale;
    let slope = trials * moved;
    let fall = if u < 0.5 {
        let point = Point {
            x: share * (1.0 + shrink) / scale,
            y: other / scale,
            below_mean: slope,
        };
        beta::deviance(successes, failures, point)
    } else if share <= 0.5 {
        trials * (share * shrink).ln_1p() + successes * u
    } else {
        // The same with the larger term taken out: ln(q̂ + p̂e⁻ᵘ) + u = ln(p̂ + q̂eᵘ).
        trials * (other * u.exp_m1()).ln_1p() - failures * u
    };
    (fall, slope)
}
