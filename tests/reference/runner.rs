//! Reads the files of a folder, has each row compared by its topic, and reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// The files of one topic and what compares a row of them.
pub struct Topic {
    /// What the file names begin with.
    pub file: &'static str,
    /// The column that names the method.
    pub method: &'static str,
    pub compare: fn(&Row) -> Outcome,
}

/// What became of one row.
pub enum Outcome {
    /// Pairs of our figure and the reference's, and the relative error allowed between them. Where the
    /// reference departs from the literature, `departs` says how, the pair holds the literature's figure,
    /// and the report names the row.
    Compared {
        pairs: Vec<(f64, f64)>,
        tolerance: f64,
        departs: Option<&'static str>,
    },
    /// The crate does not have this method.
    NotYet,
    /// The crate refuses the row or cannot read it.
    Failed(String),
}

impl Outcome {
    /// One figure against its reference.
    pub fn figure(ours: exitpoll::Result<f64>, reference: f64, tolerance: f64) -> Outcome {
        Outcome::figures(ours.map(|value| vec![value]), &[reference], tolerance)
    }

    /// Figures against their references.
    pub fn figures(ours: exitpoll::Result<Vec<f64>>, reference: &[f64], tolerance: f64) -> Outcome {
        match ours {
            Ok(ours) if ours.len() == reference.len() => Outcome::Compared {
                pairs: ours.into_iter().zip(reference.iter().copied()).collect(),
                tolerance,
                departs: None,
            },
            Ok(ours) => Outcome::Failed(format!(
                "{} figures where the reference has {}",
                ours.len(),
                reference.len()
            )),
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }
}

/// One row by column name.
pub struct Row {
    cells: BTreeMap<String, String>,
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.cells
            .get(column)
            .unwrap_or_else(|| panic!("no column `{column}`: {:?}", self.cells))
    }

    pub fn number(&self, column: &str) -> f64 {
        read_number(self.text(column))
    }

    /// A cell that may be empty.
    pub fn number_if_any(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        (!text.is_empty()).then(|| read_number(text))
    }

    pub fn numbers(&self, column: &str) -> Vec<f64> {
        self.text(column)
            .split(';')
            .filter(|cell| !cell.is_empty())
            .map(read_number)
            .collect()
    }
}

fn read_number(text: &str) -> f64 {
    text.trim()
        .parse()
        .unwrap_or_else(|_| panic!("`{text}` is not a number"))
}

#[derive(Default)]
struct Tally {
    rows: usize,
    largest: f64,
    worst: String,
    failures: Vec<String>,
    not_yet: usize,
    departs: BTreeMap<&'static str, Vec<String>>,
}

/// |ours − reference| over |reference|; a reference of zero must be met exactly.
fn relative_error(ours: f64, reference: f64) -> f64 {
    if ours == reference {
        return 0.0;
    }
    let error = (ours - reference).abs() / reference.abs().max(1e-300);
    if error.is_nan() { f64::INFINITY } else { error }
}

/// What becomes of files without a topic and of rows whose method the crate does not have.
#[derive(Clone, Copy, PartialEq)]
pub enum Unknown {
    /// They fail: whoever ships a row has it checked.
    Fails,
    /// They are listed: a folder of the user's own may be ahead of the crate.
    IsListed,
}

/// Checks every row, and gives the methods seen, by topic.
pub fn check_folder(
    topics: &[Topic],
    folder: &str,
    unknown: Unknown,
) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} holds no CSV file");

    let mut report = String::new();
    let mut failures = 0;
    let mut seen: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for path in &files {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let topic = topics
            .iter()
            .filter(|topic| stem.starts_with(topic.file))
            .max_by_key(|topic| topic.file.len());
        let Some(topic) = topic else {
            writeln!(report, "{stem}.csv: no topic of this name yet, not checked").expect("text");
            failures += usize::from(unknown == Unknown::Fails);
            continue;
        };
        for (method, tally) in check_file(topic, path) {
            seen.entry(topic.file).or_default().insert(method.clone());
            writeln!(
                report,
                "{stem}/{method}: {} rows, largest relative error {:.1e}{}",
                tally.rows,
                tally.largest,
                if tally.worst.is_empty() {
                    String::new()
                } else {
                    format!(" at {}", tally.worst)
                }
            )
            .expect("text");
            if tally.not_yet > 0 {
                writeln!(report, "    {} rows: not in the crate yet", tally.not_yet).expect("text");
                if unknown == Unknown::Fails {
                    failures += tally.not_yet;
                }
            }
            for (reason, rows) in tally.departs {
                writeln!(
                    report,
                    "    {} rows where the reference departs ({}): {reason}",
                    rows.len(),
                    rows.join(", ")
                )
                .expect("text");
            }
            failures += tally.failures.len();
            for failure in tally.failures.iter().take(8) {
                writeln!(report, "    FAILED {failure}").expect("text");
            }
            if tally.failures.len() > 8 {
                writeln!(report, "    … and {} more", tally.failures.len() - 8).expect("text");
            }
        }
    }
    println!("{folder}\n{report}");
    assert!(
        failures == 0,
        "{failures} rows failed in {folder}:\n{report}"
    );
    seen
}

fn check_file(topic: &Topic, path: &Path) -> BTreeMap<String, Tally> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let headings = reader.headers().expect("a heading").clone();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (number, record) in reader.records().enumerate() {
        let record = record.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let row = Row {
            cells: headings
                .iter()
                .map(String::from)
                .zip(record.iter().map(String::from))
                .collect(),
        };
        let line = format!("line {}", number + 2);
        let tally = tallies
            .entry(row.text(topic.method).to_string())
            .or_default();
        tally.rows += 1;
        match (topic.compare)(&row) {
            Outcome::Compared {
                pairs,
                tolerance,
                departs,
            } => {
                if let Some(reason) = departs {
                    tally.departs.entry(reason).or_default().push(line.clone());
                }
                for (index, (ours, reference)) in pairs.into_iter().enumerate() {
                    let error = relative_error(ours, reference);
                    if error > tally.largest {
                        tally.largest = error;
                        tally.worst.clone_from(&line);
                    }
                    if error > tolerance {
                        tally.failures.push(format!(
                            "{line}, figure {index}: {ours:e} against {reference:e}, relative error \
                             {error:.1e} over {tolerance:.0e}: {:?}",
                            record.iter().take(6).collect::<Vec<_>>()
                        ));
                    }
                }
            }
            Outcome::NotYet => tally.not_yet += 1,
            Outcome::Failed(reason) => tally.failures.push(format!("{line}: {reason}")),
        }
    }
    tallies
}
