//! Tails and quantiles.

use crate::runner::{Outcome, Row};
use exitpoll::numeric::{
    beta_cdf, beta_quantile, beta_upper_tail, binomial_cdf, binomial_probability,
    binomial_upper_tail, chi_squared_cdf, chi_squared_quantile, chi_squared_upper_tail, normal_cdf,
    normal_quantile, normal_upper_tail, student_t_quantile,
};

/// What the crate promises of its special functions.
const TOLERANCE: f64 = 1e-12;

pub fn compare(row: &Row) -> Outcome {
    let argument = row.number("arg");
    let first = row.number_if_any("par1").unwrap_or(f64::NAN);
    let second = row.number_if_any("par2").unwrap_or(f64::NAN);
    let truth = row.number("truth");
    let complement = row.number_if_any("truth_complement");
    let figures = match row.text("fn") {
        "normal_q" => vec![normal_quantile(argument)],
        "normal_cdf" => vec![normal_cdf(argument), normal_upper_tail(argument)],
        "chi2_q" => vec![chi_squared_quantile(argument, first)],
        "chi2_cdf" => vec![
            chi_squared_cdf(argument, first),
            chi_squared_upper_tail(argument, first),
        ],
        "t_q" => vec![student_t_quantile(argument, first)],
        "beta_q" => vec![beta_quantile(argument, first, second)],
        "beta_cdf" => vec![
            beta_cdf(argument, first, second),
            beta_upper_tail(argument, first, second),
        ],
        "binom_pmf" => vec![binomial_probability(argument, first, second)],
        // The upper tail here is P(X > x).
        "binom_cdf" => vec![
            binomial_cdf(argument, first, second),
            binomial_upper_tail(argument + 1.0, first, second),
        ],
        _ => return Outcome::NotYet,
    };
    let ours: exitpoll::Result<Vec<f64>> = figures.into_iter().collect();
    let mut reference = vec![truth];
    if let (Some(complement), Ok(ours)) = (complement, &ours)
        && ours.len() == 2
    {
        reference.push(complement);
    }
    Outcome::figures(ours, &reference, TOLERANCE)
}

pub fn compare_quantile(row: &Row) -> Outcome {
    let p = row.number("p");
    let parameters = row.numbers("parameters");
    let ours = match (row.text("distribution"), parameters.as_slice()) {
        ("normal", []) => normal_quantile(p),
        ("beta", [a, b]) => beta_quantile(p, *a, *b),
        ("chi_squared", [degrees]) => chi_squared_quantile(p, *degrees),
        ("student_t", [degrees]) => student_t_quantile(p, *degrees),
        _ => return Outcome::NotYet,
    };
    Outcome::figure(ours, row.number("quantile"), TOLERANCE)
}
