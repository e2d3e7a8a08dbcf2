//! Random ordinary documents: each gives a report, with every value inside its own bounds and nothing that is
//! not a number.
#![cfg(feature = "io")]

use exitpoll::{
    Base, Bounds, Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report, Sample, report,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many documents: 30,000, spread over the tests' threads.
const DOCUMENTS: u32 = 300;

/// How many documents each test makes: `EXITPOLL_DOCUMENTS=10000` makes 30,000 in all, as `.ci/run` does once.
fn documents() -> u32 {
    std::env::var("EXITPOLL_DOCUMENTS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(DOCUMENTS)
}

/// One poll as a pollster may publish it.
#[derive(Debug, Clone)]
struct Published {
    weights: Vec<u32>,
    decimals: usize,
    marked: bool,
    named: usize,
    refused: Option<u32>,
    invalid: Option<u32>,
    respondents: Option<u32>,
    design_effect: Option<f64>,
    margin: Option<f64>,
    stations: Option<u32>,
    base: Option<Base>,
}

#[derive(Debug, Clone)]
struct Ordinary {
    votes: Vec<u32>,
    as_shares: Option<usize>,
    partial: Option<(CompletenessOf, u32)>,
    registered: bool,
    polls: Vec<Published>,
    options: (bool, bool, bool, bool),
}

fn published(choices: usize) -> impl Strategy<Value = Published> {
    let option = proptest::option::of::<std::ops::Range<u32>>;
    (
        (
            proptest::collection::vec(1_u32..1000, choices),
            0_usize..5,
            any::<bool>(),
            1..=choices,
        ),
        (option(1..300), option(1..60), option(20..60_000)),
        (
            proptest::option::of(0.8..6.0),
            proptest::option::of(1_u32..40),
            option(2..500),
        ),
        proptest::option::of(prop_oneof![
            Just(Base::ValidVotes),
            Just(Base::AllBallots),
            Just(Base::Approached)
        ]),
    )
        .prop_map(
            |(
                (weights, decimals, marked, named),
                (refused, invalid, respondents),
                design,
                base,
            )| {
                Published {
                    weights,
                    decimals,
                    marked,
                    named,
                    refused,
                    invalid,
                    respondents,
                    design_effect: design.0,
                    margin: design.1.map(|tenths| f64::from(tenths) / 10.0),
                    stations: design.2,
                    base,
                }
            },
        )
}

fn ordinary() -> impl Strategy<Value = Ordinary> {
    (2_usize..=12).prop_flat_map(|choices| {
        let of = prop_oneof![
            Just(CompletenessOf::Ballots),
            Just(CompletenessOf::Stations)
        ];
        (
            proptest::collection::vec(0_u32..4_000_000, choices),
            proptest::option::of(0_usize..5),
            proptest::option::of((of, 1_u32..1000)),
            any::<bool>(),
            proptest::collection::vec(published(choices), 1..=6),
            any::<(bool, bool, bool, bool)>(),
        )
            .prop_map(
                |(votes, as_shares, partial, registered, polls, options)| Ordinary {
                    votes,
                    as_shares,
                    partial,
                    registered,
                    polls,
                    options,
                },
            )
    })
}

/// Parts of `whole` in percent with these decimals.
fn percent(parts: &[u32], whole: f64, decimals: usize) -> Vec<String> {
    let sum: f64 = parts.iter().map(|part| f64::from(*part)).sum();
    let of = |part: &u32| whole * f64::from(*part) / sum;
    parts
        .iter()
        .map(|part| format!("{:.decimals$}", of(part)))
        .collect()
}

fn poll(place: usize, published: &Published) -> Poll {
    let [refused, invalid] =
        [published.refused, published.invalid].map(|tenths| tenths.map(|t| f64::from(t) / 10.0));
    let whole = 100.0 - refused.unwrap_or(0.0) - invalid.unwrap_or(0.0);
    let decimals = published.decimals;
    let mut builder = Poll::builder(format!("P{place}"));
    let shares = percent(&published.weights, whole, decimals);
    // Small shares that sum to about 1 percent look like proportions, and are refused as such.
    let sum_of = |named: usize| -> f64 {
        let shares = shares.iter().take(named);
        shares.filter_map(|share| share.parse::<f64>().ok()).sum()
    };
    let named = match sum_of(published.named) + refused.unwrap_or(0.0) + invalid.unwrap_or(0.0) {
        sum if (0.8..1.2).contains(&sum) => shares.len(),
        _ => published.named,
    };
    for (choice, share) in shares.iter().enumerate().take(named) {
        builder = builder.share(format!("C{choice}"), share.as_str());
    }
    if let Some(refused) = refused {
        builder = builder.share("(refused)", format!("{refused:.1}"));
    }
    if let Some(invalid) = invalid {
        builder = builder.share("(invalid)", format!("{invalid:.1}"));
    }
    // Exact figures sum to 100: those of a tenth or a whole point may not.
    if published.marked && decimals >= 2 {
        builder = builder.rounded_to("0");
    }
    if let Some(base) = published.base {
        builder = builder.base(base);
    }
    let mut sample = Sample::builder();
    if let Some(people) = published.respondents {
        sample = sample.respondents(people);
    }
    if let Some(factor) = published.design_effect {
        sample = sample.design_effect(factor);
    }
    if let Some(margin) = published.margin {
        sample = sample.stated_margin(margin);
    }
    if let Some(stations) = published.stations
        && published
            .respondents
            .is_none_or(|people| people >= stations)
    {
        sample = sample.stations(stations);
    }
    builder.sample(sample).build().expect("an ordinary poll")
}

fn report_of(document: &Ordinary) -> Option<Report> {
    let total: u64 = document.votes.iter().map(|v| u64::from(*v)).sum();
    if total == 0 {
        return None;
    }
    let names: Vec<String> = (0..document.votes.len()).map(|i| format!("C{i}")).collect();
    let mut contest = Contest::builder("ordinary")
        .choices(names.clone())
        .threshold("t", "5");
    if document.registered {
        contest = contest.registered(2 * total);
    }
    let mut count = OfficialCount::builder("count");
    match document.as_shares {
        Some(decimals) => {
            let shares = percent(&document.votes, 100.0, decimals);
            for (name, share) in names.iter().zip(shares) {
                count = count.share(name.as_str(), share);
            }
        }
        None => {
            for (name, votes) in names.iter().zip(&document.votes) {
                count = count.votes(name.as_str(), *votes);
            }
        }
    }
    count = match document.partial {
        Some((of, tenths)) => count.completeness(of, format!("{:.1}", f64::from(tenths) / 10.0)),
        None => count.final_result(),
    };
    let polls = document
        .polls
        .iter()
        .enumerate()
        .map(|(place, published)| poll(place, published));
    let mut comparison = Comparison::new(contest.build().expect("an ordinary contest"))
        .count(count.build().expect("an ordinary count"))
        .polls(polls);
    let (margin, design, bias, alone) = document.options;
    if margin {
        comparison = comparison.equivalence_margin(2.0);
    }
    if design {
        comparison = comparison.assume_design_effect(1.7);
    }
    if bias {
        comparison = comparison.bias_sd(3.0);
    }
    Some(
        comparison
            .pairwise(!alone)
            .run()
            .expect("a report of an ordinary document"),
    )
}

fn holds(what: &str, bounds: Bounds, value: f64) {
    assert!(
        bounds.low() <= value && value <= bounds.high(),
        "{what}: {value} outside {bounds:?}"
    );
}

/// Every value lies inside its own bounds.
fn values_lie_in_their_bounds(report: &Report) {
    for reading in report
        .counts
        .iter()
        .flat_map(|c| &c.polls)
        .flat_map(|p| p.readings())
    {
        for row in &reading.rows {
            holds("poll", row.poll.bounds, row.poll.value);
            holds("count", row.count.bounds, row.count.value);
            holds("deviation", row.deviation_bounds, row.deviation);
            if let Some(even) = row.break_even {
                assert!(even.low <= even.size && even.high.is_none_or(|high| even.size <= high));
            }
            let Some(sampling) = row.sampling else {
                continue;
            };
            assert!(sampling.interval.low() <= sampling.interval.high());
            if let (Some(p), Some(adjusted)) = (sampling.p_value, sampling.adjusted_p_value) {
                holds("p", sampling.p_value_bounds, p);
                holds("adjusted p", sampling.adjusted_p_value_bounds, adjusted);
                assert!(p <= adjusted, "{p} {adjusted}");
            }
        }
    }
    for measure in report.measures() {
        if let (Some(value), Some(low), Some(high)) = (measure.value, measure.low, measure.high) {
            assert!(low <= value && value <= high, "{measure:?}");
        }
    }
}

/// Nothing is NaN or infinite: neither comes back from JSON.
fn comes_back_from_json(report: &Report) {
    let written = serde_json::to_string(report).expect("a report is plain data");
    let read: Report = serde_json::from_str(&written).expect("what was written reads");
    assert!(&read == report, "{written}");
}

fn run(seed: u8, check: fn(&Report)) {
    let config = Config {
        cases: documents(),
        max_shrink_iters: 200,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(&ordinary(), |document| {
        if let Some(report) = report_of(&document) {
            check(&report);
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn every_value_lies_inside_its_own_bounds() {
    run(1, values_lie_in_their_bounds);
}

#[test]
fn every_report_comes_back_from_json() {
    run(2, comes_back_from_json);
}

#[test]
fn every_report_is_written_without_a_broken_number() {
    run(3, |report| {
        for table in report::Table::ALL {
            let text = exitpoll::render::csv(report, table);
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    });
}
