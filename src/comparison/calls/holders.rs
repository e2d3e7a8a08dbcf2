//! Who holds a place, and the first places together, where the ranks say so.

use super::candidates::Candidate;
use crate::interval::RankInterval;
use crate::numeric::Bounds;
use crate::report::Said;

/// Who takes a place.
pub(super) enum Holder<'a> {
    One(&'a str),
    Tied(Vec<&'a str>),
    Open,
    Unknown,
}

/// Poll or count: what each candidate has, and the ranks that this leaves.
#[derive(Clone, Copy)]
pub(super) struct Side<'a, 'b> {
    pub(super) candidates: &'b [Candidate<'a>],
    pub(super) figure: fn(&Candidate<'_>) -> Bounds,
    pub(super) ranks: &'b [RankInterval],
    /// Whether who is level stays so: not while ballots are still to be counted.
    pub(super) keeps_ties: bool,
}

impl<'a> Side<'a, '_> {
    /// Who takes a place.
    pub(super) fn holder(&self, place: usize) -> Holder<'a> {
        let holders = || {
            let all = self.candidates.iter().zip(self.ranks);
            all.filter_map(|(candidate, ranks)| ranks.contains(place).then_some(candidate))
        };
        let mut others = holders();
        let Some(first) = others.next() else {
            return Holder::Unknown;
        };
        if others.next().is_none() {
            return Holder::One(first.label);
        }
        let share = (self.figure)(first);
        let level = || share.width() == 0.0 && holders().all(|of| (self.figure)(of) == share);
        if self.keeps_ties && level() {
            Holder::Tied(holders().map(|candidate| candidate.label).collect())
        } else {
            Holder::Open
        }
    }

    /// Who alone takes a place, if anybody does.
    pub(super) fn has_one(&self, place: usize) -> bool {
        matches!(self.holder(place), Holder::One(_))
    }

    pub(super) fn is_tied(&self, place: usize) -> bool {
        matches!(self.holder(place), Holder::Tied(_))
    }

    /// The holders of the first places in order; or those down to the place that nobody has alone, and why.
    pub(super) fn order(
        &self,
        places: usize,
    ) -> std::result::Result<Vec<&'a str>, (Vec<&'a str>, Holder<'a>)> {
        let mut ahead = Vec::with_capacity(places);
        for place in 1..=places {
            match self.holder(place) {
                Holder::One(label) => ahead.push(label),
                other => return Err((ahead, other)),
            }
        }
        Ok(ahead)
    }

    /// That order, as the report says it.
    pub(super) fn in_order(&self, places: usize) -> Said {
        match self.order(places) {
            Ok(labels) => Said::Choices(owned(&labels)),
            Err((ahead, Holder::Tied(tied))) if !ahead.is_empty() => Said::ThenTied {
                ahead: owned(&ahead),
                tied: owned(&tied),
            },
            Err((_, other)) => said(other),
        }
    }

    /// Who takes the first places, in whatever order.
    pub(super) fn first(&self, places: usize) -> Said {
        let all = self.candidates.iter().zip(self.ranks);
        let surely = all.filter(|(_, ranks)| ranks.worst <= places);
        let labels: Vec<&str> = surely.map(|(candidate, _)| candidate.label).collect();
        match self.order(places) {
            _ if labels.len() == places => Said::InAnyOrder(owned(&labels)),
            // Level for the last of the places: more than it holds.
            Err((ahead, Holder::Tied(tied))) if ahead.len() + tied.len() > places => {
                self.in_order(places)
            }
            _ => Said::Open,
        }
    }
}

fn owned(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

/// Who takes a place, as the report says it.
pub(super) fn said(holder: Holder<'_>) -> Said {
    match holder {
        Holder::One(label) => Said::Choices(owned(&[label])),
        Holder::Tied(labels) => Said::Tie(owned(&labels)),
        Holder::Open => Said::Open,
        Holder::Unknown => Said::Unknown,
    }
}
