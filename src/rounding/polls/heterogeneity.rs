//! τ² within rounding.

use super::check;
use super::scatter::Boxes;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, bracketed_root, sum};
use crate::pooling::HeterogeneityEstimator;

/// Bounds of τ² over all estimates inside their bounds, the sampling variances held.
///
/// Outer bounds: exact for a fixed effect (0) and, up to the sharpness of the bounds of Q
/// ([`statistic_bounds`](super::statistic_bounds)), for DerSimonian–Laird, Hunter–Schmidt, Hedges and
/// Paule–Mandel, which rise with Q at one τ² or all. Sidik–Jonkman's two steps are bounded one after
/// the other. For the likelihoods, at a maximum Σ w² e² is compared with Q times the greatest and the
/// least weight: sharp where the variances are alike.
///
/// # Errors
/// As [`pooled_bounds`](super::pooled_bounds).
///
/// ```
/// use exitpoll::Bounds;
/// use exitpoll::pooling::HeterogeneityEstimator;
/// use exitpoll::rounding::heterogeneity_bounds;
///
/// // 1 and 5, each within ½, variances 1: the variance of the two lies between 3²/2 and 5²/2.
/// let figures = [Bounds::new(0.5, 1.5)?, Bounds::new(4.5, 5.5)?];
/// let tau2 = heterogeneity_bounds(HeterogeneityEstimator::Hedges, &figures, &[1.0, 1.0])?;
/// assert_eq!((tau2.low(), tau2.high()), (3.5, 11.5));
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn heterogeneity_bounds(
    estimator: HeterogeneityEstimator,
    estimates: &[Bounds],
    variances: &[f64],
) -> Result<Bounds> {
    check(estimates, variances)?;
    Figures::new(estimates, variances).heterogeneity(estimator)
}

/// Both ends through a function that rises.
fn rising(bounds: Bounds, function: impl Fn(f64) -> f64) -> Bounds {
    // In order even where rounding turns the last digits of two equal ends.
    Bounds::between(function(bounds.low), function(bounds.high))
}

/// Steps in which the lower bound of a likelihood's τ² is drawn up; each one is a bound.
const STEPS: u32 = 300;
/// The relative gain of a step that is not worth another.
const ENOUGH: f64 = 1e-4;

/// Figures in their bounds, with their sampling variances.
pub(super) struct Figures<'a> {
    variances: &'a [f64],
    /// The smallest variance.
    pub(super) smallest: f64,
    /// Reweighted for each τ².
    boxes: Boxes,
}

impl Figures<'_> {
    pub(super) fn new<'a>(estimates: &[Bounds], variances: &'a [f64]) -> Figures<'a> {
        let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
        Figures {
            variances,
            smallest,
            boxes: Boxes::new(estimates, variances.iter().map(|v| smallest / v)),
        }
    }

    /// As [`heterogeneity_bounds`].
    pub(super) fn heterogeneity(&mut self, estimator: HeterogeneityEstimator) -> Result<Bounds> {
        let polls = self.variances.len() as f64;
        let freedom = polls - 1.0;
        if freedom == 0.0 {
            return Ok(Bounds::exact(0.0));
        }
        let bounds = match estimator {
            HeterogeneityEstimator::FixedEffect => Bounds::exact(0.0),
            HeterogeneityEstimator::DerSimonianLaird => {
                let trace = self.at(0.0).trace() / self.smallest;
                rising(self.q(0.0), |q| (q - freedom) / trace)
            }
            HeterogeneityEstimator::HunterSchmidt => {
                let weight = self.at(0.0).weight() / self.smallest;
                rising(self.q(0.0), |q| (q - polls) / weight)
            }
            HeterogeneityEstimator::Hedges => {
                let mean_variance = sum(self.variances.iter().copied()) / polls;
                rising(self.squares(), |squares| squares / freedom - mean_variance)
            }
            HeterogeneityEstimator::PauleMandel => Bounds {
                low: self.root(freedom, |figures, tau2| figures.least_q(tau2) - freedom)?,
                high: self.root(freedom, |figures, tau2| figures.outer_q(tau2) - freedom)?,
            },
            HeterogeneityEstimator::SidikJonkman => {
                // τ₀² Q(τ₀²) = min over μ of Σ τ₀²/(v + τ₀²)·(y − μ)² rises with τ₀².
                let first = rising(self.squares(), |squares| squares / polls);
                Bounds {
                    low: first.low * self.least_q(first.low) / freedom,
                    high: first.high * self.greatest_q(first.high) / freedom,
                }
            }
            HeterogeneityEstimator::RestrictedMaximumLikelihood => self.likelihood(Boxes::trace)?,
            HeterogeneityEstimator::MaximumLikelihood => self.likelihood(Boxes::weight)?,
        };
        if bounds.high.is_finite() {
            return Ok(rising(bounds, |tau2| tau2.max(0.0)));
        }
        Err(Error::out_of_range(
            "estimates",
            "bounds many orders of magnitude apart",
            "give them on the scale of their variances: τ² is too large for a double",
        ))
    }

    /// The boxes with the weights 1/(v + τ²) over the greatest of them.
    fn at(&mut self, tau2: f64) -> &Boxes {
        let unit = self.smallest + tau2;
        self.boxes
            .weigh(self.variances.iter().map(|v| unit / (v + tau2)));
        &self.boxes
    }

    pub(super) fn least_q(&mut self, tau2: f64) -> f64 {
        self.at(tau2).least() / (self.smallest + tau2)
    }

    /// At least the greatest Q; falls in τ².
    fn outer_q(&mut self, tau2: f64) -> f64 {
        self.at(tau2).outer().0 / (self.smallest + tau2)
    }

    pub(super) fn greatest_q(&mut self, tau2: f64) -> f64 {
        self.at(tau2).greatest().0 / (self.smallest + tau2)
    }

    fn q(&mut self, tau2: f64) -> Bounds {
        Bounds {
            low: self.least_q(tau2),
            high: self.greatest_q(tau2),
        }
    }

    fn alike(&mut self) -> &Boxes {
        self.boxes.weigh(self.variances.iter().map(|_| 1.0));
        &self.boxes
    }

    /// Of Σ (y − ȳ)².
    fn squares(&mut self) -> Bounds {
        let boxes = self.alike();
        Bounds {
            low: boxes.least(),
            high: boxes.greatest().0,
        }
    }

    /// Where a function that falls in τ², from Q − target or less, passes 0; 0 where it is below from the
    /// start.
    fn root(&mut self, target: f64, function: impl Fn(&mut Self, f64) -> f64) -> Result<f64> {
        if function(self, 0.0) <= 0.0 {
            return Ok(0.0);
        }
        let squares = self.alike().outer().0;
        let far = squares / target * (1.0 + 1e-9);
        bracketed_root(|tau2| function(self, tau2), 0.0, far)
    }

    /// Bounds of the highest maximum. `needed` is Σw or the trace, with which Σ w² e² is compared; it
    /// scales with the weights and rises with each of them.
    ///
    /// At a maximum inside, Σ w² e² = needed(w) and so Q·w_max ≥ needed(w): Q ≥ needed(w/w_max), whose left
    /// side falls in τ² and whose right side rises. At every maximum Σ w² e² ≤ needed(w) and so
    /// Q ≤ needed(w/w_min), whose right side falls as well: where Q is still above what is needed at some
    /// τ² below, no maximum lies, and the next τ² is a bound again.
    fn likelihood(&mut self, needed: fn(&Boxes) -> f64) -> Result<Bounds> {
        let at_zero = needed(self.at(0.0));
        let high = self.root(at_zero, |figures, tau2| {
            let unit = figures.smallest + tau2;
            let boxes = figures.at(tau2);
            boxes.outer().0 / unit - needed(boxes)
        })?;
        let mut low = 0.0;
        for _ in 0..STEPS {
            let unit = self.smallest + low;
            let boxes = self.at(low);
            let target = needed(boxes) / boxes.least_weight();
            let (least, mean) = boxes.least_and_mean();
            let fall = boxes.fall_of_least(mean) / unit;
            let q = least / unit;
            if q <= target || fall <= 0.0 {
                break;
            }
            let fall = fall / unit;
            // The step to the target were 1/Q straight, which it is for equal variances; and were Q straight,
            // which is convex and so above its tangent: that step never goes too far.
            let (bold, safe) = ((q / target - 1.0) * q / fall, (q - target) / fall);
            let bold = low + bold * (1.0 - 1e-12);
            let next = if self.least_q(bold) >= target {
                bold
            } else {
                low + safe
            };
            let gain = next - low;
            low = low.max(next);
            if gain <= ENOUGH * low {
                break;
            }
        }
        Ok(Bounds {
            low: low.min(high),
            high,
        })
    }
}
