//! Intervals of one share.

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::interval::BinomialMethod;

/// Our name of a method, where the files use another.
pub fn our_name(name: &str) -> &str {
    match name {
        "wald_cc" => "wald_continuity",
        "wilson_cc" => "wilson_continuity",
        "arcsine_anscombe" => "arcsine",
        other => other,
    }
}

pub fn compare(row: &Row) -> Outcome {
    let Ok(method) = our_name(row.text("method")).parse::<BinomialMethod>() else {
        return Outcome::NotYet;
    };
    let tolerance = if is_closed_form(method) { 1e-12 } else { 1e-9 };
    let (x, n) = (row.number("x"), row.number("n"));
    let (mut lower, mut upper) = (row.number("lower"), row.number("upper"));
    let mut departs = None;
    // Rounding noise of c − r at x = 0, where the formula's lower end is 0, and its mirror image.
    if method != BinomialMethod::Jeffreys && x == 0.0 && lower != 0.0 && lower.abs() < 1e-15 {
        (lower, departs) = (0.0, Some("rounding leaves an end beside 0 at x = 0"));
    }
    if method != BinomialMethod::Jeffreys && x == n && (1.0 - upper).abs() < 1e-15 && upper != 1.0 {
        (upper, departs) = (1.0, Some("rounding leaves an end beside 1 at x = n"));
    }
    let ours = Confidence::new(row.number("confidence")).and_then(|level| {
        let ours = method.interval(x, n, level)?;
        let mut pairs = vec![(ours.low(), lower), (ours.high(), upper)];
        if method == BinomialMethod::Jeffreys {
            // By its definition the same, but for the end beside which there is nothing (Brown, Cai &
            // DasGupta 2001).
            let bounded = BinomialMethod::JeffreysBounded.interval(x, n, level)?;
            pairs.push((bounded.low(), if x == 0.0 { 0.0 } else { lower }));
            pairs.push((bounded.high(), if x == n { 1.0 } else { upper }));
        }
        Ok(pairs)
    });
    match ours {
        Ok(pairs) => Outcome::Compared {
            pairs,
            tolerance,
            departs,
        },
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// A formula in elementary functions; the others are roots.
fn is_closed_form(method: BinomialMethod) -> bool {
    !matches!(
        method,
        BinomialMethod::Jeffreys
            | BinomialMethod::JeffreysBounded
            | BinomialMethod::ClopperPearson
            | BinomialMethod::MidP
            | BinomialMethod::Blaker
            | BinomialMethod::LikelihoodRatio
    )
}
