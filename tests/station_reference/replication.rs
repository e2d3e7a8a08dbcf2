//! Balanced replication and the rescaled bootstrap.

use crate::cases::{as_drawn, by_case, samples};
use crate::checks::Checks;
use crate::rows::Folder;
use exitpoll::station::{Bootstrap, Estimator, HalfSamples, StationSample};

pub fn balanced(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    let halves = by_case(folder, "station_brr_halves");
    for row in folder.rows("station_brr") {
        let sample = samples[row.text("case")].clone().infinite_population();
        let choice = row.place("choice");
        let mut rows = halves[row.text("case")].clone();
        rows.sort_by_key(|row| row.whole("replicate"));
        let set = rows
            .iter()
            .map(|row| row.counts("kept").iter().map(|kept| *kept == 1).collect());
        let set = HalfSamples::Given(set.collect());
        let estimate = sample
            .estimate(Estimator::CombinedRatio)
            .expect("an estimate");
        checks.figure(row, "estimate", estimate.values[choice]);
        checks.figure(row, "linear_se", estimate.standard_error(choice));
        let jackknife = sample.jackknife().expect("a jackknife");
        checks.figure(row, "jkn_se", jackknife.covariance.standard_error(choice));
        for (fay, name) in [(0.0, "brr"), (0.3, "fay_03"), (0.5, "fay_05")] {
            let variance = sample.balanced_replication(&set, fay).expect("replicates");
            checks.figure(
                row,
                &format!("{name}_se"),
                variance.covariance.standard_error(choice),
            );
            let about_mean = variance.covariance_about_mean.standard_error(choice);
            checks.figure(row, &format!("{name}_se_replicate_mean"), about_mean);
            checks.figure(row, "replicates", variance.replicates as f64);
        }
        // The reference looked at all half samples of up to ten strata only.
        if sample.table().strata().len() <= 10 {
            let all = sample
                .balanced_replication(&HalfSamples::All, 0.0)
                .expect("replicates");
            checks.figure(row, "all_halves_se", all.covariance.standard_error(choice));
            checks.figure(
                row,
                "all_halves_se_replicate_mean",
                all.covariance_about_mean.standard_error(choice),
            );
        } else {
            assert_eq!(
                (
                    row.text("all_halves_se"),
                    row.text("all_halves_se_replicate_mean")
                ),
                ("NA", "NA")
            );
        }
    }
}

pub fn bootstrap(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_bootstrap") {
        let sample = as_drawn(&samples[row.text("case")], row);
        let choice = row.place("choice");
        let all = sample
            .bootstrap_of_all_resamples(&|_| {})
            .expect("resamples");
        // The reference counts those of strata taken whole as well, which change nothing.
        let whole = of_whole_strata(&sample, row.text("fpc") == "1");
        checks.figure(row, "distinct_resamples", all.replicates as f64 * whole);
        checks.figure(row, "estimate", all.values[choice]);
        let estimate = sample
            .estimate(Estimator::CombinedRatio)
            .expect("an estimate");
        checks.figure(row, "linear_se", estimate.standard_error(choice));
        checks.figure(row, "mean", all.means[choice]);
        let about_mean = all.covariance.standard_error(choice);
        checks.figure(row, "se_about_mean", about_mean);
        checks.figure(
            row,
            "se_about_estimate",
            all.covariance_about_estimate.standard_error(choice),
        );
        checks.figure(row, "se_total", all.total_covariance.standard_error(choice));

        // A random run comes near: the mean within 5 of its standard errors, the standard error within 10 %.
        if choice > 0 {
            continue;
        }
        let replicates = 4000;
        let bootstrap = Bootstrap::new(replicates, 7).expect("a bootstrap");
        let random = sample.bootstrap(bootstrap, &|_| {}).expect("resamples");
        let noise = about_mean / (replicates as f64).sqrt();
        let off = (random.means[choice] - all.means[choice]).abs();
        let spread = random.covariance.standard_error(choice) / about_mean;
        if about_mean > 0.0 && (off > 5.0 * noise || (spread - 1.0).abs() > 0.1) {
            let what = format!(
                "random resamples: mean off by {off:e}, standard error {spread} of the exact one"
            );
            checks.fail(&format!("{} line {}", row.file, row.line), &what);
        }
    }
}

/// C(2n − 2, n − 1) over the strata of which all n stations are in the sample.
fn of_whole_strata(sample: &StationSample, finite: bool) -> f64 {
    let table = sample.table();
    let whole = (0..table.strata().len()).filter(|stratum| {
        finite && table.stratum_stations(*stratum) == Some(table.stations_of(*stratum).len() as u64)
    });
    whole
        .map(|stratum| {
            let n = table.stations_of(stratum).len();
            (1..n)
                .map(|i| (n - 1 + i) as f64 / i as f64)
                .product::<f64>()
        })
        .product()
}
