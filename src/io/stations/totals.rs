//! Rows of totals among the rows of stations.

use crate::error::{Error, Place, Result};

/// Looks for rows that are no stations but the sum of others: of all, of those of their stratum, or of those above them
/// since the last such row.
#[derive(Default)]
pub(super) struct Totals {
    all: Sum,
    strata: Vec<Sum>,
    /// Of the rows since the last subtotal.
    block: Sum,
}

/// Figures of rows together, and the largest row among them.
#[derive(Default)]
struct Sum {
    /// Rows that hold anything.
    rows: u64,
    figures: Vec<u64>,
    largest: Row,
}

#[derive(Default, Clone)]
struct Row {
    line: u64,
    size: u64,
    name: String,
    figures: Vec<u32>,
}

/// What is known of a row.
pub(super) struct Read<'a> {
    pub(super) line: u64,
    pub(super) name: &'a str,
    /// Whether the table has a column of names.
    pub(super) named: bool,
    /// The place of its stratum; `None` where the table has none.
    pub(super) stratum: Option<usize>,
    /// Votes, answers and what else adds up.
    pub(super) figures: &'a [u32],
}

impl Sum {
    fn add(&mut self, row: &Read<'_>, size: u64) {
        if size == 0 {
            return;
        }
        self.rows += 1;
        self.figures.resize(row.figures.len(), 0);
        for (sum, figure) in self.figures.iter_mut().zip(row.figures) {
            *sum += u64::from(*figure);
        }
        if size > self.largest.size {
            self.largest.line = row.line;
            self.largest.size = size;
            self.largest.name.clear();
            self.largest.name.push_str(row.name);
            self.largest.figures.clear();
            self.largest.figures.extend_from_slice(row.figures);
        }
    }

    /// Whether the largest row is the sum of the others, which takes two of them: two rows alike are two stations.
    fn total(&self) -> Option<&Row> {
        let of_others = |(sum, figure): (&u64, &u32)| *sum == 2 * u64::from(*figure);
        let is_sum = self
            .figures
            .iter()
            .zip(&self.largest.figures)
            .all(of_others);
        (self.rows > 2 && is_sum).then_some(&self.largest)
    }
}

impl Totals {
    /// Takes a row.
    ///
    /// # Errors
    /// A row that is called a total, or has no name or one with that word and is the sum of the rows above it.
    pub(super) fn add(&mut self, row: &Read<'_>) -> Result<()> {
        let size: u64 = row.figures.iter().map(|figure| u64::from(*figure)).sum();
        if row.named && is_total(row.name) {
            return Err(error(row.name, row.figures, "a name of totals"));
        }
        let of_block = |(sum, figure): (&u64, &u32)| *sum == u64::from(*figure);
        if row.named
            && (row.name.is_empty() || has_total(row.name))
            && self.block.rows > 1
            && self.block.figures.iter().zip(row.figures).all(of_block)
        {
            return Err(error(row.name, row.figures, "the sum of the rows above it"));
        }
        self.all.add(row, size);
        self.block.add(row, size);
        if let Some(stratum) = row.stratum {
            if self.strata.len() <= stratum {
                self.strata.resize_with(stratum + 1, Sum::default);
            }
            self.strata[stratum].add(row, size);
        }
        Ok(())
    }

    /// After the last row.
    ///
    /// # Errors
    /// A row that is the sum of all others, or of the others of its stratum.
    pub(super) fn finish(&self) -> Result<()> {
        let whole = self
            .all
            .total()
            .map(|row| (row, "the sum of all other rows"));
        let of_strata = || {
            let total = self.strata.iter().find_map(Sum::total);
            total.map(|row| (row, "the sum of the other rows of its stratum"))
        };
        match whole.or_else(of_strata) {
            Some((row, what)) => {
                Err(error(&row.name, &row.figures, what).at(Place::Line(row.line)))
            }
            None => Ok(()),
        }
    }
}

fn is_total(name: &str) -> bool {
    let name = name.trim().trim_end_matches(':').to_lowercase();
    ["total", "totals", "grand total", "subtotal"].contains(&name.as_str())
}

fn has_total(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        let word = word.to_lowercase();
        ["total", "totals", "subtotal", "sum", "all"].contains(&word.as_str())
    })
}

fn error(name: &str, figures: &[u32], what: &str) -> Error {
    let figures: Vec<String> = figures.iter().map(u32::to_string).collect();
    let value = format!("{name} ({})", figures.join(", "));
    let help = "a row of totals is no station: leave it out";
    Error::inconsistent("stations", value.trim(), what, help)
}
