//! The worked example of Arzheimer and Evans: a survey before the first round in France, 2012, to
//! every digit that its authors printed.

use exitpoll::accuracy::{b, b_weighted, log_odds_deviation, log_odds_standard_error};
use exitpoll::hypothesis::{likelihood_ratio, pearson};

/// Hollande, Sarkozy, Le Pen, Bayrou, Mélenchon, Joly, Poutou, Dupont-Aignan, other.
const OFFICIAL: [f64; 9] = [28.6, 27.18, 17.9, 9.13, 11.1, 2.31, 1.15, 1.79, 0.8];
const SAMPLE: [f64; 9] = [282.0, 293.0, 178.0, 125.0, 115.0, 22.0, 5.0, 11.0, 10.0];

fn printed(value: f64, as_printed: &str) {
    let decimals = as_printed
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    let ours = format!("{value:.decimals$}").replace("0.", ".");
    assert_eq!(ours, as_printed);
}

fn shares(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    counts.iter().map(|count| count / total).collect()
}

#[test]
fn every_printed_digit_is_reproduced() {
    let (poll, count, n) = (shares(&SAMPLE), shares(&OFFICIAL), 1041.0);
    let a = [
        "-.0757639",
        ".0477294",
        "-.0559812",
        ".3057213",
        "-.0058251",
        "-.0913924",
        "-.8802476",
        "-.5349338",
        ".1841789",
    ];
    let errors = [
        ".0697397", ".0689193", ".0823209", ".0953504", ".0988715", ".2154899", ".4482915",
        ".3031171", ".3177577",
    ];
    for (((p, v), a), error) in poll.iter().zip(&count).zip(a).zip(errors) {
        printed(log_odds_deviation(*p, *v).unwrap(), a);
        printed(log_odds_standard_error(*p, n).unwrap(), error);
    }
    printed(b(&poll, &count, None).unwrap().value, ".2424193");
    printed(b_weighted(&poll, &count, None).unwrap().value, ".0965423");
    let x = pearson(&poll, &count, n).unwrap();
    assert_eq!(x.degrees_of_freedom, 8.0);
    printed(x.statistic, "18.695468");
    printed(x.p_value, ".01657592");
    let g = likelihood_ratio(&poll, &count, n).unwrap();
    printed(g.statistic, "19.540804");
    printed(g.p_value, ".01222022");
}
