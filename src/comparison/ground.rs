//! How much of a partial count is outstanding, on each basis of what is known of it.

use super::needed::Needed;
use crate::alignment::CountView;
use crate::model::{
    CompletenessOf, Contest, Contradiction, CountStatus, OfficialCount, Poll,
    completeness_contradicted, most_registered, outstanding_contradicted, registered_contradicted,
    turnout_contradicted,
};
use crate::numeric::Bounds;
use crate::partial::{self, InvalidBallots, OutstandingBallots};
use crate::report::Basis;

/// One basis, with what statements about single rows need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ground {
    pub(super) basis: Basis,
    /// The share of the valid votes that is counted, as stated.
    pub(super) counted: f64,
    pub(super) counted_share: Bounds,
    /// The same if all that can come comes and is valid: what the rounding of a stated share leaves of it.
    pub(super) if_all_come: Bounds,
    /// What is still to come is a number of ballots, of which all or none may be valid.
    pub(super) in_votes: bool,
}

/// From here on two decimals of a percentage read "100.00".
const NEARLY_ALL: f64 = 0.999_95;

/// Two proportions of invalid ballots that a reader would call the same.
const ALIKE: f64 = 0.001;

impl Ground {
    /// What the final share of a row can be.
    pub(super) fn final_share(&self, share: Bounds) -> Bounds {
        partial::final_share_within(share, self.counted_share)
    }

    /// The same as far as statements rest on it: what fewer than a tenth of invalid ballots would change is
    /// left open.
    pub(super) fn decided_share(&self, share: Bounds) -> Bounds {
        partial::final_share_within(share, self.decided_counted())
    }

    /// The share of the valid votes that is counted, as far as statements rest on it.
    pub(super) fn decided_counted(&self) -> Bounds {
        if !self.takes_invalid_alike() {
            return self.counted_share;
        }
        Bounds::exact(InvalidBallots::fewest_counted(self.counted_share.low))
    }

    /// A stated share of the ballots stands for that of the valid votes, which are so only where invalid ballots are as
    /// frequent among the outstanding.
    pub(super) fn takes_invalid_alike(&self) -> bool {
        self.basis == Basis::ShareOfBallots && !self.in_votes
    }

    /// Whether a statement about a poll's figure `p` of a choice that has `v` so far is a bound, and what proportion of
    /// the counted ballots would have to be invalid for it to fail: by the figures as printed, unless what was not
    /// printed of `v` leaves too few for a bound.
    pub(super) fn standing(&self, p: f64, v: f64, v_bounds: Bounds) -> (bool, Option<f64>) {
        let needed = Needed::to_exclude(p, v, v_bounds);
        let as_printed = needed.map(|of| Needed::exactly(of.as_printed));
        let (printed, least) = (self.standing_of(as_printed), self.standing_of(needed));
        if printed.0 && !least.0 {
            least
        } else {
            printed
        }
    }

    /// Whether what holds if more than `needed` of the ballots is counted may be called decided: what fewer
    /// than a tenth of invalid ballots would overturn is not.
    pub(super) fn decides(&self, needed: Needed) -> bool {
        self.basis == Basis::ShareOfStations || self.standing_of(Some(needed)).0
    }

    /// The same of a statement that holds if more than `needed` of the ballots is counted.
    pub(super) fn standing_of(&self, needed: Option<Needed>) -> (bool, Option<f64>) {
        if !self.takes_invalid_alike() {
            return (self.basis.is_bound(), None);
        }
        // A printed completeness and printed shares carry their rounding: where it leaves fewest invalid ballots the
        // condition is the weakest. Where the two are alike, the figure that a reader can check against what was printed.
        let at = |counted: f64, needed: f64| InvalidBallots::of(counted, needed).ok();
        let least = needed.and_then(|of| at(self.counted_share.low, of.at_most));
        let printed = needed.and_then(|of| at(self.counted, of.as_printed));
        let unless = |of: Option<InvalidBallots>| match of? {
            InvalidBallots::Bound { unless } => Some((true, unless)),
            InvalidBallots::Projection { unless } => Some((false, unless)),
            InvalidBallots::DoesNotHold => None,
        };
        let invalid = match (unless(least), unless(printed)) {
            (Some((one, low)), Some((other, at))) if one == other && (at - low).abs() < ALIKE => {
                printed
            }
            _ => least,
        };
        match invalid {
            // Were all of them invalid there would be no shares: no condition to name.
            Some(InvalidBallots::Bound { unless }) => {
                (true, Some(unless).filter(|unless| *unless < NEARLY_ALL))
            }
            Some(InvalidBallots::Projection { unless }) => (false, Some(unless)),
            // Whatever is possible is possible: nothing can make that fail.
            Some(InvalidBallots::DoesNotHold) | None => (true, None),
        }
    }
}

/// The bases on which something is known of the outstanding ballots; none for a final count. What contradicts its
/// own ballots bounds nothing.
pub(super) fn grounds(contest: &Contest, view: &CountView<'_>) -> Vec<Ground> {
    let count = view.count;
    if count.status() == CountStatus::Final {
        return Vec::new();
    }
    // Before the first ballot there are no shares that anything could bound.
    if count.completeness().is_some_and(|part| part.value() == 0.0) {
        return Vec::new();
    }
    let stands = |found: Option<Contradiction>| found.is_none_or(|found| !found.is_material());
    let completeness = count
        .completeness()
        .filter(|_| stands(completeness_contradicted(contest, count)));
    let all_counted =
        completeness.is_some() == count.completeness().is_some() && is_all_counted(count);
    // Where it is said to be of some voters only, the others may still come.
    let of_some = count.population().is_some_and(|of| !of.voters().is_empty());
    if all_counted && !of_some {
        return vec![all_are_counted(view)];
    }
    // Of shares among the choices that are listed, those not listed may have any part of what is still to come, and
    // have an unknown part of what is counted.
    if view.lists_some {
        return Vec::new();
    }
    // Which of the two is wrong is not known.
    if registered_contradicted(contest, count).is_some() {
        return Vec::new();
    }
    let mut grounds = Vec::with_capacity(2);
    let is_contradicted = outstanding_contradicted(contest, count).is_some();
    if stands(turnout_contradicted(contest, count)) && !is_contradicted {
        grounds.extend(by_registered_voters(contest, view));
    }
    let Some(completeness) = completeness.filter(|_| !all_counted) else {
        return grounds;
    };
    let stated = completeness.bounds();
    let projection = Ground {
        basis: Basis::ShareOfStations,
        counted: completeness.value(),
        counted_share: stated,
        if_all_come: stated,
        in_votes: false,
    };
    match completeness.of() {
        CompletenessOf::Ballots => {
            grounds.push(by_ballots(view, completeness.value(), stated));
        }
        // Of registered voters where votes bound the result; otherwise as of stations.
        CompletenessOf::RegisteredVoters if !grounds.is_empty() => {}
        CompletenessOf::Stations | CompletenessOf::RegisteredVoters => {
            grounds.extend(within_bounds(projection, &grounds));
        }
    }
    grounds
}

/// Whether nothing is outstanding, although the count may not be declared final.
pub(super) fn leave_nothing(grounds: &[Ground]) -> bool {
    !grounds.is_empty() && grounds.iter().all(|of| of.basis == Basis::AllCounted)
}

fn all_are_counted(view: &CountView<'_>) -> Ground {
    Ground {
        basis: Basis::AllCounted,
        counted: 1.0,
        counted_share: Bounds::exact(1.0),
        if_all_come: Bounds::exact(1.0),
        in_votes: view.valid.is_some(),
    }
}

/// That the ballots of a poll's voters are all counted, where a count of some voters only has them and others may still
/// come.
pub(super) fn of_own_voters(poll: &Poll, view: &CountView<'_>) -> Option<Vec<Ground>> {
    let count = view.count;
    let counted = count.population()?.voters();
    let own = poll.population()?.voters();
    let has_them = !own.is_empty() && own.iter().all(|group| counted.contains(group));
    let is_counted = count.status() == CountStatus::Partial && is_all_counted(count);
    (has_them && own.len() == counted.len() && is_counted).then(|| vec![all_are_counted(view)])
}

/// The tightest bound of the final result.
pub(super) fn tightest(grounds: &[Ground]) -> Option<&Ground> {
    grounds
        .iter()
        .filter(|ground| ground.basis.is_bound())
        .max_by(|a, b| a.counted_share.low.total_cmp(&b.counted_share.low))
}

/// Those that rest on nothing about invalid ballots.
pub(super) fn without_condition(grounds: &[Ground]) -> Vec<Ground> {
    let grounds = grounds.iter().copied();
    grounds.filter(|of| !of.takes_invalid_alike()).collect()
}

/// How much of the valid votes is counted by the bounds together, as far as statements rest on them.
pub(super) fn decided_counted(grounds: &[Ground]) -> Option<Bounds> {
    let bounds = grounds.iter().filter(|ground| ground.basis.is_bound());
    bounds
        .map(Ground::decided_counted)
        .max_by(|a, b| a.low.total_cmp(&b.low))
}

/// A projection as far as the bounds allow it: more than can come is not of average size. Nothing where none of it
/// is left.
fn within_bounds(projection: Ground, bounds: &[Ground]) -> Option<Ground> {
    let least = bounds.iter().map(|ground| ground.counted_share.low);
    let least = least.fold(projection.counted_share.low, f64::max);
    let left = Bounds {
        low: least,
        high: projection.counted_share.high,
    };
    (left.low <= left.high).then(|| Ground {
        counted: projection.counted.max(least),
        counted_share: left,
        if_all_come: left,
        ..projection
    })
}

/// The most registered voters of places that are still to be counted: as stated, or what a share of the registered
/// voters that is counted leaves.
fn registered_outstanding(contest: &Contest, count: &OfficialCount) -> Option<u64> {
    let left_by_share = || {
        let part = count
            .completeness()
            .filter(|part| part.of() == CompletenessOf::RegisteredVoters)?;
        if let Some((counted, total)) = part.counted() {
            return total.checked_sub(counted);
        }
        let registered = most_registered(contest, count)?;
        // Rounded up: a bound must not be narrower than it is.
        Some((registered as f64 * (1.0 - part.bounds().low)).ceil() as u64)
    };
    let stated = count.outstanding_registered();
    stated.into_iter().chain(left_by_share()).min()
}

/// Whether the numbers of a count that is not final leave nothing outstanding. A percentage does not say so: "100"
/// may be rounded.
pub(super) fn is_all_counted(count: &OfficialCount) -> bool {
    let outstanding = count.outstanding_registered();
    match count.completeness() {
        Some(part) => {
            let numbers = part.counted();
            numbers.is_some_and(|(counted, total)| counted == total)
                && outstanding.unwrap_or(0) == 0
        }
        // Nobody is registered at the stations still to report.
        None => outstanding == Some(0),
    }
}

/// Valid votes counted over these and every ballot that could still come.
fn by_registered_voters(contest: &Contest, view: &CountView<'_>) -> Option<Ground> {
    let count = view.count;
    let valid = (view.valid.or(view.valid_at_least)).filter(|votes| *votes > 0)?;
    let cast = count
        .ballots_cast()
        .unwrap_or(0)
        .max(valid.saturating_add(count.invalid().unwrap_or(0)));
    let outstanding = match registered_outstanding(contest, count) {
        Some(voters) => OutstandingBallots::at_most(voters),
        // More ballots than voters are a contradiction, and bound nothing.
        None => OutstandingBallots::of_registered(most_registered(contest, count)?, cast).ok()?,
    };
    let shares = partial::counted_share_bounds(valid, outstanding).ok()?;
    Some(Ground {
        basis: Basis::RegisteredVoters,
        counted: shares.low,
        counted_share: shares,
        if_all_come: Bounds::exact(shares.low),
        in_votes: true,
    })
}

/// By a stated share of the ballots: in votes where the ballots counted are known, invalid ones included.
fn by_ballots(view: &CountView<'_>, stated: f64, bounds: Bounds) -> Ground {
    let count = view.count;
    let in_numbers = || {
        let (counted, _) = count.completeness()?.counted()?;
        Some(counted.max(view.valid.unwrap_or(0)))
    };
    let ballots = count
        .ballots()
        .or_else(|| view.valid?.checked_add(count.invalid()?))
        .or_else(in_numbers);
    let in_votes = || {
        let valid = view.valid.or(view.valid_at_least);
        let (ballots, valid) = (ballots?, valid.filter(|votes| *votes > 0)?);
        let of = |counted: Bounds| {
            let outstanding = OutstandingBallots::of_stated_ballots(ballots, counted).ok()?;
            partial::counted_share_bounds(valid, outstanding).ok()
        };
        let (widest, as_stated) = (of(bounds)?, of(Bounds::exact(stated))?);
        let most = of(Bounds::exact(bounds.high))?;
        Some(Ground {
            basis: Basis::ShareOfBallots,
            counted: as_stated.low,
            counted_share: widest,
            if_all_come: Bounds {
                low: widest.low,
                high: most.low,
            },
            in_votes: true,
        })
    };
    // Of a known share of invalid ballots, valid votes among all that are counted and all that are not.
    let of_shares = || {
        // Where nobody's ballot is invalid so far, the share is known without their number.
        let (as_stated, invalid) = match count.invalid() {
            Some(0) => (0.0, Bounds::exact(0.0)),
            _ => {
                let share = view.invalid_ballots()?;
                (share.value, share.bounds)
            }
        };
        let of = |counted: f64, invalid: f64| {
            let valid = counted * (1.0 - invalid);
            valid / (valid + 1.0 - counted)
        };
        Some(Ground {
            basis: Basis::ShareOfBallots,
            counted: of(stated, as_stated),
            counted_share: Bounds {
                low: of(bounds.low, invalid.high),
                high: 1.0,
            },
            if_all_come: Bounds {
                low: of(bounds.low, invalid.high),
                high: of(bounds.high, invalid.low),
            },
            in_votes: true,
        })
    };
    in_votes().or_else(of_shares).unwrap_or(Ground {
        basis: Basis::ShareOfBallots,
        counted: stated,
        counted_share: bounds,
        if_all_come: bounds,
        in_votes: false,
    })
}
