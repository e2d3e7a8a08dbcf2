use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Interval;
use crate::error::{Error, Result};
use crate::numeric::{Confidence, beta_quantile, beta_upper_quantile};

/// An interval for one share, from x successes among n trials.
///
/// x and n need not be whole: with a design effect, n is the effective size.
///
/// Wilson (1927), Clopper & Pearson (1934), Agresti & Coull (1998), Brown, Cai & DasGupta (2001).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BinomialMethod {
    /// p̂ ± z √(p̂(1 − p̂)/n), clipped to \[0, 1\]. Too short near 0 and 1; here for comparison.
    Wald,
    /// All p with |p̂ − p| ≤ z √(p(1 − p)/n): (x + z²/2 ± z √(x(n − x)/n + z²/4)) / (n + z²).
    #[default]
    Wilson,
    /// Wald's around (x + z²/2)/(n + z²) with n + z² trials, clipped to \[0, 1\].
    AgrestiCoull,
    /// The equal-tailed quantiles of Beta(x + ½, n − x + ½).
    Jeffreys,
    /// The p that no one-sided exact test rejects: the quantiles of Beta(x, n − x + 1) and
    /// Beta(x + 1, n − x), with 0 at x = 0 and 1 at x = n.
    ClopperPearson,
}

impl BinomialMethod {
    /// Every method.
    pub const ALL: [BinomialMethod; 5] = [
        BinomialMethod::Wald,
        BinomialMethod::Wilson,
        BinomialMethod::AgrestiCoull,
        BinomialMethod::Jeffreys,
        BinomialMethod::ClopperPearson,
    ];

    /// Its name in documents and on command lines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BinomialMethod::Wald => "wald",
            BinomialMethod::Wilson => "wilson",
            BinomialMethod::AgrestiCoull => "agresti_coull",
            BinomialMethod::Jeffreys => "jeffreys",
            BinomialMethod::ClopperPearson => "clopper_pearson",
        }
    }

    /// The interval for `successes` among `trials`.
    ///
    /// ```
    /// use exitpoll::{Confidence, interval::BinomialMethod};
    ///
    /// // Newcombe (1998), 81 of 263: 0.2553 to 0.3662.
    /// let interval = BinomialMethod::Wilson.interval(81.0, 263.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.4} {:.4}", interval.lower, interval.upper), "0.2553 0.3662");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `trials` is positive and finite and 0 ≤ `successes` ≤ `trials`.
    pub fn interval(self, successes: f64, trials: f64, confidence: Confidence) -> Result<Interval> {
        check(successes, trials)?;
        Ok(self.compute(
            successes,
            trials,
            confidence.critical_value(),
            confidence.alpha() / 2.0,
        ))
    }

    /// The intervals of many samples, bit by bit those of [`interval`](Self::interval); allocates
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] if the slices differ in length; [`Error::OutOfRange`] as for one
    /// interval, with the position; `out` is then filled up to there.
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
                    field: field.into(),
                    value: format!("{length} long"),
                    other: format!("`successes`, {} long", successes.len()),
                    mend: "give slices of one length".into(),
                });
            }
        }
        let (z, tail) = (confidence.critical_value(), confidence.alpha() / 2.0);
        for ((place, &x), &n) in out.iter_mut().zip(successes).zip(trials) {
            check(x, n)?;
            *place = self.compute(x, n, z, tail);
        }
        Ok(())
    }

    fn compute(self, x: f64, n: f64, z: f64, tail: f64) -> Interval {
        match self {
            BinomialMethod::Wald => wald(x / n, n, z),
            BinomialMethod::Wilson => wilson(x, n, z),
            BinomialMethod::AgrestiCoull => {
                let trials = n + z * z;
                wald((x + z * z / 2.0) / trials, trials, z)
            }
            BinomialMethod::Jeffreys => Interval {
                lower: beta_quantile(tail, x + 0.5, n - x + 0.5),
                upper: beta_upper_quantile(tail, x + 0.5, n - x + 0.5),
            },
            BinomialMethod::ClopperPearson => Interval {
                lower: if x == 0.0 {
                    0.0
                } else {
                    beta_quantile(tail, x, n - x + 1.0)
                },
                upper: if x == n {
                    1.0
                } else {
                    beta_upper_quantile(tail, x + 1.0, n - x)
                },
            },
        }
    }
}

fn check(successes: f64, trials: f64) -> Result<()> {
    if !(trials > 0.0 && trials.is_finite()) {
        return Err(Error::out_of_range(
            "trials",
            trials,
            "give a positive number of trials",
        ));
    }
    if !(0.0..=trials).contains(&successes) {
        let mend = format!("give a number from 0 to the {trials} trials");
        return Err(Error::out_of_range("successes", successes, mend));
    }
    Ok(())
}

fn wald(share: f64, trials: f64, z: f64) -> Interval {
    let half = z * (share * (1.0 - share) / trials).sqrt();
    Interval {
        lower: (share - half).max(0.0),
        upper: (share + half).min(1.0),
    }
}

fn wilson(x: f64, n: f64, z: f64) -> Interval {
    let square = z * z;
    let root = z * (x * ((n - x) / n) + square / 4.0).sqrt();
    let scale = n + square;
    // The two ends multiply to x²/(n(n + z²)): the lower one by that, where the difference of two
    // nearly equal numbers would lose digits.
    let upper = ((x + square / 2.0 + root) / scale).min(1.0);
    let lower = x / n * (x / scale) / upper;
    Interval {
        lower,
        upper: if x == n { 1.0 } else { upper },
    }
}

impl fmt::Display for BinomialMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BinomialMethod::Wald => "Wald",
            BinomialMethod::Wilson => "Wilson",
            BinomialMethod::AgrestiCoull => "Agresti–Coull",
            BinomialMethod::Jeffreys => "Jeffreys",
            BinomialMethod::ClopperPearson => "Clopper–Pearson",
        })
    }
}

impl FromStr for BinomialMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<BinomialMethod> {
        let wanted = text.trim().to_lowercase().replace([' ', '-', '–'], "_");
        BinomialMethod::ALL
            .into_iter()
            .find(|method| method.name() == wanted)
            .ok_or_else(|| Error::Unknown {
                field: "interval method".into(),
                value: text.into(),
                mend: format!(
                    "use one of {}",
                    BinomialMethod::ALL.map(BinomialMethod::name).join(", ")
                ),
            })
    }
}
