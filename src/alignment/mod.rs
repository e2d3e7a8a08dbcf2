//! Puts a poll and a count on one list of choices and one base, and records every rule it applies.
//!
//! A poll may name the leader only, leave out small choices, count refusals or invalid ballots in
//! its base, or sum to something else than 100; a count may be in votes or in printed shares, of
//! valid votes or of all ballots. [`align`] turns the two into rows that can be compared. Where it
//! cannot be known of what the poll's shares are shares, it gives both readings.

mod common;
mod count;
mod groups;
mod index;
mod left_over;
mod listed;
mod named;
mod reading;
mod rule;
mod span;
mod totals;

use serde::Serialize;

pub(crate) use common::{CommonShares, CommonTable, OnOneBase};
pub(crate) use count::CountView;
pub(crate) use index::{ChoiceIndex, Places, PollView};
pub use rule::Rule;
pub(crate) use rule::{CommonChoices, common_choices};
pub use span::Span;

use crate::error::{Error, Result};
use crate::model::{Base, Category, Contest, OfficialCount, Poll};
use groups::Groups;
use reading::Table;

/// How the poll's printed shares are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reading {
    /// As shares of whatever the pollster printed them of.
    AsPrinted,
    /// Re-percentaged on those who named a choice.
    OfThoseNamingAChoice,
}

/// What a row of an alignment stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// One row: the same thing in the poll and in the count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct AlignedRow {
    /// What it is called.
    pub label: String,
    /// What it stands for.
    pub kind: RowKind,
    /// The choices of the contest in it, where it is made of such.
    pub choices: Vec<String>,
    /// The same as places in the contest, in ascending order for a choice.
    pub members: Vec<usize>,
    /// The poll's figure as published, where the row is one figure that was not put on another base.
    pub published: Option<String>,
    /// The poll's share.
    pub poll: Span,
    /// The count's share.
    pub count: Span,
}

impl AlignedRow {
    fn plain(label: &str, kind: RowKind, poll: Span, count: Span) -> AlignedRow {
        AlignedRow {
            label: label.into(),
            kind,
            choices: Vec::new(),
            members: Vec::new(),
            published: None,
            poll,
            count,
        }
    }
}

/// A poll and a count on common ground, in one reading of the poll.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Aligned {
    /// How the poll was read.
    pub reading: Reading,
    /// The base on which the count stands here.
    pub base: Base,
    /// The base on which the poll stands here; another than the count's where nothing published brings the
    /// two together.
    pub poll_base: Base,
    /// The proportion of the poll's respondents that this reading is of: 1 unless answers that name
    /// no choice are left out.
    pub share_of_respondents: f64,
    /// Choices in the contest's order, then everyone else, invalid ballots, the remainder.
    pub rows: Vec<AlignedRow>,
    /// Every rule that was applied.
    pub rules: Vec<Rule>,
}

impl Aligned {
    /// Whether the poll's shares are of valid votes, as those are of which thresholds are shares.
    pub(crate) fn is_of_valid_votes(&self) -> bool {
        self.poll_base == Base::ValidVotes && rule::common_choices(&self.rules).is_none()
    }

    /// Whether poll and count are of different votes, and nothing published brings the two together. Shares of
    /// everyone approached are of no votes at all.
    pub(crate) fn is_of_two_bases(&self) -> bool {
        self.poll_base != self.base && self.poll_base != Base::Approached
    }
}

/// Everyone else, as tables call it.
pub(crate) const REST: &str = "everyone else";
pub(crate) const REMAINDER: &str = "(not accounted for)";

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
    let choices = ChoiceIndex::new(contest);
    let (count, poll) = (choices.count(count), choices.poll(poll));
    let alignment = Alignment::new(&choices, &count, &poll)?;
    Ok(alignment
        .as_printed
        .into_iter()
        .chain([alignment.main])
        .collect())
}

/// Everything that one poll and one count give.
pub(crate) struct Alignment {
    /// The only reading, or the one of named votes.
    pub(crate) main: Aligned,
    /// The other reading, where the base of the poll is not clear.
    pub(crate) as_printed: Option<Aligned>,
    /// The poll on valid votes, where the main reading is of something else and it can be put there.
    on_valid_votes: Option<Option<Aligned>>,
}

impl Alignment {
    /// # Errors
    /// As [`align`].
    pub(crate) fn new(
        choices: &ChoiceIndex<'_>,
        count: &CountView<'_>,
        view: &PollView<'_>,
    ) -> Result<Alignment> {
        let undefined = |why: &str| Err(Error::undefined("the comparison of shares", why));
        let poll = view.poll;
        if poll.entries().is_empty() {
            return undefined("the poll gives seats only");
        }
        if count.valid_votes.entries.iter().all(Option::is_none) {
            return undefined("the count gives no shares");
        }
        let groups = Groups::of(choices.names, count, &count.valid_votes, view);
        if groups.matched.is_empty() {
            return undefined("poll and count have no choice in common");
        }
        let table = Table {
            choices,
            count,
            poll: view,
            groups,
        };
        let silent_in_base = poll.prints_nonresponse() && !table.silent_are_apart();
        let asks_all = silent_in_base || poll.base() == Some(Base::Approached);
        let unexplained = table.unexplained();
        let printed_base = match poll.base() {
            Some(base) => base,
            None if asks_all => Base::Approached,
            None if poll.category(Category::Invalid).is_some() || unexplained => Base::AllBallots,
            None => Base::ValidVotes,
        };
        let wanted = match printed_base {
            Base::AllBallots => Base::AllBallots,
            _ => Base::ValidVotes,
        };
        if count.lists_some && count.on(wanted).base == Base::ValidVotes {
            let Some(main) = table.of_the_listed() else {
                return undefined("a choice without an official figure can have any share");
            };
            return Ok(Alignment {
                main,
                as_printed: None,
                on_valid_votes: Some(None),
            });
        }
        if table.can_be_of_all_ballots() && !count.lists_some {
            return Ok(Alignment {
                main: Aligned {
                    reading: Reading::OfThoseNamingAChoice,
                    ..table.as_printed(Base::ValidVotes)
                },
                as_printed: Some(table.as_printed(Base::AllBallots)),
                on_valid_votes: None,
            });
        }
        let as_printed = table.as_printed(printed_base);
        if table.leaves_refusals_and_votes() && !count.lists_some {
            let common = table.of_common_choices(None);
            return Ok(Alignment {
                as_printed: common.is_some().then(|| as_printed.clone()),
                main: common.unwrap_or(as_printed),
                on_valid_votes: Some(None),
            });
        }
        let without_others = (table.left_out(&as_printed).filter(|_| !count.lists_some))
            .and_then(|others| table.of_common_choices(Some(others)));
        if let Some(main) = without_others {
            return Ok(Alignment {
                main,
                on_valid_votes: Some(Some(as_printed.clone())),
                as_printed: Some(as_printed),
            });
        }
        // 0 of 0 is nothing: where nobody named a choice there is no reading of those who did.
        let somebody_named = table.named().value > 0.0;
        let two_readings = asks_all
            || (poll.base().is_none()
                && unexplained
                && printed_base == Base::AllBallots
                && poll.category(Category::Invalid).is_none())
            || as_printed.is_of_two_bases()
                && table.complete()
                && table.count.of_named_choices().base == Base::ValidVotes
            || table.left_no_room().is_some();
        if two_readings && somebody_named && !count.lists_some {
            // Of a base that is stated those who named no choice are no part, whatever they stand beside.
            let is_stated = silent_in_base && poll.base().is_some_and(|of| of != Base::Approached);
            return Ok(Alignment {
                main: table.of_those_naming_a_choice(),
                as_printed: Some(as_printed).filter(|_| !is_stated),
                on_valid_votes: None,
            });
        }
        // A poll that says nothing of its base can be of all ballots, of which alone the count is; that it is of valid votes
        // leaves nothing to compare.
        if poll.base().is_none()
            && printed_base == Base::ValidVotes
            && as_printed.is_of_two_bases()
            && !count.lists_some
        {
            return Ok(Alignment {
                main: Aligned {
                    reading: Reading::OfThoseNamingAChoice,
                    ..as_printed
                },
                as_printed: Some(table.as_printed(Base::AllBallots)),
                on_valid_votes: Some(None),
            });
        }
        let elsewhere =
            as_printed.base != Base::ValidVotes || as_printed.poll_base != Base::ValidVotes;
        Ok(Alignment {
            on_valid_votes: elsewhere.then(|| table.of_valid_votes().filter(|_| !count.lists_some)),
            main: as_printed,
            as_printed: None,
        })
    }

    /// The poll on all ballots, of which it says that its shares are, where the count is of these too.
    pub(crate) fn on_all_ballots(&self, poll: &Poll) -> Option<&Aligned> {
        let says = poll.base() == Some(Base::AllBallots);
        let is_there = |of: &&Aligned| {
            of.reading == Reading::AsPrinted
                && (of.base, of.poll_base) == (Base::AllBallots, Base::AllBallots)
        };
        Some(&self.main).filter(|of| says && is_there(of))
    }

    /// The poll on valid votes, where what was published leads there.
    pub(crate) fn on_valid_votes(&self) -> Option<&Aligned> {
        match &self.on_valid_votes {
            Some(other) => other.as_ref(),
            None => Some(&self.main),
        }
    }
}
