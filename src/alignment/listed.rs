//! A poll against a count of which the votes of some choices are all that is known.

use super::reading::{Recipe, Table};
use super::rule::Rule;
use super::span::Span;
use super::{Aligned, Reading};
use crate::model::Base;

impl Table<'_> {
    /// Poll and count as shares of the choices that the count lists: what a choice without an official figure got
    /// leaves open what the others have of all valid votes, and not what they have of their own. Absent where the poll
    /// does not have them all, and of fewer than two.
    pub(super) fn of_the_listed(&self) -> Option<Aligned> {
        let groups = &self.groups;
        if groups.matched.len() < 2 || !groups.count_only.is_empty() {
            return None;
        }
        let listed = groups.matched.iter().flat_map(|group| &group.poll);
        let named = Span::sum(listed.map(|&place| self.entry(place)));
        if named.bounds.low <= 0.0 {
            return None;
        }
        let scale = |share: Span| share.part_of(named);
        let recipe = Recipe {
            reading: Reading::OfThoseNamingAChoice,
            base: Base::ValidVotes,
            count: &self.count.valid_votes,
            rules: Vec::new(),
            scale: &scale,
            invalid: None,
            as_printed: false,
        };
        let all = 0..self.choices.names.len();
        let without: Vec<usize> = all
            .filter(|choice| !self.count.sets.iter().any(|set| set.contains(choice)))
            .collect();
        let mut rules = vec![Rule::OfListedChoices {
            without: self.choices.names_of(&without),
            divisor: named.value,
        }];
        let rows = self.choice_rows(&recipe, &mut rules);
        Some(Aligned {
            reading: recipe.reading,
            base: Base::ValidVotes,
            poll_base: Base::ValidVotes,
            share_of_respondents: (self.answered() * named.value / self.named().value).min(1.0),
            rows,
            rules,
        })
    }
}
