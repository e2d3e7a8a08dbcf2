//! Random ordinary documents, as a commission and pollsters may publish them: votes or shares, final or
//! partial, an earlier count of the night, seats, a rest that the count does not list; polls with ranges,
//! merged choices, missing sizes, turnout, seats and voters whom they do not cover.

use exitpoll::{
    Base, Comparison, CompletenessOf, Contest, OfficialCount, Poll, Population, Report, Sample,
    VoterGroup,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// One poll as a pollster may publish it.
#[derive(Debug, Clone)]
pub struct Published {
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
    /// The first share is a range so many tenths wide.
    range: Option<u32>,
    merged: bool,
    /// The seats of each choice, as a range so wide.
    seats: Option<u64>,
    /// Tenths of a percent of the votes outside its population.
    outside: Option<u32>,
    turnout: Option<u32>,
    weighted_to_count: bool,
    derived: bool,
}

impl Extras {
    const NONE: Extras = Extras {
        range: None,
        merged: false,
        seats: None,
        outside: None,
        turnout: None,
        weighted_to_count: false,
        derived: false,
    };
}

#[derive(Debug, Clone)]
pub struct Ordinary {
    votes: Vec<u32>,
    as_shares: Option<usize>,
    partial: Option<(CompletenessOf, u32)>,
    registered: bool,
    polls: Vec<Published>,
    options: (bool, bool, bool, bool),
    /// Thousandths of each choice's votes that an earlier count has.
    earlier: Option<Vec<u32>>,
    /// Seats for the count, and whether they are provisional.
    seats: Option<bool>,
    /// The count does not list the last choice.
    unlisted: bool,
    turnout: bool,
}

fn extras() -> impl Strategy<Value = Extras> {
    let seldom = |most: u32| proptest::option::weighted(0.2, 1..most);
    (
        seldom(40),
        any::<bool>(),
        proptest::option::weighted(0.4, 0_u64..12),
        seldom(400),
        seldom(1000),
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

/// Documents of a count and polls as most are: the rarer things only where `rich` asks for them.
pub fn ordinary(rich: bool) -> impl Strategy<Value = Ordinary> {
    (2_usize..=12).prop_flat_map(move |choices| {
        let of = prop_oneof![
            Just(CompletenessOf::Ballots),
            Just(CompletenessOf::Stations)
        ];
        let poll = (published(choices), extras()).prop_map(move |(poll, extras)| Published {
            extras: if rich { extras } else { Extras::NONE },
            ..poll
        });
        (
            proptest::collection::vec(0_u32..4_000_000, choices),
            proptest::option::of(0_usize..5),
            proptest::option::of((of, 1_u32..1000)),
            any::<bool>(),
            proptest::collection::vec(poll, 1..=6),
            any::<(bool, bool, bool, bool)>(),
            (
                proptest::option::weighted(0.5, proptest::collection::vec(100_u32..1000, choices)),
                proptest::option::weighted(0.5, any::<bool>()),
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
                    earlier: rare.0.filter(|_| rich),
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
    let extras = &published.extras;
    let together = extras.merged && named >= 3;
    for (choice, share) in shares.iter().enumerate().take(named) {
        if together && choice + 2 == named {
            let sum: f64 = shares[choice..named]
                .iter()
                .filter_map(|share| share.parse::<f64>().ok())
                .sum();
            let members = [format!("C{choice}"), format!("C{}", choice + 1)];
            builder = builder
                .merged("the last two", members)
                .share("the last two", format!("{sum:.decimals$}"));
            break;
        }
        let label = format!("C{choice}");
        builder = match (extras.range, share.parse::<f64>()) {
            (Some(width), Ok(low)) if choice == 0 && named > 1 => {
                let half = (f64::from(width) / 20.0).min(low).min(100.0 - low);
                builder.share(label, format!("{:.1}–{:.1}", low - half, low + half))
            }
            _ => builder.share(label, share.as_str()),
        };
    }
    if let Some(width) = extras.seats {
        for (choice, low) in seats_of(&published.weights).into_iter().enumerate() {
            let high = (low + width).min(HOUSE);
            builder = builder.seats(format!("C{choice}"), format!("{low}–{high}"));
        }
    }
    if let Some(tenths) = extras.outside {
        let population = Population::builder().voters([VoterGroup::InPerson]);
        builder =
            builder.population(population.outside(format!("{:.1}", f64::from(tenths) / 10.0)));
    }
    if let Some(tenths) = extras.turnout {
        builder = builder.turnout(format!("{:.1}", f64::from(tenths) / 10.0));
    }
    if extras.weighted_to_count {
        builder = builder.weighted_to_count(true);
    }
    if extras.derived {
        builder = builder.derived();
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

/// The report on a document; none where nobody got a vote.
pub fn report_of(document: &Ordinary) -> Option<Report> {
    let total: u64 = document.votes.iter().map(|v| u64::from(*v)).sum();
    // Almost nothing for those listed would look like proportions.
    let last = document.votes.last().map_or(0, |v| u64::from(*v));
    let unlisted = document.unlisted && document.votes.len() > 2 && 2 * last < total;
    let listed = document.votes.len() - usize::from(unlisted);
    if document.votes[..listed].iter().all(|v| *v == 0) {
        return None;
    }
    let names: Vec<String> = (0..document.votes.len()).map(|i| format!("C{i}")).collect();
    let mut contest = Contest::builder("ordinary")
        .choices(names.clone())
        .threshold("t", "5");
    if document.registered {
        contest = contest.registered(2 * total);
    }
    if document.seats.is_some()
        || document
            .polls
            .iter()
            .any(|poll| poll.extras.seats.is_some())
    {
        contest = contest.house(HOUSE).majority(HOUSE / 2 + 1);
    }
    let mut count = OfficialCount::builder("count").as_of("2026-01-02T08:00:00");
    match document.as_shares {
        Some(decimals) => {
            let shares = percent(&document.votes, 100.0, decimals);
            for (name, share) in names.iter().zip(shares).take(listed) {
                count = count.share(name.as_str(), share);
            }
        }
        None => {
            for (name, votes) in names.iter().zip(&document.votes).take(listed) {
                count = count.votes(name.as_str(), *votes);
            }
            if listed < names.len() {
                count = count.valid(total);
            }
        }
    }
    if let Some(provisional) = document.seats {
        for (name, seats) in names.iter().zip(seats_of(&document.votes)) {
            count = count.seats(name.as_str(), seats);
        }
        if provisional && document.partial.is_some() {
            count = count.provisional_seats();
        }
    }
    if document.turnout {
        count = count.turnout("50.0");
    }
    count = match document.partial {
        Some((of, tenths)) => count.completeness(of, format!("{:.1}", f64::from(tenths) / 10.0)),
        None => count.final_result(),
    };
    let mut comparison = Comparison::new(contest.build().expect("an ordinary contest"));
    if let Some(earlier) = earlier(document) {
        comparison = comparison.count(earlier);
    }
    let polls = document
        .polls
        .iter()
        .enumerate()
        .map(|(place, published)| poll(place, published));
    comparison = comparison
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

/// An earlier count of the same ballots, with the share of them that it really has.
fn earlier(document: &Ordinary) -> Option<OfficialCount> {
    let parts = document.earlier.as_ref()?;
    let of = |(votes, part): (&u32, &u32)| (f64::from(*votes) * f64::from(*part) / 1000.0) as u32;
    let votes: Vec<u32> = document.votes.iter().zip(parts).map(of).collect();
    let sum = |votes: &[u32]| votes.iter().map(|v| f64::from(*v)).sum::<f64>();
    let counted = 100.0 * sum(&votes) / sum(&document.votes) * later(document);
    if sum(&votes) == 0.0 || !(0.05..99.95).contains(&counted) {
        return None;
    }
    let mut count = OfficialCount::builder("earlier").as_of("2026-01-01T23:00:00");
    for (choice, votes) in votes.iter().enumerate() {
        count = count.votes(format!("C{choice}"), *votes);
    }
    let count = count.completeness(CompletenessOf::Ballots, format!("{counted:.1}"));
    Some(count.build().expect("an ordinary earlier count"))
}

/// The share of the ballots in the later count, as far as it says so.
fn later(document: &Ordinary) -> f64 {
    match document.partial {
        Some((_, tenths)) => f64::from(tenths) / 1000.0,
        None => 1.0,
    }
}

/// Runs `check` on the reports of so many documents, split over two threads.
pub fn run(seed: u8, documents: u32, rich: bool, check: fn(&Report)) {
    std::thread::scope(|scope| {
        for half in 0..2_u8 {
            scope.spawn(move || {
                let config = Config {
                    cases: documents.div_ceil(2),
                    max_shrink_iters: 200,
                    failure_persistence: None,
                    ..Config::default()
                };
                let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[2 * seed + half; 32]);
                let mut runner = TestRunner::new_with_rng(config, rng);
                let outcome = runner.run(&ordinary(rich), |document| {
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
