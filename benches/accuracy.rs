//! Every accuracy measure with standard errors for 10,000 polls of 8 choices, and for one.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use exitpoll::accuracy::{Accuracy, LogOdds, Polls};
use std::hint::black_box;

const POLLS: usize = 10_000;
const CHOICES: usize = 8;

/// Shares about those of the count, in sizes of 500 to 5,000, from a fixed linear congruence.
fn polls() -> (Vec<f64>, [f64; CHOICES], Vec<f64>) {
    let count = [0.30, 0.25, 0.15, 0.10, 0.08, 0.06, 0.04, 0.02];
    let mut state = 7u64;
    let mut uniform = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut shares = Vec::with_capacity(POLLS * CHOICES);
    for _ in 0..POLLS {
        let row = count.map(|share| share * (0.8 + 0.4 * uniform()));
        let total: f64 = row.iter().sum();
        shares.extend(row.iter().map(|share| share / total));
    }
    let sizes = (0..POLLS).map(|_| 500.0 + 4500.0 * uniform()).collect();
    (shares, count, sizes)
}

fn many(criterion: &mut Criterion) {
    let (shares, counts, sizes) = polls();
    let mut out = vec![Accuracy::default(); POLLS];
    let mut log_odds: Vec<Option<LogOdds>> = vec![None; POLLS * CHOICES];
    let input = Polls {
        shares: &shares,
        counts: &counts,
        choices: CHOICES,
        sizes: &sizes,
    };
    let mut group = criterion.benchmark_group("accuracy");
    group.throughput(Throughput::Elements(POLLS as u64));
    group.bench_function("10000_polls_of_8", |bencher| {
        bencher.iter(|| {
            Accuracy::of_many(black_box(input), black_box(&mut out), &mut log_odds)
                .expect("shares that sum to 1");
        });
    });
    group.bench_function("10000_polls_of_8_with_p_values", |bencher| {
        bencher.iter(|| {
            Accuracy::of_many(black_box(input), black_box(&mut out), &mut log_odds)
                .expect("shares that sum to 1");
            for poll in &out {
                black_box((poll.pearson_test(), poll.likelihood_ratio_test()));
            }
        });
    });
    group.finish();
}

fn one(criterion: &mut Criterion) {
    let (shares, count, _) = polls();
    let poll = &shares[..CHOICES];
    criterion.bench_function("accuracy/one_poll_of_8", |bencher| {
        bencher.iter(|| Accuracy::of(black_box(poll), black_box(&count), Some(1000.0)));
    });
}

criterion_group!(benches, many, one);
criterion_main!(benches);
