//! The odds of two choices, after Martin, Traugott & Kennedy (2005), *A Review and Proposal for a New
//! Measure of Poll Accuracy*, Public Opinion Quarterly 69.

use serde::Serialize;

use super::{check, check_size, is_positive, wald};
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::numeric::Confidence;

/// Which choice stands above in the odds and which below, as positions in the list of choices.
///
/// Publications differ in which party they put above (the authors put the Republicans there), and the
/// sign of A depends on it: so both are named, and every result carries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Orientation {
    /// The choice in the numerator, "R" of the authors: A is positive where the poll favours it.
    pub numerator: usize,
    /// The choice in the denominator, "D" of the authors.
    pub denominator: usize,
}

impl Orientation {
    pub(crate) fn pick<T: Copy>(self, list: &[T]) -> Result<(T, T)> {
        if self.numerator == self.denominator {
            let help = "give two different choices";
            return Err(Error::out_of_range("denominator", self.denominator, help));
        }
        let at = |field: &str, position: usize| {
            list.get(position).copied().ok_or_else(|| {
                let help = format!("give a position below the {} choices", list.len());
                Error::out_of_range(field, position, help)
            })
        };
        Ok((
            at("numerator", self.numerator)?,
            at("denominator", self.denominator)?,
        ))
    }
}

/// The predictive accuracy A of two choices, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct OddsRatio {
    /// ln\[(p_R/p_D)/(v_R/v_D)\]: positive where the poll favours the numerator.
    pub value: f64,
    /// √(1/(n p_R) + 1/(n p_D)); only with a known size.
    pub standard_error: Option<f64>,
    /// Which choice is R and which is D.
    pub orientation: Orientation,
}

impl OddsRatio {
    /// A over its standard error; only with a known size.
    #[must_use]
    pub fn z(&self) -> Option<f64> {
        self.standard_error.map(|error| self.value / error)
    }

    /// The two-sided p-value of no bias between the two, 2(1 − Φ(|z|)); only with a known size.
    #[must_use]
    pub fn p_value(&self) -> Option<f64> {
        wald::p_value(self.value, self.standard_error?)
    }

    /// A ± z_c times its standard error; only with a known size.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        Some(wald::interval(self.value, self.standard_error?, confidence))
    }
}

/// A = ln\[(p_R/p_D)/(v_R/v_D)\], with Var(A) = 1/(n p_R) + 1/(n p_D) for n effective respondents (that
/// is deff·(1/(m p_R) + 1/(m p_D)) for m respondents).
///
/// `poll` and `count` list all choices; other choices than the two do not matter. For a polled share of
/// 0, apply [`Rules`](super::Rules) with [`ZeroShares::AddHalf`](super::ZeroShares) first.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::accuracy::{Orientation, martin_traugott_kennedy};
/// // 50 to 25 in a poll of 300, even in the count: A = ln 2, variance 1/150 + 1/75 = 1/50.
/// let orientation = Orientation { numerator: 0, denominator: 1 };
/// let count = [0.4, 0.4, 0.2];
/// let a = martin_traugott_kennedy(&[0.5, 0.25, 0.25], &count, orientation, Some(300.0))?;
/// assert!((a.value - 2f64.ln()).abs() < 1e-15);
/// assert!((a.standard_error.unwrap() - 0.02f64.sqrt()).abs() < 1e-15);
/// assert!(a.interval(Confidence::P95).unwrap().low() > 0.0);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if one of the four shares is 0; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion,
/// lists of different length, positions beyond them, the same position twice, or a size that is not
/// positive.
pub fn martin_traugott_kennedy(
    poll: &[f64],
    count: &[f64],
    orientation: Orientation,
    size: Option<f64>,
) -> Result<OddsRatio> {
    check(poll, count, 2)?;
    let ((p_r, p_d), (v_r, v_d)) = (orientation.pick(poll)?, orientation.pick(count)?);
    if ![p_r, p_d, v_r, v_d].into_iter().all(is_positive) {
        let reason = "a share is 0, where the odds are 0 or infinite; add half a respondent, or \
                      compare other choices";
        return Err(Error::undefined("A", reason));
    }
    let standard_error = match size {
        Some(n) => {
            check_size(n)?;
            Some(standard_error(p_r, p_d, n))
        }
        None => None,
    };
    Ok(OddsRatio {
        value: log_odds_ratio(p_r, p_d, v_r, v_d),
        standard_error,
        orientation,
    })
}

/// ln(p_R/v_R) − ln(p_D/v_D), each to full accuracy also where the poll is near the count.
pub(super) fn log_odds_ratio(p_r: f64, p_d: f64, v_r: f64, v_d: f64) -> f64 {
    let log_ratio = |p: f64, v: f64| {
        let d = p - v;
        if d.abs() < 0.5 * v {
            (d / v).ln_1p()
        } else {
            (p / v).ln()
        }
    };
    log_ratio(p_r, v_r) - log_ratio(p_d, v_d)
}

pub(super) fn standard_error(numerator: f64, denominator: f64, size: f64) -> f64 {
    (1.0 / (size * numerator) + 1.0 / (size * denominator)).sqrt()
}
