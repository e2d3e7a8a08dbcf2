//! Respondents needed.

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::interval::BinomialMethod;
use exitpoll::planning::Plan;

pub fn compare(row: &Row) -> Outcome {
    let (first, second) = (row.number("first"), row.number("second"));
    let confidence = match Confidence::new(row.number("confidence")) {
        Ok(confidence) => confidence,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let mut plan = Plan::new().confidence(confidence);
    if let Some(power) = row.number_if_any("power") {
        plan = plan.power(power);
    }
    let method = row.text("method");
    if let Some(respondents) = method.strip_prefix("detect_power_") {
        let respondents = respondents.parse().expect("a whole number of respondents");
        let ours = plan.power_to_detect(first, second, respondents);
        return Outcome::figure(ours, row.number("value"), 1e-12);
    }
    let ours = match (method, method.strip_prefix("half_width_")) {
        ("detect", _) => plan.respondents_to_detect(first, second),
        ("lead", _) => plan.respondents_to_call_lead(first, second),
        (_, Some(name)) => match name.parse::<BinomialMethod>() {
            Ok(method) => plan.respondents_for_half_width(method, first, second),
            Err(_) => return Outcome::NotYet,
        },
        _ => return Outcome::NotYet,
    };
    Outcome::figure(ours.map(|n| n as f64), row.number("value"), 0.0)
}
