//! Agreement among sources: a row per source, joined by `|`; correlations are of the first two rows.

use exitpoll::Confidence;
use exitpoll::agreement::{
    AlphaMetric, IntraclassForm, LinDenominator, Ratings, kendall_tau_b, kendall_w,
    krippendorff_alpha, lin_concordance, pearson_correlation, spearman,
};

use super::runner::{Outcome, Row};

pub fn compare(row: &Row) -> Outcome {
    let sources: Vec<Vec<f64>> = row
        .text("sources_by_choices")
        .split('|')
        .map(|source| {
            let cells = source.split(';');
            cells.map(|x| x.parse().expect("a number")).collect()
        })
        .collect();
    let ratings = Ratings::new(&sources).expect("a table");
    let (x, y) = (&sources[0], &sources[1]);
    let lin = |denominator| lin_concordance(x, y, denominator, Confidence::P95).map(|lin| lin.value);
    let alpha = |metric| krippendorff_alpha(&ratings, metric).map(|alpha| alpha.value);
    let ours = match row.text("measure") {
        "krippendorff_interval" => alpha(AlphaMetric::Interval),
        "krippendorff_ratio" => alpha(AlphaMetric::Ratio),
        "kendall_w" => kendall_w(&ratings).map(|w| w.value),
        "lin_ccc_n" => lin(LinDenominator::N),
        "lin_ccc_n_minus_one" => lin(LinDenominator::NMinusOne),
        "kendall_tau_b" => kendall_tau_b(x, y),
        "spearman" => spearman(x, y),
        "pearson" => pearson_correlation(x, y, Confidence::P95).map(|r| r.value),
        measure => match measure.parse::<IntraclassForm>() {
            Ok(form) => form.among(&ratings, Confidence::P95).map(|icc| icc.value),
            Err(_) => return Outcome::NotYet,
        },
    };
    Outcome::figure(ours, row.number("value"), 1e-9)
}
