//! Sentences about several polls take in what the rounding of stated margins leaves open.

use exitpoll::render::Detail;
use exitpoll::report::{Finding, Report};
use exitpoll::rounding::Finding as Shown;

use super::words_of_reports::{has, lacks, report, text};

/// 480 to 520 of 1,000, and polls with these shares of A and this margin.
fn compared(margin: &str, shares: &[(&str, &str)]) -> Report {
    let polls: Vec<String> = (shares.iter().enumerate())
        .map(|(place, (a, b))| {
            format!(
                r#"{{"pollster":"P{place}","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"stated_margin":"{margin}",
                "stated_confidence":"95"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"480000","B":"520000"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

const APART: [(&str, &str); 2] = [("44.50", "55.50"), ("48.00", "52.00")];

/// n of ± 2 is 2,400.91 and of ± 2.5 is 1,536.58. Q = n/2·.035²·(1/.4625 + 1/.5375): 5.916, p = .015, and 3.786, p = .0517.
#[test]
fn polls_that_differ_only_by_the_printed_margin_are_not_found_to_differ() {
    let of = |report: &Report| {
        let mut findings = report.findings.iter();
        findings.any(|of| matches!(of, Finding::ScatterBeyondSampling { .. }))
    };
    let rounded = compared("2", &APART);
    let scatter = rounded.reference().pool.as_ref().unwrap().scatter.as_ref();
    let p = scatter.unwrap().upper_tail_bounds;
    assert!((scatter.unwrap().test.upper_tail - 0.0150).abs() < 5e-5);
    // A little more for what was not printed of the shares.
    assert!(0.0517 < p.high() && p.high() < 0.056, "{p:?}");
    assert!(!of(&rounded));
    lacks(&text(&rounded, Detail::Brief), "differ from one another");
    has(
        &text(&rounded, Detail::Full),
        "Rounding decides whether the polls differ from one another",
    );
    // ± 1.995 to 2.005 leaves next to nothing open.
    let printed = compared("2.00", &APART);
    assert!(of(&printed));
    has(&text(&printed, Detail::Brief), "differ from one another");
}

const ABOVE: [(&str, &str); 5] = [
    ("49.40", "50.60"),
    ("49.60", "50.40"),
    ("49.20", "50.80"),
    ("49.50", "50.50"),
    ("49.35", "50.65"),
];

/// 49.41 of five times 2,400.91 is 1.41 points too high, 3.09 standard errors of .456, p = .0366 with four degrees of
/// freedom; of five times 1,536.58 it is 2.47 of .570, p = .0687.
#[test]
fn a_common_deviation_that_the_rounding_of_margins_decides_is_no_finding() {
    let of = |report: &Report| -> Option<Option<f64>> {
        report.findings.iter().find_map(|of| match of {
            Finding::CommonDeviation {
                largest_p_value, ..
            } => Some(*largest_p_value),
            _ => None,
        })
    };
    let rounded = compared("2", &ABOVE);
    let choice = &rounded.reference().pool.as_ref().unwrap().choices[0];
    let bounds = choice.adjusted_p_value_bounds.unwrap();
    assert!((choice.adjusted_p_value.unwrap() - 0.0366).abs() < 5e-4);
    assert!((bounds.high() - 0.0687).abs() < 1e-3, "{bounds:?}");
    assert_eq!(choice.finding, Some(Shown::UndecidedByRounding));
    assert_eq!(of(&rounded), None);
    lacks(&text(&rounded, Detail::Brief), "Together five polls");
    let printed = compared("2.00", &ABOVE);
    let largest = of(&printed).flatten().expect("a finding");
    assert!(0.0366 < largest && largest < 0.039, "{largest}");
    has(&text(&printed, Detail::Brief), "Together five polls put");
}

#[test]
fn what_ballots_still_to_be_counted_decide_at_the_printed_digits_is_open_and_no_matter_of_rounding()
{
    // 54.5 ± 1.2 accepts final shares of about 53.3 to 55.7; 54.53 so far can still end anywhere from 53.25 to 55.60.
    let of = |completeness: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c",{completeness}
            "votes":{{"A":"3250000","B":"2710000"}},"invalid":"270000","ballots_cast":"6230000"}}],
            "polls":[{{"pollster":"P","shares":{{"A":"54.5","B":"45.5"}},"sample":{{"stated_margin":"1.2"}}}}]}}"#
        ))
    };
    let open = of(r#""completeness":{"of":"ballots","percent":"97.8"},"#);
    let brief = text(&open, Detail::Brief);
    has(&brief, "cannot be judged until more is counted");
    lacks(&brief, "digits that were not printed");
    // With everything counted nothing is open.
    let brief = text(&of(r#""status":"final","#), Detail::Brief);
    has(&brief, "no more than chance");
}

/// Figures that contradict one another are the reason in the first sentence.
#[test]
fn why_a_poll_cannot_be_judged_against_figures_that_contradict_one_another_is_said_at_once() {
    let poll = |name: &str| {
        format!(
            r#"{{"pollster":"{name}","shares":{{"A":"51.0","B":"45.7","C":"3.3"}},"sample":{{"respondents":"1500"}}}}"#
        )
    };
    let of = |polls: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"x","status":"final",
            "votes":{{"A":"150000","B":"140000","C":"10000"}},"shares":{{"A":"53.10","B":"43.60","C":"3.30"}}}}],
            "polls":[{polls}]}}"#
        ));
        text(&report, Detail::Brief)
    };
    has(
        &of(&poll("P")),
        "P cannot be judged against the count: the count's figures contradict one another. ",
    );
    has(
        &of(&format!("{},{}", poll("P"), poll("Q"))),
        "Neither poll can be judged against the count: the count's figures contradict one another.",
    );
}

/// n/3 for A and n/2 for the others, n = 4,000: ½·(√(2·.512·.488/(π·1333.3)) + √(2·.461·.539/(π·2000)) +
/// √(2·.027·.973/(π·2000))) = .011354, and a total variation of .023 is 2.026 times that.
#[test]
fn times_chance_takes_the_design_effect_of_a_choice_beside_that_of_all() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["A","B","C"]},"counts":[{"name":"f","status":"final","votes":{"A":"512000",
        "B":"461000","C":"27000"}}],"polls":[{"pollster":"Q","shares":{"A":"53.5","B":"43.9","C":"2.6"},
        "sample":{"respondents":"4000","design_effects":{"A":"3.0"},"design_effect":"2"}}]}"#,
    );
    let reading = report.reference().poll("Q").unwrap().reading().unwrap();
    let times = reading.measures.times_chance.unwrap();
    assert!((times - 2.0257).abs() < 1e-3, "{times}");
}

#[test]
fn a_design_effect_is_said_to_be_assumed_only_where_one_was() {
    use exitpoll::model::SampleBuilder;
    use exitpoll::{Comparison, Contest, OfficialCount, Poll, Sample, render};

    let of = |sample: SampleBuilder| {
        let contest = Contest::builder("E").choices(["A", "B"]).build().unwrap();
        let count = OfficialCount::builder("f")
            .votes("A", 520_000)
            .votes("B", 480_000);
        let poll = Poll::builder("P")
            .share("A", "53")
            .share("B", "47")
            .sample(sample);
        let report = Comparison::new(contest)
            .count(count.final_result().build().unwrap())
            .poll(poll.build().unwrap())
            .assume_design_effect(2.0)
            .run()
            .unwrap();
        render::text_with(&report, 200, Detail::Full)
    };
    let assumed = "A design effect of 2 was assumed where none was published.";
    let published = Sample::builder().respondents(1000).design_effect(1.5);
    lacks(&of(published), assumed);
    has(&of(Sample::builder().respondents(1000)), assumed);
}
