//! Pools of several polls.

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, pool};

/// `metafor` stops its scoring and its root search at a step in τ² of this size, however small τ² is.
const LAST_STEP: f64 = 1e-14;

pub fn compare(row: &Row) -> Outcome {
    let (Ok(estimator), Ok(method)) = (
        row.text("tau2_estimator").parse::<HeterogeneityEstimator>(),
        row.text("interval").parse::<IntervalMethod>(),
    ) else {
        return Outcome::NotYet;
    };
    let (estimates, variances) = (row.numbers("estimates"), row.numbers("variances"));
    let ours = match pool(&estimates, &variances, estimator, method, Confidence::P95) {
        Ok(ours) => ours,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let iterative = matches!(
        estimator,
        HeterogeneityEstimator::PauleMandel
            | HeterogeneityEstimator::RestrictedMaximumLikelihood
            | HeterogeneityEstimator::MaximumLikelihood
    );
    let mut tolerance = if iterative { 1e-8 } else { 1e-9 };
    let (mut tau2, mut i2, mut h2) = (
        row.number("tau2"),
        row.number("i2_percent"),
        row.number("h2"),
    );
    let mut departs = None;
    let apart = (ours.tau2 - tau2).abs();
    if iterative
        && apart > tolerance * tau2
        && apart <= LAST_STEP
        && row.text("source").starts_with("metafor")
    {
        departs = Some("the peer's search for τ² ends at steps of 1e-14, not at τ²");
        (tau2, i2, h2) = (ours.tau2, 100.0 * ours.i2, ours.h2);
        // All weights 1/(v + τ²) of the peer are off by up to this, and what follows from them.
        let smallest = variances.iter().copied().fold(f64::INFINITY, f64::min);
        tolerance = tolerance.max(2.0 * apart / (smallest + tau2));
    }
    let mut pairs = vec![
        (ours.tau2, tau2),
        (ours.pooled, row.number("pooled")),
        (ours.standard_error, row.number("standard_error")),
        (ours.interval.low(), row.number("lower")),
        (ours.interval.high(), row.number("upper")),
        (ours.q, row.number("q")),
        (100.0 * ours.i2, i2),
        (ours.h2, h2),
    ];
    match (ours.prediction, row.text("prediction_lower")) {
        (None, "NA") => {}
        (Some(prediction), text) if text != "NA" => {
            // A program that pads its columns can lose the last one: what is not there is not compared.
            let lower = row.number_if_any("prediction_lower");
            let upper = row.number_if_any("prediction_upper");
            if lower.is_none() || upper.is_none() {
                departs = departs.or(Some("an end of the prediction interval is missing"));
            }
            pairs.extend(lower.map(|lower| (prediction.low(), lower)));
            pairs.extend(upper.map(|upper| (prediction.high(), upper)));
        }
        (ours, text) => return Outcome::Failed(format!("{ours:?} where the reference has {text}")),
    }
    Outcome::Compared {
        pairs,
        tolerance,
        departs,
    }
}
