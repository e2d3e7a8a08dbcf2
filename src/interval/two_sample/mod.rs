//! The difference of a share between two samples: two polls, or one pollster at two times.

mod score;

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::Interval;
use super::effective::{check_share, effective_size, one_length};
use super::score::Share;
use crate::error::{Error, Result, by_name};
use crate::model::Sample;
use crate::numeric::Confidence;

/// How the interval of a difference p₁ − p₂ is computed from x₁ successes in n₁ trials of one sample and x₂
/// in n₂ of another, independent one.
///
/// Counts are real numbers, so that effective sizes need not be rounded. p̂ = x/n, d̂ = p̂₁ − p̂₂, z = z_c.
/// All ends lie in [−1, 1]: Wald and Agresti–Caffo are clipped to it, as in R DescTools; statsmodels leaves
/// them outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TwoSampleMethod {
    /// d̂ ± z√(p̂₁(1 − p̂₁)/n₁ + p̂₂(1 − p̂₂)/n₂). A point where both shares are 0 or 1.
    Wald,
    /// Square and add: d̂ − √((p̂₁ − l₁)² + (u₂ − p̂₂)²) to d̂ + √((u₁ − p̂₁)² + (p̂₂ − l₂)²), with l and u the
    /// ends of each share's Wilson interval (Newcombe 1998, *Statistics in Medicine* 17, 873, method 10).
    Newcombe,
    /// Wald after one success and one failure are added to each sample, also at the centre (Agresti & Caffo
    /// 2000, *The American Statistician* 54).
    AgrestiCaffo,
    /// Inverts the score test: the δ with |d̂ − δ| = z√((p̃₁(1 − p̃₁)/n₁ + p̃₂(1 − p̃₂)/n₂)·N/(N − 1)), N = n₁ +
    /// n₂ and p̃ the likeliest shares whose difference is δ (Miettinen & Nurminen 1985, *Statistics in
    /// Medicine* 4). Newcombe (1998) and R ratesci print the same; statsmodels 0.15 does not, for its cubic
    /// equation for p̃₂ has x₂δ where the paper has n₂δ.
    MiettinenNurminen,
}

/// The two shares, checked.
#[derive(Clone, Copy)]
struct Pair {
    one: Share,
    other: Share,
}

impl Pair {
    fn new(successes: [f64; 2], trials: [f64; 2]) -> Result<Pair> {
        let ([x1, x2], [n1, n2]) = (successes, trials);
        Ok(Pair {
            one: checked_share("1", x1, n1)?,
            other: checked_share("2", x2, n2)?,
        })
    }

    /// x₁/n₁ − x₂/n₂. Shares that are almost the same would lose in their difference what rounding took
    /// from each; (x₁n₂ − x₂n₁)/(n₁n₂) with the error of the first product brought back does not.
    fn difference(self) -> f64 {
        let (Share { trials: n1, .. }, Share { trials: n2, .. }) = (self.one, self.other);
        let (x1, x2) = (self.one.successes, self.other.successes);
        let product = x2 * n1;
        let dropped = (-x2).mul_add(n1, product);
        let cross = x1.mul_add(n2, -product) + dropped;
        let denominator = n1 * n2;
        if denominator.is_normal() && cross.is_finite() {
            cross / denominator
        } else {
            self.one.estimate() - self.other.estimate()
        }
    }

    fn variance(self) -> f64 {
        self.one.variance() + self.other.variance()
    }

    fn wald(self, z: f64) -> Interval {
        let margin = z * self.variance().sqrt();
        self.around(margin, margin)
    }

    fn newcombe(self, z: f64) -> Interval {
        let (below_one, above_one) = self.one.wilson_margins(z);
        let (below_other, above_other) = self.other.wilson_margins(z);
        self.around(below_one.hypot(above_other), above_one.hypot(below_other))
    }

    fn agresti_caffo(self, z: f64) -> Interval {
        let added = |share: Share| Share {
            successes: share.successes + 1.0,
            failures: share.failures + 1.0,
            trials: share.trials + 2.0,
        };
        let pair = Pair {
            one: added(self.one),
            other: added(self.other),
        };
        pair.wald(z)
    }

    fn around(self, below: f64, above: f64) -> Interval {
        let difference = self.difference();
        Interval {
            low: (difference - below).max(-1.0),
            high: (difference + above).min(1.0),
        }
    }
}

fn checked_share(sample: &str, successes: f64, trials: f64) -> Result<Share> {
    if !(trials > 0.0 && trials.is_finite()) {
        return Err(Error::out_of_range(
            format!("trials{sample}"),
            trials,
            "give a positive, finite number",
        ));
    }
    if !(0.0..=trials).contains(&successes) {
        return Err(Error::out_of_range(
            format!("successes{sample}"),
            successes,
            format!("give a number from 0 to the {trials} trials"),
        ));
    }
    Ok(Share {
        successes,
        failures: trials - successes,
        trials,
    })
}

impl TwoSampleMethod {
    /// Every method.
    pub const ALL: [TwoSampleMethod; 4] = [
        TwoSampleMethod::Wald,
        TwoSampleMethod::Newcombe,
        TwoSampleMethod::AgrestiCaffo,
        TwoSampleMethod::MiettinenNurminen,
    ];

    /// The interval of the first share less the second, for `successes` and `trials` of the two samples.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless both trials are positive and finite and the successes lie between 0 and
    /// them; for Miettinen–Nurminen also unless there is more than one trial in all.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::TwoSampleMethod;
    ///
    /// // Newcombe (1998), table II, (a) 56/70 − 48/80: Wald .0575 to .3425, Miettinen–Nurminen .0528 to
    /// // .3382, method 10 .0524 to .3339.
    /// let ends = |method: TwoSampleMethod| -> exitpoll::Result<_> {
    ///     let interval = method.interval([56.0, 48.0], [70.0, 80.0], Confidence::P95)?;
    ///     Ok(format!("{:.4} {:.4}", interval.low(), interval.high()))
    /// };
    /// assert_eq!(ends(TwoSampleMethod::Wald)?, "0.0575 0.3425");
    /// assert_eq!(ends(TwoSampleMethod::MiettinenNurminen)?, "0.0528 0.3382");
    /// assert_eq!(ends(TwoSampleMethod::Newcombe)?, "0.0524 0.3339");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval(
        self,
        successes: [f64; 2],
        trials: [f64; 2],
        confidence: Confidence,
    ) -> Result<Interval> {
        self.of_pair(Pair::new(successes, trials)?, confidence.critical_value())
    }

    /// The intervals of many differences at one level, written to `out`: the same figures to the last bit as
    /// [`interval`](TwoSampleMethod::interval) gives one by one. Allocates nothing.
    ///
    /// # Errors
    /// As [`interval`](TwoSampleMethod::interval), for the first pair that is refused (`out` is written up
    /// to there); [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the slices differ in length.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{Interval, TwoSampleMethod};
    ///
    /// let method = TwoSampleMethod::AgrestiCaffo;
    /// let mut out = [Interval::default(); 2];
    /// method.intervals(&[[5.0, 0.0], [9.0, 3.0]], &[[56.0, 29.0], [10.0, 10.0]], Confidence::P95, &mut out)?;
    /// assert_eq!(out[1], method.interval([9.0, 3.0], [10.0, 10.0], Confidence::P95)?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn intervals(
        self,
        successes: &[[f64; 2]],
        trials: &[[f64; 2]],
        confidence: Confidence,
        out: &mut [Interval],
    ) -> Result<()> {
        one_length(
            ("successes", successes.len()),
            &[("trials", trials.len()), ("out", out.len())],
        )?;
        let z = confidence.critical_value();
        for (slot, (&successes, &trials)) in out.iter_mut().zip(successes.iter().zip(trials)) {
            *slot = self.of_pair(Pair::new(successes, trials)?, z)?;
        }
        Ok(())
    }

    /// The interval of the difference of two `shares` (proportions), the first less the second, that two
    /// `samples` gave, with their effective sizes ([`Sample::effective_size`]).
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share lies outside [0, 1]; [`ErrorKind::Missing`](crate::ErrorKind::Missing) if a sample names no
    /// respondents.
    ///
    /// ```
    /// use exitpoll::interval::TwoSampleMethod;
    /// use exitpoll::{Confidence, Sample};
    ///
    /// let one = Sample::builder().respondents(1000).design_effect("2.5").build()?;
    /// let other = Sample::builder().respondents(800).build()?;
    /// let method = TwoSampleMethod::MiettinenNurminen;
    /// let interval = method.interval_of_shares([0.5, 0.25], [&one, &other], Confidence::P95)?;
    /// assert_eq!(interval, method.interval([200.0, 200.0], [400.0, 800.0], Confidence::P95)?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval_of_shares(
        self,
        shares: [f64; 2],
        samples: [&Sample; 2],
        confidence: Confidence,
    ) -> Result<Interval> {
        let [one, other] = samples;
        let sizes = [
            effective_size("respondents of sample 1", one)?,
            effective_size("respondents of sample 2", other)?,
        ];
        let ([p1, p2], [n1, n2]) = (shares, sizes);
        check_share("share 1", p1)?;
        check_share("share 2", p2)?;
        self.interval([p1 * n1, p2 * n2], sizes, confidence)
    }

    fn of_pair(self, pair: Pair, z: f64) -> Result<Interval> {
        match self {
            TwoSampleMethod::Wald => Ok(pair.wald(z)),
            TwoSampleMethod::Newcombe => Ok(pair.newcombe(z)),
            TwoSampleMethod::AgrestiCaffo => Ok(pair.agresti_caffo(z)),
            TwoSampleMethod::MiettinenNurminen => score::miettinen_nurminen(pair, z),
        }
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TwoSampleMethod::Wald => "wald",
            TwoSampleMethod::Newcombe => "newcombe",
            TwoSampleMethod::AgrestiCaffo => "agresti_caffo",
            TwoSampleMethod::MiettinenNurminen => "miettinen_nurminen",
        }
    }
}

impl fmt::Display for TwoSampleMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TwoSampleMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<TwoSampleMethod> {
        by_name(
            "two-sample method",
            text,
            TwoSampleMethod::ALL,
            TwoSampleMethod::name,
        )
    }
}
