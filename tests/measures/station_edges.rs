//! Estimators of stations where nothing is drawn, nothing differs, or something is missing.

use exitpoll::accuracy::Orientation;
use exitpoll::station::{
    AgainstCount, Bootstrap, Estimator, HalfSamples, Interviews, LonelyStratum, NoPattern,
    ResponseVerdict, SparseStrata, Station, StationSample, StationTable,
};
use exitpoll::{Confidence, ErrorKind};

const YES_OVER_NO: Orientation = Orientation {
    numerator: 0,
    denominator: 1,
};

/// Stratum, votes and answers for Yes and No; no interviews where the answers are `None`.
type Row = (&'static str, [u32; 2], Option<[u32; 2]>);

fn sample(strata: &[(&str, u64)], rows: &[Row]) -> StationSample {
    let mut table = StationTable::builder(["Yes", "No"]);
    for (name, stations) in strata {
        table = table.stratum(name, *stations);
    }
    for (stratum, votes, answers) in rows {
        let answers = answers.unwrap_or_default();
        let interviews = [Interviews {
            answers: &answers,
            ..Interviews::default()
        }];
        let asked = rows.iter().any(|row| row.2.is_some()) && answers != [0, 0];
        let station = Station {
            stratum,
            votes: Some(votes),
            interviews: if asked { &interviews } else { &[] },
            ..Station::default()
        };
        table.push(&station).expect("a station");
    }
    StationSample::new(table.build().expect("a table"))
}

#[test]
fn a_population_that_is_wholly_observed_has_no_error() {
    let rows: [Row; 4] = [
        ("x", [60, 40], None),
        ("x", [30, 70], None),
        ("y", [10, 90], None),
        ("y", [50, 50], None),
    ];
    let whole = sample(&[("x", 2), ("y", 2)], &rows);
    let estimate = whole.estimate(Estimator::CombinedRatio).expect("shares");
    assert_eq!(estimate.values, [150.0 / 400.0, 250.0 / 400.0]);
    assert_eq!(estimate.standard_error(0), 0.0);
    assert_eq!(estimate.lead(1, 0).standard_error, 0.0);
    let jackknife = whole.jackknife().expect("a jackknife");
    assert!(jackknife.covariance.standard_error(0) < 1e-15);
    let bootstrap = whole
        .bootstrap(Bootstrap::new(50, 1).expect("replicates"), &|_| {})
        .expect("a bootstrap");
    assert!(bootstrap.covariance.standard_error(0) < 1e-12);
    let error = whole.quick_count("Q").expect_err("nothing was drawn");
    assert_eq!(error.kind(), ErrorKind::Undefined);
    // Half samples know no finite population.
    let halves = whole.balanced_replication(&HalfSamples::Balanced, 0.0);
    assert!(
        halves
            .expect("two in each stratum")
            .covariance
            .standard_error(0)
            > 0.0
    );
}

#[test]
fn stations_that_are_alike_give_an_error_of_nothing_and_no_interval_of_a_poll() {
    let rows = [("", [60, 40], Some([12, 8])); 4];
    let alike = sample(&[], &rows);
    let estimate = alike.estimate(Estimator::CombinedRatio).expect("shares");
    assert!(estimate.standard_error(0) < 1e-15);
    let interviews = alike.interviews().expect("interviews");
    // B = 0: ρ is as negative as twenty voters of a station can be alike, −1/19.
    let rho = interviews.homogeneity[0].rho.expect("both are named");
    assert!((rho + 1.0 / 19.0).abs() < 1e-12, "{rho}");
    let comparison = alike
        .against_count(&AgainstCount::new(YES_OVER_NO).national([0.6, 0.4]))
        .expect("a comparison");
    assert_eq!(comparison.matched_lead.deviation, 0.0);
    assert_eq!(comparison.verdict, ResponseVerdict::CompatibleWithSampling);
    let national = comparison.national.expect("a count")[0];
    assert_eq!((national.interval, national.p_value), (None, None));
}

#[test]
fn one_station_is_compared_with_itself_alone() {
    let one = sample(&[("", 40)], &[("", [60, 40], Some([15, 5]))]);
    let error = one.estimate(Estimator::CombinedRatio).expect_err("lonely");
    assert_eq!(error.kind(), ErrorKind::Undefined);
    let comparison = one
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("a comparison");
    // (100 − 20)/99/20 · (1 − .2²) in the lead.
    let variance: f64 = 80.0 / 99.0 / 20.0 * 0.96;
    let error = comparison.matched_lead.within_standard_error;
    assert!((error / variance.sqrt() - 1.0).abs() < 1e-12);
    let found = comparison.matched_lead.detectable.expect("a lead");
    assert!((found / ((1.959_964 + 0.841_621) * error) - 1.0).abs() < 1e-6);
    let wpe = comparison.within_precinct_error.wpe;
    assert_eq!(
        (wpe.stations, wpe.standard_error, wpe.interval),
        (1, None, None)
    );
    assert!(comparison.heterogeneity.is_none());
}

#[test]
fn choices_that_nobody_chose_have_no_ratio_and_no_nan() {
    let rows: [Row; 2] = [("", [100, 0], Some([20, 0])), ("", [80, 0], Some([10, 0]))];
    let comparison = sample(&[], &rows)
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("a comparison");
    assert_eq!(comparison.verdict, ResponseVerdict::Undecided);
    assert_eq!(comparison.matched_lead.detectable, None);
    let of = &comparison.within_precinct_error;
    assert!(of.ln_alpha.is_none() && of.common_response.is_none() && of.pooled_response.is_none());
    // Everything that is a number is one.
    let text = format!("{comparison:?}");
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}

#[test]
fn a_station_without_interviews_is_in_no_comparison() {
    let rows: [Row; 3] = [
        ("", [60, 40], Some([12, 8])),
        ("", [90, 10], None),
        ("", [30, 70], Some([7, 13])),
    ];
    let comparison = sample(&[], &rows)
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("a comparison");
    assert_eq!((comparison.stations, comparison.unmatched_stations), (2, 1));
    assert_eq!(comparison.interviews, 40);
    assert!(comparison.silent.is_empty() && comparison.nonresponse.is_none());
    // 19/40 of the answers against 9/20 of the ballots of the same two.
    assert!((comparison.matched[0].deviation - (19.0 / 40.0 - 0.45)).abs() < 1e-12);
}

#[test]
fn a_station_keeps_its_place_where_others_are_left_out() {
    let rows: [Row; 4] = [
        ("y", [60, 40], Some([12, 8])),
        ("x", [90, 10], Some([19, 1])),
        ("y", [30, 70], Some([0, 0])),
        ("x", [50, 50], Some([0, 20])),
    ];
    let table = sample(&[("x", 9), ("y", 9)], &rows);
    let places: Vec<usize> = (0..4)
        .map(|station| table.table().position(station))
        .collect();
    assert_eq!(places, [1, 3, 0, 2]);
    assert_eq!(table.table().line(0), None);
    let comparison = table
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("a comparison");
    let points: Vec<usize> = comparison.points.iter().map(|of| of.position).collect();
    assert_eq!(points, [1, 3, 0]);
    assert_eq!(comparison.outside.outside[0].position, 3);
}

#[test]
fn covariates_of_too_few_stations_leave_the_rest() {
    let mut table = StationTable::builder(["Yes", "No"]).covariate("distance");
    for (answers, distance) in [([12, 8], 3.0), ([9, 11], 8.0)] {
        let interviews = [Interviews {
            answers: &answers,
            ..Interviews::default()
        }];
        let station = Station {
            votes: Some(&[60, 40]),
            covariates: &[distance],
            interviews: &interviews,
            ..Station::default()
        };
        table.push(&station).expect("a station");
    }
    let comparison = StationSample::new(table.build().expect("a table"))
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("a comparison");
    assert!(comparison.pattern.is_none());
    let expected = NoPattern::TooFewStations {
        stations: 2,
        coefficients: 2,
    };
    assert_eq!(comparison.no_pattern, Some(expected));
}

/// Numbers that look random, the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u32 {
        self.0 = (self.0)
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end) as u32
    }
}

#[test]
fn tables_of_any_small_figures_give_numbers_or_errors() {
    let mut numbers = Numbers(7);
    for _ in 0..1_500 {
        let mut table = StationTable::builder(["Yes", "No"]);
        let strata = 1 + numbers.below(3);
        if numbers.below(2) == 0 {
            for stratum in 0..strata {
                let all = 6 + u64::from(numbers.below(9));
                table = table.stratum(&format!("h{stratum}"), all);
            }
        }
        let weighted = numbers.below(3) == 0;
        for _ in 0..1 + numbers.below(6) {
            let votes = [numbers.below(4), numbers.below(4)].map(|of| of * numbers.below(30));
            let answers = votes.map(|of| numbers.below(u64::from(of) + 1));
            let interviews = [Interviews {
                answers: &answers,
                refused: (numbers.below(2) == 0).then_some(numbers.below(5)),
                missed: (numbers.below(2) == 0).then_some(numbers.below(5)),
                ..Interviews::default()
            }];
            let stratum = format!("h{}", numbers.below(strata.into()));
            let station = Station {
                stratum: &stratum,
                weight: weighted.then(|| f64::from(1 + numbers.below(4))),
                votes: (numbers.below(8) > 0).then_some(&votes),
                interviews: if numbers.below(8) > 0 {
                    &interviews
                } else {
                    &[]
                },
                ..Station::default()
            };
            table.push(&station).expect("a station");
        }
        let lonely = LonelyStratum::ALL[numbers.below(4) as usize];
        let sparse = SparseStrata {
            lonely,
            ..SparseStrata::default()
        };
        let Ok(table) = table.build() else {
            continue;
        };
        let shown = format!("{table:?}");
        let sample = StationSample::new(table).sparse(sparse);
        let finite = |what: &str, text: String| {
            assert!(
                !text.contains("NaN") && !text.contains("inf"),
                "{what} of {shown}: {text}"
            );
        };
        for estimator in Estimator::ALL {
            if let Ok(estimate) = sample.estimate(estimator) {
                finite(estimator.name(), format!("{estimate:?}"));
                if let Ok(interval) = estimate.interval(0, Confidence::P95) {
                    finite("an interval", format!("{interval:?}"));
                }
            }
        }
        if let Ok(of) = sample.interviews() {
            finite("interviews", format!("{of:?}"));
        }
        if let Ok(of) = sample.jackknife() {
            finite("a jackknife", format!("{of:?}"));
        }
        let settings = AgainstCount::new(YES_OVER_NO);
        for settings in [settings.clone(), settings.national([0.5, 0.4])] {
            if let Ok(of) = sample.against_count(&settings) {
                finite("a comparison", format!("{of:?}"));
                for p in of.matched.iter().filter_map(|of| of.p_value) {
                    assert!((0.0..=1.0).contains(&p), "{p}");
                }
            }
        }
        if let Ok(poll) = sample.poll("P").and_then(exitpoll::PollBuilder::build) {
            finite("a poll", format!("{poll:?}"));
        }
    }
}
