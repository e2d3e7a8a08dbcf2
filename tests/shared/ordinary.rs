//! Random ordinary documents, as pollsters and commissions publish them.

use exitpoll::{Base, Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report, Sample};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many documents each test makes without optimisation.
const DOCUMENTS: u32 = 200;

/// How many documents each test makes: with `EXITPOLL_DOCUMENTS=4000`, as `.ci/run` sets it, the eleven tests
/// make 44,000.
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
    form: Form,
    seats: Option<(u64, u64)>,
}

/// In which form the shares are published.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Figures,
    /// Each as a range of so many points below and above.
    Ranges(u32),
    /// The first two choices as one.
    Merged,
}

#[derive(Debug, Clone)]
struct Ordinary {
    votes: Vec<u32>,
    as_shares: Option<usize>,
    partial: Option<(CompletenessOf, u32)>,
    registered: bool,
    /// Tenths of a percent of the votes in a count earlier in the night.
    earlier: Option<u32>,
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
        (
            prop_oneof![
                6 => Just(Form::Figures),
                1 => (1_u32..6).prop_map(Form::Ranges),
                1 => Just(Form::Merged),
            ],
            proptest::option::weighted(0.3, (0_u64..150, 0_u64..40)),
        ),
    )
        .prop_map(
            |(
                (weights, decimals, marked, named),
                (refused, invalid, respondents),
                design,
                base,
                (form, seats),
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
                    form,
                    seats,
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
            proptest::option::of(1_u32..999),
            proptest::collection::vec(published(choices), 1..=6),
            any::<(bool, bool, bool, bool)>(),
        )
            .prop_map(
                |(votes, as_shares, partial, registered, earlier, polls, options)| Ordinary {
                    votes,
                    as_shares,
                    partial,
                    registered,
                    earlier,
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
    let spread = |share: &str, points: u32| {
        let (share, points) = (
            share.parse::<f64>().expect("printed above"),
            f64::from(points),
        );
        let (low, high) = ((share - points).max(0.0), (share + points).min(100.0));
        format!("{low:.decimals$}–{high:.decimals$}")
    };
    // A merged figure has the middle of its members' rounding, and is printed like the others.
    let merged = published.form == Form::Merged && named >= 2;
    if merged {
        let parts = &published.weights;
        let sum = f64::from(parts.iter().sum::<u32>());
        let share = whole * f64::from(parts[0] + parts[1]) / sum;
        builder = builder
            .merged("First two", ["C0", "C1"])
            .share("First two", format!("{share:.decimals$}"));
    }
    let singly = if merged { 2 } else { 0 };
    for (choice, share) in shares.iter().enumerate().take(named).skip(singly) {
        let printed = match published.form {
            Form::Ranges(points) => spread(share, points),
            Form::Figures | Form::Merged => share.clone(),
        };
        builder = builder.share(format!("C{choice}"), printed);
    }
    if let Some((low, width)) = published.seats {
        builder = builder.seats("C0", format!("{low}–{}", low + width + 1));
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

/// A count from earlier in the night: part of the votes of a count that is final.
fn earlier(document: &Ordinary, names: &[String]) -> Option<OfficialCount> {
    let tenths = document.earlier?;
    if document.partial.is_some() || document.as_shares.is_some() {
        return None;
    }
    let mut count = OfficialCount::builder("earlier")
        .partial()
        .as_of("2024-02-07T22:00");
    let mut total = 0;
    for (name, votes) in names.iter().zip(&document.votes) {
        let votes = u64::from(*votes) * u64::from(tenths) / 1000;
        total += votes;
        count = count.votes(name.as_str(), votes);
    }
    (total > 0).then(|| count.build().expect("an ordinary count"))
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
    let house = document.polls.iter().any(|poll| poll.seats.is_some());
    if house {
        contest = contest.house(200).majority(101);
    }
    if document.registered {
        contest = contest.registered(2 * total);
    }
    let mut count = OfficialCount::builder("count").as_of("2024-02-08T02:00");
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
    if house {
        // Of 200 seats C0 has what the seed of the document says, and C1 the rest.
        let first = u64::from(document.votes[0]) % 201;
        count = count.seats("C0", first).seats("C1", 200 - first);
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
        .counts(earlier(document, &names))
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

/// Checks the report of each document.
pub fn run(seed: u8, check: fn(&Report)) {
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
