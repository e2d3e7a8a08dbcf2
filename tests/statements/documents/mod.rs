//! Random ordinary documents, as a commission and pollsters may publish them: votes or shares, final or
//! partial, an earlier count of the night, seats, a rest that the count does not list; polls with ranges,
//! merged choices, missing sizes, turnout, seats and voters whom they do not cover.

mod poll;
mod report;

use exitpoll::{Base, CompletenessOf, Report};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::random_documents::random_documents;
use report::report_of;

/// How many documents each property has without optimisation.
const DOCUMENTS: u32 = 20;

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
    extras: Extras,
}

/// What only some polls have.
#[derive(Debug, Clone)]
struct Extras {
    range: Option<Range>,
    merged: Option<Merged>,
    seats: Option<Estimate>,
    /// Tenths of a percent of the votes outside its population; words alone for every third.
    outside: Option<u32>,
    turnout: Option<u32>,
    weighted_to_count: bool,
    derived: bool,
}

/// Which shares are ranges.
#[derive(Debug, Clone, Copy)]
enum Range {
    /// The first one, so many tenths wide.
    First(u32),
    /// Each, so many points below and above.
    Each(u32),
}

/// Which two choices have one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Merged {
    /// The first two, printed from the sum of what they are.
    First,
    /// The last two, as the sum of what would be printed.
    Last,
}

/// For whom a poll estimates seats.
#[derive(Debug, Clone, Copy)]
enum Estimate {
    /// Every choice, by its share, as a range so wide.
    Each(u64),
    /// The first choice alone, from so many and so wide, whatever its share.
    First(u64, u64),
}

impl Extras {
    const NONE: Extras = Extras {
        range: None,
        merged: None,
        seats: None,
        outside: None,
        turnout: None,
        weighted_to_count: false,
        derived: false,
    };
}

/// A document, as small figures that shrink.
#[derive(Debug, Clone)]
pub struct Ordinary {
    votes: Vec<u32>,
    as_shares: Option<usize>,
    partial: Option<(CompletenessOf, u32)>,
    registered: bool,
    polls: Vec<Published>,
    options: (bool, bool, bool, bool),
    earlier: Option<Earlier>,
    seats: Option<Won>,
    /// The count does not list the last choice.
    unlisted: bool,
    turnout: bool,
}

/// A count earlier in the night.
#[derive(Debug, Clone)]
enum Earlier {
    /// It has so many thousandths of each choice's votes, and says which share of the ballots that is.
    Stated(Vec<u32>),
    /// It has so many thousandths of all votes, and says no share.
    Unstated(u32),
}

/// The seats that the count has.
#[derive(Debug, Clone, Copy)]
enum Won {
    /// Of each choice, by its votes; provisional or not while votes are counted.
    Each(bool),
    /// Of the first two choices, whatever their votes.
    FirstTwo,
}

fn extras() -> impl Strategy<Value = Extras> {
    let seldom = |most: u32| proptest::option::weighted(0.2, 1..most);
    let range = prop_oneof![
        (1_u32..40).prop_map(Range::First),
        (1_u32..6).prop_map(Range::Each),
    ];
    let merged = prop_oneof![Just(Merged::First), Just(Merged::Last)];
    let seats = prop_oneof![
        (0_u64..12).prop_map(Estimate::Each),
        (0_u64..90, 1_u64..30).prop_map(|(low, width)| Estimate::First(low, width)),
    ];
    (
        proptest::option::weighted(0.25, range),
        proptest::option::weighted(0.4, merged),
        proptest::option::weighted(0.4, seats),
        seldom(400),
        // Below one percent it would be a proportion by mistake.
        proptest::option::weighted(0.2, 10_u32..1000),
        proptest::bool::weighted(0.05),
        proptest::bool::weighted(0.05),
    )
        .prop_map(
            |(range, merged, seats, outside, turnout, weighted_to_count, derived)| Extras {
                range,
                merged,
                seats,
                outside,
                turnout,
                weighted_to_count,
                derived,
            },
        )
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
                    extras: Extras::NONE,
                }
            },
        )
}

/// Half of the documents have only what most have, the others whatever a document may.
fn ordinary() -> impl Strategy<Value = Ordinary> {
    (2_usize..=12, any::<bool>()).prop_flat_map(|(choices, rich)| {
        let of = prop_oneof![
            Just(CompletenessOf::Ballots),
            Just(CompletenessOf::Stations)
        ];
        let poll = (published(choices), extras()).prop_map(move |(poll, extras)| Published {
            extras: if rich { extras } else { Extras::NONE },
            ..poll
        });
        let earlier = prop_oneof![
            proptest::collection::vec(100_u32..1000, choices).prop_map(Earlier::Stated),
            (1_u32..999).prop_map(Earlier::Unstated),
        ];
        let won = prop_oneof![
            2 => any::<bool>().prop_map(Won::Each),
            1 => Just(Won::FirstTwo),
        ];
        (
            proptest::collection::vec(0_u32..4_000_000, choices),
            proptest::option::of(0_usize..5),
            proptest::option::of((of, 1_u32..1000)),
            any::<bool>(),
            proptest::collection::vec(poll, 1..=6),
            any::<(bool, bool, bool, bool)>(),
            (
                proptest::option::weighted(0.5, earlier),
                proptest::option::weighted(0.5, won),
                proptest::bool::weighted(0.2),
                any::<bool>(),
            ),
        )
            .prop_map(
                move |(votes, as_shares, partial, registered, polls, options, rare)| Ordinary {
                    votes,
                    as_shares,
                    partial,
                    registered,
                    polls,
                    options,
                    earlier: rare.0,
                    seats: rare.1.filter(|_| rich),
                    unlisted: rich && rare.2,
                    turnout: rich && rare.3,
                },
            )
    })
}

/// Seats of a house of 120, by largest remainders.
const HOUSE: u64 = 120;

fn seats_of(votes: &[u32]) -> Vec<u64> {
    let total: u64 = votes.iter().map(|v| u64::from(*v)).sum();
    let mut seats: Vec<u64> = votes
        .iter()
        .map(|v| u64::from(*v) * HOUSE / total)
        .collect();
    let mut places: Vec<usize> = (0..votes.len()).collect();
    places.sort_by_key(|&place| std::cmp::Reverse(u64::from(votes[place]) * HOUSE % total));
    let missing = HOUSE - seats.iter().sum::<u64>();
    for &place in places.iter().take(missing as usize) {
        seats[place] += 1;
    }
    seats
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

/// Runs `check` on the reports of so many documents, split over two threads.
pub fn run(seed: u8, check: fn(&Report)) {
    std::thread::scope(|scope| {
        for half in 0..2_u8 {
            scope.spawn(move || {
                let config = Config {
                    cases: random_documents(DOCUMENTS).div_ceil(2),
                    max_shrink_iters: 200,
                    failure_persistence: None,
                    ..Config::default()
                };
                let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[2 * seed + half; 32]);
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
            });
        }
    });
}
