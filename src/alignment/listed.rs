//! A poll against a count by the choices that both list alone: where the votes of others, or who refused, is not known.

use super::count::CountShares;
use super::reading::{Recipe, Table};
use super::rule::Rule;
use super::span::Span;
use super::{Aligned, Reading, RowKind};
use crate::model::{Base, Category};

impl Table<'_> {
    /// Poll and count as shares of the choices that the count lists: what a choice without an official figure got
    /// leaves open what the others have of all valid votes, and not what they have of their own. Absent where the poll
    /// does not have them all, and of fewer than two.
    pub(super) fn of_the_listed(&self) -> Option<Aligned> {
        let groups = &self.groups;
        if groups.matched.len() < 2 || !groups.count_only.is_empty() {
            return None;
        }
        let all = 0..self.choices.names.len();
        let without: Vec<usize> = all
            .filter(|choice| !self.count.sets.iter().any(|set| set.contains(choice)))
            .collect();
        let named = self.named_of_both()?;
        let rule = Rule::OfListedChoices {
            without: self.choices.names_of(&without),
            divisor: named.value,
        };
        Some(self.of_both(&self.count.valid_votes, named, rule))
    }

    /// Whether what the poll's figures leave of everyone approached holds those who refused beside votes for others.
    pub(super) fn leaves_refusals_and_votes(&self) -> bool {
        let poll = self.poll.poll;
        poll.base() == Some(Base::Approached)
            && poll.category(Category::Refused).is_none()
            && !self.complete()
    }

    /// What everyone else has of the count, where the poll leaves no room for them: its figures, of votes, sum to 100
    /// percent within rounding without.
    pub(super) fn left_out(&self, as_printed: &Aligned) -> Option<f64> {
        let rest = (as_printed.rows.iter()).find(|row| row.kind == RowKind::Rest)?;
        let sum = Span::sum(self.printed());
        let is_of_votes = as_printed.poll_base == Base::ValidVotes
            && as_printed.base == Base::ValidVotes
            && self.printed().len() == self.poll.poll.entries().len();
        (is_of_votes
            && self.groups.poll_only.is_empty()
            && !sum.is_range
            && sum.can_be_all()
            && rest.poll.bounds.high < rest.count.bounds.low)
            .then_some(rest.count.value)
    }

    /// Poll and count as shares of the choices that both list: however many refused, of these nobody did. Absent where
    /// both list fewer than two.
    pub(super) fn of_common_choices(&self, others: Option<f64>) -> Option<Aligned> {
        let count = self.count_of_named();
        let listed = self.groups.matched.iter().flat_map(|group| &group.count);
        let spans: Option<Vec<Span>> = listed.map(|&place| count.entries[place]).collect();
        let of_count = Span::sum(spans?);
        if self.groups.matched.len() < 2 || of_count.bounds.low <= 0.0 {
            return None;
        }
        let named = self.named_of_both()?;
        let part = |share: &Option<Span>| share.map(|share| share.part_of(of_count));
        let common = CountShares {
            entries: count.entries.iter().map(part).collect(),
            other: None,
            ..count.clone()
        };
        let rule = match others {
            Some(counted) => Rule::OthersLeftOut {
                counted,
                of_poll: named,
                of_count,
            },
            None => Rule::OfCommonChoices {
                of_poll: named,
                of_count,
            },
        };
        let aligned = self.of_both(&common, named, rule);
        let rules = aligned.rules.into_iter().chain(common.rules).collect();
        Some(Aligned {
            // Who refused is no respondent; how many of the others named others the count says, whose truth is tested. Of
            // a poll that is of those who named these alone all did.
            share_of_respondents: match others {
                Some(_) => 1.0,
                None => (self.answered() * of_count.value).min(1.0),
            },
            rules,
            ..aligned
        })
    }

    /// What the poll prints for the choices that both have; absent where that can be nothing.
    fn named_of_both(&self) -> Option<Span> {
        let listed = self.groups.matched.iter().flat_map(|group| &group.poll);
        let named = Span::sum(listed.map(|&place| self.entry(place)));
        (named.bounds.low > 0.0).then_some(named)
    }

    fn of_both(&self, count: &CountShares, named: Span, rule: Rule) -> Aligned {
        let scale = |share: Span| share.part_of(named);
        let recipe = Recipe {
            reading: Reading::OfThoseNamingAChoice,
            base: Base::ValidVotes,
            count,
            rules: Vec::new(),
            scale: &scale,
            invalid: None,
            as_printed: false,
        };
        let mut rules = vec![rule];
        let rows = self.choice_rows(&recipe, &mut rules);
        Aligned {
            reading: recipe.reading,
            base: Base::ValidVotes,
            poll_base: Base::ValidVotes,
            share_of_respondents: (self.answered() * named.value / self.named().value).min(1.0),
            rows,
            rules,
        }
    }
}
