//! Shares of all ballots on both sides: everyone else means the same in poll and count, and the rows are all there is.

use exitpoll::alignment::RowKind;
use exitpoll::model::Base;
use exitpoll::render::Detail;
use exitpoll::report::{ReadingReport, Report};

use super::words_of_reports::{has, lacks, report, text};

/// A final count with these figures of A, B and C in percent, and a poll of all ballots.
fn compared(count: &str, poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",{count}}}],
        "polls":[{{"pollster":"P","base":"all_ballots",{poll},"sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
    ))
}

fn reading(report: &Report) -> &ReadingReport {
    let poll = report.reference().poll("P").unwrap();
    let mut readings = poll.readings();
    let of_ballots = readings.find(|of| of.base == Base::AllBallots);
    of_ballots.expect("a reading of all ballots")
}

/// Label, poll and count in tenths of a percent.
fn rows(report: &Report) -> Vec<(&str, i64, i64)> {
    let tenths = |share: f64| (1e3 * share).round() as i64;
    let rows = reading(report).rows.iter();
    rows.map(|row| {
        (
            row.label.as_str(),
            tenths(row.poll.value),
            tenths(row.count.value),
        )
    })
    .collect()
}

const WITHOUT_INVALID: &str = r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0"}"#;

#[test]
fn what_a_count_without_invalid_ballots_leaves_is_compared_with_others_and_invalid_ballots_of_the_poll()
 {
    let apart = [("A", 560, 570), ("B", 380, 380), ("everyone else", 60, 50)];
    for poll in [
        // 3 invalid, and 3 that it leaves, or has for C, or for others.
        r#""shares":{"A":"56.0","B":"38.0","(invalid)":"3.0"}"#,
        r#""shares":{"A":"56.0","B":"38.0"},"invalid":"3.0""#,
        r#""shares":{"A":"56.0","B":"38.0","C":"3.0","(invalid)":"3.0"}"#,
        r#""shares":{"A":"56.0","B":"38.0","(other)":"3.0"},"invalid":"3.0""#,
        r#""shares":{"A":"56.0","B":"38.0","(other)":"6.0"}"#,
    ] {
        let report = compared(WITHOUT_INVALID, poll);
        assert_eq!(rows(&report), apart, "{poll}");
        has(
            &text(&report, Detail::Full),
            "what the choices leave is compared as everyone else, invalid ballots included on both sides",
        );
    }
    // A count of every choice: 2 for C and 3 that are invalid.
    let all = r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0","C":"2.0"}"#;
    let poll = r#""shares":{"A":"56.0","B":"38.0","(invalid)":"3.0"}"#;
    assert_eq!(rows(&compared(all, poll)), apart);
}

#[test]
fn what_every_choice_and_all_others_of_a_count_leave_are_its_invalid_ballots() {
    let count = r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0","(other)":"2.0"}"#;
    let poll = r#""shares":{"A":"56.0","B":"38.0","(other)":"2.5","(invalid)":"3.5"}"#;
    let report = compared(count, poll);
    let expected = [
        ("A", 560, 570),
        ("B", 380, 380),
        ("everyone else", 25, 20),
        ("(invalid)", 35, 30),
    ];
    assert_eq!(rows(&report), expected);
    assert_eq!(reading(&report).rows[3].kind, RowKind::Invalid);
    assert!(!text(&report, Detail::Full).contains("included on both sides"));
}

#[test]
fn the_rows_of_all_ballots_are_all_there_is_on_both_sides() {
    let counts = [
        r#""votes":{"A":"50000","B":"35000","C":"10000"},"invalid":"5000","ballots_cast":"100000""#,
        r#""votes":{"A":"50000","B":"35000"},"invalid":"5000","ballots_cast":"100000""#,
        r#""votes":{"A":"50000","B":"35000"},"ballots_cast":"100000""#,
        r#""base":"all_ballots","shares":{"A":"50.0","B":"35.0"}"#,
        r#""base":"all_ballots","shares":{"A":"50.0","B":"35.0","C":"10.0"}"#,
        r#""base":"all_ballots","shares":{"A":"50.0","B":"35.0","(invalid)":"5.0"}"#,
        r#""base":"all_ballots","shares":{"A":"50.0","B":"35.0","(other)":"10.0"}"#,
        r#""base":"all_ballots","shares":{"A":"50.0","B":"35.0","C":"8.0","(other)":"2.0","(invalid)":"5.0"}"#,
    ];
    let more = [
        "",
        r#","C":"9.0""#,
        r#","(other)":"9.0""#,
        r#","C":"7.0","(other)":"2.0""#,
    ];
    let invalid = ["", r#","(invalid)":"5.0""#, r#","(invalid)":"6.0""#];
    for count in counts {
        for (more, invalid) in more.iter().flat_map(|more| invalid.map(|of| (more, of))) {
            let poll = format!(r#""shares":{{"A":"50.0","B":"35.0"{more}{invalid}}}"#);
            let report = compared(count, &poll);
            let rows = &reading(&report).rows;
            let sum =
                |of: fn(&exitpoll::report::RowReport) -> f64| rows.iter().map(of).sum::<f64>();
            let (polled, counted) = (sum(|row| row.poll.value), sum(|row| row.count.value));
            assert!((polled - 1.0).abs() < 1e-9, "{polled}: {count} {poll}");
            assert!((counted - 1.0).abs() < 1e-9, "{counted}: {count} {poll}");
            let rest = rows.iter().filter(|row| row.kind == RowKind::Rest);
            assert!(rest.count() <= 1, "{count} {poll}");
        }
    }
}

#[test]
fn a_row_beyond_chance_is_named_beside_a_choice_that_is_as_far_off_and_is_not() {
    // 1 of 57 is .9 standard errors, 1 of 2 is 3.2.
    let count = r#""base":"all_ballots","shares":{"A":"57.0","B":"38.0","(other)":"2.0"}"#;
    let poll = r#""shares":{"A":"56.0","B":"38.0","(invalid)":"3.0"}"#;
    let brief = text(&compared(count, poll), Detail::Brief);
    has(
        &brief,
        "1.0 points too low for A; what is more than chance is 1.0 points too high for everyone else",
    );
    has(&brief, "more than chance for everyone else");
}

#[test]
fn a_column_of_all_ballots_says_so() {
    // 570 of 1,000 ballots, of which 950 are valid: 60.00 percent of these in the table of the count.
    let votes = r#""votes":{"A":"570000","B":"370000","C":"10000"},"invalid":"50000""#;
    let of_ballots = compared(
        votes,
        r#""shares":{"A":"57.0","B":"37.0","C":"1.0"},"invalid":"5.0""#,
    );
    for detail in [Detail::Brief, Detail::Full] {
        let page = text(&of_ballots, detail);
        has(&page, "A, % of");
    }
    // Of valid votes it is what everybody expects.
    let of_votes = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",{votes}}}],
        "polls":[{{"pollster":"P","base":"valid_votes","shares":{{"A":"60.0","B":"40.0"}}}}]}}"#
    ));
    lacks(&text(&of_votes, Detail::Brief), "A, % of");
}
