//! Invalid ballots and turnout that a poll gives as a limit or a range: the official figure is inside or outside.

use exitpoll::render::Detail;
use exitpoll::report::Report;

use super::words_of_reports::{has, report, text};

/// 5,000 of 100,000 ballots are invalid, of 160,000 registered voters.
fn compared(poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final","registered":"160000",
        "votes":{{"A":"57000","B":"38000"}},"invalid":"5000","ballots_cast":"100000"}}],
        "polls":[{{"pollster":"P",{poll},"sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
    ))
}

#[test]
fn a_limit_or_a_range_of_invalid_ballots_holds_the_official_share_or_does_not() {
    for (invalid, inside, outside_by, words) in [
        (
            "<7",
            true,
            0.0,
            "less than 7 percent of all ballots in the poll, 5.00 in the count (5,000 of 100,000 ballots): the count is inside.",
        ),
        (
            "4–6",
            true,
            0.0,
            "4 to 6 percent of all ballots in the poll, 5.00 in the count (5,000 of 100,000 ballots): the count is inside.",
        ),
        (
            "2–3",
            false,
            0.02,
            "5.00 in the count (5,000 of 100,000 ballots): the count is outside, 2.00 points above.",
        ),
        (
            "6–8",
            false,
            -0.01,
            "5.00 in the count (5,000 of 100,000 ballots): the count is outside, 1.00 points below.",
        ),
        // A limit is not reached.
        (
            "<5",
            false,
            0.0,
            "5.00 in the count (5,000 of 100,000 ballots): the count is at its limit, outside.",
        ),
    ] {
        for shares in [
            r#""base":"valid_votes","shares":{"A":"60.0","B":"40.0"}"#,
            r#""base":"all_ballots","shares":{"A":"57.0","B":"37.0"}"#,
        ] {
            let report = compared(&format!(r#"{shares},"invalid":"{invalid}""#));
            let of = report.reference().poll("P").unwrap().invalid.unwrap();
            let range = of.range.unwrap();
            assert_eq!(range.inside, Some(inside), "{invalid}");
            assert!((range.outside_by - outside_by).abs() < 1e-12, "{invalid}");
            // Among shares of all ballots they are a row, and in the verdict.
            let reading = report.reference().poll("P").unwrap().reading().unwrap();
            match reading.row("(invalid)") {
                Some(row) => assert_eq!(row.range.unwrap().inside, Some(inside), "{invalid}"),
                None => has(&text(&report, Detail::Full), words),
            }
        }
    }
    // A figure is none.
    let report = compared(r#""shares":{"A":"60.0","B":"40.0"},"invalid":"3.0""#);
    let of = report.reference().poll("P").unwrap().invalid.unwrap();
    assert_eq!(of.range, None);
    has(
        &text(&report, Detail::Full),
        "3.0 percent of all ballots in the poll, 5.00 in the count (5,000 of 100,000 ballots): 2.00 points too low",
    );
}

#[test]
fn a_range_of_the_turnout_holds_the_official_one_or_does_not() {
    // 100,000 of 160,000 are 62.5 percent.
    let turnout = |range: &str| {
        let report = compared(&format!(
            r#""shares":{{"A":"60.0","B":"40.0"}},"turnout":"{range}""#
        ));
        report
            .reference()
            .poll("P")
            .unwrap()
            .turnout
            .unwrap()
            .range
            .unwrap()
    };
    assert_eq!(turnout("60–65").inside, Some(true));
    assert!((turnout("55–60").outside_by - 0.025).abs() < 1e-12);
}

#[test]
fn the_middle_of_a_range_of_invalid_ballots_is_not_said_to_be_taken_out() {
    // Without the invalid ballots of the count the poll is put on valid votes: 57 of 93 to 100.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"c","status":"final",
        "votes":{"A":"57000","B":"38000"}}],"polls":[{"pollster":"P","base":"all_ballots",
        "shares":{"A":"57.0","B":"37.0","(invalid)":"<7"},"sample":{"respondents":"2000"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "invalid ballots were taken out of the poll's base");
    assert!(!full.contains("3.5 percent"), "{full}");
    let a = report
        .reference()
        .poll("P")
        .unwrap()
        .reading()
        .unwrap()
        .row("A")
        .unwrap()
        .poll;
    assert!(a.is_range && (a.bounds.high() - 0.5705 / 0.93).abs() < 1e-12);
}
