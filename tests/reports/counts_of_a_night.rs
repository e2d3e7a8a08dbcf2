//! Several counts of one contest: which is the most complete, where they contradict one another, and what each says.

use exitpoll::io::json;
use exitpoll::model::Contradiction;
use exitpoll::render::{self, Detail};
use exitpoll::report::Finding;
use exitpoll::{Comparison, CompletenessOf, Report, Verdict};

fn night(counts: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","date":"2024-05-05","choices":["A","B"]}},"counts":[{counts}],
        "polls":[{{"pollster":"P","shares":{{"A":"46","B":"54"}},
        "sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn partial(name: &str, hour: u32, complete: &str, votes: [u64; 2]) -> String {
    let [a, b] = votes;
    format!(
        r#"{{"name":"{name}","as_of":"2024-05-05T{hour}:00","completeness":{{{complete}}},
        "votes":{{"A":"{a}","B":"{b}"}}}}"#
    )
}

fn final_count(name: &str, votes: [u64; 2]) -> String {
    let [a, b] = votes;
    format!(r#"{{"name":"{name}","status":"final","votes":{{"A":"{a}","B":"{b}"}}}}"#)
}

fn words(report: &Report) -> String {
    let text = render::text_with(report, 200, Detail::Full);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn contradicted(report: &Report) -> Vec<&Contradiction> {
    let found = report.findings.iter().filter_map(|finding| match finding {
        Finding::FiguresContradict(of) => Some(of),
        _ => None,
    });
    found.collect()
}

#[test]
fn a_later_count_of_fewer_stations_with_more_votes_is_the_reference_and_a_contradiction() {
    let counts = [
        partial(
            "1",
            18,
            r#""of":"stations","counted":"100","total":"200""#,
            [50_000, 50_000],
        ),
        partial(
            "2",
            21,
            r#""of":"stations","counted":"80","total":"200""#,
            [60_000, 55_000],
        ),
    ];
    let report = night(&counts.join(","));
    assert_eq!(report.reference, "2");
    assert_eq!(
        contradicted(&report),
        [&Contradiction::CompletenessFell {
            earlier: "1".into(),
            later: "2".into(),
            of: CompletenessOf::Stations,
            before: 0.5,
            after: 0.4,
            votes_before: Some(100_000),
            votes_after: Some(115_000),
        }]
    );
    let said = "2 counts 40 percent of the polling stations, less than the 50 percent of 1 before it, although it has \
                115,000 votes against 100,000";
    let text = words(&report);
    assert!(text.contains(said), "{text}");
    // The command of the night says it too, with times as precise as they were given.
    let alone = render::night(&report, 200).unwrap();
    assert!(alone.contains(said), "{alone}");
    assert!(
        alone.contains("2024-05-05 21:00") && !alone.contains("21:00:00"),
        "{alone}"
    );
}

#[test]
fn a_share_of_the_stations_is_not_compared_with_one_of_the_ballots() {
    let counts = [
        partial(
            "stations",
            20,
            r#""of":"stations","percent":"90""#,
            [51_000, 49_000],
        ),
        partial(
            "ballots",
            21,
            r#""of":"ballots","percent":"80""#,
            [52_000, 50_000],
        ),
    ];
    let report = night(&counts.join(","));
    assert_eq!(report.reference, "ballots");
    assert_eq!(contradicted(&report), [] as [&Contradiction; 0]);
    // 52,000 of up to 102,000/.795 ballots and 26,302 more: 40.529 to 61.029 percent, rounded outwards.
    assert!(words(&report).contains("40.52–61.03"));
    // Without votes the later one.
    let shares = |name: &str, hour: u32, of: &str, percent: &str| {
        format!(
            r#"{{"name":"{name}","as_of":"2024-05-05T{hour}:00","completeness":{{"of":"{of}","percent":"{percent}"}},
            "shares":{{"A":"51.0","B":"49.0"}}}}"#
        )
    };
    let later_first = [
        shares("b", 21, "ballots", "80"),
        shares("s", 20, "stations", "90"),
    ];
    assert_eq!(night(&later_first.join(",")).reference, "b");
}

#[test]
fn a_share_that_two_partial_counts_leave_no_room_for_is_a_contradiction() {
    // Of 60 percent at least 49.5/60.5 were in the count of 50: A could have at most .818 · 50 + 18.2 = 59.1.
    let counts = |a: u64| {
        [
            partial(
                "1",
                18,
                r#""of":"ballots","percent":"50""#,
                [50_000, 50_000],
            ),
            partial(
                "2",
                21,
                r#""of":"ballots","percent":"60""#,
                [a, 121_000 - a],
            ),
        ]
        .join(",")
    };
    let found = |report: &Report| {
        let of = report.findings.iter();
        of.filter(|of| matches!(of, Finding::CountsContradict(_)))
            .count()
    };
    assert_eq!(found(&night(&counts(66_000))), 0);
    // 75.2 percent: no bound of the final result is broken, 49.5 + .495 · 50 being 75.25.
    let report = night(&counts(91_000));
    assert!(found(&report) > 0);
    // With q of "1" invalid: 1 − q = (.2479/.2521)·(.110/.495) = .2186.
    // Of the votes of "2" .818 were in "1", so that A has 40.9 to 59.1 percent, and 91,000 of 121,000 are 75.21.
    let text = words(&report);
    for said in [
        "\"2\" contradicts \"1\": it gives A 75.21 percent, but after \"1\" at most 59.10 was possible, by the \
         stated share of the ballots counted, unless 78.14 percent of the ballots counted were invalid.",
        "\"2\" contradicts \"1\": it gives B 24.79 percent, but after \"1\" no less than 40.90 was possible, by the \
         stated share of the ballots counted, unless 78.14 percent of the ballots counted were invalid.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_recount_corrects_a_final_count_and_contradicts_nothing() {
    let counts = [
        final_count("first", [45_000, 55_000]),
        final_count("recount", [45_100, 54_850]),
    ];
    let report = night(&counts.join(","));
    assert_eq!(report.reference, "recount");
    assert_eq!(contradicted(&report), [] as [&Contradiction; 0]);
    let text = words(&report);
    assert!(!text.contains("contradict"), "{text}");
    assert!(
        text.contains(
            "The final count \"recount\" gives other votes than \"first\" before it, B 54,850 instead of 55,000: a \
             recount or a correction."
        ),
        "{text}"
    );
}

#[test]
fn a_count_by_which_somebody_else_leads_is_named_in_the_short_form_and_its_shares_in_the_long_one()
{
    let shares = |name: &str, day: u32, percent: &str, a: &str, b: &str| {
        format!(
            r#"{{"name":"{name}","as_of":"2024-05-0{day}","completeness":{{"of":"stations","percent":"{percent}"}},
            "shares":{{"A":"{a}","B":"{b}"}}}}"#
        )
    };
    let counts = [
        shares("CNE", 6, "80", "51.2", "44.2"),
        shares("tally", 7, "83.5", "30", "67"),
    ];
    let report = night(&counts.join(","));
    assert_eq!(report.reference, "tally");
    let brief = render::text(&report, 120);
    assert!(
        brief.contains("In the count \"CNE\", A leads, with 51.2 percent."),
        "{brief}"
    );
    let text = words(&report);
    assert!(text.contains("CNE: A 51.2 and B 44.2; A leads."), "{text}");
    // The source gave days.
    assert!(
        text.contains("2024-05-06") && !text.contains("00:00"),
        "{text}"
    );
}

#[test]
fn votes_and_shares_that_no_total_fits_contradict_one_another() {
    let count = |votes: &str, share: &str| {
        format!(
            r#"{{"name":"f","status":"final","votes":{{"A":"48000","B":"{votes}"}},
            "shares":{{"A":"50.5","B":"{share}"}}}}"#
        )
    };
    // 48,000 are 50.5 percent of 94,955 to 95,144; 47,000 are 48.5 percent of 96,807 to 97,007.
    let report = night(&count("47000", "48.5"));
    assert!(
        matches!(contradicted(&report).as_slice(), [Contradiction::NoTotalFits { choice, other, .. }]
            if choice == "A" && other == "B"),
        "{:?}",
        contradicted(&report)
    );
    assert_eq!(report.reference().polls[0].verdict, Verdict::NotComparable);
    assert!(words(&report).contains(
        "f: no number of votes in all makes 48,000 for A 50.5 percent and 47,000 for B 48.5."
    ));
    // 46,600 are 49.0 percent of 95,005 to 95,199: others have what is left.
    assert_eq!(
        contradicted(&night(&count("46600", "49.0"))),
        [] as [&Contradiction; 0]
    );
}

#[test]
fn ballots_that_nobody_accounts_for_do_not_stop_a_comparison_on_valid_votes() {
    let count = r#"{"name":"f","status":"final","votes":{"A":"48000","B":"47000"},"valid":"95000","invalid":"5000",
        "ballots_cast":"101000"}"#;
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{count}],"polls":[{{"pollster":"P",
        "shares":{{"A":"48","B":"47"}},"sample":{{"respondents":"2000","design_effect":"1"}}}},
        {{"pollster":"Q","base":"all_ballots","shares":{{"A":"48","B":"47","(invalid)":"5"}}}}]}}"#
    );
    let report = Comparison::from(json::read(&text).unwrap()).run().unwrap();
    let poll = report.reference().poll("P").unwrap();
    let row = poll.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 48.0 / 95.0).abs() < 1e-12);
    assert!((row.poll.value - 48.0 / 95.0).abs() < 1e-12);
    assert!(poll.as_printed().is_none());
    assert_eq!(poll.verdict, Verdict::WithinSampling);
    let text = words(&report);
    assert!(text.contains("are not the 101,000 ballots cast"), "{text}");
    // What is said to be of all ballots is not compared, and that is said once.
    let reason = "the count's valid and invalid votes are not the ballots cast";
    assert_eq!(text.to_lowercase().matches(reason).count(), 1, "{text}");
}

#[test]
fn a_sample_that_its_own_figures_contradict_is_named() {
    let text = r#"{"contest":{"name":"E","date":"2024-05-05","choices":["A","B"]},"counts":[
        {"name":"f","status":"final","as_of":"2024-05-04","votes":{"A":"51000","B":"49000"}}],"polls":[
        {"pollster":"P","shares":{"A":"51","B":"49"},"sample":{"respondents":"1000","response_rate":"40","refusals":"9000"}},
        {"pollster":"Q","shares":{"A":"51","B":"49"},"sample":{"respondents":"1000","response_rate":"10","refusals":"9000"}},
        {"pollster":"T","shares":{"A":"51","B":"49"},"fieldwork":"2024-06-01",
        "sample":{"respondents":"1000","stations":"20","cluster_size":"30","intracluster_correlation":"0.03"}},
        {"pollster":"U","shares":{"A":"51","B":"49"},"fieldwork":"2024-05-05",
        "sample":{"respondents":"1000","stations":"20","cluster_size":"50","intracluster_correlation":"0.03"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let text = words(&report);
    for said in [
        "f is of 2024-05-04, before the day of the vote, 2024-05-05.",
        "The fieldwork of T was on 2024-06-01, after the day of the vote, 2024-05-05.",
        "P states a response rate of 40 percent, but 1,000 answers and 9,000 refusals or misses leave at most 10.0.",
        "T has 1,000 respondents, more than 30 at each of 20 stations make.",
    ] {
        assert!(
            text.to_lowercase().contains(&said.to_lowercase()),
            "{said}: {text}"
        );
    }
    assert_eq!(contradicted(&report).len(), 4);
}

#[test]
fn before_the_first_ballot_nothing_is_counted_and_nothing_is_judged() {
    let none = r#"{"name":"c","completeness":{"of":"stations","counted":"0","total":"500"},"votes":{"A":"0","B":"0"}}"#;
    let report = night(none);
    assert_eq!(report.reference().polls[0].verdict, Verdict::NotComparable);
    let text = words(&report);
    assert!(
        text.contains("Nothing counted yet, 0 of 500 polling stations."),
        "{text}"
    );
    assert!(
        text.contains("Not compared: nothing is counted yet (A 46 and B 54)."),
        "{text}"
    );
    let some = none.replace(r#""A":"0""#, r#""A":"7""#);
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{some}],"polls":[{{"pollster":"P","shares":{{"A":"46"}}}}]}}"#
    );
    let error = json::read(&text).unwrap_err().to_string();
    assert!(error.contains("completeness"), "{error}");
}

#[test]
fn what_holds_without_a_condition_is_said_rather_than_what_holds_with_one() {
    // 504 valid votes and 20 registered voters to come: B ends at 24 of 524 at most, whatever is invalid. By "97.3
    // percent of the ballots" the same holds unless nearly all of them were.
    let both = r#"{"name":"p","completeness":{"of":"ballots","percent":"97.3"},"votes":{"A":"500","B":"4"},
        "outstanding_registered":"20"}"#;
    let text = words(&night(both));
    for said in [
        "B can no longer draw level with A, even if every registered voter of the stations still to report votes.",
        "P can no longer come exactly true",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // The overlaps are those of the tightest bound, under its own heading.
    let brief = render::text(&night(both), 80);
    assert!(!brief.contains("were invalid"), "{brief}");
    let one = both.replace(",\n        \"outstanding_registered\":\"20\"", "");
    let brief = words(&night(&one));
    assert!(brief.contains("were invalid"), "{brief}");
}

#[test]
fn what_a_poll_is_by_digits_that_were_not_printed_may_hang_on_later_ballots_too() {
    // 45.5 to 46.5 against 49.2: 3.7 or 2.7 points where chance leaves 3.1; the 100 to come move that by a twentieth.
    let open = r#"{"name":"p","completeness":{"of":"stations","counted":"180","total":"200"},
        "outstanding_registered":"100","votes":{"A":"49200","B":"50800"}}"#;
    let report = night(open);
    assert_eq!(
        report.reference().polls[0].verdict,
        Verdict::UndecidedByRounding
    );
    let text = words(&report);
    let said =
        "depending on digits that were not printed and perhaps on the ballots still to be counted";
    assert!(text.contains(said), "{text}");
}

/// A final count of this time.
fn final_count_of(name: &str, as_of: &str, votes: [u64; 2]) -> String {
    let count = final_count(name, votes);
    count.replace(r#""status""#, &format!(r#""as_of":"{as_of}","status""#))
}

#[test]
fn a_partial_count_of_a_time_after_the_final_one_is_named_and_is_not_before_it() {
    let stations = r#""of":"stations","percent":"97""#;
    let of = |as_of: &str| {
        night(&format!(
            "{},{}",
            final_count_of("end", as_of, [560_000, 440_000]),
            partial("part", 22, stations, [570_000, 450_000])
        ))
    };
    // 22:00 against 10:00 of the same day: the votes did not fall from the one to the other.
    let report = of("2024-05-05T10:00");
    assert_eq!(report.reference, "end");
    assert_eq!(
        contradicted(&report),
        [&Contradiction::PartialAfterFinal {
            partial: "part".into(),
            partial_as_of: "2024-05-05T22:00:00".into(),
            last: "end".into(),
            last_as_of: "2024-05-05T10:00:00".into(),
        }]
    );
    let text = words(&report);
    assert!(
        text.contains(
            "part is said to be partial, but its figures are of 2024-05-05 22:00, after those of the final count end, of \
             2024-05-05 10:00."
        ),
        "{text}"
    );
    assert!(!text.contains("before it"), "{text}");
    // Of the next day, or of that day without an hour, the final count is the later one: votes fell.
    for later in ["2024-05-06T10:00", "2024-05-05"] {
        let report = of(later);
        let found = contradicted(&report);
        let fell = |of: &&Contradiction| matches!(of, Contradiction::VotesFell { earlier, later, .. } if earlier == "part" && later == "end");
        assert!(found.iter().any(fell), "{found:?}");
        let dated = |of: &&Contradiction| matches!(of, Contradiction::PartialAfterFinal { .. });
        assert!(!found.iter().any(dated), "{found:?}");
    }
}

#[test]
fn a_partial_count_between_two_final_ones_is_part_of_a_recount() {
    let stations = r#""of":"stations","percent":"97""#;
    let counts = [
        final_count_of("first", "2024-05-04", [560_000, 440_000]),
        partial("part", 22, stations, [540_000, 430_000]),
        final_count_of("second", "2024-05-06", [555_000, 445_000]),
    ];
    let report = night(&counts.join(","));
    assert_eq!(report.reference, "second");
    let found = contradicted(&report);
    assert!(
        found
            .iter()
            .all(|of| matches!(of, Contradiction::CountedBeforeTheVote { .. })),
        "{found:?}"
    );
}

#[test]
fn of_two_final_counts_the_one_of_the_later_time_is_the_reference_wherever_it_stands() {
    let early = final_count_of("early", "2024-05-06", [560_000, 440_000]);
    let late = final_count_of("late", "2024-05-20", [555_000, 445_000]);
    for counts in [[&early, &late], [&late, &early]] {
        let report = night(&format!("{},{}", counts[0], counts[1]));
        assert_eq!(report.reference, "late");
        let text = words(&report);
        assert!(
            text.contains("The final count \"late\" gives other votes than \"early\" before it"),
            "{text}"
        );
    }
    // Without times the last of the document is the later one.
    let undated = final_count("undated", [550_000, 450_000]);
    for (counts, reference) in [([&late, &undated], "undated"), ([&undated, &late], "late")] {
        let report = night(&format!("{},{}", counts[0], counts[1]));
        assert_eq!(report.reference, reference);
        let said = format!("The final count \"{reference}\" gives other votes than");
        assert!(words(&report).contains(&said), "{}", words(&report));
    }
}

/// 890,000 votes of 90.0 percent of the ballots, and polls that the figures so far set apart.
fn two_bounds(registered: &str) -> exitpoll::Report {
    super::words_of_reports::report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"p","completeness":{{"of":"ballots",
        "percent":"90.0"}},"votes":{{"A":"430000","B":"330000","C":"130000"}}{registered}}}],"polls":[
        {{"pollster":"Near","shares":{{"A":"48.0","B":"37.0","C":"15.0"}}}},
        {{"pollster":"Far","shares":{{"A":"60.0","B":"25.0","C":"15.0"}}}}]}}"#
    ))
}

#[test]
fn an_overlap_of_a_hundred_is_not_left_to_a_poll_that_can_no_longer_come_true() {
    // A has 430 of 890 thousand. Of 890/.8995 thousand votes it ends at (430 + 99.4)/989.4 = 53.5 percent at most, by the
    // stated share; of 1,300 thousand registered voters it could have more than 60.
    for registered in ["", r#","registered":"1300000""#] {
        let report = two_bounds(registered);
        let far = report.reference().poll("Far").unwrap().reading().unwrap();
        let overlaps = far.measures.final_overlap.unwrap();
        assert!(overlaps.high() < 0.94, "{overlaps:?}");
        assert!(far.measures.final_overlap_takes_invalid_alike);
        let brief = render::text(&report, 120);
        assert!(
            brief.contains("Far can no longer come exactly true"),
            "{brief}"
        );
    }
}

#[test]
fn ranks_that_a_tenth_of_invalid_ballots_could_change_are_those_so_far() {
    let report = two_bounds("");
    let brief = render::text(&report, 200);
    assert!(
        brief.contains("Furthest from the count so far is Far, "),
        "{brief}"
    );
    let full = render::text_with(&report, 200, render::Detail::Full);
    assert!(
        full.contains("unless a tenth of the ballots counted were invalid"),
        "{full}"
    );
    // With their number every final count has Far further off, and that is said of them all: 90,000 invalid ballots and
    // 890,000 valid ones are 90 percent of the ballots, of which 109,000 are left.
    let known = two_bounds(r#","invalid":"90000""#);
    let rank = known
        .reference()
        .poll("Far")
        .unwrap()
        .rank
        .as_ref()
        .unwrap();
    assert_eq!((rank.rank, rank.takes_invalid_alike), (Some(2), false));
}

#[test]
fn a_poll_whose_rounding_holds_all_that_can_come_is_not_said_to_come_true_only_so() {
    // 118,444,000 valid votes and 150,000 voters to come: A ends at 50.84 to 50.97, all of which is 51.
    let report = super::words_of_reports::report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"p","completeness":{"of":"stations",
        "percent":"99.9"},"votes":{"A":"60294000","B":"58150000"},"outstanding_registered":"150000"}],
        "polls":[{"pollster":"P","shares":{"A":"51","B":"49"}}]}"#,
    );
    let brief = render::text(&report, 400);
    assert!(
        brief.contains("P holds every final share that can still come, within its rounding"),
        "{brief}"
    );
    assert!(!brief.contains("only as"), "{brief}");
}
