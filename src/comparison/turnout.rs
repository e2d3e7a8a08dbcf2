//! Turnout and invalid ballots, where poll and count both give them.

use super::range;
use crate::alignment::{CountView, Span};
use crate::model::{
    Contest, Contradiction, CountStatus, OfficialCount, Poll, ballots_are_disputed,
    registered_differ, turnout_contradicted,
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
    let published = poll.turnout()?;
    let own = Span::from(published);
    if is_contradicted(contest, count) {
        return None;
    }
    let official = printed().or_else(of_registered)?;
    (count.status() == CountStatus::Final).then_some(TurnoutReport {
        deviation: own.value - official.value,
        range: range::of_figure(published, &official),
        poll: own,
        count: official,
    })
}

/// Whether the count's turnout is not what its ballots and registered voters make it.
pub(super) fn is_contradicted(contest: &Contest, count: &OfficialCount) -> bool {
    let stands = |found: Option<Contradiction>| found.is_none_or(|found| !found.is_material());
    let in_numbers = || ballots_are_disputed(count) || !stands(registered_differ(contest, count));
    !stands(turnout_contradicted(contest, count)) || !count.prints_turnout() && in_numbers()
}

/// Invalid ballots, where poll and count both give them; nothing against a partial count, where they still come, nor
/// against numbers of ballots that contradict one another.
pub(super) fn invalid(poll: &Poll, view: &CountView<'_>) -> Option<InvalidReport> {
    let count = view.count;
    let printed = || count.invalid_share().map(Span::from);
    let of_ballots = || {
        let invalid = count.invalid().filter(|_| !ballots_are_disputed(count))?;
        let valid = count
            .valid_votes()
            .filter(|_| !view.lists_some)
            .and_then(|valid| valid.checked_add(invalid));
        let ballots = count
            .ballots_cast()
            .or(valid)
            .filter(|ballots| *ballots > 0)?;
        Some(Span::exact(invalid as f64 / ballots as f64))
    };
    let (published, official) = (poll.invalid()?, of_ballots().or_else(printed)?);
    let own = Span::from(published);
    (count.status() == CountStatus::Final).then_some(InvalidReport {
        deviation: own.value - official.value,
        range: range::of_figure(published, &official),
        poll: own,
        count: official,
    })
}
