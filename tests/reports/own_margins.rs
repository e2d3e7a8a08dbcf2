//! Polls that publish margins of some choices and no design: whose test the verdict may rest on.

use exitpoll::report::{ReadingReport, Reason};
use exitpoll::{Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};
use exitpoll::render::Detail;

/// 50, 30 and 20 percent of a million votes; 5,000 respondents of a design that is not known.
fn with_margins(margins: &str, shares: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{"A":"500000","B":"300000","C":"200000"}}}}],"polls":[{{"pollster":"P","base":"valid_votes",
        "shares":{{{shares}}},"sample":{{"respondents":"5000","margins":{{{margins}}},"stated_confidence":"95"}}}}]}}"#
    ))
}

fn reading(report: &Report) -> &ReadingReport {
    report.reference().polls[0].reading().expect("a reading")
}

#[test]
fn a_row_beyond_its_own_margin_makes_the_poll_so_whatever_the_designs_of_the_others() {
    // ±2.0 is worth 2,401 respondents drawn singly: z = −5/1.02 = −4.9.
    let report = with_margins(r#""A":"2.0""#, r#""A":"45.0","B":"33.0","C":"22.0""#);
    assert_eq!(reading(&report).verdict, Verdict::BeyondSampling);
    assert_eq!(reading(&report).decided_by.as_deref(), Some("A"));
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Verdict: More than chance explains, judged by the pollster's own stated margin: −5.00 points for A",
    );
}

#[test]
fn a_row_of_unknown_design_beyond_chance_is_so_only_if_drawn_singly() {
    // A is within its margin, z = −.5; B is 3.0 off, z = 4.6 at 5,000.
    let report = with_margins(r#""A":"2.0""#, r#""A":"49.5","B":"33.0","C":"17.5""#);
    assert_eq!(
        reading(&report).verdict,
        Verdict::BeyondSimpleRandomSampling
    );
    assert_eq!(reading(&report).decided_by.as_deref(), Some("B"));
}

#[test]
fn what_choices_with_margins_leave_is_not_tested_as_if_drawn_singly() {
    // A and B are 1.2 and 1.0 off, z = −1.2 and −1.1; the 22.2 that they leave are 3.9 standard errors of 5,000 from 20.
    let shares = r#""A":"48.8","B":"29.0""#;
    let apart = with_margins(r#""A":"2.0","B":"2.0""#, shares);
    assert_eq!(reading(&apart).verdict, Verdict::WithinSampling);
    assert_eq!(reading(&apart).tests, 2);
    let rest = reading(&apart).row("everyone else").expect("a row");
    assert!(rest.sampling.is_none());
    assert_eq!(rest.not_tested, Some(Reason::RestOfUnknownDesign));
    lacks(&text(&apart, Detail::Full), "drawn singly: P");
    // Beside a choice without a margin it is tested as that one is.
    let beside = with_margins(r#""A":"2.0""#, shares);
    let rest = reading(&beside).row("everyone else").expect("a row");
    assert!(rest.sampling.is_some());
    assert_eq!(
        reading(&beside).verdict,
        Verdict::BeyondSimpleRandomSampling
    );
}

#[test]
fn two_choices_with_margins_of_their_own_are_judged_without_a_size() {
    // ±2.0 each: z = −.5 and .5; what they leave has no margin, and is nobody's figure.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"500000","B":"450000","(other)":"50000"}}],"polls":[{"pollster":"P","kind":"quick_count",
        "shares":{"A":"49.5","B":"45.4"},"sample":{"margins":{"A":"2.0","B":"2.0"}}}]}"#,
    );
    assert_eq!(reading(&report).verdict, Verdict::WithinSampling);
    assert_eq!(reading(&report).tests, 2);
    lacks(&text(&report, Detail::Brief), "no sample size");
}
