//! The heterogeneity at which the likelihood is highest.
//!
//! With w = 1/(v + τ²), e = y − μ(τ²) and P the trace Σw − Σw²/Σw:
//!
//! - −2 ln L = Σ ln(v + τ²) + Σ w e², plus ln Σw where it is restricted,
//! - its slope is −(Σ w² e² − Σw), or −(Σ w² e² − P).

use super::evidence::Evidence;
use crate::error::{Error, Result};
use crate::numeric::{CompensatedSum, bracketed_root, sum};

/// Which likelihood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Likelihood {
    Full,
    Restricted,
}

/// Two steps of the search double τ²: the slope is a sum of terms in 1/(v + τ²), which do not turn faster.
const STEP: f64 = std::f64::consts::SQRT_2;
/// At most this many steps; where the range of the estimates asks for more, they grow.
const STEPS: f64 = 400.0;

/// The τ² ≥ 0 of the highest likelihood, in the unit of the evidence; the smaller one among equals.
///
/// Scoring from a start ends on whichever maximum is near it. Here the slope is followed from 0 up to the
/// squared range of the estimates, beyond which it cannot be positive (|e_i| ≤ (1 − w_i/Σw)·range), and
/// each change from rising to falling is a maximum, closed in on to the last digits.
pub(super) fn maximum(evidence: &Evidence, likelihood: Likelihood) -> Result<f64> {
    let end = evidence.range() * evidence.range();
    let slope = |tau2: f64| slope(evidence, likelihood, tau2);
    let (mut before, mut slope_before) = (0.0, slope(0.0));
    // τ² = 0 is a maximum at the boundary where the likelihood falls from it.
    let mut best = (slope_before <= 0.0).then(|| (deviance(evidence, likelihood, 0.0), 0.0));
    // The smallest variance is at least 1 in this unit: below 1/16 nothing turns.
    let mut after = 0.0625_f64.min(end);
    let step = STEP.max((end / after).powf(1.0 / STEPS));
    while before < end {
        let slope_after = if after >= end { -1.0 } else { slope(after) };
        if slope_before > 0.0 && slope_after <= 0.0 {
            let tau2 = if slope(after) >= 0.0 {
                after
            } else {
                bracketed_root(slope, before, after)?
            };
            let here = deviance(evidence, likelihood, tau2);
            if best.is_none_or(|(lowest, _)| here < lowest) {
                best = Some((here, tau2));
            }
        }
        (before, slope_before) = (after, slope_after);
        after = (after * step).min(end);
    }
    best.map(|(_, tau2)| tau2).ok_or_else(|| {
        let reason = "its likelihood has no largest value in floating point";
        Error::undefined("τ²", reason)
    })
}

/// Twice the slope of ln L.
///
/// Evaluated hundreds of times: each pass divides once by poll.
fn slope(evidence: &Evidence, likelihood: Likelihood, tau2: f64) -> f64 {
    let (mut weight, mut moment) = (CompensatedSum::default(), CompensatedSum::default());
    // As in `Evidence::trace`.
    let (mut before, mut products) = (0.0, 0.0);
    for (d, v) in evidence.pairs() {
        let own = 1.0 / (v + tau2);
        weight.add(own);
        moment.add(d * own);
        products += own * before;
        before += own;
    }
    let shift = moment.value() / weight.value();
    let scatter = sum(evidence.pairs().map(|(d, v)| {
        let standardised = (d - shift) / (v + tau2);
        standardised * standardised
    }));
    scatter
        - match likelihood {
            Likelihood::Full => weight.value(),
            Likelihood::Restricted => 2.0 * products / before,
        }
}

/// −2 ln L without its constant.
fn deviance(evidence: &Evidence, likelihood: Likelihood, tau2: f64) -> f64 {
    let fit = evidence.fit(tau2);
    let logarithms = sum(evidence.pairs().map(|(_, v)| (v + tau2).ln()));
    logarithms
        + fit.q
        + match likelihood {
            Likelihood::Full => 0.0,
            Likelihood::Restricted => fit.weight.ln(),
        }
}
