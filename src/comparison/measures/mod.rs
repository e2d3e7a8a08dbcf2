//! All rows of a reading together: the measures of `accuracy`, `agreement` and `hypothesis`, with what
//! rounding leaves open.

mod fit;
mod sizes;

use super::lead::Leading;
use super::row::{Ways, figure};
use crate::accuracy::{self, Accuracy, Bias, Orientation};
use crate::agreement::{
    Distance, LinDenominator, kendall_tau_b, lin_concordance, pearson_correlation, spearman,
};
use crate::alignment::RowKind;
use crate::error::Result;
use crate::hypothesis::FitStatistic;
use crate::numeric::{Bounds, Exactness, RoundingBounds};
use crate::report::{Concordance, Measure, Measures, RowReport, Settings, Undefined};
use crate::rounding::RoundedShares;
use fit::Tested;
use sizes::Sizes;

/// A measure whose bounds rounding gives; unbounded ones are left out, because a document cannot hold
/// infinity.
fn measure(value: f64, bounds: Option<RoundingBounds>, standard_error: Option<f64>) -> Measure {
    let bounds = bounds.filter(|b| b.bounds.low.is_finite() && b.bounds.high.is_finite());
    Measure {
        value,
        // A value lies in its own bounds, also where the last bit says otherwise.
        bounds: bounds.map(|b| Bounds {
            low: b.bounds.low.min(value),
            high: b.bounds.high.max(value),
        }),
        exactness: bounds.map_or(Exactness::Outer, |b| b.exactness),
        standard_error,
    }
}

/// The shares of some rows, as plain numbers.
struct Shares {
    poll: Vec<f64>,
    count: Vec<f64>,
    poll_bounds: Vec<Bounds>,
    count_bounds: Vec<Bounds>,
}

impl Shares {
    fn of<'a>(rows: impl Iterator<Item = &'a RowReport>) -> Shares {
        let most = rows.size_hint().1.unwrap_or(0);
        let mut shares = Shares {
            poll: Vec::with_capacity(most),
            count: Vec::with_capacity(most),
            poll_bounds: Vec::with_capacity(most),
            count_bounds: Vec::with_capacity(most),
        };
        for row in rows {
            let ((p, poll), (v, count)) = (figure(&row.poll), figure(&row.count));
            shares.poll.push(p);
            shares.count.push(v);
            shares.poll_bounds.push(poll);
            shares.count_bounds.push(count);
        }
        shares
    }

    /// What the rounding leaves open of all rows together: shares that sum to 1, or each within its own bounds
    /// where they are not all that there is.
    fn rounded(&self) -> Option<RoundedShares> {
        rounded(&self.poll_bounds, &self.count_bounds)
    }
}

/// Shares within these bounds that sum to 1, where there are such; otherwise each on its own.
pub(super) fn rounded(poll: &[Bounds], count: &[Bounds]) -> Option<RoundedShares> {
    RoundedShares::whole(poll, count)
        .or_else(|_| RoundedShares::separate(poll, count))
        .ok()
}

pub(super) fn of_rows(ways: &Ways<'_>, leading: &Leading<'_>, rows: &[RowReport]) -> Measures {
    let choices = Shares::of(rows.iter().filter(|row| row.kind != RowKind::Remainder));
    let all = if rows.iter().any(|row| row.kind == RowKind::Remainder) {
        Some(Shares::of(rows.iter()))
    } else {
        None
    };
    let mut measures = Measures::default();
    let mut undefined = Undefineds(Vec::new());
    // The middle of a range is nobody's figure: no sampling error is invented around it.
    let ranges = rows.iter().any(|row| row.range.is_some());
    let own = Sizes {
        ways,
        no_sampling_error: ranges,
    };
    let size = own.together();
    let rounded = choices.rounded();
    let rounded_of_all = all.as_ref().map(Shares::rounded);
    distance(
        ways,
        all.as_ref().unwrap_or(&choices),
        rounded_of_all.as_ref().unwrap_or(&rounded).as_ref(),
        |count| own.expected_total_variation(rows, count),
        &mut measures,
        &mut undefined,
    );
    errors(
        &choices,
        rounded.as_ref(),
        size,
        &mut measures,
        &mut undefined,
    );
    of_leaders(
        leading,
        (&choices, rounded.as_ref()),
        &own,
        &mut measures,
        &mut undefined,
    );
    // A test against a partial count would be one against figures that can still change.
    let mean_size = own.of_all_rows(rows, &choices).filter(|_| !ways.is_partial);
    if size.is_some() && own.are_by_margins() && !ways.is_partial {
        let missing = [
            (measures.times_chance.is_none(), "times chance"),
            (mean_size.is_none(), "X²"),
            (mean_size.is_none(), "G"),
        ];
        for (_, name) in missing.into_iter().filter(|(is_missing, _)| *is_missing) {
            undefined.note(name, "margins are known of single choices alone");
        }
    }
    if let Some((size, design)) = mean_size {
        let tested = Tested::of(&choices);
        let only_in_poll = rows.iter().find(|row| {
            row.kind != RowKind::Remainder
                && figure(&row.count).0 == 0.0
                && figure(&row.poll).0 > 0.0
        });
        if let (Some(row), true) = (only_in_poll, tested.explained) {
            let reason = format!(
                "{} has a share in the poll and no votes in the count, which no sampling explains; merge it with another",
                row.label
            );
            undefined.note("X²", reason.clone());
            undefined.note("G", reason);
        }
        measures.pearson = tested.test(
            FitStatistic::Pearson,
            (size, design),
            ways.settings,
            &mut undefined,
        );
        measures.likelihood_ratio = tested.test(
            FitStatistic::LikelihoodRatio,
            (size, design),
            ways.settings,
            &mut undefined,
        );
    }
    measures.concordance = concordance(ways.settings, &choices.poll, &choices.count);
    measures.undefined = undefined.0;
    measures
}

/// Total variation and what follows from it, over all rows, what is not accounted for included.
fn distance(
    ways: &Ways<'_>,
    rows: &Shares,
    rounded: Option<&RoundedShares>,
    expected: impl Fn(&[f64]) -> Option<f64>,
    measures: &mut Measures,
    undefined: &mut Undefineds,
) {
    let name = "total variation";
    let value = Distance::TotalVariation.between(&rows.poll, &rows.count);
    let Some(value) = undefined.keep(name, value) else {
        return;
    };
    // What sums of shares in binary leave of nothing is nothing.
    let value = if value < 1e-12 { 0.0 } else { value };
    let open = rounded
        .and_then(|shares| shares.total_variation().ok())
        .map(|open| RoundingBounds {
            bounds: Bounds {
                low: open.bounds.low,
                high: open.bounds.high.min(1.0),
            },
            ..open
        });
    let total_variation = measure(value, open, None);
    measures.total_variation = Some(total_variation);
    if ways.is_partial {
        if let Some((overlaps, takes_invalid_alike)) = final_overlap(ways, rows) {
            measures.final_overlap = Some(overlaps);
            measures.final_overlap_takes_invalid_alike = takes_invalid_alike;
        }
        return;
    }
    measures.overlap = Some(Measure {
        value: 1.0 - value,
        bounds: total_variation.bounds.map(|b| Bounds {
            low: 1.0 - b.high,
            high: 1.0 - b.low,
        }),
        ..total_variation
    });
    measures.times_chance = expected(&rows.count).and_then(|expected| {
        undefined.keep("times chance", accuracy::times_chance(value, expected))
    });
}

/// The overlaps that a partial count still allows by its tightest bound, as the verdict has it, and whether that takes
/// invalid ballots to be as frequent everywhere.
fn final_overlap(ways: &Ways<'_>, rows: &Shares) -> Option<(Bounds, bool)> {
    let ground = ways.bound()?;
    let ends: Vec<Bounds> = rows
        .count_bounds
        .iter()
        .map(|bounds| ground.final_share(*bounds))
        .collect();
    let open = rounded(&rows.poll_bounds, &ends)?.total_variation().ok()?;
    let overlaps = Bounds {
        low: (1.0 - open.bounds.high).max(0.0),
        high: (1.0 - open.bounds.low).min(1.0),
    };
    Some((overlaps, ground.takes_invalid_alike()))
}

/// The errors over the choices, everyone else as one.
fn errors(
    choices: &Shares,
    rounded: Option<&RoundedShares>,
    size: Option<f64>,
    measures: &mut Measures,
    undefined: &mut Undefineds,
) {
    let (poll, count) = (&choices.poll, &choices.count);
    let all = Accuracy::of(poll, count, size);
    let Some(all) = undefined.keep("the errors over the choices", all) else {
        return;
    };
    let of =
        |bounds: fn(&RoundedShares) -> Result<RoundingBounds>| rounded.and_then(|r| bounds(r).ok());
    let plain = |value: f64, bounds: fn(&RoundedShares) -> Result<RoundingBounds>| {
        Some(measure(value, of(bounds), None))
    };
    measures.mosteller_3 = plain(all.mosteller_3, RoundedShares::mosteller_3);
    measures.mosteller_6 = plain(all.mosteller_6, RoundedShares::mosteller_6);
    measures.root_mean_squared_error = plain(
        all.root_mean_squared_error,
        RoundedShares::root_mean_squared_error,
    );
    measures.mosteller_4 = match all.mosteller_4 {
        Some(value) => plain(value, RoundedShares::mosteller_4),
        None => undefined.why("Mosteller 4", accuracy::mosteller_4(poll, count)),
    };
    let bias = |bias: Bias, bounds: fn(&RoundedShares) -> Result<RoundingBounds>| {
        // Without any deviation there is no direction in which it could err.
        let error = bias.standard_error.filter(|error| *error > 0.0);
        Some(measure(bias.value, of(bounds), error))
    };
    match (all.b, all.b_weighted) {
        (Some(b), Some(b_w)) => {
            measures.b = bias(b, RoundedShares::b);
            measures.b_w = bias(b_w, RoundedShares::b_weighted);
            measures.b_without_bias = b.expected_without_bias;
            measures.b_w_without_bias = b_w.expected_without_bias;
            let excess = |bias: Bias| Some(bias.value - bias.expected_without_bias?);
            (measures.b_excess, measures.b_w_excess) = (excess(b), excess(b_w));
        }
        _ => {
            undefined.why::<Measure>("B", accuracy::b(poll, count, size));
        }
    }
}

/// The measures of the two that lead the count.
fn of_leaders(
    leading: &Leading<'_>,
    (choices, rounded): (&Shares, Option<&RoundedShares>),
    sizes: &Sizes<'_>,
    measures: &mut Measures,
    undefined: &mut Undefineds,
) {
    let Leading {
        named,
        first,
        second,
        without_row,
    } = leading;
    let not_named = "the poll gives no share of its own to a choice that leads the count";
    let tied = "two choices have the same figure in the count, so neither is known to lead it";
    let Some(first) = *first else {
        if !named.is_empty() {
            undefined.note("Mosteller 1", if *without_row { not_named } else { tied });
        }
        return;
    };
    // Everyone else leads nothing.
    let own = (named.len() < choices.poll.len()).then(|| Shares::of(named.iter().copied()));
    let own_rounded = own.as_ref().and_then(Shares::rounded);
    let (shares, rounded) = match &own {
        Some(own) => (own, own_rounded.as_ref()),
        None => (choices, rounded),
    };
    let p = shares.poll[first];
    let leader = rounded.and_then(|r| r.mosteller_1().ok());
    let error = sizes
        .of_row(named[first])
        .map(|n| (p * (1.0 - p) / n).sqrt());
    measures.mosteller_1 = Some(measure(named[first].deviation.abs(), leader, error));
    let Some(second) = *second else {
        undefined.note(
            "Mosteller 5",
            match named.len() {
                1 => "the poll names only one choice, so no lead is known",
                _ if *without_row => not_named,
                _ => tied,
            },
        );
        return;
    };
    let size = sizes.together();
    let leads = [p, shares.poll[second]];
    let error = sizes
        .of_lead(named[first], named[second])
        .and_then(|n| accuracy::lead_standard_error(leads, n).ok());
    let lead_error = (named[first].deviation - named[second].deviation).abs();
    let open = rounded.and_then(|r| r.mosteller_5().ok());
    measures.mosteller_5 = Some(measure(lead_error, open, error));
    let orientation = Orientation {
        numerator: first,
        denominator: second,
    };
    let a = accuracy::martin_traugott_kennedy(&shares.poll, &shares.count, orientation, size);
    measures.a = undefined.keep("A", a).map(|a| {
        let open = rounded.and_then(|r| r.martin_traugott_kennedy(orientation).ok());
        measure(a.value, open, a.standard_error)
    });
}

/// Of two rows, which mirror one another, a correlation says nothing.
fn concordance(settings: &Settings, poll: &[f64], count: &[f64]) -> Option<Concordance> {
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
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(measure, error.help());
                None
            }
        }
    }

    /// Of a measure that is known not to exist, the reason that its own function gives.
    fn why<T>(&mut self, measure: &str, result: Result<impl Sized>) -> Option<T> {
        self.keep(measure, result.map(drop));
        None
    }

    fn note(&mut self, measure: &str, reason: impl Into<String>) {
        let reason = reason.into();
        if !self.0.iter().any(|known| known.measure == measure) {
            self.0.push(Undefined {
                measure: measure.into(),
                reason,
            });
        }
    }
}
