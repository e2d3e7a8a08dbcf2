//! The station tables of the vectors.

use std::collections::BTreeMap;

use crate::checks::Checks;
use crate::rows::{Folder, Row};
use exitpoll::station::{Interviews, Station, StationSample, StationTable};

/// The rows of a file by case.
pub fn by_case<'a>(folder: &'a Folder, file: &str) -> BTreeMap<&'a str, Vec<&'a Row>> {
    let mut cases: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in folder.rows(file) {
        cases.entry(row.text("case")).or_default().push(row);
    }
    cases
}

/// The samples of official counts, by case.
pub fn samples(folder: &Folder) -> BTreeMap<String, StationSample> {
    let strata = by_case(folder, "station_strata");
    let groups = by_case(folder, "station_groups");
    by_case(folder, "station_cases")
        .into_iter()
        .map(|(case, rows)| {
            let [strata, groups] =
                [&strata, &groups].map(|rows| rows.get(case).cloned().unwrap_or_default());
            (
                case.to_string(),
                StationSample::new(table(&rows, &strata, &groups)),
            )
        })
        .collect()
}

fn table(rows: &[&Row], strata: &[&Row], groups: &[&Row]) -> StationTable {
    let choices = rows[0].list("votes").len();
    let mut builder = StationTable::builder((1..=choices).map(|choice| choice.to_string()));
    for row in rows {
        if let Some(stations) = row.known("N_h") {
            builder = builder.stratum(row.text("stratum"), stations as u64);
        }
    }
    let (mut previous, mut total) = (vec![0; choices], 0);
    for row in strata {
        builder = builder.stratum_ballots(row.text("stratum"), row.whole("T_h"));
        for (sum, votes) in previous
            .iter_mut()
            .zip(row.counts("previous_votes_population"))
        {
            *sum += votes;
        }
        total += row.whole("previous_total_population");
    }
    if total > 0 {
        builder = builder.previous_result(&previous, total);
    }
    for row in groups {
        builder = builder.post_stratum(row.text("group"), row.whole("N_g"));
    }
    for row in rows {
        let narrow = |column: &str| -> Vec<u32> {
            row.counts(column).into_iter().map(|n| n as u32).collect()
        };
        let given = row.text("weights_kind") == "given";
        builder
            .push(&Station {
                name: row.text("station"),
                stratum: row.text("stratum"),
                region: row.text("region"),
                post_stratum: row.text("group"),
                weight: given.then(|| row.number("weight")),
                votes: Some(&narrow("votes")),
                total: Some(row.whole("total") as u32),
                previous_votes: Some(&narrow("previous_votes")),
                previous_total: Some(row.whole("previous_total") as u32),
                ..Station::default()
            })
            .expect("a station");
    }
    builder.build().expect("a table")
}

/// The strata's n_h and N_h are those of the tables.
pub fn strata(folder: &Folder, checks: &mut Checks) {
    let samples = samples(folder);
    for row in folder.rows("station_strata") {
        let Some(sample) = samples.get(row.text("case")) else {
            continue;
        };
        let table = sample.table();
        let stratum = row.text("stratum");
        let place = table
            .strata()
            .iter()
            .position(|name| name == stratum)
            .expect("a stratum");
        checks.figure(row, "n_h", table.stations_of(place).len() as f64);
        checks.optional(
            row,
            "N_h",
            table.stratum_stations(place).map(|all| all as f64),
        );
    }
}

/// The exit polls, by case.
pub fn exit_polls(folder: &Folder) -> BTreeMap<String, StationSample> {
    let cases = by_case(folder, "station_exit_cases");
    cases
        .into_iter()
        .map(|(case, rows)| (case.to_string(), StationSample::new(exit_table(&rows))))
        .collect()
}

fn exit_table(rows: &[&Row]) -> StationTable {
    let choices = rows[0].list("interviews").len();
    let mut builder = StationTable::builder((1..=choices).map(|choice| choice.to_string()));
    for row in rows {
        builder = builder.stratum(row.text("stratum"), row.whole("N_h"));
    }
    for station in rows.chunk_by(|one, other| one.text("station") == other.text("station")) {
        let answers: Vec<Vec<u32>> = station
            .iter()
            .map(|row| {
                row.counts("interviews")
                    .into_iter()
                    .map(|count| count as u32)
                    .collect()
            })
            .collect();
        let interviews: Vec<Interviews> = station
            .iter()
            .zip(&answers)
            .map(|(row, answers)| Interviews {
                class: row.text("class"),
                weight: Some(row.number("weight")),
                answers,
                other_answers: row.whole("total") as u32 - answers.iter().sum::<u32>(),
                ..Interviews::default()
            })
            .collect();
        builder
            .push(&Station {
                name: station[0].text("station"),
                stratum: station[0].text("stratum"),
                interviews: &interviews,
                ..Station::default()
            })
            .expect("a station");
    }
    builder.build().expect("a table")
}

/// The sample with or without finite populations, as `fpc` has it.
pub fn as_drawn(sample: &StationSample, row: &Row) -> StationSample {
    match row.text("fpc") {
        "1" => sample.clone(),
        _ => sample.clone().infinite_population(),
    }
}
