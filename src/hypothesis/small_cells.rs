//! The fit of a poll to the count where some choices are expected to have few respondents.

use serde::Serialize;

use super::exact::{ExactMethod, ExactMultinomial, ExactTest, Precision};
use super::goodness_of_fit::GoodnessOfFit;
use super::row_test::SMALL_CELL;
use super::statistic::FitStatistic;
use crate::error::Result;
use crate::numeric::f_upper_tail;

/// How a p-value of fit was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FitMethod {
    /// The large-sample limit, χ².
    ChiSquared,
    /// F on k − 1 and (k − 1)·d degrees of freedom, d those of a sample of stations.
    F,
    /// The multinomial distribution of ⌊n_eff⌋ respondents.
    Multinomial(ExactMethod),
}

/// A test of fit with the method that its cells allow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Fit {
    /// The statistic at the effective size, its degrees of freedom and its p-value.
    pub test: GoodnessOfFit,
    /// How the p-value was computed.
    pub method: FitMethod,
    /// How far the p-value of the multinomial distribution may be off; `None` for χ².
    pub precision: Option<Precision>,
}

/// The test of a poll's shares against the count's: by χ² where every choice is expected to have at least five of the
/// effective respondents, otherwise by the multinomial distribution of ⌊n_eff⌋ of them, in the order of the statistic
/// ([`ExactMultinomial::test_shares`]): enumerated where it can be, else by Monte Carlo from `seed`.
///
/// There are 100,000 random tables, and of more than 5,000 respondents fewer, but at least 10,000; the precision says how
/// many. The power divergence of Cressie and Read is always referred to χ².
///
/// # Errors
/// As [`FitStatistic::test`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an effective size under 1 where cells
/// are small.
///
/// ```
/// use exitpoll::hypothesis::{ExactMethod, FitMethod, FitStatistic, fit};
///
/// // One of 100 for a choice with .1 percent of the votes.
/// let (poll, count) = ([0.97, 0.02, 0.01], [0.979, 0.02, 0.001]);
/// let small = fit(FitStatistic::Pearson, &poll, &count, 100.0, 0)?;
/// assert_eq!(small.method, FitMethod::Multinomial(ExactMethod::Enumeration));
/// // χ² would call it significant: 8.18 on two degrees of freedom, p = .017.
/// assert!(small.test.statistic > 8.1 && small.test.p_value > 0.05);
/// let large = fit(FitStatistic::Pearson, &poll, &count, 5000.0, 0)?;
/// assert_eq!(large.method, FitMethod::ChiSquared);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn fit(
    statistic: FitStatistic,
    poll: &[f64],
    count: &[f64],
    effective_size: f64,
    seed: u64,
) -> Result<Fit> {
    let test = statistic.test(poll, count, effective_size)?;
    let small = count
        .iter()
        .any(|&v| v > 0.0 && effective_size * v < SMALL_CELL);
    let order = match statistic {
        FitStatistic::Pearson => Some(ExactTest::Pearson),
        FitStatistic::LikelihoodRatio => Some(ExactTest::LikelihoodRatio),
        FitStatistic::CressieRead => None,
    };
    let Some(order) = order.filter(|_| small) else {
        return Ok(Fit {
            test,
            method: FitMethod::ChiSquared,
            precision: None,
        });
    };
    let exact = ExactMultinomial::new(order)
        .seed(seed)
        .replicates(replicates(effective_size))
        .test_shares(poll, count, effective_size)?;
    Ok(Fit {
        test: GoodnessOfFit {
            p_value: exact.p_value,
            ..test
        },
        method: FitMethod::Multinomial(exact.method),
        precision: Some(exact.precision),
    })
}

impl Fit {
    /// The same for a sample of stations, whose design effect is an estimate on d = stations − strata degrees of
    /// freedom: X²/(k − 1) is then referred to F on k − 1 and (k − 1)·d (Thomas & Rao 1987, *Journal of the American
    /// Statistical Association* 82). Of two choices that is t² on d: the test of their one deviation. The
    /// multinomial distribution, which small cells need, stays.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless the degrees of freedom are positive and finite.
    ///
    /// ```
    /// use exitpoll::hypothesis::{FitStatistic, fit};
    ///
    /// // z = (.56 − .50)/√(.25/400) = 2.4: p = .0164 by χ², and by t on 8 degrees of freedom .0432.
    /// let drawn_singly = fit(FitStatistic::Pearson, &[0.56, 0.44], &[0.5, 0.5], 400.0, 0)?;
    /// assert!((drawn_singly.test.p_value - 0.0164).abs() < 5e-5);
    /// let of_stations = drawn_singly.with_design_degrees_of_freedom(8.0)?;
    /// assert!((of_stations.test.p_value - 0.0432).abs() < 5e-5);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn with_design_degrees_of_freedom(self, design: f64) -> Result<Fit> {
        if self.method != FitMethod::ChiSquared {
            return Ok(self);
        }
        Ok(Fit {
            test: GoodnessOfFit {
                p_value: design_upper_tail(
                    self.test.statistic,
                    self.test.degrees_of_freedom,
                    design,
                )?,
                ..self.test
            },
            method: FitMethod::F,
            ..self
        })
    }
}

/// P(F ≥ X²/f) on f and f·d degrees of freedom.
pub(crate) fn design_upper_tail(statistic: f64, freedom: f64, design: f64) -> Result<f64> {
    f_upper_tail(statistic / freedom, freedom, freedom * design)
}

/// As many random tables as a report of hundreds of polls can afford; the p-value comes with its interval.
fn replicates(effective_size: f64) -> u64 {
    (4e6 / effective_size).clamp(1e3, 1e4) as u64
}
