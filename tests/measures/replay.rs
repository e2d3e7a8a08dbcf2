//! Quick counts through the night: what a few stations cannot show.

use exitpoll::Confidence;
use exitpoll::numeric::RandomStream;
use exitpoll::station::{
    RandomOrders, ReplayDoubt, ReplayStep, Station, StationSample, StationTable,
};

/// So many strata of so many stations, each of them in the table; shares differ from station to station.
fn count(strata: usize, stations: usize) -> StationSample {
    let mut stream = RandomStream::new(3, 0);
    let names: Vec<String> = (0..strata).map(|stratum| stratum.to_string()).collect();
    let mut builder = StationTable::builder(["A", "B", "C"]);
    for stratum in &names {
        builder = builder.stratum(stratum, stations as u64);
    }
    for stratum in &names {
        for _ in 0..stations {
            let votes = [200, 150, 60].map(|mean: u32| mean + stream.below(u64::from(mean)) as u32);
            let station = Station {
                stratum,
                votes: Some(&votes),
                ..Station::default()
            };
            builder.push(&station).unwrap();
        }
    }
    StationSample::new(builder.build().unwrap())
}

fn finals(sample: &StationSample) -> Vec<f64> {
    sample
        .estimate(exitpoll::station::Estimator::CombinedRatio)
        .unwrap()
        .values
}

fn random_order(stations: usize, run: u64) -> Vec<usize> {
    let mut stream = RandomStream::new(11, run);
    let mut order: Vec<usize> = (0..stations).collect();
    for last in (1..stations).rev() {
        order.swap(last, stream.below(last as u64 + 1) as usize);
    }
    order
}

fn replay(sample: &StationSample, order: &[usize], steps: &[usize]) -> Vec<ReplayStep> {
    sample
        .replay(order, steps, &finals(sample), Confidence::P95, &|_| {})
        .unwrap()
}

fn drifts(step: &ReplayStep) -> bool {
    (step.doubts.iter()).any(|doubt| matches!(doubt, ReplayDoubt::Drift { .. }))
}

#[test]
fn one_station_in_each_half_shows_no_drift_and_one_station_has_no_interval() {
    let mut table = StationTable::builder(["A", "B"]).stratum("", 60);
    for votes in [[100, 90], [110, 90], [105, 95]] {
        let station = Station {
            votes: Some(&votes),
            ..Station::default()
        };
        table.push(&station).unwrap();
    }
    let sample = StationSample::new(table.build().unwrap());
    let steps = replay(&sample, &[0, 1, 2], &[1, 2, 3]);
    assert!(!steps.iter().any(drifts), "{steps:?}");
    assert_eq!(steps[0].intervals, [None, None]);
    assert_eq!(
        (&steps[0].covers[..], steps[0].covered_choices),
        (&[None, None][..], 0)
    );
    assert_eq!(
        steps[0].doubts[0],
        ReplayDoubt::NoDegreesOfFreedom { strata: 1 }
    );
    assert_eq!(
        steps[0].doubts[0].words(sample.table().choices()),
        "one station has come, which shows no difference between stations: there is no interval"
    );
    // Shares of .5263 and .5500 differ, with one degree of freedom.
    let interval = steps[1].intervals[0].unwrap();
    assert!(
        interval.low() < 0.4 && interval.high() > 0.6,
        "{interval:?}"
    );
    // What has come is the whole table, but not all stations.
    assert!(steps[2].doubts.is_empty());
}

#[test]
fn drift_is_found_in_random_orders_as_often_as_is_meant() {
    let sample = count(1, 60);
    let at = [2, 3, 4, 5, 6, 8, 12, 30, 60];
    let runs = 400;
    let mut found = [0; 9];
    for run in 0..runs {
        let steps = replay(&sample, &random_order(60, run), &at);
        for (found, step) in found.iter_mut().zip(&steps) {
            *found += i32::from(drifts(step));
        }
    }
    assert_eq!(found[..2], [0, 0]);
    // 5 percent are meant, and three standard errors of 400 runs are 3.3 percent.
    let rates = found.map(|found| f64::from(found) / runs as f64);
    assert!(rates.iter().all(|rate| *rate < 0.083), "{rates:?}");
    // Nor in many strata, which differ from one another.
    let many = count(12, 10);
    let drifting =
        (0..runs).filter(|run| drifts(&replay(&many, &random_order(120, *run), &[90])[0]));
    let rate = drifting.count() as f64 / runs as f64;
    assert!((0.005..0.083).contains(&rate), "{rate}");
    // It is not that nothing is found: where the later half is another country, it is.
    let mut order: Vec<usize> = (0..60).collect();
    let share = |station: usize| {
        let votes = sample.table().votes(station).unwrap();
        f64::from(votes[0]) / votes.iter().map(|votes| f64::from(*votes)).sum::<f64>()
    };
    order.sort_by(|one, other| share(*one).total_cmp(&share(*other)));
    assert!(drifts(&replay(&sample, &order, &[12])[0]));
}

#[test]
fn strata_of_which_one_station_has_come_are_doubted() {
    let sample = count(60, 2);
    // Of the first stratum both, of the next 59 one.
    let order: Vec<usize> = std::iter::once(1)
        .chain((0..60).map(|stratum| 2 * stratum))
        .collect();
    let steps = replay(&sample, &order, &[1, 2, 61]);
    let doubt = ReplayDoubt::LonelyStrata { strata: 59, of: 60 };
    assert_eq!(steps[2].doubts[0], doubt);
    assert_eq!(
        doubt.words(sample.table().choices()),
        "one station has come from 59 of 60 strata: taken as certain, they add nothing to the error, and the interval \
         is too narrow"
    );
    assert_eq!(
        steps[0].doubts[0],
        ReplayDoubt::EmptyStrata {
            strata: 59,
            stations: 118
        }
    );
    assert_eq!(
        steps[0].doubts[1],
        ReplayDoubt::NoDegreesOfFreedom { strata: 1 }
    );
    // The first stratum is complete then, and has no error of its own.
    assert_eq!(steps[1].doubts[1], ReplayDoubt::NoVariance { choices: 3 });
}

#[test]
fn the_coverage_over_many_orders_is_that_of_their_replays() {
    let sample = count(2, 20);
    let orders = RandomOrders::new(400, 7).unwrap();
    let done = std::sync::atomic::AtomicU64::new(0);
    let finals = finals(&sample);
    let at = |orders| {
        sample
            .replay_coverage(orders, &[1, 10, 20, 40], &finals, Confidence::P95, &|_| {
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            })
            .unwrap()
    };
    let coverage = at(orders);
    assert_eq!(coverage, at(orders));
    assert_eq!(done.into_inner(), 800);
    assert_eq!(
        (coverage[0].runs, &coverage[0].coverage[..]),
        (400, &[None; 3][..])
    );
    for step in &coverage[1..3] {
        // Three standard errors of 400 runs, and a little for the linear approximation.
        for coverage in &step.coverage {
            assert!((coverage.unwrap() - 0.95).abs() < 0.04, "{step:?}");
        }
    }
    // All have come: the figure itself.
    assert_eq!(coverage[3].coverage, [Some(1.0); 3]);
}
