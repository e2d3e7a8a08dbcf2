//! Which poll is furthest, and what rank is open, is said of one and the same final count.

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::Finding;
use exitpoll::{Comparison, Report};

/// Polls of A and B, by their share of A as printed.
fn compared(contest: &str, count: &str, polls: &[(&str, &str, &str)]) -> Report {
    let polls: Vec<String> = polls
        .iter()
        .map(|(name, a, b)| format!(r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}"}}}}"#))
        .collect();
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]{contest}}},"counts":[{{"name":"c",{count}}}],
        "polls":[{}]}}"#,
        polls.join(",")
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

/// Rank, best and worst of a poll.
fn rank(report: &Report, poll: &str) -> (Option<usize>, usize, usize) {
    let rank = report.reference().poll(poll).unwrap().rank.as_ref();
    let rank = rank.expect("the poll is ranked");
    (rank.rank, rank.best, rank.worst)
}

/// Who is furthest, whether that is open, and whether outstanding ballots leave it open.
fn furthest(report: &Report) -> (Vec<String>, bool, bool) {
    let found = report.findings.iter().find_map(|finding| match finding {
        Finding::Furthest {
            polls,
            open,
            until_counted,
            ..
        } => Some((polls.clone(), *open, *until_counted)),
        _ => None,
    });
    found.expect("one is furthest")
}

fn text(report: &Report) -> String {
    let text = render::text_with(report, 400, Detail::Full);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_order_that_holds_at_every_final_count_is_not_open() {
    // 90.0 percent of the ballots and no invalid ones: A ends between 45.4 and 55.6. The middle of 44 and 38 is
    // 41, below all of that: Y is farther whatever comes, although 6.5 ± 5 and 12.5 ± 5 points overlap.
    let report = compared(
        "",
        r#""completeness":{"of":"ballots","percent":"90.0"},"votes":{"A":"505000","B":"495000"},"invalid":"0""#,
        &[("X", "44.00", "56.00"), ("Y", "38.00", "62.00")],
    );
    assert_eq!(rank(&report, "X"), (Some(1), 1, 1));
    assert_eq!(rank(&report, "Y"), (Some(2), 2, 2));
    assert_eq!(furthest(&report), (vec!["Y".into()], false, false));
    let text = text(&report);
    assert!(text.contains("Furthest from the count is Y, so far 12.50 points too low for A."));
    assert!(!text.contains("leaves open whether another is"), "{text}");
}

#[test]
fn an_order_that_some_final_count_reverses_is_open_until_all_is_counted() {
    // As before, but the middle of 54 and 44 is 49, which A can still pass either way.
    let report = compared(
        "",
        r#""completeness":{"of":"ballots","percent":"90.0"},"votes":{"A":"505000","B":"495000"},"invalid":"0""#,
        &[("X", "54.00", "46.00"), ("Y", "44.00", "56.00")],
    );
    assert_eq!(rank(&report, "X"), (None, 1, 2));
    assert_eq!(rank(&report, "Y"), (None, 1, 2));
    assert_eq!(furthest(&report), (vec!["Y".into()], true, true));
    let text = text(&report);
    assert!(text.contains("what is still to be counted leaves open whether another is"));
    assert!(text.contains("Rank open until all is counted, 1 to 2 of 2"));
}

#[test]
fn what_rounding_leaves_open_is_not_laid_to_the_ballots_outstanding() {
    // At most 9,000 ballots to 1,000,000: A ends between 505/1009 = 50.05 and 514/1009 = 50.94, above the middle
    // of 50 and 49.5. But "50" can be 49.5, and "49.5" can be 49.55.
    let report = compared(
        "",
        r#""completeness":{"of":"stations","counted":"990","total":"1000"},"votes":{"A":"505000","B":"495000"},
        "outstanding_registered":"9000""#,
        &[("X", "50", "50"), ("Y", "49.5", "50.5")],
    );
    assert_eq!(rank(&report, "X"), (Some(1), 1, 2));
    assert_eq!(rank(&report, "Y"), (Some(2), 1, 2));
    assert_eq!(furthest(&report), (vec!["Y".into()], true, false));
    let text = text(&report);
    assert!(text.contains("rounding leaves open whether another is"));
    assert!(text.contains("Rank 2 of 2 as printed; rounding leaves 1 to 2 open"));
    assert!(!text.contains("Rank open until all is counted"));
}

#[test]
fn in_the_founding_case_only_the_two_nearest_can_change_places() {
    // 92.05 after 93.35 percent: at most .9335 · 92.05 + 6.65 = 92.58, below 93.15 and 93.25, the middles of 93.9
    // with 92.4 and with 92.6; above 92.5, the middle of those two. Were a tenth of the ballots counted invalid,
    // .84015/(.84015 + .0665) = .9267 of the valid votes would be counted: at most 92.63.
    let text_of = include_str!("../../examples/data/azerbaijan_2024_article.json");
    let report = Comparison::from(json::read(text_of).unwrap())
        .run()
        .unwrap();
    let names: Vec<String> = (report.reference().polls.iter())
        .map(|poll| poll.name.clone())
        .collect();
    let mut ranks: Vec<_> = names.iter().map(|name| rank(&report, name)).collect();
    ranks.sort_by_key(|(own, ..)| own.is_some());
    assert_eq!(ranks, [(None, 1, 2), (None, 1, 2), (Some(3), 3, 3)]);
    assert_eq!(
        furthest(&report),
        (vec!["Oracle Advisory Group".into()], false, false)
    );
}

#[test]
fn what_fewer_than_a_tenth_of_invalid_ballots_would_turn_is_open() {
    // 90.00 percent of the ballots, how many are invalid is not said: A of 50.00 ends at no more than 55.005. The
    // middle of 60.2 and 50.0 is 55.1. With a tenth of the ballots counted invalid, .81/.91 = .8901 of the valid
    // votes are counted, and A could end at 55.49.
    let polls = [("X", "50.00", "50.00"), ("Y", "60.20", "39.80")];
    let count = |invalid: &str| {
        format!(
            r#""completeness":{{"of":"ballots","percent":"90.00"}},"votes":{{"A":"500000","B":"500000"}}{invalid}"#
        )
    };
    let unknown = compared("", &count(""), &polls);
    assert_eq!(furthest(&unknown), (vec!["Y".into()], true, true));
    let known = compared("", &count(r#","invalid":"0""#), &polls);
    assert_eq!(furthest(&known), (vec!["Y".into()], false, false));
}

#[test]
fn the_furthest_is_judged_so_without_pairs_too() {
    let document = r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
        "completeness":{"of":"ballots","percent":"90.0"},"votes":{"A":"505000","B":"495000"},"invalid":"0"}],
        "polls":[{"pollster":"X","shares":{"A":"44.00","B":"56.00"}},{"pollster":"Y","shares":{"A":"38.00","B":"62.00"}}]}"#;
    let report = Comparison::from(json::read(document).unwrap())
        .pairwise(false)
        .run()
        .unwrap();
    assert_eq!(furthest(&report), (vec!["Y".into()], false, false));
    assert_eq!(rank(&report, "Y"), (Some(2), 2, 2));
}

#[test]
fn a_rounded_final_count_is_one_count_for_both_polls() {
    // A is 49.5 to 50.5, above the middle of 48.00 and 49.00: 48 is farther, although .5 to 1.5 and 1.5 to 2.5
    // points meet, and would overlap with 48.20.
    let count = r#""status":"final","shares":{"A":"50","B":"50"}"#;
    let report = compared(
        "",
        count,
        &[("X", "49.00", "51.00"), ("Y", "48.20", "51.80")],
    );
    assert_eq!(rank(&report, "X"), (Some(1), 1, 1));
    assert_eq!(rank(&report, "Y"), (Some(2), 2, 2));
    assert_eq!(furthest(&report), (vec!["Y".into()], false, false));
}

#[test]
fn polls_whose_only_common_row_is_of_all_choices_are_not_ranked() {
    let poll = |name: &str, label: &str, choices: &str, shares: &str| {
        format!(
            r#"{{"pollster":"{name}","merged":[{{"label":"{label}","choices":[{choices}]}}],"shares":{{{shares}}},
            "sample":{{"respondents":"2000","design_effect":"1"}}}}"#
        )
    };
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C","D"]}},"counts":[{{"name":"f","status":"final",
        "merged":[{{"label":"A+B","choices":["A","B"]}}],"votes":{{"A+B":"500000","C":"300000","D":"200000"}}}}],
        "polls":[{},{}]}}"#,
        poll(
            "P",
            "B+C",
            r#""B","C""#,
            r#""A":"30.0","B+C":"49.0","D":"21.0""#
        ),
        poll(
            "Q",
            "C+D",
            r#""C","D""#,
            r#""A":"30.0","B":"19.0","C+D":"51.0""#
        ),
    );
    let report = Comparison::from(json::read(&text).unwrap()).run().unwrap();
    let count = report.reference();
    assert!(count.polls.iter().all(|poll| poll.rank.is_none()));
    assert!(count.pool.is_none());
}

/// Polls of 90,000 respondents drawn singly: P with 50 percent for A and Q with more, where A has 48.00.
fn large(p: &str, q: &str) -> Report {
    let poll = |name: &str, a: &str| {
        let b = 100.0 - a.parse::<f64>().unwrap();
        let b = format!("{b:.*}", a.split('.').nth(1).map_or(0, str::len));
        format!(
            r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"90000","design_effect":"1"}}}}"#
        )
    };
    let document = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"480000000","B":"520000000"}}}}],"polls":[{},{}]}}"#,
        poll("P", p),
        poll("Q", q)
    );
    Comparison::from(json::read(&document).unwrap())
        .run()
        .unwrap()
}

/// Whether the only pair differs by more than chance, and its z.
fn beyond_chance(report: &Report) -> (Option<bool>, f64) {
    let pair = report.between_polls.as_ref().unwrap().pair("P", "Q");
    let pair = pair.unwrap();
    (pair.beyond_chance, pair.z.expect("tested"))
}

#[test]
fn whether_a_poll_is_further_off_by_more_than_chance_can_turn_on_rounding() {
    // TV 2 and 3 points with errors of √(.25/90,000) = 1/6 point each: z = −1/.2357 = −4.24. Of "50" and "51" both
    // can be 50.5, 2.5 points off.
    let report = large("50", "51");
    let (beyond, z) = beyond_chance(&report);
    assert_eq!(beyond, None);
    assert!((z + 4.243).abs() < 0.002, "{z}");
    let said = text(&report);
    assert!(
        said.contains("over A and B; rounding decides whether it is further off than P by more than chance explains."),
        "{said}"
    );
    assert!(said.contains(
        "Difference, z and p are of the figures as printed; of 1 pair the digits that were not printed decide whether p is \
         below 0.05."
    ));
    assert!(!said.contains("by more than chance explains (p"), "{said}");
}

#[test]
fn whether_a_poll_is_further_off_by_more_than_chance_can_hold_whatever_the_digits() {
    // With one decimal the difference is .9 to 1.1 points, z at least .9/.2357 = 3.82.
    let report = large("50.0", "51.0");
    assert_eq!(beyond_chance(&report).0, Some(true));
    let said = text(&report);
    assert!(said.contains("further off than P by more than chance explains (p < 0.001)"));
    assert!(!said.contains("rounding decides whether it is") && !said.contains("as printed; of"));
    // 50.0 and 50.1: at most .2 points, z at most .85.
    let near = large("50.0", "50.1");
    assert_eq!(beyond_chance(&near).0, Some(false));
    assert!(text(&near).contains("further off than P by no more than chance explains (p = 0.671)"));
}

fn brief(report: &Report) -> String {
    let text = render::text_with(report, 400, Detail::Brief);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Polls, each its name and its shares as JSON, against A 60.00, B 35.05 and C 4.95.
fn of_three(polls: &[(&str, &str)]) -> Report {
    let polls: Vec<String> = (polls.iter())
        .map(|(name, shares)| format!(r#"{{"pollster":"{name}","shares":{{{shares}}}}}"#))
        .collect();
    let document = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"600000","B":"350500","C":"49500"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    );
    Comparison::from(json::read(&document).unwrap())
        .run()
        .unwrap()
}

#[test]
fn the_middle_of_a_limit_makes_no_poll_the_furthest() {
    // All that T prints agrees: 4.95 is less than 5. With 2.5, which nobody printed, it would be 2.5 points off, and P
    // is 2.
    let report = of_three(&[
        ("P", r#""A":"58.0","B":"37.0","C":"5.0""#),
        ("T", r#""A":"59.9","B":"35.0","C":"<5""#),
    ]);
    let (polls, open, _) = furthest(&report);
    assert_eq!((polls, open), (vec!["P".to_owned()], true));
    let said = text(&report);
    assert!(
        said.contains(
            "as printed is P, 2.00 points too low for A; the published ranges leave open whether another is."
        ),
        "{said}"
    );
    assert!(said.contains("Rank 1 to 2 of 2, which the published ranges leave open"));
    assert!(!said.contains("as printed is T") && !said.contains("of 2 as printed"));
}

#[test]
fn a_poll_whose_whole_range_is_further_off_is_the_furthest() {
    // B at 10–20 is 15.05 points off at least, and A with it.
    let report = of_three(&[
        ("P", r#""A":"58.0","B":"37.0","C":"5.0""#),
        ("T", r#""A":"78.0","B":"10–20","C":"4.0""#),
    ]);
    let (polls, open, _) = furthest(&report);
    assert_eq!((polls, open), (vec!["T".to_owned()], false));
}

#[test]
fn polls_that_are_equally_far_as_printed_only_are_said_to_be() {
    // Full can be 1.95 to 2.05 off, Three as well.
    let report = of_three(&[
        ("Near", r#""A":"60.0","B":"35.0","C":"5.0""#),
        ("Full", r#""A":"58.0","B":"37.05","C":"4.95""#),
        ("Three", r#""A":"62.0","B":"33.05","C":"4.95""#),
    ]);
    let said = brief(&report);
    assert!(
        said.contains(
            "as printed are Full and Three, equally far; rounding leaves open which of them is further off."
        ),
        "{said}"
    );
}

#[test]
fn the_rows_are_named_where_the_overlaps_shown_have_another_order() {
    // Over A and everyone else X is 1 point off and Y 2; with B and C apart X has .5(1 + 4 + 3) = 4.
    let report = of_three(&[
        ("X", r#""A":"61.0","B":"31.0","C":"8.0""#),
        ("Y", r#""A":"58.0""#),
    ]);
    let said = brief(&report);
    assert!(
        said.contains(
            "Furthest from the count over A and everyone else is Y, 2.00 points too low for A."
        ),
        "{said}"
    );
    // Where the overlaps have the same order nothing needs to be named.
    let same = of_three(&[
        ("X", r#""A":"60.5","B":"34.5","C":"5.0""#),
        ("Y", r#""A":"58.0""#),
    ]);
    assert!(brief(&same).contains("Furthest from the count is Y"));
}

#[test]
fn a_figure_that_was_printed_stands_for_what_the_others_leave_on_one_base() {
    // 40.6 against 35.51 is 5.09; what the other four leave, 100 − 59.37 = 40.63, would be 5.12. Nothing is put on
    // another base.
    let text = r#"{"contest":{"name":"E","choices":["A","B","C","D"]},"counts":[{"name":"f","status":"final",
        "shares":{"A":"22.94","B":"17.96","C":"14.70","D":"8.89","(other)":"35.51"}}],"polls":[
        {"pollster":"Focus","shares":{"A":"21.9","B":"23.5","C":"12.2","D":"8.4"}},
        {"pollster":"Median","shares":{"A":"19.1","B":"19.97","C":"11.2","D":"9.1","(other)":"40.6"}}]}"#;
    let said = brief(
        &Comparison::from(json::read(text).expect("it reads"))
            .run()
            .expect("the report is made"),
    );
    assert!(
        said.contains("is Median, 5.09 points too high for everyone else."),
        "{said}"
    );
    assert!(
        !said.contains("as printed)") && !said.contains("5.12"),
        "{said}"
    );
}

#[test]
fn nobody_is_called_furthest_over_rows_where_rounding_decides_and_all_rows_say_another() {
    // Of A and B alone P has 49.5/96.0 = 51.56 percent and Q 49.0/95.2 = 51.47, which digits not printed turn around; of
    // all ballots Q is the further off by what it leaves to everyone else.
    let report = crate::words_of_reports::report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"f","status":"final",
        "votes":{"A":"1189313","B":"1152271"},"invalid":"91964"}],"polls":[
        {"pollster":"P","shares":{"A":"49.5","B":"46.5"},"base":"all_ballots"},
        {"pollster":"Q","shares":{"A":"49","B":"46.2"},"base":"all_ballots"}]}"#,
    );
    let brief = crate::words_of_reports::text(&report, exitpoll::render::Detail::Brief);
    crate::words_of_reports::has(
        &brief,
        "Rounding leaves open which poll is furthest from the count over A and B.",
    );
    crate::words_of_reports::lacks(&brief, "as printed is");
}
