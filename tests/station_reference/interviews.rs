//! Exit polls and their design effects.

use crate::cases::{as_drawn, exit_polls};
use crate::checks::Checks;
use crate::rows::Folder;
use exitpoll::Confidence;

pub fn exit(folder: &Folder, checks: &mut Checks) {
    let polls = exit_polls(folder);
    for row in folder.rows("station_exit") {
        let estimate = as_drawn(&polls[row.text("case")], row)
            .interviews()
            .expect("an estimate");
        let choice = row.place("choice");
        checks.figure(row, "interviews", estimate.interviews as f64);
        checks.figure(row, "stations", estimate.stations as f64);
        checks.figure(row, "strata", estimate.strata as f64);
        checks.figure(row, "estimate", estimate.values[choice]);
        checks.figure(row, "se", estimate.standard_error(choice));
        checks.figure(row, "degf", estimate.degrees_of_freedom as f64);
        for (confidence, level) in [(Confidence::P90, 90), (Confidence::P95, 95)] {
            let interval = estimate.interval(choice, confidence).expect("an interval");
            checks.figure(row, &format!("lower_{level}"), interval.low());
            checks.figure(row, &format!("upper_{level}"), interval.high());
        }
        let effect = estimate.design_effect(choice);
        checks.optional(
            row,
            "deff_replace",
            effect.map(|effect| effect.with_replacement),
        );
        checks.optional(
            row,
            "deff_wor",
            effect.and_then(|effect| effect.without_replacement),
        );
        checks.optional(row, "deff_binomial", effect.map(|effect| effect.binomial));
        checks.optional(row, "n_eff", effect.map(|effect| effect.effective_size));
        let beta = estimate.korn_graubard_interval(choice, Confidence::P95);
        checks.result(
            row,
            "beta_lower_95",
            &beta.clone().map(|interval| interval.low()),
        );
        checks.result(row, "beta_upper_95", &beta.map(|interval| interval.high()));
        let logit = estimate.logit_interval(choice, Confidence::P95);
        checks.result(
            row,
            "logit_lower_95",
            &logit.clone().map(|interval| interval.low()),
        );
        checks.result(
            row,
            "logit_upper_95",
            &logit.map(|interval| interval.high()),
        );
        let lead = (choice == 0).then(|| estimate.lead(0, 1).standard_error);
        checks.optional(row, "lead_1_2_se", lead);
    }
}

pub fn design_effect(folder: &Folder, checks: &mut Checks) {
    let polls = exit_polls(folder);
    for row in folder.rows("station_design_effect") {
        let poll = polls[row.text("case")].clone().infinite_population();
        let estimate = poll.interviews().expect("an estimate");
        let choice = row.place("choice");
        let (clusters, homogeneity) = (estimate.clusters, estimate.homogeneity[choice]);
        checks.figure(row, "interviews", estimate.interviews as f64);
        checks.figure(row, "stations", estimate.stations as f64);
        checks.figure(row, "weight_sum", estimate.weight_sum);
        checks.figure(row, "kish_n_eff", estimate.weighting.effective_size);
        checks.figure(row, "kish_deff", estimate.weighting.design_effect);
        checks.figure(row, "mean_cluster", clusters.mean);
        checks.figure(row, "weighted_mean_cluster", clusters.weighted_mean);
        checks.figure(row, "m0", clusters.balanced);
        checks.optional(row, "ms_between", homogeneity.between);
        checks.optional(row, "ms_within", homogeneity.within);
        checks.optional(row, "rho_anova", homogeneity.rho);
        let effect = estimate.design_effect(choice);
        checks.optional(row, "deff", effect.map(|effect| effect.binomial));
        checks.optional(row, "n_eff", effect.map(|effect| effect.effective_size));
        checks.optional(
            row,
            "rho_from_deff",
            estimate.rho_of_design_effect(choice, clusters.mean),
        );
        let weighted = estimate.rho_of_design_effect(choice, clusters.weighted_mean);
        checks.optional(row, "rho_from_deff_weighted_cluster", weighted);
        checks.optional(
            row,
            "deff_kish_times_cluster",
            estimate.modelled_design_effect(choice),
        );
    }
}
