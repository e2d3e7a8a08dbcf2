use super::paired::{FINITE, is_usable};
use crate::error::{Error, Result};

/// The figures of m sources for k choices, checked once; cells may be missing where the source said
/// nothing about the choice.
///
/// In the words of the literature on reliability the choices are the targets (or units, or subjects) and
/// the sources the raters (or coders, or judges). Figures need not be shares.
///
/// ```
/// use exitpoll::agreement::Ratings;
/// let two_polls = Ratings::new(&[[0.92, 0.05, 0.03], [0.94, 0.04, 0.02]])?;
/// assert_eq!((two_polls.sources(), two_polls.choices()), (2, 3));
/// let with_a_gap = Ratings::with_missing(&[[Some(0.92), Some(0.05)], [Some(0.94), None]])?;
/// assert_eq!(with_a_gap.missing(), 1);
/// assert_eq!(with_a_gap.get(1, 1), None);
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    choices: usize,
    cells: Vec<Option<f64>>,
}

impl Ratings {
    /// One row per source, one figure per choice.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for fewer than two sources or choices, rows of different lengths, or a figure
    /// that is not finite.
    pub fn new<Row: AsRef<[f64]>>(rows: &[Row]) -> Result<Ratings> {
        Ratings::build(
            rows.iter()
                .map(|row| row.as_ref().iter().copied().map(Some)),
        )
    }

    /// One row per source, one figure or none per choice.
    ///
    /// # Errors
    /// As [`Ratings::new`].
    pub fn with_missing<Row: AsRef<[Option<f64>]>>(rows: &[Row]) -> Result<Ratings> {
        Ratings::build(rows.iter().map(|row| row.as_ref().iter().copied()))
    }

    fn build(
        rows: impl ExactSizeIterator<Item = impl ExactSizeIterator<Item = Option<f64>>>,
    ) -> Result<Ratings> {
        let sources = rows.len();
        if sources < 2 {
            let help = "give at least two sources, a row each";
            return Err(Error::out_of_range("sources", sources, help));
        }
        let (mut choices, mut cells) = (None, Vec::new());
        for (source, row) in rows.enumerate() {
            let expected = *choices.get_or_insert(row.len());
            if row.len() != expected || expected < 2 {
                return Err(Error::out_of_range(
                    format!("source {source}"),
                    format!("{} choices", row.len()),
                    format!(
                        "give {} choices, as many as the first source",
                        expected.max(2)
                    ),
                ));
            }
            for (choice, cell) in row.enumerate() {
                if let Some(figure) = cell.filter(|figure| !is_usable(*figure)) {
                    let field = format!("source {source}, choice {choice}");
                    return Err(Error::out_of_range(field, figure, FINITE));
                }
                cells.push(cell);
            }
        }
        Ok(Ratings {
            choices: choices.unwrap_or(0),
            cells,
        })
    }

    /// How many sources.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.cells.len() / self.choices.max(1)
    }

    /// How many choices.
    #[must_use]
    pub fn choices(&self) -> usize {
        self.choices
    }

    /// How many cells are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.cells.iter().filter(|cell| cell.is_none()).count()
    }

    /// What a source says of a choice, both counted from 0.
    #[must_use]
    pub fn get(&self, source: usize, choice: usize) -> Option<f64> {
        if choice >= self.choices {
            return None;
        }
        let place = source.checked_mul(self.choices)?.checked_add(choice)?;
        self.cells.get(place).copied().flatten()
    }

    /// The figures there are for each choice, source by source.
    pub(super) fn by_choice(&self) -> Vec<Vec<f64>> {
        let mut units = vec![Vec::with_capacity(self.sources()); self.choices];
        for row in self.cells.chunks_exact(self.choices.max(1)) {
            for (unit, cell) in units.iter_mut().zip(row) {
                unit.extend(cell);
            }
        }
        units
    }

    /// All figures, source by source.
    ///
    /// # Errors
    /// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where cells are missing.
    pub(super) fn complete(&self, measure: impl std::fmt::Display) -> Result<Vec<f64>> {
        let figures: Option<Vec<f64>> = self.cells.iter().copied().collect();
        figures.ok_or_else(|| {
            Error::undefined(
                measure.to_string(),
                format!(
                    "{} cells are missing; leave the choice or the source out, or use Krippendorff's α",
                    self.missing()
                ),
            )
        })
    }
}
