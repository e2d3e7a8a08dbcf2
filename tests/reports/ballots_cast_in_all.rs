//! Partial counts that print all ballots that were cast, counted or not.

use exitpoll::io::json;
use exitpoll::{Comparison, Report, Verdict};

use super::words_of_reports::report;

/// 300,000 and 240,000 votes and 60,000 invalid ballots are 600,000.
fn document(completeness: &str, ballots_cast: &str) -> String {
    format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","completeness":{{"of":"ballots",{completeness}}},
        "votes":{{"A":"300000","B":"240000"}},"invalid":"60000","ballots_cast":"{ballots_cast}"}}],
        "polls":[{{"pollster":"X","shares":{{"A":"55.0","B":"45.0"}},
        "sample":{{"respondents":"1000","design_effect":"1"}}}}]}}"#
    )
}

fn so_far(report: &Report) -> f64 {
    let reading = report.reference().poll("X").unwrap().reading().unwrap();
    reading.row("A").unwrap().count.value
}

#[test]
fn ballots_cast_of_which_a_part_is_counted_are_no_votes_for_others() {
    let numbers = r#""counted":"600000","total":"1000000""#;
    for completeness in [numbers, r#""percent":"60""#, r#""percent":"60.0""#] {
        let report = report(&document(completeness, "1000000"));
        // 300 of 540 valid votes, of which the outstanding 400,000 ballots leave 31.9 to 74.5 percent.
        assert!((so_far(&report) - 300.0 / 540.0).abs() < 1e-12);
        assert_eq!(report.reference().valid, Some(540_000));
        assert_eq!(
            report.reference().poll("X").unwrap().verdict,
            Verdict::OpenUntilCounted
        );
    }
    let report = report(&document(numbers, "1000000"));
    let ends = report.reference().outstanding[0].final_shares[0].bounds;
    assert!((ends.low() - 300.0 / 940.0).abs() < 1e-9, "{ends:?}");
    assert!((ends.high() - 700.0 / 940.0).abs() < 1e-9, "{ends:?}");
}

#[test]
fn ballots_cast_that_are_those_counted_stay_so() {
    // 600,000 are what was counted, of 1,000,000.
    let report = report(&document(
        r#""counted":"600000","total":"1000000""#,
        "600000",
    ));
    assert!((so_far(&report) - 300.0 / 540.0).abs() < 1e-12);
    // Nor are 640,000, of which 580,000 are valid: 40,000 votes are for others.
    let other = super::words_of_reports::report(&document(r#""percent":"60""#, "640000"));
    assert_eq!(other.reference().valid, Some(580_000));
}

#[test]
fn a_percentage_beside_the_numbers_that_give_it_is_read() {
    let three = document(
        r#""counted":"600000","total":"1000000","percent":"60.0""#,
        "600000",
    );
    let two = document(r#""counted":"600000","total":"1000000""#, "600000");
    assert_eq!(
        report(&three).counts[0].outstanding,
        report(&two).counts[0].outstanding
    );
    let error = json::read(&three.replace("60.0", "61.0")).unwrap_err();
    assert_eq!(error.field(), Some("completeness.percent"));
    let help = error.to_string();
    assert!(help.contains("61.0") && help.contains("counted"), "{help}");
    assert!(Comparison::from(json::read(&three).unwrap()).run().is_ok());
}

#[test]
fn ballots_counted_in_numbers_are_known_and_need_no_condition_on_invalid_ones() {
    // 900,000 of 1,000,000 ballots, of which 870,000 are valid: 100,000 still to come, all or none of them valid. B ends at
    // no more than 430 of 970, A at no less than 540 of 970.
    let document = |votes: &str| {
        format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","completeness":{{"of":"ballots",
            "counted":"900000","total":"1000000"}},"votes":{{{votes}}}}}],
            "polls":[{{"pollster":"X","shares":{{"A":"55.0","B":"45.0"}}}}]}}"#
        )
    };
    let of = report(&document(r#""A":"540000","B":"330000""#));
    let outstanding = &of.reference().outstanding[0];
    let ends = outstanding.final_shares[0].bounds;
    assert!((ends.low() - 540.0 / 970.0).abs() < 1e-9, "{ends:?}");
    assert!((ends.high() - 640.0 / 970.0).abs() < 1e-9, "{ends:?}");
    assert_eq!(outstanding.decided, Some(true));
    assert_eq!(outstanding.decided_unless_invalid, None);
    // Nor where none of those counted is invalid.
    let none = report(&document(r#""A":"600000","B":"300000""#));
    let ends = none.reference().outstanding[0].final_shares[0].bounds;
    assert!((ends.low() - 0.6).abs() < 1e-9, "{ends:?}");
    assert!((ends.high() - 0.7).abs() < 1e-9, "{ends:?}");
    for report in [of, none] {
        let brief = super::words_of_reports::text(&report, exitpoll::render::Detail::Brief);
        assert!(!brief.contains("were invalid"), "{brief}");
    }
}
