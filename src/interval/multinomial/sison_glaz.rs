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
    /// γ between ν(c) = `before` and ν(c + 1) = `after`, with the level between them but for rounding.
    fn between(c: f64, before: f64, after: f64, level: f64) -> Reach {
        let gamma = ((level - before) / (after - before)).clamp(0.0, 1.0);
        Reach {
            below: c,
            above: c + 2.0 * gamma,
        }
    }

    /// The interval about `count` of `total`, clipped to [0, 1].
    pub fn around(self, count: f64, total: f64) -> Interval {
        Interval {
            low: ((count - self.below) / total).max(0.0),
            high: ((count + self.above) / total).min(1.0),
        }
    }
}

/// From this share of one choice on, the expansion fails for any number of respondents.
const ONE_HAS_NEARLY_ALL: f64 = 0.9;

/// c and γ with ν(c) ≤ `level` < ν(c + 1), γ = (level − ν(c))/(ν(c + 1) − ν(c)).
pub(super) fn reach(counts: &[f64], total: f64, level: f64) -> Result<Reach> {
    check(counts, total)?;
    let probability_of_total = poisson_mode(total);
    let mut cells: Vec<Cell> = counts.iter().map(|&count| Cell::new(count)).collect();
    // ν(0) counts as nothing, and from c = n on the box holds every table: then ν is 1, where the
    // expansion can stay below the level for ever (few respondents, or a level next to 1).
    let (mut c, mut before, mut sum_before) = (0.0, 0.0, 0.0);
    while c < total {
        let next = c + 1.0;
        if next >= total {
            // before ≤ level, or the search had ended.
            return Ok(Reach::between(c, before, 1.0, level));
        }
        let mut changes = false;
        for cell in &mut cells {
            changes |= cell.widen(next, total);
        }
        let sum = probability_of_sum(&cells) / probability_of_total;
        let inside: f64 = cells.iter().map(Cell::inside).product();
        if level < inside * sum {
            // Both sides of the level once more, to the last digits.
            let (mut inside_before, mut inside) = (1.0, 1.0);
            for cell in &cells {
                let (at_c, at_next) = cell.inside_exactly(next, total);
                inside_before *= at_c;
                inside *= at_next;
            }
            if c > 0.0 {
                before = inside_before * sum_before;
            }
            return Ok(Reach::between(c, before, inside * sum, level));
        }
        if !changes {
            break;
        }
        (c, before, sum_before) = (next, inside * sum, sum);
    }
    // The expansion never reaches the level. With few respondents, or a level next to 1, only the box of all
    // tables does; beside one choice that has nearly all, it fails however many there are.
    if counts
        .iter()
        .any(|count| *count > ONE_HAS_NEARLY_ALL * total)
    {
        return Err(Error::undefined(
            "the Sison–Glaz intervals",
            "their expansion never reaches the level: nearly all respondents named one choice; use goodman",
        ));
    }
    Ok(Reach {
        below: total,
        above: total,
    })
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
            mode: poisson_mode(mean),
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
        self.below *= self.factor_below(c);
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

    /// P(x − c ≤ Y ≤ x + c), as it was summed.
    fn inside(&self) -> f64 {
        let [s0, ..] = self.sums;
        self.mode * s0
    }

    /// P(Y inside) at c − 1 and at `c`. Where little is outside that is what is summed: next to 1 the sum of
    /// what is inside is not good enough for γ, which is a ratio of small differences.
    fn inside_exactly(&self, c: f64, total: f64) -> (f64, f64) {
        let mut inside = self.inside();
        if inside > 0.5 && self.mean + c <= total {
            let mut outside = 0.0;
            let (mut above, mut below) = (self.above, self.below);
            let mut step = c;
            while above + below > 1e-18 {
                step += 1.0;
                above *= self.mean / (self.mean + step);
                below *= self.factor_below(step);
                outside += above + below;
            }
            inside = 1.0 - self.mode * outside;
        }
        (inside - self.mode * (self.above + self.below), inside)
    }

    /// P(x − c)/P(x − c + 1): 0 from y = −1 on.
    fn factor_below(&self, c: f64) -> f64 {
        if self.mean > 0.0 {
            ((self.mean - c + 1.0) / self.mean).max(0.0)
        } else {
            0.0
        }
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

/// P(Y = λ) for a whole mean λ: λ^λ e^−λ/λ!, 1 at 0.
fn poisson_mode(mean: f64) -> f64 {
    if mean > 0.0 {
        gamma::log_power(mean + 1.0, mean).exp() / mean
    } else {
        1.0
    }
}

/// P(the truncated counts sum to n), for c ≥ 1.
fn probability_of_sum(cells: &[Cell]) -> f64 {
    let mut total = [0.0; 4];
    for cell in cells {
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
    (-0.5 * y).exp() * FRAC_1_SQRT_2_PI * expansion / deviation
}

/// 1/√(2π).
const FRAC_1_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;
