//! The measures of one reading, line by line.

use super::MeasureRecord;
use super::units::{finite, high, low, percent};
use crate::numeric::Bounds;
use crate::report::{Measure, Measures, TestOfFit};

/// Every measure that exists, without its count, poll and reading.
pub(super) fn measures(of: &Measures) -> Vec<MeasureRecord> {
    let line = |measure: &str, value, low, high, standard_error| MeasureRecord {
        count: String::new(),
        poll: String::new(),
        reading: String::new(),
        measure: measure.into(),
        value,
        low,
        high,
        standard_error,
    };
    let scaled = |name: &str, measure: Measure, scale: fn(f64) -> f64| {
        let end = |of: fn(&Bounds) -> f64| {
            let bounds = measure.bounds.as_ref()?;
            finite(scale(of(bounds)))
        };
        line(
            name,
            Some(scale(measure.value)),
            end(Bounds::low),
            end(Bounds::high),
            measure.standard_error.map(scale),
        )
    };
    let mut lines = Vec::new();
    let in_percent = [
        ("overlap", of.overlap),
        ("total_variation", of.total_variation),
        ("mosteller_1", of.mosteller_1),
        ("mosteller_3", of.mosteller_3),
        ("mosteller_4", of.mosteller_4),
        ("mosteller_5", of.mosteller_5),
        ("mosteller_6", of.mosteller_6),
        ("root_mean_squared_error", of.root_mean_squared_error),
    ];
    lines.extend(
        in_percent
            .into_iter()
            .filter_map(|(n, m)| Some(scaled(n, m?, percent))),
    );
    lines.extend(
        of.final_overlap
            .map(|b| line("final_overlap", None, low(b), high(b), None)),
    );
    let on_log_odds = [("a", of.a), ("b", of.b), ("b_w", of.b_w)];
    lines.extend(
        on_log_odds
            .into_iter()
            .filter_map(|(n, m)| Some(scaled(n, m?, |x| x))),
    );
    let plain = [
        ("times_chance", of.times_chance),
        ("b_without_bias", of.b_without_bias),
        ("b_excess", of.b_excess),
        ("b_w_without_bias", of.b_w_without_bias),
        ("b_w_excess", of.b_w_excess),
    ];
    lines.extend(
        plain
            .into_iter()
            .filter_map(|(n, v)| Some(line(n, Some(v?), None, None, None))),
    );
    let tests = [
        ("pearson", of.pearson),
        ("likelihood_ratio", of.likelihood_ratio),
    ];
    for (name, test) in tests {
        let Some(TestOfFit {
            statistic,
            degrees_of_freedom,
            p_value,
            ..
        }) = test
        else {
            continue;
        };
        let ends = |bounds: Option<Bounds>| {
            (
                bounds.and_then(|b| finite(b.low())),
                bounds.and_then(|b| finite(b.high())),
            )
        };
        let (least, most) = ends(test.and_then(|test| test.statistic_bounds));
        lines.push(line(name, finite(statistic), least, most, None));
        let freedom = format!("{name}_degrees_of_freedom");
        lines.push(line(&freedom, Some(degrees_of_freedom), None, None, None));
        let (least, most) = ends(test.and_then(|test| test.p_value_bounds));
        lines.push(line(
            &format!("{name}_p_value"),
            Some(p_value),
            least,
            most,
            None,
        ));
    }
    if let Some(alike) = of.concordance {
        let interval = alike.lin_interval;
        let (least, most) = (interval.map(|i| i.low()), interval.map(|i| i.high()));
        lines.push(line("lin", Some(alike.lin), least, most, None));
        let correlations = [
            ("pearson_correlation", alike.pearson),
            ("spearman", alike.spearman),
            ("kendall_tau_b", alike.kendall_tau_b),
        ];
        lines.extend(correlations.map(|(n, v)| line(n, Some(v), None, None, None)));
    }
    lines
}
