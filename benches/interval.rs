//! Intervals of one share: one at a time, and a slice of many counts (sizes 50 to 5,000, shares near .4).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use exitpoll::Confidence;
use exitpoll::interval::{BinomialMethod, Interval};
use std::hint::black_box;

/// Counts about binomial in sizes that spread over 50 to 5,000, from a fixed linear congruence.
fn counts(how_many: usize) -> (Vec<f64>, Vec<f64>) {
    let mut state = 7u64;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let trials: Vec<f64> = (0..how_many)
        .map(|_| (50.0 + 4950.0 * uniform()).floor())
        .collect();
    let successes = trials
        .iter()
        .map(|&n| {
            // Twelve uniforms are normal enough to spread the counts.
            let z = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            (0.4 * n + z * (0.24 * n).sqrt()).round().clamp(0.0, n)
        })
        .collect();
    (successes, trials)
}

/// The methods that need no description of a design.
fn of_counts() -> impl Iterator<Item = BinomialMethod> {
    BinomialMethod::ALL
        .into_iter()
        .filter(|method| *method != BinomialMethod::KornGraubard)
}

fn scalar(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scalar");
    for method in of_counts() {
        let mut x = 500.0;
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| {
                x = if x < 550.0 { x + 1.0 } else { 500.0 };
                method.interval(black_box(x), black_box(5012.0), black_box(Confidence::P95))
            });
        });
    }
    group.finish();
}

fn slice(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("slice");
    group.sample_size(20);
    for method in of_counts() {
        let how_many = if method == BinomialMethod::Wilson {
            1_000_000
        } else {
            100_000
        };
        let (successes, trials) = counts(how_many);
        let mut out = vec![Interval::default(); how_many];
        group.throughput(Throughput::Elements(how_many as u64));
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| {
                method
                    .intervals(&successes, &trials, Confidence::P95, black_box(&mut out))
                    .expect("counts within their trials");
            });
        });
    }
    group.finish();
}

criterion_group!(benches, scalar, slice);
criterion_main!(benches);
