//! The distribution of the statistic on a lattice, by convolution.

use super::grid::Grid;
use super::null::{Null, binomial_outside, log_poisson};
use super::profile::{Convex, Profile};
use crate::error::Result;
use crate::numeric::{Bounds, CompensatedSum};

/// Fewer cells than this are not worth a lattice.
const FEWEST_CELLS: usize = 512;

/// Multiplications and additions at most: some tenths of a second.
const MOST_WORK: f64 = 6e8;

/// Figures held at most at a time.
const MOST_FIGURES: usize = 1 << 23;

/// The p-value on the lattice and bounds that hold for the exact one.
pub(super) struct Convolution {
    pub(super) p_value: f64,
    pub(super) bounds: Bounds,
    pub(super) cells: u64,
}

/// Respondents given out to the first choices, each with the distribution of the terms so far.
struct Stage {
    low: u64,
    rows: Vec<Vec<f64>>,
}

struct Lattice<'a> {
    null: &'a Null,
    profile: Profile,
    /// Each choice's terms in cells above its least one.
    grid: Grid,
    /// By how much a sum of rounded terms can differ from the exact one.
    error: f64,
    /// The part of the tail that is beyond doubt.
    sure: CompensatedSum,
}

/// P(statistic at least the observed one) with the terms rounded to a lattice; `None` if there is too much
/// to do.
///
/// The lattice and the bounds that its rounding allows are those of Keich & Nagarajan (2006, *JCGS* 15):
/// if no sum of the rounded terms is off by more than r, the exact p-value lies between those at the
/// observed statistic plus and less r. The convolution is done directly (Baglivo, Olivier & Pagano 1992)
/// instead of by Fourier transforms: all its terms are positive, so that a tail of 1e-30 has as many digits
/// as one of .5 and needs no exponential tilting. What surely belongs to the tail leaves the lattice for
/// closed-form binomial tails, and the last two choices, the largest, are not rounded at all. Only where
/// two choices have equal shares all are rounded for the figure (not for the bounds), the observed table as
/// well, so that its permutations tie with it.
pub(super) fn convolve(null: &Null, most_cells: usize) -> Result<Option<Convolution>> {
    let places = null.choices();
    let rounded = places.saturating_sub(2);
    // The observed table is rounded with the others: published shares are not a table.
    let Some(counts) = &null.counts else {
        return Ok(None);
    };
    if null.observed <= 0.0 || rounded == 0 {
        return Ok(None);
    }
    // Wide enough for the coarsest lattice.
    let coarsest = 0.5 * rounded as f64 * null.observed / FEWEST_CELLS as f64;
    let limit = null.observed + coarsest + null.slack;
    let Some(profile) = Profile::new(null, limit, (MOST_FIGURES / FEWEST_CELLS) as u64) else {
        return Ok(None);
    };
    let Some(cells) = affordable_cells(null, &profile, limit, most_cells) else {
        return Ok(None);
    };
    let grid = Grid::new(null, counts, &profile, cells);
    let error = grid.errors.iter().take(rounded).sum::<f64>() + null.slack;
    let mut lattice = Lattice {
        null,
        profile,
        grid,
        error,
        sure: CompensatedSum::default(),
    };
    let mut stage = Stage {
        low: 0,
        rows: vec![vec![1.0]],
    };
    for place in 0..rounded {
        stage = lattice.add_choice(place, &stage)?;
    }
    Ok(Some(lattice.close(&stage)?))
}

/// How many cells the work and the memory allow.
fn affordable_cells(
    null: &Null,
    profile: &Profile,
    limit: f64,
    most_cells: usize,
) -> Option<usize> {
    let mut work = 0.0;
    let mut rows = 1;
    let mut widest = 1;
    let mut before: Option<Convex> = None;
    let lattice_choices = null.choices().saturating_sub(2);
    for (place, own) in profile.terms.iter().take(lattice_choices).enumerate() {
        // Half of the cells of a row are in use on average.
        if place > 0 {
            work += 0.5 * rows as f64 * own.values.len() as f64;
        }
        let reached = match &before {
            Some(convex) => convex.merged(own, null.total),
            None => own.clone(),
        };
        let rest = &profile.rest[place + 1];
        rows = reached
            .values
            .iter()
            .zip(reached.low..)
            .filter(|(least, given)| {
                let left = null.total.checked_sub(*given);
                left.is_some_and(|left| *least + rest.at(left) < limit)
            })
            .count();
        widest = widest.max(rows);
        before = Some(reached);
    }
    let by_work = if work > 0.0 {
        MOST_WORK / work
    } else {
        f64::INFINITY
    };
    let cells = (by_work as usize)
        .min(MOST_FIGURES / widest.max(1))
        .min(most_cells);
    (cells >= FEWEST_CELLS).then_some(cells)
}

impl Lattice<'_> {
    /// The cells of a row with which the table can still fall short of the observed one, when the choices
    /// from `place` on share `left`.
    fn open_cells(&self, place: usize, left: u64) -> usize {
        let least = self.profile.rest[place].at(left);
        let room = self.null.observed + self.error - least - self.grid.base(place);
        // A cell is closed when all of it, less the error, reaches the observed statistic.
        if room > 0.0 {
            (room / self.grid.width).ceil() as usize
        } else {
            0
        }
    }

    fn add_choice(&mut self, place: usize, stage: &Stage) -> Result<Stage> {
        let (own, shifts) = (&self.profile.terms[place], &self.grid.cells[place]);
        let rest = &self.profile.rest[place + 1];
        let expected = self.null.expected[place];
        let both = self.profile.rest_expected[place];
        let after = self.profile.rest_expected[place + 1];
        let total = self.null.total;
        // Respondents given out up to here with which the table can still fall short.
        let first = (stage.low + own.low).max(total.saturating_sub(rest.high()));
        let last = (stage.low + (stage.rows.len() as u64).saturating_sub(1) + own.high())
            .min(total.saturating_sub(rest.low));
        let mut next = Stage {
            low: first,
            rows: (first..=last)
                .map(|given| vec![0.0; self.open_cells(place + 1, total - given)])
                .collect(),
        };
        let steps: Vec<(usize, f64)> = shifts
            .values
            .iter()
            .zip(own.low..)
            .map(|(&cells, a)| (cells as usize, self.null.weight_at(a as f64, expected)))
            .collect();
        let completions: Vec<f64> = (first..=last)
            .map(|given| log_poisson((total - given) as f64, after).exp())
            .collect();
        let mut suffix = Vec::new();
        let mut sure = CompensatedSum::default();
        for (row, given) in stage.rows.iter().zip(stage.low..) {
            suffixes(row, &mut suffix);
            let all = suffix[0];
            if all == 0.0 {
                continue;
            }
            let left = total - given;
            let low = own.low.max(first.saturating_sub(given));
            let high = own.high().min(last.saturating_sub(given));
            let range = (low <= high && last >= given).then_some((low, high));
            let outside = binomial_outside(range, left, expected / both)?;
            sure.add(all * log_poisson(left as f64, both).exp() * outside);
            let Some((low, high)) = range else {
                continue;
            };
            let targets = (given + low - first) as usize;
            let steps = steps.iter().skip((low - own.low) as usize);
            let rows = next.rows.iter_mut().zip(&completions).skip(targets);
            for ((&(shift, weight), (target, completion)), _) in steps.zip(rows).zip(low..=high) {
                let kept = target.len().saturating_sub(shift).min(row.len());
                if let (Some(source), Some(target)) =
                    (row.get(..kept), target.get_mut(shift..shift + kept))
                {
                    for (slot, mass) in target.iter_mut().zip(source) {
                        *slot += weight * mass;
                    }
                }
                if let Some(&beyond) = suffix.get(kept) {
                    sure.add(weight * completion * beyond);
                }
            }
        }
        self.sure.add(sure.value());
        Ok(next)
    }

    /// The last two choices.
    fn close(&self, stage: &Stage) -> Result<Convolution> {
        let Grid { width, cells, .. } = &self.grid;
        let base = self.grid.base(self.null.choices().saturating_sub(2));
        let missing = self.null.observed - base;
        let has_ties = self.null.has_equal_shares();
        let mut tails = [CompensatedSum::default(); 3];
        for (row, given) in stage.rows.iter().zip(stage.low..) {
            let left = self.null.total - given;
            let sums = [
                self.of_row(row, left, &self.profile.terms, |cell| {
                    missing - cell as f64 * width + self.error
                })?,
                if has_ties {
                    // Half a cell below the observed table's own cell.
                    self.of_row(row, left, cells, |cell| {
                        self.grid.observed - cell as f64 - 0.5
                    })?
                } else {
                    self.of_row(row, left, &self.profile.terms, |cell| {
                        missing - cell as f64 * width - self.null.slack
                    })?
                },
                self.of_row(row, left, &self.profile.terms, |cell| {
                    missing - cell as f64 * width - self.error
                })?,
            ];
            for (tail, sum) in tails.iter_mut().zip(sums) {
                tail.add(sum);
            }
        }
        let normaliser = self.null.normaliser();
        let [low, figure, high] =
            tails.map(|tail| ((tail.value() + self.sure.value()) / normaliser).min(1.0));
        // On a lattice that the statistic itself has, tables that tie are all that the bounds leave open.
        let low = if self.grid.is_exact { figure } else { low };
        Ok(Convolution {
            p_value: figure.clamp(low, high),
            // What rounding in floating point can do to sums of positive terms.
            bounds: Bounds {
                low: low * (1.0 - 1e-11),
                high: (high * (1.0 + 1e-11)).min(1.0),
            },
            cells: self.grid.observed as u64,
        })
    }

    /// Σ over the cells of one row of their mass times the probability that the terms of the last two
    /// choices, which share `left`, add up to at least what is missing there.
    fn of_row(
        &self,
        row: &[f64],
        left: u64,
        terms: &[Convex],
        missing: impl Fn(usize) -> f64,
    ) -> Result<f64> {
        let ([.., one, other], [.., first, second], Some(&both)) = (
            terms,
            self.null.expected.as_slice(),
            self.profile.rest_expected.iter().nth_back(1),
        ) else {
            unreachable!("two choices or more have an official share");
        };
        let low = one.low.max(left.saturating_sub(other.high()));
        let high = one.high().min(left.saturating_sub(other.low));
        let range = (low <= high && left >= other.low).then_some((low, high));
        let pair = |a: u64| one.at(a) + other.at(left - a);
        let weight = |a: u64| {
            self.null.weight_at(a as f64, *first) * self.null.weight_at((left - a) as f64, *second)
        };
        // What lies outside the windows reaches every threshold.
        let all = log_poisson(left as f64, both).exp();
        let mut tail = all * binomial_outside(range, left, first / both)?;
        let mut total = CompensatedSum::default();
        let mut inside = range;
        for (cell, mass) in row.iter().enumerate() {
            let missing = missing(cell);
            // Thresholds fall from cell to cell, so the interval that falls short only shrinks.
            while let Some((low, high)) = inside {
                let from_low = pair(low) >= pair(high);
                let end = if from_low { low } else { high };
                if pair(end) < missing {
                    break;
                }
                tail += weight(end);
                inside = match (low == high, from_low) {
                    (true, _) => None,
                    (false, true) => Some((low + 1, high)),
                    (false, false) => Some((low, high - 1)),
                };
            }
            total.add(mass * if inside.is_none() { all } else { tail });
        }
        Ok(total.value())
    }
}

/// The sums of `row` from each place on, and 0 after the last.
fn suffixes(row: &[f64], out: &mut Vec<f64>) {
    out.clear();
    out.resize(row.len() + 1, 0.0);
    let mut total = 0.0;
    for (slot, mass) in out.iter_mut().rev().skip(1).zip(row.iter().rev()) {
        total += mass;
        *slot = total;
    }
}
