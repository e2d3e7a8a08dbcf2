use serde::Serialize;

use crate::error::{Error, Result};
use crate::hypothesis::Adjustment;
use crate::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankMethod};
use crate::model::proportion_by_mistake;
use crate::numeric::Confidence;
use crate::pooling::{HeterogeneityEstimator, IntervalMethod, Scale};

/// What is asked of a comparison; the report holds a copy.
///
/// ```
/// use exitpoll::report::Settings;
/// let settings = Settings::default();
/// assert_eq!(settings.confidence, exitpoll::Confidence::P95);
/// assert!(settings.pairwise && settings.assumed_design_effect.is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Settings {
    /// The confidence of every interval; 1 − confidence is the level of every test.
    pub confidence: Confidence,
    /// The interval around a poll's share.
    pub interval_method: BinomialMethod,
    /// The intervals that hold for all choices of a poll together.
    pub simultaneous_method: MultinomialMethod,
    /// The interval of the lead of one choice over another in a poll.
    pub lead_method: LeadMethod,
    /// How the ranks of the choices in a poll are tested.
    pub rank_method: RankMethod,
    /// How p-values are adjusted for the number of choices.
    pub adjustment: Adjustment,
    /// The deviation, a proportion, within which poll and count are said to agree; absent where that was
    /// not asked for.
    pub equivalence_margin: Option<f64>,
    /// The confidence at which ranges of seats are taken for intervals; absent where none was declared.
    pub seat_range_confidence: Option<Confidence>,
    /// How the variance between polls is estimated.
    pub heterogeneity_estimator: HeterogeneityEstimator,
    /// The interval of what the polls say together.
    pub pool_interval: IntervalMethod,
    /// The scale on which they are pooled.
    pub pool_scale: Scale,
    /// Whether every poll is compared with every other one, and the pool is computed again without each
    /// pollster: work that grows with the square of the number of polls.
    pub pairwise: bool,
    /// Replicates of the bootstrap intervals; 0 where none were asked for.
    pub replicates: u64,
    /// The seed of everything random.
    pub seed: u64,
    /// The design effect assumed where a poll gives none.
    pub assumed_design_effect: Option<f64>,
    /// The standard deviation of a poll's bias, a proportion, as of a share of one half; declared by the
    /// caller for intervals of the total error.
    pub bias_standard_deviation: Option<f64>,
}

/// The most replicates of a bootstrap that can be asked for: a resample of each is held in memory.
pub(crate) const MOST_REPLICATES: u64 = 10_000_000;

impl Default for Settings {
    /// 95 percent confidence, intervals by Wilson, together by Goodman, of leads by Tango's score, ranks by
    /// step-down, p-values adjusted after Holm, polls pooled by REML on the logit scale with modified
    /// Hartung–Knapp intervals, pairs of polls, no bootstrap, and no assumption about designs or bias.
    fn default() -> Settings {
        Settings {
            confidence: Confidence::P95,
            interval_method: BinomialMethod::Wilson,
            simultaneous_method: MultinomialMethod::Goodman,
            lead_method: LeadMethod::Score,
            rank_method: RankMethod::StepDown,
            adjustment: Adjustment::Holm,
            equivalence_margin: None,
            seat_range_confidence: None,
            heterogeneity_estimator: HeterogeneityEstimator::RestrictedMaximumLikelihood,
            pool_interval: IntervalMethod::ModifiedHartungKnapp,
            pool_scale: Scale::Logit,
            pairwise: true,
            replicates: 0,
            seed: 0,
            assumed_design_effect: None,
            bias_standard_deviation: None,
        }
    }
}

impl Settings {
    /// The confidence of the interval that two one-sided tests at α each go by, 1 − 2α.
    ///
    /// # Errors
    /// At a confidence of 50 percent or less.
    pub(crate) fn equivalence_confidence(&self) -> Result<Confidence> {
        Confidence::new(1.0 - 2.0 * self.confidence.alpha())
    }

    /// # Errors
    /// A figure out of its range.
    pub(crate) fn check(&self) -> Result<()> {
        if let Some(factor) = self.assumed_design_effect
            && !(factor > 0.0 && factor.is_finite())
        {
            let help = "give a positive variance factor, such as 1.7";
            return Err(Error::out_of_range("assume_design_effect", factor, help));
        }
        if self.equivalence_margin.is_some() && self.equivalence_confidence().is_err() {
            let help =
                "give a confidence above 50 percent: each of two one-sided tests is at 1 less it";
            return Err(Error::out_of_range("confidence", self.confidence, help));
        }
        let points = [
            ("equivalence_margin", self.equivalence_margin),
            ("bias_sd", self.bias_standard_deviation),
        ];
        for (name, proportion) in points {
            let Some(proportion) = proportion else {
                continue;
            };
            // As they were given, without what dividing by 100 adds to their digits.
            let points = (1e10 * proportion).round() / 1e8;
            if let Some(help) = proportion_by_mistake(points) {
                return Err(Error::out_of_range(name, points, help));
            }
            if !(proportion > 0.0 && proportion < 1.0) {
                let help = "give percentage points between 0 and 100, such as 2";
                return Err(Error::out_of_range(name, 100.0 * proportion, help));
            }
        }
        if self.replicates > MOST_REPLICATES {
            let help = format!("give at most {MOST_REPLICATES} replicates");
            return Err(Error::out_of_range("bootstrap", self.replicates, help));
        }
        Ok(())
    }
}
