//! Statements of one report that are of one test, one bound or one distance, and so must not differ.

use exitpoll::io::json;
use exitpoll::partial::Reachability;
use exitpoll::render::Detail;
use exitpoll::report::{Basis, PollReport, Question, Report};
use exitpoll::{Comparison, Verdict};

use super::words_of_reports::{has, report, text};

fn document(choices: &str, count: &str, polls: &str) -> String {
    format!(
        r#"{{"contest":{{"name":"c","choices":[{choices}]}},"counts":[{{"name":"f",{count}}}],"polls":[{polls}]}}"#
    )
}

fn poll<'a>(report: &'a Report, name: &str) -> &'a PollReport {
    report.reference().poll(name).expect("the poll is there")
}

#[test]
fn the_fit_of_two_mirror_rows_is_the_t_test_of_one() {
    // z = −.04/√(.25·2/1600) = −2.26274; by t on 12 − 4 degrees of freedom p = .0534930, by the normal one .02365
    // (scipy.stats.t.sf).
    let report = report(&document(
        r#""A","B""#,
        r#""status":"final","votes":{"A":"50000","B":"50000"}"#,
        r#"{"pollster":"P","shares":{"A":"46.0","B":"54.0"},
        "sample":{"respondents":"1600","stations":"12","strata":"4","design_effect":"2"}}"#,
    ));
    let reading = poll(&report, "P").reading().unwrap();
    let fit = reading.measures.pearson.unwrap();
    let row = reading.row("A").unwrap().sampling.unwrap();
    assert!((fit.p_value - 0.053_492_987_352).abs() < 1e-11);
    assert!((fit.p_value - row.p_value.unwrap()).abs() < 1e-12);
    assert_eq!(reading.verdict, Verdict::WithinSampling);
    has(
        &text(&report, Detail::Full),
        "X² = 5.12 on 1 and 8 degrees of freedom (F, since stations were drawn), p = 0.053",
    );
}

#[test]
fn stations_without_a_degree_of_freedom_judge_nothing_and_say_why() {
    let report = report(&document(
        r#""A","B""#,
        r#""status":"final","votes":{"A":"50000","B":"50000"}"#,
        r#"{"pollster":"P","shares":{"A":"46.0","B":"54.0"},
        "sample":{"respondents":"1600","stations":"4","strata":"4","design_effect":"2"}}"#,
    ));
    let reading = poll(&report, "P").reading().unwrap();
    assert_eq!(reading.verdict, Verdict::NotComparable);
    assert!(reading.rows.iter().all(|row| row.break_even.is_none()));
    assert!(reading.measures.pearson.is_none());
    let why = "4 stations in 4 strata leave no degree of freedom to judge by";
    for detail in [Detail::Brief, Detail::Full] {
        has(&text(&report, detail), why);
    }
}

#[test]
fn what_could_be_missed_is_of_the_test_that_judges_the_row() {
    // A's own margin of 3.5 points is worth 783.97 respondents: (2.39398 + .84162)·√(.25/783.97) = 5.78 points, a
    // little more at the size that its rounding centres on.
    let report = report(&document(
        r#""A","B","C""#,
        r#""status":"final","votes":{"A":"50000","B":"30000","C":"20000"}"#,
        r#"{"pollster":"P","shares":{"A":"46.0","B":"33.0","C":"21.0"},
        "sample":{"respondents":"900","margins":{"A":"3.5","B":"3.0"}}}"#,
    ));
    has(
        &text(&report, Detail::Full),
        "a deviation of 5.8 points for A would have been found four times in five",
    );
}

#[test]
fn the_row_that_decides_is_named_beside_the_largest_deviation() {
    let report = report(&document(
        r#""A","B","C","D""#,
        r#""status":"final","votes":{"A":"54600","B":"45000","C":"300","D":"100"}"#,
        r#"{"pollster":"P","shares":{"A":"53.6","B":"45.0","C":"0.4","D":"1.0"},
        "sample":{"respondents":"1000","design_effect":"2","stations":"25"}}"#,
    ));
    let brief = text(&report, Detail::Brief);
    has(
        &brief,
        "1.00 points too low for A; what is more than chance is 0.90 points too high for D",
    );
    has(&brief, "more than chance for D");
}

#[test]
fn overlaps_and_ranks_are_of_shares_that_sum_to_100() {
    // 51, 30, 19 against 48, 32, 20: with A at least 50.5 and all together 100, between 2.5 and 3.5 points of total
    // variation; 49, 32, 19 at most 1.5.
    let polls = [
        ("V", "50", "31", "19"),
        ("W", "49", "32", "19"),
        ("X", "51", "30", "19"),
    ]
    .map(|(name, a, b, c)| {
        format!(r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}","C":"{c}"}}}}"#)
    });
    let report = report(&document(
        r#""A","B","C""#,
        r#""status":"final","votes":{"A":"480000","B":"320000","C":"200000"}"#,
        &polls.join(","),
    ));
    let open = |name: &str| {
        let measures = &poll(&report, name).reading().unwrap().measures;
        measures.total_variation.unwrap().bounds.unwrap()
    };
    let near = |bounds: exitpoll::Bounds, low: f64, high: f64| {
        (bounds.low() - low).abs() < 1e-9 && (bounds.high() - high).abs() < 1e-9
    };
    assert!(near(open("X"), 0.025, 0.035), "{:?}", open("X"));
    assert!(near(open("W"), 0.005, 0.015), "{:?}", open("W"));
    let rank = |name: &str| poll(&report, name).rank.clone().unwrap();
    assert_eq!((rank("W").best, rank("W").worst), (1, 1));
    assert!(rank("X").best >= 2);
}

#[test]
fn registered_voters_of_places_not_counted_bound_the_result() {
    // 400,000 of 1,000,000 registered voters are outstanding, 400,000 votes counted: A between 250/800 and 650/800.
    let report = report(&document(
        r#""A","B""#,
        r#""completeness":{"of":"registered_voters","counted":"600000","total":"1000000"},
        "votes":{"A":"250000","B":"150000"}"#,
        r#"{"pollster":"P","shares":{"A":"60","B":"40"},"sample":{"respondents":"1000","design_effect":"1"}},
        {"pollster":"Q","shares":{"A":"85","B":"15"},"sample":{"respondents":"1000","design_effect":"1"}}"#,
    ));
    let bound = report.reference().bound().unwrap();
    assert_eq!(bound.basis, Basis::RegisteredVoters);
    let last = bound.final_share("A").unwrap().bounds;
    assert!((last.low() - 0.3125).abs() < 1e-12 && (last.high() - 0.8125).abs() < 1e-12);
    let reach = |name: &str| {
        let reading = poll(&report, name).reading().unwrap();
        reading
            .reachable(Basis::RegisteredVoters)
            .unwrap()
            .reachability
    };
    assert_eq!(reach("P"), Reachability::Possible);
    assert_eq!(reach("Q"), Reachability::Impossible);
    assert!(!text(&report, Detail::Full).contains("share of stations"));
}

#[test]
fn a_known_share_of_invalid_ballots_needs_no_condition() {
    // 80.0 percent of the ballots, of which A has 50.0 and 5.0 are invalid: at the ends of the rounding
    // .7995·.4995/(.7995·.9505 + .2005) = .41581 to (.7995·.5005 + .2005)/(.7995·.9495 + .2005) = .62592.
    let report = report(&document(
        r#""A","B""#,
        r#""base":"all_ballots","completeness":{"of":"ballots","percent":"80.0"},
        "shares":{"A":"50.0","B":"45.0","(invalid)":"5.0"}"#,
        r#"{"pollster":"Q","shares":{"A":"40.0","B":"60.0"},"base":"valid_votes",
        "sample":{"respondents":"2000","design_effect":"1"}}"#,
    ));
    let last = report
        .reference()
        .bound()
        .unwrap()
        .final_share("A")
        .unwrap()
        .bounds;
    // Outer by what the rounding of the share and of the invalid ballots have in common.
    assert!(last.low() <= 0.415_81 && last.low() > 0.4150, "{last:?}");
    assert!(last.high() >= 0.625_92 && last.high() < 0.6270, "{last:?}");
    let reading = poll(&report, "Q").reading().unwrap();
    let reach = reading.reachable(Basis::ShareOfBallots).unwrap();
    assert_eq!(reach.reachability, Reachability::Impossible);
    assert_eq!((reach.is_bound, reach.unless_invalid), (true, None));
}

#[test]
fn a_projection_says_nothing_that_a_bound_excludes() {
    // 20 of 200 stations of average size would hold 11,111 ballots; only 2,000 voters are registered there.
    let report = report(&document(
        r#""A","B""#,
        r#""outstanding_registered":"2000","completeness":{"of":"stations","counted":"180","total":"200"},
        "votes":{"A":"60000","B":"40000"}"#,
        r#"{"pollster":"P","shares":{"A":"58","B":"42"},"sample":{"respondents":"1500","design_effect":"1"}}"#,
    ));
    let bases: Vec<Basis> = (report.reference().outstanding.iter())
        .map(|view| view.basis)
        .collect();
    assert_eq!(bases, [Basis::RegisteredVoters]);
}

#[test]
fn a_declared_bias_is_in_the_verdict_that_stands_beside() {
    // 1/n = 1.2/20000 + 4·.03² gives 273.22; z = .023/√(.48·.52/273.22) = .76097, p = .4473 by t on 299.
    let document = document(
        r#""A","B","C""#,
        r#""status":"final","votes":{"A":"48000","B":"42000","C":"10000"}"#,
        r#"{"pollster":"Q","shares":{"A":"50.3","B":"40.9","C":"8.8"},
        "sample":{"respondents":"20000","design_effect":"1.2","stations":"300"}}"#,
    );
    let report = Comparison::from(json::read(&document).unwrap())
        .bias_sd(3.0)
        .run()
        .unwrap();
    let reading = poll(&report, "Q").reading().unwrap();
    assert_eq!(reading.verdict, Verdict::BeyondSampling);
    assert_eq!(reading.verdict_with_bias, Some(Verdict::WithinSampling));
    let row = reading.row("A").unwrap().sampling.unwrap();
    assert!((row.total_error_z.unwrap() - 0.760_965_561_8).abs() < 1e-9);
    has(
        &text(&report, Detail::Brief),
        "Allowing for a bias with a standard deviation of 3 points, as declared, Q differs by no more than sampling and bias explain.",
    );
    has(&text(&report, Detail::Full), "z = 0.76");
}

#[test]
fn an_order_whose_first_place_is_wrong_beyond_chance_is_wrong_beyond_chance() {
    let report = report(
        &document(
            r#""A","B","C""#,
            r#""status":"final","votes":{"A":"45000","B":"40000","C":"15000"}"#,
            r#"{"pollster":"Q","shares":{"A":"40","B":"45","C":"15"},
        "sample":{"respondents":"6000","design_effect":"1"}}"#,
        )
        .replace(r#""name":"c","#, r#""name":"c","places":"2","#),
    );
    let calls = &poll(&report, "Q").calls;
    for question in [Question::Leader, Question::Order] {
        let call = calls.iter().find(|call| call.question == question).unwrap();
        assert_eq!(call.beyond_sampling, Some(true), "{question:?}");
    }
}

#[test]
fn ranges_are_scored_at_the_confidence_that_was_stated_for_them() {
    // 47–51 holds no 52: 4 + 2/.05·1 = 44; 49–53 no 48: 44. Neither is inside.
    let report = report(&document(
        r#""A","B""#,
        r#""status":"final","votes":{"A":"52000","B":"48000"}"#,
        r#"{"pollster":"P","shares":{"A":"47–51","B":"49–53"},"sample":{"stated_confidence":"0.95"}}"#,
    ));
    let of = poll(&report, "P")
        .reading()
        .unwrap()
        .range_coverage
        .unwrap();
    assert_eq!((of.inside, of.ranges), (0, 2));
    assert!((of.mean_interval_score - 0.44).abs() < 1e-12);
    has(
        &text(&report, Detail::Full),
        "Ranges stated at 95 %: 0 of 2 hold the official share; mean interval score 44.00 points.",
    );
}

#[test]
fn what_several_polls_within_chance_could_have_missed_stands_beside_it() {
    let of = |polls: &[(&str, u32)]| {
        let polls: Vec<String> = (polls.iter().enumerate())
            .map(|(place, (a, n))| {
                let b = 100.0 - a.parse::<f64>().unwrap();
                format!(
                    r#"{{"pollster":"P{place}","shares":{{"A":"{a}","B":"{b:.1}"}},
                    "sample":{{"respondents":"{n}","design_effect":"1"}}}}"#
                )
            })
            .collect();
        let report = crate::words_of_reports::report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
            "votes":{{"A":"540000","B":"460000"}}}}],"polls":[{}]}}"#,
            polls.join(",")
        ));
        crate::words_of_reports::text(&report, exitpoll::render::Detail::Brief)
    };
    // (1.95996 + .84162)·√(.54·.46/n): 4.416 points at 1,000 and 2.208 at 4,000.
    let words = "A deviation of less than 4.4 points for A could easily have been missed by P0, of less than 2.2 points by P1.";
    crate::words_of_reports::has(&of(&[("54.5", 1000), ("54.2", 4000)]), words);
    // 3.123 at 2,000.
    crate::words_of_reports::has(
        &of(&[("54.5", 1000), ("54.2", 4000), ("54.1", 2000)]),
        "missed by P0, of less than 2.2 points by P1 (the other one within chance lies between).",
    );
    // One of them is beyond chance, and missed nothing.
    crate::words_of_reports::has(
        &of(&[("54.5", 1000), ("60.0", 4000)]),
        "A deviation of less than 4.4 points for A could easily have been missed by P0.",
    );
    crate::words_of_reports::lacks(
        &of(&[("64.5", 1000), ("60.0", 4000)]),
        "could easily have been missed",
    );
}

#[test]
fn what_could_have_been_missed_is_said_once() {
    // Of an exit poll and a late poll the exit poll alone is ranked, and both are within chance.
    let report = crate::words_of_reports::report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c","status":"final",
        "votes":{"A":"540000","B":"460000"}}],"polls":[
        {"pollster":"P","shares":{"A":"54.5","B":"45.5"},"sample":{"respondents":"1000","design_effect":"1"}},
        {"pollster":"Q","kind":"late_poll","shares":{"A":"54.2","B":"45.8"},
        "sample":{"respondents":"4000","design_effect":"1"}}]}"#,
    );
    let brief = crate::words_of_reports::text(&report, exitpoll::render::Detail::Brief);
    assert_eq!(
        brief.matches("could easily have been missed").count(),
        1,
        "{brief}"
    );
    crate::words_of_reports::has(
        &brief,
        "A deviation of less than 4.4 points for A could easily have been missed by P, of less than 2.2 points by Q.",
    );
}

/// What one poll of two choices calls: whether A leads, whether A has more than half and whether B has less, each by more
/// than chance.
fn calls_of_two(shares: [&str; 2], count: &str, sample: &str) -> [Option<bool>; 3] {
    let document = format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"],"thresholds":{{"half":">50"}}}},
        "counts":[{{"name":"f","status":"final",{count}}}],
        "polls":[{{"pollster":"P","shares":{{"A":"{}","B":"{}"}},"sample":{{{sample}}}}}]}}"#,
        shares[0], shares[1]
    );
    let report = report(&document);
    let calls = &poll(&report, "P").calls;
    let of = |question: &Question, choice: Option<&str>| {
        let mut calls = calls.iter();
        let call = calls.find(|of| of.question == *question && of.choice.as_deref() == choice);
        call.expect("the call").beyond_sampling
    };
    let half = Question::Threshold("half".into());
    [
        of(&Question::Leader, None),
        of(&half, Some("A")),
        of(&half, Some("B")),
    ]
}

#[test]
fn of_two_choices_more_than_half_is_called_where_the_leader_is() {
    let half = r#""votes":{"A":"50000","B":"50000"}"#;
    let few = r#""votes":{"A":"99000","B":"1000"}"#;
    let (mut called, mut open) = (0, 0);
    for n in (2..=30).chain([57, 100, 150, 199, 200, 201, 260]) {
        for sample in [
            format!(r#""respondents":"{n}""#),
            format!(
                r#""respondents":"{}","design_effect":"1.5","stations":"{}""#,
                n + n / 2,
                n.clamp(2, 9)
            ),
        ] {
            // From level to one and a half times what is called: every share on both sides of the step.
            let most = (n / 2 + 1 + (2.2 * f64::from(n).sqrt()) as i32).min(n);
            for ahead in (n / 2..=most).step_by(if n > 30 { 3 } else { 1 }) {
                let a = 100.0 * f64::from(ahead) / f64::from(n);
                let printed = [format!("{a:.1}"), format!("{:.1}", 100.0 - a)];
                for count in [half, few] {
                    let calls = calls_of_two([&printed[0], &printed[1]], count, &sample);
                    assert_eq!(
                        calls[0], calls[1],
                        "{printed:?} of {sample} against {count}"
                    );
                    assert_eq!(
                        calls[0], calls[2],
                        "{printed:?} of {sample} against {count}"
                    );
                    match calls[0] {
                        Some(true) => called += 1,
                        _ => open += 1,
                    }
                }
            }
        }
    }
    assert!(called > 300 && open > 300, "{called} called, {open} open");
}

#[test]
fn a_threshold_of_few_respondents_is_for_the_binomial_distribution() {
    // Of 20, 15 for A: by the normal distribution z = 10/√20 = 2.236, Wilson from 53.1; P(X ≥ 15) = 21,700/1,048,576 =
    // .0207 is under .025 and calls, of 14 = 60,460/1,048,576 = .0577 does not. At 74.95 percent x = 14.99. Of 6, all
    // for A: 1/64 = .0156 calls; of 5, 1/32 = .03125 does not, though z = √5 = 2.236.
    let half = r#""votes":{"A":"50000","B":"50000"}"#;
    let sample = |n: u32| format!(r#""respondents":"{n}""#);
    let of = |a: &str, b: &str, n: u32| calls_of_two([a, b], half, &sample(n))[1];
    assert_eq!(of("75.00", "25.00", 20), Some(true));
    assert_eq!(of("70.00", "30.00", 20), Some(false));
    assert_eq!(of("100.00", "0.00", 6), Some(true));
    assert_eq!(of("100.00", "0.00", 5), Some(false));
    // 15 of 1,000 against a threshold of .8 percent: 8 expected, z = 7/√7.936 = 2.485, and P(X ≥ 15) of 1,000 at .008 is
    // .0168 (scipy.stats.binom.sf), so that both call; against .45 percent of 700 with 7: 3.15 expected, z = 2.17,
    // P(X ≥ 7) = .0413, which does not.
    let small = |n: u32, share: &str, rest: &str, threshold: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"],"thresholds":{{"t":"{threshold}"}}}},
            "counts":[{{"name":"f","status":"final","votes":{{"A":"3000","B":"97000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"{share}","B":"{rest}"}},"sample":{{"respondents":"{n}"}}}}]}}"#
        ));
        let calls = &poll(&report, "P").calls;
        let question = Question::Threshold("t".into());
        let mut calls = calls.iter();
        calls
            .find(|of| of.question == question && of.choice.as_deref() == Some("A"))
            .unwrap()
            .beyond_sampling
    };
    assert_eq!(small(1000, "1.50", "98.50", "0.8"), Some(true));
    assert_eq!(small(700, "1.00", "99.00", "0.45"), Some(false));
}
