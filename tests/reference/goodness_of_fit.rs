//! Tests of a poll against the count.

use crate::runner::{Outcome, Row};
use exitpoll::hypothesis::{cressie_read, likelihood_ratio, pearson};

pub fn compare(row: &Row) -> Outcome {
    let counts = row.numbers("counts");
    let probabilities = row.numbers("probabilities");
    let size: f64 = counts.iter().sum();
    let poll: Vec<f64> = counts.iter().map(|count| count / size).collect();
    let ours = match row.text("method") {
        "pearson" => pearson(&poll, &probabilities, size),
        "likelihood_ratio" => likelihood_ratio(&poll, &probabilities, size),
        "cressie_read" => cressie_read(&poll, &probabilities, size, 2.0 / 3.0),
        _ => return Outcome::NotYet,
    };
    Outcome::figures(
        ours.map(|test| vec![test.statistic, test.p_value]),
        &[row.number("statistic"), row.number("p_value")],
        1e-9,
    )
}
