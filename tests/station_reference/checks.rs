//! What was compared and how far it was off.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::rows::{Folder, Row};
use exitpoll::Result;

/// The relative error that is allowed.
pub const TOLERANCE: f64 = 1e-9;

#[derive(Default)]
pub struct Checks {
    columns: BTreeMap<(String, String), (usize, f64, usize)>,
    failures: Vec<String>,
}

impl Checks {
    pub fn fail(&mut self, place: &str, what: &str) {
        self.failures.push(format!("{place}: {what}"));
    }

    fn fail_row(&mut self, row: &Row, column: &str, what: &str) {
        self.fail(&format!("{} line {}, {column}", row.file, row.line), what);
    }

    pub fn figure(&mut self, row: &Row, column: &str, ours: f64) {
        self.optional(row, column, Some(ours));
    }

    /// `None` must be NA in the reference.
    pub fn optional(&mut self, row: &Row, column: &str, ours: Option<f64>) {
        self.compare(row, column, row.known(column), ours);
    }

    /// An error must be one in the reference too.
    pub fn result(&mut self, row: &Row, column: &str, ours: &Result<f64>) {
        match (row.text(column), ours) {
            ("error", Err(_)) => self.note(row, column, 0.0),
            ("error", Ok(ours)) => {
                self.fail_row(row, column, &format!("{ours} instead of an error"))
            }
            ("NA", Err(_)) => self.note(row, column, 0.0),
            (_, Err(error)) => self.fail_row(row, column, &error.to_string()),
            (_, Ok(ours)) => self.optional(row, column, Some(*ours)),
        }
    }

    pub fn list(&mut self, row: &Row, column: &str, ours: &[f64]) {
        let reference = row.list(column);
        if reference.len() != ours.len() {
            self.fail_row(row, column, "a list of another length");
        }
        for (reference, ours) in reference.into_iter().zip(ours) {
            self.compare(row, column, Some(reference), Some(*ours));
        }
    }

    fn compare(&mut self, row: &Row, column: &str, reference: Option<f64>, ours: Option<f64>) {
        match (reference, ours) {
            (None, None) => self.note(row, column, 0.0),
            (Some(reference), Some(ours)) => {
                // What is exactly 0 must be so but for the last digits of proportions.
                let error = if reference == 0.0 {
                    if ours.abs() < 1e-15 {
                        0.0
                    } else {
                        f64::INFINITY
                    }
                } else {
                    (ours - reference).abs() / reference.abs()
                };
                let error = if error.is_nan() { f64::INFINITY } else { error };
                self.note(row, column, error);
                if error > TOLERANCE {
                    self.fail_row(
                        row,
                        column,
                        &format!("{ours:e} against {reference:e}, off by {error:.1e}"),
                    );
                }
            }
            _ => self.fail_row(row, column, &format!("{ours:?} against {reference:?}")),
        }
    }

    fn note(&mut self, row: &Row, column: &str, error: f64) {
        let entry = self
            .columns
            .entry((row.file.clone(), column.to_string()))
            .or_default();
        entry.0 += 1;
        if error > entry.1 {
            entry.1 = error;
            entry.2 = row.line;
        }
    }

    /// No column of a compared file may be left unread, except who computed it.
    pub fn columns_are_covered(&mut self, folder: &Folder, files: &[&str]) {
        for file in files {
            for column in folder
                .unread(file)
                .into_iter()
                .filter(|column| *column != "source")
            {
                self.fail(file, &format!("column {column} is not checked"));
            }
        }
    }

    pub fn report(self, path: &str) {
        let mut text = String::new();
        let mut figures = 0;
        for ((file, column), (count, error, line)) in &self.columns {
            figures += count;
            writeln!(text, "{file}/{column}: {count} figures, largest relative error {error:.1e} at line {line}")
                .expect("text");
        }
        println!("{path}\n{text}{figures} figures compared");
        let shown: Vec<String> = self.failures.iter().take(40).cloned().collect();
        assert!(
            self.failures.is_empty(),
            "{} failures in {path}:\n{}",
            self.failures.len(),
            shown.join("\n")
        );
    }
}
