//! Polls of other votes than the count's, by their base or by their voters: no reading is judged as if they were alike.

use exitpoll::alignment::RowKind;
use exitpoll::io::json;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, PollReport, Question, Reason, Report};
use exitpoll::{Comparison, Verdict};

use crate::words_of_reports::{self, has, lacks, text};

const SAMPLE: &str = r#""sample":{"respondents":"1500","design_effect":"1"}"#;

fn compared(count: &str, polls: &[&str]) -> Report {
    let polls: Vec<String> = (polls.iter().zip('P'..))
        .map(|(poll, name)| format!(r#"{{"pollster":"{name}",{poll}}}"#))
        .collect();
    let document = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",{count}}}],
        "polls":[{}]}}"#,
        polls.join(",")
    );
    let comparison = Comparison::from(json::read(&document).expect("the document reads"));
    comparison.run().expect("the report is made")
}

fn poll<'a>(report: &'a Report, name: &str) -> &'a PollReport {
    report.reference().poll(name).expect("it is there")
}

#[test]
fn shares_of_all_ballots_beside_valid_votes_alone_depend_on_their_base() {
    // With 5 percent invalid, 57 of 95 are the 60 of the count; without any, 3 points are off.
    let ballots = format!(r#""base":"all_ballots","shares":{{"A":"57.0","B":"38.0"}},{SAMPLE}"#);
    let report = compared(r#""shares":{"A":"60.0","B":"40.0"}"#, &[&ballots, &ballots]);
    let of = poll(&report, "P");
    assert_eq!(of.verdict, Verdict::DependsOnBase);
    assert!(of.as_printed().unwrap().verdict.is_beyond());
    // What is ranked and pooled is the reading that stands first.
    assert!((of.reading().unwrap().row("A").unwrap().poll.value - 0.6).abs() < 1e-12);
    assert!(of.rank.as_ref().unwrap().total_variation < 1e-12);
    // And the other way round: 55 of the 96 that name a choice are 57.29 percent.
    let valid = format!(r#""base":"valid_votes","shares":{{"A":"57.3","B":"42.7"}},{SAMPLE}"#);
    let mirror = compared(
        r#""base":"all_ballots","shares":{"A":"55.0","B":"41.0"}"#,
        &[&valid.replace("1500", "4000")],
    );
    let of = poll(&mirror, "P");
    assert_eq!(of.verdict, Verdict::DependsOnBase);
    let count = of.reading().unwrap().row("A").unwrap().count.value;
    assert!((count - 55.0 / 96.0).abs() < 1e-12);
    assert!(of.as_printed().unwrap().measures.pearson.is_none());
}

#[test]
fn shares_that_nothing_puts_on_the_base_of_the_count_are_not_judged() {
    // The poll names the leader only: what else of all ballots is valid is not known.
    let leader = format!(r#""base":"all_ballots","shares":{{"A":"57.0"}},{SAMPLE}"#);
    let report = compared(r#""shares":{"A":"60.0","B":"40.0"}"#, &[&leader]);
    let of = poll(&report, "P");
    assert_eq!(of.verdict, Verdict::NotComparable);
    let row = of.reading().unwrap().row("A").unwrap();
    assert_eq!(row.not_tested, Some(Reason::OtherBase));
    assert!(row.sampling.is_none() && row.break_even.is_none());
    has(
        &text(&report, Detail::Full),
        "its shares cannot be put on valid votes with what was published",
    );
}

#[test]
fn choices_that_sum_to_100_of_all_ballots_leave_no_invalid_ones_or_are_of_valid_votes() {
    let count = r#""votes":{"A":"57000","B":"38000"},"invalid":"5000","ballots_cast":"100000""#;
    let shares = format!(r#""base":"all_ballots","shares":{{"A":"60.0","B":"40.0"}},{SAMPLE}"#);
    let report = compared(count, &[&shares]);
    let of = poll(&report, "P");
    assert_eq!(of.verdict, Verdict::DependsOnBase);
    let printed = of.as_printed().unwrap();
    let invalid = (printed.rows.iter()).find(|row| row.kind == RowKind::Invalid);
    let invalid = invalid.expect("none were found, 5 percent are counted");
    assert!((invalid.deviation + 0.05).abs() < 1e-12);
    // Over A, B and invalid ones: 1500·(.03²/.57 + .02²/.38 + .05²/.05).
    let expected = 1500.0 * (0.0009 / 0.57 + 0.0004 / 0.38 + 0.05);
    let fit = printed.measures.pearson.as_ref().unwrap();
    assert!((fit.statistic - expected).abs() < 1e-9);
    has(
        &text(&report, Detail::Full),
        "its choices alone sum to 100 percent: either it found no invalid ballots (5.00 percent in the count), or these \
         are shares of valid votes",
    );
}

#[test]
fn a_poll_that_prints_refusals_is_judged_on_those_who_named_a_choice_alone() {
    let shares = format!(r#""shares":{{"A":"50.0","B":"38.0","(refused)":"12.0"}},{SAMPLE}"#);
    let report = compared(r#""votes":{"A":"57000","B":"43000"}"#, &[&shares]);
    let of = poll(&report, "P");
    // 50 of 88 are 56.8 percent.
    assert_eq!(of.verdict, Verdict::WithinSampling);
    let printed = of.as_printed().unwrap();
    assert_eq!(printed.verdict, Verdict::NotComparable);
    assert!(printed.rows.iter().all(|row| row.sampling.is_none()));
    let labels: Vec<&str> = (printed.rows.iter())
        .map(|row| row.label.as_str())
        .collect();
    assert_eq!(labels, ["A", "B", "(refused)"]);
}

const COUNT: &str = r#""votes":{"A":"480000","B":"520000"}"#;

fn of_voters(a: &str, b: &str, population: &str) -> String {
    format!(r#""shares":{{"A":"{a}","B":"{b}"}},{SAMPLE},"population":{{{population}}}"#)
}

fn leader(report: &Report, name: &str) -> CallOutcome {
    let mut calls = poll(report, name).calls.iter();
    let call = calls.find(|call| call.question == Question::Leader);
    call.unwrap().outcome
}

#[test]
fn a_poll_of_some_voters_is_not_judged_by_a_count_that_does_not_say_whose_votes_it_has() {
    let abroad = of_voters("60.0", "40.0", r#""voters":["abroad"]"#);
    let in_person = of_voters("60.0", "40.0", r#""voters":["in_person"]"#);
    let report = compared(COUNT, &[&abroad, &in_person]);
    assert_eq!(poll(&report, "P").verdict, Verdict::DifferentPopulations);
    assert_eq!(leader(&report, "P"), CallOutcome::Unknown);
    assert_eq!(poll(&report, "Q").verdict, Verdict::DifferentPopulations);
    assert_eq!(leader(&report, "Q"), CallOutcome::Unknown);
    has(
        &text(&report, Detail::Full),
        "P is only of those who voted abroad; the count does not say whose votes it has",
    );
    // 470,000 of the 1,000,000 are by post or abroad: at least 53 percent are of others.
    let parts =
        r#","segments":[{"voters":["postal","abroad"],"votes":{"A":"200000","B":"270000"}}]"#;
    let report = compared(&format!("{COUNT}{parts}"), &[&abroad]);
    let coverage = poll(&report, "P").reading().unwrap().coverage.clone();
    assert!((coverage.unwrap().outside_bounds.low() - 0.53).abs() < 1e-12);
    assert_eq!(poll(&report, "P").verdict, Verdict::DifferentPopulations);
    // What postal votes leave of such a count are not those abroad.
    let postal = r#","segments":[{"voters":["postal"],"votes":{"A":"200000","B":"270000"}}]"#;
    let report = compared(&format!("{COUNT}{postal}"), &[&abroad]);
    assert_eq!(poll(&report, "P").segment, None);
}

#[test]
fn a_call_stands_only_if_no_votes_that_the_poll_did_not_cover_could_undo_it() {
    let count = r#""votes":{"A":"580000","B":"420000"}"#;
    // A lead of 16 points, of which sampling leaves 11: .7·11 < 30, but .98·11 > 2.
    let part = |outside: &str| of_voters("58.0", "42.0", outside);
    let report = compared(
        count,
        &[
            &part(r#""outside":"30""#),
            &part(r#""outside":"2.0""#),
            &part(r#""left_out":"voters abroad""#),
        ],
    );
    assert_eq!(leader(&report, "P"), CallOutcome::Unknown);
    assert_eq!(leader(&report, "Q"), CallOutcome::Right);
    assert_eq!(leader(&report, "R"), CallOutcome::Unknown);
    // Without a size the lead as printed: .88·8 = 7.04 < 12.
    let no_size = r#""shares":{"A":"54.0","B":"46.0"},"population":{"outside":"12"}"#;
    let report = compared(COUNT, &[no_size]);
    assert_eq!(leader(&report, "P"), CallOutcome::Unknown);
    has(
        &text(&report, Detail::Full),
        "the votes that the poll did not cover could explain it too",
    );
}

#[test]
fn polls_that_name_the_same_voters_are_ranked_together_whoever_says_how_many_are_outside() {
    let of = |outside: &str| {
        of_voters(
            "48.5",
            "51.5",
            &format!(r#""voters":["in_person"]{outside}"#),
        )
    };
    let report = compared(COUNT, &[&of(r#","outside":"8.0""#), &of("")]);
    for name in ["P", "Q"] {
        assert_eq!(poll(&report, name).left_out_of_the_whole, None, "{name}");
    }
}

#[test]
fn nobody_is_said_to_be_in_the_poll_alone_where_it_only_leaves_voters_out() {
    let report = compared(
        COUNT,
        &[&of_voters(
            "53.0",
            "47.0",
            r#""voters":["in_person"],"outside":"12""#,
        )],
    );
    assert_eq!(poll(&report, "P").verdict, Verdict::DifferentPopulations);
    let said = text(&report, Detail::Full);
    has(&said, "but votes that it did not cover could explain it");
    assert!(!said.contains("in the count alone"), "{said}");
}

#[test]
fn invalid_ballots_are_compared_whether_the_ballots_are_given_or_follow_from_what_is() {
    let invalid = |count: &str| {
        let report = compared(
            count,
            &[
                r#""base":"all_ballots","shares":{"A":"53.0","B":"44.5","(invalid)":"2.5"},
            "sample":{"respondents":"2500"}"#,
            ],
        );
        let of = poll(&report, "P");
        let row = of.reading()?.row("(invalid)");
        row.map(|row| (row.count.value, of.verdict))
    };
    // 2,000 of 112,000: 1.79 percent, by Holm p = .021 in a poll of 2,500.
    let expected = Some((2.0 / 112.0, Verdict::BeyondSimpleRandomSampling));
    let votes = r#""votes":{"A":"60000","B":"50000"}"#;
    for more in [
        r#","invalid":"2000""#,
        r#","invalid":"2000","ballots_cast":"112000""#,
        r#","invalid":"2000","valid":"110000""#,
        r#","valid":"110000","ballots_cast":"112000""#,
    ] {
        assert_eq!(invalid(&format!("{votes}{more}")), expected, "{more}");
    }
    // Votes of A alone are not all there are.
    assert_eq!(invalid(r#""votes":{"A":"60000"},"invalid":"2000""#), None);
}

#[test]
fn what_rounding_alone_can_explain_is_missing_and_nobody_s() {
    let report = compared(
        r#""votes":{"A":"51000","B":"49000"}"#,
        &[r#""shares":{"A":"51","B":"48"}"#],
    );
    has(
        &text(&report, Detail::Full),
        "the printed figures sum to 99 percent; rounding alone can explain the missing 1 point; they are compared as printed",
    );
}

#[test]
fn everyone_else_of_a_poll_without_a_figure_for_them_is_said_to_be_what_its_figures_leave() {
    let votes = r#""votes":{"A":"50000","B":"40000"},"valid":"100000""#;
    let said = |shares: &str| {
        let sample = r#""sample":{"respondents":"2000","design_effect":"1"}"#;
        let polls = format!(r#""shares":{{{shares}}},{sample}"#);
        text(&compared(votes, &[&polls]), Detail::Brief)
    };
    has(
        &said(r#""A":"57.0","B":"42.0""#),
        "9.00 points too low for everyone else, by what its published figures leave.",
    );
    let printed = said(r#""A":"57.0","B":"42.0","(other)":"1.0""#);
    assert!(!printed.contains("figures leave"), "{printed}");
}

#[test]
fn a_threshold_of_valid_votes_is_asked_of_the_valid_votes_of_a_poll_of_all_ballots() {
    // 49.0 percent of all ballots with 7.4 invalid are 52.9 of valid votes; the count's 520,000 of 970,000 are 53.6.
    let called = |invalid: &str, ballots: &str| {
        let report = words_of_reports::report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"],"thresholds":{{"majority":">50"}}}},"counts":[{{"name":"f",
            "status":"final","votes":{{"A":"520000","B":"450000"}},"invalid":"60000"{ballots}}}],"polls":[{{
            "pollster":"P","base":"all_ballots","shares":{{"A":"49.0","B":"43.6"{invalid}}},
            "sample":{{"respondents":"9000","design_effect":"1"}}}}]}}"#
        ));
        let calls = poll(&report, "P").calls.clone();
        let of_a = |of: &exitpoll::report::Call| {
            matches!(of.question, Question::Threshold(_)) && of.choice.as_deref() == Some("A")
        };
        calls.into_iter().find(of_a).unwrap().outcome
    };
    for ballots in ["", r#","ballots_cast":"1030000""#] {
        assert_eq!(called(r#","(invalid)":"7.4""#, ballots), CallOutcome::Right);
        // What it leaves without naming it are its invalid ballots, 7.4 percent too.
        assert_eq!(called("", ballots), CallOutcome::Right);
    }
}

#[test]
fn refusals_in_the_base_of_a_poll_are_counted_once() {
    let poll = r#"{"pollster":"P","base":"all_ballots",
        "shares":{"A":"43.0","B":"37.0","(refused)":"18.0","(invalid)":"2.0"},
        "sample":{"respondents":"2000","refusals":"400","design_effect":"1"}}"#;
    let votes = r#""votes":{"A":"51000","B":"49000"},"invalid":"2000","ballots_cast":"102000""#;
    let text = text(
        &crate::words_of_reports::report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",{votes}}}],
            "polls":[{poll}]}}"#
        )),
        Detail::Full,
    );
    // 43/98 to 61/98 of those who named a choice or refused. They are no part of the base that is stated.
    assert!(!text.contains("all who were asked would be"), "{text}");
    has(
        &text,
        "those who named a choice or refused would be 62.2 or 43.9 percent",
    );
}

#[test]
fn shares_of_different_votes_have_no_deviation_and_no_measure_and_the_base_is_named_as_the_reason()
{
    // What the 10 percent are that A and B leave of all ballots, C or invalid ones, is not published.
    let report = words_of_reports::report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","base":"all_ballots",
        "completeness":{{"of":"ballots","percent":"80.0"}},"shares":{{"A":"60.0","B":"30.0"}}}}],
        "polls":[{{"pollster":"P","base":"valid_votes","shares":{{"A":"62.0","B":"38.0"}},{SAMPLE}}}]}}"#
    ));
    let of = poll(&report, "P");
    assert_eq!(of.verdict, Verdict::NotComparable);
    let reading = of.reading().unwrap();
    assert!(reading.largest().is_none() && reading.lead.is_none());
    assert!(reading.measures.total_variation.is_none() && reading.measures.final_overlap.is_none());
    let brief = text(&report, Detail::Brief);
    assert!(
        !brief.contains("+8.0") && !brief.contains("largest"),
        "{brief}"
    );
    let full = text(&report, Detail::Full);
    assert!(
        !full.contains("+8.0") && !full.contains("same voters"),
        "{full}"
    );
    has(
        &full,
        "Nothing is said of whether P can come true: poll and count are shares of different votes",
    );
}

#[test]
fn a_stated_base_has_one_reading_beside_those_who_named_no_choice() {
    let votes = r#""votes":{"A":"57000","B":"43000"}"#;
    let read = |base: &str, shares: &str| {
        let of = format!(r#""base":"{base}","shares":{{{shares}}},{SAMPLE}"#);
        let report = compared(votes, &[&of]);
        let of = poll(&report, "P");
        assert!(of.as_printed().is_none(), "{base} {shares}");
        let reading = of.reading().unwrap();
        let a = reading.row("A").unwrap().poll.value;
        assert!(reading.rows.iter().all(|row| row.kind == RowKind::Choice));
        (of.verdict, a, reading.effective_size.unwrap())
    };
    // In the sum: 50 of 88 who named a choice, 1,320 of the 1,500.
    let silent = r#""A":"50.0","B":"38.0","(undecided)":"12.0""#;
    for base in ["valid_votes", "all_ballots"] {
        let (verdict, a, size) = read(base, silent);
        assert_eq!(verdict, Verdict::WithinSampling, "{base}");
        assert!((a - 50.0 / 88.0).abs() < 1e-12 && (size - 1320.0).abs() < 1e-9);
    }
    // Apart: those who named a choice sum to 100 by themselves.
    let (verdict, a, size) = read(
        "valid_votes",
        r#""A":"57.0","B":"43.0","(undecided)":"12.0""#,
    );
    assert_eq!(verdict, Verdict::WithinSampling);
    assert!((a - 0.57).abs() < 1e-12 && (size - 1320.0).abs() < 1e-9);
    // Who refused is no respondent.
    let (_, a, size) = read("valid_votes", r#""A":"57.0","B":"43.0","(refused)":"30.0""#);
    assert!((a - 0.57).abs() < 1e-12 && (size - 1500.0).abs() < 1e-9);
}

#[test]
fn ballots_that_nobody_tells_of_are_named_where_they_are_too_many_to_be_invalid() {
    let of = |more: &str| {
        compared(
            &format!(r#""votes":{{"A":"2000000","B":"1500000"}}{more}"#),
            &[r#""shares":{"A":"57.0","B":"43.0"}"#],
        )
    };
    // 700,000 of 4,200,000 are 16.67 percent.
    let words = "of the 4,200,000 ballots cast 700,000 (16.67 percent) are no votes that it lists";
    let cast = r#","ballots_cast":"4200000""#;
    let brief = text(&of(cast), Detail::Brief);
    has(&brief, words);
    has(&brief, "Caution, ballots are not accounted for.");
    // Where they are said to be invalid; where they may well be; where nothing is said of ballots.
    for told in [
        r#","ballots_cast":"4200000","invalid":"700000""#,
        r#","ballots_cast":"3600000""#,
        "",
    ] {
        lacks(&text(&of(told), Detail::Brief), "votes that it lists");
    }
}

#[test]
fn a_quick_count_draws_ballots() {
    let report = compared(
        r#""votes":{"A":"510000","B":"490000"}"#,
        &[
            r#""kind":"quick_count","shares":{"A":"52.0","B":"48.0"},"sample":{"respondents":"100000"}"#,
        ],
    );
    for detail in [Detail::Brief, Detail::Full] {
        let words = text(&report, detail);
        has(&words, "if ballots had been drawn singly");
        lacks(&words, "respondents had been drawn singly");
    }
}

#[test]
fn what_a_poll_of_unstated_base_leaves_is_nobodys_figure_of_the_invalid_ballots() {
    // 62 and 36 of a count with 60, 35 and 5 of all ballots: 2 are left, far from 5, and only the poll's base says of what.
    let count = r#""votes":{"A":"600000","B":"350000"},"invalid":"50000""#;
    let of = |base: &str| {
        let poll = format!(
            r#""shares":{{"A":"62.0","B":"36.0"}}{base},"sample":{{"respondents":"2000","design_effect":"1.5"}}"#
        );
        compared(count, &[&poll])
    };
    let unstated = of("");
    let printed = unstated.reference().polls[0].as_printed().unwrap();
    let left = printed.rows.last().unwrap();
    assert_eq!((left.kind, left.sampling), (RowKind::Remainder, None));
    assert_eq!(
        unstated.reference().polls[0].verdict,
        Verdict::WithinSampling
    );
    let stated = of(r#","base":"all_ballots""#);
    assert!(stated.reference().polls[0].verdict.is_beyond());
}

#[test]
fn two_answers_of_one_sample_on_two_bases_are_explained_by_the_invalid_ballots() {
    // 100,000 of 1,100,000 ballots are invalid, 9.09 percent, and both polls print 3.0. P: 55.2 against 55.00 of the
    // valid votes, z = .2/.497 = .40. Q: 3.0 against 9.09 of all ballots, z = −6.09/.287 = −21.2.
    let count = r#""votes":{"A":"550000","B":"450000"},"invalid":"100000""#;
    let sample = r#""sample":{"respondents":"10000","design_effect":"1"}"#;
    let valid = format!(
        r#""base":"valid_votes","shares":{{"A":"55.2","B":"44.8"}},"invalid":"3.0",{sample}"#
    );
    let all = |a: &str, b: &str, invalid: &str| {
        format!(
            r#""base":"all_ballots","shares":{{"A":"{a}","B":"{b}","(invalid)":"{invalid}"}},{sample}"#
        )
    };
    let report = compared(count, &[&valid, &all("53.5", "43.5", "3.0")]);
    assert_eq!(poll(&report, "P").verdict, Verdict::WithinSampling);
    assert_eq!(poll(&report, "Q").verdict, Verdict::BeyondSampling);
    has(
        &text(&report, Detail::Brief),
        "Q is judged on all ballots, where the invalid ones are among the shares and decide, P on valid votes alone.",
    );
    // 50.1, 40.8 and 9.1 of all ballots are 55.1 and 44.9 of the valid votes: one answer, and nothing to explain.
    let alike = compared(count, &[&valid, &all("50.1", "40.8", "9.1")]);
    lacks(&text(&alike, Detail::Brief), "is judged on all ballots");
}

#[test]
fn whom_no_figure_accounts_for_is_left_out_of_the_size_as_the_undecided_are() {
    // 58 and 36 of 94 against 59.50: of 1,880 the standard error is 1.132 points and 2.202 points are 1.945 of them, of all
    // 2,000 they would be 2.007.
    let sample = r#""sample":{"respondents":"2000","design_effect":"1"}"#;
    let count = r#""votes":{"A":"595000","B":"405000"},"valid":"1000000""#;
    let size = |shares: &str| {
        let report = compared(count, &[&format!(r#""shares":{{{shares}}},{sample}"#)]);
        let reading = poll(&report, "P").reading().unwrap().clone();
        assert_eq!(reading.verdict, Verdict::WithinSampling, "{shares}");
        reading.effective_size.unwrap()
    };
    let undecided = size(r#""A":"58.00","B":"36.00","(undecided)":"6.00""#);
    let without = size(r#""A":"58.00","B":"36.00""#);
    assert!((undecided - 1880.0).abs() < 1e-9, "{undecided}");
    assert!((without - 1880.0).abs() < 1e-9, "{without}");
}
