//! The readings of one poll against one count.

use super::count::{CountShares, CountView};
use super::groups::Groups;
use super::index::{ChoiceIndex, PollView};
use super::rule::Rule;
use super::span::{NOISE, Span};
use super::{Aligned, AlignedRow, Reading, RowKind};
use crate::model::{Base, Category};

/// A poll and a count, matched.
pub(super) struct Table<'a> {
    pub(super) choices: &'a ChoiceIndex<'a>,
    pub(super) count: &'a CountView<'a>,
    pub(super) poll: &'a PollView<'a>,
    pub(super) groups: Groups,
}

/// How one reading is made.
pub(super) struct Recipe<'a> {
    pub(super) reading: Reading,
    /// Of what the poll's figures are shares in this reading.
    pub(super) base: Base,
    pub(super) count: &'a CountShares,
    pub(super) rules: Vec<Rule>,
    /// What the poll's printed shares become.
    pub(super) scale: &'a dyn Fn(Span) -> Span,
    /// The poll's invalid ballots, where they have a row.
    pub(super) invalid: Option<Span>,
    /// The poll's printed figures stay shares of all that it printed.
    pub(super) as_printed: bool,
}

impl Table<'_> {
    pub(super) fn category(&self, category: Category) -> Option<Span> {
        let poll = self.poll.poll;
        match category {
            Category::Other => poll.category(category),
            _ if self.silent_are_apart() => None,
            // Of shares of all ballots they are one, wherever they were published.
            Category::Invalid if poll.base() == Some(Base::AllBallots) => {
                poll.category(category).or(poll.invalid())
            }
            category => poll.category(category),
        }
        .map(Span::from)
    }

    pub(super) fn entry(&self, place: usize) -> Span {
        let entries = self.poll.poll.entries();
        let share = entries[place].share;
        if !share.is_lower_limit() {
            return Span::from(share);
        }
        // Above ">60" there is no more than the other figures leave: its middle is that of as much.
        let others = (entries.iter().enumerate())
            .filter(|(other, _)| *other != place)
            .map(|(_, entry)| Span::from(entry.share));
        Span::from(share).amid(Span::left_by(others.chain(self.category(Category::Other))))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Span> {
        (0..self.poll.poll.entries().len()).map(|place| self.entry(place))
    }

    /// All shares that the poll prints, of choices and of everything else.
    pub(super) fn printed(&self) -> Vec<Span> {
        let categories = [
            Category::Other,
            Category::Invalid,
            Category::Refused,
            Category::Undisclosed,
        ];
        self.entries()
            .chain(categories.into_iter().filter_map(|c| self.category(c)))
            .collect()
    }

    /// Whether the poll has a figure for everything that got votes.
    pub(super) fn complete(&self) -> bool {
        let other = self.category(Category::Other).is_some();
        other || (self.groups.count_only.is_empty() && !self.count_has_rest(self.count_of_named()))
    }

    /// The count's shares of those who named a choice, as far as what was published leads there. Not where the poll
    /// has others, who can be among what shares of all ballots leave beside the invalid ones.
    pub(super) fn count_of_named(&self) -> &CountShares {
        match self.others_may_be_left() {
            true => &self.count.valid_votes,
            false => self.count.of_named_choices(),
        }
    }

    /// Whether the poll has others than the count lists, which leaves them among its invalid ballots. Choices that the
    /// count lists beside those of the poll are the others of the poll.
    fn others_may_be_left(&self) -> bool {
        let has_more =
            self.category(Category::Other).is_some() && self.groups.count_only.is_empty();
        let has_others = has_more || !self.groups.poll_only.is_empty();
        let shares = &self.count.valid_votes;
        has_others && shares.leaves_invalid() && shares.other.is_none()
    }

    /// Whether the count has votes that its listed choices do not explain, beyond rounding.
    pub(super) fn count_has_rest(&self, count: &CountShares) -> bool {
        // Of all ballots with unknown invalid ones, what is left may be invalid: not known either.
        let known = count.entries.iter().flatten().chain(&count.invalid);
        Span::sum(known).bounds.high < 1.0 - 1e-9
    }

    /// The invalid ballots of the count for which a poll leaves no room that calls its base all ballots: its choices
    /// alone sum to 100 percent within rounding.
    pub(super) fn left_no_room(&self) -> Option<Span> {
        let count = self.count.on(Base::AllBallots);
        let left_by_choices = || Span::left_by(count.entries.iter().flatten().chain(&count.other));
        let invalid = count.invalid.unwrap_or_else(left_by_choices);
        let printed = self.printed();
        let sum = Span::sum(&printed);
        let says_all_ballots = self.poll.poll.base() == Some(Base::AllBallots)
            && self.category(Category::Invalid).is_none();
        (says_all_ballots
            && !self.others_may_be_left()
            && count.base == Base::AllBallots
            && self.complete()
            && !sum.is_range
            && sum.bounds.high >= 1.0 - 1e-9
            && Span::left_by(&printed).bounds.high < invalid.bounds.low)
            .then_some(invalid)
    }

    /// Whether everything that the count has is named, and still the figures do not reach 100.
    pub(super) fn unexplained(&self) -> bool {
        self.complete() && Span::sum(self.printed()).bounds.high < 1.0 - 1e-9
    }

    /// Whether a poll that does not say of what its shares are, and has or leaves votes for others, among whom invalid
    /// ballots can be, can be of all ballots as well as of valid votes: the count has both, and they differ.
    pub(super) fn can_be_of_all_ballots(&self) -> bool {
        let (ballots, valid) = (self.count.on(Base::AllBallots), self.count_of_named());
        let poll = self.poll.poll;
        let says_nothing = poll.base().is_none()
            && !poll.prints_nonresponse()
            && self.category(Category::Invalid).is_none();
        let leaves_others =
            || !self.complete() && Span::sum(self.printed()).bounds.high < 1.0 - 1e-9;
        says_nothing
            && (self.category(Category::Other).is_some() || leaves_others())
            && (ballots.base, valid.base) == (Base::AllBallots, Base::ValidVotes)
            && ballots.entries != valid.entries
    }

    pub(super) fn as_printed(&self, poll_base: Base) -> Aligned {
        let mut rules = Vec::new();
        if self.poll.poll.base().is_none() {
            rules.push(Rule::BaseNotStated { read_as: poll_base });
        }
        if self.silent_are_apart() && self.poll.poll.prints_nonresponse() {
            rules.push(Rule::NonresponseApart);
        }
        let invalid_printed = self.category(Category::Invalid);
        let wanted = match poll_base {
            Base::AllBallots => Base::AllBallots,
            _ => Base::ValidVotes,
        };
        let count = match wanted {
            Base::ValidVotes if self.can_be_of_all_ballots() => self.count_of_named(),
            _ => self.count.on(wanted),
        };
        // A poll of all ballots against a count whose ballots nobody gives: its invalid ones are taken
        // out, so that both are of valid votes; nothing makes shares of everyone approached such.
        let take_out = match invalid_printed {
            Some(invalid) if count.base == Base::ValidVotes && poll_base != Base::Approached => {
                rules.push(Rule::InvalidTakenOut {
                    share: invalid.value,
                });
                Some(invalid.complement())
            }
            _ => None,
        };
        let effective = match take_out {
            Some(_) => Base::ValidVotes,
            None => poll_base,
        };
        if effective != count.base && effective != Base::Approached {
            let (poll, base) = (effective, count.base);
            rules.push(match self.count.count.invalid() {
                Some(invalid) => Rule::TotalNotKnown {
                    poll,
                    count: base,
                    invalid,
                },
                None => Rule::BasesDiffer { poll, count: base },
            });
        }
        let aligned = self.rows(Recipe {
            reading: Reading::AsPrinted,
            base: effective,
            count,
            rules,
            scale: &|span| take_out.map_or(span, |divisor| span.over(divisor)),
            invalid: match take_out {
                Some(_) => None,
                None => invalid_printed,
            },
            as_printed: true,
        });
        let all_that_is_printed = || match self.silent_are_apart() {
            true => self.answered(),
            false => 1.0,
        };
        Aligned {
            share_of_respondents: take_out.map_or_else(all_that_is_printed, |of| of.value),
            ..aligned
        }
    }

    /// The poll of all ballots on valid votes, for a table in which all polls stand on one base; absent
    /// where what was published does not lead there.
    pub(super) fn of_valid_votes(&self) -> Option<Aligned> {
        let count = self.count_of_named();
        if count.base != Base::ValidVotes {
            return None;
        }
        let Some(invalid) = self.category(Category::Invalid) else {
            return self.complete().then(|| self.of_those_naming_a_choice());
        };
        let divisor = invalid.complement();
        let aligned = self.rows(Recipe {
            reading: Reading::AsPrinted,
            base: Base::ValidVotes,
            count,
            rules: vec![Rule::InvalidTakenOut {
                share: invalid.value,
            }],
            scale: &|span| span.over(divisor),
            invalid: None,
            as_printed: true,
        });
        Some(Aligned {
            share_of_respondents: divisor.value,
            ..aligned
        })
    }

    pub(super) fn of_those_naming_a_choice(&self) -> Aligned {
        let named_sum = self.named_sum();
        let (complete, divisor) = (self.complete(), self.named());
        let left = self.left_by_the_silent();
        // Figures that sum to 100 within rounding are of those who named a choice as they stand.
        let stand = complete && self.silent().is_empty() && named_sum.can_be_all();
        let divisor = if stand { Span::exact(1.0) } else { divisor };
        let scale = |span: Span| {
            if stand {
                span
            } else if complete {
                let part = span.part_of(named_sum);
                left.map_or(part, |left| part.narrowed_to(span.over(left).bounds))
            } else {
                Span {
                    decimals: named_sum.decimals,
                    ..span.over(divisor)
                }
            }
        };
        let aligned = self.rows(Recipe {
            reading: Reading::OfThoseNamingAChoice,
            base: Base::ValidVotes,
            count: self.count_of_named(),
            rules: match self.left_no_room() {
                Some(invalid) => vec![Rule::NoInvalidBallots {
                    counted: invalid.value,
                }],
                None if (divisor.value - 1.0).abs() < NOISE => Vec::new(),
                None => vec![Rule::Repercentaged {
                    divisor: divisor.value,
                }],
            },
            scale: &scale,
            invalid: None,
            as_printed: false,
        });
        // Whom no figure accounts for is left out of the size as those are who are printed apart.
        let share_of_respondents = match complete && !stand {
            true => self.answered().min(divisor.value / self.respondents()),
            false => self.answered(),
        };
        Aligned {
            share_of_respondents,
            ..aligned
        }
    }

    fn rows(&self, recipe: Recipe<'_>) -> Aligned {
        let mut rules = recipe.rules.clone();
        let mut rows = self.choice_rows(&recipe, &mut rules);
        let with_invalid = self.rest(&recipe, &mut rows, &mut rules);
        if let Some(poll) = recipe.invalid.filter(|_| !with_invalid) {
            let counted = recipe.count.invalid.map(|span| (RowKind::Invalid, span));
            let (kind, count) = counted.unwrap_or((RowKind::Remainder, Span::exact(0.0)));
            let row = AlignedRow::plain(Category::Invalid.label(), kind, poll, count);
            let published = self.poll.poll.invalid();
            rows.push(AlignedRow {
                published: published
                    .filter(|share| Span::from(*share) == poll)
                    .map(|share| share.to_string()),
                ..row
            });
        }
        if recipe.as_printed {
            self.remainder(&recipe, &mut rows, &mut rules);
        }
        if self.complete() {
            self.within_the_whole(&mut rows);
        }
        rules.extend(recipe.count.rules.iter().cloned());
        Aligned {
            reading: recipe.reading,
            base: recipe.count.base,
            poll_base: recipe.base,
            share_of_respondents: 1.0,
            rows,
            rules,
        }
    }

    /// The choices that both have a figure for.
    pub(super) fn choice_rows(
        &self,
        recipe: &Recipe<'_>,
        rules: &mut Vec<Rule>,
    ) -> Vec<AlignedRow> {
        let mut rows = Vec::with_capacity(self.groups.matched.len() + 3);
        for group in &self.groups.matched {
            let of_poll = Span::sum(group.poll.iter().map(|&i| self.entry(i)));
            let of_count = group
                .count
                .iter()
                .filter_map(|&i| recipe.count.entries[i].as_ref());
            let choices = self.choices.names_of(&group.choices);
            if choices.len() > 1 {
                rules.push(Rule::Merged {
                    choices: choices.clone(),
                });
            }
            let poll = (recipe.scale)(of_poll);
            rows.push(AlignedRow {
                label: group.label.clone(),
                kind: RowKind::Choice,
                published: match (group.poll.as_slice(), poll == of_poll) {
                    ([one], true) => Some(self.poll.poll.entries()[*one].share.to_string()),
                    _ => None,
                },
                choices,
                members: group.choices.to_vec(),
                poll,
                count: Span::sum(of_count),
            });
        }
        rows
    }
}
