//! A million stations: their memory, and the time of reading against a bare loop of the `csv` crate.
//! `cargo test --release --test station_memory -- --ignored --nocapture`

use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

use exitpoll::io::stations::StationColumns;

const STATIONS: usize = 1_000_000;
const CHOICES: usize = 10;

/// A file of a million rows that is made while it is read, 4,096 rows at a time.
struct Rows {
    next: usize,
    part: Cursor<Vec<u8>>,
}

impl Rows {
    fn new() -> Rows {
        let mut heading = b"stratum,station".to_vec();
        for choice in 0..CHOICES {
            write!(heading, ",c{choice}").expect("memory");
        }
        heading.extend_from_slice(b",total,registered\n");
        Rows {
            next: 0,
            part: Cursor::new(heading),
        }
    }
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.part.position() == self.part.get_ref().len() as u64 && self.next < STATIONS {
            let mut rows = std::mem::take(self.part.get_mut());
            rows.clear();
            for row in self.next..(self.next + 4096).min(STATIONS) {
                write!(rows, "S{:03},{row:07}", row / 2500)?;
                let mut total = 0;
                for choice in 0..CHOICES {
                    let votes = row.wrapping_mul(2_654_435_761 + 97 * choice) >> 7 & 0xff;
                    total += votes;
                    write!(rows, ",{votes}")?;
                }
                writeln!(rows, ",{total},{}", total + 100)?;
            }
            self.next += 4096;
            self.part = Cursor::new(rows);
        }
        self.part.read(buffer)
    }
}

/// The most memory that the process had so far, in megabytes; `None` where the system does not say.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[2]
}

#[test]
#[ignore = "a million stations, best in release mode"]
fn a_million_stations() {
    let columns = (0..CHOICES)
        .fold(StationColumns::new(), |columns, choice| {
            columns.choice(format!("choice {choice}"), format!("c{choice}"))
        })
        .stratum("stratum")
        .name("station")
        .total("total")
        .registered("registered");
    let table = columns.read(Rows::new()).expect("a table");
    assert_eq!((table.len(), table.strata().len()), (STATIONS, 400));
    match peak() {
        Some(megabytes) => {
            println!("{STATIONS} stations with {CHOICES} choices: {megabytes:.0} MB at most");
            assert!(megabytes < 300.0, "{megabytes} MB");
        }
        None => {
            eprintln!("\n!!! NOT TESTED: the system does not say how much memory was used !!!\n")
        }
    }
    drop(table);

    let mut file = Vec::new();
    Rows::new().read_to_end(&mut file).expect("rows");
    let bare = median(|| {
        let mut reader = csv::ReaderBuilder::new()
            .buffer_capacity(1 << 16)
            .from_reader(&file[..]);
        let mut record = csv::ByteRecord::new();
        let mut cells = 0;
        while reader.read_byte_record(&mut record).expect("a record") {
            cells += record.len();
        }
        assert_eq!(cells, STATIONS * (CHOICES + 4));
    });
    let ours = median(|| {
        columns.read(&file[..]).expect("a table");
    });
    println!(
        "bare loop {bare:?}, table {ours:?}: {:.2} times as long",
        ours.as_secs_f64() / bare.as_secs_f64()
    );
}
