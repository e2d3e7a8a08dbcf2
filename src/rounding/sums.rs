//! Bounds of the measures that are sums, or the largest, over the choices: most of them distances in other
//! units, of k choices and n respondents.
//!
//! | measure | distance |
//! | --- | --- |
//! | Mosteller 3 | 2/k · total variation |
//! | RMSE | √(2/k) · Gallagher's |
//! | X² | n · Sainte-Laguë's |
//! | G | 2n · Kullback–Leibler |

use super::nearest::Link;
use super::shares::{Pair, relative};
use super::{RoundedShares, difference, farthest, nearest, size_of};
use crate::accuracy::check_size;
use crate::agreement::Distance;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, Exactness, RoundingBounds};

impl RoundedShares {
    /// Mosteller 3, the mean absolute error. Exact, except for the upper end where shares sum to 1 and the
    /// choices are too many.
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn mosteller_3(&self) -> Result<RoundingBounds> {
        let twice_over_k = 2.0 / self.choices() as f64;
        let (sums, exact) = self.sum(Distance::TotalVariation);
        Ok(bounds(
            twice_over_k * sums.low,
            twice_over_k * sums.high,
            exact,
        ))
    }

    /// The root mean squared error; exact as [`mosteller_3`](RoundedShares::mosteller_3).
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn root_mean_squared_error(&self) -> Result<RoundingBounds> {
        let twice_over_k = 2.0 / self.choices() as f64;
        let (sums, exact) = self.sum(Distance::Gallagher);
        let [low, high] = [sums.low, sums.high].map(|sum| (twice_over_k * sum).sqrt());
        Ok(bounds(low, high, exact))
    }

    /// Total variation, ½ Σ |p − v|; exact as [`mosteller_3`](RoundedShares::mosteller_3).
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn total_variation(&self) -> Result<RoundingBounds> {
        let (sums, exact) = self.sum(Distance::TotalVariation);
        Ok(bounds(sums.low, sums.high, exact))
    }

    /// Mosteller 6, the largest absolute error. Exact.
    ///
    /// # Errors
    /// None; a `Result` as for the other measures.
    pub fn mosteller_6(&self) -> Result<RoundingBounds> {
        let sizes = || self.pairs().map(|(p, v)| size_of(difference(p, v)));
        let most = sizes().map(|size| size.high).fold(0.0, f64::max);
        let least = if self.whole {
            self.nearest(Link::Difference).map_or(0.0, |(p, v)| {
                let differences = p.iter().zip(v).map(|(p, v)| (p - v).abs());
                differences.fold(0.0, f64::max)
            })
        } else {
            sizes().map(|size| size.low).fold(0.0, f64::max)
        };
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
            let (low, high) = both_ends(p, v, |p, v| {
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
    /// use exitpoll::rounding::RoundedShares;
    /// // "60" to "40" against exactly half: 100·4·(.1 ± .005)².
    /// let poll = [Bounds::new(0.595, 0.605)?, Bounds::new(0.395, 0.405)?];
    /// let test = RoundedShares::whole(&poll, &[Bounds::exact(0.5); 2])?.pearson(100.0)?.bounds;
    /// assert!((test.low() - 3.61).abs() < 1e-12 && (test.high() - 4.41).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for shares that are not whole, a choice without any official share that is
    /// polled, or fewer than two choices; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a size that is not positive.
    pub fn pearson(&self, size: f64) -> Result<RoundingBounds> {
        let (least, most, exact) = self.divergence("Pearson's X²", size, Distance::SainteLague)?;
        Ok(bounds(size * least, size * most, exact))
    }

    /// G for `size` effective respondents, as [`pearson`](RoundedShares::pearson).
    ///
    /// # Errors
    /// As for [`pearson`](RoundedShares::pearson).
    pub fn likelihood_ratio(&self, size: f64) -> Result<RoundingBounds> {
        let (least, most, exact) = self.divergence("G", size, Distance::KullbackLeibler)?;
        Ok(bounds(2.0 * size * least, 2.0 * size * most, exact))
    }

    fn divergence(&self, measure: &str, size: f64, distance: Distance) -> Result<(f64, f64, bool)> {
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
        let (sums, exact) = self.sum(distance);
        Ok((sums.low, sums.high, exact))
    }

    /// The least and the largest Σ of the terms of a distance that is no root of them, and whether the
    /// largest is reached.
    fn sum(&self, distance: Distance) -> (Bounds, bool) {
        match distance {
            Distance::TotalVariation => {
                let found = &self.found.total_variation;
                *found.get_or_init(|| self.find_sum(distance))
            }
            other => self.find_sum(other),
        }
    }

    /// The pair of vectors inside the bounds that is nearest by this link.
    fn nearest(&self, link: Link) -> Option<&Pair> {
        let [by_difference, by_ratio] = &self.found.nearest;
        let found = match link {
            Link::Difference => by_difference,
            Link::Ratio => by_ratio,
        };
        found
            .get_or_init(|| nearest::pair(link, &self.poll, &self.count))
            .as_ref()
    }

    fn find_sum(&self, distance: Distance) -> (Bounds, bool) {
        let Some(term) = distance.term() else {
            unreachable!("Aitchison's distance, the only one without terms, is no measure here");
        };
        let of = |p: &[f64], v: &[f64]| p.iter().zip(v).map(|(p, v)| term(*p, *v)).sum();
        if self.whole {
            if self.poll.are_exact() && self.count.are_exact() {
                return (
                    Bounds::exact(of(&self.poll.lows(), &self.count.lows())),
                    true,
                );
            }
            let link = Link::of_distance(distance);
            let low = self.nearest(link).map_or(0.0, |(p, v)| of(p, v));
            let (high, exactness) = farthest::total(term, &self.poll, &self.count);
            return (Bounds { low, high }, exactness == Exactness::Exact);
        }
        let mut sums = Bounds::exact(0.0);
        for (p, v) in self.pairs() {
            // Terms grow with the distance of either share from the other.
            let (low, high) = both_ends(p, v, term);
            sums.low += low;
            sums.high += high;
        }
        (sums, true)
    }
}

/// Both ends of what grows as one share of the poll moves away from that of the count, on either side.
fn both_ends(p: Bounds, v: Bounds, f: impl Fn(f64, f64) -> f64) -> (f64, f64) {
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
