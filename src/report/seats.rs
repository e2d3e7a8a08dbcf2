//! Seats against seats.

use super::number::{self, NOTHING};
use super::outline::{Block, Table};
use super::words;
use crate::comparison::{CountReport, SeatErrorSummary, SeatReport};

pub(super) fn table(seats: &SeatReport) -> Vec<Block> {
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
    let score = seats.mean_interval_score.map_or(String::new(), |score| {
        format!(", mean interval score {}", number::fixed(score, 1))
    });
    let summary = format!(
        "Mean absolute error {} seats, RMSE {}{score}; {}; {}. The figures sum to {range}, {sum}.",
        number::fixed(seats.mean_absolute_error, 2),
        number::fixed(seats.root_mean_squared_error, 2),
        words::right_call(seats.right_call),
        words::majority(seats.majority)
    );
    vec![Block::Table(table), Block::Paragraph(summary)]
}

pub(super) fn errors(count: &CountReport) -> Table {
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
                    format!("{} – {}", number::fixed(i.low, 1), number::fixed(i.high, 1))
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
