//! The main job: one comparison of 7 choices × 3 polls to its report, ten thousand of them, and the
//! way in and out through JSON.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use exitpoll::{Comparison, Report, io};

const DOCUMENT: &str = include_str!("../examples/data/azerbaijan_2024.json");

/// The final count of the sample with its three polls.
fn comparison() -> exitpoll::Result<Comparison> {
    let document = io::json::read(DOCUMENT)?;
    let last = document.counts.into_iter().next_back();
    Ok(Comparison::new(document.contest)
        .counts(last)
        .polls(document.polls))
}

fn reports(c: &mut Criterion) {
    let comparison = comparison().expect("the sample reads");
    c.bench_function("report/7_choices_3_polls", |b| {
        b.iter(|| black_box(&comparison).run())
    });
    let mut many = c.benchmark_group("report");
    many.sample_size(10)
        .throughput(Throughput::Elements(10_000));
    many.bench_function("10000_of_7_choices_3_polls", |b| {
        b.iter(|| {
            for _ in 0..10_000 {
                black_box(black_box(&comparison).run().is_ok());
            }
        });
    });
    let all = vec![comparison; 1000];
    many.throughput(Throughput::Elements(1000));
    many.bench_function("1000_of_7_choices_3_polls_run_all", |b| {
        b.iter(|| Comparison::run_all(black_box(&all)));
    });
    many.finish();
}

fn json(c: &mut Criterion) {
    let report = comparison()
        .and_then(|comparison| comparison.run())
        .expect("the sample compares");
    let written = serde_json::to_string(&report).expect("a report serialises");
    let mut group = c.benchmark_group("json");
    group.throughput(Throughput::Bytes(DOCUMENT.len() as u64));
    group.bench_function("read_document", |b| {
        b.iter(|| io::json::read(black_box(DOCUMENT)))
    });
    group.throughput(Throughput::Bytes(written.len() as u64));
    group.bench_function("write_report", |b| {
        b.iter(|| serde_json::to_string(black_box(&report)))
    });
    group.bench_function("read_report", |b| {
        b.iter(|| serde_json::from_str::<Report>(black_box(&written)));
    });
    group.finish();
}

criterion_group!(benches, reports, json);
criterion_main!(benches);
