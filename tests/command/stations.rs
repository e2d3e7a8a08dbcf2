//! `exitpoll stations`: the same as the library says of the same table.

use std::fs::File;

use exitpoll::accuracy::Orientation;
use exitpoll::io::json;
use exitpoll::io::stations::{StationColumns, StrataColumns};
use exitpoll::station::{AgainstCount, Estimator, LonelyStratum, SparseStrata, StationSample};
use exitpoll::{Comparison, Confidence, Contest, OfficialCount};

use super::{exitpoll, in_crate};

const CONSULATES: &str = "examples/data/consulates_2024.csv";

#[test]
fn one_stratum_is_no_strata() {
    let choices = ["Putin=counted_putin", "-c", "Davankov=counted_davankov"];
    let arguments = [&["stations", CONSULATES, "-c"], &choices[..]].concat();
    let text = exitpoll(&arguments).good();
    assert!(text.starts_with("44 stations in 1 stratum, "), "{text}");
}

#[test]
fn interviews_stand_beside_the_counts_of_their_places() {
    let choices = ["Putin", "Davankov", "Slutsky", "Kharitonov", "spoiled"];
    let mut arguments = vec!["stations".to_owned(), CONSULATES.into()];
    for option in [
        "--name",
        "country",
        "--refused",
        "refused",
        "--contest",
        "Abroad",
    ] {
        arguments.push(option.into());
    }
    for option in [
        "--poll",
        "Vote Abroad",
        "--ahead",
        "Davankov",
        "--behind",
        "Putin",
    ] {
        arguments.push(option.into());
    }
    let mut columns = StationColumns::new().name("country").refused("refused");
    for choice in choices {
        let column = choice.to_lowercase();
        columns = columns
            .choice(choice, format!("counted_{column}"))
            .answers(format!("polled_{column}"));
        arguments.extend(["-c".to_owned(), format!("{choice}=counted_{column}")]);
        arguments.extend(["-a".to_owned(), format!("{choice}=polled_{column}")]);
    }
    arguments.extend(["--format".to_owned(), "json".to_owned()]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let printed = json::read_report(&exitpoll(&arguments).good()).unwrap();

    let table = columns.read_file(&in_crate(CONSULATES)).unwrap();
    let davankov_over_putin = Orientation {
        numerator: 1,
        denominator: 0,
    };
    let votes = table.counted();
    let all: u64 = votes.iter().sum();
    // None of them was drawn for a comparison with the count of all of them.
    let sample = StationSample::new(table).of_all_stations();
    let national = votes.iter().map(|of_one| *of_one as f64 / all as f64);
    let against = AgainstCount::new(davankov_over_putin)
        .national(national)
        .of_these_stations();
    let count = choices.iter().zip(&votes).fold(
        OfficialCount::builder("the stations of the poll").final_result(),
        |count, (choice, votes)| count.votes(*choice, *votes),
    );
    let count = count.valid(all).note(
        "the sum of the stations in the table, whose votes for every choice stand as valid votes; none of the stations was drawn: intervals and tests are of interviewing inside \
         them; interviews are spread over the stations otherwise than votes, which alone puts Putin −15.14 points off",
    );
    let expected = Comparison::new(Contest::builder("Abroad").choices(choices).build().unwrap())
        .count(count.build().unwrap())
        .poll(sample.poll("Vote Abroad").unwrap().build().unwrap())
        .stations("Vote Abroad", sample.against_count(&against).unwrap())
        .run()
        .unwrap();
    assert_eq!(printed, expected);
}

#[test]
fn a_sample_of_counts_speaks_for_all_stations() {
    let [stations, strata] =
        ["stations", "strata"].map(|name| format!("tests/data/mexico_2018/{name}.csv"));
    let arguments = [
        "stations",
        &stations,
        "--strata",
        &strata,
        "--stratum",
        "stratum",
        "--total",
        "total",
        "-c",
        "López Obrador=lopez_obrador",
        "-c",
        "Anaya=anaya",
        "--lonely",
        "certainty",
    ];
    let printed = exitpoll(&[&arguments[..], &["--format", "json"]].concat()).good();
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();

    let columns = StationColumns::new()
        .stratum("stratum")
        .total("total")
        .choice("López Obrador", "lopez_obrador")
        .choice("Anaya", "anaya");
    let frame = StrataColumns::new("stratum", "stations");
    let file = |path: &str| File::open(in_crate(path)).unwrap();
    let builder = frame.declare(file(&strata), columns.builder()).unwrap();
    let table = columns
        .read_into(file(&stations), builder)
        .unwrap()
        .build()
        .unwrap();
    let sample = StationSample::new(table).sparse(SparseStrata {
        lonely: LonelyStratum::Certainty,
        ..SparseStrata::default()
    });
    let expected = sample.estimate(Estimator::CombinedRatio).unwrap();
    for (choice, printed) in printed["choices"].as_array().unwrap().iter().enumerate() {
        assert_eq!(printed["value"].as_f64(), Some(expected.values[choice]));
        let interval = expected.interval(choice, Confidence::P95).unwrap();
        assert_eq!(printed["interval"]["low"].as_f64(), Some(interval.low()));
    }
    // The final result, of all votes: 53.19 percent.
    let first = &printed["choices"][0]["interval"];
    assert!(first["low"].as_f64() < Some(0.5319) && first["high"].as_f64() > Some(0.5319));
    let text = exitpoll(&arguments).good();
    assert!(text.contains("6307 stations in 350 strata"), "{text}");

    let message = exitpoll(&arguments[..12]).failed(1);
    assert!(
        message.starts_with("error: tests/data/mexico_2018/stations.csv: "),
        "{message}"
    );
}

#[test]
fn columns_that_are_not_there_are_named() {
    let message = exitpoll(&["stations", CONSULATES, "-c", "Putin=votes"]).failed(1);
    assert!(
        message.contains("votes") && message.contains("counted_putin"),
        "{message}"
    );
    let message = exitpoll(&["stations", CONSULATES, "-c", "counted_putin", "-a", "x=y"]).failed(2);
    assert!(message.contains("there is no --choice x"), "{message}");
}
