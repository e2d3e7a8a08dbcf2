//! Puts a poll and a count on one list of choices and one base, and records every rule it applies.
//!
//! A poll may name the leader only, leave out small choices, count refusals or invalid ballots in
//! its base, or sum to something else than 100; a count may be in votes or in printed shares, of
//! valid votes or of all ballots. [`align`] turns the two into rows that can be compared. Where it
//! cannot be known of what the poll's shares are shares, it gives both readings.

mod count;
mod rule;

use serde::{Deserialize, Serialize};

pub use rule::Rule;

use crate::error::{Error, Result};
use crate::model::{Base, Category, Contest, OfficialCount, Poll, PollEntry, PublishedShare};
use crate::numeric::Bounds;
use count::{CountShares, knows_invalid, on_base};

/// How the poll's printed shares are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reading {
    /// As shares of whatever the pollster printed them of.
    AsPrinted,
    /// Re-percentaged on those who named a choice.
    OfThoseNamingAChoice,
}

/// What a row of an alignment stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowKind {
    /// A choice, or several compared together.
    Choice,
    /// Everyone else: all choices that are not compared by themselves.
    Rest,
    /// Invalid ballots, where both sides include them.
    Invalid,
    /// What the poll's printed figures leave unexplained, or its refusals; the count has none.
    Remainder,
}

/// A share as a proportion, with the values that its rounding allows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The share.
    pub value: f64,
    /// The shares that it can stand for.
    pub bounds: Bounds,
    /// Decimals in percent with which it was printed; none if it was not rounded.
    pub decimals: Option<u8>,
}

impl Span {
    fn exact(value: f64) -> Span {
        Span {
            value,
            bounds: Bounds::exact(value),
            decimals: None,
        }
    }

    fn complement(&self) -> Span {
        let bounds = Bounds {
            low: 1.0 - self.bounds.high,
            high: 1.0 - self.bounds.low,
        };
        Span {
            value: 1.0 - self.value,
            bounds,
            ..*self
        }
    }

    fn times(self, factor: Span) -> Span {
        let bounds = Bounds {
            low: self.bounds.low * factor.bounds.low,
            high: self.bounds.high * factor.bounds.high,
        };
        Span {
            value: self.value * factor.value,
            bounds,
            decimals: self.decimals,
        }
    }

    /// Divided by a divisor that can be zero only where nothing is left to share: then 1 at most.
    fn over(self, divisor: Span) -> Span {
        let share = |part: f64, whole: f64| if whole > part { part / whole } else { 1.0 };
        let bounds = Bounds {
            low: share(self.bounds.low, divisor.bounds.high),
            high: share(self.bounds.high, divisor.bounds.low),
        };
        Span {
            value: share(self.value, divisor.value),
            bounds,
            decimals: self.decimals,
        }
    }

    /// The sum of shares, in the order given.
    fn sum(spans: &[Span]) -> Span {
        Span {
            value: spans.iter().map(|span| span.value).sum(),
            bounds: Bounds {
                low: spans.iter().map(|span| span.bounds.low).sum(),
                high: spans.iter().map(|span| span.bounds.high).sum(),
            },
            decimals: most_decimals(spans),
        }
    }

    /// What `spans` leave of one, not below zero.
    fn left_by(spans: &[Span]) -> Span {
        let left = Span::sum(spans).complement();
        Span {
            value: left.value.max(0.0),
            bounds: Bounds {
                low: left.bounds.low.max(0.0),
                high: left.bounds.high.max(0.0),
            },
            ..left
        }
    }
}

impl From<PublishedShare> for Span {
    fn from(share: PublishedShare) -> Span {
        Span {
            value: share.value(),
            bounds: share.bounds(),
            decimals: share.decimals(),
        }
    }
}

fn most_decimals(spans: &[Span]) -> Option<u8> {
    // An unrounded part makes nothing exact: the rounded ones decide.
    spans.iter().filter_map(|span| span.decimals).max()
}

fn sum_bounds(bounds: &[Bounds]) -> Bounds {
    Bounds {
        low: bounds.iter().map(|b| b.low).sum(),
        high: bounds.iter().map(|b| b.high).sum(),
    }
}

/// One row: the same thing in the poll and in the count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlignedRow {
    /// What it is called.
    pub label: String,
    /// What it stands for.
    pub kind: RowKind,
    /// The choices of the contest in it, where it is made of such.
    pub choices: Vec<String>,
    /// The poll's share.
    pub poll: Span,
    /// The count's share.
    pub count: Span,
}

/// A poll and a count on common ground, in one reading of the poll.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aligned {
    /// How the poll was read.
    pub reading: Reading,
    /// The base on which the count stands here.
    pub base: Base,
    /// The proportion of the poll's respondents that this reading is of: 1 unless answers that name
    /// no choice are left out.
    pub share_of_respondents: f64,
    /// Choices in the contest's order, then everyone else, invalid ballots, the remainder.
    pub rows: Vec<AlignedRow>,
    /// Every rule that was applied.
    pub rules: Vec<Rule>,
}

/// Everyone else, as tables call it.
const REST: &str = "everyone else";
const REMAINDER: &str = "(not accounted for)";

/// Puts the shares of `poll` and `count` on common ground: one reading where the poll's base is
/// clear, two where it is not.
///
/// ```
/// use exitpoll::alignment::{align, Reading};
/// use exitpoll::{Contest, OfficialCount, Poll};
///
/// // The Ray poll of Azerbaijan 2024: 96.12 percent named a candidate, 3.15 percent refused.
/// let contest = Contest::builder("2024").choices(["I. Aliyev", "all six others"]).build()?;
/// let count = OfficialCount::builder("final")
///     .votes("I. Aliyev", 4567458).votes("all six others", 390509).final_result().build()?;
/// let poll = Poll::builder("Ray")
///     .share("I. Aliyev", "92.6").share("all six others", "3.52").share("(refused)", "3.15")
///     .build()?;
/// let readings = align(&contest, &count, &poll)?;
/// assert_eq!(readings[0].reading, Reading::AsPrinted);
/// assert_eq!(readings[0].rows[0].poll.value, 0.926);
/// assert_eq!(readings[1].reading, Reading::OfThoseNamingAChoice);
/// assert!((readings[1].rows[0].poll.value - 0.9634).abs() < 5e-5);
/// # Ok::<(), exitpoll::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Undefined`](crate::ErrorKind::Undefined) if the poll has no shares, the count has none, or they have no choice in
/// common.
pub fn align(contest: &Contest, count: &OfficialCount, poll: &Poll) -> Result<Vec<Aligned>> {
    if poll.entries().is_empty() {
        return Err(Error::undefined(
            "the comparison of shares",
            "the poll gives seats only",
        ));
    }
    let valid_votes = on_base(count, Base::ValidVotes);
    if valid_votes.entries.is_empty() {
        return Err(Error::undefined(
            "the comparison of shares",
            "the count gives no shares",
        ));
    }
    let groups = Groups::of(contest, &valid_votes, poll);
    if groups.matched.is_empty() {
        return Err(Error::undefined(
            "the comparison of shares",
            "poll and count have no choice in common",
        ));
    }
    let table = Table {
        count,
        poll,
        groups,
    };
    let nonresponse = [Category::Refused, Category::Undisclosed].map(|c| poll.category(c));
    let asks_all = nonresponse.iter().any(Option::is_some) || poll.base() == Some(Base::Approached);
    let invalid_printed = poll.category(Category::Invalid).is_some();
    // Everything that the count has is named, and still the figures do not reach 100.
    let unexplained = table.complete() && {
        let bounds: Vec<Bounds> = table.printed().iter().map(|span| span.bounds).collect();
        sum_bounds(&bounds).high < 1.0 - 1e-9
    };
    let mut readings = Vec::with_capacity(2);
    let mut two_readings = asks_all;
    let as_printed_base = match poll.base() {
        Some(base) => base,
        None if asks_all => Base::Approached,
        None if invalid_printed => Base::AllBallots,
        None if unexplained => {
            two_readings = true;
            Base::AllBallots
        }
        None => Base::ValidVotes,
    };
    readings.push(table.as_printed(as_printed_base));
    if two_readings {
        readings.push(table.of_those_naming_a_choice());
    }
    Ok(readings)
}

/// The valid votes of a count, as given or as the sum of its votes, and the share of each entry by
/// its label: of valid votes where the figures allow it.
pub(crate) fn counted_shares(count: &OfficialCount) -> (Option<u64>, Vec<(&str, Span)>) {
    let shares = on_base(count, Base::ValidVotes).entries;
    let labelled = shares
        .into_iter()
        .map(|(entry, span)| (entry.label.as_str(), span))
        .collect();
    (count::valid_total(count), labelled)
}

/// Choices tied together because a source gives one figure for them.
struct Group {
    label: String,
    choices: Vec<String>,
    poll: Vec<usize>,
    count: Vec<usize>,
}

/// Which entries of poll and count stand for the same choices.
struct Groups {
    matched: Vec<Group>,
    /// Choices that only the count has.
    count_only: Vec<String>,
    /// Choices that only the poll has, and the poll's entries for them.
    poll_only: Vec<String>,
    poll_only_entries: Vec<usize>,
}

impl Groups {
    fn of(contest: &Contest, count: &CountShares<'_>, poll: &Poll) -> Groups {
        let names = contest.choices();
        let index = |choice: &String| names.iter().position(|name| name == choice);
        // Each choice starts in a group of its own; a merged figure joins groups.
        let mut group: Vec<usize> = (0..names.len()).collect();
        let poll_choices = poll.entries().iter().map(|entry| &entry.choices);
        let count_choices = count.entries.iter().map(|(entry, _)| &entry.choices);
        for choices in poll_choices.clone().chain(count_choices.clone()) {
            let members: Vec<usize> = choices
                .iter()
                .filter_map(index)
                .filter_map(|i| group.get(i).copied())
                .collect();
            if let Some(&first) = members.iter().min() {
                for tag in &mut group {
                    if members.contains(tag) {
                        *tag = first;
                    }
                }
            }
        }
        let tag_of = |choices: &[String]| {
            choices
                .first()
                .and_then(index)
                .and_then(|i| group.get(i).copied())
        };
        let mut groups = Groups {
            matched: Vec::new(),
            count_only: Vec::new(),
            poll_only: Vec::new(),
            poll_only_entries: Vec::new(),
        };
        for tag in 0..names.len() {
            let choices: Vec<String> = names
                .iter()
                .zip(&group)
                .filter(|(_, t)| **t == tag)
                .map(|(name, _)| name.clone())
                .collect();
            if choices.is_empty() {
                continue;
            }
            let of_poll: Vec<usize> = positions(poll_choices.clone(), |c| tag_of(c) == Some(tag));
            let of_count: Vec<usize> = positions(count_choices.clone(), |c| tag_of(c) == Some(tag));
            let covered = |entries: &[usize], sizes: &[usize]| {
                entries.iter().filter_map(|i| sizes.get(*i)).sum::<usize>() == choices.len()
            };
            let poll_sizes: Vec<usize> = poll_choices.clone().map(Vec::len).collect();
            let count_sizes: Vec<usize> = count_choices.clone().map(Vec::len).collect();
            if covered(&of_poll, &poll_sizes) && covered(&of_count, &count_sizes) {
                let label = match (choices.as_slice(), of_poll.as_slice(), of_count.as_slice()) {
                    ([only], _, _) => only.clone(),
                    (_, [one], _) => label_of(poll.entries().get(*one).map(|e| &e.label), &choices),
                    (_, _, [one]) => {
                        label_of(count.entries.get(*one).map(|(e, _)| &e.label), &choices)
                    }
                    _ => choices.join(" + "),
                };
                groups.matched.push(Group {
                    label,
                    choices,
                    poll: of_poll,
                    count: of_count,
                });
                continue;
            }
            if !of_count.is_empty() {
                let listed = |choice: &String| count_choices.clone().any(|c| c.contains(choice));
                groups
                    .count_only
                    .extend(choices.iter().filter(|c| listed(c)).cloned());
            }
            if !of_poll.is_empty() {
                let listed = |choice: &String| poll_choices.clone().any(|c| c.contains(choice));
                groups
                    .poll_only
                    .extend(choices.iter().filter(|c| listed(c)).cloned());
                groups.poll_only_entries.extend(of_poll);
            }
        }
        groups
    }
}

fn positions<'a>(
    lists: impl Iterator<Item = &'a Vec<String>>,
    wanted: impl Fn(&[String]) -> bool,
) -> Vec<usize> {
    lists
        .enumerate()
        .filter(|(_, list)| wanted(list))
        .map(|(i, _)| i)
        .collect()
}

fn label_of(label: Option<&String>, choices: &[String]) -> String {
    label.cloned().unwrap_or_else(|| choices.join(" + "))
}

/// Everything that a reading is made from.
struct Table<'a> {
    count: &'a OfficialCount,
    poll: &'a Poll,
    groups: Groups,
}

impl Table<'_> {
    fn poll_shares<'s>(&'s self, entries: &'s [usize]) -> impl Iterator<Item = Span> + 's {
        let share = |entry: &PollEntry| Span::from(entry.share);
        entries
            .iter()
            .filter_map(move |i| self.poll.entries().get(*i).map(share))
    }

    fn category(&self, category: Category) -> Option<Span> {
        self.poll.category(category).map(Span::from)
    }

    /// All shares that the poll prints, of choices and of everything else.
    fn printed(&self) -> Vec<Span> {
        let categories = [
            Category::Other,
            Category::Invalid,
            Category::Refused,
            Category::Undisclosed,
        ];
        let entries = self
            .poll
            .entries()
            .iter()
            .map(|entry| Span::from(entry.share));
        entries
            .chain(categories.into_iter().filter_map(|c| self.category(c)))
            .collect()
    }

    /// Whether the poll has a figure for everything that got votes.
    fn complete(&self) -> bool {
        let other = self.category(Category::Other).is_some();
        other || (self.groups.count_only.is_empty() && !self.count_has_rest())
    }

    /// Whether the count has votes that its listed choices do not explain, beyond rounding.
    fn count_has_rest(&self) -> bool {
        let count = on_base(self.count, Base::ValidVotes);
        // Of all ballots with unknown invalid ones, what is left may be invalid: not known either.
        let bounds: Vec<Bounds> = count.entries.iter().map(|(_, span)| span.bounds).collect();
        sum_bounds(&bounds).high < 1.0 - 1e-9
    }

    fn as_printed(&self, poll_base: Base) -> Aligned {
        let mut rules = Vec::new();
        if self.poll.base().is_none() {
            rules.push(Rule::BaseNotStated { read_as: poll_base });
        }
        let invalid_printed = self.category(Category::Invalid);
        let wanted = match poll_base {
            Base::AllBallots if knows_invalid(self.count) => Base::AllBallots,
            _ => Base::ValidVotes,
        };
        let count = on_base(self.count, wanted);
        // A poll of all ballots against a count whose invalid ones nobody gives: its own are taken
        // out, so that both are of valid votes.
        let take_out = match invalid_printed {
            Some(invalid) if count.base == Base::ValidVotes => {
                rules.push(Rule::InvalidTakenOut {
                    share: invalid.value,
                });
                Some(invalid.complement())
            }
            _ => None,
        };
        let effective = if take_out.is_some() {
            Base::ValidVotes
        } else {
            poll_base
        };
        if effective != count.base && effective != Base::Approached {
            rules.push(Rule::BasesDiffer {
                poll: effective,
                count: count.base,
            });
        }
        let scale = |span: Span| take_out.map_or(span, |divisor| span.over(divisor));
        let invalid = match take_out {
            Some(_) => None,
            None => invalid_printed,
        };
        let aligned = self.rows(Reading::AsPrinted, count, rules, scale, invalid, true);
        let share_of_respondents = take_out.map_or(1.0, |divisor| divisor.value);
        Aligned {
            share_of_respondents,
            ..aligned
        }
    }

    fn of_those_naming_a_choice(&self) -> Aligned {
        let count = on_base(self.count, Base::ValidVotes);
        let named: Vec<Span> = self
            .poll
            .entries()
            .iter()
            .map(|entry| Span::from(entry.share))
            .chain(self.category(Category::Other))
            .collect();
        let named_sum = Span::sum(&named);
        let silent: Vec<Span> = [Category::Invalid, Category::Refused, Category::Undisclosed]
            .into_iter()
            .filter_map(|category| self.category(category))
            .collect();
        let complete = self.complete();
        let divisor = if complete {
            named_sum
        } else {
            Span::left_by(&silent)
        };
        let decimals = most_decimals(&named);
        let scale = |span: Span| {
            let scaled = span.over(divisor);
            let bounds = if complete {
                // The divisor contains the share itself: the ends are where the others go the
                // other way.
                let others_low = named_sum.bounds.low - span.bounds.low;
                let others_high = named_sum.bounds.high - span.bounds.high;
                let part = |own: f64, others: f64| {
                    if own + others > 0.0 {
                        own / (own + others)
                    } else {
                        0.0
                    }
                };
                Bounds {
                    low: part(span.bounds.low, others_high),
                    high: part(span.bounds.high, others_low),
                }
            } else {
                scaled.bounds
            };
            Span {
                bounds,
                decimals,
                ..scaled
            }
        };
        let rules = vec![Rule::Repercentaged {
            divisor: divisor.value,
        }];
        let aligned = self.rows(
            Reading::OfThoseNamingAChoice,
            count,
            rules,
            scale,
            None,
            false,
        );
        // Refusals are in the base but not among the respondents; other silent answers are.
        let refused = self
            .category(Category::Refused)
            .map_or(0.0, |share| share.value);
        let without_answer: f64 = [Category::Invalid, Category::Undisclosed]
            .into_iter()
            .filter_map(|category| self.category(category))
            .map(|share| share.value)
            .sum();
        let respondents = 1.0 - refused;
        let share_of_respondents = if respondents > without_answer {
            1.0 - without_answer / respondents
        } else {
            1.0
        };
        Aligned {
            share_of_respondents,
            ..aligned
        }
    }

    fn rows(
        &self,
        reading: Reading,
        count: CountShares<'_>,
        mut rules: Vec<Rule>,
        scale: impl Fn(Span) -> Span,
        invalid: Option<Span>,
        as_printed: bool,
    ) -> Aligned {
        let mut rows = Vec::with_capacity(self.groups.matched.len() + 3);
        for group in &self.groups.matched {
            let of_poll: Vec<Span> = self.poll_shares(&group.poll).collect();
            let of_count: Vec<Span> = group
                .count
                .iter()
                .filter_map(|i| count.entries.get(*i).map(|(_, s)| *s))
                .collect();
            if group.choices.len() > 1 {
                rules.push(Rule::Merged {
                    choices: group.choices.clone(),
                });
            }
            rows.push(AlignedRow {
                label: group.label.clone(),
                kind: RowKind::Choice,
                choices: group.choices.clone(),
                poll: scale(Span::sum(&of_poll)),
                count: Span::sum(&of_count),
            });
        }
        self.rest(&count, &mut rows, &mut rules, &scale, invalid, as_printed);
        if let (Some(poll), Some(of_count)) = (invalid, count.invalid) {
            rows.push(AlignedRow {
                label: Category::Invalid.label().into(),
                kind: RowKind::Invalid,
                choices: Vec::new(),
                poll,
                count: of_count,
            });
        }
        if as_printed {
            self.remainder(&count, &mut rows, &mut rules, invalid.is_some());
        }
        rules.extend(count.rules);
        Aligned {
            reading,
            base: count.base,
            share_of_respondents: 1.0,
            rows,
            rules,
        }
    }

    /// Adds everyone else, where there is such on either side.
    fn rest(
        &self,
        count: &CountShares<'_>,
        rows: &mut Vec<AlignedRow>,
        rules: &mut Vec<Rule>,
        scale: &impl Fn(Span) -> Span,
        invalid: Option<Span>,
        as_printed: bool,
    ) {
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
            || count.other.is_some()
            || self.count_has_rest();
        if !needed {
            return;
        }
        match self.poll.entries() {
            [only] => rules.push(Rule::LeaderOnly {
                choice: only.label.clone(),
            }),
            _ if !count_only.is_empty() => {
                rules.push(Rule::MissingInPoll {
                    choices: count_only.clone(),
                });
            }
            _ => {}
        }
        if !poll_only.is_empty() {
            rules.push(Rule::MissingInCount {
                choices: poll_only.clone(),
            });
        }
        let counted: Vec<Span> = rows
            .iter()
            .map(|row| row.count)
            .chain(count.invalid)
            .collect();
        let poll = if let Some(other) = other {
            let parts: Vec<Span> = self
                .poll_shares(poll_only_entries)
                .chain(std::iter::once(other))
                .collect();
            scale(Span::sum(&parts))
        } else if as_printed || !self.complete() {
            let mut taken: Vec<Span> = rows.iter().map(|row| row.poll).collect();
            taken.extend(invalid);
            if as_printed {
                let silent = [Category::Refused, Category::Undisclosed];
                taken.extend(
                    silent
                        .into_iter()
                        .filter_map(|category| self.category(category)),
                );
            }
            let left = Span::left_by(&taken);
            rules.push(Rule::RestIsWhatIsLeft { share: left.value });
            left
        } else {
            scale(Span::sum(
                &self.poll_shares(poll_only_entries).collect::<Vec<_>>(),
            ))
        };
        let of_count = match count.other {
            // What is listed beside the other ones is everyone else too.
            Some(other) if count_only.is_empty() && poll_only.is_empty() => other,
            _ => Span::left_by(&counted),
        };
        rows.push(AlignedRow {
            label: REST.into(),
            kind: RowKind::Rest,
            choices: count_only.iter().chain(poll_only).cloned().collect(),
            poll,
            count: of_count,
        });
    }

    /// Adds what the poll's figures leave, and says what it is.
    fn remainder(
        &self,
        count: &CountShares<'_>,
        rows: &mut Vec<AlignedRow>,
        rules: &mut Vec<Rule>,
        invalid_has_row: bool,
    ) {
        let silent: Vec<Span> = [Category::Refused, Category::Undisclosed]
            .into_iter()
            .filter_map(|category| self.category(category))
            .collect();
        if !silent.is_empty() {
            rules.push(Rule::NonresponseInBase {
                share: Span::sum(&silent).value,
            });
        }
        let shares: Vec<Span> = rows.iter().map(|row| row.poll).collect();
        let left = Span::sum(&shares).complement();
        // A billionth of a point is binary noise of the sum, not a remainder.
        if left.value.abs() < 1e-11 {
            return;
        }
        let within_rounding = left.bounds.low <= 1e-9 && left.bounds.high >= -1e-9;
        if silent.is_empty() {
            rules.push(Rule::Remainder {
                share: left.value,
                bounds: left.bounds,
                within_rounding,
            });
        }
        if left.value > 0.0 {
            // Of all ballots, what the poll leaves can only be the count's invalid ballots.
            let invalid = count.invalid.filter(|_| !invalid_has_row);
            let (label, kind, of_count) = match invalid {
                Some(invalid) => (Category::Invalid.label(), RowKind::Invalid, invalid),
                None => (REMAINDER, RowKind::Remainder, Span::exact(0.0)),
            };
            let bounds = Bounds {
                low: left.bounds.low.max(0.0),
                high: left.bounds.high,
            };
            rows.push(AlignedRow {
                label: label.into(),
                kind,
                choices: Vec::new(),
                poll: Span { bounds, ..left },
                count: of_count,
            });
        }
    }
}
