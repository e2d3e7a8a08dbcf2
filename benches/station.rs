//! Station-level work on real counts. `cargo bench --bench station`; the files of `../shared` (or of
//! `EXITPOLL_SHARED`) are needed for the 143,132 stations of 2012.
//!
//! The peers of the same work: `../shared/peers/peers.py station_weights_bootstrap`, `regression.py` and
//! `survey.R`, to be run in turn with this.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

#[path = "../tests/shared/mod.rs"]
mod shared;

use exitpoll::io::stations::{StationColumns, StrataColumns};
use exitpoll::station::{
    Bootstrap, ErrorModel, Estimator, LonelyStratum, Regression, SparseStrata, StationSample,
    StationTable,
};

fn quick_count() -> StationSample {
    let columns = ["lopez_obrador", "anaya", "meade", "rodriguez"]
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            columns.choice(*choice, *choice)
        })
        .stratum("stratum")
        .total("total");
    let strata = &include_bytes!("../tests/data/mexico_2018/strata.csv")[..];
    let stations = &include_bytes!("../tests/data/mexico_2018/stations.csv")[..];
    let builder = StrataColumns::new("stratum", "stations")
        .declare(strata, columns.builder())
        .expect("strata");
    let table = columns
        .read_into(stations, builder)
        .and_then(|builder| builder.build())
        .expect("stations");
    StationSample::new(table).sparse(SparseStrata {
        lonely: LonelyStratum::Certainty,
        ..SparseStrata::default()
    })
}

const CHOICES: [&str; 5] = ["pri_pvem", "pan", "panal", "prd_pt_mc", "otros"];

fn columns_of_2012() -> StationColumns {
    CHOICES
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            columns.choice(*choice, *choice)
        })
}

/// All stations of 2012 as one stratum.
fn whole_country() -> Option<StationTable> {
    let file = shared::unpacked("data/mexico-2012-stations/stations.csv.gz")?;
    Some(
        columns_of_2012()
            .total("total")
            .read(&file[..])
            .expect("the stations"),
    )
}

fn estimates(criterion: &mut Criterion) {
    let sample = quick_count();
    criterion.bench_function("quick_count_2018/linearised", |bencher| {
        bencher.iter(|| black_box(&sample).estimate(Estimator::CombinedRatio));
    });
    criterion.bench_function("quick_count_2018/jackknife", |bencher| {
        bencher.iter(|| black_box(&sample).jackknife());
    });
}

/// 256 replicates of 143,132 stations × 5 choices and their total.
fn bootstrap(criterion: &mut Criterion) {
    let Some(table) = whole_country() else {
        return;
    };
    let sample = StationSample::new(table);
    let bootstrap = Bootstrap::new(256, 1).expect("replicates");
    let mut group = criterion.benchmark_group("bootstrap_2012");
    group.sample_size(10);
    group.bench_function("256_replicates_of_143132_stations", |bencher| {
        bencher.iter(|| black_box(&sample).bootstrap(bootstrap, &|_| {}));
    });
    group.finish();
}

/// 100,000 stations on 5 covariates with 300 regions, as `regression.py` has it but for the random numbers.
fn regression(criterion: &mut Criterion) {
    let (n, p) = (100_000, 5);
    let mut state = 11_u64;
    let mut uniform = || {
        // Knuth's multiplier: any numbers will do.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let covariates: Vec<f64> = (0..n * p)
        .map(|_| uniform() + uniform() + uniform() - 1.5)
        .collect();
    let weights: Vec<f64> = (0..n).map(|_| 0.5 + 1.5 * uniform()).collect();
    let regions: Vec<u32> = (0..n).map(|_| (300.0 * uniform()) as u32).collect();
    let outcomes: Vec<f64> = (0..n)
        .map(|i| 0.1 + 0.3 * covariates[p * i] + uniform() - 0.5)
        .collect();
    let mut group = criterion.benchmark_group("regression_100000x5");
    group.sample_size(20);
    for errors in [ErrorModel::Cr1s, ErrorModel::Cr1, ErrorModel::Cr2] {
        group.bench_function(errors.name(), |bencher| {
            bencher.iter(|| {
                let fit = Regression::fit(&outcomes, &covariates, p, &weights, black_box(&regions))
                    .expect("a fit");
                fit.coefficients(errors)
            });
        });
    }
    group.finish();
}

/// A million stations of ten choices in 2,000 strata and 200 regions.
fn a_million_stations() -> Vec<u8> {
    let mut file = b"name,stratum,region,a,b,c,d,e,f,g,h,i,j,total,registered\n".to_vec();
    for row in 0..1_000_000_usize {
        write!(file, "S{row},T{},R{}", row / 500, row / 5000).expect("memory");
        let mut total = 0;
        for choice in 0..10 {
            let votes = (row.wrapping_mul(2_654_435_761 + 97 * choice) >> 7) % 120;
            total += votes;
            write!(file, ",{votes}").expect("memory");
        }
        writeln!(file, ",{},{}", total + row % 20, 2 * total + 50).expect("memory");
    }
    file
}

/// A loop over the records of a file that looks at nothing, the fastest that the `csv` crate has.
fn bare_loop(file: &[u8]) -> usize {
    let mut reader = csv::Reader::from_reader(file);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("a record") {
        cells += record.len();
    }
    cells
}

/// The time of reading a table, each time with a bare loop before it, so that load from elsewhere falls on both.
fn against_bare_loop(criterion: &mut Criterion, name: &str, file: &[u8], columns: &StationColumns) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    let (mut bare, mut ours) = (f64::INFINITY, f64::INFINITY);
    group.bench_function("station_table", |bencher| {
        bencher.iter_custom(|runs| {
            let run = |_| {
                let start = Instant::now();
                black_box(bare_loop(black_box(file)));
                bare = bare.min(start.elapsed().as_secs_f64());
                let start = Instant::now();
                let table = columns.read(black_box(file)).expect("a table");
                let time = start.elapsed();
                drop(black_box(table));
                ours = ours.min(time.as_secs_f64());
                time
            };
            (0..runs).map(run).sum()
        });
    });
    group.finish();
    // A filter on the command line may leave the work out.
    if ours.is_finite() {
        println!(
            "{name}: at best {ours:.4} s, a bare loop of the csv crate {bare:.4} s: {:.2} times as long",
            ours / bare
        );
    }
}

fn reading(criterion: &mut Criterion) {
    let all = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        .iter()
        .fold(StationColumns::new(), |columns, choice| {
            columns.choice(*choice, *choice)
        })
        .total("total")
        .name("name")
        .stratum("stratum")
        .region("region")
        .registered("registered");
    against_bare_loop(criterion, "reading_a_million", &a_million_stations(), &all);
    let Some(file) = shared::unpacked("data/mexico-2012-stations/stations.csv.gz") else {
        return;
    };
    let all = columns_of_2012()
        .total("total")
        .name("casilla_id")
        .stratum("estrato")
        .region("edo_id")
        .registered("ln");
    against_bare_loop(criterion, "reading_2012", &file, &all);
}

criterion_group!(benches, estimates, bootstrap, regression, reading);
criterion_main!(benches);
