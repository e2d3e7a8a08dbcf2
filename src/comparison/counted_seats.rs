//! The seats of a count: what each choice, alone or with others, has of them and can end at.

use std::collections::HashMap;

use super::seat_role::{Role, is_within, role};
use crate::model::{Contest, CountStatus, OfficialCount, SeatEstimate, seats_of_house};
use crate::partial::declared_seats;
use crate::report::SeatStatus;

/// The seats of a count, as bounds of the final result.
pub(super) struct CountedSeats {
    pub(super) status: SeatStatus,
    /// By choice: what is counted, and what it can end at.
    of: HashMap<String, (u64, SeatEstimate)>,
    /// The choices behind each label, in the order of the count; none for everyone else.
    labels: Vec<(String, Vec<String>)>,
    /// Seats that are still to be declared.
    outstanding: u64,
    house: Option<u64>,
}

/// The seats of choices together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Result {
    pub(super) counted: u64,
    pub(super) low: u64,
    pub(super) high: u64,
}

impl CountedSeats {
    pub(super) fn new(contest: &Contest, count: &OfficialCount) -> CountedSeats {
        let house = contest.seats();
        let seats: Vec<u64> = count.seats().iter().map(|(_, seats)| *seats).collect();
        let declared = match (count.status(), house) {
            (CountStatus::Final, _) => None,
            (CountStatus::Partial, Some(house)) if !count.seats_are_provisional() => {
                declared_seats(&seats, house).ok().flatten()
            }
            (CountStatus::Partial, _) => None,
        };
        // A final count that leaves seats of the house to nobody says no more than one that still declares. Where
        // its votes do not show that the listed choices are all there are, others have the seats.
        let unfilled = seats_of_house(contest, count)
            .filter(|_| lists_everyone(count))
            .map(|(filled, house)| house - filled);
        let status = match (count.status(), &declared) {
            // What the source calls provisional has no bound, however many votes are counted.
            _ if count.seats_are_provisional() => SeatStatus::Provisional,
            (CountStatus::Final, _) if unfilled.is_some() => SeatStatus::Declared,
            (CountStatus::Final, _) => SeatStatus::Final,
            (CountStatus::Partial, Some(_)) => SeatStatus::Declared,
            (CountStatus::Partial, None) => SeatStatus::Provisional,
        };
        let whole_house = house.unwrap_or(u64::MAX);
        let of = count
            .seats()
            .iter()
            .enumerate()
            .map(|(place, (label, won))| {
                let ends = match (status, &declared) {
                    (SeatStatus::Final, _) => SeatEstimate::number(*won),
                    (SeatStatus::Declared, None) => {
                        SeatEstimate::range(*won, won.saturating_add(unfilled.unwrap_or(0)))
                            .unwrap_or(SeatEstimate::number(*won))
                    }
                    (_, Some(declared)) => declared[place],
                    // Every one of them can change: nothing bounds it but the house.
                    (_, None) => SeatEstimate::range(0, whole_house.max(*won))
                        .unwrap_or(SeatEstimate::number(*won)),
                };
                (label.clone(), (*won, ends))
            });
        let sum: u64 = seats
            .iter()
            .fold(0, |sum, seats| sum.saturating_add(*seats));
        CountedSeats {
            status,
            of: of.collect(),
            labels: (count.seats().iter())
                .map(|(label, _)| (label.clone(), count.members(label)))
                .collect(),
            outstanding: unfilled
                .unwrap_or_else(|| house.map_or(0, |house| house.saturating_sub(sum))),
            house,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// What these choices have together, whatever the count calls them: the figure of just these, or the sum of those
    /// that make them up; `None` where one of them has no official figure. Everyone else goes by label.
    pub(super) fn result(&self, label: &str, choices: &[String]) -> Option<Result> {
        let parts: Vec<(u64, SeatEstimate)> = if choices.is_empty() {
            vec![*self.of.get(label)?]
        } else {
            let own = || (self.labels.iter()).filter(|(_, members)| is_within(members, choices));
            let parts: Vec<&(String, Vec<String>)> =
                match own().find(|(_, members)| members.len() == choices.len()) {
                    Some(whole) => vec![whole],
                    None => own()
                        .filter(|(_, members)| self.stands_by_itself(members))
                        .collect(),
                };
            if parts
                .iter()
                .map(|(_, members)| members.len())
                .sum::<usize>()
                != choices.len()
            {
                return None;
            }
            (parts.iter())
                .map(|(label, _)| self.of.get(label).copied())
                .collect::<Option<_>>()?
        };
        let sum = |of: fn(&(u64, SeatEstimate)) -> u64| {
            parts
                .iter()
                .fold(0u64, |sum, part| sum.saturating_add(of(part)))
        };
        let counted = sum(|part| part.0);
        let (low, high) = match self.status {
            // The outstanding seats can fall to them only once.
            SeatStatus::Declared => (counted, counted.saturating_add(self.outstanding)),
            _ => (sum(|part| part.1.low()), sum(|part| part.1.high())),
        };
        Some(Result {
            counted,
            low,
            high: high.min(self.house.unwrap_or(u64::MAX)).max(low),
        })
    }

    /// Every official figure with the choices behind it, each choice once.
    pub(super) fn figures(&self) -> impl Iterator<Item = (&str, &[String], Result)> {
        (self.labels.iter())
            .filter(|(_, members)| self.stands_by_itself(members))
            .filter_map(|(label, members)| {
                let result = self.result(label, members)?;
                Some((label.as_str(), members.as_slice(), result))
            })
    }

    /// The blocs of which not every member has a figure of its own.
    pub(super) fn blocs(&self) -> impl Iterator<Item = (&str, &[String])> {
        (self.labels.iter())
            .filter(|(_, members)| members.len() > 1 && self.stands_by_itself(members))
            .map(|(label, members)| (label.as_str(), members.as_slice()))
    }

    fn stands_by_itself(&self, members: &[String]) -> bool {
        let sets = self.labels.iter().map(|(_, members)| members);
        role(sets, members) == Role::ByItself
    }

    /// The seats of the house that no figure of the count has.
    pub(super) fn outstanding(&self) -> Option<u64> {
        self.house.map(|_| self.outstanding)
    }
}

/// Whether the listed choices have all votes.
fn lists_everyone(count: &OfficialCount) -> bool {
    let votes = count.entries().iter().map(|entry| entry.votes);
    let listed = votes.sum::<Option<u64>>().filter(|votes| *votes > 0);
    listed.is_some() && listed == count.valid_votes() && count.other().is_none()
}
