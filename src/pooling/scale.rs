//! The scale on which shares are pooled.

use serde::Serialize;
use std::f64::consts::FRAC_PI_2;
use std::fmt;
use std::str::FromStr;

use super::evidence::same_length;
use crate::error::{Error, Result, by_name};
use crate::interval::Interval;

/// The scale on which the share p of a choice enters the pool, with its sampling variance at the effective
/// size n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scale {
    /// p itself, variance p(1 − p)/n (`PR` in `metafor`). Intervals may pass 0 and 1 on the scale; they
    /// are cut there on the way back.
    Share,
    /// ln(p/(1 − p)), variance 1/(n p(1 − p)) (`PLO`).
    Logit,
    /// arcsin √p, variance 1/(4n) whatever p is (`PAS`; Anscombe 1948). Has no trouble with a share of
    /// 0 or 1.
    Arcsine,
}

/// What becomes of a share of 0 or 1 on the [`Share`](Scale::Share) and [`Logit`](Scale::Logit) scales,
/// where its variance is 0 or infinite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZeroShares {
    /// An error that names the poll.
    #[default]
    Refuse,
    /// Half a respondent more for the choice and half a one more against it, in that poll only: p becomes
    /// (np + ½)/(n + 1), n becomes n + 1 (`escalc` of `metafor`, add = 1/2, to = "only0").
    AddHalf,
}

/// Estimates and sampling variances on a scale, in the order of the shares.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct ScaledShares {
    /// One estimate per poll.
    pub estimates: Vec<f64>,
    /// Its sampling variance.
    pub variances: Vec<f64>,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Scale; 3] = [Scale::Share, Scale::Logit, Scale::Arcsine];

    /// Puts the shares of one choice from several polls, with the polls' effective sizes, on the scale.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1] or a size that is not positive and finite;
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) for slices of different length; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a share of 0
    /// or 1 where `zero_shares` refuses it.
    ///
    /// ```
    /// use exitpoll::pooling::{Scale, ZeroShares};
    ///
    /// let scaled = Scale::Logit.estimates(&[0.5, 0.8], &[400.0, 100.0], ZeroShares::Refuse)?;
    /// assert!((scaled.estimates[1] - 4f64.ln()).abs() < 1e-15);
    /// assert!((scaled.variances[0] - 0.01).abs() < 1e-17);
    /// assert!((scaled.variances[1] - 0.0625).abs() < 1e-16);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn estimates(
        self,
        shares: &[f64],
        effective_sizes: &[f64],
        zero_shares: ZeroShares,
    ) -> Result<ScaledShares> {
        let polls = shares.len();
        same_length("effective_sizes", effective_sizes.len(), "shares", polls)?;
        let mut scaled = ScaledShares {
            estimates: Vec::with_capacity(polls),
            variances: Vec::with_capacity(polls),
        };
        for (index, (&share, &size)) in shares.iter().zip(effective_sizes).enumerate() {
            check_share(format_args!("shares[{index}]"), share)?;
            if !(size > 0.0 && size.is_finite()) {
                return Err(Error::out_of_range(
                    format!("effective_sizes[{index}]"),
                    size,
                    "give a positive, finite number of respondents",
                ));
            }
            let (p, q, n) = match (self.corrects(share), zero_shares) {
                (false, _) => (share, 1.0 - share, size),
                (true, ZeroShares::AddHalf) => (
                    (size * share + 0.5) / (size + 1.0),
                    (size * (1.0 - share) + 0.5) / (size + 1.0),
                    size + 1.0,
                ),
                (true, ZeroShares::Refuse) => {
                    return Err(Error::undefined(
                        format!("the sampling variance on the {self} scale"),
                        format!(
                            "shares[{index}] is {share}; use the arcsine scale, or add half a respondent"
                        ),
                    ));
                }
            };
            let (estimate, variance) = match self {
                Scale::Share => (p, p * q / n),
                Scale::Logit => (logit(p, q), 1.0 / (n * p * q)),
                Scale::Arcsine => (p.sqrt().asin(), 0.25 / n),
            };
            scaled.estimates.push(estimate);
            scaled.variances.push(variance);
        }
        Ok(scaled)
    }

    /// Whether a share has no sampling variance on the scale, so that it needs a correction.
    pub(crate) fn corrects(self, share: f64) -> bool {
        self != Scale::Arcsine && (share == 0.0 || share == 1.0)
    }

    /// One share on the scale, such as the count's; without a correction, so that 0 and 1 are infinite on
    /// the logit scale and refused there.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1]; [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for 0 and 1 on the logit
    /// scale.
    pub fn of_share(self, share: f64) -> Result<f64> {
        check_share("share", share)?;
        match self {
            Scale::Share => Ok(share),
            Scale::Logit if share == 0.0 || share == 1.0 => Err(Error::undefined(
                "the logit",
                format!("the share is {share}, where it is infinite; use another scale"),
            )),
            Scale::Logit => Ok(logit(share, 1.0 - share)),
            Scale::Arcsine => Ok(share.sqrt().asin()),
        }
    }

    /// The share at a value on the scale: a pooled value or the end of an interval. What lies beyond the
    /// scale's ends is cut to 0 or 1. Medians stay medians; the share at a pooled logit or arcsine is not
    /// the mean of the shares.
    ///
    /// ```
    /// use exitpoll::pooling::Scale;
    ///
    /// assert!((Scale::Logit.share(4f64.ln()) - 0.8).abs() < 1e-15);
    /// assert!((Scale::Arcsine.share(std::f64::consts::FRAC_PI_4) - 0.5).abs() < 1e-15);
    /// assert_eq!((Scale::Share.share(-0.01), Scale::Arcsine.share(-0.01)), (0.0, 0.0));
    /// ```
    #[must_use]
    pub fn share(self, value: f64) -> f64 {
        match self {
            Scale::Share => value.clamp(0.0, 1.0),
            // e^x/(1 + e^x), from the side where the exponential is small.
            Scale::Logit if value > 0.0 => 1.0 / (1.0 + (-value).exp()),
            Scale::Logit => value.exp() / (1.0 + value.exp()),
            Scale::Arcsine => value.clamp(0.0, FRAC_PI_2).sin().powi(2),
        }
    }

    /// An interval of shares from one on the scale.
    #[must_use]
    pub fn shares(self, interval: Interval) -> Interval {
        Interval {
            low: self.share(interval.low),
            high: self.share(interval.high),
        }
    }

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scale::Share => "share",
            Scale::Logit => "logit",
            Scale::Arcsine => "arcsine",
        }
    }
}

/// ln(p/q), which keeps its digits where p is near q.
fn logit(p: f64, q: f64) -> f64 {
    if (0.25..0.75).contains(&p) {
        2.0 * ((p - q) / (p + q)).atanh()
    } else {
        (p / q).ln()
    }
}

fn check_share(field: impl fmt::Display, share: f64) -> Result<()> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(Error::out_of_range(
        field.to_string(),
        share,
        "give a proportion between 0 and 1",
    ))
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scale {
    type Err = Error;
    fn from_str(text: &str) -> Result<Scale> {
        by_name("scale", text, Scale::ALL, Scale::name)
    }
}
