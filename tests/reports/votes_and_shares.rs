//! Votes and printed shares of one count that disagree beyond rounding by a little.

use exitpoll::Verdict;
use exitpoll::render::Detail;
use exitpoll::report::{Finding, PollReport, Report};

use super::words_of_reports::{has, lacks, report, text};

fn compared(count: &str, poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",{count}}}],
        "polls":[{{"pollster":"P",{poll},"sample":{{"respondents":"10000","design_effect":"1"}}}}]}}"#
    ))
}

fn poll(report: &Report) -> &PollReport {
    report.reference().poll("P").unwrap()
}

/// 53.72 percent for A by the votes, 53.45 to 53.55 by the printed share.
const TWO_FIGURES: &str =
    r#""votes":{"A":"5372000","B":"4628000"},"shares":{"A":"53.5","B":"46.5"}"#;

#[test]
fn a_verdict_that_holds_by_votes_and_by_printed_shares_stands() {
    // 1.96 standard errors at 10,000 are .98 points: 50.0 is 3.45 off at least, 53.6 is .15 off at most.
    for (shares, verdict) in [
        (r#""A":"50.0","B":"50.0""#, Verdict::BeyondSampling),
        (r#""A":"53.6","B":"46.4""#, Verdict::WithinSampling),
    ] {
        let report = compared(TWO_FIGURES, &format!(r#""shares":{{{shares}}}"#));
        assert_eq!(poll(&report).verdict, verdict);
        let a = poll(&report).reading().unwrap().row("A").unwrap();
        assert!((a.count.value - 0.5372).abs() < 1e-12);
        assert!((a.count.bounds.low() - 0.5345).abs() < 1e-12);
        assert!((a.count.bounds.high() - 0.5372).abs() < 1e-12);
        let words =
            "c prints 53.5 percent for A, but its votes give 53.720; polls are compared with both";
        has(&text(&report, Detail::Brief), words);
        has(&text(&report, Detail::Full), words);
    }
}

#[test]
fn a_verdict_that_one_of_both_figures_undoes_is_undecided() {
    // 1.10 points from 53.72, and .83 from 53.45, where .98 are more than chance.
    let report = compared(TWO_FIGURES, r#""shares":{"A":"52.62","B":"47.38"}"#);
    assert_eq!(poll(&report).verdict, Verdict::UndecidedByRounding);
    has(&text(&report, Detail::Full), "compared with both");
}

#[test]
fn a_printed_share_of_all_ballots_is_put_on_valid_votes_before_it_stands_beside_them() {
    // 60.0 percent of all ballots by the votes, 60.25 to 60.35 as printed; 63.158 of the valid votes.
    let count = r#""votes":{"A":"600000","B":"350000"},"valid":"950000","invalid":"50000",
        "base":"all_ballots","shares":{"A":"60.3","B":"35.0"}"#;
    let report = compared(
        count,
        r#""base":"valid_votes","shares":{"A":"63.2","B":"36.8"}"#,
    );
    let a = poll(&report).reading().unwrap().row("A").unwrap();
    let of_valid = 60.0 / 95.0;
    assert!((a.count.bounds.low() - of_valid).abs() < 1e-12);
    assert!((a.count.bounds.high() - 60.35 / 60.0 * of_valid).abs() < 1e-12);
}

#[test]
fn shares_that_are_cut_off_agree_with_the_votes_and_are_said_to_be() {
    // 63.1681 and 36.8319 percent: one of the two alone can be a misprint.
    let count = r#""votes":{"A":"631681","B":"368319"},"shares":{"A":"63.16","B":"36.83"}"#;
    let one = compared(count, r#""shares":{"A":"63.2","B":"36.8"}"#);
    has(&text(&one, Detail::Full), "prints 63.16 percent for A");
    lacks(&text(&one, Detail::Full), "cut off, not rounded");
    // 50.0068, 29.9967 and 19.9965 percent, each of which rounds to more.
    let cut = report(
        r#"{"contest":{"name":"E","choices":["A","B","C"]},"counts":[{"name":"c","status":"final",
        "votes":{"A":"500068","B":"299967","C":"199965"},"shares":{"A":"50.00","B":"29.99","C":"19.99"}}],
        "polls":[{"pollster":"P","shares":{"A":"50.0","B":"30.0","C":"20.0"},
        "sample":{"respondents":"10000","design_effect":"1"}}]}"#,
    );
    assert_eq!(poll(&cut).verdict, Verdict::WithinSampling);
    let a = poll(&cut).reading().unwrap().row("A").unwrap();
    assert!((a.count.value - 0.500_068).abs() < 1e-12);
    let contradicts = |of: &Finding| matches!(of, Finding::FiguresContradict(_));
    assert!(!cut.findings.iter().any(contradicts));
    let full = text(&cut, Detail::Full);
    has(
        &full,
        "the count's printed shares are cut off, not rounded: its votes were used",
    );
    lacks(&full, "contradict");
    lacks(&full, "prints 50.00");
}
