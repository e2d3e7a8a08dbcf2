//! The figures of Krippendorff's α by choice, summed up so that any number of each choice can be drawn.

use super::paired::{deviations, rescale, sum_of_squares};
use super::{AlphaMetric, Ratings};
use crate::error::{Error, Result};
use crate::numeric::sum;

/// The choices with at least two figures.
pub(super) struct Units {
    /// Per choice, m_u and Σ_{i≠j} δ²/(m_u − 1).
    units: Vec<(f64, f64)>,
    pairs: Pairs,
    /// What figures were divided by, so that squares neither vanish nor overflow.
    scale: f64,
}

/// What Σ δ² over all pairs of figures is computed from.
enum Pairs {
    /// Mean and sum of squares of each choice: Σ_{i≠j} (a − b)² is 2n times the sum of squares about the
    /// mean of all.
    Squares(Vec<(f64, f64)>),
    /// Σ δ² between each two choices, row by row.
    Blocks(Vec<f64>),
}

impl Units {
    pub(super) fn of(sources: &Ratings, metric: AlphaMetric) -> Result<Units> {
        let mut figures = sources.by_choice();
        figures.retain(|unit| unit.len() > 1);
        if figures.is_empty() {
            let reason = "no choice has figures from two sources";
            return Err(Error::undefined("Krippendorff's α", reason));
        }
        match metric {
            AlphaMetric::Interval => Ok(Units::squares(&figures)),
            AlphaMetric::Ratio => {
                if let Some(negative) = figures.iter().flatten().find(|figure| **figure < 0.0) {
                    let help =
                        "figures on a ratio scale are not negative; take the interval metric";
                    return Err(Error::out_of_range("sources", negative, help));
                }
                Ok(Units::blocks(&figures))
            }
        }
    }

    fn squares(figures: &[Vec<f64>]) -> Units {
        let origin = figures[0][0];
        let farthest = figures
            .iter()
            .flatten()
            .fold(0.0_f64, |most, x| most.max((x - origin).abs()));
        let scale = if farthest > 0.0 { farthest } else { 1.0 };
        let summed = figures.iter().map(|unit| {
            let mean = sum(unit.iter().map(|x| (x - origin) / scale)) / unit.len() as f64;
            let mut inside = deviations(unit);
            rescale(&mut inside, scale);
            (mean, sum_of_squares(&inside))
        });
        let summed: Vec<(f64, f64)> = summed.collect();
        let units = figures.iter().zip(&summed).map(|(unit, (_, squares))| {
            let m = unit.len() as f64;
            (m, 2.0 * m * squares / (m - 1.0))
        });
        Units {
            units: units.collect(),
            pairs: Pairs::Squares(summed),
            scale,
        }
    }

    fn blocks(figures: &[Vec<f64>]) -> Units {
        let k = figures.len();
        let mut blocks = vec![0.0; k * k];
        for (row, one) in figures.iter().enumerate() {
            for (column, other) in figures.iter().enumerate().skip(row) {
                let total = sum(one
                    .iter()
                    .flat_map(|a| other.iter().map(|b| by_proportion(*a, *b))));
                for place in [row * k + column, column * k + row] {
                    if let Some(block) = blocks.get_mut(place) {
                        *block = total;
                    }
                }
            }
        }
        // Each choice with itself stands on the diagonal.
        let inside = blocks.iter().step_by(k + 1);
        let units = figures.iter().zip(inside).map(|(unit, total)| {
            let m = unit.len() as f64;
            (m, total / (m - 1.0))
        });
        Units {
            units: units.collect(),
            pairs: Pairs::Blocks(blocks),
            scale: 1.0,
        }
    }

    /// How many choices.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// How many figures.
    pub(super) fn figures(&self) -> usize {
        self.units.iter().map(|(m, _)| *m as usize).sum()
    }

    /// What a disagreement is to be multiplied with to be in the square of the figures' own unit.
    pub(super) fn square_of_scale(&self) -> f64 {
        self.scale * self.scale
    }

    /// (D_o, D_e) with each choice taken so many `times`; `None` where all figures are equal.
    pub(super) fn disagreements(&self, times: &[f64]) -> Option<(f64, f64)> {
        let drawn = || times.iter().zip(&self.units);
        let n: f64 = drawn().map(|(times, (m, _))| times * m).sum();
        let observed = sum(drawn().map(|(times, (_, pairs))| times * pairs)) / n;
        let all = match &self.pairs {
            Pairs::Squares(summed) => 2.0 * n * self.squares_about_the_mean(summed, times, n),
            Pairs::Blocks(blocks) => {
                let rows = blocks.chunks_exact(self.units.len()).zip(times);
                sum(rows
                    .filter(|(_, times)| **times > 0.0)
                    .map(|(row, times_row)| {
                        let across = row.iter().zip(times).map(|(block, times)| block * times);
                        times_row * sum(across)
                    }))
            }
        };
        (all > 0.0).then(|| (observed, all / (n * (n - 1.0))))
    }

    fn squares_about_the_mean(&self, summed: &[(f64, f64)], times: &[f64], n: f64) -> f64 {
        let drawn = || {
            let sizes = self.units.iter().map(|(m, _)| *m);
            let drawn = times.iter().zip(sizes).zip(summed);
            drawn.filter(|((times, _), _)| **times > 0.0)
        };
        // From the first mean, so that equal means are exactly equal.
        let Some((_, (pivot, _))) = drawn().next() else {
            return f64::NAN;
        };
        let centre = sum(drawn().map(|((times, m), (mean, _))| times * m * (mean - pivot))) / n;
        sum(drawn().map(|((times, m), (mean, squares))| {
            let from_centre = (mean - pivot) - centre;
            times * (squares + m * from_centre * from_centre)
        }))
    }
}

/// ((a − b)/(a + b))², 0 for equal figures.
fn by_proportion(a: f64, b: f64) -> f64 {
    if a == b {
        return 0.0;
    }
    let part = (a - b) / (a + b);
    part * part
}
