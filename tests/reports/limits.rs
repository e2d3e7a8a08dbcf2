//! What is said of a share that was published as a limit ("<1"), which bounds it on one side only.

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
