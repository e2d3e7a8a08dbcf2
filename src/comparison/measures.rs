//! All rows of a reading together.

use super::Comparison;
use super::report::{Measure, Measures, RowReport, SampleFacts, Undefined};
use super::verdict::RightCall;
use crate::accuracy;
use crate::agreement::Distance;
use crate::alignment::RowKind;
use crate::error::{Error, Result};
use crate::hypothesis;
use crate::model::Sample;
use crate::numeric::Bounds;

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

    let sizes: Vec<Bounds> = choices
        .iter()
        .map(|row| size_of(row.deviation_bounds))
        .collect();
    let mean = |of: fn(&Bounds) -> f64| sizes.iter().map(of).sum::<f64>() / sizes.len() as f64;
    let root_mean_square = |of: fn(&Bounds) -> f64| {
        (sizes.iter().map(|b| of(b).powi(2)).sum::<f64>() / sizes.len() as f64).sqrt()
    };
    let largest = |of: fn(&Bounds) -> f64| sizes.iter().map(of).fold(0.0, f64::max);
    let low = |b: &Bounds| b.low;
    let high = |b: &Bounds| b.high;

    let (first, second) = leaders(&choices);
    let lead_error = first.zip(second).map(|(first, second)| Bounds {
        low: first.deviation_bounds.low - second.deviation_bounds.high,
        high: first.deviation_bounds.high - second.deviation_bounds.low,
    });
    let total_variation = total_variation(rows, &mut undefined);
    let tested = Tested::of(&choices);
    let b = undefined.keep("B", accuracy::b(&poll, &count, size));
    let b_w = undefined.keep("B_w", accuracy::b_weighted(&poll, &count, size));
    let log_odds: Vec<Option<Bounds>> = choices.iter().map(|row| log_odds_bounds(row)).collect();
    let weighted = |weight: &dyn Fn(&RowReport) -> Bounds| -> Option<Bounds> {
        let mut sum = Bounds::exact(0.0);
        for (row, bounds) in choices.iter().zip(&log_odds) {
            let (size, weight) = (size_of((*bounds)?), weight(row));
            sum.low += weight.low * size.low;
            sum.high += weight.high * size.high;
        }
        Some(sum)
    };
    let k = choices.len() as f64;
    let of_bias = |bias: Option<accuracy::Bias>, bounds: Option<Bounds>| {
        bias.map(|bias| Measure {
            value: bias.value,
            bounds,
            standard_error: bias.standard_error,
        })
    };
    let agreement = agreement(total_variation, &choices, &mut undefined);
    Measures {
        mosteller_1: first.map(|row| Measure {
            value: row.deviation.abs(),
            bounds: Some(size_of(row.deviation_bounds)),
            standard_error: size.map(|n| (row.poll.value * (1.0 - row.poll.value) / n).sqrt()),
        }),
        mosteller_3: undefined.measure(
            "Mosteller 3",
            accuracy::mosteller_3(&poll, &count),
            Bounds {
                low: mean(low),
                high: mean(high),
            },
        ),
        mosteller_5: lead(first, second, &mut undefined)
            .zip(lead_error)
            .map(|(error, bounds)| Measure {
                value: error.abs(),
                bounds: Some(size_of(bounds)),
                standard_error: first
                    .zip(second)
                    .zip(size)
                    .and_then(|((first, second), n)| {
                        accuracy::lead_standard_error([first.poll.value, second.poll.value], n).ok()
                    }),
            }),
        mosteller_6: undefined.measure(
            "Mosteller 6",
            accuracy::mosteller_6(&poll, &count),
            Bounds {
                low: largest(low),
                high: largest(high),
            },
        ),
        root_mean_squared_error: undefined.measure(
            "RMSE",
            accuracy::root_mean_squared_error(&poll, &count),
            Bounds {
                low: root_mean_square(low),
                high: root_mean_square(high),
            },
        ),
        total_variation,
        b: of_bias(b, weighted(&|_| Bounds::exact(1.0 / k))),
        b_w: of_bias(b_w, weighted(&|row| row.count.bounds)),
        b_without_bias: size.and_then(|n| accuracy::expected_b_without_bias(&poll, n).ok()),
        pearson: size.and_then(|n| {
            let test = hypothesis::pearson(&tested.poll, &tested.count, n);
            undefined.keep("X²", tested.check().and(test))
        }),
        likelihood_ratio: size.and_then(|n| {
            let test = hypothesis::likelihood_ratio(&tested.poll, &tested.count, n);
            undefined.keep("G", tested.check().and(test))
        }),
        right_call: right_call(&choices),
        called: called(settings, &choices, size),
        agreement_cost_of_sampling: size.and_then(|n| {
            let expected = accuracy::expected_total_variation(&count, n).ok()?;
            let flat = accuracy::flat_total_variation(&count).ok()?;
            (flat > 0.0).then(|| (100.0 * expected / flat).min(100.0))
        }),
        agreement,
        undefined: undefined.0,
    }
}

/// Why measures do not exist, gathered on the way.
struct Undefineds(Vec<Undefined>);

impl Undefineds {
    fn keep<T>(&mut self, measure: &str, result: Result<T>) -> Option<T> {
        let reason = match result {
            Ok(value) => return Some(value),
            Err(Error::Undefined { reason, .. }) => reason,
            Err(error) => error.to_string(),
        };
        self.note(measure, reason);
        None
    }

    fn measure(&mut self, name: &str, value: Result<f64>, bounds: Bounds) -> Option<Measure> {
        let value = self.keep(name, value)?;
        Some(Measure {
            value,
            bounds: Some(bounds),
            standard_error: None,
        })
    }

    fn note(&mut self, measure: &str, reason: impl Into<String>) {
        self.0.push(Undefined {
            measure: measure.into(),
            reason: reason.into(),
        });
    }
}

/// The bounds of |x| for x within bounds.
fn size_of(bounds: Bounds) -> Bounds {
    let (one, other) = (bounds.low.abs(), bounds.high.abs());
    Bounds {
        low: if bounds.contains(0.0) {
            0.0
        } else {
            one.min(other)
        },
        high: one.max(other),
    }
}

/// A' rises with the poll's share and falls with the count's; infinite where one may be 0 or 1.
fn log_odds_bounds(row: &RowReport) -> Option<Bounds> {
    let (p, v) = (row.poll.bounds, row.count.bounds);
    Some(Bounds {
        low: accuracy::log_odds_deviation(p.low, v.high).ok()?,
        high: accuracy::log_odds_deviation(p.high, v.low).ok()?,
    })
}

/// The leader of the count and its runner-up among the choices that stand alone; equal shares go to
/// the name first in the alphabet.
fn leaders<'a>(rows: &[&'a RowReport]) -> (Option<&'a RowReport>, Option<&'a RowReport>) {
    let mut named: Vec<&RowReport> = rows
        .iter()
        .copied()
        .filter(|row| row.kind == RowKind::Choice)
        .collect();
    let descending = |a: &&RowReport, b: &&RowReport| {
        b.count
            .value
            .total_cmp(&a.count.value)
            .then(a.label.cmp(&b.label))
    };
    named.sort_by(descending);
    (named.first().copied(), named.get(1).copied())
}

fn lead(
    first: Option<&RowReport>,
    second: Option<&RowReport>,
    undefined: &mut Undefineds,
) -> Option<f64> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.deviation - second.deviation),
        _ => {
            undefined.note(
                "Mosteller 5",
                "the poll names only one choice, so no lead is known",
            );
            None
        }
    }
}

/// Over all rows, what is not accounted for included; where it is not, the shares sum to 1 only
/// within rounding.
fn total_variation(rows: &[RowReport], undefined: &mut Undefineds) -> Option<Measure> {
    let poll: Vec<f64> = rows.iter().map(|row| row.poll.value).collect();
    let count: Vec<f64> = rows.iter().map(|row| row.count.value).collect();
    let sizes: Vec<Bounds> = rows
        .iter()
        .map(|row| size_of(row.deviation_bounds))
        .collect();
    let half = |of: fn(&Bounds) -> f64| sizes.iter().map(of).sum::<f64>() / 2.0;
    let bounds = Bounds {
        low: half(|b| b.low),
        high: half(|b| b.high).min(1.0),
    };
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
    let share = 1.0 / choices.len() as f64;
    let from_flat: Vec<Bounds> = choices
        .iter()
        .map(|row| {
            let b = row.count.bounds;
            size_of(Bounds {
                low: b.low - share,
                high: b.high - share,
            })
        })
        .collect();
    let half = |of: fn(&Bounds) -> f64| from_flat.iter().map(of).sum::<f64>() / 2.0;
    let score = |distance: f64, flat: f64| {
        if flat > 0.0 {
            (100.0 * (1.0 - distance / flat)).clamp(0.0, 100.0)
        } else {
            0.0
        }
    };
    let bounds = distance.bounds.map(|b| Bounds {
        low: score(b.high, half(|f| f.low)),
        high: score(b.low, half(|f| f.high)),
    });
    Some(Measure {
        value,
        bounds,
        standard_error: None,
    })
}

/// The shares that the tests compare: they sum to 1, so what the poll leaves unaccounted for within
/// rounding is spread in proportion here, and only here.
struct Tested {
    poll: Vec<f64>,
    count: Vec<f64>,
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
        Tested {
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

/// Whether the poll's leader is the count's, as far as rounding allows.
fn right_call(choices: &[&RowReport]) -> RightCall {
    let (Some(winner), runner_up) = leaders(choices) else {
        return RightCall::Unknown;
    };
    if runner_up.is_some_and(|other| other.count.value == winner.count.value) {
        return RightCall::Open;
    }
    let others = || choices.iter().filter(|row| row.label != winner.label);
    // Everyone else is several choices: only a majority against all of them together is certain.
    let ahead = others().all(|row| winner.poll.bounds.low > row.poll.bounds.high);
    let behind = others()
        .filter(|row| row.kind == RowKind::Choice)
        .any(|row| row.poll.bounds.low > winner.poll.bounds.high);
    let named_ahead = others()
        .filter(|row| row.kind == RowKind::Choice)
        .all(|row| winner.poll.bounds.low > row.poll.bounds.high);
    match (ahead, behind) {
        (true, _) => RightCall::Right,
        (_, true) => RightCall::Wrong,
        // The rest may hide a larger choice only where the poll names the leader alone.
        _ if named_ahead && runner_up.is_some() => RightCall::Right,
        _ if runner_up.is_none() => RightCall::Unknown,
        _ => RightCall::Open,
    }
}

/// Whether the interval of the poll's own lead excludes 0 (Wald form).
fn called(settings: &Comparison, choices: &[&RowReport], size: Option<f64>) -> Option<bool> {
    let size = size?;
    let mut shares: Vec<f64> = choices
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .map(|row| row.poll.value)
        .collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let (first, second) = (*shares.first()?, *shares.get(1)?);
    let standard_error = accuracy::lead_standard_error([first, second], size).ok()?;
    Some(first - second > settings.confidence.critical_value() * standard_error)
}
