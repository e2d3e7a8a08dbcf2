//! Rows of totals among the rows of stations.

use crate::error::{Error, Place, Result};

/// Looks for rows that are no stations but the sum of others: of all, of those of their stratum, or of those above them.
#[derive(Default)]
pub(super) struct Totals {
    /// Of each stratum, in the order of their places; of all where the table has none.
    strata: Vec<Sum>,
    /// Of all, from the first row on that asks for it: most tables have none, and add each row once.
    above: Option<Sum>,
    /// The size of the largest row of all.
    largest: u64,
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
    named: bool,
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

impl Read<'_> {
    /// All its figures.
    fn size(&self) -> u64 {
        self.figures.iter().map(|figure| u64::from(*figure)).sum()
    }
}

impl Sum {
    /// Adds a row of this size.
    fn add(&mut self, row: &Read<'_>, size: u64) {
        self.figures.resize(row.figures.len(), 0);
        for (sum, figure) in self.figures.iter_mut().zip(row.figures) {
            *sum += u64::from(*figure);
        }
        self.rows += u64::from(size > 0);
        if size > self.largest.size {
            self.largest.line = row.line;
            self.largest.size = size;
            self.largest.named = row.named;
            self.largest.name.clear();
            self.largest.name.push_str(row.name);
            self.largest.figures.clear();
            self.largest.figures.extend_from_slice(row.figures);
        }
    }

    /// Whether the largest row is the sum of the others, which takes two of them: two rows alike are two stations. A row
    /// that is not called a total must not be so by chance, when so many `sums` are looked at.
    fn total(&self, sums: usize) -> Option<&Row> {
        let others = |(sum, figure): (&u64, &u32)| (u64::from(*figure), sum - u64::from(*figure));
        let figures = || self.figures.iter().zip(&self.largest.figures).map(others);
        let is_sum = figures().all(|(figure, others)| figure == others);
        let row = &self.largest;
        let called = || row.named && (row.name.is_empty() || has_total(&row.name));
        let is_total = if is_sum {
            called() || !row.may_be_chance(sums)
        } else {
            let is_named = !row.name.is_empty() && called();
            is_named && figures().all(|(figure, others)| nearly(figure, others))
        };
        (self.rows > 2 && is_total).then_some(row)
    }
}

/// Of so many equally likely rows of figures one is a given row, where that is no chance any more.
const SURE: f64 = 1e5;

impl Row {
    /// Whether its figures are so small that a station can have the sum of some others by chance.
    fn may_be_chance(&self, sums: usize) -> bool {
        let rows: f64 = (self.figures.iter())
            .map(|figure| f64::from(*figure) + 1.0)
            .product();
        rows < SURE * sums as f64
    }
}

impl Totals {
    /// Takes a row.
    ///
    /// # Errors
    /// A row that is called a total, or has no name or one with that word and is the sum of the rows above it.
    pub(super) fn add(&mut self, row: &Read<'_>) -> Result<()> {
        if row.named && is_total(row.name) {
            return Err(error(row.name, row.figures, "a name of totals"));
        }
        // The sum of two rows is larger than any row above it, as few rows are.
        let size = row.size();
        if size > self.largest {
            self.largest = size;
            if row.named && (row.name.is_empty() || has_total(row.name)) {
                let above = match self.above.take() {
                    Some(above) => above,
                    None => self.all(),
                };
                let is_sum = |(sum, figure): (&u64, &u32)| *sum == u64::from(*figure);
                if above.rows > 1 && above.figures.iter().zip(row.figures).all(is_sum) {
                    return Err(error(row.name, row.figures, "the sum of the rows above it"));
                }
                self.above = Some(above);
            }
        }
        if let Some(above) = &mut self.above {
            above.add(row, size);
        }
        let stratum = row.stratum.unwrap_or(0);
        if self.strata.len() <= stratum {
            self.strata.resize_with(stratum + 1, Sum::default);
        }
        self.strata[stratum].add(row, size);
        Ok(())
    }

    /// Every row so far.
    fn all(&self) -> Sum {
        let mut all = Sum::default();
        for of in &self.strata {
            all.rows += of.rows;
            all.figures
                .resize(of.figures.len().max(all.figures.len()), 0);
            for (sum, figure) in all.figures.iter_mut().zip(&of.figures) {
                *sum += figure;
            }
            if of.largest.size > all.largest.size {
                all.largest = of.largest.clone();
            }
        }
        all
    }

    /// After the last row.
    ///
    /// # Errors
    /// A row that is the sum of all others, or of the others of its stratum, and can hardly be so by chance.
    pub(super) fn finish(&self) -> Result<()> {
        let all = self.all();
        let sums = self.strata.len();
        let whole = (all.total(1)).map(|row| (row, "the sum of all other rows"));
        let of_strata = || {
            let total = self.strata.iter().find_map(|of| of.total(sums));
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
    // Nearly every station has a number, or a name that ends otherwise.
    if !matches!(
        name.as_bytes().last(),
        Some(b'l' | b'L' | b's' | b'S' | b':' | b' ' | b'\t')
    ) {
        return false;
    }
    let name = name.trim().trim_end_matches(':');
    ["total", "totals", "grand total", "subtotal"]
        .iter()
        .any(|word| name.eq_ignore_ascii_case(word))
}

/// Whether a figure is the other but for a slip of one digit or a few votes counted late: within one percent, and one in
/// small figures.
pub(super) fn nearly(figure: u64, other: u64) -> bool {
    figure.abs_diff(other) <= (other / 100).max(1)
}

/// Whether a name speaks of all, as a station's may, too.
pub(super) fn has_total(name: &str) -> bool {
    // Each of the words has one of these letters, and most stations have a number.
    if !name.bytes().any(|byte| matches!(byte | 0x20, b'l' | b'm')) {
        return false;
    }
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        ["total", "totals", "subtotal", "sum", "all"]
            .iter()
            .any(|total| word.eq_ignore_ascii_case(total))
    })
}

fn error(name: &str, figures: &[u32], what: &str) -> Error {
    let figures: Vec<String> = figures.iter().map(u32::to_string).collect();
    let value = format!("{name} ({})", figures.join(", "));
    let help = "a row of totals is no station: leave it out";
    Error::inconsistent("stations", value.trim(), what, help)
}
