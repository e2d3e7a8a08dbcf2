//! Which entries of a poll and a count stand for the same choices.

use super::count::{CountShares, CountView};
use super::index::{Places, PollView};

/// Choices tied together because a source gives one figure for them, and covered by both sides.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) label: String,
    /// Places in the contest, in its order.
    pub(super) choices: Places,
    /// Places among the poll's entries.
    pub(super) poll: Places,
    /// Places among the count's entries.
    pub(super) count: Places,
}

/// Which entries of poll and count stand for the same choices.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) matched: Vec<Group>,
    /// Choices that only the count has.
    pub(super) count_only: Vec<usize>,
    /// Choices that only the poll has, and the poll's entries for them.
    pub(super) poll_only: Vec<usize>,
    pub(super) poll_only_entries: Vec<usize>,
}

/// A forest of choices; joined ones have one root, the first of them.
pub(super) struct Joined(Vec<usize>);

impl Joined {
    pub(super) fn new(choices: usize) -> Joined {
        Joined((0..choices).collect())
    }

    pub(super) fn root(&mut self, choice: usize) -> usize {
        let mut at = choice;
        while self.0[at] != at {
            // Halving the way keeps it short.
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    pub(super) fn join(&mut self, set: &[usize]) {
        let Some((&first, rest)) = set.split_first() else {
            return;
        };
        for &choice in rest {
            let (one, other) = (self.root(first), self.root(choice));
            let root = one.min(other);
            (self.0[one], self.0[other]) = (root, root);
        }
    }
}

/// What one root gathers.
#[derive(Debug, Clone, Default)]
struct Gathered {
    choices: Places,
    poll: Places,
    count: Places,
    /// How many choices the entries cover.
    polled: usize,
    counted: usize,
}

impl Groups {
    /// In steps that grow with the number of choices and entries.
    pub(super) fn of(
        names: &[String],
        count: &CountView<'_>,
        shares: &CountShares,
        poll: &PollView<'_>,
    ) -> Groups {
        let mut joined = Joined::new(names.len());
        let counted = || {
            let sets = count.sets.iter().zip(&shares.entries).enumerate();
            sets.filter_map(|(place, (set, share))| share.is_some().then_some((place, set)))
        };
        let polled = || poll.sets.iter().enumerate();
        for (_, set) in polled().chain(counted()) {
            joined.join(set);
        }
        let mut gathered: Vec<Gathered> = vec![Gathered::default(); names.len()];
        for choice in 0..names.len() {
            let root = joined.root(choice);
            gathered[root].choices.push(choice);
        }
        let (mut in_poll, mut in_count) = (vec![false; names.len()], vec![false; names.len()]);
        for (place, set) in polled() {
            if let Some(&first) = set.first() {
                let own = &mut gathered[joined.root(first)];
                own.poll.push(place);
                own.polled += set.len();
                set.iter().for_each(|&choice| in_poll[choice] = true);
            }
        }
        for (place, set) in counted() {
            if let Some(&first) = set.first() {
                let own = &mut gathered[joined.root(first)];
                own.count.push(place);
                own.counted += set.len();
                set.iter().for_each(|&choice| in_count[choice] = true);
            }
        }
        let mut groups = Groups::default();
        for own in gathered.into_iter().filter(|own| !own.choices.is_empty()) {
            let all = own.choices.len();
            if own.polled == all && own.counted == all {
                groups.matched.push(Group {
                    label: label(names, &own, count, poll),
                    choices: own.choices,
                    poll: own.poll,
                    count: own.count,
                });
                continue;
            }
            let listed = |of: &[bool]| own.choices.iter().copied().filter(|&c| of[c]).collect();
            let (only_count, only_poll): (Vec<usize>, Vec<usize>) =
                (listed(&in_count), listed(&in_poll));
            groups.count_only.extend(only_count);
            groups.poll_only.extend(only_poll);
            groups.poll_only_entries.extend(own.poll);
        }
        groups
    }
}

/// The one choice; the label of the source that gives one figure; otherwise all names.
fn label(names: &[String], own: &Gathered, count: &CountView<'_>, poll: &PollView<'_>) -> String {
    match (
        own.choices.as_slice(),
        own.poll.as_slice(),
        own.count.as_slice(),
    ) {
        ([only], _, _) => names[*only].clone(),
        (_, [one], _) => poll.poll.entries()[*one].label().to_owned(),
        (_, _, [one]) => count.count.entries()[*one].label().to_owned(),
        _ => joined_names(names, &own.choices),
    }
}

/// "A + B".
pub(super) fn joined_names(names: &[String], choices: &[usize]) -> String {
    let names: Vec<&str> = choices.iter().map(|&c| names[c].as_str()).collect();
    names.join(" + ")
}
