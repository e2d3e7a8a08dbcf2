//! The table under test, and how others compare with it.

use super::ExactTest;
use crate::error::{Error, Result};
use crate::numeric::double_double::DoubleDouble;
use crate::numeric::logarithm::{HALF_LN_TWO_PI, log_remainder, stirling_remainder};
use crate::numeric::{binomial_cdf, binomial_upper_tail, sum};

/// The observed table and the hypothesis, checked; choices with an official share only, the smallest
/// first.
///
/// Every statistic here is a sum of one term per choice, each convex in that choice's count and at least
/// zero, and up to one constant for all tables of n:
/// X²: (a − e)²/e; G: 2(a ln(a/e) − a + e); probability: −2 ln of the Poisson probability of a over that of
/// its mode. A multinomial table is one of independent Poisson counts a_i with means e_i, given that they
/// sum to n; so the probability of a table is a product over the choices as well.
pub(super) struct Null {
    pub(super) test: ExactTest,
    /// Respondents per choice; `None` where shares were published and the respondents of a design stand for
    /// fewer.
    pub(super) counts: Option<Vec<u64>>,
    /// As given.
    probabilities: Vec<f64>,
    /// n·p_i, of probabilities that sum to 1.
    pub(super) expected: Vec<f64>,
    /// Respondents.
    pub(super) total: u64,
    /// The sum of the observed table's terms.
    pub(super) observed: f64,
    /// What must be added to a sum of terms to have the statistic.
    constant: f64,
    /// Sums of terms that are nearer to the observed one than this are compared at twice the precision.
    pub(super) slack: f64,
    /// Statistics that fall short of the observed one by no more than this count as equal to it.
    tie_tolerance: f64,
}

/// At 32 digits, tables whose statistics differ by less than this have the same.
const SAME: f64 = 1e-20;

impl Null {
    pub(super) fn new(
        test: ExactTest,
        counts: &[f64],
        probabilities: &[f64],
        tie_tolerance: f64,
    ) -> Result<Null> {
        crate::hypothesis::goodness_of_fit::check_shares("probabilities", probabilities)?;
        if counts.len() != probabilities.len() {
            return Err(Error::inconsistent(
                "counts".to_string(),
                format!("{} counts", counts.len()),
                format!("`probabilities`, {} shares", probabilities.len()),
                "give both in one order of choices".to_string(),
            ));
        }
        let mut choices = Vec::with_capacity(counts.len());
        let mut total = 0;
        for (index, (&count, &probability)) in counts.iter().zip(probabilities).enumerate() {
            let whole = whole_count(index, count)?;
            total += whole;
            if probability > 0.0 {
                choices.push((probability, whole));
            } else if whole > 0 {
                return Err(Error::undefined(
                    test.name(),
                    format!(
                        "choice {index} has no official share but {whole} respondents; merge it \
                         with another"
                    ),
                ));
            }
        }
        choices.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (probabilities, counts): (Vec<f64>, Vec<u64>) = choices.into_iter().unzip();
        let mut null = Null::under(test, probabilities, total, tie_tolerance)?;
        let terms = counts.iter().zip(&null.expected);
        let observed = sum(terms.map(|(&count, &e)| null.term_at(count as f64, e)));
        null.observe(observed);
        null.counts = Some(counts);
        Ok(null)
    }

    /// From published `shares`: the statistic that `total` respondents with just these shares would have.
    pub(super) fn of_shares(
        test: ExactTest,
        shares: &[f64],
        probabilities: &[f64],
        total: u64,
        tie_tolerance: f64,
    ) -> Result<Null> {
        let mut choices: Vec<(f64, f64)> = probabilities
            .iter()
            .copied()
            .zip(shares.iter().copied())
            .filter(|(probability, _)| *probability > 0.0)
            .collect();
        choices.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (probabilities, shares): (Vec<f64>, Vec<f64>) = choices.into_iter().unzip();
        let mut null = Null::under(test, probabilities, total, tie_tolerance)?;
        let terms = shares.iter().zip(&null.expected);
        let observed = sum(terms.map(|(&share, &e)| null.term_at(share * total as f64, e)));
        null.observe(observed);
        // Published shares are not exact in binary: what equals them but for that is equal.
        null.tie_tolerance = null.tie_tolerance.max(null.slack);
        Ok(null)
    }

    /// The hypothesis, with probabilities in ascending order.
    fn under(
        test: ExactTest,
        probabilities: Vec<f64>,
        total: u64,
        tie_tolerance: f64,
    ) -> Result<Null> {
        if probabilities.len() < 2 {
            return Err(Error::undefined(
                test.name(),
                "fewer than two choices have an official share",
            ));
        }
        if total == 0 || total > LARGEST {
            return Err(Error::out_of_range(
                "counts",
                format!("{total} respondents in all"),
                "give from 1 to 9,007,199,254,740,991 respondents",
            ));
        }
        let share = sum(probabilities.iter().copied());
        let expected: Vec<f64> = probabilities
            .iter()
            .map(|probability| total as f64 * (probability / share))
            .collect();
        let constant = match test {
            ExactTest::Probability => {
                let modes = expected.iter().map(|&e| -2.0 * log_poisson(e.floor(), e));
                sum(modes) + 2.0 * log_poisson(total as f64, total as f64)
            }
            ExactTest::Pearson | ExactTest::LikelihoodRatio => 0.0,
        };
        Ok(Null {
            test,
            counts: None,
            probabilities,
            expected,
            total,
            observed: 0.0,
            constant,
            slack: 0.0,
            tie_tolerance,
        })
    }

    fn observe(&mut self, observed: f64) {
        self.observed = observed;
        // Rounding of e moves a term by some √(observed·e) units in the last place.
        self.slack = self.tie_tolerance
            + 1e-9 * (1.0 + observed)
            + 1e-14 * (observed * self.total as f64).sqrt();
    }

    /// How many choices have an official share.
    pub(super) fn choices(&self) -> usize {
        self.expected.len()
    }

    /// Where X² has a lattice of its own, its distance d: with equal shares, X² = Σ (k a² − 2an)/n + n, and
    /// every term is n/k and a whole number of d, 1/n or for an even k 2/n.
    pub(super) fn own_lattice(&self) -> Option<f64> {
        let even = self.equal_neighbours() + 1 == self.choices();
        let step = if self.choices().is_multiple_of(2) {
            2.0
        } else {
            1.0
        };
        (self.test == ExactTest::Pearson && even).then(|| step / self.total as f64)
    }

    /// Whether a table can be a permutation of the observed one and as probable.
    pub(super) fn has_equal_shares(&self) -> bool {
        self.equal_neighbours() > 0
    }

    /// How many choices have the share of the one before them in order of size.
    fn equal_neighbours(&self) -> usize {
        let pairs = self
            .probabilities
            .iter()
            .zip(self.probabilities.iter().skip(1));
        pairs.filter(|(one, other)| one == other).count()
    }

    /// The statistic as published: X², G, or the probability of the observed table.
    pub(super) fn statistic(&self) -> f64 {
        match self.test {
            ExactTest::Probability => (-0.5 * (self.observed + self.constant)).exp(),
            ExactTest::Pearson | ExactTest::LikelihoodRatio => self.observed,
        }
    }

    /// One choice's term at the count `a`.
    pub(super) fn term_at(&self, a: f64, expected: f64) -> f64 {
        match self.test {
            ExactTest::Probability => {
                2.0 * (log_poisson(expected.floor(), expected) - log_poisson(a, expected))
            }
            ExactTest::Pearson => (a - expected) * ((a - expected) / expected),
            ExactTest::LikelihoodRatio => 2.0 * deviance(a, expected),
        }
    }

    /// Whether a table belongs to the tail, given its sum of terms: it is at least as far from the
    /// hypothesis as the observed one.
    pub(super) fn in_tail(&self, terms: f64, table: &[u64]) -> bool {
        let above = terms - self.observed;
        if above.abs() > self.slack {
            return above > 0.0;
        }
        let difference = match &self.counts {
            Some(counts) => self.difference(table, counts),
            None => above,
        };
        difference >= -self.tie_tolerance.max(SAME)
    }

    /// The statistic of `table` less that of the observed table, to 30 digits or so.
    fn difference(&self, table: &[u64], counts: &[u64]) -> f64 {
        let mut total = DoubleDouble::ZERO;
        let choices = counts.iter().zip(table).zip(&self.probabilities);
        for ((&observed, &count), &probability) in choices {
            if observed == count {
                continue;
            }
            let (o, a) = (observed as f64, count as f64);
            let change = DoubleDouble::from(a) - DoubleDouble::from(o);
            let expected = DoubleDouble::product(self.total as f64, probability);
            total = total
                + match self.test {
                    // (a − o)(a + o − 2e)/e.
                    ExactTest::Pearson => {
                        let both = DoubleDouble::from(a) + DoubleDouble::from(o);
                        change * (both - expected - expected).divided_by(expected)
                    }
                    ExactTest::LikelihoodRatio => {
                        let part = |n: f64| {
                            if n == 0.0 {
                                return DoubleDouble::ZERO;
                            }
                            let n = DoubleDouble::from(n);
                            let log = n.divided_by(expected).ln();
                            (n + n) * log
                        };
                        part(a) - part(o)
                    }
                    // 2(ln a! − ln o! − (a − o) ln p).
                    ExactTest::Probability => {
                        let factorials = log_factorial_ratio(count, observed);
                        let half = factorials - change * DoubleDouble::from(probability).ln();
                        half + half
                    }
                };
        }
        total.value()
    }

    /// P(Poisson mean e = a) of one choice.
    pub(super) fn weight_at(&self, a: f64, expected: f64) -> f64 {
        log_poisson(a, expected).exp()
    }

    /// P(Poisson mean n = n), by which products of the choices' weights are divided.
    pub(super) fn normaliser(&self) -> f64 {
        log_poisson(self.total as f64, self.total as f64).exp()
    }
}

/// Counts up to here are whole in a double.
const LARGEST: u64 = (1 << 53) - 1;

fn whole_count(index: usize, count: f64) -> Result<u64> {
    if count >= 0.0 && count <= LARGEST as f64 && count.fract() == 0.0 {
        return Ok(count as u64);
    }
    Err(Error::out_of_range(
        format!("counts[{index}]"),
        count,
        "give a whole number from 0 up; an exact test needs respondents as they were counted (for \
         effective sizes use the Rao–Scott test)",
    ))
}

/// a ln(a/e) − (a − e), the deviance of a Poisson count.
fn deviance(a: f64, expected: f64) -> f64 {
    if a == 0.0 {
        return expected;
    }
    a * log_remainder((expected - a) / a, expected / a)
}

/// ln of the Poisson probability of `a` at the mean `expected` (Loader 2000).
pub(super) fn log_poisson(a: f64, expected: f64) -> f64 {
    if a == 0.0 {
        return -expected;
    }
    -deviance(a, expected) - HALF_LN_TWO_PI - 0.5 * a.ln() - stirling_remainder(a)
}

/// ln(a!/o!).
fn log_factorial_ratio(a: u64, o: u64) -> DoubleDouble {
    let (low, high) = (a.min(o), a.max(o));
    let mut log = DoubleDouble::ZERO;
    let mut product = DoubleDouble::from(1.0);
    for factor in low + 1..=high {
        product = product * DoubleDouble::from(factor as f64);
        if product.value() > 1e250 {
            log = log + product.ln();
            product = DoubleDouble::from(1.0);
        }
    }
    log = log + product.ln();
    if a < o { -log } else { log }
}

/// P(X < low) + P(X > high) of X binomial; everything where the range from `low` to `high` is empty.
pub(super) fn binomial_outside(range: Option<(u64, u64)>, trials: u64, q: f64) -> Result<f64> {
    let Some((low, high)) = range else {
        return Ok(1.0);
    };
    let n = trials as f64;
    let below = if low > 0 {
        binomial_cdf((low - 1) as f64, n, q)?
    } else {
        0.0
    };
    let above = if high < trials {
        binomial_upper_tail((high + 1) as f64, n, q)?
    } else {
        0.0
    };
    Ok(below + above)
}
