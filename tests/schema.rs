//! The published JSON Schemas are those of the types, take every document and report that there is, and refuse
//! wrong ones.
//!
//! `EXITPOLL_WRITE_SCHEMA=1 cargo test --features schema --test schema` writes them anew.
#![allow(missing_docs)]

#[path = "schema/validator.rs"]
mod validator;

use std::fs;
use std::path::{Path, PathBuf};

use exitpoll::accuracy::Orientation;
use exitpoll::io::json;
use exitpoll::io::stations::StationColumns;
use exitpoll::station::{AgainstCount, StationSample};
use exitpoll::{Comparison, Confidence, Contest, OfficialCount, Report, schema};
use serde_json::{Value, json};
use validator::Validator;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every JSON file of a folder with its text.
fn files(name: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    assert!(files.len() > 3, "{name}");
    files
}

fn documents() -> Validator {
    Validator::new(&schema::document())
}

fn reports() -> Validator {
    Validator::new(&schema::report())
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    for (name, text) in [
        ("schema/document.json", schema::document()),
        ("schema/report.json", schema::report()),
    ] {
        let path = folder(name);
        if std::env::var_os("EXITPOLL_WRITE_SCHEMA").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == text,
            "{name} is not what the types say: write it anew with EXITPOLL_WRITE_SCHEMA=1"
        );
    }
}

#[test]
fn every_document_that_can_be_read_is_valid() {
    let schema = documents();
    let mut read = 0;
    for name in ["examples/data", "tests/data/cases", "tests/data/hostile"] {
        for (file, text) in files(name) {
            let Ok(document) = json::read(&text) else {
                continue;
            };
            read += 1;
            let text = text.trim_start_matches('\u{feff}');
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(schema.first_error(&value), None, "{file}");
            // And as it is written again.
            let value: Value = serde_json::from_str(&json::write(&document).unwrap()).unwrap();
            assert_eq!(schema.first_error(&value), None, "{file}, written");
        }
    }
    assert!(read > 60, "{read}");
}

#[cfg(feature = "elections")]
#[test]
fn every_bundled_election_and_its_report_are_valid() {
    let (documents, reports) = (documents(), reports());
    for election in exitpoll::elections::all() {
        let value = serde_json::to_value(election.document()).unwrap();
        assert_eq!(documents.first_error(&value), None, "{}", election.id());
        let report = election.comparison().run().unwrap();
        let value = serde_json::to_value(&report).unwrap();
        assert_eq!(reports.first_error(&value), None, "{}", election.id());
    }
}

#[test]
fn every_report_is_valid() {
    let schema = reports();
    let mut compared = 0;
    for name in ["examples/data", "tests/data/cases", "tests/data/hostile"] {
        for (file, text) in files(name) {
            let Ok(document) = json::read(&text) else {
                continue;
            };
            // With everything that can be asked for, and with nothing.
            let plain = Comparison::from(document);
            let asked = plain
                .clone()
                .equivalence_margin(2.0)
                .bias_sd(3.0)
                .assume_design_effect(1.5)
                .seat_range_confidence(Confidence::P95)
                .bootstrap(20, 1);
            for report in [plain.run(), asked.run()].into_iter().flatten() {
                compared += 1;
                let value: Value =
                    serde_json::from_str(&json::write_report(&report).unwrap()).unwrap();
                assert_eq!(schema.first_error(&value), None, "{file}");
            }
        }
    }
    assert!(compared > 100, "{compared}");
    let value = serde_json::to_value(with_stations()).unwrap();
    assert_eq!(schema.first_error(&value), None, "with stations");
}

/// A report with a section on polling stations.
fn with_stations() -> Report {
    let choices = ["Putin", "Davankov", "Slutsky", "Kharitonov", "spoiled"];
    let mut columns = StationColumns::new().name("country").refused("refused");
    for choice in choices {
        let column = choice.to_lowercase();
        columns = columns
            .choice(choice, format!("counted_{column}"))
            .answers(format!("polled_{column}"));
    }
    let table = folder("examples/data/consulates_2024.csv");
    let table = columns.read_file(table.to_str().unwrap()).unwrap();
    let votes = table.counted();
    let sample = StationSample::new(table);
    let orientation = Orientation {
        numerator: 1,
        denominator: 0,
    };
    let against = AgainstCount::new(orientation).national([0.6, 0.1, 0.1, 0.1, 0.1]);
    let count = choices.iter().zip(votes).fold(
        OfficialCount::builder("count").final_result(),
        |count, (choice, votes)| count.votes(*choice, votes),
    );
    Comparison::new(Contest::builder("Abroad").choices(choices).build().unwrap())
        .count(count.build().unwrap())
        .poll(sample.poll("P").unwrap().build().unwrap())
        .stations("P", sample.against_count(&against).unwrap())
        .run()
        .unwrap()
}

#[test]
fn wrong_documents_are_refused() {
    let schema = documents();
    let right = json!({
        "contest": { "name": "Example", "date": "2024-02-07", "choices": ["A", "B"], "thresholds": { "seats": "5" } },
        "counts": [{ "name": "final", "status": "final", "votes": { "A": 6, "B": "4" } }],
        "polls": [{ "pollster": "P", "base": "valid_votes", "shares": { "A": "58" }, "sample": { "respondents": 5 } }]
    });
    assert_eq!(schema.first_error(&right), None);
    assert!(json::read(&right.to_string()).is_ok());
    let cases: [(&str, Value, &str); 16] = [
        ("/contest", json!("Example"), "/contest"),
        ("/contest/choices", json!("A"), "/contest/choices"),
        ("/contest/choices/1", json!(2), "/contest/choices/1"),
        ("/contest/date", json!(20_240_207), "/contest/date"),
        ("/contest/name", json!(null), "/contest/name"),
        ("/contest/places_", json!(1), "/contest"),
        (
            "/contest/thresholds/seats",
            json!({ "percent": "5" }),
            "/contest/thresholds/seats",
        ),
        ("/counts", json!({}), "/counts"),
        ("/counts/0/status", json!("done"), "/counts/0/status"),
        ("/counts/0/votes", json!([6, 4]), "/counts/0/votes"),
        ("/counts/0/votes/A", json!([6]), "/counts/0/votes/A"),
        (
            "/counts/0/completeness",
            json!({ "percent": "93" }),
            "/counts/0/completeness",
        ),
        ("/polls/0/base", json!("everyone"), "/polls/0/base"),
        ("/polls/0/n", json!(5012), "/polls/0"),
        ("/polls/0/sample", json!(5012), "/polls/0/sample"),
        ("/polls/0/derived", json!("yes"), "/polls/0/derived"),
    ];
    for (place, value, at) in cases {
        let mut wrong = right.clone();
        set(&mut wrong, place, value);
        let error = schema.first_error(&wrong);
        assert!(
            error.as_deref().is_some_and(|error| error.starts_with(at)),
            "{place}: {error:?}"
        );
        assert!(
            json::read(&wrong.to_string()).is_err(),
            "{place} is read all the same"
        );
    }
    for (place, key) in [
        ("", "contest"),
        ("/contest", "name"),
        ("/contest", "choices"),
        ("/counts/0", "name"),
        ("/polls/0", "pollster"),
    ] {
        let mut wrong = right.clone();
        wrong
            .pointer_mut(place)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(key);
        assert!(
            schema.first_error(&wrong).is_some(),
            "without {place}/{key}"
        );
        assert!(
            json::read(&wrong.to_string()).is_err(),
            "without {place}/{key}"
        );
    }
}

/// Sets what stands at a place, or adds it there.
fn set(value: &mut Value, place: &str, new: Value) {
    let (parent, key) = place.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(object) => {
            object.insert(key.to_owned(), new);
        }
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = new,
        other => panic!("{other} has no {key}"),
    }
}

/// A report that lacks any one of its fields, or has another kind of value in it, is refused, unless the field
/// may be absent or hold that value.
#[test]
fn wrong_reports_are_refused() {
    let schema = reports();
    let text = fs::read_to_string(folder("examples/data/georgia_2024.json")).unwrap();
    let report = Comparison::from(json::read(&text).unwrap()).run().unwrap();
    let right = serde_json::to_value(&report).unwrap();
    assert_eq!(schema.first_error(&right), None);
    let mut older = right.clone();
    older["format"] = json!("exitpoll-report/1");
    assert!(
        schema
            .first_error(&older)
            .is_some_and(|error| error.starts_with("/format"))
    );

    let mut fields = Vec::new();
    collect("", &right, &mut fields);
    let (mut lacking, mut mistyped) = (0, 0);
    // One of several, since each is a validation of 200 kB.
    for place in fields.iter().step_by(fields.len() / 150) {
        let (parent, key) = place.rsplit_once('/').unwrap();
        let mut wrong = right.clone();
        let object = wrong.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        object.remove(key);
        // What the reader refuses for its form, the schema refuses, too.
        if schema.first_error(&wrong).is_some() {
            lacking += 1;
        }
        set(&mut wrong, place, json!({ "nonsense": [] }));
        if schema.first_error(&wrong).is_some() {
            mistyped += 1;
        }
    }
    let tried = fields.iter().step_by(fields.len() / 150).count();
    assert!(
        mistyped == tried,
        "{mistyped} of {tried} with nonsense are refused"
    );
    assert!(
        lacking * 10 > tried * 9,
        "{lacking} of {tried} without a field are refused"
    );
}

/// The places of all fields of objects whose fields have names of their own: what was published is in
/// `contest`, `count` and `poll` as it is written there.
fn collect(place: &str, value: &Value, fields: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if ["contest", "count", "poll"].contains(&key.as_str()) && value.is_object() {
                    continue;
                }
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                fields.push(place.clone());
                collect(&place, value, fields);
            }
        }
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                collect(&format!("{place}/{i}"), value, fields);
            }
        }
        _ => {}
    }
}
