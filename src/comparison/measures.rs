//! All rows of a reading together.

use super::report::{Concordance, Measure, Measures, RowReport, SampleFacts, TestOfFit, Undefined};
use super::rounded::{measure, rounded};
use super::{Comparison, lead, rounded};
use crate::accuracy::{self, Bias, RoundedShares};
use crate::agreement::{
    Distance, LinDenominator, kendall_tau_b, lin_concordance, pearson_correlation, spearman,
};
use crate::alignment::RowKind;
use crate::error::{Error, ErrorKind, Result};
use crate::hypothesis::{self, GoodnessOfFit};
use crate::model::Sample;
use crate::numeric::{Bounds, Exactness, RoundingBounds, chi_squared_upper_tail};

/// The design effect that the margin stated by the pollster implies.
pub(super) fn implied_design_effect(sample: &Sample) -> Option<f64> {
    let (margin, respondents) = (sample.stated_margin()?, sample.respondents()?);
    accuracy::implied_design_effect(margin, respondents as f64, sample.stated_confidence()?).ok()
}

pub(super) fn of_rows(settings: &Comparison, sample: &SampleFacts, rows: &[RowReport]) -> Measures {
    let choices: Vec<&RowReport> = rows
        .iter()
        .filter(|row| row.kind != RowKind::Remainder)
        .collect();
    let poll: Vec<f64> = choices.iter().map(|row| row.poll.value).collect();
    let count: Vec<f64> = choices.iter().map(|row| row.count.value).collect();
    let size = sample.effective_size;
    let mut undefined = Undefineds(Vec::new());

    let rounded = rounded(choices.iter().copied());
    let of = |bounds: fn(&RoundedShares) -> Result<RoundingBounds>| {
        rounded.as_ref().and_then(|r| bounds(r).ok())
    };
    let total_variation = total_variation(rows, &mut undefined);
    let tested = Tested::of(&choices);
    let pair = lead::leaders(&choices);
    let bias = |name: &str,
                bias: Result<Bias>,
                bounds: Option<RoundingBounds>,
                undefined: &mut Undefineds| {
        let bias = undefined.keep(name, bias)?;
        Some((
            measure(bias.value, bounds, bias.standard_error),
            bias.expected_without_bias,
        ))
    };
    let b = bias(
        "B",
        accuracy::b(&poll, &count, size),
        of(RoundedShares::b),
        &mut undefined,
    );
    let b_w = bias(
        "B_w",
        accuracy::b_weighted(&poll, &count, size),
        of(RoundedShares::b_weighted),
        &mut undefined,
    );
    let excess = |b: Option<(Measure, Option<f64>)>| {
        b.and_then(|(measure, expected)| Some(measure.value - expected?))
    };
    let test = |name: &str,
                test: fn(&[f64], &[f64], f64) -> Result<GoodnessOfFit>,
                bounds: fn(&RoundedShares, f64) -> Result<RoundingBounds>,
                undefined: &mut Undefineds| {
        let n = size?;
        let test = tested
            .check()
            .and_then(|()| test(&tested.poll, &tested.count, n));
        let test = undefined.keep(name, test)?;
        Some(with_bounds(
            test,
            tested.rounded.as_ref().and_then(|r| bounds(r, n).ok()),
        ))
    };
    let pearson = test(
        "X²",
        hypothesis::pearson,
        RoundedShares::pearson,
        &mut undefined,
    );
    let likelihood_ratio = test(
        "G",
        hypothesis::likelihood_ratio,
        RoundedShares::likelihood_ratio,
        &mut undefined,
    );
    let agreement = agreement(total_variation, &choices, &mut undefined);
    Measures {
        mosteller_1: lead::mosteller_1(&pair, size),
        mosteller_3: undefined.measure(
            "Mosteller 3",
            accuracy::mosteller_3(&poll, &count),
            of(RoundedShares::mosteller_3),
        ),
        mosteller_4: undefined.measure(
            "Mosteller 4",
            accuracy::mosteller_4(&poll, &count),
            of(RoundedShares::mosteller_4),
        ),
        mosteller_5: undefined.keep("Mosteller 5", lead::mosteller_5(&pair, size)),
        mosteller_6: undefined.measure(
            "Mosteller 6",
            accuracy::mosteller_6(&poll, &count),
            of(RoundedShares::mosteller_6),
        ),
        root_mean_squared_error: undefined.measure(
            "RMSE",
            accuracy::root_mean_squared_error(&poll, &count),
            of(RoundedShares::root_mean_squared_error),
        ),
        total_variation,
        a: match pair.second {
            Some(_) => undefined.keep("A", lead::odds(&pair, size)),
            None => None,
        },
        b: b.map(|(b, _)| b),
        b_w: b_w.map(|(b, _)| b),
        b_without_bias: b.and_then(|(_, expected)| expected),
        b_excess: excess(b),
        b_w_without_bias: b_w.and_then(|(_, expected)| expected),
        b_w_excess: excess(b_w),
        pearson,
        likelihood_ratio,
        right_call: lead::right_call(&choices),
        called: lead::called(settings, &choices, size),
        concordance: concordance(settings, &poll, &count),
        agreement_cost_of_sampling: size.and_then(|n| {
            let expected = accuracy::expected_total_variation(&count, n).ok()?;
            let flat = accuracy::flat_total_variation(&count).ok()?;
            (flat > 0.0).then(|| (100.0 * expected / flat).min(100.0))
        }),
        agreement,
        undefined: undefined.0,
    }
}

fn with_bounds(test: GoodnessOfFit, bounds: Option<RoundingBounds>) -> TestOfFit {
    // Of shares that are scaled to sum to 1, so the statistic itself is always among the possible ones.
    let statistic_bounds = bounds
        .map(|b| Bounds {
            low: b.bounds.low.min(test.statistic),
            high: b.bounds.high.max(test.statistic),
        })
        .filter(|b| b.high.is_finite());
    let tail = |statistic: f64| chi_squared_upper_tail(statistic, test.degrees_of_freedom).ok();
    TestOfFit {
        statistic: test.statistic,
        degrees_of_freedom: test.degrees_of_freedom,
        p_value: test.p_value,
        statistic_bounds,
        p_value_bounds: statistic_bounds.and_then(|b| {
            Some(Bounds {
                low: tail(b.high)?,
                high: tail(b.low)?,
            })
        }),
    }
}

/// Of two rows, which mirror one another, a correlation says nothing.
fn concordance(settings: &Comparison, poll: &[f64], count: &[f64]) -> Option<Concordance> {
    if poll.len() < 3 {
        return None;
    }
    let level = settings.confidence;
    let lin = lin_concordance(poll, count, LinDenominator::N, level).ok()?;
    Some(Concordance {
        lin: lin.value,
        lin_interval: lin.interval,
        pearson: pearson_correlation(poll, count, level).ok()?.value,
        spearman: spearman(poll, count).ok()?,
        kendall_tau_b: kendall_tau_b(poll, count).ok()?,
    })
}

/// Why measures do not exist, gathered on the way.
struct Undefineds(Vec<Undefined>);

impl Undefineds {
    fn keep<T>(&mut self, measure: &str, result: Result<T>) -> Option<T> {
        let reason = match result {
            Ok(value) => return Some(value),
            Err(error) if error.kind() == ErrorKind::Undefined => error.help().to_owned(),
            Err(error) => error.to_string(),
        };
        self.note(measure, reason);
        None
    }

    fn measure(
        &mut self,
        name: &str,
        value: Result<f64>,
        bounds: Option<RoundingBounds>,
    ) -> Option<Measure> {
        Some(measure(self.keep(name, value)?, bounds, None))
    }

    fn note(&mut self, measure: &str, reason: impl Into<String>) {
        self.0.push(Undefined {
            measure: measure.into(),
            reason: reason.into(),
        });
    }
}

/// Over all rows, what is not accounted for included; where it is not, the shares sum to 1 only
/// within rounding.
fn total_variation(rows: &[RowReport], undefined: &mut Undefineds) -> Option<Measure> {
    let poll: Vec<f64> = rows.iter().map(|row| row.poll.value).collect();
    let count: Vec<f64> = rows.iter().map(|row| row.count.value).collect();
    let bounds = rounded(rows.iter())
        .and_then(|shares| rounded::total_variation(&shares, rows.len()))
        .map(|open| RoundingBounds {
            bounds: Bounds {
                high: open.bounds.high.min(1.0),
                ..open.bounds
            },
            ..open
        });
    undefined.measure(
        "total variation",
        Distance::TotalVariation.between(&poll, &count),
        bounds,
    )
}

fn agreement(
    total_variation: Option<Measure>,
    choices: &[&RowReport],
    undefined: &mut Undefineds,
) -> Option<Measure> {
    let distance = total_variation?;
    let count: Vec<f64> = choices.iter().map(|row| row.count.value).collect();
    let flat = undefined.keep("agreement score", accuracy::flat_total_variation(&count))?;
    let value = undefined.keep(
        "agreement score",
        accuracy::agreement_score(distance.value, flat),
    )?;
    // TV₀ moves with the rounding of the count as well.
    let share = Bounds::exact(1.0 / choices.len() as f64);
    let exact = vec![share; choices.len()];
    let counted: Vec<Bounds> = choices.iter().map(|row| row.count.bounds).collect();
    let from_flat = RoundedShares::separate(&exact, &counted)
        .ok()
        .and_then(|shares| rounded::total_variation(&shares, choices.len()));
    let score = |distance: f64, flat: f64| {
        if flat > 0.0 {
            (100.0 * (1.0 - distance / flat)).clamp(0.0, 100.0)
        } else {
            0.0
        }
    };
    let bounds = distance.bounds.zip(from_flat).map(|(b, flat)| Bounds {
        low: score(b.high, flat.bounds.low),
        high: score(b.low, flat.bounds.high),
    });
    Some(Measure {
        value,
        bounds,
        // Distance and TV₀ share the count's figures.
        exactness: Exactness::Outer,
        standard_error: None,
    })
}

/// The shares that the tests compare: they sum to 1, so what the poll leaves unaccounted for within
/// rounding is spread in proportion here, and only here.
struct Tested {
    poll: Vec<f64>,
    count: Vec<f64>,
    /// Absent where no shares within the rounding sum to 1.
    rounded: Option<RoundedShares>,
    explained: bool,
}

impl Tested {
    fn of(choices: &[&RowReport]) -> Tested {
        let scaled = |share: fn(&RowReport) -> f64| -> Vec<f64> {
            let sum: f64 = choices.iter().map(|row| share(row)).sum();
            choices
                .iter()
                .map(|row| if sum > 0.0 { share(row) / sum } else { 0.0 })
                .collect()
        };
        let ends = |end: fn(&RowReport) -> f64| choices.iter().map(|row| end(row)).sum::<f64>();
        let bounds = |of: fn(&RowReport) -> Bounds| -> Vec<Bounds> {
            choices.iter().map(|row| of(row)).collect()
        };
        Tested {
            rounded: RoundedShares::whole(
                &bounds(|row| row.poll.bounds),
                &bounds(|row| row.count.bounds),
            )
            .ok(),
            poll: scaled(|row| row.poll.value),
            count: scaled(|row| row.count.value),
            explained: ends(|row| row.poll.bounds.low) <= 1.0 + 1e-9
                && ends(|row| row.poll.bounds.high) >= 1.0 - 1e-9,
        }
    }

    fn check(&self) -> Result<()> {
        if self.explained {
            return Ok(());
        }
        Err(Error::undefined(
            "the test",
            "the poll's shares do not sum to 100 percent within rounding in this reading",
        ))
    }
}
