//! The lead of one choice over another in one sample.

mod score;

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::effective::{check_share, effective_size, one_length};
use super::score::Share;
use super::{BinomialMethod, Interval};
use crate::error::{Error, Result, by_name};
use crate::model::Sample;
use crate::numeric::{Confidence, binomial_upper_tail, normal};

/// How the interval of a lead p_i − p_j is computed from the counts x_i, x_j of two choices among n
/// respondents of one multinomial sample. Never two separate intervals: the two shares are drawn from one
/// sample, where one's gain is partly the other's loss.
///
/// In the language of matched pairs every respondent is a pair of answers, "chose i" and "chose j". Nobody
/// gives both, so that the table has a = 0, b = x_i, c = x_j and d = n − x_i − x_j, and the lead is the
/// difference (b − c)/n of its discordant proportions. Counts are real numbers; d̂ = (x_i − x_j)/n,
/// z = z_c. All ends lie in [−1, 1].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeadMethod {
    /// d̂ ± z√((p̂_i + p̂_j − d̂²)/n).
    Wald,
    /// Square and add: d̂ − √(δ_i² − 2φδ_iε_j + ε_j²) to d̂ + √(ε_i² − 2φε_iδ_j + δ_j²), with δ = p̂ − l and
    /// ε = u − p̂ the distances to the ends l and u of each choice's Wilson interval, and φ the correlation
    /// of the two answers, −√(x_i x_j/((n − x_i)(n − x_j))), 0 where that is 0/0 (Newcombe 1998,
    /// *Statistics in Medicine* 17, 2635, method 10; Zou & Donner 2008 call it MOVER).
    ///
    /// Newcombe's method depends on how the concordant pairs divide into a and d; those who chose neither
    /// are all in d here, for that is what they are when the shares p_i and p_j are the margins of the
    /// table. His correction of φ for continuity does not come in, as φ is never positive.
    Newcombe,
    /// Inverts the score test: the δ with |x_i − x_j − nδ| = z√(n(p̃_i + p̃_j − δ²)), p̃ the likeliest shares
    /// whose lead is δ (Tango 1998, *Statistics in Medicine* 17, 891). It depends on b, c and n alone. The
    /// interval excludes 0 exactly if the test of [`p_value`] at 1 − level does.
    Score,
}

/// Counts of two choices and of the rest in one sample, checked.
#[derive(Clone, Copy)]
struct Lead {
    first: f64,
    second: f64,
    rest: f64,
    size: f64,
}

impl Lead {
    fn new(first: f64, second: f64, size: f64) -> Result<Lead> {
        if !(size > 0.0 && size.is_finite()) {
            return Err(Error::out_of_range(
                "size",
                size,
                "give a positive, finite number",
            ));
        }
        for (field, count) in [("first", first), ("second", second)] {
            if !(0.0..=size).contains(&count) {
                return Err(Error::out_of_range(
                    field,
                    count,
                    format!("give a number from 0 to the {size} respondents"),
                ));
            }
        }
        let rest = size - first - second;
        // Effective counts that fill the sample may exceed it in the last places.
        if rest < -1e-9 * size {
            return Err(Error::inconsistent(
                "second",
                second.to_string(),
                format!("`first` {first} of {size}"),
                "both choices together have at most all respondents",
            ));
        }
        Ok(Lead {
            first,
            second,
            rest: rest.max(0.0),
            size,
        })
    }

    fn estimate(self) -> f64 {
        (self.first - self.second) / self.size
    }

    fn wald(self, z: f64) -> Interval {
        // p_i + p_j − d², of terms that are not negative: (4x_i x_j + (x_i + x_j)·rest)/n².
        let (p, q, r) = (
            self.first / self.size,
            self.second / self.size,
            self.rest / self.size,
        );
        let margin = z * ((4.0 * p * q + (p + q) * r) / self.size).sqrt();
        self.around(margin, margin)
    }

    fn newcombe(self, z: f64) -> Interval {
        let share = |count: f64, other: f64| Share {
            successes: count,
            failures: other + self.rest,
            trials: self.size,
        };
        let (first, second) = (
            share(self.first, self.second),
            share(self.second, self.first),
        );
        let margins = first.failures * second.failures;
        let correlation = if margins > 0.0 {
            -(self.first / first.failures * (self.second / second.failures)).sqrt()
        } else {
            0.0
        };
        let (below_first, above_first) = first.wilson_margins(z);
        let (below_second, above_second) = second.wilson_margins(z);
        let joined = |one: f64, other: f64| {
            // No term is negative, for the correlation is not positive.
            (one * one - 2.0 * correlation * one * other + other * other).sqrt()
        };
        self.around(
            joined(below_first, above_second),
            joined(above_first, below_second),
        )
    }

    fn around(self, below: f64, above: f64) -> Interval {
        Interval {
            low: (self.estimate() - below).max(-1.0),
            high: (self.estimate() + above).min(1.0),
        }
    }
}

/// Two-sided p-value of the hypothesis that two choices of one sample have the same share, from their
/// (effective) counts: z = (p_i − p_j)/√((p_i + p_j)/n) = (x_i − x_j)/√(x_i + x_j), the variance under the
/// hypothesis (McNemar 1947, without correction for continuity; Tango's score test at δ = 0). 1 where
/// nobody chose either.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a count is negative or not finite.
///
/// ```
/// use exitpoll::interval::lead;
///
/// // 25 and 9: z = 16/√34 = 2.744.
/// assert!((lead::p_value(25.0, 9.0)? - 0.006_070).abs() < 1e-6);
/// assert_eq!(lead::p_value(0.0, 0.0)?, 1.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn p_value(first: f64, second: f64) -> Result<f64> {
    for (field, count) in [("first", first), ("second", second)] {
        if !(count >= 0.0 && count.is_finite()) {
            return Err(Error::out_of_range(
                field,
                count,
                "give a finite number from 0 up",
            ));
        }
    }
    Ok((2.0 * tail(first, second)).min(1.0))
}

/// P(Z ≥ |z|) of the pair: the one-sided p-value of the choice that is ahead.
pub(super) fn tail(first: f64, second: f64) -> f64 {
    // Halved, so that the sum is finite.
    let half = 0.5 * first + 0.5 * second;
    if half == 0.0 {
        return 0.5;
    }
    let difference = 0.5 * first - 0.5 * second;
    normal::upper_tail(difference.abs() / half.sqrt() * std::f64::consts::SQRT_2)
}

/// Whether two choices of one sample have so few respondents together that the normal distribution misses the level of
/// their lead: below 200, a nominal two-sided level of .05 can be .078 (of 21 respondents); from there on it is at most
/// .0585.
pub(crate) fn is_small_pair(first: f64, second: f64) -> bool {
    first + second < 200.0
}

/// P(X ≥ more) of a pair whose respondents are as likely to be for the one as for the other: the exact p-value of the
/// hypothesis that the choice with `more` is not ahead.
pub(super) fn exact_tail(more: f64, less: f64) -> Result<f64> {
    binomial_upper_tail(more, more + less, 0.5)
}

impl LeadMethod {
    /// Every method.
    pub const ALL: [LeadMethod; 3] = [LeadMethod::Wald, LeadMethod::Newcombe, LeadMethod::Score];

    /// The interval of p_first − p_second, for the counts `first` and `second` of two choices among `size`
    /// respondents.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless `size` is positive and finite and the counts lie between 0 and it;
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if both together exceed it.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::LeadMethod;
    ///
    /// // Newcombe (1998), table III, (36, 12, 2, 0) by method 10: .0569 to .3404.
    /// let newcombe = LeadMethod::Newcombe.interval(12.0, 2.0, 50.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.4} {:.4}", newcombe.low(), newcombe.high()), "0.0569 0.3404");
    /// // Tango (1998), 9 and 3 of 32 pairs discordant: −.027 to .390.
    /// let score = LeadMethod::Score.interval(9.0, 3.0, 32.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.3} {:.3}", score.low(), score.high()), "-0.027 0.390");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval(
        self,
        first: f64,
        second: f64,
        size: f64,
        confidence: Confidence,
    ) -> Result<Interval> {
        self.of_lead(Lead::new(first, second, size)?, confidence.critical_value())
    }

    /// The intervals of many leads at one level, written to `out`: the same figures to the last bit as
    /// [`interval`](LeadMethod::interval) gives one by one. Allocates nothing.
    ///
    /// # Errors
    /// As [`interval`](LeadMethod::interval), for the first lead that is refused (`out` is written up to
    /// there); [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the slices differ in length.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{Interval, LeadMethod};
    ///
    /// let mut out = [Interval::default(); 2];
    /// LeadMethod::Wald.intervals(&[50.0, 40.0], &[50.0, 10.0], &[100.0, 100.0], Confidence::P95, &mut out)?;
    /// // All of 100 divided evenly: 0 ± 1.96·√(1/100).
    /// assert_eq!(format!("{:.4}", out[0].high()), "0.1960");
    /// assert_eq!(out[1], LeadMethod::Wald.interval(40.0, 10.0, 100.0, Confidence::P95)?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn intervals(
        self,
        first: &[f64],
        second: &[f64],
        size: &[f64],
        confidence: Confidence,
        out: &mut [Interval],
    ) -> Result<()> {
        one_length(
            ("first", first.len()),
            &[
                ("second", second.len()),
                ("size", size.len()),
                ("out", out.len()),
            ],
        )?;
        let z = confidence.critical_value();
        let counts = first.iter().zip(second).zip(size);
        for (slot, ((&first, &second), &size)) in out.iter_mut().zip(counts) {
            *slot = self.of_lead(Lead::new(first, second, size)?, z)?;
        }
        Ok(())
    }

    /// The interval of the lead of the share `first` over the share `second` (proportions) that a `sample`
    /// gave, with the sample's effective size ([`Sample::effective_size`]): the design effect is that of the
    /// lead, where it is known.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if a share lies outside [0, 1]; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if they sum to more
    /// than 1; [`ErrorKind::Missing`](crate::ErrorKind::Missing) if the sample names no respondents.
    ///
    /// ```
    /// use exitpoll::interval::LeadMethod;
    /// use exitpoll::{Confidence, Sample};
    ///
    /// let sample = Sample::builder().respondents(1000).design_effect("2.5").build()?;
    /// let interval = LeadMethod::Score.interval_of_shares(0.5, 0.25, &sample, Confidence::P95)?;
    /// assert_eq!(interval, LeadMethod::Score.interval(200.0, 100.0, 400.0, Confidence::P95)?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval_of_shares(
        self,
        first: f64,
        second: f64,
        sample: &Sample,
        confidence: Confidence,
    ) -> Result<Interval> {
        check_share("first", first)?;
        check_share("second", second)?;
        let size = effective_size("respondents", sample)?;
        self.interval(first * size, second * size, size, confidence)
    }

    /// As [`interval`](LeadMethod::interval), but of a small pair it also holds what Clopper and
    /// Pearson's interval of the one's part of the pair leaves of the lead: then it excludes 0 only if the binomial
    /// test of the pair does.
    pub(crate) fn interval_of_pair(
        self,
        first: f64,
        second: f64,
        size: f64,
        is_small: bool,
        confidence: Confidence,
    ) -> Result<Interval> {
        let interval = self.interval(first, second, size, confidence)?;
        let both = first + second;
        if !is_small || both == 0.0 {
            return Ok(interval);
        }
        let part = BinomialMethod::ClopperPearson.interval(first, both, confidence)?;
        let lead = |part: f64| both / size * (2.0 * part - 1.0);
        Ok(Interval {
            low: interval.low.min(lead(part.low)).max(-1.0),
            high: interval.high.max(lead(part.high)).min(1.0),
        })
    }

    /// Whether the lead is above 0 by more than chance: its interval is, as [`interval`](LeadMethod::interval) has it
    /// (for the score method without solving for its ends), and in a small pair also the binomial test of the pair
    /// rejects on that side.
    pub(crate) fn is_ahead(
        self,
        first: f64,
        second: f64,
        size: f64,
        is_small: bool,
        confidence: Confidence,
    ) -> Result<bool> {
        if is_small && exact_tail(first, second)? > 0.5 * confidence.alpha() {
            return Ok(false);
        }
        match self {
            // At δ = 0 the null variance is (x + y)/n².
            LeadMethod::Score => {
                let lead = Lead::new(first, second, size)?;
                let z = confidence.critical_value();
                Ok(lead.first - lead.second > z * (lead.first + lead.second).sqrt())
            }
            _ => Ok(self.interval(first, second, size, confidence)?.low > 0.0),
        }
    }

    fn of_lead(self, lead: Lead, z: f64) -> Result<Interval> {
        match self {
            LeadMethod::Wald => Ok(lead.wald(z)),
            LeadMethod::Newcombe => Ok(lead.newcombe(z)),
            LeadMethod::Score => score::interval(lead, z),
        }
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LeadMethod::Wald => "wald",
            LeadMethod::Newcombe => "newcombe",
            LeadMethod::Score => "score",
        }
    }
}

impl fmt::Display for LeadMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LeadMethod {
    type Err = Error;
    fn from_str(text: &str) -> Result<LeadMethod> {
        by_name("lead method", text, LeadMethod::ALL, LeadMethod::name)
    }
}
