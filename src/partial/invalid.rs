//! Statements from a stated share of the ballots where nothing says how many of them are invalid.

use serde::Serialize;

use super::{EQUAL, check_proportion};
use crate::error::{Error, Result};

/// How a statement that rests on a stated share f of the *ballots* and on shares of the *valid* votes stands, where
/// the ballots counted are not published.
///
/// Such a statement takes invalid ballots to be as frequent among the counted as among the outstanding. If more of the
/// counted were invalid, the valid votes counted would be a smaller part of all valid votes, and at some share q of
/// invalid ballots among the counted (none among the outstanding) the statement fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InvalidBallots {
    /// It stands as a bound, unless this share of the counted ballots, at least [`InvalidBallots::ENOUGH`], was
    /// invalid.
    Bound {
        /// q.
        unless: f64,
    },
    /// It would fail with fewer invalid ballots than that: a projection, not a bound.
    Projection {
        /// q.
        unless: f64,
    },
    /// It does not hold even with invalid ballots as frequent everywhere.
    DoesNotHold,
}

impl InvalidBallots {
    /// Ten percent: so many invalid ballots would be a story of their own.
    pub const ENOUGH: f64 = 0.1;

    /// The share of the valid votes that is counted where `counted` of the ballots are, and just as many of
    /// those are invalid as a bound must withstand: what holds with so few counted is a bound.
    pub(crate) fn fewest_counted(counted: f64) -> f64 {
        let valid = (1.0 - InvalidBallots::ENOUGH) * counted;
        valid / (valid + (1.0 - counted))
    }

    /// A statement that holds if more than the share `needed` of the ballots is counted (f′), where `counted` is (f): it
    /// fails at 1 − q = f′(1 − f)/(f(1 − f′)).
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, or nothing counted.
    ///
    /// ```
    /// use exitpoll::partial::{InvalidBallots, counted_to_exclude};
    ///
    /// // Azerbaijan 2024, 92.05 percent after 93.35 percent of the ballots: 93.9 is impossible unless 76.51 percent of
    /// // the ballots counted were invalid, 92.6 only unless 4.15 percent were.
    /// let of = |poll| InvalidBallots::of(0.9335, counted_to_exclude(poll, 0.9205)?);
    /// let InvalidBallots::Bound { unless } = of(0.939)? else { panic!() };
    /// assert_eq!(format!("{:.2}", 100.0 * unless), "76.51");
    /// let InvalidBallots::Projection { unless } = of(0.926)? else { panic!() };
    /// assert_eq!(format!("{:.2}", 100.0 * unless), "4.15");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of(counted: f64, needed: f64) -> Result<InvalidBallots> {
        check_proportion("counted", counted)?;
        check_proportion("needed", needed)?;
        if counted == 0.0 {
            return Err(Error::out_of_range(
                "counted",
                counted,
                "give the share of the ballots that is counted, above 0",
            ));
        }
        if counted <= needed + EQUAL {
            return Ok(InvalidBallots::DoesNotHold);
        }
        // Below 1, as f > f′.
        let valid = needed / (1.0 - needed) * ((1.0 - counted) / counted);
        let unless = 1.0 - valid;
        Ok(if unless >= InvalidBallots::ENOUGH {
            InvalidBallots::Bound { unless }
        } else {
            InvalidBallots::Projection { unless }
        })
    }
}

/// The share f′ of the ballots from which on a final share p is out of reach of a choice that has v of the counted
/// votes: (1 − p)/(1 − v) for p > v, p/v for p < v; 1 where they are equal.
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion.
///
/// ```
/// use exitpoll::partial::counted_to_exclude;
///
/// // A third of the votes cannot become half of them once three quarters are counted: ¾·⅓ + ¼ = ½.
/// assert!((counted_to_exclude(0.5, 1.0 / 3.0)? - 0.75).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn counted_to_exclude(poll: f64, share: f64) -> Result<f64> {
    check_proportion("poll", poll)?;
    check_proportion("share", share)?;
    Ok(if poll > share {
        (1.0 - poll) / (1.0 - share)
    } else if poll < share {
        poll / share
    } else {
        1.0
    })
}

/// The share f′ of the ballots from which on a lead v_1 − v_2 among the counted is decided: 1/(1 + lead).
///
/// # Errors
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless the lead lies from 0 to 1.
///
/// ```
/// use exitpoll::partial::counted_to_decide;
///
/// // 60 to 40: 5/6·.2 = 1/6.
/// assert!((counted_to_decide(0.2)? - 5.0 / 6.0).abs() < 1e-15);
/// # Ok::<(), exitpoll::Error>(())
/// ```
pub fn counted_to_decide(lead: f64) -> Result<f64> {
    check_proportion("lead", lead)?;
    Ok(1.0 / (1.0 + lead))
}
