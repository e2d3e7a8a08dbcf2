use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::Base;
use crate::numeric::Bounds;

/// One rule that was applied to put a poll and a count on common ground. Nothing is rescaled,
/// merged or left out without one; the report prints them all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Poll and count are of different bases, and what would be needed to bring them together was
    /// not published.
    BasesDiffer {
        /// The poll's base.
        poll: Base,
        /// The count's base.
        count: Base,
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
    /// Some choices have no votes, or the listed ones are not all: published shares were used.
    CountFromShares,
    /// A printed share of the count is not what its votes give; the votes were used.
    CountShareDisagrees {
        /// The choice.
        choice: String,
        /// The share that the votes give.
        from_votes: f64,
        /// The share as printed.
        printed: f64,
    },
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: &f64| Percent(*share);
        match self {
            Rule::LeaderOnly { choice } => {
                write!(
                    f,
                    "only {choice} is named: compared with all others together"
                )
            }
            Rule::MissingInPoll { choices } => {
                write!(
                    f,
                    "not in the poll, so part of everyone else: {}",
                    choices.join(", ")
                )
            }
            Rule::MissingInCount { choices } => {
                write!(
                    f,
                    "not in the count, so part of everyone else: {}",
                    choices.join(", ")
                )
            }
            Rule::Merged { choices } => {
                write!(
                    f,
                    "given as one figure, so compared together: {}",
                    choices.join(", ")
                )
            }
            Rule::RestIsWhatIsLeft { share } => write!(
                f,
                "everyone else is what the printed shares leave, {} percent",
                percent(share)
            ),
            Rule::Remainder {
                share,
                bounds,
                within_rounding,
            } => {
                let sum = 1.0 - share;
                write!(f, "the printed figures sum to {} percent", percent(&sum))?;
                if *within_rounding {
                    write!(f, ", which rounding explains; nothing was rescaled")
                } else if *share < 0.0 {
                    write!(
                        f,
                        ", at least {} points more than rounding explains: a figure must be \
                         misprinted",
                        percent(&-bounds.high)
                    )
                } else {
                    write!(
                        f,
                        "; {} to {} points are not accounted for",
                        percent(&bounds.low),
                        percent(&bounds.high)
                    )
                }
            }
            Rule::NonresponseInBase { share } => write!(
                f,
                "refusals and undisclosed answers, {} percent, are part of the base",
                percent(share)
            ),
            Rule::Repercentaged { divisor } => {
                write!(
                    f,
                    "shares divided by {}, those who named a choice",
                    Percent(divisor / 100.0)
                )
            }
            Rule::BaseNotStated { read_as } => {
                write!(
                    f,
                    "the poll does not state its base: read as {}",
                    base(*read_as)
                )
            }
            Rule::CountBaseNotStated { read_as } => {
                write!(
                    f,
                    "the count does not state its base: read as {}",
                    base(*read_as)
                )
            }
            Rule::CountRebased { to } => {
                write!(
                    f,
                    "the count was put on {} with its own invalid ballots",
                    base(*to)
                )
            }
            Rule::BasesDiffer { poll, count } => write!(
                f,
                "the poll is of {}, the count of {}: the invalid ballots that would bring them \
                 together are not given",
                base(*poll),
                base(*count)
            ),
            Rule::InvalidTakenOut { share } => {
                write!(
                    f,
                    "invalid ballots, {} percent, taken out of the poll",
                    percent(share)
                )
            }
            Rule::ValidIsSumOfVotes { votes } => {
                write!(
                    f,
                    "valid votes of the count: the sum of the listed votes, {votes}"
                )
            }
            Rule::CountFromShares => {
                write!(
                    f,
                    "the count's published shares were used: its votes are not complete"
                )
            }
            Rule::CountShareDisagrees {
                choice,
                from_votes,
                printed,
            } => write!(
                f,
                "{choice}: the count prints {} percent, its votes give {}; votes were used",
                percent(printed),
                percent(from_votes)
            ),
        }
    }
}

/// The base in words.
fn base(base: Base) -> &'static str {
    match base {
        Base::ValidVotes => "valid votes",
        Base::AllBallots => "all ballots",
        Base::Approached => "everyone approached",
    }
}

/// A proportion in percent with at most four decimals and no trailing zeros.
struct Percent(f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Adding zero turns −0 into 0.
        write!(f, "{}", (self.0 * 1e6).round() / 1e4 + 0.0)
    }
}
