//! A poll against every final count that a partial one allows.

use std::fmt;

use serde::Serialize;

use super::{EQUAL, FinalBound};
use crate::error::Result;
use crate::hypothesis::AcceptedShares;
use crate::numeric::{Bounds, CompensatedSum};

/// One row of a poll at a partial count: what its final share can be, and which final shares the row's test accepts at
/// α/m ([`RowSample::accepted`](crate::hypothesis::RowSample::accepted)).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenRow {
    /// `None` where nothing bounds the final share.
    pub bound: Option<FinalBound>,
    /// `None` for a row without a test (a range, no figure of the poll): every final share is accepted.
    pub accepted: Option<AcceptedShares>,
}

/// What a poll is against all the final counts that may still come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AgainstEveryCount {
    /// No final count that the bounds allow puts a row beyond chance.
    Within,
    /// Every one does.
    Beyond,
    /// Some do and some do not.
    OpenUntilCounted,
    /// No outstanding ballot decides it, but the rounding of the poll does.
    UndecidedByRounding,
}

impl fmt::Display for AgainstEveryCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AgainstEveryCount::Within => "within",
            AgainstEveryCount::Beyond => "beyond",
            AgainstEveryCount::OpenUntilCounted => "open until counted",
            AgainstEveryCount::UndecidedByRounding => "undecided by rounding",
        })
    }
}

impl AgainstEveryCount {
    /// From all rows of the contest, everyone else included, so that their final shares sum to 1.
    ///
    /// Each row's accepted shares are cut with its bound. *Beyond* iff no vector of final shares lies in all cuts: one
    /// is empty, or their lower ends sum to over 1, or their upper ends to under 1. *Within* iff every bound lies in the
    /// accepted shares. Without any bound it is open.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for no row.
    ///
    /// ```
    /// use exitpoll::{Bounds, Confidence};
    /// use exitpoll::hypothesis::RowSample;
    /// use exitpoll::partial::{AgainstEveryCount, FinalBound, OpenRow};
    ///
    /// // 50 to 50 in a poll of 1,000, 60 to 40 after "50" percent of the ballots: A ends between 29.7 and 80.2.
    /// let sample = RowSample::drawn_singly(1000.0)?;
    /// let rows = [0.6, 0.4].map(|share| {
    ///     let counted = Bounds::new(0.495, 0.505).unwrap();
    ///     let bound = FinalBound::of_stated_share(Bounds::exact(share), counted).unwrap();
    ///     let poll = Bounds::new(0.4995, 0.5005).unwrap();
    ///     let accepted = sample.accepted(poll, bound.share(), Confidence::P95, 1).unwrap();
    ///     OpenRow { bound: Some(bound), accepted: Some(accepted) }
    /// });
    /// assert_eq!(AgainstEveryCount::of(&rows)?, AgainstEveryCount::OpenUntilCounted);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    pub fn of(rows: &[OpenRow]) -> Result<AgainstEveryCount> {
        if rows.is_empty() {
            return Err(crate::Error::missing(
                "rows",
                "give every row of the contest",
            ));
        }
        if rows.iter().all(|row| row.bound.is_none()) {
            return Ok(AgainstEveryCount::OpenUntilCounted);
        }
        let cuts = rows.iter().map(|row| cut(row.range(), row.possibly()));
        if !fits_one_vector(cuts) {
            return Ok(AgainstEveryCount::Beyond);
        }
        let inside = |accepted: fn(&OpenRow) -> Option<Bounds>| {
            rows.iter()
                .all(|row| accepted(row).is_some_and(|accepted| holds(accepted, row.range())))
        };
        Ok(if inside(OpenRow::certainly) {
            AgainstEveryCount::Within
        } else if inside(|row| Some(row.possibly())) {
            AgainstEveryCount::UndecidedByRounding
        } else {
            AgainstEveryCount::OpenUntilCounted
        })
    }
}

const ANY: Bounds = Bounds {
    low: 0.0,
    high: 1.0,
};

impl OpenRow {
    fn range(&self) -> Bounds {
        self.bound.map_or(ANY, |bound| bound.share())
    }

    fn possibly(&self) -> Bounds {
        self.accepted.map_or(ANY, |accepted| accepted.possibly)
    }

    fn certainly(&self) -> Option<Bounds> {
        self.accepted
            .map_or(Some(ANY), |accepted| accepted.certainly)
    }
}

/// What two ranges have in common.
pub(super) fn cut(one: Bounds, other: Bounds) -> Option<Bounds> {
    let (low, high) = (one.low.max(other.low), one.high.min(other.high));
    (low <= high + EQUAL).then(|| Bounds::between(low, high))
}

/// Whether `outer` holds all of `inner`.
pub(super) fn holds(outer: Bounds, inner: Bounds) -> bool {
    outer.low <= inner.low + EQUAL && inner.high <= outer.high + EQUAL
}

/// Whether one vector that sums to 1 lies in all ranges; not if one of them is empty.
pub(super) fn fits_one_vector(ranges: impl IntoIterator<Item = Option<Bounds>>) -> bool {
    let [mut low, mut high] = [CompensatedSum::default(); 2];
    for range in ranges {
        let Some(range) = range else {
            return false;
        };
        low.add(range.low);
        high.add(range.high);
    }
    low.value() <= 1.0 + EQUAL && high.value() >= 1.0 - EQUAL
}
