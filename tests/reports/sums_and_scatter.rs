//! Figures of two choices as one, levels behind a leader, and polls that lie too close to one another.

use exitpoll::Report;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, Finding, Question, Said};

use super::words_of_reports::{has, lacks, report, scatter_of, text};

fn of_threshold<'a>(
    report: &'a Report,
    poll: &str,
    choice: &str,
) -> (&'a Said, &'a Said, CallOutcome) {
    let poll = report.reference().poll(poll).unwrap();
    let call = poll.calls.iter().find(|call| {
        matches!(call.question, Question::Threshold(_)) && call.choice.as_deref() == Some(choice)
    });
    let call = call.unwrap();
    (&call.called, &call.result, call.outcome)
}

#[test]
fn a_sum_below_a_threshold_is_below_for_each_and_one_above_says_nothing() {
    let poll = |name: &str, b: &str, sum: &str| {
        format!(
            r#"{{"pollster":"{name}","shares":{{"A":"50.0","B":"{b}","C+D":"{sum}"}},
            "merged":[{{"label":"C+D","choices":["C","D"]}}],"sample":{{"respondents":"2000","design_effect":"1"}}}}"#
        )
    };
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C","D"],"thresholds":{{"electoral":"5"}}}},
        "counts":[{{"name":"c","status":"final","votes":{{"A":"50000","B":"36000","C":"9000","D":"5000"}}}}],
        "polls":[{},{}]}}"#,
        poll("X", "36.0", "14.0"),
        poll("Y", "46.6", "3.4")
    ));
    for choice in ["C", "D"] {
        assert_eq!(
            of_threshold(&report, "X", choice),
            (&Said::Unknown, &Said::Above, CallOutcome::Unknown)
        );
        assert_eq!(
            of_threshold(&report, "Y", choice),
            (&Said::Below, &Said::Above, CallOutcome::Wrong)
        );
    }
}

#[test]
fn two_who_are_level_for_second_stand_behind_the_first() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B","C"],"places":"2"},
        "counts":[{"name":"c","status":"final","votes":{"A":"40000","B":"30000","C":"30000"}}],
        "polls":[{"pollster":"X","shares":{"A":"40.0","B":"34.0","C":"26.0"},
        "sample":{"respondents":"4000","design_effect":"1"}}]}"#,
    );
    has(&text(&report, Detail::Full), "A, then B and C, tied");
}

fn alike(sample: &str, leader: [&str; 4], second: [&str; 4]) -> Report {
    let polls: Vec<String> = (0..4)
        .map(|i| {
            let rest = 100.0 - leader[i].parse::<f64>().unwrap() - second[i].parse::<f64>().unwrap();
            format!(
                r#"{{"pollster":"P{i}","shares":{{"A":"{}","B":"{}","C":"{rest:.1}"}},"sample":{{{sample}}}}}"#,
                leader[i], second[i]
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"450000","B":"350000","C":"200000"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

#[test]
fn polls_of_unknown_design_that_scatter_too_little_do_not_differ_about_as_samples_would() {
    let report = alike(
        r#""respondents":"1000","stations":"50""#,
        ["45.0", "45.1", "44.9", "45.0"],
        ["35.0", "34.9", "35.0", "35.1"],
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "The polls lie closer to one another than even samples drawn singly usually would. Weights, quotas, calibration \
         or a shared sample can do that; not every design effect is known",
    );
    let line = full.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        !line.contains("about as samples") && !line.contains(": from "),
        "{full}"
    );
    let below = |of: &Finding| matches!(of, Finding::ScatterBelowSampling { .. });
    assert!(!report.findings.iter().any(below));
}

#[test]
fn what_polls_miss_together_says_where_they_are_too_alike_to_be_independent() {
    let report = alike(
        r#""respondents":"1000","design_effect":"1""#,
        ["49.0", "49.1", "48.9", "49.0"],
        ["31.0", "30.9", "31.0", "31.1"],
    );
    let brief = text(&report, Detail::Brief);
    has(&brief, "more than chance explains");
    has(
        &brief,
        "That takes them for independent samples. The polls lie closer to one another than chance would usually leave",
    );
}

#[test]
fn which_poll_is_further_is_not_tested_where_one_has_a_range() {
    // X is 1.5 points off by the middle of its range and Y 1; without the range X would be the nearer one.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B","C"]},"counts":[{"name":"c","status":"final",
        "votes":{"A":"70000","B":"27000","C":"3000"}}],"polls":[
        {"pollster":"X","shares":{"A":"70","B":"27","C":"<3"},"sample":{"respondents":"900"}},
        {"pollster":"Y","shares":{"A":"71","B":"27","C":"2"},"sample":{"respondents":"900"}}]}"#,
    );
    let pairs = report
        .between_polls
        .as_ref()
        .unwrap()
        .pairs
        .as_ref()
        .unwrap();
    assert_eq!(
        (pairs.z.as_slice(), pairs.adjusted_p_value.as_slice()),
        ([None].as_slice(), [None].as_slice())
    );
}

#[test]
fn what_an_assumed_design_effect_would_show_is_worded_as_an_assumption() {
    // Of 1,000 each Q is 6.0150 at design effect 1 (METHODS 7): at 4 it is 1.504 on 6 degrees of freedom, p = .041 as
    // printed, and under .05 from 3.678 on.
    let path = format!(
        "{}/tests/data/cases/scatter_like_chance.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let document = exitpoll::io::json::read(&std::fs::read_to_string(path).unwrap()).unwrap();
    let full = |assumed: Option<f64>| {
        let comparison = exitpoll::Comparison::from(document.clone());
        let comparison = match assumed {
            Some(factor) => comparison.assume_design_effect(factor),
            None => comparison,
        };
        text(&comparison.run().unwrap(), Detail::Full)
    };
    let assumed = full(Some(4.0));
    has(
        &assumed,
        "With the design effect of 4 that was assumed the polls would lie closer to one another than chance usually \
         leaves; that would be so from 3.678 on (3.922 regardless of rounding). Weights, quotas, calibration or a shared \
         sample could do that; nothing is concluded from an assumption.",
    );
    lacks(&assumed, "The polls lie closer to one another");
    let plain = full(None);
    lacks(&plain, "was assumed");
    has(&plain, "from 3.678 on");
}

#[test]
fn polls_that_lie_too_close_together_are_named_where_they_are_some_of_those_taken_together() {
    // The same 50.5 of 2,000 in each of five, where chance leaves 1.1 points; one sample is of one station.
    let of = |stations: &str| {
        let poll = |n: u32| {
            let stations = if n == 5 { stations } else { "100" };
            format!(
                r#"{{"pollster":"P{n}","shares":{{"A":"50.5","B":"29.5","C":"20.0"}},"sample":{{"respondents":"2000",
                "stations":"{stations}","design_effect":"1"}}}}"#
            )
        };
        let polls: Vec<String> = (1..=5).map(poll).collect();
        let report = super::words_of_reports::report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"f","status":"final",
            "votes":{{"A":"500000","B":"300000","C":"200000"}}}}],"polls":[{}]}}"#,
            polls.join(",")
        ));
        let text = super::words_of_reports::text(&report, exitpoll::render::Detail::Full);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let all = of("100");
    assert!(
        all.contains("The polls lie closer to one another than chance"),
        "{all}"
    );
    let some = of("1");
    assert!(
        some.contains("P1, P2, P3 and P4 lie closer to one another than chance"),
        "{some}"
    );
    assert!(!some.contains("he polls lie closer"), "{some}");
}

/// Two polls against 500,000 of 1,000,000, or 994,000.
fn two_polls(counted: [u32; 2], shares: [[&str; 2]; 2], sample: &str) -> Report {
    let poll = |name: &str, [a, b]: [&str; 2]| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}"}},"sample":{{{sample}}}}}"#)
    };
    let [p, q] = shares;
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"{}","B":"{}"}}}}],"polls":[{},{}]}}"#,
        counted[0],
        counted[1],
        poll("P", p),
        poll("Q", q)
    ))
}

fn is_found_to_differ(report: &Report) -> bool {
    let is_such = |of: &Finding| matches!(of, Finding::ScatterBeyondSampling { .. });
    report.findings.iter().any(is_such)
}

#[test]
fn polls_of_few_stations_differ_by_the_freedom_of_their_designs() {
    // 250 effective respondents each: z² = .1² / (.5 · .5 · 2 / 250) = 5, p = .0253 by χ²; on 4 + 4 degrees of freedom
    // t = 2.2361 has p = .0558.
    let far = [["55.0", "45.0"], ["45.0", "55.0"]];
    let few = two_polls(
        [500_000, 500_000],
        far,
        r#""respondents":"500","stations":"5","design_effect":"2""#,
    );
    let scatter = scatter_of(&few);
    assert!((scatter.test.statistic - 5.0).abs() < 1e-9);
    assert!((scatter.design_degrees_of_freedom.unwrap() - 8.0).abs() < 1e-9);
    assert!(scatter.upper_tail_bounds.high() > 0.0557 && scatter.upper_tail_bounds.low() < 0.0558);
    assert!(!is_found_to_differ(&few));
    lacks(
        &text(&few, Detail::Brief),
        "differ from one another by more",
    );
    let many = two_polls(
        [500_000, 500_000],
        far,
        r#""respondents":"500","design_effect":"2""#,
    );
    assert!(scatter_of(&many).design_degrees_of_freedom.is_none());
    assert!(is_found_to_differ(&many));
}

#[test]
fn five_respondents_to_none_show_no_difference_of_polls() {
    // 5 of 400 and 0 of 400: p = .0617 by Fisher's exact test, .025 by χ² with 2.5 expected of each.
    let sample = r#""respondents":"400","design_effect":"1""#;
    let report = two_polls(
        [994_000, 6_000],
        [["98.75", "1.25"], ["100.00", "0.00"]],
        sample,
    );
    let fewest = scatter_of(&report).fewest_expected.unwrap();
    assert!((fewest - 2.5).abs() < 1e-9, "{fewest}");
    assert!(!is_found_to_differ(&report));
    has(
        &text(&report, Detail::Full),
        "Whether the polls differ from one another by more than samples would is not judged",
    );
}
