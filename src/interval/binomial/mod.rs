//! The share of one choice in one sample.

mod closed_form;
mod exact;

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use super::Interval;
use crate::error::{Error, Result};
use crate::numeric::Confidence;

/// How the interval of a single share is computed from x successes in n trials.
///
/// Counts are real numbers, so that effective sizes need not be rounded: the formulas are used as they
/// stand, with beta functions in place of sums where the textbook sums over whole counts. p̂ = x/n,
/// q̂ = 1 − p̂, z = z_c, α = 1 − level. All ends lie in [0, 1].
///
/// Coverage (mean and smallest, exact) of every method is printed and checked by `tests/coverage.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BinomialMethod {
    /// p̂ ± z√(p̂q̂/n) (Laplace 1812). Collapses to a point at x = 0 and x = n and covers too little near
    /// them; here because it is what publications print.
    Wald,
    /// Wald, wider by 1/(2n) on each side (the continuity correction of Yates 1934).
    WaldContinuity,
    /// Inverts the score test: (p̂ + z²/2n ± z√(p̂q̂/n + z²/4n²))/(1 + z²/n) (Wilson 1927).
    Wilson,
    /// Inverts the score test with continuity correction (Newcombe 1998, method 4).
    WilsonContinuity,
    /// Wald about the centre of Wilson's interval, (x + z²/2)/(n + z²), with n + z² in place of n (Agresti &
    /// Coull 1998).
    AgrestiCoull,
    /// The α/2 and 1 − α/2 quantiles of Beta(x + ½, n − x + ½), equal-tailed also at x = 0 and x = n, as
    /// statsmodels has it.
    Jeffreys,
    /// Jeffreys, with lower end 0 at x = 0 and upper end 1 at x = n (Brown, Cai & DasGupta 2001), as
    /// R DescTools has it.
    JeffreysBounded,
    /// Inverts two one-sided exact tests: quantiles of Beta(x, n − x + 1) and Beta(x + 1, n − x)
    /// (Clopper & Pearson 1934). Never covers less than it says.
    ClopperPearson,
}

/// What the methods need of a confidence level, computed once for a slice.
#[derive(Clone, Copy)]
struct Level {
    z: f64,
    half_alpha: f64,
}

impl Level {
    fn of(confidence: Confidence) -> Level {
        Level {
            z: confidence.critical_value(),
            half_alpha: 0.5 * confidence.alpha(),
        }
    }
}

/// A count with its trials, checked.
#[derive(Clone, Copy)]
struct Count {
    successes: f64,
    failures: f64,
    trials: f64,
}

impl Count {
    fn new(successes: f64, trials: f64) -> Result<Count> {
        if trials > 0.0 && trials.is_finite() && successes >= 0.0 && successes <= trials {
            return Ok(Count {
                successes,
                failures: trials - successes,
                trials,
            });
        }
        Err(refusal(successes, trials))
    }

    fn share(self) -> f64 {
        self.successes / self.trials
    }
}

#[cold]
fn refusal(successes: f64, trials: f64) -> Error {
    if trials > 0.0 && trials.is_finite() {
        Error::out_of_range(
            "successes",
            successes,
            format!("give a number from 0 to the {trials} trials"),
        )
    } else {
        Error::out_of_range("trials", trials, "give a positive, finite number")
    }
}

impl BinomialMethod {
    /// Every method.
    pub const ALL: [BinomialMethod; 8] = [
        BinomialMethod::Wald,
        BinomialMethod::WaldContinuity,
        BinomialMethod::Wilson,
        BinomialMethod::WilsonContinuity,
        BinomialMethod::AgrestiCoull,
        BinomialMethod::Jeffreys,
        BinomialMethod::JeffreysBounded,
        BinomialMethod::ClopperPearson,
    ];

    /// The interval for `successes` in `trials`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `trials` is positive and finite and 0 ≤ `successes` ≤ `trials`.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::BinomialMethod;
    ///
    /// // Newcombe (1998), table I: 81 of 263, Wilson .2553 to .3662, Clopper–Pearson .2527 to .3676.
    /// let wilson = BinomialMethod::Wilson.interval(81.0, 263.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.4} {:.4}", wilson.lower, wilson.upper), "0.2553 0.3662");
    /// let exact = BinomialMethod::ClopperPearson.interval(81.0, 263.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.4} {:.4}", exact.lower, exact.upper), "0.2527 0.3676");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval(self, successes: f64, trials: f64, confidence: Confidence) -> Result<Interval> {
        self.of_count(Count::new(successes, trials)?, Level::of(confidence))
    }

    /// The intervals of many counts at one level, written to `out`: the same figures to the last bit as
    /// [`interval`](BinomialMethod::interval) gives one by one. Allocates nothing.
    ///
    /// # Errors
    /// As [`interval`](BinomialMethod::interval), for the first count that is refused (`out` is written up
    /// to there); [`Error::Inconsistent`] if the slices differ in length.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{BinomialMethod, Interval};
    ///
    /// let mut out = [Interval { lower: 0.0, upper: 0.0 }; 2];
    /// BinomialMethod::Wilson.intervals(&[0.0, 15.0], &[20.0, 148.0], Confidence::P95, &mut out)?;
    /// assert_eq!(out[1], BinomialMethod::Wilson.interval(15.0, 148.0, Confidence::P95)?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn intervals(
        self,
        successes: &[f64],
        trials: &[f64],
        confidence: Confidence,
        out: &mut [Interval],
    ) -> Result<()> {
        for (field, length) in [("trials", trials.len()), ("out", out.len())] {
            if length != successes.len() {
                return Err(Error::Inconsistent {
                    field: field.to_string(),
                    value: format!("{length} long"),
                    other: format!("`successes`, {} long", successes.len()),
                    mend: "give slices of one length".to_string(),
                });
            }
        }
        let level = Level::of(confidence);
        for ((slot, &successes), &trials) in out.iter_mut().zip(successes).zip(trials) {
            *slot = self.of_count(Count::new(successes, trials)?, level)?;
        }
        Ok(())
    }

    #[inline]
    fn of_count(self, count: Count, level: Level) -> Result<Interval> {
        Ok(match self {
            BinomialMethod::Wald => closed_form::wald(count, level.z),
            BinomialMethod::WaldContinuity => closed_form::wald_continuity(count, level.z),
            BinomialMethod::Wilson => closed_form::wilson(count, level.z),
            BinomialMethod::WilsonContinuity => closed_form::wilson_continuity(count, level.z),
            BinomialMethod::AgrestiCoull => closed_form::agresti_coull(count, level.z),
            BinomialMethod::Jeffreys => exact::jeffreys(count, level.half_alpha),
            BinomialMethod::JeffreysBounded => exact::jeffreys_bounded(count, level.half_alpha),
            BinomialMethod::ClopperPearson => exact::clopper_pearson(count, level.half_alpha),
        })
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BinomialMethod::Wald => "wald",
            BinomialMethod::WaldContinuity => "wald_continuity",
            BinomialMethod::Wilson => "wilson",
            BinomialMethod::WilsonContinuity => "wilson_continuity",
            BinomialMethod::AgrestiCoull => "agresti_coull",
            BinomialMethod::Jeffreys => "jeffreys",
            BinomialMethod::JeffreysBounded => "jeffreys_bounded",
            BinomialMethod::ClopperPearson => "clopper_pearson",
        }
    }
}

impl fmt::Display for BinomialMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for BinomialMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<BinomialMethod> {
        BinomialMethod::ALL
            .into_iter()
            .find(|method| method.name() == text)
            .ok_or_else(|| {
                let names: Vec<_> = BinomialMethod::ALL
                    .iter()
                    .map(|method| method.name())
                    .collect();
                Error::unreadable(
                    "interval method",
                    text,
                    format!("give one of {}", names.join(", ")),
                )
            })
    }
}
