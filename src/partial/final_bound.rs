//! What a final share can be for certain, and what it would be if the outstanding stations were like the others: two
//! types, so that no conclusion takes the one for the other.

use std::fmt;

use serde::Serialize;

use super::{
    EQUAL, OutstandingBallots, Reachability, check_bounds, final_share_bounds_from_votes,
    final_share_within,
};
#[cfg(feature = "deserialize")]
use crate::error::Error;
use crate::error::Result;
use crate::numeric::Bounds;

/// On whose word a bound rests: that of the register, or of the source that states how much is counted. Every bound
/// holds unless votes are annulled or recounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BoundBasis {
    /// The registered voters of the outstanding stations, or of the contest less the ballots counted: nobody else can
    /// still be counted.
    RegisteredVoters,
    /// A share of the *ballots* that the source says is counted.
    StatedBallots,
}

impl fmt::Display for BoundBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BoundBasis::RegisteredVoters => "registered voters",
            BoundBasis::StatedBallots => "stated share of the ballots",
        })
    }
}

/// What the final share of a choice can be, whatever the outstanding ballots are. A share of the *stations* gives no
/// such bound: outstanding stations can be of any size ([`StationProjection`]).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "Unchecked")]
pub struct FinalBound {
    basis: BoundBasis,
    share: Bounds,
}

/// What the final share of a choice would be if the outstanding stations were of average size: not a bound. Nothing is
/// decided by it, and it excludes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "Projected")]
pub struct StationProjection {
    share: Bounds,
}

impl FinalBound {
    /// From votes and the registered voters that can still be counted: \[v/(V + R), (v + R)/(V + R)\].
    ///
    /// # Errors
    /// As [`final_share_bounds_from_votes`].
    ///
    /// ```
    /// use exitpoll::partial::{FinalBound, OutstandingBallots};
    ///
    /// // 930 of 1,000 stations say nothing; 1,500,000 registered and 1,000,000 counted do.
    /// let outstanding = OutstandingBallots::of_registered(1_500_000, 1_000_000)?;
    /// let bound = FinalBound::of_registered_voters(560_000, 1_000_000, outstanding)?.share();
    /// assert_eq!(format!("{:.2} to {:.2}", 100.0 * bound.low(), 100.0 * bound.high()), "37.33 to 70.67");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of_registered_voters(
        votes: u64,
        valid: u64,
        outstanding: OutstandingBallots,
    ) -> Result<FinalBound> {
        Ok(FinalBound {
            basis: BoundBasis::RegisteredVoters,
            share: final_share_bounds_from_votes(votes, valid, outstanding)?,
        })
    }

    /// From votes and a stated share of the ballots, where the ballots counted are known, invalid ones included
    /// ([`OutstandingBallots::of_stated_ballots`]).
    ///
    /// # Errors
    /// As [`final_share_bounds_from_votes`].
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::{FinalBound, OutstandingBallots};
    ///
    /// // 900,000 valid votes of 1,000,000 ballots, "90" percent taken as exact, A with half of the valid votes: of
    /// // 111,111 ballots to come all can be valid.
    /// let outstanding = OutstandingBallots::of_stated_ballots(1_000_000, Bounds::exact(0.9))?;
    /// let bound = FinalBound::of_stated_ballots(450_000, 900_000, outstanding)?.share();
    /// assert_eq!(format!("{:.3} to {:.3}", 100.0 * bound.low(), 100.0 * bound.high()), "44.505 to 55.495");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of_stated_ballots(
        votes: u64,
        valid: u64,
        outstanding: OutstandingBallots,
    ) -> Result<FinalBound> {
        Ok(FinalBound {
            basis: BoundBasis::StatedBallots,
            share: final_share_bounds_from_votes(votes, valid, outstanding)?,
        })
    }

    /// From a share of the valid votes and a stated share f of the ballots, where nothing says how many ballots were
    /// invalid: \[f v, f v + 1 − f\] at the lower end of f's rounding. It takes invalid ballots to be as frequent among
    /// the counted as among the outstanding; a statement made with it carries the share of invalid ballots that would
    /// break it ([`InvalidBallots`](super::InvalidBallots)).
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end of the bounds is not a proportion.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::FinalBound;
    ///
    /// // "50" percent of the ballots is 49.5 at least: .495·.6 to .495·.6 + .505.
    /// let half = Bounds::new(0.495, 0.505)?;
    /// let bound = FinalBound::of_stated_share(Bounds::exact(0.6), half)?.share();
    /// assert_eq!(format!("{:.2} to {:.2}", 100.0 * bound.low(), 100.0 * bound.high()), "29.70 to 80.20");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of_stated_share(share: Bounds, counted: Bounds) -> Result<FinalBound> {
        check_bounds("share", share)?;
        check_bounds("counted", counted)?;
        Ok(FinalBound {
            basis: BoundBasis::StatedBallots,
            share: final_share_within(share, counted),
        })
    }

    /// On what the bound rests.
    #[must_use]
    pub fn basis(&self) -> BoundBasis {
        self.basis
    }

    /// The least and the greatest final share.
    #[must_use]
    pub fn share(&self) -> Bounds {
        self.share
    }

    /// Whether a poll can still come true: its figure, as printed or within its rounding.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if the figure or an end of its bounds is not a proportion.
    pub fn reachability(&self, poll: (f64, Bounds)) -> Result<Reachability> {
        check_bounds("poll", Bounds::exact(poll.0))?;
        check_bounds("poll", poll.1)?;
        Ok(if self.meets(Bounds::exact(poll.0)) {
            Reachability::Possible
        } else if self.meets(poll.1) {
            Reachability::PossibleWithinRounding
        } else {
            Reachability::Impossible
        })
    }

    /// Whether the final share can still lie in these bounds: of a poll's interval, whether it can come true.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::FinalBound;
    ///
    /// // 47.5 to 52.5 percent: a poll of 45 ± 3 points can come true, though 45 itself cannot.
    /// let bound = FinalBound::of_stated_share(Bounds::exact(0.5), Bounds::exact(0.95))?;
    /// assert!(!bound.meets(Bounds::exact(0.45)));
    /// assert!(bound.meets(Bounds::new(0.42, 0.48)?));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn meets(&self, interval: Bounds) -> bool {
        self.share.low <= interval.high + EQUAL && interval.low <= self.share.high + EQUAL
    }
}

impl StationProjection {
    /// \[g v, g v + 1 − g\] with g the share of the *stations* counted, at its lower end.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end of the bounds is not a proportion.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::StationProjection;
    ///
    /// let stations = Bounds::exact(0.93);
    /// let projection = StationProjection::new(Bounds::exact(0.56), stations)?.share();
    /// assert_eq!(format!("{:.2} to {:.2}", 100.0 * projection.low(), 100.0 * projection.high()), "52.08 to 59.08");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn new(share: Bounds, stations_counted: Bounds) -> Result<StationProjection> {
        check_bounds("share", share)?;
        check_bounds("stations_counted", stations_counted)?;
        Ok(StationProjection {
            share: final_share_within(share, stations_counted),
        })
    }

    /// The least and the greatest final share, if the outstanding stations are of average size.
    #[must_use]
    pub fn share(&self) -> Bounds {
        self.share
    }
}

/// A bound as a document holds it.
#[cfg(feature = "deserialize")]
#[derive()]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
struct Unchecked {
    basis: BoundBasis,
    share: Bounds,
}

#[cfg(feature = "deserialize")]
impl TryFrom<Unchecked> for FinalBound {
    type Error = Error;
    fn try_from(bound: Unchecked) -> Result<FinalBound> {
        check_bounds("share", bound.share)?;
        Ok(FinalBound {
            basis: bound.basis,
            share: bound.share,
        })
    }
}

/// A projection as a document holds it.
#[cfg(feature = "deserialize")]
#[derive()]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(deny_unknown_fields)]
struct Projected {
    share: Bounds,
}

#[cfg(feature = "deserialize")]
impl TryFrom<Projected> for StationProjection {
    type Error = Error;
    fn try_from(projection: Projected) -> Result<StationProjection> {
        check_bounds("share", projection.share)?;
        Ok(StationProjection {
            share: projection.share,
        })
    }
}
