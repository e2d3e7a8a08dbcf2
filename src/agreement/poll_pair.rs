//! Whether one poll is further from the count than another by more than chance.

use serde::Serialize;

use super::distance::Distance;
use crate::error::{Error, Result};
use crate::hypothesis::SMALL_CELL;
use crate::interval::Interval;
use crate::numeric::{CompensatedSum, Confidence, EQUAL_SHARES, normal_upper_tail};

/// The difference between the total variations of two polls from one count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PollPair {
    /// TV₁ − TV₂: positive where the first poll is further from the count.
    pub difference: f64,
    /// √(V₁ + V₂).
    pub standard_error: f64,
    /// difference ± z_c standard errors.
    pub interval: Interval,
    /// P(|Z| ≥ |difference|/standard error).
    pub p_value: f64,
}

impl PollPair {
    /// Two polls (shares and effective size) and the count, over the same choices, which must be all of them:
    /// z = (TV₁ − TV₂)/√(V₁ + V₂) with V = ¼(Σ p_i s_i² − (Σ p_i s_i)²)/n_eff and s_i the sign of p_i − v_i, the delta
    /// method for TV = ½Σ s_i(p_i − v_i).
    ///
    /// Exact in its variance for two choices, and approximate beyond: where a poll meets a share of the count the sign
    /// jumps. The polls must be independent; two publishers of one sample have no difference by chance. Several pairs
    /// need an [adjustment](crate::hypothesis::Adjustment::Holm).
    ///
    /// The distance is the sum of the shares above the count less that of the count, so that V is of respondents on two
    /// sides. Where either side of a poll has fewer than [five](SMALL_CELL), V says nothing of its error: it is 0 for two
    /// respondents of whom both chose the same.
    ///
    /// # Errors
    /// As for [`Distance::between`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for shares that do not sum to 1 within 1e-6 or a size that
    /// is not positive and finite; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) where a poll has fewer than five effective respondents for the
    /// choices that it puts above the count, or for those below.
    ///
    /// ```
    /// use exitpoll::{Confidence, agreement::PollPair};
    ///
    /// // 10 and 2 points off, with standard errors of √(.24/600) = 2 and √(.2496/1024) = 1.56 points.
    /// let count = [0.5, 0.5];
    /// let pair = PollPair::of((&[0.6, 0.4], 600.0), (&[0.52, 0.48], 1024.0), &count, Confidence::P95)?;
    /// assert!((pair.difference - 0.08).abs() < 1e-15);
    /// let error = (0.24_f64 / 600.0 + 0.2496 / 1024.0).sqrt();
    /// assert!((pair.standard_error - error).abs() < 1e-15 && pair.p_value < 0.002);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of(
        first: (&[f64], f64),
        second: (&[f64], f64),
        count: &[f64],
        confidence: Confidence,
    ) -> Result<PollPair> {
        check_whole("count", count)?;
        let [one, other] = [("first", first), ("second", second)].map(|(field, (shares, size))| {
            check_whole(field, shares)?;
            check_size(field, size)?;
            let distance = Distance::TotalVariation.between(shares, count)?;
            let sides = Sides::of(shares, count);
            if sides.have_small_cell(size) {
                return Err(Error::undefined(
                    "the difference between two polls",
                    format!(
                        "the {field} poll has fewer than five effective respondents for the choices that it puts \
                         above the count, or for those below"
                    ),
                ));
            }
            Ok((distance, sides.variance() / size))
        });
        let ((tv_1, v_1), (tv_2, v_2)) = (one?, other?);
        let (difference, standard_error) = (tv_1 - tv_2, (v_1 + v_2).sqrt());
        let p_value = (2.0 * normal_upper_tail(difference.abs() / standard_error)?).min(1.0);
        let half_width = confidence.critical_value() * standard_error;
        Ok(PollPair {
            difference,
            standard_error,
            interval: Interval {
                low: difference - half_width,
                high: difference + half_width,
            },
            p_value,
        })
    }
}

/// A poll's shares of the choices above, below and at the count.
pub(crate) struct Sides {
    above: f64,
    below: f64,
    equal: f64,
}

impl Sides {
    pub(crate) fn of(shares: &[f64], count: &[f64]) -> Sides {
        let [mut above, mut below, mut equal] = [CompensatedSum::default(); 3];
        for (&p, &v) in shares.iter().zip(count) {
            // The sign of 0 is 0; that of what computing leaves of it would be anybody's.
            if (p - v).abs() <= EQUAL_SHARES {
                equal.add(p);
            } else if p > v {
                above.add(p);
            } else {
                below.add(p);
            }
        }
        let [above, below, equal] = [above, below, equal].map(|sum| sum.value());
        Sides {
            above,
            below,
            equal,
        }
    }

    /// Whether the poll has no choice above the count, and so none below it either.
    pub(crate) fn are_level(&self) -> bool {
        self.above == 0.0 && self.below == 0.0
    }

    /// Whether a poll of this effective size has too few respondents on either side for the normal distribution.
    pub(crate) fn have_small_cell(&self, size: f64) -> bool {
        size * self.above.min(self.below) < SMALL_CELL
    }

    /// ¼(Σ p s² − (Σ p s)²), of one respondent: ¼(P₊ + P₋ − (P₊ − P₋)²) = ¼(4P₊P₋ + P₀(P₊ + P₋)), of terms that are
    /// not negative.
    fn variance(&self) -> f64 {
        let Sides {
            above,
            below,
            equal,
        } = self;
        0.25 * (4.0 * above * below + equal * (above + below))
    }
}

fn check_whole(field: &str, shares: &[f64]) -> Result<()> {
    let total = crate::numeric::sum(shares.iter().copied());
    if (total - 1.0).abs() <= 1e-6 {
        return Ok(());
    }
    Err(Error::out_of_range(
        field,
        format!("shares that sum to {total}"),
        "give the shares of all choices, so that they sum to 1",
    ))
}

fn check_size(field: &str, size: f64) -> Result<()> {
    if size > 0.0 && size.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        format!("effective size of the {field}"),
        size,
        "give a positive, finite number of respondents",
    ))
}
