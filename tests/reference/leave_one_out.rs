//! Pools without each poll, and the influence of each.

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::pooling::{HeterogeneityEstimator, Influence, IntervalMethod, influence};

/// τ² of the peer's searches ends at steps of 1e-14, and the differences between pools that stand in the
/// influence of a poll cancel: they get what is left.
const ITERATIVE: f64 = 1e-8;

/// One figure of one poll.
type Figure = fn(&Influence) -> f64;

pub fn compare(row: &Row) -> Outcome {
    let (Ok(estimator), Ok(method)) = (
        row.text("tau2_estimator").parse::<HeterogeneityEstimator>(),
        row.text("interval").parse::<IntervalMethod>(),
    ) else {
        return Outcome::NotYet;
    };
    let (estimates, variances) = (row.numbers("estimates"), row.numbers("variances"));
    let ours = match influence(&estimates, &variances, estimator, method, Confidence::P95) {
        Ok(ours) => ours,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let columns: [(&str, Figure); 15] = [
        ("pooled", |poll| poll.without.pooled),
        ("standard_error", |poll| poll.without.standard_error),
        ("lower", |poll| poll.without.interval.low()),
        ("upper", |poll| poll.without.interval.high()),
        ("q", |poll| poll.without.q),
        ("tau2", |poll| poll.without.tau2),
        ("i2_percent", |poll| 100.0 * poll.without.i2),
        ("h2", |poll| poll.without.h2),
        ("rstudent", |poll| poll.studentized_residual),
        ("dffits", |poll| poll.dffits),
        ("cooks_distance", |poll| poll.cooks_distance),
        ("cov_ratio", |poll| poll.covariance_ratio),
        ("weight_percent", |poll| 100.0 * poll.weight),
        ("dfbetas", |poll| poll.dfbetas),
        ("influential", |poll| f64::from(u8::from(poll.influential))),
    ];
    let mut pairs = Vec::new();
    let mut departs = None;
    for (column, ours_of) in columns {
        let reference = row.numbers(column);
        if reference.len() != ours.len() {
            return Outcome::Failed(format!("{} figures in {column}", reference.len()));
        }
        for (poll, mut reference) in ours.iter().zip(reference) {
            let figure = ours_of(poll);
            // A search that ends beside 0.
            let ends_beside = match column {
                "tau2" => (figure - reference).abs() <= 1e-14,
                "i2_percent" => figure == 0.0 && reference < 1e-6,
                _ => false,
            };
            if ends_beside && (figure - reference).abs() > ITERATIVE * reference {
                reference = figure;
                departs = Some("the peer's search for τ² ends at steps of 1e-14, not at τ²");
            }
            pairs.push((figure, reference));
        }
    }
    Outcome::Compared {
        pairs,
        tolerance: ITERATIVE,
        departs,
    }
}
