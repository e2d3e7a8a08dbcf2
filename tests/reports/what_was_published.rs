//! What the words of a report take from the published figures: no more than those say, and nothing less.

use exitpoll::Verdict;
use exitpoll::partial::Reachability;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, Finding, Question, Reason, Report, Said};

use crate::words_of_reports::{has, lacks, report, text};

fn of(contest: &str, count: &str, polls: &[&str]) -> Report {
    let polls: Vec<String> = (polls.iter().enumerate())
        .map(|(place, poll)| format!(r#"{{"pollster":"P{place}",{poll}}}"#))
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]{contest}}},"counts":[{{"name":"f",{count}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

fn full(report: &Report) -> String {
    text(report, Detail::Full)
}

const SAMPLE: &str = r#""sample":{"respondents":"10000","design_effect":"1.5"}"#;

#[test]
fn invalid_ballots_beside_all_votes_are_known_of_all_ballots() {
    // 580, 400 and 20 of 1,000; the poll leaves 1.5 percent.
    let poll = r#""base":"all_ballots","shares":{"A":"57.0","B":"41.5"},"sample":{"respondents":"1000","design_effect":"1"}"#;
    let all = of(
        "",
        r#""status":"final","votes":{"A":"580","B":"400"},"invalid":"20""#,
        &[poll],
    );
    let reading = all.reference().poll("P0").unwrap().reading().unwrap();
    let rows: Vec<(&str, f64, f64)> = (reading.rows.iter())
        .map(|row| (row.label.as_str(), row.poll.value, row.count.value))
        .collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0].0, rows[0].2), ("A", 0.58));
    assert_eq!((rows[2].0, rows[2].2), ("(invalid)", 0.02));
    assert!((rows[2].1 - 0.015).abs() < 1e-12);
    let said = full(&all);
    has(
        &said,
        "what the printed shares leave of all ballots, 1.5 percent, is compared with the count's invalid ballots",
    );
    has(
        &said,
        "the count's valid votes are taken to be the sum of the votes listed, 980",
    );
    lacks(&said, "not published: the invalid");
    lacks(&said, "not accounted for");
}

#[test]
fn invalid_ballots_beside_the_votes_of_some_are_of_nobody_knows_how_many() {
    let some = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"f","status":"final","votes":{"A":"580","B":"400"},"invalid":"20"}],
        "polls":[{"pollster":"P0","base":"all_ballots","shares":{"A":"57.0","B":"40.5"},"sample":{"respondents":"1000"}}]}"#,
    );
    let said = full(&some);
    has(
        &said,
        "the count gives no figure for C nor the valid votes in all",
    );
    // Nor are the 1,000 respondents all who voted.
    lacks(&said, "nothing is left to sampling");
    assert_eq!(
        some.reference()
            .poll("P0")
            .unwrap()
            .reading()
            .unwrap()
            .drawn_from,
        None
    );
    lacks(&said, "were not published");
}

#[test]
fn a_count_without_the_votes_of_some_whom_the_poll_covers_is_of_others() {
    let count = r#""status":"final","votes":{"A":"480000","B":"520000"},"population":{"voters":["in_person"]}"#;
    let poll = |a: &str, b: &str, voters: &str| {
        format!(r#""shares":{{"A":"{a}","B":"{b}"}},"population":{{"voters":[{voters}]}},{SAMPLE}"#)
    };
    let both = r#""in_person","postal""#;
    let polls = [
        poll("53.0", "47.0", both),
        poll("48.1", "51.9", both),
        poll("53.0", "47.0", r#""in_person""#),
        poll("53.0", "47.0", r#""postal""#),
    ];
    let polls: Vec<&str> = polls.iter().map(String::as_str).collect();
    let report = of("", count, &polls);
    let verdicts: Vec<Verdict> = (report.reference().polls.iter())
        .map(|poll| poll.verdict)
        .collect();
    assert_eq!(
        verdicts,
        [
            Verdict::DifferentPopulations,
            Verdict::WithinSampling,
            Verdict::BeyondSampling,
            Verdict::NotComparable
        ]
    );
    let leader = |name: &str| {
        let calls = &report.reference().poll(name).unwrap().calls;
        let call = calls.iter().find(|call| call.question == Question::Leader);
        call.map(|call| (call.outcome, call.not_judged.clone()))
            .unwrap()
    };
    assert_eq!(
        leader("P0"),
        (CallOutcome::Unknown, Some(Reason::NotAllCounted))
    );
    // Of how many voters who are not counted it says so nobody knows, whatever chance explains.
    assert_eq!(
        leader("P1"),
        (CallOutcome::Unknown, Some(Reason::NotAllCounted))
    );
    assert_eq!(leader("P2"), (CallOutcome::Wrong, None));
    let found: Vec<&[String]> = (report.findings.iter())
        .filter_map(|finding| match finding {
            Finding::CountedWithout { polls, .. } => Some(polls.as_slice()),
            _ => None,
        })
        .collect();
    assert_eq!(found, [["P0", "P1"]]);
    let said = full(&report);
    has(
        &said,
        "The poll also covers those who voted by post, whose votes the count says it does not have, so that nothing \
         bounds what they can explain; the comparison assumes that those voters voted as the others did.",
    );
}

#[test]
fn what_is_judged_although_voters_may_be_left_out_says_what_it_assumes() {
    let assumes = "the comparison assumes that those voters voted as the others did";
    for outside in ["30", "0–30"] {
        let poll = |a: &str, b: &str, sample: &str| {
            format!(
                r#""shares":{{"A":"{a}","B":"{b}"}},"population":{{"outside":"{outside}"}}{sample}"#
            )
        };
        let sample = format!(",{SAMPLE}");
        let count = r#""status":"final","votes":{"A":"480000","B":"520000"}"#;
        for (a, b, sample) in [("48.1", "51.9", sample.as_str()), ("53.0", "47.0", "")] {
            let judged = of("", count, &[&poll(a, b, sample)]);
            let said = full(&judged).to_lowercase();
            // First and of the poll.
            assert_eq!(said.matches(assumes).count(), 2, "{said}");
        }
        let other = of("", count, &[&poll("53.0", "47.0", &sample)]);
        let of_poll = other.reference().poll("P0").unwrap();
        assert_eq!(of_poll.verdict, Verdict::DifferentPopulations);
        assert!((of_poll.calls.iter()).all(|call| call.outcome == CallOutcome::Unknown));
        let said = full(&other);
        lacks(&said, assumes);
        // A range that may be nothing does not say that the poll is of a part.
        let reason = match outside {
            "30" => "the poll is of a part of the voters, not of all",
            _ => "poll and count may not be of the same voters",
        };
        has(&said, reason);
    }
}

#[test]
fn polls_together_that_other_voters_could_explain_do_not_miss_by_chance_alone() {
    let poll = |a: &str, b: &str| {
        format!(r#""shares":{{"A":"{a}","B":"{b}"}},"population":{{"outside":"0–30"}},{SAMPLE}"#)
    };
    let polls = [
        poll("53.0", "47.0"),
        poll("53.3", "46.7"),
        poll("52.6", "47.4"),
        poll("52.9", "47.1"),
    ];
    let polls: Vec<&str> = polls.iter().map(String::as_str).collect();
    let report = of(
        "",
        r#""status":"final","votes":{"A":"480000","B":"520000"}"#,
        &polls,
    );
    has(
        &full(&report),
        "more than chance explains (p = 0.001 after adjustment); votes that polls did not cover could explain it.",
    );
}

#[test]
fn a_range_comes_true_in_any_of_its_shares() {
    // A ends between .895 · .52 = 46.54 and 57.04 percent; 25 is nobody's figure.
    let count = r#""completeness":{"of":"ballots","percent":"90"},"votes":{"A":"520000","B":"480000"},"invalid":"0""#;
    let report = of(
        "",
        count,
        &[
            r#""shares":{"A":"<50"}"#,
            r#""shares":{"A":"<46.6"}"#,
            r#""shares":{"A":"<46"}"#,
        ],
    );
    let reach = |name: &str| {
        let reading = report.reference().poll(name).unwrap().reading().unwrap();
        let need = reading.row("A").unwrap().needs.first().unwrap();
        assert_eq!(need.share, None);
        need.reachability
    };
    assert_eq!(reach("P0"), Reachability::Possible);
    // By "90" alone A has 46.8 at least.
    assert_eq!(reach("P1"), Reachability::PossibleWithinRounding);
    assert_eq!(reach("P2"), Reachability::Impossible);
    assert_eq!(
        report.reference().poll("P0").unwrap().verdict,
        Verdict::OpenUntilCounted
    );
    let said = full(&report);
    has(
        &said,
        "P1 can come true only within rounding; P2 can no longer come exactly true; P0 can still come exactly true.",
    );
}

#[test]
fn what_a_rounded_completeness_bounds_is_printed_at_the_end_that_holds() {
    // "80" is 79.5 to 80.5: the lead of 20 points needs 20 · .795/.205 = 77.56 points of what is left, not 80.
    let count = r#""completeness":{"of":"ballots","percent":"80"},"votes":{"A":"600000","B":"400000"},"invalid":"0""#;
    let said = full(&of("", count, &[r#""shares":{"A":"50.0","B":"50.0"}"#]));
    has(
        &said,
        "with a lead of at least 77.56 points among the ballots",
    );
    lacks(&said, "80.00 points");
    // w = .6 − .1/(1 − f).
    has(&said, "50.0 10.00 8.46 to 11.46 possible");
    // .795/3 is 26.5 and two thirds of it 53 percent: nothing is rounded inwards.
    let thirds = r#""completeness":{"of":"ballots","percent":"80.3"},"votes":{"A":"200000","B":"100000"},"invalid":"0""#;
    let report = of("", thirds, &[r#""shares":{"A":"50.0","B":"50.0"}"#]);
    let share = report.reference().outstanding[0].final_share("A").unwrap();
    assert!((share.bounds.low() - 0.8025 * 2.0 / 3.0).abs() < 1e-5);
    // .535 exactly, and .7325.
    has(&full(&report), "53.50–73.25");
    let odd = thirds.replace("80.3", "80.4");
    // .8035 · 2/3 = .535667 is printed as at least .5356, the other end .732167 as at most .7322.
    has(
        &full(&of("", &odd, &[r#""shares":{"A":"50.0","B":"50.0"}"#])),
        "53.56–73.22",
    );
}

#[test]
fn a_share_of_nothing_is_said_to_be_moved_before_it_is_pooled() {
    let poll = |a: &str, b: &str, c: &str| {
        format!(
            r#"{{"pollster":"{a}{c}","shares":{{"A":"{a}","B":"{b}","C":"{c}"}},
            "sample":{{"respondents":"500","design_effect":"1"}}}}"#
        )
    };
    let document = |first: &str| {
        format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"f","status":"final",
            "votes":{{"A":"5000","B":"4900","C":"100"}}}}],"polls":[{first},{}]}}"#,
            poll("49.0", "49.0", "2.0")
        )
    };
    let none = report(&document(&poll("51.0", "49.0", "0")));
    let pool = none.reference().pool.as_ref().unwrap();
    let corrected: Vec<&[String]> = (pool.choices.iter())
        .map(|choice| choice.corrected.as_slice())
        .collect();
    assert_eq!(corrected, [&[] as &[String], &[], &["51.00".to_owned()]]);
    let said = "half a respondent was added to either side of that of C (51.00), which moves the pooled share.";
    has(&full(&none), said);
    lacks(
        &full(&report(&document(&poll("50.0", "49.0", "1.0")))),
        "half a respondent",
    );
}

#[test]
fn a_poll_that_rounding_puts_on_either_side_of_the_count_is_on_neither() {
    let polls = [
        r#""shares":{"A":"50","B":"50"}"#,
        r#""shares":{"A":"51","B":"49"}"#,
        r#""shares":{"A":"52.0","B":"48.0"}"#,
        r#""shares":{"A":"47–52","B":"48–53"}"#,
    ];
    let count = r#""status":"final","votes":{"A":"5020","B":"4980"}"#;
    let report = of("", count, &polls);
    let common = &report.reference().common_deviations[0];
    assert_eq!((common.above, common.below, common.undecided), (2, 0, 2));
    // Two above, none below, two open.
    has(&full(&report), "A 4 +0.4 ±0.89 2 0 2 ");
    let sharp = of("", count, &polls[2..3].repeat(2));
    has(&full(&sharp), "A 2 +1.80 ±0.05 2 0 B 2 ");
}

#[test]
fn with_a_bloc_as_one_another_question_is_asked() {
    let document = |poll: &str| {
        format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100","majority":"51"}},"counts":[{{"name":"f",
            "status":"final","seats":{{"A":"30","B":"26","C":"44"}}}}],"polls":[{{"pollster":"P",
            "merged":[{{"label":"A + B","choices":["A","B"]}}],"seats":{{{poll}}}}}]}}"#
        )
    };
    let bloc = full(&report(&document(r#""A + B":"54–58","C":"42–46""#)));
    has(&bloc, "who has a majority of seats, with A + B as one");
    has(&bloc, "who leads, with A + B as one");
    let beside = full(&report(&document(
        r#""A":"30–32","B":"24–26","C":"42–46","A + B":"54–58""#,
    )));
    lacks(&beside, "as one");
    has(&beside, "who has a majority of seats");
}

#[test]
fn what_a_choice_without_a_figure_cannot_change_is_known_beside_it() {
    // 12 seats of the house have no winner, and D no figure: A and C together have 68 of the 61 that are a majority.
    let document = r#"{"contest":{"name":"c","choices":["A","B","C","D"],"seats":"120","majority":"61"},"counts":[{"name":"f",
        "status":"partial","seats":{"A":"58","B":"40","C":"10"}}],"polls":[{"pollster":"P",
        "merged":[{"label":"A + C","choices":["A","C"]}],"seats":{"A + C":"66–72","B":"40–46","D":"6–10"}},
        {"pollster":"Q","seats":{"A":"59–64","B":"38–42","C":"9–12","D":"4–8"}}]}"#;
    let report = report(document);
    let call = |name: &str, question: Question| {
        let calls = &report.reference().poll(name).unwrap().calls;
        let call = calls.iter().find(|call| call.question == question).unwrap();
        (call.outcome, call.result.clone())
    };
    let who = |label: &str| Said::Choices(vec![label.to_owned()]);
    assert_eq!(
        call("P", Question::Majority),
        (CallOutcome::Right, who("A + C"))
    );
    assert_eq!(call("Q", Question::Leader), (CallOutcome::Right, who("A")));
    // A alone may end at 70, or not reach 61; with C it has the majority, and 68 seats in Q by the least of both.
    assert_eq!(
        call("Q", Question::Majority),
        (CallOutcome::Right, who("A + C"))
    );
}

#[test]
fn ballots_and_the_registered_voters_of_the_contest_are_a_turnout() {
    let report = of(
        r#","registered":"2000""#,
        r#""status":"final","votes":{"A":"600","B":"500"},"invalid":"20","ballots_cast":"1120""#,
        &[r#""shares":{"A":"54.0","B":"46.0"},"turnout":"58""#],
    );
    let turnout = report.reference().polls[0].turnout.unwrap();
    assert!((turnout.count.value - 0.56).abs() < 1e-12);
    lacks(&full(&report), "the count gives no figure for it");
}

#[test]
fn the_middle_of_a_range_divides_nothing_and_leaves_nothing() {
    let report = of(
        "",
        r#""status":"final","votes":{"A":"62","B":"38"},"invalid":"3""#,
        &[r#""shares":{"A":"<60","B":"33–36"},"sample":{"respondents":"80"}"#],
    );
    let said = full(&report);
    // It does not say that its shares are of all ballots: what they leave is nobody's figure of the invalid ones.
    assert!(
        !said.contains("is compared with the count's invalid ballots"),
        "{said}"
    );
    has(
        &said,
        "shares divided by the proportion who named a choice, which the published ranges leave open",
    );
    let named = report.reference().polls[0].reading().unwrap();
    // B alone is no figure either: of a sum that is a range.
    assert!(
        named.rows.iter().all(|row| row.range.is_some()),
        "{named:?}"
    );
}

#[test]
fn a_count_of_seats_is_as_complete_as_its_seats_say() {
    let seats = of(
        r#","seats":"100""#,
        r#""status":"partial","seats":{"A":"50","B":"45"}"#,
        &[r#""seats":{"A":"50–56","B":"44–50"}"#],
    );
    let said = full(&seats);
    has(
        &said,
        "Partial count, 95 seats so far, taken as declared for good.",
    );
    lacks(&said, "how complete");
}
