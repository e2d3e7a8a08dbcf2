//! The sizes behind the measures of all rows: one for all, or one for each choice whose design effect is known.

use super::Shares;
use crate::accuracy;
use crate::alignment::RowKind;
use crate::comparison::effective_size::Worth;
use crate::comparison::row::{Ways, figure};
use crate::hypothesis::{DesignEffects, FitStatistic, rao_scott};
use crate::report::{LeadSize, RowReport, SizeBasis};

pub(super) struct Sizes<'a> {
    pub(super) ways: &'a Ways<'a>,
    /// Of the middle of a range, which is nobody's figure, none is invented; where everyone was asked there is none.
    pub(super) no_sampling_error: bool,
}

impl Sizes<'_> {
    /// Of all rows alike.
    pub(super) fn together(&self) -> Option<f64> {
        let together = self.ways.together.filter(|_| !self.no_sampling_error);
        together.map(|worth| worth.size())
    }

    /// Of all rows alike, unless design effects or margins of single choices say otherwise of these, where all have one.
    fn alike(&self, rows: &[RowReport]) -> Option<f64> {
        let compared = rows.iter().filter(|row| row.kind != RowKind::Remainder);
        let say_otherwise = self.are_by_margins()
            || !self.ways.worth_of.is_empty() && self.by_row(compared).is_some();
        self.together().filter(|_| !say_otherwise)
    }

    /// The pollster states margins of single choices, by which these are judged.
    pub(super) fn are_by_margins(&self) -> bool {
        let mut own = self.ways.worth_of.iter();
        own.any(|(_, worth)| worth.basis == SizeBasis::StatedMargin)
    }

    /// Of the lead of one row over another.
    pub(super) fn of_lead(&self, first: &RowReport, second: &RowReport) -> Option<f64> {
        let pair = [first.label.as_str(), second.label.as_str()];
        let own =
            LeadSize::of_pair(&self.ways.lead_sizes, pair).filter(|_| !self.no_sampling_error);
        own.map(|own| own.effective_size)
            .or_else(|| self.together())
    }

    /// Of one row.
    pub(super) fn of_row(&self, row: &RowReport) -> Option<f64> {
        let own = self
            .ways
            .worth_of(&row.label)
            .filter(|_| !self.no_sampling_error);
        own.map(|worth| worth.size())
    }

    /// What sampling alone costs a perfect poll on average, over shares of the count that are those of these rows or
    /// of all of them but what is not accounted for.
    pub(super) fn expected_total_variation(
        &self,
        rows: &[RowReport],
        count: &[f64],
    ) -> Option<f64> {
        if let Some(size) = self.alike(rows) {
            return accuracy::expected_total_variation(count, size).ok();
        }
        let compared = rows.iter().filter(|row| row.kind != RowKind::Remainder);
        let sizes: Option<Vec<f64>> = if count.len() == rows.len() {
            self.by_row(rows.iter())
        } else {
            self.by_row(compared)
        };
        accuracy::expected_total_variation_by_choice(count, &sizes?).ok()
    }

    /// The size of the test of all rows together, with the degrees of freedom of the design: n over the mean of the
    /// design effects of Rao and Scott (1981), of first order, since nothing is known of how the choices vary
    /// together.
    pub(super) fn of_all_rows(
        &self,
        rows: &[RowReport],
        choices: &Shares,
    ) -> Option<(f64, Option<f64>)> {
        if let Some(size) = self.alike(rows) {
            return Some((size, self.ways.facts.degrees_of_freedom));
        }
        let compared = || rows.iter().filter(|row| row.kind != RowKind::Remainder);
        let sizes = self.by_row(compared())?;
        // Sizes of rows are those of design effects on one and the same number of respondents, whichever it is.
        let respondents = sizes.iter().copied().fold(0.0, f64::max);
        let effects: Vec<f64> = sizes.iter().map(|size| respondents / size).collect();
        let test = rao_scott(
            FitStatistic::Pearson,
            &choices.poll,
            &choices.count,
            respondents,
            DesignEffects::PerChoice(&effects),
        );
        let freedom = compared().find_map(|row| self.known(row)?.degrees_of_freedom);
        Some((respondents / test.ok()?.mean_design_effect, freedom))
    }

    fn known(&self, row: &RowReport) -> Option<Worth> {
        let worth = self.ways.worth_of(&row.label);
        worth.filter(|of| of.basis.knows_design() && !self.no_sampling_error)
    }

    /// Of each row, where all of them have one of a known design; what has no official share needs none.
    fn by_row<'r>(&self, rows: impl Iterator<Item = &'r RowReport> + Clone) -> Option<Vec<f64>> {
        let has_share = |row: &&RowReport| figure(&row.count).0 > 0.0;
        let with_share = || rows.clone().filter(has_share);
        let any = with_share().find_map(|row| self.known(row))?;
        // Two rows that are all there is mirror one another: what is known of one is known of both.
        let mirrored = with_share().count() == 2;
        let own = |row: &RowReport| match self.known(row) {
            Some(worth) => Some(worth.size()),
            None => (mirrored || !has_share(&row)).then(|| any.size()),
        };
        rows.clone().map(own).collect()
    }
}
