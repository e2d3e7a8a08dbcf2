//! What is said of a share that was published as a limit ("<1", ">60"), which bounds it on one side only.

use exitpoll::PublishedShare;
use exitpoll::render::Detail;

use super::words_of_reports::{has, lacks, report, text};

/// 1,000,000 votes, and a poll with less than one percent for C.
fn limited(votes: &str, shares: &str) -> exitpoll::Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{{votes}}}}}],"polls":[{{"pollster":"P","base":"valid_votes","shares":{{{shares}}},
        "sample":{{"respondents":"5000","design_effect":"1"}}}}]}}"#
    ))
}

#[test]
fn the_deviation_from_a_limit_is_at_least_what_its_end_leaves() {
    // C has 5.00: anything under 1 is 4.0 to 5.0 points too low.
    let report = limited(
        r#""A":"550000","B":"400000","C":"50000""#,
        r#""A":"56.5","B":"42.5","C":"<1""#,
    );
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "Its largest deviation is at least 4.0 points too low for C",
    );
    has(&short, "≤ −4.0 C");
    lacks(&short, "middle");
    lacks(&short, "4.5");
    let full = text(&report, Detail::Full);
    has(&full, "C <1 5.00 ≤ −4.0");
    has(&full, "it is at most what stands behind \"≤\"");
    let own = report.reference().polls[0].reading().expect("a reading");
    let row = own.row("C").expect("C");
    assert!((row.least_deviation() + 0.04).abs() < 1e-9);
    assert!((own.row("A").expect("A").least_deviation() - 0.015).abs() < 1e-9);
}

#[test]
fn a_limit_is_the_largest_deviation_only_by_what_remains_of_it() {
    // C has 1.60: at least .6 too low, and B is 1.00; from the middle of 0 and 1 it would be 1.1.
    let report = limited(
        r#""A":"550000","B":"434000","C":"16000""#,
        r#""A":"55.5","B":"42.4","C":"<1""#,
    );
    let short = text(&report, Detail::Brief);
    has(&short, "Its largest deviation is 1.00 points too low for B");
    has(
        &short,
        "The official share lies outside P's less than 1 percent for C.",
    );
    lacks(&short, "1.1 points");
}

#[test]
fn a_limit_that_holds_the_count_is_off_by_anything_it_leaves() {
    // .40 in the count: +.6 at most.
    let report = limited(
        r#""A":"550000","B":"446000","C":"4000""#,
        r#""A":"56.0","B":"43.6","C":"<1""#,
    );
    has(&text(&report, Detail::Full), "C <1 0.40 ≤ +0.6 yes");
    lacks(&text(&report, Detail::Brief), "C,");
}

#[test]
fn the_furthest_of_several_is_named_by_the_same_bound() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"550000","B":"400000","C":"50000"}}],"polls":[
        {"pollster":"P","base":"valid_votes","shares":{"A":"57.5","B":"42.0","C":"<1"}},
        {"pollster":"Q","base":"valid_votes","shares":{"A":"55.5","B":"39.5","C":"5.0"}}]}"#,
    );
    // P is off by at least 4 at C, Q by .5.
    let short = text(&report, Detail::Brief);
    has(&short, "is P, at least 4.0 points too low for C");
    lacks(&short, "middle");
}

#[test]
fn a_limit_from_below_is_read_and_printed_like_one_from_above() {
    for (written, printed, low, high) in [
        ("<5", "<5", 0.0, 0.05),
        ("<= 5", "≤5", 0.0, 0.05),
        ("≤5", "≤5", 0.0, 0.05),
        (">60", ">60", 0.6, 1.0),
        ("> 60.5 %", ">60.5", 0.605, 1.0),
        (">=60", "≥60", 0.6, 1.0),
        ("≥60", "≥60", 0.6, 1.0),
    ] {
        let share: PublishedShare = written.parse().expect(written);
        let bounds = share.bounds();
        assert_eq!((bounds.low(), bounds.high()), (low, high), "{written}");
        assert_eq!(share.to_string(), printed);
        assert_eq!(printed.parse(), Ok(share));
        assert!(share.is_range());
        assert_eq!(share.is_lower_limit(), high == 1.0);
        assert_eq!(share.is_upper_limit(), low == 0.0);
    }
    for (written, help) in [
        (">100", "no share is above 100"),
        ("<0", "no share is below 0"),
        ("60+", "write a limit as"),
        ("over 60", "write a limit as"),
        ("at least 60", "write a limit as"),
        ("about", "write percent as printed"),
    ] {
        let error = written.parse::<PublishedShare>().expect_err(written);
        has(&error.to_string(), help);
    }
}

#[test]
fn a_limit_from_below_bounds_the_deviation_from_below() {
    // A has 55.00 and anything above 60: at least 5.0 too high; B is 5.00 too low.
    let report = limited(
        r#""A":"550000","B":"400000","C":"50000""#,
        r#""A":">60","B":"38.0","C":"1.5""#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "A >60 55.00 ≥ +5.0 no, 5.00 below");
    has(&full, "at least what stands behind \"≥\"");
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "Its largest deviation is at least 5.0 points too high for A",
    );
    has(&short, "P's more than 60 percent for A");
    // Nobody's 80: B's 37.95 and C's 1.45 leave 60.6 at most, whose middle with 60 is 60.3.
    let own = report.reference().polls[0].reading().expect("a reading");
    let a = own.row("A").expect("A");
    assert!((a.poll.value - 0.603).abs() < 1e-9);
    assert_eq!((a.poll.bounds.low(), a.poll.bounds.high()), (0.6, 1.0));
    assert!((a.least_deviation() - 0.05).abs() < 1e-9);
}

#[test]
fn the_end_of_a_limit_is_in_it_only_where_the_sign_says_so() {
    // 55.00, exactly.
    let inside = |limit: &str| {
        let report = limited(
            r#""A":"550000","B":"400000","C":"50000""#,
            &format!(r#""A":"{limit}","B":"40.0","C":"2.0""#),
        );
        let own = report.reference().polls[0].reading().expect("a reading");
        own.row("A").expect("A").range.expect("a range").inside
    };
    assert_eq!(inside("≥55"), Some(true));
    assert_eq!(inside(">55"), Some(false));
    assert_eq!(inside("≤55"), Some(true));
    assert_eq!(inside("<55"), Some(false));
    let report = limited(
        r#""A":"550000","B":"400000","C":"50000""#,
        r#""A":">55","B":"40.0","C":"5.0""#,
    );
    has(
        &text(&report, Detail::Full),
        "A lies at the limit above which its range stays",
    );
}

#[test]
fn a_range_from_zero_is_an_estimate_and_no_limit() {
    // Its middle is the pollster's: 2.5 points below the 5.00 of the count.
    let report = limited(
        r#""A":"550000","B":"400000","C":"50000""#,
        r#""A":"57.0","B":"40.5","C":"0–4""#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "C 0–4 5.00 −3.0 no, 1.00 above");
    lacks(&full, "≤");
    let own = report.reference().polls[0].reading().expect("a reading");
    assert!((own.row("C").expect("C").least_deviation() + 0.03).abs() < 1e-9);
}

#[test]
fn what_a_limit_leaves_is_not_the_largest_deviation_by_its_middle() {
    // Less than 5 for B leaves 2.5 to 7.6 for everyone else, who have 1.00: at least 1.45 too high; A is 1.5 too low.
    let report = limited(
        r#""A":"940000","B":"50000","C":"10000""#,
        r#""A":"92.5","B":"<5""#,
    );
    let short = text(&report, Detail::Brief);
    has(&short, "1.50 points too low for A");
    lacks(&short, "everyone else");
}

#[test]
fn a_threshold_is_passed_by_a_limit_above_it() {
    // Above 60 is above, and above 59 may be either.
    let call = |limit: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"],"thresholds":{{"absolute":"60"}}}},"counts":[
            {{"name":"final","status":"final","votes":{{"A":"610000","B":"390000"}}}}],"polls":[
            {{"pollster":"P","base":"valid_votes","shares":{{"A":"{limit}"}}}}]}}"#
        ));
        text(&report, Detail::Full)
    };
    has(&call(">60"), "(60 percent): A above above right");
    has(&call(">59"), "(60 percent): A open above open");
}
