//! Contests of one name in several places: local offices, such as the sheriffs of a state's counties.

use std::collections::HashMap;

use crate::model::name::{clean, folded};

/// Offices that are one contest in a whole state, however the candidates are spelled in its counties.
const OF_THE_STATE: &[&str] = &[
    "president",
    "u.s. senate",
    "us senate",
    "united states senat",
    "governor",
    "secretary of state",
    "attorney general",
    "state treasurer",
    "state auditor",
    "amendment",
    "proposition",
    "referendum",
];

/// The places of each contest, joined where they have a candidate in common.
#[derive(Default)]
pub(super) struct Apart<'a, K> {
    contests: HashMap<K, Places<'a>>,
}

/// The places of one contest in the order in which they first stand, and to which of them each one is joined.
#[derive(Default)]
struct Places<'a> {
    names: Vec<&'a str>,
    joined: Vec<usize>,
    /// How many groups they make.
    groups: usize,
    numbers: HashMap<&'a str, usize>,
    /// The first place of a candidate.
    candidates: HashMap<String, usize>,
}

impl<'a> Places<'a> {
    fn number(&mut self, place: &'a str) -> usize {
        *self.numbers.entry(place).or_insert_with(|| {
            self.names.push(place);
            self.joined.push(self.joined.len());
            self.groups += 1;
            self.joined.len() - 1
        })
    }

    /// The first of the places that are joined to this one.
    fn first(&self, mut place: usize) -> usize {
        while let Some(next) = self.joined.get(place).filter(|next| **next != place) {
            place = *next;
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if one == other {
            return;
        }
        if let Some(joined) = self.joined.get_mut(one.max(other)) {
            *joined = one.min(other);
            self.groups -= 1;
        }
    }
}

impl<'a, K: std::hash::Hash + Eq> Apart<'a, K> {
    pub(super) fn new() -> Apart<'a, K> {
        Apart {
            contests: HashMap::new(),
        }
    }

    /// Notes a candidate of a contest in a place.
    pub(super) fn add(&mut self, contest: K, office: &str, place: &'a str, candidate: &str) {
        let office = office.to_lowercase();
        if place.is_empty() || OF_THE_STATE.iter().any(|whole| office.contains(whole)) {
            return;
        }
        let places = self.contests.entry(contest).or_default();
        let place = places.number(place);
        match places.candidates.get(&folded(&clean(candidate))).copied() {
            Some(other) => places.join(place, other),
            None => {
                places.candidates.insert(folded(&clean(candidate)), place);
            }
        }
    }

    /// The first of the places that share this contest with `place`; none where it is one contest everywhere.
    pub(super) fn group(&self, contest: &K, place: &str) -> Option<&'a str> {
        let places = self.contests.get(contest)?;
        let number = places.numbers.get(place).filter(|_| places.groups > 1)?;
        places.names.get(places.first(*number)).copied()
    }

    /// Every place that shares this contest with `place`.
    pub(super) fn members(&self, contest: &K, place: &str) -> Vec<&'a str> {
        let Some(places) = self.contests.get(contest) else {
            return Vec::new();
        };
        let Some(own) = places
            .numbers
            .get(place)
            .map(|number| places.first(*number))
        else {
            return Vec::new();
        };
        let members = places.names.iter().enumerate();
        members
            .filter(|(number, _)| places.first(*number) == own)
            .map(|(_, name)| *name)
            .collect()
    }
}
