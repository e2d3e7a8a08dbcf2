//! Tables drawn under the hypothesis.

use super::null::Null;
use crate::error::{Error, Result};
use crate::interval::{BinomialMethod, Interval};
use crate::numeric::{Confidence, RandomStream};

/// Respondents drawn at most, over all replicates.
const MOST_DRAWS: f64 = 5e10;

/// (b + 1)/(R + 1) of R replicates of which b lie in the tail (Davison & Hinkley 1997; never 0, and a test
/// of its own), with the Clopper–Pearson interval of the exact p-value from b of R.
pub(super) fn p_value(
    null: &Null,
    seed: u64,
    replicates: u64,
    confidence: Confidence,
) -> Result<(f64, Interval)> {
    let draws = null.total as f64 * replicates as f64;
    if replicates == 0 || draws > MOST_DRAWS {
        return Err(Error::out_of_range(
            "replicates",
            replicates,
            format!(
                "give at least 1 and, with {} respondents, at most {:.0}; with so many respondents \
                 the chi-squared tests are as good",
                null.total,
                (MOST_DRAWS / null.total as f64).floor()
            ),
        ));
    }
    let thresholds = thresholds(&null.expected);
    let mut table = vec![0; null.choices()];
    let mut in_tail = 0_u64;
    for replicate in 0..replicates {
        let mut stream = RandomStream::new(seed, replicate);
        draw(&mut stream, null.total, &thresholds, &mut table);
        let counts = table.iter().zip(&null.expected);
        let terms = counts.map(|(&a, &e)| null.term_at(a as f64, e)).sum();
        if null.in_tail(terms, &table) {
            in_tail += 1;
        }
    }
    let (hits, size) = (in_tail as f64, replicates as f64);
    let interval = BinomialMethod::ClopperPearson.interval(hits, size, confidence)?;
    Ok(((hits + 1.0) / (size + 1.0), interval))
}

/// The probability of each choice given that none of those after it was chosen, in units of 2^−64.
fn thresholds(expected: &[f64]) -> Vec<u64> {
    let mut so_far = 0.0;
    expected
        .iter()
        .map(|&e| {
            so_far += e;
            // The conversion saturates, and the first choice takes whoever is left anyway.
            (e / so_far * 2f64.powi(64)) as u64
        })
        .collect()
}

/// One multinomial table: from the last choice, the largest, to the first, each a binomial count of those
/// who are left.
fn draw(stream: &mut RandomStream, total: u64, thresholds: &[u64], table: &mut [u64]) {
    let mut left = total;
    for (slot, &threshold) in table.iter_mut().zip(thresholds).skip(1).rev() {
        *slot = binomial(stream, left, threshold);
        left -= *slot;
    }
    if let Some(first) = table.first_mut() {
        *first = left;
    }
}

/// How many of `trials` random numbers of 64 bits are below `threshold`.
///
/// All numbers are compared bit by bit from the highest at once: those whose bit differs from the
/// threshold's are decided, on average half of them. So some 2·trials random bits are enough, and no
/// arithmetic but counting is done.
fn binomial(stream: &mut RandomStream, trials: u64, threshold: u64) -> u64 {
    let mut below = 0;
    let mut undecided = trials;
    let mut bits = threshold;
    while undecided > 0 && bits != 0 {
        let ones = ones_among(stream, undecided);
        if bits >> 63 == 1 {
            below += undecided - ones;
            undecided = ones;
        } else {
            undecided -= ones;
        }
        bits <<= 1;
    }
    below
}

/// How many of `size` random bits are 1.
fn ones_among(stream: &mut RandomStream, size: u64) -> u64 {
    let mut ones = 0;
    for _ in 0..size / 64 {
        ones += u64::from(stream.bits().count_ones());
    }
    let rest = size % 64;
    if rest > 0 {
        ones += u64::from((stream.bits() >> (64 - rest)).count_ones());
    }
    ones
}
