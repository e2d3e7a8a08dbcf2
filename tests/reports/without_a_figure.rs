//! Choices of the contest of which a count has no figure: nothing is compared with nobody.

use exitpoll::Verdict;
use exitpoll::model::CountStatus;
use exitpoll::render::Detail;
use exitpoll::report::{Leading, PollReport, Reason, Report};

use super::words_of_reports::{has, report, text};

fn compared(count: &str, poll: &str) -> Report {
    let report = report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",{count}}}],
        "polls":[{{"pollster":"P",{poll},"sample":{{"respondents":"2000","design_effect":"1"}}}}]}}"#
    ));
    assert_eq!(report.reference().count.status(), CountStatus::Final);
    report
}

fn poll(report: &Report) -> &PollReport {
    report.reference().poll("P").unwrap()
}

const A_AND_B: &str = r#""votes":{"A":"50000","B":"30000"}"#;

#[test]
fn a_choice_without_an_official_figure_is_not_compared_and_the_others_are_among_themselves() {
    let report = compared(
        A_AND_B,
        r#""shares":{"A":"50.0","B":"30.0","C":"15.0","(other)":"5.0"}"#,
    );
    let of = poll(&report);
    assert_eq!(of.verdict, Verdict::WithinSampling);
    let reading = of.reading().unwrap();
    let labels: Vec<&str> = reading.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["A", "B"]);
    // 50 of 80 in both, of 1,600 respondents.
    let a = reading.row("A").unwrap();
    assert!((a.poll.value - 0.625).abs() < 1e-12 && (a.count.value - 0.625).abs() < 1e-12);
    assert!((reading.effective_size.unwrap() - 1600.0).abs() < 1e-9);
    let left_out: Vec<(&str, &str)> = (of.left_out.iter())
        .filter(|of| of.reason == Reason::NoOfficialFigure)
        .map(|of| (of.label.as_str(), of.figure.as_str()))
        .collect();
    assert_eq!(left_out, [("C", "15.0"), ("(other)", "5.0")]);
    // C can have won.
    assert_eq!(report.reference().leading, Leading::Unknown);
    assert!((of.calls.iter()).all(|call| call.not_judged == Some(Reason::NoOfficialFigure)));
    let brief = text(&report, Detail::Brief);
    has(
        &brief,
        "The count gives no figure for C nor the valid votes in all, so that P is compared by the other choices alone",
    );
    assert!(!brief.contains("everyone else"), "{brief}");
    has(
        &text(&report, Detail::Full),
        "Not compared: C 15.0 and (other) 5.0 (the count gives no figure for them)",
    );
}

#[test]
fn a_poll_without_all_choices_that_the_count_lists_is_not_compared_with_a_sum_of_some() {
    for (count, shares) in [
        (A_AND_B, r#""shares":{"A":"50.0"}"#),
        (A_AND_B, r#""shares":{"A":"50.0","C":"20.0"}"#),
        (
            r#""votes":{"A":"50000"}"#,
            r#""shares":{"A":"50.0","B":"30.0"}"#,
        ),
    ] {
        let report = compared(count, shares);
        assert_eq!(
            poll(&report).verdict,
            Verdict::NotComparable,
            "{count} {shares}"
        );
        assert!(poll(&report).reading().is_none(), "{count} {shares}");
    }
}

#[test]
fn what_is_missing_is_bounded_where_the_count_accounts_for_all_valid_votes() {
    let shares = r#""shares":{"A":"60.0","B":"37.0","C":"3.0"}"#;
    for count in [
        r#""votes":{"A":"50000","B":"30000"},"valid":"80000""#,
        r#""votes":{"A":"50000","B":"30000"},"invalid":"1000","ballots_cast":"81000""#,
        r#""votes":{"A":"50000","B":"30000","(other)":"0"}"#,
        r#""shares":{"A":"62.5","B":"37.5"}"#,
        r#""votes":{"A":"50000","B":"30000"},"shares":{"A":"62.5","B":"37.5"}"#,
    ] {
        let report = compared(count, shares);
        let rest = poll(&report).reading().unwrap().row("everyone else");
        let rest = rest.unwrap_or_else(|| panic!("{count}"));
        assert!(
            (rest.poll.value - 0.03).abs() < 1e-12 && rest.count.value < 1e-9,
            "{count}"
        );
        assert_eq!(poll(&report).verdict, Verdict::BeyondSampling, "{count}");
    }
    // 20 percent of the shares printed are others: of these C has as much as it has.
    let report = compared(
        r#""shares":{"A":"50.0","B":"30.0"}"#,
        r#""shares":{"A":"50.0","B":"30.0","C":"20.0"}"#,
    );
    let rest = poll(&report)
        .reading()
        .unwrap()
        .row("everyone else")
        .unwrap();
    assert!((rest.count.value - 0.2).abs() < 1e-9);
}

#[test]
fn nothing_bounds_what_listed_choices_have_of_their_own_while_others_are_not_listed() {
    // 10 percent still to come bound A only if it is known how many votes C has.
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B","C"],"registered":"200000"},"counts":[{"name":"c",
        "completeness":{"of":"ballots","percent":"90.0"},"votes":{"A":"50000","B":"30000"}}],
        "polls":[{"pollster":"P","shares":{"A":"40.0","B":"40.0","C":"20.0"},
        "sample":{"respondents":"2000","design_effect":"1"}}]}"#,
    );
    assert!(report.reference().outstanding.is_empty());
    assert_eq!(poll(&report).verdict, Verdict::OpenUntilCounted);
    assert_eq!(report.reference().leading, Leading::Unknown);
}
