//! Tests of a poll against the count.

use crate::runner::{Outcome, Row};
use exitpoll::hypothesis::{ExactTest, FitStatistic, Precision};

pub fn compare(row: &Row) -> Outcome {
    let counts = row.numbers("counts");
    let probabilities = row.numbers("probabilities");
    let size: f64 = counts.iter().sum();
    let poll: Vec<f64> = counts.iter().map(|count| count / size).collect();
    let method = row.text("method");
    if let Ok(statistic) = method.parse::<FitStatistic>() {
        let ours = statistic.test(&poll, &probabilities, size);
        return Outcome::figures(
            ours.map(|test| vec![test.statistic, test.p_value]),
            &[row.number("statistic"), row.number("p_value")],
            1e-9,
        );
    }
    let Ok(exact) = method.parse::<ExactTest>() else {
        return Outcome::NotYet;
    };
    match exact.test(&counts, &probabilities) {
        Ok(test) if test.precision == Precision::Exact => {
            Outcome::figure(Ok(test.p_value), row.number("p_value"), 1e-9)
        }
        Ok(test) => Outcome::Failed(format!("not exact but by {}", test.method)),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}
