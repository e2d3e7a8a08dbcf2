//! Turnout and invalid ballots, where poll and count both give them.

use super::range;
use crate::alignment::{CountView, Span};
use crate::model::{
    Category, Contest, Contradiction, CountStatus, OfficialCount, Poll, PublishedShare, ballots,
    ballots_are_disputed, registered_differ, turnout_contradicted,
};
use crate::numeric::Bounds;
use crate::report::{BallotFigure, ComputedFigure};

/// Turnout, where poll and count both give it; nothing against a partial count, whose turnout still grows, nor against
/// figures of it that contradict one another.
pub(super) fn turnout(
    poll: &Poll,
    count: &OfficialCount,
    contest: &Contest,
) -> Option<BallotFigure> {
    let own = poll.turnout()?;
    if count.status() != CountStatus::Final || is_contradicted(contest, count) {
        return None;
    }
    let printed = count.turnout().filter(|_| count.prints_turnout());
    let exact = || of_registered(count, contest);
    let Some(printed) = printed.map(Span::from) else {
        let (official, computed) = exact()?;
        return Some(figure(own.into(), own, official, computed));
    };
    let as_printed = figure(own.into(), own, printed, None);
    // What the printed digits leave open the numbers behind them decide.
    let is_open = as_printed.range.is_some_and(|range| range.inside.is_none());
    let decides = |(official, _): &(Span, _)| printed.bounds.contains(official.value);
    let exact = is_open.then(exact).flatten().filter(decides);
    Some(exact.map_or(as_printed, |(official, computed)| {
        figure(own.into(), own, official, computed)
    }))
}

/// The ballots over the registered voters: those cast, or the votes for all choices with the invalid ones.
fn of_registered(
    count: &OfficialCount,
    contest: &Contest,
) -> Option<(Span, Option<ComputedFigure>)> {
    let (ballots, _) = ballots(contest, count).filter(|(_, all)| *all)?;
    let registered = count.registered().or(contest.registered())?;
    // More ballots than voters are a contradiction, and no turnout.
    (ballots <= registered && registered > 0).then(|| {
        quotient(ComputedFigure {
            part: ballots,
            whole: registered,
            ballots_are_a_sum: count.ballots_cast().is_none(),
        })
    })
}

/// Whether the count's turnout is not what its ballots and registered voters make it.
pub(super) fn is_contradicted(contest: &Contest, count: &OfficialCount) -> bool {
    let stands = |found: Option<Contradiction>| found.is_none_or(|found| !found.is_material());
    let in_numbers = || ballots_are_disputed(count) || !stands(registered_differ(contest, count));
    !stands(turnout_contradicted(contest, count)) || !count.prints_turnout() && in_numbers()
}

/// Invalid ballots, where poll and count both give them; nothing against a partial count, where they still come.
pub(super) fn invalid(poll: &Poll, view: &CountView<'_>) -> Option<BallotFigure> {
    let count = view.count;
    if count.status() != CountStatus::Final {
        return None;
    }
    let printed = || Some((Span::from(count.invalid_share()?), None));
    let (official, computed) = of_ballots(view).or_else(printed)?;
    if let Some(own) = poll.invalid() {
        return Some(figure(own.into(), own, official, computed));
    }
    // Beside those who did not say how they voted: of those who did.
    let own = poll
        .category(Category::Invalid)
        .filter(|_| poll.is_of_all_approached())?;
    let silent = [Category::Refused, Category::Undisclosed];
    let silent = (silent.into_iter()).filter_map(|of| Some(Span::from(poll.category(of)?)));
    let told = Span::left_by(silent);
    Some(BallotFigure {
        of_approached: Some(own.into()),
        ..figure(Span::from(own).over(told), own, official, computed)
    })
}

/// The invalid ballots over all of them; nothing of numbers that contradict one another.
fn of_ballots(view: &CountView<'_>) -> Option<(Span, Option<ComputedFigure>)> {
    let count = view.count;
    let invalid = count.invalid().filter(|_| !ballots_are_disputed(count))?;
    // Votes of some choices alone are not all valid ones.
    let valid = || count.valid_votes().filter(|_| !view.lists_some);
    let sum = || valid()?.checked_add(invalid);
    let ballots = count.ballots().or_else(sum)?;
    (ballots > 0).then(|| {
        quotient(ComputedFigure {
            part: invalid,
            whole: ballots,
            ballots_are_a_sum: count.ballots_cast().is_none(),
        })
    })
}

fn quotient(of: ComputedFigure) -> (Span, Option<ComputedFigure>) {
    (Span::exact(of.part as f64 / of.whole as f64), Some(of))
}

fn figure(
    own: Span,
    published: PublishedShare,
    official: Span,
    computed: Option<ComputedFigure>,
) -> BallotFigure {
    let value = official.value;
    BallotFigure {
        deviation: own.value - value,
        deviation_bounds: Bounds {
            low: own.bounds.low - official.bounds.high,
            high: own.bounds.high - official.bounds.low,
        },
        range: (own.is_range).then(|| {
            let range = range::Published {
                bounds: own.bounds,
                reaches_its_ends: published.reaches_its_ends(),
            };
            range.against(official.bounds, (value, value))
        }),
        poll: own,
        count: official,
        computed,
        of_approached: None,
    }
}
