//! Seats against seats: no sampling error is invented for them.

use super::counted_seats::{CountedSeats, Result};
use super::seat_role::{Role, is_within, role};
use crate::accuracy::{
    HouseFit, SeatAccuracy, SeatDeviation, bloc_fits_members, mean_score, seat_interval_score,
};
use crate::model::{Contest, OfficialCount, Poll, SeatEstimate, same_choices};
use crate::report::{LeftOut, PollFacts, Reason, SeatReport, SeatRow, Settings};

/// The blocs of which the count or a poll gives the seats, each once, the smallest first.
pub(super) fn blocs(count: &OfficialCount, facts: &[PollFacts]) -> Vec<(String, Vec<String>)> {
    let of_count = (count.seats().iter()).map(|(label, _)| (label, count.members(label)));
    let of_polls = facts.iter().flat_map(|facts| {
        let labels = facts.poll.seats().iter();
        labels.map(|(label, _)| (label, facts.poll.members(label)))
    });
    let mut blocs: Vec<(String, Vec<String>)> = Vec::new();
    for (label, members) in of_count.chain(of_polls) {
        if members.len() > 1 && !blocs.iter().any(|(_, own)| same_choices(own, &members)) {
            blocs.push((label.clone(), members));
        }
    }
    blocs.sort_by_key(|(_, members)| members.len());
    blocs
}

/// The choices behind each of the poll's estimates.
fn sets(poll: &Poll) -> Vec<Vec<String>> {
    poll.seats()
        .iter()
        .map(|(label, _)| poll.members(label))
        .collect()
}

/// Every estimate of the poll with the choices behind it, with or without an official figure, each choice once.
pub(super) fn estimates(poll: &Poll) -> impl Iterator<Item = (&String, Vec<String>, SeatEstimate)> {
    let sets = sets(poll);
    let roles: Vec<Role> = (sets.iter()).map(|own| role(sets.iter(), own)).collect();
    (poll.seats().iter().zip(sets).zip(roles))
        .filter(|(_, role)| *role == Role::ByItself)
        .map(|(((label, seats), choices), _)| (label, choices, *seats))
}

/// The seats of one poll against a count; `None` where the poll has none.
pub(super) fn compare(
    settings: &Settings,
    contest: &Contest,
    counted: &CountedSeats,
    poll: &Poll,
) -> Option<SeatReport> {
    if poll.seats().is_empty() || counted.is_empty() {
        return None;
    }
    let sets = sets(poll);
    // What has no official figure neither checks a bloc nor counts for it.
    let known: Vec<&Vec<String>> = (poll.seats().iter().zip(&sets))
        .filter(|((label, _), set)| counted.result(label, set).is_some())
        .map(|(_, set)| set)
        .collect();
    let mut rows = Vec::with_capacity(sets.len());
    let mut left_out = Vec::new();
    for (place, (label, seats)) in poll.seats().iter().enumerate() {
        let choices = &sets[place];
        let is_check = role(known.iter().copied(), choices) != Role::ByItself;
        match counted.result(label, choices) {
            Some(result) => {
                rows.push(row(
                    settings, contest, label, choices, is_check, *seats, result,
                ));
            }
            None => left_out.push(LeftOut {
                label: label.clone(),
                figure: seats.to_string(),
                reason: Reason::NoOfficialFigure,
            }),
        }
    }
    for bloc in counted.blocs() {
        if let Some((parts, row)) = added_up(settings, contest, counted, poll, &sets, bloc) {
            left_out.retain(|of: &LeftOut| !parts.contains(&of.label));
            rows.push(row);
        }
    }
    let own: Vec<&SeatRow> = rows.iter().filter(|row: &&SeatRow| !row.is_check).collect();
    let known = !own.is_empty() && own.iter().all(|row| row.is_known());
    let accuracy = known.then(|| accuracy(own.iter().copied())).flatten();
    let estimates: Vec<SeatEstimate> = estimates(poll).map(|(.., seats)| seats).collect();
    let end = |of: fn(&SeatEstimate) -> u64| {
        estimates
            .iter()
            .fold(0u64, |sum, seats| sum.saturating_add(of(seats)))
    };
    let ranges = || own.iter().filter(|row| row.is_range());
    Some(SeatReport {
        status: counted.status,
        mean_absolute_error: accuracy.as_ref().map(|a| a.mean_absolute_error),
        root_mean_squared_error: accuracy.as_ref().map(|a| a.root_mean_squared_error),
        mean_interval_score: mean_score(own.iter().filter_map(|r| r.interval_score).map(Ok)).ok(),
        inside: ranges().filter(|row| row.inside == Some(true)).count(),
        open: ranges().filter(|row| row.inside.is_none()).count(),
        ranges: ranges().count(),
        sum: (end(SeatEstimate::low), end(SeatEstimate::high)),
        adds_up_to_house: contest
            .seats()
            .map(|house| HouseFit::of(&estimates, house) == HouseFit::Coherent),
        blocs_unlike_members: blocs_unlike_members(poll, &sets),
        left_out,
        rows,
    })
}

/// The poll's estimates of the members of a bloc together, where the count has only the bloc's seats; with the
/// labels that are in it.
fn added_up(
    settings: &Settings,
    contest: &Contest,
    counted: &CountedSeats,
    poll: &Poll,
    sets: &[Vec<String>],
    (label, members): (&str, &[String]),
) -> Option<(Vec<String>, SeatRow)> {
    let parts: Vec<usize> = (0..sets.len())
        .filter(|place| is_within(&sets[*place], members))
        .collect();
    let of_parts = parts.iter().map(|place| sets[*place].len()).sum::<usize>();
    // Every member once; one estimate of them all has a row already.
    if parts.len() < 2 || of_parts != members.len() {
        return None;
    }
    let sum = |of: fn(&SeatEstimate) -> u64| {
        (parts.iter()).fold(0u64, |sum, place| {
            sum.saturating_add(of(&poll.seats()[*place].1))
        })
    };
    let seats = SeatEstimate::range(sum(SeatEstimate::low), sum(SeatEstimate::high)).ok()?;
    let result = counted.result(label, members)?;
    let labels: Vec<String> = (parts.iter())
        .map(|place| poll.seats()[*place].0.clone())
        .collect();
    let mut row = row(settings, contest, label, members, false, seats, result);
    row.added_up.clone_from(&labels);
    Some((labels, row))
}

/// The blocs that contradict their members, where the poll gives all of these.
fn blocs_unlike_members(poll: &Poll, sets: &[Vec<String>]) -> Vec<String> {
    let unlike = |place: &usize| {
        let of_bloc = |set: &Vec<String>| set.iter().all(|choice| sets[*place].contains(choice));
        let (members, listed): (Vec<SeatEstimate>, Vec<usize>) = (poll.seats().iter().enumerate())
            .filter(|(other, _)| other != place && of_bloc(&sets[*other]))
            .filter(|(other, _)| role(sets.iter(), &sets[*other]) != Role::Check)
            .map(|(other, (_, seats))| (*seats, sets[other].len()))
            .unzip();
        let complete = listed.iter().sum::<usize>() == sets[*place].len();
        complete && !bloc_fits_members(poll.seats()[*place].1, &members)
    };
    (0..sets.len())
        .filter(|place| role(sets.iter(), &sets[*place]) == Role::Check)
        .filter(unlike)
        .map(|place| poll.seats()[place].0.clone())
        .collect()
}

fn row(
    settings: &Settings,
    contest: &Contest,
    label: &str,
    choices: &[String],
    is_check: bool,
    seats: SeatEstimate,
    result: Result,
) -> SeatRow {
    let known = result.low == result.high;
    let error = known
        .then(|| SeatDeviation::of(seats, result.low, contest.seats()).ok())
        .flatten();
    let surely = seats.low() <= result.low && result.high <= seats.high();
    let never = seats.high() < result.low || result.high < seats.low();
    SeatRow {
        label: label.to_owned(),
        choices: choices.to_vec(),
        is_check,
        added_up: Vec::new(),
        low: seats.low(),
        high: seats.high(),
        result_low: result.low,
        result_high: result.high,
        counted: result.counted,
        deviation: error.as_ref().map(|error| error.deviation),
        percent_of_house: error.as_ref().and_then(|error| error.percent_of_house),
        inside: (seats.is_range() && (surely || never)).then_some(surely),
        miss: if seats.high() < result.low {
            result.low - seats.high()
        } else {
            seats.low().saturating_sub(result.high)
        },
        interval_score: settings
            .seat_range_confidence
            .filter(|_| known)
            .and_then(|level| seat_interval_score(seats, result.low, level).ok()),
    }
}

/// The rows together: of all choices in one poll, or of one choice over the polls.
pub(super) fn accuracy<'a>(rows: impl Iterator<Item = &'a SeatRow>) -> Option<SeatAccuracy> {
    let (estimates, results): (Vec<SeatEstimate>, Vec<u64>) = rows
        .filter_map(|row| Some((SeatEstimate::range(row.low, row.high).ok()?, row.result_low)))
        .unzip();
    SeatAccuracy::of(&estimates, &results).ok()
}
