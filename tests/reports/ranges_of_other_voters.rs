//! Ranges of a poll that does not cover all voters whose votes are counted.

use exitpoll::io::json;
use exitpoll::render::Detail;
use exitpoll::{Comparison, Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};

const FINAL: &str = r#""status":"final","votes":{"A":"4800","B":"4200","C":"1000"}"#;
const RANGES: &str = r#"{"A":"51–54","B":"36–40","C":"8–11"}"#;

fn compared(count: &str, shares: &str, more: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c",{count}}}],
        "polls":[{{"pollster":"P","shares":{shares},{more}}}]}}"#
    ))
}

fn verdict(report: &Report) -> Verdict {
    report.reference().poll("P").unwrap().verdict
}

fn outside(percent: &str) -> String {
    format!(r#""population":{{"voters":["in_person"],"outside":"{percent}"}}"#)
}

#[test]
fn votes_outside_explain_ranges_as_far_as_they_can() {
    // Of A the covered gave 51 at least of (1 − c): .51(1 − c) ≤ .48 from c = .0588 on, and B .42 ≤ .40(1 − c) + c from
    // c = .0333 on. "5" is 5.5 at most, "6" 6.5.
    for (percent, expected) in [
        ("30", Verdict::DifferentPopulations),
        ("6", Verdict::DifferentPopulations),
        ("5", Verdict::RangeOutside),
        ("1", Verdict::RangeOutside),
    ] {
        let report = compared(FINAL, RANGES, &outside(percent));
        assert_eq!(verdict(&report), expected, "{percent}");
        let words = text(&report, Detail::Brief);
        let explained = "P has at least one official share outside its ranges, but votes that it did not cover could \
                         explain it.";
        match expected {
            Verdict::DifferentPopulations => has(&words, explained),
            _ => lacks(&words, explained),
        }
        // What is outside whatever those voters did takes nothing of them for granted, nor does what they could explain.
        lacks(&words, "voted as the others did");
        lacks(&words, "The official share lies outside P's");
        lacks(&words, "more than chance");
        has(
            &text(&report, Detail::Full),
            "A lies 3.00 points below its range",
        );
    }
    // Inside its ranges as they are, if those outside voted alike.
    let report = compared(
        FINAL,
        r#"{"A":"47–50","B":"40–44","C":"8–11"}"#,
        &outside("30"),
    );
    assert_eq!(verdict(&report), Verdict::RangeInside);
    has(&text(&report, Detail::Brief), "voted as the others did");
}

#[test]
fn ranges_must_be_explained_by_one_electorate() {
    // Each row by itself can be explained by 6 percent outside. But where they gave A 6 of the 48, the covered did 44.7
    // percent, and where they gave B 6 of the 42, 38.3: no 6 percent did both, and of C the covered have 10/.94 at most.
    let shares = r#"{"A":"44–45","B":"37–38.5","C":"10–17"}"#;
    let count = FINAL;
    assert_eq!(
        verdict(&compared(count, shares, &outside("6.00"))),
        Verdict::RangeOutside
    );
}

#[test]
fn voters_left_out_in_words_can_explain_any_range() {
    let more = r#""population":{"voters":["in_person"],"left_out":"two islands"}"#;
    let report = compared(FINAL, RANGES, more);
    assert_eq!(verdict(&report), Verdict::DifferentPopulations);
    lacks(&text(&report, Detail::Brief), "more than chance");
}

#[test]
fn ranges_that_votes_outside_could_explain_make_no_verdict_of_bias() {
    let document = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c",{FINAL}}}],
        "polls":[{{"pollster":"P","shares":{RANGES},{}}}]}}"#,
        outside("30")
    );
    let biased = Comparison::from(json::read(&document).unwrap()).bias_sd(2.0);
    let report = biased.run().unwrap();
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    assert_eq!(reading.verdict, Verdict::DifferentPopulations);
    assert!(!reading.rests_on_a_test());
    assert_eq!(reading.verdict_with_bias, None);
    lacks(&text(&report, Detail::Full), "as declared: ");
}

#[test]
fn a_partial_count_says_so_on_the_same_condition_as_without_them() {
    let partial = FINAL.replace(
        r#""status":"final""#,
        r#""completeness":{"of":"ballots","percent":"98.00"}"#,
    );
    let shares = r#"{"A":"53–55","B":"33–37","C":"8–11"}"#;
    let apart = compared(&partial, shares, &outside("30"));
    let alike = compared(&partial, shares, r#""sponsor":"S""#);
    assert_eq!(verdict(&apart), Verdict::DifferentPopulations);
    assert_eq!(verdict(&alike), Verdict::RangeOutside);
    let condition = |report: &Report| {
        let reading = report.reference().poll("P").unwrap().reading().unwrap();
        reading.condition.map(|of| (of.unless_invalid, of.is_bound))
    };
    assert!(condition(&alike).is_some());
    assert_eq!(condition(&apart), condition(&alike));
}

#[test]
fn no_test_of_the_other_rows_makes_up_for_a_limit_that_does_not_hold() {
    let votes = |c: u32| {
        format!(
            r#""status":"final","votes":{{"A":"{}","B":"{}","C":"{}"}}"#,
            5_500,
            4_500 - c,
            c
        )
    };
    // 55.0 and 40 of a count with 55 and 40.4: chance, at n = 3,000. Of C less than 1 was published, 4.60 are counted.
    let of = |count: &str, base: &str| {
        let sized = format!(r#""sample":{{"respondents":"3000","design_effect":"1"}}{base}"#);
        compared(count, r#"{"A":"55","B":"41","C":"<1"}"#, &sized)
    };
    let report = of(&votes(460), r#","base":"valid_votes""#);
    assert_eq!(verdict(&report), Verdict::RangeOutside);
    let words = text(&report, Detail::Brief);
    has(
        &words,
        "P has at least one official share outside its ranges.",
    );
    lacks(&words, "no more than chance");
    // In both readings of an unstated base: it depends on none.
    assert_eq!(verdict(&of(&votes(460), "")), Verdict::RangeOutside);
    // Within the limit the tests decide.
    let report = of(&votes(60), r#","base":"valid_votes""#);
    assert_ne!(verdict(&report), Verdict::RangeOutside);
    // A row beyond chance stays the graver word.
    let far = compared(
        &votes(460),
        r#"{"A":"65","B":"31","C":"<1"}"#,
        r#""sample":{"respondents":"3000","design_effect":"1"},"base":"valid_votes""#,
    );
    assert_eq!(verdict(&far), Verdict::BeyondSampling);
}

#[test]
fn a_range_beside_figures_that_other_voters_could_explain_is_named_and_tested_by_nobody() {
    // A and B are as counted; nobody abroad need have voted like those asked for D to have its 4 percent.
    let poll = r#"{"A":"50.0","B":"36.0","C":"11.0","D":"<3"}"#;
    let count = r#""status":"final","votes":{"A":"500000","B":"360000","C":"100000","D":"40000"}"#;
    let document = format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C","D"]}},"counts":[{{"name":"f",{count}}}],
        "polls":[{{"pollster":"P","base":"valid_votes","shares":{poll},{},
        "sample":{{"respondents":"1500","design_effect":"1.6"}}}}]}}"#,
        outside("30")
    );
    let comparison = Comparison::from(json::read(&document).unwrap());
    let report = comparison.bias_sd(3.0).run().unwrap();
    assert_eq!(verdict(&report), Verdict::DifferentPopulations);
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    assert_eq!(reading.decided_by.as_deref(), Some("D"));
    // The bias that was declared is of figures that are tested.
    assert!(!reading.rests_on_a_test() && reading.verdict_with_bias.is_none());
    let words = text(&report, Detail::Brief);
    has(
        &words,
        "The official share lies outside P's less than 3 percent for D.",
    );
    lacks(&words, "the verdicts are the same");
    lacks(&words, "polls tested");
}
