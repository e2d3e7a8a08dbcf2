//! Intervals of several shares together, of leads and of differences, against what papers print.

use exitpoll::Confidence;
use exitpoll::interval::{Interval, LeadMethod, MultinomialMethod, TwoSampleMethod};

/// Both ends as printed.
fn printed(interval: Interval, decimals: usize) -> String {
    let (lower, upper) = (interval.low(), interval.high());
    format!("{lower:.decimals$} {upper:.decimals$}")
}

#[test]
fn seven_cells_of_sison_and_glaz() {
    // Sison & Glaz (1999) in Sangeetha, Subbiah & Srinivasan (2013), table 2: 467 observations, 95 percent.
    // It prints .114 for the second lower end of Sison–Glaz, 53/467 = .11349.
    let counts = [56.0, 72.0, 73.0, 59.0, 62.0, 87.0, 58.0];
    let table = [
        (
            MultinomialMethod::QuesenberryHurst,
            [
                "0.076 0.183",
                "0.104 0.222",
                "0.106 0.225",
                "0.081 0.191",
                "0.087 0.198",
                "0.131 0.258",
                "0.080 0.188",
            ],
        ),
        (
            MultinomialMethod::Goodman,
            [
                "0.085 0.166",
                "0.115 0.204",
                "0.116 0.207",
                "0.091 0.173",
                "0.096 0.181",
                "0.143 0.239",
                "0.089 0.171",
            ],
        ),
        (
            MultinomialMethod::FitzpatrickScott,
            [
                "0.075 0.165",
                "0.109 0.200",
                "0.111 0.202",
                "0.081 0.172",
                "0.087 0.178",
                "0.141 0.232",
                "0.079 0.170",
            ],
        ),
        (
            MultinomialMethod::SisonGlaz,
            [
                "0.079 0.164",
                "0.113 0.199",
                "0.116 0.201",
                "0.086 0.171",
                "0.092 0.177",
                "0.146 0.231",
                "0.084 0.169",
            ],
        ),
    ];
    for (method, rows) in table {
        let ours = method.intervals(&counts, Confidence::P95).unwrap();
        for (interval, row) in ours.into_iter().zip(rows) {
            assert_eq!(printed(interval, 3), row, "{method}");
        }
    }
}

#[test]
fn leads_of_newcombe_by_his_method_10() {
    // Newcombe (1998), Statistics in Medicine 17, 2635, table III: the tables with an empty concordant
    // cell, (first, second, size).
    for (first, second, size, row) in [
        (12.0, 2.0, 50.0, "0.0569 0.3404"),
        (14.0, 0.0, 50.0, "0.1528 0.4167"),
        (97.0, 1.0, 100.0, "0.8721 0.9854"),
        (29.0, 1.0, 30.0, "0.6666 0.9882"),
        (98.0, 0.0, 100.0, "0.9178 0.9945"),
        (30.0, 0.0, 30.0, "0.8395 1.0000"),
        (0.0, 0.0, 54.0, "-0.0664 0.0664"),
    ] {
        let ours = LeadMethod::Newcombe
            .interval(first, second, size, Confidence::P95)
            .unwrap();
        assert_eq!(printed(ours, 4), row, "{first} {second} of {size}");
    }
}

#[test]
fn leads_of_tango_and_others_by_the_score_test() {
    let p90 = Confidence::P90;
    let p95 = Confidence::P95;
    for (first, second, size, level, decimals, row) in [
        // Tango (1998).
        (9.0, 3.0, 32.0, p95, 3, "-0.027 0.390"),
        (0.0, 1.0, 44.0, p90, 3, "-0.096 0.037"),
        // Agresti & Min (2005); Fagerland, Lydersen & Laake (2014); Tang, Li & Tang (2010); Chang et al. (2024).
        (16.0, 8.0, 86.0, p95, 3, "-0.020 0.207"),
        (1.0, 7.0, 21.0, p95, 3, "-0.517 -0.026"),
        (3.0, 1.0, 14.0, p95, 4, "-0.1670 0.4327"),
        (25.0, 2.0, 102.0, p95, 3, "0.139 0.321"),
    ] {
        let ours = LeadMethod::Score
            .interval(first, second, size, level)
            .unwrap();
        assert_eq!(printed(ours, decimals), row, "{first} {second} of {size}");
    }
}

#[test]
fn differences_of_newcombe() {
    // Newcombe (1998), Statistics in Medicine 17, 873, table II: (a) 56/70 − 48/80, (d) 5/56 − 0/29.
    let a = ([56.0, 48.0], [70.0, 80.0]);
    let d = ([5.0, 0.0], [56.0, 29.0]);
    for (method, (successes, trials), row) in [
        (TwoSampleMethod::Wald, a, "0.0575 0.3425"),
        (TwoSampleMethod::MiettinenNurminen, a, "0.0528 0.3382"),
        (TwoSampleMethod::Newcombe, a, "0.0524 0.3339"),
        (TwoSampleMethod::MiettinenNurminen, d, "-0.0326 0.1933"),
        (TwoSampleMethod::Newcombe, d, "-0.0381 0.1926"),
    ] {
        let ours = method.interval(successes, trials, Confidence::P95).unwrap();
        assert_eq!(printed(ours, 4), row, "{method}");
    }
}
