//! From a file of raw polls to the record of every pollster, and the two-level model by REML.
//!
//! Reads the 11,475 polls and the 1,646 Senate polls beside the repository (`../shared/data`); where
//! they are not there, 42 polls of the repository, and a made-up set of the same form as the Senate
//! polls.

use criterion::{Criterion, criterion_group, criterion_main};
use exitpoll::Confidence;
use exitpoll::interval::RankMethod;
use exitpoll::io::fivethirtyeight::read;
use exitpoll::pooling::HeterogeneityEstimator;
use exitpoll::record::{
    ContestErrors, Figure, RatingRule, Reference, Tally, TotalError, house_effects, ranking,
};
use flate2::read::GzDecoder;
use std::hint::black_box;
use std::io::Read;

fn shared(path: &str) -> Option<String> {
    let file = format!("{}/../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(file).ok()?;
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

fn raw_polls(criterion: &mut Criterion) {
    let text = shared("polls-fivethirtyeight-2023/raw-polls.csv.gz").unwrap_or_else(|| {
        include_str!("../tests/data/fivethirtyeight/raw_polls_2023_extract.csv").to_owned()
    });
    let raw = read(&text).expect("raw polls");
    let measured = raw.measure().expect("measured");
    let tally = Tally::of(&measured).expect("a tally");
    let mut group = criterion.benchmark_group(format!("{}_polls", raw.polls.len()));
    group.bench_function("read", |bencher| bencher.iter(|| read(black_box(&text))));
    group.bench_function("from CSV to the record", |bencher| {
        bencher.iter(|| {
            let raw = read(black_box(&text)).expect("raw polls");
            let polls = raw.measure().expect("measured");
            Tally::of(&polls)
                .expect("a tally")
                .record(RatingRule::default())
        });
    });
    group.bench_function("measure", |bencher| {
        bencher.iter(|| black_box(&raw).measure())
    });
    group.bench_function("tally", |bencher| {
        bencher.iter(|| Tally::of(black_box(&measured)))
    });
    group.bench_function("record", |bencher| {
        bencher.iter(|| black_box(&tally).record(RatingRule::default()));
    });
    group.bench_function("merge two tallies", |bencher| {
        bencher.iter(|| {
            let mut whole = black_box(&tally).clone();
            whole.merge(&tally);
            whole
        });
    });
    group.bench_function("house effects", |bencher| {
        bencher.iter(|| {
            house_effects(
                black_box(&tally),
                Reference::OtherPollsters,
                RatingRule::default(),
                HeterogeneityEstimator::RestrictedMaximumLikelihood,
                Confidence::P95,
            )
        });
    });
    group.bench_function("ranking", |bencher| {
        bencher.iter(|| {
            ranking(
                black_box(&tally),
                Reference::Result,
                RatingRule::default(),
                RankMethod::StepDown,
                Confidence::P95,
            )
        });
    });
    group.bench_function("total error by kind", |bencher| {
        bencher.iter(|| TotalError::by_kind(black_box(&measured), Figure::Share, Confidence::P95));
    });
    group.finish();
}

type Polls = (Vec<f64>, Vec<f64>, Vec<String>);

/// Errors of the two-party share of the Republican, in proportions.
fn senate() -> Polls {
    let Some(text) = shared("polls-shirani-mehr-2018/polls.tsv.gz") else {
        return made_up();
    };
    let mut lines = text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let headings = lines.next().expect("headings");
    let place = |name| {
        headings
            .iter()
            .position(|heading| *heading == name)
            .expect(name)
    };
    let names = [
        "democratic",
        "republican",
        "numberOfRespondents",
        "finalTwoPartyVSRepublican",
    ];
    let places = names.map(place);
    let (state, year, kind) = (place("state"), place("year"), place("election"));
    let mut polls = Polls::default();
    for row in lines.filter(|row| row[kind] == "Sen") {
        let [d, r, n, result] = places.map(|at| row[at].parse::<f64>().expect("a number"));
        let p = r / (d + r);
        polls.0.push(p - result / 100.0);
        polls.1.push(p * (1.0 - p) / (n * (d + r) / 100.0));
        polls.2.push(format!("{} {}", row[state], row[year]));
    }
    polls
}

fn made_up() -> Polls {
    let mut polls = Polls::default();
    for at in 0..1646_u32 {
        let wave = |step: u32| f64::from(at * step % 1009) / 1009.0 - 0.5;
        let contest = at % 241;
        polls
            .0
            .push(0.1 * (f64::from(contest * 37 % 241) / 241.0 - 0.5) + 0.08 * wave(7919));
        polls.1.push(0.0003 + 0.0002 * wave(31));
        polls.2.push(contest.to_string());
    }
    polls
}

fn two_level(criterion: &mut Criterion) {
    let (errors, variances, contests) = senate();
    let mut group = criterion.benchmark_group(format!("two_level_of_{}_polls", errors.len()));
    group.bench_function("REML", |bencher| {
        bencher.iter(|| ContestErrors::new(black_box(&errors), &variances, &contests)?.fit());
    });
    group.bench_function("REML with profile intervals", |bencher| {
        bencher.iter(|| {
            ContestErrors::new(black_box(&errors), &variances, &contests)?
                .profile_intervals(Confidence::P95)
        });
    });
    group.finish();
}

criterion_group!(benches, raw_polls, two_level);
criterion_main!(benches);
