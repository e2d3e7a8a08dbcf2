//! Every measure of one poll in one pass, and of many polls in one call.

use serde::Serialize;
use std::f64::consts::FRAC_2_PI;

use super::arzheimer_evans::{self, Bias, LogOdds, has_odds, log_odds};
use super::martin_traugott_kennedy::{self, OddsRatio, Orientation};
use super::mosteller::leaders;
use super::{check, check_size, is_positive};
use crate::error::{Error, Result};
use crate::hypothesis::{GoodnessOfFit, is_whole, likelihood_ratio_part, pearson_part};
use crate::numeric::{CompensatedSum, chi_squared_upper_tail};

/// A measure with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Score {
    /// The measure.
    pub value: f64,
    /// Its standard error; only with a known size.
    pub standard_error: Option<f64>,
}

/// Every accuracy measure of one poll against one count: the same figures, to the last bit, as the
/// functions of this module give one by one.
///
/// What does not exist for these shares is `None`; the function of that measure says why. Tests need a
/// size, and shares that sum to 1; their p-values, which take longer than all the rest, are computed when
/// asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Accuracy {
    /// The position of the winner of the count.
    pub winner: usize,
    /// The position of the runner-up of the count; absent with one choice only.
    pub runner_up: Option<usize>,
    /// Mosteller 1; its standard error is √(p(1 − p)/n) of the winner's share.
    pub mosteller_1: Score,
    /// Mosteller 3.
    pub mosteller_3: f64,
    /// Mosteller 4.
    pub mosteller_4: Option<f64>,
    /// Mosteller 5; its standard error is that of the poll's lead.
    pub mosteller_5: Option<Score>,
    /// Mosteller 6.
    pub mosteller_6: f64,
    /// The root mean squared error.
    pub root_mean_squared_error: f64,
    /// A of the winner over the runner-up.
    pub martin_traugott_kennedy: Option<OddsRatio>,
    /// B, with its expectation without bias.
    pub b: Option<Bias>,
    /// B_w, with its expectation without bias.
    pub b_weighted: Option<Bias>,
    /// Pearson's X², which is Mosteller 7.
    pub pearson: Option<f64>,
    /// G.
    pub likelihood_ratio: Option<f64>,
    /// The degrees of freedom of both: choices with an official share, less one.
    pub degrees_of_freedom: f64,
}

/// Polls in rows of one length, one below the other, each with its effective size and its count.
#[derive(Debug, Clone, Copy)]
pub struct Polls<'a> {
    /// The polled shares, row after row.
    pub shares: &'a [f64],
    /// The official shares: one row for all polls, or a row for each.
    pub counts: &'a [f64],
    /// How many choices, the length of a row.
    pub choices: usize,
    /// The effective size of each poll; none at all where they are unknown.
    pub sizes: &'a [f64],
}

impl Accuracy {
    /// All measures of one poll. `size` is its effective size.
    ///
    /// ```
    /// use exitpoll::accuracy::{Accuracy, b, mosteller_3};
    /// let (poll, count) = ([0.52, 0.39, 0.09], [0.50, 0.40, 0.10]);
    /// let all = Accuracy::of(&poll, &count, Some(1000.0))?;
    /// assert_eq!(all.mosteller_3, mosteller_3(&poll, &count)?);
    /// assert_eq!(all.b, Some(b(&poll, &count, Some(1000.0))?));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares that are no proportions, or differ in number, or for none, or
    /// for a size that is not positive.
    pub fn of(poll: &[f64], count: &[f64], size: Option<f64>) -> Result<Accuracy> {
        Accuracy::with_log_odds(poll, count, size, &mut [])
    }

    /// All measures of one poll, and A'_i of each choice written to `log_odds`: `None` where a share is
    /// 0 or 1. An empty slice asks for none.
    ///
    /// # Errors
    /// As for [`of`](Accuracy::of); [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a slice of another length.
    pub fn with_log_odds(
        poll: &[f64],
        count: &[f64],
        size: Option<f64>,
        log_odds: &mut [Option<LogOdds>],
    ) -> Result<Accuracy> {
        check(poll, count, 1)?;
        if let Some(n) = size {
            check_size(n)?;
        }
        if !log_odds.is_empty() && log_odds.len() != poll.len() {
            let value = format!("{} places", log_odds.len());
            let help = format!("give one for each of the {} choices, or none", poll.len());
            return Err(Error::out_of_range("log_odds", value, help));
        }
        Ok(Sums::of(poll, count, size, log_odds).finish(poll, count, size))
    }

    /// The test by Pearson's X², with its p-value.
    ///
    /// ```
    /// use exitpoll::accuracy::Accuracy;
    /// use exitpoll::hypothesis::pearson;
    /// let (poll, count) = ([0.52, 0.39, 0.09], [0.50, 0.40, 0.10]);
    /// let all = Accuracy::of(&poll, &count, Some(1000.0))?;
    /// assert_eq!(all.pearson_test(), Some(pearson(&poll, &count, 1000.0)?));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn pearson_test(&self) -> Option<GoodnessOfFit> {
        self.test(self.pearson?)
    }

    /// The test by G, with its p-value.
    #[must_use]
    pub fn likelihood_ratio_test(&self) -> Option<GoodnessOfFit> {
        self.test(self.likelihood_ratio?)
    }

    fn test(&self, statistic: f64) -> Option<GoodnessOfFit> {
        Some(GoodnessOfFit {
            statistic,
            degrees_of_freedom: self.degrees_of_freedom,
            p_value: chi_squared_upper_tail(statistic, self.degrees_of_freedom).ok()?,
        })
    }

    /// All measures of many polls, one to each place of `out`; A'_i of all choices is written to
    /// `log_odds` in rows, unless that is empty. Allocates nothing.
    ///
    /// ```
    /// use exitpoll::accuracy::{Accuracy, Polls};
    /// let shares = [0.52, 0.39, 0.09, 0.48, 0.40, 0.12];
    /// let counts = [0.50, 0.40, 0.10];
    /// let polls = Polls { shares: &shares, counts: &counts, choices: 3, sizes: &[1000.0, 500.0] };
    /// let mut out = [Accuracy::default(); 2];
    /// Accuracy::of_many(polls, &mut out, &mut [])?;
    /// assert_eq!(out[1], Accuracy::of(&shares[3..], &counts, Some(500.0))?);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`of`](Accuracy::of), for the first poll that is refused (`out` is written up to there);
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for slices whose lengths do not fit.
    pub fn of_many(
        polls: Polls<'_>,
        out: &mut [Accuracy],
        log_odds: &mut [Option<LogOdds>],
    ) -> Result<()> {
        let k = polls.choices;
        let misfit = |field: &str, length: usize, wanted: String| {
            Err(Error::out_of_range(field, format!("{length} long"), wanted))
        };
        if k == 0 {
            return misfit("choices", 0, "give at least one choice".into());
        }
        let Some(cells) = k.checked_mul(out.len()) else {
            return misfit("out", out.len(), "give one place for each poll".into());
        };
        if polls.shares.len() != cells {
            let help = format!("give {k} shares for each of {} places of `out`", out.len());
            return misfit("shares", polls.shares.len(), help);
        }
        if polls.counts.len() != k && polls.counts.len() != cells {
            let help = format!("give one row of {k} shares, or {cells}");
            return misfit("counts", polls.counts.len(), help);
        }
        if !polls.sizes.is_empty() && polls.sizes.len() != out.len() {
            let help = format!("give one size for each of {} polls, or none", out.len());
            return misfit("sizes", polls.sizes.len(), help);
        }
        if !log_odds.is_empty() && log_odds.len() != cells {
            let help = format!("give {cells} places, or none");
            return misfit("log_odds", log_odds.len(), help);
        }
        let mut rows = polls.shares.chunks_exact(k);
        // One count for all is the same row again and again.
        let mut counts = polls.counts.chunks_exact(k).cycle();
        let mut sizes = polls.sizes.iter().copied();
        let mut places = log_odds.chunks_exact_mut(k);
        for slot in out {
            let (Some(poll), Some(count)) = (rows.next(), counts.next()) else {
                break;
            };
            let place = places.next().unwrap_or_default();
            *slot = Accuracy::with_log_odds(poll, count, sizes.next(), place)?;
        }
        Ok(())
    }
}

/// What one pass over the choices gathers.
#[derive(Default)]
struct Sums {
    absolute: f64,
    relative: f64,
    squared: f64,
    largest: f64,
    b: f64,
    b_weighted: f64,
    errors: f64,
    weighted_errors: f64,
    /// A share of the count is 0.
    no_votes: bool,
    /// A share is 0 or 1.
    no_odds: bool,
    /// A choice without votes is polled.
    unsupported: bool,
    with_votes: f64,
    polled: CompensatedSum,
    counted: CompensatedSum,
    pearson: CompensatedSum,
    likelihood_ratio: CompensatedSum,
}

impl Sums {
    fn of(poll: &[f64], count: &[f64], size: Option<f64>, places: &mut [Option<LogOdds>]) -> Sums {
        let mut sums = Sums::default();
        let weight = 1.0 / poll.len() as f64;
        let mut places = places.iter_mut();
        for (&p, &v) in poll.iter().zip(count) {
            let d = p - v;
            sums.absolute += d.abs();
            sums.squared += d * d;
            sums.largest = f64::max(sums.largest, d.abs());
            sums.polled.add(p);
            sums.counted.add(v);
            if is_positive(v) {
                sums.relative += (d / v).abs();
            } else {
                sums.no_votes = true;
            }
            if v > 0.0 {
                sums.with_votes += 1.0;
                sums.pearson.add(pearson_part(p, v));
                sums.likelihood_ratio.add(likelihood_ratio_part(p, v));
            } else {
                sums.unsupported |= p > 0.0;
            }
            let odds = if has_odds(p) && has_odds(v) {
                let a = log_odds(p, v);
                sums.b += weight * a.abs();
                sums.b_weighted += v * a.abs();
                let standard_error = size.map(|n| arzheimer_evans::standard_error(p, n));
                if let Some(error) = standard_error {
                    sums.errors += weight * error;
                    sums.weighted_errors += v * error;
                }
                Some(LogOdds {
                    value: a,
                    standard_error,
                })
            } else {
                sums.no_odds = true;
                None
            };
            if let Some(place) = places.next() {
                *place = odds;
            }
        }
        sums
    }

    fn finish(self, poll: &[f64], count: &[f64], size: Option<f64>) -> Accuracy {
        let k = poll.len() as f64;
        let (winner, runner_up) = leaders(count);
        let pair = |at: usize| (poll[at], count[at]);
        let (p_w, v_w) = pair(winner);
        let whole = is_whole(self.polled.value()) && is_whole(self.counted.value());
        let tested = size.filter(|_| whole && !self.unsupported && self.with_votes >= 2.0);
        let [variance, variance_w] = match size {
            Some(_) if !self.no_odds => arzheimer_evans::unit_variances(poll, count),
            _ => [0.0, 0.0],
        };
        let bias = |value: f64, errors: f64, variance: f64| Bias {
            value,
            standard_error: size.map(|n| (variance / n).sqrt()),
            expected_without_bias: size.map(|_| FRAC_2_PI.sqrt() * errors),
        };
        Accuracy {
            winner,
            runner_up,
            mosteller_1: Score {
                value: (p_w - v_w).abs(),
                standard_error: size.map(|n| (p_w * (1.0 - p_w) / n).sqrt()),
            },
            mosteller_3: self.absolute / k,
            mosteller_4: (!self.no_votes).then_some(self.relative / k),
            mosteller_5: runner_up.map(|second| {
                let (p_r, v_r) = pair(second);
                let lead = p_w - p_r;
                Score {
                    value: ((p_w - v_w) - (p_r - v_r)).abs(),
                    standard_error: size
                        .filter(|_| p_w + p_r <= 1.0 + 1e-9)
                        .map(|n| ((p_w + p_r - lead * lead).max(0.0) / n).sqrt()),
                }
            }),
            mosteller_6: self.largest,
            root_mean_squared_error: (self.squared / k).sqrt(),
            martin_traugott_kennedy: runner_up.and_then(|denominator| {
                let (p_r, v_r) = pair(denominator);
                [p_w, v_w, p_r, v_r]
                    .into_iter()
                    .all(is_positive)
                    .then(|| OddsRatio {
                        value: martin_traugott_kennedy::log_odds_ratio(p_w, p_r, v_w, v_r),
                        standard_error: size
                            .map(|n| martin_traugott_kennedy::standard_error(p_w, p_r, n)),
                        orientation: Orientation {
                            numerator: winner,
                            denominator,
                        },
                    })
            }),
            b: (!self.no_odds).then(|| bias(self.b, self.errors, variance)),
            b_weighted: (!self.no_odds)
                .then(|| bias(self.b_weighted, self.weighted_errors, variance_w)),
            pearson: tested.map(|n| (n * self.pearson.value()).max(0.0)),
            likelihood_ratio: tested.map(|n| (n * self.likelihood_ratio.value()).max(0.0)),
            degrees_of_freedom: (self.with_votes - 1.0).max(0.0),
        }
    }
}

impl Default for Accuracy {
    /// A poll of one choice that has everything, as it has in the count: something to write over.
    fn default() -> Accuracy {
        Sums::of(&[1.0], &[1.0], None, &mut []).finish(&[1.0], &[1.0], None)
    }
}
