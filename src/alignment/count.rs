//! The shares of an official count on a wanted base.

use super::rule::Rule;
use super::{Span, sum_bounds};
use crate::model::{Base, CountEntry, OfficialCount};
use crate::numeric::Bounds;

/// A count's shares by entry, on one base.
pub(super) struct CountShares<'a> {
    pub(super) base: Base,
    pub(super) entries: Vec<(&'a CountEntry, Span)>,
    pub(super) other: Option<Span>,
    /// Its invalid ballots, where the base includes them and they are known.
    pub(super) invalid: Option<Span>,
    pub(super) rules: Vec<Rule>,
}

/// The valid votes: as given, or the sum of the votes where the list is complete.
pub(super) fn valid_total(count: &OfficialCount) -> Option<u64> {
    if count.valid().is_some() {
        return count.valid();
    }
    let other_votes = count.other().and_then(|(votes, _)| votes);
    let mut sum = other_votes.unwrap_or(0);
    for entry in count.entries() {
        sum = sum.checked_add(entry.votes?)?;
    }
    let printed: Vec<Bounds> = count
        .entries()
        .iter()
        .filter_map(|entry| entry.share)
        .chain(count.other().and_then(|(_, share)| share))
        .chain(count.invalid_share())
        .map(|share| share.bounds())
        .collect();
    // Without shares nothing says that a choice is missing; with them, their sum does.
    let complete = printed.is_empty() || sum_bounds(&printed).high >= 1.0 - 1e-9;
    (complete && sum > 0).then_some(sum)
}

/// The share of ballots that are invalid, as a proportion of all ballots.
fn invalid_share(count: &OfficialCount) -> Option<Span> {
    let from_votes = || {
        let valid = valid_total(count)?;
        let invalid = count
            .invalid()
            .or_else(|| count.ballots_cast()?.checked_sub(count.valid()?))?;
        let ballots = valid.checked_add(invalid)?;
        (ballots > 0).then(|| Span::exact(invalid as f64 / ballots as f64))
    };
    from_votes().or_else(|| count.invalid_share().map(Span::from))
}

/// Whether the count can be put on the base of all ballots.
pub(super) fn knows_invalid(count: &OfficialCount) -> bool {
    invalid_share(count).is_some()
}

pub(super) fn on_base(count: &OfficialCount, wanted: Base) -> CountShares<'_> {
    let valid = valid_total(count);
    let invalid = invalid_share(count);
    let mut rules = Vec::new();
    let printed_base = count.base().unwrap_or(match count.invalid_share() {
        Some(_) => Base::AllBallots,
        None => Base::ValidVotes,
    });
    // All ballots cannot be reached from valid votes without the invalid ones, nor left.
    let any_votes = valid.is_some() && count.entries().iter().any(|entry| entry.votes.is_some());
    let base = match (wanted, &invalid) {
        (Base::AllBallots, Some(_)) => Base::AllBallots,
        (_, None) if !any_votes => printed_base,
        _ => Base::ValidVotes,
    };
    let mut used_shares = false;
    let mut rebased = false;
    let mut place = |votes: Option<u64>, share: Option<Span>| -> Option<Span> {
        match (votes, valid, share) {
            (Some(votes), Some(valid), _) if valid > 0 => {
                let of_valid = votes as f64 / valid as f64;
                Some(match (base, &invalid) {
                    (Base::AllBallots, Some(invalid)) => {
                        Span::exact(of_valid).times(invalid.complement())
                    }
                    _ => Span::exact(of_valid),
                })
            }
            (_, _, Some(share)) => {
                used_shares = true;
                Some(match (printed_base, base, &invalid) {
                    (Base::AllBallots, Base::ValidVotes, Some(invalid)) => {
                        rebased = true;
                        share.over(invalid.complement())
                    }
                    (Base::ValidVotes, Base::AllBallots, Some(invalid)) => {
                        rebased = true;
                        share.times(invalid.complement())
                    }
                    _ => share,
                })
            }
            _ => None,
        }
    };
    let entries: Vec<(&CountEntry, Span)> = count
        .entries()
        .iter()
        .filter_map(|entry| Some((entry, place(entry.votes, entry.share.map(Span::from))?)))
        .collect();
    let other = count
        .other()
        .and_then(|(votes, share)| place(votes, share.map(Span::from)));
    if used_shares {
        if count.base().is_none() {
            rules.push(Rule::CountBaseNotStated {
                read_as: printed_base,
            });
        }
        if count.entries().iter().any(|entry| entry.votes.is_some()) {
            rules.push(Rule::CountFromShares);
        }
    } else if count.valid().is_none()
        && let Some(votes) = valid
    {
        rules.push(Rule::ValidIsSumOfVotes { votes });
    }
    if rebased {
        rules.push(Rule::CountRebased { to: base });
    }
    rules.extend(disagreements(count, valid, invalid.as_ref(), printed_base));
    let invalid = (base == Base::AllBallots).then_some(invalid).flatten();
    CountShares {
        base,
        entries,
        other,
        invalid,
        rules,
    }
}

/// Printed shares that the votes do not give, on the base that the source states or on either one
/// where it states none.
fn disagreements(
    count: &OfficialCount,
    valid: Option<u64>,
    invalid: Option<&Span>,
    printed_base: Base,
) -> Vec<Rule> {
    let Some(valid) = valid.filter(|valid| *valid > 0) else {
        return Vec::new();
    };
    let disagreement = |entry: &CountEntry| {
        let printed = entry.share?;
        let of_valid = entry.votes? as f64 / valid as f64;
        let of_ballots = invalid.map(|invalid| of_valid * (1.0 - invalid.value));
        let fits = |share: f64| {
            // One unit of a double on either side: a vote count can sit on a rounding edge.
            let bounds = printed.bounds();
            bounds.low - 1e-12 <= share && share <= bounds.high + 1e-12
        };
        let candidates = match (count.base(), of_ballots) {
            (Some(Base::AllBallots), Some(of_ballots)) => [of_ballots, of_ballots],
            // Of all ballots, but how many were invalid is not known: nothing can be checked.
            (Some(Base::AllBallots), None) => return None,
            (Some(_), _) | (None, None) => [of_valid, of_valid],
            (None, Some(of_ballots)) => [of_valid, of_ballots],
        };
        if candidates.into_iter().any(fits) {
            return None;
        }
        let from_votes = match (printed_base, of_ballots) {
            (Base::AllBallots, Some(of_ballots)) => of_ballots,
            _ => of_valid,
        };
        Some(Rule::CountShareDisagrees {
            choice: entry.label.clone(),
            from_votes,
            printed: printed.value(),
        })
    };
    count.entries().iter().filter_map(disagreement).collect()
}
