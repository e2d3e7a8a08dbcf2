//! All polls against one count in one table, on valid votes, or on all ballots where nothing leads to these: what pools,
//! pairs, ranks and common deviations read.

use std::collections::{HashMap, HashSet};

use super::groups::{Joined, joined_names};
use super::index::{ChoiceIndex, Places};
use super::span::Span;
use super::{Aligned, RowKind};

/// The polls of a count on one base.
pub(crate) struct CommonTable {
    /// Every set of choices that a poll gives a figure for, in the contest's order.
    pub(crate) rows: Vec<CommonRow>,
    /// Each poll, in the order given; absent where it cannot be put on the base of the table.
    pub(crate) polls: Vec<Option<CommonPoll>>,
    choices: usize,
}

/// One set of choices.
pub(crate) struct CommonRow {
    /// Unlike that of every other row.
    pub(crate) label: String,
    pub(crate) choices: Places,
    pub(crate) count: Span,
}

/// One poll on the base of the table.
pub(crate) struct CommonPoll {
    /// Its share of each row; absent where it gives none.
    pub(crate) cells: Vec<Option<Span>>,
    /// The proportion of its respondents that this is of.
    pub(crate) share_of_respondents: f64,
    groups: Vec<CommonGroup>,
    /// The group of each choice.
    group_of: Vec<Option<usize>>,
}

/// What the table takes of a poll that is on its base.
pub(crate) struct OnOneBase {
    share_of_respondents: f64,
    groups: Vec<CommonGroup>,
}

struct CommonGroup {
    choices: Places,
    label: String,
    poll: Span,
    count: Span,
}

/// Sets of choices that several polls have in common, and the share of each; everyone else last.
pub(crate) struct CommonShares {
    pub(crate) labels: Vec<String>,
    pub(crate) count: Vec<Span>,
    /// By poll, in the order of the members.
    pub(crate) polls: Vec<Vec<Span>>,
}

impl CommonTable {
    pub(crate) fn new(choices: &ChoiceIndex<'_>, polls: Vec<Option<OnOneBase>>) -> CommonTable {
        let names = choices.names;
        let mut sets: HashSet<&[usize]> = HashSet::new();
        let mut rows: Vec<CommonRow> = Vec::new();
        for group in polls.iter().flatten().flat_map(|poll| &poll.groups) {
            if sets.insert(&group.choices) {
                rows.push(CommonRow {
                    label: group.label.clone(),
                    choices: group.choices.clone(),
                    count: group.count,
                });
            }
        }
        rows.sort_by(|a, b| a.choices.cmp(&b.choices));
        // Two sets under one label are told apart by their members.
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for row in &rows {
            *seen.entry(&row.label).or_default() += 1;
        }
        let shared: Vec<bool> = rows
            .iter()
            .map(|row| seen[row.label.as_str()] > 1)
            .collect();
        for (row, shared) in rows.iter_mut().zip(shared) {
            if shared {
                row.label = format!("{} ({})", row.label, joined_names(names, &row.choices));
            }
        }
        let polls = polls
            .into_iter()
            .map(|poll| poll.map(|poll| CommonPoll::new(poll, &rows, names.len())))
            .collect();
        CommonTable {
            rows,
            polls,
            choices: names.len(),
        }
    }

    /// The finest sets of choices that all these polls have in common, everyone else last; absent where
    /// there are none, or a poll is not in the table.
    pub(crate) fn common(&self, names: &[String], members: &[usize]) -> Option<CommonShares> {
        let polls: Vec<&CommonPoll> = members
            .iter()
            .map(|&poll| self.polls.get(poll)?.as_ref())
            .collect::<Option<_>>()?;
        let mut joined = Joined::new(self.choices);
        for poll in &polls {
            for group in &poll.groups {
                joined.join(&group.choices);
            }
        }
        let mut blocks: Vec<Places> = vec![Places::new(); self.choices];
        for choice in 0..self.choices {
            blocks[joined.root(choice)].push(choice);
        }
        let covered = |block: &&Places| {
            !block.is_empty()
                && polls
                    .iter()
                    .all(|poll| block.iter().all(|&choice| poll.group_of[choice].is_some()))
        };
        let blocks: Vec<&Places> = blocks.iter().filter(covered).collect();
        let (first, _) = polls.split_first()?;
        if blocks.is_empty() {
            return None;
        }
        let with_rest = |mut shares: Vec<Span>| {
            shares.push(Span::left_by(&shares));
            shares
        };
        let counted = blocks.iter().map(|block| first.sum(block, |g| &g.count));
        let count = with_rest(counted.collect());
        // Everyone together has all votes in every poll: nothing is compared.
        let everyone = |block: &&Places| block.len() == self.choices && self.choices > 1;
        let nobody_else = count.last().is_none_or(|rest| rest.value == 0.0);
        if nobody_else && blocks.iter().any(everyone) {
            return None;
        }
        Some(CommonShares {
            labels: blocks
                .iter()
                .map(|block| match first.exactly(block) {
                    Some(group) => group.label.clone(),
                    None => joined_names(names, block),
                })
                .collect(),
            count,
            polls: polls
                .iter()
                .map(|poll| with_rest(blocks.iter().map(|b| poll.sum(b, |g| &g.poll)).collect()))
                .collect(),
        })
    }
}

/// The rows of a reading that stand for choices.
impl From<&Aligned> for OnOneBase {
    fn from(aligned: &Aligned) -> OnOneBase {
        let choices = (aligned.rows.iter()).filter(|row| row.kind == RowKind::Choice);
        OnOneBase {
            share_of_respondents: aligned.share_of_respondents,
            groups: choices
                .map(|row| CommonGroup {
                    choices: row.members.as_slice().into(),
                    label: row.label.clone(),
                    poll: row.poll,
                    count: row.count,
                })
                .collect(),
        }
    }
}

impl CommonPoll {
    fn new(poll: OnOneBase, rows: &[CommonRow], choices: usize) -> CommonPoll {
        let OnOneBase {
            share_of_respondents,
            groups,
        } = poll;
        let mut group_of = vec![None; choices];
        for (place, group) in groups.iter().enumerate() {
            for &choice in &group.choices {
                group_of[choice] = Some(place);
            }
        }
        let mut poll = CommonPoll {
            cells: Vec::new(),
            share_of_respondents,
            groups,
            group_of,
        };
        poll.cells = rows.iter().map(|row| poll.cell(&row.choices)).collect();
        poll
    }

    /// The share of a set of choices: a figure of its own, or the sum of those of its members.
    fn cell(&self, set: &[usize]) -> Option<Span> {
        let mut covered = 0;
        for (group, first) in self.first_members(set) {
            let group = &self.groups[group?];
            // A figure that reaches beyond the set says nothing of it.
            if !group.choices.iter().all(|c| set.binary_search(c).is_ok()) {
                return None;
            }
            if first {
                covered += group.choices.len();
            }
        }
        (covered == set.len()).then(|| self.sum(set, |group| &group.poll))
    }

    /// The group of each member, and whether the member is the group's first.
    fn first_members<'s>(
        &'s self,
        set: &'s [usize],
    ) -> impl Iterator<Item = (Option<usize>, bool)> + 's {
        set.iter().map(|&choice| {
            let group = self.group_of[choice];
            let first = group.is_some_and(|g| self.groups[g].choices.first() == Some(&choice));
            (group, first)
        })
    }

    fn sum<'s>(&'s self, set: &'s [usize], of: impl Fn(&'s CommonGroup) -> &'s Span) -> Span {
        Span::sum(
            self.first_members(set)
                .filter(|(_, first)| *first)
                .filter_map(|(group, _)| Some(of(&self.groups[group?]))),
        )
    }

    fn exactly(&self, set: &[usize]) -> Option<&CommonGroup> {
        let group = &self.groups[self.group_of[*set.first()?]?];
        (group.choices == set).then_some(group)
    }
}
