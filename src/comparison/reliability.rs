//! How alike all polls are, as measurements of one thing.

use super::Comparison;
use super::report::{PollReport, Reliability, RowReport};
use super::together::choices;
use crate::agreement::{
    AlphaMetric, IntraclassForm, Ratings, kendall_w, krippendorff_alpha,
    krippendorff_alpha_interval,
};

/// Over the choices that all polls name, three at least.
pub(super) fn reliability<'a>(
    settings: &Comparison,
    labels: &[String],
    polls: impl Iterator<Item = (&'a PollReport, &'a [RowReport])> + Clone,
) -> Option<Reliability> {
    let share = |rows: &[RowReport], label: &String| {
        let row = choices(rows).find(|row| row.label == *label)?;
        Some(row.poll.value)
    };
    let in_all = |label: &&String| polls.clone().all(|(_, rows)| share(rows, label).is_some());
    let choices: Vec<String> = labels.iter().filter(in_all).cloned().collect();
    if choices.len() < 3 {
        return None;
    }
    let rows: Vec<Vec<f64>> = polls
        .map(|(_, rows)| {
            choices
                .iter()
                .filter_map(|label| share(rows, label))
                .collect()
        })
        .collect();
    let ratings = Ratings::new(&rows).ok()?;
    let w = kendall_w(&ratings).ok()?;
    let level = settings.confidence;
    let single = IntraclassForm::AgreementSingle.among(&ratings, level).ok();
    let replicates = usize::try_from(settings.replicates).unwrap_or(usize::MAX);
    let bootstrap = if replicates > 0 {
        let metric = AlphaMetric::Interval;
        krippendorff_alpha_interval(&ratings, metric, replicates, settings.seed, level).ok()
    } else {
        None
    };
    Some(Reliability {
        choices,
        kendall_w: w.value,
        kendall_w_p_value: w.p_value,
        icc_2_1: single.map(|icc| icc.value),
        // Its lower end can be −∞, which a document cannot hold.
        icc_2_1_interval: single
            .map(|icc| icc.interval)
            .filter(|interval| interval.width().is_finite()),
        icc_2_k: IntraclassForm::AgreementMean
            .among(&ratings, level)
            .ok()
            .map(|icc| icc.value),
        krippendorff_alpha: krippendorff_alpha(&ratings, AlphaMetric::Interval)
            .ok()
            .map(|alpha| alpha.value),
        krippendorff_alpha_interval: bootstrap.map(|alpha| alpha.interval),
    })
}
