//! The table of a poll's figures beside those of the count.

use super::called;
use super::number::{self, NOTHING};
use super::outline::Grid;
use super::sample;
use crate::PublishedShare;
use crate::alignment::RowKind;
use crate::hypothesis::{Adjustment, Agreement};
use crate::numeric::Bounds;
use crate::report::{PollFacts, ReadingReport, Report, RowReport, RowSampling};

/// The poll's share in percent; a range as it was published.
pub(super) fn poll_share(row: &RowReport) -> String {
    // What ranges leave is nobody's figure, and is not below 0.
    if row.kind == RowKind::Remainder && row.poll.is_range {
        let (low, high) = (row.poll.bounds.low().max(0.0), row.poll.bounds.high());
        return number::ends(low, high.max(low), number::decimals(&row.poll));
    }
    if row.range.is_none() {
        return number::share(&row.poll);
    }
    let same = |published: &&String| {
        published
            .parse::<PublishedShare>()
            .is_ok_and(|share| share.bounds() == row.poll.bounds)
    };
    row.published
        .as_ref()
        .filter(same)
        .cloned()
        .unwrap_or_else(|| {
            let bounds = row.poll.bounds;
            number::ends(bounds.low(), bounds.high(), number::decimals(&row.poll))
        })
}

/// The name of a row in a sentence: of invalid ballots not as they stand in tables.
pub(super) fn in_prose(label: &str) -> &str {
    match label {
        "(invalid)" => "invalid ballots",
        label => label,
    }
}

/// Whether a figure of the poll is a range: nothing in sums of it is one number then.
pub(super) fn has_range(reading: &ReadingReport) -> bool {
    reading.rows.iter().any(|row| row.range.is_some())
}

/// The deviation of a row in points, with its sign.
pub(super) fn deviation(row: &RowReport) -> String {
    let decimals = number::deviation_decimals(&row.poll, &row.count, &row.deviation_bounds);
    if row.poll.is_of_limit {
        return beyond_limit(row, decimals);
    }
    number::signed(100.0 * row.deviation, decimals)
}

/// The same of a limit, which bounds it on the side of its figure; of what is a sum with one, or what one leaves, on both.
fn beyond_limit(row: &RowReport, decimals: usize) -> String {
    let (least, most) = (row.deviation_bounds.low(), row.deviation_bounds.high());
    let (least, most) = (
        outwards(least, -1.0, decimals),
        outwards(most, 1.0, decimals),
    );
    if row.poll.bounds.low() <= 0.0 {
        format!("≤ {most}")
    } else if row.poll.bounds.high() >= 1.0 {
        format!("≥ {least}")
    } else {
        number::from_to(least, most)
    }
}

/// With its sign, rounded up or down so that it still bounds what it did.
fn outwards(deviation: f64, direction: f64, decimals: usize) -> String {
    let size = deviation.abs();
    match (deviation * direction >= 0.0, deviation < 0.0) {
        (true, false) => format!("+{}", number::rounded_up(size, decimals)),
        (true, true) => format!("−{}", number::rounded_up(size, decimals)),
        (false, false) => format!("+{}", number::rounded_down(size, decimals)),
        (false, true) => format!("−{}", number::rounded_down(size, decimals)),
    }
}

/// What a column holds, row by row.
type Cell<'a> = Box<dyn Fn(&RowReport) -> String + 'a>;

/// The rows of a reading against the count.
pub(super) fn grid(
    report: &Report,
    facts: Option<&PollFacts>,
    reading: &ReadingReport,
    counted: &str,
) -> Grid {
    let has = |of: fn(&RowReport) -> bool| reading.rows.iter().any(of);
    let tested = has(|row| row.sampling.is_some());
    let confidence = report.settings.confidence;
    let mut columns: Vec<(String, bool, Cell)> = vec![
        (
            format!("{}, %", called::this(facts)),
            false,
            Box::new(poll_share),
        ),
        (
            format!("{counted}, %"),
            false,
            Box::new(|row| match row.kind {
                RowKind::Remainder => NOTHING.into(),
                _ => super::count::official_share(report.reference(), &row.label, &row.count),
            }),
        ),
        (
            "deviation ± rounding, points".into(),
            false,
            Box::new(compared_deviation),
        ),
    ];
    if has(|row| row.range.is_some()) {
        let least = match report.reference().is_final() {
            true => "",
            false => "at least ",
        };
        columns.push((
            "count inside the range".into(),
            false,
            Box::new(move |row| range(row, least)),
        ));
    }
    if tested {
        columns.push((
            format!("{confidence} interval, %"),
            false,
            of_sampling(|row, of| number::interval(&of.interval, &row.poll)),
        ));
        columns.push((
            "count inside".into(),
            false,
            of_sampling(|_, of| inside(of).into()),
        ));
        columns.push((
            match report.settings.adjustment {
                Adjustment::None => "p, not adjusted".into(),
                _ => "adjusted p".into(),
            },
            false,
            of_sampling(|_, of| p(of.adjusted_p_value, of.adjusted_p_value_bounds)),
        ));
    } else if has(|row| row.break_even.is_some()) {
        let sampled = sample::sampled(facts);
        let heading = match report.reference().is_final() {
            true => format!("break-even size, {sampled}"),
            false => format!("break-even {sampled} so far"),
        };
        columns.push((heading, false, Box::new(break_even)));
        columns.push((
            "the same within rounding".into(),
            false,
            Box::new(break_even_range),
        ));
    }
    if let Some(points) = report.settings.equivalence_margin.filter(|_| tested) {
        let margin = number::shortest(100.0 * points);
        let level = number::shortest(100.0 * report.settings.confidence.alpha());
        columns.push((
            format!("within ±{margin} points ({level} % level)"),
            false,
            of_sampling(move |_, of| match report.reference().is_final() {
                true => within(of),
                false => "open".into(),
            }),
        ));
    }
    if has(|row| {
        row.sampling
            .is_some_and(|of| of.total_error_interval.is_some())
    }) {
        columns.push((
            "interval with the declared bias, %".into(),
            false,
            of_sampling(|row, of| {
                of.total_error_interval.map_or(NOTHING.into(), |interval| {
                    number::interval(&interval, &row.poll)
                })
            }),
        ));
    }
    if has(|row| row.sampling.is_some_and(|of| of.total_error_z.is_some())) {
        columns.push((
            "z with it".into(),
            false,
            of_sampling(|_, of| {
                let z = of.total_error_z;
                z.map_or(NOTHING.into(), |z| number::signed(z, 2))
            }),
        ));
    }
    columns.push(("relative deviation, %".into(), true, Box::new(relative)));
    columns.push(("log-odds deviation".into(), true, Box::new(log_odds)));
    if tested {
        columns.push((
            "standard error, points".into(),
            true,
            of_sampling(|_, of| number::percent(of.standard_error, 2)),
        ));
        columns.push((
            "z".into(),
            true,
            of_sampling(|_, of| of.z.map_or(NOTHING.into(), |z| number::signed(z, 2))),
        ));
        columns.push((
            "p of the row alone".into(),
            true,
            of_sampling(|_, of| p(of.p_value, of.p_value_bounds)),
        ));
        columns.push((
            "interval for all together, %".into(),
            true,
            of_sampling(|row, of| {
                of.simultaneous_interval.map_or(NOTHING.into(), |interval| {
                    number::interval(&interval, &row.poll)
                })
            }),
        ));
        columns.push((
            "possible ranks".into(),
            true,
            of_sampling(|_, of| ranks(of)),
        ));
    }
    let mut grid = Grid::of("choice");
    for (heading, optional, _) in &columns {
        grid = if *optional {
            grid.if_wide(heading)
        } else {
            grid.figures(heading)
        };
    }
    for row in &reading.rows {
        let cells = columns.iter().map(|(_, _, cell)| cell(row));
        grid.row([row.label.clone()].into_iter().chain(cells).collect());
    }
    grid
}

fn of_sampling<'a>(cell: impl Fn(&RowReport, &RowSampling) -> String + 'a) -> Cell<'a> {
    Box::new(move |row| match &row.sampling {
        Some(sampling) => cell(row, sampling),
        None => NOTHING.into(),
    })
}

/// What is not accounted for stands for nothing in the count; nor is anything a deviation from shares of other votes.
fn compared_deviation(row: &RowReport) -> String {
    match row.kind {
        RowKind::Remainder => NOTHING.into(),
        _ if row.is_of_another_base() => NOTHING.into(),
        // From the middle of a range, which nobody rounded.
        _ if row.range.is_some() => deviation(row),
        // From an end of its bounds, such as a 0: no "±" is of that.
        _ if !is_central(row) => number::signed_ends(&row.deviation_bounds),
        _ => match number::rounding(&row.deviation_bounds) {
            Some(rounding) => format!("{} {rounding}", deviation(row)),
            None => deviation(row),
        },
    }
}

/// Whether the deviation lies amid what rounding leaves of it.
fn is_central(row: &RowReport) -> bool {
    let bounds = row.deviation_bounds;
    (0.5 * (bounds.low() + bounds.high()) - row.deviation).abs() <= 0.02 * bounds.width()
        || bounds.width() < 1e-9
}

fn range(row: &RowReport, least: &str) -> String {
    match row.range {
        None => NOTHING.into(),
        Some(range) => match range.inside {
            Some(true) => "yes".into(),
            None => "open".into(),
            Some(false) if range.outside_by == 0.0 => "no, at its limit".into(),
            Some(false) => {
                let side = if range.outside_by > 0.0 {
                    "above"
                } else {
                    "below"
                };
                let by = match least {
                    "" => number::percent(range.outside_by.abs(), 2),
                    _ => number::rounded_down(range.outside_by.abs(), 2),
                };
                format!("no, {least}{by} {side}")
            }
        },
    }
}

fn inside(sampling: &RowSampling) -> &'static str {
    match sampling.inside {
        None => "open",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

/// A p-value; against a partial count, those of every final share that it allows.
fn p(value: Option<f64>, bounds: Bounds) -> String {
    match value {
        Some(p) => number::p_value(p),
        None => {
            let (low, high) = (
                number::p_value(bounds.low()),
                number::p_value(bounds.high()),
            );
            number::from_to(low, high)
        }
    }
}

fn within(sampling: &RowSampling) -> String {
    match (
        sampling.equivalence_undecided_by_rounding,
        sampling.equivalence,
    ) {
        (true, _) => "rounding decides".into(),
        (_, None) => NOTHING.into(),
        (_, Some(Agreement::Agrees)) => "yes".into(),
        (_, Some(Agreement::Differs)) => "no".into(),
        (_, Some(Agreement::Undetermined)) => "undetermined".into(),
    }
}

fn ranks(sampling: &RowSampling) -> String {
    sampling.ranks.map_or(NOTHING.into(), |ranks| {
        if ranks.best == ranks.worst {
            ranks.best.to_string()
        } else {
            format!("{}–{}", ranks.best, ranks.worst)
        }
    })
}

fn break_even(row: &RowReport) -> String {
    row.break_even
        .map_or(NOTHING.into(), |of| number::whole(of.size))
}

fn break_even_range(row: &RowReport) -> String {
    row.break_even.map_or(NOTHING.into(), |of| match of.high {
        Some(high) => number::from_to(number::whole(of.low), number::whole(high)),
        None => format!("{} or more", number::whole(of.low)),
    })
}

/// Half of what rounding leaves open, over v and over v(1 − v), decides the digits of the two derived
/// scales.
fn relative(row: &RowReport) -> String {
    let open = 0.5 * row.deviation_bounds.width();
    row.relative_deviation.map_or(NOTHING.into(), |relative| {
        let decimals = number::meaningful(100.0 * open / row.count.value, 1);
        number::signed(100.0 * relative, decimals)
    })
}

fn log_odds(row: &RowReport) -> String {
    let open = 0.5 * row.deviation_bounds.width();
    let (v, w) = (row.count.value, 1.0 - row.count.value);
    row.log_odds_deviation.map_or(NOTHING.into(), |odds| {
        number::signed(odds, number::meaningful(open / (v * w), 3))
    })
}
