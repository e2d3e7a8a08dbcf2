//! Turnout and invalid ballots, where poll and count both give them.

use crate::alignment::Span;
use crate::model::{
    Contest, Contradiction, CountStatus, OfficialCount, Poll, registered_differ,
    turnout_contradicted,
};
use crate::report::{InvalidReport, TurnoutReport};

/// Turnout, where poll and count both give it; nothing against a partial count, whose turnout still grows, nor against
/// figures of it that contradict one another.
pub(super) fn turnout(
    poll: &Poll,
    count: &OfficialCount,
    contest: &Contest,
) -> Option<TurnoutReport> {
    let printed = || count.turnout().map(Span::from);
    let of_registered = || {
        let accounted = || count.valid()?.checked_add(count.invalid()?);
        let ballots = count.ballots_cast().or_else(accounted)?;
        let registered = count.registered().or(contest.registered())?;
        // More ballots than voters are a contradiction, and no turnout.
        (ballots <= registered && registered > 0)
            .then(|| Span::exact(ballots as f64 / registered as f64))
    };
    let own = Span::from(poll.turnout()?);
    if is_contradicted(contest, count) {
        return None;
    }
    let official = printed().or_else(of_registered)?;
    (count.status() == CountStatus::Final).then_some(TurnoutReport {
        deviation: own.value - official.value,
        poll: own,
        count: official,
    })
}

/// Whether the count's turnout is not what its ballots and registered voters make it.
pub(super) fn is_contradicted(contest: &Contest, count: &OfficialCount) -> bool {
    let stands = |found: Option<Contradiction>| found.is_none_or(|found| !found.is_material());
    !stands(turnout_contradicted(contest, count))
        || !count.prints_turnout() && !stands(registered_differ(contest, count))
}

/// Invalid ballots, where poll and count both give them; nothing against a partial count, where they still come.
pub(super) fn invalid(poll: &Poll, count: &OfficialCount) -> Option<InvalidReport> {
    let printed = || count.invalid_share().map(Span::from);
    let of_ballots = || {
        let invalid = count.invalid()?;
        let valid = count
            .valid_votes()
            .and_then(|valid| valid.checked_add(invalid));
        let ballots = count
            .ballots_cast()
            .or(valid)
            .filter(|ballots| *ballots > 0)?;
        Some(Span::exact(invalid as f64 / ballots as f64))
    };
    let (own, official) = (Span::from(poll.invalid()?), of_ballots().or_else(printed)?);
    (count.status() == CountStatus::Final).then_some(InvalidReport {
        deviation: own.value - official.value,
        poll: own,
        count: official,
    })
}
