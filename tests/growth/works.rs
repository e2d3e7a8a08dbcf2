//! Works of any size: what `benches/growth.rs` times and `tests/growth.rs` counts the memory of.

use std::fmt::Write;

use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll};

/// A comparison of so many choices, polls and counts, every share printed with `decimals`.
pub struct Size {
    pub choices: usize,
    pub polls: usize,
    pub counts: usize,
    pub decimals: usize,
    pub pairwise: bool,
}

/// Seven choices, three polls, one count, two decimals.
pub const SMALL: Size = Size {
    choices: 7,
    polls: 3,
    counts: 1,
    decimals: 2,
    pairwise: false,
};

/// Votes that fall slowly from choice to choice and differ a little from source to source.
fn votes(choices: usize, source: usize) -> Vec<u64> {
    (0..choices)
        .map(|choice| {
            let level = 400_000 / (choice as u64 + 4);
            level + (7919 * (choice as u64 + 1) * (source as u64 + 1)) % (level / 8 + 2)
        })
        .collect()
}

fn shares(votes: &[u64], decimals: usize) -> impl Iterator<Item = String> {
    let all: u64 = votes.iter().sum();
    votes
        .iter()
        .map(move |votes| format!("{:.decimals$}", 100.0 * *votes as f64 / all as f64))
}

fn name(choice: usize) -> String {
    format!("choice {choice}")
}

pub fn comparison(size: &Size) -> Comparison {
    let contest = Contest::builder("a contest of many")
        .choices((0..size.choices).map(name))
        .build()
        .expect("a contest");
    let counts = (1..=size.counts).map(|place| {
        let mut count = OfficialCount::builder(format!("count {place}"));
        for (choice, votes) in votes(size.choices, 0).into_iter().enumerate() {
            // Later counts have more of each.
            count = count.votes(name(choice), votes * place as u64 / size.counts as u64 + 1);
        }
        let count = if place == size.counts {
            count.final_result()
        } else {
            let percent = 100.0 * place as f64 / size.counts as f64;
            count.completeness(CompletenessOf::Ballots, format!("{percent:.2}"))
        };
        count.build().expect("a count")
    });
    let polls = (1..=size.polls).map(|place| {
        let mut poll = Poll::builder(format!("pollster {place}")).respondents(2_000);
        for (choice, share) in shares(&votes(size.choices, place), size.decimals).enumerate() {
            poll = poll.share(name(choice), share);
        }
        poll.build().expect("a poll")
    });
    Comparison::new(contest)
        .counts(counts)
        .polls(polls)
        .pairwise(size.pairwise)
}

/// One choice and one pollster with a name of so many letters in words of ten.
pub fn long_names(letters: usize) -> Comparison {
    let long = |start: &str| {
        let mut name = String::from(start);
        while name.len() < letters {
            name.push_str(" abcdefghi");
        }
        name
    };
    let (choice, pollster) = (long("choice"), long("pollster"));
    let contest = Contest::builder("names")
        .choices([choice.as_str(), "B"])
        .build()
        .expect("a contest");
    let count = OfficialCount::builder("final")
        .votes(&choice, 520_000)
        .votes("B", 480_000)
        .final_result()
        .build()
        .expect("a count");
    let poll = Poll::builder(pollster)
        .share(&choice, "53.1")
        .share("B", "46.9")
        .respondents(1_500)
        .build()
        .expect("a poll");
    Comparison::new(contest).count(count).poll(poll)
}

/// The two CSV tables of a final count and polls, with one row of figures for each choice of each.
#[cfg(feature = "io")]
pub fn tables(polls: usize, choices: usize) -> (String, String) {
    let mut sources =
        "source,kind,status,respondents\na contest of many,contest,,\ncount,official,final,\n"
            .to_owned();
    let mut figures = "source,choice,share,votes\n".to_owned();
    for (choice, votes) in votes(choices, 0).into_iter().enumerate() {
        writeln!(figures, "count,{},,{votes}", name(choice)).expect("memory");
    }
    for place in 1..=polls {
        writeln!(sources, "pollster {place},exit_poll,,2000").expect("memory");
        for (choice, share) in shares(&votes(choices, place), 2).enumerate() {
            writeln!(figures, "pollster {place},{},{share},", name(choice)).expect("memory");
        }
    }
    (sources, figures)
}

/// A JSON document of one count and one poll.
#[cfg(feature = "io")]
pub fn document(choices: usize) -> String {
    let (sources, figures) = tables(1, choices);
    let document = exitpoll::io::csv::read(&sources, &figures).expect("two tables");
    exitpoll::io::json::write(&document).expect("a document")
}

/// The exponent b of cost ≈ a·size^b: least squares of the logarithms.
pub fn fitted_exponent(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logarithms = || points.iter().map(|(size, cost)| (size.ln(), cost.ln()));
    let (mean_x, mean_y) = logarithms().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
    let (products, squares) = logarithms().fold((0.0, 0.0), |(products, squares), (x, y)| {
        (
            products + (x - mean_x) * (y - mean_y),
            squares + (x - mean_x) * (x - mean_x),
        )
    });
    products / squares
}
