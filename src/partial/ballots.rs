use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Serialize, Deserialize)]
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
