//! Respondents for a deviation from the count to be found.

use serde::Serialize;

use super::plan::Plan;
use crate::error::{Error, Result};
use crate::numeric::{bracketed_root, normal_quantile, normal_upper_tail};

/// The shares of a poll that are told from the official share with the power of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Detectable {
    /// The largest such share below the official one; none if even 0 is too near.
    pub below: Option<f64>,
    /// The smallest such share above it; none if even 1 is too near.
    pub above: Option<f64>,
}

impl Plan {
    /// The smallest number of respondents with which the two-sided score test finds that the share among
    /// those polled, `polled`, is not the `official` one, with the power of the plan.
    ///
    /// The test has the variance v(1 − v)/n of the hypothesis, the poll its own, p(1 − p)/n: n₀ = ((z_c
    /// √(v(1 − v)) + z_power √(p(1 − p)))/(p − v))² (Fleiss, Levin & Paik 2003, section 2.5). A deviation found
    /// on the wrong side does not count, as in R's `power.prop.test`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share that is not strictly between 0 and 1 or a power that is not;
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if the two shares are equal, or no possible number is enough.
    ///
    /// ```
    /// use exitpoll::planning::Plan;
    ///
    /// // (1.95996·√.25 + .84162·√.2475)²/.05² = 782.5 for 50 % and 55 %.
    /// let plan = Plan::new();
    /// let n = plan.respondents_to_detect(0.50, 0.55)?;
    /// assert_eq!(n, 783);
    /// assert!(plan.power_to_detect(0.50, 0.55, n)? >= 0.8);
    /// assert!(plan.power_to_detect(0.50, 0.55, n - 1)? < 0.8);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn respondents_to_detect(&self, official: f64, polled: f64) -> Result<u64> {
        check_share("official", official)?;
        check_share("polled", polled)?;
        let power = self.wanted_power()?;
        if official == polled {
            return Err(Error::undefined(
                "the number of respondents",
                "the polled share is the official one: there is no deviation to find",
            ));
        }
        let root = |share: f64| (share * (1.0 - share)).sqrt();
        let z = self.confidence.critical_value() * root(official)
            + normal_quantile(power)? * root(polled);
        let needed = z.max(0.0) / (polled - official);
        self.smallest(needed * needed, |size| {
            Ok(self.power_at(official, polled, size)? >= power)
        })
    }

    /// The probability that the test finds the deviation, on its side, with this number of respondents:
    /// Φ((|p − v|√n − z_c √(v(1 − v)))/√(p(1 − p))). It falls to α/2 as the shares come together.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share that is not strictly between 0 and 1, or no respondents or more than
    /// the population.
    ///
    /// ```
    /// use exitpoll::planning::Plan;
    ///
    /// let power = Plan::new().power_to_detect(0.5, 0.5, 1000)?;
    /// assert!((power - 0.025).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn power_to_detect(&self, official: f64, polled: f64, respondents: u64) -> Result<f64> {
        check_share("official", official)?;
        check_share("polled", polled)?;
        self.power_at(official, polled, self.checked_size(respondents)?)
    }

    /// The nearest shares on both sides that this number of respondents tells from the official one with
    /// the power of the plan.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an official share that is not strictly between 0 and 1, a power that is not
    /// from .5 to below 1, or no respondents or more than the population.
    ///
    /// ```
    /// use exitpoll::planning::Plan;
    ///
    /// let detectable = Plan::new().detectable(0.5, 783)?;
    /// let above = detectable.above.expect("783 are enough for some deviation");
    /// assert!((above - 0.55).abs() < 1e-4 && (above + detectable.below.unwrap() - 1.0).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn detectable(&self, official: f64, respondents: u64) -> Result<Detectable> {
        check_share("official", official)?;
        let power = self.wanted_power()?;
        // From one half on the power grows with the deviation all the way; below it need not.
        if power < 0.5 {
            return Err(Error::out_of_range(
                "power",
                power,
                "give at least 0.5; what is missed more often than found is not detectable",
            ));
        }
        let size = self.checked_size(respondents)?;
        if size == f64::INFINITY {
            let same = Some(official);
            return Ok(Detectable {
                below: same,
                above: same,
            });
        }
        let missing = |polled: f64| {
            self.power_at(official, polled, size)
                .map_or(f64::NAN, |reached| reached - power)
        };
        let towards = |end: f64| -> Result<Option<f64>> {
            if missing(end) < 0.0 {
                return Ok(None);
            }
            bracketed_root(missing, official, end).map(Some)
        };
        Ok(Detectable {
            below: towards(0.0)?,
            above: towards(1.0)?,
        })
    }

    fn power_at(&self, official: f64, polled: f64, size: f64) -> Result<f64> {
        let deviation = (polled - official).abs();
        if size == f64::INFINITY {
            // A census errs in nothing, not even in the hypothesis.
            return Ok(if deviation > 0.0 { 1.0 } else { 0.0 });
        }
        let critical =
            self.confidence.critical_value() * (official * (1.0 - official) / size).sqrt();
        let error = (polled * (1.0 - polled) / size).sqrt();
        if error == 0.0 {
            return Ok(if deviation > critical { 1.0 } else { 0.0 });
        }
        normal_upper_tail((critical - deviation) / error)
    }
}

fn check_share(field: &str, share: f64) -> Result<()> {
    if share > 0.0 && share < 1.0 {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        share,
        "give a proportion strictly between 0 and 1",
    ))
}
