//! Polls of other voters than the count's: what can explain their deviation, and what is not said of them.

use exitpoll::partial::Reachability;
use exitpoll::render::Detail;
use exitpoll::report::{Basis, CallOutcome, Finding, Report};
use exitpoll::{Comparison, Verdict, io::json, render};

use crate::words_of_reports::{has, lacks, report, text};

const SAMPLE: &str = r#""sample":{"respondents":"1500","design_effect":"1.6"}"#;

fn compared(count: &str, polls: &[(&str, &str, &str)]) -> Report {
    let polls: Vec<String> = (polls.iter())
        .map(|(name, shares, more)| {
            format!(r#"{{"pollster":"{name}","shares":{{{shares}}},{SAMPLE}{more}}}"#)
        })
        .collect();
    let document = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"],"registered":"1200000"}},"counts":[{{"name":"c",
        "votes":{{"A":"500000","B":"500000"}},"invalid":"0",{count}}}],"polls":[{}]}}"#,
        polls.join(",")
    );
    let comparison = Comparison::from(json::read(&document).expect("the document reads"));
    comparison.run().expect("the report is made")
}

const FAR: &str = r#""A":"60.0","B":"40.0""#;
const NEAR: &str = r#""A":"51.0","B":"49.0""#;
const FINAL: &str = r#""status":"final""#;
const PARTIAL: &str = r#""completeness":{"of":"ballots","percent":"95.0"}"#;

#[test]
fn voters_left_out_in_words_can_explain_any_deviation_where_nobody_says_how_many_they_are() {
    let left_out = r#","population":{"left_out":"voters abroad"}"#;
    let report = compared(
        FINAL,
        &[
            ("Far", FAR, left_out),
            ("Near", NEAR, left_out),
            ("All", FAR, ""),
        ],
    );
    let poll = |name: &str| report.reference().poll(name).unwrap();
    assert_eq!(poll("Far").verdict, Verdict::DifferentPopulations);
    assert!(
        poll("Far")
            .calls
            .iter()
            .all(|call| call.outcome == CallOutcome::Unknown)
    );
    // What chance explains needs no voters of others, and nobody is known to be left out of the third.
    assert_eq!(poll("Near").verdict, Verdict::WithinSampling);
    assert_eq!(poll("All").verdict, Verdict::BeyondSampling);
    let said = text(&report, Detail::Full);
    has(
        &said,
        "did not cover voters abroad; how many of the votes counted are theirs is not published, so nothing bounds what \
         they can explain",
    );
    // Of what other voters could explain nothing is assumed of them.
    let alone = text(&compared(FINAL, &[("Far", FAR, left_out)]), Detail::Full);
    assert!(!alone.contains("voted as the others did"), "{alone}");
    // A number bounds it: 26 of 6,537 stations explain no 10 points.
    let few = r#","population":{"left_out":"26 stations","outside":"0–0.3977"}"#;
    let few = compared(FINAL, &[("Few", FAR, few)]);
    assert_eq!(few.reference().polls[0].verdict, Verdict::BeyondSampling);
}

#[test]
fn nothing_is_said_of_whether_a_poll_of_other_voters_can_come_true() {
    let others = [
        (
            "Words",
            FAR,
            r#","population":{"left_out":"voters abroad"}"#,
        ),
        ("Part", NEAR, r#","population":{"outside":"30"}"#),
        ("Perhaps", FAR, r#","population":{"outside":"0–30"}"#),
    ];
    let few = ("Few", FAR, r#","population":{"outside":"0–0.4"}"#);
    let polls: Vec<_> = others.into_iter().chain([few, ("All", FAR, "")]).collect();
    let report = compared(PARTIAL, &polls);
    for (name, ..) in others {
        let poll = report.reference().poll(name).unwrap();
        for reading in poll.readings() {
            assert!(reading.reachable.is_empty(), "{name}");
            assert!(
                reading.rows.iter().all(|row| row.needs.is_empty()),
                "{name}"
            );
        }
    }
    let lost: Vec<&str> = (report.findings.iter())
        .filter_map(|finding| match finding {
            Finding::CanNoLongerComeTrue { poll, .. } => Some(poll.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(lost, ["Few", "All"]);
    let brief = text(&report, Detail::Brief);
    has(&brief, "Few and All can no longer come exactly true");
    has(
        &text(&report, Detail::Full),
        "Nothing is said of whether Words, Part and Perhaps can come true: poll and count are not known to be of the \
         same voters.",
    );
}

#[test]
fn the_two_readings_of_a_poll_are_told_apart_where_their_needed_shares_stand() {
    let shares = r#""A":"55.0","B":"40.0""#;
    let report = compared(PARTIAL, &[("P", shares, "")]);
    let said = render::text_with(&report, 200, Detail::Full);
    for reading in ["P (of all ballots)", "P (of those who named a choice)"] {
        has(&said, reading);
    }
    // Shares of everyone approached are of no votes: nothing makes them come true.
    let asked = r#","base":"approached""#;
    let shares = r#""A":"55.0","B":"40.0","(refused)":"5.0""#;
    let report = compared(PARTIAL, &[("P", shares, asked)]);
    let said = render::text_with(&report, 200, Detail::Full);
    assert!(!said.contains("P (as printed)"), "{said}");
    let poll = report.reference().poll("P").unwrap();
    let printed = poll.as_printed().expect("beside those who named a choice");
    assert!(printed.reachable.is_empty() && printed.coverage.is_none());
    assert!((printed.rows.iter()).all(|row| row.needs.is_empty() && row.break_even.is_none()));
}

#[test]
fn what_no_turnout_can_change_is_said_of_all_such_polls_together_and_even_if_all_come() {
    let count = r#""completeness":{"of":"stations","counted":"90","total":"100"}"#;
    let far = r#""A":"75.0","B":"25.0""#;
    let report = compared(count, &[("P", far, ""), ("Q", far, "")]);
    let basis = Basis::RegisteredVoters;
    for poll in &report.reference().polls {
        let reach = poll.reading().unwrap().reachable(basis).unwrap();
        assert_eq!(reach.reachability, Reachability::Impossible);
    }
    has(
        &text(&report, Detail::Brief),
        "P and Q can no longer come exactly true",
    );
}

#[test]
fn against_a_partial_count_a_verdict_names_the_row_that_is_beyond_chance_whatever_comes() {
    // The poll leaves 6 percent of all ballots, and up to 5 percent can still be invalid: that row is open.
    let shares = r#""A":"64.0","B":"30.0""#;
    let report = compared(PARTIAL, &[("P", shares, r#","base":"all_ballots""#)]);
    let reading = report.reference().polls[0]
        .as_printed()
        .or(report.reference().polls[0].reading());
    let reading = reading.unwrap();
    assert!(reading.verdict.is_beyond(), "{reading:?}");
    let row = reading.row(reading.decided_by.as_deref().unwrap()).unwrap();
    assert!(
        row.sampling.unwrap().adjusted_p_value_bounds.high() < 0.05,
        "{row:?}"
    );
}

#[test]
fn what_a_count_does_not_give_is_not_listed_as_published_by_no_poll() {
    let report = compared(
        r#""completeness":{"of":"stations","percent":"95.0"}"#,
        &[("P", NEAR, ""), ("Q", NEAR, "")],
    );
    let unknown = compared(r#""status":"partial""#, &[("P", NEAR, "")]);
    // Registered voters are given.
    let whose = exitpoll::report::NotPublished::Population;
    assert_eq!(report.reference().not_published, [whose]);
    let missing = exitpoll::report::NotPublished::Completeness;
    assert_eq!(unknown.reference().not_published, [whose, missing]);
    for detail in [Detail::Brief, Detail::Full] {
        let said = text(&unknown, detail);
        has(
            &said,
            "Not published of the count: whose votes it has and how complete the count is.",
        );
        assert_eq!(
            said.matches("how complete the count is").count(),
            1,
            "{said}"
        );
    }
}

#[test]
fn of_shares_of_everyone_approached_no_test_is_given_and_refusals_are_not_counted_twice() {
    // 600 of 4,000 who refused are in these shares already: all of them for A would make it 70, not 75.
    let asked = r#","base":"approached""#;
    let shares = r#""A":"55.0","B":"30.0","(refused)":"15.0""#;
    let mut report = compared(FINAL, &[("P", shares, asked)]);
    let poll = report.counts[0].polls.remove(0);
    let printed = poll.as_printed().expect("it has two readings");
    assert_eq!(printed.verdict, Verdict::NotComparable);
    for row in &printed.rows {
        assert!(
            row.sampling.is_none() && row.with_refusals.is_none(),
            "{row:?}"
        );
    }
    assert_eq!(printed.measures.times_chance, None);
    // 55 of 85 percent named A.
    assert_eq!(poll.verdict, Verdict::BeyondSampling);
    assert!(poll.reading().unwrap().row("A").unwrap().sampling.is_some());
}

#[test]
fn turnout_and_invalid_ballots_of_all_are_not_those_of_the_voters_of_a_poll() {
    let of = |part: &str, population: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final","votes":
            {{"A":"480000","B":"520000"}},"invalid":"20000","ballots_cast":"1020000","registered":"1500000"{part}}}],"polls":[{{"pollster":"P",
            "shares":{{"A":"53.0","B":"47.0"}},"invalid":"1.0","turnout":"68.5"{population},{SAMPLE}}}]}}"#
        );
        let comparison = Comparison::from(json::read(&document).expect("the document reads"));
        comparison.run().expect("the report is made")
    };
    let poll = |report: &Report| report.reference().polls[0].clone();
    let in_person = r#","population":{"voters":["in_person"]}"#;
    let part = |invalid: &str| {
        format!(
            r#","population":{{"voters":["in_person","postal"]}},"segments":[{{"voters":["postal"],
            "votes":{{"A":"200000","B":"270000"}}{invalid}}}]"#
        )
    };
    // 20,000 of 1,020,000, and 1,020,000 of 1,500,000 registered voters, of all.
    let all = poll(&of("", ""));
    assert!((all.invalid.unwrap().count.value - 20.0 / 1020.0).abs() < 1e-12);
    assert!((all.turnout.unwrap().count.value - 0.68).abs() < 1e-12);
    // 15,000 of the 545,000 ballots in person.
    let known = poll(&of(&part(r#","invalid":"5000""#), in_person));
    assert!((known.invalid.unwrap().count.value - 15.0 / 545.0).abs() < 1e-12);
    assert!(known.turnout.is_none());
    let unknown = of(&part(""), in_person);
    assert!(poll(&unknown).invalid.is_none() && poll(&unknown).turnout.is_none());
    has(
        &text(&unknown, Detail::Full),
        "invalid ballots 1.0 and turnout 68.5 (the poll is of a part of the voters, not of all)",
    );
    // Nor where no part of the count is theirs.
    let outside = r#","population":{"voters":["in_person"],"outside":"47"}"#;
    let outside = poll(&of("", outside));
    assert!(outside.invalid.is_none() && outside.turnout.is_none());
}

#[test]
fn what_others_could_explain_in_the_end_is_not_left_to_the_count_alone() {
    // 50 of 1,000 against 60: 6.3 standard errors, and nothing bounds what is still to be counted.
    let poll = |status: &str, population: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},
            "counts":[{{"name":"f",{status},"votes":{{"A":"600000","B":"400000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"50.0","B":"50.0"}},"population":{{{population}}},
            "sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
        ))
    };
    let partial = r#""completeness":{"of":"stations","percent":"99.9"}"#;
    let abroad = r#""left_out":"voters abroad""#;
    let open = poll(partial, abroad);
    assert_eq!(
        open.reference().polls[0].verdict,
        Verdict::OpenUntilCounted,
        "within chance of some final counts"
    );
    has(
        &text(&open, Detail::Brief),
        "So far, P cannot be judged until more is counted, and even then votes that it did not cover could explain a \
         difference.",
    );
    has(
        &text(&open, Detail::Full),
        "the ballots still to be counted decide whether that is more than chance; even then votes that the poll did not \
         cover could explain it",
    );
    // As they could if nothing more came.
    let last = poll(r#""status":"final""#, abroad);
    assert_eq!(
        last.reference().polls[0].verdict,
        Verdict::DifferentPopulations
    );
    // A hundredth of the votes cannot make up for whatever the end will be.
    let few = poll(partial, r#""left_out":"voters abroad","outside":"1""#);
    lacks(&text(&few, Detail::Full), "even then");
}
