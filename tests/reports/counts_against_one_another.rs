//! Counts that contradict one another, what invalid ballots a statement withstands, and figures of all ballots.

use exitpoll::Verdict;
use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, Report};

use crate::words_of_reports::{has, lacks, report, text};

fn figures(report: &Report) -> Vec<&Contradiction> {
    (report.findings.iter())
        .filter_map(|finding| match finding {
            Finding::FiguresContradict(of) => Some(of),
            _ => None,
        })
        .collect()
}

#[test]
fn a_condition_on_invalid_ballots_is_the_least_that_the_rounding_of_the_share_leaves() {
    // Of 49.51 at most 49.515; .5/.50485 of the ballots needed, .99425 counted at least: 1 − q = .990393·.00575/
    // (.99425·.009607) = .5962, q = 40.37 percent.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"],"thresholds":{"majority":">50"}},
        "counts":[{"name":"n","completeness":{"of":"ballots","percent":"99.43"},"shares":{"A":"49.51","B":"44.88"}}],
        "polls":[{"pollster":"P","shares":{"A":"50.2","B":"44.5"},"sample":{"respondents":"20000","design_effect":"2"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "below for A (unless 40.37 percent of the ballots counted were invalid)",
    );
    lacks(&full, "40.98");
}

#[test]
fn that_a_poll_can_no_longer_come_true_rests_on_what_rounding_leaves_of_the_count() {
    // 21.7 against 22.56, at least 22.555: f' = .217/.22555 = .962092 and f at least .9915: 1 − q = 25.37993·.0085729 =
    // .217580, q = 78.24 percent; of 22.56 itself it would be 78.36. The same figure stands in the table.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"n","completeness":{"of":"ballots","percent":"99.2"},
        "shares":{"A":"54.06","B":"23.38","C":"22.56"}}],
        "polls":[{"pollster":"P","shares":{"A":"54.8","B":"23.5","C":"21.7"},"sample":{"respondents":"18000"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "P can no longer come exactly true (unless 78.24 percent were invalid)",
    );
    has(&full, "impossible; nor can its interval 78.24");
    for other in ["78.36", "78.25"] {
        lacks(&full, other);
    }
}

#[test]
fn a_condition_is_the_same_figure_in_a_sentence_and_in_a_table() {
    // Of .11 against at least .655 after at least 54.465 percent: 1 − q = (.11/.545)·(.45535/.54465) =
    // .168740, q = 83.126 percent, which neither sentence nor table rounds up to 83.13.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"n","completeness":{"of":"ballots","percent":"54.47"},"shares":{"A":"99.34","B":"0.66"}}],
        "polls":[{"pollster":"P","shares":{"A":"99.89","B":"0.11"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "(unless 83.12 percent were invalid)");
    has(&full, "impossible 83.12");
    lacks(&full, "83.13");
}

#[test]
fn a_whole_order_rests_on_the_least_lead_that_rounding_leaves() {
    // 6.21 and 5.63 are at least .57 apart; 1/1.0057 needed, .99515 counted at least: 1 − q = (1/.0057)·(.00485/.99515)
    // = .8550.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"n","completeness":{"of":"ballots","percent":"99.52"},
        "shares":{"A":"88.16","B":"6.21","C":"5.63"}}],
        "polls":[{"pollster":"P","shares":{"A":"88","B":"6","C":"6"}}]}"#,
    );
    has(
        &text(&report, Detail::Full),
        "The whole order is decided, unless 14.49 percent of the ballots counted were invalid",
    );
}

fn seats(earlier: &str, later: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"],"seats":"100"}},
        "counts":[{{"name":"22:00","completeness":{{"of":"stations","percent":"50"}},"as_of":"2024-05-01T22:00",{earlier}}},
        {{"name":"end","as_of":"2024-05-02",{later}}}],
        "polls":[{{"pollster":"P","seats":{{"A":"45","B":"55"}}}}]}}"#
    ))
}

#[test]
fn declared_seats_that_are_gone_contradict_the_count_that_declared_them() {
    let end = r#""status":"final","seats":{"A":"35","B":"65"}"#;
    let fell = seats(r#""seats":{"A":"40","B":"20"}"#, end);
    let expected = Contradiction::SeatsFell {
        choice: "A".into(),
        earlier: "22:00".into(),
        later: "end".into(),
        earlier_seats: 40,
        later_seats: 35,
    };
    assert_eq!(figures(&fell), [&expected]);
    has(
        &text(&fell, Detail::Brief),
        "end gives A 35 seats, fewer than the 40 that 22:00 had declared.",
    );
    // Computed from the votes so far, or called provisional: nobody had declared them.
    for provisional in [
        r#""seats":{"A":"40","B":"60"}"#,
        r#""seats":{"A":"40","B":"20"},"provisional_seats":true"#,
    ] {
        assert!(figures(&seats(provisional, end)).is_empty());
    }
    assert!(figures(&seats(r#""seats":{"A":"30","B":"20"}"#, end)).is_empty());
}

#[test]
fn a_third_count_contradicts_each_that_leaves_it_no_room_and_says_what_would_make_room() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[
        {"name":"c1","completeness":{"of":"ballots","percent":"80"},"shares":{"A":"60.0","B":"40.0"},
        "as_of":"2024-01-01T21:00"},
        {"name":"c2","completeness":{"of":"ballots","percent":"85"},"shares":{"A":"56.0","B":"44.0"},
        "as_of":"2024-01-01T22:00"},
        {"name":"c3","completeness":{"of":"ballots","percent":"95"},"shares":{"A":"45.0","B":"55.0"},
        "as_of":"2024-01-01T23:00"}],
        "polls":[{"pollster":"P","shares":{"A":"47.5","B":"52.5"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    // At least 54.95 against at most 40.05 of at least 79.5: 1 − q = (.4505/.149)·(.205/.795) = .7796. Of c2 at most
    // 44.05 of 84.5: (.4505/.109)·(.155/.845) = .7581, and .845·.4405 + .155 = .5273 in the end.
    has(
        &full,
        "\"c3\" contradicts \"c1\": it gives B 55.0 percent, but after \"c1\" at most 52.34 was possible, by the stated \
         share of the ballots counted, unless 22.03 percent of the ballots counted were invalid.",
    );
    has(
        &full,
        "\"c3\" contradicts \"c2\": it gives B 55.0 percent, but after \"c2\" at most 52.73 was possible, by the stated \
         share of the ballots counted, unless 24.18 percent of the ballots counted were invalid.",
    );
}

#[test]
fn counts_that_a_few_invalid_ballots_would_reconcile_may_contradict_one_another_and_do_not_surely()
{
    let of = |a: &str, b: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[
            {{"name":"c1","completeness":{{"of":"ballots","percent":"80"}},"shares":{{"A":"60.0","B":"40.0"}},
            "as_of":"2024-01-01T21:00"}},
            {{"name":"c2","completeness":{{"of":"ballots","percent":"95"}},"shares":{{"A":"{a}","B":"{b}"}},
            "as_of":"2024-01-01T23:00"}}],
            "polls":[{{"pollster":"P","shares":{{"A":"55.0","B":"45.0"}}}}]}}"#
        ))
    };
    // .795/.955 of c2's ballots were in c1, at least 59.95 percent of them for A: 49.906 of c2's, and it has at most 49.55.
    // At .4955/.5995 = .826522 of them it could: 1 − q = (.826522/.173478)·(.16/.795) = .95887, q = 4.11 percent.
    let few = of("49.5", "50.5");
    has(
        &text(&few, Detail::Full),
        "Caution, figures may contradict one another. \"c2\" may contradict \"c1\": it gives A 49.5 percent, but after \"c1\" \
         no less than 49.90 was possible, by the stated share of the ballots counted, unless 4.11 percent of the ballots \
         counted were invalid (a projection).",
    );
    lacks(&text(&few, Detail::Full), "\"c2\" contradicts");
    lacks(&text(&few, Detail::Brief), "contradict");
    // At 45.05 of 59.95, less than .795·.5995 = .4766 whatever comes: q = 1 − (.751460/.248540)·(.205/.795) = 22.03 percent.
    let many = of("45.0", "55.0");
    has(
        &text(&many, Detail::Brief),
        "Caution, figures contradict one another. \"c2\" contradicts \"c1\": it gives A 45.0 percent",
    );
    has(
        &text(&many, Detail::Full),
        "unless 22.03 percent of the ballots counted were invalid.",
    );
}

#[test]
fn votes_that_make_up_the_valid_ones_stand_against_shares_that_are_not_all() {
    let of = |shares: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},
            "counts":[{{"name":"x","status":"final","votes":{{"A":"500000","B":"400000","C":"100000"}},
            "shares":{{{shares}}},"valid":"1000000"}}],
            "polls":[{{"pollster":"P","shares":{{"A":"51.2","B":"38.8","C":"10.0"}},
            "sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
        ))
    };
    // 100.5 percent in all, at most .15 of it rounding.
    let misprint = of(r#""A":"50.0","B":"40.5","C":"10.0""#);
    let poll = misprint.reference().poll("P").unwrap();
    assert_eq!(poll.verdict, Verdict::WithinSampling);
    assert!((poll.reading().unwrap().row("B").unwrap().deviation + 0.012).abs() < 1e-12);
    has(
        &text(&misprint, Detail::Full),
        "x prints 40.5 percent for B, but its votes give 40.000; the votes sum to the valid votes, the printed shares not to \
         100 percent, so that the votes stand.",
    );
    // Both add up: nothing says which is right.
    let either = of(r#""A":"50.0","B":"41.0","C":"9.0""#);
    assert_eq!(
        either.reference().poll("P").unwrap().verdict,
        Verdict::NotComparable
    );
}

#[test]
fn figures_of_all_ballots_are_measured_as_final_ones_are() {
    let of = |status: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},
            "counts":[{{"name":"x",{status},"votes":{{"A":"5400000","B":"4600000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"53","B":"47"}},
            "sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
        ));
        let poll = report.reference().poll("P").unwrap();
        (poll.verdict, poll.reading().unwrap().measures.clone())
    };
    let all = of(r#""completeness":{"of":"stations","counted":"20","total":"20"}"#);
    let last = of(r#""status":"final""#);
    assert_eq!(all, last);
    assert!(all.1.times_chance.is_some() && all.1.overlap.unwrap().bounds.is_some());
}

#[test]
fn voters_whose_votes_are_to_come_are_bounded_by_those_registered() {
    let of = |registered: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]{registered}}},
            "counts":[{{"name":"urn","completeness":{{"of":"stations","counted":"1000","total":"1000"}},
            "votes":{{"A":"300000","B":"260000"}},"population":{{"voters":["in_person"]}},"invalid":"6000"}}],
            "polls":[{{"pollster":"Q","population":{{"voters":["in_person","postal"]}},
            "shares":{{"A":"49.0","B":"51.0"}},"sample":{{"respondents":"5000","design_effect":"1.4"}}}}]}}"#
        ));
        text(&report, Detail::Full)
    };
    let bounded = of(r#","registered":"1200000""#);
    has(
        &bounded,
        "so that only the bounds of the final result limit what they can explain",
    );
    // The verdict is open: nothing is compared that would assume anything.
    lacks(&bounded, "the comparison assumes");
    has(&of(""), "so that nothing bounds what they can explain");
}

#[test]
fn a_partial_count_of_a_later_time_with_more_votes_for_a_choice_than_the_final_one_is_named_with_them()
 {
    // 5,326,104 of 12.3 million in the final count, 7,443,584 of 11.1 million in the partial one of three days later.
    let of = |b: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[
            {{"name":"end","status":"final","as_of":"2024-08-02","votes":{{"A":"6408844","B":"5326104","C":"597936"}}}},
            {{"name":"sheets","completeness":{{"of":"stations","percent":"83.5"}},"as_of":"2024-08-05",
            "votes":{{"A":"3385155","B":"{b}","C":"267640"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"31","B":"65","C":"4"}}}}]}}"#
        ))
    };
    let said = "sheets has 7,443,584 votes for B, more than the 5,326,104 of end, which has more votes in all.";
    let dated = "sheets is said to be partial, but its figures are of 2024-08-05";
    let more = text(&of("7443584"), Detail::Brief);
    has(&more, dated);
    has(&more, said);
    // With fewer of each the times alone cannot be right.
    let fewer = of("5326103");
    has(&text(&fewer, Detail::Brief), dated);
    assert_eq!(figures(&fewer).len(), 1);
}
