//! `compare --many`: contests as they come.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use exitpoll::elections;
use exitpoll::io::json;
use exitpoll::render;
use exitpoll::report::Table;

use super::{ARTICLE, GEORGIA, exitpoll, folder, in_crate, program, report, text, with_input};

/// A document on one line.
fn line(document: &exitpoll::io::Document) -> String {
    serde_json::to_string(document).unwrap() + "\n"
}

#[test]
fn every_bundled_election_in_one_run() {
    let lines: String = elections::all()
        .iter()
        .map(|one| line(one.document()))
        .collect();
    let path = folder("many").join("elections.jsonl");
    std::fs::write(&path, lines).unwrap();
    let reports: Vec<_> = elections::all()
        .iter()
        .map(|one| one.comparison().run().unwrap())
        .collect();
    let many =
        |options: &[&str]| exitpoll(&[&["compare", "--many", text(&path)], options].concat());

    let expected: String = reports.iter().map(|of| render::line(of) + "\n").collect();
    assert_eq!(many(&[]).good(), expected);
    for (table, options) in [
        (Table::Polls, &["-f", "csv"][..]),
        (Table::Rows, &["-f", "csv", "--table", "rows"]),
    ] {
        let lines: String = reports
            .iter()
            .map(|of| render::csv_of_contest(of, table))
            .collect();
        assert_eq!(
            many(options).good(),
            render::csv_heading_of_contests(table) + &lines
        );
    }
    let json = many(&["-f", "json"]).good();
    let read: Vec<_> = json
        .lines()
        .map(|line| json::read_report(line).unwrap())
        .collect();
    assert_eq!(read, reports);
}

#[test]
fn files_of_every_kind_follow_one_another() {
    let table = "tests/data/fivethirtyeight/raw_polls_2023_extract.csv";
    let run = exitpoll(&["compare", "--many", ARTICLE, table, GEORGIA]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines.first(),
        Some(&render::line(&report(ARTICLE)).as_str())
    );
    assert_eq!(lines.last(), Some(&render::line(&report(GEORGIA)).as_str()));
    let reading = exitpoll::io::formats::read_file(in_crate(table)).unwrap();
    let failed = run
        .error
        .lines()
        .filter(|line| line.starts_with("error: "))
        .count();
    // Every contest of the table is a line of the output or an error, and one more line counts the errors.
    let named = failed.saturating_sub(1);
    assert_eq!(
        lines.len() - 2 + named,
        reading.documents.len() + reading.refused.len()
    );
    assert_eq!(run.status, i32::from(failed > 0));
}

#[test]
fn what_cannot_be_compared_is_named_and_the_rest_goes_on() {
    let article = line(&json::read_file(&in_crate(ARTICLE)).unwrap());
    let comma = article.replacen("\"92.4\"", "\"92,4\"", 1);
    assert_ne!(comma, article);
    let input = format!("{article}\n{comma}{{\"contest\": \n{article}");
    let run = with_input(&["compare", "--many", "-", "nothing.json"], &input);
    assert_eq!(run.status, 1);
    let expected = render::line(&report(ARTICLE)) + "\n";
    assert_eq!(run.out, expected.repeat(2));
    let errors: Vec<&str> = run.error.lines().collect();
    assert!(
        errors[0].starts_with("error: standard input: line 3: polls["),
        "{errors:?}"
    );
    assert!(
        errors[1].starts_with("error: standard input: line 4: the JSON cannot be read: EOF"),
        "{errors:?}"
    );
    assert!(
        errors[2].starts_with("error: nothing.json: cannot read the file"),
        "{errors:?}"
    );
    assert_eq!(errors[3..], ["error: 3 of 5 could not be compared"]);

    let nothing = with_input(&["compare", "--many", "-"], "\n\n");
    assert_eq!((nothing.status, nothing.out.as_str()), (1, ""));
}

#[test]
fn each_contest_is_out_before_the_next_one_is_read() {
    let mut child = program(&["compare", "--many", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let article = line(&json::read_file(&in_crate(ARTICLE)).unwrap());
    let expected = render::line(&report(ARTICLE)) + "\n";
    for _ in 0..3 {
        input.write_all(article.as_bytes()).unwrap();
        input.flush().unwrap();
        // Would wait for ever if the line were held back.
        let mut printed = String::new();
        output.read_line(&mut printed).unwrap();
        assert_eq!(printed, expected);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let article = line(&json::read_file(&in_crate(ARTICLE)).unwrap());
    let path = folder("head").join("many.jsonl");
    std::fs::write(&path, article.repeat(300)).unwrap();
    let mut child = program(&["compare", "--many", text(&path)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    output.read_line(&mut first).unwrap();
    drop(output);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}
