use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::Sample;
use crate::numeric::Confidence;

/// What a poll is planned for: a confidence, a power, and the design of its sample.
///
/// Of the [`Sample`] the design effect (given, or from cluster size and intracluster correlation) and the
/// population count; what it says of respondents does not, they are what is asked for. With nothing said the
/// sample is simple random from many ballots, the confidence 95 % and the power 80 %.
///
/// Respondents are grossed up from those that simple random sampling with replacement would need, n₀: n =
/// n₀·deff, and with N ballots n/(1 + (n − 1)/N) (Cochran 1977, section 4.4). Every number of respondents is
/// the smallest whole one that is enough.
///
/// ```
/// use exitpoll::Sample;
/// use exitpoll::interval::BinomialMethod;
/// use exitpoll::planning::Plan;
///
/// // ±3 points at 95 % and 50 %: 1.96²·.25/.03² = 1067.07.
/// let plan = Plan::new();
/// assert_eq!(plan.respondents_for_half_width(BinomialMethod::Wald, 0.5, 0.03)?, 1068);
/// // With a design effect of 1.5, from 10,000 ballots: 1600.6/(1 + 1599.6/10000) = 1379.88.
/// let plan = plan.design(Sample::builder().design_effect("1.5").population(10_000).build()?);
/// assert_eq!(plan.respondents_for_half_width(BinomialMethod::Wald, 0.5, 0.03)?, 1380);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Plan {
    pub(super) confidence: Confidence,
    power: f64,
    design: Sample,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            confidence: Confidence::P95,
            power: 0.8,
            design: Sample::default(),
        }
    }
}

impl Plan {
    /// 95 % confidence, 80 % power, simple random sampling from many ballots.
    #[must_use]
    pub fn new() -> Plan {
        Plan::default()
    }

    /// The two-sided confidence of intervals; tests are two-sided at 1 less it.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Plan {
        self.confidence = confidence;
        self
    }

    /// The probability with which what is there shall be found. It is checked where it is used.
    #[must_use]
    pub fn power(mut self, power: f64) -> Plan {
        self.power = power;
        self
    }

    /// The design effect and the population of the sample.
    #[must_use]
    pub fn design(mut self, design: Sample) -> Plan {
        self.design = design;
        self
    }

    /// The power, checked.
    pub(super) fn wanted_power(&self) -> Result<f64> {
        if self.power > 0.0 && self.power < 1.0 {
            return Ok(self.power);
        }
        Err(Error::out_of_range(
            "power",
            self.power,
            "give a probability strictly between 0 and 1, such as 0.8",
        ))
    }

    /// n_eff of `respondents`: n/deff·(N − 1)/(N − n), infinite for a census.
    pub(super) fn effective_size(&self, respondents: u64) -> f64 {
        let n = respondents as f64;
        let simple = n / self.design_effect();
        match self.design.population() {
            Some(population) if respondents >= population => f64::INFINITY,
            Some(population) => {
                let ballots = population as f64;
                simple * ((ballots - 1.0) / (ballots - n))
            }
            None => simple,
        }
    }

    /// The respondents, not whole, whose effective size is `effective`.
    pub(super) fn gross(&self, effective: f64) -> f64 {
        let n = effective * self.design_effect();
        match self.design.population() {
            Some(population) => n / (1.0 + (n - 1.0) / population as f64),
            None => n,
        }
    }

    /// The largest number of respondents that can be asked for.
    pub(super) fn most(&self) -> u64 {
        self.design.population().unwrap_or(1 << 53)
    }

    fn design_effect(&self) -> f64 {
        self.design.design_effect().unwrap_or(1.0)
    }

    /// n_eff of respondents that were given, who cannot be none or more than the ballots.
    pub(super) fn checked_size(&self, respondents: u64) -> Result<f64> {
        if respondents == 0 || respondents > self.most() {
            return Err(Error::out_of_range(
                "respondents",
                respondents,
                format!("give from 1 to {}", self.most()),
            ));
        }
        Ok(self.effective_size(respondents))
    }
}
