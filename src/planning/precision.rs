//! Respondents for an interval of a given width.

use super::plan::Plan;
use super::search::at_most;
use crate::error::{Error, Result};
use crate::interval::BinomialMethod;

impl Plan {
    /// The smallest number of respondents with which the interval of a share has at most this half-width,
    /// half the distance of its ends (proportions).
    ///
    /// For [`Wald`](BinomialMethod::Wald) n₀ = z²p(1 − p)/h², not cut off at 0 and 1; for the other methods
    /// the interval of p·n_eff in n_eff is computed, without rounding counts.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1] (for Wald 0 and 1 as well, where its width is 0) or a
    /// half-width that is not positive and below .5; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if no possible number is enough.
    ///
    /// ```
    /// use exitpoll::interval::BinomialMethod;
    /// use exitpoll::planning::Plan;
    ///
    /// // Wilson at p = ½ has half-width z/(2√(n + z²)): z² = 3.84 fewer than Wald's 1067.07.
    /// let plan = Plan::new();
    /// assert_eq!(plan.respondents_for_half_width(BinomialMethod::Wilson, 0.5, 0.03)?, 1064);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn respondents_for_half_width(
        &self,
        method: BinomialMethod,
        share: f64,
        half_width: f64,
    ) -> Result<u64> {
        check_share(method, share)?;
        if !(half_width > 0.0 && half_width < 0.5) {
            return Err(Error::out_of_range(
                "half_width",
                half_width,
                "give a proportion above 0 and below 0.5, such as 0.03",
            ));
        }
        let z = self.confidence.critical_value();
        let guess = z * share * ((1.0 - share) / half_width) * (z / half_width);
        self.smallest(guess, |size| {
            Ok(at_most(self.width_at(method, share, size)?, half_width))
        })
    }

    /// Half the distance of the ends of the interval of a share from this number of respondents.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1] (for Wald 0 and 1 as well), or no respondents or more
    /// than the population.
    ///
    /// ```
    /// use exitpoll::interval::BinomialMethod;
    /// use exitpoll::planning::Plan;
    ///
    /// // 1.96·√(.25/1000) = 3.1 points.
    /// let half_width = Plan::new().half_width(BinomialMethod::Wald, 0.5, 1000)?;
    /// assert!((half_width - 1.959_963_984_540_054 * (0.25f64 / 1000.0).sqrt()).abs() < 1e-16);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn half_width(&self, method: BinomialMethod, share: f64, respondents: u64) -> Result<f64> {
        check_share(method, share)?;
        self.width_at(method, share, self.checked_size(respondents)?)
    }

    fn width_at(&self, method: BinomialMethod, share: f64, size: f64) -> Result<f64> {
        if size == f64::INFINITY {
            return Ok(0.0);
        }
        if method == BinomialMethod::Wald {
            return Ok(self.confidence.critical_value() * (share * (1.0 - share) / size).sqrt());
        }
        let interval = method.interval(share * size, size, self.confidence)?;
        Ok(0.5 * interval.width())
    }
}

fn check_share(method: BinomialMethod, share: f64) -> Result<()> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::out_of_range(
            "share",
            share,
            "give a proportion between 0 and 1",
        ));
    }
    if method == BinomialMethod::Wald && (share == 0.0 || share == 1.0) {
        return Err(Error::out_of_range(
            "share",
            share,
            "Wald's interval is a point there for any number of respondents; use another method",
        ));
    }
    Ok(())
}
