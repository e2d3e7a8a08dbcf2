use serde::Serialize;

use super::span::Span;
use crate::model::Base;
use crate::numeric::Bounds;

/// One rule that was applied to put a poll and a count on common ground. Nothing is rescaled,
/// merged or left out without one; the report prints them all.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// The poll names one choice only: it is compared against all others together.
    LeaderOnly {
        /// The choice.
        choice: String,
    },
    /// Choices that the count has and the poll does not name: compared together as everyone else.
    MissingInPoll {
        /// The choices.
        choices: Vec<String>,
    },
    /// Choices that the poll names and the count has not: compared together as everyone else.
    MissingInCount {
        /// The choices.
        choices: Vec<String>,
    },
    /// A source gives one figure for several choices, so they are compared together.
    Merged {
        /// The choices.
        choices: Vec<String>,
    },
    /// The poll's everyone else is what its printed shares leave, 1 − Σ p.
    RestIsWhatIsLeft {
        /// What they leave, a proportion.
        share: f64,
    },
    /// Poll or count says nothing of invalid ballots among shares of all ballots: they are part of everyone else, on both
    /// sides.
    InvalidAmongEveryoneElse,
    /// The count gives votes of some choices only, and not how many there are in all: poll and count are shares of those
    /// who named one of these.
    OfListedChoices {
        /// The choices of the contest without a figure.
        without: Vec<String>,
        /// What the poll's shares were divided by, a proportion.
        divisor: f64,
    },
    /// What the figures of everyone approached leave is refusals and votes for others together: poll and count are shares
    /// of those who named one of the choices that both list.
    OfCommonChoices {
        /// What the poll's shares were divided by.
        of_poll: Span,
        /// What the count's were divided by.
        of_count: Span,
    },
    /// The poll's figures sum to 100 percent within rounding and leave no room for everyone else, who has votes in the
    /// count: it found nobody of these, or it is of those who named one of the choices that both list, of whom poll and
    /// count are shares here.
    OthersLeftOut {
        /// What everyone else has of the count, a proportion.
        counted: f64,
        /// What the poll's shares were divided by.
        of_poll: Span,
        /// What the count's were divided by.
        of_count: Span,
    },
    /// The poll's shares, with all that it prints, do not sum to 100 percent.
    Remainder {
        /// 1 minus their sum.
        share: f64,
        /// The remainders that rounding allows.
        bounds: Bounds,
        /// Whether rounding alone explains it.
        within_rounding: bool,
    },
    /// Refusals or undisclosed answers are part of the poll's base.
    NonresponseInBase {
        /// Their share as printed.
        share: f64,
    },
    /// Refusals or undisclosed answers stand beside the poll's shares, which are of those who named a choice.
    NonresponseApart,
    /// The poll's shares were divided by this much, the share of those who named a choice.
    Repercentaged {
        /// The divisor, a proportion.
        divisor: f64,
    },
    /// The poll does not say of what its shares are shares.
    BaseNotStated {
        /// What it was read as.
        read_as: Base,
    },
    /// The count does not say of what its shares are shares.
    CountBaseNotStated {
        /// What it was read as.
        read_as: Base,
    },
    /// The count was put on another base, with its own invalid ballots.
    CountRebased {
        /// The base that it was put on.
        to: Base,
    },
    /// The count's shares, of all ballots, were divided by this much, the proportion that names a choice: its invalid
    /// ballots were not published.
    CountRepercentaged {
        /// The divisor, a proportion.
        divisor: f64,
    },
    /// The poll is said to be of all ballots, but its choices alone sum to 100 percent within rounding: it found no
    /// invalid ballots, or it is of valid votes.
    NoInvalidBallots {
        /// The invalid ballots of the count, a proportion.
        counted: f64,
    },
    /// Poll and count are of different bases, and what would be needed to bring them together was
    /// not published.
    BasesDiffer {
        /// The poll's base.
        poll: Base,
        /// The count's base.
        count: Base,
    },
    /// What the poll's printed shares leave of all ballots is compared with the count's invalid ones.
    InvalidIsWhatIsLeft {
        /// What they leave, a proportion.
        share: f64,
    },
    /// Poll and count are of different bases, and the count's invalid ballots are published, but not of how many
    /// ballots they are: its listed votes may not be all valid ones.
    TotalNotKnown {
        /// The poll's base.
        poll: Base,
        /// The count's base.
        count: Base,
        /// The count's invalid ballots.
        invalid: u64,
    },
    /// The invalid ballots that the poll prints were taken out of its base.
    InvalidTakenOut {
        /// Their share as printed.
        share: f64,
    },
    /// The number of valid votes was not given: it is the sum of the listed votes.
    ValidIsSumOfVotes {
        /// The sum.
        votes: u64,
    },
    /// The number of valid votes was not given: it is what votes and printed shares of the same choices
    /// imply.
    ValidIsImplied {
        /// The least that agrees with all of them.
        low: f64,
        /// The most.
        high: f64,
    },
    /// Some choices have no votes, or the listed ones are not all: published shares were used.
    CountFromShares,
    /// A printed share of the count is not what its votes give.
    CountShareDisagrees {
        /// The choice.
        choice: String,
        /// The share that the votes give.
        from_votes: f64,
        /// The share as printed.
        printed: f64,
        /// Whether the poll is judged by both, as if either were within rounding.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_both: bool,
    },
    /// The printed shares of the count are what its votes give without the digits that follow: the votes were used.
    CountSharesCutOff,
}

/// What poll and count were divided by to be shares of those who named one of the choices that both list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CommonChoices {
    pub(crate) of_poll: Span,
    pub(crate) of_count: Span,
}

/// Where the rules of a reading put it there.
pub(crate) fn common_choices(rules: &[Rule]) -> Option<CommonChoices> {
    rules.iter().find_map(|rule| match *rule {
        Rule::OfCommonChoices { of_poll, of_count }
        | Rule::OthersLeftOut {
            of_poll, of_count, ..
        } => Some(CommonChoices { of_poll, of_count }),
        _ => None,
    })
}
