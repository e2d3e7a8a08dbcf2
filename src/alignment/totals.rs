//! The totals of a count that its shares stand on: valid votes and ballots, as given or as they follow.

use super::span::Span;
use crate::model::{Base, OfficialCount, are_cut_off, ballots_are_disputed};
use crate::numeric::Bounds;

/// A number of votes or ballots, exact or within bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Total {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Total {
    fn exact(votes: u64) -> Total {
        let value = votes as f64;
        Total {
            value,
            low: value,
            high: value,
        }
    }
}

/// How the number of valid votes is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TotalFrom {
    /// The source gives it, or ballots and invalid ones.
    Figures,
    /// It is the sum of the listed votes, which nothing shows to be incomplete.
    SumOfVotes,
    /// It is what votes and printed shares of the same choices imply.
    VotesAndShares,
}

/// The base on which the count's shares were printed.
pub(super) fn printed_base(count: &OfficialCount) -> Base {
    count.base().unwrap_or_else(|| {
        let is_of_all = count.invalid_share().is_some() || votes_and_invalid(count).is_some();
        match is_of_all {
            true => Base::AllBallots,
            false => Base::ValidVotes,
        }
    })
}

/// All ballots as votes and invalid ballots together, where nobody gives them and the printed shares are of these: none
/// disagrees, and not all are of the votes alone.
fn votes_and_invalid(count: &OfficialCount) -> Option<u64> {
    let is_apart = count.valid().is_none() && count.ballots_cast().is_none();
    let invalid = count.invalid().filter(|invalid| is_apart && *invalid > 0)?;
    let votes = sum_of_votes(count)?;
    let ballots = votes.checked_add(invalid)?;
    let printed = || {
        let entries = count.entries().iter();
        entries.filter_map(|entry| Some((entry.votes? as f64, entry.share?.bounds())))
    };
    let are_of = |total: u64| {
        let fits = |(votes, bounds): (f64, Bounds)| {
            let share = votes / total as f64;
            bounds.low - 1e-12 <= share && share <= bounds.high + 1e-12
        };
        printed().all(fits)
    };
    let may_be = count.base() != Some(Base::ValidVotes);
    (may_be && printed().next().is_some() && are_of(ballots) && !are_of(votes)).then_some(ballots)
}

/// The valid votes: as given, as ballots less invalid ones, as the sum of complete votes, or as votes and
/// printed shares imply.
pub(super) fn valid(count: &OfficialCount) -> Option<(Total, TotalFrom)> {
    let given = count
        .valid_taken()
        .or_else(|| count.ballots()?.checked_sub(count.invalid()?));
    if let Some(votes) = given {
        return (votes > 0).then(|| (Total::exact(votes), TotalFrom::Figures));
    }
    let implied = implied(count).or_else(|| beside_shares(count));
    match sum_of_votes(count) {
        Some(sum) if votes_and_invalid(count).is_some() => {
            Some((Total::exact(sum), TotalFrom::SumOfVotes))
        }
        None => implied.map(|total| (total, TotalFrom::VotesAndShares)),
        Some(sum) => {
            let all = sum as f64;
            // Fewer votes than the shares say: choices without a figure have the others.
            let incomplete = match implied {
                // Shares that are cut off say more votes than there are.
                _ if are_cut_off(count) => false,
                Some(total) => all < total.low * (1.0 - 1e-12),
                // Without shares nothing says that a choice is missing; with them, their sum does.
                None => !printed_is_whole(count),
            };
            match (incomplete, implied) {
                (false, _) => Some((Total::exact(sum), TotalFrom::SumOfVotes)),
                (true, implied) => implied.map(|total| (total, TotalFrom::VotesAndShares)),
            }
        }
    }
}

/// The sum of the listed votes, where every listed choice has votes.
fn sum_of_votes(count: &OfficialCount) -> Option<u64> {
    let mut sum = count.other().map_or(Some(0), |(votes, _)| votes)?;
    for entry in count.entries() {
        sum = sum.checked_add(entry.votes?)?;
    }
    (sum > 0).then_some(sum)
}

/// The total of votes beside printed shares of those, all others among them, that have no votes of their own.
fn beside_shares(count: &OfficialCount) -> Option<Total> {
    if printed_base(count) != Base::ValidVotes {
        return None;
    }
    let others = count.other().into_iter();
    let figures = (count.entries().iter())
        .map(|entry| (entry.votes, entry.share))
        .chain(others);
    let (mut sum, mut shares) = (0_u64, Vec::new());
    for figure in figures {
        match figure {
            (Some(votes), _) => sum = sum.checked_add(votes)?,
            (None, share) => shares.push(Span::from(share?)),
        }
    }
    let (left, votes) = (Span::sum(&shares).complement(), sum as f64);
    (!shares.is_empty() && sum > 0 && left.bounds.low > 0.0).then(|| Total {
        value: votes / left.value,
        low: votes / left.bounds.high,
        high: votes / left.bounds.low,
    })
}

/// No share is printed, or the printed ones can sum to 100 percent.
fn printed_is_whole(count: &OfficialCount) -> bool {
    let printed = count
        .entries()
        .iter()
        .filter_map(|entry| entry.share)
        .chain(count.other().and_then(|(_, share)| share))
        .chain(count.invalid_share());
    let (any, most) = printed.fold((false, 0.0), |(_, sum), share| {
        (true, sum + share.bounds().high)
    });
    !any || most >= 1.0 - 1e-9
}

/// The totals with which every choice that has votes and a printed share of valid votes agrees; absent where
/// there is no such choice, or they contradict one another.
fn implied(count: &OfficialCount) -> Option<Total> {
    if printed_base(count) != Base::ValidVotes {
        return None;
    }
    let mut range: Option<(f64, f64)> = None;
    for entry in count.entries() {
        let (Some(votes), Some(share)) = (entry.votes, entry.share) else {
            continue;
        };
        let bounds = share.bounds();
        if votes == 0 || bounds.low <= 0.0 {
            continue;
        }
        let (low, high) = (votes as f64 / bounds.high, votes as f64 / bounds.low);
        range = Some(match range {
            None => (low, high),
            Some((least, most)) => (least.max(low), most.min(high)),
        });
    }
    let (low, high) = range.filter(|(low, high)| low <= high)?;
    Some(Total {
        value: 0.5 * (low + high),
        low,
        high,
    })
}

/// All ballots: as given, or valid votes and invalid ballots. Unknown where these contradict one another.
pub(super) fn ballots(count: &OfficialCount) -> Option<u64> {
    if ballots_are_disputed(count) {
        return None;
    }
    count
        .ballots()
        .or_else(|| count.valid_taken()?.checked_add(count.invalid()?))
        .or_else(|| votes_and_invalid(count))
        .filter(|ballots| *ballots > 0)
}

/// The invalid ballots in number, where the source gives them or valid votes and ballots, and these do not contradict
/// one another.
pub(super) fn invalid(count: &OfficialCount) -> Option<u64> {
    if ballots_are_disputed(count) {
        return None;
    }
    count
        .invalid()
        .or_else(|| count.ballots()?.checked_sub(count.valid_taken()?))
}
