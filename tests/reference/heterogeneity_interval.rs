//! Intervals of τ².

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::pooling::heterogeneity_interval;

pub fn compare(row: &Row) -> Outcome {
    if row.text("method") != "q_profile" {
        return Outcome::NotYet;
    }
    let level = Confidence::new(row.number("confidence")).expect("a level");
    let ours = heterogeneity_interval(&row.numbers("estimates"), &row.numbers("variances"), level);
    let reference = [
        "tau2_lower",
        "tau2_upper",
        "i2_lower_percent",
        "i2_upper_percent",
        "h2_lower",
        "h2_upper",
    ];
    match ours {
        Ok(None) if row.text("tau2_lower") == "NA" => Outcome::figures(Ok(vec![]), &[], 0.0),
        Ok(Some(ours)) if row.text("tau2_lower") != "NA" => Outcome::figures(
            Ok(vec![
                ours.tau2.low(),
                ours.tau2.high(),
                100.0 * ours.i2.low(),
                100.0 * ours.i2.high(),
                ours.h2.low(),
                ours.h2.high(),
            ]),
            &reference.map(|column| row.number(column)),
            1e-8,
        ),
        Ok(ours) => Outcome::Failed(format!("{ours:?}")),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}
