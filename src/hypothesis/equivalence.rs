//! Do two results agree within a margin (two one-sided tests)?

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

use super::goodness_of_fit::check_size;
use crate::error::{Error, Result, by_name};
use crate::interval::{BinomialMethod, Interval};
use crate::numeric::{Confidence, finite, normal_upper_tail};

/// The three answers to the question whether a deviation lies within ±δ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Agreement {
    /// The whole interval lies within ±δ.
    Agrees,
    /// The whole interval lies beyond δ on one side.
    Differs,
    /// The data allow both.
    Undetermined,
}

impl Agreement {
    /// Every answer.
    pub const ALL: [Agreement; 3] = [
        Agreement::Agrees,
        Agreement::Differs,
        Agreement::Undetermined,
    ];

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Agreement::Agrees => "agrees",
            Agreement::Differs => "differs",
            Agreement::Undetermined => "undetermined",
        }
    }

    fn of(interval: Interval, margin: f64) -> Agreement {
        if interval.low >= -margin && interval.high <= margin {
            Agreement::Agrees
        } else if interval.low > margin || interval.high < -margin {
            Agreement::Differs
        } else {
            Agreement::Undetermined
        }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Agreement {
    type Err = Error;
    fn from_str(text: &str) -> Result<Agreement> {
        by_name("agreement", text, Agreement::ALL, Agreement::name)
    }
}

/// The variance of a polled share in the test of equivalence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ShareVariance {
    /// That of the hypothesis tested: each one-sided test has the variance at its end of the margin,
    /// (v ± δ)(1 − v ∓ δ)/n, and the interval is Wilson's.
    #[default]
    Score,
    /// That of the polled share, p(1 − p)/n, and the interval is Wald's (not cut off at 0 and 1).
    Wald,
}

impl ShareVariance {
    /// Both.
    pub const ALL: [ShareVariance; 2] = [ShareVariance::Score, ShareVariance::Wald];

    /// The name that [`Display`](fmt::Display) prints, [`FromStr`] reads and JSON holds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ShareVariance::Score => "score",
            ShareVariance::Wald => "wald",
        }
    }
}

impl fmt::Display for ShareVariance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ShareVariance {
    type Err = Error;
    fn from_str(text: &str) -> Result<ShareVariance> {
        by_name("variance", text, ShareVariance::ALL, ShareVariance::name)
    }
}

/// A test of equivalence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Equivalence {
    /// The answer at the confidence given.
    pub agreement: Agreement,
    /// The deviation.
    pub estimate: f64,
    /// δ.
    pub margin: f64,
    /// Two-sided interval of the deviation at the confidence given, 1 − 2α.
    pub interval: Interval,
    /// The larger p-value of the two one-sided tests: at most α exactly where the results agree.
    pub p_value: f64,
    /// The p-value of a deviation beyond δ on the side where it lies: at most α exactly where the results
    /// differ by more (ends apart).
    pub p_value_differs: f64,
}

/// Whether a normally distributed `estimate` of a deviation lies within ±`margin` (Schuirmann 1987).
///
/// Agreement is declared only if the interval at `confidence` = 1 − 2α lies inside the margin, that is if
/// both one-sided tests reject at α: 90 % for α = .05. A deviation that is not significant is not for that
/// reason an agreement; then the answer is *undetermined*.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if the estimate is not finite, the standard error is negative or not finite, or the
/// margin is not positive and finite.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::hypothesis::{Agreement, equivalence};
///
/// // .5 ± 1.645·1 points lies within ±3: z = 2.5 and 3.5, p = 1 − Φ(2.5) = .0062.
/// let test = equivalence(0.5, 1.0, 3.0, Confidence::P90)?;
/// assert_eq!(test.agreement, Agreement::Agrees);
/// assert!((test.p_value - 0.006_209_665_325_776_132).abs() < 1e-15);
/// assert_eq!(equivalence(0.5, 2.0, 3.0, Confidence::P90)?.agreement, Agreement::Undetermined);
/// assert_eq!(equivalence(5.0, 1.0, 3.0, Confidence::P90)?.agreement, Agreement::Differs);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn equivalence(
    estimate: f64,
    standard_error: f64,
    margin: f64,
    confidence: Confidence,
) -> Result<Equivalence> {
    if !estimate.is_finite() {
        return Err(Error::out_of_range(
            "estimate",
            estimate,
            "give a finite deviation",
        ));
    }
    if !(standard_error >= 0.0 && standard_error.is_finite()) {
        return Err(Error::out_of_range(
            "standard_error",
            standard_error,
            "give a finite number from 0 up",
        ));
    }
    check_margin(margin)?;
    let half_width = confidence.critical_value() * standard_error;
    let interval = Interval {
        low: finite("the interval", estimate - half_width)?,
        high: finite("the interval", estimate + half_width)?,
    };
    // Distances inwards from the two ends of the margin.
    let distances = [estimate + margin, margin - estimate];
    build(
        estimate,
        margin,
        interval,
        distances.map(|d| (d, standard_error)),
    )
}

/// Whether a polled share agrees with the official one within ±`margin` (proportions), from an effective
/// size.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a share outside [0, 1], a size that is not positive and finite, or a margin that
/// is not positive and finite.
///
/// ```
/// use exitpoll::Confidence;
/// use exitpoll::hypothesis::{Agreement, ShareVariance, equivalence_of_share};
///
/// // 51 % of 10,000 against 50 %: the 90 % interval is about .2 to 1.8 points.
/// let test =
///     equivalence_of_share(0.51, 0.50, 1e4, 0.02, Confidence::P90, ShareVariance::Score)?;
/// assert_eq!(test.agreement, Agreement::Agrees);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn equivalence_of_share(
    poll: f64,
    official: f64,
    effective_size: f64,
    margin: f64,
    confidence: Confidence,
    variance: ShareVariance,
) -> Result<Equivalence> {
    for (field, share) in [("poll", poll), ("official", official)] {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::out_of_range(
                field,
                share,
                "give a proportion between 0 and 1",
            ));
        }
    }
    check_size("effective_size", effective_size)?;
    check_margin(margin)?;
    let deviation = poll - official;
    let error_at = |share: f64| (share * (1.0 - share) / effective_size).sqrt();
    match variance {
        ShareVariance::Wald => equivalence(deviation, error_at(poll), margin, confidence),
        ShareVariance::Score => {
            let wilson = BinomialMethod::Wilson.interval(
                poll * effective_size,
                effective_size,
                confidence,
            )?;
            let interval = Interval {
                low: wilson.low - official,
                high: wilson.high - official,
            };
            // A margin that reaches 0 or 1 leaves nothing to reject on that side.
            let (low, high) = (official - margin, official + margin);
            let below = if low <= 0.0 {
                (1.0, 0.0)
            } else {
                (poll - low, error_at(low))
            };
            let above = if high >= 1.0 {
                (1.0, 0.0)
            } else {
                (high - poll, error_at(high))
            };
            build(deviation, margin, interval, [below, above])
        }
    }
}

/// From the distances inwards from both ends of the margin, each with its standard error.
fn build(
    estimate: f64,
    margin: f64,
    interval: Interval,
    ends: [(f64, f64); 2],
) -> Result<Equivalence> {
    // The ends belong to the margin, also where there is no error at all.
    let z = ends.map(|(distance, error)| match distance {
        0.0 if error == 0.0 => f64::INFINITY,
        _ => distance / error,
    });
    let [low, high] = z;
    let innermost = low.min(high);
    Ok(Equivalence {
        agreement: Agreement::of(interval, margin),
        estimate,
        margin,
        interval,
        p_value: normal_upper_tail(innermost)?,
        p_value_differs: normal_upper_tail(-innermost)?,
    })
}

fn check_margin(margin: f64) -> Result<()> {
    if margin > 0.0 && margin.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(
        "margin",
        margin,
        "give the deviation that would not matter, a positive number",
    ))
}
