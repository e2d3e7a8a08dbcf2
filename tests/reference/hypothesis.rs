//! Tests other than of fit to a fixed count.

use crate::runner::{Outcome, Row};
use exitpoll::Confidence;
use exitpoll::hypothesis::{
    FitStatistic, ShareVariance, equivalence_of_share, homogeneity, hypergeometric,
};

pub fn compare_homogeneity(row: &Row) -> Outcome {
    let Ok(statistic) = row.text("method").parse::<FitStatistic>() else {
        return Outcome::NotYet;
    };
    let shares = |column: &str| {
        let counts = row.numbers(column);
        let size: f64 = counts.iter().sum();
        (counts.iter().map(|count| count / size).collect(), size)
    };
    let (one, one_size): (Vec<f64>, f64) = shares("counts");
    let (other, other_size) = shares("other_counts");
    let ours = homogeneity(statistic, &one, one_size, &other, other_size);
    Outcome::figures(
        ours.map(|test| vec![test.statistic, test.p_value]),
        &[row.number("statistic"), row.number("p_value")],
        1e-9,
    )
}

pub fn compare_hypergeometric(row: &Row) -> Outcome {
    if row.text("method") != "hypergeometric" {
        return Outcome::NotYet;
    }
    let whole = |column: &str| row.text(column).parse().expect("a whole number");
    let ours = hypergeometric(
        whole("votes"),
        whole("for_choice"),
        whole("interviews"),
        whole("observed"),
    );
    Outcome::figures(
        ours.map(|test| vec![test.lower, test.upper, test.two_sided]),
        &["lower", "upper", "two_sided"].map(|column| row.number(column)),
        1e-12,
    )
}

pub fn compare_equivalence(row: &Row) -> Outcome {
    let Ok(variance) = row.text("method").parse::<ShareVariance>() else {
        return Outcome::NotYet;
    };
    let ours = equivalence_of_share(
        row.number("poll"),
        row.number("official"),
        row.number("size"),
        row.number("margin"),
        Confidence::P90,
        variance,
    );
    // The ends of the margin are v ± δ in floating point there, too: a z of 40 has 12 digits.
    Outcome::figure(ours.map(|test| test.p_value), row.number("p_value"), 1e-10)
}
