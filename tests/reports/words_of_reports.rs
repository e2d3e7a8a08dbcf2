//! Sentences of the report that say no more than its figures.

use exitpoll::Comparison;
use exitpoll::io::json;
use exitpoll::render::{Detail, text_with};
use exitpoll::report::{Finding, Report, Scatter};

pub(super) fn report(document: &str) -> Report {
    Comparison::from(json::read(document).expect("the document reads"))
        .run()
        .expect("the report is made")
}

/// On one line, so that no sentence is broken.
pub(super) fn text(report: &Report, detail: Detail) -> String {
    let text = text_with(report, 4_000, detail);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How the polls scatter around one another.
pub(super) fn scatter_of(report: &Report) -> &Scatter {
    let pool = report.reference().pool.as_ref().expect("several polls");
    pool.scatter.as_ref().expect("of known sizes")
}

pub(super) fn has(text: &str, words: &str) {
    assert!(text.contains(words), "{words}: {text}");
}

/// Without these words.
pub(super) fn lacks(text: &str, words: &str) {
    assert!(!text.contains(words), "{words}: {text}");
}

/// Polls of A and B, each with the shares of A and B and its respondents drawn singly.
fn two_choices(count: &str, polls: &[(&str, &str, u32)]) -> Report {
    let polls: Vec<String> = (polls.iter().enumerate())
        .map(|(place, (a, b, n))| {
            format!(
                r#"{{"pollster":"P{place}","shares":{{"A":"{a}","B":"{b}"}},
                "sample":{{"respondents":"{n}","design_effect":"1"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},
        "counts":[{{"name":"final","status":"final","votes":{count}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

#[test]
fn what_a_small_poll_could_miss_is_not_what_it_shows() {
    // (1.95996 + .84162)·√(.54·.46/100) = .1396.
    let report = two_choices(r#"{"A":"5400","B":"4600"}"#, &[("54.0", "46.0", 100)]);
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "a deviation of less than 14.0 points for A could easily have been missed",
    );
    assert!(!short.contains("likely to show"));
}

#[test]
fn polls_too_close_are_judged_and_printed_at_the_most_that_rounding_leaves() {
    // Three polls of 1,000 with 50, 30 and 20 percent, each to half a point: as printed Q is 0 and p is 0.
    let polls: Vec<String> = (["X", "Y", "Z"].iter())
        .map(|name| {
            format!(
                r#"{{"pollster":"{name}","shares":{{"A":"50","B":"30","C":"20"}},
                "sample":{{"respondents":"1000","design_effect":"1"}}}}"#
            )
        })
        .collect();
    let report = report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"final","status":"final",
        "shares":{{"A":"50.0","B":"30.0","C":"20.0"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    ));
    let scatter = scatter_of(&report);
    assert_eq!(
        (scatter.test.statistic, scatter.test.lower_tail),
        (0.0, 0.0)
    );
    assert!(!scatter.everyone_else);
    // (3 − 1)(3 − 1) degrees of freedom, for which P(χ² ≤ q) = 1 − e^(−q/2)·(1 + q/2).
    let q = scatter.statistic_bounds.high();
    let most = 1.0 - (-q / 2.0_f64).exp() * (1.0 + q / 2.0);
    assert!(q > 0.0 && (scatter.lower_tail_bounds.high() - most).abs() < 1e-12);
    let said = report.findings.iter().find_map(|finding| match finding {
        Finding::ScatterBelowSampling { p_value } => Some(*p_value),
        _ => None,
    });
    assert!((said.expect("it is shown") - most).abs() < 1e-12 && most > 0.01);
    assert!((scatter.upper_tail_bounds.low() - (1.0 - most)).abs() < 1e-12);
    assert_eq!(scatter.upper_tail_bounds.high(), 1.0);
    let full = text(&report, Detail::Full);
    has(
        &full,
        &format!("closer to one another than chance would usually leave (p = {most:.3})"),
    );
    has(&full, "Over 3 choices: Q = 0.00 (0.00 to ");
    assert!(!full.contains("everyone else: Q") && !full.contains("chance allows"));
}

#[test]
fn one_of_six_is_no_more_than_chance_when_six_are_tested() {
    // Against 50.01 of 1,000: 53.2 is z = .0319/.015811 = 2.018, p = .0436; six times that is .26.
    let six = [
        ("51.0", "49.0", 1_000),
        ("52.0", "48.0", 1_000),
        ("52.5", "47.5", 1_000),
        ("50.6", "49.4", 1_000),
        ("53.2", "46.8", 1_000),
        ("51.8", "48.2", 1_000),
    ];
    let count = r#"{"A":"500100","B":"499900"}"#;
    let all = two_choices(count, &six);
    let expected = Finding::BeyondOverPolls {
        polls: 6,
        beyond: Vec::new(),
        undecided_by_rounding: Vec::new(),
        designs_known: true,
    };
    assert!(all.findings.contains(&expected), "{:?}", all.findings);
    let short = text(&all, Detail::Brief);
    has(&short, "Of six polls, each judged by itself, five differ");
    has(
        &short,
        "After adjustment for the six polls tested, none differs from the count by more than chance explains.",
    );
    // Alone it is one of one. With one of 60 percent, z = 6.3, that one is left: 53.2 has twice .047.
    let silent = |report: &Report| {
        let over = |of: &&Finding| matches!(of, Finding::BeyondOverPolls { .. });
        report.findings.iter().find(over).is_none()
    };
    assert!(silent(&two_choices(count, &six[4..5])));
    let some = two_choices(count, &[six[4], ("60.0", "40.0", 1_000), six[0]]);
    has(
        &text(&some, Detail::Brief),
        "After adjustment for the three polls tested, only P1 still differs from the count",
    );
    // Both of two stay beyond chance: nothing is left to say.
    assert!(silent(&two_choices(
        count,
        &[("60.0", "40.0", 1_000), ("61.0", "39.0", 1_000)]
    )));
}

#[test]
fn rounding_decides_what_is_left_of_one_poll_among_three() {
    // Against 50.01 of 1,000, "54" is z = 2.21 to 2.84, p = .027 to .0045: beyond chance. Three times that is .082 to
    // .0135.
    let count = r#"{"A":"500100","B":"499900"}"#;
    let (near, odd) = (("51.0", "49.0", 1_000), ("54", "46", 1_000));
    let three = two_choices(count, &[odd, near, near]);
    has(
        &text(&three, Detail::Brief),
        "After adjustment for the three polls tested, rounding decides whether P0 differs from the count by more than \
         chance explains.",
    );
    let with_one_beyond = two_choices(count, &[odd, ("60.0", "40.0", 1_000), near, near]);
    has(
        &text(&with_one_beyond, Detail::Brief),
        "After adjustment for the four polls tested, P1 still differs from the count by more than chance explains; of \
         P0 rounding decides it.",
    );
}

#[test]
fn a_poll_judged_by_its_margin_is_said_to_be() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},
        "counts":[{"name":"final","status":"final","votes":{"A":"512000","B":"431000","C":"57000"}}],
        "polls":[{"pollster":"Y","shares":{"A":"54.0","B":"41.0","C":"5.0"},"sample":{"margins":{"A":"1.5","C":"0.8"}}},
        {"pollster":"Z","shares":{"A":"54.0","B":"41.0","C":"5.0"},
        "sample":{"respondents":"4000","design_effect":"1"}}]}"#,
    );
    let polls = vec!["Y".to_owned()];
    assert!(report.findings.contains(&Finding::JudgedByStatedMargin {
        polls,
        too_small: Vec::new(),
        as_drawn_singly: Vec::new()
    }));
    has(
        &text(&report, Detail::Brief),
        "Y is judged by its own stated margins.",
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Verdict: More than chance explains, judged by the pollster's own stated margin: +2.80 points for A",
    );
    has(&full, "Verdict: More than chance explains: ");
}

#[test]
fn one_of_a_thing_is_in_the_singular_and_a_range_is_no_rounding() {
    let seats = report(
        r#"{"contest":{"name":"c","choices":["A","B"],"seats":"100","majority":"51"},
        "counts":[{"name":"final","status":"final","seats":{"A":"55","B":"45"}}],
        "polls":[{"pollster":"V","seats":{"A":"45–51"}},{"pollster":"W","seats":{"A":"52"}}]}"#,
    );
    let short = text(&seats, Detail::Brief);
    has(&short, "the only range given for A misses it");
    has(&short, "W 52 3 A – seats missed");
    has(&short, "V 45–51 4 A 0 of 1 seats outside its ranges");
    has(
        &text(&seats, Detail::Full),
        "Verdict: Seats missed: 52 misses 55 for A by 3 seats.",
    );
    let fit = two_choices(r#"{"A":"5400","B":"4600"}"#, &[("54.0", "46.0", 100)]);
    has(&text(&fit, Detail::Full), "on 1 degree of freedom,");
    let ranges = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"final","status":"final","shares":{"A":"54.0","B":"46.0"}}],
        "polls":[{"pollster":"X","shares":{"A":"48–53","B":"47–52"}},{"pollster":"Y","shares":{"A":"53–56","B":"44–47"}}]}"#,
    );
    let full = text(&ranges, Detail::Full);
    // X is 1 to 6 points off and Y at most 2: neither is known to be the furthest.
    lacks(&full, "urthest from the count");
    has(
        &full,
        "Rank 1 to 2 of 2, which the published ranges leave open",
    );
    assert!(!full.contains("rounding leaves"));
}

#[test]
fn a_poll_on_another_base_is_not_put_there_in_silence() {
    // 40 of 80 who named a choice are 50 percent; against 45 percent of valid votes 5 too high, as printed 5 too low.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"final","status":"final","votes":{"A":"450000","B":"550000"}}],
        "polls":[{"pollster":"P","shares":{"A":"40.0","B":"40.0","(refused)":"20.0"}},
        {"pollster":"Q","shares":{"A":"46.0","B":"54.0"}}]}"#,
    );
    let short = text(&report, Detail::Brief);
    has(&short, "40.0 or 50.0");
    has(
        &short,
        "Furthest from the count is P, 5.00 points too high for A among those who named a choice (5.00 points too low as \
         printed).",
    );
}

/// Twelve polls of seven choices, some of them far off, whose names begin alike and are long.
fn twelve_polls() -> Report {
    let name = |what: &str, i: usize| {
        format!("The Movement for the Renewal of the Constitution of the Republic, {what} {i}")
    };
    let shares = |off: f64| -> String {
        let shares: Vec<String> = (1..8)
            .map(|i| {
                let off = if i == 1 { off } else { -off / 6.0 };
                format!(r#""{}":"{:.1}""#, name("list", i), 100.0 / 7.0 + off)
            })
            .collect();
        shares.join(",")
    };
    let polls: Vec<String> = (1..13)
        .map(|i| {
            format!(
                r#"{{"pollster":"{}","shares":{{{}}},"sample":{{"respondents":"2000"}}}}"#,
                name("institute", i),
                shares(if i % 2 == 0 { 3.0 } else { 0.1 })
            )
        })
        .collect();
    let list: Vec<String> = (1..8).map(|i| format!("\"{}\"", name("list", i))).collect();
    // The first leads as the polls have it, by a hair.
    let votes: Vec<String> = (list.iter().enumerate())
        .map(|(i, name)| format!("{name}:\"{}\"", if i == 0 { 100_010 } else { 100_000 }))
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":[{}]}},"counts":[{{"name":"final","status":"final",
        "votes":{{{}}}}}],"polls":[{}]}}"#,
        list.join(","),
        votes.join(","),
        polls.join(",")
    ))
}

#[test]
fn the_short_form_tells_names_that_begin_alike_apart_and_keeps_its_gaps() {
    let brief = text_with(&twelve_polls(), 80, Detail::Brief);
    assert!(brief.lines().count() <= 30, "{brief}");
    let words: Vec<&str> = brief.split_whitespace().collect();
    let words = words.join(" ");
    has(&words, "institute 1 and 5 others");
    has(&words, "institute 2 and 5 others");
    has(&words, "Published by no poll: ");
}

#[test]
fn what_is_not_ranked_is_named_where_the_table_does_not_show_it_and_is_not_the_nearest() {
    let poll = |pollster: &str, more: &str, a: f64| {
        let b = 100.0 - a;
        format!(
            r#"{{"pollster":"{pollster}",{more}"shares":{{"A":"{a:.1}","B":"{b:.1}"}},
            "sample":{{"respondents":"1000"}}}}"#
        )
    };
    let late = |release: &str| format!(r#""release":"{release}","kind":"late_poll","#);
    let of = |ranked: u32| {
        let mut polls = vec![
            poll("Ipsos", r#""release":"21:00","#, 47.0),
            poll("Ipsos", &late("at 50 percent"), 50.5),
            poll("Ipsos", &late("at 90 percent"), 50.1),
        ];
        polls.extend((1..ranked).map(|i| poll(&format!("P{i}"), "", 51.0 + 0.1 * f64::from(i))));
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
            "votes":{{"A":"500000","B":"500000"}}}}],"polls":[{}]}}"#,
            polls.join(",")
        ));
        text_with(&report, 80, Detail::Brief)
    };
    for ranked in 2..12 {
        let brief = of(ranked);
        let words: Vec<&str> = brief.split_whitespace().collect();
        has(
            &words.join(" "),
            "Not ranked or taken together with the others: Ipsos (at 50 percent) (earlier release); Ipsos (at 90 percent) \
             (late poll).",
        );
        // The late poll of .1 points is nearer, and has no rank.
        let mut lines = brief.lines().skip_while(|line| !line.starts_with('─'));
        assert!(lines.nth(1).unwrap_or("").starts_with("P1 "), "{brief}");
    }
    let brief = of(11);
    // Rows of the table; a second line of a name has no share.
    let row =
        |line: &&str| (line.starts_with('P') || line.starts_with("Ipsos")) && line.contains(" A  ");
    let shown = brief.lines().filter(row).count();
    has(&brief, &format!("{} more polls are not shown.", 13 - shown));
}

#[test]
fn a_poll_that_is_exactly_right_does_not_deviate() {
    let of = |a: &str, b: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
            "shares":{{"A":"50.0","B":"50.0"}}}}],"polls":[{{"pollster":"X","shares":{{"A":"{a}","B":"{b}"}},
            "sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
        ));
        let brief = text(&report, Detail::Brief);
        brief.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let right = of("50.0", "50.0");
    has(
        &right,
        "X does not deviate from the count as printed; a deviation of less than",
    );
    lacks(&right, "largest deviation is 0");
    has(
        &of("51.0", "49.0"),
        "Its largest deviation is 1.0 points too high for A",
    );
}

#[test]
fn shares_of_valid_votes_are_not_called_a_reading_beside_shares_of_all_ballots() {
    // 49.1 of 96.7 are 50.776 of valid votes; 50.8 less 49.1 is no deviation.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"f","status":"final","base":"all_ballots",
        "shares":{"A":"49.10","B":"47.60"}}],"polls":[{"pollster":"X","base":"valid_votes",
        "shares":{"A":"50.8","B":"49.2"},"sample":{"respondents":"5000","design_effect":"1.5"}}]}"#,
    );
    let brief = text(&report, Detail::Brief);
    lacks(&brief, "1.70");
    has(&brief, "0.02 points too high for A");
}

#[test]
fn columns_of_quick_counts_alone_are_headed_so() {
    let of = |kinds: [&str; 2]| {
        let polls: Vec<String> = (kinds.iter().enumerate())
            .map(|(n, kind)| {
                format!(
                    r#"{{"pollster":"Q{n}","kind":"{kind}","shares":{{"A":"5{n}.0","B":"{}.0"}}}}"#,
                    50 - n
                )
            })
            .collect();
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
            "votes":{{"A":"505000","B":"495000"}}}}],"polls":[{}]}}"#,
            polls.join(",")
        ));
        text(&report, Detail::Full)
    };
    let counts = of(["quick_count"; 2]);
    has(&counts, " quick count A, % ");
    lacks(&counts, " poll A, % ");
    let polls = of(["exit_poll"; 2]);
    has(&polls, " poll A, % ");
    lacks(&polls, "quick count A");
}
