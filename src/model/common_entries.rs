//! What several lists of one count give of the same choices, one by one or several as one.

use std::iter::Sum;

use super::tally::CountEntry;

/// Choices that lists can give as one figure each, however they merge them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CommonEntry {
    /// What a list calls them, or their names.
    pub(crate) label: String,
    pub(crate) choices: Vec<String>,
}

/// The smallest sets of choices that no list divides between two figures, in the order of the first list.
pub(crate) fn common_entries(lists: &[&[CountEntry]]) -> Vec<CommonEntry> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    for entry in lists.iter().copied().flatten() {
        let shares_some = |set: &Vec<String>| set.iter().any(|of| entry.choices().contains(of));
        let Some(place) = sets.iter().position(shares_some) else {
            sets.push(entry.choices().to_vec());
            continue;
        };
        let (tied, apart): (Vec<_>, Vec<_>) = sets.drain(place..).partition(shares_some);
        let mut joined: Vec<String> = Vec::new();
        for choice in tied.iter().flatten().chain(entry.choices()) {
            if !joined.contains(choice) {
                joined.push(choice.clone());
            }
        }
        sets.push(joined);
        sets.extend(apart);
    }
    let named = |choices: Vec<String>| {
        let is_same = |entry: &&CountEntry| {
            let own = entry.choices();
            own.len() == choices.len() && own.iter().all(|of| choices.contains(of))
        };
        let own = lists.iter().copied().flatten().find(is_same);
        CommonEntry {
            label: own.map_or_else(|| choices.join(" + "), |entry| entry.label().to_owned()),
            choices,
        }
    };
    sets.into_iter().map(named).collect()
}

/// What a list gives these choices together; absent where it does not give all of them, or them only with others.
pub(crate) fn of_choices<T: Sum>(
    entries: &[CountEntry],
    choices: &[String],
    figure: impl Fn(&CountEntry) -> Option<T>,
) -> Option<T> {
    let is_of_them = |entry: &&CountEntry| entry.choices().iter().all(|of| choices.contains(of));
    let own = || entries.iter().filter(is_of_them);
    let given: usize = own().map(|entry| entry.choices().len()).sum();
    if choices.is_empty() || given != choices.len() {
        return None;
    }
    own().map(figure).sum()
}
