//! Statements from a stated share of the ballots where nobody says how many are invalid: a bound from ten percent of
//! invalid ballots on, a projection below (METHODS 8).

use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, Finding, Question, ReadingReport};
use exitpoll::{Report, Verdict};

use super::words_of_reports::{has, report, text};

/// "95.0" percent of the ballots.
fn after_95_percent(votes: [u64; 2], poll: [&str; 2], sample: &str) -> Report {
    let ([a, b], [x, y]) = (votes, poll);
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",
        "completeness":{{"of":"ballots","percent":"95.0"}},"votes":{{"A":"{a}","B":"{b}"}}}}],
        "polls":[{{"pollster":"X","shares":{{"A":"{x}","B":"{y}"}}{sample}}}]}}"#
    ))
}

fn lacks(text: &str, words: &str) {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!line.contains(words), "{words:?} in\n{text}");
}

fn reading(report: &Report) -> &ReadingReport {
    report.reference().poll("X").unwrap().reading().unwrap()
}

/// The share of the counted ballots that must be invalid for what needs `needed` of the votes to fail.
fn invalid(needed: f64) -> f64 {
    1.0 - needed / (1.0 - needed) * 0.05 / 0.95
}

const OF_1200: &str = r#","sample":{"respondents":"1200","design_effect":"1"}"#;

#[test]
fn a_verdict_that_one_invalid_ballot_in_a_hundred_would_undo_is_open_until_counted() {
    // A ends at 56.97 at least; at 1,200 respondents 54.15 percent is within chance of up to 56.95.
    let open = after_95_percent([57_000, 38_000], ["54.1", "45.9"], OF_1200);
    let of = reading(&open);
    assert_eq!(of.verdict, Verdict::OpenUntilCounted);
    assert_eq!(of.row("A").unwrap().sampling.unwrap().inside, None);
    let condition = of.condition.unwrap();
    assert_eq!(condition.verdict, Verdict::BeyondSampling);
    assert!(!condition.is_bound);
    // The share π whose test just accepts 54.15: π − 1.96·√(π(1−π)/1200) = .5415, by Wilson's upper end.
    let (n, z, p) = (1200.0_f64, 1.959_963_984_540_054_f64, 0.5415);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let accepted = (p + z * z / (2.0 * n) + half) / (1.0 + z * z / n);
    // "95.0" is 94.95 at least.
    let needed = accepted / 0.6;
    let least = 1.0 - needed / (1.0 - needed) * 0.0505 / 0.9495;
    assert!((least - 0.006).abs() < 0.007, "{least}");
    assert!((condition.unless_invalid - least).abs() < 0.02);
    has(
        &text(&open, Detail::Full),
        "it would be more than chance explains (a projection, which fails if",
    );
    lacks(&text(&open, Detail::Brief), "more than chance explains");
}

#[test]
fn a_verdict_that_stands_says_how_many_ballots_would_have_to_be_invalid() {
    let beyond = after_95_percent([57_000, 38_000], ["50.0", "50.0"], OF_1200);
    let of = reading(&beyond);
    assert_eq!(of.verdict, Verdict::BeyondSampling);
    let condition = of.condition.unwrap();
    assert!(condition.is_bound && condition.unless_invalid > 0.1);
    let percent = format!(
        "{:.2} percent of the ballots counted were invalid",
        (1e4 * condition.unless_invalid).floor() / 100.0
    );
    has(
        &text(&beyond, Detail::Full),
        &format!("holds unless {percent}"),
    );
    has(
        &text(&beyond, Detail::Brief),
        &format!("(unless at least {percent})"),
    );
}

#[test]
fn a_leader_who_is_ahead_by_less_than_a_tenth_of_invalid_ballots_can_be_passed_only_with_them() {
    // 50,300 to 44,700: 1/(1 + 5,600/95,000) of the votes decide it.
    let report = after_95_percent([50_300, 44_700], ["49.9", "50.1"], OF_1200);
    let needed = 1.0 / (1.0 + 5_600.0 / 95_000.0);
    let least = 1.0 - needed / (1.0 - needed) * 0.0505 / 0.9495;
    assert_eq!(format!("{:.2}", 100.0 * least), "9.77");
    assert!(invalid(needed) > least);
    for detail in [Detail::Brief, Detail::Full] {
        let text = text(&report, detail);
        has(
            &text,
            "B could draw level with A only if at least 9.77 percent of the ballots counted were invalid",
        );
        lacks(&text, "could still draw level");
    }
}

#[test]
fn a_range_that_few_invalid_ballots_would_reach_is_open_and_nothing_of_it_is_rounded() {
    let report = after_95_percent([57_000, 38_000], ["55-56.9", "43-45"], "");
    let of = reading(&report);
    assert_eq!(of.verdict, Verdict::OpenUntilCounted);
    let condition = of.condition.unwrap();
    // f′ = 56.9/60 (METHODS 8).
    let needed: f64 = 0.569 / 0.6;
    let least = 1.0 - needed / (1.0 - needed) * 0.0505 / 0.9495;
    assert!((condition.unless_invalid - least).abs() < 1e-9);
    assert_eq!(format!("{:.3}", 100.0 * least), "2.378");
    assert_eq!(condition.verdict, Verdict::RangeOutside);
    assert!(report.findings.iter().any(|of| matches!(
        of,
        Finding::OnlyIfInvalid { invalid, .. } if (invalid - least).abs() < 1e-9
    )));
    let full = text(&report, Detail::Full);
    for wrong in [
        "within rounding (a projection",
        "impossible",
        "whatever is still",
        "within its rounding",
    ] {
        lacks(&full.replace("by a bound \"impossible\"", ""), wrong);
    }
    has(
        &text(&report, Detail::Brief),
        "X can come exactly true only if at least 2.37 percent of the ballots counted were invalid (a projection)",
    );
}

/// "80.0" percent of the ballots, shares of all ballots: nobody gives invalid ones.
fn shares_of_all_ballots_after_80_percent(choices: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":[{choices}]}},"counts":[{{"name":"c","base":"all_ballots",
        "completeness":{{"of":"ballots","percent":"80.0"}},"shares":{{"A":"60.0","B":"30.0"}}}}],
        "polls":[{{"pollster":"X","base":"valid_votes","shares":{{"A":"60.0","B":"40.0"}}{OF_1200}}}]}}"#
    ))
}

#[test]
fn a_share_of_the_ballots_beside_shares_of_all_ballots_bounds_them_whatever_is_invalid() {
    // .7995·.3 = .2399 of all ballots ahead, .2005 still to come.
    for choices in [r#""A","B""#, r#""A","B","C""#] {
        let report = shares_of_all_ballots_after_80_percent(choices);
        let view = report.reference().bound().unwrap();
        assert_eq!(view.decided, Some(true), "{choices}");
        assert_eq!(view.decided_unless_invalid, None, "{choices}");
        // .7995·59.95 and .7995·60.05 + 20.05 of all ballots.
        let of_a = view.final_shares[0].bounds;
        assert!((of_a.low() - 0.7995 * 0.5995).abs() < 1e-12);
        assert!((of_a.high() - (0.7995 * 0.6005 + 0.2005)).abs() < 1e-12);
        let calls = &report.reference().poll("X").unwrap().calls;
        let leader = calls.iter().find(|call| call.question == Question::Leader);
        let leader = leader.unwrap();
        assert_eq!(leader.outcome, CallOutcome::Right, "{choices}");
        assert_eq!(leader.unless_invalid, None, "{choices}");
        lacks(&text(&report, Detail::Full), "were invalid");
    }
}

#[test]
fn what_shares_of_all_ballots_leave_of_every_choice_is_invalid_and_bounds_the_valid_votes() {
    // 10 of 100 counted ballots are invalid: 90 valid ones at "80.0" percent, of which at least 79.95·.899 are valid
    // beside 20.05 still to come at most.
    let report = shares_of_all_ballots_after_80_percent(r#""A","B""#);
    let of = reading(&report);
    assert_eq!(of.condition, None);
    let need = of.row("A").unwrap().needs[0];
    assert!(need.is_bound && need.unless_invalid.is_none());
    // (60·(.72 + .2) − 66.667·.72)/.2 = 36 percent.
    assert!((need.share.unwrap() - 0.36).abs() < 1e-9);
}

#[test]
fn a_whole_order_is_not_decided_where_a_choice_has_no_figure() {
    let decided = |choices: &str| {
        let report = shares_of_all_ballots_after_80_percent(choices);
        report.reference().bound().unwrap().order_decided
    };
    assert_eq!(decided(r#""A","B""#), Some(true));
    assert_eq!(decided(r#""A","B","C""#), None);
}

/// Two counts, of which the first has these figures beside those of the article on Azerbaijan 2024.
fn of_a_night(more: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"early",
        "completeness":{{"of":"ballots","percent":"93.35"}},{more}}},
        {{"name":"last","status":"final","votes":{{"A":"921000","B":"79000"}}}}],
        "polls":[{{"pollster":"X","shares":{{"A":"93.9","B":"6.1"}}}}]}}"#
    ))
}

#[test]
fn final_shares_that_rest_on_invalid_ballots_being_as_frequent_say_so() {
    // A ends between .93345·.92045 = 85.92 and that and 6.655 points, 92.58, if invalid ballots are as frequent. With 5
    // percent of the counted ballots invalid and none of the others it can have more.
    let shares = r#""shares":{"A":"92.05","B":"7.95"}"#;
    let most = (0.92055 * 0.95 * 0.93345 + 0.06655) / (0.95 * 0.93345 + 0.06655);
    let night = of_a_night(shares);
    let view = &night.counts[0].outstanding[0];
    assert!(view.takes_invalid_alike);
    assert!(view.final_share("A").unwrap().bounds.high() < most);
    let full = text(&night, Detail::Full);
    let words = "take invalid ballots to be as frequent among the ballots still to be counted as among those counted.";
    has(&full, &format!("The final shares at \"early\" {words}"));
    // The same where that count is the most complete one: of the table, and of the overlaps.
    let alone = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"early",
        "completeness":{{"of":"ballots","percent":"93.35"}},{shares}}}],
        "polls":[{{"pollster":"X","shares":{{"A":"93.9","B":"6.1"}}}}]}}"#
    ));
    assert!(reading(&alone).measures.final_overlap_takes_invalid_alike);
    let (full, brief) = (text(&alone, Detail::Full), text(&alone, Detail::Brief));
    let what = "These final shares, and the overlaps of the polls with the final result,";
    has(&full, &format!("{what} {words}"));
    has(&brief, "overlap, if invalid");
    // Known invalid ballots and shares of all ballots need no such condition.
    for known in [
        r#""invalid":"10000","votes":{"A":"920500","B":"79500"}"#,
        r#""invalid":"0","shares":{"A":"92.05","B":"7.95"}"#,
        r#""base":"all_ballots","shares":{"A":"90.05","B":"7.95"}"#,
    ] {
        let night = of_a_night(known);
        let views = &night.counts[0].outstanding;
        assert!(
            views.iter().all(|view| !view.takes_invalid_alike),
            "{known}"
        );
        lacks(&text(&night, Detail::Full), words);
    }
}
