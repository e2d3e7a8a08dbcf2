//! Intervals of all shares of one sample, and of the Dirichlet posterior.

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::interval::{DirichletPosterior, Interval, MultinomialMethod};

pub fn compare(row: &Row) -> Outcome {
    let Ok(method) = row.text("method").parse::<MultinomialMethod>() else {
        return Outcome::NotYet;
    };
    let counts = row.numbers("counts");
    let intervals = Confidence::new(row.number("confidence"))
        .and_then(|level| method.intervals(&counts, level));
    let mut reference = row.numbers("lower");
    reference.extend(row.numbers("upper"));
    // Chi-squared quantiles and the box are solved for; the others have a formula.
    let (mut tolerance, mut departs) = match method {
        MultinomialMethod::SisonGlaz | MultinomialMethod::QuesenberryHurst => (1e-9, None),
        _ => (1e-12, None),
    };
    let is_lattice = method == MultinomialMethod::SisonGlaz;
    for (figure, count) in reference.iter_mut().zip(&counts) {
        if *figure != 0.0 && figure.abs() < 1e-17 && (is_lattice || *count == 0.0) {
            (*figure, departs) = (0.0, Some("rounding leaves an end beside 0, where it is 0"));
        }
    }
    if is_lattice && row.text("source").starts_with("statsmodels") {
        // What the fourth moment about 0 keeps of its digits.
        let largest = counts.iter().copied().fold(0.0, f64::max);
        tolerance = f64::max(tolerance, 5e-14 * largest * largest);
    }
    match intervals.map(ends) {
        Ok(ours) if ours.len() == reference.len() => {
            let pairs: Vec<_> = ours.into_iter().zip(reference).collect();
            if pairs
                .iter()
                .any(|(ours, peer)| (ours - peer).abs() > 1e-9 * peer.abs())
            {
                departs = departs.or(Some(
                    "moments about 0 lose digits with the square of the largest count; these tables \
                     stand at 60 digits in multinomial_interval_sixty_digits.csv",
                ));
            }
            Outcome::Compared {
                pairs,
                tolerance,
                departs,
            }
        }
        Ok(ours) => Outcome::Failed(format!("{} ends", ours.len())),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// The counts stand for the parameters of the posterior: counts and a prior of nothing.
pub fn compare_dirichlet(row: &Row) -> Outcome {
    let parameters = row.numbers("parameters");
    let posterior = DirichletPosterior::with_prior(&parameters, &vec![0.0; parameters.len()]);
    let level = || Confidence::new(row.number("confidence"));
    let ours = match row.text("method") {
        "lead" => posterior.map(|posterior| posterior.lead_probabilities()),
        "marginal" => posterior.and_then(|posterior| Ok(ends(posterior.intervals(level()?)))),
        "simultaneous" => {
            posterior.and_then(|posterior| Ok(ends(posterior.simultaneous_intervals(level()?))))
        }
        _ => return Outcome::NotYet,
    };
    let mut reference = row.numbers("lower");
    reference.extend(row.numbers("upper"));
    Outcome::figures(ours, &reference, 1e-9)
}

fn ends(intervals: Vec<Interval>) -> Vec<f64> {
    let lower = intervals.iter().map(|interval| interval.low());
    let upper = intervals.iter().map(|interval| interval.high());
    lower.chain(upper).collect()
}
