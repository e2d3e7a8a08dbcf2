//! The ballots of a count against what the same count says of them.

use super::completeness::CompletenessOf;
use super::contest::Contest;
use super::contradiction::Contradiction;
use super::count::{CountStatus, OfficialCount};
use super::entry::Base;
use super::tally::CountEntry;

/// The ballots of a count: the least there are, and whether that is all of them.
pub(crate) fn ballots(contest: &Contest, count: &OfficialCount) -> Option<(u64, bool)> {
    if let Some(cast) = count.ballots() {
        return Some((cast, true));
    }
    let all = (count.valid().is_some() || lists_all(contest, count)) && count.invalid().is_some();
    Some((counted(count)?, all))
}

/// Whether a count has votes for every choice of its contest, so that those are its valid votes.
fn lists_all(contest: &Contest, count: &OfficialCount) -> bool {
    let has_votes = |choice: &String| {
        let mut own = (count.entries().iter()).filter(|entry| entry.choices().contains(choice));
        own.any(|entry| entry.votes.is_some())
    };
    contest.choices().iter().all(has_votes)
}

/// Of more than so many of the ballots cast it is not plausible that all were invalid.
const MOST_NOT_TOLD: f64 = 0.1;

/// Ballots cast of which more than a tenth are neither in the votes nor in the shares that a count lists, where it does
/// not say what they are. Only of a count that lists every choice, whose other ballots are taken for invalid.
pub(crate) fn not_told(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let says = count.valid().is_some()
        || count.invalid().is_some()
        || count.invalid_share().is_some()
        || count.other().is_some();
    let entries = || count.entries().iter();
    // Shares of valid votes say of how many: no others are among them.
    let of_valid_votes = || {
        let prints = entries().any(|entry| entry.share.is_some());
        prints && count.base() != Some(Base::AllBallots)
    };
    let is_listed = |choice| entries().any(|entry| entry.choices().contains(choice));
    let (_, ballots_cast) = (count.votes()?, count.ballots_cast()?);
    if says || of_valid_votes() || !contest.choices().iter().all(is_listed) {
        return None;
    }
    // The most that a printed share stands for.
    let by_share = |entry: &CountEntry| {
        let most = entry.share.map_or(0.0, |share| share.bounds().high);
        (most * ballots_cast as f64).ceil() as u64
    };
    let of_entry = |entry: &CountEntry| entry.votes.unwrap_or_else(|| by_share(entry));
    let listed = (entries().map(of_entry)).fold(0, u64::saturating_add);
    let left = ballots_cast.saturating_sub(listed) as f64;
    (left > MOST_NOT_TOLD * ballots_cast as f64).then(|| Contradiction::BallotsNotTold {
        count: count.name().into(),
        listed,
        by_shares: entries().any(|entry| entry.votes.is_none()),
        ballots_cast,
    })
}

/// The votes of a count and the invalid ballots beside them, as far as they are given.
fn counted(count: &OfficialCount) -> Option<u64> {
    count.votes()?.checked_add(count.invalid().unwrap_or(0))
}

/// The ballots against the number that is said to be counted, of ballots or of registered voters.
pub(crate) fn completeness(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let completeness = count.completeness()?;
    let (said, total) = completeness.counted()?;
    let (ballots, all) = match ballots(contest, count)? {
        // Those cast at all, of which this count has a part.
        (cast, _) if completeness.of() == CompletenessOf::Ballots && cast == total => {
            (counted(count)?, false)
        }
        other => other,
    };
    let contradicts = match completeness.of() {
        CompletenessOf::Stations => false,
        CompletenessOf::Ballots => ballots > said || (all && ballots < said),
        CompletenessOf::RegisteredVoters => ballots > said,
    };
    contradicts.then(|| Contradiction::BallotsAndCompleteness {
        count: count.name().into(),
        of: completeness.of(),
        ballots,
        counted: said,
    })
}

/// The ballots that there are in all, by the part of them that is said to be counted, against the registered voters.
pub(crate) fn registered(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let completeness = count.completeness()?;
    let registered = count.registered().or(contest.registered())?;
    if completeness.of() != CompletenessOf::Ballots {
        return None;
    }
    let ballots = counted(count)?;
    let most = completeness.bounds().high;
    // In whole ballots; a little less, so that none comes from the division alone.
    let least = (ballots as f64 / most - 1e-6).ceil();
    (least > registered as f64).then(|| Contradiction::CompletenessAndRegistered {
        count: count.name().into(),
        ballots,
        least_in_all: least as u64,
        registered,
    })
}

/// The ballots against the registered voters of the stations that are counted: all, less those still to report.
pub(crate) fn outstanding(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let outstanding = count.outstanding_registered()?;
    let registered = most_registered(contest, count)?;
    let ballots = counted(count).or(count.ballots_cast())?;
    (outstanding.saturating_add(ballots) > registered).then(|| {
        Contradiction::OutstandingAndRegistered {
            count: count.name().into(),
            ballots,
            outstanding,
            registered,
        }
    })
}

/// The registered voters that a count and its contest give: the more of two numbers, by which a bound holds for both.
pub(crate) fn most_registered(contest: &Contest, count: &OfficialCount) -> Option<u64> {
    count.registered().max(contest.registered())
}

/// Two numbers of registered voters.
pub(crate) fn registered_differ(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let (own, of_contest) = (count.registered()?, contest.registered()?);
    (own != of_contest).then(|| Contradiction::RegisteredDiffer {
        count: count.name().into(),
        registered: own,
        of_contest,
    })
}

/// The ballots over the registered voters against the printed turnout. Of a partial count that may be the turnout
/// at all polling stations: only more ballots than it leaves are a contradiction.
pub(crate) fn turnout(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let published = count.turnout?;
    let registered = count.registered().or(contest.registered())?;
    let (ballots, all) = ballots(contest, count)?;
    if registered == 0 {
        return None;
    }
    let of_registered = |ballots: u64| ballots as f64 / registered as f64;
    let bounds = published.bounds();
    // Turnout by valid votes is below turnout by ballots.
    let least = count.votes().unwrap_or(ballots);
    let above = of_registered(least) > bounds.high + 1e-12;
    let below =
        all && count.status() == CountStatus::Final && of_registered(ballots) < bounds.low - 1e-12;
    (above || below).then(|| Contradiction::BallotsAndTurnout {
        count: count.name().into(),
        ballots: if above { least } else { ballots },
        registered,
        published: published.to_string(),
    })
}

/// The ballots of a partial count, as a part of those of the final one, against the part that it said they are. Where
/// the invalid ones are not given, only what votes alone make too many is a contradiction.
pub(crate) fn share_in_the_end(
    contest: &Contest,
    earlier: &OfficialCount,
    last: &OfficialCount,
) -> Option<Contradiction> {
    let stated = earlier.completeness()?;
    if stated.of() != CompletenessOf::Ballots || earlier.status() == CountStatus::Final {
        return None;
    }
    let within = stated.bounds();
    let contradicts = |counted: u64, in_all: u64| Contradiction::ShareOfBallotsMissed {
        earlier: earlier.name().into(),
        later: last.name().into(),
        counted,
        stated: stated.value(),
        in_all,
    };
    // Too few of all, by the ballots that were counted and those that there are at least; or too many.
    let (so_far, in_all) = (ballots(contest, earlier), ballots(contest, last)?);
    if let Some((so_far, true)) = so_far
        && (so_far as f64) < within.low * in_all.0 as f64 - 1.0
    {
        return Some(contradicts(so_far, in_all.0));
    }
    let (least, all) = (counted(earlier)?, in_all.1);
    let too_many = all && least as f64 > within.high * in_all.0 as f64 + 1.0;
    too_many.then(|| contradicts(least, in_all.0))
}

/// The ballots of a count: cast or counted as it says, or valid and invalid ones.
fn said_to_be_counted(contest: &Contest, count: &OfficialCount) -> Option<u64> {
    let stated = || {
        let of_ballots = count.completeness()?;
        let (counted, _) = of_ballots.counted()?;
        (of_ballots.of() == CompletenessOf::Ballots).then_some(counted)
    };
    stated().or_else(|| {
        let (ballots, all) = ballots(contest, count)?;
        all.then_some(ballots)
    })
}

/// So many of a hundred ballots are never invalid: what is more is a misprint in one of the counts.
const MOST_INVALID: f64 = 0.5;

/// Ballots that were added from one count to the next, nearly none of them valid by the votes that were.
pub(crate) fn added_are_invalid(
    contest: &Contest,
    earlier: &OfficialCount,
    later: &OfficialCount,
) -> Option<Contradiction> {
    let said = |count| said_to_be_counted(contest, count);
    let valid = |count: &OfficialCount| {
        let whole = count.valid().is_some() || lists_all(contest, count);
        whole.then(|| count.votes()).flatten()
    };
    let ballots = said(later)?.checked_sub(said(earlier)?)?;
    let votes = valid(later)?.checked_sub(valid(earlier)?)?;
    let invalid = ballots.checked_sub(votes)?;
    (invalid as f64 > MOST_INVALID * ballots as f64).then(|| Contradiction::AddedBallotsInvalid {
        earlier: earlier.name().into(),
        later: later.name().into(),
        ballots,
        votes,
    })
}

/// Two counts that say of how many in all they are a part, of different numbers.
pub(crate) fn totals(earlier: &OfficialCount, later: &OfficialCount) -> Option<Contradiction> {
    let (before, after) = (earlier.completeness()?, later.completeness()?);
    let ((_, before_in_all), (_, after_in_all)) = (before.counted()?, after.counted()?);
    (before.of() == after.of() && before_in_all != after_in_all).then(|| {
        Contradiction::TotalsDiffer {
            earlier: earlier.name().into(),
            later: later.name().into(),
            of: before.of(),
            before: before_in_all,
            after: after_in_all,
        }
    })
}
