//! The margin that a pollster states for one choice is used for that choice.

use exitpoll::io::json;
use exitpoll::render::Detail;
use exitpoll::{Comparison, Report, Verdict};

use super::words_of_reports::{has, report, text};

fn compared(sample: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"460000","B":"440000","C":"100000"}}}}],"polls":[{{"pollster":"P",
        "shares":{{"A":"48.0","B":"42.0","C":"10.0"}},"sample":{{{sample}}}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn z(report: &Report, choice: &str) -> Option<f64> {
    let poll = report.reference().poll("P").unwrap();
    poll.reading().unwrap().row(choice).unwrap().sampling?.z
}

fn near(value: Option<f64>, expected: f64) {
    assert!(
        (value.unwrap() - expected).abs() < 1e-9,
        "{value:?} is not {expected}"
    );
}

#[test]
fn a_choice_with_a_margin_of_its_own_is_tested_by_it_and_the_others_by_what_is_known_of_the_poll() {
    let critical = 1.959963984540054_f64;
    // ±1.0 for a share of 48: n_eff = z²·.48·.52/.01² = 9,588.3; the deviation of 2 points over √(.46·.54/n_eff).
    let own = critical * critical * 0.48 * 0.52 / 1e-4;
    let of_a = 0.02 / (0.46 * 0.54 / own).sqrt();
    let alone = compared(r#""margins":{"A":"1.0"}"#);
    near(z(&alone, "A"), of_a);
    assert_eq!(z(&alone, "B"), None);
    let poll = alone.reference().poll("P").unwrap();
    assert_eq!(poll.verdict, Verdict::BeyondSampling);
    assert_eq!(poll.reading().unwrap().tests, 1);
    // With a margin of the whole poll, B is judged by that: ±3 is 1,067.1 respondents.
    let both = compared(r#""margins":{"A":"1.0"},"stated_margin":"3.0""#);
    near(z(&both, "A"), of_a);
    let whole = critical * critical * 0.25 / 9e-4;
    near(z(&both, "B"), -0.02 / (0.44 * 0.56 / whole).sqrt());
    assert_eq!(
        both.reference().poll("P").unwrap().verdict,
        Verdict::BeyondSampling
    );
    // Respondents and design effect together are better than a margin.
    let design = compared(r#""margins":{"A":"1.0"},"respondents":"1000","design_effect":"1.5""#);
    near(
        z(&design, "A"),
        0.02 / (0.46 * 0.54 / (1000.0 / 1.5_f64)).sqrt(),
    );
}

#[test]
fn the_rounding_of_a_choice_s_margin_can_decide() {
    // "1" is 0.5 to 1.5 points, worth 38,353 to 4,261 respondents: z is 7.9 to 2.5; "2" leaves 3.1 to 1.6 and
    // with it the verdict open.
    assert_eq!(
        compared(r#""margins":{"A":"2"}"#)
            .reference()
            .poll("P")
            .unwrap()
            .verdict,
        Verdict::UndecidedByRounding
    );
}

#[test]
fn one_choice_within_its_margin_is_not_the_poll_within() {
    // +2.0 within ±3.0, and nothing is known of B and C.
    let report = compared(r#""margins":{"A":"3.0"}"#);
    assert!(z(&report, "A").unwrap() < 1.5);
    assert_eq!(
        report.reference().poll("P").unwrap().verdict,
        Verdict::SampleSizeUnknown
    );
}

#[test]
fn a_choice_with_a_design_effect_of_its_own_is_judged_by_it() {
    // 1,000 respondents: of A worth 1,000/4, of B 1,000/2.
    let report = compared(r#""respondents":"1000","design_effect":"2","design_effects":{"A":"4"}"#);
    near(z(&report, "A"), 0.02 / (0.46 * 0.54 / 250.0_f64).sqrt());
    near(z(&report, "B"), -0.02 / (0.44 * 0.56 / 500.0_f64).sqrt());
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    assert_eq!(reading.tests, 3);
    assert_eq!(
        report.reference().poll("P").unwrap().verdict,
        Verdict::WithinSampling
    );
    // Of one choice alone, the others are judged as if drawn singly, and the verdict says so.
    let alone = compared(r#""respondents":"1000","design_effects":{"A":"4"}"#);
    near(z(&alone, "A"), 0.02 / (0.46 * 0.54 / 250.0_f64).sqrt());
    near(z(&alone, "B"), -0.02 / (0.44 * 0.56 / 1000.0_f64).sqrt());
    assert_eq!(
        alone.reference().poll("P").unwrap().verdict,
        Verdict::WithinSimpleRandomSampling
    );
}

#[test]
fn a_margin_smaller_than_drawing_singly_gives_is_said_where_it_is_used_and_makes_no_design() {
    let brief = |polls: &[String]| {
        let polls = polls.join(",");
        let compared = report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
            "votes":{{"A":"50000","B":"50000"}}}}],"polls":[{polls}]}}"#
        ));
        text(&compared, Detail::Brief)
    };
    let poll = |name: &str, a: &str, b: &str, margin: &str| {
        format!(
            r#"{{"pollster":"{name}","shares":{{"A":"{a}","B":"{b}"}},
            "sample":{{"respondents":"1000","stated_margin":"{margin}"}}}}"#
        )
    };
    // 1,000 drawn singly have 3.1 points; 2 would be 2,401 of them (METHODS 2).
    let small = brief(&[poll("P", "47.0", "53.0", "2")]);
    has(
        &small,
        "P is judged by its own stated margin, which is smaller than that of a simple random sample of the same size.",
    );
    // 3 is 3.1 within its rounding.
    let as_drawn = brief(&[poll("P", "47.0", "53.0", "3")]);
    has(
        &as_drawn,
        "P is judged by its own stated margin, which is within rounding that of a simple random sample of the same size.",
    );
    let two = brief(&[
        poll("P", "47.0", "53.0", "3.1"),
        poll("Q", "47.5", "52.5", "4"),
    ]);
    has(
        &two,
        "P and Q are judged by their own stated margins; that of P is within rounding that of a simple random sample of the same size.",
    );
    let plain = brief(&[poll("P", "47.0", "53.0", "4")]);
    has(&plain, "P is judged by its own stated margin.");
    // Three polls of one figure: far closer than margins of .5 would leave samples, but those margins are no design.
    let three = |margin: &str| ["P", "Q", "R"].map(|name| poll(name, "50.00", "50.00", margin));
    let alike = brief(&three("0.5"));
    assert!(!alike.contains("closer to one another"), "{alike}");
    has(&brief(&three("4")), "closer to one another");
}

#[test]
fn what_is_more_than_chance_is_named_only_where_the_largest_deviation_is_not() {
    let brief = |shares: &str, respondents: &str| {
        let compared = report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
            "votes":{{"A":"500000","B":"490000","C":"10000"}}}}],"polls":[{{"pollster":"P","shares":{{{shares}}},
            "sample":{{"respondents":"{respondents}","design_effect":"1"}}}}]}}"#
        ));
        text(&compared, Detail::Brief)
    };
    // 5 points of 50 are 10 standard errors of 10,000; 2 of 1 are 20.
    let both = brief(r#""A":"45.0","B":"52.0","C":"3.0""#, "10000");
    has(&both, "5.00 points too low for A");
    assert!(!both.contains("what is more than chance is"), "{both}");
    // 2 points of 50 are 1.3 standard errors of 1,000; 2 of 1 are 6.4.
    let one = brief(r#""A":"47.9","B":"49.1","C":"3.0""#, "1000");
    has(
        &one,
        "what is more than chance is 2.00 points too high for C",
    );
}

/// A has 500,000, B 490,000 and C 10,000 of 1,000,000 votes; the poll gives them 52.0, 47.0 and 1.0 percent.
fn three_choices(sample: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"k","choices":["A","B","C"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"500000","B":"490000","C":"10000"}}}}],"polls":[{{"pollster":"P",
        "shares":{{"A":"52.0","B":"47.0","C":"1.0"}},"sample":{{{sample}}}}}]}}"#
    ))
}

#[test]
fn the_margin_of_one_choice_is_in_the_fit_and_in_times_chance_as_it_is_in_the_verdict() {
    let report =
        three_choices(r#""stated_margin":"3","stated_confidence":"95","margins":{"A":"1"}"#);
    let measures = &report.reference().polls[0].reading().unwrap().measures;
    let z2 = 1.959963984540054_f64.powi(2);
    // ±1 of a share of 52 and ±3 of one half are so many respondents drawn singly.
    let (of_a, of_all) = (z2 * 0.52 * 0.48 / 1e-4, z2 * 0.25 / 9e-4);
    // What chance costs on average is ½ Σ √(2v(1 − v)/(πn)), each choice by its own n; two points are missing.
    let each = [(0.50, of_a), (0.49, of_all), (0.01, of_all)];
    let expected = each.map(|(v, n)| (2.0 * v * (1.0 - v) / (std::f64::consts::PI * n)).sqrt());
    let expected = 0.5 * expected.iter().sum::<f64>();
    near(measures.times_chance, 0.02 / expected);
    // Rao and Scott, of first order: δ̄ = Σ (p/v)(1 − p)·deff/(k − 1), with deff = 1/n of one respondent.
    let each = [
        (0.52, 0.50, of_a),
        (0.47, 0.49, of_all),
        (0.01, 0.01, of_all),
    ];
    let mean = 0.5
        * each
            .map(|(p, v, n)| p / v * (1.0 - p) / n)
            .iter()
            .sum::<f64>();
    let fit = measures.pearson.as_ref().unwrap();
    let uncorrected = 0.0004 / 0.50 + 0.0004 / 0.49;
    near(Some(fit.statistic), uncorrected / mean);
}

#[test]
fn beside_respondents_of_unknown_design_a_margin_of_one_choice_gives_no_fit() {
    let report =
        three_choices(r#""respondents":"1000","stated_confidence":"95","margins":{"A":"1"}"#);
    let measures = &report.reference().polls[0].reading().unwrap().measures;
    assert!(measures.pearson.is_none() && measures.times_chance.is_none());
    has(
        &text(&report, Detail::Full),
        "margins are known of single choices alone",
    );
    // Without such a margin there is one, as of respondents drawn singly.
    let report = three_choices(r#""respondents":"1000""#);
    let measures = &report.reference().polls[0].reading().unwrap().measures;
    assert!(measures.pearson.is_some() && measures.times_chance.is_some());
}
