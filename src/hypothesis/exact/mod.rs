//! Exact tests of fit: the probability under the multinomial distribution itself, not its large-sample
//! limit, of a table at least as far from the count as the poll's.

mod enumeration;
mod grid;
mod grouped;
mod lattice;
mod method;
mod null;
mod profile;
mod simulation;

pub use method::{ExactMethod, ExactTest};

use serde::Serialize;

use super::{likelihood_ratio, pearson};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::{Bounds, Confidence};
use null::Null;

/// Up to this many tables, C(n + k − 1, k − 1), each is looked at on its own.
pub const ENUMERATION_LIMIT: f64 = 1e7;

/// The counts up to which enumeration holds its terms: k(n + 1) of them.
const MOST_TERMS: f64 = 1e6;

/// Cells of the lattice unless told otherwise.
const DEFAULT_CELLS: usize = 1 << 15;

/// Replicates unless told otherwise.
const DEFAULT_REPLICATES: u64 = 100_000;

/// An exact multinomial test of fit and its settings.
///
/// The method follows from the size of the table, unless it is asked for: enumeration of all tables (also
/// where grouping those that share all but two choices makes that feasible), the lattice convolution of
/// Keich & Nagarajan (2006) with certain bounds, or seeded Monte Carlo with its own interval. The result
/// says which.
///
/// Tables whose statistic equals the observed one belong to the tail. Near-ties are decided at 32 digits,
/// with the probabilities taken as the binary numbers that they are: .3 is then not quite 3/10, and tables
/// that tie in tenths may differ by 1e-17. [`ties_within`](ExactMultinomial::ties_within) counts those as
/// ties where the probabilities are decimal figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExactMultinomial {
    test: ExactTest,
    method: Option<ExactMethod>,
    tie_tolerance: f64,
    cells: usize,
    replicates: u64,
    seed: u64,
    confidence: Confidence,
}

/// The result of an exact test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ExactFit {
    /// What orders the tables.
    pub test: ExactTest,
    /// X², G, or for the probability order the probability of the observed table.
    pub statistic: f64,
    /// The probability of a table at least as far from the hypothesis as the observed one.
    pub p_value: f64,
    /// How it was computed.
    pub method: ExactMethod,
    /// How far it may be off.
    pub precision: Precision,
}

/// What is known of an exact p-value beside the figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Precision {
    /// Right to the digits of floating-point arithmetic.
    Exact,
    /// The exact p-value certainly lies in these bounds; the figure given is usually much nearer to it.
    Lattice {
        /// Bounds from the rounding of the statistic.
        bounds: Bounds,
        /// Cells of the lattice up to the observed statistic.
        cells: u64,
    },
    /// Estimated from random tables.
    Sampled {
        /// Clopper–Pearson interval of the exact p-value.
        interval: Interval,
        /// Its confidence.
        confidence: Confidence,
        /// Random tables.
        replicates: u64,
        /// The seed that gives the same tables again.
        seed: u64,
    },
}

impl ExactMultinomial {
    /// The test by this order of the tables, with default settings.
    #[must_use]
    pub fn new(test: ExactTest) -> ExactMultinomial {
        ExactMultinomial {
            test,
            method: None,
            tie_tolerance: 0.0,
            cells: DEFAULT_CELLS,
            replicates: DEFAULT_REPLICATES,
            seed: 0,
            confidence: Confidence::P99,
        }
    }

    /// Asks for one method; an error results where it is not feasible.
    #[must_use]
    pub fn method(mut self, method: ExactMethod) -> Self {
        self.method = Some(method);
        self
    }

    /// Statistics (X², G, −2 ln P) that fall short of the observed one by at most this count as equal to it;
    /// 1e-9 suits probabilities that are decimal figures.
    #[must_use]
    pub fn ties_within(mut self, tolerance: f64) -> Self {
        self.tie_tolerance = tolerance;
        self
    }

    /// Cells of the lattice at most (32,768 unless set): twice as many halve the width of the bounds and
    /// double the time.
    #[must_use]
    pub fn lattice_cells(mut self, cells: usize) -> Self {
        self.cells = cells;
        self
    }

    /// Random tables of the Monte Carlo method (100,000 unless set).
    #[must_use]
    pub fn replicates(mut self, replicates: u64) -> Self {
        self.replicates = replicates;
        self
    }

    /// The seed of the Monte Carlo method (0 unless set).
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The confidence of the Monte Carlo method's interval (99 % unless set).
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// The test of `counts`, respondents per choice, against the count's shares.
    ///
    /// The probabilities are divided by their sum, which must be 1 within 1e-6. A choice with neither
    /// official share nor respondents is left out. p-values below 1e-300 may come out as 0.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a count that is not whole (effective sizes: use
    /// [`rao_scott`](super::rao_scott)), no respondents at all, a share outside [0, 1], shares that do not sum
    /// to 1, a tolerance or a number of cells or replicates out of range; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for lists
    /// of different length; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if a choice has respondents but no official share, fewer
    /// than two choices have an official share, or the method asked for is not feasible.
    ///
    /// ```
    /// use exitpoll::hypothesis::{ExactMethod, ExactMultinomial, ExactTest};
    ///
    /// // 3 of 3 for a choice of half the votes: as improbable as 0 of 3, together 2/8.
    /// let test = ExactMultinomial::new(ExactTest::Probability).test(&[3.0, 0.0], &[0.5, 0.5])?;
    /// assert!((test.p_value - 0.25).abs() < 1e-15);
    /// assert_eq!(test.method, ExactMethod::Enumeration);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn test(&self, counts: &[f64], probabilities: &[f64]) -> Result<ExactFit> {
        self.check_tolerance()?;
        self.of(&Null::new(
            self.test,
            counts,
            probabilities,
            self.tie_tolerance,
        )?)
    }

    /// The test of published shares against the count's, for a poll of an effective size: the multinomial
    /// distribution of ⌊n_eff⌋ respondents, ordered by X² or G, from the statistic that so many respondents with
    /// just these shares would have. By enumeration where the tables can be looked at, otherwise by seeded Monte
    /// Carlo; "exact" only where the effective size is that of respondents drawn singly.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares that are no proportions or do not sum to 1 within 1e-6, or an effective size
    /// under 1; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for lists of different length; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for the order by
    /// probability, which published shares do not have, for a polled share above 0 of a choice without an official
    /// one, or fewer than two choices with one.
    ///
    /// ```
    /// use exitpoll::hypothesis::{ExactMultinomial, ExactTest};
    ///
    /// // 3 of 4 for a choice of half the votes: all but 2 to 2 are as far or further, 10 of 16.
    /// let test = ExactMultinomial::new(ExactTest::Pearson);
    /// let fit = test.test_shares(&[0.75, 0.25], &[0.5, 0.5], 4.9)?;
    /// assert!((fit.p_value - 10.0 / 16.0).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn test_shares(
        &self,
        poll: &[f64],
        count: &[f64],
        effective_size: f64,
    ) -> Result<ExactFit> {
        self.check_tolerance()?;
        if self.test == ExactTest::Probability {
            return Err(Error::undefined(
                self.test.name(),
                "shares have no probability of their own; take the order of X² or G",
            ));
        }
        let statistic = match self.test {
            ExactTest::LikelihoodRatio => likelihood_ratio,
            _ => pearson,
        };
        // Checks everything but the size from below.
        statistic(poll, count, effective_size)?;
        if effective_size < 1.0 {
            return Err(Error::out_of_range(
                "effective_size",
                effective_size,
                "a multinomial sample has at least one respondent",
            ));
        }
        self.of(&Null::of_shares(
            self.test,
            poll,
            count,
            effective_size.floor() as u64,
            self.tie_tolerance,
        )?)
    }

    fn check_tolerance(&self) -> Result<()> {
        if self.tie_tolerance >= 0.0 && self.tie_tolerance.is_finite() {
            return Ok(());
        }
        Err(Error::out_of_range(
            "ties_within",
            self.tie_tolerance,
            "give 0 or a small positive difference of the statistic, such as 1e-9",
        ))
    }

    fn of(&self, null: &Null) -> Result<ExactFit> {
        let wanted = |method| self.method.is_none_or(|wanted| wanted == method);
        if wanted(ExactMethod::Enumeration) {
            if is_enumerable(null) {
                return Ok(self.exact(null, enumeration::p_value(null)));
            }
            if let Some(p_value) = grouped::p_value(null)? {
                return Ok(self.exact(null, p_value));
            }
        }
        if wanted(ExactMethod::Convolution)
            && let Some(convolution) = lattice::convolve(null, self.cells)?
        {
            let precision = Precision::Lattice {
                bounds: convolution.bounds,
                cells: convolution.cells,
            };
            let p_value = convolution.p_value;
            return Ok(self.result(null, p_value, ExactMethod::Convolution, precision));
        }
        if wanted(ExactMethod::MonteCarlo) {
            let (p_value, interval) =
                simulation::p_value(null, self.seed, self.replicates, self.confidence)?;
            let precision = Precision::Sampled {
                interval,
                confidence: self.confidence,
                replicates: self.replicates,
                seed: self.seed,
            };
            return Ok(self.result(null, p_value, ExactMethod::MonteCarlo, precision));
        }
        Err(Error::undefined(
            format!("{} by the method asked for", self.test),
            "the table is too large, or for a lattice too small; leave the method open",
        ))
    }

    fn exact(&self, null: &Null, p_value: f64) -> ExactFit {
        self.result(null, p_value, ExactMethod::Enumeration, Precision::Exact)
    }

    fn result(
        &self,
        null: &Null,
        p_value: f64,
        method: ExactMethod,
        precision: Precision,
    ) -> ExactFit {
        ExactFit {
            test: self.test,
            statistic: null.statistic(),
            p_value: p_value.min(1.0),
            method,
            precision,
        }
    }
}

/// Whether C(n + k − 1, k − 1) is within the limit.
fn is_enumerable(null: &Null) -> bool {
    let (n, k) = (null.total as f64, null.choices() as f64);
    if k * (n + 1.0) > MOST_TERMS {
        return false;
    }
    let mut tables = 1.0;
    for place in 1..null.choices() {
        tables *= (n + place as f64) / place as f64;
        if tables > ENUMERATION_LIMIT {
            return false;
        }
    }
    true
}
