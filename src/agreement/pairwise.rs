use serde::Serialize;

use super::Distance;
use super::distance::check_shares;
use crate::error::{Error, Place, Result};

/// The distances between each two of several sources.
///
/// A symmetric distance is computed and kept once per pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct DistanceMatrix {
    distance: Distance,
    sources: usize,
    /// Row by row: what is right of the diagonal where the distance is symmetric, otherwise all but the
    /// diagonal, which is 0.
    values: Vec<f64>,
}

impl DistanceMatrix {
    /// Which distance.
    #[must_use]
    pub fn distance(&self) -> Distance {
        self.distance
    }

    /// How many sources.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.sources
    }

    /// The distance of source `one` from source `other`, both counted from 0; `None` beyond the last.
    #[must_use]
    pub fn get(&self, one: usize, other: usize) -> Option<f64> {
        let m = self.sources;
        if one >= m || other >= m {
            return None;
        }
        if one == other {
            return Some(0.0);
        }
        let place = if self.distance.is_symmetric() {
            let (row, column) = (one.min(other), one.max(other));
            // Rows before this one hold m − 1, m − 2, … distances.
            row * (2 * m - row - 1) / 2 + (column - row - 1)
        } else {
            one * (m - 1) + other - usize::from(other > one)
        };
        self.values.get(place).copied()
    }

    /// Each pair once where the distance is symmetric, otherwise in both directions: one source, the other,
    /// the distance of the first from the second.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let symmetric = self.distance.is_symmetric();
        let places = (0..self.sources).flat_map(move |one| {
            let first = if symmetric { one + 1 } else { 0 };
            (first..self.sources)
                .filter(move |other| *other != one)
                .map(move |other| (one, other))
        });
        places
            .zip(&self.values)
            .map(|((one, other), distance)| (one, other, *distance))
    }
}

impl Distance {
    /// The distance between each two sources, each a row of shares of the same choices.
    ///
    /// ```
    /// use exitpoll::agreement::Distance;
    /// let sources = [[0.5, 0.5], [0.4, 0.6], [0.1, 0.9]];
    /// let matrix = Distance::TotalVariation.matrix(&sources)?;
    /// assert!((matrix.get(2, 0).unwrap() - 0.4).abs() < 1e-15);
    /// assert_eq!(matrix.get(0, 2), matrix.get(2, 0));
    /// assert_eq!(matrix.pairs().count(), 3);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Distance::between`], with the source or the pair it is about; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for no
    /// source.
    pub fn matrix<Row: AsRef<[f64]>>(self, sources: &[Row]) -> Result<DistanceMatrix> {
        let Some(choices) = sources.first().map(|row| row.as_ref().len()) else {
            return Err(Error::out_of_range(
                "sources",
                0,
                "give at least one source",
            ));
        };
        for (source, row) in sources.iter().enumerate() {
            let row = row.as_ref();
            let field = format!("source {source}");
            if row.len() != choices || choices == 0 {
                let help = format!("give {} shares, as the first source", choices.max(1));
                let found = format!("{} shares", row.len());
                return Err(Error::out_of_range(field, found, help));
            }
            check_shares(&field, row)?;
        }
        let m = sources.len();
        let symmetric = self.is_symmetric();
        let pairs = m * (m - 1) / if symmetric { 2 } else { 1 };
        let mut values = Vec::with_capacity(pairs);
        for (one, p) in sources.iter().enumerate() {
            let first = if symmetric { one + 1 } else { 0 };
            for (other, v) in sources.iter().enumerate().skip(first) {
                if one != other {
                    let distance = self.of_checked(p.as_ref(), v.as_ref());
                    values.push(distance.map_err(|error| {
                        error.at(Place::Path(format!("source {one} and source {other}")))
                    })?);
                }
            }
        }
        Ok(DistanceMatrix {
            distance: self,
            sources: m,
            values,
        })
    }
}

/// The overlap of two vectors of shares, 1 − total variation: the part of the voters on whom both agree,
/// Σ min(p, v) where each sums to 1.
///
/// ```
/// use exitpoll::agreement::overlap;
/// // min: .4 + .3 + .2.
/// assert!((overlap(&[0.5, 0.3, 0.2], &[0.4, 0.4, 0.2])? - 0.9).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// As for [`Distance::between`].
pub fn overlap(p: &[f64], v: &[f64]) -> Result<f64> {
    Ok(1.0 - Distance::TotalVariation.between(p, v)?)
}
