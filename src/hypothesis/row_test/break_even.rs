//! The sample from which on a deviation is beyond chance, by the test that the verdict uses.

use serde::Serialize;

use super::super::goodness_of_fit::likelihood_ratio_part;
use super::tails::Tails;
use super::{
    SMALL_CELL, adjusted, check_degrees, check_figure, check_tests, student_t_critical_value,
};
use crate::error::Result;
use crate::numeric::{Bounds, Confidence, EQUAL_SHARES, bracketed_root, normal};

/// The level at which a verdict over several rows tests each of them: α/m, two-sided, by the normal
/// distribution or Student's t.
///
/// Holm's first step is at α/m, so that a poll is beyond chance exactly if one of its m rows is at this level.
/// Two rows that mirror one another are one test; ranges and rows without an official figure are none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VerdictLevel {
    confidence: Confidence,
    tests: usize,
    pub(super) degrees_of_freedom: Option<f64>,
    /// Asked for by every row.
    critical_value: f64,
}

/// The effective respondents above which a row is beyond chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct BreakEven {
    /// Of the figures as printed; `None` where they do not differ. 0 where the official share is 0 or 1: one
    /// respondent contradicts it.
    pub size: Option<f64>,
    /// The least over the rounding of both figures; `None` where they cannot differ.
    pub least: Option<f64>,
    /// The greatest; `None` where they may be equal.
    pub greatest: Option<f64>,
    /// Whether a row of that size is tested by the binomial distribution.
    pub binomial: bool,
}

impl VerdictLevel {
    /// One of `tests` rows of a poll whose design effect is taken as known without its stations.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for no test.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::hypothesis::VerdictLevel;
    ///
    /// // Seven rows at 95 percent: z at .05/14.
    /// let level = VerdictLevel::new(Confidence::P95, 7)?;
    /// assert!((level.critical_value()? - 2.690_109_5).abs() < 1e-7);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn new(confidence: Confidence, tests: usize) -> Result<VerdictLevel> {
        check_tests(tests)?;
        Ok(VerdictLevel {
            confidence,
            tests,
            degrees_of_freedom: None,
            critical_value: match tests {
                1 => confidence.critical_value(),
                tests => normal::upper_tail_quantile(0.5 * confidence.alpha() / tests as f64),
            },
        })
    }

    /// With the degrees of freedom of the design ([`RowSample::with_degrees_of_freedom`](super::RowSample::with_degrees_of_freedom)).
    ///
    /// # Errors
    /// As there, and those of the quantile of t.
    pub fn with_degrees_of_freedom(self, degrees_of_freedom: f64) -> Result<VerdictLevel> {
        check_degrees(degrees_of_freedom)?;
        Ok(VerdictLevel {
            degrees_of_freedom: Some(degrees_of_freedom),
            critical_value: student_t_critical_value(self.alpha(), degrees_of_freedom)?,
            ..self
        })
    }

    /// α/m.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.confidence.alpha() / self.tests as f64
    }

    /// The confidence of an interval that goes with the verdict, 1 − α/m.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) where so many tests leave nothing of α.
    pub fn confidence(&self) -> Result<Confidence> {
        adjusted(self.confidence, self.tests)
    }

    /// The standard errors from which on a row is beyond chance: the quantile with α/(2m) beyond it.
    ///
    /// # Errors
    /// None; a `Result` as for the other figures of a level.
    pub fn critical_value(&self) -> Result<f64> {
        Ok(self.critical_value)
    }

    /// How many effective respondents stand for one of the binomial test: (t_c/z_c)² at the report's own
    /// confidence.
    pub(super) fn loss(&self) -> Result<f64> {
        let Some(degrees_of_freedom) = self.degrees_of_freedom else {
            return Ok(1.0);
        };
        let t = student_t_critical_value(self.confidence.alpha(), degrees_of_freedom)?;
        Ok((t / self.confidence.critical_value()).powi(2))
    }
}

/// The effective respondents above which a poll's row is beyond chance at the verdict's level, whatever more
/// there are.
///
/// By standard errors n* = q²·v(1 − v)/d², q the [critical value](VerdictLevel::critical_value); where a row of
/// that size has fewer than five expected respondents for the choice (or against it), the n at which its
/// binomial p-value is α/m. Like the test itself, the method follows all of v's rounding.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a figure or an end of its bounds that is no proportion, or a figure outside its
/// bounds.
///
/// ```
/// use exitpoll::{Bounds, Confidence};
/// use exitpoll::hypothesis::{VerdictLevel, break_even};
///
/// // 1.96²·.9205·.0795/.0185²; between .018 and .019, rounding leaves 778.7 to 867.6.
/// let level = VerdictLevel::new(Confidence::P95, 1)?;
/// let poll = (0.939, Bounds::new(0.9385, 0.9395)?);
/// let size = break_even(poll, (0.9205, Bounds::exact(0.9205)), level)?;
/// assert!((size.size.unwrap() - 821.379097542).abs() < 1e-6);
/// assert!((size.least.unwrap() - 778.7).abs() < 0.1 && (size.greatest.unwrap() - 867.6).abs() < 0.1);
/// // With 12,000 respondents, a design effect of 14.6 or more would make it chance.
/// assert!((size.design_effect(12_000.0).unwrap() - 14.61).abs() < 5e-3);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn break_even(
    poll: (f64, Bounds),
    official: (f64, Bounds),
    level: VerdictLevel,
) -> Result<BreakEven> {
    check_figure("poll", poll)?;
    check_figure("official", official)?;
    let ((p, poll), (v, official)) = (poll, official);
    // From this many effective respondents on the row is tested by standard errors.
    let large = SMALL_CELL / official.low.min(1.0 - official.high);
    let size = |p: f64, v: f64| break_even_at(p, v, large, level);
    let nearest = if poll.low > official.high {
        Some((poll.low, official.high))
    } else if poll.high < official.low {
        Some((poll.high, official.low))
    } else {
        None
    };
    let as_printed = size(p, v)?;
    let greatest = match nearest {
        Some((p, v)) => size(p, v)?,
        None => None,
    };
    let above = size(poll.high, official.low)?.filter(|_| poll.high > official.low);
    let below = size(poll.low, official.high)?.filter(|_| poll.low < official.high);
    let least = match (above, below) {
        (Some(above), Some(below)) => Some(above.min(below)),
        (one, other) => one.or(other),
    };
    Ok(BreakEven {
        size: as_printed,
        least,
        greatest,
        binomial: as_printed.is_some_and(|size| size < large),
    })
}

impl BreakEven {
    /// The design effect below which this many respondents would put the row beyond chance: respondents over
    /// [`size`](BreakEven::size). `None` where there is no size, or any design effect would do.
    #[must_use]
    pub fn design_effect(&self, respondents: f64) -> Option<f64> {
        self.size
            .filter(|size| *size > 0.0)
            .map(|size| respondents / size)
    }
}

fn break_even_at(poll: f64, official: f64, large: f64, level: VerdictLevel) -> Result<Option<f64>> {
    let deviation = poll - official;
    if deviation.abs() <= EQUAL_SHARES {
        return Ok(None);
    }
    if official == 0.0 || official == 1.0 {
        return Ok(Some(0.0));
    }
    let by_standard_errors =
        (level.critical_value()? / deviation).powi(2) * official * (1.0 - official);
    if by_standard_errors > large {
        return Ok(Some(by_standard_errors));
    }
    // Every larger sample is beyond chance by standard errors; of the smaller ones, those above the root.
    let (loss, alpha) = (level.loss()?, level.alpha());
    let excess = |size: f64| -> Result<f64> {
        Ok(Tails::Binomial { size }.p_value(poll, official)? - alpha)
    };
    let most = large / loss;
    // If that is far above the root, from where the tail is about α/2: e^(−½G) is at least the tail (Chernoff 1952,
    // Annals of Mathematical Statistics 23). From 5e300 respondents, for a share of 1e-300, a thousand halvings
    // would lead down to the root, each with a tail of such shapes.
    let g_of_one =
        likelihood_ratio_part(poll, official) + likelihood_ratio_part(1.0 - poll, 1.0 - official);
    let mut near = 2.0 * (2.0 / alpha).ln() / g_of_one;
    if !near.is_normal() {
        near = by_standard_errors.max(f64::MIN_POSITIVE);
    }
    let mut upper = if most <= 1e6 * near { most } else { near };
    while excess(upper)? > 0.0 {
        if upper >= most {
            return Ok(Some(large));
        }
        upper = (2.0 * upper).min(most);
    }
    let mut lower = 0.5 * upper;
    while excess(lower)? < 0.0 {
        lower *= 0.5;
    }
    let root = bracketed_root(|size| excess(size).unwrap_or(f64::NAN), lower, upper)?;
    Ok(Some((root * loss).min(large)))
}
