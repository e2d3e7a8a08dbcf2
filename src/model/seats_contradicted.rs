//! Seats of counts that contradict the house, or one another.

use std::collections::{HashMap, HashSet};

use super::contest::Contest;
use super::contradiction::Contradiction;
use super::count::{CountStatus, OfficialCount};

/// A final count that fills fewer seats than the house has.
pub(super) fn short(contest: &Contest, count: &OfficialCount) -> Option<Contradiction> {
    let house = contest.seats()?;
    if count.status() != CountStatus::Final
        || count.seats_are_provisional()
        || count.seats().is_empty()
    {
        return None;
    }
    // Counted once: the finest figures first, and a bloc beside its members not at all.
    let mut entries: Vec<(&[String], u64)> = count
        .seat_entries()
        .map(|(_, choices, seats)| (choices, seats))
        .collect();
    entries.sort_by_key(|(choices, _)| choices.len());
    let mut taken: HashSet<&str> = HashSet::new();
    let mut seats = 0_u64;
    for (choices, own) in entries {
        if !choices.iter().any(|choice| taken.contains(choice.as_str())) {
            taken.extend(choices.iter().map(String::as_str));
            seats = seats.saturating_add(own);
        }
    }
    (seats < house).then(|| Contradiction::SeatsShort {
        count: count.name().into(),
        seats,
        house,
    })
}

/// The seats that a final count fills and those of the house, where it fills fewer although it has a figure for
/// every choice.
pub(crate) fn seats_of_house(contest: &Contest, count: &OfficialCount) -> Option<(u64, u64)> {
    let house = contest.seats()?;
    if count.status() != CountStatus::Final || count.seats_are_provisional() {
        return None;
    }
    // Counted once: a bloc stands beside its members.
    let own: HashMap<&str, u64> = count
        .seat_entries()
        .filter(|(_, choices, _)| choices.len() < 2)
        .map(|(label, _, seats)| (label, seats))
        .collect();
    let all = contest
        .choices()
        .iter()
        .all(|choice| own.contains_key(choice.as_str()));
    // Each is at most the house, and so is their sum: `Contest::check` has refused more.
    let seats = own
        .values()
        .fold(0_u64, |sum, seats| sum.saturating_add(*seats));
    (all && seats < house).then_some((seats, house))
}

/// Seats that a partial count declares one by one are won for good; those that make up the house were computed from the
/// votes so far, and can change.
pub(super) fn fell(
    contest: &Contest,
    earlier: &OfficialCount,
    later: &OfficialCount,
) -> Vec<Contradiction> {
    let is_provisional = |count: &OfficialCount| {
        let seats = || (count.seats().iter()).fold(0_u64, |sum, (_, own)| sum.saturating_add(*own));
        let computed = || contest.seats().is_none_or(|house| seats() >= house);
        count.seats_are_provisional() || count.status() == CountStatus::Partial && computed()
    };
    if is_provisional(earlier) || is_provisional(later) {
        return Vec::new();
    }
    let after: HashMap<&[String], u64> = (later.seat_entries())
        .map(|(_, choices, seats)| (choices, seats))
        .collect();
    let fell = |(label, choices, before): (&str, &[String], u64)| {
        let after = *after.get(choices).filter(|_| !choices.is_empty())?;
        (after < before).then(|| Contradiction::SeatsFell {
            choice: label.to_owned(),
            earlier: earlier.name().into(),
            later: later.name().into(),
            earlier_seats: before,
            later_seats: after,
        })
    };
    earlier.seat_entries().filter_map(fell).collect()
}
