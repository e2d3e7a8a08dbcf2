//! What the commands print is what the library renders.

use exitpoll::chart::{self, Chart};
use exitpoll::elections;
use exitpoll::io::{csv, json};
use exitpoll::render::{self, Detail};
use exitpoll::report::Table;
use exitpoll::{Comparison, Confidence, Report};

use super::{ARTICLE, AZERBAIJAN, GEORGIA, exitpoll, in_crate, report, with_input};

const SOURCES: &str = "examples/data/azerbaijan_2024_sources.csv";
const FIGURES: &str = "examples/data/azerbaijan_2024_figures.csv";

#[test]
fn every_form_is_the_librarys() {
    let georgia = report(GEORGIA);
    let printed = |options: &[&str]| exitpoll(&[&["compare", GEORGIA], options].concat()).good();
    assert_eq!(printed(&[]), render::text(&georgia, 80));
    assert_eq!(
        printed(&["--detail", "--width", "120"]),
        render::text_with(&georgia, 120, Detail::Full)
    );
    assert_eq!(printed(&["-f", "markdown"]), render::markdown(&georgia));
    assert_eq!(printed(&["-f", "csv"]), render::csv(&georgia, Table::Rows));
    for table in Table::ALL {
        let csv = printed(&["--format", "csv", "--table", table.name()]);
        assert_eq!(csv, render::csv(&georgia, table), "{table}");
    }
    assert_eq!(printed(&["--format", "html"]), render::html(&georgia));
    let shares = printed(&["--format", "svg", "--chart", "shares"]);
    assert_eq!(shares, chart::svg(&georgia, Chart::Shares).unwrap());
    assert_eq!(
        json::read_report(&printed(&["--format", "json"])).unwrap(),
        georgia
    );
}

#[test]
fn settings_reach_the_comparison() {
    let document = json::read_file(&in_crate(AZERBAIJAN)).unwrap();
    let expected = Comparison::from(document)
        .confidence(Confidence::new(0.9).unwrap())
        .assume_design_effect(1.7)
        .equivalence_margin(2.0)
        .bias_sd(3.0)
        .interval_method("clopper_pearson".parse().unwrap())
        .simultaneous_method("sison_glaz".parse().unwrap())
        .lead_method("newcombe".parse().unwrap())
        .rank_method("step_down".parse().unwrap())
        .adjustment("bonferroni".parse().unwrap())
        .heterogeneity_estimator("paule_mandel".parse().unwrap())
        .pool_scale("arcsine".parse().unwrap())
        .seat_range_confidence(Confidence::new(0.8).unwrap())
        .bootstrap(50, 7)
        .run()
        .unwrap();
    let options = "--confidence 0.9 --design-effect 1.7 --margin 2 --bias-sd 3 --method clopper_pearson \
                   --simultaneous sison_glaz --lead newcombe --ranks step_down --adjustment bonferroni \
                   --pool paule_mandel --scale arcsine --range-confidence 0.8 --bootstrap 50 --seed 7";
    let mut arguments = vec!["compare", AZERBAIJAN, "--format", "json"];
    arguments.extend(options.split_whitespace());
    let printed = exitpoll(&arguments).good();
    assert_eq!(json::read_report(&printed).unwrap(), expected);
}

#[test]
fn a_pair_of_tables_is_one_contest() {
    let document = csv::read_files(&in_crate(SOURCES), &in_crate(FIGURES)).unwrap();
    let expected = Comparison::from(document).run().unwrap();
    let printed = exitpoll(&["compare", SOURCES, FIGURES, "--format", "markdown"]).good();
    assert_eq!(printed, render::markdown(&expected));
    let alone = exitpoll(&["compare", SOURCES]).failed(1);
    assert!(
        alone.contains("give the table of its figures after it"),
        "{alone}"
    );
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let document = std::fs::read_to_string(in_crate(ARTICLE)).unwrap();
    let printed = with_input(&["compare", "-"], &document).good();
    assert_eq!(printed, render::text(&report(ARTICLE), 80));
    let night = std::fs::read_to_string(in_crate(AZERBAIJAN)).unwrap();
    let night = with_input(&["night", "-"], &night).good();
    assert_eq!(night, render::night(&report(AZERBAIJAN), 80).unwrap());
}

#[test]
fn several_contests_stand_apart() {
    let both = |options: &[&str]| exitpoll(&[&["compare", ARTICLE, GEORGIA], options].concat());
    let reports = [report(ARTICLE), report(GEORGIA)];
    let text = both(&[]).good();
    let rule = format!("\n{}\n\n", "─".repeat(80));
    let parts: Vec<&str> = text.split(&rule).collect();
    assert_eq!(
        parts,
        reports.each_ref().map(|report| render::text(report, 80))
    );

    let list: Vec<Report> = serde_json::from_str(&both(&["-f", "json"]).good()).unwrap();
    assert!(list == reports, "the array is not the two reports");

    let csv = both(&["-f", "csv", "--table", "polls"]).good();
    let lines = reports
        .each_ref()
        .map(|report| render::csv_of_contest(report, Table::Polls));
    assert_eq!(
        csv,
        render::csv_heading_of_contests(Table::Polls) + &lines.concat()
    );
    assert!(csv.starts_with("contest,date,count,"));

    // A page or a picture holds one contest.
    let message = both(&["-f", "html"]).failed(2);
    assert!(message.contains("--out FOLDER/"), "{message}");
}

#[test]
fn the_night_is_followed_in_every_form() {
    let azerbaijan = report(AZERBAIJAN);
    let night = |options: &[&str]| exitpoll(&[&["night", AZERBAIJAN], options].concat()).good();
    assert_eq!(night(&[]), render::night(&azerbaijan, 80).unwrap());
    assert_eq!(
        night(&["-f", "markdown"]),
        render::night_markdown(&azerbaijan).unwrap()
    );
    assert_eq!(
        night(&["-f", "csv"]),
        render::csv(&azerbaijan, Table::Night)
    );
    assert_eq!(
        night(&["-f", "svg"]),
        chart::svg(&azerbaijan, Chart::Night).unwrap()
    );
    let json: exitpoll::report::Night = serde_json::from_str(&night(&["-f", "json"])).unwrap();
    assert_eq!(Some(json), azerbaijan.night);
    let message = exitpoll(&["night", ARTICLE]).failed(1);
    assert!(message.contains("at least two counts"), "{message}");
}

#[test]
fn why_there_is_no_night_is_said_as_it_is() {
    let of = |first: &str, second: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"],"seats":"100"}},
            "counts":[{{"name":"1",{first}}},{{"name":"2",{second}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"46","B":"54"}}}}]}}"#
        );
        with_input(&["night", "-"], &document).failed(1)
    };
    let seats = r#""status":"partial","seats":{"A":"12","B":"9"}"#;
    let of_seats = of(seats, seats);
    assert!(
        of_seats.contains("there is no night: it follows shares, and the counts give none"),
        "{of_seats}"
    );
    let last = r#""status":"final","votes":{"A":"560","B":"440"}"#;
    let of_finals = of(last, &last.replace("560", "561"));
    assert!(
        of_finals.contains("there is no night: no count that gives shares is partial"),
        "{of_finals}"
    );
    let of_silent = of(r#""status":"partial","votes":{"A":"250","B":"240"}"#, last);
    assert!(
        of_silent.contains("no partial count says how many ballots it leaves to be counted"),
        "{of_silent}"
    );
}

#[test]
fn elections_are_listed_compared_and_handed_out() {
    let list = exitpoll(&["elections"]).good();
    for election in elections::all() {
        assert!(list.contains(election.id()) && list.contains(election.document().contest.name()));
    }
    let election = elections::get("AZ-2024-P").unwrap();
    let printed = exitpoll(&["elections", "AZ-2024-P"]).good();
    assert_eq!(
        printed,
        render::text(&election.comparison().run().unwrap(), 80)
    );
    let document = exitpoll(&["elections", "AZ-2024-P", "--document"]).good();
    assert_eq!(&json::read(&document).unwrap(), election.document());
    let sources = exitpoll(&["elections", "AZ-2024-P", "--sources"]).good();
    for figure in election.figures() {
        assert!(sources.contains(&figure.source), "{}", figure.source);
    }
    let message = exitpoll(&["elections", "AZ-2024"]).failed(1);
    assert!(message.contains("AZ-2024-P"), "{message}");
}

#[test]
fn files_of_other_formats_become_documents() {
    let converted = exitpoll(&["convert", SOURCES, FIGURES]).good();
    let document = csv::read_files(&in_crate(SOURCES), &in_crate(FIGURES)).unwrap();
    assert_eq!(json::read(&converted).unwrap(), document);

    // Several contests: one on each line, and what was assumed is said.
    let table = "tests/data/formats/president_polls_long_2024_extract.csv";
    let run = exitpoll(&["convert", table]);
    assert_eq!(run.status, 0, "{}", run.error);
    assert!(
        run.error.lines().all(|line| line.starts_with("note: ")),
        "{}",
        run.error
    );
    let reading = exitpoll::io::formats::read_file(in_crate(table)).unwrap();
    let lines: Vec<_> = json::documents(run.out.as_bytes()).collect();
    let lines: Vec<_> = lines.into_iter().map(Result::unwrap).collect();
    assert!(lines.len() > 1);
    assert_eq!(lines, reading.documents);

    let one = lines[0].contest.name();
    let only = exitpoll(&["convert", table, "--contest", one]);
    assert_eq!(json::read(&only.out).unwrap(), lines[0]);
    let none = exitpoll(&["convert", table, "--contest", "nowhere"]);
    assert_eq!((none.status, none.out.as_str()), (1, ""));
    assert!(none.error.contains(one), "{}", none.error);
}

#[test]
fn bad_input_is_named_and_nothing_is_printed() {
    let missing = exitpoll(&["compare", "nothing.json"]).failed(1);
    assert!(
        missing.starts_with("error: nothing.json: cannot read the file"),
        "{missing}"
    );
    let comma = r#"{"contest": {"name": "x", "choices": ["A"]}, "polls": [{"pollster": "P", "shares": {"A": "51,0"}}]}"#;
    let message = with_input(&["compare", "-"], comma).failed(1);
    assert_eq!(
        message,
        "error: standard input: polls[0]: `shares.A` is \"51,0\", which cannot be read: write a decimal point \
         instead of the comma, such as \"92.05\"\n"
    );
    // One bad file of two: no half of the output.
    assert!(
        !exitpoll(&["compare", GEORGIA, "nothing.json"])
            .failed(1)
            .is_empty()
    );
    let no_count = r#"{"contest": {"name": "Nowhere", "choices": ["A"]}, "polls": [{"pollster": "P", "shares": {"A": "51"}}]}"#;
    let message = with_input(&["compare", "-"], no_count).failed(1);
    assert!(
        message.starts_with("error: standard input: Nowhere: "),
        "{message}"
    );
}

#[test]
fn a_wrong_command_line_has_status_2() {
    for arguments in [
        &["compare"][..],
        &["compare", GEORGIA, "--nonsense"],
        &["compare", GEORGIA, "--format", "pdf"],
        &["compare", GEORGIA, "--format", "svg"],
        &["compare", GEORGIA, "--confidence", "95"],
        &["compare", GEORGIA, "--method", "guess"],
        &["compare", GEORGIA, "--width", "10"],
        &["compare", GEORGIA, "--many", "--detail"],
        &["compare", GEORGIA, "--many", "--format", "html"],
        &["plan"],
        &["stations", "examples/data/consulates_2024.csv"],
        &["completions", "msdos"],
        &["man", "nothing"],
        &["vote"],
    ] {
        let message = exitpoll(arguments).failed(2);
        assert!(message.contains("try '--help'"), "{arguments:?}: {message}");
    }
}
