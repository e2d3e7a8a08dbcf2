//! The choices of a contest by name, and a poll's entries by choice.

use std::collections::HashMap;

use tinyvec::TinyVec;

use super::count::CountView;
use crate::model::{Contest, OfficialCount, Poll};

/// Places of choices in the contest, in ascending order; nearly always of one choice.
pub(crate) type Places = TinyVec<[usize; 4]>;

/// The choices of a contest, found by name in one step.
pub(crate) struct ChoiceIndex<'a> {
    pub(crate) names: &'a [String],
    places: HashMap<&'a str, usize>,
}

/// A poll, read once for all counts.
pub(crate) struct PollView<'a> {
    pub(crate) poll: &'a Poll,
    /// The choices of each entry, as places in the contest.
    pub(super) sets: Vec<Places>,
}

impl<'a> ChoiceIndex<'a> {
    pub(crate) fn new(contest: &'a Contest) -> ChoiceIndex<'a> {
        let names = contest.choices();
        ChoiceIndex {
            names,
            places: names
                .iter()
                .enumerate()
                .map(|(place, name)| (name.as_str(), place))
                .collect(),
        }
    }

    /// The places of these choices; names that the contest does not have are refused before.
    pub(crate) fn places(&self, choices: &[String]) -> Places {
        let place = |name: &String| self.places.get(name.as_str()).copied();
        let mut places: Places = choices.iter().filter_map(place).collect();
        places.sort_unstable();
        places
    }

    pub(crate) fn count<'b>(&self, count: &'b OfficialCount) -> CountView<'b> {
        let entries = count.entries().iter();
        CountView::new(
            count,
            entries.map(|entry| self.places(entry.choices())).collect(),
            self.names.len(),
        )
    }

    pub(crate) fn poll<'b>(&self, poll: &'b Poll) -> PollView<'b> {
        let entries = poll.entries().iter();
        PollView {
            poll,
            sets: entries.map(|entry| self.places(entry.choices())).collect(),
        }
    }

    pub(crate) fn names_of(&self, choices: &[usize]) -> Vec<String> {
        choices.iter().map(|&c| self.names[c].clone()).collect()
    }
}
