//! Exit polls at stations, by hand calculation.

use exitpoll::ErrorKind;
use exitpoll::accuracy::Orientation;
use exitpoll::station::{
    AgainstCount, Estimator, Interviews, Station, StationSample, StationTable,
};

/// Stratum, weight, answers for Yes and No, refusals, and votes.
type Row = (&'static str, Option<f64>, [u32; 2], Option<u32>, [u32; 2]);

const YES_OVER_NO: Orientation = Orientation {
    numerator: 0,
    denominator: 1,
};

fn sample(strata: &[(&str, u64)], rows: &[Row]) -> StationSample {
    let mut table = StationTable::builder(["Yes", "No"]);
    for (name, stations) in strata {
        table = table.stratum(name, *stations);
    }
    for (stratum, weight, answers, refused, votes) in rows {
        let interviews = [Interviews {
            answers,
            refused: *refused,
            ..Interviews::default()
        }];
        let station = Station {
            stratum,
            weight: *weight,
            votes: Some(votes),
            interviews: &interviews,
            ..Station::default()
        };
        table.push(&station).expect("a station");
    }
    StationSample::new(table.build().expect("a table"))
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
}

const NORTH_AND_SOUTH: [Row; 5] = [
    ("north", None, [8, 2], Some(3), [60, 40]),
    ("north", None, [6, 4], Some(1), [50, 50]),
    ("north", None, [0, 0], Some(12), [70, 30]),
    ("south", None, [2, 8], Some(0), [20, 80]),
    ("south", None, [1, 9], Some(4), [10, 90]),
];

#[test]
fn a_station_without_answers_leaves_its_weight_to_its_stratum() {
    let strata = [("north", 30), ("south", 30)];
    let silent = sample(&strata, &NORTH_AND_SOUTH);
    let estimate = silent.interviews().expect("an estimate");
    // Each stratum is half of the stations: (.7 + .15)/2, not (20 · .7 + 30 · .15)/50.
    near(estimate.values[0], 0.425);
    assert_eq!(
        (
            estimate.stations,
            estimate.strata,
            estimate.degrees_of_freedom
        ),
        (4, 2, 2)
    );
    // The same as if it had never been in the table; and as replicates and the matched comparison have it.
    let four: Vec<Row> = NORTH_AND_SOUTH
        .iter()
        .copied()
        .filter(|row| row.2 != [0, 0])
        .collect();
    let without = sample(&strata, &four).interviews().expect("an estimate");
    near(estimate.standard_error(0), without.standard_error(0));
    let by_ratio = silent
        .clone()
        .from_interviews()
        .estimate(Estimator::CombinedRatio);
    near(by_ratio.expect("an estimate").values[0], 0.425);
    let compared = silent
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("compared");
    near(compared.matched[0].polled, 0.425);
    assert_eq!(compared.silent.len(), 1);
    assert_eq!(
        (compared.silent[0].station, compared.silent[0].refused),
        (2, Some(12))
    );
    let poll = silent.poll("P").expect("a poll").build().expect("a poll");
    assert_eq!(poll.sample().stations(), Some(4));
    assert_eq!(poll.sample().refusals(), Some(20));
}

#[test]
fn given_weights_are_taken_over_in_proportion() {
    let weights = [10.0, 20.0, 15.0, 40.0, 40.0];
    let mut rows = NORTH_AND_SOUTH;
    for (row, weight) in rows.iter_mut().zip(weights) {
        row.1 = Some(weight);
    }
    let estimate = sample(&[], &rows).interviews().expect("an estimate");
    // North's 45 are on its two answering stations as 15 and 30: (15 · 8 + 30 · 6 + 40 · 3)/(450 + 800).
    near(estimate.values[0], 420.0 / 1250.0);
}

#[test]
fn a_stratum_in_which_nobody_answered_is_named() {
    let mut rows = NORTH_AND_SOUTH;
    rows[3].2 = [0, 0];
    rows[4].2 = [0, 0];
    let error = sample(&[("north", 30), ("south", 30)], &rows)
        .interviews()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Undefined);
    let message = error.to_string();
    assert!(
        message.contains("2 stations of stratum \"south\""),
        "{message}"
    );
    rows[3].2 = [5, 5];
    // One of thirty that answered gives no variance.
    let error = sample(&[("north", 30), ("south", 30)], &rows)
        .interviews()
        .unwrap_err();
    assert!(error.to_string().contains("lonely"), "{error}");
}
