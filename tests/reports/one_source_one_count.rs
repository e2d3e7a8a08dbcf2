//! What is one source, and what a count says, are the same in every sentence of a report.

use exitpoll::Report;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, Question, Reason, Said, SeatStatus};

use super::words_of_reports::{has, lacks, report, text};

fn full(report: &Report) -> String {
    text(report, Detail::Full)
}

/// A house of 100 with a majority of 51, and these seats of a final count.
fn of_seats(count: &str, polls: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100","majority":"51"}},
        "counts":[{{"name":"f","status":"final",{count}}}],"polls":[{polls}]}}"#
    ))
}

/// Two choices, 1,000,000 votes, and polls of 10,000 drawn singly.
fn of_shares(count: &str, polls: &[(&str, &str, &str)]) -> Report {
    let polls: Vec<String> = (polls.iter())
        .map(|(name, a, more)| {
            let b = 100.0 - a.parse::<f64>().unwrap();
            format!(
                r#"{{"pollster":"{name}",{more}"shares":{{"A":"{a}","B":"{b:.1}"}},
                "sample":{{"respondents":"10000","design_effect":"1"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",{count}}}],
        "polls":[{}]}}"#,
        polls.join(",")
    ))
}

#[test]
fn seats_that_the_source_calls_provisional_are_open_though_all_votes_are_counted() {
    let report = of_seats(
        r#""seats":{"A":55,"B":30,"C":15},"provisional_seats":true"#,
        r#"{"pollster":"P","seats":{"A":"40–45","B":"35–40","C":"15–20"}}"#,
    );
    let poll = &report.reference().polls[0];
    assert_eq!(poll.seats.as_ref().unwrap().status, SeatStatus::Provisional);
    assert!(poll.calls.iter().all(|call| call.result == Said::Open));
    let text = full(&report);
    has(
        &text,
        "cannot be judged while the seats of the count are provisional",
    );
    has(&text, "Final count, its seats provisional.");
    lacks(&text, "won 55 seats");
}

#[test]
fn the_range_that_stands_for_one_sample_is_not_called_the_only_one_given() {
    let report = of_seats(
        r#""seats":{"A":55,"B":30,"C":15}"#,
        r#"{"pollster":"P","shared_with":"Q","seats":{"A":"60–64"}},{"pollster":"Q","seats":{"A":"50–58"}}"#,
    );
    has(
        &full(&report),
        "A won 55 seats; the middle of the 60–64 of P missed that by 7 seats; that range misses it. Not counted in: Q \
         (one sample with P).",
    );
}

#[test]
fn a_count_says_the_same_of_a_majority_beside_every_poll() {
    let says = |report: &Report| -> Vec<Said> {
        let calls = report.reference().polls.iter().flat_map(|poll| &poll.calls);
        let majority = calls.filter(|call| call.question == Question::Majority);
        majority.map(|call| call.result.clone()).collect()
    };
    // C has no figure, whether or not a poll names it.
    let short = of_seats(
        r#""seats":{"A":40,"B":35}"#,
        r#"{"pollster":"P","seats":{"A":"40","B":"35","C":"25"}},{"pollster":"Q","seats":{"A":"55","B":"30"}}"#,
    );
    assert_eq!(says(&short), [Said::Unknown, Said::Unknown]);
    has(
        &full(&short),
        "gives 75 of the 100 seats of the house and does not say whose the other 25 are",
    );
    // A and B have 60 together, for whoever gives the bloc, its members beside it, or its members alone.
    let bloc = r#""merged":[{"label":"AB","choices":["A","B"]}],"#;
    let blocs = of_seats(
        r#""seats":{"A":32,"B":28,"C":40}"#,
        &format!(
            r#"{{"pollster":"P",{bloc}"seats":{{"AB":"52–56","C":"40"}}}},
            {{"pollster":"Q",{bloc}"seats":{{"AB":"52–56","A":"30–32","B":"22–24","C":"40"}}}},
            {{"pollster":"R","seats":{{"A":"20–24","B":"20–24","C":"50"}}}}"#
        ),
    );
    let ab = || Said::Choices(vec!["AB".into()]);
    assert_eq!(says(&blocs), [ab(), ab(), ab()]);
    let called: Vec<&Said> = (blocs.reference().polls.iter())
        .map(|poll| &poll.calls.last().unwrap().called)
        .collect();
    assert_eq!(called, [&ab(), &ab(), &Said::Nobody]);
}

#[test]
fn a_limit_of_printing_is_no_range_that_holds_so_often() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},"counts":[{"name":"f","status":"final",
        "votes":{"A":500,"B":450,"C":50}}],"polls":[{"pollster":"P","sample":{"stated_confidence":"90"},
        "shares":{"A":"49–52","B":"44–46","C":"<5"}}]}"#,
    );
    // Widths of 3 and 2 points, both around the count; "<5" is [0, 5), which misses 5 and is no such range.
    let of = report.reference().polls[0]
        .reading()
        .unwrap()
        .range_coverage
        .unwrap();
    assert_eq!((of.inside, of.ranges), (2, 2));
    assert!((of.mean_interval_score - 0.025).abs() < 1e-12);
}

#[test]
fn polls_of_the_same_voters_are_ranked_paired_and_pooled_against_their_votes() {
    let in_person = r#""population":{"voters":["in_person"]},"#;
    // 360,000 of 600,000 in person: 60 percent, from which the polls are 1, 0.5 and 3 points off.
    let count = r#""votes":{"A":500000,"B":500000},"population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":140000,"B":260000}}]"#;
    let polls = [
        ("P", "59.0", in_person),
        ("Q", "60.5", in_person),
        ("R", "63.0", in_person),
    ];
    let report = of_shares(count, &polls);
    let of = report.reference();
    let ranks: Vec<_> = (of.polls.iter())
        .map(|poll| poll.rank.as_ref().unwrap().rank)
        .collect();
    assert_eq!(ranks, [Some(2), Some(1), Some(3)]);
    assert_eq!(of.pool.as_ref().unwrap().polls.len(), 3);
    // P and R: 1 − 3 points with √((.59·.41 + .63·.37)/10,000) = .68912 points: −3.351 to −.649; z = −2.9022,
    // p = .0037090, which is the second of three.
    let pair = report
        .between_polls
        .as_ref()
        .unwrap()
        .pair("P", "R")
        .unwrap();
    let interval = pair.interval.unwrap();
    assert!((pair.difference.unwrap() + 0.02).abs() < 1e-12);
    assert!(
        (interval.low() + 0.0335081).abs() < 1e-6 && (interval.high() + 0.0064919).abs() < 1e-6
    );
    assert!((pair.adjusted_p_value.unwrap() - 2.0 * 0.0037090).abs() < 1e-5);
    let text = full(&report);
    has(
        &text,
        "Furthest from the votes cast in person on the day is R, 3.00 points too high for A.",
    );
    has(
        &text,
        "set against the votes cast in person on the day only, not against the whole count.",
    );
    has(
        &text,
        "from the votes cast in person on the day over A and B; further off than Q by no more than chance explains \
         (p = 0.47",
    );
    has(
        &text,
        "nearer than R by more than chance explains (p = 0.007), after adjustment for 3 pairs.",
    );
}

#[test]
fn a_poll_of_other_voters_is_left_out_as_such_and_is_no_release_of_the_others() {
    let count = r#""votes":{"A":520000,"B":480000},"population":{"voters":["in_person","early"]},
        "segments":[{"voters":["early"],"votes":{"A":200000,"B":100000}}]"#;
    let early = r#""release":"early voters","population":{"voters":["early"]},"#;
    let of_all = r#""population":{"voters":["in_person","early"]},"#;
    let both = of_shares(
        count,
        &[
            ("P", "66.0", early),
            ("P", "52.5", of_all),
            ("Q", "52.0", of_all),
        ],
    );
    let than = Reason::OtherVoters { than: "P".into() };
    assert_eq!(
        both.reference().polls[0].left_out_of_the_whole,
        Some(than.clone())
    );
    assert!(
        both.reference()
            .pool
            .as_ref()
            .unwrap()
            .left_out
            .contains(&("P (early voters)".into(), than))
    );
    has(&text(&both, Detail::Brief), "All three polls differ");
}

#[test]
fn a_release_with_a_time_is_not_said_to_be_before_a_final_one_without() {
    let count = r#""votes":{"A":520000,"B":480000}"#;
    let releases = |last: &str| {
        let last = format!(r#""release":"{last}","#);
        of_shares(
            count,
            &[("M", "53.0", &last), ("M", "49.0", r#""release":"23:00","#)],
        )
    };
    let open = releases("final");
    has(&full(&open), "M (23:00) (release beside the final one)");
    lacks(&full(&open), "earlier release");
    has(
        &full(&releases("final 23:30")),
        "M (23:00) (earlier release)",
    );
}

#[test]
fn where_the_count_has_another_base_that_is_not_laid_to_the_poll() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"f","status":"final","base":"all_ballots",
        "shares":{"A":"60.0","B":"35.0"}}],"polls":[{"pollster":"P","base":"valid_votes","shares":{"A":"64.0"}}]}"#,
    );
    let text = text(&report, Detail::Brief);
    has(
        &text,
        "the count's shares cannot be put on valid votes with what was published",
    );
}

#[test]
fn the_furthest_is_off_by_what_ranks_it() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"f","status":"final","invalid":"300000",
        "ballots_cast":"6500000","votes":{"A":3400000,"B":2800000}}],"polls":[{"pollster":"P","base":"all_ballots",
        "shares":{"A":"51.0","B":"44.0","(invalid)":"5.0"}},{"pollster":"Q","base":"valid_votes",
        "shares":{"A":"54.0","B":"46.0"}}]}"#,
    );
    // 51/95 − 34/62 on valid votes, as ranked; 51 − 52.31 of all ballots.
    let ranked = 51.0 / 95.0 - 34.0 / 62.0;
    let off = |finding: &Finding| match finding {
        Finding::Furthest { deviation, .. } => Some(*deviation),
        _ => None,
    };
    let deviation = report.findings.iter().find_map(off).unwrap();
    assert!((deviation - ranked).abs() < 1e-12);
    has(
        &full(&report),
        "is P, 1.15 points too low for A on valid votes (1.31 points too low as printed)",
    );
}
