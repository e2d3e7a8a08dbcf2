//! Intervals of a difference between two samples, and of a lead in one.

use crate::runner::{Outcome, Row};
use exitpoll::interval::{Interval, LeadMethod, TwoSampleMethod};
use exitpoll::{Confidence, Result};

pub fn compare(row: &Row) -> Outcome {
    let Ok(method) = row.text("method").parse::<TwoSampleMethod>() else {
        return Outcome::NotYet;
    };
    let tolerance = match method {
        TwoSampleMethod::MiettinenNurminen => 1e-9,
        _ => 1e-12,
    };
    let ours = Confidence::new(row.number("confidence")).and_then(|level| {
        method.interval(
            [row.number("x1"), row.number("x2")],
            [row.number("n1"), row.number("n2")],
            level,
        )
    });
    outcome(row, ours, tolerance)
}

pub fn compare_lead(row: &Row) -> Outcome {
    let Ok(method) = row.text("method").parse::<LeadMethod>() else {
        return Outcome::NotYet;
    };
    let tolerance = match method {
        LeadMethod::Score => 1e-9,
        _ => 1e-12,
    };
    let ours = Confidence::new(row.number("confidence")).and_then(|level| {
        let [first, second, size] = ["first", "second", "size"].map(|column| row.number(column));
        method.interval(first, second, size, level)
    });
    outcome(row, ours, tolerance)
}

fn outcome(row: &Row, ours: Result<Interval>, tolerance: f64) -> Outcome {
    let ours = match ours {
        Ok(ours) => ours,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let (lower, upper) = (row.number("lower"), row.number("upper"));
    let departs = (lower < -1.0 || upper > 1.0)
        .then_some("the reference leaves ends outside [−1, 1]; ours are clipped");
    Outcome::Compared {
        pairs: vec![(ours.lower, lower.max(-1.0)), (ours.upper, upper.min(1.0))],
        tolerance,
        departs,
    }
}
