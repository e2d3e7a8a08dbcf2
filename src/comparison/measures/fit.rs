//! The test of all rows together.

use super::{Shares, Undefineds, measure};
use crate::error::Error;
use crate::hypothesis::{self, FitMethod, FitStatistic, design_upper_tail};
use crate::numeric::{Bounds, chi_squared_upper_tail};
use crate::report::{Settings, TestOfFit};
use crate::rounding::RoundedShares;

/// The shares that the tests compare: they sum to 1, so what the poll leaves unaccounted for within
/// rounding is spread in proportion here, and only here.
pub(super) struct Tested {
    poll: Vec<f64>,
    count: Vec<f64>,
    /// Absent where no shares within the rounding sum to 1.
    rounded: Option<RoundedShares>,
    /// Both sides sum to 1 within their rounding; of the count, a base that its rows do not fill leaves no test.
    pub(super) explained: bool,
    count_is_whole: bool,
    scaled_by: Option<f64>,
}

impl Tested {
    pub(super) fn of(choices: &Shares) -> Tested {
        let scaled = |shares: &[f64]| -> (Vec<f64>, f64) {
            let sum: f64 = shares.iter().sum();
            let scale = if sum > 0.0 { sum } else { 1.0 };
            (shares.iter().map(|share| share / scale).collect(), sum)
        };
        let (poll, sum) = scaled(&choices.poll);
        let (count, _) = scaled(&choices.count);
        let is_whole = |bounds: &[Bounds]| {
            let low: f64 = bounds.iter().map(|b| b.low).sum();
            let high: f64 = bounds.iter().map(|b| b.high).sum();
            low <= 1.0 + 1e-9 && high >= 1.0 - 1e-9
        };
        let count_is_whole = is_whole(&choices.count_bounds);
        Tested {
            rounded: RoundedShares::whole(&choices.poll_bounds, &choices.count_bounds).ok(),
            poll,
            count,
            explained: is_whole(&choices.poll_bounds) && count_is_whole,
            count_is_whole,
            scaled_by: ((sum - 1.0).abs() > 1e-9).then_some(sum),
        }
    }

    pub(super) fn test(
        &self,
        statistic: FitStatistic,
        (size, design): (f64, Option<f64>),
        settings: &Settings,
        undefined: &mut Undefineds,
    ) -> Option<TestOfFit> {
        let name = match statistic {
            FitStatistic::Pearson => "X²",
            _ => "G",
        };
        let fit = if self.explained {
            hypothesis::fit(statistic, &self.poll, &self.count, size, settings.seed)
        } else {
            Err(Error::undefined(
                "the test",
                match self.count_is_whole {
                    true => {
                        "the poll's shares do not sum to 100 percent within rounding in this reading"
                    }
                    false => {
                        "the count's shares do not sum to 100 percent within rounding in this reading"
                    }
                },
            ))
        };
        let fit = fit.and_then(|fit| match design {
            Some(freedom) => fit.with_design_degrees_of_freedom(freedom),
            None => Ok(fit),
        });
        let fit = undefined.keep(name, fit)?;
        let open = self.rounded.as_ref().and_then(|rounded| {
            match statistic {
                FitStatistic::Pearson => rounded.pearson(size),
                _ => rounded.likelihood_ratio(size),
            }
            .ok()
        });
        let (value, freedom) = (fit.test.statistic, fit.test.degrees_of_freedom);
        // Of shares that are scaled to sum to 1, so the statistic itself is always among the possible ones.
        let statistic_bounds = measure(value, open, None).bounds;
        let tail = |statistic: f64| match (fit.method, design) {
            (FitMethod::ChiSquared, _) => chi_squared_upper_tail(statistic, freedom).ok(),
            (FitMethod::F, Some(design)) => design_upper_tail(statistic, freedom, design).ok(),
            _ => None,
        };
        Some(TestOfFit {
            statistic: value,
            degrees_of_freedom: freedom,
            p_value: fit.test.p_value,
            method: fit.method,
            precision: fit.precision,
            statistic_bounds,
            design_degrees_of_freedom: design.filter(|_| fit.method == FitMethod::F),
            p_value_bounds: statistic_bounds
                .and_then(|b| Some(Bounds::between(tail(b.high)?, tail(b.low)?))),
            scaled_by: self.scaled_by,
        })
    }
}
