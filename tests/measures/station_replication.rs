//! Replicates of every estimator, and what an exit poll by one of them is.

use exitpoll::numeric::RandomStream;
use exitpoll::station::{
    Bootstrap, Cost, Estimator, ExitPollPlan, HalfSamples, Interviews, LonelyStratum, SparseStrata,
    Station, StationSample, StationTable, VarianceMethod,
};
use exitpoll::{Confidence, ErrorKind, PollKind};

const NAMES: [&str; 3] = ["a", "b", "c"];

/// So many stations of each stratum, of 1,000, without the one of `without`; each of one of two regions and post-strata,
/// with votes near those of the previous election.
fn sample(strata: &[usize], without: Option<(usize, usize)>) -> StationSample {
    let mut stream = RandomStream::new(5, 1);
    let mut builder = StationTable::builder(["A", "B"])
        .post_stratum("small", 1200)
        .post_stratum("large", 900)
        .previous_result(&[300_000, 500_000], 900_000);
    for (name, _) in NAMES.iter().zip(strata) {
        builder = builder.stratum(name, 1000).stratum_ballots(name, 400_000);
    }
    for (stratum, stations) in strata.iter().enumerate() {
        for place in 0..*stations {
            let mut about = |mean: u32| mean + stream.below(u64::from(mean)) as u32;
            let previous = [about(100 + 20 * stratum as u32), about(160)];
            let votes = [previous[0] + about(20), previous[1] - about(30)];
            if without == Some((stratum, place)) {
                continue;
            }
            let station = Station {
                stratum: NAMES[stratum],
                region: if place % 3 == 0 { "north" } else { "south" },
                post_stratum: if place % 2 == 0 { "small" } else { "large" },
                votes: Some(&votes),
                total: Some(votes[0] + votes[1] + 15),
                previous_votes: Some(&previous),
                previous_total: Some(previous[0] + previous[1] + 10),
                ..Station::default()
            };
            builder.push(&station).expect("a station");
        }
    }
    StationSample::new(builder.build().expect("a table"))
}

fn near(ours: f64, right: f64, relative: f64) {
    assert!(
        (ours - right).abs() <= relative * right.abs(),
        "{ours:e} is not {right:e}"
    );
}

#[test]
fn the_jackknife_of_every_estimator_is_that_of_tables_without_a_station() {
    for estimator in Estimator::ALL {
        let strata: &[usize] = match estimator {
            Estimator::PostStratifiedMean => &[9],
            _ => &[6, 4, 5],
        };
        let whole = sample(strata, None);
        let estimate = whole.estimate(estimator).expect("an estimate");
        let jackknife = whole.jackknife_of(estimator).expect("a jackknife");
        let mut variances = [0.0; 2];
        for (stratum, stations) in strata.iter().enumerate() {
            let n = *stations as f64;
            for place in 0..*stations {
                // N_h/n_h grows by itself.
                let left = sample(strata, Some((stratum, place)));
                let left = left.estimate(estimator).expect("an estimate");
                for (choice, variance) in variances.iter_mut().enumerate() {
                    let away = left.values[choice] - estimate.values[choice];
                    *variance += (1.0 - n / 1000.0) * (n - 1.0) / n * away * away;
                }
            }
        }
        for (choice, variance) in variances.iter().enumerate() {
            near(jackknife.values[choice], estimate.values[choice], 1e-13);
            near(jackknife.covariance.get(choice, choice), *variance, 1e-9);
        }
        assert_eq!(jackknife.replicates, strata.iter().sum::<usize>() as u64);
    }
}

#[test]
fn replicates_of_estimates_that_are_linear_have_the_linearised_variance() {
    let drawn = sample(&[6, 4, 5], None);
    let pairs = sample(&[2, 2, 2], None).infinite_population();
    for estimator in [Estimator::MeanOfRatios, Estimator::DifferenceTotal] {
        let linear = drawn.estimate(estimator).expect("an estimate").covariance;
        let jackknife = drawn
            .jackknife_of(estimator)
            .expect("a jackknife")
            .covariance;
        let of_pairs = pairs.estimate(estimator).expect("an estimate").covariance;
        let halves = pairs.balanced_replication_of(estimator, &HalfSamples::Balanced, 0.3);
        let halves = halves.expect("half samples").covariance;
        for (a, b) in [(0, 0), (0, 1), (1, 1)] {
            near(jackknife.get(a, b), linear.get(a, b), 1e-10);
            near(halves.get(a, b), of_pairs.get(a, b), 1e-10);
        }
    }
}

#[test]
fn replicates_of_a_large_sample_come_near_the_linearised_errors() {
    let large = sample(&[120, 150, 90], None);
    let bootstrap = Bootstrap::new(1500, 4).expect("a bootstrap");
    for estimator in Estimator::ALL {
        let one = sample(&[200], None);
        let (sample, tolerance) = match estimator {
            // Its variance takes the sizes of the post-strata in the sample for expected ones.
            Estimator::PostStratifiedMean => (&one, 0.03),
            // They are not scaled by the ballots that the sample estimates: some 450,000 for the 400,000 of a stratum.
            Estimator::SeparateRatioCochran | Estimator::RatioTotalCochran => (&large, 0.25),
            _ => (&large, 0.02),
        };
        let linear = sample.estimate(estimator).expect("an estimate");
        let jackknife = sample.jackknife_of(estimator).expect("a jackknife");
        let resampled = sample.bootstrap_of(estimator, bootstrap, &|_| {});
        let resampled = resampled.expect("resamples");
        for choice in 0..2 {
            let error = linear.standard_error(choice);
            near(
                jackknife.covariance.standard_error(choice),
                error,
                tolerance,
            );
            near(
                resampled.covariance.standard_error(choice),
                error,
                tolerance + 0.06,
            );
            let interval = resampled.percentile_interval(choice, Confidence::P95);
            assert!(
                interval
                    .expect("an interval")
                    .contains(linear.values[choice])
            );
        }
    }
}

#[test]
fn resamples_of_other_estimators_are_those_of_the_combined_ratio() {
    // Where stations have equally many ballots the mean of their shares is the ratio.
    let mut builder = StationTable::builder(["A"])
        .stratum("x", 30)
        .stratum("y", 50);
    for (stratum, votes) in [
        ("x", 30),
        ("x", 45),
        ("x", 60),
        ("y", 10),
        ("y", 25),
        ("y", 19),
    ] {
        let votes = [votes];
        let station = Station {
            stratum,
            votes: Some(&votes),
            total: Some(100),
            ..Station::default()
        };
        builder.push(&station).expect("a station");
    }
    let sample = StationSample::new(builder.build().expect("a table"));
    let bootstrap = Bootstrap::new(200, 9).expect("a bootstrap");
    let by_ratio = sample.bootstrap(bootstrap, &|_| {}).expect("resamples");
    let by_mean = sample.bootstrap_of(Estimator::MeanOfRatios, bootstrap, &|_| {});
    let by_mean = by_mean.expect("resamples");
    for (mean, ratio) in by_mean.ratios.iter().zip(&by_ratio.ratios) {
        near(*mean, *ratio, 1e-12);
    }
    near(
        by_mean.total_covariance.get(0, 0),
        by_ratio.total_covariance.get(0, 0),
        1e-10,
    );
}

#[test]
fn replicates_of_a_region_come_near_its_linearised_error() {
    let sample = sample(&[120, 150, 90], None);
    let linear = sample.estimate_region(1).expect("an estimate");
    let jackknife = sample.jackknife_region(1).expect("a jackknife");
    let bootstrap = Bootstrap::new(1500, 4).expect("a bootstrap");
    let resampled = sample
        .bootstrap_region(1, bootstrap, &|_| {})
        .expect("resamples");
    near(jackknife.values[0], linear.values[0], 1e-14);
    near(
        jackknife.covariance.standard_error(0),
        linear.standard_error(0),
        0.02,
    );
    near(
        resampled.covariance.standard_error(0),
        linear.standard_error(0),
        0.08,
    );
    let error = sample.jackknife_region(2).expect_err("an unknown region");
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
}

/// Two stations that answered and one where all refused, of each of two strata.
fn interviewed() -> StationSample {
    let mut builder = StationTable::builder(["A", "B"]).previous_result(&[45_000, 50_000], 100_000);
    for stratum in ["x", "y"] {
        builder = builder
            .stratum(stratum, 50)
            .stratum_ballots(stratum, 40_000);
        for (votes, previous, answers, refused) in [
            ([500, 400], [480, 420], [50, 45], 10),
            ([300, 600], [330, 500], [28, 60], 5),
            ([700, 200], [600, 300], [0, 0], 20),
        ] {
            let interviews = [Interviews {
                answers: &answers,
                refused: Some(refused),
                ..Interviews::default()
            }];
            let station = Station {
                stratum,
                votes: Some(&votes),
                previous_votes: Some(&previous),
                interviews: &interviews,
                ..Station::default()
            };
            builder.push(&station).expect("a station");
        }
    }
    StationSample::new(builder.build().expect("a table"))
}

#[test]
fn the_change_since_the_previous_election_makes_an_exit_poll() {
    let sample = interviewed();
    let poll = sample.poll_by("BBC", Estimator::Change).expect("a poll");
    let poll = poll.build().expect("a poll");
    assert_eq!(poll.kind(), PollKind::ExitPoll);
    // 183 answers and 35 refusals in each stratum.
    let of = poll.sample();
    assert_eq!((of.respondents(), of.refusals()), (Some(366), Some(70)));
    assert_eq!((of.stations(), of.strata()), (Some(4), Some(2)));
    // 78 of 183 now and 810 of 1,730 before, where all had .45.
    let now = 45.0 + 100.0 * (78.0 / 183.0 - 810.0 / 1730.0);
    let by_change = sample.clone().from_interviews().estimate(Estimator::Change);
    near(
        100.0 * by_change.expect("an estimate").values[0],
        now,
        1e-12,
    );
    let document = serde_json::to_value(&poll).expect("a document");
    let share = document["shares"]["A"].to_string();
    near(
        share.trim_matches('"').parse().expect("a share"),
        now,
        1e-12,
    );
    // The same with the interviews taken for votes before.
    let taken = sample.clone().from_interviews();
    let again = taken.poll_by("BBC", Estimator::Change).expect("a poll");
    assert_eq!(again.build().expect("a poll"), poll);
    // By the ratio, refusals of stations that are left out are told, too.
    let by_ratio = taken.poll("BBC").expect("a poll").build().expect("a poll");
    assert_eq!(by_ratio.sample().refusals(), Some(70));
    let same = sample
        .poll_by("BBC", Estimator::CombinedRatio)
        .expect("a poll");
    assert_eq!(same.build().expect("a poll"), by_ratio);
    // It is no quick count, and has no totals.
    let error = taken
        .quick_count_by("BBC", Estimator::Change)
        .expect_err("interviews");
    assert_eq!(error.kind(), ErrorKind::Undefined);
    assert!(error.to_string().contains("poll_by"), "{error}");
    let error = sample
        .poll_by("BBC", Estimator::RatioTotal)
        .expect_err("votes");
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
}

#[test]
fn interviews_and_whole_counts_are_not_differenced() {
    let taken = interviewed().from_interviews();
    for (estimator, instead) in [
        (Estimator::DifferenceTotal, "change"),
        (Estimator::RatioTotalCochran, "ratio_total"),
        (Estimator::SeparateRatioCochran, "separate_ratio"),
        (Estimator::PostStratifiedMean, "post_stratified"),
    ] {
        let error = taken.estimate(estimator).expect_err("whole counts");
        assert_eq!(error.kind(), ErrorKind::Undefined);
        assert!(
            error.to_string().contains(&format!("use {instead},")),
            "{error}"
        );
        let error = taken.jackknife_of(estimator).expect_err("whole counts");
        assert_eq!(error.kind(), ErrorKind::Undefined);
    }
    let votes = taken.estimate(Estimator::RatioTotal).expect("an estimate");
    near(votes.values[0], 80_000.0 * 78.0 / 183.0, 1e-12);
    taken
        .estimate(Estimator::SeparateRatio)
        .expect("an estimate");
}

/// Two small stations of each of twenty strata.
fn small_count() -> StationTable {
    let mut stream = RandomStream::new(8, 8);
    let names: Vec<String> = (0..20).map(|stratum| stratum.to_string()).collect();
    let mut builder = StationTable::builder(["A", "B"]);
    for stratum in &names {
        for _ in 0..6 {
            let votes = [10 + stream.below(20) as u32, 10 + stream.below(20) as u32];
            let station = Station {
                stratum,
                votes: Some(&votes),
                ..Station::default()
            };
            builder.push(&station).expect("a station");
        }
    }
    builder.build().expect("a table")
}

#[test]
fn plans_pay_for_stations_at_which_all_refuse_and_have_every_variance() {
    let count = small_count();
    let plan = ExitPollPlan::new(40, 10).expect("a plan");
    let plan = plan.response([0.3, 0.3]).expect("rates");
    let plan = plan
        .cost(Cost {
            station: 100.0,
            voter: 0.0,
        })
        .two_in_each_stratum();
    let of = |method| {
        plan.evaluate(&count, method, 300, 1, Confidence::P95, &|_| {})
            .expect("an evaluation")
    };
    let linear = of(VarianceMethod::Linearised);
    assert_eq!((linear.stations, linear.cost), (40.0, 4000.0));
    for method in [
        VarianceMethod::Jackknife,
        VarianceMethod::Balanced,
        VarianceMethod::Bootstrap { replicates: 100 },
    ] {
        let other = of(method);
        let (error, right) = (
            other.choices[0].standard_error,
            linear.choices[0].standard_error,
        );
        near(error, right, 0.2);
        assert!(other.choices[0].coverage > 0.88, "{method:?}: {other:?}");
    }
}

#[test]
fn half_samples_leave_certain_strata_alone() {
    let lonely = sample(&[2, 2, 1], None);
    let sparse = |lonely| SparseStrata {
        lonely,
        ..SparseStrata::default()
    };
    let certain = lonely.clone().sparse(sparse(LonelyStratum::Certainty));
    let halves = certain.balanced_replication(&HalfSamples::All, 0.0);
    assert_eq!(halves.expect("half samples").replicates, 4);
    let adjusted = lonely.sparse(sparse(LonelyStratum::Adjust));
    let error = adjusted.balanced_replication(&HalfSamples::All, 0.0);
    assert_eq!(error.expect_err("one station").kind(), ErrorKind::Undefined);
}
