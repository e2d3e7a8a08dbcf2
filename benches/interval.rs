//! Intervals of one share: scalar, and over slices with the same columns as a column of polls has.
//! No allocation happens inside the interval functions.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use exitpoll::Confidence;
use exitpoll::interval::{BinomialMethod, Interval};

/// Sizes from 50 to 4,999 with about two in five successes: a fixed sequence, no random numbers.
fn columns(n: u32) -> (Vec<f64>, Vec<f64>) {
    let size = |i: u32| 50 + i.wrapping_mul(2_654_435_761) % 4_950;
    let hit = |i: u32| 0.36 + 0.08 * f64::from(i.wrapping_mul(40_503) % 1_000) / 1_000.0;
    let trials: Vec<f64> = (0..n).map(|i| f64::from(size(i))).collect();
    let successes = (0..n)
        .zip(&trials)
        .map(|(i, m)| (hit(i) * m).round())
        .collect();
    (successes, trials)
}

fn scalar(c: &mut Criterion) {
    let mut group = c.benchmark_group("interval/scalar");
    for method in [
        BinomialMethod::Wilson,
        BinomialMethod::ClopperPearson,
        BinomialMethod::Jeffreys,
    ] {
        group.bench_function(method.name(), |b| {
            b.iter(|| method.interval(black_box(525.0), black_box(5012.0), Confidence::P95));
        });
    }
    group.finish();
}

fn slice(c: &mut Criterion) {
    let mut group = c.benchmark_group("interval/slice");
    group.sample_size(10);
    for (method, n) in [
        (BinomialMethod::Wilson, 1_000_000),
        (BinomialMethod::ClopperPearson, 10_000),
        (BinomialMethod::Jeffreys, 10_000),
    ] {
        let (successes, trials) = columns(n);
        let mut out = vec![Interval::default(); successes.len()];
        group.throughput(Throughput::Elements(u64::from(n)));
        group.bench_function(method.name(), |b| {
            b.iter(|| method.intervals(&successes, &trials, Confidence::P95, black_box(&mut out)));
        });
    }
    group.finish();
}

criterion_group!(benches, scalar, slice);
criterion_main!(benches);
