//! What was assumed in reading a file.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::RawPoll;

/// The size that the file has where nothing is known.
const DEFAULT_SIZE: f64 = 600.0;

/// An assumption that concerns so many polls of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RawPollsNote {
    /// The comment says that the sample size is an estimate.
    SizeEstimated(usize),
    /// The sample size is 600, as where nothing is known, and no comment says more.
    SizePerhapsDefault(usize),
    /// The sample size is not known.
    SizeUnknown(usize),
    /// The source states whether the winner was called; its word is taken.
    CallStated(usize),
    /// The source's word on the call is not what the row's shares say, or cannot be told from them.
    CallNotInShares(usize),
    /// The shares of the candidates add to over 100 percent.
    OverWhole(usize),
    /// Pollsters that have one rating number and several names; the first name stands for all.
    PollsterRenamed(usize),
}

/// What is said of these polls; nothing that concerns none of them.
pub(super) fn notes(polls: &[RawPoll], renamed: usize) -> Vec<RawPollsNote> {
    let count = |is: &dyn Fn(&RawPoll) -> bool| polls.iter().filter(|poll| is(poll)).count();
    let estimated = |poll: &RawPoll| {
        let comment = poll.comment.as_deref().unwrap_or_default();
        comment.contains("estimated")
    };
    let not_in_shares = |poll: &RawPoll| {
        let choices = poll.choices();
        poll.right_call.is_some() && poll.right_call != poll.outcome(&choices).call_of_shares()
    };
    let over_whole = |poll: &RawPoll| {
        let total: f64 = poll.choices().iter().map(|choice| choice.poll).sum();
        total > 1.0 + 1e-9
    };
    [
        RawPollsNote::SizeEstimated(count(&estimated)),
        RawPollsNote::SizePerhapsDefault(count(&|poll| {
            poll.sample_size == Some(DEFAULT_SIZE) && !estimated(poll)
        })),
        RawPollsNote::SizeUnknown(count(&|poll| poll.sample_size.is_none())),
        RawPollsNote::CallStated(count(&|poll| poll.right_call.is_some())),
        RawPollsNote::CallNotInShares(count(&not_in_shares)),
        RawPollsNote::OverWhole(count(&over_whole)),
        RawPollsNote::PollsterRenamed(renamed),
    ]
    .into_iter()
    .filter(|note| note.polls() > 0)
    .collect()
}

impl RawPollsNote {
    /// How many polls (or pollsters) it concerns.
    #[must_use]
    pub fn polls(self) -> usize {
        match self {
            RawPollsNote::SizeEstimated(polls)
            | RawPollsNote::SizePerhapsDefault(polls)
            | RawPollsNote::SizeUnknown(polls)
            | RawPollsNote::CallStated(polls)
            | RawPollsNote::CallNotInShares(polls)
            | RawPollsNote::OverWhole(polls)
            | RawPollsNote::PollsterRenamed(polls) => polls,
        }
    }
}

impl fmt::Display for RawPollsNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let polls = self.polls();
        f.write_str(&match self {
            RawPollsNote::SizeEstimated(_) => {
                format!("the sample size of {polls} polls is an estimate, as their comments say")
            }
            RawPollsNote::SizePerhapsDefault(_) => format!(
                "{polls} polls have the sample size {DEFAULT_SIZE}, which the source gives to polls of unknown size"
            ),
            RawPollsNote::SizeUnknown(_) => format!("the sample size of {polls} polls is not known"),
            RawPollsNote::CallStated(_) => {
                format!("whether {polls} polls called the winner is the source's word")
            }
            RawPollsNote::CallNotInShares(_) => format!(
                "of {polls} polls the source's word on the call is not what their shares say, or cannot be told from them"
            ),
            RawPollsNote::OverWhole(_) => {
                format!("the shares of {polls} polls add to over 100 percent")
            }
            RawPollsNote::PollsterRenamed(_) => {
                format!("{polls} pollsters have several names under one number; the first is used")
            }
        })
    }
}
