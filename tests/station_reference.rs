//! Station-level figures against references that other software and 50-digit arithmetic gave:
//! `tests/vectors/stations`, and the folder that `EXITPOLL_STATION_VECTORS` names, of the same form.
//! `cargo test --test station_reference -- --nocapture` prints the largest error of every column.

#[path = "station_reference/cases.rs"]
mod cases;
#[path = "station_reference/checks.rs"]
mod checks;
#[path = "station_reference/estimates.rs"]
mod estimates;
#[path = "station_reference/interviews.rs"]
mod interviews;
#[path = "station_reference/regression.rs"]
mod regression;
#[path = "station_reference/replication.rs"]
mod replication;
#[path = "station_reference/rows.rs"]
mod rows;
#[path = "station_reference/stations.rs"]
mod stations;

use rows::Folder;

type Check = fn(&Folder, &mut checks::Checks);

/// Every file that is compared, by name; the others are inputs.
const TOPICS: [(&str, Check); 17] = [
    ("station_ratio", estimates::ratio),
    ("station_covariance", estimates::covariance),
    ("station_domain", estimates::domain),
    ("station_other_estimators", estimates::other_estimators),
    ("station_lonely", estimates::lonely),
    ("station_brr", replication::balanced),
    ("station_bootstrap", replication::bootstrap),
    ("station_exit", interviews::exit),
    ("station_design_effect", interviews::design_effect),
    ("station_wpe_stations", stations::wpe_stations),
    ("station_wpe", stations::wpe),
    ("station_alpha", stations::alpha),
    ("station_test", stations::test),
    ("station_violations", stations::violations),
    ("station_regression", regression::regression),
    ("station_brr_halves", |_, _| {}),
    ("station_strata", cases::strata),
];

/// Files that hold inputs only.
const INPUTS: [&str; 5] = [
    "station_cases",
    "station_groups",
    "station_exit_cases",
    "station_regression_data",
    "crosscheck",
];

fn compare(path: &str, must_be_complete: bool) {
    let folder = Folder::open(path);
    let mut checks = checks::Checks::default();
    for name in folder.names() {
        let topic = TOPICS.iter().find(|(topic, _)| *topic == name);
        match topic {
            Some((_, check)) => check(&folder, &mut checks),
            None if INPUTS.contains(&name) => {}
            None => checks.fail(name, "no test of this name: the file is not checked"),
        }
    }
    if must_be_complete {
        for (name, _) in &TOPICS {
            assert!(
                folder.names().any(|found| found == *name),
                "{path} has no {name}.csv"
            );
        }
    }
    checks.columns_are_covered(&folder, &TOPICS.map(|(name, _)| name));
    checks.report(path);
}

#[test]
fn shipped_vectors() {
    compare(
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/stations"),
        true,
    );
}

#[test]
fn vectors_of_the_environment() {
    match std::env::var("EXITPOLL_STATION_VECTORS") {
        Ok(path) => compare(&path, false),
        Err(_) => println!(
            "EXITPOLL_STATION_VECTORS names no folder: only the shipped vectors were compared"
        ),
    }
}
