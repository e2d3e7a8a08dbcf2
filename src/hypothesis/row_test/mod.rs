//! One row of a poll against the count: is the polled share of one choice the official one?

mod break_even;
mod detectable;
mod method;
mod tails;

pub use break_even::{BreakEven, VerdictLevel, break_even};
pub use detectable::minimum_detectable_deviation;
pub use method::RowTestMethod;

use serde::Serialize;

use super::goodness_of_fit::check_size;
use crate::error::{Error, Result};
use crate::interval::{BinomialMethod, Interval};
use crate::numeric::{Bounds, Confidence, student_t_quantile};
use tails::Tails;

/// Below this many expected respondents for a choice, or against it, a row is tested by the binomial
/// distribution itself.
///
/// Just above it the normal distribution understates the upper tail of a skewed count: of seven choices, six with nine
/// expected respondents each, a verdict at a nominal 5 percent is wrong in 7 of 100 perfect polls (`tests/measures/familywise_error.rs`).
pub const SMALL_CELL: f64 = 5.0;

/// What is known of the sample behind a row: its effective size, and the degrees of freedom of its design
/// effect where stations are known.
///
/// A design effect of 1 makes the binomial distribution exact; any other makes it the binomial at the
/// effective size, and the results say which ([`RowTestMethod`]).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowSample {
    effective_size: f64,
    degrees_of_freedom: Option<f64>,
    drawn_singly: bool,
}

/// A row's test and the interval that goes with it: the official share lies in the interval exactly if
/// p ≥ 1 − confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct RowTest {
    /// How the row was tested.
    pub method: RowTestMethod,
    /// z = (p − v)/√(v(1 − v)/n_eff), with its sign. `None` where the test is not by standard errors.
    pub standard_errors: Option<f64>,
    /// The two-sided p-value of the figures as printed.
    pub p_value: f64,
    /// The least and the greatest p-value that the rounding of both figures allows.
    pub p_value_bounds: Bounds,
    /// The official shares that the test accepts, given the polled share as printed: Wilson's interval, or
    /// Clopper–Pearson's where the row is tested by the binomial distribution.
    pub interval: Interval,
}

/// The official shares that a row's test does not reject, over the rounding of the polled share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct AcceptedShares {
    /// Accepted for some value of the polled share within its rounding.
    pub possibly: Bounds,
    /// Accepted for every such value; `None` where no official share is.
    pub certainly: Option<Bounds>,
}

impl RowSample {
    /// Respondents drawn singly, each independently of the others: design effect 1.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless the number is positive and finite.
    pub fn drawn_singly(respondents: f64) -> Result<RowSample> {
        check_size("respondents", respondents)?;
        Ok(RowSample {
            effective_size: respondents,
            degrees_of_freedom: None,
            drawn_singly: true,
        })
    }

    /// An effective size n_eff: respondents over a design effect, or what a stated margin gives. Not rounded.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless the size is positive and finite.
    pub fn of_effective_size(effective_size: f64) -> Result<RowSample> {
        check_size("effective_size", effective_size)?;
        Ok(RowSample {
            effective_size,
            degrees_of_freedom: None,
            drawn_singly: false,
        })
    }

    /// The degrees of freedom of the design, stations − strata (stations − 1 where strata are unknown): the
    /// quantile is then Student's t. Only where the design effect is known, stated or estimated.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for degrees of freedom under 1: there is no verdict.
    ///
    /// ```
    /// use exitpoll::hypothesis::RowSample;
    ///
    /// let sample = RowSample::of_effective_size(250.0)?;
    /// assert!(sample.with_degrees_of_freedom(4.0).is_ok());
    /// // One station in one stratum says nothing of how stations differ.
    /// assert!(sample.with_degrees_of_freedom(0.0).is_err());
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn with_degrees_of_freedom(self, degrees_of_freedom: f64) -> Result<RowSample> {
        check_degrees(degrees_of_freedom)?;
        Ok(RowSample {
            degrees_of_freedom: Some(degrees_of_freedom),
            drawn_singly: false,
            ..self
        })
    }

    /// n_eff.
    #[must_use]
    pub fn effective_size(&self) -> f64 {
        self.effective_size
    }

    /// The size at which an interval by a normal quantile is one by t: n_eff·(z_c/t_c)². Without degrees of
    /// freedom, n_eff itself.
    ///
    /// ```
    /// use exitpoll::Confidence;
    /// use exitpoll::hypothesis::RowSample;
    ///
    /// // t of 4 degrees of freedom is 2.7764 at 95 percent: 250·(1.95996/2.77645)² = 124.58.
    /// let sample = RowSample::of_effective_size(250.0)?.with_degrees_of_freedom(4.0)?;
    /// assert!((sample.interval_size(Confidence::P95)? - 124.58).abs() < 5e-3);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// None for a sample that was made here; those of the quantile of t otherwise.
    pub fn interval_size(&self, confidence: Confidence) -> Result<f64> {
        let Some(degrees_of_freedom) = self.degrees_of_freedom else {
            return Ok(self.effective_size);
        };
        let z = confidence.critical_value();
        let t = student_t_critical_value(confidence.alpha(), degrees_of_freedom)?;
        Ok(self.effective_size * (z / t).powi(2))
    }

    /// How a row with this official share, rounding included, is tested: by the binomial distribution if n_eff·v
    /// or n_eff·(1 − v) is under 5 for any of its values.
    #[must_use]
    pub fn method(&self, official: Bounds) -> RowTestMethod {
        let rarest = official.low.min(1.0 - official.high);
        match (
            self.effective_size * rarest < SMALL_CELL,
            self.degrees_of_freedom,
        ) {
            (false, None) => RowTestMethod::Score,
            (false, Some(_)) => RowTestMethod::StudentScore,
            (true, _) if self.drawn_singly => RowTestMethod::ExactBinomial,
            (true, _) => RowTestMethod::BinomialAtEffectiveSize,
        }
    }

    /// The test of a polled share against the official one, each with its rounding bounds.
    ///
    /// By standard errors: z = (p − v)/√(v(1 − v)/n_eff), p-value 2·P(Z ≥ |z|), or 2·P(T ≥ |z|) with degrees of
    /// freedom; interval Wilson's at n_eff·(z_c/t_c)². By the binomial distribution: the smaller tail doubled, at
    /// most 1, with P(X ≥ x) = I_v(x, n − x + 1), P(X ≤ x) = 1 − I_v(x + 1, n − x), x = n·p real and n = n_eff·(z_c/t_c)²;
    /// interval Clopper–Pearson's, its inversion (Clopper & Pearson 1934). The p-value rises and falls with each
    /// figure on its own, so its bounds are exact.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a figure or an end of its bounds that is no proportion, or a figure outside its
    /// bounds.
    ///
    /// ```
    /// use exitpoll::{Bounds, Confidence};
    /// use exitpoll::hypothesis::{RowSample, RowTestMethod};
    ///
    /// // One of 100 for a choice of .1 percent: P(X ≥ 1) = 1 − .999^100 = .0952079, doubled.
    /// let sample = RowSample::drawn_singly(100.0)?;
    /// let exact = |share| (share, Bounds::exact(share));
    /// let test = sample.test(exact(0.01), exact(0.001), Confidence::P95)?;
    /// assert_eq!(test.method, RowTestMethod::ExactBinomial);
    /// assert!((test.p_value - 2.0 * (1.0 - 0.999_f64.powi(100))).abs() < 1e-14);
    /// assert!(test.interval.contains(0.001));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn test(
        &self,
        poll: (f64, Bounds),
        official: (f64, Bounds),
        confidence: Confidence,
    ) -> Result<RowTest> {
        check_figure("poll", poll)?;
        check_figure("official", official)?;
        let method = self.method(official.1);
        let size = self.interval_size(confidence)?;
        let tails = self.tails(method, size);
        let interval = interval(method, poll.0, size, confidence)?;
        let standard_errors = (!method.is_binomial())
            .then(|| standard_errors(poll.0, official.0, self.effective_size));
        Ok(RowTest {
            method,
            standard_errors,
            p_value: tails.p_value(poll.0, official.0)?,
            p_value_bounds: tails.p_value_bounds(poll.1, official.1)?,
            interval,
        })
    }

    /// The official shares that the row's test accepts at level (1 − confidence)/tests, whatever the rounding of the
    /// polled share: the inversion of [`test`](RowSample::test). `official` is all that the official share can
    /// be (of a partial count, its bound) and chooses the method.
    ///
    /// # Errors
    /// As [`test`](RowSample::test), and for no test at all.
    ///
    /// ```
    /// use exitpoll::{Bounds, Confidence};
    /// use exitpoll::hypothesis::RowSample;
    ///
    /// // 50 of 100 at 95 percent: Wilson from 40.38 to 59.62 percent.
    /// let sample = RowSample::drawn_singly(100.0)?;
    /// let accepted =
    ///     sample.accepted(Bounds::exact(0.5), Bounds::new(0.3, 0.8)?, Confidence::P95, 1)?;
    /// assert!((accepted.possibly.low() - 0.40383).abs() < 1e-5);
    /// assert_eq!(accepted.certainly, Some(accepted.possibly));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn accepted(
        &self,
        poll: Bounds,
        official: Bounds,
        confidence: Confidence,
        tests: usize,
    ) -> Result<AcceptedShares> {
        check_bounds("poll", poll)?;
        check_bounds("official", official)?;
        let method = self.method(official);
        let level = adjusted(confidence, tests)?;
        // The binomial distribution keeps the size of the report's own confidence; the t quantile of a score
        // test is that of the level.
        let size = self.interval_size(if method.is_binomial() {
            confidence
        } else {
            level
        })?;
        let [least, greatest] =
            [poll.low, poll.high].map(|share| interval(method, share, size, level));
        let (least, greatest) = (least?, greatest?);
        let certainly = (greatest.low <= least.high).then_some(Bounds {
            low: greatest.low,
            high: least.high,
        });
        Ok(AcceptedShares {
            possibly: Bounds {
                low: least.low,
                high: greatest.high,
            },
            certainly,
        })
    }

    fn tails(&self, method: RowTestMethod, interval_size: f64) -> Tails {
        if method.is_binomial() {
            Tails::Binomial {
                size: interval_size,
            }
        } else {
            Tails::Score {
                size: self.effective_size,
                degrees_of_freedom: self.degrees_of_freedom,
            }
        }
    }
}

/// The interval that inverts the test, at a size that already holds the loss of degrees of freedom.
fn interval(
    method: RowTestMethod,
    share: f64,
    size: f64,
    confidence: Confidence,
) -> Result<Interval> {
    let interval = if method.is_binomial() {
        BinomialMethod::ClopperPearson
    } else {
        BinomialMethod::Wilson
    };
    interval.interval(share * size, size, confidence)
}

/// (p − v)/√(v(1 − v)/n).
fn standard_errors(poll: f64, official: f64, size: f64) -> f64 {
    (poll - official) / (official * (1.0 - official) / size).sqrt()
}

/// The t with α beyond ±t.
fn student_t_critical_value(alpha: f64, degrees_of_freedom: f64) -> Result<f64> {
    Ok(-student_t_quantile(0.5 * alpha, degrees_of_freedom)?)
}

/// The confidence of one of `tests` tests that share the error of one: 1 − α/m.
fn adjusted(confidence: Confidence, tests: usize) -> Result<Confidence> {
    check_tests(tests)?;
    if tests == 1 {
        return Ok(confidence);
    }
    Confidence::new(1.0 - confidence.alpha() / tests as f64)
}

fn check_tests(tests: usize) -> Result<()> {
    if tests > 0 {
        return Ok(());
    }
    Err(Error::out_of_range(
        "tests",
        tests,
        "give the number of rows that are tested, at least 1",
    ))
}

fn check_degrees(degrees_of_freedom: f64) -> Result<()> {
    if !degrees_of_freedom.is_finite() {
        return Err(Error::out_of_range(
            "degrees_of_freedom",
            degrees_of_freedom,
            "give stations − strata",
        ));
    }
    if degrees_of_freedom >= 1.0 {
        return Ok(());
    }
    Err(Error::undefined(
        "a verdict",
        format!(
            "{degrees_of_freedom} degrees of freedom (stations − strata) say nothing of how stations differ; \
             it needs at least 1"
        ),
    ))
}

fn check_bounds(field: &str, bounds: Bounds) -> Result<()> {
    for end in [bounds.low, bounds.high] {
        if !(0.0..=1.0).contains(&end) {
            return Err(Error::out_of_range(
                field,
                end,
                "give a proportion between 0 and 1",
            ));
        }
    }
    if bounds.low <= bounds.high {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        format!("{} to {}", bounds.low, bounds.high),
        "give the lower end first",
    ))
}

fn check_figure(field: &str, (value, bounds): (f64, Bounds)) -> Result<()> {
    check_bounds(field, bounds)?;
    if bounds.contains(value) {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        value,
        format!(
            "give a figure within its bounds, {} to {}",
            bounds.low, bounds.high
        ),
    ))
}
