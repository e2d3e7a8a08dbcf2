//! What is left out, undefined, answered or refused is said.

use super::*;

#[test]
fn the_later_of_two_hours_stands_for_its_pollster() {
    let release = |hour: &str| {
        let poll = Poll::builder("Institute").release(hour);
        let poll = poll.share("A", "51.0").share("B", "49.0");
        poll.build().expect("a poll")
    };
    let left_out = |first: &str, second: &str| {
        let report = Comparison::new(contest(&["A", "B"]))
            .count(count(&HALVES))
            .poll(release(first))
            .poll(release(second))
            .run()
            .expect("a report");
        let reason = |place: usize| {
            report.reference().polls[place]
                .left_out_of_the_whole
                .clone()
        };
        [reason(0), reason(1)]
    };
    let later = |hour: &str| {
        let later = format!("Institute ({hour})");
        Some(Reason::EarlierRelease { later })
    };
    assert_eq!(left_out("21:00", "20:30"), [None, later("21:00")]);
    assert_eq!(left_out("20:30", "21:00"), [later("21:00"), None]);
    // The night goes on after midnight.
    assert_eq!(left_out("00:30", "23:10"), [None, later("00:30")]);
}

#[test]
fn a_measure_that_does_not_exist_has_its_reason() {
    let votes = [("A", 600_000), ("B", 400_000), ("C", 0)];
    let shares = [("A", "58.0"), ("B", "40.0"), ("C", "2.0")];
    let report = Comparison::new(contest(&["A", "B", "C"]))
        .count(count(&votes))
        .poll(poll("P", &shares, None))
        .run()
        .expect("a report");
    let measures = &reading(&report, "P").measures;
    assert_eq!(measures.mosteller_4, None);
    // A relative error of a choice without votes would be a division by nothing.
    let undefined = measures
        .undefined
        .iter()
        .find(|of| of.measure == "Mosteller 4");
    assert!(
        undefined.is_some_and(|of| !of.reason.is_empty()),
        "{:?}",
        measures.undefined
    );
}

#[test]
fn tables_answer_yes_and_no() {
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll(
            "near",
            &[("A", "51.0"), ("B", "49.0")],
            drawn_singly(1000),
        ))
        .poll(poll(
            "far",
            &[("A", "60.0"), ("B", "40.0")],
            drawn_singly(1000),
        ))
        .run()
        .expect("a report");
    let text = render::csv(&report, Table::Rows);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let headers = table.headers().expect("headers").clone();
    let column = |name: &str| headers.iter().position(|of| of == name).expect("a column");
    let (poll, inside) = (column("poll"), column("inside"));
    let answers: Vec<(String, String)> = table
        .records()
        .map(|record| record.expect("a record"))
        .map(|record| (record[poll].to_owned(), record[inside].to_owned()))
        .collect();
    let is = |poll: &str, answer: &str| (poll.to_owned(), answer.to_owned());
    assert_eq!(
        answers,
        [
            is("near", "yes"),
            is("near", "yes"),
            is("far", "no"),
            is("far", "no")
        ]
    );
}

#[test]
fn a_report_whose_stations_name_other_choices_is_refused() {
    let mut table = StationTable::builder(["Yes", "No"]);
    for (answers, votes) in [([14, 6], [300, 200]), ([10, 10], [240, 260])] {
        let interviews = [Interviews {
            answers: &answers,
            ..Interviews::default()
        }];
        let station = Station {
            votes: Some(&votes),
            interviews: &interviews,
            ..Station::default()
        };
        table.push(&station).expect("a station");
    }
    let sample = StationSample::new(table.build().expect("a table"));
    let against = AgainstCount::new(Orientation {
        numerator: 0,
        denominator: 1,
    });
    let against = against.national([0.52, 0.48]);
    let report = Comparison::new(contest(&["Yes", "No"]))
        .count(count(&[("Yes", 520_000), ("No", 480_000)]))
        .poll(
            sample
                .poll("Institute")
                .expect("a poll")
                .build()
                .expect("a poll"),
        )
        .stations(
            "Institute",
            sample.against_count(&against).expect("a comparison"),
        )
        .run()
        .expect("a report");
    let written = json::write_report(&report).expect("a report is plain data");
    assert_eq!(json::read_report(&written).expect("as written"), report);
    let changed = |change: fn(&mut serde_json::Value)| {
        let mut value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        change(&mut value["stations"][0]["comparison"]);
        let error = json::read_report(&value.to_string()).expect_err("it does not fit");
        (error.kind(), error.field().expect("a field").to_owned())
    };
    let shorter = |list: &'static str| {
        (
            ErrorKind::Inconsistent,
            format!("stations[0].comparison.{list}"),
        )
    };
    let matched = changed(|of| drop(of["matched"].as_array_mut().expect("a list").pop()));
    assert_eq!(matched, shorter("matched"));
    let national = changed(|of| drop(of["national"].as_array_mut().expect("a list").pop()));
    assert_eq!(national, shorter("national"));
    let (kind, field) =
        changed(|of| of["within_precinct_error"]["orientation"]["numerator"] = 2.into());
    assert_eq!(kind, ErrorKind::OutOfRange);
    assert!(
        field.ends_with("within_precinct_error.orientation"),
        "{field}"
    );
}
