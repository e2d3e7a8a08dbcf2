//! Records of parts add up to the record of the whole.

use exitpoll::record::{ChoiceOutcome, PollDeviation, PollOutcome, RatingRule, Record, Tally};
use proptest::prelude::*;

use crate::seeded::seeded;

/// One poll of two or three choices.
#[derive(Debug, Clone)]
pub struct Drawn {
    pollster: u8,
    contest: u8,
    size: Option<f64>,
    shares: Vec<f64>,
    results: Vec<f64>,
    sided: bool,
}

pub fn drawn() -> impl Strategy<Value = Drawn> {
    let shares = || prop::collection::vec(0.0..1.0_f64, 3);
    let size = prop::option::of(1.0..1e5_f64);
    (0_u8..5, 0_u8..6, size, shares(), shares(), any::<bool>()).prop_map(
        |(pollster, contest, size, shares, results, sided)| Drawn {
            pollster,
            contest,
            size,
            shares: whole(shares),
            results: whole(results),
            sided,
        },
    )
}

fn whole(shares: Vec<f64>) -> Vec<f64> {
    let total: f64 = shares.iter().sum::<f64>() + 1e-3;
    shares
        .iter()
        .map(|share| (share + 1e-4) / total.max(1.0))
        .collect()
}

const NAMES: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

pub fn measured(one: &Drawn) -> PollDeviation<'static> {
    let choices: Vec<ChoiceOutcome<'static>> = NAMES
        .iter()
        .zip(one.shares.iter().zip(&one.results))
        .map(|(name, (poll, result))| ChoiceOutcome {
            choice: name,
            bloc: one.sided.then_some(*name),
            poll: poll.min(0.33),
            result: Some(result.min(0.33)),
        })
        .collect();
    let poll = PollOutcome {
        pollster: NAMES[one.pollster as usize],
        contest: NAMES[one.contest as usize],
        kind: None,
        date: None,
        size: one.size,
        choices: &choices,
        result_lead: None,
        call: None,
    };
    poll.measure(Some(["two", "three"])).expect("a poll")
}

/// Every figure of a record by its path in JSON.
fn figures(record: &Record) -> Vec<(String, f64)> {
    fn walk(path: &str, value: &serde_json::Value, out: &mut Vec<(String, f64)>) {
        match value {
            serde_json::Value::Number(number) => {
                out.push((path.to_owned(), number.as_f64().expect("a double")));
            }
            serde_json::Value::Array(list) => {
                for (at, value) in list.iter().enumerate() {
                    walk(&format!("{path}[{at}]"), value, out);
                }
            }
            serde_json::Value::Object(map) => {
                for (name, value) in map {
                    walk(&format!("{path}.{name}"), value, out);
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk(
        "record",
        &serde_json::to_value(record).expect("JSON"),
        &mut out,
    );
    out
}

fn merged(parts: impl IntoIterator<Item = Tally>) -> Tally {
    let mut all = Tally::new();
    for part in parts {
        all.merge(&part);
    }
    all
}

fn assert_close(one: &Record, other: &Record, scale: f64) {
    let (one, other) = (figures(one), figures(other));
    assert_eq!(one.len(), other.len());
    for ((path, ours), (other_path, theirs)) in one.iter().zip(&other) {
        assert_eq!(path, other_path);
        assert!(
            (ours - theirs).abs() <= 1e-12 * theirs.abs().max(scale),
            "{path}: {ours} {theirs}"
        );
    }
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn parts_add_up_in_any_grouping(
        polls in prop::collection::vec(drawn(), 1..60),
        parts in prop::collection::vec(0_usize..4, 60),
        backwards in any::<bool>(),
    ) {
        let rule = RatingRule::default();
        let polls: Vec<PollDeviation<'_>> = polls.iter().map(measured).collect();
        let whole = Tally::of(&polls).unwrap().record(rule);
        let mut tallies = vec![Tally::new(); 4];
        for (poll, part) in polls.iter().zip(parts) {
            tallies[part].add(poll).unwrap();
        }
        if backwards {
            tallies.reverse();
        }
        assert_close(&merged(tallies.clone()).record(rule), &whole, 1.0);
        // Pairs first, then the pairs together.
        let [a, b, c, d] = <[Tally; 4]>::try_from(tallies).unwrap();
        let pairs = [merged([a, b]), merged([c, d])];
        assert_close(&merged(pairs).record(rule), &whole, 1.0);
    }
}

/// 3,000 polls from a fixed rule, of 40 pollsters in 90 contests.
pub fn many() -> Vec<(String, String, [f64; 2])> {
    let poll = |at: usize| {
        let off = (at * 7919 % 1009) as f64 / 1009.0 - 0.5;
        let names = (
            format!("pollster {}", at * 31 % 40),
            format!("contest {}", at * 17 % 90),
        );
        (names.0, names.1, [0.5 + 0.1 * off, 0.48 - 0.1 * off])
    };
    (0..3000).map(poll).collect()
}

pub fn tally_of(part: &[(String, String, [f64; 2])]) -> Tally {
    let mut tally = Tally::new();
    for (pollster, contest, [one, other]) in part {
        let choice = |choice, poll, result| ChoiceOutcome {
            choice,
            bloc: Some(choice),
            poll,
            result: Some(result),
        };
        let choices = [choice("A", *one, 0.51), choice("B", *other, 0.49)];
        let poll = PollOutcome {
            pollster,
            contest,
            kind: None,
            date: None,
            size: Some(900.0),
            choices: &choices,
            result_lead: None,
            call: None,
        };
        tally.add(&poll.measure(Some(["A", "B"])).unwrap()).unwrap();
    }
    tally
}

#[test]
fn the_same_partition_gives_the_same_bits_on_any_number_of_threads() {
    let polls = many();
    let parts: Vec<_> = polls.chunks(211).collect();
    let alone = merged(parts.iter().map(|part| tally_of(part)));
    for threads in [1, 2, 3, 7] {
        let mut tallies = vec![Tally::new(); parts.len()];
        std::thread::scope(|scope| {
            let share = parts.len().div_ceil(threads);
            for (parts, tallies) in parts.chunks(share).zip(tallies.chunks_mut(share)) {
                scope.spawn(move || {
                    for (part, tally) in parts.iter().zip(tallies) {
                        *tally = tally_of(part);
                    }
                });
            }
        });
        let together = merged(tallies);
        assert_eq!(together, alone, "{threads} threads");
        let rule = RatingRule::default();
        let bits = |tally: &Tally| -> Vec<u64> {
            let figures = figures(&tally.record(rule));
            figures.iter().map(|(_, figure)| figure.to_bits()).collect()
        };
        assert_eq!(bits(&together), bits(&alone), "{threads} threads");
    }
}
