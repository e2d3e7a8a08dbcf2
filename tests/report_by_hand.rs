//! Reports of small documents against figures computed by hand.
#![cfg(feature = "io")]

use exitpoll::accuracy::Orientation;
use exitpoll::alignment::{Rule, align};
use exitpoll::hypothesis::RowTestMethod;
use exitpoll::io::json;
use exitpoll::report::{Basis, CallOutcome, Question, ReadingReport, Reason, RowReport, Table};
use exitpoll::station::{AgainstCount, Interviews, Station, StationSample, StationTable};
use exitpoll::{
    Base, Comparison, CompletenessOf, Contest, ErrorKind, OfficialCount, Poll, Report, Sample,
    SampleBuilder, render,
};

fn contest(choices: &[&str]) -> Contest {
    let builder = Contest::builder("by hand").choices(choices.iter().copied());
    builder.build().expect("a contest")
}

fn count(votes: &[(&str, u64)]) -> OfficialCount {
    let mut builder = OfficialCount::builder("count").final_result();
    for (choice, votes) in votes {
        builder = builder.votes(*choice, *votes);
    }
    builder.build().expect("a count")
}

fn poll(name: &str, shares: &[(&str, &str)], sample: Option<SampleBuilder>) -> Poll {
    let mut builder = Poll::builder(name);
    for (choice, share) in shares {
        builder = builder.share(*choice, *share);
    }
    if let Some(sample) = sample {
        builder = builder.sample(sample);
    }
    builder.build().expect("a poll")
}

fn drawn_singly(respondents: u32) -> Option<SampleBuilder> {
    let sample = Sample::builder()
        .respondents(respondents)
        .design_effect("1");
    Some(sample)
}

fn reading<'a>(report: &'a Report, poll: &str) -> &'a ReadingReport {
    let poll = report.reference().poll(poll).expect("the poll");
    poll.reading().expect("its shares")
}

fn row<'a>(report: &'a Report, poll: &str, choice: &str) -> &'a RowReport {
    reading(report, poll).row(choice).expect("the row")
}

fn near(found: f64, by_hand: f64, within: f64) {
    assert!(
        (found - by_hand).abs() <= within * by_hand.abs(),
        "{found} instead of {by_hand}"
    );
}

const HALVES: [(&str, u64); 2] = [("A", 500_000), ("B", 500_000)];

/// One of 100 for a choice of .1 percent: 2·(1 − .999¹⁰⁰), exact for respondents drawn singly; 200 with a design
/// effect of 2 are worth 100, but no 100 who were drawn singly.
#[test]
fn only_respondents_drawn_singly_have_an_exact_test() {
    let sampling = |sample: SampleBuilder| {
        let report = Comparison::new(contest(&["A", "B"]))
            .count(count(&[("A", 999_000), ("B", 1000)]))
            .poll(poll(
                "P",
                &[("A", "99.00000"), ("B", "1.00000")],
                Some(sample),
            ))
            .run()
            .expect("a report");
        row(&report, "P", "B").sampling.expect("a test")
    };
    let singly = sampling(Sample::builder().respondents(100_u32).design_effect("1"));
    let clusters = sampling(Sample::builder().respondents(200_u32).design_effect("2"));
    let by_hand = 2.0 * (1.0 - 0.999_f64.powi(100));
    near(singly.p_value.expect("a figure"), by_hand, 1e-4);
    near(clusters.p_value.expect("a figure"), by_hand, 1e-4);
    assert_eq!(singly.test, RowTestMethod::ExactBinomial);
    assert_eq!(clusters.test, RowTestMethod::BinomialAtEffectiveSize);
}

/// A declared bias of three points: 1/n = 1/1000 + 4·.03², n = 217.391; Wilson's interval of .4 at that size has
/// centre (.4 + z²/2n)/(1 + z²/n) and half-width z/(1 + z²/n)·√(.24/n + z²/4n²).
#[test]
fn the_interval_of_sampling_and_bias_is_wilsons_at_the_size_of_both() {
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll(
            "P",
            &[("A", "40.0"), ("B", "60.0")],
            drawn_singly(1000),
        ))
        .bias_sd(3.0)
        .run()
        .expect("a report");
    let interval = row(&report, "P", "A")
        .sampling
        .expect("a test")
        .total_error_interval;
    let interval = interval.expect("a bias is declared");
    let (n, z) = (1.0 / 0.0046, 1.959_963_984_540_054_f64);
    let scale = 1.0 + z * z / n;
    let centre = (0.4 + z * z / (2.0 * n)) / scale;
    let half = z / scale * (0.24 / n + z * z / (4.0 * n * n)).sqrt();
    near(interval.low(), centre - half, 1e-9);
    near(interval.high(), centre + half, 1e-9);
}

/// The same deviation needs a larger sample where six stations leave five degrees of freedom: n = q²·.25/.05² with
/// q = 2.570582 instead of 1.959964.
#[test]
fn few_stations_ask_more_of_a_deviation() {
    let sample = |stations: Option<u32>| {
        let sample = Sample::builder().respondents(1000_u32).design_effect("2");
        let sample = match stations {
            Some(stations) => sample.stations(stations),
            None => sample,
        };
        Some(sample)
    };
    let shares = [("A", "55.0"), ("B", "45.0")];
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll("many", &shares, sample(None)))
        .poll(poll("six", &shares, sample(Some(6))))
        .run()
        .expect("a report");
    let size = |poll: &str| {
        row(&report, poll, "A")
            .break_even
            .expect("it deviates")
            .size
    };
    near(size("many"), 100.0 * 1.959_963_985_f64.powi(2), 1e-6);
    near(size("six"), 100.0 * 2.570_581_836_f64.powi(2), 1e-6);
}

/// Of 1,000,000 ballots, at least 89.95 percent of all, 900,000 were valid. At most 111,728 are to come, all of which
/// can be valid: A has 450,000 of 1,011,728 at least. By shares alone it would be .8995/2.
#[test]
fn a_stated_share_of_the_ballots_bounds_in_votes_where_the_ballots_are_known() {
    let count = OfficialCount::builder("night")
        .votes("A", 450_000_u64)
        .votes("B", 450_000_u64)
        .ballots_cast(1_000_000_u64)
        .completeness(CompletenessOf::Ballots, "90.0");
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count.build().expect("a count"))
        .poll(poll("P", &[("A", "52.0"), ("B", "48.0")], None))
        .run()
        .expect("a report");
    let view = report.reference().outstanding(Basis::ShareOfBallots);
    let bounds = view
        .and_then(|view| view.final_share("A"))
        .expect("A")
        .bounds;
    near(bounds.low(), 450_000.0 / 1_011_728.0, 1e-6);
    near(bounds.high(), 561_728.0 / 1_011_728.0, 1e-6);
}

/// "51" and "50" are shares of 101: X² = Σ n (p − p̄)²/(p̄(1 − p̄)) with p = 51/101 and 45/101.
#[test]
fn scatter_is_that_of_shares_scaled_to_one() {
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll("one", &[("A", "51"), ("B", "50")], drawn_singly(1000)))
        .poll(poll("two", &[("A", "45"), ("B", "56")], drawn_singly(1000)))
        .run()
        .expect("a report");
    let pool = report.reference().pool.as_ref().expect("a pool");
    let scatter = pool.scatter.as_ref().expect("two polls of two choices");
    near(scatter.test.statistic, 18_000.0 / (48.0 * 53.0), 1e-9);
}

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

/// 51 to 49 of 100 is well within what sampling does; 70 to 30 is not.
#[test]
fn a_lead_within_sampling_error_is_no_call() {
    let votes = [("A", 490_000), ("B", 510_000)];
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&votes))
        .poll(poll(
            "close",
            &[("A", "51.0"), ("B", "49.0")],
            drawn_singly(100),
        ))
        .poll(poll(
            "clear",
            &[("A", "70.0"), ("B", "30.0")],
            drawn_singly(100),
        ))
        .run()
        .expect("a report");
    let leader = |poll: &str| {
        let poll = report.reference().poll(poll).expect("the poll");
        let mut calls = poll.calls.iter();
        let call = calls
            .find(|call| call.question == Question::Leader)
            .expect("a call");
        (call.beyond_sampling, call.outcome)
    };
    assert_eq!(leader("close"), (Some(false), CallOutcome::Open));
    assert_eq!(leader("clear"), (Some(true), CallOutcome::Wrong));
}

/// Of three choices, too: with 40 to 38 of 200 either can be first, and the other second.
#[test]
fn nobody_is_called_second_where_either_can_be_first() {
    let votes = [("A", 390_000), ("B", 400_000), ("C", 210_000)];
    let shares = [("A", "40.0"), ("B", "38.0"), ("C", "22.0")];
    let report = Comparison::new(contest(&["A", "B", "C"]))
        .count(count(&votes))
        .poll(poll("P", &shares, drawn_singly(200)))
        .run()
        .expect("a report");
    let poll = report.reference().poll("P").expect("the poll");
    let asked = [Question::Leader, Question::Place(2), Question::Order];
    for question in asked {
        let call = poll.calls.iter().find(|call| call.question == question);
        let call = call.expect("three choices are ordered");
        assert_eq!(
            (call.beyond_sampling, call.outcome),
            (Some(false), CallOutcome::Open),
            "{question:?}"
        );
    }
}

/// A thousand billion over a design effect of 1e-300 is no number: the size stays unknown, and nothing is tested.
#[test]
fn a_size_beyond_all_numbers_is_no_size() {
    let sample = Sample::builder()
        .respondents(1_000_000_000_000_u64)
        .design_effect("1e-300");
    let shares = [("A", "51.0"), ("B", "49.0")];
    let report = Comparison::new(contest(&["A", "B"]))
        .count(count(&HALVES))
        .poll(poll("P", &shares, Some(sample)))
        .run()
        .expect("a report");
    let facts = report.poll("P").expect("its facts");
    assert_eq!(facts.size.effective_size, None);
    assert!(row(&report, "P", "A").sampling.is_none());
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
fn a_figure_merged_alike_by_all_polls_keeps_its_label() {
    let merged = |name: &str, a: &str, bloc: &str| {
        let poll = Poll::builder(name).share("A", a);
        let poll = poll.merged("The bloc", ["B", "C"]).share("The bloc", bloc);
        poll.sample(drawn_singly(1000).expect("a sample"))
            .build()
            .expect("a poll")
    };
    let votes = [("A", 500_000), ("B", 300_000), ("C", 200_000)];
    let report = Comparison::new(contest(&["A", "B", "C"]))
        .count(count(&votes))
        .poll(merged("one", "52.0", "48.0"))
        .poll(merged("two", "51.0", "49.0"))
        .run()
        .expect("a report");
    let pool = report.reference().pool.as_ref().expect("a pool");
    let labels: Vec<&str> = pool.choices.iter().map(|of| of.label.as_str()).collect();
    assert_eq!(labels, ["A", "The bloc"]);
    let scatter = pool.scatter.as_ref().expect("two polls of two figures");
    assert_eq!(scatter.choices, ["A", "The bloc"]);
}

/// Nobody is added up where a poll is read on all ballots: they are the ballots cast.
#[test]
fn valid_votes_are_said_to_be_a_sum_only_where_they_are_the_base() {
    let said = |base: Base, invalid: &str, b: &str| -> Vec<(Base, bool)> {
        let count = OfficialCount::builder("count")
            .votes("A", 600_u64)
            .votes("B", 300_u64)
            .ballots_cast(1000_u64)
            .final_result();
        let poll = Poll::builder("P")
            .base(base)
            .share("A", "58.0")
            .share("B", b);
        let poll = poll.share("(invalid)", invalid);
        let readings = align(
            &contest(&["A", "B"]),
            &count.build().expect("a count"),
            &poll.build().expect("a poll"),
        );
        let sum = |rule: &Rule| matches!(rule, Rule::ValidIsSumOfVotes { votes: 900 });
        let readings = readings.expect("readings").into_iter();
        readings
            .map(|of| (of.base, of.rules.iter().any(sum)))
            .collect()
    };
    assert_eq!(
        said(Base::AllBallots, "10.0", "32.0"),
        [(Base::AllBallots, false)]
    );
    assert_eq!(
        said(Base::ValidVotes, "0.0", "42.0"),
        [(Base::ValidVotes, true)]
    );
}

/// "60.0" percent of 90 percent valid: .5995·.9 to .6005·.9 of all ballots.
#[test]
fn shares_of_the_valid_votes_are_put_on_all_ballots_with_their_rounding() {
    let count = OfficialCount::builder("count")
        .share("A", "60.0")
        .share("B", "40.0");
    let count = count
        .base(Base::ValidVotes)
        .invalid(100_u64)
        .ballots_cast(1000_u64)
        .final_result();
    let poll = Poll::builder("P").base(Base::AllBallots).share("A", "58.0");
    let poll = poll.share("B", "32.0").share("(invalid)", "10.0");
    let readings = align(
        &contest(&["A", "B"]),
        &count.build().expect("a count"),
        &poll.build().expect("a poll"),
    );
    let readings = readings.expect("readings");
    let of_all = readings.iter().find(|of| of.base == Base::AllBallots);
    let rows = &of_all.expect("a reading on all ballots").rows;
    let a = &rows.iter().find(|row| row.label == "A").expect("A").count;
    near(a.value, 0.54, 1e-12);
    near(a.bounds.low(), 0.53955, 1e-12);
    near(a.bounds.high(), 0.54045, 1e-12);
}

/// 29.97 of 90 is 333 of 1,000, though not in binary.
#[test]
fn a_poll_that_is_right_is_no_billionth_away() {
    for (a, b, counted) in [
        ("29.97", "60.03", 333),
        ("27.09", "62.91", 301),
        ("6.93", "83.07", 77),
    ] {
        let report = Comparison::new(contest(&["A", "B"]))
            .count(count(&[("A", counted), ("B", 1000 - counted)]))
            .poll(poll(
                "P",
                &[("A", a), ("B", b), ("(refused)", "10.00")],
                None,
            ))
            .run()
            .expect("a report");
        let measures = &reading(&report, "P").measures;
        assert_eq!(measures.total_variation.expect("two shares").value, 0.0);
        assert_eq!(measures.overlap.expect("two shares").value, 1.0);
    }
}

/// Put on those who named a choice, "40" is as coarse or fine as the finest figure it is divided by.
#[test]
fn shares_of_those_naming_a_choice_have_the_digits_of_their_divisor() {
    let poll = Poll::builder("P").share("A", "45.5").share("B", "40");
    let poll = poll.share("(refused)", "10");
    let readings = align(
        &contest(&["A", "B", "C"]),
        &count(&[("A", 500), ("B", 400), ("C", 100)]),
        &poll.build().expect("a poll"),
    );
    let readings = readings.expect("readings");
    let named = readings
        .iter()
        .find(|of| of.reading == exitpoll::alignment::Reading::OfThoseNamingAChoice)
        .expect("refusals leave two readings");
    let b = named.rows.iter().find(|row| row.label == "B").expect("B");
    assert_eq!(b.poll.decimals, Some(1));
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
