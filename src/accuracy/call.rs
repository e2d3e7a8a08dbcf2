//! What a poll said of a yes-or-no question against what the count says: a threshold, a place, a majority.

use std::fmt;

use serde::Serialize;

use crate::interval::RankInterval;
use crate::model::Threshold;
use crate::numeric::Bounds;

/// What figures say of a yes-or-no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Yes, regardless of rounding, interval or outstanding ballots.
    Yes,
    /// No, likewise.
    No,
    /// They leave it open.
    Open,
}

/// What a poll called, against the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "CallOutcome")
)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Poll and count say the same.
    Right,
    /// They say the opposite.
    Wrong,
    /// Rounding, the poll's interval or outstanding ballots leave it open.
    Open,
    /// One of the two has no figure.
    Unknown,
}

impl Said {
    fn of(surely: bool, possibly: bool) -> Said {
        match (surely, possibly) {
            (true, _) => Said::Yes,
            (false, true) => Said::Open,
            (false, false) => Said::No,
        }
    }

    /// Whether a share that lies in these bounds passes a threshold: give the bounds of rounding where the size of the
    /// sample is unknown, the interval where it is known, the bound of the final share for a partial count.
    ///
    /// ```
    /// use exitpoll::{Bounds, Threshold, accuracy::Said};
    ///
    /// // 4.6 percent of 3,000, Wilson from 3.9 to 5.4: four percent is open. "4.6" alone lies above.
    /// let four = Threshold::at_least(4, 100)?;
    /// assert_eq!(Said::of_share(Bounds::new(0.039, 0.054)?, four), Said::Open);
    /// assert_eq!(Said::of_share(Bounds::new(0.0455, 0.0465)?, four), Said::Yes);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn of_share(share: Bounds, threshold: Threshold) -> Said {
        let passes = |share: f64| {
            if threshold.must_be_exceeded() {
                share > threshold.share()
            } else {
                share >= threshold.share()
            }
        };
        Said::of(passes(share.low), passes(share.high))
    }

    /// Whether `votes` of `valid` pass a threshold, exactly. Printed shares round one vote away.
    ///
    /// ```
    /// use exitpoll::{Threshold, accuracy::Said};
    ///
    /// // Printed 4.00 percent, but 39,990 of 1,000,000 are 3.999.
    /// let four = Threshold::at_least(4, 100)?;
    /// assert_eq!(Said::of_votes(39_990, 1_000_000, four), Said::No);
    /// assert_eq!(Said::of_votes(40_000, 1_000_000, four), Said::Yes);
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    #[must_use]
    pub fn of_votes(votes: u64, valid: u64, threshold: Threshold) -> Said {
        let passes = threshold.passes(u128::from(votes), u128::from(valid));
        Said::of(passes, passes)
    }

    /// Whether seats between `least` and `most` are a majority, of which `majority` is the smallest number.
    ///
    /// ```
    /// use exitpoll::accuracy::Said;
    ///
    /// let said = [(53, 57), (49, 53), (40, 50)].map(|(least, most)| Said::of_seats(least, most, 51));
    /// assert_eq!(said, [Said::Yes, Said::Open, Said::No]);
    /// ```
    #[must_use]
    pub fn of_seats(least: u64, most: u64, majority: u64) -> Said {
        Said::of(least >= majority, most >= majority)
    }
}

impl Call {
    /// The name under which tables and JSON have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Call::Right => "right",
            Call::Wrong => "wrong",
            Call::Open => "open",
            Call::Unknown => "unknown",
        }
    }

    /// What the poll said against what the count says; `None` where one has no figure.
    ///
    /// ```
    /// use exitpoll::accuracy::{Call, Said};
    ///
    /// assert_eq!(Call::of(Some(Said::Yes), Some(Said::No)), Call::Wrong);
    /// assert_eq!(Call::of(Some(Said::Open), Some(Said::No)), Call::Open);
    /// assert_eq!(Call::of(Some(Said::Yes), None), Call::Unknown);
    /// ```
    #[must_use]
    pub fn of(poll: Option<Said>, count: Option<Said>) -> Call {
        match (poll, count) {
            (None, _) | (_, None) => Call::Unknown,
            (Some(Said::Open), _) | (_, Some(Said::Open)) => Call::Open,
            (Some(poll), Some(count)) if poll == count => Call::Right,
            _ => Call::Wrong,
        }
    }

    /// Several calls as one (whether a run-off or a majority was called): wrong if one is, otherwise unknown if one is,
    /// otherwise open if one is. No call at all is unknown.
    #[must_use]
    pub fn all(calls: impl IntoIterator<Item = Call>) -> Call {
        let severity = |call: &Call| match call {
            Call::Right => 0,
            Call::Open => 1,
            Call::Unknown => 2,
            Call::Wrong => 3,
        };
        calls
            .into_iter()
            .max_by_key(severity)
            .unwrap_or(Call::Unknown)
    }

    /// Who holds a place (1 is the first), from the ranks that the poll and the count leave each choice. Right if both
    /// name one choice, the same; wrong if no choice can hold it in both; otherwise open.
    ///
    /// ```
    /// use exitpoll::accuracy::Call;
    /// use exitpoll::interval::RankInterval;
    ///
    /// let rank = |best, worst| RankInterval { best, worst };
    /// // The poll has C, B, A; the count A, then B or C.
    /// let poll = [rank(3, 3), rank(2, 2), rank(1, 1)];
    /// let count = [rank(1, 1), rank(2, 3), rank(2, 3)];
    /// let calls = [1, 2, 3].map(|place| Call::of_place(&poll, &count, place));
    /// assert_eq!(calls, [Call::Wrong, Call::Open, Call::Wrong]);
    /// ```
    #[must_use]
    pub fn of_place(poll: &[RankInterval], count: &[RankInterval], place: usize) -> Call {
        let holders = |ranks: &[RankInterval]| ranks.iter().filter(|r| r.contains(place)).count();
        let (in_poll, in_count) = (holders(poll), holders(count));
        if poll.len() != count.len() || in_poll == 0 || in_count == 0 {
            return Call::Unknown;
        }
        let pairs = poll.iter().zip(count);
        let in_both = pairs.filter(|(p, c)| p.contains(place) && c.contains(place));
        match (in_both.count(), in_poll, in_count) {
            (0, ..) => Call::Wrong,
            (1, 1, 1) => Call::Right,
            _ => Call::Open,
        }
    }

    /// Who takes the first `places` together, in whatever order: who reaches a run-off of two. Right if both name the
    /// same choices; wrong if one that surely takes such a place in one surely takes none in the other; otherwise open.
    ///
    /// ```
    /// use exitpoll::accuracy::Call;
    /// use exitpoll::interval::RankInterval;
    ///
    /// let rank = |best, worst| RankInterval { best, worst };
    /// // The poll has B, A, C; the count A or B first, then C: neither place is settled, the pair is.
    /// let poll = [rank(2, 2), rank(1, 1), rank(3, 3)];
    /// let count = [rank(1, 2), rank(1, 2), rank(3, 3)];
    /// assert_eq!(Call::of_first_places(&poll, &count, 2), Call::Right);
    /// assert_eq!(Call::of_first_places(&poll, &[rank(1, 1), rank(3, 3), rank(2, 2)], 2), Call::Wrong);
    /// assert_eq!(Call::of_first_places(&poll, &[rank(1, 1), rank(2, 3), rank(2, 3)], 2), Call::Open);
    /// ```
    #[must_use]
    pub fn of_first_places(poll: &[RankInterval], count: &[RankInterval], places: usize) -> Call {
        if poll.len() != count.len() || places == 0 || poll.len() < places {
            return Call::Unknown;
        }
        let within = |rank: &RankInterval| Said::of(rank.worst <= places, rank.best <= places);
        let named = |ranks: &[RankInterval]| {
            let surely = ranks.iter().filter(|rank| within(rank) == Said::Yes);
            surely.count() == places
        };
        let each = poll.iter().zip(count);
        let mut each = each.map(|(poll, count)| Call::of(Some(within(poll)), Some(within(count))));
        if each.any(|call| call == Call::Wrong) {
            Call::Wrong
        } else if named(poll) && named(count) {
            Call::Right
        } else {
            Call::Open
        }
    }
}

/// The ranks that pairwise leads leave each of `choices`: the lead of one over another (by their places in the list)
/// within its interval or its rounding, asked for each pair once. A lead that excludes 0 puts one ahead.
///
/// ```
/// use exitpoll::{Bounds, accuracy::ranks_of_leads};
///
/// // 45 and 35 are apart by more than 4 points, 20 and 18 are not.
/// let shares = [0.45, 0.35, 0.20, 0.18];
/// let ranks = ranks_of_leads(4, |one: usize, other: usize| {
///     let lead = shares[one] - shares[other];
///     Bounds::new(lead - 0.04, lead + 0.04).unwrap()
/// });
/// let ends: Vec<_> = ranks.iter().map(|rank| (rank.best, rank.worst)).collect();
/// assert_eq!(ends, [(1, 1), (2, 2), (3, 4), (3, 4)]);
/// ```
#[must_use]
pub fn ranks_of_leads(choices: usize, lead: impl Fn(usize, usize) -> Bounds) -> Vec<RankInterval> {
    let mut ranks = vec![
        RankInterval {
            best: 1,
            worst: choices
        };
        choices
    ];
    for one in 0..choices {
        for other in one + 1..choices {
            let lead = lead(one, other);
            let (ahead, behind) = match () {
                () if lead.low > 0.0 => (one, other),
                () if lead.high < 0.0 => (other, one),
                () => continue,
            };
            ranks[ahead].worst -= 1;
            ranks[behind].best += 1;
        }
    }
    ranks
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Call::Right => "called right",
            Call::Wrong => "called wrong",
            Call::Open => "open",
            Call::Unknown => "unknown",
        })
    }
}
