//! The rows of what neither side gives to a choice by itself: everyone else, those who named none, the remainder.

use std::collections::HashSet;

use super::groups::Groups;
use super::reading::{Recipe, Table};
use super::rule::Rule;
use super::span::{NOISE, Span};
use super::{AlignedRow, REMAINDER, REST, RowKind};
use crate::model::{Base, Category};

impl Table<'_> {
    /// Adds everyone else, where there is such on either side. Whether invalid ballots are among them.
    pub(super) fn rest(
        &self,
        recipe: &Recipe<'_>,
        rows: &mut Vec<AlignedRow>,
        rules: &mut Vec<Rule>,
    ) -> bool {
        let Groups {
            count_only,
            poll_only,
            poll_only_entries,
            ..
        } = &self.groups;
        let other = self.category(Category::Other);
        let needed = !count_only.is_empty()
            || !poll_only.is_empty()
            || other.is_some()
            || recipe.count.other.is_some()
            || self.count_has_rest(match recipe.base {
                // Of its valid votes it is known whether anybody else had some.
                Base::AllBallots if !self.count.lists_some && !recipe.count.leaves_invalid() => {
                    &self.count.valid_votes
                }
                Base::AllBallots => recipe.count,
                _ => self.count_of_named(),
            });
        if !needed {
            return false;
        }
        match self.poll.poll.entries() {
            [only] => rules.push(Rule::LeaderOnly {
                choice: only.label().to_owned(),
            }),
            _ if !count_only.is_empty() => rules.push(Rule::MissingInPoll {
                choices: self.choices.names_of(count_only),
            }),
            _ => {}
        }
        if !poll_only.is_empty() {
            rules.push(Rule::MissingInCount {
                choices: self.choices.names_of(poll_only),
            });
        }
        // Of all ballots, whoever says nothing of invalid ones leaves them among everyone else: on both sides then.
        let of_ballots = recipe.as_printed && recipe.base == Base::AllBallots;
        let left_by_count = of_ballots && recipe.count.leaves_invalid();
        // Others that leave nothing of 100 percent can have them in.
        let sum = Span::sum(self.printed());
        let says_nothing = recipe.invalid.is_none() && (other.is_none() || sum.can_be_all());
        let with_invalid = left_by_count || of_ballots && says_nothing;
        let apart = recipe.invalid.filter(|_| !with_invalid);
        if with_invalid {
            rules.push(Rule::InvalidAmongEveryoneElse);
        }
        let only_poll: Vec<Span> = poll_only_entries.iter().map(|&i| self.entry(i)).collect();
        let poll = if let Some(other) = other.filter(|_| !left_by_count || sum.can_be_all()) {
            let invalid = recipe.invalid.filter(|_| with_invalid);
            (recipe.scale)(Span::sum(only_poll.iter().chain([&other]).chain(&invalid)))
        } else if recipe.as_printed || !self.complete() {
            let mut taken: Vec<Span> = rows.iter().map(|row| row.poll).collect();
            taken.extend(apart);
            if recipe.as_printed {
                let silent = [Category::Refused, Category::Undisclosed];
                taken.extend(silent.into_iter().filter_map(|c| self.category(c)));
            }
            let left = Span::left_by(&taken);
            rules.push(Rule::RestIsWhatIsLeft { share: left.value });
            left
        } else {
            (recipe.scale)(Span::sum(&only_poll))
        };
        let counted = rows.iter().map(|row| &row.count);
        let of_count = match recipe.count.other {
            _ if with_invalid => Span::left_by(counted),
            // What is listed beside the other ones is everyone else too.
            Some(other) if count_only.is_empty() && poll_only.is_empty() => other,
            _ => Span::left_by(counted.chain(&recipe.count.invalid)),
        };
        // A merged figure of which the other source has a part is in both lists.
        let counted: HashSet<usize> = count_only.iter().copied().collect();
        let only_polled = poll_only.iter().filter(|&choice| !counted.contains(choice));
        let choices: Vec<usize> = count_only.iter().chain(only_polled).copied().collect();
        rows.push(AlignedRow {
            choices: self.choices.names_of(&choices),
            members: choices,
            ..AlignedRow::plain(REST, RowKind::Rest, poll, of_count)
        });
        with_invalid
    }

    /// Takes out of each row that several figures of the poll sum to what no shares that sum to one can have: the rounding
    /// of many small figures is wider than what all others leave together.
    pub(super) fn within_the_whole(&self, rows: &mut [AlignedRow]) {
        let other = usize::from(self.category(Category::Other).is_some());
        let figures = |place: usize, row: &AlignedRow| match self.groups.matched.get(place) {
            Some(group) => group.poll.len(),
            None if row.kind == RowKind::Rest => other + self.groups.poll_only_entries.len(),
            None => 1,
        };
        // What the figures as printed leave unexplained is no figure of its own.
        let is_printed = |row: &AlignedRow| row.label != REMAINDER;
        let printed: Vec<Span> = (rows.iter().filter(|row| is_printed(row)))
            .map(|row| row.poll)
            .collect();
        let whole = Span::sum(&printed);
        if whole.is_range || !whole.can_be_all() {
            return;
        }
        for (place, row) in rows.iter_mut().enumerate() {
            if figures(place, row) > 1 && is_printed(row) {
                row.poll = row.poll.within_what_others_leave(whole.bounds);
            }
        }
    }

    /// Adds what the poll's figures leave, and says what it is.
    pub(super) fn remainder(
        &self,
        recipe: &Recipe<'_>,
        rows: &mut Vec<AlignedRow>,
        rules: &mut Vec<Rule>,
    ) {
        let silent: Vec<(Category, Span)> = [Category::Refused, Category::Undisclosed]
            .into_iter()
            .filter_map(|category| Some((category, self.category(category)?)))
            .collect();
        if !silent.is_empty() {
            rules.push(Rule::NonresponseInBase {
                share: Span::sum(silent.iter().map(|(_, share)| share)).value,
            });
        }
        for (category, share) in &silent {
            let (label, counted) = (category.label(), Span::exact(0.0));
            rows.push(AlignedRow::plain(
                label,
                RowKind::Remainder,
                *share,
                counted,
            ));
        }
        let left = Span::sum(rows.iter().map(|row| &row.poll)).complement();
        let of_all_ballots = (recipe.base == Base::AllBallots)
            .then(|| self.left_no_room())
            .flatten();
        if let Some(invalid) = of_all_ballots {
            rules.push(Rule::NoInvalidBallots {
                counted: invalid.value,
            });
            let counted = Span::left_by(rows.iter().map(|row| &row.count));
            if counted.value > NOISE {
                let poll = Span::left_by(rows.iter().map(|row| &row.poll));
                let (label, kind, counted) = match recipe.count.invalid {
                    Some(invalid) => (Category::Invalid.label(), RowKind::Invalid, invalid),
                    None => (REST, RowKind::Rest, counted),
                };
                rows.push(AlignedRow::plain(label, kind, poll, counted));
            }
            return;
        }
        if left.value.abs() < NOISE {
            return;
        }
        let within_rounding = left.bounds.low <= 1e-9 && left.bounds.high >= -1e-9;
        // Of all ballots, what the poll leaves can only be the count's invalid ballots: its figure of them where it says
        // that it is of all ballots, and otherwise nobody's.
        let invalid = recipe
            .count
            .invalid
            .filter(|_| recipe.invalid.is_none() && left.value > 0.0);
        let is_a_figure = self.poll.poll.base().is_some();
        if invalid.is_some() && is_a_figure && !within_rounding {
            rules.push(Rule::InvalidIsWhatIsLeft { share: left.value });
        } else {
            rules.push(Rule::Remainder {
                share: left.value,
                bounds: left.bounds,
                within_rounding,
            });
        }
        if left.value > 0.0 {
            // Ballots that the count leaves over are invalid or for others: everyone else, on both sides.
            let counted = Span::left_by(rows.iter().map(|row| &row.count));
            let over = recipe.count.base == Base::AllBallots
                && recipe.base == Base::AllBallots
                && counted.value > NOISE
                && rows.iter().all(|row| row.kind == RowKind::Choice);
            let (label, kind, of_count) = match invalid {
                Some(invalid) if is_a_figure => {
                    (Category::Invalid.label(), RowKind::Invalid, invalid)
                }
                Some(invalid) => (REMAINDER, RowKind::Remainder, invalid),
                None if over => (REST, RowKind::Rest, counted),
                None => (REMAINDER, RowKind::Remainder, Span::exact(0.0)),
            };
            let mut poll = left;
            poll.bounds.low = poll.bounds.low.max(0.0);
            rows.push(AlignedRow::plain(label, kind, poll, of_count));
        }
    }
}
