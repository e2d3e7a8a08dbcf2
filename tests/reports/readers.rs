//! The fuzz targets, over their seeds, the documents that ship, and mutations of both.

#[path = "../../fuzz/targets.rs"]
mod targets;

use exitpoll::numeric::RandomStream;
use std::fs;

/// Mutations of each seed.
const MUTATIONS: u64 = 150;

/// What the formats are made of, to be put anywhere.
const TOKENS: &[&str] = &[
    "",
    "0",
    "-1",
    "9",
    "1e999",
    "nan",
    "inf",
    "\"",
    "\"\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ";",
    "\n",
    "\t",
    "\0",
    "–",
    "<",
    "%",
    "null",
    "true",
    "\u{feff}",
    "18446744073709551616",
    "0.1",
    "100",
    "final",
    "contest",
];

fn seeds(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read(path).expect("a readable file"))
        .collect()
}

/// One to four changes: a token put in, a stretch taken out or doubled, or the rest of another seed put on.
fn mutated(seeds: &[Vec<u8>], seed: usize, stream: &mut RandomStream) -> Vec<u8> {
    let mut data = seeds[seed].clone();
    for _ in 0..=stream.below(3) {
        let from = stream.below(data.len() as u64 + 1) as usize;
        let to = (from + stream.below(12) as usize).min(data.len());
        match stream.below(8) {
            0..4 => {
                let token = TOKENS[stream.below(TOKENS.len() as u64) as usize];
                data.splice(from..to.min(from + 2), token.bytes());
            }
            4..6 => drop(data.drain(from..to)),
            6 => {
                let twice = data[from..to].to_vec();
                data.splice(to..to, twice);
            }
            _ => {
                let other = &seeds[stream.below(seeds.len() as u64) as usize];
                data.truncate(from);
                data.extend(&other[from.min(other.len())..]);
            }
        }
    }
    data
}

fn run(target: fn(&[u8]), seeds: &[Vec<u8>]) {
    assert!(!seeds.is_empty());
    for (seed, data) in seeds.iter().enumerate() {
        target(data);
        for mutation in 0..MUTATIONS {
            let mut stream = RandomStream::new(seed as u64, mutation);
            target(&mutated(seeds, seed, &mut stream));
        }
    }
}

#[test]
fn whatever_json_comes_in_is_read_or_refused() {
    let mut all = seeds("fuzz/seeds/json", "json");
    for seed in &all {
        let text = std::str::from_utf8(seed).expect("UTF-8");
        exitpoll::io::json::read(text).expect("a seed reads");
    }
    all.extend(seeds("examples/data", "json"));
    run(targets::json, &all);
}

#[test]
fn whatever_tables_come_in_are_read_or_refused() {
    let mut all = seeds("fuzz/seeds/csv", "csv");
    for seed in &all {
        let text = std::str::from_utf8(seed).expect("UTF-8");
        let (sources, figures) = text.split_once('\0').expect("two tables");
        exitpoll::io::csv::read(sources, figures).expect("a seed reads");
    }
    let table = |name: &str| {
        fs::read(format!(
            "{}/examples/data/{name}",
            env!("CARGO_MANIFEST_DIR")
        ))
    };
    let mut shipped = table("azerbaijan_2024_sources.csv").expect("a table");
    shipped.push(0);
    shipped.extend(table("azerbaijan_2024_figures.csv").expect("a table"));
    all.push(shipped);
    run(targets::csv, &all);
}
