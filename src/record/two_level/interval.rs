//! Profile-likelihood intervals of the two standard deviations.

use serde::Serialize;

use super::likelihood::{Blocks, Point};
use super::maximum::{climb, highest};
use super::{ContestErrors, TwoLevelModel};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Confidence, bracketed_root};

/// The intervals of τ_c and τ_p in the unit of the errors, with the model at its maximum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ProfileIntervals {
    /// Their confidence.
    pub confidence: Confidence,
    /// τ_c.
    pub contest_sd: Interval,
    /// τ_p.
    pub poll_sd: Interval,
    /// The fitted model.
    pub model: TwoLevelModel,
}

impl ContestErrors {
    /// The values of τ_c, and those of τ_p, at which the restricted likelihood, with the other one chosen
    /// as well as possible, is within ½ z_c² of its maximum. `confint` of `metafor`. Unlike an estimate ±
    /// standard errors they stay above 0, and are as lopsided as the likelihood.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::record::ContestErrors;
    ///
    /// let errors = [2.0, 4.0, -4.0, -2.0, 1.0, 3.0];
    /// let polls = ContestErrors::new(&errors, &[1.0; 6], &["a", "a", "b", "b", "c", "c"])?;
    /// let intervals = polls.profile_intervals(Confidence::P95)?;
    /// assert!(intervals.contest_sd.contains(intervals.model.contest_sd.value));
    /// // The polls of one contest scatter no more than their sampling variance allows: 0 is inside.
    /// assert_eq!(intervals.poll_sd.low(), 0.0);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`fit`](ContestErrors::fit); undefined: an upper end that no finite value reaches.
    pub fn profile_intervals(&self, confidence: Confidence) -> Result<ProfileIntervals> {
        let top = highest(&self.blocks)?;
        let drop = 0.5 * confidence.critical_value() * confidence.critical_value();
        let interval = |component| {
            Profile {
                blocks: &self.blocks,
                top,
                drop,
                component,
            }
            .interval()
        };
        Ok(ProfileIntervals {
            confidence,
            contest_sd: interval(0)?,
            poll_sd: interval(1)?,
            model: self.model(&top)?,
        })
    }
}

/// The profile of one of the two variances.
struct Profile<'a> {
    blocks: &'a Blocks,
    top: Point,
    drop: f64,
    component: usize,
}

impl Profile<'_> {
    fn interval(&self) -> Result<Interval> {
        let mut weights = vec![0.0; self.blocks.polls()];
        let mut failure = None;
        let mut warm = self.top.at;
        // On the standard deviation the profile is nearer to a parabola than on the variance.
        let mut beyond = |sd: f64| {
            warm[self.component] = sd * sd;
            let mut free = [true; 2];
            free[self.component] = false;
            match climb(self.blocks, warm, free, &mut weights) {
                Ok(point) => {
                    warm = point.at;
                    self.top.height - point.height - self.drop
                }
                Err(error) => {
                    failure = Some(error);
                    f64::NAN
                }
            }
        };
        let estimate = self.top.at[self.component].sqrt();
        let lower = if estimate == 0.0 || beyond(0.0) <= 0.0 {
            Ok(0.0)
        } else {
            bracketed_root(&mut beyond, 0.0, estimate)
        };
        let (sds, errors) = self.top.standard_deviations();
        let mut inside = sds[self.component];
        let mut outside = inside + 2.0 * errors[self.component].unwrap_or(1.0);
        let mut past = beyond(outside);
        while past < 0.0 && outside < 1e25 {
            (inside, outside) = (outside, 2.0 * outside);
            past = beyond(outside);
        }
        let upper = bracketed_root(&mut beyond, inside, outside);
        if let Some(error) = failure {
            return Err(error);
        }
        let (lower, upper) = (lower?, upper.map_err(|_| unbounded(self.component))?);
        let unit = self.blocks.unit();
        Ok(Interval {
            low: lower * unit,
            high: upper * unit,
        })
    }
}

fn unbounded(component: usize) -> Error {
    let which = if component == 0 { "τ_c" } else { "τ_p" };
    let reason = "the likelihood does not fall far enough for any finite value; give more contests";
    Error::undefined(format!("the upper end of the interval of {which}"), reason)
}
