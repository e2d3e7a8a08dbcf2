//! The least and the greatest scatter of figures that lie in boxes.

use super::check;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, RoundingBounds, sum};
use crate::pooling::check_shares;

/// Up to this many polls all combinations of ends are tried where the first bound is not attained.
const TRIED: usize = 16;

/// The bounds of Q = Σ (y − μ)²/v over all estimates inside their bounds.
///
/// Q = min over μ of Σ w (y − μ)². The least value is min over μ of Σ w·(distance of μ from the bounds)²,
/// convex in one variable and solved exactly. The greatest is at most min over μ of Σ w·(distance of μ from
/// the farther end)²; where the mean of those farther ends is that μ, it is attained. Otherwise all 2^m
/// combinations of ends are tried up to m = 16, and beyond that the outer bound stands (the result says so).
///
/// # Errors
/// As [`pooled_bounds`](super::pooled_bounds).
///
/// ```
/// use exitpoll::{Bounds, Exactness, rounding::statistic_bounds};
///
/// // "45" and "46" percent with half a point each way, sampling variance 1 point²: apart by 0 to 2 points,
/// // and Q is half the square.
/// let shares = [Bounds::new(44.5, 45.5)?, Bounds::new(45.5, 46.5)?];
/// let q = statistic_bounds(&shares, &[1.0, 1.0])?;
/// assert!(q.exactness == Exactness::Exact && q.bounds == Bounds::new(0.0, 2.0)?);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn statistic_bounds(estimates: &[Bounds], variances: &[f64]) -> Result<RoundingBounds> {
    check(estimates, variances)?;
    // Weights relative to the greatest, so that variances of 1e-300 do not overflow.
    let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
    let boxes = Boxes::new(estimates, variances.iter().map(|v| smallest / v));
    let (high, exact) = boxes.greatest();
    // In order even where rounding turns the last digits of two equal ends.
    let bounds = Bounds::between(boxes.least() / smallest, high / smallest);
    if bounds.high.is_finite() {
        return Ok(RoundingBounds::new(bounds, exact));
    }
    Err(Error::out_of_range(
        "estimates",
        "bounds many orders of magnitude apart",
        "give them on the scale of their variances: the statistic is too large for a double",
    ))
}

/// Bounds of the statistic of [`multinomial_homogeneity`](crate::pooling::multinomial_homogeneity) over all
/// shares inside their bounds: outer ones (never too narrow). Choice by choice, the least scatter over the
/// greatest mean and the greatest scatter over the least mean (or N times what the largest share can be above
/// that mean, if that is less); that shares of a poll sum to 1 is not used.
///
/// One row of `shares` per poll.
///
/// # Errors
/// As [`multinomial_homogeneity`](crate::pooling::multinomial_homogeneity), for the ends of the bounds; the
/// lower ends must sum to at most 1 and the upper ends to at least 1. [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a choice
/// that can have a share can also have none in every poll.
pub fn homogeneity_bounds<R: AsRef<[Bounds]>>(
    shares: &[R],
    effective_sizes: &[f64],
) -> Result<RoundingBounds> {
    let sizes: Vec<Bounds> = effective_sizes.iter().copied().map(Bounds::exact).collect();
    homogeneity_bounds_of_sizes(shares, &sizes)
}

/// The same over all sizes inside their bounds, as the rounding of a stated margin leaves them: Σ n (p − μ)² rises with
/// every size.
///
/// # Errors
/// As [`homogeneity_bounds`], for both ends of the sizes.
pub(crate) fn homogeneity_bounds_of_sizes<R: AsRef<[Bounds]>>(
    shares: &[R],
    sizes: &[Bounds],
) -> Result<RoundingBounds> {
    let end = |of: fn(&Bounds) -> f64| -> Vec<f64> { sizes.iter().map(of).collect() };
    let (least_sizes, greatest_sizes) = (end(|n| n.low), end(|n| n.high));
    check_shares(shares, &least_sizes, |bounds: &Bounds| *bounds)?;
    let choices = check_shares(shares, &greatest_sizes, |bounds: &Bounds| *bounds)?;
    let total = sum(greatest_sizes.iter().copied());
    let (mut low, mut high) = (0.0, 0.0);
    let mut exact = least_sizes == greatest_sizes;
    for choice in 0..choices {
        let column: Vec<Bounds> = shares
            .iter()
            .filter_map(|row| row.as_ref().get(choice).copied())
            .collect();
        // Of nobody 0 and not −0, by which a quotient would turn its sign.
        let least_mean = 0.0 - greatest_mean(column.iter().map(|b| -b.low), sizes);
        let greatest_mean = greatest_mean(column.iter().map(|b| b.high), sizes);
        if greatest_mean == 0.0 {
            continue;
        }
        low += Boxes::new(&column, least_sizes.iter().copied()).least() / greatest_mean;
        // Σ n p²/p̄ − N p̄ ≤ N (p_max − p̄): what holds where a share may be 0 in every poll.
        let largest = column.iter().map(|bounds| bounds.high).fold(0.0, f64::max);
        let without_quotient = total * (largest - least_mean);
        let boxes = Boxes::new(&column, greatest_sizes.iter().copied());
        let quotient = boxes.greatest().0 / least_mean;
        high += if quotient < without_quotient {
            quotient
        } else {
            without_quotient
        };
        exact &= least_mean == greatest_mean;
    }
    Ok(RoundingBounds::new(Bounds::between(low, high), exact))
}

/// The greatest mean of these values over all weights inside their bounds: whatever lies above it weighs most, whatever lies
/// below least.
fn greatest_mean(values: impl Iterator<Item = f64>, weights: &[Bounds]) -> f64 {
    let mut weighed: Vec<(f64, Bounds)> = values.zip(weights.iter().copied()).collect();
    weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mean = |above: usize| {
        let of = |place: usize, weight: Bounds| match place < above {
            true => weight.high,
            false => weight.low,
        };
        let parts = || weighed.iter().enumerate();
        let total = sum(parts().map(|(place, (_, weight))| of(place, *weight)));
        sum(parts().map(|(place, (value, weight))| value * (of(place, *weight) / total)))
    };
    let is_fixed = weights.iter().all(|weight| weight.low == weight.high);
    let most = if is_fixed { 0 } else { weighed.len() };
    (0..=most).map(mean).fold(f64::NEG_INFINITY, f64::max)
}

/// Figures in boxes, with weights.
pub(super) struct Boxes {
    sides: Vec<Side>,
    /// The two ends of every box, in order, and then the middles, in order: where the two extremes of Q in μ turn.
    corners: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Side {
    low: f64,
    high: f64,
    weight: f64,
}

impl Side {
    fn middle(&self) -> f64 {
        self.low + 0.5 * (self.high - self.low)
    }

    /// The end of the box nearest to μ, or μ.
    fn near(&self, mean: f64) -> f64 {
        mean.max(self.low).min(self.high)
    }

    fn far(&self, mean: f64) -> f64 {
        if mean < self.middle() {
            self.high
        } else {
            self.low
        }
    }
}

impl Boxes {
    pub(super) fn new(estimates: &[Bounds], weights: impl Iterator<Item = f64> + Clone) -> Boxes {
        // From a point in their midst, so that boxes far from 0 keep their differences.
        let total = sum(weights.clone());
        let parts = weights.clone().map(|weight| weight / total);
        let origin = sum(parts.zip(estimates).map(|(part, bounds)| part * bounds.low));
        let sides = estimates.iter().zip(weights).map(|(bounds, weight)| Side {
            low: bounds.low - origin,
            high: bounds.high - origin,
            weight,
        });
        let sides: Vec<Side> = sides.collect();
        let mut corners = Vec::with_capacity(3 * sides.len());
        corners.extend(sides.iter().flat_map(|side| [side.low, side.high]));
        corners.extend(sides.iter().map(Side::middle));
        let (ends, middles) = corners.split_at_mut(2 * sides.len());
        ends.sort_unstable_by(f64::total_cmp);
        middles.sort_unstable_by(f64::total_cmp);
        Boxes { sides, corners }
    }

    fn ends(&self) -> &[f64] {
        &self.corners[..2 * self.sides.len()]
    }

    fn middles(&self) -> &[f64] {
        &self.corners[2 * self.sides.len()..]
    }

    /// The same boxes with other weights.
    pub(super) fn weigh(&mut self, weights: impl Iterator<Item = f64>) {
        for (side, weight) in self.sides.iter_mut().zip(weights) {
            side.weight = weight;
        }
    }

    /// Σ w.
    pub(super) fn weight(&self) -> f64 {
        sum(self.sides.iter().map(|side| side.weight))
    }

    /// Σ w − Σ w²/Σ w as 2 Σ_{i<j} w_i w_j/Σ w; it rises with every weight.
    pub(super) fn trace(&self) -> f64 {
        let (mut before, mut products) = (0.0, 0.0);
        for side in &self.sides {
            products += side.weight * before;
            before += side.weight;
        }
        2.0 * products / before
    }

    /// The least weight.
    pub(super) fn least_weight(&self) -> f64 {
        let weights = self.sides.iter().map(|side| side.weight);
        weights.fold(f64::INFINITY, f64::min)
    }

    /// Σ w²·(distance from the box)² at the μ of least Q: as τ² grows, Q falls by so much.
    pub(super) fn fall_of_least(&self, mean: f64) -> f64 {
        sum(self.sides.iter().map(|side| {
            let distance = side.near(mean) - mean;
            side.weight * side.weight * distance * distance
        }))
    }

    fn scatter(&self, mean: f64, of: impl Fn(&Side) -> f64) -> f64 {
        sum(self.sides.iter().map(|side| {
            let distance = of(side) - mean;
            side.weight * distance * distance
        }))
    }

    /// min over the boxes of Q.
    pub(super) fn least(&self) -> f64 {
        self.least_and_mean().0
    }

    /// min over the boxes of Q, and the μ where it is.
    pub(super) fn least_and_mean(&self) -> (f64, f64) {
        let mean = stationary(self.ends(), |mean, before| {
            // Only boxes that μ lies outside of pull at it; on a corner, those it is just leaving do not.
            let mut pull = Pull::default();
            for side in &self.sides {
                let above = if before {
                    mean > side.high
                } else {
                    mean >= side.high
                };
                let below = if before {
                    mean <= side.low
                } else {
                    mean < side.low
                };
                if above || below {
                    pull.add(side.weight, if above { side.high } else { side.low });
                }
            }
            pull
        });
        (self.scatter(mean.at, |side| side.near(mean.at)), mean.at)
    }

    /// max over the boxes of Q, and whether it is attained; otherwise a bound above it.
    pub(super) fn greatest(&self) -> (f64, bool) {
        let (outer, attained, mean) = self.outer();
        if !attained && self.sides.len() <= TRIED {
            return (self.greatest_of_all(mean), true);
        }
        (outer, attained)
    }

    /// min over μ of Σ w·(distance from the farther end)², whether it is the greatest Q, and that μ.
    pub(super) fn outer(&self) -> (f64, bool, f64) {
        let mean = stationary(self.middles(), |mean, before| {
            let mut pull = Pull::default();
            for side in &self.sides {
                let middle = side.middle();
                let passed = if before {
                    mean > middle
                } else {
                    mean >= middle
                };
                pull.add(side.weight, if passed { side.low } else { side.high });
            }
            pull
        });
        let outer = self.scatter(mean.at, |side| side.far(mean.at));
        (outer, mean.smooth || self.are_points(), mean.at)
    }

    fn are_points(&self) -> bool {
        self.sides.iter().all(|side| side.low == side.high)
    }

    /// The greatest Q over all combinations of ends, each one flip from the last (Gray code).
    fn greatest_of_all(&self, origin: f64) -> f64 {
        let total = sum(self.sides.iter().map(|side| side.weight));
        let mut at: Vec<f64> = self.sides.iter().map(|side| side.low - origin).collect();
        let mut moment = sum(at.iter().zip(&self.sides).map(|(y, side)| side.weight * y));
        let mut square = sum(at
            .iter()
            .zip(&self.sides)
            .map(|(y, side)| side.weight * y * y));
        let mut best = (square - moment * moment / total, at.clone());
        for step in 1_u32..(1 << self.sides.len()) {
            let flipped = step.trailing_zeros() as usize;
            let (Some(y), Some(side)) = (at.get_mut(flipped), self.sides.get(flipped)) else {
                break;
            };
            let (low, high) = (side.low - origin, side.high - origin);
            let next = if *y == low { high } else { low };
            moment += side.weight * (next - *y);
            square += side.weight * (next - *y) * (next + *y);
            *y = next;
            let q = square - moment * moment / total;
            if q > best.0 {
                best.0 = q;
                best.1.clone_from(&at);
            }
        }
        // Once more without the rounding of the running sums.
        let weighted = || best.1.iter().zip(&self.sides);
        let mean = sum(weighted().map(|(y, side)| side.weight * y)) / total;
        sum(weighted().map(|(y, side)| side.weight * (y - mean) * (y - mean)))
    }
}

/// Σ w and Σ w·end of the boxes that pull at μ; half the slope at μ is Σ w (μ − end).
#[derive(Default)]
struct Pull {
    weight: f64,
    moment: f64,
}

impl Pull {
    fn add(&mut self, weight: f64, end: f64) {
        self.weight += weight;
        self.moment += weight * end;
    }
}

/// Where a convex function of μ, quadratic between corners, is least.
struct Stationary {
    at: f64,
    /// Between corners, where the slope is 0; not on one, where it jumps over 0.
    smooth: bool,
}

/// Bisects among the corners, which are in order, for where the slope changes sign, then solves the linear
/// slope there.
fn stationary(corners: &[f64], pull: impl Fn(f64, bool) -> Pull) -> Stationary {
    let slope_after = |corner: f64| {
        let pull = pull(corner, false);
        pull.weight * corner - pull.moment
    };
    // The first corner after which the function does not fall.
    let place = corners.partition_point(|corner| slope_after(*corner) < 0.0);
    let corner = corners.get(place).copied();
    let before = place
        .checked_sub(1)
        .and_then(|place| corners.get(place).copied());
    let Some(pull) = corner
        .map(|corner| pull(corner, true))
        .or_else(|| before.map(|corner| pull(corner, false)))
    else {
        return Stationary {
            at: 0.0,
            smooth: true,
        };
    };
    let at = if pull.weight > 0.0 {
        pull.moment / pull.weight
    } else {
        f64::NAN
    };
    // The zero of the slope on the stretch between the corners, if it lies there.
    if at >= before.unwrap_or(f64::NEG_INFINITY) && at < corner.unwrap_or(f64::INFINITY) {
        return Stationary { at, smooth: true };
    }
    Stationary {
        at: corner.or(before).unwrap_or_default(),
        smooth: false,
    }
}
