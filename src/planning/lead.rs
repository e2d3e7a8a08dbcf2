//! Respondents for a lead to be called.

use super::plan::Plan;
use crate::error::{Error, Result};
use crate::numeric::{normal_quantile, normal_upper_tail};

impl Plan {
    /// The smallest number of respondents with which the lead of one choice over another is called with the
    /// power of the plan: the interval of the lead lies above 0.
    ///
    /// The lead d = p_a − p_b has the variance (p_a + p_b − d²)/n (both are shares of one sample) and Wald's
    /// interval d ± z_c·se: n₀ = (z_c + z_power)²(p_a + p_b − d²)/d².
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares outside [0, 1], a sum above 1, a leader that does not lead, or a power
    /// that is not strictly between 0 and 1; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if no possible number is enough.
    ///
    /// ```
    /// use exitpoll::planning::Plan;
    ///
    /// // 48 % to 44 %: (1.95996 + .84162)²·(.92 − .0016)/.0016 = 4505.2.
    /// let plan = Plan::new();
    /// let n = plan.respondents_to_call_lead(0.48, 0.44)?;
    /// assert_eq!(n, 4506);
    /// assert!(plan.power_to_call_lead(0.48, 0.44, n)? >= 0.8);
    /// assert!(plan.power_to_call_lead(0.48, 0.44, n - 1)? < 0.8);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn respondents_to_call_lead(&self, leader: f64, runner_up: f64) -> Result<u64> {
        let spread = spread(leader, runner_up)?;
        let power = self.wanted_power()?;
        let z = self.confidence.critical_value() + normal_quantile(power)?;
        let needed = z.max(0.0) * spread;
        self.smallest(needed * needed, |size| {
            Ok(self.called_at(spread, size)? >= power)
        })
    }

    /// The probability that this number of respondents calls the lead.
    ///
    /// # Errors
    /// As [`respondents_to_call_lead`](Plan::respondents_to_call_lead); also [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for no
    /// respondents or more than the population.
    ///
    /// ```
    /// use exitpoll::planning::Plan;
    ///
    /// // With z_c standard errors the lead is as likely called as not: Φ(0) = ½.
    /// let n = (1.959_963_984_540_054f64.powi(2) * (1.0 - 0.01) / 0.01).round() as u64;
    /// let power = Plan::new().power_to_call_lead(0.55, 0.45, n)?;
    /// assert!((power - 0.5).abs() < 1e-3);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn power_to_call_lead(&self, leader: f64, runner_up: f64, respondents: u64) -> Result<f64> {
        let spread = spread(leader, runner_up)?;
        self.called_at(spread, self.checked_size(respondents)?)
    }

    fn called_at(&self, spread: f64, size: f64) -> Result<f64> {
        let errors = if spread == 0.0 {
            f64::INFINITY
        } else {
            size.sqrt() / spread
        };
        normal_upper_tail(self.confidence.critical_value() - errors)
    }
}

/// The standard error of the lead for one respondent, over the lead.
fn spread(leader: f64, runner_up: f64) -> Result<f64> {
    for (field, share) in [("leader", leader), ("runner_up", runner_up)] {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::out_of_range(
                field,
                share,
                "give a proportion between 0 and 1",
            ));
        }
    }
    if leader + runner_up > 1.0 + 1e-9 {
        return Err(Error::out_of_range(
            "runner_up",
            runner_up,
            format!("with the leader's {leader} give at most 1 in all"),
        ));
    }
    let lead = leader - runner_up;
    if lead <= 0.0 {
        return Err(Error::out_of_range(
            "leader",
            leader,
            format!("give more than the runner-up's {runner_up}"),
        ));
    }
    // p_a + p_b − d², which no rounding may make negative.
    Ok((leader + runner_up - lead * lead).max(0.0).sqrt() / lead)
}
