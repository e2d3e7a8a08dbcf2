//! One count and the polls against it.

use super::number::{self, NOTHING};
use super::outline::{Block, Table};
use super::words;
use crate::alignment::RowKind;
use crate::comparison::{
    CountReport, Measure, PollReport, ReadingReport, Report, RowReport, SeatErrorSummary,
    SeatReport,
};
use crate::model::CountStatus;
use crate::numeric::Bounds;

/// An overview of the polls against one count, and everything in full where it is the reference.
pub(super) fn count(report: &Report, count: &CountReport, full: bool) -> Vec<Block> {
    let mut blocks = vec![
        Block::Section(format!("Against {}", count.name)),
        Block::Paragraph(words::count(count)),
    ];
    if count.polls.iter().any(|poll| !poll.readings.is_empty()) {
        blocks.push(Block::Table(overview(count)));
    }
    blocks.extend(outstanding(count, full));
    if full {
        for poll in &count.polls {
            blocks.extend(in_full(report, poll));
        }
        blocks.extend(common(report, count));
    }
    blocks
}

fn name_of(poll: &PollReport) -> String {
    if poll.derived {
        format!("{} (derived)", poll.name)
    } else {
        poll.name.clone()
    }
}

fn several(poll: &PollReport) -> bool {
    poll.readings.len() > 1
}

fn overview(count: &CountReport) -> Table {
    let mut table = Table::new(&["poll"], &["points off", "score"])
        .and("for")
        .and("verdict");
    for poll in &count.polls {
        for (i, reading) in poll.readings.iter().enumerate() {
            let name = match (several(poll), i) {
                (false, _) => name_of(poll),
                (true, 0) => format!("{}, as printed", name_of(poll)),
                (true, _) => format!("{}, of those naming a choice", name_of(poll)),
            };
            let largest = words::largest(reading);
            table.row(vec![
                name,
                largest.map_or(NOTHING.into(), words::deviation),
                score(reading.measures.agreement),
                largest.map_or(String::new(), |row| row.label.clone()),
                reading.verdict.to_string(),
            ]);
        }
        if poll.readings.is_empty() && poll.seats.is_none() {
            let nothing = NOTHING.to_owned();
            let verdict = poll.verdict.to_string();
            table.row(vec![
                name_of(poll),
                nothing.clone(),
                nothing,
                String::new(),
                verdict,
            ]);
        }
    }
    table
}

fn score(measure: Option<Measure>) -> String {
    measure.map_or(NOTHING.into(), |score| number::fixed(score.value, 1))
}

/// What is still open, and what each poll needs of it.
fn outstanding(count: &CountReport, full: bool) -> Vec<Block> {
    if count.status == CountStatus::Final {
        return Vec::new();
    }
    if count.outstanding.is_empty() {
        let unknown = "How many ballots are outstanding is not known, so what they can still \
                       change is not either.";
        return vec![Block::Paragraph(unknown.into())];
    }
    let mut blocks = Vec::new();
    for (i, view) in count.outstanding.iter().enumerate() {
        blocks.push(Block::Paragraph(words::sentence(&format!(
            "outstanding ballots, {}: {}",
            words::basis(view),
            words::decided(view)
        ))));
        let mut table = Table::new(&["poll"], &["needs", "within rounding"])
            .and("of them for")
            .and("");
        for poll in &count.polls {
            for reading in &poll.readings {
                for row in needy(reading, i, full) {
                    table.row(need(poll, reading, row, i));
                }
            }
        }
        blocks.push(Block::Table(table));
    }
    if full {
        blocks.push(Block::Table(final_shares(count)));
    }
    blocks
}

/// The rows to show: the leader of the count, and every row that decides that a poll cannot come
/// true.
fn needy(reading: &ReadingReport, view: usize, full: bool) -> Vec<&RowReport> {
    use crate::partial::Reachability;
    let leader = reading
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Choice)
        .fold(None, |most: Option<&RowReport>, row| match most {
            Some(most) if row.count.value <= most.count.value => Some(most),
            _ => Some(row),
        })
        .map(|row| row.label.as_str());
    let shown = |row: &&RowReport| {
        let need = row.needs.get(view);
        Some(row.label.as_str()) == leader
            || (full
                && row.kind == RowKind::Choice
                && need.is_some_and(|need| need.reachability == Reachability::Impossible))
    };
    reading.rows.iter().filter(shown).collect()
}

fn need(poll: &PollReport, reading: &ReadingReport, row: &RowReport, view: usize) -> Vec<String> {
    let name = match (several(poll), reading.reading) {
        (false, _) => name_of(poll),
        (true, crate::alignment::Reading::AsPrinted) => format!("{}, as printed", name_of(poll)),
        (true, _) => format!("{}, of those naming a choice", name_of(poll)),
    };
    let percent = |share: f64| format!("{} %", number::fixed(100.0 * share, 2));
    let short = |share: f64| number::fixed(100.0 * share, 1);
    let need = row.needs.get(view);
    vec![
        name,
        need.and_then(|need| need.share)
            .map_or(NOTHING.into(), percent),
        need.and_then(|need| need.bounds)
            .map_or(NOTHING.into(), |b| {
                format!("{} to {}", short(b.low), short(b.high))
            }),
        row.label.clone(),
        need.map_or("", |need| words::reachable(need.reachability))
            .into(),
    ]
}

fn final_shares(count: &CountReport) -> Table {
    let mut table = Table::new(
        &["choice"],
        &["votes", "percent so far", "final at least", "at most"],
    );
    // The view that assumes nothing where there is one: it is the last.
    let view = count.outstanding.last();
    for choice in &count.choices {
        let bounds = view.and_then(|view| {
            view.final_shares
                .iter()
                .find(|share| share.label == choice.label)
                .map(|s| s.bounds)
        });
        let percent = |share: f64| number::fixed(100.0 * share, 2);
        table.row(vec![
            choice.label.clone(),
            choice.votes.map_or(NOTHING.into(), number::count),
            choice
                .share
                .map_or(NOTHING.into(), |share| number::share(&share)),
            bounds.map_or(NOTHING.into(), |b| percent(b.low)),
            bounds.map_or(NOTHING.into(), |b| percent(b.high)),
        ]);
    }
    table
}

fn in_full(report: &Report, poll: &PollReport) -> Vec<Block> {
    let mut blocks = vec![
        Block::Subsection(name_of(poll)),
        Block::Paragraph(words::sample(poll)),
    ];
    if let Some(reason) = &poll.not_compared {
        blocks.push(Block::Paragraph(words::sentence(&format!(
            "not compared: {reason}"
        ))));
    }
    for reading in &poll.readings {
        if several(poll) {
            blocks.push(Block::Paragraph(words::sentence(words::reading(reading))));
        }
        blocks.push(Block::Table(rows(report, reading)));
        blocks.push(Block::Paragraph(measures(reading)));
        let verdict = words::verdict(reading, &poll.sample, &report.settings);
        blocks.push(Block::Paragraph(format!("Verdict: {verdict}")));
    }
    if let Some(seats) = &poll.seats {
        blocks.extend(seat_table(seats));
        if poll.readings.is_empty() {
            blocks.push(Block::Paragraph(format!(
                "Verdict: {}",
                words::seat_verdict(poll, seats)
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
    table = table.if_wide(&["relative", "log-odds"]);
    if tested {
        table = table.if_wide(&["s.e.", "z", "p"]);
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
                    let end = |share: f64| number::fixed(100.0 * share, 2);
                    [
                        format!(
                            "{} – {}",
                            end(sampling.interval.lower),
                            end(sampling.interval.upper)
                        ),
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

fn measures(reading: &ReadingReport) -> String {
    let m = &reading.measures;
    let mut parts = Vec::new();
    if let Some(agreement) = m.agreement {
        let cost = m.agreement_cost_of_sampling.map_or(String::new(), |cost| {
            format!(
                ", of which sampling alone would cost {}",
                number::fixed(cost, 1)
            )
        });
        let score = number::fixed(agreement.value, 1);
        parts.push(format!(
            "Agreement {score} of 100{}{cost}",
            within(agreement.bounds, 1.0)
        ));
    }
    parts.push(format!(
        "Mosteller 1, 3, 5, 6: {}, {}, {}, {} points; total variation {}, RMSE {}",
        points(m.mosteller_1),
        points(m.mosteller_3),
        points(m.mosteller_5),
        points(m.mosteller_6),
        points(m.total_variation),
        points(m.root_mean_squared_error)
    ));
    let bias = |name: &str, measure: Option<Measure>| {
        let measure = measure?;
        let error = measure.standard_error.map_or(String::new(), |error| {
            format!(" ± {}", number::significant(error))
        });
        Some(format!(
            "{name} {}{error}",
            number::significant(measure.value)
        ))
    };
    let mut biases: Vec<String> = [bias("B", m.b), bias("B_w", m.b_w)]
        .into_iter()
        .flatten()
        .collect();
    if let (Some(expected), Some(_)) = (m.b_without_bias, m.b) {
        biases.push(format!("B without bias {}", number::significant(expected)));
    }
    if !biases.is_empty() {
        parts.push(biases.join(", "));
    }
    for (name, test) in [("X²", m.pearson), ("G", m.likelihood_ratio)] {
        if let Some(test) = test {
            parts.push(format!(
                "{name} = {} on {} df, p {}",
                number::fixed(test.statistic, 2),
                number::whole(test.degrees_of_freedom),
                if test.p_value < 0.0005 {
                    "< 0.001".to_owned()
                } else {
                    format!("= {}", number::p_value(test.p_value))
                }
            ));
        }
    }
    let called = match m.called {
        Some(true) => ", its lead beyond chance",
        Some(false) => ", its lead within chance",
        None => "",
    };
    parts.push(format!("{}{called}", words::right_call(m.right_call)));
    parts.join("; ") + "."
}

fn seat_table(seats: &SeatReport) -> Vec<Block> {
    let mut table = Table::new(
        &["seats"],
        &[
            "poll",
            "result",
            "midpoint off",
            "% of house",
            "inside",
            "beside the range by",
        ],
    );
    for row in &seats.rows {
        table.row(vec![
            row.label.clone(),
            row.estimate()
                .map_or(NOTHING.into(), |estimate| estimate.to_string()),
            number::count(row.result),
            number::signed(row.deviation, usize::from(row.deviation.fract() != 0.0)),
            row.percent_of_house
                .map_or(NOTHING.into(), |percent| number::signed(percent, 1)),
            match row.inside {
                Some(true) => "yes".into(),
                Some(false) => "no".into(),
                None => NOTHING.into(),
            },
            number::count(row.distance_to_range),
        ]);
    }
    let (low, high) = seats.sum;
    let sum = match seats.adds_up_to_house {
        Some(true) => "which can make up the house",
        Some(false) => "which does not make up the house: seats of others are not given",
        None => "the size of the house is not known",
    };
    let range = if low == high {
        number::count(low)
    } else {
        format!("{low} to {high}")
    };
    let summary = format!(
        "Mean absolute error {} seats, RMSE {}; {}; {}. The figures sum to {range}, {sum}.",
        number::fixed(seats.mean_absolute_error, 2),
        number::fixed(seats.root_mean_squared_error, 2),
        words::right_call(seats.right_call),
        words::majority(seats.majority)
    );
    vec![Block::Table(table), Block::Paragraph(summary)]
}

/// What the polls have in common against this count.
fn common(report: &Report, count: &CountReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !count.common_bias.is_empty() {
        blocks.push(Block::Subsection("What the polls have in common".into()));
        let mut table = Table::new(
            &["mean deviation"],
            &["polls", "points", "round", "above", "below"],
        );
        for bias in &count.common_bias {
            table.row(vec![
                bias.label.clone(),
                bias.polls.to_string(),
                number::signed(100.0 * bias.mean_deviation, 2),
                number::rounding(&bias.bounds),
                bias.above.to_string(),
                bias.below.to_string(),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    if !count.common_seat_errors.is_empty() {
        blocks.push(Block::Subsection(
            "What the polls have in common: seats".into(),
        ));
        blocks.push(Block::Table(seat_errors(count)));
        let derived = if count
            .common_seat_errors
            .iter()
            .any(|e| e.with_derived.is_some())
        {
            " A poll of polls is no further source: the rows with it are given for comparison only."
        } else {
            ""
        };
        blocks.push(Block::Paragraph(format!(
            "The {} interval of the mean says where the polls centre, not where the result may \
             fall; the ranges come without a confidence, so how often they should hold is not \
             known.{derived}",
            report.settings.confidence
        )));
        for errors in &count.common_seat_errors {
            if errors.sources.same_sign && errors.sources.polls > 1 {
                blocks.push(Block::Paragraph(format!(
                    "All {} err to the same side for {}: their errors are not independent, and \
                     averaging does not take them away.",
                    errors.sources.polls, errors.label
                )));
            }
        }
    }
    blocks
}

fn seat_errors(count: &CountReport) -> Table {
    let mut table = Table::new(
        &["choice"],
        &[
            "result",
            "polls",
            "mean",
            "interval of mean",
            "MAE",
            "RMSE",
            "inside",
        ],
    );
    for errors in &count.common_seat_errors {
        let mut add = |label: String, summary: &SeatErrorSummary| {
            table.row(vec![
                label,
                number::count(errors.result),
                summary.polls.to_string(),
                number::fixed(summary.mean, 1),
                summary.interval_of_mean.map_or(NOTHING.into(), |i| {
                    format!(
                        "{} – {}",
                        number::fixed(i.lower, 1),
                        number::fixed(i.upper, 1)
                    )
                }),
                number::fixed(summary.mean_absolute_error, 3),
                number::fixed(summary.root_mean_squared_error, 3),
                format!("{} of {}", summary.inside, summary.ranges),
            ]);
        };
        add(errors.label.clone(), &errors.sources);
        if let Some(all) = &errors.with_derived {
            add(format!("{}, with derived", errors.label), all);
        }
    }
    table
}

/// The polls against one another.
pub(super) fn between(report: &Report) -> Vec<Block> {
    let Some(between) = &report.between_polls else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Section("The polls against one another".into())];
    let mut pairs = Table::new(&["poll", "poll"], &["apart", "choices"]);
    for pair in &between.pairs {
        pairs.row(vec![
            pair.first.clone(),
            pair.second.clone(),
            number::fixed(100.0 * pair.total_variation, 2),
            pair.choices.to_string(),
        ]);
    }
    blocks.push(Block::Table(pairs));
    if !between.ranges.is_empty() {
        let mut ranges = Table::new(&["choice"], &["lowest", "highest", "range"])
            .and("by")
            .and("and");
        for range in &between.ranges {
            let percent = |share: f64| number::fixed(100.0 * share, 2);
            ranges.row(vec![
                range.label.clone(),
                percent(range.lowest),
                percent(range.highest),
                percent(range.highest - range.lowest),
                range.lowest_poll.clone(),
                range.highest_poll.clone(),
            ]);
        }
        blocks.push(Block::Table(ranges));
    }
    blocks.push(Block::Paragraph(
        "Apart is the total variation in points over the choices that both name, all others \
         together. That polls agree with one another is no evidence that they are right: they can \
         share a method, a frame, or a bias."
            .into(),
    ));
    blocks
}
