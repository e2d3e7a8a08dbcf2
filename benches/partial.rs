//! A count of 6,307 stations and 4 candidates, replayed station by station: hard bounds, the order, and the
//! stratified projection with its variance after every one. The time per station must not grow with
//! their number, which the second size shows.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use exitpoll::station::{
    EmptyStratum, Expansion, LonelyStratum, RunningProjection, SparseStrata, StationCount,
    StratumFrame,
};

struct Station {
    stratum: usize,
    registered: u64,
    total: u64,
    votes: [u64; 4],
}

const NAMES: [&str; 4] = ["lopez_obrador", "anaya", "meade", "rodriguez"];

/// The Mexican quick count of 2018 in the order of arrival, `times` over.
fn stations(times: usize) -> Vec<Station> {
    let text = include_str!("../tests/data/mexico_2018/stations.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().expect("a heading").clone();
    let place = |column: &str| {
        let place = headings.iter().position(|heading| heading == column);
        place.expect("the column")
    };
    let (stratum, registered, total) = (place("stratum"), place("registered"), place("total"));
    let (votes, arrived) = (NAMES.map(place), place("arrived"));
    let mut stations: Vec<(String, Station)> = Vec::new();
    for record in reader.records() {
        let record = record.expect("a row");
        let number = |place: usize| record[place].parse::<u64>().expect("a number");
        let station = Station {
            stratum: number(stratum) as usize - 1,
            registered: number(registered).max(number(total)),
            total: number(total),
            votes: votes.map(number),
        };
        stations.push((record[arrived].to_string(), station));
    }
    stations.sort_by(|one, other| one.0.cmp(&other.0));
    let copy = |station: &Station| Station { ..*station };
    (0..times)
        .flat_map(|_| stations.iter().map(|(_, station)| copy(station)))
        .collect()
}

fn frame(stations: &[Station]) -> Vec<StratumFrame> {
    let none = StratumFrame {
        stations: 0,
        registered: 0,
    };
    let mut frame = vec![none; 350];
    for station in stations {
        frame[station.stratum].stations += 1;
        frame[station.stratum].registered += station.registered;
    }
    frame
}

fn replay(c: &mut Criterion) {
    let sparse = SparseStrata {
        lonely: LonelyStratum::Adjust,
        empty: EmptyStratum::LikeTheRest,
    };
    let mut group = c.benchmark_group("replay_4_candidates");
    group.sample_size(20);
    for times in [1, 4] {
        let stations = stations(times);
        let frame = frame(&stations);
        group.throughput(Throughput::Elements(stations.len() as u64));
        let id = |name: &str| BenchmarkId::new(name, stations.len());
        group.bench_function(id("bounds_and_order"), |b| {
            b.iter(|| {
                let mut count = StationCount::new(&frame, 4).expect("a frame");
                for s in black_box(&stations) {
                    count
                        .add(s.stratum, s.registered, s.total, &s.votes)
                        .expect("a station");
                    for choice in 0..4 {
                        black_box(count.final_share_bounds(choice).expect("bounds"));
                    }
                    black_box(count.whole_order());
                }
            });
        });
        for expansion in Expansion::ALL {
            let name = format!("projection_by_{expansion}");
            group.bench_function(id(&name), |b| {
                b.iter(|| {
                    let projection = RunningProjection::new(&frame, 4, expansion);
                    let mut projection = projection.expect("a frame");
                    for s in black_box(&stations) {
                        projection
                            .add(s.stratum, s.registered, s.total, &s.votes)
                            .expect("a station");
                        for choice in 0..4 {
                            // The first stations have no vote at all in one or two strata.
                            black_box(projection.share(choice, sparse).ok());
                        }
                        black_box(projection.lead(0, 1, sparse).ok());
                    }
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, replay);
criterion_main!(benches);
