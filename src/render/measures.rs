//! What is said of all rows of a reading together, a line for each question.

use super::number::{self, NOTHING};
use super::rows;
use super::terms::{self, p_equals, sentence};
use crate::alignment::Reading;
use crate::hypothesis::{ExactMethod, FitMethod, Precision};
use crate::numeric::{Bounds, Exactness};
use crate::report::{LeadReport, Measure, ReadingReport, Report, TestOfFit};

pub(super) fn lines(report: &Report, reading: &ReadingReport) -> Vec<String> {
    let m = &reading.measures;
    let compared = reading.compared().count();
    let least = printed_decimals(reading);
    let mut lines = Vec::new();
    lines.extend(overlap(report, reading, compared));
    lines.extend(reading.range_coverage.map(|ranges| {
        format!(
            "Ranges stated at {}: {} of {} hold the official share; mean interval score {} points.",
            ranges.confidence,
            ranges.inside,
            ranges.ranges,
            number::percent(ranges.mean_interval_score, 2)
        )
    }));
    lines.extend(
        reading
            .lead
            .as_ref()
            .map(|lead| lead_over(report, reading, lead, least)),
    );
    lines.extend(refusals(report, reading));
    let relative = m.mosteller_4.map_or(String::new(), |m| {
        format!("; Mosteller 4: {} percent", number::percent(m.value, 1))
    });
    if m.mosteller_3.is_some() {
        lines.push(format!(
            "Mosteller 1, 3, 5 and 6: {}, {}, {} and {} points{relative}; root mean squared error {}, \
             total variation {} points.",
            points(m.mosteller_1, least),
            points(m.mosteller_3, least),
            points(m.mosteller_5, least),
            points(m.mosteller_6, least),
            points(m.root_mean_squared_error, least),
            points(m.total_variation, least)
        ));
    }
    let biases: Vec<String> = [
        bias("A", m.a, None),
        bias("B", m.b, m.b_without_bias),
        bias("B_w", m.b_w, m.b_w_without_bias),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !biases.is_empty() {
        lines.push(format!("On the log-odds scale: {}.", biases.join("; ")));
    }
    let tests: Vec<String> = [("X²", m.pearson), ("G", m.likelihood_ratio)]
        .into_iter()
        .filter_map(|(name, test)| Some(fit(name, &test?)))
        .collect();
    if !tests.is_empty() {
        let alpha = report.settings.confidence.alpha();
        let rejects = [m.pearson, m.likelihood_ratio].into_iter().flatten();
        let apart = if reading.verdict.is_within()
            && rejects.into_iter().any(|of| of.p_value < alpha)
        {
            " The verdict is of single rows, none of which is beyond chance once all are allowed for."
        } else {
            ""
        };
        lines.push(format!(
            "Fit of all rows together: {}.{apart}",
            tests.join("; ")
        ));
    }
    if let Some(alike) = m.concordance {
        lines.push(format!(
            "Correlations over the rows, which mostly measure that one choice is larger than another: \
             Lin's ρ_c {}, Pearson's r {}, Spearman's ρ {}, Kendall's τ-b {}.",
            number::coefficient(alike.lin),
            number::coefficient(alike.pearson),
            number::coefficient(alike.spearman),
            number::coefficient(alike.kendall_tau_b)
        ));
    }
    lines
}

/// Whether refusals alone can explain the largest deviation, which says nothing of whether they do.
fn refusals(report: &Report, reading: &ReadingReport) -> Option<String> {
    let row = reading.largest()?;
    let share = row.with_refusals?;
    if !report.reference().is_final() || row.deviation == 0.0 {
        return None;
    }
    let can = match share.contains(row.count.value) {
        true => {
            "so refusals alone could explain the deviation, and nothing here says whether they do"
        }
        false => "so refusals alone cannot explain the deviation",
    };
    let asked = match reading.reading {
        Reading::AsPrinted => "all who were asked",
        Reading::OfThoseNamingAChoice => "those who named a choice or refused",
    };
    Some(format!(
        "Had all of those who refused voted for {}, or none of them, its share among {asked} would be {} or {} \
         percent: {can}.",
        row.label,
        number::percent(share.high(), 1),
        number::percent(share.low(), 1)
    ))
}

fn overlap(report: &Report, reading: &ReadingReport, compared: usize) -> Option<String> {
    let m = &reading.measures;
    let chance = m.times_chance.map_or(String::new(), |times| {
        format!(
            ". What is missing is {} times what chance alone costs a perfect poll of this size on average",
            number::fixed(times, 1)
        )
    });
    let over = terms::number_of(compared, "row");
    let so_far = if report.reference().is_final() {
        ""
    } else {
        " so far"
    };
    let text = match (m.overlap, m.final_overlap) {
        (Some(overlap), _) if rows::has_range(reading) => {
            let bounds = overlap.bounds?;
            format!(
                "overlap with the count{so_far} {} over {over}, depending on where in the poll's ranges its shares lie",
                number::between_ends(bounds, 1)
            )
        }
        (Some(overlap), _) => format!(
            "overlap with the count{so_far} {} percent{} over {over}: of a hundred votes, so many stand where the \
             poll put them{chance}",
            number::within(overlap.value, overlap.bounds, 1),
            between(overlap.bounds, overlap.exactness)
        ),
        (None, Some(bounds)) => format!(
            "overlap with the final result {} over {over}, depending on the ballots still to be counted",
            number::between_ends(bounds, 1)
        ),
        (None, None) => return None,
    };
    Some(sentence(&text))
}

fn between(bounds: Option<Bounds>, exactness: Exactness) -> String {
    let outer = match exactness {
        Exactness::Exact => "",
        Exactness::Outer => " at most",
    };
    match bounds {
        Some(b) if number::percent(b.low(), 1) != number::percent(b.high(), 1) => format!(
            " ({} to {} within rounding{outer})",
            number::percent(b.low(), 1),
            number::percent(b.high(), 1)
        ),
        _ => String::new(),
    }
}

fn points(measure: Option<Measure>, least: usize) -> String {
    measure.map_or(NOTHING.into(), |m| {
        number::within_from(m.value, m.bounds, least, 2)
    })
}

/// Decimals that every figure of the poll was printed with; of a range those of its deviations.
fn printed_decimals(reading: &ReadingReport) -> usize {
    let decimals = reading.compared().map(|row| match row.poll.is_range {
        true => number::deviation_decimals(&row.poll, &row.count, &row.deviation_bounds),
        false => number::decimals(&row.poll),
    });
    decimals.min().unwrap_or(0)
}

fn bias(name: &str, measure: Option<Measure>, expected: Option<f64>) -> Option<String> {
    let measure = measure?;
    let error = measure.standard_error.map_or(String::new(), |error| {
        format!(", standard error {}", number::significant(error))
    });
    let expected = expected.map_or(String::new(), |expected| {
        format!(
            ", beside {} that a poll without bias would show on average",
            number::significant(expected)
        )
    });
    Some(format!(
        "{name} {}{error}{expected}",
        number::significant(measure.value)
    ))
}

fn fit(name: &str, test: &TestOfFit) -> String {
    // Said only where rounding can turn the answer round.
    let open = test.p_value_bounds.map_or(String::new(), |b| {
        let (low, high) = (number::p_value(b.low()), number::p_value(b.high()));
        if low == high {
            String::new()
        } else {
            format!(", {low} to {high} within rounding")
        }
    });
    let by = match test.method {
        FitMethod::ChiSquared | FitMethod::F => String::new(),
        FitMethod::Multinomial(method) => {
            let how = match method {
                ExactMethod::Enumeration => "summed over all outcomes",
                ExactMethod::Convolution => "by convolution",
                ExactMethod::MonteCarlo => "simulated",
            };
            format!(
                ", by the multinomial distribution at the effective size, {how}{}",
                precision(test)
            )
        }
    };
    let freedom = match test.design_degrees_of_freedom {
        None => terms::degrees_of_freedom(test.degrees_of_freedom),
        Some(design) => format!(
            "{} and {} (F, since stations were drawn)",
            number::whole(test.degrees_of_freedom),
            terms::degrees_of_freedom(test.degrees_of_freedom * design)
        ),
    };
    let scaled = test.scaled_by.map_or(String::new(), |by| {
        format!(
            ", shares divided by {} to sum to 100 percent",
            number::trimmed(by, 4)
        )
    });
    format!(
        "{name} = {} on {freedom}, {}{open}{by}{scaled}",
        number::fixed(test.statistic, 2),
        p_equals(test.p_value)
    )
}

fn precision(test: &TestOfFit) -> String {
    let (low, high) = match test.precision {
        None | Some(Precision::Exact) => return String::new(),
        Some(Precision::Lattice { bounds, .. }) => (bounds.low(), bounds.high()),
        Some(Precision::Sampled { interval, .. }) => (interval.low(), interval.high()),
    };
    let (low, high) = (number::p_value(low), number::p_value(high));
    if low == high {
        String::new()
    } else {
        format!(" ({low} to {high})")
    }
}

fn lead_over(report: &Report, reading: &ReadingReport, lead: &LeadReport, least: usize) -> String {
    let interval = lead.interval.map_or(String::new(), |interval| {
        let side = match lead.count_inside {
            Some(true) => "inside",
            Some(false) => "outside",
            None => "inside or outside by digits that were not printed",
        };
        format!(
            ", {} interval {} points{}, {} {side}",
            report.settings.confidence,
            number::wide_interval(&interval),
            if lead.by_binomial_test {
                " by the binomial test of the two"
            } else {
                ""
            },
            if report.reference().is_final() {
                "the count's lead"
            } else {
                "the lead counted so far"
            }
        )
    });
    let is_range = |label: &str| reading.row(label).is_some_and(|row| row.range.is_some());
    if is_range(&lead.leader) || is_range(&lead.runner_up) {
        // The middle of a range is nobody's figure.
        let open = lead.deviation_bounds;
        let ends = |low: f64, high: f64| {
            let end = |end: f64| number::signed(100.0 * end, 2);
            number::from_to(end(low), end(high))
        };
        let poll = |label: &str| reading.row(label).map(|row| row.poll.bounds);
        let (first, second) = (poll(&lead.leader), poll(&lead.runner_up));
        let by_ranges = first.zip(second).map_or(String::new(), |(p, q)| {
            ends(p.low() - q.high(), p.high() - q.low())
        });
        return format!(
            "Lead of {} over {}: {} points by the poll's ranges, {} in the count, deviation {}.",
            lead.leader,
            lead.runner_up,
            by_ranges,
            number::signed(100.0 * lead.count, 2),
            ends(open.low(), open.high())
        );
    }
    let decimals = number::meaningful(50.0 * lead.deviation_bounds.width(), 2).max(least.min(2));
    let signed = |share: f64| number::signed(100.0 * share, decimals);
    let rounding = number::rounding(&lead.deviation_bounds)
        .map_or(String::new(), |points| format!(" ({points} for rounding)"));
    format!(
        "Lead of {} over {}: {} in the poll, {} in the count, deviation {}{rounding}{interval}.",
        lead.leader,
        lead.runner_up,
        terms::points(&signed(lead.poll)),
        signed(lead.count),
        signed(lead.deviation)
    )
}
