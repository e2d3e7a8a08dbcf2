//! Every method against figures that other people's software computed.
//!
//! Reads the vector files in `tests/vectors/` and, when the environment variable `EXITPOLL_VECTORS`
//! names a folder, the files of the same names there as well. Prints rows and largest relative error
//! for each method, fails above the tolerance, and names every method that the crate does not have.

#[path = "reference/accuracy.rs"]
mod accuracy;
#[path = "reference/binomial.rs"]
mod binomial;
#[path = "reference/distances.rs"]
mod distances;
#[path = "reference/goodness_of_fit.rs"]
mod goodness_of_fit;
#[path = "reference/multiplicity.rs"]
mod multiplicity;
#[path = "reference/numeric.rs"]
mod numeric;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A row of a vector file by its column names.
struct Row(BTreeMap<String, String>);

impl Row {
    fn text(&self, column: &str) -> &str {
        self.0
            .get(column)
            .unwrap_or_else(|| panic!("no column {column}"))
    }

    fn number(&self, column: &str) -> f64 {
        let text = self.text(column);
        text.parse()
            .unwrap_or_else(|_| panic!("{column}: {text} is no number"))
    }

    fn list(&self, column: &str) -> Vec<f64> {
        self.text(column)
            .split(';')
            .map(|cell| cell.parse().expect("a number"))
            .collect()
    }
}

/// What became of a row: figures beside their references, or the name of a method that is missing.
enum Outcome {
    Compared {
        method: String,
        tolerance: f64,
        pairs: Vec<(f64, f64)>,
    },
    Missing(String),
}

fn compared(method: &str, tolerance: f64, pairs: Vec<(f64, f64)>) -> Outcome {
    Outcome::Compared {
        method: method.into(),
        tolerance,
        pairs,
    }
}

fn missing(method: &str) -> Outcome {
    Outcome::Missing(method.into())
}

fn folders() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    std::iter::once(own)
        .chain(std::env::var_os("EXITPOLL_VECTORS").map(PathBuf::from))
        .collect()
}

fn relative_error(ours: f64, reference: f64) -> f64 {
    if ours == reference {
        return 0.0;
    }
    // A reference of exactly zero is met exactly or missed by all of it.
    let error = ((ours - reference) / reference).abs();
    if error.is_nan() { f64::INFINITY } else { error }
}

/// Runs every row of a file through `judge`.
fn check(file: &str, judge: impl Fn(&Row) -> Outcome) {
    let mut failures = Vec::new();
    let mut rows_read = 0;
    for folder in folders() {
        let path = folder.join(file);
        if !path.exists() {
            assert!(folder.exists(), "{} does not exist", folder.display());
            continue;
        }
        let mut reader = csv::Reader::from_path(&path).expect("the file opens");
        let columns = reader.headers().expect("a heading").clone();
        let mut methods: BTreeMap<String, (usize, f64)> = BTreeMap::new();
        let mut without: BTreeMap<String, usize> = BTreeMap::new();
        for (i, record) in reader.records().enumerate() {
            let record = record.expect("a row");
            let cells = columns
                .iter()
                .map(String::from)
                .zip(record.iter().map(String::from));
            let row = Row(cells.collect());
            rows_read += 1;
            match judge(&row) {
                Outcome::Missing(method) => *without.entry(method).or_default() += 1,
                Outcome::Compared {
                    method,
                    tolerance,
                    pairs,
                } => {
                    assert!(!pairs.is_empty(), "row {}: nothing compared", i + 2);
                    let worst = pairs
                        .iter()
                        .map(|(ours, theirs)| relative_error(*ours, *theirs));
                    let worst = worst.fold(0.0, f64::max);
                    if worst > tolerance {
                        failures.push(format!(
                            "{file} line {}: {method}: {worst:e} {pairs:?}",
                            i + 2
                        ));
                    }
                    let entry = methods.entry(method).or_insert((0, 0.0));
                    *entry = (entry.0 + 1, entry.1.max(worst));
                }
            }
        }
        println!("{}", path.display());
        for (method, (rows, worst)) in methods {
            println!("  {method:<28} {rows:>5} rows, largest relative error {worst:.1e}");
        }
        for (method, rows) in without {
            println!("  {method:<28} {rows:>5} rows NOT COVERED: the crate has no such method yet");
        }
    }
    assert!(rows_read > 0, "{file}: no row read");
    let shown: Vec<&String> = failures.iter().take(12).collect();
    assert!(
        failures.is_empty(),
        "{} rows differ:\n{shown:#?}",
        failures.len()
    );
}

/// Files in the folders that no test reads are named, not passed over.
#[test]
fn every_file_is_read_or_named() {
    let known = [
        "accuracy.csv",
        "binomial_interval.csv",
        "binomial_interval_more.csv",
        "distances.csv",
        "goodness_of_fit.csv",
        "multiplicity.csv",
        "quantiles.csv",
    ];
    for folder in folders() {
        for entry in std::fs::read_dir(&folder).expect("the folder opens") {
            let name = entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned();
            if name.ends_with(".csv") && !known.contains(&name.as_str()) {
                println!(
                    "NOT COVERED: {} (no such methods yet)",
                    folder.join(name).display()
                );
            }
        }
    }
    for name in known {
        assert!(
            folders()[0].join(name).exists(),
            "{name} is not in tests/vectors"
        );
    }
}
