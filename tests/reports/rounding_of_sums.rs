//! What the rounding of several figures together leaves open where all of them sum to 100.

use exitpoll::render::Detail;
use exitpoll::report::{Report, RowReport};
use exitpoll::{Bounds, Verdict};

use super::words_of_reports::{has, lacks, report, scatter_of, text};

fn near(value: f64, expected: f64, tolerance: f64) {
    assert!(
        (value - expected).abs() <= tolerance,
        "{value} is not {expected}"
    );
}

fn are(bounds: Bounds, low: f64, high: f64) {
    near(bounds.low(), low, 1e-9);
    near(bounds.high(), high, 1e-9);
}

/// The count gives A and B alone; the poll prints C, D and E without decimals.
fn of_five(shares: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B","C","D","E"]}},
        "counts":[{{"name":"final","status":"final","shares":{{"A":"50.00","B":"30.00"}}}}],
        "polls":[{{"pollster":"P","shares":{{{shares}}},
        "sample":{{"respondents":"3000","design_effect":"1"}}}}]}}"#
    ))
}

fn row<'a>(report: &'a Report, label: &str) -> &'a RowReport {
    let reading = report.reference().poll("P").unwrap().reading().unwrap();
    reading.row(label).unwrap()
}

fn verdict(report: &Report) -> Verdict {
    report.reference().poll("P").unwrap().verdict
}

#[test]
fn everyone_else_is_what_the_others_leave_where_its_own_figures_are_coarser() {
    // C 9, D 5, E 2 and 1.4 of others alone are 17.4 ±1.55; A 51.3 ±.05 and B 31.3 ±.05 leave 17.3 to 17.5.
    let five = of_five(r#""A":"51.3","B":"31.3","C":"9","D":"5","E":"2","(other)":"1.4""#);
    let rest = row(&five, "everyone else");
    near(rest.poll.value, 0.174, 1e-12);
    are(rest.poll.bounds, 0.173, 0.175);
    // Of the count 20 ±.01.
    are(rest.deviation_bounds, -0.0271, -0.0249);
    // 2.49/.73 = 3.41 standard errors at the least, √(.2·.8/3000) = .73 points; p = .00065, of three tests .002.
    let p = rest.sampling.unwrap().adjusted_p_value_bounds;
    assert!(p.high() < 0.0021 && p.low() > 0.0005, "{p:?}");
    assert_eq!(verdict(&five), Verdict::BeyondSampling);
    // The same without "(other)" is what is left, and nothing else.
    let left = of_five(r#""A":"51.3","B":"31.3","C":"10","D":"5","E":"2""#);
    are(row(&left, "everyone else").poll.bounds, 0.173, 0.175);
}

#[test]
fn figures_that_do_not_sum_to_all_leave_everyone_else_its_own_rounding() {
    // 90.0 ±1.65 in all: what the others leave is not what C, D, E and the others have.
    let five = of_five(r#""A":"45.3","B":"27.3","C":"9","D":"5","E":"2","(other)":"1.4""#);
    let reading = five.reference().poll("P").unwrap().readings();
    let as_printed = reading
        .filter_map(|reading| reading.row("everyone else"))
        .find(|row| (row.poll.value - 0.174).abs() < 1e-12)
        .unwrap();
    are(as_printed.poll.bounds, 0.174 - 0.0155, 0.174 + 0.0155);
}

#[test]
fn shares_of_those_who_named_a_choice_are_of_what_those_who_did_not_leave() {
    // 46.2 of 90.0, which 10.0 who refused leave ±.05, though C 8, D 5 and E 2 alone leave the sum ±1.65.
    let five = of_five(
        r#""A":"46.2","B":"28.2","C":"8","D":"5","E":"2","(other)":"0.6","(refused)":"10.0""#,
    );
    let (a, b) = (
        [0.4615 / 0.9005, 0.4625 / 0.8995],
        [0.2815 / 0.9005, 0.2825 / 0.8995],
    );
    near(row(&five, "A").poll.value, 0.462 / 0.9, 1e-12);
    are(row(&five, "A").poll.bounds, a[0], a[1]);
    are(row(&five, "B").poll.bounds, b[0], b[1]);
    let rest = row(&five, "everyone else").poll;
    near(rest.value, 0.156 / 0.9, 1e-12);
    are(rest.bounds, 1.0 - a[1] - b[1], 1.0 - a[0] - b[0]);
    // At least 2.5 points of .73 each.
    assert_eq!(verdict(&five), Verdict::BeyondSampling);
}

#[test]
fn choices_that_the_count_has_together_are_what_the_others_leave() {
    // C 9 and D 10 alone are 19 ±1; A 51.0 and B 30.0 leave 18.9 to 19.1.
    let merged = report(
        r#"{"contest":{"name":"c","choices":["A","B","C","D"]},
        "counts":[{"name":"final","status":"final","shares":{"A":"50.00","B":"30.00","C + D":"20.00"},
        "merged":[{"label":"C + D","choices":["C","D"]}]}],
        "polls":[{"pollster":"P","shares":{"A":"51.0","B":"30.0","C":"9","D":"10"},
        "sample":{"respondents":"3000","design_effect":"1"}}]}"#,
    );
    are(row(&merged, "C + D").poll.bounds, 0.189, 0.191);
    // A single figure keeps the rounding that it was printed with.
    are(row(&merged, "A").poll.bounds, 0.5095, 0.5105);
}

#[test]
fn a_remainder_that_rounding_explains_is_no_row_of_the_scatter() {
    let of = |x: &str, y: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"q","choices":["A","B","C"]}},
            "counts":[{{"name":"f","status":"final","votes":{{"A":"600000","B":"300000","C":"100000"}}}}],
            "polls":[{{"pollster":"X","shares":{{"A":"60.00",{x}}},
            "sample":{{"respondents":"60000","design_effect":"1"}}}},
            {{"pollster":"Y","shares":{{"A":"60.0",{y}}},
            "sample":{{"respondents":"5000","design_effect":"1"}}}}]}}"#
        ))
    };
    // Y sums to 99.9, which its digits explain: of 99.9 it has 60.06, 29.93 and 10.01. X asked 6 in 100 of all.
    let alike = of(r#""B":"30.00","C":"10.00""#, r#""B":"29.9","C":"10""#);
    let scatter = scatter_of(&alike);
    assert!(!scatter.everyone_else);
    near(scatter.test.degrees_of_freedom, 2.0, 0.0);
    let q: f64 = [(0.6, 60.0), (0.3, 29.9), (0.1, 10.0)]
        .map(|(x, y): (f64, f64)| {
            let (y, n, m) = (y / 99.9, 60_000.0 * 999_999.0 / 940_000.0, 5_000.0);
            let mean = (n * x + m * y) / (n + m);
            n * m / (n + m) * (x - y).powi(2) / mean
        })
        .iter()
        .sum();
    near(q, 0.0108, 5e-5);
    near(scatter.test.statistic, q, 1e-9);
    lacks(&text(&alike, Detail::Full), "everyone else: Q");
    // What neither names is no rounding: 10 and 12 percent.
    let apart = of(r#""B":"30.00""#, r#""B":"28.0""#);
    let scatter = scatter_of(&apart);
    assert!(scatter.everyone_else);
    near(scatter.test.degrees_of_freedom, 2.0, 0.0);
    has(&text(&apart, Detail::Full), "everyone else: Q");
}
