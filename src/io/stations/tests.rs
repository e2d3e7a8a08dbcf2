//! Tables from files however they are written, against stations pushed one by one.

use proptest::prelude::*;

use self::seeded::seeded;
use super::StationColumns;
use crate::station::{Interviews, Station, StationTable};

#[path = "../../../tests/shared/seeded.rs"]
mod seeded;

/// A station, and for each of its cells how it is written.
#[derive(Debug, Clone)]
struct Written {
    name: String,
    labels: [&'static str; 3],
    votes: [u32; 2],
    total: u32,
    registered: Option<u32>,
    answers: [u32; 2],
    refused: Option<u32>,
    styles: Vec<u8>,
}

fn station() -> impl Strategy<Value = Written> {
    let label = || prop::sample::select(vec!["", "A", "B", "Süd", "a \"b\", c"]);
    let number = || prop_oneof![0..9_u32, 0..2000_u32, 0..2_000_000_000_u32];
    let name = prop::sample::select(vec!["", " \"x\"", ", y", "é", "\nz", " of a long name"]);
    (
        (name, [label(), label(), label()]),
        ([number(), number()], 0..99_u32),
        (
            prop::option::of(number()),
            [0..50_u32, 0..50_u32],
            prop::option::of(number()),
        ),
        prop::collection::vec(0..6_u8, 11),
    )
        .prop_map(
            |((name, labels), (votes, more), (registered, answers, refused), styles)| Written {
                name: name.to_owned(),
                labels,
                votes,
                total: (votes[0] + votes[1]).saturating_add(100 + more),
                registered,
                answers,
                refused,
                styles,
            },
        )
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// One way of writing a cell, of those that may be read as the same.
fn cell(cell: &str, style: u8, delimiter: char) -> String {
    let plain = !cell.contains([delimiter, '"', '\n', '\r']);
    let number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    match style {
        0 | 1 if plain => cell.to_owned(),
        2 if plain => format!(" {cell} "),
        3 if number => format!("{cell}.0"),
        4 if number && (4..=6).contains(&cell.len()) => {
            let (thousands, rest) = cell.split_at(cell.len() - 3);
            quoted(&format!("{thousands},{rest}"))
        }
        5 => quoted(&format!("{cell} ")),
        _ => quoted(cell),
    }
}

fn file(stations: &[Written], delimiter: char, end: &str, mark: bool, last_end: bool) -> String {
    let mut file = String::from(if mark { "\u{feff}" } else { "" });
    let heading = "name|stratum|region|group|a|b|total|registered|asked a|asked b|refused";
    file.push_str(&heading.replace('|', &delimiter.to_string()));
    for station in stations {
        let number = |number: Option<u32>| number.map_or(String::new(), |n| n.to_string());
        let [votes, answers] =
            [station.votes, station.answers].map(|all| all.map(|n| n.to_string()));
        let [stratum, region, group] = station.labels.map(str::to_owned);
        let ([a, b], [asked_a, asked_b]) = (votes, answers);
        let cells = [
            station.name.clone(),
            stratum,
            region,
            group,
            a,
            b,
            station.total.to_string(),
            number(station.registered),
            asked_a,
            asked_b,
            number(station.refused),
        ];
        let written = cells.iter().zip(&station.styles);
        let written: Vec<String> = written
            .map(|(text, style)| cell(text, *style, delimiter))
            .collect();
        file.push_str(end);
        if station.styles.iter().sum::<u8>() % 7 == 0 {
            file.push_str(end);
        }
        file.push_str(&written.join(&delimiter.to_string()));
    }
    if last_end {
        file.push_str(end);
    }
    file
}

fn pushed(stations: &[Written]) -> StationTable {
    let mut builder = StationTable::builder(["A", "B"]);
    for written in stations {
        let [stratum, region, post_stratum] = written.labels;
        builder
            .push(&Station {
                name: &written.name,
                stratum,
                region,
                post_stratum,
                votes: Some(&written.votes),
                total: Some(written.total),
                registered: written.registered,
                interviews: &[Interviews {
                    answers: &written.answers,
                    refused: written.refused,
                    ..Interviews::default()
                }],
                ..Station::default()
            })
            .expect("a station");
    }
    builder.build().expect("a table")
}

/// All that a table has of each station, and its labels.
fn everything(table: &StationTable) -> Vec<String> {
    let strata = (0..table.strata().len()).map(|stratum| {
        let stations = table.stations_of(stratum);
        format!("{} {stations:?}", table.strata()[stratum])
    });
    let stations = (0..table.len()).map(|station| {
        format!(
            "{} {} {} {:?} {:?} {:?} {:?}",
            table.name(station),
            table.regions()[table.region_of(station)],
            table.post_strata()[table.post_stratum_of(station)],
            table.votes(station),
            table.total(station),
            table.registered(station),
            table.interviews(station).collect::<Vec<_>>(),
        )
    });
    strata.chain(stations).collect()
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn a_file_is_read_as_its_stations_are_pushed(
        mut stations in prop::collection::vec(station(), 1..40),
        delimiter in prop::sample::select(vec![',', ';', '\t']),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        mark in any::<bool>(),
        last_end in any::<bool>(),
    ) {
        for (place, station) in stations.iter_mut().enumerate() {
            station.name.insert_str(0, &format!("S{place}"));
        }
        let columns = StationColumns::new()
            .choice("A", "a").answers("asked a")
            .choice("B", "b").answers("asked b")
            .name("name").stratum("stratum").region("region").post_stratum("group")
            .total("total").registered("registered").refused("refused");
        let file = file(&stations, delimiter, end, mark, last_end);
        let read = columns.read(file.as_bytes()).expect("a table");
        prop_assert_eq!(everything(&read), everything(&pushed(&stations)));
    }
}

#[test]
fn the_first_label_of_a_file_is_not_that_of_a_station_before_it() {
    let columns = StationColumns::new()
        .choice("A", "a")
        .stratum("stratum")
        .region("region");
    let mut builder = columns.builder().stratum("north", 9);
    let south = Station {
        stratum: "south",
        region: "coast",
        votes: Some(&[7]),
        ..Station::default()
    };
    builder.push(&south).expect("a station");
    let file = "stratum,region,a\n,,5\nnorth,,6\nnorth,coast,8\n";
    let table = columns
        .read_into(file.as_bytes(), builder)
        .and_then(|builder| builder.build())
        .expect("a table");
    let stations: Vec<_> = (0..table.strata().len())
        .flat_map(|stratum| {
            table
                .stations_of(stratum)
                .map(move |station| (stratum, station))
        })
        .map(|(stratum, station)| {
            let region = table.regions()[table.region_of(station)].as_str();
            (
                table.strata()[stratum].as_str(),
                region,
                table.votes(station),
            )
        })
        .collect();
    assert_eq!(
        stations,
        [
            ("north", "", Some(&[6][..])),
            ("north", "coast", Some(&[8][..])),
            ("south", "coast", Some(&[7][..])),
            ("", "", Some(&[5][..])),
        ]
    );
}
