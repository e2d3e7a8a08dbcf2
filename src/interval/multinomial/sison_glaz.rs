//! The box of Sison & Glaz (1995, *Journal of the American Statistical Association* 90).
//!
//! A multinomial vector has the distribution of independent Poisson counts with the observed counts as
//! means, given that they sum to n. So the probability ν(c) that every count lies within c of the observed
//! one is a product of Poisson probabilities, times the probability that the truncated counts sum to n
//! (Edgeworth expansion to the fourth cumulant), over the Poisson probability of n.
//!
//! The moments are summed about the observed counts, where all terms of the even ones are positive. The
//! factorial moments of the paper are differences of numbers of the size of x⁴: at a count of 58,000 they
//! leave the peers that use them five digits.

use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::gamma;

/// The largest size: the work grows as k·√n, and beyond it the lattice has no say.
const LARGEST: f64 = 1e12;

/// How far the intervals reach below and above the observed counts, in respondents.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// c.
    below: f64,
    /// c + 2γ.
    above: f64,
}

impl Reach {
    /// The interval about `count` of `total`, clipped to [0, 1].
    pub fn around(self, count: f64, total: f64) -> Interval {
        Interval {
            lower: ((count - self.below) / total).max(0.0),
            upper: ((count + self.above) / total).min(1.0),
        }
    }
}

/// c and γ with ν(c) ≤ `level` < ν(c + 1), γ = (level − ν(c))/(ν(c + 1) − ν(c)).
pub(super) fn reach(counts: &[f64], total: f64, level: f64) -> Result<Reach> {
    check(counts, total)?;
    let probability_of_total = gamma::log_power(total + 1.0, total).exp() / total;
    let mut cells: Vec<Cell> = counts.iter().map(|&count| Cell::new(count)).collect();
    // ν(0) counts as nothing, and from c = n on the box holds every table: then ν is 1, where the
    // expansion can stay below the level for ever (few respondents, or a level next to 1).
    let (mut c, mut before) = (0.0, 0.0);
    loop {
        let next = c + 1.0;
        let (coverage, changes) = if next < total {
            let mut changes = false;
            for cell in &mut cells {
                changes |= cell.widen(next, total);
            }
            (coverage(&cells) / probability_of_total, changes)
        } else {
            (1.0, true)
        };
        if before <= level && level < coverage {
            let gamma = (level - before) / (coverage - before);
            return Ok(Reach {
                below: c,
                above: c + 2.0 * gamma,
            });
        }
        if next > total || !changes {
            return Ok(Reach {
                below: total,
                above: total,
            });
        }
        (c, before) = (next, coverage);
    }
}

fn check(counts: &[f64], total: f64) -> Result<()> {
    if total > LARGEST {
        return Err(Error::out_of_range(
            "counts",
            format!("{total} in all"),
            "Sison–Glaz takes up to 1e12 respondents; use goodman",
        ));
    }
    match counts.iter().enumerate().find(|(_, x)| x.fract() != 0.0) {
        Some((index, count)) => Err(Error::out_of_range(
            format!("counts[{index}]"),
            count,
            "Sison–Glaz counts whole respondents: give whole counts, or shares with their sample \
             (intervals_of_shares); goodman takes effective counts as they are",
        )),
        None => Ok(()),
    }
}

/// A Poisson count with mean x, truncated to x − c … x + c.
struct Cell {
    mean: f64,
    /// P(x).
    mode: f64,
    /// P(x + c)/P(x) and P(x − c)/P(x), 0 beyond 0 and n.
    above: f64,
    below: f64,
    /// Σ (y − x)^r P(y)/P(x) for r = 0, 1, 2, 3, 4.
    sums: [f64; 5],
}

impl Cell {
    fn new(mean: f64) -> Cell {
        Cell {
            mean,
            // x^x e^−x/Γ(x + 1), and 1 at x = 0.
            mode: if mean > 0.0 {
                gamma::log_power(mean + 1.0, mean).exp() / mean
            } else {
                1.0
            },
            above: 1.0,
            below: 1.0,
            sums: [1.0, 0.0, 0.0, 0.0, 0.0],
        }
    }

    /// From c − 1 to `c`; whether that still makes a difference.
    fn widen(&mut self, c: f64, total: f64) -> bool {
        self.above *= self.mean / (self.mean + c);
        if self.mean + c > total {
            self.above = 0.0;
        }
        // At y = −1 the factor is 0, and stays it.
        self.below *= if self.mean > 0.0 {
            ((self.mean - c + 1.0) / self.mean).max(0.0)
        } else {
            0.0
        };
        let (both, skew) = (self.above + self.below, self.above - self.below);
        let square = c * c;
        let [s0, s1, s2, s3, s4] = self.sums;
        let fourth = square * square * both;
        self.sums = [
            s0 + both,
            s1 + c * skew,
            s2 + square * both,
            s3 + square * c * skew,
            s4 + fourth,
        ];
        fourth > 1e-18 * s4
    }

    /// The first four cumulants, the mean counted from x.
    fn cumulants(&self) -> [f64; 4] {
        let [s0, s1, s2, s3, s4] = self.sums;
        let scale = 1.0 / s0;
        let (m1, m2, m3, m4) = (s1 * scale, s2 * scale, s3 * scale, s4 * scale);
        let square = m1 * m1;
        let variance = m2 - square;
        [
            m1,
            variance,
            m3 - m1 * (3.0 * m2 - 2.0 * square),
            m4 - 4.0 * m1 * m3 + square * (6.0 * m2 - 3.0 * square) - 3.0 * variance * variance,
        ]
    }
}

/// P(all within, and the sum is n), for c ≥ 1.
fn coverage(cells: &[Cell]) -> f64 {
    let mut inside = 1.0;
    let mut total = [0.0; 4];
    for cell in cells {
        let [s0, ..] = cell.sums;
        inside *= cell.mode * s0;
        for (sum, cumulant) in total.iter_mut().zip(cell.cumulants()) {
            *sum += cumulant;
        }
    }
    let [excess, variance, third, fourth] = total;
    let deviation = variance.sqrt();
    let z = -excess / deviation;
    let (skewness, kurtosis) = (
        third / (variance * deviation),
        fourth / (variance * variance),
    );
    let y = z * z;
    let expansion = 1.0
        + skewness * z * (y - 3.0) / 6.0
        + kurtosis * (y * (y - 6.0) + 3.0) / 24.0
        + skewness * skewness * (y * (y * (y - 15.0) + 45.0) - 15.0) / 72.0;
    inside * (-0.5 * y).exp() * FRAC_1_SQRT_2_PI * expansion / deviation
}

/// 1/√(2π).
const FRAC_1_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;
