//! Polls whose voters are not all the voters of the count: what those outside would have to have done.

use std::fmt;

use serde::Serialize;

use super::every_final_count::{cut, fits_one_vector};
use super::{check_bounds, final_share_within, needed_share, needed_share_bounds};
use crate::error::{Error, Result};
use crate::hypothesis::AcceptedShares;
use crate::numeric::Bounds;

/// The part of the counted votes that a poll does not cover (postal votes, early ones, those of stations left out):
/// c, exact or within bounds, on the base of the official shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(try_from = "Bounds", into = "Bounds")]
pub struct OutsidePoll(Bounds);

/// One row of a poll with another population than the count's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoveredRow {
    /// The official share, at its widest.
    pub official: Bounds,
    /// Which shares of the covered voters the row's test accepts at α/m
    /// ([`RowSample::accepted`](crate::hypothesis::RowSample::accepted)); `None` for a row without a test.
    pub accepted: Option<AcceptedShares>,
}

/// What a deviation from a count with other voters than the poll's can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PopulationVerdict {
    /// Within sampling error of the count as it is, if those outside voted alike.
    Within,
    /// Beyond it, but those outside may have made the difference.
    DifferentPopulations,
    /// Beyond sampling error whatever those outside did.
    Beyond,
}

impl fmt::Display for PopulationVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PopulationVerdict::Within => "within",
            PopulationVerdict::DifferentPopulations => "different populations",
            PopulationVerdict::Beyond => "beyond",
        })
    }
}

impl OutsidePoll {
    /// c as a proportion of the counted votes.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end is not a proportion or none is outside.
    pub fn new(share: Bounds) -> Result<OutsidePoll> {
        check_bounds("outside", share)?;
        if share.high > 0.0 && share.low <= share.high {
            return Ok(OutsidePoll(share));
        }
        Err(Error::out_of_range(
            "outside",
            format!("{} to {}", share.low, share.high),
            "give the share of the votes outside the poll, above 0, the lower end first",
        ))
    }

    /// c.
    #[must_use]
    pub fn share(self) -> Bounds {
        self.0
    }

    /// The totals that a share p of the covered voters allows: \[(1 − c)p, (1 − c)p + c\]. They are c wide: no more
    /// than that of a deviation can be explained by those outside.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::OutsidePoll;
    ///
    /// let postal = OutsidePoll::new(Bounds::exact(0.47))?;
    /// let total = postal.total(Bounds::exact(0.53));
    /// assert!((total.low() - 0.2809).abs() < 1e-15 && (total.high() - 0.7509).abs() < 1e-15);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn total(self, covered: Bounds) -> Bounds {
        final_share_within(covered, self.covered())
    }

    /// The share w = (v − (1 − c)p)/c that those outside must have given for the poll and the count to agree exactly,
    /// at exact figures; outside \[0, 1\] they cannot. `None` where c may be 0.
    ///
    /// ```
    /// use exitpoll::Bounds;
    /// use exitpoll::partial::OutsidePoll;
    ///
    /// // 53 in the poll, 48 in the count, 47 percent by post.
    /// let postal = OutsidePoll::new(Bounds::exact(0.47))?;
    /// let needed = postal.needed(Bounds::exact(0.53), Bounds::exact(0.48)).unwrap();
    /// assert_eq!(format!("{:.5}", needed.low()), "0.42362");
    /// // 26 of 6,537 stations explain at most .3977 points, not 1.78: they would need −353 percent.
    /// let stations = OutsidePoll::new(Bounds::exact(26.0 / 6537.0))?;
    /// let official = Bounds::exact(4_567_458.0 / 4_957_967.0);
    /// let needed = stations.needed(Bounds::exact(0.939), official).unwrap();
    /// assert_eq!(format!("{:.0}", 100.0 * needed.high()), "-353");
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn needed(self, covered: Bounds, official: Bounds) -> Option<Bounds> {
        needed_share_bounds(official, covered, self.covered())
    }

    /// The shares that the covered voters can have had: max(0, (v − c)/(1 − c)) to min(1, v/(1 − c)), at their widest.
    #[must_use]
    pub fn covered_shares(self, official: Bounds) -> Bounds {
        // Both ends move outwards as c grows. (v − c)/(1 − c) is what is needed of the covered if all outside voted
        // for the choice.
        let c = self.0.high;
        let end = |all_outside: f64, v: f64| {
            needed_share(v, all_outside, c).map_or(1.0 - all_outside, |share| share.clamp(0.0, 1.0))
        };
        Bounds {
            low: end(1.0, official.low),
            high: end(0.0, official.high),
        }
    }

    /// The verdict over all rows of the contest, everyone else included. `within` is that of the plain test against
    /// the count as it is. Beyond it, the question is whether the covered voters may have had shares that every row's
    /// test accepts: one vector that sums to 1, for some c in its bounds and some figures within rounding.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for no row; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if an end of an official share is not a proportion.
    ///
    /// ```
    /// use exitpoll::{Bounds, Confidence};
    /// use exitpoll::hypothesis::RowSample;
    /// use exitpoll::partial::{CoveredRow, OutsidePoll, PopulationVerdict};
    ///
    /// let sample = RowSample::of_effective_size(10_000.0 / 1.5)?;
    /// let row = |poll: f64, official: f64| CoveredRow {
    ///     official: Bounds::exact(official),
    ///     accepted: sample
    ///         .accepted(Bounds::exact(poll), Bounds::new(0.1, 0.9).unwrap(), Confidence::P95, 1)
    ///         .ok(),
    /// };
    /// let rows = [row(0.53, 0.48), row(0.47, 0.52)];
    /// let postal = OutsidePoll::new(Bounds::exact(0.47))?;
    /// assert_eq!(postal.verdict(&rows, false)?, PopulationVerdict::DifferentPopulations);
    /// // One percent outside does not explain five points.
    /// let few = OutsidePoll::new(Bounds::exact(0.01))?;
    /// assert_eq!(few.verdict(&rows, false)?, PopulationVerdict::Beyond);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn verdict(self, rows: &[CoveredRow], within: bool) -> Result<PopulationVerdict> {
        if rows.is_empty() {
            return Err(Error::missing("rows", "give every row of the contest"));
        }
        for (index, row) in rows.iter().enumerate() {
            check_bounds(&format!("rows[{index}].official"), row.official)?;
        }
        if within {
            return Ok(PopulationVerdict::Within);
        }
        let cuts = rows.iter().map(|row| {
            let covered = self.covered_shares(row.official);
            match row.accepted {
                Some(accepted) => cut(covered, accepted.possibly),
                None => Some(covered),
            }
        });
        Ok(if fits_one_vector(cuts) {
            PopulationVerdict::DifferentPopulations
        } else {
            PopulationVerdict::Beyond
        })
    }

    /// 1 − c.
    fn covered(self) -> Bounds {
        Bounds {
            low: 1.0 - self.0.high,
            high: 1.0 - self.0.low,
        }
    }
}

impl TryFrom<Bounds> for OutsidePoll {
    type Error = Error;
    fn try_from(share: Bounds) -> Result<OutsidePoll> {
        OutsidePoll::new(share)
    }
}

impl From<OutsidePoll> for Bounds {
    fn from(outside: OutsidePoll) -> Bounds {
        outside.0
    }
}
