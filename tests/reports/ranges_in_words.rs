//! Ranges and limits as sentences have them, and what they settle.

use exitpoll::Verdict;
use exitpoll::render::Detail;
use exitpoll::report::{Question, Report};

use crate::words_of_reports::{has, lacks, report, text};

fn against(count: &str, poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C","D"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"500000","B":"360000","C":"100000","D":"40000"}}{count}}}],"polls":[{{"pollster":"P",{poll}}}]}}"#
    ))
}

fn leader(report: &Report) -> Option<bool> {
    let calls = &report.reference().polls[0].calls;
    let call = calls.iter().find(|call| call.question == Question::Leader);
    call.expect("it says who leads").beyond_sampling
}

#[test]
fn a_limit_far_below_the_leader_takes_nothing_from_what_sampling_says_of_the_lead() {
    let sample = r#""sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let of = |a: &str, b: &str| {
        let shares = format!(r#""shares":{{"A":"{a}","B":"{b}","C":"10.0","D":"<5"}}"#);
        against("", &format!("{shares},{sample}"))
    };
    let settled = of("52.0", "35.0");
    assert_eq!(leader(&settled), Some(true));
    has(&text(&settled, Detail::Full), "right, more than chance");
    // 1 point of 938 respondents is no lead.
    assert_eq!(leader(&of("43.0", "42.0")), Some(false));
    // Whoever leads by a range leads by nothing that sampling could say.
    let by_range = of("50–54", "35.0");
    assert_eq!(leader(&by_range), None);
    has(&text(&by_range, Detail::Full), "right, by its range alone");
}

#[test]
fn a_call_of_a_poll_of_unknown_design_is_more_than_chance_if_drawn_singly() {
    let poll =
        r#""shares":{"A":"52.0","B":"35.0","C":"9.0","D":"4.0"},"sample":{"respondents":"1500"}"#;
    has(
        &text(&against("", poll), Detail::Full),
        "right, more than chance if drawn singly",
    );
    // Without a size nothing is said of chance.
    let poll = r#""shares":{"A":"52.0","B":"35.0","C":"9.0","D":"<5"}"#;
    has(
        &text(&against("", poll), Detail::Full),
        "right, by the figures alone",
    );
}

#[test]
fn limits_and_ranges_are_written_out_in_sentences() {
    let sample = r#""sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let shares = r#""base":"valid_votes","shares":{"A":"51.5","B":"35.5","C":"10.0","D":"<3"}"#;
    let poll = format!(
        r#"{shares},"turnout":"45-48","invalid":"<3","population":{{"outside":"<30","left_out":"voters abroad"}},{sample}"#
    );
    let said = text(
        &against(r#","invalid":"20000","turnout":"46–48""#, &poll),
        Detail::Full,
    );
    for words in [
        "Less than 30 percent of the votes counted are of voters that P did not cover",
        "(voters abroad) are less than 30 percent of those counted",
        "Turnout: 45 to 48 percent in the poll, 46 to 48 in the count: the count is inside.",
        "Turnout 46 to 48 percent",
        "Invalid ballots: less than 3 percent of all ballots in the poll",
        "the official share lies outside P's less than 3 percent for D",
    ] {
        has(
            &said.replace("The official share", "the official share"),
            words,
        );
    }
    for limit in ["are <", "Up to <", "are 45–48", "P's <3"] {
        assert!(!said.contains(limit), "{limit}: {said}");
    }
}

#[test]
fn a_range_of_a_count_is_printed_as_its_ends_and_never_as_its_middle() {
    let early = r#"},{"name":"early","completeness":{"of":"ballots","percent":"60"},
        "shares":{"A":"51.0","B":"34.0","C":"9–11","D":"<5"}"#;
    let poll = r#""shares":{"A":"52.0","B":"35.0","C":"9.0","D":"4.0"}"#;
    let said = text(&against(early, poll), Detail::Full);
    has(&said, "early: A 51.0, B 34.0, C 9–11 and D <5");
}

#[test]
fn a_figure_that_only_its_base_makes_a_range_is_not_said_to_have_the_count_outside_a_range() {
    // "52.0" of all ballots, of which fewer than 3 percent are invalid, is 52.0 to 53.6 of the valid votes: 2 points
    // above the count, which 900 respondents miss easily.
    let sample = r#""sample":{"respondents":"900","design_effect":"1.6"}"#;
    let shares = r#""shares":{"A":"52.0","B":"34.0","C":"9.0","D":"3.5","(invalid)":"<3"}"#;
    let report = against(r#","invalid":"20000""#, &format!("{shares},{sample}"));
    let poll = &report.reference().polls[0];
    for reading in poll.readings() {
        assert_ne!(reading.verdict, Verdict::RangeOutside, "{reading:?}");
        for row in &reading.rows {
            assert_ne!(
                row.range.and_then(|range| range.inside),
                Some(false),
                "{row:?}"
            );
        }
    }
}

#[test]
fn ranges_that_hold_the_count_do_not_make_up_for_a_figure_that_is_off() {
    let of = |a: &str| {
        let shares = format!(r#""shares":{{"A":"{a}","B":"34–38","C":"8–12","D":"<5"}}"#);
        against("", &shares).reference().polls[0].verdict
    };
    // 5 points off, and of how many respondents nobody knows.
    assert_eq!(of("45"), Verdict::SampleSizeUnknown);
    assert_eq!(of("50"), Verdict::RangeInside);
    assert_eq!(of("48–52"), Verdict::RangeInside);
}

#[test]
fn why_one_of_several_polls_is_not_judged_stands_beside_its_name() {
    let polls = r#""shares":{"A":"50","B":"36","C":"10","D":"4"},"weighted_to_count":true},
        {"pollster":"Q","shares":{"A":"50","B":"36","C":"10","D":"4"}"#;
    has(
        &text(&against("", polls), Detail::Brief),
        "one cannot be judged against the count: P (it was weighted to the official count, so its agreement would mean \
         nothing)",
    );
}

#[test]
fn the_least_by_which_a_range_is_missed_is_no_more_than_it_is() {
    // 420,000 of 808,000 ballots, four fifths of all: by the end A has at least .8 × 420,000/800,000 less what
    // invalid ballots take, 41.8898 percent: 3.8898 above 38.
    let text = text(
        &crate::words_of_reports::report(
            r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c",
            "completeness":{"of":"ballots","percent":"80.0"},"votes":{"A":"420000","B":"380000"},"invalid":"8000"}],
            "polls":[{"pollster":"Q","shares":{"A":"36–38","B":"62–64"}}]}"#,
        ),
        Detail::Full,
    );
    has(&text, "A ends at least 3.88 points above its range");
    has(&text, "no, at least 3.88 above");
}

#[test]
fn a_poll_that_gave_some_ranges_has_the_official_shares_of_those_inside() {
    let brief = |shares: &str| {
        text(
            &against("", &format!(r#""shares":{{{shares}}}"#)),
            Detail::Brief,
        )
    };
    // A has 50 percent of the votes, B 36, C 10 and D 4.
    let some = brief(r#""C":"8–12","D":"3–5""#);
    has(
        &some,
        "P has every official share for which it gave a range inside it.",
    );
    lacks(&some, "every official share inside its ranges");
    // Of the choices with a figure the largest stands in the table.
    has(&some, "P 8–12");
    let all = brief(r#""A":"48–52","B":"34–38","C":"8–12","D":"3–5""#);
    has(&all, "P has every official share inside its ranges.");
    has(&all, "P 48–52");
}

#[test]
fn what_figures_and_a_limit_leave_is_no_range_of_the_poll() {
    // 45 and 33 and less than 12 leave 10 to 22 for D, which has 4.
    let poll = r#""shares":{"A":"45.0","B":"33.0","C":"<12"},"sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let brief = text(&against("", poll), Detail::Brief);
    has(
        &brief,
        "The official share lies outside what P's figures leave for everyone else.",
    );
    lacks(&brief, "P's range for everyone else");
}
