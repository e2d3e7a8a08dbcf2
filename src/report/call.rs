use serde::Serialize;

use super::Reason;

pub use crate::accuracy::Call as CallOutcome;

/// What a poll can call before the count does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Question {
    /// Who leads.
    Leader,
    /// Who has a majority of the seats, if anybody has; or whether one of them has.
    Majority,
    /// Whether a choice passes the threshold of this name.
    Threshold(String),
    /// Who takes this place (2 is the second).
    Place(u32),
    /// Who takes so many first places, in whatever order: who reaches a run-off of two.
    FirstPlaces(u32),
    /// The order of the first places.
    Order,
}

/// What one side says to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Said {
    /// These choices, in this order (one, for a leader or a place).
    Choices(Vec<String>),
    /// These choices, in whatever order.
    InAnyOrder(Vec<String>),
    /// These choices share the place: a tie.
    Tie(Vec<String>),
    /// These in order, and behind them the others level with one another.
    ThenTied {
        /// The first ones.
        ahead: Vec<String>,
        /// Who is level behind them.
        tied: Vec<String>,
    },
    /// Nobody (no majority).
    Nobody,
    /// Above the threshold.
    Above,
    /// Below the threshold.
    Below,
    /// Open: rounding, the interval, or what is still to be counted.
    Open,
    /// Not said.
    Unknown,
}

/// A question, what the poll answers and what the count does.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Call {
    /// The question.
    pub question: Question,
    /// Whether it is asked of the poll's own voters alone, a part of all, whose votes the count gives.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_own_voters: bool,
    /// The choice that it is about, where it is about one; of a majority a choice or a bloc, where the one side gives it
    /// to a bloc and the other to a choice alone or to another bloc.
    pub choice: Option<String>,
    /// What the poll says, by its figures and their rounding: of its own voters where it is not of those of the whole
    /// count, and then the call is not judged.
    pub called: Said,
    /// Whether what the poll says is beyond its sampling error; absent where the size is not known, and where a published
    /// range decides, which has no sampling error that could be computed.
    pub beyond_sampling: Option<bool>,
    /// Whether that is so only because sampling excludes what the count says: whom the poll has there instead could still
    /// be chance.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excludes_result_alone: bool,
    /// Whether what the poll says would be beyond its sampling error by some of the figures, or of the sizes that a stated
    /// margin allows, that round to the printed ones, and not by all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decided_by_rounding: bool,
    /// Whether the figures of the poll, apart from all chance, have it otherwise than the count has it for certain.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub figures_are_off: bool,
    /// What the count says.
    pub result: Said,
    /// Whether the call came true.
    pub outcome: CallOutcome,
    /// Why it is not judged although the poll has figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_judged: Option<Reason>,
    /// What proportion of the ballots counted would have to be invalid for what is said of the count, and of the call, to
    /// fail; absent where it does not depend on that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless_invalid: Option<f64>,
}

impl Call {
    /// The question, not yet answered by either.
    pub(crate) fn of(question: Question) -> Call {
        Call {
            question,
            of_own_voters: false,
            choice: None,
            called: Said::Unknown,
            beyond_sampling: None,
            excludes_result_alone: false,
            decided_by_rounding: false,
            figures_are_off: false,
            result: Said::Unknown,
            outcome: CallOutcome::Unknown,
            not_judged: None,
            unless_invalid: None,
        }
    }
}
