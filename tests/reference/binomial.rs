use exitpoll::Confidence;
use exitpoll::interval::BinomialMethod;

use super::{Outcome, Row, check, compared, missing};

fn judge(row: &Row) -> Outcome {
    let name = row.text("method");
    let Ok(method) = name.parse::<BinomialMethod>() else {
        return missing(name);
    };
    let tolerance = match method {
        // Closed forms carry no error but rounding.
        BinomialMethod::Wilson | BinomialMethod::Wald | BinomialMethod::AgrestiCoull => 1e-12,
        _ => 1e-9,
    };
    let confidence = Confidence::new(row.number("confidence")).unwrap();
    let (x, n) = (row.number("x"), row.number("n"));
    let interval = method.interval(x, n, confidence).unwrap();
    let (mut lower, mut upper) = (row.number("lower"), row.number("upper"));
    // At x = 0 and x = n Wilson's end is 0 or 1 exactly; statsmodels leaves the last bit of a
    // difference there.
    if method == BinomialMethod::Wilson && row.text("source").starts_with("statsmodels") {
        if x == 0.0 && lower.abs() < 1e-15 {
            lower = 0.0;
        }
        if x == n && (1.0 - upper).abs() < 1e-15 {
            upper = 1.0;
        }
    }
    compared(
        name,
        tolerance,
        vec![(interval.lower, lower), (interval.upper, upper)],
    )
}

#[test]
fn binomial_intervals() {
    check("binomial_interval.csv", judge);
}

#[test]
fn binomial_intervals_of_harder_cases() {
    check("binomial_interval_more.csv", judge);
}
