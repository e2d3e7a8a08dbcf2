//! Station-level work on real counts. `cargo bench --bench station`; the files of `../shared` (or of
//! `EXITPOLL_SHARED`) are needed for the 143,132 stations of 2012.
//!
//! The peers of the same work: `../shared/peers/peers.py station_weights_bootstrap`, `regression.py` and
//! `survey.R`, to be run in turn with this.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

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

fn columns() -> StationColumns {
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
        columns()
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

/// Reading against a bare loop of the `csv` crate over the same bytes.
fn reading(criterion: &mut Criterion) {
    let Some(file) = shared::unpacked("data/mexico-2012-stations/stations.csv.gz") else {
        return;
    };
    let mut group = criterion.benchmark_group("reading_2012");
    group.sample_size(20);
    group.bench_function("bare_csv_loop", |bencher| {
        bencher.iter(|| {
            let mut reader = csv::Reader::from_reader(black_box(&file[..]));
            let mut record = csv::ByteRecord::new();
            let mut cells = 0;
            while reader.read_byte_record(&mut record).expect("a record") {
                cells += record.len();
            }
            cells
        });
    });
    let all = columns()
        .name("casilla_id")
        .stratum("estrato")
        .region("edo_id")
        .total("total")
        .registered("ln");
    group.bench_function("station_table", |bencher| {
        bencher.iter(|| all.read(black_box(&file[..])).expect("a table"));
    });
    group.finish();
}

criterion_group!(benches, estimates, bootstrap, regression, reading);
criterion_main!(benches);
