//! Bounds of the measures that are sums, or the largest, over the choices.

use super::nearest::{Between, nearest};
use super::shares::relative;
use super::vertices::largest_sum;
use super::{RoundedShares, difference, size_of};
use crate::accuracy::check_size;
use crate::error::{Error, Result};
use crate::hypothesis::{likelihood_ratio_part, pearson_part};
use crate::numeric::{Bounds, RoundingBounds};

impl RoundedShares {
    /// Mosteller 3, the mean absolute error. Exact, except for the upper end where shares sum to 1 and the
    /// choices are too many.
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn mosteller_3(&self) -> Result<RoundingBounds> {
        let k = self.choices() as f64;
        let differences = self.differences();
        let least: f64 = differences.iter().map(|(d, number)| d * number).sum();
        let (most, exact) = self.largest(|p, v| (p - v).abs());
        Ok(bounds(least / k, most / k, exact))
    }

    /// The root mean squared error; exact as [`mosteller_3`](RoundedShares::mosteller_3).
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn root_mean_squared_error(&self) -> Result<RoundingBounds> {
        let k = self.choices() as f64;
        let differences = self.differences();
        let least: f64 = differences.iter().map(|(d, number)| d * d * number).sum();
        let (most, exact) = self.largest(|p, v| (p - v) * (p - v));
        Ok(bounds((least / k).sqrt(), (most / k).sqrt(), exact))
    }

    /// Mosteller 6, the largest absolute error. Exact.
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn mosteller_6(&self) -> Result<RoundingBounds> {
        let differences = self.differences();
        let least = differences.iter().map(|(d, _)| *d).fold(0.0, f64::max);
        let most = self
            .pairs()
            .map(|(p, v)| size_of(difference(p, v)).high)
            .fold(0.0, f64::max);
        Ok(bounds(least, most, true))
    }

    /// Mosteller 4, the mean absolute relative error; unlimited where the count may be 0. Exact where each
    /// figure stands on its own and for two choices, outer otherwise.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the count has a share of 0.
    pub fn mosteller_4(&self) -> Result<RoundingBounds> {
        let k = self.choices() as f64;
        let mut sum = Bounds::exact(0.0);
        for (p, v) in self.pairs() {
            let size = size_of(relative(p, v).map_err(|_| {
                let reason = "the count has a choice without votes; merge it with others";
                Error::undefined("Mosteller 4", reason)
            })?);
            sum.low += size.low;
            sum.high += size.high;
        }
        if let (true, Some((p, v)), 2) = (self.whole, self.pairs().next(), self.choices()) {
            let (low, high) = two_choices(p, v, |p, v| {
                // |d|/v and |d|/(1 − v).
                let (d, both) = ((p - v).abs(), 2.0 * v * (1.0 - v));
                match (d > 0.0, both > 0.0) {
                    (_, true) => d / both,
                    (true, false) => f64::INFINITY,
                    (false, false) => 0.0,
                }
            });
            return Ok(bounds(low, high, true));
        }
        Ok(bounds(sum.low / k, sum.high / k, !self.whole || k < 2.0))
    }

    /// Pearson's X² for `size` effective respondents; unlimited where the count may be 0. Exact as
    /// [`mosteller_3`](RoundedShares::mosteller_3).
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::accuracy::RoundedShares;
    /// // "60" to "40" against exactly half: 100·4·(.1 ± .005)².
    /// let poll = [Bounds::new(0.595, 0.605), Bounds::new(0.395, 0.405)];
    /// let test = RoundedShares::whole(&poll, &[Bounds::exact(0.5); 2])?.pearson(100.0)?.bounds;
    /// assert!((test.low - 3.61).abs() < 1e-12 && (test.high - 4.41).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for shares that are not whole, a choice without any official share that is
    /// polled, or fewer than two choices; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a size that is not positive.
    pub fn pearson(&self, size: f64) -> Result<RoundingBounds> {
        self.divergence("Pearson's X²", size, |p, v| {
            if v > 0.0 {
                pearson_part(p, v)
            } else if p > 0.0 {
                f64::INFINITY
            } else {
                0.0
            }
        })
    }

    /// G for `size` effective respondents, as [`pearson`](RoundedShares::pearson).
    ///
    /// # Errors
    /// As for [`pearson`](RoundedShares::pearson).
    pub fn likelihood_ratio(&self, size: f64) -> Result<RoundingBounds> {
        self.divergence("G", size, |p, v| {
            if v > 0.0 {
                likelihood_ratio_part(p, v)
            } else if p > 0.0 {
                f64::INFINITY
            } else {
                0.0
            }
        })
    }

    fn divergence(
        &self,
        measure: &str,
        size: f64,
        part: impl Fn(f64, f64) -> f64,
    ) -> Result<RoundingBounds> {
        check_size(size)?;
        if !self.whole {
            let reason = "the test compares shares of all choices, which sum to 1";
            return Err(Error::undefined(measure, reason));
        }
        if self.pairs().any(|(p, v)| v.high == 0.0 && p.low > 0.0) {
            let reason =
                "a choice has no official share but one in the poll; merge it with another";
            return Err(Error::undefined(measure, reason));
        }
        if self.pairs().filter(|(_, v)| v.high > 0.0).count() < 2 {
            let reason = "fewer than two choices have an official share";
            return Err(Error::undefined(measure, reason));
        }
        let groups = nearest(&self.poll, &self.count, Between::Ratios);
        let least: f64 = groups
            .iter()
            .map(|group| part(group.poll, group.count))
            .sum();
        let (most, exact) = self.largest(part);
        Ok(bounds(size * least, size * most, exact))
    }

    /// |p − v| of the nearest pair, with the number of choices that have it.
    fn differences(&self) -> Vec<(f64, f64)> {
        if self.whole {
            return nearest(&self.poll, &self.count, Between::Differences)
                .into_iter()
                .map(|g| ((g.poll - g.count).abs() / g.choices, g.choices))
                .collect();
        }
        self.pairs()
            .map(|(p, v)| (size_of(difference(p, v)).low, 1.0))
            .collect()
    }

    /// The largest Σ f(p, v) for convex f, and whether it is reached.
    fn largest(&self, f: impl Fn(f64, f64) -> f64) -> (f64, bool) {
        if self.whole
            && let Some(largest) = largest_sum(&self.poll, &self.count, &f)
        {
            return (largest, true);
        }
        let corner = |(p, v): (Bounds, Bounds)| {
            f(p.low, v.low)
                .max(f(p.low, v.high))
                .max(f(p.high, v.low))
                .max(f(p.high, v.high))
        };
        (self.pairs().map(corner).sum(), !self.whole)
    }
}

/// Both ends of a measure of two choices that grows as the first share of the poll moves away from that
/// of the count, on either side.
pub(super) fn two_choices(p: Bounds, v: Bounds, f: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let low = if p.low > v.high {
        f(p.low, v.high)
    } else if p.high < v.low {
        f(p.high, v.low)
    } else {
        0.0
    };
    (low, f(p.low, v.high).max(f(p.high, v.low)))
}

/// Sums of the two ends can cross by their own rounding where nothing is open.
fn bounds(low: f64, high: f64, exact: bool) -> RoundingBounds {
    let low = low.min(high);
    RoundingBounds::new(Bounds { low, high }, exact)
}
