//! What a distance can be, given that the shares were rounded.
//!
//! The shares p lie in a box, one interval per choice, and sum to 1; so do the shares v, on their own. All
//! distances but Aitchison's are sums of terms convex in p and v together, so that the smallest value is
//! found by a convex programme (file `nearest.rs`) and the largest at a vertex (file `farthest.rs`).

use super::nearest::Link;
use super::simplex::Simplex;
use super::{farthest, log_ratio, nearest};
use crate::agreement::Distance;
use crate::error::{Error, Result};
use crate::numeric::{Bounds, Exactness, RoundingBounds};

impl Distance {
    /// The values that the distance of p from v can have when each share lies within its rounding bounds
    /// and either vector sums to 1.
    ///
    /// Exact, for every distance but Aitchison's, up to some 12 digits. The high end may be an outer bound
    /// where both vectors are about equally coarse and have more than ten choices or so, or where there are
    /// more than 200 choices; the result says it. Aitchison's
    /// distance does not change when a vector is multiplied, so that the sum of 1 says little about it: its
    /// bounds are outer ones, over log-ratios that each move within their ends.
    ///
    /// What the bounds of a share have outside \[0, 1\] is left out.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::agreement::Distance;
    /// use exitpoll::Exactness;
    /// // A poll printed as 55 and 45 percent against an exact 50:50.
    /// let poll = [Bounds::new(0.545, 0.555)?, Bounds::new(0.445, 0.455)?];
    /// let count = [Bounds::exact(0.5); 2];
    /// let within = Distance::TotalVariation.bounds(&poll, &count)?;
    /// assert!((within.bounds.low() - 0.045).abs() < 1e-12);
    /// assert!((within.bounds.high() - 0.055).abs() < 1e-12);
    /// assert_eq!(within.exactness, Exactness::Exact);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for vectors of different length or none, or bounds without any proportion;
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) where no shares within the bounds sum to 1 (to 1e-9);
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where the distance is undefined for all of them.
    pub fn bounds(self, p: &[Bounds], v: &[Bounds]) -> Result<RoundingBounds> {
        if p.len() != v.len() || p.is_empty() {
            let help = format!("give bounds for each of the {} of the other", v.len());
            let found = format!("bounds of {} shares", p.len());
            return Err(Error::out_of_range("p", found, help));
        }
        let (p, v) = (Simplex::new("p", p)?, Simplex::new("v", v)?);
        if p.are_exact() && v.are_exact() {
            let value = self.of_checked(&p.lows(), &v.lows())?;
            return Ok(RoundingBounds {
                bounds: Bounds::exact(value),
                exactness: Exactness::Exact,
            });
        }
        let Some(term) = self.term() else {
            let bounds = log_ratio::bounds(&p, &v)
                .ok_or_else(|| self.undefined("a share is 0, where log-ratios are infinite"))?;
            return Ok(RoundingBounds {
                bounds,
                exactness: Exactness::Outer,
            });
        };
        let low = match nearest::pair(Link::of_distance(self), &p, &v) {
            Some((p, v)) => self.of_checked(&p, &v)?.max(0.0),
            None => 0.0,
        };
        let (mut total, exactness) = farthest::total(term, &p, &v);
        if self == Distance::KullbackLeibler {
            // The terms hold −p + v.
            total += p.total - v.total;
        }
        Ok(RoundingBounds {
            bounds: Bounds::between(low, self.of_total(total)),
            exactness,
        })
    }
}
