//! Station-level figures of real elections and of published examples.

mod shared;

use exitpoll::accuracy::Orientation;
use exitpoll::io::stations::{StationColumns, StrataColumns, open_elections};
use exitpoll::station::{
    AgainstCount, BayesianQuickCount, Bootstrap, ClassCounts, Estimator, HalfSamples, Interviews,
    LonelyStratum, ReplayDoubt, ResponseRatio, ResponseVerdict, SparseStrata, Station,
    StationSample, StationTable, weighting_classes,
};
use exitpoll::{Comparison, Confidence, Contest, OfficialCount};

fn near(ours: f64, reference: f64, tolerance: f64) {
    assert!(
        (ours - reference).abs() <= tolerance * reference.abs(),
        "{ours:.15} against {reference:.15}"
    );
}

/// The quick count of the Mexican presidential election of 2018.
fn quick_count() -> StationSample {
    let columns = StationColumns::new()
        .stratum("stratum")
        .region("state")
        .choice("López Obrador", "lopez_obrador")
        .choice("Anaya", "anaya")
        .choice("Meade", "meade")
        .choice("Rodríguez", "rodriguez")
        .total("total")
        .registered("registered");
    let strata = StrataColumns::new("stratum", "stations");
    let builder = strata
        .declare(
            &include_bytes!("data/mexico_2018/strata.csv")[..],
            columns.builder(),
        )
        .expect("the strata");
    let stations = &include_bytes!("data/mexico_2018/stations.csv")[..];
    let table = columns
        .read_into(stations, builder)
        .and_then(|builder| builder.build())
        .expect("the stations");
    assert_eq!(table.len(), 6307);
    StationSample::new(table).sparse(SparseStrata {
        lonely: LonelyStratum::Certainty,
        ..SparseStrata::default()
    })
}

#[test]
fn the_quick_count_of_2018_is_that_of_r_survey() {
    // R survey 4.1: svyratio with fpc, lonely.psu = "certainty"; as.svrepdesign(type = "JKn", mse = TRUE).
    let sample = quick_count();
    let estimate = sample.estimate(Estimator::CombinedRatio).unwrap();
    for (choice, share, error) in [
        (0, 53.494_835_562_7, 0.158_333_834_7),
        (1, 22.316_018_420_8, 0.123_902_977_7),
        (2, 16.011_294_263_1, 0.105_547_291_5),
        (3, 5.333_089_987_4, 0.037_708_684_3),
    ] {
        // Half a unit of the last digit that is printed.
        assert!((100.0 * estimate.values[choice] - share).abs() < 5.01e-11);
        assert!((100.0 * estimate.standard_error(choice) - error).abs() < 5.01e-11);
    }
    let lead = estimate.lead(0, 1);
    near(100.0 * lead.value, 31.178_817_141_829, 1e-13);
    near(100.0 * lead.standard_error, 0.260_272_910_015, 1e-11);
    assert_eq!(
        (estimate.degrees_of_freedom, estimate.lonely_strata),
        (6307 - 350, 1)
    );
    near(
        100.0 * sample.jackknife().unwrap().covariance.standard_error(0),
        0.158_336_580_018,
        1e-9,
    );
}

#[test]
fn the_bootstrap_comes_near_the_linearised_error() {
    let sample = quick_count();
    let bootstrap = Bootstrap::new(400, 2018).unwrap();
    let result = sample.bootstrap(bootstrap, &|_| {}).unwrap();
    // The standard deviation of 400 replicates is itself uncertain by 1/√800 = 3.5 percent.
    near(
        100.0 * result.covariance.standard_error(0),
        0.158_333_834_7,
        0.06,
    );
    assert_eq!(result, sample.bootstrap(bootstrap, &|_| {}).unwrap());
    let interval = result.percentile_interval(0, Confidence::P95).unwrap();
    near(100.0 * interval.width(), 2.0 * 1.96 * 0.158_333_834_7, 0.2);
}

/// R `survey`'s data `scd`, at stations.
#[test]
fn replication_of_published_data() {
    let mut table = StationTable::builder(["alive"]);
    for (stratum, alive, arrests) in [
        ("1", 25, 120),
        ("1", 24, 78),
        ("2", 30, 185),
        ("2", 49, 228),
        ("3", 80, 670),
        ("3", 70, 530),
    ] {
        table = table.stratum(stratum, 5);
        let station = Station {
            stratum,
            votes: Some(&[alive]),
            total: Some(arrests),
            ..Station::default()
        };
        table.push(&station).unwrap();
    }
    let sample = StationSample::new(table.build().unwrap());
    let with = sample.estimate(Estimator::CombinedRatio).unwrap();
    let without = sample.clone().infinite_population();
    near(with.values[0], 0.153_506_350_1, 1e-9);
    near(with.standard_error(0), 0.007_596_704_7, 1e-8);
    near(
        without
            .estimate(Estimator::CombinedRatio)
            .unwrap()
            .standard_error(0),
        0.009_807_303_6,
        1e-8,
    );
    near(
        without.jackknife().unwrap().covariance.standard_error(0),
        0.009_849_173_1,
        1e-8,
    );
    // Three strata need four half samples, and any balanced set of four is the same one.
    let balanced = without
        .balanced_replication(&HalfSamples::Balanced, 0.0)
        .unwrap();
    near(balanced.covariance.standard_error(0), 0.009_418_400_7, 1e-2);
}

#[test]
fn means_of_published_data() {
    // R `survey`'s data `fpc`, as votes of stations with ten ballots each: mean 5.4481, SE .7413 and .616.
    let mut table = StationTable::builder(["x"])
        .stratum("1", 15)
        .stratum("2", 12);
    for (stratum, x) in [
        ("1", 28),
        ("1", 41),
        ("1", 68),
        ("1", 68),
        ("1", 92),
        ("2", 37),
        ("2", 66),
        ("2", 42),
    ] {
        let station = Station {
            stratum,
            votes: Some(&[x]),
            total: Some(100),
            ..Station::default()
        };
        table.push(&station).unwrap();
    }
    let sample = StationSample::new(table.build().unwrap());
    for estimator in [Estimator::CombinedRatio, Estimator::MeanOfRatios] {
        let estimate = sample.estimate(estimator).unwrap();
        near(10.0 * estimate.values[0], 5.4481, 1e-5);
        near(10.0 * estimate.standard_error(0), 0.616, 1e-3);
        let without = sample
            .clone()
            .infinite_population()
            .estimate(estimator)
            .unwrap();
        near(10.0 * without.standard_error(0), 0.7413, 1e-4);
    }
}

/// Davankov as R, Putin as D.
const ORIENTATION: Orientation = Orientation {
    numerator: 1,
    denominator: 0,
};

fn consulates() -> StationTable {
    ["Putin", "Davankov", "Slutsky", "Kharitonov", "spoiled"]
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            let column = choice.to_lowercase();
            columns
                .choice(*choice, format!("counted_{column}"))
                .answers(format!("polled_{column}"))
        })
        .name("country")
        .refused("refused")
        .read(&include_bytes!("../examples/data/consulates_2024.csv")[..])
        .expect("the extract")
}

/// A comparison whose poll and section are the stations of the consulates; the count of all is theirs together.
fn report_of_the_consulates(table: StationTable) -> exitpoll::Report {
    let mut votes = [0_u64; 5];
    for station in 0..table.len() {
        for (sum, of_one) in votes.iter_mut().zip(table.votes(station).unwrap()) {
            *sum += u64::from(*of_one);
        }
    }
    let all: u64 = votes.iter().sum();
    let names: Vec<String> = table.choices().to_vec();
    let sample = StationSample::new(table);
    let settings =
        AgainstCount::new(ORIENTATION).national(votes.iter().map(|of| *of as f64 / all as f64));
    let count = names.iter().zip(votes).fold(
        OfficialCount::builder("official").final_result(),
        |count, (choice, votes)| count.votes(choice, votes),
    );
    let contest = Contest::builder("44 countries").choices(names).build();
    Comparison::new(contest.unwrap())
        .count(count.build().unwrap())
        .poll(sample.poll("Consulates").unwrap().build().unwrap())
        .stations("Consulates", sample.against_count(&settings).unwrap())
        .run()
        .unwrap()
}

#[test]
fn the_report_of_a_comparison_carries_the_stations_and_prints_what_they_say() {
    let columns = StationColumns::new()
        .choice("Putin", "counted_putin")
        .answers("polled_putin")
        .choice("Davankov", "counted_davankov")
        .answers("polled_davankov")
        .choice("Slutsky", "counted_slutsky")
        .answers("polled_slutsky")
        .choice("Kharitonov", "counted_kharitonov")
        .answers("polled_kharitonov")
        .choice("spoiled", "counted_spoiled")
        .answers("polled_spoiled")
        .name("country")
        .refused("refused");
    let shipped = &include_bytes!("../examples/data/consulates_2024.csv")[..];
    let report = report_of_the_consulates(columns.read(shipped).unwrap());

    let stations = report.stations("Consulates").expect("the section");
    let wpe = &stations.within_precinct_error;
    near(100.0 * wpe.wpe.mean, 37.994_149_881_9, 1e-9);
    // Matched and national are two comparisons: the same interviews, two counts, two errors.
    let national = stations.national.as_ref().unwrap();
    near(100.0 * national[0].official, 56.294, 1e-4);
    near(100.0 * national[0].polled, 18.562, 1e-4);
    for (matched, national) in stations.matched.iter().zip(national) {
        near(
            matched.deviation + national.of_station_mix,
            national.deviation,
            1e-9,
        );
        assert!(national.standard_error > matched.within_standard_error);
    }
    assert!((stations.matched[0].official - national[0].official).abs() > 0.01);

    let stored = exitpoll::io::json::write_report(&report).unwrap();
    assert_eq!(exitpoll::io::json::read_report(&stored).unwrap(), report);
    let other = stored.replace("\"poll\": \"Consulates\"", "\"poll\": \"Nobody\"");
    let error = exitpoll::io::json::read_report(&other).unwrap_err();
    assert!(error.to_string().contains("stations[0].poll"), "{error}");
    let mut other = report.clone();
    other.stations[0].comparison.points[2].polled[0] = 1.5;
    let stored = exitpoll::io::json::write_report(&other).unwrap();
    let error = exitpoll::io::json::read_report(&stored).unwrap_err();
    assert!(error.to_string().contains("points.2"), "{error}");
    // Whoever wants no points has none, and a report without them is read.
    other.stations[0].comparison.points.clear();
    let stored = exitpoll::io::json::write_report(&other).unwrap();
    assert!(!stored.contains("points\""));
    assert_eq!(exitpoll::io::json::read_report(&stored).unwrap(), other);

    for text in [
        exitpoll::render::text_with(&report, 90, exitpoll::render::Detail::Full),
        exitpoll::render::markdown_with(&report, exitpoll::render::Detail::Full),
    ] {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in [
            "Stations of Consulates",
            "Refusals alone cannot explain it: with all 12,943 given to Putin, the lead of Davankov over Putin \
             would still be +16.91 points off the counts of the same stations, and +13.12 points off on the plain mean \
             of the stations.",
            "It would take voters of Davankov answering 3.88 times as often as those of Putin: that is the mean of ln α \
             over the 44 stations, each counting the same",
            "Nothing here says why",
            "+37.99 points on average of 44 stations, with a standard deviation of 20.38",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(!text.to_lowercase().contains("fraud"));
    }
}

#[test]
fn stations_of_a_poll_that_is_not_there_or_is_given_twice_are_refused() {
    let mut table = StationTable::builder(["Yes", "No"]);
    for (answers, votes) in [([14, 6], [30, 20]), ([10, 10], [24, 26])] {
        let interviews = [exitpoll::station::Interviews {
            answers: &answers,
            ..Default::default()
        }];
        let station = Station {
            votes: Some(&votes),
            interviews: &interviews,
            ..Station::default()
        };
        table.push(&station).unwrap();
    }
    let sample = StationSample::new(table.build().unwrap());
    let stations = sample
        .against_count(&AgainstCount::new(ORIENTATION))
        .unwrap();
    let contest = Contest::builder("vote")
        .choices(["Yes", "No"])
        .build()
        .unwrap();
    let count = OfficialCount::builder("final")
        .votes("Yes", 54)
        .votes("No", 46)
        .final_result();
    let comparison = Comparison::new(contest)
        .count(count.build().unwrap())
        .poll(sample.poll("Institute").unwrap().build().unwrap());
    let unknown = comparison
        .clone()
        .stations("Institut", stations.clone())
        .run()
        .unwrap_err();
    assert_eq!(unknown.kind(), exitpoll::ErrorKind::Unknown);
    assert!(unknown.to_string().contains("Institute"), "{unknown}");
    let twice = comparison
        .stations("Institute", stations.clone())
        .stations("Institute", stations)
        .run()
        .unwrap_err();
    assert_eq!(twice.kind(), exitpoll::ErrorKind::Duplicate);
}

fn figures_of_the_consulates(table: StationTable) {
    let mut official = [0_u64; 5];
    let mut polled = [0_u64; 5];
    for station in 0..table.len() {
        for (sum, votes) in official.iter_mut().zip(table.votes(station).unwrap()) {
            *sum += u64::from(*votes);
        }
        for group in table.interviews(station) {
            for (sum, count) in polled.iter_mut().zip(group.answers) {
                *sum += u64::from(*count);
            }
        }
    }
    let (all_polled, all_counted): (u64, u64) = (polled.iter().sum(), official.iter().sum());
    assert_eq!(
        (table.len(), all_polled, all_counted),
        (44, 55_947, 174_556)
    );
    for (choice, poll, count) in [
        (0, 18.562, 56.294),
        (1, 57.528, 27.035),
        (2, 1.022, 2.794),
        (3, 1.777, 2.918),
        (4, 21.111, 10.959),
    ] {
        assert!((100.0 * polled[choice] as f64 / all_polled as f64 - poll).abs() < 5.1e-4);
        assert!((100.0 * official[choice] as f64 / all_counted as f64 - count).abs() < 5.1e-4);
    }
    let comparison = StationSample::new(table)
        .against_count(&AgainstCount::new(ORIENTATION))
        .unwrap();
    let wpe = &comparison.within_precinct_error;
    near(100.0 * wpe.wpe.mean, 37.994_149_881_9, 1e-9);
    near(
        100.0 * wpe.wpe.standard_deviation.unwrap(),
        20.380_942_116_1,
        1e-9,
    );
    // ln α of R over D has the opposite sign of the published one of Davankov over Putin.
    let log = wpe.ln_alpha.unwrap();
    near(-log.mean, 1.355_289_886_7, 1e-9);
    near(log.standard_deviation.unwrap(), 0.671_581_932_2, 1e-9);
    near((-log.mean).exp(), 3.877_885, 1e-6);
    near(
        -wpe.pooled_response.unwrap().ln_alpha(),
        1.864_571_395_7,
        1e-9,
    );
    let refusals = comparison.refusals.as_ref().unwrap();
    assert_eq!(refusals.refused, 12_943);
    // Mantel–Haenszel and the lead with all refusals to Putin, from their definitions by another program.
    near(
        -wpe.common_response.unwrap().ln_alpha(),
        1.434_682_133_258_307,
        1e-12,
    );
    near(
        100.0 * refusals.lead_all_to_denominator,
        16.905_348_365_794_506,
        1e-11,
    );
    assert!((100.0 * refusals.share_all_to_denominator - 33.863).abs() < 5.1e-4);
    near(
        100.0 * refusals.wpe_all_to_denominator,
        13.118_897_149_2,
        1e-9,
    );
    // Seen at once: refusals alone cannot explain it, and what could.
    assert!(!refusals.can_explain);
    match comparison.verdict {
        ResponseVerdict::NotExplained {
            ratio: Some(ratio),
            at_least: Some(least),
            greatest,
        } => {
            near(ratio.size(), 3.877_885, 1e-6);
            assert!(least.size() > greatest && greatest == 1.5);
        }
        other => panic!("{other:?}"),
    }
    // Interviewers or refusals differ between countries far more than drawing voters does.
    assert!(comparison.matched[0].spread_ratio.unwrap() > 20.0);
    assert!(comparison.outside.share > 0.9 && comparison.outside.share_p_value < 1e-30);
    assert!(comparison.heterogeneity.unwrap().q_p_value < 1e-30);
    let text = serde_json::to_string(&comparison).unwrap();
    assert!(!text.to_lowercase().contains("fraud"));
    assert_eq!(
        serde_json::from_str::<exitpoll::station::StationComparison>(&text).unwrap(),
        comparison
    );
}

#[test]
fn the_consulates_of_2024() {
    figures_of_the_consulates(consulates());
}

#[test]
fn the_consulates_of_2024_as_published() {
    let Some(file) = shared::bytes("data/russia-abroad-2024/exit_poll_and_count.csv") else {
        return;
    };
    let table = StationColumns::consulates_2024().read(&file[..]).unwrap();
    let extract = consulates();
    for station in 0..table.len() {
        assert_eq!(
            (table.name(station), table.votes(station)),
            (extract.name(station), extract.votes(station))
        );
        assert!(
            table.interviews(station).eq(extract.interviews(station)),
            "{}",
            table.name(station)
        );
    }
    figures_of_the_consulates(table);
}

#[test]
fn published_response_ratios() {
    // METHODS 9: groups of stations by quality, and their mean.
    let groups = [
        (40.0, -10.0),
        (415.0, -6.1),
        (540.0, -8.5),
        (165.0, -5.9),
        (90.0, 0.3),
    ];
    let stations: f64 = groups.iter().map(|(stations, _)| stations).sum();
    let mean = groups
        .iter()
        .map(|(stations, wpe)| stations * wpe)
        .sum::<f64>()
        / stations;
    assert!((mean - -6.7744).abs() < 1e-12);
    // That mean error at an even split is what a ratio of 1.145 gives.
    let ratio = ResponseRatio::from_within_precinct_error(0.5, mean / 100.0).unwrap();
    near(
        100.0 * ratio.expected_within_precinct_error(0.5),
        mean,
        1e-12,
    );
    for (k, wpe) in [
        (0.5, -5.660_377_358_490_566),
        (0.2, -3.75),
        (0.8, -3.503_649_635_036_496),
    ] {
        near(
            100.0
                * ResponseRatio::new(1.12)
                    .unwrap()
                    .expected_within_precinct_error(k),
            wpe,
            1e-12,
        );
    }
}

#[test]
fn weighting_classes_of_a_published_poll() {
    // Gangdong-Gap 2012 (Riddles, Kim & Im 2016, table 9): A, B, other, refused by sex and age.
    let counts = [
        [93, 115, 4, 28],
        [104, 233, 8, 82],
        [146, 295, 5, 49],
        [560, 350, 3, 174],
        [106, 159, 8, 62],
        [129, 242, 5, 70],
        [170, 262, 5, 69],
        [501, 218, 7, 211],
    ];
    let classes: Vec<ClassCounts> = (counts.iter().enumerate())
        .map(|(class, [a, b, other, refused])| ClassCounts {
            class: class.to_string(),
            answers: [*a, *b, *other].map(f64::from).to_vec(),
            answered: f64::from(a + b + other),
            refused: f64::from(*refused),
            missed: 0.0,
        })
        .collect();
    let shares = weighting_classes(&classes).unwrap();
    for (ours, plain) in shares.unweighted.iter().zip([48.525, 50.268, 1.207]) {
        assert!((100.0 * ours - plain).abs() < 5e-4);
    }
    for (ours, weighted) in shares.weighted.iter().zip([48.945, 49.845, 1.210]) {
        assert!((100.0 * ours - weighted).abs() < 5.1e-4);
    }
}

#[test]
fn precincts_in_the_layout_of_openelections() {
    let folder = "data/formats/05_openelections";
    let Some(file) = shared::bytes(&format!(
        "{folder}/20241105__sd__general__buffalo__precinct.csv"
    )) else {
        return;
    };
    let table = open_elections(&file[..], "President", "").unwrap();
    assert_eq!(table.choices()[0], "Kamala D. Harris and Tim Walz");
    assert_eq!(
        (table.name(0), table.votes(0).unwrap()[0]),
        ("Precinct-01", 291)
    );
    let file = shared::bytes(&format!(
        "{folder}/20221108__tx__general__andrews__precinct_extract.csv"
    ))
    .unwrap();
    let table = open_elections(&file[..], "Governor", "").unwrap();
    assert_eq!((table.len(), table.registered(0)), (4, Some(2539)));
    assert!(
        !table
            .choices()
            .iter()
            .any(|choice| choice.to_lowercase().contains("votes"))
    );
}

#[test]
fn the_night_of_the_quick_count() {
    let sample = quick_count();
    let table = sample.table();
    // The arrival times stand in the file, by stratum as the table.
    let mut reader = csv::Reader::from_reader(&include_bytes!("data/mexico_2018/stations.csv")[..]);
    let mut arrivals: Vec<(usize, String)> = (reader.records())
        .map(|record| record.unwrap())
        .map(|record| (record[4].parse().unwrap(), record[13].to_string()))
        .collect();
    let strata: Vec<usize> = table
        .strata()
        .iter()
        .map(|name| name.parse().unwrap())
        .collect();
    arrivals.sort_by_key(|(stratum, _)| strata.iter().position(|name| name == stratum));
    let mut order: Vec<usize> = (0..table.len()).collect();
    order.sort_by(|one, other| arrivals[*one].1.cmp(&arrivals[*other].1));
    let finals = [0.5319, 0.2227, 0.1640, 0.0523];
    // By 19:30, 20:00 and 22:00, and all.
    let steps = sample
        .replay(
            &order,
            &[238, 834, 4551, 6307],
            &finals,
            Confidence::P95,
            &|_| {},
        )
        .unwrap();
    // The first stations that came are far from the final result, and the library says why not to trust them.
    assert!(
        (steps[0].values[0] - finals[0]).abs() > 0.03,
        "{:?}",
        steps[0].values
    );
    assert!(steps[0].intervals[0].unwrap().high() < 0.51 && steps[0].covered_choices == 0);
    for step in &steps[..2] {
        assert_eq!(step.covers[0], Some(false));
        assert!(step.doubts.iter().any(
            |doubt| matches!(doubt, ReplayDoubt::EmptyStrata { strata, .. } if *strata > 100)
        ));
        assert!(
            step.doubts
                .iter()
                .any(|doubt| matches!(doubt, ReplayDoubt::Outstanding { .. }))
        );
    }
    // All of the table have come; one stratum has one station, and within the strata Rodríguez had more votes early: 1,480
    // of the stations that were drawn never came.
    assert_eq!(steps[3].covers[0], Some(true));
    let lonely = ReplayDoubt::LonelyStrata { strata: 1, of: 350 };
    assert_eq!(steps[3].doubts[0], lonely);
    assert!(
        matches!(steps[3].doubts[1..], [ReplayDoubt::Drift { choice: 3, change, p_value, .. }]
            if change < -0.002 && p_value < 0.01),
        "{:?}",
        steps[3].doubts
    );
    let all = sample.estimate(Estimator::CombinedRatio).unwrap();
    for (ours, whole) in steps[3].values.iter().zip(&all.values) {
        near(*ours, *whole, 1e-12);
    }
}

#[test]
fn the_bayesian_model_agrees_with_the_ratio() {
    let sample = quick_count();
    let posterior = sample
        .bayesian_quick_count(BayesianQuickCount::new(300, 2018).unwrap(), &|_| {})
        .unwrap();
    let estimate = sample.estimate(Estimator::CombinedRatio).unwrap();
    for choice in 0..4 {
        // The model weights stations by register and cannot go far from the ratio: half a point.
        assert!(
            (posterior.means[choice] - estimate.values[choice]).abs() < 0.005,
            "{posterior:?}"
        );
        let ratio = posterior.standard_deviations[choice] / estimate.standard_error(choice);
        assert!((0.5..2.0).contains(&ratio), "{choice}: {ratio}");
    }
    assert_eq!(posterior.probability_ahead(0, 1).unwrap(), 1.0);
}

/// The two-stage variance by its definition, interview by interview: a stratum of which one half is sampled, one of
/// which all stations are, and one of unknown size.
#[test]
fn interviewing_inside_stations_keeps_its_variance_in_a_finite_population() {
    // Stratum, N_h, ballots of the station, answers for A, B and neither.
    let stations: [(&str, f64, u32, [u32; 3]); 7] = [
        ("half", 6.0, 400, [12, 7, 1]),
        ("half", 6.0, 500, [5, 9, 0]),
        ("half", 6.0, 300, [8, 8, 2]),
        ("all", 2.0, 60, [11, 4, 0]),
        ("all", 2.0, 90, [2, 14, 3]),
        ("open", f64::INFINITY, 700, [10, 3, 2]),
        ("open", f64::INFINITY, 800, [6, 6, 1]),
    ];
    let weights = [2.0, 2.0, 2.0, 1.0, 1.0, 3.5, 2.5];
    let mut builder = StationTable::builder(["A", "B"])
        .stratum("half", 6)
        .stratum("all", 2);
    for ((stratum, _, ballots, [a, b, other]), weight) in stations.iter().zip(weights) {
        let interviews = [Interviews {
            answers: &[*a, *b],
            other_answers: *other,
            ..Interviews::default()
        }];
        let station = Station {
            stratum,
            weight: Some(weight),
            votes: Some(&[ballots / 2, ballots / 2]),
            interviews: &interviews,
            ..Station::default()
        };
        builder.push(&station).unwrap();
    }
    let estimate = StationSample::new(builder.build().unwrap())
        .interviews_in_two_stages()
        .unwrap();

    // Each interview as the lead of A over B that it gives: 1, −1 or 0.
    let answers = |of: &[u32; 3]| -> Vec<f64> {
        [1.0, -1.0, 0.0]
            .iter()
            .zip(of)
            .flat_map(|(lead, n)| vec![*lead; *n as usize])
            .collect()
    };
    let all: f64 = stations
        .iter()
        .zip(weights)
        .map(|(of, w)| w * f64::from(of.3.iter().sum::<u32>()))
        .sum();
    let sum: f64 = stations
        .iter()
        .zip(weights)
        .map(|(of, w)| w * answers(&of.3).iter().sum::<f64>())
        .sum();
    let lead = sum / all;
    let u: Vec<Vec<f64>> = (stations.iter().zip(weights))
        .map(|(of, w)| {
            answers(&of.3)
                .iter()
                .map(|x| w * (x - lead) / all)
                .collect()
        })
        .collect();
    let spread = |list: &[f64]| {
        let (n, mean) = (
            list.len() as f64,
            list.iter().sum::<f64>() / list.len() as f64,
        );
        n / (n - 1.0) * list.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
    };
    let mut variance = 0.0;
    for part in [0..3, 3..5, 5..7] {
        let fraction = part.len() as f64 / stations[part.start].1;
        let totals: Vec<f64> = u[part.clone()].iter().map(|of| of.iter().sum()).collect();
        variance += (1.0 - fraction) * spread(&totals);
        for station in part {
            let left = 1.0 - u[station].len() as f64 / f64::from(stations[station].2);
            variance += fraction * left * spread(&u[station]);
        }
    }
    near(estimate.lead(0, 1).value, lead, 1e-12);
    near(estimate.lead(0, 1).standard_error, variance.sqrt(), 1e-12);
}
