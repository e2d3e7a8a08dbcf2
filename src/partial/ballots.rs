use serde::Serialize;

use crate::error::{Error, Result};
use crate::numeric::Bounds;

/// Valid votes that may still be counted: a whole number R with `fewest` ≤ R ≤ `most`.
///
/// Of polling stations that are still out, the registered voters are the most that can come, and 0 the
/// fewest.
///
/// ```
/// use exitpoll::partial::OutstandingBallots;
///
/// let registered = OutstandingBallots::at_most(1_827_150);
/// assert_eq!((registered.fewest(), registered.most()), (0, 1_827_150));
/// assert!(OutstandingBallots::between(10, 9).is_err());
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "Ends", into = "Ends")]
pub struct OutstandingBallots {
    fewest: u64,
    most: u64,
}

impl OutstandingBallots {
    /// The count is complete.
    pub const NONE: OutstandingBallots = OutstandingBallots::exactly(0);

    /// As many as this, no more and no fewer.
    #[must_use]
    pub const fn exactly(ballots: u64) -> OutstandingBallots {
        OutstandingBallots {
            fewest: ballots,
            most: ballots,
        }
    }

    /// From none to this many.
    #[must_use]
    pub const fn at_most(ballots: u64) -> OutstandingBallots {
        OutstandingBallots {
            fewest: 0,
            most: ballots,
        }
    }

    /// From `fewest` to `most`.
    ///
    /// # Errors
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if `fewest` is more than `most`.
    pub fn between(fewest: u64, most: u64) -> Result<OutstandingBallots> {
        if fewest > most {
            return Err(super::inconsistent(
                "fewest",
                fewest,
                format!("{most} at most"),
                "give the smaller number first",
            ));
        }
        Ok(OutstandingBallots { fewest, most })
    }

    /// The voters of a register who are not counted yet: at most `registered` − `counted`, where `counted` are the
    /// ballots counted, or the valid votes where ballots are not given.
    ///
    /// # Errors
    /// [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent) if more are counted than registered.
    ///
    /// ```
    /// use exitpoll::partial::OutstandingBallots;
    ///
    /// let outstanding = OutstandingBallots::of_registered(1_500_000, 1_000_000)?;
    /// assert_eq!((outstanding.fewest(), outstanding.most()), (0, 500_000));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of_registered(registered: u64, counted: u64) -> Result<OutstandingBallots> {
        match registered.checked_sub(counted) {
            Some(left) => Ok(OutstandingBallots::at_most(left)),
            None => Err(super::inconsistent(
                "counted",
                counted,
                format!("`registered` {registered}"),
                "no more ballots are counted than voters are registered",
            )),
        }
    }

    /// The ballots that a stated share f of the ballots leaves outstanding: at most B(1 − f)/f, with B the `ballots`
    /// counted, invalid included, and f at the lower end of its rounding. All of them can be valid, or none.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < f ≤ 1, or for more than 2^53 ballots outstanding.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::OutstandingBallots;
    ///
    /// // 90 percent are a million: the rest is a ninth of it.
    /// let outstanding = OutstandingBallots::of_stated_ballots(1_000_000, Bounds::exact(0.9))?;
    /// assert_eq!(outstanding.most(), 111_111);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of_stated_ballots(ballots: u64, counted: Bounds) -> Result<OutstandingBallots> {
        super::check_bounds("counted", counted)?;
        let left = ballots as f64 * ((1.0 - counted.low) / counted.low);
        // Not exact in binary: a whole number may come out a little below itself.
        let most = (left * (1.0 + 1e-12) + 1e-9).floor();
        if !(0.0..=9_007_199_254_740_992.0).contains(&most) {
            return Err(Error::out_of_range(
                "counted",
                counted.low,
                "give the share of the ballots that is counted, above 0",
            ));
        }
        Ok(OutstandingBallots::at_most(most as u64))
    }

    /// The fewest that can come.
    #[must_use]
    pub const fn fewest(self) -> u64 {
        self.fewest
    }

    /// The most that can come.
    #[must_use]
    pub const fn most(self) -> u64 {
        self.most
    }
}

/// The form in which a document holds the range.
#[derive(Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Ends {
    fewest: u64,
    most: u64,
}

impl TryFrom<Ends> for OutstandingBallots {
    type Error = Error;
    fn try_from(ends: Ends) -> Result<OutstandingBallots> {
        OutstandingBallots::between(ends.fewest, ends.most)
    }
}

impl From<OutstandingBallots> for Ends {
    fn from(ballots: OutstandingBallots) -> Ends {
        Ends {
            fewest: ballots.fewest,
            most: ballots.most,
        }
    }
}
