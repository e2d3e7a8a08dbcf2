//! How alike all polls are, as measurements of one thing.

use crate::agreement::{
    AlphaMetric, IntraclassForm, Ratings, kendall_w, krippendorff_alpha,
    krippendorff_alpha_interval,
};
use crate::alignment::{CommonTable, Span};
use crate::report::{Reliability, Settings};

/// Over the choices of which all these polls have a figure, three at least: the middle of a range is nobody's estimate.
pub(super) fn of(
    settings: &Settings,
    names: &[String],
    table: &CommonTable,
    members: &[usize],
) -> Option<Reliability> {
    let shares = table.common(names, members)?;
    let is_figure = |place: &usize| shares.polls.iter().all(|poll| !poll[*place].is_range);
    let figures: Vec<usize> = (0..shares.labels.len()).filter(is_figure).collect();
    if figures.len() < 3 {
        return None;
    }
    let of_poll = |poll: &Vec<Span>| figures.iter().map(|place| poll[*place].value).collect();
    let rows: Vec<Vec<f64>> = shares.polls.iter().map(of_poll).collect();
    let ratings = Ratings::new(&rows).ok()?;
    let w = kendall_w(&ratings).ok()?;
    let level = settings.confidence;
    let single = IntraclassForm::AgreementSingle.among(&ratings, level).ok();
    let bootstrap = match usize::try_from(settings.replicates) {
        Ok(replicates) if replicates > 0 => {
            let metric = AlphaMetric::Interval;
            krippendorff_alpha_interval(&ratings, metric, replicates, settings.seed, level).ok()
        }
        _ => None,
    };
    Some(Reliability {
        choices: (figures.iter())
            .map(|place| shares.labels[*place].clone())
            .collect(),
        kendall_w: w.value,
        kendall_w_p_value: w.p_value,
        icc_2_1: single.map(|icc| icc.value),
        // Its low end can be −∞, which a document cannot hold.
        icc_2_1_interval: single
            .map(|icc| icc.interval)
            .filter(|interval| interval.width().is_finite()),
        icc_2_k: IntraclassForm::AgreementMean.value(&ratings).ok(),
        krippendorff_alpha: krippendorff_alpha(&ratings, AlphaMetric::Interval)
            .ok()
            .map(|alpha| alpha.value),
        krippendorff_alpha_interval: bootstrap.map(|alpha| alpha.interval),
    })
}
