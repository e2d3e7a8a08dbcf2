//! Sentences and cells that a reader who checks them against their own figures must find right.

use exitpoll::Report;
use exitpoll::render::Detail;

use crate::words_of_reports::{has, lacks, report, text};

fn compared(choices: &str, count: &str, polls: &[&str]) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":[{choices}]}},"counts":[{count}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

fn poll(name: &str, shares: &str, more: &str) -> String {
    format!(r#"{{"pollster":"{name}","shares":{{{shares}}}{more}}}"#)
}

const FINAL: &str =
    r#"{"name":"final","status":"final","votes":{"A":"460000","B":"430000","C":"110000"}}"#;

#[test]
fn a_poll_that_perhaps_covers_half_of_the_voters_is_not_said_to_be_past_coming_true() {
    let count = r#"{"name":"night","completeness":{"of":"ballots","percent":"99"},
        "votes":{"A":"480000","B":"520000"}}"#;
    let of = |outside: &str| {
        let outside = format!(r#","population":{{"voters":["in_person"],"outside":"{outside}"}}"#);
        let far = poll("P", r#""A":"60","B":"40""#, &outside);
        text(&compared(r#""A","B""#, count, &[&far]), Detail::Full)
    };
    // 53 percent of voters at 60 and 47 percent at 34.5 are 48: nobody can say that it does not come true.
    let half = of("0–47");
    assert!(!half.contains("can no longer come"), "{half}");
    has(&half, "Nothing is said of whether P can come true");
    // One in twenty moves it by 5 points at most, and it is 12 off.
    has(&of("0–5"), "P can no longer come exactly true");
}

#[test]
fn polls_that_are_all_equally_far_are_not_called_the_furthest() {
    let (above, below) = (
        poll("P", r#""A":"46.5","B":"42.5","C":"11.0""#, ""),
        poll("Q", r#""A":"45.5","B":"43.5","C":"11.0""#, ""),
    );
    let polls = [above.as_str(), below.as_str()];
    let brief = |count: &str, polls: &[&str]| {
        text(&compared(r#""A","B","C""#, count, polls), Detail::Brief)
    };
    has(
        &brief(FINAL, &polls),
        "P and Q are equally far from the count as printed.",
    );
    let night = FINAL.replace(
        r#""status":"final""#,
        r#""completeness":{"of":"ballots","percent":"99.9"}"#,
    );
    has(
        &brief(&night, &polls),
        "P and Q are equally far from the count as printed; what is still to be counted leaves open which of them \
         is further off.",
    );
    // Beside a nearer one they are the furthest.
    let near = poll("R", r#""A":"46.1","B":"42.9","C":"11.0""#, "");
    has(
        &brief(FINAL, &[polls[0], polls[1], &near]),
        "Furthest from the count as printed are P and Q, equally far; rounding leaves open which of them is further off.",
    );
}

#[test]
fn what_a_range_needs_of_the_outstanding_ballots_is_printed_as_shares() {
    let count = r#"{"name":"late","completeness":{"of":"ballots","percent":"95.0"},
        "votes":{"A":"530000","B":"470000"}}"#;
    let ranges = poll("R", r#""A":"48–52","B":"48–52""#, "");
    let said = text(&compared(r#""A","B""#, count, &[&ranges]), Detail::Full);
    // (.48 − .9505·.53)/.0495 is below 0; (.52 − .9495·.53)/.0505 = .3320 at the most that can still come.
    has(&said, "R A 48–52 at most 33.20 – possible");
}

#[test]
fn a_limit_in_another_count_is_printed_as_published() {
    let early = r#"{"name":"early","status":"partial","shares":{"A":"54","B":"43","C":"<5"}}"#;
    let near = poll("P", r#""A":"46.1","B":"42.9","C":"11.0""#, "");
    let counts = format!("{early},{FINAL}");
    let said = text(&compared(r#""A","B","C""#, &counts, &[&near]), Detail::Full);
    has(&said, "early: A 54, B 43 and C <5; A leads.");
}

#[test]
fn invalid_answers_of_everyone_approached_move_none_of_the_printed_figures() {
    let count = r#"{"name":"final","status":"final","votes":{"A":"560000","B":"440000"},
        "invalid":"20000","ballots_cast":"1020000"}"#;
    let asked = poll(
        "P",
        r#""A":"40","B":"30","(invalid)":"3""#,
        r#","base":"approached""#,
    );
    let report = compared(r#""A","B""#, count, &[&asked]);
    let printed = report.reference().polls[0]
        .as_printed()
        .expect("it has two readings");
    assert!((printed.row("A").unwrap().poll.value - 0.40).abs() < 1e-12);
    // 16 and 14 points, and 30 that are no votes: half of 60.
    let variation = printed.measures.total_variation.expect("it is defined");
    assert!((variation.value - 0.30).abs() < 1e-12, "{variation:?}");
    let said = text(&report, Detail::Full);
    has(&said, "the printed figures sum to 73 percent");
    // 3 of 100 approached are no 3 percent of the ballots.
    assert!(
        !said.contains("percent of all ballots in the poll"),
        "{said}"
    );
}

#[test]
fn invalid_ballots_have_a_name_of_their_own_in_sentences() {
    let count = r#"{"name":"final","status":"final","votes":{"A":"510000","B":"460000"},"invalid":"30000",
        "ballots_cast":"1000000"}"#;
    let ballots = poll(
        "V",
        r#""A":"50.5","B":"45.0","(invalid)":"4.5""#,
        r#","base":"all_ballots","sample":{"respondents":"1800","design_effect":"1"}"#,
    );
    let said = text(&compared(r#""A","B""#, count, &[&ballots]), Detail::Full);
    has(
        &said,
        "Its largest deviation is 1.50 points too high for invalid ballots.",
    );
    has(&said, "+1.50 points for invalid ballots, p = 0.001");
}

#[test]
fn a_rounded_share_outside_may_explain_more_points_than_it_has() {
    let of = |outside: &str| {
        // No fifth of the votes, or third, makes 46 percent of 75: .7 · 75 is 52.5.
        let outside = format!(r#","population":{{"outside":"{outside}"}}"#);
        let far = poll("P", r#""A":"75","B":"15","C":"10""#, &outside);
        text(&compared(r#""A","B","C""#, FINAL, &[&far]), Detail::Brief)
    };
    has(
        &of("20"),
        "P did not cover 20 percent of the votes counted, which within rounding can explain at most 20.50 points",
    );
    has(
        &of("10–30"),
        "P did not cover 10 to 30 percent of the votes counted, which can explain at most 30.00 points",
    );
}

#[test]
fn ballots_that_are_another_part_of_the_final_count_than_was_said_contradict_it() {
    let night = |ballots: &str| {
        format!(
            r#"{{"name":"22:00","completeness":{{"of":"ballots","percent":"80.0"}},
            "votes":{{"A":"300000","B":"240000","C":"60000"}}{ballots}}}"#
        )
    };
    let last = FINAL.replace(r#""votes""#, r#""ballots_cast":"1015000","votes""#);
    let near = poll("P", r#""A":"46.1","B":"42.9","C":"11.0""#, "");
    let said = |night: String| {
        let counts = format!("{night},{last}");
        let report = compared(r#""A","B","C""#, &counts, &[&near]);
        // The final count stands.
        assert!(report.reference().polls[0].reading().is_some());
        text(&report, Detail::Brief)
    };
    let too_few = said(night(r#","ballots_cast":"610000""#));
    has(
        &too_few,
        "22:00 calls its 610,000 ballots 80 percent of all, but they are 60.10 percent of the 1,015,000 of final.",
    );
    // 812,000 are 80 percent, and of ballots whose invalid ones nobody gives there may be as many.
    for fits in [r#","ballots_cast":"812000""#, ""] {
        let fits = said(night(fits));
        assert!(!fits.contains("percent of all, but"), "{fits}");
    }
}

#[test]
fn margins_of_single_choices_are_said_together() {
    let margins = r#","sample":{"margins":{"A":"1.6","B":"1.5"},"stated_confidence":"95"}"#;
    let far = poll("P", r#""A":"42.0","B":"47.0","C":"11.0""#, margins);
    let said = text(&compared(r#""A","B","C""#, FINAL, &[&far]), Detail::Full);
    has(&said, "P is judged by its own stated margins.");
    has(
        &said,
        "stated margins of single choices, by which they are judged: A ±1.6 and B ±1.5 points at 95 %.",
    );
}

#[test]
fn an_estimate_made_of_other_polls_alone_is_no_poll_and_is_named() {
    let average = poll(
        "Average",
        r#""A":"48.2","B":"43.0","C":"8.8""#,
        r#","derived":true"#,
    );
    let report = compared(r#""A","B","C""#, FINAL, &[&average]);
    has(
        &text(&report, Detail::Brief),
        "There is no poll to compare with the count that is not made of other polls. The largest deviation of Average is 2.20 \
         points",
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Estimate, number of respondents not known; made of other polls",
    );
    lacks(&full, "Exit poll, number");
}

#[test]
fn a_quick_count_has_ballots_and_no_respondents() {
    let quick = poll(
        "Q",
        r#""A":"46.2","B":"43.0","C":"10.8""#,
        r#","kind":"quick_count","sample":{"respondents":"90000"}"#,
    );
    let full = text(&compared(r#""A","B","C""#, FINAL, &[&quick]), Detail::Full);
    has(
        &full,
        "Quick count, 90,000 ballots; its design effect is not known",
    );
    has(&full, "as if ballots had been drawn singly");
}

#[test]
fn ranges_without_a_test_are_not_said_to_be_judged_by_a_margin() {
    let ranges = poll(
        "P",
        r#""A":"45–47","B":"42–44""#,
        r#","sample":{"stated_margin":"2"}"#,
    );
    let full = text(&compared(r#""A","B","C""#, FINAL, &[&ranges]), Detail::Full);
    has(
        &full,
        "the pollster's own margin is worth 2,401 respondents drawn singly",
    );
    lacks(&full, "judged by the pollster's own margin");
}

#[test]
fn the_one_seat_that_is_missing_is_one() {
    let of = |seats: &str| {
        let count = format!(r#"{{"name":"final","status":"final","seats":{{{seats}}}}}"#);
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"],"seats":"10"}},"counts":[{count}],
            "polls":[{{"pollster":"P","seats":{{"A":"5–6","B":"4–5"}}}}]}}"#
        );
        text(&report(&document), Detail::Brief)
    };
    has(
        &of(r#""A":"6","B":"3""#),
        "does not say whose the other seat is.",
    );
    has(
        &of(r#""A":"6","B":"2""#),
        "does not say whose the other 2 are.",
    );
}

#[test]
fn seats_that_could_not_be_compared_are_not_said_to_be_right() {
    let count = r#"{"name":"final","status":"final","seats":{"A":"45","C":"30"}}"#;
    let of = |seats: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"],"seats":"100"}},"counts":[{count}],
            "polls":[{{"pollster":"P","merged":[{{"label":"A + B","choices":["A","B"]}}],"seats":{{{seats}}}}}]}}"#
        );
        text(&report(&document), Detail::Brief)
    };
    has(
        &of(r#""A + B":"66–72","C":"28–33""#),
        "P has the seats of every party that could be compared inside its ranges.",
    );
    let all = r#"{"pollster":"P","seats":{"A":"44–46","C":"28–33"}}"#;
    let all = compared(r#""A","B","C""#, count, &[all]);
    has(
        &text(&all, Detail::Brief),
        "P has the seats of every party that it names inside its ranges.",
    );
}

#[test]
fn seats_of_every_choice_leave_none_of_others() {
    let of = |seats: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"],"seats":"100"}},
            "counts":[{{"name":"final","status":"final","seats":{{"A":"30","B":"25","C":"45"}}}}],
            "polls":[{{"pollster":"P","seats":{{{seats}}}}}]}}"#
        );
        text(&report(&document), Detail::Full)
    };
    // At most 30 + 22 + 44 = 96, of all three.
    let all = of(r#""A":"28–30","B":"20–22","C":"42–44""#);
    has(
        &all,
        "The figures sum to 90–96, which does not make up the house.",
    );
    has(
        &of(r#""A":"28–30","C":"42–44""#),
        "which does not make up the house: seats of others are not given",
    );
}

#[test]
fn a_limit_on_invalid_ballots_is_printed_as_it_was_published() {
    let count = r#"{"name":"final","status":"final","votes":{"A":"52000","B":"48000"},"invalid":"2000","ballots_cast":"102000"}"#;
    let limited = poll(
        "P",
        r#""A":"53.0","B":"46.4""#,
        r#","base":"all_ballots","invalid":"<1","sample":{"respondents":"2000","design_effect":"1"}"#,
    );
    let full = text(&compared(r#""A","B""#, count, &[&limited]), Detail::Full);
    has(&full, "(invalid) <1 1.96");
}

#[test]
fn a_limit_has_no_middle_that_anybody_published() {
    let count =
        r#"{"name":"final","status":"final","votes":{"A":"470000","B":"430000","C":"100000"}}"#;
    let limited = poll(
        "P",
        r#""A":"47.2","B":"43.1","C":"<5""#,
        r#","base":"valid_votes""#,
    );
    let text = text(
        &compared(r#""A","B","C""#, count, &[&limited]),
        Detail::Brief,
    );
    // 10 in the count, and less than 5 in the poll.
    has(&text, "at least 5.0 points too low for C");
    lacks(&text, "middle");
}

#[test]
fn a_quick_count_has_effective_ballots_and_no_respondents() {
    let count = r#"{"name":"f","status":"final","votes":{"X":"514000","Y":"486000"}}"#;
    let quick = poll(
        "N",
        r#""X":"47.0","Y":"53.0""#,
        r#","kind":"parallel_count""#,
    );
    let text = text(&compared(r#""X","Y""#, count, &[&quick]), Detail::Full);
    // 3.8415 · .514 · .486 / .044².
    has(&text, "with more than 496 effective ballots (485 to 507");
    lacks(&text, "effective respondents (");
}
