//! The lattice on which terms are rounded.

use super::null::Null;
use super::profile::{Convex, Profile};

/// Each choice's terms in whole cells above its least one.
pub(super) struct Grid {
    /// Width of a cell.
    pub(super) width: f64,
    /// The least term of each choice, which is where its cells begin.
    least: Vec<f64>,
    /// Each choice's terms in cells.
    pub(super) cells: Vec<Convex>,
    /// The largest rounding error of each choice's terms.
    pub(super) errors: Vec<f64>,
    /// The observed table in cells.
    pub(super) observed: f64,
    /// Whether the statistic has this lattice of its own, so that nothing is rounded.
    pub(super) is_exact: bool,
}

impl Grid {
    pub(super) fn new(null: &Null, counts: &[u64], profile: &Profile, cells: usize) -> Grid {
        let least: Vec<f64> = profile
            .terms
            .iter()
            .map(|own| own.values.iter().copied().fold(f64::INFINITY, f64::min))
            .collect();
        let room = (null.observed - least.iter().sum::<f64>()).max(null.slack);
        let own = null
            .own_lattice()
            .filter(|width| room / width <= cells as f64 && *width > 100.0 * null.slack);
        let width = own.unwrap_or(room / cells as f64);
        let in_cells = |term: f64, least: f64| ((term - least) / width).round();
        let (mut rounded, mut errors) = (Vec::new(), Vec::new());
        let mut observed = 0.0;
        for ((terms, &least), &count) in profile.terms.iter().zip(&least).zip(counts) {
            let cells: Vec<f64> = terms.values.iter().map(|&t| in_cells(t, least)).collect();
            let error = cells
                .iter()
                .zip(&terms.values)
                .map(|(cells, term)| (term - least - cells * width).abs())
                .fold(0.0, f64::max);
            errors.push(error);
            observed += in_cells(terms.at(count), least);
            rounded.push(Convex {
                low: terms.low,
                values: cells,
            });
        }
        Grid {
            width,
            least,
            cells: rounded,
            errors,
            observed,
            is_exact: own.is_some(),
        }
    }

    /// Where the cells begin after the choices up to `place`: the sum of their least terms.
    pub(super) fn base(&self, place: usize) -> f64 {
        self.least.iter().take(place).sum()
    }
}
