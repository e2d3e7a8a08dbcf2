//! Tests of fit: the large-sample test, and the exact one by its three methods.

use criterion::{Criterion, criterion_group, criterion_main};
use exitpoll::hypothesis::{ExactMethod, ExactMultinomial, ExactTest, likelihood_ratio, pearson};
use std::hint::black_box;

const COUNTS: [f64; 7] = [4631.0, 110.0, 100.0, 80.0, 40.0, 20.0, 15.0];
const SHARES: [f64; 7] = [0.9205, 0.0219, 0.02, 0.0176, 0.0080, 0.0067, 0.0053];

fn large_sample(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fit");
    let size: f64 = COUNTS.iter().sum();
    let poll = COUNTS.map(|count| count / size);
    group.bench_function("pearson/7_choices", |bencher| {
        bencher.iter(|| pearson(black_box(&poll), black_box(&SHARES), black_box(size)));
    });
    group.bench_function("likelihood_ratio/7_choices", |bencher| {
        bencher.iter(|| likelihood_ratio(black_box(&poll), black_box(&SHARES), black_box(size)));
    });
    group.finish();
}

fn exact(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exact");
    group.sample_size(10);
    let small: ([f64; 5], [f64; 5]) = ([12.0, 8.0, 3.0, 1.0, 1.0], [0.4, 0.3, 0.15, 0.1, 0.05]);
    group.bench_function("enumeration/5_choices_25", |bencher| {
        let test = ExactMultinomial::new(ExactTest::LikelihoodRatio);
        bencher.iter(|| test.test(black_box(&small.0), black_box(&small.1)));
    });
    let four: ([f64; 4], [f64; 4]) = ([1200.0, 900.0, 300.0, 40.0], [0.5, 0.35, 0.13, 0.02]);
    group.bench_function("enumeration/4_choices_2440", |bencher| {
        let test = ExactMultinomial::new(ExactTest::LikelihoodRatio);
        bencher.iter(|| test.test(black_box(&four.0), black_box(&four.1)));
    });
    for method in [ExactMethod::Convolution, ExactMethod::MonteCarlo] {
        group.bench_function(format!("{method}/7_choices_4996"), |bencher| {
            let test = ExactMultinomial::new(ExactTest::LikelihoodRatio)
                .method(method)
                .lattice_cells(16_384);
            bencher.iter(|| test.test(black_box(&COUNTS), black_box(&SHARES)));
        });
    }
    group.finish();
}

criterion_group!(benches, large_sample, exact);
criterion_main!(benches);
