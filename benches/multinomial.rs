//! Intervals of all shares of one sample together: seven choices of 4,996 respondents, and
//! larger tables for Sison–Glaz, whose work grows as k·√n.

use criterion::{Criterion, criterion_group, criterion_main};
use exitpoll::Confidence;
use exitpoll::interval::{
    DirichletPosterior, Interval, LeadMethod, MultinomialMethod, RankMethod, TwoSampleMethod,
};
use std::hint::black_box;

const SEVEN: [f64; 7] = [4631.0, 110.0, 100.0, 80.0, 40.0, 20.0, 15.0];

fn simultaneous(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("seven_choices");
    for method in MultinomialMethod::ALL {
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| method.intervals(black_box(&SEVEN), black_box(Confidence::P95)));
        });
        let mut out = [Interval::default(); 7];
        group.bench_function(format!("{}_into", method.name()), |bencher| {
            bencher.iter(|| {
                method.intervals_into(
                    black_box(&SEVEN),
                    black_box(Confidence::P95),
                    black_box(&mut out),
                )
            });
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("sison_glaz");
    for (choices, count) in [(7, 150_000.0), (50, 20_000.0), (50, 200.0)] {
        let counts = vec![count; choices];
        let size = count * choices as f64;
        group.bench_function(format!("{choices}_choices_of_{size}"), |bencher| {
            bencher.iter(|| {
                MultinomialMethod::SisonGlaz
                    .intervals(black_box(&counts), black_box(Confidence::P95))
            });
        });
    }
    group.finish();
}

fn others(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lead");
    for method in LeadMethod::ALL {
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| method.interval(black_box(520.0), 480.0, 1041.0, Confidence::P95));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("two_sample");
    for method in TwoSampleMethod::ALL {
        group.bench_function(method.name(), |bencher| {
            bencher.iter(|| {
                method.interval(black_box([520.0, 900.0]), [1041.0, 2000.0], Confidence::P95)
            });
        });
    }
    group.finish();
    criterion.bench_function("ranks_of_seven", |bencher| {
        bencher.iter(|| RankMethod::StepDown.ranks(black_box(&SEVEN), Confidence::P95));
    });
    let posterior = DirichletPosterior::jeffreys(&SEVEN).expect("counts");
    criterion.bench_function("lead_probabilities_of_seven", |bencher| {
        bencher.iter(|| black_box(&posterior).lead_probabilities());
    });
}

criterion_group!(benches, simultaneous, others);
criterion_main!(benches);
