//! How the time of each work grows with its size: choices, polls with and without pairs, counts, rows of
//! CSV, choices of JSON, letters of a name. After each group stands the exponent b of time ≈ a·size^b,
//! fitted to the fastest run of every size. `cargo bench --bench growth`; `tests/growth.rs` counts the
//! memory of the same works.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use exitpoll::{io, render};

#[path = "../tests/growth/works.rs"]
mod works;

use works::{SMALL, Size, comparison, document, fitted_exponent, long_names, tables};

/// Times a work of every size; `prepare` makes it ready outside the time.
fn growth<W: FnMut()>(
    criterion: &mut Criterion,
    name: &str,
    sizes: &[usize],
    mut prepare: impl FnMut(usize) -> W,
) {
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(10)
        .sampling_mode(SamplingMode::Flat)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    let mut points = Vec::new();
    for &size in sizes {
        let mut work = prepare(size);
        let mut fastest = f64::INFINITY;
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter_custom(|runs| {
                (0..runs)
                    .map(|_| {
                        let start = Instant::now();
                        work();
                        let time = start.elapsed();
                        fastest = fastest.min(time.as_secs_f64());
                        time
                    })
                    .sum()
            });
        });
        if fastest.is_finite() {
            points.push((size as f64, fastest));
        }
    }
    group.finish();
    // A filter on the command line may leave out sizes, and a test run measures nothing.
    if points.len() == sizes.len() {
        println!(
            "{name}: time grows with size^{:.2}; {}",
            fitted_exponent(&points),
            points
                .iter()
                .map(|(size, time)| format!("{size}: {time:.4} s"))
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
}

fn run(size: Size) -> impl FnMut() {
    let comparison = comparison(&size);
    move || {
        black_box(comparison.run().expect("a report"));
    }
}

fn comparisons(criterion: &mut Criterion) {
    growth(
        criterion,
        "choices_of_3_polls",
        &[125, 250, 500, 1000],
        |choices| run(Size { choices, ..SMALL }),
    );
    growth(
        criterion,
        "polls_without_pairs",
        &[250, 500, 1000, 2000],
        |polls| run(Size { polls, ..SMALL }),
    );
    growth(
        criterion,
        "polls_with_pairs",
        &[250, 500, 1000, 2000],
        |polls| {
            run(Size {
                polls,
                pairwise: true,
                ..SMALL
            })
        },
    );
    growth(
        criterion,
        "counts_of_100_polls",
        &[6, 12, 25, 50],
        |counts| {
            run(Size {
                counts,
                polls: 100,
                ..SMALL
            })
        },
    );
    growth(
        criterion,
        "whole_percent_choices_of_200_polls",
        &[8, 10, 12, 14, 16, 20],
        |choices| {
            run(Size {
                choices,
                polls: 200,
                decimals: 0,
                ..SMALL
            })
        },
    );
}

/// Rows of figures, a hundred for each source; a bare loop of the `csv` crate beside it.
fn readers(criterion: &mut Criterion) {
    let rows = [125_000, 250_000, 500_000, 1_000_000];
    growth(criterion, "csv_rows/bare_loop", &rows, |rows| {
        let (sources, figures) = tables(rows / 100, 100);
        move || {
            for text in [&sources, &figures] {
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                let mut record = csv::StringRecord::new();
                while reader.read_record(&mut record).expect("a record") {
                    black_box(&record);
                }
            }
        }
    });
    growth(criterion, "csv_rows/document", &rows, |rows| {
        let (sources, figures) = tables(rows / 100, 100);
        move || {
            black_box(io::csv::read(&sources, &figures).expect("a document"));
        }
    });
    growth(
        criterion,
        "json_choices",
        &[2_500, 5_000, 10_000, 20_000],
        |choices| {
            let text = document(choices);
            move || {
                black_box(io::json::read(&text).expect("a document"));
            }
        },
    );
}

fn names(criterion: &mut Criterion) {
    growth(
        criterion,
        "letters_of_a_name",
        &[12_500, 25_000, 50_000, 100_000],
        |letters| {
            let report = long_names(letters).run().expect("a report");
            move || {
                black_box(render::text_with(&report, 80, render::Detail::Full));
            }
        },
    );
}

criterion_group!(benches, comparisons, readers, names);
criterion_main!(benches);
