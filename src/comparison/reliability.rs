//! How alike all polls are, as measurements of one thing.

use crate::agreement::{
    AlphaMetric, IntraclassForm, Ratings, kendall_w, krippendorff_alpha,
    krippendorff_alpha_interval,
};
use crate::alignment::CommonTable;
use crate::report::{Reliability, Settings};

/// Over the choices that all these polls name, three at least.
pub(super) fn of(
    settings: &Settings,
    names: &[String],
    table: &CommonTable,
    members: &[usize],
) -> Option<Reliability> {
    let shares = table.common(names, members)?;
    let named = shares.labels.len();
    if named < 3 {
        return None;
    }
    let rows: Vec<Vec<f64>> = shares
        .polls
        .iter()
        .map(|poll| poll.iter().take(named).map(|span| span.value).collect())
        .collect();
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
        choices: shares.labels,
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
