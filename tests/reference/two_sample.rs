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
    if method == TwoSampleMethod::MiettinenNurminen && row.text("source").starts_with("statsmodels")
    {
        return against_the_equation(row, ours);
    }
    outcome(row, ours, tolerance)
}

/// Our ends in the equation that they solve, with the likeliest shares by the cosines of Miettinen & Nurminen
/// (1985, appendix I), good to half the digits: |d̂ − δ| over its deviation is the critical value.
fn against_the_equation(row: &Row, ours: Result<Interval>) -> Outcome {
    let [x1, n1, x2, n2] = ["x1", "n1", "x2", "n2"].map(|column| row.number(column));
    let statistic = |delta: f64| {
        let n = n1 + n2;
        let second = ((n1 + 2.0 * n2) * delta - n - x1 - x2) / (3.0 * n);
        let first = ((n2 * delta - n - 2.0 * x2) * delta + x1 + x2) / n;
        let zeroth = x2 * delta * (1.0 - delta) / n;
        let q = second.powi(3) - 0.5 * second * first + 0.5 * zeroth;
        let p = q.signum() * (second * second - first / 3.0).sqrt();
        let angle = (std::f64::consts::PI + (q / p.powi(3)).clamp(-1.0, 1.0).acos()) / 3.0;
        let r2 = (2.0 * p * angle.cos() - second)
            .clamp(f64::max(0.0, -delta), f64::min(1.0, 1.0 - delta));
        let r1 = r2 + delta;
        let variance = (r1 * (1.0 - r1) / n1 + r2 * (1.0 - r2) / n2) * n / (n - 1.0);
        (x1 / n1 - x2 / n2 - delta).abs() / variance.sqrt()
    };
    match Confidence::new(row.number("confidence")).and_then(|level| Ok((ours?, level))) {
        Ok((ours, level)) => Outcome::Compared {
            pairs: [ours.low(), ours.high()]
                .into_iter()
                .filter(|end| end.abs() < 1.0)
                .map(|end| (statistic(end), level.critical_value()))
                .collect(),
            tolerance: 1e-6,
            departs: Some(
                "statsmodels has x2·δ where the paper's cubic has n2·δ; ours are held against the paper",
            ),
        },
        Err(error) => Outcome::Failed(error.to_string()),
    }
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
        pairs: vec![(ours.low(), lower.max(-1.0)), (ours.high(), upper.min(1.0))],
        tolerance,
        departs,
    }
}
