//! The 4,221 polls of Shirani-Mehr, Rothschild, Goel & Gelman (2018): figures computed from the score
//! equations with independent code (metafor's `rma.mv` agrees to its own 1e-5), and what their file
//! says to every printed digit.

use exitpoll::Confidence;
use exitpoll::record::{
    ContestErrors, ContestRow, Figure, PollDeviation, RatingRule, Tally, TotalError, measure_rows,
};

use crate::shared::{close, table};

/// The two-party shares of every poll, and the size of those who named one of the two.
pub fn rows(text: &str) -> Vec<ContestRow> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(text.as_bytes());
    let headings = reader.headers().expect("a row of headings").clone();
    let place = |name: &str| {
        headings
            .iter()
            .position(|heading| heading == name)
            .expect(name)
    };
    let columns = [
        "state",
        "year",
        "election",
        "pollName",
        "numberOfRespondents",
        "democratic",
        "republican",
        "finalTwoPartyVSRepublican",
    ];
    let places = columns.map(place);
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.expect("a row");
        let [state, year, kind, pollster, respondents, d, r, result] = places.map(|at| &record[at]);
        let [n, d, r, result] =
            [respondents, d, r, result].map(|cell| cell.parse::<f64>().expect(cell));
        for (choice, poll, result) in [("REP", r, result), ("DEM", d, 100.0 - result)] {
            rows.push(ContestRow {
                pollster: pollster.to_owned(),
                contest: format!("{state} {year} {kind}"),
                kind: Some(kind.to_owned()),
                date: None,
                name: Some(index.to_string()),
                size: Some(n),
                choice: choice.to_owned(),
                bloc: Some(choice.to_owned()),
                poll: poll / 100.0,
                result: Some(result / 100.0),
            });
        }
    }
    rows
}

struct Expected {
    kind: Option<&'static str>,
    polls: u64,
    contests: usize,
    /// RMSE, mean absolute, mean, in points, to six decimals.
    error: [f64; 3],
    /// τ_c, τ_p, μ and its standard error, in points.
    model: [f64; 4],
    /// Coverage of nominal 95 and 50 percent, to four decimals.
    coverage: [f64; 2],
}

const EXPECTED: [Expected; 4] = [
    Expected {
        kind: None,
        polls: 4221,
        contests: 608,
        error: [3.383829, 2.548102, 0.448211],
        model: [2.6562867837, 1.4920234108, 0.4063080341, 0.1194470295],
        coverage: [0.7761, 0.3518],
    },
    Expected {
        kind: Some("Sen"),
        polls: 1646,
        contests: 241,
        error: [3.713164, 2.841013, 0.565154],
        model: [2.8738076047, 1.8235880988, 0.4742441582, 0.2054602770],
        coverage: [0.7175, 0.3086],
    },
    Expected {
        kind: Some("Gov"),
        polls: 1079,
        contests: 188,
        error: [3.905241, 2.958178, 0.419864],
        model: [3.1292830844, 1.7663402916, 0.4915263121, 0.2511862834],
        coverage: [0.7331, 0.3105],
    },
    Expected {
        kind: Some("Pres"),
        polls: 1496,
        contests: 179,
        error: [2.477387, 1.930051, 0.339989],
        model: [1.5566097182, 0.8621288840, 0.1907953167, 0.1376237994],
        coverage: [0.8717, 0.4291],
    },
];

#[test]
fn every_figure_of_the_4221_polls() {
    let Some(text) = table("polls-shirani-mehr-2018/polls.tsv.gz") else {
        return;
    };
    let rows = rows(&text);
    let all = measure_rows(&rows, Some(["REP", "DEM"])).expect("polls");
    for expected in EXPECTED {
        let name = expected.kind.unwrap_or("all");
        let polls: Vec<PollDeviation<'_>> = all
            .iter()
            .filter(|poll| expected.kind.is_none() || poll.kind == expected.kind)
            .copied()
            .collect();
        let record = Tally::of(&polls)
            .expect("a tally")
            .record(RatingRule::default());
        let share = record.overall.expect("polls").share;
        assert_eq!(share.polls, expected.polls, "{name}");
        assert_eq!(share.oriented, expected.polls, "{name}");
        let printed = [
            share.root_mean_squared,
            share.mean_absolute.value,
            share.mean.expect("oriented polls").value,
        ];
        for (ours, theirs) in printed.into_iter().zip(expected.error) {
            assert!(
                (100.0 * ours - theirs).abs() <= 0.5e-6 + 1e-12,
                "{name}: {ours} {theirs}"
            );
        }
        let sampling = share.sampling.expect("sizes");
        for (level, theirs) in [0.95, 0.5].into_iter().zip(expected.coverage) {
            let ours = sampling.coverage_at(level).expect("a recorded level").share;
            assert!(
                (ours - theirs).abs() <= 0.5e-4 + 1e-12,
                "{name}: {ours} {theirs}"
            );
        }
        let total = TotalError::of(&polls, Figure::Share, Confidence::P95).expect("a model");
        let model = total.model.expect("contests with several polls");
        assert_eq!(
            (model.polls as u64, model.contests),
            (expected.polls, expected.contests)
        );
        let ours = [
            model.contest_sd.value,
            model.poll_sd.value,
            model.mean.value,
            model.mean.standard_error.expect("a standard error"),
        ];
        for (ours, theirs) in ours.into_iter().zip(expected.model) {
            close(name, 100.0 * ours, theirs, 1e-8);
        }
        if expected.kind.is_none() {
            assert!((100.0 * model.sampling_sd - 2.014292).abs() < 0.5e-6);
            // METHODS 14: √(τ_c² + τ_p²) = 3.05 points for one poll.
            assert!((100.0 * model.bias_sd(1).unwrap() - 3.05).abs() < 0.005);
        }
        // At the multiplier the intervals cover as often as they say, just.
        let covered = |factor: f64| {
            let z = factor * Confidence::P95.critical_value();
            let inside = polls.iter().filter(|poll| {
                poll.share.deviation.abs() <= z * poll.share.standard_error.expect("a size")
            });
            inside.count() as f64 / polls.len() as f64
        };
        assert!(covered(total.multiplier * (1.0 + 1e-12)) >= 0.95);
        assert!(covered(total.multiplier * (1.0 - 1e-12)) < 0.95);
    }
}

#[test]
fn profile_intervals_of_150_polls_are_those_of_metafor() {
    let Some(text) = table("polls-shirani-mehr-2018/polls.tsv.gz") else {
        return;
    };
    // confint(rma.mv(y, v, random = ~ 1 | contest/poll)), metafor 3.8-1, the first 150 polls of
    // governors since 2010; its optimiser and root search end at some 1e-6.
    let rows = rows(&text);
    let polls = measure_rows(&rows, Some(["REP", "DEM"])).expect("polls");
    let year = |poll: &PollDeviation<'_>| poll.contest.split(' ').nth(1).map(str::to_owned);
    let polls = polls.iter().filter(|poll| {
        poll.kind == Some("Gov") && year(poll).is_some_and(|year| year.as_str() >= "2010")
    });
    let polls: Vec<_> = polls.take(150).collect();
    let errors: Vec<f64> = polls
        .iter()
        .map(|poll| 100.0 * poll.share.deviation)
        .collect();
    let variances: Vec<f64> = polls
        .iter()
        .map(|poll| 1e4 * poll.share.standard_error.expect("a size").powi(2))
        .collect();
    let contests: Vec<&str> = polls.iter().map(|poll| poll.contest).collect();
    let intervals = ContestErrors::new(&errors, &variances, &contests)
        .and_then(|polls| polls.profile_intervals(Confidence::P95))
        .expect("intervals");
    let model = intervals.model;
    for (what, ours, theirs) in [
        ("τ_c²", model.contest_sd.value.powi(2), 8.069704674707243),
        ("τ_p²", model.poll_sd.value.powi(2), 2.979239516442115),
        ("μ", model.mean.value, 0.538723288007518),
        (
            "se μ",
            model.mean.standard_error.unwrap(),
            0.561859101226472,
        ),
        ("ln L", model.log_likelihood, -384.543_005_096_521_8),
        ("τ_c lower", intervals.contest_sd.low(), 2.0902649581),
        ("τ_c upper", intervals.contest_sd.high(), 3.9003618373),
        ("τ_p lower", intervals.poll_sd.low(), 1.2225410425),
        ("τ_p upper", intervals.poll_sd.high(), 2.2558925252),
    ] {
        close(what, ours, theirs, 5e-6);
    }
    // `cvvc`: standard errors of the variances from the Hessian, by differences.
    for (sd, theirs) in [
        (model.contest_sd, 2.537551722690),
        (model.poll_sd, 0.895781721824),
    ] {
        let of_variance = 2.0 * sd.value * sd.standard_error.expect("inside");
        close("se τ²", of_variance, theirs, 1e-5);
    }
}
