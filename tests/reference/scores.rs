use exitpoll::Confidence;
use exitpoll::accuracy::{
    brier_score, crps_normal, folded_normal_mean, interval_score, log_score, log_score_normal,
};
use exitpoll::interval::Interval;

use super::runner::{Outcome, Row};

pub fn compare(row: &Row) -> Outcome {
    let arguments = row.numbers("arguments");
    let ours = match (row.text("score"), arguments.as_slice()) {
        ("crps_normal", [mean, deviation, observed]) => crps_normal(*mean, *deviation, *observed),
        ("log_score_normal", [mean, deviation, observed]) => {
            log_score_normal(*mean, *deviation, *observed)
        }
        ("folded_normal_mean", [mean, deviation]) => folded_normal_mean(*mean, *deviation),
        ("interval_score", [lower, upper, observed, level]) => {
            Confidence::new(*level).and_then(|confidence| {
                let interval = Interval::new(*lower, *upper).unwrap();
                interval_score(interval, *observed, confidence)
            })
        }
        ("brier_score_true", [p]) => brier_score(*p, true),
        ("brier_score_false", [p]) => brier_score(*p, false),
        ("log_score_true", [p]) => log_score(*p, true),
        ("log_score_false", [p]) => log_score(*p, false),
        _ => return Outcome::NotYet,
    };
    Outcome::figure(ours, row.number("value"), 1e-12)
}
