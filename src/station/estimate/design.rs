//! The variance of a sum over a stratified sample of stations.

use super::figures::{Figures, StratumPart};
use super::matrix::CovarianceMatrix;
use crate::error::Result;
use crate::station::sparse::{EmptyStratum, LonelyStratum, SparseStrata, StratumNamed};
use crate::station::table::StationTable;

/// How stations were drawn, and what stands in where a stratum gives no variance.
#[derive(Clone, Copy)]
pub(in crate::station) struct Design<'a> {
    strata: &'a [StratumPart],
    sparse: SparseStrata,
}

impl<'a> Design<'a> {
    /// # Errors
    /// As the policies have it for an empty or a lonely stratum.
    pub(in crate::station) fn new(
        table: &StationTable,
        figures: &'a Figures,
        sparse: SparseStrata,
    ) -> Result<Design<'a>> {
        if let Some(empty) = figures.empty.first()
            && sparse.empty == EmptyStratum::Fail
        {
            return Err(SparseStrata::empty_error(&StratumNamed::OfTable(
                table, *empty,
            )));
        }
        let design = Design {
            strata: &figures.strata,
            sparse,
        };
        if sparse.lonely == LonelyStratum::Fail
            && let Some(lonely) = design.strata.iter().find(|part| is_lonely(part))
        {
            return Err(SparseStrata::lonely_error(&StratumNamed::OfTable(
                table,
                lonely.stratum,
            )));
        }
        Ok(design)
    }

    pub(in crate::station) fn strata(&self) -> &'a [StratumPart] {
        self.strata
    }

    pub(in crate::station) fn lonely_policy(&self) -> LonelyStratum {
        self.sparse.lonely
    }

    /// Strata with one sampled station of several.
    pub(in crate::station) fn lonely(&self) -> usize {
        self.strata.iter().filter(|part| is_lonely(part)).count()
    }

    /// The covariances of Σ u, `size` sums at once, from the u of each station in turn.
    pub(in crate::station) fn covariance(
        &self,
        u: &[f64],
        size: usize,
    ) -> Result<CovarianceMatrix> {
        self.covariance_of(size, |station, place| u[station * size + place])
    }

    /// The covariances of Σ u, `size` sums at once, from the u of a station and sum:
    /// Σ_h (1 − f_h) n_h/(n_h − 1) Σ (u − ū_h)(u − ū_h)′ (Cochran 1977, 5.3; Woodruff 1971 for linearised u).
    pub(in crate::station) fn covariance_of(
        &self,
        size: usize,
        u: impl Fn(usize, usize) -> f64,
    ) -> Result<CovarianceMatrix> {
        let (mut known, mut of_lonely) =
            (CovarianceMatrix::zero(size), CovarianceMatrix::zero(size));
        // The u of a stratum by sums, so that their products are those of lists.
        let mut columns = Vec::new();
        for part in self.strata.iter().filter(|part| part.unsampled > 0.0) {
            let stations = part.sampled();
            let n = stations as f64;
            columns.clear();
            for place in 0..size {
                let start = columns.len();
                columns.extend(part.stations.clone().map(|station| u(station, place)));
                let column = &mut columns[start..];
                if !is_lonely(part) {
                    let mean = column.iter().sum::<f64>() / n;
                    column.iter_mut().for_each(|u| *u -= mean);
                }
            }
            if is_lonely(part) {
                of_lonely.add_square(part.unsampled, &columns);
            } else {
                known.add_products(part.unsampled * n / (n - 1.0), &columns, stations);
            }
        }
        if self.strata.iter().all(|part| part.unsampled == 0.0) {
            return Ok(known);
        }
        self.settle(known, &of_lonely)
    }

    /// Adds what the lonely strata bring under their policy.
    fn settle(
        &self,
        mut known: CovarianceMatrix,
        of_lonely: &CovarianceMatrix,
    ) -> Result<CovarianceMatrix> {
        let lonely = self.lonely();
        match self.sparse.lonely {
            LonelyStratum::Adjust => known.add(of_lonely),
            LonelyStratum::Average if lonely > 0 => {
                known.scale(self.sparse.variance(1.0, self.strata.len(), lonely, 0.0)?);
            }
            _ => {}
        }
        Ok(known)
    }
}

/// One sampled station, and others that might have been.
pub(in crate::station) fn is_lonely(part: &StratumPart) -> bool {
    part.sampled() == 1 && part.unsampled > 0.0
}
