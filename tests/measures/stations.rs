//! Exit polls at stations, by hand calculation.

use exitpoll::ErrorKind;
use exitpoll::accuracy::Orientation;
use exitpoll::station::{
    AgainstCount, ClassCounts, Estimator, Interviews, Station, StationSample, StationTable,
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
    ("south", None, [2, 8], Some(2), [20, 80]),
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
    assert_eq!(poll.sample().refusals(), Some(22));
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

#[test]
fn rates_of_interviewing_do_not_move_the_common_response_ratio() {
    // Every station's interviews repeat its count, one voter in twenty here and one in four there.
    let rows = [
        ("", None, [40, 10], None, [800, 200]),
        ("", None, [50, 200], None, [200, 800]),
    ];
    let table = sample(&[], &rows);
    let compared = table
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("compared");
    let wpe = &compared.within_precinct_error;
    near(wpe.common_response.expect("a ratio").ln_alpha(), 0.0);
    // All together: 210 to 90 where the votes are even.
    near(
        wpe.pooled_response.expect("a ratio").ln_alpha(),
        (210.0_f64 / 90.0).ln(),
    );
    // Unlike ratios, by hand: T = 1,050 and 1,250 voters and interviews.
    let rows = [
        ("", None, [30, 20], None, [800, 200]),
        ("", None, [50, 200], None, [200, 800]),
    ];
    let compared = sample(&[], &rows).against_count(&AgainstCount::new(YES_OVER_NO));
    let common = compared
        .expect("compared")
        .within_precinct_error
        .common_response;
    let expected: f64 = (20.0 * 800.0 / 1050.0 + 200.0 * 200.0 / 1250.0)
        / (30.0 * 200.0 / 1050.0 + 50.0 * 800.0 / 1250.0);
    near(common.expect("a ratio").ln_alpha(), expected.ln());
}

#[test]
fn refusals_weigh_as_the_answers_beside_them() {
    let rows = [
        ("", Some(1.0), [60, 40], Some(100), [500, 500]),
        ("", Some(9.0), [30, 70], Some(20), [400, 600]),
    ];
    let table = sample(&[], &rows);
    let compared = table
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("compared");
    // (60 + 9 · 30)/1000 beside bounds of (60 + 9 · 30 + 100 + 9 · 20)/1280.
    near(compared.matched[0].polled, 0.33);
    let refusals = compared.refusals.expect("refusals");
    near(refusals.share_all_to_numerator, 610.0 / 1280.0);
    near(refusals.share_all_to_denominator, (670.0 + 280.0) / 1280.0);
    // The lead in the counts at 200 and 9 · 120 voters asked: −.2 · 1,080/1,280.
    let official = -0.2 * 1080.0 / 1280.0;
    near(
        refusals.lead_all_to_numerator,
        (330.0 - 670.0 + 280.0) / 1280.0 - official,
    );
    near(
        refusals.lead_all_to_denominator,
        (330.0 - 670.0 - 280.0) / 1280.0 - official,
    );
    // Each station counting the same: the means of (20 ± 100)/200 and (−40 ± 20)/120 less the counts.
    near(
        refusals.wpe_all_to_numerator,
        (0.6 - 20.0 / 120.0 + 0.2) / 2.0,
    );
    assert!(refusals.can_explain);
}

#[test]
fn refusals_that_nobody_noted_are_not_none() {
    let rows = [
        ("", None, [60, 40], Some(100), [500, 500]),
        ("", None, [30, 70], None, [400, 600]),
    ];
    let table = sample(&[], &rows);
    let compared = table
        .against_count(&AgainstCount::new(YES_OVER_NO))
        .expect("compared");
    let refusals = compared.refusals.expect("refusals");
    // Half of those asked at the station that noted them answered.
    assert_eq!(
        (refusals.stations_noted, refusals.asked, refusals.refused),
        (1, 200, 100)
    );
    let poll = table.poll("P").expect("a poll").build().expect("a poll");
    assert_eq!(poll.sample().refusals(), None);
    let error = ClassCounts::of_table(table.table()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing);
    assert!(error.to_string().contains("stations[1]"), "{error}");
}

#[test]
fn a_station_at_which_nobody_was_to_be_asked_is_no_non_response() {
    // Every tenth voter is asked: of seven voters none, and nobody refused.
    let mut rows = NORTH_AND_SOUTH;
    rows[2].3 = Some(0);
    let estimate = sample(&[("north", 30), ("south", 30)], &rows)
        .interviews()
        .expect("an estimate");
    // It stands for its part of the stratum with the nobody that the sample gives: (10 · 14 + 15 · 3)/(200 + 300).
    near(estimate.values[0], 185.0 / 500.0);
    assert_eq!(estimate.stations, 5);
}
