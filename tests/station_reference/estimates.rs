//! Ratios, their covariances, domains, other estimators and lonely strata.

use crate::cases::{as_drawn, samples};
use crate::checks::Checks;
use crate::rows::Folder;
use exitpoll::Confidence;
use exitpoll::station::{Estimator, SparseStrata};

pub fn ratio(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_ratio") {
        let sample = as_drawn(&samples[row.text("case")], row);
        let choice = row.place("choice");
        let estimate = sample
            .estimate(Estimator::CombinedRatio)
            .expect("an estimate");
        checks.figure(row, "estimate", estimate.values[choice]);
        checks.figure(row, "se", estimate.standard_error(choice));
        checks.figure(row, "degf", estimate.degrees_of_freedom as f64);
        let interval = estimate
            .interval(choice, Confidence::P95)
            .expect("an interval");
        checks.figure(row, "lower_95", interval.low());
        checks.figure(row, "upper_95", interval.high());
        let jackknife = sample.jackknife().expect("a jackknife");
        checks.figure(row, "jkn_se", jackknife.covariance.standard_error(choice));
        checks.figure(
            row,
            "jkn_se_replicate_mean",
            jackknife.covariance_about_mean.standard_error(choice),
        );
        let effect = sample.station_design_effects().expect("design effects")[choice];
        checks.optional(row, "deff_stations", effect.with_replacement);
        checks.optional(row, "deff_stations_wor", effect.without_replacement);
    }
}

pub fn covariance(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_covariance") {
        let sample = as_drawn(&samples[row.text("case")], row);
        let (a, b) = (row.place("a"), row.place("b"));
        let estimate = sample
            .estimate(Estimator::CombinedRatio)
            .expect("an estimate");
        let jackknife = sample.jackknife().expect("a jackknife");
        checks.figure(row, "covariance", estimate.covariance.get(a, b));
        checks.figure(row, "jkn_covariance", jackknife.covariance.get(a, b));
        let lead = estimate.lead(a, b);
        checks.figure(row, "lead", lead.value);
        checks.figure(row, "lead_se", lead.standard_error);
        checks.figure(
            row,
            "lead_jkn_se",
            jackknife.covariance.lead_standard_error(a, b),
        );
    }
}

pub fn domain(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_domain") {
        let sample = as_drawn(&samples[row.text("case")], row);
        let region = sample.table().region(row.text("region")).expect("a region");
        let choice = row.place("choice");
        let estimate = sample.estimate_region(region).expect("an estimate");
        checks.figure(row, "stations", estimate.stations as f64);
        checks.figure(row, "strata", estimate.strata as f64);
        checks.figure(row, "estimate", estimate.values[choice]);
        checks.figure(row, "se", estimate.standard_error(choice));
        checks.figure(row, "degf", estimate.degrees_of_freedom as f64);
    }
}

pub fn other_estimators(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_other_estimators") {
        let sample = as_drawn(&samples[row.text("case")], row);
        let estimator = match row.text("estimator") {
            "combined_ratio_total" => Estimator::RatioTotal,
            "combined_ratio_total_cochran" => Estimator::RatioTotalCochran,
            "difference_share" => Estimator::Change,
            "post_stratified_mean_cochran" => Estimator::PostStratifiedMean,
            name => match name.parse() {
                Ok(estimator) => estimator,
                Err(_) => {
                    checks.fail(name, "no estimator of this name");
                    continue;
                }
            },
        };
        let choice = row.place("choice");
        let estimate = sample.estimate(estimator).expect("an estimate");
        checks.figure(row, "estimate", estimate.values[choice]);
        checks.figure(row, "se", estimate.standard_error(choice));
    }
}

pub fn lonely(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_lonely") {
        let sample = as_drawn(&samples[row.text("case")], row).sparse(SparseStrata {
            lonely: row.text("policy").parse().expect("a policy"),
            ..SparseStrata::default()
        });
        let choice = row.place("choice");
        let estimate = sample.estimate(Estimator::CombinedRatio);
        let of = |figure: &dyn Fn(&exitpoll::station::StationEstimate) -> f64| {
            estimate.clone().map(|e| figure(&e))
        };
        checks.result(row, "estimate", &of(&|estimate| estimate.values[choice]));
        checks.result(row, "se", &of(&|estimate| estimate.standard_error(choice)));
        let jackknife = sample
            .jackknife()
            .map(|jackknife| jackknife.covariance.standard_error(choice));
        checks.result(row, "jkn_se", &jackknife);
        let degrees = match estimate {
            Ok(estimate) => estimate.degrees_of_freedom,
            // The design has its degrees of freedom also where the policy refuses a variance.
            Err(_) => (sample.table().len() - sample.table().strata().len()) as u64,
        };
        checks.figure(row, "degf", degrees as f64);
    }
}
