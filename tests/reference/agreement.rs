//! Agreement among sources: a row per source, joined by `|`, missing cells empty; what compares two vectors
//! takes the first two rows.

use exitpoll::Confidence;
use exitpoll::agreement::{
    AlphaMetric, IntraclassForm, LimitsInterval, LinDenominator, Ratings, bland_altman,
    kendall_tau_b, kendall_w, krippendorff_alpha, lin_concordance, pearson_correlation, spearman,
};
use exitpoll::interval::Interval;

use super::runner::{Outcome, Row};

fn sources(row: &Row) -> Vec<Vec<Option<f64>>> {
    let read = |cell: &str| (!cell.is_empty()).then(|| cell.parse().expect("a number"));
    let sources = row.text("sources_by_choices").split('|');
    sources
        .map(|source| source.split(';').map(read).collect())
        .collect()
}

/// The first two sources, without gaps.
fn pair(sources: &[Vec<Option<f64>>]) -> [Vec<f64>; 2] {
    [0, 1].map(|source: usize| sources[source].iter().copied().flatten().collect())
}

pub fn compare(row: &Row) -> Outcome {
    let sources = sources(row);
    let ratings = Ratings::with_missing(&sources).expect("a table");
    let [x, y] = pair(&sources);
    let lin = |denominator| {
        let lin = lin_concordance(&x, &y, denominator, Confidence::P95);
        lin.map(|lin| lin.value)
    };
    let alpha = |metric| krippendorff_alpha(&ratings, metric).map(|alpha| alpha.value);
    let ours = match row.text("measure") {
        "krippendorff_interval" => alpha(AlphaMetric::Interval),
        "krippendorff_ratio" => alpha(AlphaMetric::Ratio),
        "kendall_w" => kendall_w(&ratings).map(|w| w.value),
        "kendall_w_p" => kendall_w(&ratings).map(|w| w.p_value),
        "lin_ccc_n" => lin(LinDenominator::N),
        "lin_ccc_n_minus_one" => lin(LinDenominator::NMinusOne),
        "kendall_tau_b" => kendall_tau_b(&x, &y),
        "spearman" => spearman(&x, &y),
        "pearson" => pearson_correlation(&x, &y, Confidence::P95).map(|r| r.value),
        measure => match measure.parse::<IntraclassForm>() {
            Ok(form) => form.among(&ratings, Confidence::P95).map(|icc| icc.value),
            Err(_) => return Outcome::NotYet,
        },
    };
    Outcome::figure(ours, row.number("value"), 1e-9)
}

pub fn compare_interval(row: &Row) -> Outcome {
    let sources = sources(row);
    let [x, y] = pair(&sources);
    let confidence = Confidence::new(row.number("confidence")).expect("a level");
    let reference = [row.number("lower"), row.number("upper")];
    let lin = |denominator| {
        let lin = lin_concordance(&x, &y, denominator, confidence);
        lin.map(|lin| lin.interval.expect("enough figures"))
    };
    let limits = |method| bland_altman(&x, &y, Confidence::P95, method, confidence);
    let ours: exitpoll::Result<Interval> = match row.text("measure") {
        "pearson" => {
            pearson_correlation(&x, &y, confidence).map(|r| r.interval.expect("enough figures"))
        }
        "lin_ccc_n" => lin(LinDenominator::N),
        "lin_ccc_n_minus_one" => lin(LinDenominator::NMinusOne),
        "bland_altman_bias" => {
            limits(LimitsInterval::BlandAltman1986).map(|pair| pair.bias_interval)
        }
        "upper_limit_1986" => {
            limits(LimitsInterval::BlandAltman1986).map(|pair| pair.upper_limit_interval)
        }
        "upper_limit_carkeet" => {
            limits(LimitsInterval::Carkeet).map(|pair| pair.upper_limit_interval)
        }
        "lower_limit_1999" => {
            limits(LimitsInterval::BlandAltman1999).map(|pair| pair.lower_limit_interval)
        }
        measure => {
            let Ok(form) = measure.parse::<IntraclassForm>() else {
                return Outcome::NotYet;
            };
            let ratings = Ratings::with_missing(&sources).expect("a table");
            let icc = form.among(&ratings, confidence);
            return Outcome::figures(
                icc.map(|icc| vec![icc.interval.low(), icc.interval.high(), icc.p_value]),
                &[reference[0], reference[1], row.number("p_value")],
                1e-9,
            );
        }
    };
    let ours = ours.map(|interval| vec![interval.low(), interval.high()]);
    Outcome::figures(ours, &reference, 1e-9)
}
