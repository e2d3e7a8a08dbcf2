//! What a sum of choices cannot do, and leads that are called.

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::{CallOutcome, Question, Said};
use exitpoll::{Comparison, Report};

/// A poll of A, B and the sum of C and D, two places and a threshold of 20 percent; `counts` is what the count gives.
fn with_a_sum(shares: [&str; 3], votes: &str, merged: &str) -> Report {
    let [a, b, sum] = shares;
    let group = r#""merged":[{"label":"C + D","choices":["C","D"]}]"#;
    let merged = if merged.is_empty() {
        ""
    } else {
        &format!(",{group}")
    };
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C","D"],"places":"2","thresholds":{{"fifth":"20"}}}},
        "counts":[{{"name":"final","status":"final","votes":{{{votes}}}{merged}}}],
        "polls":[{{"pollster":"X","shares":{{"A":"{a}","B":"{b}","C + D":"{sum}"}},{group},
        "sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

#[test]
fn a_sum_of_two_choices_takes_no_place_and_passes_no_threshold() {
    let each = r#""A":"40000","B":"26000","C":"18000","D":"16000""#;
    let report = with_a_sum(["40.0", "26.0", "34.0"], each, "");
    let poll = report.reference().poll("X").expect("the poll");
    let call = |question: Question| {
        let call = poll.calls.iter().find(|call| call.question == question);
        let call = call.expect("a call");
        (call.called.clone(), call.result.clone(), call.outcome)
    };
    let one = |choice: &str| Said::Choices(vec![choice.into()]);
    // A has more than C and D together; either of these can have more than B by the poll, and neither has by the count.
    assert_eq!(
        call(Question::Leader),
        (one("A"), one("A"), CallOutcome::Right)
    );
    assert_eq!(
        call(Question::Place(2)),
        (Said::Open, one("B"), CallOutcome::Open)
    );
    assert_eq!(call(Question::Order).2, CallOutcome::Open);
    let reading = poll.reading().expect("a reading");
    // By the count B is the runner-up, and the poll has a lead of A over it.
    let lead = reading.lead.as_ref().expect("of A over B");
    assert!((lead.poll - 0.14).abs() < 1e-12 && lead.runner_up == "B");
    let text = render::text_with(&report, 300, Detail::Full);
    assert!(
        !text.contains("C + D as one") && !text.contains("over C + D"),
        "{text}"
    );

    // Ahead of everybody only as a sum, which leads nothing.
    let report = with_a_sum(["30.0", "26.0", "44.0"], each, "");
    let leader = &report.reference().poll("X").expect("the poll").calls[0];
    assert_eq!(
        (&leader.called, leader.outcome),
        (&Said::Open, CallOutcome::Open)
    );

    // Nor does it where the count has no more than the sum.
    let summed = r#""A":"40000","B":"26000","C + D":"34000""#;
    let report = with_a_sum(["40.0", "26.0", "34.0"], summed, "merged");
    let poll = report.reference().poll("X").expect("the poll");
    assert!(poll.reading().expect("a reading").lead.is_none());
    let place = poll
        .calls
        .iter()
        .find(|call| call.question == Question::Place(2));
    assert_eq!(place.map(|call| call.outcome), Some(CallOutcome::Open));
    let mut thresholds = poll
        .calls
        .iter()
        .filter(|call| call.choice.as_deref() == Some("C + D"));
    assert!(thresholds.all(|call| call.outcome == CallOutcome::Unknown));
}

#[test]
fn whoever_is_called_ahead_has_a_lead_whose_interval_excludes_zero() {
    // 15 and 4 of 200 among others; 60 of 100, where 60 or more have a chance of .0284 under one half; 6 of 7.
    let of_two = |a: f64, n: u32| {
        let b = 100.0 - a;
        format!(
            r#"{{"pollster":"P{n}","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"{n}","design_effect":"1"}}}}"#
        )
    };
    let polls = [
        of_two(60.0, 100),
        of_two(75.0, 20),
        of_two(85.7, 7),
        of_two(53.1, 1000),
    ]
    .join(",");
    for (count, method) in [("600", "score"), ("600", "wald"), ("998", "newcombe")] {
        let others = 1000 - count.parse::<u32>().expect("a number");
        let text = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
            "votes":{{"A":"{count}","B":"{others}"}}}}],"polls":[{polls}]}}"#
        );
        let report = Comparison::from(json::read(&text).expect("the document reads"))
            .lead_method(method.parse().expect("a method"))
            .run()
            .expect("the report is made");
        for poll in &report.reference().polls {
            let lead = poll
                .reading()
                .and_then(|of| of.lead.as_ref())
                .expect("a lead");
            let excludes = lead.interval.is_some_and(|of| !of.contains(0.0));
            let called = poll.calls[0].beyond_sampling == Some(true);
            assert!(!called || excludes, "{} by {method} at {count}", poll.name);
        }
    }
}

/// A and B of 4.0 and 2.8 percent, and a threshold of 7 percent for them together, of which a poll gives 7.5 percent.
fn with_a_coalition(count: &str, contest: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"v","choices":["A","B","C"],{contest}"thresholds":{{"coalitions":{{"percent":"7",
        "choices":["A + B"]}}}}}},"counts":[{{"name":"c",{count}}}],"polls":[{{"pollster":"P",
        "merged":[{{"label":"A + B","choices":["A","B"]}}],"shares":{{"A + B":"7.5","C":"92.5"}},
        "sample":{{"respondents":"100000","design_effect":"1"}}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

#[test]
fn the_threshold_of_a_coalition_is_judged_by_the_sum_of_its_members() {
    let result = |report: &Report| {
        let calls = &report.reference().polls[0].calls;
        let of_both = |call: &&exitpoll::report::Call| call.choice.as_deref() == Some("A + B");
        let call = calls.iter().find(of_both).expect("a call");
        (call.called.clone(), call.result.clone(), call.outcome)
    };
    let votes = r#""votes":{"A":"40000","B":"28000","C":"932000"}"#;
    // 6.8 percent, and 7.5 ± .16 by the poll.
    let counted = with_a_coalition(&format!(r#""status":"final",{votes}"#), "");
    let wrong = (Said::Above, Said::Below, CallOutcome::Wrong);
    assert_eq!(result(&counted), wrong);
    // By printed shares 6.7 to 6.9.
    let shares = r#""status":"final","shares":{"A":"4.0","B":"2.8","C":"93.2"}"#;
    assert_eq!(result(&with_a_coalition(shares, "")), wrong);
    // One vote more than 7 percent of all is enough, and so is none more; one fewer is not.
    for (b, expected) in [(30_000, Said::Above), (29_999, Said::Below)] {
        let c = 960_000 - b;
        let votes = format!(r#""status":"final","votes":{{"A":"40000","B":"{b}","C":"{c}"}}"#);
        assert_eq!(result(&with_a_coalition(&votes, "")).1, expected);
    }
    // Of 1,000,000 votes 1,000 more cannot lift 68,000 to 70,070, and 3,000 more can to 71,000 of 1,003,000.
    let partial = |registered: &str| {
        let contest = format!(r#""registered":"{registered}","#);
        result(&with_a_coalition(
            &format!(r#""status":"partial",{votes},"invalid":"0""#),
            &contest,
        ))
        .1
    };
    assert_eq!(partial("1001000"), Said::Below);
    assert_eq!(partial("1003000"), Said::Open);
}
