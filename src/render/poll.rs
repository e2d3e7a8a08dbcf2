//! One poll against one count, in full.

use super::number::{self, NOTHING};
use super::outline::{Block, Table};
use super::{seats, words};
use crate::alignment::RowKind;
use crate::comparison::{LeadReport, Measure, PollReport, ReadingReport, Report, TestOfFit};
use crate::numeric::Bounds;

pub(super) fn in_full(report: &Report, poll: &PollReport) -> Vec<Block> {
    let mut blocks = vec![
        Block::Subsection(words::name_of(poll)),
        Block::Paragraph(words::sample(poll)),
    ];
    if let Some(reason) = &poll.not_compared {
        blocks.push(Block::Paragraph(words::sentence(&format!(
            "not compared: {reason}"
        ))));
    }
    for reading in &poll.readings {
        if words::several(poll) {
            blocks.push(Block::Paragraph(words::sentence(words::reading(reading))));
        }
        blocks.push(Block::Table(rows(report, reading)));
        blocks.push(Block::List(measures(report, reading)));
        let verdict = words::verdict(reading, &poll.sample, &report.settings);
        blocks.push(Block::Paragraph(format!("Verdict: {verdict}")));
    }
    if let Some(of_seats) = &poll.seats {
        blocks.extend(seats::table(of_seats));
        if poll.readings.is_empty() {
            blocks.push(Block::Paragraph(format!(
                "Verdict: {}",
                words::seat_verdict(poll, of_seats)
            )));
        }
    }
    if !poll.missing.is_empty() {
        let missing: Vec<String> = poll.missing.iter().map(ToString::to_string).collect();
        blocks.push(Block::Paragraph(format!(
            "Not published: {}.",
            words::list(&missing)
        )));
    }
    blocks
}

fn rows(report: &Report, reading: &ReadingReport) -> Table {
    let tested = reading.rows.iter().any(|row| row.sampling.is_some());
    let interval = format!("{} interval", report.settings.confidence);
    let mut table = if tested {
        Table::new(
            &["percent"],
            &[
                "poll", "count", "points", "round", &interval, "inside", "p adj.",
            ],
        )
    } else {
        Table::new(
            &["percent"],
            &[
                "poll",
                "count",
                "points",
                "round",
                "break-even n",
                "within rounding",
            ],
        )
    };
    let margin = report.settings.equivalence_margin.filter(|_| tested);
    if let Some(margin) = margin {
        table = table.and_figure(&format!("within ±{}", number::shortest(100.0 * margin)));
    }
    table = table.if_wide(&["relative", "log-odds"]);
    if tested {
        table = table.if_wide(&["s.e.", "z", "p", "all together", "ranks"]);
    }
    for row in &reading.rows {
        let mut cells = vec![
            row.label.clone(),
            number::share(&row.poll),
            if row.kind == RowKind::Remainder {
                NOTHING.into()
            } else {
                number::share(&row.count)
            },
            words::deviation(row),
            number::rounding(&row.deviation_bounds),
        ];
        if tested {
            cells.extend(match &row.sampling {
                Some(sampling) => {
                    let inside =
                        match (sampling.inside_undecided_by_rounding, sampling.count_inside) {
                            (true, _) => "open",
                            (_, true) => "yes",
                            _ => "no",
                        };
                    [
                        number::interval(&sampling.interval),
                        inside.into(),
                        number::p_value(sampling.adjusted_p_value),
                    ]
                }
                None => [NOTHING.into(), NOTHING.into(), NOTHING.into()],
            });
        } else {
            cells.extend(match row.break_even {
                Some(size) => [
                    number::whole(size.size),
                    match size.high {
                        Some(high) => {
                            format!("{} to {}", number::whole(size.low), number::whole(high))
                        }
                        None => format!("{} or more", number::whole(size.low)),
                    },
                ],
                None => [NOTHING.into(), NOTHING.into()],
            });
        }
        if margin.is_some() {
            cells.push(row.sampling.map_or(NOTHING.into(), |sampling| {
                match (
                    sampling.equivalence_undecided_by_rounding,
                    sampling.equivalence,
                ) {
                    (true, _) => "open".into(),
                    (_, Some(answer)) => answer.to_string(),
                    (_, None) => NOTHING.into(),
                }
            }));
        }
        // Half of what rounding hides, over v and over v(1 − v), for the two derived scales.
        let hidden = 0.5 * row.deviation_bounds.width();
        let (v, w) = (row.count.value, 1.0 - row.count.value);
        cells.push(row.relative_deviation.map_or(NOTHING.into(), |relative| {
            let decimals = number::meaningful(100.0 * hidden / v, 1);
            format!("{} %", number::signed(100.0 * relative, decimals))
        }));
        cells.push(row.log_odds_deviation.map_or(NOTHING.into(), |odds| {
            number::signed(odds, number::meaningful(hidden / (v * w), 3))
        }));
        if let Some(sampling) = &row.sampling {
            cells.extend([
                number::fixed(100.0 * sampling.standard_error, 3),
                number::signed(sampling.z, 2),
                number::p_value(sampling.p_value),
                sampling
                    .simultaneous_interval
                    .map_or(NOTHING.into(), |interval| number::interval(&interval)),
                sampling.ranks.map_or(NOTHING.into(), |ranks| {
                    if ranks.best == ranks.worst {
                        ranks.best.to_string()
                    } else {
                        format!("{}–{}", ranks.best, ranks.worst)
                    }
                }),
            ]);
        }
        table.row(cells);
    }
    table
}

fn points(measure: Option<Measure>) -> String {
    measure.map_or(NOTHING.into(), |m| number::fixed(100.0 * m.value, 2))
}

fn within(bounds: Option<Bounds>, scale: f64) -> String {
    match bounds {
        Some(b) if b.width() * scale >= 0.05 => format!(
            " ({} to {} within rounding)",
            number::fixed(scale * b.low, 1),
            number::fixed(scale * b.high, 1)
        ),
        _ => String::new(),
    }
}

/// What is said of all rows together, a line for each question.
fn measures(report: &Report, reading: &ReadingReport) -> Vec<String> {
    let m = &reading.measures;
    let mut lines = Vec::new();
    if let Some(agreement) = m.agreement {
        let cost = m.agreement_cost_of_sampling.map_or(String::new(), |cost| {
            format!(
                ", of which sampling alone would cost {}",
                number::fixed(cost, 1)
            )
        });
        let score = number::fixed(agreement.value, 1);
        lines.push(format!(
            "Agreement {score} of 100{}{cost}.",
            within(agreement.bounds, 1.0)
        ));
    }
    let relative = m.mosteller_4.map_or(String::new(), |m| {
        format!("; Mosteller 4 {} %", number::fixed(100.0 * m.value, 1))
    });
    lines.push(format!(
        "Mosteller 1, 3, 5, 6: {}, {}, {}, {} points; total variation {}, RMSE {}{relative}.",
        points(m.mosteller_1),
        points(m.mosteller_3),
        points(m.mosteller_5),
        points(m.mosteller_6),
        points(m.total_variation),
        points(m.root_mean_squared_error)
    ));
    let bias = |name: &str, measure: Option<Measure>, expected: Option<f64>| {
        let measure = measure?;
        let error = measure.standard_error.map_or(String::new(), |error| {
            format!(" ± {}", number::significant(error))
        });
        let expected = expected.map_or(String::new(), |expected| {
            format!(" ({} without bias)", number::significant(expected))
        });
        Some(format!(
            "{name} {}{error}{expected}",
            number::significant(measure.value)
        ))
    };
    let biases: Vec<String> = [
        bias("A", m.a, None),
        bias("B", m.b, m.b_without_bias),
        bias("B_w", m.b_w, m.b_w_without_bias),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !biases.is_empty() {
        lines.push(format!("Log-odds: {}.", biases.join(", ")));
    }
    let tests: Vec<String> = [("X²", m.pearson), ("G", m.likelihood_ratio)]
        .into_iter()
        .filter_map(|(name, test)| Some(fit(name, &test?)))
        .collect();
    if !tests.is_empty() {
        lines.push(format!("Fit: {}.", tests.join("; ")));
    }
    let called = match m.called {
        Some(true) => ", its lead beyond chance",
        Some(false) => ", its lead within chance",
        None => "",
    };
    let call = format!("{}{called}", words::right_call(m.right_call));
    lines.push(match &reading.lead {
        Some(lead) => format!("{}; {call}.", lead_over(report, lead)),
        None => words::sentence(&call),
    });
    if let Some(alike) = m.concordance {
        lines.push(format!(
            "Alike over the rows: Lin's ρ_c {}, Pearson's r {}, Spearman's ρ {}, Kendall's τ-b {}.",
            number::coefficient(alike.lin),
            number::coefficient(alike.pearson),
            number::coefficient(alike.spearman),
            number::coefficient(alike.kendall_tau_b)
        ));
    }
    lines
}

fn fit(name: &str, test: &TestOfFit) -> String {
    // Said only where rounding can turn the answer round.
    let open = test.p_value_bounds.map_or(String::new(), |b| {
        let (low, high) = (number::p_value(b.low), number::p_value(b.high));
        if low == high {
            String::new()
        } else {
            format!(" ({low} to {high} within rounding)")
        }
    });
    let p = words::equals(&number::p_value(test.p_value));
    format!(
        "{name} = {} on {} df, p {p}{open}",
        number::fixed(test.statistic, 2),
        number::whole(test.degrees_of_freedom)
    )
}

fn lead_over(report: &Report, lead: &LeadReport) -> String {
    let interval = lead.interval.map_or(String::new(), |interval| {
        let side = match lead.count_inside {
            Some(true) => "inside",
            _ => "outside",
        };
        format!(
            ", {} interval {}, the count {side}",
            report.settings.confidence,
            number::interval(&interval)
        )
    });
    let percent = |share: f64| number::signed(100.0 * share, 2);
    format!(
        "Lead of {} over {}: {} in the poll, {} in the count, {} points off{}{interval}",
        lead.leader,
        lead.runner_up,
        percent(lead.poll),
        percent(lead.count),
        percent(lead.deviation),
        match number::rounding(&lead.deviation_bounds).as_str() {
            "exact" => String::new(),
            round => format!(" {round}"),
        }
    )
}
