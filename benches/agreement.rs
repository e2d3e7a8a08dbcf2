//! Agreement among sources: distances between each two of 200 polls of 8 choices, what rounding leaves of
//! one distance, and Krippendorff's α of a large table.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use exitpoll::agreement::{AlphaMetric, Distance, Ratings, krippendorff_alpha};
use exitpoll::{Bounds, agreement};
use std::hint::black_box;

/// Polls with shares of about a falling sequence, from a fixed linear congruence.
fn polls(how_many: usize, choices: usize) -> Vec<Vec<f64>> {
    let mut state = 7u64;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..how_many)
        .map(|_| {
            let weights: Vec<f64> = (0..choices)
                .map(|choice| (1.0 + 0.1 * uniform()) / (choice as f64 + 1.0))
                .collect();
            let total: f64 = weights.iter().sum();
            weights.into_iter().map(|weight| weight / total).collect()
        })
        .collect()
}

fn matrix(criterion: &mut Criterion) {
    let polls = polls(200, 8);
    let mut group = criterion.benchmark_group("matrix of 200 polls");
    group.throughput(Throughput::Elements(200 * 199 / 2));
    for distance in Distance::ALL {
        group.bench_function(distance.name(), |bencher| {
            bencher.iter(|| distance.matrix(black_box(&polls)));
        });
    }
    group.finish();
}

fn rounding(criterion: &mut Criterion) {
    let polls = polls(2, 8);
    let rounded = |poll: &[f64], step: f64| -> Vec<Bounds> {
        let printed = poll.iter().map(|share| (share / step).round() * step);
        printed
            .map(|share| Bounds::new(share - step / 2.0, share + step / 2.0).unwrap())
            .collect()
    };
    let (poll, count) = (rounded(&polls[0], 0.01), rounded(&polls[1], 0.0001));
    let mut group = criterion.benchmark_group("rounding bounds");
    for distance in Distance::ALL {
        group.bench_function(distance.name(), |bencher| {
            bencher.iter(|| distance.bounds(black_box(&poll), black_box(&count)));
        });
    }
    group.finish();
}

fn reliability(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("alpha");
    for (sources, metric) in [
        (10_000, AlphaMetric::Interval),
        (200, AlphaMetric::Interval),
        (200, AlphaMetric::Ratio),
    ] {
        let table = Ratings::new(&polls(sources, 8)).expect("a table");
        group.throughput(Throughput::Elements(8 * sources as u64));
        group.bench_function(format!("{metric}, {sources} sources"), |bencher| {
            bencher.iter(|| krippendorff_alpha(black_box(&table), metric));
        });
    }
    let table = Ratings::new(&polls(5, 8)).expect("a table");
    group.bench_function("bootstrap of 2,000", |bencher| {
        bencher.iter(|| {
            agreement::krippendorff_alpha_interval(
                black_box(&table),
                AlphaMetric::Interval,
                2000,
                1,
                exitpoll::Confidence::P95,
            )
        });
    });
    group.finish();
}

criterion_group!(benches, matrix, rounding, reliability);
criterion_main!(benches);
