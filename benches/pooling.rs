//! Eight polls of one choice pooled, per estimator of their heterogeneity; each poll left out in turn; the
//! bounds of Q within rounding.

use criterion::{Criterion, criterion_group, criterion_main};
use exitpoll::pooling::{HeterogeneityEstimator, IntervalMethod, leave_one_out, pool};
use exitpoll::rounding::statistic_bounds;
use exitpoll::{Bounds, Confidence};
use std::hint::black_box;

/// Shares of one choice in eight polls, with the variances of samples of 1,200 to 63,000.
const ESTIMATES: [f64; 8] = [0.454, 0.478, 0.453, 0.444, 0.427, 0.441, 0.456, 0.451];
const VARIANCES: [f64; 8] = [
    1.2e-5, 5.7e-5, 6.6e-5, 2.1e-4, 4.0e-6, 6.2e-5, 1.9e-5, 2.5e-5,
];

fn pools(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pool_of_8");
    for estimator in HeterogeneityEstimator::ALL {
        group.bench_function(estimator.short_name(), |bencher| {
            bencher.iter(|| {
                pool(
                    black_box(&ESTIMATES),
                    black_box(&VARIANCES),
                    estimator,
                    IntervalMethod::HartungKnapp,
                    Confidence::P95,
                )
            });
        });
    }
    group.bench_function("REML, each left out", |bencher| {
        bencher.iter(|| {
            leave_one_out(
                black_box(&ESTIMATES),
                black_box(&VARIANCES),
                HeterogeneityEstimator::RestrictedMaximumLikelihood,
                IntervalMethod::HartungKnapp,
                Confidence::P95,
            )
        });
    });
    let tenths = ESTIMATES.map(|share| Bounds::new(share - 0.0005, share + 0.0005).unwrap());
    group.bench_function("Q within rounding", |bencher| {
        bencher.iter(|| statistic_bounds(black_box(&tenths), black_box(&VARIANCES)));
    });
    group.finish();
}

criterion_group!(benches, pools);
criterion_main!(benches);
