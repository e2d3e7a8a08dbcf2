//! Seats: numbers and ranges against a result. A range comes without a confidence, and seats have no
//! multinomial sampling error: no interval is invented for them.

use serde::Serialize;
use std::fmt;

use super::score::interval_score;
use crate::error::{Error, Result};
use crate::interval::Interval;
use crate::model::SeatEstimate;
use crate::numeric::{CompensatedSum, Confidence};

/// One estimate of seats against the result.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct SeatDeviation {
    /// Midpoint − result, in seats.
    pub deviation: f64,
    /// The deviation in percent of the house; only with a known house.
    pub percent_of_house: Option<f64>,
    /// Whether the result lies inside the range, ends included; of a single number, whether it is met.
    pub inside: bool,
    /// Seats from the result to the nearer end; 0 inside.
    pub distance_to_range: u64,
}

impl SeatDeviation {
    /// Sets an estimate against `result` seats, in a house of `house` seats if that is known.
    ///
    /// ```
    /// use exitpoll::{SeatEstimate, accuracy::SeatDeviation};
    /// // West Bengal 2026: 150–160 for the winner of 206 of 294 seats.
    /// let error = SeatDeviation::of(SeatEstimate::range(150, 160)?, 206, Some(294))?;
    /// assert_eq!((error.deviation, error.distance_to_range, error.inside), (-51.0, 46, false));
    /// assert!((error.percent_of_house.unwrap() + 100.0 * 51.0 / 294.0).abs() < 1e-12);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a house without seats, or a result of more seats than it has.
    pub fn of(estimate: SeatEstimate, result: u64, house: Option<u64>) -> Result<SeatDeviation> {
        if let Some(house) = house {
            if house == 0 {
                return Err(Error::out_of_range(
                    "house",
                    house,
                    "give at least one seat",
                ));
            }
            if result > house {
                let help = format!("give at most the {house} seats of the house");
                return Err(Error::out_of_range("result", result, help));
            }
        }
        let deviation = estimate.midpoint() - result as f64;
        Ok(SeatDeviation {
            deviation,
            percent_of_house: house.map(|house| 100.0 * deviation / house as f64),
            inside: estimate.contains(result),
            distance_to_range: distance(estimate, result),
        })
    }
}

fn distance(estimate: SeatEstimate, result: u64) -> u64 {
    let below = estimate.low().saturating_sub(result);
    below.max(result.saturating_sub(estimate.high()))
}

/// Estimates of seats against their results: of all choices in one poll, or of one choice over polls.
/// Which rows are sources of their own is the caller's knowledge: leave averages of polls out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct SeatAccuracy {
    /// How many estimates.
    pub estimates: usize,
    /// Mean of midpoint − result: errors that share a sign do not cancel here.
    pub mean_deviation: f64,
    /// Mean of |midpoint − result|.
    pub mean_absolute_error: f64,
    /// Root of the mean of (midpoint − result)².
    pub root_mean_squared_error: f64,
    /// Mean of the seats from the result to the nearer end.
    pub mean_distance_to_range: f64,
    /// How many are ranges, not single numbers.
    pub ranges: usize,
    /// How many of the ranges contain the result.
    pub inside: usize,
    /// Whether all midpoints err to the same side.
    pub same_sign: bool,
}

impl SeatAccuracy {
    /// Sets estimates against results, pair by pair.
    ///
    /// ```
    /// use exitpoll::{SeatEstimate, accuracy::SeatAccuracy};
    /// // 2 too many and 4 too few: 3 off on average.
    /// let estimates = [SeatEstimate::number(34), SeatEstimate::range(18, 22)?];
    /// let accuracy = SeatAccuracy::of(&estimates, &[32, 24])?;
    /// assert_eq!((accuracy.mean_absolute_error, accuracy.mean_deviation), (3.0, -1.0));
    /// assert_eq!((accuracy.ranges, accuracy.inside, accuracy.same_sign), (1, 0, false));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for lists of different length, or none.
    pub fn of(estimates: &[SeatEstimate], results: &[u64]) -> Result<SeatAccuracy> {
        let pairs = || pairs(estimates, results);
        let m = pairs()?.count() as f64;
        let mut sums = [CompensatedSum::default(); 4];
        let (mut above, mut below, mut ranges, mut inside) = (0, 0, 0, 0);
        for (estimate, result) in pairs()? {
            let d = estimate.midpoint() - result as f64;
            let away = distance(estimate, result) as f64;
            for (sum, term) in sums.iter_mut().zip([d, d.abs(), d * d, away]) {
                sum.add(term);
            }
            above += usize::from(d > 0.0);
            below += usize::from(d < 0.0);
            ranges += usize::from(estimate.is_range());
            inside += usize::from(estimate.is_range() && estimate.contains(result));
        }
        let [mean, absolute, squared, away] = sums.map(|sum| sum.value() / m);
        Ok(SeatAccuracy {
            estimates: estimates.len(),
            mean_deviation: mean,
            mean_absolute_error: absolute,
            root_mean_squared_error: squared.sqrt(),
            mean_distance_to_range: away,
            ranges,
            inside,
            same_sign: above.max(below) == estimates.len(),
        })
    }
}

fn pairs<'a>(
    estimates: &'a [SeatEstimate],
    results: &'a [u64],
) -> Result<impl Iterator<Item = (SeatEstimate, u64)> + 'a> {
    if estimates.len() != results.len() || results.is_empty() {
        let value = format!("{} estimates", estimates.len());
        let help = format!(
            "give one estimate for each of the {} results",
            results.len()
        );
        return Err(Error::out_of_range("estimates", value, help));
    }
    Ok(estimates.iter().copied().zip(results.iter().copied()))
}

/// The interval score of a range of seats, at a confidence that the caller declares: the source gave
/// none. See [`interval_score`].
///
/// ```
/// use exitpoll::{Confidence, SeatEstimate, accuracy::seat_interval_score};
/// // 10 wide, 46 outside: 10 + 2/.2·46.
/// let score = seat_interval_score(SeatEstimate::range(150, 160)?, 206, Confidence::new(0.8)?)?;
/// assert!((score - 470.0).abs() < 1e-9);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) for a single number, which is no interval.
pub fn seat_interval_score(
    estimate: SeatEstimate,
    result: u64,
    confidence: Confidence,
) -> Result<f64> {
    if !estimate.is_range() {
        let reason = "a single number of seats is no interval";
        return Err(Error::undefined("the interval score", reason));
    }
    let range = Interval {
        low: estimate.low() as f64,
        high: estimate.high() as f64,
    };
    interval_score(range, result as f64, confidence)
}

/// Whether a majority of seats, or that there is none, was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum SeatMajority {
    /// Every estimate lies on the side of the line on which its result lies.
    CalledRight,
    /// An estimate lies wholly on the other side.
    CalledWrong,
    /// A range spans the line, and none is wrong.
    LeftOpen,
}

impl SeatMajority {
    /// One estimate against the line, the least number of seats that is a majority.
    #[must_use]
    pub fn of_choice(estimate: SeatEstimate, result: u64, majority: u64) -> SeatMajority {
        let won = result >= majority;
        match (estimate.low() >= majority, estimate.high() >= majority) {
            (true, _) if won => SeatMajority::CalledRight,
            (_, false) if !won => SeatMajority::CalledRight,
            (false, true) => SeatMajority::LeftOpen,
            _ => SeatMajority::CalledWrong,
        }
    }

    /// All choices of a poll together: wrong if one is, open if one is, right otherwise.
    ///
    /// ```
    /// use exitpoll::{SeatEstimate, accuracy::SeatMajority};
    /// // Matrize, West Bengal 2026: 146–161 spans the line of 148.
    /// let estimates = [SeatEstimate::range(146, 161)?, SeatEstimate::range(127, 140)?];
    /// assert_eq!(SeatMajority::of(&estimates, &[206, 82], 148)?, SeatMajority::LeftOpen);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for lists of different length, or none, or a majority of 0 seats.
    pub fn of(estimates: &[SeatEstimate], results: &[u64], majority: u64) -> Result<SeatMajority> {
        if majority == 0 {
            let help = "give more than half of the seats of the house";
            return Err(Error::out_of_range("majority", majority, help));
        }
        let mut call = SeatMajority::CalledRight;
        for (estimate, result) in pairs(estimates, results)? {
            call = match (call, SeatMajority::of_choice(estimate, result, majority)) {
                (SeatMajority::CalledWrong, _) | (_, SeatMajority::CalledWrong) => {
                    SeatMajority::CalledWrong
                }
                (SeatMajority::LeftOpen, _) | (_, SeatMajority::LeftOpen) => SeatMajority::LeftOpen,
                _ => SeatMajority::CalledRight,
            };
        }
        Ok(call)
    }
}

impl fmt::Display for SeatMajority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SeatMajority::CalledRight => "called right",
            SeatMajority::CalledWrong => "called wrong",
            SeatMajority::LeftOpen => "left open",
        })
    }
}

/// Whether the estimates of all choices can make up the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum HouseFit {
    /// Some numbers inside the ranges sum to the house.
    Coherent,
    /// Even the upper ends fall short: the poll is incomplete.
    Short {
        /// Seats that are missing at least.
        by: u64,
    },
    /// Even the lower ends are too many.
    Over {
        /// Seats that are too many at least.
        by: u64,
    },
}

impl HouseFit {
    /// Sets the sums of the lower and of the upper ends against the house.
    ///
    /// ```
    /// use exitpoll::{SeatEstimate, accuracy::HouseFit};
    /// let estimates = [SeatEstimate::range(150, 160)?, SeatEstimate::range(125, 135)?];
    /// assert_eq!(HouseFit::of(&estimates, 294), HouseFit::Coherent); // 275 to 295
    /// assert_eq!(HouseFit::of(&estimates, 300), HouseFit::Short { by: 5 });
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn of(estimates: &[SeatEstimate], house: u64) -> HouseFit {
        let sum = |end: fn(&SeatEstimate) -> u64| {
            estimates
                .iter()
                .map(end)
                .fold(0, |sum: u64, seats| sum.saturating_add(seats))
        };
        let (low, high) = (sum(SeatEstimate::low), sum(SeatEstimate::high));
        if high < house {
            HouseFit::Short { by: house - high }
        } else if low > house {
            HouseFit::Over { by: low - house }
        } else {
            HouseFit::Coherent
        }
    }
}
