//! No decision is built on figures of a count that contradict one another.

use exitpoll::io::json;
use exitpoll::model::Contradiction;
use exitpoll::render::{self, Detail};
use exitpoll::report::{Basis, Finding, Reason};
use exitpoll::{Comparison, CompletenessOf, Report, Verdict};

fn compared(count: &str, polls: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",{count}}}],
        "polls":[{polls}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn verdict(report: &Report, poll: &str) -> Verdict {
    report.reference().poll(poll).expect("the poll").verdict
}

const POLL: &str = r#"{"pollster":"P","shares":{"A":"50.0","B":"30.0","C":"20.0"},"sample":{"respondents":"1000"}}"#;

#[test]
fn votes_that_contradict_the_printed_share_of_a_polled_choice_leave_the_poll_uncompared() {
    let count = r#""votes":{"A":"700000","B":"200000","C":"100000"},"shares":{"A":"20.0","B":"70.0","C":"10.0"}"#;
    let leader_of_c = r#"{"pollster":"Q","shares":{"C":"10.5"},"sample":{"respondents":"1000"}}"#;
    let report = compared(count, &format!("{POLL},{leader_of_c}"));
    let poll = report.reference().poll("P").unwrap();
    assert_eq!(verdict(&report, "P"), Verdict::NotComparable);
    assert!(matches!(
        &poll.not_compared,
        Some(Reason::FiguresContradict { choice: Some(choice) }) if choice == "A"
    ));
    assert!(poll.reading().is_none() && poll.rank.is_none());
    assert!(poll.calls.iter().all(|call| call.beyond_sampling.is_none()));
    // What rests on a figure that nothing contradicts is compared: 10.5 against 10.0.
    assert_eq!(verdict(&report, "Q"), Verdict::WithinSimpleRandomSampling);
    let text = render::text_with(&report, 200, Detail::Full);
    assert!(text.contains("votes and its printed share of A contradict one another"));
    assert!(!text.contains("P differs"));
}

#[test]
fn a_share_cut_off_or_misprinted_in_its_last_digit_does_not_stop_a_comparison() {
    // 53.57 percent, cut off: 53.5. One unit of the last digit is not beyond printing.
    let count =
        r#""votes":{"A":"5357","B":"2643","C":"2000"},"shares":{"A":"53.5","B":"26.4","C":"20.0"}"#;
    let report = compared(count, POLL);
    assert_eq!(verdict(&report, "P"), Verdict::BeyondSimpleRandomSampling);
    let text = render::text_with(&report, 200, Detail::Full);
    assert!(
        text.contains("prints 53.5 percent for A, but its votes give 53.570"),
        "{text}"
    );
    // More than a point is.
    let count =
        r#""votes":{"A":"5472","B":"2528","C":"2000"},"shares":{"A":"53.5","B":"26.5","C":"20.0"}"#;
    assert_eq!(verdict(&compared(count, POLL), "P"), Verdict::NotComparable);
}

#[test]
fn ballots_that_nobody_accounts_for_stop_what_is_of_all_ballots_and_nothing_else() {
    let count = |cast: &str| {
        format!(
            r#""base":"all_ballots","votes":{{"A":"600","B":"300","C":"100"}},"valid":"1000","invalid":"10",
            "ballots_cast":"{cast}""#
        )
    };
    let all = r#"{"pollster":"P","base":"all_ballots","shares":{"A":"50.0","B":"30.0","C":"10.0","(invalid)":"10.0"},
        "sample":{"respondents":"1000"}}"#;
    let valid = r#"{"pollster":"Q","base":"valid_votes","shares":{"A":"60.0","B":"30.0","C":"10.0"},
        "sample":{"respondents":"1000"}}"#;
    let report = compared(&count("2000"), &format!("{all},{valid}"));
    assert_eq!(verdict(&report, "P"), Verdict::NotComparable);
    assert_eq!(
        report.reference().poll("P").unwrap().not_compared,
        Some(Reason::FiguresContradict { choice: None })
    );
    assert_eq!(verdict(&report, "Q"), Verdict::WithinSimpleRandomSampling);
    // All 1,010 accounted for.
    let report = compared(&count("1010"), &format!("{all},{valid}"));
    assert_eq!(verdict(&report, "P"), Verdict::BeyondSimpleRandomSampling);
}

#[test]
fn a_lead_that_digits_decide_is_neither_inside_nor_outside() {
    // "51" is 50.5 to 51.5: the lead of 1.77 is inside the interval around 2 and outside that around 3.
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/cases/poland_2025_runoff.json"
    ));
    let report = Comparison::from(json::read(&text.unwrap()).unwrap())
        .run()
        .unwrap();
    let late = report
        .reference()
        .poll("Ipsos (late poll, 90 percent)")
        .unwrap();
    assert_eq!(late.verdict, Verdict::UndecidedByRounding);
    assert_eq!(
        late.reading().unwrap().lead.as_ref().unwrap().count_inside,
        None
    );
}

#[test]
fn a_final_count_that_fills_too_few_seats_decides_only_what_the_missing_ones_cannot_change() {
    let counted = |votes: &str, poll: &str| {
        let text = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"],"seats":"100"}},"counts":[{{"name":"c","status":"final",
            {votes}"seats":{{"A":"54","B":"36"}}}}],"polls":[{{"pollster":"P","seats":{poll}}}]}}"#
        );
        Comparison::from(json::read(&text).unwrap()).run().unwrap()
    };
    let seats = |poll: &str| counted(r#""votes":{"A":"600","B":"400"},"#, poll);
    // Nobody else got a vote, so that ten seats are nobody's: A has 54 to 64.
    assert_eq!(
        verdict(&seats(r#"{"A":"60","B":"40"}"#), "P"),
        Verdict::SeatsOpen
    );
    assert_eq!(
        verdict(&seats(r#"{"A":"70","B":"30"}"#), "P"),
        Verdict::SeatsOutside
    );
    // Without votes, others can have them: A has 54.
    let report = counted("", r#"{"A":"60","B":"40"}"#);
    assert_eq!(verdict(&report, "P"), Verdict::SeatsOutside);
    let text = render::text_with(&seats(r#"{"A":"60","B":"40"}"#), 400, Detail::Full);
    assert!(
        text.contains(
            "gives 90 of the 100 seats of the house and does not say whose the other 10 are"
        ),
        "{text}"
    );
}

/// A count that is not final, of a contest with 1,200,000 registered voters.
fn partial(count: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"],"registered":"1200000"}},"counts":[{{"name":"c",{count}}}],
        "polls":[{{"pollster":"P","shares":{{"A":"46.0","B":"54.0"}},"sample":{{"respondents":"1000"}}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn figures_contradict(report: &Report) -> Vec<&Contradiction> {
    let found = report.findings.iter().filter_map(|finding| match finding {
        Finding::FiguresContradict(found) => Some(found),
        _ => None,
    });
    found.collect()
}

#[test]
fn more_ballots_than_a_count_says_are_counted_bound_nothing() {
    // 540,000 + 460,000 valid votes out of 900,000 ballots counted.
    let report = partial(
        r#""completeness":{"of":"ballots","counted":"900000","total":"1000000"},"votes":{"A":"540000","B":"460000"}"#,
    );
    assert_eq!(
        figures_contradict(&report),
        [&Contradiction::BallotsAndCompleteness {
            count: "c".into(),
            of: CompletenessOf::Ballots,
            ballots: 1_000_000,
            counted: 900_000,
        }]
    );
    assert!(
        report
            .reference()
            .outstanding(Basis::ShareOfBallots)
            .is_none()
    );
    let text = render::text_with(&report, 400, Detail::Brief);
    assert!(text.contains("Caution, figures contradict one another."));
    assert!(text.contains("says that 900,000 ballots are counted, but has 1,000,000 ballots"));
}

#[test]
fn ballots_and_what_is_counted_are_compared_as_far_as_each_is_known() {
    let votes = r#""votes":{"A":"540000","B":"360000"}"#;
    let of = |completeness: &str, more: &str| {
        let report = partial(&format!(r#""completeness":{completeness},{votes}{more}"#));
        !figures_contradict(&report).is_empty()
    };
    let ballots =
        |counted: u64| format!(r#"{{"of":"ballots","counted":"{counted}","total":"1000000"}}"#);
    // 900,000 valid; how many are invalid is not said: 950,000 ballots are possible.
    assert!(!of(&ballots(900_000), ""));
    assert!(!of(&ballots(950_000), ""));
    assert!(of(&ballots(899_000), ""));
    // All are given: 920,000.
    let all = r#","valid":"900000","invalid":"20000""#;
    assert!(!of(&ballots(920_000), all));
    assert!(of(&ballots(950_000), all));
    // The ballots cast may be those of the whole contest.
    assert!(!of(&ballots(950_000), r#","ballots_cast":"1000000""#));
    // More ballots than voters registered at the stations that have reported.
    let registered = r#"{"of":"registered_voters","counted":"800000","total":"1200000"}"#;
    assert!(of(registered, ""));
}

#[test]
fn votes_beyond_the_printed_turnout_contradict_it() {
    let turnout = |votes: &str, more: &str| {
        let report = partial(&format!(r#""status":"final","votes":{votes}{more}"#));
        let material: Vec<bool> = figures_contradict(&report)
            .iter()
            .map(|found| found.is_material())
            .collect();
        (material, render::text_with(&report, 400, Detail::Brief))
    };
    // 840,000 of 1,200,000 are 70 percent.
    let votes = r#"{"A":"520000","B":"320000"}"#;
    let (found, text) = turnout(votes, r#","turnout":"60.0""#);
    assert_eq!(found, [true]);
    assert!(
        text.contains(
            "prints a turnout of 60.0 percent, but its 840,000 ballots are 70.000 percent"
        )
    );
    assert!(turnout(votes, r#","turnout":"70.0""#).0.is_empty());
    // Cut off or misprinted in the last digit: said, but nothing hangs on it.
    assert_eq!(turnout(votes, r#","turnout":"69.9""#).0, [false]);
    // Invalid ballots are not given and may make up the rest; where they are, they do not.
    assert!(turnout(votes, r#","turnout":"72.0""#).0.is_empty());
    let all = r#","valid":"840000","invalid":"0","turnout":"72.0""#;
    assert_eq!(turnout(votes, all).0, [true]);
    // Turnout by valid votes, 70 percent, or by ballots, 72: both are printed.
    let all =
        |percent: &str| format!(r#","valid":"840000","invalid":"24000","turnout":"{percent}""#);
    assert!(turnout(votes, &all("70.0")).0.is_empty() && turnout(votes, &all("72.0")).0.is_empty());
}

#[test]
fn no_bound_rests_on_registered_voters_whose_turnout_is_contradicted() {
    let count = r#""completeness":{"of":"stations","counted":"90","total":"100"},"votes":{"A":"520000","B":"320000"}"#;
    let bound = |turnout: &str| {
        partial(&format!("{count}{turnout}"))
            .reference()
            .bound()
            .is_some()
    };
    assert!(bound("") && bound(r#","turnout":"75.0""#));
    assert!(!bound(r#","turnout":"60.0""#));
}

#[test]
fn more_ballots_than_registered_voters_name_the_field_that_is_given() {
    // 1,000,000 ballots in each document; 900,000 registered voters, of the contest or of the count.
    let votes = r#""votes":{"A":"600000","B":"400000"}"#;
    for (count, field) in [
        (votes.to_owned(), "`votes` is 1000000"),
        (
            format!(r#"{votes},"valid":"1000000""#),
            "`valid` is 1000000",
        ),
        (
            r#""votes":{"A":"590000","B":"400000"},"invalid":"10000""#.into(),
            "`votes + invalid` is 1000000",
        ),
        (
            format!(r#"{votes},"valid":"1000000","ballots_cast":"1000000""#),
            "`ballots_cast` is 1000000",
        ),
    ] {
        for (contest, count) in [
            (r#","registered":"900000""#, count.clone()),
            ("", format!(r#"{count},"registered":"900000""#)),
        ] {
            let text = format!(
                r#"{{"contest":{{"name":"E","choices":["A","B"]{contest}}},
                "counts":[{{"name":"c","status":"final",{count}}}],"polls":[{POLL}]}}"#
            );
            let text = text.replace(r#","C":"20.0""#, "");
            let error = json::read(&text).unwrap_err().to_string();
            assert!(error.contains(field), "{error}");
        }
    }
}

#[test]
fn of_counts_without_a_time_the_one_with_more_votes_is_the_reference_and_what_does_not_fit_is_said()
{
    // The bulletin has 10,100 votes in all, the tally 9,000, and yet 6,200 against 4,800 for B.
    let text = r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[
        {"name":"bulletin","status":"partial","votes":{"A":"5300","B":"4800"}},
        {"name":"tally","status":"partial","votes":{"A":"2800","B":"6200"}}],
        "polls":[{"pollster":"P","shares":{"A":"52.0","B":"48.0"},"sample":{"respondents":"1000"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    assert_eq!(report.reference().name(), "bulletin");
    let printed = render::text(&report, 80);
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "Still open: bulletin, partial count",
        "tally has 6,200 votes for B, more than the 4,800 of bulletin, which has more votes in all.",
    ] {
        assert!(printed.contains(sentence), "{printed}");
    }
    // Half as much of everything is a part of it.
    let part = text.replace(r#"{"A":"2800","B":"6200"}"#, r#"{"A":"2650","B":"2400"}"#);
    let report = Comparison::from(json::read(&part).unwrap()).run().unwrap();
    assert!(!render::text_with(&report, 80, Detail::Full).contains("more votes in all"));
}

#[test]
fn what_a_poll_of_all_ballots_leaves_is_compared_with_others_and_invalid_ballots_together() {
    // 10,000 ballots: 50 and 40 percent, 2 percent for others, 8 invalid.
    let report = |poll: &str| {
        let text = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
            "invalid":"800","ballots_cast":"10000","votes":{{"A":"5000","B":"4000"}}}}],
            "polls":[{{"pollster":"P","base":"all_ballots",{poll},
            "sample":{{"respondents":"5000","design_effect":"1"}}}}]}}"#
        );
        Comparison::from(json::read(&text).unwrap()).run().unwrap()
    };
    let rows = |poll: &str| -> Vec<(String, f64, f64)> {
        let report = report(poll);
        assert_eq!(verdict(&report, "P"), Verdict::WithinSampling);
        let of_poll = report.reference().poll("P").unwrap();
        let reading = of_poll.readings().next().unwrap();
        let percent = |share: f64| (share * 1e6).round() / 1e4;
        (reading.rows.iter().skip(2))
            .map(|row| {
                (
                    row.label.clone(),
                    percent(row.poll.value),
                    percent(row.count.value),
                )
            })
            .collect()
    };
    let rest = |poll, count| ("everyone else".to_owned(), poll, count);
    assert_eq!(
        rows(r#""shares":{"A":"50.0","B":"40.0"}"#),
        [rest(10.0, 10.0)]
    );
    let invalid = ("(invalid)".to_owned(), 8.0, 8.0);
    let apart = [rest(2.0, 2.0), invalid];
    assert_eq!(
        rows(r#""shares":{"A":"50.0","B":"40.0","(invalid)":"8.0"}"#),
        apart
    );
    // The same figure beside the shares.
    assert_eq!(
        rows(r#""invalid":"8.0","shares":{"A":"50.0","B":"40.0"}"#),
        apart
    );
}

#[test]
fn more_ballots_in_all_than_registered_voters_bound_nothing() {
    // 1,000,000 votes that are 80 percent (79.5 to 80.5) of all make at least 1,242,237 of 1,005,000 voters.
    let text = |registered: &str| {
        format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"],"registered":"{registered}"}},"counts":[{{"name":"c",
            "status":"partial","completeness":{{"of":"ballots","percent":"80"}},
            "votes":{{"A":"700000","B":"300000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"52","B":"48"}},"sample":{{"respondents":"500"}}}}]}}"#
        )
    };
    let compared = |registered| {
        let document = json::read(&text(registered)).unwrap();
        Comparison::from(document).run().unwrap()
    };
    let report = compared("1005000");
    let expected = Contradiction::CompletenessAndRegistered {
        count: "c".into(),
        ballots: 1_000_000,
        least_in_all: 1_242_237,
        registered: 1_005_000,
    };
    assert_eq!(figures_contradict(&report), [&expected]);
    assert!(report.findings.contains(&Finding::NothingIsBounded));
    let printed = render::text_with(&report, 400, Detail::Full);
    assert!(
        !printed.contains("impossible") && !printed.contains("can no longer"),
        "{printed}"
    );
    // With a quarter of a million more voters both are possible.
    let report = compared("1300000");
    assert!(figures_contradict(&report).is_empty());
    assert!(report.reference().bound().is_some());
}

#[test]
fn segments_are_no_more_than_the_count_together() {
    let text = |postal: &str| {
        format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
            "votes":{{"A":"480000","B":"520000"}},"segments":[
            {{"voters":["in_person"],"votes":{{"A":"280000","B":"250000"}}}},
            {{"voters":["postal"],"votes":{{"A":"{postal}","B":"270000"}}}}]}}],"polls":[]}}"#
        )
    };
    assert!(json::read(&text("200000")).is_ok());
    let error = json::read(&text("210000")).unwrap_err().to_string();
    assert!(
        error.contains("210000 and with the other segments 490000")
            && error.contains("the 480000 votes"),
        "{error}"
    );
}

#[test]
fn a_bound_by_registered_voters_holds_for_the_larger_of_two_numbers_and_the_two_are_named() {
    let text = r#"{"contest":{"name":"E","choices":["A","B"],"registered":"1500000"},"counts":[{"name":"c",
        "status":"partial","registered":"1425000","votes":{"A":"500000","B":"400000"},"invalid":"20000"}],
        "polls":[{"pollster":"P","shares":{"A":"55.0","B":"45.0"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let text = render::text_with(&report, 4_000, Detail::Full);
    let differ = "c has 1,425,000 registered voters, but the contest 1,500,000";
    assert!(text.contains(differ), "{text}");
    // 1,500,000 − 920,000.
    let most = "At most 580,000 valid votes can still come";
    assert!(text.contains(most), "{text}");
}

#[test]
fn a_turnout_that_contradicts_the_ballots_is_compared_with_no_poll() {
    // 920,000 of 1,500,000 are 61.3 percent.
    let report = compared(
        r#""votes":{"A":"500000","B":"300000","C":"100000"},"invalid":"20000","registered":"1500000","turnout":"65.0""#,
        r#"{"pollster":"P","shares":{"A":"55.0","B":"35.0","C":"10.0"},"turnout":"61.0"}"#,
    );
    let poll = report.reference().poll("P").unwrap();
    assert!(poll.turnout.is_none());
    let reason = &poll
        .left_out
        .iter()
        .find(|of| of.label == "turnout")
        .unwrap()
        .reason;
    assert_eq!(*reason, Reason::TurnoutContradicted);
}
