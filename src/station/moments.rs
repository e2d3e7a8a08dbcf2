//! What is kept of the counted stations of a stratum, and of all strata together: sums and products.

use super::{Expansion, StratumFrame};
use crate::numeric::CompensatedSum;

/// The counted stations of one stratum.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    pub(super) frame: StratumFrame,
    pub(super) counted: u64,
    pub(super) registered: u64,
    /// Of each choice, all votes, and registered voters: sum, and products of deviations from the means by
    /// pairs (a, b), a ≤ b.
    sums: Vec<f64>,
    products: Vec<f64>,
}

/// Which of the aggregates a stratum adds to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Known,
    Lonely,
    Nothing,
}

impl Moments {
    /// Nothing counted yet, of `figures` figures of each station and its registered voters.
    pub(super) fn new(frame: StratumFrame, figures: usize) -> Moments {
        Moments {
            frame,
            counted: 0,
            registered: 0,
            sums: vec![0.0; figures + 1],
            products: vec![0.0; pairs(figures + 1)],
        }
    }

    pub(super) fn part(&self) -> Part {
        match self.counted {
            counted if counted == self.frame.stations => Part::Nothing,
            0 => Part::Nothing,
            1 => Part::Lonely,
            _ => Part::Known,
        }
    }

    /// What one counted station stands for.
    fn weight(&self, expansion: Expansion) -> f64 {
        match expansion {
            _ if self.counted == self.frame.stations => 1.0,
            Expansion::Stations => self.frame.stations as f64 / self.counted as f64,
            Expansion::Registered => self.frame.registered as f64 / self.registered as f64,
        }
    }

    fn sum(&self, a: usize) -> f64 {
        self.sums[a]
    }

    fn product(&self, a: usize, b: usize) -> f64 {
        self.products[place(a, b)]
    }

    /// What the stratum adds to the covariance of the totals of a and b.
    fn covariance(&self, a: usize, b: usize, expansion: Expansion) -> f64 {
        let (n, weight) = (self.counted as f64, self.weight(expansion));
        let scale = weight * weight * (1.0 - n / self.frame.stations as f64);
        if self.counted == 1 {
            return scale * self.sum(a) * self.sum(b);
        }
        let size = self.sums.len() - 1;
        let products = match expansion {
            Expansion::Stations => self.product(a, b),
            // Of the residuals z − m Σz/Σm.
            Expansion::Registered => {
                let (slope_a, slope_b) =
                    (self.sum(a) / self.sum(size), self.sum(b) / self.sum(size));
                self.product(a, b)
                    - slope_b * self.product(a, size)
                    - slope_a * self.product(b, size)
                    + slope_a * slope_b * self.product(size, size)
            }
        };
        scale * n / (n - 1.0) * products
    }

    /// Adds a station (Welford 1962, *Technometrics* 4, for products).
    pub(super) fn add(&mut self, station: impl Iterator<Item = f64> + Clone) {
        let before = self.counted as f64;
        let after = before + 1.0;
        // Σ (z − z̄)(y − ȳ) grows by (n − 1)/n (z − z̄_before)(y − ȳ_before).
        let away = |sum: f64, z: f64| if before > 0.0 { z - sum / before } else { 0.0 };
        let share = before / after;
        for (b, y) in station.clone().enumerate() {
            let from_b = away(self.sums[b], y);
            let column = &mut self.products[place(0, b)..=place(b, b)];
            for (product, (sum, z)) in column.iter_mut().zip(self.sums.iter().zip(station.clone()))
            {
                *product += share * away(*sum, z) * from_b;
            }
        }
        for (sum, z) in self.sums.iter_mut().zip(station) {
            *sum += z;
        }
        self.counted += 1;
    }
}

/// The sums over strata from which ratios and their variances follow.
#[derive(Debug, Clone)]
pub(super) struct Aggregates {
    /// Σ_h w_h Σ z of each figure.
    totals: Vec<CompensatedSum>,
    /// What strata with two or more counted stations add to the covariances of the totals, by pairs.
    covariances: Vec<CompensatedSum>,
    /// The same of lonely strata, from the squares of their stations.
    of_lonely: Vec<CompensatedSum>,
}

impl Aggregates {
    pub(super) fn new(figures: usize) -> Aggregates {
        let zero = CompensatedSum::default();
        Aggregates {
            totals: vec![zero; figures],
            covariances: vec![zero; pairs(figures)],
            of_lonely: vec![zero; pairs(figures)],
        }
    }

    /// Adds a stratum with sign 1, or takes it off with sign −1.
    pub(super) fn put(&mut self, moments: &Moments, expansion: Expansion, sign: f64) {
        if moments.counted == 0 {
            return;
        }
        let weight = moments.weight(expansion);
        for (total, sum) in self.totals.iter_mut().zip(&moments.sums) {
            total.add(sign * weight * sum);
        }
        let matrix = match moments.part() {
            Part::Known => &mut self.covariances,
            Part::Lonely => &mut self.of_lonely,
            Part::Nothing => return,
        };
        for b in 0..self.totals.len() {
            for (a, entry) in matrix[place(0, b)..=place(b, b)].iter_mut().enumerate() {
                entry.add(sign * moments.covariance(a, b, expansion));
            }
        }
    }

    pub(super) fn total(&self, figure: usize) -> f64 {
        self.totals[figure].value()
    }

    /// The variance of Σ c z over (figure, c) from the strata with two or more counted stations, and what
    /// the lonely ones add.
    pub(super) fn variances(
        &self,
        contrast: impl Iterator<Item = (usize, f64)> + Clone,
    ) -> (f64, f64) {
        let form = |matrix: &[CompensatedSum]| {
            let mut sum = CompensatedSum::default();
            for (a, c) in contrast.clone() {
                for (b, d) in contrast.clone() {
                    sum.add(c * d * matrix[place(a, b)].value());
                }
            }
            // A difference of products: what falls below zero is rounding.
            sum.value().max(0.0)
        };
        (form(&self.covariances), form(&self.of_lonely))
    }
}

/// Pairs (a, b) with a ≤ b.
fn pairs(figures: usize) -> usize {
    figures * (figures + 1) / 2
}

/// Where the pair (a, b) stands in a list by columns of the upper triangle.
fn place(a: usize, b: usize) -> usize {
    let (a, b) = (a.min(b), a.max(b));
    b * (b + 1) / 2 + a
}
