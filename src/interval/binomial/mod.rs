//! The share of one choice in one sample.

mod blaker;
mod closed_form;
mod count;
mod design;
mod exact;
mod likelihood_ratio;
mod method;
mod mid_p;
mod transformed;

pub use method::BinomialMethod;

use super::Interval;
use super::effective::one_length;
use crate::error::{Error, Result};
use crate::numeric::{Confidence, OneSidedConfidence};
use count::{Count, Level};
use exact::{both_ends, share_of_odds};

/// How a method computes its ends.
enum Ends {
    /// Both at once.
    Formula(fn(Count, Level) -> Interval),
    /// The odds p/(1 − p) of the lower one; the upper one is its mirror image.
    LowerOdds(fn(Count, Level) -> f64),
}

impl BinomialMethod {
    /// The interval for `successes` in `trials`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless `trials` is positive, at most 2⁵³ (and at least 1e-15), and
    /// 0 ≤ `successes` ≤ `trials`;
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for Korn–Graubard, which needs the stations and strata of a sample
    /// ([`interval_of_share`](BinomialMethod::interval_of_share)).
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::BinomialMethod;
    ///
    /// // Newcombe (1998), table I: 81 of 263, Wilson .2553 to .3662, Clopper–Pearson .2527 to .3676.
    /// let wilson = BinomialMethod::Wilson.interval(81.0, 263.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.4} {:.4}", wilson.low(), wilson.high()), "0.2553 0.3662");
    /// let exact = BinomialMethod::ClopperPearson.interval(81.0, 263.0, Confidence::P95)?;
    /// assert_eq!(format!("{:.4} {:.4}", exact.low(), exact.high()), "0.2527 0.3676");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn interval(self, successes: f64, trials: f64, confidence: Confidence) -> Result<Interval> {
        self.interval_of(Count::new(successes, trials)?, Level::from(confidence))
    }

    /// The intervals of many counts at one level, written to `out`: the same figures to the last bit as
    /// [`interval`](BinomialMethod::interval) gives one by one. Allocates nothing.
    ///
    /// # Errors
    /// As [`interval`](BinomialMethod::interval), for the first count that is refused (`out` is written up
    /// to there); [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if the slices differ in length.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::interval::{BinomialMethod, Interval};
    ///
    /// let mut out = [Interval::default(); 2];
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
        one_length(
            ("successes", successes.len()),
            &[("trials", trials.len()), ("out", out.len())],
        )?;
        let level = Level::from(confidence);
        match self {
            // Inlined, this loop is vectorised; a call by pointer would take as long as the formula.
            BinomialMethod::Wilson => fill(successes, trials, out, |count| {
                closed_form::wilson(count, level)
            }),
            _ => match self.ends()? {
                Ends::Formula(ends) => fill(successes, trials, out, |count| ends(count, level)),
                Ends::LowerOdds(odds) => fill(successes, trials, out, |count| {
                    both_ends(odds, count, level)
                }),
            },
        }
    }

    /// The lower bound for `successes` in `trials`: the share is at least this, with the given
    /// confidence. For every method but Blaker's it is the lower end of the interval with as much
    /// probability beyond each end.
    ///
    /// # Errors
    /// As [`interval`](BinomialMethod::interval); [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for Blaker, which inverts a
    /// two-sided test and has no one-sided form.
    ///
    /// ```
    /// use exitpoll::OneSidedConfidence;
    /// use exitpoll::interval::BinomialMethod;
    ///
    /// // All of 20: at least .05^(1/20), with 95 percent confidence.
    /// let bound = BinomialMethod::ClopperPearson.lower_bound(20.0, 20.0, OneSidedConfidence::P95)?;
    /// assert!((bound - 0.05_f64.powf(0.05)).abs() < 1e-15);
    /// assert!(BinomialMethod::Blaker.lower_bound(20.0, 20.0, OneSidedConfidence::P95).is_err());
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn lower_bound(
        self,
        successes: f64,
        trials: f64,
        confidence: OneSidedConfidence,
    ) -> Result<f64> {
        self.lower_of(Count::new(successes, trials)?, Level::from(confidence))
    }

    /// The upper bound for `successes` in `trials`: the share is at most this, with the given confidence.
    ///
    /// # Errors
    /// As [`lower_bound`](BinomialMethod::lower_bound).
    ///
    /// ```
    /// use exitpoll::OneSidedConfidence;
    /// use exitpoll::interval::BinomialMethod;
    ///
    /// // None of 4: with mid-p ½(1 − p)⁴ = 1/32 gives p = ½.
    /// let level = OneSidedConfidence::new(1.0 - 1.0 / 32.0)?;
    /// assert!((BinomialMethod::MidP.upper_bound(0.0, 4.0, level)? - 0.5).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn upper_bound(
        self,
        successes: f64,
        trials: f64,
        confidence: OneSidedConfidence,
    ) -> Result<f64> {
        self.upper_of(Count::new(successes, trials)?, Level::from(confidence))
    }

    #[inline]
    fn interval_of(self, count: Count, level: Level) -> Result<Interval> {
        // By pointer the default method would take twice as long.
        if self == BinomialMethod::Wilson {
            return Ok(closed_form::wilson(count, level));
        }
        Ok(match self.ends()? {
            Ends::Formula(ends) => ends(count, level),
            Ends::LowerOdds(odds) => both_ends(odds, count, level),
        })
    }

    fn lower_of(self, count: Count, level: Level) -> Result<f64> {
        Ok(match self.one_sided_ends()? {
            Ends::Formula(ends) => ends(count, level).low,
            Ends::LowerOdds(odds) => share_of_odds(odds(count, level)),
        })
    }

    fn upper_of(self, count: Count, level: Level) -> Result<f64> {
        Ok(match self.one_sided_ends()? {
            Ends::Formula(ends) => ends(count, level).high,
            Ends::LowerOdds(odds) => 1.0 / (1.0 + odds(count.mirrored(), level)),
        })
    }

    fn one_sided_ends(self) -> Result<Ends> {
        match self {
            BinomialMethod::Blaker => Err(Error::undefined(
                "a one-sided Blaker bound",
                "the method inverts a two-sided test; clopper_pearson and mid_p invert one-sided ones",
            )),
            // One end at a time; `ends` computes the two in step.
            BinomialMethod::Jeffreys => Ok(Ends::LowerOdds(exact::jeffreys_lower)),
            BinomialMethod::JeffreysBounded => Ok(Ends::LowerOdds(exact::jeffreys_bounded_lower)),
            BinomialMethod::ClopperPearson => Ok(Ends::LowerOdds(exact::clopper_pearson_lower)),
            _ => self.ends(),
        }
    }

    #[inline]
    fn ends(self) -> Result<Ends> {
        Ok(match self {
            BinomialMethod::Wald => Ends::Formula(closed_form::wald),
            BinomialMethod::WaldContinuity => Ends::Formula(closed_form::wald_continuity),
            BinomialMethod::Wilson => Ends::Formula(closed_form::wilson),
            BinomialMethod::WilsonContinuity => Ends::Formula(closed_form::wilson_continuity),
            BinomialMethod::AgrestiCoull => Ends::Formula(closed_form::agresti_coull),
            BinomialMethod::Arcsine => Ends::Formula(transformed::arcsine),
            BinomialMethod::Logit => Ends::LowerOdds(transformed::logit_lower),
            BinomialMethod::LikelihoodRatio => {
                Ends::LowerOdds(likelihood_ratio::likelihood_ratio_lower)
            }
            BinomialMethod::Jeffreys => Ends::Formula(exact::jeffreys),
            BinomialMethod::JeffreysBounded => Ends::Formula(exact::jeffreys_bounded),
            BinomialMethod::ClopperPearson => Ends::Formula(exact::clopper_pearson),
            BinomialMethod::MidP => Ends::LowerOdds(mid_p::mid_p_lower),
            BinomialMethod::Blaker => Ends::LowerOdds(blaker::blaker_lower),
            BinomialMethod::KornGraubard => {
                return Err(Error::missing(
                    "sample",
                    "a Korn–Graubard interval needs the design: use interval_of_share with a sample \
                     that names its stations, or clopper_pearson with an effective size",
                ));
            }
        })
    }
}

/// `ends` of each count; a stretch at a time is checked first, so that what follows is free of branches.
#[inline]
fn fill(
    successes: &[f64],
    trials: &[f64],
    out: &mut [Interval],
    ends: impl Fn(Count) -> Interval,
) -> Result<()> {
    const STRETCH: usize = 64;
    let stretches = successes.chunks(STRETCH).zip(trials.chunks(STRETCH));
    for ((successes, trials), out) in stretches.zip(out.chunks_mut(STRETCH)) {
        let counts = || successes.iter().zip(trials);
        // As wide as the numbers, the flags need no repacking.
        let refused = counts().fold(0, |refused, (&x, &n)| {
            refused | u64::from(!Count::is_sound(x, n))
        });
        if refused == 0 {
            for (slot, (&x, &n)) in out.iter_mut().zip(counts()) {
                *slot = ends(Count::sound(x, n));
            }
        } else {
            for (slot, (&x, &n)) in out.iter_mut().zip(counts()) {
                *slot = ends(Count::new(x, n)?);
            }
        }
    }
    Ok(())
}
